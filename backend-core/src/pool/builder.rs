//! [`PoolBuilder`]: how large a pool is, how long its sessions live, and how long anybody waits.

use std::sync::Arc;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{self, Timeouts};

use super::Pool;
use super::sessions::Sessions;
use crate::backend::Backend;
use crate::connection::{ConnectHook, ConnectOptions, CredentialSource, StatementHook};
use crate::error::{Error, ErrorKind, Result};
use crate::settings::Settings;

/// How a pool is to be. What is not said is a default that stands with each method.
#[derive(Debug)]
#[must_use]
pub struct PoolBuilder {
    sessions: Sessions,
    max_size: usize,
    timeouts: Timeouts,
}

/// How long a caller waits for a session, and for one to be opened.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a session may take to be asked for its health, or to be cleaned.
const CARE: Duration = Duration::from_secs(5);

impl PoolBuilder {
    pub(super) fn new(backend: &'static Backend, settings: Settings) -> Self {
        Self {
            sessions: Sessions {
                backend,
                settings,
                options: ConnectOptions::new(),
                max_age: None,
                check_after_idle: Some(Duration::from_secs(30)),
                care_timeout: CARE,
            },
            max_size: 10,
            timeouts: Timeouts {
                wait: Some(PATIENCE),
                create: Some(PATIENCE),
                recycle: Some(CARE),
            },
        }
    }

    /// The most sessions that are open at a time; 10.
    pub const fn max_size(mut self, sessions: usize) -> Self {
        self.max_size = sessions;
        self
    }

    /// The age at which a session is not lent out again; none.
    #[doc(alias = "CONN_MAX_AGE")]
    pub const fn max_age(mut self, age: Duration) -> Self {
        self.sessions.max_age = Some(age);
        self
    }

    /// How long a session may be idle and be lent out without being asked whether it still works; 30 s. Zero asks each time,
    /// which costs a call to the server.
    #[doc(alias = "CONN_HEALTH_CHECKS")]
    pub const fn check_after_idle(mut self, idle: Duration) -> Self {
        self.sessions.check_after_idle = Some(idle);
        self
    }

    /// Never asks a session whether it still works.
    pub const fn without_checks(mut self) -> Self {
        self.sessions.check_after_idle = None;
        self
    }

    /// How long [`Pool::get`] waits for a session to come back; 30 s. Zero does not wait at all.
    pub const fn wait_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.wait = Some(limit);
        self
    }

    /// How long opening a session may take, its hooks on connecting included; 30 s.
    pub const fn create_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.create = Some(limit);
        self
    }

    /// How long a session may take to say that it works, or to roll back what its holder left; 5 s. One that takes longer is
    /// replaced.
    pub const fn care_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.recycle = Some(limit);
        self.sessions.care_timeout = limit;
        self
    }

    /// Asks for user and password each time a session is opened, instead of those in the settings.
    pub fn credentials(mut self, source: Arc<dyn CredentialSource>) -> Self {
        self.sessions.options = self.sessions.options.credentials(source);
        self
    }

    /// Adds what is done once with every new session, before anybody gets it.
    pub fn on_connect(mut self, hook: Arc<dyn ConnectHook>) -> Self {
        self.sessions.options = self.sessions.options.on_connect(hook);
        self
    }

    /// Adds a hook on the statements of every session.
    pub fn statement_hook(mut self, hook: Arc<dyn StatementHook>) -> Self {
        self.sessions.options = self.sessions.options.statement_hook(hook);
        self
    }

    /// The pool. Nothing is opened yet.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) for a size of 0.
    pub fn build(self) -> Result<Pool> {
        if self.max_size == 0 {
            let message = "a pool of 0 sessions lends none: its size is at least 1";
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let pool = managed::Pool::builder(self.sessions)
            .max_size(self.max_size)
            .timeouts(self.timeouts)
            .runtime(Runtime::Tokio1)
            .build();
        pool.map(Pool).map_err(|error| {
            Error::new(ErrorKind::Internal, "the pool cannot be made").with_source(error)
        })
    }
}
