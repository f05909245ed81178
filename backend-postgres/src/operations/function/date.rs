//! Functions of dates, times, timestamps and intervals. Nothing depends on the session's time zone.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::function::{
    Call, DateFunction, DatePart, DateUnit, ExpressionWriter, Function, TimeZone,
};
use backend_core::sea_query::Expr;

pub(super) fn write(
    function: DateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let argument = |position| call.argument(position);
    match function {
        DateFunction::Extract => {
            let value = argument(1)?;
            part(call.constant(0)?, out, &|out| timestamp(value, out))?;
        }
        DateFunction::ExtractFromTime => {
            let value = argument(1)?;
            part(of_time(call.constant(0)?)?, out, &|out| {
                out.expression(value);
            })?;
        }
        DateFunction::ExtractInZone => extract_in_zone(call, out)?,
        DateFunction::TruncateDate
        | DateFunction::TruncateTime
        | DateFunction::TruncateTimestamp
        | DateFunction::TruncateInZone => truncated(function, call, out)?,
        DateFunction::ToDate => {
            timestamp(argument(0)?, out);
            out.push("::date");
        }
        DateFunction::ToTime => {
            timestamp(argument(0)?, out);
            out.push("::time");
        }
        DateFunction::ToTimestamp => timestamp(argument(0)?, out),
        DateFunction::LocalTimestamp => at_zone(&call.constant(0)?, argument(1)?, out),
        DateFunction::Instant => {
            out.push("(");
            timestamp(argument(1)?, out);
            out.push(" AT TIME ZONE ");
            zone(&call.constant(0)?, out);
            out.push(")");
        }
        // Not that of the transaction, which is older in a long one.
        DateFunction::Now => out.push("statement_timestamp()"),
        DateFunction::MakeDate => {
            out.push("make_date(");
            cast(argument(0)?, "::integer, ", out);
            cast(argument(1)?, "::integer, ", out);
            cast(argument(2)?, "::integer)", out);
        }
        DateFunction::MakeTimestamp => binary(argument(0)?, " + ", argument(1)?, out),
        DateFunction::AddDays => {
            out.push("(");
            cast(argument(0)?, " + ", out);
            cast(argument(1)?, "::integer)", out);
        }
        DateFunction::DaysBetween => {
            binary(argument(1)?, " - ", argument(0)?, out);
            out.push("::bigint");
        }
        DateFunction::Difference => binary(argument(1)?, " - ", argument(0)?, out),
        DateFunction::AddIntervalInZone => add_in_zone(call, out)?,
        other => return arithmetic(other, call, out),
    }
    Ok(())
}

/// Writes what is computed with intervals and no zone.
fn arithmetic(
    function: DateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let first = call.argument(0)?;
    match function {
        DateFunction::AddInterval => {
            out.push("(");
            timestamp(first, out);
            out.push(" + ");
            cast(call.argument(1)?, ")", out);
        }
        DateFunction::AddIntervalToTime | DateFunction::AddIntervals => {
            binary(first, " + ", call.argument(1)?, out);
        }
        DateFunction::NegateInterval => {
            out.push("(- ");
            cast(first, ")", out);
        }
        DateFunction::MultiplyInterval => {
            out.push("(");
            cast(first, " * ", out);
            cast(call.argument(1)?, "::bigint::double precision)", out);
        }
        DateFunction::IntervalMicroseconds => microseconds(first, out),
        other => return Err(Error::not_supported(Function::Date(other).flag())),
    }
    Ok(())
}

/// Writes a part of what `value` writes.
fn part(
    part: DatePart,
    out: &mut dyn ExpressionWriter,
    value: &dyn Fn(&mut dyn ExpressionWriter),
) -> Result<()> {
    // Doubles before PostgreSQL 14, numeric since: both are whole then, and fit.
    let (before, after) = match part {
        DatePart::Year => ("EXTRACT(YEAR FROM ", ")::bigint"),
        DatePart::IsoYear => ("EXTRACT(ISOYEAR FROM ", ")::bigint"),
        DatePart::Quarter => ("EXTRACT(QUARTER FROM ", ")::bigint"),
        DatePart::Month => ("EXTRACT(MONTH FROM ", ")::bigint"),
        DatePart::Week => ("EXTRACT(WEEK FROM ", ")::bigint"),
        DatePart::Day => ("EXTRACT(DAY FROM ", ")::bigint"),
        DatePart::DayOfYear => ("EXTRACT(DOY FROM ", ")::bigint"),
        DatePart::WeekDayFromSunday => ("(EXTRACT(DOW FROM ", ")::bigint + 1)"),
        DatePart::IsoWeekDay => ("EXTRACT(ISODOW FROM ", ")::bigint"),
        DatePart::Hour => ("EXTRACT(HOUR FROM ", ")::bigint"),
        DatePart::Minute => ("EXTRACT(MINUTE FROM ", ")::bigint"),
        DatePart::Second => ("FLOOR(EXTRACT(SECOND FROM ", "))::bigint"),
        DatePart::Microsecond => ("(EXTRACT(MICROSECONDS FROM ", ")::bigint % 1000000)"),
        // Cut first: a double has no room for the fraction of a late second, and would round it up.
        DatePart::Epoch => ("EXTRACT(EPOCH FROM date_trunc('second', ", "))::bigint"),
        _ => return Err(Error::not_supported(Flag::supports_date_functions)),
    };
    out.push(before);
    value(out);
    out.push(after);
    Ok(())
}

/// The part, where a time has it.
fn of_time(part: DatePart) -> Result<DatePart> {
    if part.is_of_time() {
        return Ok(part);
    }
    Err(Error::new(
        ErrorKind::Interface,
        format!("a time of day has no {part}"),
    ))
}

fn extract_in_zone(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let (which, there, at): (_, TimeZone, _) =
        (call.constant(0)?, call.constant(1)?, call.argument(2)?);
    if which == DatePart::Epoch {
        // That of the instant, wherever.
        part(which, out, &|out| out.expression(at))
    } else {
        part(which, out, &|out| at_zone(&there, at, out))
    }
}

/// Writes a truncation.
fn truncated(
    function: DateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let argument = |position| call.argument(position);
    match function {
        DateFunction::TruncateDate => {
            truncate(call.constant(0)?, out);
            timestamp(argument(1)?, out);
            out.push(")::date");
        }
        DateFunction::TruncateTime => {
            let unit: DateUnit = call.constant(0)?;
            // An interval has no weeks to be cut to.
            let is_of_date = unit.is_of_date();
            truncate(if is_of_date { DateUnit::Day } else { unit }, out);
            cast(argument(1)?, "::interval", out);
            out.push(")::time");
        }
        DateFunction::TruncateTimestamp => {
            truncate(call.constant(0)?, out);
            timestamp(argument(1)?, out);
            out.push(")");
        }
        DateFunction::TruncateInZone => {
            truncate(call.constant(0)?, out);
            out.expression(argument(2)?);
            out.push(", ");
            zone(&call.constant(1)?, out);
            out.push(")");
        }
        other => return Err(Error::not_supported(Function::Date(other).flag())),
    }
    Ok(())
}

/// Writes the beginning of a truncation, up to what is truncated.
fn truncate(unit: DateUnit, out: &mut dyn ExpressionWriter) {
    out.push("date_trunc(");
    out.string(unit.word());
    out.push(", ");
}

/// Writes a date or timestamp as a timestamp.
///
/// The function takes no timestamp with time zone: a cast would, with the session's zone.
fn timestamp(value: &Expr, out: &mut dyn ExpressionWriter) {
    out.push("pg_catalog.timestamp(");
    out.expression(value);
    out.push(", 6)");
}

/// Writes what clocks of a zone show.
fn at_zone(there: &TimeZone, at: &Expr, out: &mut dyn ExpressionWriter) {
    out.push("(");
    cast(at, " AT TIME ZONE ", out);
    zone(there, out);
    out.push(")");
}

/// Writes a zone. An offset is a POSIX rule, which counts the other way, as PostgreSQL reads `+02:00` as one too.
fn zone(zone: &TimeZone, out: &mut dyn ExpressionWriter) {
    match zone.offset_seconds() {
        None | Some(0) => out.string(&zone.to_string()),
        Some(offset) => {
            let west = TimeZone::offset(-offset).unwrap_or(TimeZone::UTC);
            out.string(&format!("<{zone}>{west}"));
        }
    }
}

/// Writes the months and days of an interval as clocks of the zone show them, and its time as it passes.
fn add_in_zone(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let (there, at, interval): (TimeZone, _, _) =
        (call.constant(0)?, call.argument(1)?, call.argument(2)?);
    // Without months and days nothing may go through local time, which names two instants in the hour that comes twice.
    out.push("(CASE WHEN EXTRACT(YEAR FROM ");
    cast(interval, ") = 0 AND EXTRACT(MONTH FROM ", out);
    cast(interval, ") = 0 AND EXTRACT(DAY FROM ", out);
    cast(interval, ") = 0 THEN ", out);
    cast(at, " ELSE (", out);
    at_zone(&there, at, out);
    out.push(" + date_trunc('day', ");
    cast(interval, ")) AT TIME ZONE ", out);
    zone(&there, out);
    out.push(" END + (");
    cast(interval, " - date_trunc('day', ", out);
    cast(interval, ")))", out);
    Ok(())
}

/// Writes the length of an interval: months of thirty days, days of 24 hours.
fn microseconds(interval: &Expr, out: &mut dyn ExpressionWriter) {
    out.push("(((EXTRACT(YEAR FROM ");
    cast(interval, ")::bigint * 12 + EXTRACT(MONTH FROM ", out);
    cast(interval, ")::bigint) * 30 + EXTRACT(DAY FROM ", out);
    cast(
        interval,
        ")::bigint) * 86400000000 + ROUND(EXTRACT(EPOCH FROM ",
        out,
    );
    cast(interval, " - date_trunc('day', ", out);
    cast(interval, ")) * 1000000)::bigint)", out);
}

/// Writes an operand and what comes after it.
fn cast(value: &Expr, after: &'static str, out: &mut dyn ExpressionWriter) {
    out.operand(value);
    out.push(after);
}

fn binary(left: &Expr, operator: &'static str, right: &Expr, out: &mut dyn ExpressionWriter) {
    out.push("(");
    cast(left, operator, out);
    cast(right, ")", out);
}
