//! PostgreSQL's half of a session.

use std::sync::Arc;

use async_trait::async_trait;
use backend_core::cursor::Cursor;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::wrapper::{Cancel, ServerInfo, TransactionOptions, Wrapper};

use crate::connector::Opened;

/// A session.
pub(crate) struct PostgresWrapper {
    pub(crate) server: ServerInfo,
}

impl PostgresWrapper {
    pub(crate) async fn open(opened: Opened) -> Result<Self> {
        Ok(Self {
            server: opened.server,
        })
    }
}

#[async_trait]
impl Wrapper for PostgresWrapper {
    fn server(&self) -> &ServerInfo {
        &self.server
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, _options: &TransactionOptions) -> Result<()> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }

    async fn commit(&mut self) -> Result<()> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }

    async fn rollback(&mut self) -> Result<()> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }

    async fn set_constraint_checks(&mut self, _on: bool) -> Result<()> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }

    async fn is_usable(&mut self) -> bool {
        false
    }

    async fn close(self: Box<Self>) -> Result<()> {
        Ok(())
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        None
    }
}
