//! [`CancelRequest`]: stops a statement of a session, over a connection of its own.

use std::fmt;

use backend_core::error::Result;
use tokio_postgres::{CancelToken, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::classify;

/// Asks the server to stop what a session does. It is cheap to clone.
#[derive(Clone)]
pub(crate) struct CancelRequest {
    token: CancelToken,
    tls: Option<MakeRustlsConnect>,
}

impl CancelRequest {
    pub(super) const fn new(token: CancelToken, tls: Option<MakeRustlsConnect>) -> Self {
        Self { token, tls }
    }

    /// Sends the request, encrypted as the session is. That it was sent does not say that it came in time.
    ///
    /// # Errors
    /// Where the server cannot be reached.
    pub(crate) async fn send(&self) -> Result<()> {
        let sent = match &self.tls {
            Some(tls) => self.token.cancel_query(tls.clone()).await,
            None => self.token.cancel_query(NoTls).await,
        };
        sent.map_err(|error| classify(error, "").context("asking the server to stop a statement"))
    }
}

impl fmt::Debug for CancelRequest {
    /// The token is what a stranger would need to stop this session's statements.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelRequest")
            .field("tls", &self.tls.is_some())
            .finish_non_exhaustive()
    }
}
