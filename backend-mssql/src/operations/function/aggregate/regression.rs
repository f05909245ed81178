//! Two columns set against each other. The server has variances alone: that of sums less that of differences is four times the
//! covariance. Rows where one of both is NULL are NULL in both.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::function::{AggregateFunction, Call, ExpressionWriter, Function};

use super::super::template::{Piece, cast, fill};
use super::{end, filtered};

/// Text of a function: `{0}` is the count of points, `{1}` and `{2}` are the means of x and y, `{3}` and `{4}` their variances,
/// `{5}` and `{6}` those of the sum and of the difference, and `{7}` and `{8}` the same as a sample tells them.
const fn text(function: AggregateFunction) -> Option<&'static str> {
    Some(match function {
        AggregateFunction::Covariance => "(({5} - {6}) / 4)",
        AggregateFunction::SampleCovariance => "(({7} - {8}) / 4)",
        AggregateFunction::Correlation => "(({5} - {6}) / 4 / NULLIF(SQRT({3}) * SQRT({4}), 0))",
        AggregateFunction::RegressionSlope => "(({5} - {6}) / 4 / NULLIF({3}, 0))",
        AggregateFunction::RegressionIntercept => "({2} - ({5} - {6}) / 4 / NULLIF({3}, 0) * {1})",
        AggregateFunction::RegressionR2 => {
            "(CASE WHEN {3} = 0 THEN NULL WHEN {4} = 0 THEN 1e0 \
             ELSE SQUARE(({5} - {6}) / 4) / ({3} * {4}) END)"
        }
        AggregateFunction::RegressionCount => "{0}",
        AggregateFunction::RegressionAverageX => "{1}",
        AggregateFunction::RegressionAverageY => "{2}",
        AggregateFunction::RegressionSxx => "({3} * {0})",
        AggregateFunction::RegressionSyy => "({4} * {0})",
        AggregateFunction::RegressionSxy => "(({5} - {6}) / 4 * {0})",
        _ => return None,
    })
}

/// What an aggregate is of.
#[derive(Clone, Copy)]
enum Of {
    X,
    Y,
    Sum,
    Difference,
}

pub(super) fn write(
    function: AggregateFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let Some(text) = text(function) else {
        return Err(Error::not_supported(Function::Aggregate(function).flag()));
    };
    if call.distinct {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            "points are not taken once each here: select the different ones in an inner query",
        ));
    }
    let of = |name: &'static str, of: Of, out: &mut dyn ExpressionWriter| {
        out.push(name);
        filtered(call, out, |out| points(call, of, out))?;
        end("", call, out);
        Ok(())
    };
    let pieces: [Piece<'_>; 9] = [
        &|out| of("COUNT_BIG(", Of::Sum, out),
        &|out| of("AVG(", Of::X, out),
        &|out| of("AVG(", Of::Y, out),
        &|out| of("VARP(", Of::X, out),
        &|out| of("VARP(", Of::Y, out),
        &|out| of("VARP(", Of::Sum, out),
        &|out| of("VARP(", Of::Difference, out),
        &|out| of("VAR(", Of::Sum, out),
        &|out| of("VAR(", Of::Difference, out),
    ];
    fill(text, &pieces, out)
}

fn points(call: &Call<'_>, of: Of, out: &mut dyn ExpressionWriter) -> Result<()> {
    let (y, x) = (call.argument(0)?, call.argument(1)?);
    let (open, first, between, second, close) = match of {
        Of::X => ("CASE WHEN ", y, " IS NOT NULL THEN ", x, " END"),
        Of::Y => ("CASE WHEN ", x, " IS NOT NULL THEN ", y, " END"),
        Of::Sum => ("", y, " + ", x, ""),
        Of::Difference => ("", y, " - ", x, ""),
    };
    out.push(open);
    cast(first, "float", out);
    out.push(between);
    cast(second, "float", out);
    out.push(close);
    Ok(())
}
