//! [`Time`]: a time of day.

use std::fmt;
use std::str::FromStr;

use super::super::scan::{Scanner, malformed, write_fraction};
use crate::error::{Error, ErrorKind, Result};

/// A time of day in nanoseconds, 00:00:00 to 24:00:00, without time zone.
///
/// # Shape
/// The end of the day, 24:00:00, is a time of its own, as in ISO 8601. The text is `HH:MM:SS`, with as many digits of a
/// fraction as there are.
///
/// # Example
/// ```
/// use backend_core::value::Time;
///
/// let time: Time = "23:59:59.25".parse()?;
/// assert_eq!(time, Time::from_hms_nano(23, 59, 59, 250_000_000)?);
/// assert_eq!(time.to_string(), "23:59:59.25");
/// assert!(time < Time::END_OF_DAY);
/// assert!("23:59:60".parse::<Time>().is_err()); // no leap seconds
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    nanoseconds: u64,
}

/// Nanoseconds of a second.
pub(super) const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
/// Nanoseconds of a day.
pub(super) const DAY: u64 = 24 * HOUR;

impl Time {
    /// 00:00:00.
    pub const MIDNIGHT: Self = Self { nanoseconds: 0 };
    /// 24:00:00.
    pub const END_OF_DAY: Self = Self { nanoseconds: DAY };

    /// The time of that hour, minute, second and nanosecond of the second.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where one of them is out of range, or anything is after 24:00:00.
    pub fn from_hms_nano(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Result<Self> {
        let (hours, minutes) = (u64::from(hour) * HOUR, u64::from(minute) * MINUTE);
        let nanoseconds = hours + minutes + u64::from(second) * SECOND + u64::from(nanosecond);
        if minute > 59 || second > 59 || u64::from(nanosecond) >= SECOND || nanoseconds > DAY {
            return Err(Error::new(
                ErrorKind::Data,
                format!(
                    "there is no time {hour:02}:{minute:02}:{second:02}.{nanosecond:09} in a day"
                ),
            ));
        }
        Ok(Self { nanoseconds })
    }

    /// The time that is so many nanoseconds after midnight.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where that is after 24:00:00.
    pub fn from_nanoseconds(nanoseconds: u64) -> Result<Self> {
        if nanoseconds > DAY {
            return Err(Error::new(
                ErrorKind::Data,
                format!("{nanoseconds} nanoseconds after midnight is not within the day"),
            ));
        }
        Ok(Self { nanoseconds })
    }

    /// The time that is so many nanoseconds after midnight, counted round the clock.
    pub(in crate::value) const fn wrapping(nanoseconds: u64) -> Self {
        Self {
            nanoseconds: nanoseconds % DAY,
        }
    }

    /// The time that another crate's valid time is.
    #[cfg(any(feature = "jiff", feature = "time"))]
    pub(in crate::value) fn from_valid_hms_nano(hms: [u8; 3], nanosecond: u32) -> Self {
        let seconds = hms
            .into_iter()
            .fold(0, |seconds, part| seconds * 60 + u64::from(part));
        Self::wrapping(seconds * SECOND + u64::from(nanosecond))
    }

    /// Nanoseconds since midnight.
    #[must_use]
    pub const fn nanoseconds(self) -> u64 {
        self.nanoseconds
    }

    /// The hour, 0 to 24.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "24 at most")]
    pub const fn hour(self) -> u8 {
        (self.nanoseconds / HOUR) as u8
    }

    /// The minute, 0 to 59.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "59 at most")]
    pub const fn minute(self) -> u8 {
        (self.nanoseconds / MINUTE % 60) as u8
    }

    /// The second, 0 to 59.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "59 at most")]
    pub const fn second(self) -> u8 {
        (self.nanoseconds / SECOND % 60) as u8
    }

    /// The nanosecond of the second, 0 to 999,999,999.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "less than a second")]
    pub const fn nanosecond(self) -> u32 {
        (self.nanoseconds % SECOND) as u32
    }
}

impl Scanner<'_> {
    /// Reads a time of day; seconds may be missing.
    pub(super) fn time(&mut self) -> Option<Time> {
        let hour = self.two_digits()?;
        let minute = self.eat(b':').then(|| self.two_digits())??;
        let second = if self.eat(b':') {
            self.two_digits()?
        } else {
            0
        };
        let nanosecond = if self.eat(b'.') {
            self.billionths()?
        } else {
            0
        };
        Time::from_hms_nano(hour, minute, second, nanosecond).ok()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02}:{:02}:{:02}",
            self.hour(),
            self.minute(),
            self.second()
        )?;
        write_fraction(f, self.nanosecond().into())
    }
}

impl FromStr for Time {
    type Err = Error;

    /// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`. Nothing is rounded: from the tenth on, digits of the fraction
    /// must be 0.
    fn from_str(text: &str) -> Result<Self> {
        let mut scanner = Scanner::new(text);
        let time = scanner.time().filter(|_| scanner.is_at_end());
        time.ok_or_else(|| {
            malformed(
                text,
                "a time of day (HH:MM:SS, at most 9 digits of a fraction)",
            )
        })
    }
}
