//! [`Call`]: one call of a session, and [`Canceller`]: how another task ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::wrapper::Cancel;
use rusqlite::InterruptHandle;

/// Ends what a session is doing.
///
/// SQLite's interrupt reaches a statement that is being stepped and nothing else. A call of several statements, or one
/// that waits for the session's thread, is reached by its number.
pub(crate) struct Canceller {
    interrupt: InterruptHandle,
    /// The number of the last call that was begun.
    begun: AtomicU64,
    /// The number of the last call that is to end.
    cancelled: AtomicU64,
}

impl Canceller {
    pub(crate) fn new(interrupt: InterruptHandle) -> Arc<Self> {
        Arc::new(Self {
            interrupt,
            begun: AtomicU64::new(0),
            cancelled: AtomicU64::new(0),
        })
    }

    /// Begins a call, which no earlier cancelling concerns.
    pub(crate) fn begin(self: &Arc<Self>) -> Call {
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        Call {
            canceller: Arc::clone(self),
            number,
        }
    }
}

impl Cancel for Canceller {
    fn cancel(&self) -> Result<()> {
        self.cancelled
            .fetch_max(self.begun.load(Ordering::SeqCst), Ordering::SeqCst);
        self.interrupt.interrupt();
        Ok(())
    }
}

/// One call of a session.
#[derive(Clone)]
pub(crate) struct Call {
    canceller: Arc<Canceller>,
    number: u64,
}

impl Call {
    /// Asked before each statement.
    ///
    /// # Errors
    /// [`Cancelled`](ErrorKind::Cancelled) where the call is to end.
    pub(crate) fn proceed(&self) -> Result<()> {
        if self.canceller.cancelled.load(Ordering::SeqCst) < self.number {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Cancelled,
            "the statement was cancelled before it ran",
        ))
    }

    /// Ends the call. The session begins no other before the one who holds this is through with it.
    pub(crate) fn cancel(&self) {
        self.canceller
            .cancelled
            .fetch_max(self.number, Ordering::SeqCst);
        self.canceller.interrupt.interrupt();
    }
}
