//! [`Scanner`]: reads a text form from left to right; every parser of this folder is made of it.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// What is left of a text that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a>(&'a [u8]);

impl<'a> Scanner<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    /// Whether everything was read.
    pub(super) const fn is_at_end(self) -> bool {
        self.0.is_empty()
    }

    /// Reads that byte, where it comes next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        self.eat_any(&[byte]).is_some()
    }

    /// Reads one of these bytes, where one comes next.
    pub(super) fn eat_any(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !bytes.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    /// Reads a sign, where one comes next: whether it is a minus.
    pub(super) fn sign(&mut self) -> Option<bool> {
        self.eat_any(b"+-").map(|sign| sign == b'-')
    }

    /// Reads as many digits as come next, perhaps none.
    pub(super) fn digits(&mut self) -> &'a [u8] {
        let length = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (digits, rest) = self.0.split_at_checked(length).unwrap_or((self.0, &[]));
        self.0 = rest;
        digits
    }

    /// Reads a whole number of at least one digit.
    pub(super) fn number(&mut self) -> Option<i64> {
        let digits = self.digits();
        if digits.is_empty() {
            return None;
        }
        digits.iter().try_fold(0_i64, |number, digit| {
            number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
        })
    }

    /// Reads exactly two digits.
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let ([tens, units], rest) = self.0.split_first_chunk()?;
        if !tens.is_ascii_digit() || !units.is_ascii_digit() {
            return None;
        }
        self.0 = rest;
        Some((tens - b'0') * 10 + (units - b'0'))
    }

    /// Reads the digits behind a decimal point as billionths. Nothing is rounded: digits behind the ninth must be 0.
    pub(super) fn billionths(&mut self) -> Option<u32> {
        let digits = self.digits();
        let (kept, dropped) = digits.split_at_checked(9).unwrap_or((digits, &[]));
        if digits.is_empty() || dropped.iter().any(|digit| *digit != b'0') {
            return None;
        }
        let padded = kept.iter().copied().chain(std::iter::repeat(b'0')).take(9);
        Some(padded.fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
    }
}

/// Reads the texts of the two infinities, in any case: whether it is the negative one.
pub(super) fn infinity(text: &str) -> Option<bool> {
    let (negative, name) = match text.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let known = ["infinity", "inf"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known));
    known.then_some(negative)
}

/// The error for a text that is not of that form.
pub(super) fn malformed(text: &str, form: &str) -> Error {
    Error::new(ErrorKind::Data, format!("{} is not {form}", Quoted(text)))
}

/// A text for a message: between backticks, and cut where it is long.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self
            .0
            .char_indices()
            .nth(40)
            .and_then(|(end, _)| self.0.split_at_checked(end))
        {
            Some((shown, _)) => write!(f, "`{shown}…`"),
            None => write!(f, "`{}`", self.0),
        }
    }
}

/// Writes a fraction of a second, with the point and without trailing zeros; nothing where it is 0.
pub(super) fn write_fraction(f: &mut fmt::Formatter<'_>, nanoseconds: u64) -> fmt::Result {
    if nanoseconds == 0 {
        return Ok(());
    }
    let (mut fraction, mut width) = (nanoseconds, 9);
    while fraction.is_multiple_of(10) {
        fraction /= 10;
        width -= 1;
    }
    write!(f, ".{fraction:0width$}")
}
