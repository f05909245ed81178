//! Dates and timestamps a while later, and computing with intervals.

use backend_core::value::{Date, Interval, Time, Timestamp, TimestampTz};
use rusqlite::Result;
use rusqlite::types::ValueRef;

use super::super::refused;
use super::zone::Zone;
use super::{out_of_range, parsed};

/// Nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// The timestamp an interval later: its months, which keep within a month's days, its days, its time.
pub(super) fn add(timestamp: Timestamp, interval: Interval) -> Result<Timestamp> {
    if !timestamp.is_finite() {
        return Ok(timestamp);
    }
    let date = add_months(timestamp.date(), interval.months)?;
    let date = date_of(i64::from(date.days()) + i64::from(interval.days))?;
    later(Timestamp::new(date, timestamp.time()), interval.nanoseconds)
}

/// The instant an interval later, with months and days as clocks of the zone show them.
pub(super) fn add_in_zone(
    zone: &Zone,
    instant: TimestampTz,
    interval: Interval,
) -> Result<TimestampTz> {
    let mut utc = instant.utc();
    // Without months and days nothing goes through local time, which names two instants in the hour that comes twice.
    if interval.months != 0 || interval.days != 0 {
        let days = Interval {
            nanoseconds: 0,
            ..interval
        };
        utc = zone.instant(add(zone.local(instant)?, days)?)?.utc();
    }
    later(utc, interval.nanoseconds).map(TimestampTz::from_utc)
}

/// The time of day that the interval's time after one, round the clock.
pub(super) fn add_to_time(time: Time, interval: Interval) -> Result<Time> {
    let sum = i128::from(time.nanoseconds()) + i128::from(interval.nanoseconds);
    u64::try_from(sum.rem_euclid(DAY.into()))
        .ok()
        .and_then(|sum| Time::from_nanoseconds(sum).ok())
        .ok_or_else(out_of_range)
}

/// The date so many days after one.
pub(super) fn add_days(date: Date, days: i64) -> Result<Date> {
    if !date.is_finite() {
        return Ok(date);
    }
    i64::from(date.days())
        .checked_add(days)
        .ok_or_else(out_of_range)
        .and_then(date_of)
}

/// The days from a date to another.
pub(super) fn days_between(earlier: Date, later: Date) -> Result<i64> {
    if earlier.is_finite() && later.is_finite() {
        Ok(i64::from(later.days()) - i64::from(earlier.days()))
    } else {
        Err(out_of_range())
    }
}

/// The interval between two instants, two timestamps or two times.
pub(super) fn difference(earlier: ValueRef<'_>, later: ValueRef<'_>) -> Result<Interval> {
    type Read = fn(ValueRef<'_>) -> Result<i128>;
    let utc: Read = |value| nanoseconds(parsed::<TimestampTz>(value)?.utc());
    let local: Read = |value| nanoseconds(parsed(value)?);
    for read in [utc, local] {
        match (read(earlier), read(later)) {
            (Ok(earlier), Ok(later)) => return span(later - earlier),
            (Err(_), Err(_)) => {}
            _ => break,
        }
    }
    let both = parsed(earlier).and_then(|earlier: Time| Ok((earlier, parsed::<Time>(later)?)));
    let (earlier, later) =
        both.map_err(|_| refused("the arguments are not two timestamps or two times"))?;
    let nanoseconds = i128::from(later.nanoseconds()) - i128::from(earlier.nanoseconds());
    Ok(Interval {
        nanoseconds: i64::try_from(nanoseconds).map_err(|_| out_of_range())?,
        ..Interval::default()
    })
}

/// The sum of two intervals.
pub(super) fn sum(first: Interval, second: Interval) -> Result<Interval> {
    let sum = || {
        Some(Interval {
            months: first.months.checked_add(second.months)?,
            days: first.days.checked_add(second.days)?,
            nanoseconds: first.nanoseconds.checked_add(second.nanoseconds)?,
        })
    };
    sum().ok_or_else(out_of_range)
}

/// The interval so many times.
pub(super) fn multiply(interval: Interval, times: i64) -> Result<Interval> {
    let product = || {
        Some(Interval {
            months: i64::from(interval.months)
                .checked_mul(times)?
                .try_into()
                .ok()?,
            days: i64::from(interval.days)
                .checked_mul(times)?
                .try_into()
                .ok()?,
            nanoseconds: interval.nanoseconds.checked_mul(times)?,
        })
    };
    product().ok_or_else(out_of_range)
}

/// The length in microseconds, of months of thirty days and days of 24 hours.
pub(super) fn microseconds(interval: Interval) -> Result<i64> {
    let days = i64::from(interval.months) * 30 + i64::from(interval.days);
    let length = i128::from(days) * i128::from(DAY) + i128::from(interval.nanoseconds);
    i64::try_from(length / 1_000).map_err(|_| out_of_range())
}

fn later(timestamp: Timestamp, nanoseconds: i64) -> Result<Timestamp> {
    match timestamp.unix_nanos() {
        Some(at) => {
            Timestamp::from_unix_nanos(at + i128::from(nanoseconds)).map_err(|_| out_of_range())
        }
        None => Ok(timestamp),
    }
}

fn add_months(date: Date, months: i32) -> Result<Date> {
    let (year, month, day) = date.to_ymd();
    let months = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(months);
    let year = i32::try_from(months.div_euclid(12)).map_err(|_| out_of_range())?;
    let month = u8::try_from(months.rem_euclid(12) + 1).map_err(|_| out_of_range())?;
    // The last day that the month has.
    (28..=day.max(28))
        .rev()
        .find_map(|last| Date::from_ymd(year, month, day.min(last)).ok())
        .ok_or_else(out_of_range)
}

fn date_of(days: i64) -> Result<Date> {
    i32::try_from(days)
        .ok()
        .map(Date::from_days)
        .filter(|date| date.is_finite())
        .ok_or_else(out_of_range)
}

fn nanoseconds(timestamp: Timestamp) -> Result<i128> {
    timestamp.unix_nanos().ok_or_else(out_of_range)
}

/// Days of 24 hours, and what is left.
fn span(nanoseconds: i128) -> Result<Interval> {
    let day = i128::from(DAY);
    match (
        i32::try_from(nanoseconds / day),
        i64::try_from(nanoseconds % day),
    ) {
        (Ok(days), Ok(nanoseconds)) => Ok(Interval {
            months: 0,
            days,
            nanoseconds,
        }),
        _ => Err(out_of_range()),
    }
}
