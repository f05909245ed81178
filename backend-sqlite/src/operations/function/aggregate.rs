//! Functions of many rows.

use backend_core::error::{Error, Result};
use backend_core::function::{AggregateFunction, Call, ExpressionWriter, Function};

pub(super) fn write(
    function: AggregateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        AggregateFunction::BoolAnd => conditions("MIN", call, out)?,
        AggregateFunction::BoolOr => conditions("MAX", call, out)?,
        // Without rows SQLite's array is empty rather than NULL, as is none other.
        AggregateFunction::JsonArrayAggregate => {
            null_if("JSON_GROUP_ARRAY", "'[]'", call, out);
        }
        AggregateFunction::JsonObjectAggregate => {
            null_if("JSON_GROUP_OBJECT", "'{}'", call, out);
        }
        AggregateFunction::StringAggregate if call.distinct => {
            let mut call = *call;
            call.distinct = false;
            out.aggregate("backend_string_aggregate_distinct", &call);
        }
        other => match name(other) {
            Some(name) => out.aggregate(name, call),
            None => return Err(Error::not_supported(Function::Aggregate(other).flag())),
        },
    }
    Ok(())
}

/// The function that takes the same arguments: SQLite's own, or a registered one.
const fn name(function: AggregateFunction) -> Option<&'static str> {
    Some(match function {
        AggregateFunction::Count => "COUNT",
        AggregateFunction::Minimum | AggregateFunction::AnyValue => "MIN",
        AggregateFunction::Maximum => "MAX",
        AggregateFunction::StringAggregate => "GROUP_CONCAT",
        // SQLite's own take the text of a decimal for a double.
        AggregateFunction::Sum => "backend_sum",
        AggregateFunction::Average => "backend_average",
        AggregateFunction::ExactAverage => "backend_exact_average",
        AggregateFunction::BitAnd => "backend_bit_and",
        AggregateFunction::BitOr => "backend_bit_or",
        AggregateFunction::BitXor => "backend_bit_xor",
        AggregateFunction::Variance => "backend_variance",
        AggregateFunction::SampleVariance => "backend_sample_variance",
        AggregateFunction::StandardDeviation => "backend_standard_deviation",
        AggregateFunction::SampleStandardDeviation => "backend_sample_standard_deviation",
        AggregateFunction::Covariance => "backend_covariance",
        AggregateFunction::SampleCovariance => "backend_sample_covariance",
        AggregateFunction::Correlation => "backend_correlation",
        AggregateFunction::RegressionSlope => "backend_regression_slope",
        AggregateFunction::RegressionIntercept => "backend_regression_intercept",
        AggregateFunction::RegressionR2 => "backend_regression_r2",
        AggregateFunction::RegressionCount => "backend_regression_count",
        AggregateFunction::RegressionAverageX => "backend_regression_average_x",
        AggregateFunction::RegressionAverageY => "backend_regression_average_y",
        AggregateFunction::RegressionSxx => "backend_regression_sxx",
        AggregateFunction::RegressionSyy => "backend_regression_syy",
        AggregateFunction::RegressionSxy => "backend_regression_sxy",
        AggregateFunction::Percentile => "backend_percentile",
        _ => return None,
    })
}

/// The least or greatest of truths, which are 0 and 1.
fn conditions(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.aggregate_start(name, call);
    out.operand(call.argument(0)?);
    out.push(" <> 0");
    out.aggregate_end(call);
    Ok(())
}

fn null_if(
    name: &'static str,
    empty: &'static str,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) {
    out.push("NULLIF(");
    out.aggregate(name, call);
    out.push(", ");
    out.push(empty);
    out.push(")");
}
