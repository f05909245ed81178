//! What SQLite can do.
use backend_core::features::Features;
use backend_core::wrapper::ServerInfo;

pub(crate) fn features(_server: &ServerInfo) -> Features {
    Features { supports_transactions: true, ..Features::MINIMAL }
}
