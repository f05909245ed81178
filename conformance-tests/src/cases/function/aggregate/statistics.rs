//! Variances, correlations, regressions, percentiles.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function::{
    correlation, covariance, distinct, median, percentile, regression_average_x,
    regression_average_y, regression_count, regression_intercept, regression_r2, regression_slope,
    regression_sxx, regression_sxy, regression_syy, sample_covariance, sample_standard_deviation,
    sample_variance, standard_deviation, variance,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, FunctionCall};

use super::{column, expect_near, of_all, of_none, one, sales, select};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.aggregate.variances",
        variances,
        "Variances and deviations, of the whole and of a sample, are doubles of any numbers."
    )
    .requires(&[Flag::supports_statistical_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.variances_of_few",
        variances_of_few,
        "Of a single row a variance is 0, and tells nothing as a sample; of no rows it is NULL."
    )
    .requires(&[Flag::supports_statistical_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.variances_far_from_zero",
        variances_far_from_zero,
        "A small variance of great numbers is not lost by rounding."
    )
    .requires(&[Flag::supports_statistical_aggregates]),
    case!(
        "function.aggregate.covariances",
        covariances,
        "Covariances and the correlation of two columns leave rows with a NULL out."
    )
    .requires(&[Flag::supports_regression_aggregates]),
    case!(
        "function.aggregate.regressions",
        regressions,
        "The line through points, how well it fits, and the sums behind it are computed."
    )
    .requires(&[Flag::supports_regression_aggregates]),
    case!(
        "function.aggregate.regressions_of_a_column_that_never_varies",
        regressions_without_variance,
        "Where all x are the same there is no line, and where all y are it fits."
    )
    .requires(&[Flag::supports_regression_aggregates]),
    case!(
        "function.aggregate.regressions_of_nothing",
        regressions_of_nothing,
        "Of no points the count is 0 and everything else NULL."
    )
    .requires(&[Flag::supports_regression_aggregates]),
    case!(
        "function.aggregate.statistics_are_refused",
        statistics_are_refused,
        "Where there are no statistics of rows, they are refused with the flag."
    )
    .refuses(Flag::supports_statistical_aggregates),
    case!(
        "function.aggregate.regressions_are_refused",
        regressions_are_refused,
        "Where two columns are not set against each other, it is refused with the flag."
    )
    .refuses(Flag::supports_regression_aggregates),
    case!(
        "function.aggregate.percentiles",
        percentiles,
        "A percentile is a value, or lies between two in proportion; the median is the one in the middle."
    )
    .requires(&[Flag::supports_percentiles]),
    case!(
        "function.aggregate.percentiles_of_nothing",
        percentiles_of_nothing,
        "A percentile of no rows is NULL, and a part that is none is an error."
    )
    .requires(&[Flag::supports_percentiles]),
    case!(
        "function.aggregate.percentiles_are_refused",
        percentiles_are_refused,
        "Where there are no percentiles, one is refused with the flag."
    )
    .refuses(Flag::supports_percentiles),
];

async fn variances(context: &mut Context) -> Outcome {
    sales(context).await?;
    // Of the amounts 10, 20, 20, -5, 7: mean 10.4, squares 433.2.
    let rows: [(&str, FunctionCall, f64); 6] = [
        ("variance", variance(column("amount")), 86.64),
        ("of a sample", sample_variance(column("amount")), 108.3),
        (
            "deviation",
            standard_deviation(column("amount")),
            86.64_f64.sqrt(),
        ),
        (
            "deviation of a sample",
            sample_standard_deviation(column("amount")),
            108.3_f64.sqrt(),
        ),
        ("of doubles", variance(column("weight")), 2.74),
        // Of 1.50, 2.25, 0.10, 0.20, 10.00: mean 2.81, squares 67.882.
        ("of decimals", variance(column("price")), 13.5764),
    ];
    for (what, call, expected) in rows {
        let (found,): (Option<f64>,) = of_all(context, call).await?;
        expect_near(what, found, expected)?;
    }
    let (found,): (Option<f64>,) = of_all(context, distinct(variance(column("amount")))).await?;
    expect_near("of different ones", found, 79.5)
}

/// Four doubles.
type Four = (Option<f64>, Option<f64>, Option<f64>, Option<f64>);

async fn variances_of_few(context: &mut Context) -> Outcome {
    sales(context).await?;
    let calls = || {
        [
            variance(column("amount")),
            standard_deviation(column("amount")),
            sample_variance(column("amount")),
            sample_standard_deviation(column("amount")),
        ]
        .map(Expr::from)
    };
    let mut single = select(calls());
    single.and_where(column("id").eq(bind(1_i64)));
    let found: Four = one(context, single).await?;
    expect_eq("of one", found, (Some(0.0), Some(0.0), None, None))?;
    let mut none = select(calls());
    none.and_where(column("id").eq(bind(100_i64)));
    let found: Four = one(context, none).await?;
    expect_eq("of none", found, (None, None, None, None))
}

async fn variances_far_from_zero(context: &mut Context) -> Outcome {
    sales(context).await?;
    let far = column("id").add(bind(1_000_000_000_i64));
    let (found,): (Option<f64>,) = of_all(context, variance(far)).await?;
    match found {
        Some(found) if (found - 35.0 / 12.0).abs() < 1e-6 => Ok(()),
        found => Err(Failure::new(format!(
            "the variance is 35/12, not {found:?}"
        ))),
    }
}

/// The points of the sales with both: (x, y) = (10, 0.5), (20, 1.5), (20, 2), (-5, 4), (7, -1).
/// A function of points.
type OfPoints = fn(Expr, Expr) -> FunctionCall;

fn points() -> (Expr, Expr) {
    (column("weight"), column("amount"))
}

async fn covariances(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (xs, ys) = ([10.0, 20.0, 20.0, -5.0, 7.0], [0.5, 1.5, 2.0, 4.0, -1.0]);
    let sums = Sums::of(&xs, &ys);
    let rows: [(&str, OfPoints, f64); 3] = [
        ("covariance", covariance, sums.xy / 5.0),
        ("of a sample", sample_covariance, sums.xy / 4.0),
        (
            "correlation",
            correlation,
            sums.xy / (sums.xx * sums.yy).sqrt(),
        ),
    ];
    for (what, function, expected) in rows {
        let (y, x) = points();
        let (found,): (Option<f64>,) = of_all(context, function(y, x)).await?;
        expect_near(what, found, expected)?;
    }
    Ok(())
}

/// Sums of products of distances from the means.
struct Sums {
    mean_x: f64,
    mean_y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Sums {
    fn of(xs: &[f64; 5], ys: &[f64; 5]) -> Self {
        let mean_x = xs.iter().sum::<f64>() / 5.0;
        let mean_y = ys.iter().sum::<f64>() / 5.0;
        let pairs = || xs.iter().zip(ys).map(|(x, y)| (x - mean_x, y - mean_y));
        Self {
            mean_x,
            mean_y,
            xx: pairs().map(|(x, _)| x * x).sum(),
            yy: pairs().map(|(_, y)| y * y).sum(),
            xy: pairs().map(|(x, y)| x * y).sum(),
        }
    }
}

async fn regressions(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (xs, ys) = ([10.0, 20.0, 20.0, -5.0, 7.0], [0.5, 1.5, 2.0, 4.0, -1.0]);
    let sums = Sums::of(&xs, &ys);
    let slope = sums.xy / sums.xx;
    let rows: [(&str, OfPoints, f64); 8] = [
        ("slope", regression_slope, slope),
        (
            "intercept",
            regression_intercept,
            sums.mean_y - slope * sums.mean_x,
        ),
        ("r2", regression_r2, sums.xy * sums.xy / (sums.xx * sums.yy)),
        ("mean of x", regression_average_x, sums.mean_x),
        ("mean of y", regression_average_y, sums.mean_y),
        ("sxx", regression_sxx, sums.xx),
        ("syy", regression_syy, sums.yy),
        ("sxy", regression_sxy, sums.xy),
    ];
    for (what, function, expected) in rows {
        let (y, x) = points();
        let (found,): (Option<f64>,) = of_all(context, function(y, x)).await?;
        expect_near(what, found, expected)?;
    }
    let (y, x) = points();
    let (found,): (i64,) = of_all(context, regression_count(y, x)).await?;
    expect_eq("the count", found, 5)
}

async fn regressions_without_variance(context: &mut Context) -> Outcome {
    sales(context).await?;
    let same = || Expr::from(bind(3_i64));
    let lines: [fn(Expr, Expr) -> FunctionCall; 4] = [
        regression_slope,
        regression_intercept,
        regression_r2,
        correlation,
    ];
    for function in lines {
        let (found,): (Option<f64>,) = of_all(context, function(column("id"), same())).await?;
        expect_eq("of the same x", found, None)?;
    }
    let rows: [(OfPoints, Option<f64>); 4] = [
        (regression_slope, Some(0.0)),
        (regression_intercept, Some(3.0)),
        (regression_r2, Some(1.0)),
        (correlation, None),
    ];
    for (function, expected) in rows {
        let (found,): (Option<f64>,) = of_all(context, function(same(), column("id"))).await?;
        expect_eq("of the same y", found, expected)?;
    }
    Ok(())
}

async fn regressions_of_nothing(context: &mut Context) -> Outcome {
    sales(context).await?;
    let functions: [fn(Expr, Expr) -> FunctionCall; 6] = [
        covariance,
        correlation,
        regression_slope,
        regression_average_x,
        regression_sxx,
        regression_sxy,
    ];
    for function in functions {
        let (y, x) = points();
        let (found,): (Option<f64>,) = of_none(context, function(y, x)).await?;
        expect_eq("of nothing", found, None)?;
    }
    let (y, x) = points();
    let (found,): (i64,) = of_none(context, regression_count(y, x)).await?;
    expect_eq("the count", found, 0)
}

async fn refused(context: &mut Context, flag: Flag, call: FunctionCall) -> Outcome {
    context
        .refused(flag, async |context| {
            let mut select = Query::select();
            select.expr(call);
            context.fetch_query::<(Option<f64>,)>(&select.into()).await
        })
        .await
}

async fn statistics_are_refused(context: &mut Context) -> Outcome {
    let one = || bind(1_i64);
    for call in [variance(one()), sample_standard_deviation(one())] {
        refused(context, Flag::supports_statistical_aggregates, call).await?;
    }
    Ok(())
}

async fn regressions_are_refused(context: &mut Context) -> Outcome {
    let one = || bind(1_i64);
    for call in [
        covariance(one(), one()),
        correlation(one(), one()),
        regression_slope(one(), one()),
    ] {
        refused(context, Flag::supports_regression_aggregates, call).await?;
    }
    Ok(())
}

async fn percentiles(context: &mut Context) -> Outcome {
    sales(context).await?;
    // -5, 7, 10, 20, 20.
    let rows = [
        (0.0, -5.0),
        (0.25, 7.0),
        (0.5, 10.0),
        (0.6, 14.0),
        (0.9, 20.0),
        (1.0, 20.0),
    ];
    for (fraction, expected) in rows {
        let call = percentile(column("amount"), fraction);
        let (found,): (Option<f64>,) = of_all(context, call).await?;
        expect_near(&format!("{fraction} of integers"), found, expected)?;
    }
    let (found,): (Option<f64>,) = of_all(context, median(column("id"))).await?;
    expect_near("the median of six", found, 3.5)?;
    let (found,): (Option<f64>,) = of_all(context, median(column("price"))).await?;
    expect_near("the median of decimals", found, 1.5)
}

async fn percentiles_of_nothing(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (found,): (Option<f64>,) = of_none(context, median(column("amount"))).await?;
    expect_eq("of no rows", found, None)?;
    for fraction in [-0.1, 1.1] {
        let select = select([percentile(column("amount"), fraction).into()]);
        match context.fetch_query::<(Option<f64>,)>(&select.into()).await {
            Err(error) if error.kind() == ErrorKind::Data => {}
            Err(error) => return Err(error.into()),
            Ok(found) => {
                return Err(Failure::new(format!(
                    "the part {fraction} is none, but the percentile is {found:?}"
                )));
            }
        }
    }
    Ok(())
}

async fn percentiles_are_refused(context: &mut Context) -> Outcome {
    refused(context, Flag::supports_percentiles, median(bind(1_i64))).await
}
