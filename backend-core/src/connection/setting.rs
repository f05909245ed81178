//! [`Settings`]: a scope in which a session is told something, and which always comes to an end.

use std::ops::{Deref, DerefMut};

use super::Connection;
use super::send::Call;
use crate::cursor::Discard;
use crate::error::Result;
use crate::sql::Statement;

/// What takes back what the session was told.
#[derive(Default)]
pub(super) struct Owed {
    statements: Vec<Statement>,
    is_abandoned: bool,
}

/// A session that was told something. It is used like the [`Connection`] that it borrows; dropped before its end, it ends before
/// the session's next call.
pub(crate) struct Settings<'c> {
    connection: &'c mut Connection,
    /// How many statements were owed before.
    before: usize,
}

impl Settings<'_> {
    /// Tells the session something.
    pub(crate) async fn set(&mut self, set: &Statement, unset: &Statement) -> Result<()> {
        // Before the await: where this future is dropped, it may have been said.
        self.connection.owed.statements.push(unset.clone());
        self.connection.execute(set).await.map(|_| ())
    }

    /// Takes it back.
    pub(crate) async fn end(self) -> Result<()> {
        self.connection.take_back(self.before).await
    }
}

impl Deref for Settings<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl DerefMut for Settings<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection
    }
}

impl Drop for Settings<'_> {
    fn drop(&mut self) {
        let owed = &mut self.connection.owed;
        owed.is_abandoned = owed.statements.len() > self.before;
    }
}

impl Connection {
    /// Begins a scope of settings.
    pub(crate) fn begin_settings(&mut self) -> Settings<'_> {
        Settings {
            before: self.owed.statements.len(),
            connection: self,
        }
    }

    /// Whether the next call has something to take back.
    pub(crate) const fn has_abandoned_settings(&self) -> bool {
        self.owed.is_abandoned
    }

    /// Takes back what a scope has left.
    pub(crate) async fn restore_settings(&mut self) -> Result<()> {
        if self.owed.is_abandoned {
            self.take_back(0).await?;
            self.owed.is_abandoned = false;
        }
        Ok(())
    }

    /// Takes back what was said last, until only so much is left. What fails is tried again by the next call.
    async fn take_back(&mut self, left: usize) -> Result<()> {
        while self.owed.statements.len() > left {
            let Some(statement) = self.owed.statements.last().cloned() else {
                return Ok(());
            };
            let (sql, params) = (&*statement.sql, &*statement.as_params());
            let sink = &mut Discard;
            self.send(Call::Query { sql, params, sink }).await?;
            self.owed.statements.pop();
        }
        Ok(())
    }
}
