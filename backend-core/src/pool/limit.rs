//! [`PoolTimeout`]: which of a pool's limits of time ran out.

use std::fmt;
use std::time::Duration;

use crate::error::{Error, ErrorKind};

/// Which limit of time ran out before a pool could lend a session out.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use backend_core::error::{ErrorKind, Result};
/// use backend_core::pool::{Pool, PoolTimeout};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<()> {
/// let settings = toy_backend::BACKEND.settings("toy:")?;
/// let pool = Pool::builder(&toy_backend::BACKEND, settings)
///     .max_size(1)
///     .wait_timeout(Duration::from_millis(10))
///     .build()?;
/// let lent = pool.get().await?;
/// let error = pool.get().await.unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Timeout);
/// assert_eq!(PoolTimeout::of(&error), Some(PoolTimeout::Wait));
/// # drop(lent);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PoolTimeout {
    /// All sessions were lent out, and none came back in time. Hold sessions for a shorter time, or allow more of them.
    Wait,
    /// A session was not opened in time. The server is slow, or cannot be reached.
    Create,
}

impl PoolTimeout {
    /// The limit that an error of [`Pool::get`](super::Pool::get) tells of; `None` where it is no limit of the pool's.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        std::error::Error::source(error)?.downcast_ref().copied()
    }

    /// The error that says so.
    pub(super) fn error(self, limit: Option<Duration>, max_size: usize) -> Error {
        let limit = limit.unwrap_or_default();
        let message = match self {
            Self::Wait => format!(
                "no session came back within {limit:?}: the pool lends at most {max_size} at a time"
            ),
            Self::Create => format!("no session was opened within {limit:?}"),
        };
        Error::new(ErrorKind::Timeout, message).with_source(self)
    }
}

impl fmt::Display for PoolTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wait => "the time to wait for a session ran out",
            Self::Create => "the time to open a session ran out",
        })
    }
}

impl std::error::Error for PoolTimeout {}
