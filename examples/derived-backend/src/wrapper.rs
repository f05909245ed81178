//! The parent's session, without what lasts longer than a transaction.

use std::sync::Arc;

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Discard, Done, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::value::Param;
use backend_core::wrapper::{Cancel, Notice, ServerInfo, TransactionOptions, Wrapper};

/// A session behind a pooler. What it does not pass on — limits of the session, channels — is refused by the contract's own
/// answers, which name the flag.
pub(crate) struct PooledWrapper {
    session: Box<dyn Wrapper>,
    /// Forgets the session's state where the pooler would lend another session.
    is_strict: bool,
}

impl PooledWrapper {
    pub(crate) fn new(session: Box<dyn Wrapper>, is_strict: bool) -> Self {
        Self { session, is_strict }
    }

    /// Between two transactions, whoever is next gets a session that knows nothing.
    async fn end<T>(&mut self, result: Result<T>) -> Result<T> {
        if self.is_strict && self.session.has_open_transaction().await == Some(false) {
            let cursor = self.session.cursor();
            cursor.query("DISCARD ALL", &[], &mut Discard).await?;
        }
        result
    }
}

#[async_trait]
impl Cursor for PooledWrapper {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let result = self.session.cursor().query(sql, params, sink).await;
        self.end(result).await
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let result = self.session.cursor().execute_many(sql, rows).await;
        self.end(result).await
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        let result = self.session.cursor().batch(script).await;
        self.end(result).await
    }
}

#[async_trait]
impl Wrapper for PooledWrapper {
    fn server(&self) -> &ServerInfo {
        self.session.server()
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        self.session.begin(options).await
    }

    async fn commit(&mut self) -> Result<()> {
        let result = self.session.commit().await;
        self.end(result).await
    }

    async fn rollback(&mut self) -> Result<()> {
        let result = self.session.rollback().await;
        self.end(result).await
    }

    async fn has_open_transaction(&mut self) -> Option<bool> {
        self.session.has_open_transaction().await
    }

    async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.session.set_constraint_checks(on).await
    }

    async fn has_constraint_checks(&mut self) -> Result<bool> {
        self.session.has_constraint_checks().await
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        self.session.take_notices()
    }

    async fn is_usable(&mut self) -> bool {
        self.session.is_usable().await
    }

    async fn close(self: Box<Self>) -> Result<()> {
        self.session.close().await
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        self.session.canceller()
    }
}
