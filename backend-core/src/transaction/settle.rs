//! Settling: what is done about dropped blocks before anything else is, and what statements that fail leave behind.

use super::state::{Cause, Stage, Undo};
use crate::connection::{Connection, Control};
use crate::error::{Error, ErrorKind, Result};

/// What a session has open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// Nothing.
    Clean,
    /// That many blocks, of which a transaction begun by hand is one. A block that was forgotten with [`std::mem::forget`]
    /// counts for as long as the session lives.
    InTransaction(usize),
    /// A block or a scope without constraint checks was dropped, or the future of its beginning or end was, or that of a
    /// plan: the next call, or [`settle`](Connection::settle), undoes it.
    Abandoned,
    /// What is open is not known or cannot be undone: everything is refused. Close the session.
    Dirty,
}

impl Connection {
    /// What the session has open, without asking the server: whoever lends sessions out asks this when one comes back.
    #[must_use]
    pub fn state(&self) -> SessionState {
        let transaction = self.transaction();
        if transaction.unusable().is_some() {
            return SessionState::Dirty;
        }
        match (transaction.abandoned(), transaction.depth()) {
            (Some(_), _) => SessionState::Abandoned,
            _ if self.has_abandoned_checks() || self.has_abandoned_settings() => {
                SessionState::Abandoned
            }
            (None, 0) => SessionState::Clean,
            (None, depth) => SessionState::InTransaction(depth),
        }
    }

    /// Undoes what dropped blocks and futures left; does nothing where there is nothing of the kind. Every call that talks to
    /// the server does this first.
    ///
    /// # Errors
    /// [`ConnectionLost`](ErrorKind::ConnectionLost) where the session was given up. Where the undoing fails, its error: the
    /// session is then given up, or the block around is marked for rollback.
    pub async fn settle(&mut self) -> Result<()> {
        while let Some(place) = self.transaction().abandoned() {
            self.settle_block(place).await?;
        }
        match self.transaction().unusable() {
            Some(_) => self.transaction().check(),
            None => {
                self.restore_settings().await?;
                self.restore_constraint_checks().await
            }
        }
    }

    /// Settles, and refuses a block that is marked for rollback.
    pub(crate) async fn attend(&mut self) -> Result<()> {
        let owes = self.has_abandoned_checks() || self.has_abandoned_settings();
        if self.transaction().needs_attention() || owes {
            // Boxed so that the futures of all calls are not as large as this rare one.
            Box::pin(self.settle()).await?;
            self.transaction().check()?;
        }
        Ok(())
    }

    /// Undoes the block at `place`, which was dropped, and all inside it.
    async fn settle_block(&mut self, place: usize) -> Result<()> {
        let (undo, stage) = (
            self.transaction().undo(place),
            self.transaction().stage(place),
        );
        match (undo, stage) {
            // Whether it was begun, or has ended already: the vendor's rollback makes an end of either.
            (Some(Undo::Transaction | Undo::Manual), _) => self.roll_back_all().await,
            (Some(Undo::Savepoint(number)), Some(Stage::Open)) => {
                self.transaction_mut().set_ending(place);
                let result = self.undo_savepoint(number).await;
                self.transaction_mut().undone(place);
                result.inspect_err(|error| self.mark_around(place, Cause::Final(error.clone())))
            }
            (Some(Undo::Savepoint(_)), _) => {
                self.transaction_mut().undone(place);
                self.mark_all(&unknown());
                Ok(())
            }
            (Some(Undo::Merged), _) => {
                self.transaction_mut().keep(place);
                self.mark_around(place, Cause::Failed(dropped()));
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }

    /// Rolls the whole transaction back; where that fails, gives the session up.
    pub(super) async fn roll_back_all(&mut self) -> Result<()> {
        match self.control(Control::Rollback).await {
            Ok(()) => {
                self.transaction_mut().undone(0);
                Ok(())
            }
            Err(error) => {
                self.transaction_mut().give_up(&error);
                Err(error)
            }
        }
    }

    /// Marks the block around the one that stood at `place`.
    pub(super) fn mark_around(&mut self, place: usize, cause: Cause) {
        if let Some(around) = place.checked_sub(1) {
            self.transaction_mut().mark(around, cause);
        }
    }

    fn mark_all(&mut self, error: &Error) {
        self.transaction_mut().mark(0, Cause::Final(error.clone()));
    }

    /// Notes what a statement that failed leaves of the transaction around it.
    pub(crate) async fn note_failure(&mut self, error: &Error) {
        if error.kind() == ErrorKind::ConnectionLost {
            // Outside a transaction, too: nobody else should be lent the session.
            self.transaction_mut().give_up(error);
            return;
        }
        let Some(place) = self.transaction().last() else {
            return;
        };
        match error.kind() {
            // Refused before it was sent.
            ErrorKind::Interface | ErrorKind::NotSupported(_) | ErrorKind::TransactionBroken => {}
            _ if !self.transaction().in_atomic() => {}
            _ if self.server_lost_transaction().await => self.mark_all(error),
            _ if !self.features().transactions_survive_errors => {
                let cause = Cause::Failed(error.clone());
                self.transaction_mut().mark(place, cause);
            }
            _ => {}
        }
    }
}

fn unknown() -> Error {
    Error::new(
        ErrorKind::TransactionBroken,
        "the beginning or the end of an inner block was given up midway, and its savepoint may be there or not",
    )
}

fn dropped() -> Error {
    Error::new(
        ErrorKind::TransactionBroken,
        "an inner block without a savepoint was dropped before it ended",
    )
}
