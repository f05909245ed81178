//! [`Wrapper`]: the vendor's half of a session. It holds no policy; that is [`Connection`](crate::connection::Connection)'s.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::cursor::Cursor;
use crate::error::{Error, Result};
use crate::features::Features;
use crate::flag::Flag;

/// A server's version: up to three numbers, compared in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(
    clippy::exhaustive_structs,
    reason = "written as a literal in every version condition"
)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    /// The third number.
    pub patch: u32,
}

impl Version {
    /// The version `major.minor.patch`.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// What the server said of itself when the session was opened.
///
/// [`Backend::features`](crate::backend::Backend) is a function of this and of nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerInfo {
    /// The product's name, as people write it.
    pub product: String,
    /// Its version.
    pub version: Version,
    /// Whatever else features depend on: an edition, a compile option, how the session runs.
    pub attributes: BTreeMap<&'static str, String>,
}

impl ServerInfo {
    /// A server of that product and version.
    pub fn new(product: impl Into<String>, version: Version) -> Self {
        Self {
            product: product.into(),
            version,
            attributes: BTreeMap::new(),
        }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn with_attribute(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.insert(name, value.into());
        self
    }

    /// The attribute of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

impl fmt::Display for ServerInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.product, self.version)
    }
}

/// Stops what a session is doing, from another task or thread.
pub trait Cancel: Send + Sync {
    /// Asks for the running statement to end with [`Cancelled`](crate::error::ErrorKind::Cancelled). Does nothing where
    /// none is running.
    ///
    /// # Errors
    /// Where the request could not be sent.
    fn cancel(&self) -> Result<()>;
}

/// Something that the server tells a session beside what it answers: a notice or a warning. It is no error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notice {
    /// How important it is, in the server's own word: `NOTICE`, `WARNING`.
    pub severity: String,
    /// SQLSTATE where the server has it, otherwise its own code.
    pub code: Option<String>,
    /// What it says.
    pub message: String,
    /// What else it says.
    pub detail: Option<String>,
    /// What the server advises.
    pub hint: Option<String>,
}

impl Notice {
    /// A notice of that severity which says that.
    pub fn new(severity: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: severity.into(),
            code: None,
            message: message.into(),
            detail: None,
            hint: None,
        }
    }

    /// Sets the server's code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets what else it says, and what the server advises.
    #[must_use]
    pub fn with_detail_and_hint(mut self, detail: Option<String>, hint: Option<String>) -> Self {
        self.detail = detail;
        self.hint = hint;
        self
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, self.message)
    }
}

/// What another session has sent to those that listen to a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// The channel.
    pub channel: String,
    /// What was sent; may be empty.
    pub payload: String,
}

impl Notification {
    /// What was sent to a channel.
    pub fn new(channel: impl Into<String>, payload: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
            payload: payload.into(),
        }
    }
}

/// What a transaction sees of others, by the names of the SQL standard, and one more that servers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "a vendor answers for every level")]
pub enum IsolationLevel {
    /// Rows that others have not committed.
    ReadUncommitted,
    /// What others have committed, each statement anew.
    ReadCommitted,
    /// Rows that were read stay as they were.
    RepeatableRead,
    /// The database as it was when the transaction began; writing what another changed meanwhile is a conflict.
    Snapshot,
    /// As if transactions ran one after the other.
    Serializable,
}

impl IsolationLevel {
    /// Every level, from the weakest.
    pub const ALL: [Self; 5] = [
        Self::ReadUncommitted,
        Self::ReadCommitted,
        Self::RepeatableRead,
        Self::Snapshot,
        Self::Serializable,
    ];

    /// The flag of servers that have it.
    #[must_use]
    pub const fn flag(self) -> Flag {
        match self {
            Self::ReadUncommitted => Flag::supports_read_uncommitted,
            Self::ReadCommitted => Flag::supports_read_committed,
            Self::RepeatableRead => Flag::supports_repeatable_read,
            Self::Snapshot => Flag::supports_snapshot_isolation,
            Self::Serializable => Flag::supports_serializable,
        }
    }
}

/// How a transaction is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TransactionOptions {
    /// Whether it may only read.
    pub read_only: bool,
    /// What it sees of others; `None` is the server's default. Core asks only for levels whose flag is on.
    pub isolation: Option<IsolationLevel>,
    /// Whether it may wait at its beginning until it can run without conflicts: a transaction that only reads, serializable.
    pub deferrable: bool,
}

impl TransactionOptions {
    /// A transaction that may only read.
    #[must_use]
    pub const fn read_only() -> Self {
        Self {
            read_only: true,
            isolation: None,
            deferrable: false,
        }
    }

    /// Refuses what the server cannot do.
    pub(crate) fn check(&self, features: &Features) -> Result<()> {
        if self.read_only {
            features.require(Flag::supports_read_only_transactions)?;
        }
        if self.deferrable {
            features.require(Flag::supports_deferrable_transactions)?;
        }
        match self.isolation {
            Some(level) => features.require(level.flag()),
            None => Ok(()),
        }
    }
}

/// The vendor's half of a session.
///
/// # Contract
/// A wrapper does what it is told and keeps no state but the driver's: nesting, hooks, logs and refusals are core's.
#[async_trait]
#[doc(alias = "DatabaseWrapper")]
pub trait Wrapper: Send {
    /// What the server said of itself: read once, when the session was opened.
    fn server(&self) -> &ServerInfo;

    /// The session's cursor.
    fn cursor(&mut self) -> &mut dyn Cursor;

    /// Begins a transaction.
    ///
    /// # Errors
    /// Where one is open, or the server refuses.
    async fn begin(&mut self, options: &TransactionOptions) -> Result<()>;

    /// Commits the transaction.
    ///
    /// # Errors
    /// Where none is open, or the server refuses: a deferred constraint is checked here.
    async fn commit(&mut self) -> Result<()>;

    /// Rolls the transaction back; does nothing where none is open.
    ///
    /// # Errors
    /// Where the session is lost.
    async fn rollback(&mut self) -> Result<()>;

    /// Whether the server has a transaction open: asked after a statement failed inside one, as some errors end the
    /// transaction as well, and what follows would then take effect statement by statement. `None` where the driver does not
    /// know without asking the server; such a server MUST refuse by itself what follows.
    async fn has_open_transaction(&mut self) -> Option<bool> {
        None
    }

    /// Switches the checks of foreign keys on or off for this session.
    ///
    /// # Errors
    /// Where the server refuses: some cannot inside a transaction.
    async fn set_constraint_checks(&mut self, on: bool) -> Result<()>;

    /// Whether the checks of foreign keys are on: asked before a scope switches them off, which then leaves them as they were.
    ///
    /// # Errors
    /// Where the server could not be asked.
    async fn has_constraint_checks(&mut self) -> Result<bool> {
        Ok(true)
    }

    /// Limits the time that a statement of this session may run, counted by the server or the driver; `None` lifts the limit.
    /// A statement that is over it MUST end with [`Timeout`](crate::error::ErrorKind::Timeout).
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported), unless the vendor can; the server's refusal.
    async fn set_statement_timeout(&mut self, _limit: Option<Duration>) -> Result<()> {
        Err(Error::not_supported(Flag::supports_statement_timeout))
    }

    /// Limits the time that a statement of this session waits for a lock; zero does not wait at all. One that waited in vain
    /// MUST end with [`Locked`](crate::error::ErrorKind::Locked).
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported), unless the vendor can; the server's refusal.
    async fn set_lock_timeout(&mut self, _limit: Duration) -> Result<()> {
        Err(Error::not_supported(Flag::supports_lock_timeout))
    }

    /// Takes what the server told the session since this was asked last, the oldest first. A vendor keeps a bounded number, and
    /// drops the oldest.
    fn take_notices(&mut self) -> Vec<Notice> {
        Vec::new()
    }

    /// Waits for what other sessions send to a channel that this one listens to, the oldest first. Dropping the future loses
    /// nothing.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported), unless the vendor can;
    /// [`ConnectionLost`](crate::error::ErrorKind::ConnectionLost) where none can come any more.
    async fn notification(&mut self) -> Result<Notification> {
        Err(Error::not_supported(Flag::supports_notifications))
    }

    /// Whether the session still works: asks the server, and answers false rather than failing.
    async fn is_usable(&mut self) -> bool;

    /// Closes the session.
    ///
    /// # Errors
    /// Where the server could not be told; the session is gone all the same.
    async fn close(self: Box<Self>) -> Result<()>;

    /// Stops a running statement from elsewhere; `None` where the vendor cannot.
    fn canceller(&self) -> Option<Arc<dyn Cancel>>;
}
