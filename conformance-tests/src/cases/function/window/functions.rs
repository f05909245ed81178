//! Ranks, shares, and the values of other rows.

use backend_core::flag::Flag;
use backend_core::function::{Bound, Frame};
use backend_core::function::{
    Window, ascending, cumulative_distribution, dense_rank, descending, first_value, lag, lag_or,
    last_value, lead, lead_or, nth_value, ntile, over, percent_rank, rank, row_number,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, FunctionCall, Order, WindowStatement};

use super::super::aggregate::{column, sales, select};
use super::{for_each, key};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

const OVER: &[Flag] = &[Flag::supports_over_clause];

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.window.row_number",
        numbered,
        "Rows are numbered from 1 in an order, in each partition anew."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.ranks",
        ranks,
        "Peers have one rank, behind which a gap is left or not."
    )
    .requires(&[Flag::supports_over_clause, Flag::supports_order_by_nulls_modifier])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.parts_of_the_whole",
        parts_of_the_whole,
        "Ranks and distributions are told as parts of the rows, peers alike."
    )
    .requires(&[Flag::supports_over_clause, Flag::supports_order_by_nulls_modifier])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.shares",
        shares,
        "Rows are parted in shares, the first ones greater, and no more of them than rows."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.lag_and_lead",
        lag_and_lead,
        "Values of rows before and behind are found, NULLs among them, and NULL beyond the ends."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.lag_and_lead_with_default",
        lag_and_lead_with_default,
        "Beyond the ends a default stands in, but not for a NULL of a row that is there."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.lag_in_partitions",
        lag_in_partitions,
        "The row before is one of the same partition."
    )
    .requires(OVER),
    case!(
        "function.window.first_and_last",
        first_and_last,
        "First and last values are the frame's: by default it ends with the row."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.nth_value",
        nth,
        "The value of a row of the frame is found by its number, NULL where the frame has no such row."
    )
    .requires(&[Flag::supports_nth_value])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.named",
        named,
        "A window that the select names is used by its name, and more is said of it."
    )
    .requires(&[Flag::supports_named_windows]),
    case!(
        "function.window.in_an_expression",
        in_an_expression,
        "A function over a window is part of an expression."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.in_the_order",
        in_the_order,
        "A function over a window stands in the order of the select."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.of_a_subquery",
        of_a_subquery,
        "Rows are chosen by a function over a window in a subquery: the first of each partition."
    )
    .requires(OVER)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.is_refused",
        is_refused,
        "Where there are no windows, each function over one is refused with the flag."
    )
    .refuses(Flag::supports_over_clause),
    case!(
        "function.window.nth_value_is_refused",
        nth_value_is_refused,
        "Where no value of a frame is found by its number, the function is refused with the flag."
    )
    .refuses(Flag::supports_nth_value),
    case!(
        "function.window.named_is_refused",
        named_is_refused,
        "Where windows have no names, a function over a named one is refused with the flag."
    )
    .refuses(Flag::supports_named_windows),
];

fn by_key() -> Window {
    Window::new().order_by(ascending(key()))
}

fn by_amount() -> Window {
    Window::new().order_by(ascending(column("amount")).nulls_last())
}

async fn numbered(context: &mut Context) -> Outcome {
    sales(context).await?;
    let down = Window::new().order_by(descending(key()));
    let found: Vec<i64> = for_each(context, over(row_number(), down)).await?;
    expect_eq("all, down", found, [6, 5, 4, 3, 2, 1])?;
    let of_region = by_key().partition_by(column("region"));
    let found: Vec<i64> = for_each(context, over(row_number(), of_region)).await?;
    expect_eq("by region", found, [1, 2, 1, 2, 1, 1])?;
    let of_both = by_key()
        .partition_by(column("paid"))
        .partition_by(column("id").modulo(bind(2_i64)));
    let found: Vec<i64> = for_each(context, over(row_number(), of_both)).await?;
    expect_eq("by two expressions", found, [1, 1, 1, 1, 2, 1])
}

async fn ranks(context: &mut Context) -> Outcome {
    sales(context).await?;
    // In order: -5, 7, 10, 20, 20, NULL.
    let found: Vec<i64> = for_each(context, over(rank(), by_amount())).await?;
    expect_eq("with gaps", found, [3, 4, 4, 6, 1, 2])?;
    let found: Vec<i64> = for_each(context, over(dense_rank(), by_amount())).await?;
    expect_eq("without gaps", found, [3, 4, 4, 5, 1, 2])
}

async fn parts_of_the_whole(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<f64> = for_each(context, over(percent_rank(), by_amount())).await?;
    expect_eq("ranks", found, [0.4, 0.6, 0.6, 1.0, 0.0, 0.2])?;
    let found: Vec<f64> = for_each(context, over(cumulative_distribution(), by_amount())).await?;
    let sixth = |n: f64| n / 6.0;
    let expected = [3.0, 5.0, 5.0, 6.0, 1.0, 2.0].map(sixth);
    expect_eq("distribution", found, expected)?;
    let alone = by_amount().partition_by(key());
    let found: Vec<f64> = for_each(context, over(percent_rank(), alone)).await?;
    expect_eq("of one row each", found, [0.0; 6])
}

async fn shares(context: &mut Context) -> Outcome {
    sales(context).await?;
    for (count, expected) in [
        (1, [1, 1, 1, 1, 1, 1]),
        (2, [1, 1, 1, 2, 2, 2]),
        (4, [1, 1, 2, 2, 3, 4]),
        (9, [1, 2, 3, 4, 5, 6]),
    ] {
        let found: Vec<i64> = for_each(context, over(ntile(count), by_key())).await?;
        expect_eq(&format!("{count} shares"), found, expected)?;
    }
    Ok(())
}

async fn lag_and_lead(context: &mut Context) -> Outcome {
    sales(context).await?;
    let amount = || column("amount");
    let some = |values: [i64; 6]| values.map(|value| (value != 0).then_some(value));
    let rows = [
        ("one before", lag(amount(), 1), some([0, 10, 20, 20, 0, -5])),
        ("two before", lag(amount(), 2), some([0, 0, 10, 20, 20, 0])),
        (
            "none before",
            lag(amount(), 0),
            some([10, 20, 20, 0, -5, 7]),
        ),
        ("one behind", lead(amount(), 1), some([20, 20, 0, -5, 7, 0])),
        ("nine behind", lead(amount(), 9), some([0; 6])),
    ];
    for (what, call, expected) in rows {
        let found: Vec<Option<i64>> = for_each(context, over(call, by_key())).await?;
        expect_eq(what, found, expected)?;
    }
    Ok(())
}

async fn lag_and_lead_with_default(context: &mut Context) -> Outcome {
    sales(context).await?;
    let amount = || column("amount");
    let before = over(lag_or(amount(), 2, bind(99_i64)), by_key());
    let found: Vec<Option<i64>> = for_each(context, before).await?;
    let expected = [Some(99), Some(99), Some(10), Some(20), Some(20), None];
    expect_eq("two before", found, expected)?;
    let behind = over(lead_or(amount(), 1, column("id")), by_key());
    let found: Vec<Option<i64>> = for_each(context, behind).await?;
    let expected = [Some(20), Some(20), None, Some(-5), Some(7), Some(6)];
    expect_eq("one behind, or the key", found, expected)
}

async fn lag_in_partitions(context: &mut Context) -> Outcome {
    sales(context).await?;
    let of_region = by_key().partition_by(column("region"));
    let found: Vec<Option<i64>> = for_each(context, over(lag(key(), 1), of_region)).await?;
    expect_eq(
        "the key before",
        found,
        [None, Some(1), None, Some(3), None, None],
    )
}

async fn first_and_last(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: Vec<i64> = for_each(context, over(first_value(key()), by_key())).await?;
    expect_eq("first", found, [1; 6])?;
    let found: Vec<i64> = for_each(context, over(last_value(key()), by_key())).await?;
    expect_eq("last, up to the row", found, [1, 2, 3, 4, 5, 6])?;
    let whole = by_key().frame(Frame::rows(
        Bound::UnboundedPreceding,
        Bound::UnboundedFollowing,
    ));
    let found: Vec<i64> = for_each(context, over(last_value(key()), whole)).await?;
    expect_eq("last of all", found, [6; 6])
}

async fn nth(context: &mut Context) -> Outcome {
    sales(context).await?;
    let whole = || {
        by_key().frame(Frame::rows(
            Bound::UnboundedPreceding,
            Bound::UnboundedFollowing,
        ))
    };
    let found: Vec<Option<i64>> =
        for_each(context, over(nth_value(column("amount"), 5), whole())).await?;
    expect_eq("the fifth", found, [Some(-5); 6])?;
    let found: Vec<Option<i64>> =
        for_each(context, over(nth_value(column("amount"), 7), whole())).await?;
    expect_eq("the seventh", found, [None; 6])?;
    let found: Vec<Option<i64>> = for_each(context, over(nth_value(key(), 3), by_key())).await?;
    let expected = [None, None, Some(3), Some(3), Some(3), Some(3)];
    expect_eq("the third, up to the row", found, expected)
}

async fn named(context: &mut Context) -> Outcome {
    sales(context).await?;
    let base = || Ok::<_, backend_core::error::Error>(Window::named("of region".parse()?));
    let numbered = over(row_number(), base()?.order_by(descending(key())));
    let counted = over(backend_core::function::count_rows(), base()?);
    // The query builder writes named windows behind the order, where no server reads them: the order stands outside.
    let mut named = select([key()]);
    named
        .expr_as(numbered, "number")
        .expr_as(counted, "count")
        .window("of region", WindowStatement::partition_by("region"));
    let mut select = Query::select();
    select
        .columns(["number", "count"])
        .from_subquery(named, "named")
        .order_by("id", Order::Asc);
    let found: Vec<(i64, i64)> = context.fetch_query(&select.into()).await?;
    expect_eq(
        "number, count",
        found,
        [(2, 2), (1, 2), (2, 2), (1, 2), (1, 1), (1, 1)],
    )
}

async fn in_an_expression(context: &mut Context) -> Outcome {
    sales(context).await?;
    let step = column("id").sub(over(lag_or(key(), 1, bind(0_i64)), by_key()));
    let doubled = Expr::from(over(row_number(), by_key())).mul(bind(2_i64));
    let mut select = select([step, doubled]);
    select.order_by("id", Order::Asc).limit(2);
    let found: Vec<(i64, i64)> = context.fetch_query(&select.into()).await?;
    expect_eq("step, twice the number", found, [(1, 2), (1, 4)])
}

async fn in_the_order(context: &mut Context) -> Outcome {
    sales(context).await?;
    let of_region = by_key().partition_by(column("region"));
    let mut select = select([key()]);
    select
        .order_by_expr(over(row_number(), of_region).into(), Order::Desc)
        .order_by("id", Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    let found: Vec<_> = found.into_iter().map(|(id,)| id).collect();
    expect_eq(
        "keys, the second of a region first",
        found,
        [2, 4, 1, 3, 5, 6],
    )
}

async fn of_a_subquery(context: &mut Context) -> Outcome {
    sales(context).await?;
    let greatest = Window::new()
        .partition_by(column("region"))
        .order_by(descending(key()));
    let mut numbered = select([key()]);
    numbered.expr_as(over(row_number(), greatest), "number");
    let mut select = Query::select();
    select
        .column("id")
        .from_subquery(numbered, "numbered")
        .and_where(Expr::col("number").eq(bind(1_i64)))
        .order_by("id", Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    let found: Vec<_> = found.into_iter().map(|(id,)| id).collect();
    expect_eq("the last of each region", found, [2, 4, 5, 6])
}

async fn is_refused(context: &mut Context) -> Outcome {
    let number = || bind(1_i64);
    let functions = [
        row_number(),
        rank(),
        dense_rank(),
        percent_rank(),
        cumulative_distribution(),
        ntile(2),
        lag(number(), 1),
        lead_or(number(), 1, number()),
        first_value(number()),
        last_value(number()),
    ];
    for function in functions {
        refused(
            context,
            Flag::supports_over_clause,
            over(function, Window::new()),
        )
        .await?;
    }
    Ok(())
}

async fn refused(context: &mut Context, flag: Flag, function: FunctionCall) -> Outcome {
    context
        .refused(flag, async |context| {
            let mut select = Query::select();
            select.expr(function);
            context.fetch_query::<(Option<i64>,)>(&select.into()).await
        })
        .await
}

async fn nth_value_is_refused(context: &mut Context) -> Outcome {
    let value = over(nth_value(bind(1_i64), 1), by_key());
    refused(context, Flag::supports_nth_value, value).await
}

async fn named_is_refused(context: &mut Context) -> Outcome {
    let number = over(row_number(), Window::named("some".parse()?));
    refused(context, Flag::supports_named_windows, number).await
}
