//! Parts of dates and times, and the beginnings of units.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::function::{DatePart, DateUnit, ExpressionWriter};

use super::super::template::{Piece, fill};

/// Writes a part of a `datetime2`. The days of the week are counted from 0001-01-01, which was a Monday.
pub(super) fn extracted(
    part: DatePart,
    timestamp: Piece<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let text = match part {
        DatePart::Year => "DATEPART(year, {0})",
        // A day that is in the middle of the same week's year.
        DatePart::IsoYear => "DATEPART(year, DATEADD(day, 26 - DATEPART(iso_week, {0}), {0}))",
        DatePart::Quarter => "DATEPART(quarter, {0})",
        DatePart::Month => "DATEPART(month, {0})",
        DatePart::Week => "DATEPART(iso_week, {0})",
        DatePart::Day => "DATEPART(day, {0})",
        DatePart::DayOfYear => "DATEPART(dayofyear, {0})",
        DatePart::WeekDayFromSunday => "((DATEDIFF(day, DATEFROMPARTS(1, 1, 1), {0}) + 1) % 7 + 1)",
        DatePart::IsoWeekDay => "(DATEDIFF(day, DATEFROMPARTS(1, 1, 1), {0}) % 7 + 1)",
        DatePart::Hour => "DATEPART(hour, {0})",
        DatePart::Minute => "DATEPART(minute, {0})",
        DatePart::Second => "DATEPART(second, {0})",
        DatePart::Microsecond => "DATEPART(microsecond, {0})",
        // It counts how often a second begins in between.
        DatePart::Epoch => "DATEDIFF_BIG(second, '1970-01-01', {0})",
        _ => return Err(Error::not_supported(Flag::supports_date_functions)),
    };
    fill(text, &[timestamp], out)
}

/// The part, where a time has it.
pub(super) fn of_time(part: DatePart) -> Result<DatePart> {
    if part.is_of_time() {
        return Ok(part);
    }
    Err(Error::new(
        ErrorKind::Interface,
        format!("a time of day has no {part}"),
    ))
}

/// Writes a part of a `time`.
pub(super) fn extracted_from_time(
    part: DatePart,
    time: Piece<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    if part == DatePart::Epoch {
        return fill(
            "DATEDIFF(second, CAST('00:00:00' AS time(7)), {0})",
            &[time],
            out,
        );
    }
    extracted(part, time, out)
}

/// The first day of a unit of days, of a date or `datetime2`.
const fn first_day(unit: DateUnit) -> &'static str {
    match unit {
        DateUnit::Year => "DATEFROMPARTS(DATEPART(year, {0}), 1, 1)",
        DateUnit::Quarter => {
            "DATEFROMPARTS(DATEPART(year, {0}), DATEPART(quarter, {0}) * 3 - 2, 1)"
        }
        DateUnit::Month => "DATEFROMPARTS(DATEPART(year, {0}), DATEPART(month, {0}), 1)",
        DateUnit::Week => {
            "DATEADD(day, -(DATEDIFF(day, DATEFROMPARTS(1, 1, 1), {0}) % 7), CAST({0} AS date))"
        }
        _ => "CAST({0} AS date)",
    }
}

/// Writes the first date of a unit, of a date.
pub(super) fn truncated_date(
    unit: DateUnit,
    date: Piece<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    fill(first_day(unit), &[date], out)
}

/// Writes the beginning of a unit, of a `datetime2`.
pub(super) fn truncated(
    unit: DateUnit,
    timestamp: Piece<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let text = match unit {
        DateUnit::Hour => {
            "DATEADD(hour, DATEPART(hour, {0}), CAST(CAST({0} AS date) AS datetime2(7)))"
        }
        DateUnit::Minute => {
            "DATEADD(minute, DATEDIFF(minute, CAST({0} AS date), {0}), CAST(CAST({0} AS date) AS datetime2(7)))"
        }
        DateUnit::Second => {
            "DATEADD(second, DATEDIFF(second, CAST({0} AS date), {0}), CAST(CAST({0} AS date) AS datetime2(7)))"
        }
        unit => {
            out.push("CAST(");
            fill(first_day(unit), &[timestamp], out)?;
            out.push(" AS datetime2(7))");
            return Ok(());
        }
    };
    fill(text, &[timestamp], out)
}

/// Writes the beginning of a unit, of a `time`.
pub(super) fn truncated_time(
    unit: DateUnit,
    time: Piece<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let text = match unit {
        DateUnit::Hour => "TIMEFROMPARTS(DATEPART(hour, {0}), 0, 0, 0, 7)",
        DateUnit::Minute => "TIMEFROMPARTS(DATEPART(hour, {0}), DATEPART(minute, {0}), 0, 0, 7)",
        DateUnit::Second => {
            "TIMEFROMPARTS(DATEPART(hour, {0}), DATEPART(minute, {0}), DATEPART(second, {0}), 0, 7)"
        }
        _ => "CASE WHEN {0} IS NOT NULL THEN CAST('00:00:00' AS time(7)) END",
    };
    fill(text, &[time], out)
}
