//! Casts: the server's own where they mean the same everywhere, and what means it where they do not.
//!
//! The server takes an empty text for 0, cuts fractions off, prints doubles with six digits and reads dates by the language of the
//! session. A text that means nothing in a type is handed to it as words that mean nothing, so that the error is its own.

mod text;

use backend_core::error::{Error, Result};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::function::{Call, CastFunction, ExpressionWriter, Function, TypeFamily};
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
    match (TypeFamily::of(from), TypeFamily::of(to)) {
        (TypeFamily::Text | TypeFamily::Json, TypeFamily::Json) => {
            of_json(value, Whole::Document, features, out)
        }
        (TypeFamily::Json, TypeFamily::Integer) => typed(
            to,
            "{0}",
            &[&|out| of_json(value, Whole::Integer, features, out)],
            out,
        ),
        (TypeFamily::Json, TypeFamily::Float) => typed(
            to,
            "{0}",
            &[&|out| of_json(value, Whole::Double, features, out)],
            out,
        ),
        (TypeFamily::Json, TypeFamily::Boolean) => of_json(value, Whole::Boolean, features, out),
        (TypeFamily::Json, family @ TypeFamily::Decimal) => from_text(
            &|out| of_json(value, Whole::Number, features, out),
            family,
            to,
            out,
        ),
        // A boolean is a word, and a double has all of its digits.
        (
            family @ (TypeFamily::Boolean
            | TypeFamily::Integer
            | TypeFamily::Float
            | TypeFamily::Decimal),
            TypeFamily::Json,
        ) => {
            features.require(Flag::supports_json_functions)?;
            let text: Piece<'_> = &|out| write_text(value, from, family, out);
            typed(to, "{0}", &[text], out)
        }
        (family, TypeFamily::Text) => write_limited(
            to,
            features,
            &|out| write_text(value, from, family, out),
            out,
        ),
        (TypeFamily::Text, family) => from_text(given, family, to, out),
        (TypeFamily::Boolean, TypeFamily::Decimal)
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
        (TypeFamily::Boolean, TypeFamily::Integer | TypeFamily::Float | TypeFamily::Decimal) => {
            typed(to, "CAST({0} AS int)", &[given], out)
        }
        (TypeFamily::Integer | TypeFamily::Float | TypeFamily::Decimal, TypeFamily::Boolean) => {
            fill(
                "CAST(CASE WHEN {0} <> 0 THEN 1 WHEN {0} = 0 THEN 0 END AS bit)",
                &[given],
                out,
            )
        }
        // The nearest, and of two the even one.
        (TypeFamily::Float, TypeFamily::Integer) => typed(
            to,
            "CASE WHEN {0} - FLOOR({0}) < 0.5 THEN FLOOR({0}) WHEN {0} - FLOOR({0}) > 0.5 THEN FLOOR({0}) + 1 \
             ELSE 2 * FLOOR((FLOOR({0}) + 1) / 2) END",
            &[&|out| fill("CAST({0} AS float)", &[given], out)],
            out,
        ),
        (TypeFamily::Decimal, TypeFamily::Integer) => {
            typed(to, "ROUND({0}, 0)", &[&|out| widened(value, out)], out)
        }
        (TypeFamily::Float, TypeFamily::Decimal) => {
            typed(to, "{0}", &[&|out| double::plain(given, kind, out)], out)
        }
        // Of no said digits it is what it was.
        (TypeFamily::Decimal, TypeFamily::Decimal)
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
        (TypeFamily::Integer, TypeFamily::Decimal)
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
        (TypeFamily::Date | TypeFamily::Timestamp, TypeFamily::Instant) => typed(
            to,
            "TODATETIMEOFFSET(CAST({0} AS datetime2(7)), 0)",
            &[given],
            out,
        ),
        (TypeFamily::Instant, TypeFamily::Date | TypeFamily::Time | TypeFamily::Timestamp) => {
            typed(
                to,
                "CAST(SWITCHOFFSET({0}, 0) AS datetime2(7))",
                &[given],
                out,
            )
        }
        (TypeFamily::Time, TypeFamily::Interval) => super::date::interval_text(
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
        (TypeFamily::Interval, TypeFamily::Time) => typed(
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
    family: TypeFamily,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let given: Piece<'_> = &|out| {
        out.operand(value);
        Ok(())
    };
    match family {
        TypeFamily::Boolean => fill(
            "CASE WHEN {0} = 1 THEN N'true' WHEN {0} = 0 THEN N'false' END",
            &[given],
            out,
        ),
        TypeFamily::Float => double::text(given, Kind::of_type(from), out),
        TypeFamily::Bytes => fill(text::OF_BYTES, &[given], out),
        TypeFamily::Date => fill("CONVERT(nvarchar(10), {0}, 23)", &[given], out),
        TypeFamily::Time => time_text(given, out),
        TypeFamily::Timestamp => {
            timestamp_text(&|out| fill("CAST({0} AS datetime2(7))", &[given], out), out)
        }
        TypeFamily::Instant => {
            out.push("(");
            timestamp_text(
                &|out| fill("CAST(SWITCHOFFSET({0}, 0) AS datetime2(7))", &[given], out),
                out,
            )?;
            out.push(" + N'+00:00')");
            Ok(())
        }
        TypeFamily::Json => write_whole(value, Whole::Document, out),
        TypeFamily::Uuid => fill("LOWER(CAST({0} AS nvarchar(36)))", &[given], out),
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
