//! Functions of many rows. The server has no `FILTER`: rows that an aggregate does not take are NULL to it.

mod bits;
mod regression;

use backend_core::error::Result;
use backend_core::function::{AggregateFunction, Call, ExpressionWriter};
use backend_core::sea_query::{ColumnRef, Expr};

use self::bits::Join;
use super::json::{is_document, write_document, write_made};
use super::template::{cast, fill};
use super::text::write_text;
use super::window::NO_ORDER;

pub(super) fn write(
    function: AggregateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        AggregateFunction::Count if is_of_rows(call) => {
            out.push("COUNT_BIG(");
            if call.filter.is_some() {
                filtered(call, out, |out| {
                    out.push("1");
                    Ok(())
                })?;
            } else {
                out.push("*");
            }
            end("", call, out);
        }
        AggregateFunction::Count => of_argument("COUNT_BIG(", "", call, out)?,
        AggregateFunction::Sum => sum(call, out)?,
        AggregateFunction::Average => of_type("AVG(", "float", call, out)?,
        // Sixteen digits and more of what is above a ten-thousandth, and eighteen before the point.
        AggregateFunction::ExactAverage => of_type("AVG(", "decimal(38,20)", call, out)?,
        AggregateFunction::Minimum => of_argument("MIN(", "", call, out)?,
        AggregateFunction::Maximum | AggregateFunction::AnyValue => {
            of_argument("MAX(", "", call, out)?;
        }
        AggregateFunction::BoolAnd => of_bits("MIN(", call, out)?,
        AggregateFunction::BoolOr => of_bits("MAX(", call, out)?,
        AggregateFunction::StringAggregate => string_aggregate(call, out)?,
        AggregateFunction::JsonArrayAggregate => json_array(call, out)?,
        AggregateFunction::JsonObjectAggregate => json_object(call, out)?,
        AggregateFunction::Variance => of_type("VARP(", "float", call, out)?,
        AggregateFunction::SampleVariance => of_type("VAR(", "float", call, out)?,
        AggregateFunction::StandardDeviation => of_type("STDEVP(", "float", call, out)?,
        AggregateFunction::SampleStandardDeviation => of_type("STDEV(", "float", call, out)?,
        AggregateFunction::BitAnd => bits::write(Join::And, call, out)?,
        AggregateFunction::BitOr => bits::write(Join::Or, call, out)?,
        AggregateFunction::BitXor => bits::write(Join::ExclusiveOr, call, out)?,
        other => regression::write(other, call, out)?,
    }
    Ok(())
}

/// Whether it is a count of rows.
fn is_of_rows(call: &Call<'_>) -> bool {
    matches!(call.arguments, [Expr::Column(ColumnRef::Asterisk(_))])
}

fn start(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) {
    out.push(name);
    out.push(if call.distinct { "DISTINCT " } else { "" });
}

/// Writes what stands behind an argument. An order changes nothing in aggregates of numbers, and is not written.
fn end(after: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) {
    out.push(after);
    out.push(")");
    let is_framed = call.over.is_some_and(|over| over.is_framed());
    out.over(call, if is_framed { NO_ORDER } else { "" });
}

/// Writes an argument, which is NULL for rows that the aggregate does not take.
fn filtered(
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
    argument: impl FnOnce(&mut dyn ExpressionWriter) -> Result<()>,
) -> Result<()> {
    let Some(filter) = call.filter else {
        return argument(out);
    };
    out.push("CASE WHEN ");
    out.condition(filter);
    out.push(" THEN ");
    argument(out)?;
    out.push(" END");
    Ok(())
}

fn of_argument(
    name: &'static str,
    after: &'static str,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    start(name, call, out);
    filtered(call, out, |out| {
        out.expression(call.argument(0)?);
        Ok(())
    })?;
    end(after, call, out);
    Ok(())
}

fn of_type(
    name: &'static str,
    type_name: &'static str,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    start(name, call, out);
    filtered(call, out, |out| {
        cast(call.argument(0)?, type_name, out);
        Ok(())
    })?;
    end("", call, out);
    Ok(())
}

/// The server sums integers in their own type. With a decimal beside it an integer is one, and everything else what it was.
fn sum(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    start("SUM(", call, out);
    out.push("CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ");
    match call.filter {
        Some(filter) => {
            out.push("WHEN ");
            out.condition(filter);
            out.push(" THEN ");
        }
        None => out.push("ELSE "),
    }
    out.expression(call.argument(0)?);
    out.push(" END");
    end("", call, out);
    Ok(())
}

/// Writes an aggregate of bits, which the server compares as numbers only.
fn of_bits(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("CAST(");
    of_type(name, "tinyint", call, out)?;
    out.push(" AS bit)");
    Ok(())
}

fn json_array(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("(N'[' + ");
    gathered(|out| member(call.argument(0)?, out), call, out)?;
    out.push(" + N']')");
    Ok(())
}

fn json_object(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let pair = |out: &mut dyn ExpressionWriter| {
        write_made(|out| write_text(call.argument(0)?, out), out)?;
        out.push(" + N': ' + ");
        member(call.argument(1)?, out)
    };
    out.push("(NCHAR(123) + ");
    gathered(pair, call, out)?;
    out.push(" + NCHAR(125))");
    Ok(())
}

fn string_aggregate(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("STRING_AGG(");
    filtered(call, out, |out| write_text(call.argument(0)?, out))?;
    out.push(", ");
    out.expression(call.argument(1)?);
    within_group(call, out);
    Ok(())
}

/// Writes a value of a row as a member of a document. What it is, the server knows: in an array that it makes of it, less its
/// brackets.
fn member(value: &Expr, out: &mut dyn ExpressionWriter) -> Result<()> {
    if is_document(value) {
        return write_document(value, out);
    }
    fill(
        "SUBSTRING(JSON_ARRAY({0} NULL ON NULL), 2, LEN(JSON_ARRAY({0} NULL ON NULL)) - 2)",
        &[&|out| {
            out.expression(value);
            Ok(())
        }],
        out,
    )
}

/// Writes texts of JSON strung together.
fn gathered(
    text: impl FnOnce(&mut dyn ExpressionWriter) -> Result<()>,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("STRING_AGG(");
    filtered(call, out, |out| {
        out.push("CAST(");
        text(out)?;
        out.push(" AS nvarchar(max))");
        Ok(())
    })?;
    out.push(", N', '");
    within_group(call, out);
    Ok(())
}

/// Writes the end of a `STRING_AGG`, with the order of its texts.
fn within_group(call: &Call<'_>, out: &mut dyn ExpressionWriter) {
    out.push(")");
    if !call.order.is_empty() {
        out.push(" WITHIN GROUP (");
        out.order_by(call);
        out.push(")");
    }
}
