//! Casts: the server's own where they mean the same everywhere, and what means it where they do not.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, CastFunction, ExpressionWriter, Function, TypeFamily};
use backend_core::model::ColumnType;
use sea_query::Expr;

use crate::value::spelling;

pub(super) fn write(
    function: CastFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        CastFunction::Cast => {
            let (value, from, to) = call.cast()?;
            write_cast(value, &from, &to, out)
        }
        other => Err(Error::not_supported(Function::Cast(other).flag())),
    }
}

/// Writes a value that is of that type: a parameter knows by it which one.
pub(super) fn write_typed(
    value: &Expr,
    of: &ColumnType,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("((");
    out.expression(value);
    out.push(")::");
    out.fragment(&spelling(of)?);
    out.push(")");
    Ok(())
}

/// Writes a value of one type as one of another.
pub(super) fn write_cast(
    value: &Expr,
    from: &ColumnType,
    to: &ColumnType,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("(");
    match (TypeFamily::of(from), TypeFamily::of(to)) {
        (_, TypeFamily::Text) => write_text(value, from, out)?,
        (TypeFamily::Text, TypeFamily::Bytes) => {
            out.push("convert_to(");
            write_typed(value, from, out)?;
            out.push(", 'UTF8')");
        }
        (TypeFamily::Boolean, TypeFamily::Integer | TypeFamily::Float | TypeFamily::Decimal) => {
            write_typed(value, from, out)?;
            out.push("::integer");
        }
        (TypeFamily::Integer | TypeFamily::Float | TypeFamily::Decimal, TypeFamily::Boolean) => {
            write_typed(value, from, out)?;
            out.push(" <> 0)");
            return Ok(());
        }
        // By its shortest digits: the server's own cast keeps fifteen.
        (TypeFamily::Float, TypeFamily::Decimal) => {
            write_typed(value, from, out)?;
            out.push("::text");
        }
        (
            TypeFamily::Boolean | TypeFamily::Integer | TypeFamily::Float | TypeFamily::Decimal,
            TypeFamily::Json,
        ) => {
            out.push("to_jsonb(");
            write_typed(value, from, out)?;
            out.push(")");
        }
        (
            TypeFamily::Json,
            TypeFamily::Boolean | TypeFamily::Integer | TypeFamily::Float | TypeFamily::Decimal,
        ) => {
            out.push("NULLIF((");
            out.expression(value);
            out.push(")::jsonb, 'null'::jsonb)");
        }
        // Not in the session's time zone.
        (TypeFamily::Date, TypeFamily::Instant) => {
            out.push("(");
            write_typed(value, from, out)?;
            out.push("::timestamp AT TIME ZONE 'UTC')");
        }
        (TypeFamily::Timestamp, TypeFamily::Instant)
        | (TypeFamily::Instant, TypeFamily::Date | TypeFamily::Time | TypeFamily::Timestamp) => {
            out.push("(");
            write_typed(value, from, out)?;
            out.push(" AT TIME ZONE 'UTC')");
        }
        _ => write_typed(value, from, out)?,
    }
    out.push("::");
    out.fragment(&spelling(to)?);
    out.push(")");
    Ok(())
}

/// Writes the text of a value, as every vendor says it.
fn write_text(value: &Expr, from: &ColumnType, out: &mut dyn ExpressionWriter) -> Result<()> {
    match TypeFamily::of(from) {
        TypeFamily::Bytes => {
            out.push("convert_from(");
            write_typed(value, from, out)?;
            out.push(", 'UTF8')");
        }
        // What JSON has of a day or moment does not depend on the session's `DateStyle`.
        TypeFamily::Date => {
            out.push("(to_jsonb(");
            write_typed(value, from, out)?;
            out.push(") #>> '{}')");
        }
        TypeFamily::Timestamp => {
            out.push("replace(to_jsonb(");
            write_typed(value, from, out)?;
            out.push(") #>> '{}', 'T', ' ')");
        }
        TypeFamily::Instant => {
            out.push("(replace(to_jsonb(");
            write_typed(value, from, out)?;
            out.push(" AT TIME ZONE 'UTC') #>> '{}', 'T', ' ') || '+00:00')");
        }
        TypeFamily::Interval => {
            out.push(INTERVAL.0);
            write_typed(value, from, out)?;
            out.push(INTERVAL.1);
        }
        TypeFamily::Json => {
            out.push("(");
            out.expression(value);
            out.push(")::jsonb::text");
        }
        _ => {
            write_typed(value, from, out)?;
            out.push("::text");
        }
    }
    Ok(())
}

/// The text of an interval, part by part, as no `IntervalStyle` changes it. The interval is named, so that it is computed once.
const INTERVAL: (&str, &str) = (
    "(SELECT CASE WHEN backend_value IS NULL THEN NULL ELSE COALESCE(NULLIF('P' \
     || COALESCE(NULLIF(extract(year FROM backend_value)::bigint, 0)::text || 'Y', '') \
     || COALESCE(NULLIF(extract(month FROM backend_value)::bigint, 0)::text || 'M', '') \
     || COALESCE(NULLIF(extract(day FROM backend_value)::bigint, 0)::text || 'D', '') \
     || COALESCE('T' || NULLIF(\
     COALESCE(NULLIF(extract(hour FROM backend_value)::bigint, 0)::text || 'H', '') \
     || COALESCE(NULLIF(extract(minute FROM backend_value)::bigint, 0)::text || 'M', '') \
     || COALESCE(rtrim(rtrim(NULLIF(extract(second FROM backend_value)::numeric(12,6), 0)::text, '0'), '.') || 'S', ''), \
     ''), ''), 'P'), 'PT0S') END FROM (SELECT ",
    " AS backend_value OFFSET 0) AS backend_interval)",
);
