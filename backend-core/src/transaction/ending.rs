//! The ends of blocks: commit and rollback.

use super::state::{Cause, Undo};
use crate::connection::{Connection, Control};
use crate::error::{Error, ErrorKind, Result};

/// How a block is to end.
pub(crate) enum End {
    /// What it did is kept.
    Commit,
    /// It is undone, after this error where there was one.
    Rollback(Option<Error>),
}

impl Connection {
    /// Ends the block of that id, which is the innermost unless others were forgotten.
    pub(crate) async fn end_block(&mut self, id: u64, end: End) -> Result<()> {
        let Some(place) = self.transaction().place(id) else {
            self.transaction().check()?;
            return Err(Error::new(
                ErrorKind::Interface,
                "the block is not open any more",
            ));
        };
        // Whatever is left inside it was forgotten, and never asked to be kept.
        self.transaction_mut().abandon(place + 1);
        let settled = Box::pin(self.settle()).await;
        if self.transaction().place(id).is_none() {
            return settled;
        }
        let marked = self.transaction().marked().map(|(_, cause)| cause.clone());
        match (end, marked) {
            (End::Commit, None) => self.commit_block(place).await,
            (End::Commit, Some(cause)) => {
                self.undo_block(place, None).await?;
                match cause {
                    Cause::Asked(at) if at == place => Ok(()),
                    cause => Err(cause.broken("the block was marked for rollback, and was undone")),
                }
            }
            (End::Rollback(error), _) => self.undo_block(place, error).await,
        }
    }

    async fn commit_block(&mut self, place: usize) -> Result<()> {
        let undo = self.transaction().undo(place);
        self.transaction_mut().set_ending(place);
        match undo {
            Some(Undo::Transaction | Undo::Manual) => {
                if let Err(error) = self.control(Control::Commit).await {
                    // The first error says more than one of the rollback would; that one gives the session up.
                    let _ = self.roll_back_all().await;
                    return Err(error);
                }
                self.transaction_mut().keep(place);
                return Box::pin(self.run_hooks()).await;
            }
            Some(Undo::Savepoint(number)) => {
                if let Err(error) = self.release_savepoint(number).await {
                    // It may still be there: undone and given up, it is not left behind.
                    let undone = self.undo_savepoint(number).await;
                    self.transaction_mut().undone(place);
                    if undone.is_err() {
                        self.mark_around(place, Cause::Final(error.clone()));
                    }
                    return Err(error);
                }
            }
            Some(Undo::Merged) | None => {}
        }
        self.transaction_mut().keep(place);
        Ok(())
    }

    async fn undo_block(&mut self, place: usize, error: Option<Error>) -> Result<()> {
        let doomed = self.transaction().marked().map(|(target, _)| target);
        let undo = self.transaction().undo(place);
        self.transaction_mut().set_ending(place);
        match undo {
            Some(Undo::Transaction | Undo::Manual) => return self.roll_back_all().await,
            // What is around it will be undone, and this with it.
            Some(Undo::Savepoint(_)) if doomed.is_some_and(|target| target < place) => {}
            Some(Undo::Savepoint(number)) => {
                let result = self.undo_savepoint(number).await;
                self.transaction_mut().undone(place);
                return result
                    .inspect_err(|error| self.mark_around(place, Cause::Final(error.clone())));
            }
            Some(Undo::Merged) => {
                self.transaction_mut().keep(place);
                let error = error.unwrap_or_else(|| {
                    Error::new(
                        ErrorKind::TransactionBroken,
                        "an inner block without a savepoint was rolled back",
                    )
                });
                self.mark_around(place, Cause::Failed(error));
                return Ok(());
            }
            None => {}
        }
        self.transaction_mut().undone(place);
        Ok(())
    }
}
