//! [`Error`]: one boxed struct for everything that can go wrong, with what the caller can do about it.
//!
//! The kinds follow PEP 249 and Django, so that users map across, and are finer where callers branch. A vendor has one
//! function that turns its driver's error into this one; a driver's own type appears only behind
//! [`source`](std::error::Error::source).

use std::fmt;
use std::sync::Arc;

use crate::flag::Flag;

/// The result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as callers branch on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call itself was wrong: a missing argument, a closed connection, the wrong number of parameters. Change the
    /// call.
    Interface,
    /// The settings were wrong: an unknown scheme or option, a value that does not parse. Nothing was contacted. Change
    /// the URL.
    Configuration,
    /// The database could not be reached or opened. Check address, path and network.
    Connect,
    /// The server refused user or password. Check the credentials.
    Authentication,
    /// The session is gone. Open another one; whether the last statement took effect is unknown unless the message says.
    ConnectionLost,
    /// What should be there is not: a database, file, table, column.
    DoesNotExist,
    /// What should be made is there already.
    AlreadyExists,
    /// The file or the server's answer is not what it should be: not a database, encrypted, damaged.
    Corrupt,
    /// A value does not fit: out of range, too long, not of the type asked for.
    Data,
    /// A constraint refused the row.
    Integrity(Integrity),
    /// The statement is wrong: syntax, an unknown function, a wrong type.
    Programming,
    /// This database cannot do it; the flag says what is missing, where one does. Nothing was changed.
    NotSupported(Option<Flag>),
    /// Somebody else holds the lock. Try again.
    Locked,
    /// The time allowed ran out.
    Timeout,
    /// The statement was cancelled.
    Cancelled,
    /// Another transaction changed the same data. Run the whole transaction again.
    SerializationConflict,
    /// The server chose this transaction to end a deadlock. Run the whole transaction again.
    Deadlock,
    /// Something went wrong in the block before, which must be rolled back and takes nothing else; the first error is the
    /// source. Roll back.
    TransactionBroken,
    /// The transaction is committed, and a hook that ran afterwards failed: its error is the source. Do not run the transaction
    /// again.
    CommitHook,
    /// The database, the transaction or the file may not be written.
    ReadOnly,
    /// This user may not do this.
    PermissionDenied,
    /// Disk, memory or another resource of the server or this machine failed.
    Operational,
    /// A state that should not occur: a fault of this library, the driver or the server. Report it.
    Internal,
}

/// Which constraint refused a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Integrity {
    /// A primary key, unique constraint or unique index.
    Unique,
    /// A foreign key, from either side.
    ForeignKey,
    /// A column that may not be NULL.
    NotNull,
    /// A `CHECK` constraint or a domain's.
    Check,
    /// An exclusion constraint.
    Exclusion,
    /// A constraint that the server did not name further.
    Other,
}

/// What the server said beside its message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    /// SQLSTATE where the server has it, otherwise its own code.
    pub code: Option<String>,
    /// The constraint that refused.
    pub constraint: Option<String>,
    /// The table.
    pub table: Option<String>,
    /// The column, or several with `, ` between.
    pub column: Option<String>,
    /// Where in the statement, in bytes from 0.
    pub position: Option<usize>,
}

/// An error: kind, message, the server's details, the statement (never its parameters), and the driver's error as source.
///
/// # Example
/// ```
/// use backend_core::error::{Error, ErrorKind, Integrity};
///
/// let error = Error::new(ErrorKind::Integrity(Integrity::Unique), "a row with this name exists")
///     .with_table("artist")
///     .with_column("name")
///     .with_sql("INSERT INTO artist (name) VALUES (?)");
/// assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::Unique));
/// assert_eq!(error.detail().column.as_deref(), Some("name"));
/// assert_eq!(error.to_string(), "a row with this name exists");
/// assert!(!error.is_retryable());
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    sql: Option<String>,
    detail: Detail,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of that kind; the message is one lower-case sentence without full stop and without the cause.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            sql: None,
            detail: Detail::default(),
            source: None,
        }))
    }

    /// The refusal of what `flag` says the database cannot do.
    #[must_use]
    pub fn not_supported(flag: Flag) -> Self {
        Self::new(
            ErrorKind::NotSupported(Some(flag)),
            format!("not supported by this database (flag {flag})"),
        )
    }

    /// The kind, to branch on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message alone.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The statement that failed, without its parameters' values.
    #[must_use]
    pub fn sql(&self) -> Option<&str> {
        self.0.sql.as_deref()
    }

    /// What the server said beside its message.
    #[must_use]
    pub fn detail(&self) -> &Detail {
        &self.0.detail
    }

    /// Whether the same work may succeed when it is done again: the whole transaction for conflicts and deadlocks, the
    /// statement for a lock. A broken transaction is what broke it.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::SerializationConflict | ErrorKind::Deadlock | ErrorKind::Locked => true,
            ErrorKind::TransactionBroken => std::error::Error::source(self)
                .and_then(|first| first.downcast_ref::<Self>())
                .is_some_and(Self::is_retryable),
            _ => false,
        }
    }

    /// Puts words before the message: what was being done.
    #[must_use]
    pub fn context(mut self, doing: impl fmt::Display) -> Self {
        self.0.message = format!("{doing}: {}", self.0.message);
        self
    }

    /// Sets the statement, unless one is set.
    #[must_use]
    pub fn with_sql(mut self, sql: impl Into<String>) -> Self {
        self.0.sql.get_or_insert_with(|| sql.into());
        self
    }

    /// Sets the driver's error.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// Sets the server's code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.0.detail.code = Some(code.into());
        self
    }

    /// Sets the constraint's name.
    #[must_use]
    pub fn with_constraint(mut self, constraint: impl Into<String>) -> Self {
        self.0.detail.constraint = Some(constraint.into());
        self
    }

    /// Sets the table's name.
    #[must_use]
    pub fn with_table(mut self, table: impl Into<String>) -> Self {
        self.0.detail.table = Some(table.into());
        self
    }

    /// Sets the column's name, or several with `, ` between.
    #[must_use]
    pub fn with_column(mut self, column: impl Into<String>) -> Self {
        self.0.detail.column = Some(column.into());
        self
    }

    /// Sets the place in the statement, in bytes from 0.
    #[must_use]
    pub fn with_position(mut self, position: usize) -> Self {
        self.0.detail.position = Some(position);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind)
            .field("message", &self.0.message);
        if let Some(sql) = &self.0.sql {
            out.field("sql", sql);
        }
        if self.0.detail != Detail::default() {
            out.field("detail", &self.0.detail);
        }
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind};

    #[test]
    fn the_cause_stands_in_source_and_not_in_display() {
        let cause = std::io::Error::other("disk on fire");
        let error = Error::new(ErrorKind::Operational, "cannot write").with_source(cause);
        assert_eq!(error.to_string(), "cannot write");
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            "disk on fire"
        );
    }

    #[test]
    fn the_first_statement_set_is_kept_and_context_goes_before() {
        let error = Error::new(ErrorKind::Programming, "no such table")
            .with_sql("SELECT 1")
            .with_sql("SELECT 2")
            .context("reading views");
        assert_eq!(error.sql(), Some("SELECT 1"));
        assert_eq!(error.to_string(), "reading views: no such table");
    }

    #[test]
    fn an_error_is_one_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
