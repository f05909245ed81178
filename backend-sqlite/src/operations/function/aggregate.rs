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
            out.aggregate("BACKEND_STRING_AGGREGATE_DISTINCT", &call);
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
        AggregateFunction::Sum => "BACKEND_SUM",
        AggregateFunction::Average => "BACKEND_AVERAGE",
        AggregateFunction::ExactAverage => "BACKEND_EXACT_AVERAGE",
        AggregateFunction::BitAnd => "BACKEND_BIT_AND",
        AggregateFunction::BitOr => "BACKEND_BIT_OR",
        AggregateFunction::BitXor => "BACKEND_BIT_XOR",
        AggregateFunction::Variance => "BACKEND_VARIANCE",
        AggregateFunction::SampleVariance => "BACKEND_SAMPLE_VARIANCE",
        AggregateFunction::StandardDeviation => "BACKEND_STANDARD_DEVIATION",
        AggregateFunction::SampleStandardDeviation => "BACKEND_SAMPLE_STANDARD_DEVIATION",
        AggregateFunction::Covariance => "BACKEND_COVARIANCE",
        AggregateFunction::SampleCovariance => "BACKEND_SAMPLE_COVARIANCE",
        AggregateFunction::Correlation => "BACKEND_CORRELATION",
        AggregateFunction::RegressionSlope => "BACKEND_REGRESSION_SLOPE",
        AggregateFunction::RegressionIntercept => "BACKEND_REGRESSION_INTERCEPT",
        AggregateFunction::RegressionR2 => "BACKEND_REGRESSION_R2",
        AggregateFunction::RegressionCount => "BACKEND_REGRESSION_COUNT",
        AggregateFunction::RegressionAverageX => "BACKEND_REGRESSION_AVERAGE_X",
        AggregateFunction::RegressionAverageY => "BACKEND_REGRESSION_AVERAGE_Y",
        AggregateFunction::RegressionSxx => "BACKEND_REGRESSION_SXX",
        AggregateFunction::RegressionSyy => "BACKEND_REGRESSION_SYY",
        AggregateFunction::RegressionSxy => "BACKEND_REGRESSION_SXY",
        AggregateFunction::Percentile => "BACKEND_PERCENTILE",
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
