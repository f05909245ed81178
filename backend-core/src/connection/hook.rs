//! [`StatementHook`]: what a program wants to see, change or refuse of the statements of one session.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use super::Connection;
use crate::cursor::Done;
use crate::error::{Error, ErrorKind, Result};
use crate::value::Param;

/// What a call to the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// One statement.
    Execute,
    /// One statement, once for each row of parameters.
    Many,
    /// Several statements in one text.
    Batch,
    /// The beginning of a transaction.
    Begin,
    /// The commit of a transaction.
    Commit,
    /// The end of a transaction that takes no effect.
    Rollback,
    /// A savepoint.
    Savepoint,
    /// The end of a savepoint whose statements stay.
    ReleaseSavepoint,
    /// The return to a savepoint.
    RollbackToSavepoint,
}

impl Phase {
    /// The phase in a word or some, for logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Execute => "execute",
            Self::Many => "many",
            Self::Batch => "batch",
            Self::Begin => "begin",
            Self::Commit => "commit",
            Self::Rollback => "rollback",
            Self::Savepoint => "savepoint",
            Self::ReleaseSavepoint => "release savepoint",
            Self::RollbackToSavepoint => "rollback to savepoint",
        }
    }
}

impl Phase {
    /// Whether it controls a transaction.
    pub(super) const fn is_control(self) -> bool {
        !matches!(self, Self::Execute | Self::Many | Self::Batch)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A statement before it is sent.
pub struct StatementContext<'a> {
    phase: Phase,
    sql: Cow<'a, str>,
    params: &'a [Param<'a>],
}

impl<'a> StatementContext<'a> {
    pub(super) const fn new(phase: Phase, sql: &'a str, params: &'a [Param<'a>]) -> Self {
        Self {
            phase,
            sql: Cow::Borrowed(sql),
            params,
        }
    }

    /// Whether it is one statement, one with many rows of parameters, or a batch.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The text, as the hooks before this one left it.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The parameters; none of a statement that runs once for each row of parameters, which come later. They can be secret.
    #[must_use]
    pub const fn params(&self) -> &'a [Param<'a>] {
        self.params
    }

    /// Sends another text in this one's place, with the same parameters.
    pub fn set_sql(&mut self, sql: impl Into<String>) {
        self.sql = Cow::Owned(sql.into());
    }

    /// Adds a comment at the end of the text: what a server's log then shows of the program.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) for a text that opens or closes a comment itself, or contains U+0000.
    pub fn add_comment(&mut self, comment: &str) -> Result<()> {
        if comment.contains("*/") || comment.contains("/*") || comment.contains('\0') {
            return Err(Error::new(
                ErrorKind::Interface,
                "a comment cannot contain `/*`, `*/` or the character U+0000",
            ));
        }
        // On a line of its own: the text may end with a comment that reaches to the end of its line.
        let sql = format!("{}\n/* {comment} */", self.sql);
        self.set_sql(sql);
        Ok(())
    }
}

impl fmt::Debug for StatementContext<'_> {
    /// Parameters can be secret: only their number is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatementContext")
            .field("phase", &self.phase)
            .field("sql", &self.sql)
            .field("params", &self.params.len())
            .finish()
    }
}

/// How a statement ended.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_enums,
    reason = "a statement ends in one of these ways"
)]
pub enum StatementOutcome<'a> {
    /// It was done.
    Done(Done),
    /// It failed, or a hook refused it.
    Failed(&'a Error),
    /// Its future was dropped; what the server did is not known.
    Dropped,
}

/// A statement after it ended.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct StatementReport<'a> {
    /// Whether it was one statement, one with many rows of parameters, or a batch.
    pub phase: Phase,
    /// The text that was sent.
    pub sql: &'a str,
    /// The parameters. They can be secret.
    pub params: &'a [Param<'a>],
    /// From the first hook to the end of the last row.
    pub duration: Duration,
    /// The rows that it gave.
    pub rows: u64,
    /// How it ended.
    pub outcome: StatementOutcome<'a>,
}

impl fmt::Debug for StatementReport<'_> {
    /// Parameters can be secret: only their number is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatementReport")
            .field("phase", &self.phase)
            .field("sql", &self.sql)
            .field("params", &self.params.len())
            .field("duration", &self.duration)
            .field("rows", &self.rows)
            .field("outcome", &self.outcome)
            .finish()
    }
}

/// Sees the statements of a session: before they are sent, where it may change or refuse them, and after they ended.
///
/// Hooks nest: [`before`](Self::before) in the order of their registration, [`after`](Self::after) in reverse. Whoever's
/// `before` succeeded gets exactly one `after`, also where a later hook refused the statement or its future was dropped.
/// The control of transactions is no statement of the program: hooks do not see it, so that none can keep a session from
/// rolling back. The [query log](super::Connection::enable_query_log) shows it.
///
/// # Example
/// ```
/// use std::sync::Arc;
/// use backend_core::connection::{StatementContext, StatementHook};
/// use backend_core::error::{Error, ErrorKind, Result};
/// use backend_core::sql::Statement;
///
/// struct ReadOnly;
///
/// impl StatementHook for ReadOnly {
///     fn before(&self, statement: &mut StatementContext<'_>) -> Result<()> {
///         if statement.sql().starts_with("SELECT") {
///             return statement.add_comment("from the report");
///         }
///         Err(Error::new(ErrorKind::ReadOnly, "a report only reads"))
///     }
/// }
///
/// # futures_executor::block_on(async {
/// # let settings = toy_backend::BACKEND.settings("toy:")?;
/// let mut connection = toy_backend::BACKEND.connect(&settings).await?;
/// let mut report = connection.with_statement_hook(Arc::new(ReadOnly));
/// report.execute(&Statement::new("SELECT 1")).await?;
/// let refusal = report.batch("CREATE TABLE artist (id)").await.unwrap_err();
/// assert_eq!(refusal.kind(), ErrorKind::ReadOnly);
/// drop(report);
/// connection.batch("CREATE TABLE artist (id)").await?;
/// # Ok::<(), Error>(())
/// # }).unwrap();
/// ```
#[doc(alias = "execute_wrapper")]
pub trait StatementHook: Send + Sync {
    /// Sees a statement before it is sent.
    ///
    /// # Errors
    /// What is returned here is the statement's error: nothing is sent.
    fn before(&self, _statement: &mut StatementContext<'_>) -> Result<()> {
        Ok(())
    }

    /// Sees how a statement ended.
    fn after(&self, _report: &StatementReport<'_>) {}
}

/// Names a hook of a session, to remove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HookId(pub(super) u64);

/// A session with one hook more, which is removed when this is dropped.
#[derive(Debug)]
#[must_use = "the hook is removed when this is dropped"]
pub struct HookScope<'c> {
    connection: &'c mut Connection,
    id: HookId,
}

impl Deref for HookScope<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl DerefMut for HookScope<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection
    }
}

impl Drop for HookScope<'_> {
    fn drop(&mut self) {
        self.connection.remove_statement_hook(self.id);
    }
}

impl Connection {
    /// Adds a hook, inside those that are there.
    pub fn add_statement_hook(&mut self, hook: Arc<dyn StatementHook>) -> HookId {
        self.debug.add_hook(hook)
    }

    /// Removes a hook; false where it was removed already.
    pub fn remove_statement_hook(&mut self, id: HookId) -> bool {
        self.debug.remove_hook(id)
    }

    /// Adds a hook for as long as the value lives that is returned.
    pub fn with_statement_hook(&mut self, hook: Arc<dyn StatementHook>) -> HookScope<'_> {
        let id = self.add_statement_hook(hook);
        HookScope {
            connection: self,
            id,
        }
    }
}
