//! Care of a session: its age, its health, its limits of time, and what is done when it is opened.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::{Connection, CredentialSource, StatementHook};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;

/// What is done with every new session: a time zone set, a role assumed, an extension loaded.
///
/// # Example
/// ```
/// use std::sync::Arc;
/// use async_trait::async_trait;
/// use backend_core::connection::{ConnectHook, ConnectOptions, Connection};
/// use backend_core::error::Result;
/// use backend_core::sql::Statement;
///
/// struct Greet;
///
/// #[async_trait]
/// impl ConnectHook for Greet {
///     async fn connected(&self, connection: &mut Connection) -> Result<()> {
///         connection.execute(&Statement::new("SELECT 'hello'")).await?;
///         Ok(())
///     }
/// }
///
/// # futures_executor::block_on(async {
/// # let settings = toy_backend::BACKEND.settings("toy:")?;
/// let options = ConnectOptions::new().on_connect(Arc::new(Greet));
/// let mut connection = toy_backend::BACKEND.connect_with(&settings, &options).await?;
/// assert!(connection.is_usable().await);
/// # Ok::<(), backend_core::error::Error>(())
/// # }).unwrap();
/// ```
#[async_trait]
#[doc(alias = "connection_created")]
pub trait ConnectHook: Send + Sync {
    /// Sees a session once, before anybody else does.
    ///
    /// # Errors
    /// What is returned here is the error of connecting, and the session is closed.
    async fn connected(&self, connection: &mut Connection) -> Result<()>;
}

/// What comes with every session that is opened with it.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ConnectOptions {
    /// Done with every new session, in order.
    pub on_connect: Vec<Arc<dyn ConnectHook>>,
    /// Hooks on the session's statements, those of `on_connect` included.
    pub statement_hooks: Vec<Arc<dyn StatementHook>>,
    /// Asked for user and password each time; `None` leaves it to the settings.
    pub credentials: Option<Arc<dyn CredentialSource>>,
}

impl ConnectOptions {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            on_connect: Vec::new(),
            statement_hooks: Vec::new(),
            credentials: None,
        }
    }

    /// Asks for user and password each time a session is opened, instead of those in the settings.
    #[must_use]
    pub fn credentials(mut self, source: Arc<dyn CredentialSource>) -> Self {
        self.credentials = Some(source);
        self
    }

    /// Adds what is done with every new session.
    #[must_use]
    pub fn on_connect(mut self, hook: Arc<dyn ConnectHook>) -> Self {
        self.on_connect.push(hook);
        self
    }

    /// Adds a hook on statements.
    #[must_use]
    pub fn statement_hook(mut self, hook: Arc<dyn StatementHook>) -> Self {
        self.statement_hooks.push(hook);
        self
    }

    /// Makes a new session what the options say.
    pub(crate) async fn apply(&self, mut connection: Connection) -> Result<Connection> {
        for hook in &self.statement_hooks {
            connection.add_statement_hook(Arc::clone(hook));
        }
        for hook in &self.on_connect {
            if let Err(error) = hook.connected(&mut connection).await {
                // The first error says more than one of closing would.
                let _ = connection.close().await;
                return Err(error);
            }
        }
        Ok(connection)
    }
}

impl fmt::Debug for ConnectOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectOptions")
            .field("on_connect", &self.on_connect.len())
            .field("statement_hooks", &self.statement_hooks.len())
            .field("credentials", &self.credentials.is_some())
            .finish()
    }
}

/// Whether a session should be used further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Health {
    /// It works.
    Usable,
    /// It is older than it should be: close it and open another one.
    Expired,
    /// It does not work: drop it and open another one.
    Lost,
}

impl Connection {
    /// When the session was opened.
    #[must_use]
    pub const fn opened_at(&self) -> Instant {
        self.opened_at
    }

    /// How long ago the session was opened.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.opened_at.elapsed()
    }

    /// Whether the session is older than that.
    #[must_use]
    #[doc(alias = "CONN_MAX_AGE")]
    pub fn is_expired(&self, max_age: Duration) -> bool {
        self.age() > max_age
    }

    /// Whether the session should be used further: asks the server, unless it is too old anyway. It never fails.
    #[doc(alias = "close_if_unusable_or_obsolete")]
    #[doc(alias = "CONN_HEALTH_CHECKS")]
    pub async fn check(&mut self, max_age: Option<Duration>) -> Health {
        if max_age.is_some_and(|max_age| self.is_expired(max_age)) {
            return Health::Expired;
        }
        if self.is_usable().await {
            Health::Usable
        } else {
            Health::Lost
        }
    }

    /// Limits the time that each statement of this session may run; `None` lifts the limit. A statement over it ends with
    /// [`Timeout`](crate::error::ErrorKind::Timeout), and the session works on; what it does to a transaction is the
    /// server's affair. Core has no clock that could wake it: the limit is the server's or the driver's.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `supports_statement_timeout` is off; the server's
    /// refusal; [`Interface`](ErrorKind::Interface) for a limit of no time.
    pub async fn set_statement_timeout(&mut self, limit: Option<Duration>) -> Result<()> {
        self.features().require(Flag::supports_statement_timeout)?;
        if limit.is_some_and(|limit| limit.is_zero()) {
            let message = "a statement cannot run in no time; lift the limit with `None`";
            return Err(Error::new(ErrorKind::Interface, message));
        }
        self.altered = true;
        self.wrapper.set_statement_timeout(limit).await
    }

    /// Limits the time that a statement of this session waits for a lock that somebody else holds; zero does not wait at all.
    /// One that waited in vain ends with [`Locked`](crate::error::ErrorKind::Locked).
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `supports_lock_timeout` is off; the server's refusal.
    pub async fn set_lock_timeout(&mut self, limit: Duration) -> Result<()> {
        self.features().require(Flag::supports_lock_timeout)?;
        self.altered = true;
        self.wrapper.set_lock_timeout(limit).await
    }
}
