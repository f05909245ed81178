//! [`Timestamp`]: a day and a time of day.

use std::fmt;
use std::str::FromStr;

use super::super::scan::{Scanner, infinity, malformed};
use super::time::DAY;
use super::{Date, Time};
use crate::error::{Error, ErrorKind, Result};

/// A day and a time of day, without time zone.
///
/// # Shape
/// The end of a day is the beginning of the next one, so 24:00:00 becomes 00:00:00. The text is ISO 8601 with a space:
/// `2024-02-29 12:30:00.5`, or `infinity` and `-infinity`.
///
/// # Example
/// ```
/// use backend_core::value::{Date, Time, Timestamp};
///
/// let timestamp: Timestamp = "2024-02-29T12:30".parse()?;
/// assert_eq!(timestamp.to_string(), "2024-02-29 12:30:00");
/// assert_eq!(timestamp.date(), Date::from_ymd(2024, 2, 29)?);
/// assert_eq!(timestamp.unix_micros(), Some(1_709_209_800_000_000));
///
/// let midnight = Timestamp::new(Date::from_ymd(2024, 2, 29)?, Time::END_OF_DAY);
/// assert_eq!(midnight.to_string(), "2024-03-01 00:00:00");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    date: Date,
    time: Time,
}

impl Timestamp {
    /// Later than every timestamp.
    pub const INFINITY: Self = Self {
        date: Date::INFINITY,
        time: Time::MIDNIGHT,
    };
    /// Earlier than every timestamp.
    pub const NEG_INFINITY: Self = Self {
        date: Date::NEG_INFINITY,
        time: Time::MIDNIGHT,
    };
    /// The first timestamp.
    pub const MIN: Self = Self {
        date: Date::MIN,
        time: Time::MIDNIGHT,
    };
    /// The last timestamp: the end of the last day, which has no next one.
    pub const MAX: Self = Self {
        date: Date::MAX,
        time: Time::END_OF_DAY,
    };
    /// 1970-01-01 00:00:00.
    pub const UNIX_EPOCH: Self = Self {
        date: Date::EPOCH,
        time: Time::MIDNIGHT,
    };

    /// That time of that day. An infinite date has no times: it makes an infinite timestamp.
    #[must_use]
    pub const fn new(date: Date, time: Time) -> Self {
        if !date.is_finite() {
            return Self {
                date,
                time: Time::MIDNIGHT,
            };
        }
        if time.nanoseconds() == DAY && date.days() != Date::MAX.days() {
            return Self {
                date: Date::from_days(date.days() + 1),
                time: Time::MIDNIGHT,
            };
        }
        Self { date, time }
    }

    /// The timestamp that is so many nanoseconds after 1970-01-01 00:00:00.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where that is before [`MIN`](Self::MIN) or after [`MAX`](Self::MAX).
    pub fn from_unix_nanos(nanoseconds: i128) -> Result<Self> {
        let day = i128::from(DAY);
        let date = i32::try_from(nanoseconds.div_euclid(day))
            .map(Date::from_days)
            .ok();
        let time = u64::try_from(nanoseconds.rem_euclid(day))
            .map(Time::wrapping)
            .ok();
        match (date, time) {
            // The very end of the last day.
            (Some(Date::INFINITY), Some(Time::MIDNIGHT)) => Ok(Self::MAX),
            (Some(date), Some(time)) if date.is_finite() => Ok(Self { date, time }),
            _ => Err(Error::new(
                ErrorKind::Data,
                format!("{nanoseconds} nanoseconds from 1970-01-01 is out of a timestamp's range"),
            )),
        }
    }

    /// The timestamp that is so many microseconds after 1970-01-01 00:00:00.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "106,751,991 days at most")]
    pub const fn from_unix_micros(microseconds: i64) -> Self {
        const MICROSECONDS: i64 = 86_400_000_000;
        let days = microseconds.div_euclid(MICROSECONDS) as i32;
        let of_day = microseconds.rem_euclid(MICROSECONDS).unsigned_abs();
        Self {
            date: Date::from_days(days),
            time: Time::wrapping(of_day * 1_000),
        }
    }

    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The time of the day.
    #[must_use]
    pub const fn time(self) -> Time {
        self.time
    }

    /// Whether this is a point in time, and not one of the infinities.
    #[must_use]
    pub const fn is_finite(self) -> bool {
        self.date.is_finite()
    }

    /// Microseconds since 1970-01-01 00:00:00. `None` where they do not say it all: more digits than microseconds,
    /// [`i64`] is too small, or infinity.
    #[must_use]
    pub fn unix_micros(self) -> Option<i64> {
        let nanoseconds = self.unix_nanos()?;
        let exact = nanoseconds % 1_000 == 0;
        i64::try_from(nanoseconds / 1_000).ok().filter(|_| exact)
    }

    /// Nanoseconds since 1970-01-01 00:00:00. `None` of infinity.
    #[must_use]
    pub fn unix_nanos(self) -> Option<i128> {
        let days = i128::from(self.date.days()) * i128::from(DAY);
        self.is_finite()
            .then(|| days + i128::from(self.time.nanoseconds()))
    }

    /// Moves by seconds; `None` out of range. An infinity stays where it is.
    pub(super) fn checked_add_seconds(self, seconds: i64) -> Option<Self> {
        match self.unix_nanos() {
            Some(nanoseconds) => {
                Self::from_unix_nanos(nanoseconds + i128::from(seconds) * 1_000_000_000).ok()
            }
            None => Some(self),
        }
    }
}

impl From<Date> for Timestamp {
    /// The beginning of that day.
    fn from(date: Date) -> Self {
        Self::new(date, Time::MIDNIGHT)
    }
}

impl Scanner<'_> {
    /// Reads a date and a time of day, with `T` or a space between.
    pub(super) fn timestamp(&mut self) -> Option<Timestamp> {
        let date = self.date()?;
        self.eat_any(b"Tt ")?;
        Some(Timestamp::new(date, self.time()?))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_finite() {
            return fmt::Display::fmt(&self.date, f);
        }
        write!(f, "{} {}", self.date, self.time)
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Reads a date and a time of day, with `T` or a space between, or `infinity` and `-infinity`. Nothing is rounded:
    /// from the tenth on, digits of the fraction must be 0.
    fn from_str(text: &str) -> Result<Self> {
        if let Some(negative) = infinity(text) {
            return Ok(if negative {
                Self::NEG_INFINITY
            } else {
                Self::INFINITY
            });
        }
        let mut scanner = Scanner::new(text);
        let timestamp = scanner.timestamp().filter(|_| scanner.is_at_end());
        timestamp.ok_or_else(|| {
            malformed(
                text,
                "a timestamp (YYYY-MM-DD HH:MM:SS, at most 9 digits of a fraction)",
            )
        })
    }
}
