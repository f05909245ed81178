//! Functions in queries.

use backend_core::features::Features;
use backend_core::wrapper::ServerInfo;

/// What a server can do of it.
pub(super) fn declare(_features: &mut Features, _server: &ServerInfo) {}
