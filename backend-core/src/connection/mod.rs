//! [`Connection`]: core's half of a session, and what a framework holds.
//!
//! It owns every policy once: what is refused before it is sent, how errors name their statement, how rows become lists and
//! structs. Nobody can go around it to the [`Wrapper`].

mod care;
mod checks;
mod control;
mod credentials;
mod debug;
mod fetch;
mod guard;
mod hook;
#[cfg(feature = "pool")]
mod loan;
mod log;
mod operations;
mod send;
mod setting;
mod stream;
mod trace;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

pub use self::care::{ConnectHook, ConnectOptions, Health};
use self::checks::ConstraintChecks;
pub use self::checks::UncheckedConstraints;
pub use self::credentials::{CredentialSource, Credentials};
use self::debug::DebugCursor;
pub use self::fetch::ResultSet;
pub use self::hook::{
    HookId, HookScope, Phase, StatementContext, StatementHook, StatementOutcome, StatementReport,
};
#[cfg(feature = "pool")]
pub(crate) use self::loan::Watchers;
pub use self::log::{LogEntry, QueryLog};
use self::send::Call;
pub(crate) use self::send::Control;
use self::setting::Owed;
pub use self::stream::RowStream;
use crate::cursor::{Discard, Done, RowSink, RowSource};
use crate::error::Result;
use crate::features::Features;
use crate::flag::Flag;
use crate::model::Identifier;
use crate::operations::Dialect;
use crate::sql::Statement;
use crate::transaction::TransactionState;
use crate::value::Param;
use crate::wrapper::{Cancel, Notice, Notification, ServerInfo, Wrapper};

/// A session with a database.
///
/// # Example
/// ```
/// use backend_core::connection::Connection;
/// use backend_core::sql::Statement;
///
/// # futures_executor::block_on(async {
/// let settings = toy_backend::BACKEND.settings("toy:")?;
/// let mut connection: Connection = toy_backend::BACKEND.connect(&settings).await?;
/// connection.batch("CREATE TABLE artist (id, name)").await?;
/// let insert = Statement::new("INSERT INTO artist (id, name) VALUES (?, ?)").bind(1).bind("Bach");
/// assert_eq!(connection.execute(&insert).await?.affected, Some(1));
/// let artists: Vec<(i64, String)> =
///     connection.fetch_as(&Statement::new("SELECT id, name FROM artist")).await?;
/// assert_eq!(artists, [(1, "Bach".to_owned())]);
/// connection.close().await?;
/// # Ok::<(), backend_core::error::Error>(())
/// # }).unwrap();
/// ```
#[doc(alias = "BaseDatabaseWrapper")]
pub struct Connection {
    wrapper: Box<dyn Wrapper>,
    dialect: Dialect,
    transaction: TransactionState,
    checks: ConstraintChecks,
    owed: Owed,
    /// Whether a caller set something of the session that lasts as long as it does.
    #[cfg_attr(
        not(feature = "pool"),
        allow(dead_code, reason = "only a pool asks for it")
    )]
    altered: bool,
    debug: DebugCursor,
    opened_at: Instant,
}

impl Connection {
    /// A session over a vendor's half; [`Backend::connect`](crate::backend::Backend::connect) opens one.
    #[must_use]
    pub fn new(wrapper: Box<dyn Wrapper>, dialect: Dialect) -> Self {
        Self {
            wrapper,
            dialect,
            transaction: TransactionState::default(),
            checks: ConstraintChecks::default(),
            owed: Owed::default(),
            altered: false,
            debug: DebugCursor::default(),
            opened_at: Instant::now(),
        }
    }

    /// What the server said of itself when the session was opened.
    #[must_use]
    pub fn server(&self) -> &ServerInfo {
        self.wrapper.server()
    }

    /// What the server can do.
    #[must_use]
    pub fn features(&self) -> &Features {
        &self.dialect.features
    }

    /// What is needed to write SQL for this server.
    #[must_use]
    pub const fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Runs one statement and pushes its rows into `sink`: the primitive.
    ///
    /// # Errors
    /// [`Interface`](crate::error::ErrorKind::Interface) for more parameters than the server takes; the server's refusal and the sink's
    /// error, with the statement.
    pub async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.guarded(Call::Query { sql, params, sink }).await
    }

    /// Runs one statement and drops its rows.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub async fn execute(&mut self, statement: &Statement) -> Result<Done> {
        self.query(&statement.sql, &statement.as_params(), &mut Discard)
            .await
    }

    /// Runs one statement once for each row of parameters; without a row nothing is sent.
    ///
    /// # Errors
    /// [`Interface`](crate::error::ErrorKind::Interface) for a row of more parameters than the server takes; the first failure, with the
    /// statement.
    pub async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        self.guarded(Call::Many { sql, rows }).await
    }

    /// Runs several statements without parameters.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `supports_batches` is off; the first failure, with
    /// its statement where the vendor tells it apart, otherwise with the script.
    pub async fn batch(&mut self, script: &str) -> Result<()> {
        self.features().require(Flag::supports_batches)?;
        self.guarded(Call::Batch { script }).await.map(|_| ())
    }

    /// Switches the checks of foreign keys on or off for this session.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `can_disable_constraint_checks` is off; the server's refusal.
    pub async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.features()
            .require(Flag::can_disable_constraint_checks)?;
        self.attend().await?;
        self.altered = true;
        self.wrapper.set_constraint_checks(on).await
    }

    /// Takes what the server told the session since this was asked last: notices and warnings, the oldest first. Only the
    /// latest are kept where there are many.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `supports_notices` is off.
    pub fn take_notices(&mut self) -> Result<Vec<Notice>> {
        self.features().require(Flag::supports_notices)?;
        Ok(self.wrapper.take_notices())
    }

    /// Listens to a channel from now on; inside a transaction, from its commit on.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `supports_notifications` is off; the server's refusal.
    #[doc(alias = "LISTEN")]
    pub async fn listen(&mut self, channel: &Identifier) -> Result<()> {
        self.features().require(Flag::supports_notifications)?;
        self.features().check_identifier(channel)?;
        let mut out = self.dialect.writer();
        self.dialect.operations.listen(channel, &mut out);
        self.altered = true;
        self.execute(&out.finish()).await.map(|_| ())
    }

    /// Sends to those that listen to a channel; inside a transaction, at its commit.
    ///
    /// # Errors
    /// As [`listen`](Self::listen).
    #[doc(alias = "NOTIFY")]
    pub async fn notify(&mut self, channel: &Identifier, payload: &str) -> Result<()> {
        self.features().require(Flag::supports_notifications)?;
        self.features().check_identifier(channel)?;
        let mut out = self.dialect.writer();
        self.dialect.operations.notify(channel, payload, &mut out);
        self.execute(&out.finish()).await.map(|_| ())
    }

    /// Waits for what is sent to a channel that this session listens to. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `supports_notifications` is off;
    /// [`ConnectionLost`](crate::error::ErrorKind::ConnectionLost) where none can come any more.
    pub async fn notification(&mut self) -> Result<Notification> {
        self.features().require(Flag::supports_notifications)?;
        self.attend().await?;
        self.wrapper.notification().await
    }

    /// Whether the session still works: asks the server, and answers false rather than failing.
    pub async fn is_usable(&mut self) -> bool {
        self.settle().await.is_ok() && self.wrapper.is_usable().await
    }

    /// Stops a running statement from another task or thread; `None` where `can_cancel_statements` is off.
    #[must_use]
    pub fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        if self.features().can_cancel_statements {
            self.wrapper.canceller()
        } else {
            None
        }
    }

    /// Closes the session.
    ///
    /// # Errors
    /// Where the server could not be told; the session is gone all the same.
    pub async fn close(self) -> Result<()> {
        self.wrapper.close().await
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("server", self.server())
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
