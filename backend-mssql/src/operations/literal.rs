//! Literals: each stores what the same value stores as a parameter, whatever language and order of dates a session has.
//!
//! A value says its type where its text alone would be of another one.

use std::fmt::Display;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::sql::Writer;
use backend_core::value::{Date, NativeContent, Time, ValueRef};

/// The most digits of a decimal.
const MAX_DIGITS: usize = 38;
/// The nanoseconds of the finest unit that times keep.
const UNIT: u32 = 100;

/// Writes a value: `N'text'`, `0x00ff`, `CAST('2024-02-29' AS date)`.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/data-types/constants-transact-sql>.
pub(super) fn write(value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
    match value {
        ValueRef::Null => {
            out.push("NULL");
        }
        ValueRef::Bool(value) => {
            out.number(i64::from(value));
        }
        // What is greater than an `int` is a decimal to the server.
        ValueRef::I64(number) if i32::try_from(number).is_ok() => {
            out.number(number);
        }
        ValueRef::I64(number) => typed(number, "", " AS bigint)", out),
        ValueRef::U64(number) => match i64::try_from(number) {
            Ok(number) => return write(ValueRef::I64(number), out),
            Err(_) => {
                out.number(number);
            }
        },
        ValueRef::F32(number) => {
            check_float(number.into())?;
            typed(format_args!("{number:E}"), "", " AS real)", out);
        }
        ValueRef::F64(number) => {
            check_float(number)?;
            out.fragment(&format!("{number:E}"));
        }
        ValueRef::Decimal(number) => {
            if !number.is_finite() {
                return Err(Error::not_supported(Flag::supports_decimal_nan));
            }
            decimal(number.as_str(), out)?;
        }
        ValueRef::Text(value) | ValueRef::Json(value) => text(value, out)?,
        ValueRef::Bytes(value) => bytes(value, out),
        ValueRef::Date(_)
        | ValueRef::Time(_)
        | ValueRef::Timestamp(_)
        | ValueRef::TimestampTz(_) => moment(value, out)?,
        ValueRef::Interval(interval) => text(&interval.to_string(), out)?,
        ValueRef::Uuid(uuid) => typed(uuid, "'", "' AS uniqueidentifier)", out),
        ValueRef::Array(_) => return Err(Error::not_supported(Flag::supports_arrays)),
        ValueRef::Native(native) => match &native.content {
            NativeContent::Text(value) => text(value, out)?,
            NativeContent::Bytes(value) => bytes(value, out),
            _ => return Err(refused("a value of this kind")),
        },
        _ => return Err(refused("a value of this kind")),
    }
    Ok(())
}

/// Writes a day, a time of day, or both.
fn moment(value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
    match value {
        ValueRef::Date(date) => {
            check_date(date)?;
            typed(date, "'", "' AS date)", out);
        }
        ValueRef::Time(time) => {
            check_time(time)?;
            typed(time, "'", "' AS time(7))", out);
        }
        ValueRef::Timestamp(timestamp) => {
            let (date, time) = (timestamp.date(), timestamp.time());
            check_date(date)?;
            check_time(time)?;
            typed(
                format_args!("{date}T{time}"),
                "'",
                "' AS datetime2(7))",
                out,
            );
        }
        ValueRef::TimestampTz(instant) => {
            let local = instant.local();
            check_date(instant.utc().date())?;
            check_date(local.date())?;
            check_time(local.time())?;
            let seconds = instant.offset_seconds();
            if seconds % 60 != 0 || seconds.abs() > 14 * 3_600 {
                return Err(refused(
                    "an offset that is not of whole minutes up to 14 hours",
                ));
            }
            let minutes = seconds.abs() / 60;
            let sign = if seconds < 0 { '-' } else { '+' };
            let (date, time) = (local.date(), local.time());
            let (hours, minutes) = (minutes / 60, minutes % 60);
            typed(
                format_args!("{date}T{time}{sign}{hours:02}:{minutes:02}"),
                "'",
                "' AS datetimeoffset(7))",
                out,
            );
        }
        _ => return Err(refused("a value of this kind")),
    }
    Ok(())
}

fn typed(value: impl Display, open: &'static str, end: &'static str, out: &mut Writer<'_>) {
    out.push("CAST(")
        .push(open)
        .fragment(&value.to_string())
        .push(end);
}

fn refused(what: &str) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("{what} cannot be written as a literal of SQL Server"),
    )
}

fn check_float(number: f64) -> Result<()> {
    if number.is_nan() {
        return Err(Error::not_supported(Flag::supports_float_nan));
    }
    if number.is_infinite() {
        return Err(Error::not_supported(Flag::supports_float_infinity));
    }
    Ok(())
}

fn check_date(date: Date) -> Result<()> {
    if !date.is_finite() || !(1..=9999).contains(&date.to_ymd().0) {
        return Err(refused("a day that is not within the years 1 to 9999"));
    }
    Ok(())
}

fn check_time(time: Time) -> Result<()> {
    if time == Time::END_OF_DAY {
        return Err(Error::not_supported(Flag::supports_end_of_day));
    }
    if !time.nanosecond().is_multiple_of(UNIT) {
        return Err(refused(
            "a time of more than 7 digits of a second's fraction",
        ));
    }
    Ok(())
}

/// Writes a decimal. One without a point would be an integer, which divides otherwise.
fn decimal(digits: &str, out: &mut Writer<'_>) -> Result<()> {
    if digits.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS {
        return Err(refused("a decimal of more than 38 digits"));
    }
    out.fragment(digits);
    if !digits.contains('.') {
        out.push(".");
    }
    Ok(())
}

fn bytes(bytes: &[u8], out: &mut Writer<'_>) {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    out.push("0x").fragment(&hex);
}

/// Writes a text. A backslash before the end of a line would join the line with the next, so these two stand apart.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/language-elements/sql-server-utilities-statements-backslash>.
fn text(text: &str, out: &mut Writer<'_>) -> Result<()> {
    if text.contains('\0') {
        return Err(Error::not_supported(Flag::supports_nul_in_text));
    }
    let mut parts = parts(text).peekable();
    let first = parts.next().unwrap_or_default();
    if parts.peek().is_none() {
        out.string(first);
        return Ok(());
    }
    // Two short texts together would be cut at 4,000.
    out.push("(CAST(").string(first).push(" AS nvarchar(max))");
    for part in parts {
        out.push(" + ").string(part);
    }
    out.push(")");
    Ok(())
}

/// The parts of a text: each but the last ends with a backslash, behind which the next line begins.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let is_end = |at: &usize| {
            let next = whole.as_bytes().get(at + 1);
            matches!(next, Some(b'\n' | b'\r'))
        };
        let end = whole
            .match_indices('\\')
            .map(|(at, _)| at)
            .find(is_end)
            .map(|at| at + 1);
        let (part, others) = match end.and_then(|end| whole.split_at_checked(end)) {
            Some((part, others)) => (part, Some(others)),
            None => (whole, None),
        };
        rest = others;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::flag::Flag;
    use backend_core::sql::Writer;
    use backend_core::value::{Array, ColumnKind, Native, NativeContent, Value, ValueRef};

    use super::write;
    use crate::sql::SYNTAX;

    fn literal(value: &Value) -> Result<String, ErrorKind> {
        let mut out = Writer::new(&SYNTAX);
        write(value.as_ref(), &mut out).map_err(|error| error.kind())?;
        Ok(out.as_str().to_owned())
    }

    #[test]
    #[allow(clippy::too_many_lines, reason = "a table")]
    fn each_value_is_spelled() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (value, expected) in [
            (Value::Null, "NULL"),
            (Value::Bool(true), "1"),
            (Value::I64(-7), "-7"),
            (Value::I64(3_000_000_000), "CAST(3000000000 AS bigint)"),
            (Value::I64(i64::MIN), "CAST(-9223372036854775808 AS bigint)"),
            (Value::U64(7), "7"),
            (Value::U64(u64::MAX), "18446744073709551615"),
            (Value::F32(0.1), "CAST(1E-1 AS real)"),
            (Value::F64(0.1), "1E-1"),
            (Value::F64(-1e300), "-1E300"),
            (Value::Decimal("-1.50".parse().unwrap()), "-1.50"),
            (Value::Decimal("7".parse().unwrap()), "7."),
            (text("it's né 🦀"), "N'it''s né 🦀'"),
            (text("a\\b\nc"), "N'a\\b\nc'"),
            (
                text("a\\\nb\\\r\nc\\"),
                "(CAST(N'a\\' AS nvarchar(max)) + N'\nb\\' + N'\r\nc\\')",
            ),
            (Value::Bytes(vec![0, 255]), "0x00ff"),
            (Value::Bytes(vec![]), "0x"),
            (
                Value::Date("2024-02-29".parse().unwrap()),
                "CAST('2024-02-29' AS date)",
            ),
            (
                Value::Time("12:30:00.5".parse().unwrap()),
                "CAST('12:30:00.5' AS time(7))",
            ),
            (
                Value::Timestamp("2024-02-29 01:02:03.1234567".parse().unwrap()),
                "CAST('2024-02-29T01:02:03.1234567' AS datetime2(7))",
            ),
            (
                Value::TimestampTz("2024-02-29 12:30:00-05:30".parse().unwrap()),
                "CAST('2024-02-29T12:30:00-05:30' AS datetimeoffset(7))",
            ),
            (Value::Interval("P1D".parse().unwrap()), "N'P1D'"),
            (
                Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()),
                "CAST('67e55044-10b1-426f-9247-bb680e5fe0c8' AS uniqueidentifier)",
            ),
            (Value::Json("[1]".into()), "N'[1]'"),
        ] {
            assert_eq!(literal(&value).unwrap(), expected);
        }
        let native = |content| {
            Value::Native(Box::new(Native {
                type_name: "x".into(),
                content,
            }))
        };
        assert_eq!(
            literal(&native(NativeContent::Bytes(vec![1].into()))).unwrap(),
            "0x01"
        );
        assert_eq!(
            literal(&native(NativeContent::Text("a".into()))).unwrap(),
            "N'a'"
        );
    }

    #[test]
    fn what_the_server_does_not_keep_is_refused() {
        let flag = |flag| Err(ErrorKind::NotSupported(Some(flag)));
        for (value, refusal) in [
            (Value::F64(f64::NAN), flag(Flag::supports_float_nan)),
            (
                Value::F32(f32::INFINITY),
                flag(Flag::supports_float_infinity),
            ),
            (
                Value::Decimal("NaN".parse().unwrap()),
                flag(Flag::supports_decimal_nan),
            ),
            (Value::Text("a\0".into()), flag(Flag::supports_nul_in_text)),
            (
                Value::Array(Box::new(Array::new(ColumnKind::I64, vec![]))),
                flag(Flag::supports_arrays),
            ),
            (
                Value::Decimal("1".repeat(39).parse().unwrap()),
                Err(ErrorKind::Data),
            ),
            (
                Value::Date("0000-12-31".parse().unwrap()),
                Err(ErrorKind::Data),
            ),
            (
                Value::Date("infinity".parse().unwrap()),
                Err(ErrorKind::Data),
            ),
            (
                Value::Time("12:00:00.12345678".parse().unwrap()),
                Err(ErrorKind::Data),
            ),
            (
                Value::Time("24:00:00".parse().unwrap()),
                Err(ErrorKind::NotSupported(Some(Flag::supports_end_of_day))),
            ),
            (
                Value::TimestampTz("2024-02-29 12:00:00+00:19:32".parse().unwrap()),
                Err(ErrorKind::Data),
            ),
        ] {
            assert_eq!(literal(&value), refusal, "{value:?}");
        }
        assert_eq!(literal(&ValueRef::Null.to_value()).unwrap(), "NULL");
    }
}
