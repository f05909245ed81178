//! Dates, times and intervals: PostgreSQL counts from 2000-01-01, in days and microseconds.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::{Date, Interval, Time, Timestamp};

use super::wire::{Bytes, fixed, malformed};

/// Days from 1970-01-01 to 2000-01-01.
const EPOCH_DAYS: i32 = 10_957;
const DAY_MICROS: i64 = 86_400_000_000;
/// 4714-11-24 BC, the first day, in days from 2000-01-01.
const FIRST_DAY: i32 = -2_451_545;
/// 5874897-12-31, the last day of a `date`.
const LAST_DAY: i32 = 2_145_031_948;
/// The first and the last moment of a `timestamp`: 4714-11-24 BC and the end of 294276.
const FIRST_MOMENT: i64 = -211_813_488_000_000_000;
const LAST_MOMENT: i64 = 9_223_371_331_199_999_999;

#[inline]
pub(super) fn date(bytes: &[u8]) -> Result<Date> {
    Ok(match i32::from_be_bytes(fixed(bytes, "date")?) {
        i32::MAX => Date::INFINITY,
        i32::MIN => Date::NEG_INFINITY,
        days => Date::from_days(days.saturating_add(EPOCH_DAYS)),
    })
}

#[inline]
pub(super) fn time(bytes: &[u8]) -> Result<Time> {
    let micros = i64::from_be_bytes(fixed(bytes, "time of day")?);
    time_of_micros(micros).ok_or_else(|| malformed("time of day"))
}

fn time_of_micros(micros: i64) -> Option<Time> {
    let nanoseconds = u64::try_from(micros).ok()?.checked_mul(1_000)?;
    Time::from_nanoseconds(nanoseconds).ok()
}

#[inline]
pub(super) fn timestamp(bytes: &[u8]) -> Result<Timestamp> {
    let micros = i64::from_be_bytes(fixed(bytes, "timestamp")?);
    match micros {
        i64::MAX => return Ok(Timestamp::INFINITY),
        i64::MIN => return Ok(Timestamp::NEG_INFINITY),
        _ => {}
    }
    // Not by microseconds from 1970, which are more than 64 bits for the last thirty years.
    let days = i32::try_from(micros.div_euclid(DAY_MICROS) + i64::from(EPOCH_DAYS));
    let time = time_of_micros(micros.rem_euclid(DAY_MICROS));
    match (days, time) {
        (Ok(days), Some(time)) => Ok(Timestamp::new(Date::from_days(days), time)),
        _ => Err(malformed("timestamp")),
    }
}

/// An interval, or the server's text of one that has no place in [`Interval`].
#[derive(Debug, PartialEq)]
pub(super) enum Span {
    Interval(Interval),
    /// An infinite one, or one of more hours than 64 bits of nanoseconds hold.
    Text(String),
}

pub(super) fn interval(bytes: &[u8]) -> Result<Span> {
    let mut bytes = Bytes::new(bytes);
    let (Some(micros), Some(days), Some(months)) = (bytes.i64(), bytes.i32(), bytes.i32()) else {
        return Err(malformed("interval"));
    };
    match (months, days, micros) {
        (i32::MAX, i32::MAX, i64::MAX) => return Ok(Span::Text("infinity".to_owned())),
        (i32::MIN, i32::MIN, i64::MIN) => return Ok(Span::Text("-infinity".to_owned())),
        _ => {}
    }
    let span = match micros.checked_mul(1_000) {
        Some(nanoseconds) => Span::Interval(Interval {
            months,
            days,
            nanoseconds,
        }),
        None => Span::Text(print_interval(months, days, micros)),
    };
    bytes.finish(span).ok_or_else(|| malformed("interval"))
}

/// The text of an interval in the server's own style: `1 year -2 days +2562048:00:00`.
fn print_interval(months: i32, days: i32, micros: i64) -> String {
    let mut out = String::new();
    let mut after_negative = false;
    for (number, unit) in [(months / 12, "year"), (months % 12, "mon"), (days, "day")] {
        if number != 0 {
            let space = if out.is_empty() { "" } else { " " };
            let plus = if after_negative && number > 0 {
                "+"
            } else {
                ""
            };
            let plural = if number == 1 { "" } else { "s" };
            // Writing to a string cannot fail.
            let _ = write!(out, "{space}{plus}{number} {unit}{plural}");
            after_negative = number < 0;
        }
    }
    if !out.is_empty() {
        out.push(' ');
    }
    if micros < 0 {
        out.push('-');
    } else if after_negative {
        out.push('+');
    }
    print_clock(micros.unsigned_abs(), &mut out);
    out
}

/// Appends hours, minutes, seconds and as many digits of a fraction as there are.
pub(super) fn print_clock(micros: u64, out: &mut String) {
    let seconds = micros / 1_000_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let _ = write!(out, "{hours:02}:{minutes:02}:{:02}", seconds % 60);
    let fraction = micros % 1_000_000;
    if fraction != 0 {
        let _ = write!(out, ".{fraction:06}");
        out.truncate(out.trim_end_matches('0').len());
    }
}

/// Days from 2000-01-01.
pub(super) fn days(date: Date) -> Result<i32> {
    match date {
        Date::INFINITY => return Ok(i32::MAX),
        Date::NEG_INFINITY => return Ok(i32::MIN),
        _ => {}
    }
    date.days()
        .checked_sub(EPOCH_DAYS)
        .filter(|days| (FIRST_DAY..=LAST_DAY).contains(days))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Data,
                "a date is outside of those of PostgreSQL, 4714-11-24 BC to 5874897-12-31",
            )
        })
}

/// Microseconds from midnight.
pub(super) fn time_micros(time: Time) -> Result<i64> {
    let nanoseconds = time.nanoseconds();
    match i64::try_from(nanoseconds / 1_000) {
        Ok(micros) if nanoseconds.is_multiple_of(1_000) => Ok(micros),
        _ => Err(too_fine("a time of day")),
    }
}

/// Microseconds from 2000-01-01 00:00:00.
pub(super) fn timestamp_micros(timestamp: Timestamp) -> Result<i64> {
    match timestamp {
        Timestamp::INFINITY => return Ok(i64::MAX),
        Timestamp::NEG_INFINITY => return Ok(i64::MIN),
        _ => {}
    }
    if !timestamp.time().nanosecond().is_multiple_of(1_000) {
        return Err(too_fine("a timestamp"));
    }
    let days = i64::from(timestamp.date().days()) - i64::from(EPOCH_DAYS);
    days.checked_mul(DAY_MICROS)
        .and_then(|micros| micros.checked_add(time_micros(timestamp.time()).ok()?))
        .filter(|micros| (FIRST_MOMENT..=LAST_MOMENT).contains(micros))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Data,
                "a timestamp is outside of those of PostgreSQL, 4714-11-24 BC to the end of the year 294276",
            )
        })
}

/// The three parts in the order of the wire.
pub(super) fn interval_parts(interval: Interval) -> Result<(i64, i32, i32)> {
    if interval.nanoseconds % 1_000 != 0 {
        return Err(too_fine("an interval"));
    }
    Ok((interval.nanoseconds / 1_000, interval.days, interval.months))
}

fn too_fine(what: &str) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("{what} has nanoseconds, and PostgreSQL keeps microseconds: round it before"),
    )
}

/// Appends a date as the server reads it: years before 1 are counted backwards from 1 BC, and none has a sign.
///
/// Gives what has to follow the time of day, where there is one.
pub(super) fn print_date(date: Date, out: &mut String) -> &'static str {
    if !date.is_finite() {
        let _ = write!(out, "{date}");
        return "";
    }
    let (year, month, day) = date.to_ymd();
    let (year, era) = if year > 0 {
        (year, "")
    } else {
        (1 - year, " BC")
    };
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
    era
}

/// Appends a timestamp as the server reads it.
pub(super) fn print_timestamp(timestamp: Timestamp, zone: &str, out: &mut String) {
    let era = print_date(timestamp.date(), out);
    if timestamp.is_finite() {
        let _ = write!(out, " {}{zone}", timestamp.time());
    }
    out.push_str(era);
}
