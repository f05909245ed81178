//! [`Date`]: a day.

use std::fmt;
use std::str::FromStr;

use super::super::scan::{Scanner, infinity, malformed};
use crate::error::{Error, ErrorKind, Result};

/// A day, counted from 1970-01-01, in the proleptic Gregorian calendar.
///
/// # Shape
/// Years are astronomical: the year before 1 is 0, and the one before it -1. The text is ISO 8601 (`2024-02-29`), with a
/// sign before years below 0 or above 9999 (`-0043-03-15`, `+12024-01-01`), and `infinity` or `-infinity`.
///
/// # Example
/// ```
/// use backend_core::value::Date;
///
/// let date: Date = "2024-02-29".parse()?;
/// assert_eq!(date, Date::from_ymd(2024, 2, 29)?);
/// assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
/// assert_eq!(date.days(), 19_782);
/// assert!(date < Date::INFINITY);
/// assert!(Date::from_ymd(2023, 2, 29).is_err());
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    days: i32,
}

/// Days from 0000-03-01, where a leap day is the last of its year, to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;
/// Days of 400 years, after which the calendar repeats.
const DAYS_OF_ERA: i64 = 146_097;

impl Date {
    /// Later than every day.
    pub const INFINITY: Self = Self { days: i32::MAX };
    /// Earlier than every day.
    pub const NEG_INFINITY: Self = Self { days: i32::MIN };
    /// The last day: +5881580-07-10.
    pub const MAX: Self = Self { days: i32::MAX - 1 };
    /// The first day: -5877641-06-24.
    pub const MIN: Self = Self { days: i32::MIN + 1 };
    /// 1970-01-01.
    pub const EPOCH: Self = Self { days: 0 };

    /// The day that is so many days after 1970-01-01; [`i32::MAX`] and [`i32::MIN`] are the infinities.
    #[must_use]
    pub const fn from_days(days: i32) -> Self {
        Self { days }
    }

    /// The day of that year, month (1 to 12) and day of the month (1 to 31).
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where the calendar has no such day, or where it is before [`MIN`](Self::MIN) or after
    /// [`MAX`](Self::MAX).
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Result<Self> {
        let missing = || {
            Error::new(
                ErrorKind::Data,
                format!("there is no day {day} of month {month} in year {year}"),
            )
        };
        if !(1..=12).contains(&month) || !(1..=days_of_month(year, month)).contains(&day) {
            return Err(missing());
        }
        let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
        // Years and months from March, so that a leap day comes last.
        let (year, month) = if month > 2 {
            (year, month - 3)
        } else {
            (year - 1, month + 9)
        };
        let day_of_year = (153 * month + 2) / 5 + day - 1;
        let year_of_era = year.rem_euclid(400);
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = year.div_euclid(400) * DAYS_OF_ERA + day_of_era - DAYS_TO_EPOCH;
        i32::try_from(days)
            .map(Self::from_days)
            .ok()
            .filter(|date| date.is_finite())
            .ok_or_else(missing)
    }

    /// Days since 1970-01-01; negative before it.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.days
    }

    /// Whether this is a day, and not one of the infinities.
    #[must_use]
    pub const fn is_finite(self) -> bool {
        self.days != i32::MAX && self.days != i32::MIN
    }

    /// The year: 0 is the one before 1. Of an infinity, that of the day next to [`MAX`](Self::MAX) or [`MIN`](Self::MIN).
    #[must_use]
    pub fn year(self) -> i32 {
        self.to_ymd().0
    }

    /// The month, 1 to 12. Of an infinity, that of the day next to [`MAX`](Self::MAX) or [`MIN`](Self::MIN).
    #[must_use]
    pub fn month(self) -> u8 {
        self.to_ymd().1
    }

    /// The day of the month, 1 to 31. Of an infinity, that of the day next to [`MAX`](Self::MAX) or [`MIN`](Self::MIN).
    #[must_use]
    pub fn day(self) -> u8 {
        self.to_ymd().2
    }

    /// Year, month and day at once, as [`year`](Self::year), [`month`](Self::month) and [`day`](Self::day) give them.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "each is bounded by the calendar"
    )]
    #[allow(clippy::cast_sign_loss, reason = "remainders of a positive number")]
    pub fn to_ymd(self) -> (i32, u8, u8) {
        let days = i64::from(self.days) + DAYS_TO_EPOCH;
        let day_of_era = days.rem_euclid(DAYS_OF_ERA);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let year = year_of_era + days.div_euclid(DAYS_OF_ERA) * 400;
        let (year, month) = if month < 10 {
            (year, month + 3)
        } else {
            (year + 1, month - 9)
        };
        (year as i32, month as u8, day as u8)
    }
}

const fn days_of_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Scanner<'_> {
    /// Reads a date. A year without sign has four digits at least; one with a sign too.
    pub(super) fn date(&mut self) -> Option<Date> {
        let negative = self.sign().unwrap_or(false);
        let digits = self.digits();
        if !(4..=7).contains(&digits.len()) {
            return None;
        }
        let year = digits
            .iter()
            .fold(0, |year, digit| year * 10 + i32::from(digit - b'0'));
        let month = self.eat(b'-').then(|| self.two_digits())??;
        let day = self.eat(b'-').then(|| self.two_digits())??;
        Date::from_ymd(if negative { -year } else { year }, month, day).ok()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::INFINITY {
            return f.write_str("infinity");
        }
        if *self == Self::NEG_INFINITY {
            return f.write_str("-infinity");
        }
        let (year, month, day) = self.to_ymd();
        match year {
            0..=9999 => write!(f, "{year:04}-{month:02}-{day:02}"),
            // The sign counts as a column: five of them.
            _ => write!(f, "{year:+05}-{month:02}-{day:02}"),
        }
    }
}

impl FromStr for Date {
    type Err = Error;

    /// Reads `YYYY-MM-DD`, years with sign or more digits as well, or `infinity` and `-infinity`.
    fn from_str(text: &str) -> Result<Self> {
        if let Some(negative) = infinity(text) {
            return Ok(if negative {
                Self::NEG_INFINITY
            } else {
                Self::INFINITY
            });
        }
        let mut scanner = Scanner::new(text);
        let date = scanner.date().filter(|_| scanner.is_at_end());
        date.ok_or_else(|| malformed(text, "a date (YYYY-MM-DD)"))
    }
}
