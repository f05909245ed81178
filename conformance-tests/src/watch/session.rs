//! A vendor's sessions, counted and listened to.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::value::Param;
use backend_core::wrapper::{
    Cancel, Notice, Notification, ServerInfo, TransactionOptions, Wrapper,
};

use super::{Sent, Watch};

/// Opens a vendor's sessions.
pub(super) struct WatchedConnector {
    inner: &'static dyn Connector,
    watch: Watch,
}

impl WatchedConnector {
    pub(super) fn new(inner: &'static dyn Connector, watch: Watch) -> Self {
        Self { inner, watch }
    }
}

#[async_trait]
#[warn(clippy::missing_trait_methods)]
impl Connector for WatchedConnector {
    fn url_style(&self) -> UrlStyle {
        self.inner.url_style()
    }

    fn options(&self) -> &'static [OptionInfo] {
        self.inner.options()
    }

    fn connection_string(&self, text: &str) -> Option<Result<Settings>> {
        self.inner.connection_string(text)
    }

    fn read_only(&self, settings: Settings) -> Result<Settings> {
        self.inner.read_only(settings)
    }

    fn blocking(&self, settings: Settings) -> Result<Settings> {
        self.inner.blocking(settings)
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let inner = self.inner.connect(settings).await?;
        let number = self.watch.opens(inner.canceller());
        let open = Open {
            watch: self.watch.clone(),
            number,
        };
        Ok(Box::new(WatchedSession { inner, open }))
    }
}

/// A session that is open until this is dropped.
struct Open {
    watch: Watch,
    number: u64,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.watch.closes(self.number);
    }
}

struct WatchedSession {
    /// Gone before it is counted as gone.
    inner: Box<dyn Wrapper>,
    open: Open,
}

impl WatchedSession {
    fn sent<T>(&self, text: &str, result: Result<T>) -> Result<T> {
        self.note(text, false, result)
    }

    fn controlled<T>(&self, word: &str, result: Result<T>) -> Result<T> {
        self.note(word, true, result)
    }

    fn note<T>(&self, text: &str, is_control: bool, result: Result<T>) -> Result<T> {
        self.open.watch.sends(|| Sent {
            text: text.to_owned(),
            is_control,
            failed: result.is_err(),
        });
        result
    }
}

#[async_trait]
#[warn(clippy::missing_trait_methods)]
impl Cursor for WatchedSession {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let result = self.inner.cursor().query(sql, params, sink).await;
        self.sent(sql, result)
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let result = self.inner.cursor().execute_many(sql, rows).await;
        self.sent(sql, result)
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        let result = self.inner.cursor().batch(script).await;
        self.sent(script, result)
    }
}

#[async_trait]
#[warn(clippy::missing_trait_methods)]
impl Wrapper for WatchedSession {
    fn server(&self) -> &ServerInfo {
        self.inner.server()
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        let result = self.inner.begin(options).await;
        self.controlled("BEGIN", result)
    }

    async fn commit(&mut self) -> Result<()> {
        let result = self.inner.commit().await;
        self.controlled("COMMIT", result)
    }

    async fn rollback(&mut self) -> Result<()> {
        let result = self.inner.rollback().await;
        self.controlled("ROLLBACK", result)
    }

    async fn has_open_transaction(&mut self) -> Option<bool> {
        self.inner.has_open_transaction().await
    }

    async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.inner.set_constraint_checks(on).await
    }

    async fn has_constraint_checks(&mut self) -> Result<bool> {
        self.inner.has_constraint_checks().await
    }

    async fn set_statement_timeout(&mut self, limit: Option<Duration>) -> Result<()> {
        self.inner.set_statement_timeout(limit).await
    }

    async fn set_lock_timeout(&mut self, limit: Duration) -> Result<()> {
        self.inner.set_lock_timeout(limit).await
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        self.inner.take_notices()
    }

    async fn notification(&mut self) -> Result<Notification> {
        self.inner.notification().await
    }

    async fn is_usable(&mut self) -> bool {
        self.inner.is_usable().await
    }

    async fn close(self: Box<Self>) -> Result<()> {
        let Self { inner, open } = *self;
        let closed = inner.close().await;
        drop(open);
        closed
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        self.inner.canceller()
    }
}
