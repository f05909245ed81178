//! SQL Server's half of a session.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backend_core::cursor::Cursor;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::wrapper::{Cancel, IsolationLevel, ServerInfo, TransactionOptions, Wrapper};

use crate::connector::Opened;
use crate::cursor::Memory;
use crate::driver::{Item, Request, Session, integer};
use crate::error::classify;
use crate::features::features;
use crate::settings::{SessionSettings, set_lock_timeout};
use crate::sql::Switch;

/// How long a session that is closed may take to say so.
const FAREWELL: Duration = Duration::from_secs(5);

/// Begins a transaction where none is open, and says in one row how many were.
const BEGIN: &str =
    "IF @@TRANCOUNT > 0 SELECT @@TRANCOUNT ELSE BEGIN BEGIN TRANSACTION; SELECT 0 END";

/// Commits, whatever `BEGIN TRANSACTION` was nested by texts; what is broken is rolled back. One row says which.
const COMMIT: &str = "\
IF @@TRANCOUNT = 0 SELECT 0 \
ELSE IF XACT_STATE() = -1 BEGIN ROLLBACK TRANSACTION; SELECT -1 END \
ELSE BEGIN WHILE @@TRANCOUNT > 0 COMMIT TRANSACTION; SELECT 1 END";

/// Rolls back, where there is something.
const ROLLBACK: &str = "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION; SELECT 1";

/// How many transactions are open, one inside the other.
const DEPTH: &str = "SELECT @@TRANCOUNT";

/// A session.
pub(crate) struct MssqlWrapper {
    pub(crate) session: Session,
    /// What the cursor keeps from statement to statement.
    pub(crate) cursor: Memory,
    server: ServerInfo,
    settings: SessionSettings,
    /// Whether the isolation level is that of a transaction: it outlives that, and is set back.
    has_other_isolation: bool,
    /// The setting that tells plans, where one may be left on.
    pub(crate) switched: Option<&'static Switch>,
    /// Whether a program was broken off that may have left a transaction.
    pub(crate) has_broken_program: bool,
}

impl MssqlWrapper {
    /// A session that was opened.
    pub(crate) fn new(opened: Opened) -> Self {
        Self {
            session: opened.session,
            cursor: Memory::new(&features(&opened.server), &opened.server),
            server: opened.server,
            settings: opened.settings,
            has_other_isolation: false,
            switched: None,
            has_broken_program: false,
        }
    }

    /// Runs a text of the contract's own, which cannot be stopped, and gives the number in its last row.
    async fn ask(&mut self, sql: &str) -> Result<Option<i32>> {
        self.settle().await?;
        let mut call = self.session.own_call();
        let mut number = None;
        let sent = call.send(Request::Batch(sql.to_owned())).await;
        let mut answer = sent.map_err(|failure| classify(failure, sql))?;
        while let Some(item) = answer
            .next()
            .await
            .map_err(|failure| classify(failure, sql))?
        {
            if let Item::Row(row) = item {
                number = integer(&row, 0);
            }
        }
        Ok(number)
    }

    /// Sets the isolation level back to the session's own, where a transaction has left another.
    async fn set_isolation_back(&mut self) -> Result<()> {
        if self.has_other_isolation {
            self.ask(set_isolation(self.settings.isolation)).await?;
            self.has_other_isolation = false;
        }
        Ok(())
    }
}

#[async_trait]
impl Wrapper for MssqlWrapper {
    fn server(&self) -> &ServerInfo {
        &self.server
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    /// A level is set by a text of its own, before: a transaction that began in another cannot change to snapshots, and Babelfish
    /// takes a level for the texts that follow.
    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        check(options)?;
        if let Some(level) = options.isolation {
            if self.ask(DEPTH).await? != Some(0) {
                return Err(is_open());
            }
            // Before the answer, so that a dropped future leaves nothing that is not set back.
            self.has_other_isolation = true;
            self.ask(set_isolation(level)).await?;
        } else {
            self.set_isolation_back().await?;
        }
        match self.ask(BEGIN).await? {
            Some(0) => Ok(()),
            _ => Err(is_open()),
        }
    }

    async fn commit(&mut self) -> Result<()> {
        let committed = self.ask(COMMIT).await;
        // Where it cannot be set back the session is lost, which the next call says; this one says what became of the transaction.
        let _ = self.set_isolation_back().await;
        match committed? {
            Some(1) => Ok(()),
            Some(-1) => Err(Error::new(
                ErrorKind::TransactionBroken,
                "a statement in the transaction failed, so that it was rolled back",
            )),
            _ => Err(Error::new(
                ErrorKind::Interface,
                "no transaction is open: none was begun, or a text or an error has ended it",
            )),
        }
    }

    async fn rollback(&mut self) -> Result<()> {
        self.ask(ROLLBACK).await?;
        self.set_isolation_back().await
    }

    /// Some errors end a transaction, and statements after it would take effect one by one.
    async fn has_open_transaction(&mut self) -> Option<bool> {
        let is_open = self.ask(DEPTH).await.ok().flatten()? > 0;
        if !is_open {
            // What cannot be set back is said by the next call.
            let _ = self.set_isolation_back().await;
        }
        Some(is_open)
    }

    /// There is no switch of a session: to switch off a table's constraints alters the table, for everybody.
    async fn set_constraint_checks(&mut self, _on: bool) -> Result<()> {
        Err(Error::not_supported(Flag::can_disable_constraint_checks))
    }

    async fn set_statement_timeout(&mut self, limit: Option<Duration>) -> Result<()> {
        self.session.set_limit(limit);
        Ok(())
    }

    async fn set_lock_timeout(&mut self, limit: Duration) -> Result<()> {
        self.ask(&set_lock_timeout(limit)).await.map(|_| ())
    }

    async fn is_usable(&mut self) -> bool {
        self.session.is_open() && self.ask(DEPTH).await.is_ok()
    }

    async fn close(self: Box<Self>) -> Result<()> {
        match tokio::time::timeout(FAREWELL, self.session.close()).await {
            Ok(closed) => closed.map_err(|failure| classify(failure, "")),
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                "the server could not be told that the session is closed",
            )),
        }
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        Some(self.session.stopper())
    }
}

/// Refuses what the server does not have.
fn check(options: &TransactionOptions) -> Result<()> {
    if options.read_only {
        return Err(Error::not_supported(Flag::supports_read_only_transactions));
    }
    if options.deferrable {
        return Err(Error::not_supported(Flag::supports_deferrable_transactions));
    }
    Ok(())
}

fn is_open() -> Error {
    Error::new(ErrorKind::Interface, "a transaction is open already")
}

/// The statement that sets the level of the session.
pub(crate) const fn set_isolation(level: IsolationLevel) -> &'static str {
    match level {
        IsolationLevel::ReadUncommitted => "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
        IsolationLevel::ReadCommitted => "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
        IsolationLevel::RepeatableRead => "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        IsolationLevel::Snapshot => "SET TRANSACTION ISOLATION LEVEL SNAPSHOT",
        IsolationLevel::Serializable => "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    }
}

#[cfg(test)]
mod tests {
    use backend_core::wrapper::TransactionOptions;

    use super::check;

    #[test]
    fn what_the_server_does_not_have_is_refused() {
        let mut options = TransactionOptions::default();
        assert!(check(&options).is_ok());
        options.deferrable = true;
        assert!(check(&options).is_err());
        assert!(check(&TransactionOptions::read_only()).is_err());
    }
}
