//! Servers that are none, or too old: they answer what a test tells them to, and nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What a server that is none does with whoever comes.
#[derive(Clone, Copy)]
pub(crate) enum Fake {
    /// It opens a session, and says that it is of that version.
    Version(&'static str),
    /// It says nothing.
    Silent,
    /// It closes the connection.
    Closing,
    /// It speaks another protocol.
    Web,
}

/// A server that is none, until it is dropped.
pub(crate) struct Running {
    pub(crate) port: u16,
    came: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    /// How many came.
    pub(crate) fn came(&self) -> usize {
        self.came.load(Ordering::Relaxed)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Fake {
    pub(crate) async fn start(self) -> Running {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let came = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&came);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(self.answer(stream));
            }
        });
        Running { port, came, task }
    }

    async fn answer(self, mut stream: TcpStream) -> std::io::Result<()> {
        match self {
            Self::Closing => return Ok(()),
            Self::Silent => {}
            Self::Web => {
                stream.write_all(b"HTTP/1.1 400\r\n\r\n").await?;
                stream.shutdown().await?;
            }
            Self::Version(version) => {
                greet(&mut stream, version).await?;
            }
        }
        // Stays until the other side goes.
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await?;
        Ok(())
    }
}

/// Reads what opens a session, and opens it without a password.
async fn greet(stream: &mut TcpStream, version: &str) -> std::io::Result<()> {
    let length = stream.read_u32().await?;
    let mut message = vec![0; usize::try_from(length).unwrap() - 4];
    stream.read_exact(&mut message).await?;
    let mut answer = Vec::new();
    let mut add = |kind: u8, body: &[u8]| {
        answer.push(kind);
        answer.extend(u32::try_from(body.len() + 4).unwrap().to_be_bytes());
        answer.extend(body);
    };
    add(b'R', &0_u32.to_be_bytes());
    add(b'S', format!("server_version\0{version}\0").as_bytes());
    add(b'Z', b"I");
    stream.write_all(&answer).await
}
