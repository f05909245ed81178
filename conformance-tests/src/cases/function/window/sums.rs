//! Aggregates over windows, also those that a vendor computes by itself.

use backend_core::flag::Flag;
use backend_core::function::{
    Bound, Frame, Window, ascending, average, bit_or, bool_and, count_rows, exact_average,
    json_array_aggregate, over, regression_slope, string_aggregate, sum, variance,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Cond, Expr, ExprTrait as _, Func, Order, WindowStatement};
use backend_core::value::{Decimal, Json};

use super::super::aggregate::{column, expect_near, sales, select};
use super::{for_each, key};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

const OVER: &[Flag] = &[Flag::supports_over_clause, Flag::supports_aggregates];

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.window.running_sum",
        running_sum,
        "A sum over an order runs from the first row to each, and takes peers together."
    )
    .requires(&[
        Flag::supports_over_clause,
        Flag::supports_aggregates,
        Flag::supports_order_by_nulls_modifier,
    ])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.sum_of_the_partition",
        sum_of_the_partition,
        "Without an order an aggregate is of the whole partition, NULL being one."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.part_of_the_total",
        part_of_the_total,
        "A value is set against the total of all rows."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.exact_sum",
        exact_sum,
        "A moving sum of decimals stays exact while rows leave it."
    )
    .requires(OVER),
    case!(
        "function.window.moving_average",
        moving_average,
        "A moving mean is a double, and an exact one a decimal."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.moving_statistics",
        moving_statistics,
        "Variances move with their frame."
    )
    .requires(&[
        Flag::supports_over_clause,
        Flag::supports_statistical_aggregates,
    ]),
    case!(
        "function.window.moving_regressions",
        moving_regressions,
        "Regressions move with their frame."
    )
    .requires(&[
        Flag::supports_over_clause,
        Flag::supports_regression_aggregates,
    ]),
    case!(
        "function.window.moving_bits",
        moving_bits,
        "Joined bits move with their frame."
    )
    .requires(&[Flag::supports_over_clause, Flag::supports_bit_aggregates]),
    case!(
        "function.window.moving_conditions",
        moving_conditions,
        "Joined conditions move with their frame."
    )
    .requires(&[
        Flag::supports_over_clause,
        Flag::supports_logical_aggregates,
    ]),
    case!(
        "function.window.growing_text",
        growing_text,
        "Texts are strung together over a window, in its order."
    )
    .requires(&[Flag::supports_string_aggregation_over_windows]),
    case!(
        "function.window.growing_text_is_refused",
        growing_text_is_refused,
        "Where texts are not strung together over a window, it is refused with the flag."
    )
    .refuses(Flag::supports_string_aggregation_over_windows),
    case!(
        "function.window.growing_json",
        growing_json,
        "A JSON array grows over a window."
    )
    .requires(&[Flag::supports_json_aggregation_over_windows]),
    case!(
        "function.window.growing_json_is_refused",
        growing_json_is_refused,
        "Where no JSON is made of a window's rows, it is refused with the flag."
    )
    .refuses(Flag::supports_json_aggregation_over_windows),
    case!(
        "function.window.filter",
        filter,
        "An aggregate over a window takes the rows of its own condition."
    )
    .requires(&[
        Flag::supports_over_clause,
        Flag::supports_aggregate_filter_clause,
    ])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.of_a_group",
        of_a_group,
        "A sum over a window is of the groups' sums."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.in_the_builders_words",
        in_own_words,
        "The query builder's own windows take the same aggregates: sums, means, bounds."
    )
    .requires(&[Flag::supports_named_windows, Flag::supports_aggregates]),
];

fn by_key() -> Window {
    Window::new().order_by(ascending(key()))
}

/// The row and the one before it.
fn of_two() -> Window {
    by_key().frame(Frame::rows(Bound::Preceding(1), Bound::CurrentRow))
}

async fn running_sum(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<i64> = for_each(context, over(sum(column("amount")), by_key())).await?;
    expect_eq("by key", found, [10, 30, 50, 50, 45, 52])?;
    let by_amount = Window::new().order_by(ascending(column("amount")).nulls_last());
    let found: Vec<i64> = for_each(context, over(sum(column("amount")), by_amount)).await?;
    expect_eq(
        "by amount, of which two are peers",
        found,
        [12, 52, 52, 52, -5, 2],
    )
}

async fn sum_of_the_partition(context: &mut Context) -> Outcome {
    sales(context).await?;
    let of_region = || Window::new().partition_by(column("region"));
    let found: Vec<Option<i64>> =
        for_each(context, over(sum(column("amount")), of_region())).await?;
    let expected = [30, 30, 20, 20, -5, 7].map(Some);
    expect_eq("sums", found, expected)?;
    let found: Vec<i64> = for_each(context, over(count_rows(), of_region())).await?;
    expect_eq("counts", found, [2, 2, 2, 2, 1, 1])
}

async fn part_of_the_total(context: &mut Context) -> Outcome {
    sales(context).await?;
    let total = Expr::from(over(sum(column("amount")), Window::new()));
    let mut rest = select([total.sub(column("amount"))]);
    rest.order_by("id", Order::Asc);
    let found: Vec<(Option<i64>,)> = context.fetch_query(&rest.into()).await?;
    let found: Vec<_> = found.into_iter().map(|(rest,)| rest).collect();
    expect_eq(
        "the rest",
        found,
        [Some(42), Some(32), Some(32), None, Some(57), Some(45)],
    )
}

async fn exact_sum(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<Decimal> = for_each(context, over(sum(column("price")), of_two())).await?;
    let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
    expect_eq(
        "sums of two",
        texts,
        ["1.50", "3.75", "2.35", "0.30", "0.20", "10.00"],
    )
}

async fn moving_average(context: &mut Context) -> Outcome {
    sales(context).await?;
    let means: Vec<Option<f64>> =
        for_each(context, over(average(column("amount")), of_two())).await?;
    let expected = [10.0, 15.0, 20.0, 20.0, -5.0, 1.0].map(Some);
    expect_eq("of integers", means, expected)?;
    let means: Vec<Option<f64>> =
        for_each(context, over(average(column("weight")), of_two())).await?;
    for (found, expected) in means.into_iter().zip([0.5, 1.0, 1.75, 2.0, 4.0, 1.5]) {
        expect_near("of doubles", found, expected)?;
    }
    let means: Vec<Decimal> =
        for_each(context, over(exact_average(column("price")), of_two())).await?;
    let expected: Result<Vec<Decimal>, _> = ["1.5", "1.875", "1.175", "0.15", "0.2", "10"]
        .iter()
        .map(|text| text.parse())
        .collect();
    expect_eq("of decimals", means, expected?)
}

async fn moving_statistics(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<Option<f64>> =
        for_each(context, over(variance(column("amount")), of_two())).await?;
    for (found, expected) in found.into_iter().zip([0.0, 25.0, 0.0, 0.0, 0.0, 36.0]) {
        expect_near("variances", found, expected)?;
    }
    Ok(())
}

async fn moving_regressions(context: &mut Context) -> Outcome {
    sales(context).await?;
    let slopes = over(regression_slope(column("amount"), key()), of_two());
    let found: Vec<Option<f64>> = for_each(context, slopes).await?;
    expect_eq(
        "slopes",
        found,
        [None, Some(10.0), Some(0.0), None, None, Some(12.0)],
    )
}

async fn moving_bits(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<Option<i64>> =
        for_each(context, over(bit_or(column("amount")), of_two())).await?;
    let expected = [10, 10 | 20, 20, 20, -5, -5 | 7].map(Some);
    expect_eq("bits of two", found, expected)
}

async fn moving_conditions(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<Option<bool>> =
        for_each(context, over(bool_and(column("paid")), of_two())).await?;
    let expected = [true, true, false, false, true, false].map(Some);
    expect_eq("both paid", found, expected)
}

async fn growing_text(context: &mut Context) -> Outcome {
    sales(context).await?;
    let names = string_aggregate(column("region"), "+");
    let of_paid = by_key().partition_by(column("paid"));
    let found: Vec<Option<String>> = for_each(context, over(names, of_paid)).await?;
    let expected = [
        "north",
        "north+north",
        "south",
        "south",
        "north+north+west",
        "south",
    ];
    expect_eq("texts", found, expected.map(|text| Some(text.to_owned())))
}

async fn growing_text_is_refused(context: &mut Context) -> Outcome {
    let names = over(string_aggregate(bind("a"), "+"), Window::new());
    let mut select = Query::select();
    select.expr(names);
    let query = select.into();
    context
        .refused(
            Flag::supports_string_aggregation_over_windows,
            async |context| context.fetch_query::<(Option<String>,)>(&query).await,
        )
        .await
}

async fn growing_json_is_refused(context: &mut Context) -> Outcome {
    let names = over(json_array_aggregate(bind("a")), Window::new());
    let mut select = Query::select();
    select.expr(names);
    let query = select.into();
    context
        .refused(
            Flag::supports_json_aggregation_over_windows,
            async |context| context.fetch_query::<(Option<String>,)>(&query).await,
        )
        .await
}

async fn growing_json(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<Json> = for_each(context, over(json_array_aggregate(key()), of_two())).await?;
    let found: Vec<_> = found.iter().map(|json| json.0.replace(' ', "")).collect();
    expect_eq(
        "arrays",
        found,
        ["[1]", "[1,2]", "[2,3]", "[3,4]", "[4,5]", "[5,6]"],
    )
}

async fn filter(context: &mut Context) -> Outcome {
    sales(context).await?;
    let paid = Cond::all().add(column("paid").eq(bind(true)));
    let call = sum(column("amount")).filter(paid);
    let found: Vec<Option<i64>> = for_each(context, over(call, by_key())).await?;
    let expected = [10, 30, 30, 30, 25, 25].map(Some);
    expect_eq("sums of the paid", found, expected)
}

async fn of_a_group(context: &mut Context) -> Outcome {
    sales(context).await?;
    let total = over(sum(sum(column("amount"))), Window::new());
    let mut groups = select([column("region"), sum(column("amount")).into(), total.into()]);
    groups
        .and_where(column("region").is_not_null())
        .group_by_col("region")
        .order_by("region", Order::Asc);
    let found: Vec<(String, i64, i64)> = context.fetch_query(&groups.into()).await?;
    let expected = [("north", 30, 45), ("south", 20, 45), ("west", -5, 45)];
    expect_eq(
        "groups",
        found,
        expected.map(|(name, sum, all)| (name.to_owned(), sum, all)),
    )
}

async fn in_own_words(context: &mut Context) -> Outcome {
    sales(context).await?;
    let of_region = || WindowStatement::partition_by("region");
    let mut select = select([]);
    select
        .expr_window_as(sum(column("price")), of_region(), "sum")
        .expr_window_as(average(column("amount")), of_region(), "mean")
        .expr_window_as(Func::max(column("amount")), of_region(), "most")
        .expr_window_name_as(average(column("price")), "named", "named mean")
        .window("named", of_region())
        .and_where(column("region").eq(bind("north")));
    let found: Vec<(Decimal, f64, i64, f64)> = context.fetch_query(&select.into()).await?;
    let expected: Decimal = "3.75".parse()?;
    let row = || (expected.clone(), 15.0, 20, 1.875);
    expect_eq("rows", found, [row(), row()])
}
