//! Functions of dates, times, timestamps and intervals: SQLite has text, and the registered functions know what it means.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::function::{
    Call, DateFunction, DatePart, DateUnit, ExpressionWriter, Function, TimeZone,
};

pub(super) fn write(
    function: DateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let part = || call.constant::<DatePart>(0).map(DatePart::word);
    let unit = || call.constant::<DateUnit>(0).map(DateUnit::word);
    let zone = |position| {
        call.constant::<TimeZone>(position)
            .map(|zone| zone.to_string())
    };
    let mut registered = |name, constants: &[&str]| {
        out.push(name);
        out.push("(");
        for (n, constant) in constants.iter().enumerate() {
            out.push(if n > 0 { ", " } else { "" });
            out.string(constant);
        }
        for (n, argument) in call.arguments.iter().enumerate().skip(constants.len()) {
            out.push(if n > 0 { ", " } else { "" });
            out.expression(argument);
        }
        out.push(")");
    };
    match function {
        DateFunction::Extract => registered("backend_extract", &[part()?]),
        DateFunction::ExtractFromTime => {
            registered("backend_extract_from_time", &[of_time(call.constant(0)?)?]);
        }
        DateFunction::ExtractInZone => {
            registered("backend_extract_in_zone", &[part()?, &zone(1)?]);
        }
        DateFunction::TruncateDate => registered("backend_truncate_date", &[unit()?]),
        DateFunction::TruncateTime => registered("backend_truncate_time", &[unit()?]),
        DateFunction::TruncateTimestamp => registered("backend_truncate_timestamp", &[unit()?]),
        DateFunction::TruncateInZone => {
            registered("backend_truncate_in_zone", &[unit()?, &zone(1)?]);
        }
        DateFunction::ToDate => registered("backend_to_date", &[]),
        DateFunction::ToTime => registered("backend_to_time", &[]),
        DateFunction::ToTimestamp => registered("backend_to_timestamp", &[]),
        DateFunction::LocalTimestamp => registered("backend_local_timestamp", &[&zone(0)?]),
        DateFunction::Instant => registered("backend_instant", &[&zone(0)?]),
        // SQLite looks at the clock once a statement.
        DateFunction::Now => out.push("backend_now(strftime('%Y-%m-%d %H:%M:%f', 'now'))"),
        DateFunction::MakeDate => registered("backend_make_date", &[]),
        DateFunction::MakeTimestamp => registered("backend_make_timestamp", &[]),
        DateFunction::AddDays => registered("backend_add_days", &[]),
        DateFunction::DaysBetween => registered("backend_days_between", &[]),
        DateFunction::AddInterval => registered("backend_add_interval", &[]),
        DateFunction::AddIntervalToTime => registered("backend_add_interval_to_time", &[]),
        DateFunction::AddIntervalInZone => {
            registered("backend_add_interval_in_zone", &[&zone(0)?]);
        }
        DateFunction::Difference => registered("backend_difference", &[]),
        DateFunction::AddIntervals => registered("backend_add_intervals", &[]),
        DateFunction::NegateInterval => registered("backend_negate_interval", &[]),
        DateFunction::MultiplyInterval => registered("backend_multiply_interval", &[]),
        DateFunction::IntervalMicroseconds => registered("backend_interval_microseconds", &[]),
        other => return Err(Error::not_supported(Function::Date(other).flag())),
    }
    Ok(())
}

/// The word of a part, where a time has it.
fn of_time(part: DatePart) -> Result<&'static str> {
    if part.is_of_time() {
        return Ok(part.word());
    }
    Err(Error::new(
        ErrorKind::Interface,
        format!("a time of day has no {part}"),
    ))
}
