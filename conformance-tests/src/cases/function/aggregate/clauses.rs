//! What stands inside an aggregate beside its arguments: a filter, an order, and what means nothing there.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function::{
    Window, absolute, ascending, average, bool_or, count_rows, descending, distinct, exact_average,
    json_array_aggregate, json_object_aggregate, median, ordered, over, row_number,
    string_aggregate, sum, variance,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Cond, Expr, ExprTrait as _, Func, FunctionCall, Order};
use backend_core::value::Decimal;

use super::{column, of_all, one, sales, select};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.aggregate.filter",
        filter,
        "An aggregate takes the rows of its own condition, beside others with other conditions."
    )
    .requires(&[Flag::supports_aggregate_filter_clause])
    .django("aggregation/test_filter_argument.py"),
    case!(
        "function.aggregate.filter_that_leaves_none",
        filter_that_leaves_none,
        "Where a condition leaves no row, a count is 0 and everything else NULL."
    )
    .requires(&[Flag::supports_aggregate_filter_clause])
    .django("aggregation/test_filter_argument.py"),
    case!(
        "function.aggregate.filter_of_groups",
        filter_of_groups,
        "A condition of an aggregate leaves groups in that have no such row."
    )
    .requires(&[Flag::supports_aggregate_filter_clause])
    .django("aggregation/test_filter_argument.py"),
    case!(
        "function.aggregate.filter_that_is_unknown",
        filter_that_is_unknown,
        "Rows of which a condition is NULL are left out, as by its opposite."
    )
    .requires(&[Flag::supports_aggregate_filter_clause])
    .django("aggregation/test_filter_argument.py"),
    case!(
        "function.aggregate.filter_with_distinct_and_order",
        filter_with_distinct_and_order,
        "A condition goes with taking values once, and with an order."
    )
    .requires(&[
        Flag::supports_aggregate_filter_clause,
        Flag::supports_aggregate_order_by_clause,
        Flag::supports_distinct_string_aggregation,
    ]),
    case!(
        "function.aggregate.filter_of_every_sort",
        filter_of_every_sort,
        "Every sort of aggregate takes a condition: exact, statistical, of conditions, of percentiles."
    )
    .requires(&[
        Flag::supports_aggregate_filter_clause,
        Flag::supports_statistical_aggregates,
        Flag::supports_logical_aggregates,
        Flag::supports_percentiles,
    ]),
    case!(
        "function.aggregate.filter_is_refused",
        filter_is_refused,
        "Where aggregates take all rows, one with a condition is refused with the flag."
    )
    .refuses(Flag::supports_aggregate_filter_clause)
    .django("aggregation/test_filter_argument.py"),
    case!(
        "function.aggregate.order_of_nulls",
        order_of_nulls,
        "An order inside an aggregate says where rows with NULL stand."
    )
    .requires(&[
        Flag::supports_aggregate_order_by_clause,
        Flag::supports_string_aggregation,
        Flag::supports_order_by_nulls_modifier,
    ]),
    case!(
        "function.aggregate.order_is_refused",
        order_is_refused,
        "Where aggregates take rows in no order, one with an order is refused with the flag."
    )
    .refuses(Flag::supports_aggregate_order_by_clause),
    case!(
        "function.aggregate.order_where_it_changes_nothing",
        order_without_effect,
        "An order is taken by aggregates that do not show it."
    )
    .requires(&[Flag::supports_aggregate_order_by_clause]),
    case!(
        "function.aggregate.what_means_nothing",
        what_means_nothing,
        "DISTINCT, an order, a filter and a window are refused where a function has no use for them."
    )
    .requires(&[
        Flag::supports_aggregates,
        Flag::supports_over_clause,
        Flag::supports_percentiles,
        Flag::supports_json_aggregation,
        Flag::supports_math_functions,
    ]),
];

async fn filter(context: &mut Context) -> Outcome {
    sales(context).await?;
    let paid = || column("paid").eq(bind(true));
    let cheap = Cond::any()
        .add(column("amount").lt(bind(10_i64)))
        .add(column("amount").is_null());
    let found: (i64, i64, i64, i64) = one(
        context,
        select([
            count_rows().into(),
            count_rows().filter(Cond::all().add(paid())).into(),
            sum(column("amount")).filter(Cond::all().add(paid())).into(),
            count_rows().filter(cheap).into(),
        ]),
    )
    .await?;
    expect_eq("all, paid, their sum, cheap", found, (6, 3, 25, 3))
}

async fn filter_that_leaves_none(context: &mut Context) -> Outcome {
    sales(context).await?;
    let none = || Cond::all().add(column("amount").gt(bind(1_000_i64)));
    let found: (i64, Option<i64>, Option<f64>, Option<i64>) = one(
        context,
        select([
            count_rows().filter(none()).into(),
            sum(column("amount")).filter(none()).into(),
            average(column("price")).filter(none()).into(),
            Func::max(column("amount")).filter(none()).into(),
        ]),
    )
    .await?;
    expect_eq("count, sum, mean, greatest", found, (0, None, None, None))
}

async fn filter_of_groups(context: &mut Context) -> Outcome {
    sales(context).await?;
    let paid = Cond::all().add(column("paid").eq(bind(true)));
    let mut groups = select([column("region"), count_rows().filter(paid).into()]);
    groups
        .and_where(column("region").is_not_null())
        .group_by_col("region")
        .order_by("region", Order::Asc);
    let found: Vec<(String, i64)> = context.fetch_query(&groups.into()).await?;
    let expected = [("north", 2), ("south", 0), ("west", 1)];
    expect_eq(
        "groups",
        found,
        expected.map(|(name, n)| (name.to_owned(), n)),
    )
}

async fn filter_that_is_unknown(context: &mut Context) -> Outcome {
    sales(context).await?;
    let above = || column("amount").gt(bind(7_i64));
    let found: (i64, i64, i64) = one(
        context,
        select([
            count_rows().filter(Cond::all().add(above())).into(),
            count_rows().filter(Cond::all().add(above().not())).into(),
            count_rows()
                .filter(Cond::all().add(above().is_null()))
                .into(),
        ]),
    )
    .await?;
    expect_eq("true, false, unknown", found, (3, 2, 1))
}

async fn filter_with_distinct_and_order(context: &mut Context) -> Outcome {
    sales(context).await?;
    let some = || Cond::all().add(column("id").gt(bind(1_i64)));
    let names = || string_aggregate(column("region"), ",").filter(some());
    let once = ordered(distinct(names()), [descending(column("region"))]);
    let all = ordered(names(), [ascending(column("id"))]);
    let different = Func::count_distinct(column("amount")).filter(some());
    let found: (String, String, i64) =
        one(context, select([once.into(), all.into(), different.into()])).await?;
    let expected = ("west,south,north", "north,south,south,west", 3);
    expect_eq(
        "once, all, different amounts",
        found,
        (expected.0.to_owned(), expected.1.to_owned(), expected.2),
    )
}

async fn filter_of_every_sort(context: &mut Context) -> Outcome {
    sales(context).await?;
    let north = || Cond::all().add(column("region").eq(bind("north")));
    let found: (Decimal, f64, bool, f64) = one(
        context,
        select([
            exact_average(column("amount")).filter(north()).into(),
            variance(column("amount")).filter(north()).into(),
            bool_or(column("paid")).filter(north()).into(),
            median(column("amount")).filter(north()).into(),
        ]),
    )
    .await?;
    expect_eq(
        "mean, variance, paid, median",
        found,
        (Decimal::from(15), 25.0, true, 15.0),
    )
}

async fn refused(context: &mut Context, flag: Flag, call: FunctionCall) -> Outcome {
    context
        .refused(flag, async |context| {
            let select = select([call.into()]);
            context.fetch_query::<(Option<i64>,)>(&select.into()).await
        })
        .await
}

async fn filter_is_refused(context: &mut Context) -> Outcome {
    sales(context).await?;
    let some = || Cond::all().add(column("id").gt(bind(1_i64)));
    for call in [
        count_rows(),
        sum(column("amount")),
        Func::max(column("amount")),
    ] {
        refused(
            context,
            Flag::supports_aggregate_filter_clause,
            call.filter(some()),
        )
        .await?;
    }
    Ok(())
}

async fn order_of_nulls(context: &mut Context) -> Outcome {
    sales(context).await?;
    let names = || string_aggregate(column("region"), ",");
    let amount = || column("amount");
    let key = || ascending(column("id"));
    let rows = [
        (
            ascending(amount()).nulls_first(),
            "south,west,north,north,south",
        ),
        (
            ascending(amount()).nulls_last(),
            "west,north,north,south,south",
        ),
        (
            descending(amount()).nulls_first(),
            "south,north,south,north,west",
        ),
        (
            descending(amount()).nulls_last(),
            "north,south,north,west,south",
        ),
    ];
    for (order, expected) in rows {
        let (found,): (String,) = of_all(context, ordered(names(), [order, key()])).await?;
        expect_eq("the texts", found, expected.to_owned())?;
    }
    Ok(())
}

async fn order_is_refused(context: &mut Context) -> Outcome {
    sales(context).await?;
    let call = ordered(sum(column("amount")), [ascending(column("id"))]);
    refused(context, Flag::supports_aggregate_order_by_clause, call).await
}

async fn order_without_effect(context: &mut Context) -> Outcome {
    sales(context).await?;
    let by_key = || [descending(column("id"))];
    let found: (i64, i64) = one(
        context,
        select([
            ordered(sum(column("amount")), by_key()).into(),
            ordered(Func::max(column("amount")), by_key()).into(),
        ]),
    )
    .await?;
    expect_eq("sum, greatest", found, (52, 20))
}

async fn what_means_nothing(context: &mut Context) -> Outcome {
    sales(context).await?;
    let all = || Cond::all().add(column("id").gt(bind(0_i64)));
    let by_key = || [ascending(column("id"))];
    let window = Window::new;
    let amount = || column("amount");
    let calls: Vec<FunctionCall> = vec![
        absolute(amount()).filter(all()),
        ordered(absolute(amount()), by_key()),
        distinct(absolute(amount())),
        over(absolute(amount()), window()),
        row_number(),
        over(row_number().filter(all()), window()),
        over(distinct(row_number()), window()),
        distinct(median(amount())),
        ordered(median(amount()), by_key()),
        over(median(amount()), window()),
        distinct(json_object_aggregate(column("region"), amount())),
        over(distinct(sum(amount())), window()),
        over(ordered(json_array_aggregate(amount()), by_key()), window()),
        ordered(ordered(sum(amount()), by_key()), by_key()),
        over(over(sum(amount()), window()), window()),
        distinct(distinct(sum(amount()))),
        // A clause of this crate's on a function that is not.
        distinct(Func::lower(column("region"))),
    ];
    for call in calls {
        let what = format!("{call:?}");
        let query: Query = select([Expr::from(call)]).into();
        let is_refused = matches!(
            context.dialect().build(&query),
            Err(error) if matches!(error.kind(), ErrorKind::Interface | ErrorKind::NotSupported(None))
        );
        if !is_refused {
            return Err(Failure::new(format!(
                "{what} means nothing, but it is built"
            )));
        }
    }
    Ok(())
}
