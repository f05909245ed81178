//! [`Pool`]: sessions that are opened once and lent out again and again. The feature `pool` of this crate turns it on.
//!
//! Who waits, in which order, and how many sessions there are is deadpool's affair; what a session must be before somebody
//! else gets it is decided here:
//!
//! - **When it comes back** (its [`PooledConnection`] is dropped) it is asked for its
//!   [`state`](crate::connection::Connection::state). A clean one is kept. What is open is rolled back at once, by a task of
//!   its own, so that no lock outlives its holder; until then the session counts as lent out. One that cannot be cleaned, comes
//!   back from a panic, or was set otherwise (a limit of time, constraints that are not checked) is closed, and its place is
//!   free.
//! - **Before it is lent out again** it is closed where it is too old, and asked whether it still works where it was idle for
//!   long; another one is opened in its place. A caller never sees this fail.
//!
//! Hooks on statements and the query log that a holder added go with it. A transaction that it began by text is rolled back
//! before the session is lent out again, where the driver knows of it. What else it set by SQL, a role or a temporary table,
//! stays: undo it, or [`detach`](PooledConnection::detach) the session.
//!
//! # Requires
//! A running tokio with its timer, which keeps the limits of time.
//!
//! # What is not here
//! A thread that opens sessions before they are asked for or closes them while they are idle: all work is done by who calls.

mod builder;
mod lent;
mod limit;
mod sessions;

use std::fmt;

use deadpool::managed::{self, PoolError, TimeoutType};

pub use self::builder::PoolBuilder;
pub use self::lent::PooledConnection;
pub use self::limit::PoolTimeout;
use self::sessions::Sessions;
use crate::backend::Backend;
use crate::error::{Error, ErrorKind, Result};
use crate::settings::Settings;

/// Sessions with one database, at most so many at a time. It is cheap to clone, and every clone is the same pool.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use backend_core::error::Result;
/// use backend_core::pool::Pool;
/// use backend_core::sql::Statement;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<()> {
/// let settings = toy_backend::BACKEND.settings("toy:")?;
/// let pool = Pool::builder(&toy_backend::BACKEND, settings)
///     .max_size(5)
///     .max_age(Duration::from_secs(3600))
///     .build()?;
///
/// let mut connection = pool.get().await?;
/// connection.batch("CREATE TABLE artist (id, name)").await?;
/// drop(connection); // gives it back
///
/// let mut connection = pool.get().await?;
/// let count = Statement::new("SELECT COUNT(*) FROM artist");
/// assert_eq!(connection.fetch_one::<(i64,)>(&count).await?, (0,));
/// assert_eq!(pool.status().lent, 1);
/// drop(connection);
/// pool.close().await?;
/// assert!(pool.get().await.is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[doc(alias = "CONN_MAX_AGE")]
pub struct Pool(managed::Pool<Sessions>);

/// How many sessions a pool has at this moment. The numbers are for people and monitors: while sessions come and go they need
/// not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// The most sessions there can be; 0 once the pool is closed.
    pub max_size: usize,
    /// Sessions that are open.
    pub open: usize,
    /// Of these, those that wait for somebody to use them.
    pub idle: usize,
    /// Of these, those that somebody uses, or that are cleaned after somebody did.
    pub lent: usize,
    /// Callers of [`Pool::get`] that wait for a session, or for one to be opened.
    pub waiting: usize,
}

impl Pool {
    /// A pool of sessions that `backend` opens with `settings`. None is opened before it is asked for.
    pub fn builder(backend: &'static Backend, settings: Settings) -> PoolBuilder {
        PoolBuilder::new(backend, settings)
    }

    /// Lends a session out: one that is idle, a new one where there may be more, or the next that comes back.
    ///
    /// The future may be dropped at any time; nothing is lost by it.
    ///
    /// # Errors
    /// [`Timeout`](ErrorKind::Timeout) where none came back in time or a new one was not opened in time, which
    /// [`PoolTimeout::of`] tells apart. Nothing was sent, so that asking again is safe; yet
    /// [`is_retryable`](Error::is_retryable) says no, since a pool that is exhausted is not helped by being asked more often.
    /// As [`Backend::connect_with`] where a session cannot be opened; its place is free again.
    /// [`Interface`](ErrorKind::Interface) where the pool is closed, or no tokio is running.
    pub async fn get(&self) -> Result<PooledConnection> {
        if tokio::runtime::Handle::try_current().is_err() {
            let message =
                "a pool works only inside a running tokio, which keeps its limits of time";
            return Err(Error::new(ErrorKind::Interface, message));
        }
        match self.0.get().await {
            Ok(session) => Ok(PooledConnection::new(session)),
            Err(error) => Err(self.explain(error)),
        }
    }

    /// How many sessions there are at this moment.
    #[must_use]
    pub fn status(&self) -> PoolStatus {
        let status = self.0.status();
        PoolStatus {
            max_size: status.max_size,
            open: status.size,
            idle: status.available,
            lent: status.size.saturating_sub(status.available),
            waiting: status.waiting,
        }
    }

    /// The vendor whose sessions these are.
    #[must_use]
    pub fn backend(&self) -> &'static Backend {
        self.0.manager().backend
    }

    /// What the sessions are opened with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.manager().settings
    }

    /// Whether [`close`](Self::close) was called, on whichever clone.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// Closes the pool: idle sessions now, those that are lent out when they come back. Who waits for one is refused.
    ///
    /// # Errors
    /// The first session that could not be closed in order; all are gone all the same.
    pub async fn close(&self) -> Result<()> {
        let idle = self.0.retain(|_, _| false).removed;
        self.0.close();
        let mut result = Ok(());
        for session in idle {
            result = result.and(session.connection.close().await);
        }
        result
    }

    /// The error of `get`.
    fn explain(&self, error: PoolError<Error>) -> Error {
        let limits = self.0.timeouts();
        match error {
            PoolError::Backend(error) => error,
            PoolError::Closed => Error::new(ErrorKind::Interface, "the pool is closed"),
            PoolError::Timeout(TimeoutType::Wait) => {
                PoolTimeout::Wait.error(limits.wait, self.0.status().max_size)
            }
            PoolError::Timeout(TimeoutType::Create) => {
                PoolTimeout::Create.error(limits.create, self.0.status().max_size)
            }
            // Deadpool opens another session where one is not clean in time, and has the runtime and no hooks from us.
            other => Error::new(ErrorKind::Internal, "the pool failed").with_source(other),
        }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("vendor", &self.backend().vendor)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
