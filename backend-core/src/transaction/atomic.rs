//! [`Atomic`]: a block that takes effect as a whole or not at all.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::AtomicOptions;
use super::ending::End;
use super::state::{Cause, Stage, Undo};
use crate::connection::{Connection, Control, Phase};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::operations::{ConstraintTime, Constraints};

/// An open block: a transaction, a savepoint, or a part of the block around it.
///
/// It is used like the [`Connection`] that it borrows, and blocks inside it are begun on it. It ends with
/// [`commit`](Self::commit) or [`rollback`](Self::rollback). Dropped before, it is undone when the session is used next: see
/// [`transaction`](crate::transaction).
///
/// # Example
/// ```
/// use backend_core::sql::Statement;
/// use backend_core::transaction::AtomicOptions;
///
/// # futures_executor::block_on(async {
/// # let settings = toy_backend::BACKEND.settings("toy:")?;
/// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
/// # connection.batch("CREATE TABLE artist (id)").await?;
/// let insert = Statement::new("INSERT INTO artist (id) VALUES (1)");
/// let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
/// block.execute(&insert).await?;
/// block.rollback().await?;
///
/// let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
/// block.execute(&insert).await?;
/// block.commit().await?;
///
/// let count: Vec<(i64,)> = connection.fetch_as(&Statement::new("SELECT COUNT(*) FROM artist")).await?;
/// assert_eq!(count, [(1,)]);
/// # Ok::<(), backend_core::error::Error>(())
/// # }).unwrap();
/// ```
#[must_use = "a block that is dropped is undone"]
#[doc(alias = "transaction")]
pub struct Atomic<'c> {
    connection: &'c mut Connection,
    id: u64,
    ended: bool,
}

impl Connection {
    /// Begins a block: a transaction, or inside another block a savepoint or a part of that block.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) with the flag for what the server lacks: transactions, savepoints, an
    /// isolation level. [`Interface`](ErrorKind::Interface) for a durable block inside another, and for options of the
    /// outermost block there. [`TransactionBroken`](ErrorKind::TransactionBroken) inside a block that is marked for
    /// rollback. The server's refusal; nothing is left open then.
    pub async fn begin_atomic(&mut self, options: AtomicOptions) -> Result<Atomic<'_>> {
        self.attend().await?;
        let nested = self.transaction().depth() > 0;
        options.check(self.features(), nested)?;
        let undo = match (nested, options.savepoint) {
            (false, _) => Undo::Transaction,
            (true, true) => Undo::Savepoint(self.transaction_mut().next_savepoint()),
            (true, false) => Undo::Merged,
        };
        // Armed before the server is asked: where this future is dropped meanwhile, the guard is dropped with it.
        let id = self.transaction_mut().push(undo);
        let mut block = Atomic {
            connection: self,
            id,
            ended: false,
        };
        match block.connection.send_beginning(undo, &options).await {
            Ok(()) => {
                block.connection.transaction_mut().set_stage(Stage::Open);
                Ok(block)
            }
            Err(error) => {
                block.ended = true;
                block.connection.beginning_failed(id, undo, &error).await;
                Err(error)
            }
        }
    }

    async fn send_beginning(&mut self, undo: Undo, options: &AtomicOptions) -> Result<()> {
        match undo {
            Undo::Merged | Undo::Manual => Ok(()),
            Undo::Savepoint(number) => self.set_savepoint(number).await,
            Undo::Transaction => {
                self.control(Control::Begin(&options.transaction())).await?;
                if options.defer_constraints {
                    self.send_defer_constraints().await?;
                }
                Ok(())
            }
        }
    }

    /// Runs `work` in a block: commits where it returns `Ok`, rolls back where it returns `Err`.
    ///
    /// The future is `Send` only where the compiler can see it; where a spawned task needs one and it cannot, use
    /// [`begin_atomic`](Self::begin_atomic).
    ///
    /// # Errors
    /// What `work` returns, or what [`begin_atomic`](Self::begin_atomic) and [`Atomic::commit`] refuse.
    ///
    /// # Example
    /// ```
    /// use backend_core::error::{Error, ErrorKind, Result};
    /// use backend_core::sql::Statement;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// # connection.batch("CREATE TABLE artist (id)").await?;
    /// let refused: Result<()> = connection
    ///     .atomic(async |block| {
    ///         block.execute(&Statement::new("INSERT INTO artist (id) VALUES (1)")).await?;
    ///         Err(Error::new(ErrorKind::Data, "on second thoughts"))
    ///     })
    ///     .await;
    /// assert_eq!(refused.unwrap_err().to_string(), "on second thoughts");
    /// let count: Vec<(i64,)> = connection.fetch_as(&Statement::new("SELECT COUNT(*) FROM artist")).await?;
    /// assert_eq!(count, [(0,)]);
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn atomic<T, F>(&mut self, work: F) -> Result<T>
    where
        F: AsyncFnOnce(&mut Atomic<'_>) -> Result<T>,
    {
        self.atomic_with(AtomicOptions::new(), work).await
    }

    /// Runs `work` in a block of these options, as [`atomic`](Self::atomic) does.
    ///
    /// # Errors
    /// As [`atomic`](Self::atomic).
    pub async fn atomic_with<T, F>(&mut self, options: AtomicOptions, work: F) -> Result<T>
    where
        F: AsyncFnOnce(&mut Atomic<'_>) -> Result<T>,
    {
        let mut block = self.begin_atomic(options).await?;
        let result = work(&mut block).await;
        block.end_with(result).await
    }

    /// Marks the innermost block for rollback, or takes the mark away.
    ///
    /// A marked block takes no statement, and [`Atomic::commit`] undoes it: quietly where the mark was set in this very block,
    /// otherwise with an error, as the caller expects to have committed. To take a mark away says that what went wrong has been
    /// mended, by hand, with a savepoint of one's own.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) outside an atomic block. Where the mark is to go:
    /// [`NotSupported`](ErrorKind::NotSupported) where something failed and `transactions_survive_errors` is off;
    /// [`TransactionBroken`](ErrorKind::TransactionBroken) where nothing mends it.
    #[doc(alias = "needs_rollback")]
    pub fn set_rollback(&mut self, rollback: bool) -> Result<()> {
        if !self.transaction().in_atomic() {
            return Err(Error::new(
                ErrorKind::Interface,
                "only an atomic block can be marked for rollback",
            ));
        }
        if rollback {
            self.transaction_mut().mark_asked();
            return Ok(());
        }
        match self.transaction().marked() {
            None => return Ok(()),
            Some((_, Cause::Asked(_))) => {}
            Some((_, Cause::Failed(_))) => {
                self.features().require(Flag::transactions_survive_errors)?;
            }
            Some((_, cause @ Cause::Final(_))) => {
                return Err(cause.broken("the block can only be rolled back"));
            }
        }
        self.transaction_mut().unmark();
        Ok(())
    }

    /// Whether the innermost block is marked for rollback.
    #[must_use]
    pub fn needs_rollback(&self) -> bool {
        self.transaction().marked().is_some()
    }

    async fn send_defer_constraints(&mut self) -> Result<()> {
        let deferred = ConstraintTime::Deferred;
        let statements = self
            .dialect()
            .set_constraints(&Constraints::All, deferred)?;
        for statement in statements {
            self.send_unguarded(Phase::Begin, &statement.sql).await?;
        }
        Ok(())
    }

    /// Leaves nothing open of a block that the server refused to begin.
    async fn beginning_failed(&mut self, id: u64, undo: Undo, error: &Error) {
        let Some(place) = self.transaction().place(id) else {
            return;
        };
        if undo == Undo::Transaction {
            // It may have been begun, and its constraints not deferred. Where this fails, the session is given up.
            let _ = self.roll_back_all().await;
            return;
        }
        self.transaction_mut().undone(place);
        self.note_failure(error).await;
    }
}

impl Atomic<'_> {
    /// Ends the block and keeps what it did; the outermost commits the transaction and runs the hooks.
    ///
    /// # Errors
    /// What the server refuses: a deferred constraint is checked here. The block is then undone.
    /// [`TransactionBroken`](ErrorKind::TransactionBroken) where the block was marked for rollback, with the first error as
    /// source: it is undone. [`CommitHook`](ErrorKind::CommitHook) where a hook failed: the transaction is committed all the
    /// same.
    pub async fn commit(mut self) -> Result<()> {
        let result = self.connection.end_block(self.id, End::Commit).await;
        self.ended = true;
        result
    }

    /// Undoes the block. One without a savepoint marks the block around it for rollback.
    ///
    /// # Errors
    /// Where the server fails: the session is then given up, or the block around is marked for rollback.
    pub async fn rollback(self) -> Result<()> {
        self.undo(None).await
    }

    /// Undoes the block after that error, which is then why the block around must be rolled back where this one is merged.
    pub(crate) async fn rollback_after(self, error: &Error) -> Result<()> {
        self.undo(Some(error.clone())).await
    }

    /// Ends the block by what its work returned.
    pub(crate) async fn end_with<T>(self, result: Result<T>) -> Result<T> {
        match result {
            Ok(value) => self.commit().await.map(|()| value),
            Err(error) => {
                // The first error says more than one of the rollback would.
                let _ = self.rollback_after(&error).await;
                Err(error)
            }
        }
    }

    async fn undo(mut self, error: Option<Error>) -> Result<()> {
        let end = End::Rollback(error);
        let result = self.connection.end_block(self.id, end).await;
        self.ended = true;
        result
    }
}

impl Deref for Atomic<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl DerefMut for Atomic<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection
    }
}

impl Drop for Atomic<'_> {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        // No I/O here: the next call on the session undoes it.
        let transaction = self.connection.transaction_mut();
        if let Some(place) = transaction.place(self.id) {
            transaction.abandon(place);
        }
    }
}

impl fmt::Debug for Atomic<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Atomic")
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}
