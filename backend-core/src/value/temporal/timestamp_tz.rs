//! [`TimestampTz`]: an instant, with an offset from UTC.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::super::scan::{Scanner, infinity, malformed};
use super::{Date, Time, Timestamp};
use crate::error::{Error, ErrorKind, Result};

/// An instant, with the offset from UTC that it was written in.
///
/// # Shape
/// The instant is kept in UTC, the offset beside it; two of them are equal where both are, and they sort by the instant
/// first. To compare instants alone, compare [`utc`](Self::utc). The text is ISO 8601 in local time:
/// `2024-02-29 12:30:00+02:00`, or `infinity` and `-infinity`.
///
/// # Units
/// Offsets are seconds east of UTC, less than 26 hours to either side.
///
/// # Example
/// ```
/// use backend_core::value::TimestampTz;
///
/// let there: TimestampTz = "2024-02-29 12:30:00+02:00".parse()?;
/// let here: TimestampTz = "2024-02-29T10:30:00Z".parse()?;
/// assert_eq!(there.utc(), here.utc());
/// assert_ne!(there, here); // another offset
/// assert_eq!(here.with_offset(7_200)?, there);
/// assert_eq!(there.local().to_string(), "2024-02-29 12:30:00");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimestampTz {
    // Not a `Timestamp`, whose padding would make this 24 bytes and a cell four words.
    date: Date,
    offset_seconds: i32,
    time: Time,
}

/// Wider than any place on Earth needs, so that the offsets of every common library fit.
const MAX_OFFSET_SECONDS: i32 = 26 * 3_600 - 1;

impl TimestampTz {
    /// Later than every instant.
    pub const INFINITY: Self = Self::from_utc(Timestamp::INFINITY);
    /// Earlier than every instant.
    pub const NEG_INFINITY: Self = Self::from_utc(Timestamp::NEG_INFINITY);
    /// 1970-01-01 00:00:00+00:00.
    pub const UNIX_EPOCH: Self = Self::from_utc(Timestamp::UNIX_EPOCH);

    /// The instant at which it is `utc` in UTC, with the offset 0.
    #[must_use]
    pub const fn from_utc(utc: Timestamp) -> Self {
        Self {
            date: utc.date(),
            offset_seconds: 0,
            time: utc.time(),
        }
    }

    /// The instant at which it is `local` that far east of UTC.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where the offset is 26 hours or more or the instant is out of range.
    pub fn from_local(local: Timestamp, offset_seconds: i32) -> Result<Self> {
        match local.checked_add_seconds(-i64::from(offset_seconds)) {
            Some(utc) => Self::from_utc(utc).with_offset(offset_seconds),
            None => Err(out_of_range(local, offset_seconds)),
        }
    }

    /// The same instant with another offset. An infinity has the offset 0 always.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where the offset is 26 hours or more or the local time is out of range.
    pub fn with_offset(self, offset_seconds: i32) -> Result<Self> {
        if !(-MAX_OFFSET_SECONDS..=MAX_OFFSET_SECONDS).contains(&offset_seconds) {
            return Err(Error::new(
                ErrorKind::Data,
                format!("an offset of {offset_seconds} seconds from UTC is not less than 26 hours"),
            ));
        }
        let utc = self.utc();
        if utc.checked_add_seconds(offset_seconds.into()).is_none() {
            return Err(out_of_range(utc, offset_seconds));
        }
        Ok(Self {
            offset_seconds: if utc.is_finite() { offset_seconds } else { 0 },
            ..self
        })
    }

    /// The date and time in UTC.
    #[must_use]
    pub const fn utc(self) -> Timestamp {
        Timestamp::new(self.date, self.time)
    }

    /// The date and time as it was written, in local time.
    #[must_use]
    pub fn local(self) -> Timestamp {
        let utc = self.utc();
        // `with_offset` has made sure that it is in range.
        utc.checked_add_seconds(self.offset_seconds.into())
            .unwrap_or(utc)
    }

    /// Seconds east of UTC.
    #[must_use]
    pub const fn offset_seconds(self) -> i32 {
        self.offset_seconds
    }

    /// Whether this is an instant, and not one of the infinities.
    #[must_use]
    pub const fn is_finite(self) -> bool {
        self.date.is_finite()
    }
}

fn out_of_range(timestamp: Timestamp, offset_seconds: i32) -> Error {
    Error::new(
        ErrorKind::Data,
        format!(
            "{timestamp} and an offset of {offset_seconds} seconds is out of a timestamp's range"
        ),
    )
}

impl Ord for TimestampTz {
    /// By the instant; by the offset where that is the same.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |timestamp: &Self| (timestamp.utc(), timestamp.offset_seconds);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for TimestampTz {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Scanner<'_> {
    /// Reads an offset: `Z`, or a sign and hours, minutes and seconds, with or without colons.
    fn offset(&mut self) -> Option<i32> {
        if self.eat_any(b"Zz").is_some() {
            return Some(0);
        }
        let negative = self.sign()?;
        let mut seconds = i32::from(self.two_digits()?) * 3_600;
        for unit in [60, 1] {
            if self.is_at_end() {
                break;
            }
            self.eat(b':');
            seconds += i32::from(self.two_digits().filter(|number| *number < 60)?) * unit;
        }
        Some(if negative { -seconds } else { seconds })
    }
}

impl fmt::Display for TimestampTz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_finite() {
            return fmt::Display::fmt(&self.date, f);
        }
        let sign = if self.offset_seconds < 0 { '-' } else { '+' };
        let offset = self.offset_seconds.unsigned_abs();
        let (hours, minutes, seconds) = (offset / 3_600, offset / 60 % 60, offset % 60);
        write!(f, "{}{sign}{hours:02}:{minutes:02}", self.local())?;
        if seconds == 0 {
            Ok(())
        } else {
            write!(f, ":{seconds:02}")
        }
    }
}

impl FromStr for TimestampTz {
    type Err = Error;

    /// Reads a timestamp and an offset (`Z`, `+HH`, `+HHMM`, `+HH:MM` or `+HH:MM:SS`; a space may stand before it), or
    /// `infinity` and `-infinity`. Nothing is rounded: from the tenth on, digits of the fraction must be 0.
    fn from_str(text: &str) -> Result<Self> {
        if let Some(negative) = infinity(text) {
            return Ok(if negative {
                Self::NEG_INFINITY
            } else {
                Self::INFINITY
            });
        }
        let mut scanner = Scanner::new(text);
        let read = scanner.timestamp().and_then(|local| {
            scanner.eat(b' ');
            Self::from_local(local, scanner.offset()?).ok()
        });
        read.filter(|_| scanner.is_at_end()).ok_or_else(|| {
            malformed(
                text,
                "a timestamp with offset (YYYY-MM-DD HH:MM:SS+HH:MM, at most 9 digits of a fraction)",
            )
        })
    }
}
