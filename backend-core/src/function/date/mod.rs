//! Functions of dates, times, timestamps and intervals: parts, truncation, time zones, arithmetic.
//!
//! A *timestamp* here is one without time zone; one with it is an *instant*. Of an instant no part is known without a zone, so the functions that need
//! one take it: nothing depends on the time zone of a session.
//!
//! # Shape
//! NULL gives NULL. All years from 1 to 9999 are right on every vendor; what is outside of them is as the server has it.
//!
//! A local time that a zone never shows, or shows twice, is the later of the two instants that it can mean: half past two in the
//! night in which clocks go forward is half past three, and in the night in which they go back it is the second one.

mod part;
mod zone;

use sea_query::{Expr, FunctionCall};

pub use self::part::{DatePart, DateUnit};
pub use self::zone::TimeZone;
use super::call::constant;

functions! {
    /// Functions of dates, times, timestamps and intervals.
    DateFunction = "date" {
        /// A part of a date or timestamp: [`extract`].
        Extract(2) = "extract", supports_date_functions;
        /// A part of a time: [`extract_from_time`].
        ExtractFromTime(2) = "extract_from_time", supports_date_functions;
        /// A part of an instant in a zone: [`extract_in_zone`].
        ExtractInZone(3) = "extract_in_zone", supports_time_zones;
        /// The beginning of a unit, of a date: [`truncate_date`].
        TruncateDate(2) = "truncate_date", supports_date_functions;
        /// The beginning of a unit, of a time: [`truncate_time`].
        TruncateTime(2) = "truncate_time", supports_date_functions;
        /// The beginning of a unit, of a timestamp: [`truncate_timestamp`].
        TruncateTimestamp(2) = "truncate_timestamp", supports_date_functions;
        /// The beginning of a unit in a zone, of an instant: [`truncate_in_zone`].
        TruncateInZone(3) = "truncate_in_zone", supports_time_zones;
        /// The date of a timestamp: [`to_date`].
        ToDate(1) = "to_date", supports_date_functions;
        /// The time of a timestamp: [`to_time`].
        ToTime(1) = "to_time", supports_date_functions;
        /// The beginning of a date: [`to_timestamp`].
        ToTimestamp(1) = "to_timestamp", supports_date_functions;
        /// The timestamp that clocks of a zone show at an instant: [`local_timestamp`].
        LocalTimestamp(2) = "local_timestamp", supports_time_zones;
        /// The instant at which clocks of a zone show a timestamp: [`instant`].
        Instant(2) = "instant", supports_time_zones;
        /// When the statement began: [`now`].
        Now(0) = "now", supports_date_functions;
        /// A date of year, month and day: [`make_date`].
        MakeDate(3) = "make_date", supports_date_functions;
        /// A timestamp of a date and a time: [`make_timestamp`].
        MakeTimestamp(2) = "make_timestamp", supports_date_functions;
        /// A date so many days later: [`add_days`].
        AddDays(2) = "add_days", supports_date_functions;
        /// The days from a date to another: [`days_between`].
        DaysBetween(2) = "days_between", supports_date_functions;
        /// A timestamp later by an interval: [`add_interval`].
        AddInterval(2) = "add_interval", supports_interval_arithmetic;
        /// A time later by an interval: [`add_interval_to_time`].
        AddIntervalToTime(2) = "add_interval_to_time", supports_interval_arithmetic;
        /// An instant later by an interval, in a zone: [`add_interval_in_zone`].
        AddIntervalInZone(3) = "add_interval_in_zone", supports_interval_arithmetic;
        /// The interval between two timestamps, instants or times: [`difference`].
        Difference(2) = "difference", supports_interval_arithmetic;
        /// The sum of two intervals: [`add_intervals`].
        AddIntervals(2) = "add_intervals", supports_interval_arithmetic;
        /// The interval backwards: [`negate_interval`].
        NegateInterval(1) = "negate_interval", supports_interval_arithmetic;
        /// The interval so many times: [`multiply_interval`].
        MultiplyInterval(2) = "multiply_interval", supports_interval_arithmetic;
        /// The length of an interval, to compare it by: [`interval_microseconds`].
        IntervalMicroseconds(1) = "interval_microseconds", supports_interval_arithmetic;
    }
}

/// A part of a date or timestamp, as a whole number.
///
/// # Example
/// ```
/// use backend_core::function::{DatePart, extract};
/// use backend_core::query::Query;
/// use backend_core::sea_query::{Expr, ExprTrait};
///
/// let of_spring: Query = Query::select()
///     .column("name")
///     .from("artist")
///     .and_where(Expr::from(extract(DatePart::Quarter, Expr::col("born"))).eq(2))
///     .into();
/// # let _ = of_spring;
/// ```
pub fn extract(part: DatePart, timestamp: impl Into<Expr>) -> FunctionCall {
    DateFunction::Extract
        .call()
        .arg(constant(&part))
        .arg(timestamp)
}

/// A part of a time of day, as a whole number; see [`DatePart::is_of_time`].
///
/// # Errors
/// Where the query is built: [`Interface`](crate::error::ErrorKind::Interface) for a part that a time does not have.
pub fn extract_from_time(part: DatePart, time: impl Into<Expr>) -> FunctionCall {
    DateFunction::ExtractFromTime
        .call()
        .arg(constant(&part))
        .arg(time)
}

/// A part of what clocks of a zone show at an instant, as a whole number.
pub fn extract_in_zone(part: DatePart, zone: &TimeZone, instant: impl Into<Expr>) -> FunctionCall {
    DateFunction::ExtractInZone
        .call()
        .arg(constant(&part))
        .arg(constant(zone))
        .arg(instant)
}

/// The first date of the unit that a date is in. Of units shorter than a day it is the date itself.
pub fn truncate_date(unit: DateUnit, date: impl Into<Expr>) -> FunctionCall {
    DateFunction::TruncateDate
        .call()
        .arg(constant(&unit))
        .arg(date)
}

/// The beginning of the unit that a time of day is in. Of a day or longer it is midnight.
pub fn truncate_time(unit: DateUnit, time: impl Into<Expr>) -> FunctionCall {
    DateFunction::TruncateTime
        .call()
        .arg(constant(&unit))
        .arg(time)
}

/// The beginning of the unit that a timestamp is in.
pub fn truncate_timestamp(unit: DateUnit, timestamp: impl Into<Expr>) -> FunctionCall {
    DateFunction::TruncateTimestamp
        .call()
        .arg(constant(&unit))
        .arg(timestamp)
}

/// The instant at which the unit began that clocks of a zone are in.
///
/// A day without midnight begins at its first instant, one with two at the second, even for the hour before it. An hour, minute or second is cut with the offset that the zone has at
/// the instant, so that both hours of an hour that clocks show twice stay apart.
pub fn truncate_in_zone(unit: DateUnit, zone: &TimeZone, instant: impl Into<Expr>) -> FunctionCall {
    DateFunction::TruncateInZone
        .call()
        .arg(constant(&unit))
        .arg(constant(zone))
        .arg(instant)
}

/// The date of a timestamp.
pub fn to_date(timestamp: impl Into<Expr>) -> FunctionCall {
    DateFunction::ToDate.call().arg(timestamp)
}

/// The time of day of a timestamp.
pub fn to_time(timestamp: impl Into<Expr>) -> FunctionCall {
    DateFunction::ToTime.call().arg(timestamp)
}

/// The timestamp at which a date begins.
pub fn to_timestamp(date: impl Into<Expr>) -> FunctionCall {
    DateFunction::ToTimestamp.call().arg(date)
}

/// The timestamp that clocks of a zone show at an instant. [`to_date`] and [`to_time`] of it are the date and time there.
pub fn local_timestamp(zone: &TimeZone, instant: impl Into<Expr>) -> FunctionCall {
    DateFunction::LocalTimestamp
        .call()
        .arg(constant(zone))
        .arg(instant)
}

/// The instant at which clocks of a zone show a timestamp; the later one where there is none or two.
pub fn instant(zone: &TimeZone, timestamp: impl Into<Expr>) -> FunctionCall {
    DateFunction::Instant
        .call()
        .arg(constant(zone))
        .arg(timestamp)
}

/// The instant at which the statement began: the same wherever it stands in a statement, later in the next one, also in the same transaction.
#[must_use]
pub fn now() -> FunctionCall {
    DateFunction::Now.call()
}

/// Today in a zone, when the statement began.
#[must_use]
pub fn current_date(zone: &TimeZone) -> FunctionCall {
    to_date(local_timestamp(zone, now()))
}

/// The time of day in a zone, when the statement began.
#[must_use]
pub fn current_time(zone: &TimeZone) -> FunctionCall {
    to_time(local_timestamp(zone, now()))
}

/// The date of that year, month and day.
///
/// # Errors
/// Where the query runs: [`Data`](crate::error::ErrorKind::Data) for a day that the calendar does not have.
pub fn make_date(
    year: impl Into<Expr>,
    month: impl Into<Expr>,
    day: impl Into<Expr>,
) -> FunctionCall {
    DateFunction::MakeDate.call().arg(year).arg(month).arg(day)
}

/// The timestamp of a date and a time of day. 24:00:00 is the beginning of the next day.
pub fn make_timestamp(date: impl Into<Expr>, time: impl Into<Expr>) -> FunctionCall {
    DateFunction::MakeTimestamp.call().arg(date).arg(time)
}

/// The date so many days after a date; before it where the number is negative.
pub fn add_days(date: impl Into<Expr>, days: impl Into<Expr>) -> FunctionCall {
    DateFunction::AddDays.call().arg(date).arg(days)
}

/// The number of days from `earlier` to `later`; negative where it is the other way round.
pub fn days_between(earlier: impl Into<Expr>, later: impl Into<Expr>) -> FunctionCall {
    DateFunction::DaysBetween.call().arg(earlier).arg(later)
}

/// The timestamp that is an interval after a date or timestamp.
///
/// First its months are added, and a day that the month does not have is the month's last; then its days, then its time. To
/// subtract, add [`negate_interval`].
pub fn add_interval(timestamp: impl Into<Expr>, interval: impl Into<Expr>) -> FunctionCall {
    DateFunction::AddInterval
        .call()
        .arg(timestamp)
        .arg(interval)
}

/// The time of day that an interval's time after a time of day, round the clock; its months and days change nothing.
pub fn add_interval_to_time(time: impl Into<Expr>, interval: impl Into<Expr>) -> FunctionCall {
    DateFunction::AddIntervalToTime
        .call()
        .arg(time)
        .arg(interval)
}

/// The instant that is an interval after an instant, in a zone.
///
/// Its months and days are added to what clocks show: the next day at the same time, be it 23 hours later or 25. Its time is added as it passes.
pub fn add_interval_in_zone(
    zone: &TimeZone,
    instant: impl Into<Expr>,
    interval: impl Into<Expr>,
) -> FunctionCall {
    DateFunction::AddIntervalInZone
        .call()
        .arg(constant(zone))
        .arg(instant)
        .arg(interval)
}

/// The interval from `earlier` to `later`, of two timestamps, two instants or two times: days of 24 hours, and time.
pub fn difference(earlier: impl Into<Expr>, later: impl Into<Expr>) -> FunctionCall {
    DateFunction::Difference.call().arg(earlier).arg(later)
}

/// The sum of two intervals, each part by itself.
pub fn add_intervals(first: impl Into<Expr>, second: impl Into<Expr>) -> FunctionCall {
    DateFunction::AddIntervals.call().arg(first).arg(second)
}

/// The interval with each part's sign turned around.
pub fn negate_interval(interval: impl Into<Expr>) -> FunctionCall {
    DateFunction::NegateInterval.call().arg(interval)
}

/// The interval a whole number of times, each part by itself.
pub fn multiply_interval(interval: impl Into<Expr>, times: impl Into<Expr>) -> FunctionCall {
    DateFunction::MultiplyInterval
        .call()
        .arg(interval)
        .arg(times)
}

/// The length of an interval in microseconds, where a month counts thirty days and a day 24 hours.
///
/// Intervals are compared and sorted by it, since not every server has them as a type that sorts.
pub fn interval_microseconds(interval: impl Into<Expr>) -> FunctionCall {
    DateFunction::IntervalMicroseconds.call().arg(interval)
}
