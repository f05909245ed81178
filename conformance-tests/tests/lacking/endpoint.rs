//! [`Lack`]: the toy behind an endpoint that lacks something, in truth and not in its flags alone.

use std::sync::Arc;

use async_trait::async_trait;
use backend_core::backend::Backend;
use backend_core::connector::Connector;
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::value::Param;
use backend_core::wrapper::{Cancel, ServerInfo, TransactionOptions, Wrapper};
use toy_backend::BACKEND;

/// What it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lack {
    /// Nothing beyond what its flags say: what is asked for is refused before any server could be asked.
    Nothing,
    /// Transactions: none can be begun.
    Transactions,
    /// Schema changes that roll back: each commits what is open, and is kept.
    SchemaRollback,
    /// Scripts.
    Batches,
    /// Inserts of several rows.
    SeveralRows,
}

/// The toy behind that endpoint, with these flags turned.
pub(crate) fn behind(lack: Lack, overrides: &'static [(Flag, bool)]) -> &'static Backend {
    // Left behind at the end: a backend is a constant, and nothing else may live as long.
    Box::leak(Box::new(Backend {
        connector: Box::leak(Box::new(Endpoint(lack))),
        overrides,
        ..BACKEND
    }))
}

struct Endpoint(Lack);

#[async_trait]
impl Connector for Endpoint {
    fn url_style(&self) -> UrlStyle {
        BACKEND.connector.url_style()
    }

    fn options(&self) -> &'static [OptionInfo] {
        BACKEND.connector.options()
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let inner = BACKEND.connector.connect(settings).await?;
        Ok(Box::new(Session {
            inner,
            lack: self.0,
            is_open: false,
        }))
    }
}

struct Session {
    inner: Box<dyn Wrapper>,
    lack: Lack,
    is_open: bool,
}

impl Session {
    /// Refuses what it lacks, or does instead what such servers do.
    async fn meet(&mut self, sql: &str) -> Result<()> {
        let begins = |words: &[&str]| words.iter().any(|word| sql.starts_with(word));
        match self.lack {
            Lack::SchemaRollback if self.is_open && begins(&["CREATE", "DROP"]) => {
                self.inner.commit().await?;
                self.inner.begin(&TransactionOptions::default()).await
            }
            Lack::SeveralRows if begins(&["INSERT"]) && sql.contains("), (") => {
                Err(Error::not_supported(Flag::has_bulk_insert))
            }
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl Cursor for Session {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.meet(sql).await?;
        let done = self.inner.cursor().query(sql, params, sink).await?;
        // A change that commits what came before is kept itself.
        self.meet(sql).await?;
        Ok(done)
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        self.meet(sql).await?;
        self.inner.cursor().execute_many(sql, rows).await
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        if self.lack == Lack::Batches {
            return Err(Error::new(
                ErrorKind::Programming,
                "one statement at a time",
            ));
        }
        self.inner.cursor().batch(script).await
    }
}

#[async_trait]
impl Wrapper for Session {
    fn server(&self) -> &ServerInfo {
        self.inner.server()
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        if self.lack == Lack::Transactions {
            return Err(Error::new(ErrorKind::Programming, "there is no BEGIN"));
        }
        self.inner.begin(options).await?;
        self.is_open = true;
        Ok(())
    }

    async fn commit(&mut self) -> Result<()> {
        self.is_open = false;
        self.inner.commit().await
    }

    async fn rollback(&mut self) -> Result<()> {
        self.is_open = false;
        self.inner.rollback().await
    }

    async fn has_open_transaction(&mut self) -> Option<bool> {
        self.inner.has_open_transaction().await
    }

    async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.inner.set_constraint_checks(on).await
    }

    async fn is_usable(&mut self) -> bool {
        self.inner.is_usable().await
    }

    async fn close(self: Box<Self>) -> Result<()> {
        self.inner.close().await
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        self.inner.canceller()
    }
}
