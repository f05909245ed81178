//! [`Tokens`]: what a server answers, piece by piece.

/// A type of columns.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Type {
    /// `bit`, which can be NULL.
    Bit,
    /// `int`, which can be NULL.
    Int,
    /// `bigint`, which can be NULL.
    BigInt,
    /// `nvarchar(128)`.
    Text,
}

/// A cell of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    /// NULL.
    Null(Type),
    /// A `bit`.
    Bit(bool),
    /// An `int`.
    Int(i32),
    /// A `bigint`.
    BigInt(i64),
    /// An `nvarchar(128)`.
    Text(&'a str),
}

impl Cell<'_> {
    const fn of(self) -> Type {
        match self {
            Self::Null(of) => of,
            Self::Bit(_) => Type::Bit,
            Self::Int(_) => Type::Int,
            Self::BigInt(_) => Type::BigInt,
            Self::Text(_) => Type::Text,
        }
    }
}

/// Says that a statement has counted rows.
const COUNTED: u16 = 0x10;
/// Says that more answers follow.
const MORE: u16 = 0x01;
/// Says that a statement has failed.
const FAILED: u16 = 0x02;
/// Says that the server has stopped as it was told to.
const STOPPED: u16 = 0x20;

/// The bytes of `SQL_Latin1_General_CP1_CI_AS`.
const COLLATION: [u8; 5] = [0x09, 0x04, 0xD0, 0x00, 0x34];

/// Pieces of an answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    bytes: Vec<u8>,
    /// Where the last piece begins.
    last: usize,
}

impl Tokens {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The last piece, and what is before it.
    pub(crate) fn split(&self) -> (Vec<u8>, Vec<u8>) {
        let (rest, last) = self.bytes.split_at(self.last);
        (last.to_vec(), rest.to_vec())
    }

    /// Bytes as they are.
    pub(crate) fn raw(mut self, bytes: &[u8]) -> Self {
        self.last = self.bytes.len();
        self.bytes.extend(bytes);
        self
    }

    /// A token with its length before it.
    pub(crate) fn token(self, kind: u8, body: &[u8]) -> Self {
        let mut bytes = vec![kind];
        bytes.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
        bytes.extend(body);
        self.raw(&bytes)
    }

    /// What the columns of the rows are that follow.
    pub(crate) fn columns(self, columns: &[(&str, Type)]) -> Self {
        let mut bytes = vec![0x81];
        bytes.extend(u16::try_from(columns.len()).unwrap().to_le_bytes());
        for (name, of) in columns {
            bytes.extend([0, 0, 0, 0]);
            bytes.extend([0x09, 0x00]);
            match of {
                Type::Bit => bytes.extend([0x68, 1]),
                Type::Int => bytes.extend([0x26, 4]),
                Type::BigInt => bytes.extend([0x26, 8]),
                Type::Text => {
                    bytes.extend([0xE7, 0x00, 0x01]);
                    bytes.extend(COLLATION);
                }
            }
            bytes.extend(short_text(name));
        }
        self.raw(&bytes)
    }

    /// A row.
    pub(crate) fn row(self, cells: &[Cell<'_>]) -> Self {
        let mut bytes = vec![0xD1];
        for cell in cells {
            match cell {
                Cell::Null(Type::Text) => bytes.extend([0xFF, 0xFF]),
                Cell::Null(_) => bytes.push(0),
                Cell::Bit(value) => bytes.extend([1, u8::from(*value)]),
                Cell::Int(number) => {
                    bytes.push(4);
                    bytes.extend(number.to_le_bytes());
                }
                Cell::BigInt(number) => {
                    bytes.push(8);
                    bytes.extend(number.to_le_bytes());
                }
                Cell::Text(text) => bytes.extend(long_text(text, 2)),
            }
        }
        self.raw(&bytes)
    }

    /// One row with its columns, and that it is all.
    pub(crate) fn one_row(self, cells: &[Cell<'_>]) -> Self {
        let columns: Vec<_> = cells.iter().map(|cell| ("", cell.of())).collect();
        self.columns(&columns).row(cells).done(Some(1))
    }

    /// The end of a batch.
    pub(crate) fn done(self, count: Option<u64>) -> Self {
        self.end(0xFD, 0, count)
    }

    /// The end of a statement of a procedure.
    pub(crate) fn done_in_procedure(self, count: Option<u64>) -> Self {
        self.end(0xFF, MORE, count)
    }

    /// The end of a procedure.
    pub(crate) fn done_with_procedure(self) -> Self {
        let mut status = vec![0x79];
        status.extend(0_i32.to_le_bytes());
        self.raw(&status).end(0xFE, 0, None)
    }

    /// The end of a batch of which something failed.
    pub(crate) fn failed(self) -> Self {
        self.end(0xFD, FAILED, None)
    }

    /// That the server has stopped.
    pub(crate) fn attention(self) -> Self {
        self.end(0xFD, STOPPED, None)
    }

    fn end(self, kind: u8, status: u16, count: Option<u64>) -> Self {
        let status = status | if count.is_some() { COUNTED } else { 0 };
        let mut bytes = vec![kind];
        bytes.extend(status.to_le_bytes());
        bytes.extend([0xC1, 0x00]);
        bytes.extend(count.unwrap_or_default().to_le_bytes());
        self.raw(&bytes)
    }

    /// An error: its number, state, class and text.
    pub(crate) fn error(self, number: u32, state: u8, class: u8, text: &str) -> Self {
        self.message(0xAA, number, (state, class), text)
    }

    /// A message that is no error.
    pub(crate) fn info(self, number: u32, text: &str) -> Self {
        self.message(0xAB, number, (1, 0), text)
    }

    fn message(self, kind: u8, number: u32, (state, class): (u8, u8), text: &str) -> Self {
        let mut body = number.to_le_bytes().to_vec();
        body.extend([state, class]);
        body.extend(long_text(text, 1));
        body.extend(short_text("fake"));
        body.extend(short_text(""));
        body.extend(1_u32.to_le_bytes());
        self.token(kind, &body)
    }

    /// That something of the session has changed, from one text to another.
    pub(crate) fn changed(self, what: u8, new: &str, old: &str) -> Self {
        let mut body = vec![what];
        body.extend(short_text(new));
        body.extend(short_text(old));
        self.token(0xE3, &body)
    }

    /// That the session's texts are in that collation.
    pub(crate) fn collation(self) -> Self {
        let mut body = vec![7, 5];
        body.extend(COLLATION);
        body.push(0);
        self.token(0xE3, &body)
    }

    /// That the login is let in, by a server of that version.
    pub(crate) fn let_in(self, version: [u8; 4]) -> Self {
        let mut body = vec![1, 0x74, 0x00, 0x00, 0x04];
        body.extend(short_text("Microsoft SQL Server"));
        body.extend(version);
        self.token(0xAD, &body)
    }
}

/// A text with how many units it has, in one byte.
fn short_text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = vec![u8::try_from(units.len()).unwrap()];
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

/// A text with how many units of so many bytes it has, in two bytes.
fn long_text(text: &str, bytes_each: usize) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(units.len() * bytes_each).unwrap();
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}
