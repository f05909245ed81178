//! [`Messages`]: the driver's half of a session, whatever its stream is.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::{AsyncMessage, Connection, Error};

/// The driver's half of a session: it moves bytes only while it is polled.
pub(crate) struct Messages(Box<dyn Poller>);

trait Poller: Send {
    fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<AsyncMessage, Error>>>;

    fn parameter(&self, name: &str) -> Option<&str>;
}

impl<S, T> Poller for Connection<S, T>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    T: AsyncRead + AsyncWrite + Unpin + Send,
{
    fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<AsyncMessage, Error>>> {
        Self::poll_message(self, cx)
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        Self::parameter(self, name)
    }
}

impl Messages {
    pub(super) fn new<S, T>(connection: Connection<S, T>) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        Self(Box::new(connection))
    }

    /// Moves what there is to move, and returns what the server says of itself: notices and notifications.
    ///
    /// `None` and an error are the end: it MUST NOT be polled again then.
    pub(crate) fn poll_message(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<AsyncMessage, Error>>> {
        self.0.poll_message(cx)
    }

    /// A parameter of the session that the server reports, as it is now.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.0.parameter(name)
    }

    /// Waits for an answer, and moves its bytes meanwhile; what the server says of itself is dropped.
    ///
    /// # Errors
    /// Where the session ends before; that of the answer.
    pub(super) async fn drive<T>(
        &mut self,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<Option<T>, Error> {
        let mut answer = pin!(answer);
        std::future::poll_fn(|cx| {
            if let Poll::Ready(answer) = answer.as_mut().poll(cx) {
                return Poll::Ready(answer.map(Some));
            }
            loop {
                match self.poll_message(cx) {
                    Poll::Ready(Some(Ok(_))) => {}
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                    Poll::Ready(None) => return Poll::Ready(Ok(None)),
                    Poll::Pending => break,
                }
            }
            // What has come may be the answer.
            answer.as_mut().poll(cx).map(|answer| answer.map(Some))
        })
        .await
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages")
    }
}
