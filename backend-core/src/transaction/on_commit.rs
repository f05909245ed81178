//! Hooks: work that is done once the transaction is committed, and only then.

use std::any::Any;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use super::BoxFuture;
use crate::connection::Connection;
use crate::error::{Error, ErrorKind, Result};

type Plain = Box<dyn FnOnce() -> Result<()> + Send>;
type WithConnection =
    Box<dyn for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<()>> + Send>;

/// A hook.
enum Hook {
    Plain(Plain),
    Robust(Plain),
    Async(WithConnection),
}

/// A hook whose transaction is not committed yet.
struct Waiting {
    /// How many blocks are open that must be kept for it to run.
    depth: usize,
    hook: Hook,
}

/// The hooks of a session.
#[derive(Default)]
pub(super) struct Hooks {
    waiting: Vec<Waiting>,
    /// Of transactions that are committed, in the order in which they run.
    due: VecDeque<Hook>,
    running: bool,
    failures: Vec<Error>,
}

impl Hooks {
    /// The block at `place` was kept: its hooks are now those of the block around it.
    pub(super) fn keep(&mut self, place: usize) {
        if place == 0 {
            self.due.extend(self.waiting.drain(..).map(|it| it.hook));
            return;
        }
        for waiting in &mut self.waiting {
            waiting.depth = waiting.depth.min(place);
        }
    }

    /// The block at `place` was undone, and its hooks never run.
    pub(super) fn undo(&mut self, place: usize) {
        self.waiting.retain(|waiting| waiting.depth <= place);
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }
}

impl Connection {
    /// Does `hook` once the transaction is committed: at once outside any block. Hooks run in the order in which they were
    /// registered, those that another registers while it runs after all that wait already. A hook is dropped, and never runs,
    /// where the block is undone in which it was registered.
    ///
    /// Where a hook fails or panics, those after it do not run and the commit returns
    /// [`CommitHook`](ErrorKind::CommitHook), though it stands.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) in a transaction begun by hand, whose end nobody watches;
    /// [`ConnectionLost`](ErrorKind::ConnectionLost) where the session was given up. Outside any block, the hook's own.
    ///
    /// # Example
    /// ```
    /// use std::sync::mpsc::channel;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// let (sender, received) = channel();
    /// connection
    ///     .atomic(async |block| {
    ///         block.on_commit(move || {
    ///             let _ = sender.send("mail");
    ///             Ok(())
    ///         })?;
    ///         assert!(received.try_recv().is_err(), "nothing is committed yet");
    ///         Ok(received)
    ///     })
    ///     .await
    ///     .map(|received| assert_eq!(received.try_recv(), Ok("mail")))?;
    /// # Ok::<(), backend_core::error::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn on_commit(&mut self, hook: impl FnOnce() -> Result<()> + Send + 'static) -> Result<()> {
        match self.register(Hook::Plain(Box::new(hook)))? {
            Some(Hook::Plain(hook)) => caught(hook),
            _ => Ok(()),
        }
    }

    /// Does `hook` as [`on_commit`](Self::on_commit) does, but neither its error nor its panic keeps others from running:
    /// it is put aside for [`take_hook_failures`](Self::take_hook_failures).
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) and [`ConnectionLost`](ErrorKind::ConnectionLost) as
    /// [`on_commit`](Self::on_commit); never the hook's own.
    pub fn on_commit_robust(
        &mut self,
        hook: impl FnOnce() -> Result<()> + Send + 'static,
    ) -> Result<()> {
        if let Some(Hook::Robust(hook)) = self.register(Hook::Robust(Box::new(hook)))? {
            self.run_robust(hook);
        }
        Ok(())
    }

    /// Does `hook` as [`on_commit`](Self::on_commit) does, and lends it the session, which is in no block then: it can read,
    /// write, begin a block and register hooks.
    ///
    /// # Errors
    /// As [`on_commit`](Self::on_commit).
    ///
    /// # Example
    /// ```
    /// use backend_core::sql::Statement;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// # connection.batch("CREATE TABLE log (id)").await?;
    /// connection
    ///     .atomic(async |block| {
    ///         block
    ///             .on_commit_async(|connection| {
    ///                 Box::pin(async move {
    ///                     let insert = Statement::new("INSERT INTO log (id) VALUES (1)");
    ///                     connection.execute(&insert).await.map(|_| ())
    ///                 })
    ///             })
    ///             .await
    ///     })
    ///     .await?;
    /// let count: Vec<(i64,)> = connection.fetch_as(&Statement::new("SELECT COUNT(*) FROM log")).await?;
    /// assert_eq!(count, [(1,)]);
    /// # Ok::<(), backend_core::error::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn on_commit_async(
        &mut self,
        hook: impl for<'c> FnOnce(&'c mut Self) -> BoxFuture<'c, Result<()>> + Send + 'static,
    ) -> Result<()> {
        match self.register(Hook::Async(Box::new(hook)))? {
            Some(Hook::Async(hook)) => caught_async(hook, self).await,
            _ => Ok(()),
        }
    }

    /// What robust hooks failed with since this was asked last, in order.
    pub fn take_hook_failures(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.transaction_mut().hooks.failures)
    }

    /// Puts a hook where it waits; gives it back where it is to run at once.
    fn register(&mut self, hook: Hook) -> Result<Option<Hook>> {
        let transaction = self.transaction_mut();
        if transaction.unusable().is_some() {
            return transaction.check().map(|()| None);
        }
        if transaction.by_hand() {
            return Err(Error::new(
                ErrorKind::Interface,
                "the transaction was begun by hand, and has no hooks",
            ));
        }
        let depth = transaction.depth();
        let hooks = &mut transaction.hooks;
        match depth {
            0 if hooks.running => hooks.due.push_back(hook),
            0 => return Ok(Some(hook)),
            depth => hooks.waiting.push(Waiting { depth, hook }),
        }
        Ok(None)
    }

    /// Runs the hooks that are due. One that is run may commit a block of its own, whose hooks then run after the others.
    pub(super) async fn run_hooks(&mut self) -> Result<()> {
        if self.transaction().hooks.running {
            return Ok(());
        }
        self.transaction_mut().hooks.running = true;
        let running = Running(self);
        while let Some(hook) = running.0.transaction_mut().hooks.due.pop_front() {
            let result = match hook {
                Hook::Plain(hook) => caught(hook),
                Hook::Robust(hook) => {
                    running.0.run_robust(hook);
                    continue;
                }
                Hook::Async(hook) => caught_async(hook, running.0).await,
            };
            result.map_err(|error| {
                Error::new(
                    ErrorKind::CommitHook,
                    "the transaction is committed, but a hook failed, and those after it did not run",
                )
                .with_source(error)
            })?;
        }
        Ok(())
    }

    fn run_robust(&mut self, hook: Plain) {
        if let Err(error) = caught(hook) {
            self.transaction_mut().hooks.failures.push(error);
        }
    }
}

/// Hooks at work. Whatever ends that, a failure or a dropped future, those that are left never run.
struct Running<'c>(&'c mut Connection);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let hooks = &mut self.0.transaction_mut().hooks;
        hooks.running = false;
        hooks.due.clear();
    }
}

/// Runs a hook; its panic is an error, as the commit around it stands and has to be told of.
fn caught(hook: Plain) -> Result<()> {
    catch_unwind(AssertUnwindSafe(hook)).unwrap_or_else(|panic| Err(panicked(&*panic)))
}

async fn caught_async(hook: WithConnection, connection: &mut Connection) -> Result<()> {
    let made = catch_unwind(AssertUnwindSafe(|| hook(connection)));
    let mut future = made.map_err(|panic| panicked(&*panic))?;
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic))))
    })
    .await
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Error::new(
        ErrorKind::Internal,
        format!("a hook panicked: {}", text.unwrap_or("without a message")),
    )
}
