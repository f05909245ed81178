//! [`Proxy`]: a way to a server inside this process, on which the network does what a test tells it to.
//!
//! It passes bytes on in both directions and reads nothing into them, so it serves every protocol, TLS included. A vendor's own tests
//! may use it too.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What the network does to the connections that are open, and to those that are opened from now on.
///
/// Bytes are those that come from the server, counted from the moment at which the fault is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Fault {
    /// It works.
    #[default]
    None,
    /// After so many bytes both ends find the connection gone.
    CutAfter(u64),
    /// Before the next byte reaches the server, both ends find the connection gone.
    CutBeforeServer,
    /// After so many bytes the server's side ends, and the other stays open.
    EndAfter(u64),
    /// After so many bytes nothing comes any more, and the connection stays open.
    StallAfter(u64),
    /// After so many bytes comes what no server says, and then the server's side ends.
    GarbageAfter(u64),
    /// Bytes come one at a time.
    OneByOne,
    /// Bytes come so much later.
    Delay(Duration),
}

/// What stands for what no server says.
const GARBAGE: [u8; 64] = [0xA5; 64];

/// A proxy that listens on this machine until it is dropped.
#[derive(Debug)]
pub struct Proxy {
    shared: Arc<Shared>,
    address: SocketAddr,
    listener: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    fault: Mutex<Fault>,
    /// Bytes from the server since the fault was set.
    bytes: AtomicU64,
    /// How many connections came.
    came: AtomicU64,
    ended: AtomicBool,
    /// Both ends of each connection.
    open: Mutex<Vec<(TcpStream, TcpStream)>>,
}

impl Proxy {
    /// Listens, and passes on what comes to a server.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn start(host: &str, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let (own, server) = (Arc::clone(&shared), (host.to_owned(), port));
        let listener = thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if own.ended.load(Ordering::Relaxed) {
                    return;
                }
                own.came.fetch_add(1, Ordering::Relaxed);
                let server = TcpStream::connect((server.0.as_str(), server.1));
                // Whoever came finds the connection closed, as behind a proxy whose server is gone.
                if let Ok(server) = server {
                    let _ = Shared::join(&own, client, server);
                }
            }
        });
        Ok(Self {
            shared,
            address,
            listener: Some(listener),
        })
    }

    /// The port on `127.0.0.1`.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Sets what the network does from now on. [`Fault::None`] mends nothing that is broken, but what is opened afterwards works.
    pub fn set(&self, fault: Fault) {
        let mut current = self.shared.fault();
        self.shared.bytes.store(0, Ordering::Relaxed);
        *current = fault;
    }

    /// How many bytes came from the server since the fault was set.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.shared.bytes.load(Ordering::Relaxed)
    }

    /// How many connections came.
    #[must_use]
    pub fn came(&self) -> u64 {
        self.shared.came.load(Ordering::Relaxed)
    }

    /// Cuts every connection that is open.
    pub fn cut(&self) {
        self.shared.cut();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        // The listener sees that it is over when somebody comes.
        let _ = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
        self.shared.cut();
    }
}

/// What becomes of a piece.
enum Passed {
    On,
    /// Nothing more goes this way, and the other way stays.
    End,
    /// Nothing more goes either way.
    Cut,
    /// Nothing more goes this way, and nobody is told.
    Stall,
}

impl Shared {
    fn fault(&self) -> MutexGuard<'_, Fault> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cut(&self) {
        let open = std::mem::take(&mut *self.open.lock().unwrap_or_else(PoisonError::into_inner));
        for (client, server) in open {
            close(&client, &server);
        }
    }

    /// Passes on what comes from each end to the other.
    fn join(shared: &Arc<Self>, client: TcpStream, server: TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        shared
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((client.try_clone()?, server.try_clone()?));
        let (from_client, to_server) = (client.try_clone()?, server.try_clone()?);
        let own = Arc::clone(shared);
        thread::spawn(move || {
            own.pump(&from_client, &to_server, |piece, to| {
                if *own.fault() == Fault::CutBeforeServer {
                    return Ok(Passed::Cut);
                }
                let mut to = to;
                to.write_all(piece).map(|()| Passed::On)
            });
        });
        let own = Arc::clone(shared);
        thread::spawn(move || {
            own.pump(&server, &client, |piece, to| {
                own.pass_from_server(piece, to)
            });
        });
        Ok(())
    }

    /// Reads from one end until nothing comes, or nothing may be passed on any more.
    fn pump(
        &self,
        from: &TcpStream,
        to: &TcpStream,
        pass: impl Fn(&[u8], &TcpStream) -> io::Result<Passed>,
    ) {
        let mut buffer = [0; 16_384];
        let mut source = from;
        loop {
            let count = source.read(&mut buffer).unwrap_or_default();
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                let _ = to.shutdown(Shutdown::Write);
                return;
            }
            match pass(piece, to) {
                Ok(Passed::On) => {}
                Ok(Passed::End) => {
                    let _ = to.shutdown(Shutdown::Write);
                    return;
                }
                Ok(Passed::Stall) => return,
                Ok(Passed::Cut) | Err(_) => {
                    close(from, to);
                    return;
                }
            }
        }
    }

    /// Passes a piece of the server's on, as far as the fault lets it.
    fn pass_from_server(&self, piece: &[u8], mut to: &TcpStream) -> io::Result<Passed> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let fault = self.fault();
        let before = self.bytes.fetch_add(length, Ordering::Relaxed);
        let (limit, passed) = match *fault {
            Fault::CutAfter(limit) => (limit, Passed::Cut),
            Fault::EndAfter(limit) | Fault::GarbageAfter(limit) => (limit, Passed::End),
            Fault::StallAfter(limit) => (limit, Passed::Stall),
            Fault::OneByOne => {
                drop(fault);
                for byte in piece.chunks(1) {
                    to.write_all(byte)?;
                }
                return Ok(Passed::On);
            }
            Fault::Delay(delay) => {
                drop(fault);
                thread::sleep(delay);
                return to.write_all(piece).map(|()| Passed::On);
            }
            Fault::None | Fault::CutBeforeServer => {
                drop(fault);
                return to.write_all(piece).map(|()| Passed::On);
            }
        };
        let is_garbage = matches!(*fault, Fault::GarbageAfter(_));
        drop(fault);
        let rest = limit.saturating_sub(before);
        if rest > length {
            return to.write_all(piece).map(|()| Passed::On);
        }
        let whole = piece.get(..usize::try_from(rest).unwrap_or_default());
        to.write_all(whole.unwrap_or_default())?;
        if is_garbage {
            to.write_all(&GARBAGE)?;
        }
        Ok(passed)
    }
}

fn close(one: &TcpStream, other: &TcpStream) {
    // What is closed already is closed.
    let _ = one.shutdown(Shutdown::Both);
    let _ = other.shutdown(Shutdown::Both);
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::{Fault, GARBAGE, Proxy};

    /// A server that answers each `?` with ten bytes, and says goodbye where its client does.
    fn server() -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut byte = [0];
                    while stream.read(&mut byte).is_ok_and(|count| count > 0) {
                        stream.write_all(b"0123456789").unwrap();
                    }
                });
            }
        });
        port
    }

    fn opened(proxy: &Proxy) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_millis(500)))
            .unwrap();
        stream
    }

    /// What comes after a question, until nothing does; `None` at the end where the other side only falls silent.
    fn asked(stream: &mut TcpStream) -> (Vec<u8>, bool) {
        let _ = stream.write_all(b"?");
        let (mut found, mut buffer) = (Vec::new(), [0; 64]);
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => return (found, true),
                Ok(count) => found.extend(&buffer[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {
                    return (found, true);
                }
                Err(_) => return (found, false),
            }
            if found.len() == 10 {
                return (found, false);
            }
        }
    }

    #[test]
    fn what_works_is_passed_on_and_counted() {
        let proxy = Proxy::start("127.0.0.1", server()).unwrap();
        for fault in [Fault::None, Fault::OneByOne] {
            proxy.set(fault);
            assert_eq!(asked(&mut opened(&proxy)).0, b"0123456789");
            assert_eq!(proxy.bytes(), 10);
        }
        assert_eq!(proxy.came(), 2);
        proxy.set(Fault::Delay(Duration::from_millis(100)));
        let started = Instant::now();
        assert_eq!(asked(&mut opened(&proxy)).0, b"0123456789");
        assert!(started.elapsed() >= Duration::from_millis(100));
    }

    #[test]
    fn a_fault_comes_after_its_bytes() {
        let proxy = Proxy::start("127.0.0.1", server()).unwrap();
        let garbage = [b"0123".as_slice(), &GARBAGE].concat();
        for (fault, found, is_over) in [
            (Fault::CutAfter(4), b"0123".as_slice(), true),
            (Fault::EndAfter(0), b"", true),
            (Fault::StallAfter(7), b"0123456", false),
            (Fault::GarbageAfter(4), &garbage, true),
            (Fault::CutBeforeServer, b"", true),
        ] {
            proxy.set(fault);
            assert_eq!(
                asked(&mut opened(&proxy)),
                (found.to_vec(), is_over),
                "{fault:?}"
            );
        }
        proxy.set(Fault::None);
        assert_eq!(asked(&mut opened(&proxy)).0, b"0123456789");
    }

    #[test]
    fn a_proxy_that_is_cut_or_gone_closes_what_is_open() {
        let proxy = Proxy::start("127.0.0.1", server()).unwrap();
        let mut one = opened(&proxy);
        assert_eq!(asked(&mut one).0, b"0123456789");
        proxy.cut();
        assert_eq!(asked(&mut one), (Vec::new(), true));
        let mut other = opened(&proxy);
        assert_eq!(asked(&mut other).0, b"0123456789");
        let port = proxy.port();
        drop(proxy);
        assert_eq!(asked(&mut other), (Vec::new(), true));
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
