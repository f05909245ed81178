//! [`PooledConnection`]: a session on loan, and the way back.

use std::fmt;
use std::ops::{Deref, DerefMut};

use deadpool::managed::Object;
use tokio::runtime::Handle;

use super::sessions::{Session, Sessions};
use crate::connection::Connection;
use crate::transaction::SessionState;

/// A session on loan: it is used like the [`Connection`] that it is, and goes back to its pool when it is dropped.
///
/// What is open then is rolled back by a task of the runtime in which it is dropped. Dropped outside one, a session that is
/// not clean is closed instead.
pub struct PooledConnection {
    /// `None` once it goes back.
    session: Option<Object<Sessions>>,
}

impl PooledConnection {
    pub(super) const fn new(session: Object<Sessions>) -> Self {
        Self {
            session: Some(session),
        }
    }

    /// Takes the session out of the pool for good, which may open another one: for a session that was changed beyond what a
    /// pool undoes.
    #[must_use = "the session is closed where it is dropped"]
    #[allow(
        clippy::missing_panics_doc,
        reason = "a loan holds its session until it ends, and this ends it"
    )]
    pub fn detach(mut self) -> Connection {
        let session = self.session.take().expect(HELD);
        Object::take(session).connection
    }

    fn session(&self) -> &Session {
        self.session.as_ref().expect(HELD)
    }
}

/// Why there is a session: only what ends the loan takes it, and by value.
const HELD: &str = "a loan holds its session until it ends";

impl Deref for PooledConnection {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.session().connection
    }
}

impl DerefMut for PooledConnection {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.session.as_mut().expect(HELD).connection
    }
}

impl Drop for PooledConnection {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        let state = session.connection.state();
        let returning = Returning(Some(session));
        if std::thread::panicking() {
            // Whose panic it is cannot be known: one of the driver leaves a session that only looks clean.
            return;
        }
        match (state, Handle::try_current()) {
            (SessionState::Clean, _) => returning.arrive(),
            (SessionState::InTransaction(_) | SessionState::Abandoned, Ok(runtime)) => {
                runtime.spawn(returning.clean());
            }
            _ => {}
        }
    }
}

impl fmt::Debug for PooledConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PooledConnection")
            .field(&self.session().connection)
            .finish()
    }
}

/// A session on its way back. Where it does not arrive, for the task that cleans it was dropped or failed, it is closed.
struct Returning(Option<Object<Sessions>>);

impl Returning {
    /// Rolls back what is open, and gives the session back.
    async fn clean(mut self) {
        let Some(session) = &mut self.0 else {
            return;
        };
        let Some(pool) = Object::pool(session) else {
            return;
        };
        let limit = pool.manager().care_timeout;
        if let Ok(Ok(())) = tokio::time::timeout(limit, session.clean()).await {
            self.arrive();
        }
    }

    /// Gives the session back, where it may be lent out again.
    fn arrive(mut self) {
        let Some(session) = &mut self.0 else {
            return;
        };
        let pool = Object::pool(session);
        if pool.is_some_and(|pool| !pool.is_closed() && session.may_stay(pool.manager())) {
            session.come_back();
            drop(self.0.take());
        }
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        if let Some(session) = self.0.take() {
            drop(Object::take(session));
        }
    }
}
