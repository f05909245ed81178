//! SQLite's half of a session.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backend_core::cursor::Cursor;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::wrapper::{Cancel, IsolationLevel, ServerInfo, TransactionOptions, Wrapper};
use rusqlite::OptionalExtension as _;

use crate::cursor::{Canceller, Session, Worker};
use crate::error::classify;

/// A session.
pub(crate) struct SqliteWrapper {
    pub(crate) server: ServerInfo,
    pub(crate) canceller: Arc<Canceller>,
    pub(crate) execution: Execution,
}

/// Where a session's statements run.
pub(crate) enum Execution {
    /// On the caller's thread.
    Inline(Box<Session>),
    /// On a thread of the session.
    Thread(Worker),
}

impl Execution {
    async fn run<T: Send + 'static>(
        &mut self,
        task: impl FnOnce(&mut Session) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match self {
            Self::Inline(session) => task(session),
            Self::Thread(worker) => worker.run(task).await,
        }
    }
}

#[async_trait]
impl Wrapper for SqliteWrapper {
    fn server(&self) -> &ServerInfo {
        &self.server
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        match options.isolation {
            None | Some(IsolationLevel::Serializable) => {}
            Some(level) => return Err(Error::not_supported(level.flag())),
        }
        let read_only = options.read_only;
        self.execution
            .run(move |session| session.begin(read_only))
            .await
    }

    async fn commit(&mut self) -> Result<()> {
        self.execution.run(Session::commit).await
    }

    async fn rollback(&mut self) -> Result<()> {
        self.execution.run(Session::rollback).await
    }

    async fn has_open_transaction(&mut self) -> Option<bool> {
        let open = |session: &mut Session| Ok(!session.connection.is_autocommit());
        self.execution.run(open).await.ok()
    }

    async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.execution
            .run(move |session| session.set_constraint_checks(on))
            .await
    }

    async fn has_constraint_checks(&mut self) -> Result<bool> {
        let checks = self.execution.run(|session| session.pragma("foreign_keys"));
        Ok(checks.await? != 0)
    }

    async fn set_statement_timeout(&mut self, limit: Option<Duration>) -> Result<()> {
        self.execution
            .run(move |session| session.set_statement_timeout(limit))
            .await
    }

    async fn set_lock_timeout(&mut self, limit: Duration) -> Result<()> {
        self.execution
            .run(move |session| session.set_lock_timeout(limit))
            .await
    }

    async fn is_usable(&mut self) -> bool {
        self.execution
            .run(|session| session.run("SELECT 1"))
            .await
            .is_ok()
    }

    async fn close(self: Box<Self>) -> Result<()> {
        match self.execution {
            Execution::Inline(session) => session.close(),
            Execution::Thread(worker) => worker.close().await,
        }
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        Some(Arc::clone(&self.canceller) as Arc<dyn Cancel>)
    }
}

impl Session {
    /// Begins a transaction that takes its locks as it needs them. They are as if they ran one
    /// after the other.
    pub(crate) fn begin(&mut self, read_only: bool) -> Result<()> {
        self.end_read_only()?;
        self.run("BEGIN")?;
        if read_only && self.pragma("query_only")? == 0 {
            self.run("PRAGMA query_only = 1")?;
            self.in_read_only_transaction = true;
        }
        Ok(())
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        if self.connection.is_autocommit() {
            return Err(Error::new(
                ErrorKind::Interface,
                "no transaction is open: none was begun, or SQLite rolled it back after an error",
            ));
        }
        self.run("COMMIT")?;
        self.end_read_only()
    }

    pub(crate) fn rollback(&mut self) -> Result<()> {
        if !self.connection.is_autocommit() {
            self.run("ROLLBACK")?;
        }
        self.end_read_only()
    }

    /// Lets the session write again after a read-only transaction, however that ended.
    fn end_read_only(&mut self) -> Result<()> {
        if self.in_read_only_transaction {
            self.run("PRAGMA query_only = 0")?;
            self.in_read_only_transaction = false;
        }
        Ok(())
    }

    pub(crate) fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        let wanted = i64::from(on);
        if self.pragma("foreign_keys")? == wanted {
            return Ok(());
        }
        if !self.connection.is_autocommit() {
            return Err(Error::new(
                ErrorKind::Interface,
                "foreign-key checks cannot be switched inside a transaction; switch them before it begins",
            ));
        }
        self.run(if on {
            "PRAGMA foreign_keys = 1"
        } else {
            "PRAGMA foreign_keys = 0"
        })?;
        if self.pragma("foreign_keys")? == wanted {
            return Ok(());
        }
        // A library may be built without foreign keys.
        Err(Error::not_supported(Flag::can_disable_constraint_checks))
    }

    /// The number that a pragma answers.
    pub(crate) fn pragma(&self, name: &str) -> Result<i64> {
        self.connection
            .query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
            .map_err(|error| classify(error, "").context(format_args!("asking for {name}")))
    }

    /// Sets a pragma, and gives what it answers, if anything.
    pub(crate) fn set_pragma(&self, name: &str, value: &str) -> Result<Option<String>> {
        self.connection
            .query_row(&format!("PRAGMA {name} = {value}"), [], |row| row.get(0))
            .optional()
            .map_err(|error| classify(error, "").context(format_args!("setting {name}={value}")))
    }

    /// Runs a statement of this file, which has no parameters.
    fn run(&self, sql: &str) -> Result<()> {
        let ran = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                let mut rows = statement.raw_query();
                while rows.next()?.is_some() {}
                Ok(())
            });
        ran.map_err(|error| classify(error, sql))
    }

    pub(crate) fn close(self) -> Result<()> {
        self.connection
            .close()
            .map_err(|(_, error)| classify(error, ""))
    }
}
