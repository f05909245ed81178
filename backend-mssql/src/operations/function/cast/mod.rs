//! Casts: the server's own where they mean the same everywhere, and what means it where they do not.
//!
//! The server takes an empty text for 0, cuts fractions off, prints doubles with six digits and reads dates by the language of the
//! session. A text that means nothing in a type is handed to it as words that mean nothing, so that the error is its own.

mod text;

use backend_core::error::{Error, Result};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::function::{Call, CastFunction, ExpressionWriter, Function};
use backend_core::model::ColumnType;
use backend_core::sea_query::{Expr, Value};
use backend_core::value::Value as Cell;

use self::text::{from_text, write_limited};
use super::double;
use super::json::{Whole, write_whole};
use super::kind::Kind;
use super::template::{Piece, cast, fill};
use crate::value::spelling;

pub(super) fn write(
    function: CastFunction,
    features: &Features,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        CastFunction::Cast => {
            let (value, from, to) = call.cast()?;
            write_cast(value, [&from, &to], features, out)
        }
        other => Err(Error::not_supported(Function::Cast(other).flag())),
    }
}

/// Writes a value of one type as one of another.
#[allow(clippy::too_many_lines, reason = "an arm each")]
pub(super) fn write_cast(
    value: &Expr,
    [from, to]: [&ColumnType; 2],
    features: &Features,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let given: Piece<'_> = &|out| {
        out.operand(value);
        Ok(())
    };
    let kind = Kind::of_type(from);
    match (Sort::of(from), Sort::of(to)) {
        (Sort::Text | Sort::Json, Sort::Json) => of_json(value, Whole::Document, features, out),
        (Sort::Json, Sort::Integer) => typed(
            to,
            "{0}",
            &[&|out| of_json(value, Whole::Integer, features, out)],
            out,
        ),
        (Sort::Json, Sort::Float) => typed(
            to,
            "{0}",
            &[&|out| of_json(value, Whole::Double, features, out)],
            out,
        ),
        (Sort::Json, Sort::Boolean) => of_json(value, Whole::Boolean, features, out),
        (Sort::Json, sort @ Sort::Decimal) => from_text(
            &|out| of_json(value, Whole::Number, features, out),
            sort,
            to,
            out,
        ),
        // A boolean is a word, and a double has all of its digits.
        (sort @ (Sort::Boolean | Sort::Integer | Sort::Float | Sort::Decimal), Sort::Json) => {
            features.require(Flag::supports_json_functions)?;
            let text: Piece<'_> = &|out| write_text(value, from, sort, out);
            typed(to, "{0}", &[text], out)
        }
        (sort, Sort::Text) => {
            write_limited(to, features, &|out| write_text(value, from, sort, out), out)
        }
        (Sort::Text, sort) => from_text(given, sort, to, out),
        (Sort::Boolean, Sort::Decimal)
            if matches!(
                to,
                ColumnType::Decimal {
                    precision: None,
                    ..
                }
            ) =>
        {
            cast(value, "decimal(38,0)", out);
            Ok(())
        }
        (Sort::Boolean, Sort::Integer | Sort::Float | Sort::Decimal) => {
            typed(to, "CAST({0} AS int)", &[given], out)
        }
        (Sort::Integer | Sort::Float | Sort::Decimal, Sort::Boolean) => fill(
            "CAST(CASE WHEN {0} <> 0 THEN 1 WHEN {0} = 0 THEN 0 END AS bit)",
            &[given],
            out,
        ),
        // The nearest, and of two the even one.
        (Sort::Float, Sort::Integer) => typed(
            to,
            "CASE WHEN {0} - FLOOR({0}) < 0.5 THEN FLOOR({0}) WHEN {0} - FLOOR({0}) > 0.5 THEN FLOOR({0}) + 1 \
             ELSE 2 * FLOOR((FLOOR({0}) + 1) / 2) END",
            &[&|out| fill("CAST({0} AS float)", &[given], out)],
            out,
        ),
        (Sort::Decimal, Sort::Integer) => {
            typed(to, "ROUND({0}, 0)", &[&|out| widened(value, out)], out)
        }
        (Sort::Float, Sort::Decimal) => {
            typed(to, "{0}", &[&|out| double::plain(given, kind, out)], out)
        }
        // Of no said digits it is what it was.
        (Sort::Decimal, Sort::Decimal)
            if matches!(
                to,
                ColumnType::Decimal {
                    precision: None,
                    ..
                }
            ) =>
        {
            out.operand(value);
            Ok(())
        }
        (Sort::Integer, Sort::Decimal)
            if matches!(
                to,
                ColumnType::Decimal {
                    precision: None,
                    ..
                }
            ) =>
        {
            cast(value, "decimal(38,0)", out);
            Ok(())
        }
        // Not by the session's time zone.
        (Sort::Date | Sort::Timestamp, Sort::Instant) => typed(
            to,
            "TODATETIMEOFFSET(CAST({0} AS datetime2(7)), 0)",
            &[given],
            out,
        ),
        (Sort::Instant, Sort::Date | Sort::Time | Sort::Timestamp) => typed(
            to,
            "CAST(SWITCHOFFSET({0}, 0) AS datetime2(7))",
            &[given],
            out,
        ),
        (Sort::Time, Sort::Interval) => super::date::interval_text(
            &|out| {
                fill(
                    "(SELECT 0 AS months, 0 AS days, CAST(DATEDIFF(second, CAST('00:00:00' AS time(7)), t) AS bigint) * 1000000000 \
                     + DATEPART(nanosecond, t) AS nanos FROM (SELECT CAST({0} AS time(7)) AS t) AS backend_time)",
                    &[given],
                    out,
                )
            },
            out,
        ),
        (Sort::Interval, Sort::Time) => typed(
            to,
            "(SELECT CAST(DATEADD(nanosecond, CAST(nanos % 1000000000 AS int), \
             DATEADD(second, CAST(nanos / 1000000000 % 86400 AS int), CAST('2000-01-02' AS datetime2(7)))) AS time(7)) \
             FROM {0} AS backend_interval)",
            &[&|out| super::date::interval_parts(given, out)],
            out,
        ),
        _ => typed(to, "{0}", &[given], out),
    }
}

/// Writes a document as a scalar, or in its own right.
fn of_json(
    value: &Expr,
    of: Whole,
    features: &Features,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    features.require(Flag::supports_json_functions)?;
    write_whole(value, of, out)
}

/// Writes `CAST(… AS type)`.
fn typed(
    to: &ColumnType,
    text: &'static str,
    pieces: &[Piece<'_>],
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("CAST(");
    fill(text, pieces, out)?;
    out.push(" AS ");
    // Of no said digits: those of whole numbers that a double has, and as many behind the point.
    if matches!(
        to,
        ColumnType::Decimal {
            precision: None,
            ..
        }
    ) {
        out.push("decimal(38,16)");
    } else {
        out.fragment(&spelling(to)?);
    }
    out.push(")");
    Ok(())
}

/// Writes a decimal with room for one more digit: `ROUND` has none for a nine that becomes a ten.
pub(super) fn widened(value: &Expr, out: &mut dyn ExpressionWriter) -> Result<()> {
    let scale = match value {
        Expr::Value(decimal @ Value::Enum(_)) => {
            match backend_core::query::parameter(decimal.clone())?.value {
                Cell::Decimal(decimal) => decimal
                    .as_str()
                    .split_once('.')
                    .map_or(0, |(_, fraction)| fraction.len()),
                _ => 38,
            }
        }
        _ => 38,
    };
    if scale >= 38 {
        out.operand(value);
        return Ok(());
    }
    out.push("CAST(");
    out.expression(value);
    out.fragment(&format!(" AS decimal(38,{scale}))"));
    Ok(())
}

/// Writes the text of a value, as every vendor says it.
fn write_text(
    value: &Expr,
    from: &ColumnType,
    sort: Sort,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let given: Piece<'_> = &|out| {
        out.operand(value);
        Ok(())
    };
    match sort {
        Sort::Boolean => fill(
            "CASE WHEN {0} = 1 THEN N'true' WHEN {0} = 0 THEN N'false' END",
            &[given],
            out,
        ),
        Sort::Float => double::text(given, Kind::of_type(from), out),
        Sort::Bytes => fill(text::OF_BYTES, &[given], out),
        Sort::Date => fill("CONVERT(nvarchar(10), {0}, 23)", &[given], out),
        Sort::Time => time_text(given, out),
        Sort::Timestamp => {
            timestamp_text(&|out| fill("CAST({0} AS datetime2(7))", &[given], out), out)
        }
        Sort::Instant => {
            out.push("(");
            timestamp_text(
                &|out| fill("CAST(SWITCHOFFSET({0}, 0) AS datetime2(7))", &[given], out),
                out,
            )?;
            out.push(" + N'+00:00')");
            Ok(())
        }
        Sort::Json => write_whole(value, Whole::Document, out),
        Sort::Uuid => fill("LOWER(CAST({0} AS nvarchar(36)))", &[given], out),
        _ => {
            cast(value, "nvarchar(max)", out);
            Ok(())
        }
    }
}

/// The text of a time with all its digits, without zeros at its end, nor a point without digits.
fn time_text(time: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        "REPLACE(REPLACE(REPLACE(RTRIM(REPLACE(CONVERT(nvarchar(16), CAST({0} AS time(7)), 121), N'0', N' ')), N' ', N'0') + N'|', \
         N'.|', N''), N'|', N'')",
        &[time],
        out,
    )
}

fn timestamp_text(timestamp: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        "(CONVERT(nvarchar(10), CAST({0} AS date), 23) + N' ' + {1})",
        &[timestamp, &|out| time_text(timestamp, out)],
        out,
    )
}

/// What a type is to casts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Boolean,
    Integer,
    Float,
    Decimal,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
    Instant,
    Interval,
    Uuid,
    Json,
    Other,
}

impl Sort {
    const fn of(column_type: &ColumnType) -> Self {
        match column_type {
            ColumnType::Boolean => Self::Boolean,
            ColumnType::TinyInteger
            | ColumnType::SmallInteger
            | ColumnType::Integer
            | ColumnType::BigInteger => Self::Integer,
            ColumnType::Real | ColumnType::Double => Self::Float,
            ColumnType::Decimal { .. } => Self::Decimal,
            ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => Self::Text,
            ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => {
                Self::Bytes
            }
            ColumnType::Date => Self::Date,
            ColumnType::Time { .. } => Self::Time,
            ColumnType::Timestamp { .. } => Self::Timestamp,
            ColumnType::TimestampTz { .. } => Self::Instant,
            ColumnType::Interval => Self::Interval,
            ColumnType::Uuid => Self::Uuid,
            ColumnType::Json => Self::Json,
            _ => Self::Other,
        }
    }
}
