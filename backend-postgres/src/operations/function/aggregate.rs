//! Functions of many rows.

use backend_core::error::{Error, Result};
use backend_core::function::{AggregateFunction, Call, ExpressionWriter, Function};
use sea_query::{Expr, Value};

pub(super) fn write(
    function: AggregateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        // Of integers and decimals the server's is a decimal.
        AggregateFunction::Average => {
            out.aggregate("AVG", call);
            out.push("::double precision");
        }
        AggregateFunction::ExactAverage => cast("AVG", ")::numeric", call, out),
        AggregateFunction::Percentile => {
            out.push("PERCENTILE_CONT(");
            out.expression(call.argument(1)?);
            out.push(") WITHIN GROUP (ORDER BY (");
            out.expression(call.argument(0)?);
            out.push(")::double precision)");
            out.filter_and_over(call);
        }
        AggregateFunction::AnyValue => of_any_type("ANY_VALUE", call, out),
        AggregateFunction::JsonArrayAggregate => of_any_type("JSONB_AGG", call, out),
        AggregateFunction::JsonObjectAggregate => of_any_type("JSONB_OBJECT_AGG", call, out),
        other => match (name(other), in_doubles(other)) {
            (Some(name), _) => out.aggregate(name, call),
            (None, Some(name)) => cast(name, ")::double precision", call, out),
            (None, None) => return Err(Error::not_supported(Function::Aggregate(other).flag())),
        },
    }
    Ok(())
}

/// The server's function that means the same.
const fn name(function: AggregateFunction) -> Option<&'static str> {
    Some(match function {
        AggregateFunction::Count => "COUNT",
        AggregateFunction::Sum => "SUM",
        AggregateFunction::Minimum => "MIN",
        AggregateFunction::Maximum => "MAX",
        AggregateFunction::BitAnd => "BIT_AND",
        AggregateFunction::BitOr => "BIT_OR",
        AggregateFunction::BitXor => "BIT_XOR",
        AggregateFunction::BoolAnd => "BOOL_AND",
        AggregateFunction::BoolOr => "BOOL_OR",
        AggregateFunction::StringAggregate => "STRING_AGG",
        _ => return None,
    })
}

/// The server's function that means the same of doubles; of decimals it would be a decimal.
const fn in_doubles(function: AggregateFunction) -> Option<&'static str> {
    Some(match function {
        AggregateFunction::Variance => "VAR_POP",
        AggregateFunction::SampleVariance => "VAR_SAMP",
        AggregateFunction::StandardDeviation => "STDDEV_POP",
        AggregateFunction::SampleStandardDeviation => "STDDEV_SAMP",
        AggregateFunction::Covariance => "COVAR_POP",
        AggregateFunction::SampleCovariance => "COVAR_SAMP",
        AggregateFunction::Correlation => "CORR",
        AggregateFunction::RegressionSlope => "REGR_SLOPE",
        AggregateFunction::RegressionIntercept => "REGR_INTERCEPT",
        AggregateFunction::RegressionR2 => "REGR_R2",
        AggregateFunction::RegressionCount => "REGR_COUNT",
        AggregateFunction::RegressionAverageX => "REGR_AVGX",
        AggregateFunction::RegressionAverageY => "REGR_AVGY",
        AggregateFunction::RegressionSxx => "REGR_SXX",
        AggregateFunction::RegressionSyy => "REGR_SYY",
        AggregateFunction::RegressionSxy => "REGR_SXY",
        _ => return None,
    })
}

/// Writes a function that takes arguments of any type, of which it has to know each: a text that is a parameter has none of itself.
fn of_any_type(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) {
    out.aggregate_start(name, call);
    for (n, argument) in call.arguments.iter().enumerate() {
        out.push(if n > 0 { ", " } else { "" });
        out.expression(argument);
        out.push(match argument {
            Expr::Value(Value::String(_) | Value::Char(_)) => "::text",
            _ => "",
        });
    }
    out.aggregate_end(call);
}

/// Writes a function whose arguments are cast; `end` closes the parenthesis of each and casts it.
fn cast(name: &'static str, end: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) {
    out.aggregate_start(name, call);
    for (n, argument) in call.arguments.iter().enumerate() {
        out.push(if n > 0 { ", (" } else { "(" });
        out.expression(argument);
        out.push(end);
    }
    out.aggregate_end(call);
}
