//! PostgreSQL's half of a session.

mod mailbox;
mod transaction;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backend_core::cursor::Cursor;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::wrapper::{
    Cancel, IsolationLevel, Notice, Notification, ServerInfo, TransactionOptions, Wrapper,
};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use self::mailbox::Mailbox;
pub(crate) use self::transaction::Transaction;
use crate::connector::Opened;
use crate::cursor::{Buffers, Calls, PlainTables, Statements};
use crate::error::{Stop, classify, classify_after};
use crate::settings::{SessionSettings, milliseconds};

/// How long a session that is closed may take to say so.
const FAREWELL: Duration = Duration::from_secs(5);

/// A session.
pub(crate) struct PostgresWrapper {
    pub(crate) client: Client,
    pub(crate) session: SessionSettings,
    pub(crate) calls: Arc<Calls>,
    pub(crate) statements: Statements,
    pub(crate) plain_tables: PlainTables,
    pub(crate) buffers: Buffers,
    pub(crate) transaction: Transaction,
    server: ServerInfo,
    mailbox: Arc<Mailbox>,
    /// Drives the driver's half of the connection.
    driver: JoinHandle<()>,
    /// What was set for the session inside a transaction, and goes with it where that, or a part of it, is rolled back.
    limits: Vec<String>,
}

impl PostgresWrapper {
    /// A session on a connection that was opened in this runtime.
    pub(crate) fn new(opened: Opened, runtime: Handle) -> Self {
        let mailbox = Arc::new(Mailbox::default());
        let driver = runtime.spawn(Arc::clone(&mailbox).collect(opened.messages));
        Self {
            client: opened.client,
            calls: Arc::new(Calls::new(opened.cancel, runtime)),
            statements: Statements::new(opened.session.statement_cache),
            session: opened.session,
            plain_tables: PlainTables::default(),
            buffers: Buffers::default(),
            transaction: Transaction::default(),
            server: opened.server,
            mailbox,
            driver,
            limits: Vec::new(),
        }
    }

    /// The core's error for the driver's, and what it means for the transaction.
    pub(crate) fn failed(&mut self, error: tokio_postgres::Error, sql: &str) -> Error {
        self.transaction.failed();
        let stop = if self.calls.is_cancelled() {
            Stop::Unknown
        } else {
            Stop::NotAsked
        };
        classify_after(error, sql, stop)
    }

    /// The refusal of a prepared statement in a transaction, which has failed by it.
    pub(crate) fn outdated(&mut self, error: tokio_postgres::Error, sql: &str) -> Error {
        self.transaction.failed();
        Error::new(
            ErrorKind::SerializationConflict,
            "a table was changed after this statement was prepared; run the transaction again",
        )
        .with_code(error.code().map(SqlState::code).unwrap_or_default())
        .with_sql(sql)
        .with_source(error)
    }

    /// Notes that the schema, or how names are found, is another now.
    pub(crate) fn redefined(&mut self) {
        self.transaction.redefined();
        self.forget();
    }

    /// Notes that a savepoint was gone back to.
    pub(crate) fn rolled_back_in_part(&mut self) {
        self.transaction.mended();
        if self.transaction.has_redefined() {
            self.forget();
        }
    }

    /// Forgets what was prepared, and what types there are.
    fn forget(&mut self) {
        self.statements.clear();
        self.plain_tables.clear();
        self.client.clear_type_cache();
    }

    /// Whether the transaction takes nothing but its end; asks where the future of a call was dropped in it.
    async fn has_failed(&mut self) -> Result<bool> {
        if self.transaction.has_failed() {
            return Ok(true);
        }
        if !self.calls.take_interrupted() {
            return Ok(false);
        }
        match self.run_own("SELECT 1").await {
            Ok(()) => Ok(false),
            Err(error) if error.kind() == ErrorKind::ConnectionLost => Err(error),
            Err(_) => Ok(true),
        }
    }

    /// Asks the server whether a transaction is open.
    async fn ask_for_transaction(&mut self) -> Result<bool> {
        let call = self.calls.begin(&self.client).await;
        let set = self.client.batch_execute("SAVEPOINT is_open").await;
        let is_open = match set {
            Ok(()) => self
                .client
                .batch_execute("RELEASE SAVEPOINT is_open")
                .await
                .map(|()| true),
            Err(error) if error.code() == Some(&SqlState::NO_ACTIVE_SQL_TRANSACTION) => Ok(false),
            Err(error) if error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION) => Ok(true),
            Err(error) => Err(error),
        };
        call.end();
        let is_open = is_open.map_err(|error| classify(error, "SAVEPOINT is_open"))?;
        self.transaction.told(is_open);
        Ok(is_open)
    }

    async fn is_in_transaction(&mut self) -> Result<bool> {
        match self.transaction.is_open() {
            Some(is_open) => Ok(is_open),
            None => self.ask_for_transaction().await,
        }
    }

    async fn end_by_rollback(&mut self) -> Result<()> {
        if self.transaction.has_redefined() {
            self.forget();
        }
        self.run_own("ROLLBACK").await?;
        self.transaction.ended();
        self.calls.take_interrupted();
        self.set_limits_again().await
    }

    /// Sets what was set for the session inside the transaction that has ended.
    async fn set_limits_again(&mut self) -> Result<()> {
        for limit in std::mem::take(&mut self.limits) {
            self.run_own(&limit).await?;
        }
        Ok(())
    }

    /// Sets a parameter of the session, which outlives the transaction it is set in.
    async fn set(&mut self, sql: String) -> Result<()> {
        self.run_own(&sql).await?;
        if self.transaction.may_be_open() {
            self.limits.push(sql);
        }
        Ok(())
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

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        if self.is_in_transaction().await? {
            return Err(Error::new(
                ErrorKind::Interface,
                "a transaction is open already",
            ));
        }
        let sql = begin_statement(options)?;
        self.calls.take_interrupted();
        // Before the answer, so that a dropped future leaves nothing that is not undone.
        self.transaction.begun();
        let begun = self.run_own(&sql).await;
        if begun.is_err() {
            self.transaction.ended();
        }
        begun
    }

    async fn commit(&mut self) -> Result<()> {
        if !self.is_in_transaction().await? {
            return Err(Error::new(
                ErrorKind::Interface,
                "no transaction is open: none was begun, or a text has ended it",
            ));
        }
        // To commit what has failed is a rollback to the server, and no error.
        if self.has_failed().await? {
            self.end_by_rollback().await?;
            return Err(Error::new(
                ErrorKind::TransactionBroken,
                "a statement in the transaction failed, so that it was rolled back",
            ));
        }
        let committed = self.run_own("COMMIT").await;
        if committed.is_err() && self.transaction.has_redefined() {
            self.forget();
        }
        self.transaction.ended();
        // A commit that failed has undone them, and so has going back to a savepoint. Where one cannot be set the session is lost,
        // which the next call says; this one says whether the transaction was committed.
        let _ = self.set_limits_again().await;
        committed
    }

    async fn rollback(&mut self) -> Result<()> {
        if self.transaction.may_be_open() && self.is_in_transaction().await? {
            self.end_by_rollback().await?;
        }
        Ok(())
    }

    async fn has_open_transaction(&mut self) -> Option<bool> {
        self.is_in_transaction().await.ok()
    }

    /// There is no switch but one that turns every trigger off and takes a superuser: checks can be deferred instead.
    async fn set_constraint_checks(&mut self, _on: bool) -> Result<()> {
        Err(Error::not_supported(Flag::can_disable_constraint_checks))
    }

    async fn set_statement_timeout(&mut self, limit: Option<Duration>) -> Result<()> {
        let limit = limit.map_or(0, |limit| milliseconds(limit).max(1));
        self.set(format!("SET statement_timeout = {limit}")).await
    }

    /// The server's 0 is no limit: not to wait at all is to wait for its shortest time.
    async fn set_lock_timeout(&mut self, limit: Duration) -> Result<()> {
        let limit = milliseconds(limit).max(1);
        self.set(format!("SET lock_timeout = {limit}")).await
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        self.mailbox.take_notices()
    }

    async fn notification(&mut self) -> Result<Notification> {
        self.mailbox.notification().await
    }

    async fn is_usable(&mut self) -> bool {
        !self.client.is_closed() && self.run_own("SELECT 1").await.is_ok()
    }

    async fn close(self: Box<Self>) -> Result<()> {
        drop(self.statements);
        drop(self.client);
        // The driver says farewell to the server and ends. One that does not is left to the runtime.
        match tokio::time::timeout(FAREWELL, self.driver).await {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                "the server could not be told that the session is closed",
            )),
        }
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        Some(Arc::clone(&self.calls) as Arc<dyn Cancel>)
    }
}

fn begin_statement(options: &TransactionOptions) -> Result<String> {
    let mut sql = "BEGIN".to_owned();
    if let Some(level) = options.isolation {
        sql.push_str(match level {
            IsolationLevel::ReadCommitted => " ISOLATION LEVEL READ COMMITTED",
            // The server keeps this level by a snapshot, and has no other word for one.
            IsolationLevel::RepeatableRead | IsolationLevel::Snapshot => {
                " ISOLATION LEVEL REPEATABLE READ"
            }
            IsolationLevel::Serializable => " ISOLATION LEVEL SERIALIZABLE",
            // The server takes it for READ COMMITTED.
            IsolationLevel::ReadUncommitted => {
                return Err(Error::not_supported(level.flag()));
            }
        });
    }
    if options.read_only {
        sql.push_str(" READ ONLY");
    }
    if options.deferrable {
        sql.push_str(" DEFERRABLE");
    }
    Ok(sql)
}

#[cfg(test)]
mod tests {
    use backend_core::wrapper::{IsolationLevel, TransactionOptions};

    use super::begin_statement;

    #[test]
    fn what_was_asked_for_is_said_and_what_is_missing_refused() {
        let mut options = TransactionOptions::default();
        assert_eq!(begin_statement(&options).unwrap(), "BEGIN");
        options.isolation = Some(IsolationLevel::Serializable);
        options.read_only = true;
        options.deferrable = true;
        assert_eq!(
            begin_statement(&options).unwrap(),
            "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE"
        );
        options.isolation = Some(IsolationLevel::ReadUncommitted);
        assert!(begin_statement(&options).is_err());
    }
}
