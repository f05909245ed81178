//! Manual control of one transaction: begin, commit, rollback.

use super::Connection;
use super::send::Control;
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::wrapper::TransactionOptions;

impl Connection {
    /// Begins a transaction.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `supports_transactions` is off;
    /// [`Interface`](ErrorKind::Interface) where one is open; the server's refusal.
    pub async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        self.features().require(Flag::supports_transactions)?;
        if self.in_transaction {
            return Err(Error::new(
                ErrorKind::Interface,
                "a transaction is open already",
            ));
        }
        // Set before the await: after a dropped future it is not known what is open, and `rollback` ends either.
        self.in_transaction = true;
        self.control(Control::Begin(options))
            .await
            .inspect_err(|_| self.in_transaction = false)
    }

    /// Commits the transaction. Where that fails, it is rolled back.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) where none is open; the server's refusal: a deferred constraint is checked here.
    pub async fn commit(&mut self) -> Result<()> {
        if !self.in_transaction {
            return Err(Error::new(ErrorKind::Interface, "no transaction is open"));
        }
        if let Err(error) = self.control(Control::Commit).await {
            // The first error says more than one of the rollback would; where that fails too, the transaction stays open.
            self.in_transaction = self.control(Control::Rollback).await.is_err();
            return Err(error);
        }
        self.in_transaction = false;
        Ok(())
    }

    /// Rolls the transaction back; does nothing where none is open.
    ///
    /// # Errors
    /// Where the session is lost.
    pub async fn rollback(&mut self) -> Result<()> {
        self.control(Control::Rollback).await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Whether a transaction is open.
    #[must_use]
    pub const fn in_transaction(&self) -> bool {
        self.in_transaction
    }
}
