//! Functions of many rows. [`sea_query`]'s own are among them, so that they mean the same on every vendor:
//! `Func::{count, count_distinct, sum, avg, min, max, bit_and, bit_or}`.
//!
//! All of them leave NULLs out, but the JSON ones, and are NULL where no row is left, but counts, which are 0.
//! [`distinct`](super::distinct), [`ordered`](super::ordered), `sea_query`'s `filter` and [`over`](super::over) go with each, where a
//! function does not say otherwise.

use sea_query::{Expr, Func, FunctionCall};

functions! {
    /// Functions of many rows.
    AggregateFunction = "aggregate" {
        /// How many: `Func::count`.
        Count(1) = "count", supports_aggregates;
        /// The sum: [`sum`].
        Sum(1) = "sum", supports_aggregates;
        /// The mean as a double: [`average`].
        Average(1) = "average", supports_aggregates;
        /// The mean as a decimal: [`exact_average`].
        ExactAverage(1) = "exact_average", supports_aggregates;
        /// The least: `Func::min`.
        Minimum(1) = "minimum", supports_aggregates;
        /// The greatest: `Func::max`.
        Maximum(1) = "maximum", supports_aggregates;
        /// Any of them: [`any_value`].
        AnyValue(1) = "any_value", supports_any_value;
        /// The bits that all have: [`bit_and`].
        BitAnd(1) = "bit_and", supports_bit_aggregates;
        /// The bits that some have: [`bit_or`].
        BitOr(1) = "bit_or", supports_bit_aggregates;
        /// The bits that an odd number have: [`bit_xor`].
        BitXor(1) = "bit_xor", has_bit_xor;
        /// Whether all are true: [`bool_and`].
        BoolAnd(1) = "bool_and", supports_logical_aggregates;
        /// Whether some are true: [`bool_or`].
        BoolOr(1) = "bool_or", supports_logical_aggregates;
        /// Texts, strung together: [`string_aggregate`].
        StringAggregate(2) = "string_aggregate", supports_string_aggregation;
        /// A JSON array: [`json_array_aggregate`].
        JsonArrayAggregate(1) = "json_array_aggregate", supports_json_aggregation;
        /// A JSON object: [`json_object_aggregate`].
        JsonObjectAggregate(2) = "json_object_aggregate", supports_json_aggregation;
        /// The variance of the whole: [`variance`].
        Variance(1) = "variance", supports_statistical_aggregates;
        /// The variance of a sample: [`sample_variance`].
        SampleVariance(1) = "sample_variance", supports_statistical_aggregates;
        /// The standard deviation of the whole: [`standard_deviation`].
        StandardDeviation(1) = "standard_deviation", supports_statistical_aggregates;
        /// The standard deviation of a sample: [`sample_standard_deviation`].
        SampleStandardDeviation(1) = "sample_standard_deviation", supports_statistical_aggregates;
        /// The covariance of the whole: [`covariance`].
        Covariance(2) = "covariance", supports_regression_aggregates;
        /// The covariance of a sample: [`sample_covariance`].
        SampleCovariance(2) = "sample_covariance", supports_regression_aggregates;
        /// The correlation: [`correlation`].
        Correlation(2) = "correlation", supports_regression_aggregates;
        /// The slope of the line through the points: [`regression_slope`].
        RegressionSlope(2) = "regression_slope", supports_regression_aggregates;
        /// Where the line through the points begins: [`regression_intercept`].
        RegressionIntercept(2) = "regression_intercept", supports_regression_aggregates;
        /// How well the line fits: [`regression_r2`].
        RegressionR2(2) = "regression_r2", supports_regression_aggregates;
        /// How many points there are: [`regression_count`].
        RegressionCount(2) = "regression_count", supports_regression_aggregates;
        /// The mean of the independent values: [`regression_average_x`].
        RegressionAverageX(2) = "regression_average_x", supports_regression_aggregates;
        /// The mean of the dependent values: [`regression_average_y`].
        RegressionAverageY(2) = "regression_average_y", supports_regression_aggregates;
        /// The squares of the independent values around their mean: [`regression_sxx`].
        RegressionSxx(2) = "regression_sxx", supports_regression_aggregates;
        /// The squares of the dependent values around their mean: [`regression_syy`].
        RegressionSyy(2) = "regression_syy", supports_regression_aggregates;
        /// The products of both around their means: [`regression_sxy`].
        RegressionSxy(2) = "regression_sxy", supports_regression_aggregates;
        /// The value below which a part of the values lies: [`percentile`].
        Percentile(2) = "percentile", supports_percentiles;
    }
}

impl AggregateFunction {
    /// The function that one of `sea_query`'s own is.
    pub(crate) const fn of_func(function: &Func) -> Option<Self> {
        Some(match function {
            Func::Count => Self::Count,
            Func::Sum => Self::Sum,
            Func::Avg => Self::Average,
            Func::Min => Self::Minimum,
            Func::Max => Self::Maximum,
            Func::BitAnd => Self::BitAnd,
            Func::BitOr => Self::BitOr,
            _ => return None,
        })
    }
}

/// How many rows there are: an `i64`.
#[must_use]
pub fn count_rows() -> FunctionCall {
    Func::count(Expr::col(sea_query::Asterisk))
}

/// The sum, exact: of integers an integer, of decimals a decimal with as many digits behind the point as the longest of them has, of
/// doubles a double. `Func::sum` is the same.
///
/// # Shape
/// The sum of integers may exceed 64 bits; it is then a decimal, and an error to who reads an `i64`.
pub fn sum(number: impl Into<Expr>) -> FunctionCall {
    Func::sum(number)
}

/// The mean as a double, of whatever numbers. `Func::avg` is the same.
pub fn average(number: impl Into<Expr>) -> FunctionCall {
    Func::avg(number)
}

/// The mean of integers or decimals as a decimal, with at least 16 significant digits.
pub fn exact_average(number: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::ExactAverage.call().arg(number)
}

/// One of the values that are not NULL; which of them is not said.
pub fn any_value(expression: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::AnyValue.call().arg(expression)
}

/// The bits that all integers have. `Func::bit_and` is the same.
pub fn bit_and(integer: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::BitAnd.call().arg(integer)
}

/// The bits that at least one integer has. `Func::bit_or` is the same.
pub fn bit_or(integer: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::BitOr.call().arg(integer)
}

/// The bits that an odd number of the integers have.
pub fn bit_xor(integer: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::BitXor.call().arg(integer)
}

/// Whether all conditions are true.
pub fn bool_and(condition: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::BoolAnd.call().arg(condition)
}

/// Whether at least one condition is true.
pub fn bool_or(condition: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::BoolOr.call().arg(condition)
}

/// Texts, with a delimiter between two. In what order is not said unless by [`ordered`](super::ordered).
pub fn string_aggregate(text: impl Into<Expr>, delimiter: &str) -> FunctionCall {
    AggregateFunction::StringAggregate
        .call()
        .arg(text)
        .arg(delimiter)
}

/// A JSON array of the values, NULLs among them.
///
/// # Vendors
/// A boolean is `true` or `false`, a decimal a number, and a document of a JSON column a part of the array where the server knows such
/// types; otherwise each is as it is stored: a number, a text, a text.
pub fn json_array_aggregate(expression: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::JsonArrayAggregate.call().arg(expression)
}

/// A JSON object of names, which are texts and not NULL, and values, NULLs among them. It takes no [`distinct`](super::distinct).
///
/// # Vendors
/// As [`json_array_aggregate`]. Of several values of one name any is kept.
pub fn json_object_aggregate(name: impl Into<Expr>, value: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::JsonObjectAggregate
        .call()
        .arg(name)
        .arg(value)
}

/// The variance of the whole, an `f64`: the mean of the squares of the distances from the mean.
pub fn variance(number: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::Variance.call().arg(number)
}

/// The variance that a sample tells of the whole, an `f64`; NULL of a single row.
pub fn sample_variance(number: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::SampleVariance.call().arg(number)
}

/// The standard deviation of the whole, an `f64`.
pub fn standard_deviation(number: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::StandardDeviation.call().arg(number)
}

/// The standard deviation that a sample tells of the whole, an `f64`; NULL of a single row.
pub fn sample_standard_deviation(number: impl Into<Expr>) -> FunctionCall {
    AggregateFunction::SampleStandardDeviation
        .call()
        .arg(number)
}

/// The value below which the part `fraction` of the values lies, from 0 to 1, as an `f64`: between two values where it falls between
/// them. It takes no [`distinct`](super::distinct), no order and no window.
pub fn percentile(number: impl Into<Expr>, fraction: f64) -> FunctionCall {
    AggregateFunction::Percentile
        .call()
        .arg(number)
        .arg(fraction)
}

/// The value in the middle, an `f64`: [`percentile`] of one half.
pub fn median(number: impl Into<Expr>) -> FunctionCall {
    percentile(number, 0.5)
}

macro_rules! of_points {
    ($($(#[doc = $doc:literal])+ $name:ident = $function:ident;)+) => {$(
        $(#[doc = $doc])+
        ///
        /// Rows where one of both is NULL are left out.
        pub fn $name(y: impl Into<Expr>, x: impl Into<Expr>) -> FunctionCall {
            AggregateFunction::$function.call().arg(y).arg(x)
        }
    )+};
}

of_points! {
    /// The covariance of the whole, an `f64`.
    covariance = Covariance;
    /// The covariance that a sample tells of the whole, an `f64`; NULL of a single row.
    sample_covariance = SampleCovariance;
    /// How much both go together, from -1 to 1, an `f64`; NULL where one of both never varies.
    correlation = Correlation;
    /// The slope of the line through the points, an `f64`; NULL where all `x` are the same.
    regression_slope = RegressionSlope;
    /// The `y` of the line through the points where `x` is 0, an `f64`; NULL where all `x` are the same.
    regression_intercept = RegressionIntercept;
    /// The square of the correlation, an `f64`; NULL where all `x` are the same, 1 where all `y` are.
    regression_r2 = RegressionR2;
    /// How many points there are, an `i64`: 0 of none.
    regression_count = RegressionCount;
    /// The mean of `x`, an `f64`.
    regression_average_x = RegressionAverageX;
    /// The mean of `y`, an `f64`.
    regression_average_y = RegressionAverageY;
    /// The sum of the squares of the distances of `x` from its mean, an `f64`.
    regression_sxx = RegressionSxx;
    /// The sum of the squares of the distances of `y` from its mean, an `f64`.
    regression_syy = RegressionSyy;
    /// The sum of the products of both distances, an `f64`.
    regression_sxy = RegressionSxy;
}
