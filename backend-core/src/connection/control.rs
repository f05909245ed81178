//! Manual control of one transaction: begin, commit, rollback. Django calls this autocommit switched off.

use super::Connection;
use super::send::Control;
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::transaction::{End, Stage, Undo};
use crate::wrapper::TransactionOptions;

impl Connection {
    /// Begins a transaction by hand, outside atomic blocks; [`atomic`](Self::atomic) is what ends a transaction whatever
    /// happens. Blocks may stand inside it, as savepoints or merged.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `supports_transactions` or an option's flag is off;
    /// [`Interface`](ErrorKind::Interface) where one is open, or inside an atomic block; the server's refusal.
    pub async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        self.features().require(Flag::supports_transactions)?;
        options.check(self.features())?;
        self.refuse_inside_atomic("begun")?;
        self.attend().await?;
        if self.in_transaction() {
            return Err(Error::new(
                ErrorKind::Interface,
                "a transaction is open already",
            ));
        }
        // Before the await: where this future is dropped, the next call rolls back what it may have begun.
        let id = self.transaction_mut().push(Undo::Manual);
        let begun = self.control(Control::Begin(options)).await;
        self.transaction_mut().set_stage(Stage::Open);
        match begun {
            Ok(()) => Ok(()),
            Err(error) => {
                // The first error says more; where nothing was begun, there is nothing to undo either.
                let _ = self.end_block(id, End::Rollback(None)).await;
                Err(error)
            }
        }
    }

    /// Commits the transaction that was begun by hand. Where that fails, it is rolled back.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) where none is open, or inside an atomic block; the server's refusal: a deferred
    /// constraint is checked here; [`TransactionBroken`](ErrorKind::TransactionBroken) where a block inside it failed that
    /// had no savepoint: it is then rolled back.
    pub async fn commit(&mut self) -> Result<()> {
        self.refuse_inside_atomic("committed")?;
        self.settle().await?;
        let Some(id) = self.transaction().manual() else {
            return Err(Error::new(ErrorKind::Interface, "no transaction is open"));
        };
        self.end_block(id, End::Commit).await
    }

    /// Rolls the transaction back that was begun by hand; does nothing where none is open.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) inside an atomic block. Where the session is lost.
    pub async fn rollback(&mut self) -> Result<()> {
        self.refuse_inside_atomic("rolled back")?;
        self.settle().await?;
        match self.transaction().manual() {
            Some(id) => self.end_block(id, End::Rollback(None)).await,
            // The server may have one that core knows nothing of: text can say BEGIN, too.
            None => self.control(Control::Rollback).await,
        }
    }

    /// Whether a transaction is open. One that a dropped block left is not counted: the next call undoes it.
    #[must_use]
    pub fn in_transaction(&self) -> bool {
        self.transaction().depth() > 0
    }

    /// Whether an atomic block is open.
    #[must_use]
    #[doc(alias = "in_atomic_block")]
    pub fn in_atomic(&self) -> bool {
        self.transaction().in_atomic()
    }

    fn refuse_inside_atomic(&self, done: &str) -> Result<()> {
        if self.transaction().in_atomic() {
            return Err(Error::new(
                ErrorKind::Interface,
                format!(
                    "an atomic block is open, and a transaction cannot be {done} by hand inside it"
                ),
            ));
        }
        Ok(())
    }
}
