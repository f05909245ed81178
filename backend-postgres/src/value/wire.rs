//! Reads fixed parts of the binary format.

use backend_core::error::{Error, ErrorKind, Result};

/// Bytes that are read from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next bytes, where there are as many.
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(super) fn take_slice(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    pub(super) fn i16(&mut self) -> Option<i16> {
        self.take().map(i16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    pub(super) fn i32(&mut self) -> Option<i32> {
        self.take().map(i32::from_be_bytes)
    }

    pub(super) fn i64(&mut self) -> Option<i64> {
        self.take().map(i64::from_be_bytes)
    }

    /// What is left.
    pub(super) const fn rest(self) -> &'a [u8] {
        self.0
    }

    /// The value, where everything was read.
    pub(super) fn finish<T>(self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}

/// Bytes of a fixed number.
#[inline]
pub(super) fn fixed<const N: usize>(bytes: &[u8], what: &str) -> Result<[u8; N]> {
    match bytes.try_into() {
        Ok(fixed) => Ok(fixed),
        Err(_) => Err(malformed(what)),
    }
}

/// Text, which is checked where it stands.
#[inline]
pub(super) fn text(bytes: &[u8]) -> Result<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => Err(malformed("text in UTF-8")),
    }
}

/// The error for a cell that is not in the binary format of its type.
#[cold]
pub(super) fn malformed(what: &str) -> Error {
    Error::new(
        ErrorKind::Internal,
        format!("the server sent a cell that is no {what}"),
    )
}
