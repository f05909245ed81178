//! Parts of dates and times, and the beginnings of their units.

use backend_core::function::{DatePart, DateUnit};
use backend_core::value::{Date, Time, Timestamp};
use rusqlite::Result;

use super::super::refused;
use super::{out_of_range, whole_seconds};

/// A part of a timestamp. Infinity has none that repeats, and those that grow are refused.
pub(super) fn of_timestamp(part: DatePart, timestamp: Timestamp) -> Result<Option<i64>> {
    let date = timestamp.date();
    if part.is_of_time() && part != DatePart::Epoch && timestamp.is_finite() {
        return of_time(part, timestamp.time());
    }
    let found = match part {
        DatePart::Year | DatePart::IsoYear | DatePart::Epoch if !timestamp.is_finite() => {
            return Err(out_of_range());
        }
        _ if !timestamp.is_finite() => return Ok(None),
        DatePart::Year => named_year(date.year()),
        DatePart::IsoYear => named_year(thursday(date).year()),
        DatePart::Quarter => i64::from(quarter(date)),
        DatePart::Month => date.month().into(),
        DatePart::Week => (day_of_year(thursday(date)) - 1) / 7 + 1,
        DatePart::Day => date.day().into(),
        DatePart::DayOfYear => day_of_year(date),
        DatePart::WeekDayFromSunday => i64::from((days_after_monday(date) + 1) % 7 + 1),
        DatePart::IsoWeekDay => i64::from(days_after_monday(date) + 1),
        DatePart::Epoch => whole_seconds(timestamp)?,
        _ => return Err(refused("a timestamp has no such part")),
    };
    Ok(Some(found))
}

/// A part of a time of day.
pub(super) fn of_time(part: DatePart, time: Time) -> Result<Option<i64>> {
    Ok(Some(match part {
        DatePart::Hour => time.hour().into(),
        DatePart::Minute => time.minute().into(),
        DatePart::Second => time.second().into(),
        DatePart::Microsecond => i64::from(time.nanosecond() / 1_000),
        DatePart::Epoch => {
            i64::from(time.hour()) * 3_600
                + i64::from(time.minute()) * 60
                + i64::from(time.second())
        }
        _ => return Err(refused("a time of day has no such part")),
    }))
}

/// The beginning of the unit that a timestamp is in.
pub(super) fn truncate(unit: DateUnit, timestamp: Timestamp) -> Result<Timestamp> {
    if !timestamp.is_finite() {
        return Ok(timestamp);
    }
    if unit.is_of_date() {
        return truncate_date(unit, timestamp.date()).map(Timestamp::from);
    }
    Ok(Timestamp::new(
        timestamp.date(),
        truncate_time(unit, timestamp.time())?,
    ))
}

/// The beginning of the unit that a date is in.
pub(super) fn truncate_date(unit: DateUnit, date: Date) -> Result<Date> {
    if !date.is_finite() {
        return Ok(date);
    }
    let (year, month, _) = date.to_ymd();
    let first = |month| Date::from_ymd(year, month, 1).map_err(|_| out_of_range());
    match unit {
        DateUnit::Year => first(1),
        DateUnit::Quarter => first(quarter(date) * 3 - 2),
        DateUnit::Month => first(month),
        DateUnit::Week => Ok(Date::from_days(
            date.days().saturating_sub(days_after_monday(date)),
        )),
        _ => Ok(date),
    }
}

/// The beginning of the unit that a time of day is in; the end of the day is the beginning of one.
pub(super) fn truncate_time(unit: DateUnit, time: Time) -> Result<Time> {
    let (minute, second) = match unit {
        DateUnit::Hour => (0, 0),
        DateUnit::Minute => (time.minute(), 0),
        DateUnit::Second => (time.minute(), time.second()),
        _ => return Ok(Time::MIDNIGHT),
    };
    Time::from_hms_nano(time.hour() % 24, minute, second, 0).map_err(|_| out_of_range())
}

/// The year as people count: there is none between 1 before Christ, here -1, and 1.
fn named_year(year: i32) -> i64 {
    i64::from(year) - i64::from(year <= 0)
}

const fn quarter_of(month: u8) -> u8 {
    (month - 1) / 3 + 1
}

fn quarter(date: Date) -> u8 {
    quarter_of(date.month())
}

/// 1970-01-01 was a Thursday.
fn days_after_monday(date: Date) -> i32 {
    (date.days().rem_euclid(7) + 3) % 7
}

/// The Thursday of the date's week, whose year the week belongs to.
fn thursday(date: Date) -> Date {
    Date::from_days(date.days().saturating_add(3 - days_after_monday(date)))
}

fn day_of_year(date: Date) -> i64 {
    let first = Date::from_ymd(date.year(), 1, 1).map_or_else(|_| date.days(), Date::days);
    i64::from(date.days() - first) + 1
}
