//! SQL Server's half of a session.

use backend_core::wrapper::ServerInfo;

use crate::driver::Session;

/// A session.
pub(crate) struct MssqlWrapper {
    pub(crate) session: Session,
    server: ServerInfo,
}

impl MssqlWrapper {
    /// A session that was opened.
    pub(crate) const fn new(session: Session, server: ServerInfo) -> Self {
        Self { session, server }
    }
}
