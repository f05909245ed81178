//! [`Outlet`]: where a driver puts the server's answer, and learns that it should stop. [`Stopper`]: says so from elsewhere.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use backend_core::error::Result;
use backend_core::wrapper::Cancel;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::{Instant, Timeout, sleep_until, timeout};

use super::Item;

/// Why a request is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Somebody asked for it.
    Cancelled,
    /// The time allowed ran out.
    TimedOut,
    /// Nobody waits for the answer any more.
    Abandoned,
}

/// Whether a call was asked to stop.
#[derive(Debug, Default)]
pub(super) struct Signal {
    is_set: AtomicBool,
    changed: Notify,
}

impl Signal {
    pub(super) fn is_set(&self) -> bool {
        self.is_set.load(Ordering::Acquire)
    }

    fn set(&self) {
        self.is_set.store(true, Ordering::Release);
        // One task waits at most; where it does not yet, its wait ends at once.
        self.changed.notify_one();
    }

    async fn wait(&self) {
        while !self.is_set() {
            self.changed.notified().await;
        }
    }
}

/// Stops the call that is under way in a session; does nothing where none is.
#[derive(Debug, Default)]
pub(crate) struct Stopper {
    running: Mutex<Option<Arc<Signal>>>,
}

impl Stopper {
    /// Notes that a call is under way, and gives its signal.
    pub(super) fn begin(&self) -> Arc<Signal> {
        let signal = Arc::new(Signal::default());
        *self.lock() = Some(Arc::clone(&signal));
        signal
    }

    /// Notes that no call is under way.
    pub(super) fn end(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Signal>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cancel for Stopper {
    fn cancel(&self) -> Result<()> {
        if let Some(signal) = &*self.lock() {
            signal.set();
        }
        Ok(())
    }
}

/// The part of an answer that was read last, until it is taken.
///
/// Whoever takes it also polls the driver, so that neither has to wake the other.
#[derive(Debug, Default)]
pub(super) struct Held {
    item: Mutex<Option<Item>>,
    /// Whether there is one: looking costs less than the lock.
    is_full: AtomicBool,
    /// Whether nobody takes anything any more. It is set before the driver goes on in a task.
    is_abandoned: AtomicBool,
}

impl Held {
    /// Takes what there is.
    pub(super) fn take(&self) -> Option<Item> {
        let item = if self.is_full() {
            self.lock().take()
        } else {
            None
        };
        self.is_full.store(false, Ordering::Release);
        item
    }

    fn is_full(&self) -> bool {
        self.is_full.load(Ordering::Acquire)
    }

    /// Notes that nobody takes anything any more.
    pub(super) fn abandon(&self) {
        self.is_abandoned.store(true, Ordering::Release);
    }

    fn is_abandoned(&self) -> bool {
        self.is_abandoned.load(Ordering::Acquire)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Item>> {
        self.item.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a driver puts the server's answer.
#[derive(Debug)]
pub(crate) struct Outlet {
    held: Arc<Held>,
    signal: Arc<Signal>,
    deadline: Option<Instant>,
    /// Where timers are.
    runtime: Handle,
}

impl Outlet {
    pub(super) const fn new(
        held: Arc<Held>,
        signal: Arc<Signal>,
        deadline: Option<Instant>,
        runtime: Handle,
    ) -> Self {
        Self {
            held,
            signal,
            deadline,
            runtime,
        }
    }

    /// Waits for something no longer than that.
    pub(crate) fn within<F: Future>(&self, limit: Duration, future: F) -> Timeout<F> {
        let _runtime = self.runtime.enter();
        timeout(limit, future)
    }

    /// Whether the request should be stopped, as far as can be told without waiting and without a clock.
    pub(crate) fn stop(&self) -> Option<Stop> {
        if self.signal.is_set() {
            Some(Stop::Cancelled)
        } else if self.held.is_abandoned() {
            Some(Stop::Abandoned)
        } else {
            None
        }
    }

    /// Waits until the request should be stopped.
    pub(crate) fn stopped(&self) -> impl Future<Output = Stop> + Send + use<> {
        let (held, signal) = (Arc::clone(&self.held), Arc::clone(&self.signal));
        let deadline = self.deadline.map(|deadline| {
            let _runtime = self.runtime.enter();
            sleep_until(deadline)
        });
        async move {
            let expired = async {
                match deadline {
                    Some(deadline) => deadline.await,
                    None => std::future::pending().await,
                }
            };
            let mut cancelled = pin!(signal.wait());
            let mut expired = pin!(expired);
            poll_fn(|task| {
                if cancelled.as_mut().poll(task).is_ready() {
                    Poll::Ready(Stop::Cancelled)
                } else if held.is_abandoned() {
                    Poll::Ready(Stop::Abandoned)
                } else {
                    expired.as_mut().poll(task).map(|()| Stop::TimedOut)
                }
            })
            .await
        }
    }

    /// Hands over a part of the answer, for which [there must be room](Self::has_room).
    pub(crate) fn put(&self, item: Item) {
        *self.held.lock() = Some(item);
        self.held.is_full.store(true, Ordering::Release);
    }

    /// Whether the last part was taken.
    pub(crate) fn has_room(&self) -> bool {
        !self.held.is_full()
    }
}
