//! The toy's half of a session.

use std::sync::Arc;

use async_trait::async_trait;
use backend_core::cursor::Cursor;
use backend_core::error::{Error, Result};
use backend_core::flag::Flag;
use backend_core::wrapper::{
    Cancel, IsolationLevel, ServerInfo, TransactionOptions, Version, Wrapper,
};

use crate::cursor::ToyCursor;
use crate::engine::{Session, parse};
use crate::error::classify;

/// The toy's version: there is but one.
pub(crate) const VERSION: Version = Version::new(1, 0, 0);

/// A session: it does what it is told. What may be asked when is core's affair.
#[derive(Debug)]
pub(crate) struct ToyWrapper {
    server: ServerInfo,
    cursor: ToyCursor,
}

impl ToyWrapper {
    pub(crate) fn new(session: Session) -> Self {
        Self {
            // A vendor asks its server, once, while it connects.
            server: ServerInfo::new("Toy", VERSION),
            cursor: ToyCursor { session },
        }
    }
}

#[async_trait]
impl Wrapper for ToyWrapper {
    fn server(&self) -> &ServerInfo {
        &self.server
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        &mut self.cursor
    }

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        match options.isolation {
            None | Some(IsolationLevel::Snapshot | IsolationLevel::Serializable) => {}
            Some(level) => return Err(Error::not_supported(level.flag())),
        }
        self.cursor
            .session
            .begin(options.read_only)
            .map_err(classify)
    }

    async fn commit(&mut self) -> Result<()> {
        self.cursor.session.commit().map_err(classify)
    }

    async fn rollback(&mut self) -> Result<()> {
        self.cursor.session.rollback();
        Ok(())
    }

    async fn set_constraint_checks(&mut self, _on: bool) -> Result<()> {
        // Core does not call this while the flag is off; whoever goes around core gets the same answer.
        Err(Error::not_supported(Flag::can_disable_constraint_checks))
    }

    async fn is_usable(&mut self) -> bool {
        let question = parse("SELECT 1");
        question
            .and_then(|(mut statement, _)| self.cursor.session.run(&mut statement, &[]))
            .is_ok()
    }

    async fn close(self: Box<Self>) -> Result<()> {
        // Dropping the session rolls back what is open, as closing does with every vendor.
        Ok(())
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        None
    }
}
