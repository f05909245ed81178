//! The shell of SQL Server: `sqlcmd`.

use backend_core::client::Client;

/// Starts `sqlcmd`.
#[derive(Debug)]
pub(crate) struct MssqlClient;

impl Client for MssqlClient {}
