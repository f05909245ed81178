//! Transactions: [`Atomic`] blocks that nest, hooks that run on commit, and what becomes of a block that was dropped.
//!
//! A block is begun by [`Connection::atomic`](crate::connection::Connection::atomic) and its relatives: the outermost is a
//! transaction, one inside it a savepoint or, merged, a part of the block around it. What a block does takes effect as a
//! whole or not at all. One transaction can be driven by hand instead, with
//! [`Connection::begin`](crate::connection::Connection::begin).
//!
//! # Dropped blocks
//! A block can be dropped before it ends: by an early return, by a panic, by a future that is dropped. Dropping cannot talk to
//! the server, so it only leaves a mark, and whatever is called next on the session undoes the block first
//! ([`Connection::settle`](crate::connection::Connection::settle)). A block that is forgotten with [`std::mem::forget`] leaves
//! no mark: it stays open, and [`Connection::state`](crate::connection::Connection::state) says so.
//!
//! # What is not here
//! Beginning, committing and rolling back by hand, which are `connection`'s; retrying a single statement, which is the
//! caller's.

mod atomic;
mod ending;
mod on_commit;
mod options;
mod retry;
mod savepoint;
mod settle;
mod state;

use std::pin::Pin;

pub use self::atomic::Atomic;
pub(crate) use self::ending::End;
pub use self::options::AtomicOptions;
pub use self::retry::Retry;
pub use self::settle::SessionState;
pub(crate) use self::state::{Stage, TransactionState, Undo};

/// A future in a box, as hooks and retried blocks give it: `Box::pin(async move { … })`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
