//! [`CancelRequest`]: stops a statement of a session, over a connection of its own.

use std::fmt;
use std::io;
use std::net::SocketAddr;
#[cfg(unix)]
use std::path::PathBuf;

use backend_core::error::{Error, ErrorKind, Result};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{CancelToken, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::classify;

/// Asks the server to stop what a session does. It is cheap to clone.
#[derive(Clone)]
pub(crate) struct CancelRequest {
    token: CancelToken,
    tls: Option<MakeRustlsConnect>,
    target: Target,
}

/// Where the session's server is reached.
#[derive(Clone)]
pub(super) enum Target {
    /// Over the network; the name is what its certificate is for.
    Network(SocketAddr, String),
    /// By a socket of this machine.
    #[cfg(unix)]
    Socket(PathBuf),
}

impl CancelRequest {
    pub(super) const fn new(
        token: CancelToken,
        tls: Option<MakeRustlsConnect>,
        target: Target,
    ) -> Self {
        Self { token, tls, target }
    }

    /// Sends the request, encrypted as the session is, and waits until the server has acted on it: it closes the connection
    /// then. Whether the statement was still running it does not say.
    ///
    /// # Errors
    /// Where the server cannot be reached.
    pub(crate) async fn send(&self) -> Result<()> {
        match &self.target {
            Target::Network(address, name) => {
                let stream = TcpStream::connect(address).await.map_err(unreachable)?;
                // Another hold on the same socket, since the driver takes this one and does not wait.
                let stream = stream.into_std().map_err(unreachable)?;
                let other = stream.try_clone().map_err(unreachable)?;
                let stream = TcpStream::from_std(stream).map_err(unreachable)?;
                match &self.tls {
                    Some(tls) => {
                        let connect =
                            MakeTlsConnect::<TcpStream>::make_tls_connect(&mut tls.clone(), name);
                        let connect =
                            connect.map_err(|error| unreachable(io::Error::other(error)))?;
                        self.ask(stream, connect).await?;
                    }
                    None => self.ask(stream, NoTls).await?,
                }
                wait_for_end(TcpStream::from_std(other).map_err(unreachable)?).await;
            }
            #[cfg(unix)]
            Target::Socket(path) => {
                let stream = UnixStream::connect(path).await.map_err(unreachable)?;
                let stream = stream.into_std().map_err(unreachable)?;
                let other = stream.try_clone().map_err(unreachable)?;
                self.ask(UnixStream::from_std(stream).map_err(unreachable)?, NoTls)
                    .await?;
                wait_for_end(UnixStream::from_std(other).map_err(unreachable)?).await;
            }
        }
        Ok(())
    }

    async fn ask<S, T>(&self, stream: S, tls: T) -> Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin,
        T: TlsConnect<S>,
    {
        let sent = self.token.cancel_query_raw(stream, tls).await;
        sent.map_err(|error| classify(error, "").context("asking the server to stop a statement"))
    }
}

/// Waits until the server has closed the connection, which it also does where it fails.
async fn wait_for_end(mut stream: impl AsyncRead + Unpin) {
    let mut rest = [0; 64];
    while matches!(stream.read(&mut rest).await, Ok(1..)) {}
}

fn unreachable(error: io::Error) -> Error {
    Error::new(
        ErrorKind::Connect,
        "the server cannot be asked to stop a statement",
    )
    .with_source(error)
}

impl fmt::Debug for CancelRequest {
    /// The token is what a stranger would need to stop this session's statements.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelRequest")
            .field("tls", &self.tls.is_some())
            .finish_non_exhaustive()
    }
}
