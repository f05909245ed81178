//! Dates, times, timestamps and intervals, which are stored as the text of this crate's values.

mod arithmetic;
mod part;
mod zone;

use std::str::FromStr;
use std::time::Duration;

use backend_core::function::{DatePart, DateUnit};
use backend_core::value::{Date, Timestamp, TimestampTz};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};

use self::zone::{Zone, moved};
use super::{refused, strict, text};

pub(super) fn register(connection: &Connection) -> Result<()> {
    parts(connection)?;
    conversions(connection)?;
    sums(connection)?;
    intervals(connection)
}

fn parts(connection: &Connection) -> Result<()> {
    strict(connection, "backend_extract", 2, |values| {
        let [part, timestamp] = arguments(values)?;
        part::of_timestamp(parsed(part)?, timestamp_of(timestamp)?)
    })?;
    strict(connection, "backend_extract_from_time", 2, |values| {
        let [part, time] = arguments(values)?;
        part::of_time(parsed(part)?, parsed(time)?)
    })?;
    strict(connection, "backend_extract_in_zone", 3, |values| {
        let [part, zone, instant] = arguments(values)?;
        let (part, instant): (DatePart, TimestampTz) = (parsed(part)?, parsed(instant)?);
        if part == DatePart::Epoch {
            return part::of_timestamp(part, instant.utc());
        }
        part::of_timestamp(part, zone_of(zone)?.local(instant)?)
    })?;
    strict(connection, "backend_truncate_date", 2, |values| {
        let [unit, date] = arguments(values)?;
        let date = timestamp_of(date)?.date();
        part::truncate_date(parsed(unit)?, date).map(|date| date.to_string())
    })?;
    strict(connection, "backend_truncate_time", 2, |values| {
        let [unit, time] = arguments(values)?;
        part::truncate_time(parsed(unit)?, parsed(time)?).map(|time| time.to_string())
    })?;
    strict(connection, "backend_truncate_timestamp", 2, |values| {
        let [unit, timestamp] = arguments(values)?;
        let begin = part::truncate(parsed(unit)?, timestamp_of(timestamp)?)?;
        Ok(begin.to_string())
    })?;
    strict(connection, "backend_truncate_in_zone", 3, |values| {
        let [unit, zone, instant] = arguments(values)?;
        let (unit, zone): (DateUnit, Zone) = (parsed(unit)?, zone_of(zone)?);
        truncate_in_zone(unit, &zone, parsed(instant)?).map(|begin| begin.to_string())
    })
}

fn conversions(connection: &Connection) -> Result<()> {
    strict(connection, "backend_to_date", 1, |values| {
        let [timestamp] = arguments(values)?;
        Ok(timestamp_of(timestamp)?.date().to_string())
    })?;
    strict(connection, "backend_to_time", 1, |values| {
        let [timestamp] = arguments(values)?;
        let timestamp = timestamp_of(timestamp)?;
        Ok(timestamp.is_finite().then(|| timestamp.time().to_string()))
    })?;
    strict(connection, "backend_to_timestamp", 1, |values| {
        let [date] = arguments(values)?;
        Ok(timestamp_of(date)?.to_string())
    })?;
    strict(connection, "backend_local_timestamp", 2, |values| {
        let [zone, instant] = arguments(values)?;
        zone_of(zone)?
            .local(parsed(instant)?)
            .map(|local| local.to_string())
    })?;
    strict(connection, "backend_instant", 2, |values| {
        let [zone, timestamp] = arguments(values)?;
        zone_of(zone)?
            .instant(timestamp_of(timestamp)?)
            .map(|instant| instant.to_string())
    })?;
    strict(connection, "backend_now", 1, |values| {
        let [utc] = arguments(values)?;
        Ok(TimestampTz::from_utc(parsed(utc)?).to_string())
    })?;
    strict(connection, "backend_make_date", 3, |values| {
        let [year, month, day] = arguments(values)?;
        let year: i32 = number(year)?;
        // There is no year 0: the one before 1 is -1.
        let year = match year {
            0 => None,
            year => year.checked_add((year < 0).into()),
        };
        year.and_then(|year| Date::from_ymd(year, number(month).ok()?, number(day).ok()?).ok())
            .map(|date| date.to_string())
            .ok_or_else(|| refused("the calendar does not have such a day"))
    })?;
    strict(connection, "backend_make_timestamp", 2, |values| {
        let [date, time] = arguments(values)?;
        Ok(Timestamp::new(parsed(date)?, parsed(time)?).to_string())
    })
}

fn sums(connection: &Connection) -> Result<()> {
    strict(connection, "backend_add_days", 2, |values| {
        let [date, days] = arguments(values)?;
        arithmetic::add_days(parsed(date)?, number(days)?).map(|date| date.to_string())
    })?;
    strict(connection, "backend_days_between", 2, |values| {
        let [earlier, later] = arguments(values)?;
        arithmetic::days_between(parsed(earlier)?, parsed(later)?)
    })?;
    strict(connection, "backend_add_interval", 2, |values| {
        let [timestamp, interval] = arguments(values)?;
        let sum = arithmetic::add(timestamp_of(timestamp)?, parsed(interval)?)?;
        Ok(sum.to_string())
    })?;
    strict(connection, "backend_add_interval_to_time", 2, |values| {
        let [time, interval] = arguments(values)?;
        let sum = arithmetic::add_to_time(parsed(time)?, parsed(interval)?)?;
        Ok(sum.to_string())
    })?;
    strict(connection, "backend_add_interval_in_zone", 3, |values| {
        let [zone, instant, interval] = arguments(values)?;
        let zone = zone_of(zone)?;
        let sum = arithmetic::add_in_zone(&zone, parsed(instant)?, parsed(interval)?)?;
        Ok(sum.to_string())
    })?;
    strict(connection, "backend_difference", 2, |values| {
        let [earlier, later] = arguments(values)?;
        arithmetic::difference(earlier, later).map(|interval| interval.to_string())
    })
}

fn intervals(connection: &Connection) -> Result<()> {
    strict(connection, "backend_add_intervals", 2, |values| {
        let [first, second] = arguments(values)?;
        let sum = arithmetic::sum(parsed(first)?, parsed(second)?)?;
        Ok(sum.to_string())
    })?;
    strict(connection, "backend_negate_interval", 1, |values| {
        let [interval] = arguments(values)?;
        arithmetic::multiply(parsed(interval)?, -1).map(|interval| interval.to_string())
    })?;
    strict(connection, "backend_multiply_interval", 2, |values| {
        let [interval, times] = arguments(values)?;
        let product = arithmetic::multiply(parsed(interval)?, number(times)?)?;
        Ok(product.to_string())
    })?;
    strict(connection, "backend_interval_microseconds", 1, |values| {
        let [interval] = arguments(values)?;
        arithmetic::microseconds(parsed(interval)?)
    })
}

/// The beginning of a unit in a zone: of days and longer ones by what clocks show, of shorter ones with the offset of the moment.
fn truncate_in_zone(unit: DateUnit, zone: &Zone, instant: TimestampTz) -> Result<TimestampTz> {
    if !instant.is_finite() {
        return Ok(instant);
    }
    let local = zone.local(instant)?;
    let begin = part::truncate(unit, local)?;
    if unit.is_of_date() {
        return zone.instant(begin);
    }
    let offset = whole_seconds(instant.utc())? - whole_seconds(local)?;
    let offset = i32::try_from(offset).map_err(|_| out_of_range())?;
    moved(begin, Some(offset)).map(TimestampTz::from_utc)
}

/// As many arguments as the function was registered with.
fn arguments<'a, const N: usize>(values: &[ValueRef<'a>]) -> Result<[ValueRef<'a>; N]> {
    values
        .try_into()
        .map_err(|_| refused("the function takes another number of arguments"))
}

/// What is left from 1970 to an interval after so long a time, with months and days as a clock of UTC shows them.
pub(super) fn later(since_1970: Duration, interval: ValueRef<'_>) -> Result<Duration> {
    let nanoseconds = i128::try_from(since_1970.as_nanos()).map_err(|_| out_of_range())?;
    let now = Timestamp::from_unix_nanos(nanoseconds).map_err(|_| out_of_range())?;
    let then = arithmetic::add(now, parsed(interval)?)?;
    let in_range = || {
        let nanoseconds = u128::try_from(then.unix_nanos()?).ok()?;
        let seconds = u64::try_from(nanoseconds / 1_000_000_000).ok()?;
        let rest = u32::try_from(nanoseconds % 1_000_000_000).ok()?;
        (then.date().year() <= 9999).then(|| Duration::new(seconds, rest))
    };
    in_range().ok_or_else(out_of_range)
}

/// What an argument's text means.
fn parsed<T: FromStr>(value: ValueRef<'_>) -> Result<T> {
    text(value, "a text")?.parse().map_err(|_| {
        refused("an argument is not a date, time, timestamp or interval as the function takes it")
    })
}

/// A timestamp, or the beginning of a date.
fn timestamp_of(value: ValueRef<'_>) -> Result<Timestamp> {
    parsed::<Date>(value)
        .map(Timestamp::from)
        .or_else(|_| parsed(value))
}

fn zone_of(value: ValueRef<'_>) -> Result<Zone> {
    Zone::of(text(value, "a time zone")?)
}

fn number<T: TryFrom<i64>>(value: ValueRef<'_>) -> Result<T> {
    match value {
        ValueRef::Integer(number) => number.try_into().ok(),
        _ => None,
    }
    .ok_or_else(|| refused("an argument is not a whole number, or out of range"))
}

/// Whole seconds since 1970, rounded down.
fn whole_seconds(timestamp: Timestamp) -> Result<i64> {
    let nanoseconds = timestamp.unix_nanos().ok_or_else(out_of_range)?;
    i64::try_from(nanoseconds.div_euclid(1_000_000_000)).map_err(|_| out_of_range())
}

fn out_of_range() -> Error {
    refused("the result is out of range")
}
