//! [`Sessions`]: opens a pool's sessions, and says which of them may be lent out again.

use std::time::{Duration, Instant};

use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};

use crate::backend::Backend;
use crate::connection::{ConnectOptions, Connection, Watchers};
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::transaction::SessionState;

/// What a pool's sessions have in common.
#[derive(Debug)]
pub(super) struct Sessions {
    pub(super) backend: &'static Backend,
    pub(super) settings: Settings,
    pub(super) options: ConnectOptions,
    pub(super) max_age: Option<Duration>,
    /// `None` where sessions are never asked.
    pub(super) check_after_idle: Option<Duration>,
    pub(super) care_timeout: Duration,
}

/// A session, in the pool or lent out.
pub(super) struct Session {
    pub(super) connection: Connection,
    /// Who watched it when it was new: whoever came later belongs to a holder.
    watchers: Watchers,
    /// When it was opened, or came back last.
    idle_since: Instant,
}

impl Manager for Sessions {
    type Type = Session;
    type Error = Error;

    async fn create(&self) -> Result<Session> {
        let mut connection = self
            .backend
            .connect_with(&self.settings, &self.options)
            .await?;
        Ok(Session {
            watchers: connection.begin_loans(),
            connection,
            idle_since: Instant::now(),
        })
    }

    /// Whatever is refused here is closed, and the pool takes the next session or opens one.
    async fn recycle(&self, session: &mut Session, _: &Metrics) -> RecycleResult<Error> {
        if !session.may_stay(self) {
            return Err(RecycleError::message("too old, or not as it was"));
        }
        let connection = &mut session.connection;
        if connection.has_unknown_transaction().await {
            connection.rollback().await?;
        }
        let idle = session.idle_since.elapsed();
        let asks = self.check_after_idle.is_some_and(|limit| idle >= limit);
        if asks && !connection.is_usable().await {
            return Err(RecycleError::message("it does not answer"));
        }
        Ok(())
    }
}

impl Session {
    /// Whether somebody else may get it some time.
    pub(super) fn may_stay(&self, sessions: &Sessions) -> bool {
        let expired = sessions
            .max_age
            .is_some_and(|age| self.connection.is_expired(age));
        let clean = self.connection.state() == SessionState::Clean;
        clean && !expired && !self.connection.is_altered()
    }

    /// Rolls back whatever is open.
    pub(super) async fn clean(&mut self) -> Result<()> {
        self.connection.settle().await?;
        self.connection.rollback().await
    }

    /// Leaves nothing of its holder, whose work is over.
    pub(super) fn come_back(&mut self) {
        self.connection.restore_watchers(self.watchers);
        self.idle_since = Instant::now();
    }
}
