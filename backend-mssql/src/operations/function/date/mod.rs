//! Functions of dates, times, timestamps and intervals. Nothing depends on the session's language, first day of the week or time
//! zone.

mod interval;
mod part;
mod zone;

use backend_core::error::{Error, Result};
use backend_core::function::{
    Call, DateFunction, DatePart, DateUnit, ExpressionWriter, Function, TimeZone,
};

use self::interval::LATER;
use self::part::{extracted, of_time, truncated, truncated_date, truncated_time};
use self::zone::{Clock, write_offset};
use super::template::{Piece, cast, fill};

pub(super) use self::interval::{parts as interval_parts, text as interval_text};

#[allow(clippy::too_many_lines, reason = "an arm each")]
pub(super) fn write(
    function: DateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let of_type = |position: usize, type_name: &'static str, out: &mut dyn ExpressionWriter| {
        cast(call.argument(position)?, type_name, out);
        Ok(())
    };
    let timestamp: Piece<'_> = &|out| of_type(0, TIMESTAMP, out);
    let second_timestamp: Piece<'_> = &|out| of_type(1, TIMESTAMP, out);
    match function {
        DateFunction::Extract => extracted(call.constant(0)?, second_timestamp, out),
        DateFunction::ExtractFromTime => {
            let part: DatePart = of_time(call.constant(0)?)?;
            part::extracted_from_time(part, &|out| of_type(1, TIME, out), out)
        }
        DateFunction::TruncateDate => {
            truncated_date(call.constant(0)?, &|out| of_type(1, "date", out), out)
        }
        DateFunction::TruncateTime => {
            truncated_time(call.constant(0)?, &|out| of_type(1, TIME, out), out)
        }
        DateFunction::TruncateTimestamp => truncated(call.constant(0)?, second_timestamp, out),
        DateFunction::ToDate => of_type(0, "date", out),
        DateFunction::ToTime => of_type(0, TIME, out),
        DateFunction::ToTimestamp => timestamp(out),
        // The same wherever it stands in a statement.
        DateFunction::Now => {
            out.push("TODATETIMEOFFSET(SYSUTCDATETIME(), 0)");
            Ok(())
        }
        DateFunction::MakeDate => fill(
            "DATEFROMPARTS({0}, {1}, {2})",
            &[
                &|out| of_type(0, "int", out),
                &|out| of_type(1, "int", out),
                &|out| of_type(2, "int", out),
            ],
            out,
        ),
        DateFunction::MakeTimestamp => fill(
            "CAST(CONVERT(nvarchar(10), {0}, 23) + N'T' + CONVERT(nvarchar(16), {1}, 121) AS datetime2(7))",
            &[&|out| of_type(0, "date", out), &|out| of_type(1, TIME, out)],
            out,
        ),
        DateFunction::AddDays => fill(
            "DATEADD(day, {1}, {0})",
            &[&|out| of_type(0, "date", out), &|out| {
                of_type(1, "int", out)
            }],
            out,
        ),
        DateFunction::DaysBetween => fill(
            "DATEDIFF(day, {0}, {1})",
            &[&|out| of_type(0, "date", out), &|out| {
                of_type(1, "date", out)
            }],
            out,
        ),
        DateFunction::ExtractInZone
        | DateFunction::TruncateInZone
        | DateFunction::LocalTimestamp
        | DateFunction::Instant
        | DateFunction::AddIntervalInZone => in_zone(function, call, out),
        other => of_intervals(other, call, out),
    }
}

/// All the digits of a second that the server has.
const TIMESTAMP: &str = "datetime2(7)";
const TIME: &str = "time(7)";

/// Writes the timestamp of UTC of an instant.
fn utc(call: &Call<'_>, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        "CAST(SWITCHOFFSET({0}, 0) AS datetime2(7))",
        &[&|out| {
            out.expression(call.argument(position)?);
            Ok(())
        }],
        out,
    )
}

fn local_of(
    zone: &TimeZone,
    call: &Call<'_>,
    position: usize,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    if *zone == TimeZone::UTC {
        return utc(call, position, out);
    }
    let utc: Piece<'_> = &|out| utc(call, position, out);
    if let Some(seconds) = zone.offset_seconds() {
        return fill(
            "DATEADD(second, {0}, {1})",
            &[
                &|out| {
                    out.number(seconds.into());
                    Ok(())
                },
                utc,
            ],
            out,
        );
    }
    fill(
        "(SELECT DATEADD(second, {1}, backend_utc.u) FROM (SELECT {0} AS u) AS backend_utc)",
        &[utc, &|out| {
            write_offset(zone, "backend_utc.u", Clock::Utc, out)
        }],
        out,
    )
}

/// Writes the instant at which clocks of the zone show a timestamp.
fn instant_of(zone: &TimeZone, timestamp: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    if let Some(seconds) = zone.offset_seconds() {
        return fill(
            "TODATETIMEOFFSET(DATEADD(second, {0}, {1}), 0)",
            &[
                &|out| {
                    out.number(-i128::from(seconds));
                    Ok(())
                },
                timestamp,
            ],
            out,
        );
    }
    fill(
        "(SELECT TODATETIMEOFFSET(DATEADD(second, -{1}, backend_local.l), 0) FROM (SELECT {0} AS l) AS backend_local)",
        &[timestamp, &|out| {
            write_offset(zone, "backend_local.l", Clock::Local, out)
        }],
        out,
    )
}

fn in_zone(function: DateFunction, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    match function {
        DateFunction::ExtractInZone => {
            let (part, zone): (DatePart, TimeZone) = (call.constant(0)?, call.constant(1)?);
            if part == DatePart::Epoch {
                // That of the instant, wherever; but a zone that there is not is none.
                zone::check(&zone)?;
                return extracted(part, &|out| utc(call, 2, out), out);
            }
            fill(
                "(SELECT {1} FROM (SELECT {0} AS t) AS backend_there)",
                &[&|out| local_of(&zone, call, 2, out), &|out| {
                    extracted(part, &|out| push("backend_there.t", out), out)
                }],
                out,
            )
        }
        DateFunction::TruncateInZone => truncate_in_zone(call, out),
        DateFunction::LocalTimestamp => local_of(&call.constant(0)?, call, 1, out),
        DateFunction::Instant => instant_of(
            &call.constant(0)?,
            &|out| {
                cast(call.argument(1)?, TIMESTAMP, out);
                Ok(())
            },
            out,
        ),
        _ => add_in_zone(call, out),
    }
}

fn push(text: &'static str, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push(text);
    Ok(())
}

/// A day or more is one of clocks; less keeps the offset that there was.
fn truncate_in_zone(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let (unit, zone): (DateUnit, TimeZone) = (call.constant(0)?, call.constant(1)?);
    if unit.is_of_date() {
        return instant_of(
            &zone,
            &|out| {
                fill(
                    "(SELECT {1} FROM (SELECT {0} AS t) AS backend_there)",
                    &[&|out| local_of(&zone, call, 2, out), &|out| {
                        truncated(unit, &|out| push("backend_there.t", out), out)
                    }],
                    out,
                )
            },
            out,
        );
    }
    fill(
        "(SELECT TODATETIMEOFFSET(DATEADD(second, -backend_there.o, {2}), 0) \
         FROM (SELECT backend_at.o, DATEADD(second, backend_at.o, backend_at.u) AS t \
         FROM (SELECT backend_utc.u, {1} AS o FROM (SELECT {0} AS u) AS backend_utc) AS backend_at) AS backend_there)",
        &[
            &|out| utc(call, 2, out),
            &|out| write_offset(&zone, "backend_utc.u", Clock::Utc, out),
            &|out| truncated(unit, &|out| push("backend_there.t", out), out),
        ],
        out,
    )
}

/// Months and days are added to what clocks show, and only where there are any: in the hour that comes twice clocks name two
/// instants.
fn add_in_zone(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let zone: TimeZone = call.constant(0)?;
    fill(
        "(SELECT TODATETIMEOFFSET(DATEADD(nanosecond, CAST(nanos % 1000000000 AS int), \
         DATEADD(second, CAST(nanos / 1000000000 % 86400 AS int), DATEADD(day, CAST(nanos / 86400000000000 AS int), \
         CASE WHEN months = 0 AND days = 0 THEN backend_moved.u ELSE DATEADD(second, -{3}, backend_moved.l) END))), 0) \
         FROM (SELECT backend_utc.u, months, days, nanos, \
         DATEADD(day, days, DATEADD(month, months, DATEADD(second, {2}, backend_utc.u))) AS l \
         FROM (SELECT {0} AS u) AS backend_utc CROSS JOIN {1} AS backend_interval) AS backend_moved)",
        &[
            &|out| utc(call, 1, out),
            &|out| parts_of(call, 2, out),
            &|out| write_offset(&zone, "backend_utc.u", Clock::Utc, out),
            &|out| write_offset(&zone, "backend_moved.l", Clock::Local, out),
        ],
        out,
    )
}

/// Writes the parts of an interval as a table of one row.
fn parts_of(call: &Call<'_>, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
    interval::parts(
        &|out| {
            out.expression(call.argument(position)?);
            Ok(())
        },
        out,
    )
}

/// Writes what is computed with intervals and no zone.
#[allow(clippy::too_many_lines, reason = "an arm each")]
fn of_intervals(
    function: DateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let operand = |position: usize, out: &mut dyn ExpressionWriter| {
        out.expression(call.argument(position)?);
        Ok(())
    };
    let first: Piece<'_> = &|out| parts_of(call, 0, out);
    let second: Piece<'_> = &|out| parts_of(call, 1, out);
    match function {
        DateFunction::AddInterval => fill(
            "(SELECT {2} FROM (SELECT {0} AS t) AS backend_timestamp CROSS JOIN {1} AS backend_interval)",
            &[
                &|out| {
                    cast(call.argument(0)?, TIMESTAMP, out);
                    Ok(())
                },
                second,
                &|out| fill(LATER, &[&|out| push("backend_timestamp.t", out)], out),
            ],
            out,
        ),
        // On a day that has one before it and one behind it.
        DateFunction::AddIntervalToTime => fill(
            "(SELECT CAST(DATEADD(nanosecond, CAST(nanos % 1000000000 AS int), DATEADD(second, CAST(nanos / 1000000000 % 86400 AS int), \
             DATEADD(nanosecond, DATEPART(nanosecond, backend_time.t), DATEADD(second, \
             DATEDIFF(second, CAST('00:00:00' AS time(7)), backend_time.t), CAST('2000-01-01' AS datetime2(7)))))) AS time(7)) \
             FROM (SELECT {0} AS t) AS backend_time CROSS JOIN {1} AS backend_interval)",
            &[
                &|out| {
                    cast(call.argument(0)?, TIME, out);
                    Ok(())
                },
                second,
            ],
            out,
        ),
        // By the second and its digits: the number of all of them is greater than 64 bits.
        DateFunction::Difference => interval::text(
            &|out| {
                fill(
                    "(SELECT 0 AS months, CAST(t / 864000000000 AS int) AS days, t % 864000000000 * 100 AS nanos \
                     FROM (SELECT DATEDIFF_BIG(second, {0}, {1}) * 10000000 \
                     + (DATEPART(nanosecond, {1}) - DATEPART(nanosecond, {0})) / 100 AS t) AS backend_ticks)",
                    &[&|out| operand(0, out), &|out| operand(1, out)],
                    out,
                )
            },
            out,
        ),
        DateFunction::AddIntervals => interval::text(
            &|out| {
                fill(
                    "(SELECT CAST(CAST(backend_first.months AS bigint) + backend_second.months AS int) AS months, \
                     CAST(CAST(backend_first.days AS bigint) + backend_second.days AS int) AS days, \
                     backend_first.nanos + backend_second.nanos AS nanos \
                     FROM {0} AS backend_first CROSS JOIN {1} AS backend_second)",
                    &[first, second],
                    out,
                )
            },
            out,
        ),
        DateFunction::NegateInterval => interval::text(
            &|out| {
                fill(
                    "(SELECT -months AS months, -days AS days, -nanos AS nanos FROM {0} AS backend_given)",
                    &[first],
                    out,
                )
            },
            out,
        ),
        DateFunction::MultiplyInterval => interval::text(
            &|out| {
                fill(
                    "(SELECT CAST(CAST(months AS decimal(38,0)) * n AS int) AS months, \
                     CAST(CAST(days AS decimal(38,0)) * n AS int) AS days, CAST(CAST(nanos AS decimal(38,0)) * n AS bigint) AS nanos \
                     FROM {0} AS backend_given CROSS JOIN (SELECT {1} AS n) AS backend_times)",
                    &[first, &|out| {
                        cast(call.argument(1)?, "bigint", out);
                        Ok(())
                    }],
                    out,
                )
            },
            out,
        ),
        DateFunction::IntervalMicroseconds => fill(
            "(SELECT (CAST(months AS bigint) * 30 + days) * 86400000000 + nanos / 1000 FROM {0} AS backend_interval)",
            &[first],
            out,
        ),
        other => Err(Error::not_supported(Function::Date(other).flag())),
    }
}
