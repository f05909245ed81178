//! Casts: the server's own where they mean the same everywhere, and what means it where they do not.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, CastFunction, ExpressionWriter, Function};
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
    match (Sort::of(from), Sort::of(to)) {
        (_, Sort::Text) => write_text(value, from, out)?,
        (Sort::Text, Sort::Bytes) => {
            out.push("convert_to(");
            write_typed(value, from, out)?;
            out.push(", 'UTF8')");
        }
        (Sort::Boolean, Sort::Integer | Sort::Float | Sort::Decimal) => {
            write_typed(value, from, out)?;
            out.push("::integer");
        }
        (Sort::Integer | Sort::Float | Sort::Decimal, Sort::Boolean) => {
            write_typed(value, from, out)?;
            out.push(" <> 0)");
            return Ok(());
        }
        // By its shortest digits: the server's own cast keeps fifteen.
        (Sort::Float, Sort::Decimal) => {
            write_typed(value, from, out)?;
            out.push("::text");
        }
        (Sort::Boolean | Sort::Integer | Sort::Float | Sort::Decimal, Sort::Json) => {
            out.push("to_jsonb(");
            write_typed(value, from, out)?;
            out.push(")");
        }
        (Sort::Json, Sort::Boolean | Sort::Integer | Sort::Float | Sort::Decimal) => {
            out.push("NULLIF((");
            out.expression(value);
            out.push(")::jsonb, 'null'::jsonb)");
        }
        // Not in the session's time zone.
        (Sort::Date, Sort::Instant) => {
            out.push("(");
            write_typed(value, from, out)?;
            out.push("::timestamp AT TIME ZONE 'UTC')");
        }
        (Sort::Timestamp, Sort::Instant)
        | (Sort::Instant, Sort::Date | Sort::Time | Sort::Timestamp) => {
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
    match Sort::of(from) {
        Sort::Bytes => {
            out.push("convert_from(");
            write_typed(value, from, out)?;
            out.push(", 'UTF8')");
        }
        // What JSON has of a day or moment does not depend on the session's `DateStyle`.
        Sort::Date => {
            out.push("(to_jsonb(");
            write_typed(value, from, out)?;
            out.push(") #>> '{}')");
        }
        Sort::Timestamp => {
            out.push("replace(to_jsonb(");
            write_typed(value, from, out)?;
            out.push(") #>> '{}', 'T', ' ')");
        }
        Sort::Instant => {
            out.push("(replace(to_jsonb(");
            write_typed(value, from, out)?;
            out.push(" AT TIME ZONE 'UTC') #>> '{}', 'T', ' ') || '+00:00')");
        }
        Sort::Interval => {
            out.push(INTERVAL.0);
            write_typed(value, from, out)?;
            out.push(INTERVAL.1);
        }
        Sort::Json => {
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

/// What a type is to casts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
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
            ColumnType::Json => Self::Json,
            _ => Self::Other,
        }
    }
}
