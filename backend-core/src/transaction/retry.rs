//! [`Retry`]: whole transactions done again after conflicts.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Atomic, AtomicOptions, BoxFuture};
use crate::connection::Connection;
use crate::error::{Error, ErrorKind, Result};

type Sleep = Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// How often a transaction is tried, and what is done between.
///
/// This crate has no clock of its own: how to sleep is the caller's to say. Without that, the next attempt begins at once.
///
/// # Example
/// ```
/// use std::time::Duration;
///
/// use backend_core::transaction::{AtomicOptions, Retry};
/// use backend_core::wrapper::IsolationLevel;
///
/// # fn sleep(_: Duration) -> std::future::Ready<()> { std::future::ready(()) }
/// // With tokio, `sleep` is `tokio::time::sleep`.
/// let policy = Retry::new(5)
///     .options(AtomicOptions::new().isolation(IsolationLevel::Serializable))
///     .backoff(Duration::from_millis(10), Duration::from_secs(1), |pause| Box::pin(sleep(pause)));
/// assert_eq!(policy.pause(1), Duration::from_millis(10));
/// assert_eq!(policy.pause(3), Duration::from_millis(40));
/// assert_eq!(policy.pause(30), Duration::from_secs(1));
/// ```
#[derive(Clone)]
pub struct Retry {
    attempts: u32,
    options: AtomicOptions,
    first: Duration,
    most: Duration,
    sleep: Option<Sleep>,
}

impl Retry {
    /// At most that many attempts, the first among them; 0 is 1.
    #[must_use]
    pub const fn new(attempts: u32) -> Self {
        Self {
            attempts,
            options: AtomicOptions::new(),
            first: Duration::ZERO,
            most: Duration::ZERO,
            sleep: None,
        }
    }

    /// Sets how each attempt is begun.
    #[must_use]
    pub const fn options(mut self, options: AtomicOptions) -> Self {
        self.options = options;
        self
    }

    /// Sleeps before each attempt but the first: `first`, then twice as long each time, and never longer than `most`.
    #[must_use]
    pub fn backoff(
        mut self,
        first: Duration,
        most: Duration,
        sleep: impl Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync + 'static,
    ) -> Self {
        self.first = first;
        self.most = most;
        self.sleep = Some(Arc::new(sleep));
        self
    }

    /// The pause after so many failed attempts, counted from 1.
    #[must_use]
    pub fn pause(&self, failed: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failed.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.most)
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("attempts", &self.attempts)
            .field("options", &self.options)
            .field("first", &self.first)
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// Runs `work` in a transaction, and again in another where that failed in a way that may not happen twice
    /// ([`Error::is_retryable`]): a conflict, a deadlock, a lock.
    ///
    /// `work` may run several times, so that what it does outside the database belongs into hooks. Each attempt has its own.
    ///
    /// # Errors
    /// The last attempt's; at once one that is not retryable. [`Interface`](ErrorKind::Interface) inside a block: only a whole
    /// transaction can be done again.
    ///
    /// # Example
    /// ```
    /// use backend_core::sql::Statement;
    /// use backend_core::transaction::Retry;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// # connection.batch("CREATE TABLE artist (id)").await?;
    /// let done = connection
    ///     .atomic_retry(&Retry::new(3), |block| {
    ///         Box::pin(async move {
    ///             block.execute(&Statement::new("INSERT INTO artist (id) VALUES (1)")).await
    ///         })
    ///     })
    ///     .await?;
    /// assert_eq!(done.affected, Some(1));
    /// # Ok::<(), backend_core::error::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn atomic_retry<T, F>(&mut self, policy: &Retry, mut work: F) -> Result<T>
    where
        F: for<'t> FnMut(&'t mut Atomic<'_>) -> BoxFuture<'t, Result<T>> + Send,
    {
        self.attend().await?;
        if self.transaction().depth() > 0 {
            return Err(Error::new(
                ErrorKind::Interface,
                "a part of a transaction cannot be done again: retry the outermost block",
            ));
        }
        let mut failed = 0;
        loop {
            let result = match self.begin_atomic(policy.options).await {
                Ok(mut block) => {
                    let result = work(&mut block).await;
                    block.end_with(result).await
                }
                Err(error) => Err(error),
            };
            failed += 1;
            match result {
                Err(error) if error.is_retryable() && failed < policy.attempts => {}
                result => return result,
            }
            if let Some(sleep) = &policy.sleep {
                sleep(policy.pause(failed)).await;
            }
        }
    }
}
