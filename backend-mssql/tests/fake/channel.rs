//! [`Channel`]: messages over a stream, in packets, encrypted or not.

use std::io::{self, Read as _};

use rustls::ServerConnection;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The size of a packet that both sides have agreed to.
const PACKET: usize = 4_096;
/// The bytes before a packet's own.
const HEADER: usize = 8;
/// The kind of packets that a server sends.
const ANSWER: u8 = 0x04;
/// Says that a packet is its message's last.
const LAST: u8 = 0x01;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text.
    Batch,
    /// A call of a procedure.
    Call,
    /// That the server should stop.
    Attention,
    /// Rows of a bulk load.
    Bulk,
    /// What begins or ends a transaction.
    Transaction,
    /// Who asks for a session.
    Login,
    /// The greeting, and TLS before the login.
    Greeting,
}

impl Kind {
    fn of(byte: u8) -> io::Result<Self> {
        Ok(match byte {
            0x01 => Self::Batch,
            0x03 => Self::Call,
            0x06 => Self::Attention,
            0x07 => Self::Bulk,
            0x0E => Self::Transaction,
            0x10 => Self::Login,
            0x12 => Self::Greeting,
            _ => {
                let message = format!("no kind of packet: {byte:#04x}");
                return Err(io::Error::other(message));
            }
        })
    }
}

/// A message that was sent to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) kind: Kind,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// What follows the headers of a request: how long they are is in front of them.
    pub(crate) fn request(&self) -> &[u8] {
        let length = self.body.get(..4).map_or(0, |bytes| {
            u32::from_le_bytes(bytes.try_into().unwrap_or_default())
        });
        let length = usize::try_from(length).unwrap();
        self.body.get(length..).unwrap_or_default()
    }

    /// The text of a batch.
    pub(crate) fn batch(&self) -> Option<String> {
        (self.kind == Kind::Batch).then(|| utf16(self.request()))
    }
}

/// The text of little-endian UTF-16.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2);
    let units: Vec<u16> = units
        .map(|pair| u16::from_le_bytes(pair.try_into().unwrap()))
        .collect();
    String::from_utf16_lossy(&units)
}

/// One end of a connection.
pub(crate) struct Channel {
    stream: TcpStream,
    tls: Option<ServerConnection>,
    /// What was read and not looked at yet.
    read: Vec<u8>,
    packet: u8,
}

impl Channel {
    pub(crate) const fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            tls: None,
            read: Vec::new(),
            packet: 1,
        }
    }

    /// Reads a message.
    pub(crate) async fn read(&mut self) -> io::Result<Message> {
        let mut body = Vec::new();
        loop {
            self.fill(HEADER).await?;
            let header: Vec<u8> = self.read.drain(..HEADER).collect();
            let [kind, status, high, low, ..] = header.as_slice() else {
                return Err(io::Error::other("half a header"));
            };
            let length = usize::from(u16::from_be_bytes([*high, *low])) - HEADER;
            self.fill(length).await?;
            body.extend(self.read.drain(..length));
            if status & LAST != 0 {
                let kind = Kind::of(*kind)?;
                return Ok(Message { kind, body });
            }
        }
    }

    /// Sends a whole message.
    pub(crate) async fn write(&mut self, body: &[u8]) -> io::Result<()> {
        self.write_packets(body, PACKET - HEADER, true).await
    }

    /// Sends a whole message in packets of so many bytes of it.
    pub(crate) async fn write_pieces(&mut self, body: &[u8], size: usize) -> io::Result<()> {
        self.write_packets(body, size, true).await
    }

    /// Sends the beginning of a message.
    pub(crate) async fn write_part(&mut self, body: &[u8]) -> io::Result<()> {
        if body.is_empty() {
            return Ok(());
        }
        self.write_packets(body, PACKET - HEADER, false).await
    }

    async fn write_packets(&mut self, body: &[u8], size: usize, ends: bool) -> io::Result<()> {
        let mut out = Vec::new();
        let mut pieces = body.chunks(size).peekable();
        while let Some(piece) = pieces.next() {
            let last = ends && pieces.peek().is_none();
            let length = u16::try_from(piece.len() + HEADER).unwrap();
            out.extend([ANSWER, if last { LAST } else { 0 }]);
            out.extend(length.to_be_bytes());
            out.extend([0, 0, self.packet, 0]);
            out.extend(piece);
            self.packet = self.packet.wrapping_add(1);
        }
        self.send(&out).await
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(tls) = &mut self.tls else {
            return self.stream.write_all(bytes).await;
        };
        io::Write::write_all(&mut tls.writer(), bytes)?;
        let records = records(tls)?;
        self.stream.write_all(&records).await
    }

    /// Reads until so many bytes are there.
    async fn fill(&mut self, count: usize) -> io::Result<()> {
        while self.read.len() < count {
            let mut bytes = vec![0; PACKET];
            let read = self.stream.read(&mut bytes).await?;
            bytes.truncate(read);
            if bytes.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match &mut self.tls {
                None => self.read.append(&mut bytes),
                Some(tls) => {
                    let mut rest = bytes.as_slice();
                    while !rest.is_empty() {
                        tls.read_tls(&mut rest)?;
                        let state = tls.process_new_packets().map_err(io::Error::other)?;
                        let mut plain = vec![0; state.plaintext_bytes_to_read()];
                        tls.reader().read_exact(&mut plain)?;
                        self.read.append(&mut plain);
                    }
                    let records = records(tls)?;
                    self.stream.write_all(&records).await?;
                }
            }
        }
        Ok(())
    }

    /// Shakes hands inside of packets, as all versions of the protocol but the newest do.
    pub(crate) async fn encrypt(&mut self, mut tls: ServerConnection) -> io::Result<()> {
        while tls.is_handshaking() {
            let message = self.read().await?;
            tls.read_tls(&mut message.body.as_slice())?;
            let processed = tls.process_new_packets();
            let records = records(&mut tls)?;
            if !records.is_empty() {
                let mut out = vec![Kind::GREETING, LAST];
                let length = u16::try_from(records.len() + HEADER).unwrap();
                out.extend(length.to_be_bytes());
                out.extend([0, 0, 1, 0]);
                out.extend(records);
                self.stream.write_all(&out).await?;
            }
            processed.map_err(io::Error::other)?;
        }
        self.tls = Some(tls);
        Ok(())
    }

    /// Is encrypted from the first byte on.
    pub(crate) fn encrypt_at_once(&mut self, tls: ServerConnection) {
        self.tls = Some(tls);
    }

    /// Goes on in the clear.
    pub(crate) fn stop_encrypting(&mut self) {
        self.tls = None;
    }

    /// Ends the connection.
    pub(crate) async fn break_off(&mut self) -> io::Result<()> {
        self.stream.shutdown().await
    }
}

impl Kind {
    const GREETING: u8 = 0x12;
}

/// What TLS has to send.
fn records(tls: &mut ServerConnection) -> io::Result<Vec<u8>> {
    let mut records = Vec::new();
    while tls.wants_write() {
        tls.write_tls(&mut records)?;
    }
    Ok(records)
}
