//! Clauses that a flag stands for: where it is on they work, where it is off they are refused, never left out.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{
    CommonTableExpression, Expr, ExprTrait as _, Func, FunctionCall, LockType, NullOrdering, Order,
    SelectStatement, UnionType, WindowStatement,
};
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{artist, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "query.for_update.reads_the_rows",
        for_update_reads,
        "A select for update gives the rows that it locks."
    )
    .requires(&[Flag::has_select_for_update, Flag::supports_transactions])
    .django("select_for_update/tests.py"),
    case!(
        "query.for_update.is_refused",
        for_update_is_refused,
        "Where rows cannot be locked by a select, one that asks is refused with the flag."
    )
    .refuses(Flag::has_select_for_update)
    .django("select_for_update/tests.py"),
    case!(
        "query.distinct_on.first_of_each_group",
        distinct_on,
        "Distinct on a column keeps the first row of each group."
    )
    .requires(&[Flag::can_distinct_on_fields])
    .django("distinct_on_fields/tests.py"),
    case!(
        "query.distinct_on.is_refused",
        distinct_on_is_refused,
        "Where distinct cannot be limited to columns, one that asks is refused with the flag."
    )
    .refuses(Flag::can_distinct_on_fields)
    .django("distinct_on_fields/tests.py"),
    case!(
        "query.nulls.first_and_last",
        nulls_first_and_last,
        "NULLs come first or last as asked, up and down."
    )
    .requires(&[Flag::supports_order_by_nulls_modifier])
    .django("ordering/tests.py"),
    case!(
        "query.nulls.modifier_is_refused",
        nulls_modifier_is_refused,
        "Where an order cannot say where NULLs stand, one that asks is refused with the flag."
    )
    .refuses(Flag::supports_order_by_nulls_modifier),
    case!(
        "query.with.named_query",
        named_query,
        "A query reads one that is named before it."
    )
    .requires(&[Flag::supports_common_table_expressions]),
    case!(
        "query.with.recursive",
        recursive,
        "A named query that refers to itself runs until it gives nothing new."
    )
    .requires(&[Flag::supports_common_table_expressions]),
    case!(
        "query.with.is_refused",
        with_is_refused,
        "Where queries cannot be named, one that is built on another is refused with the flag."
    )
    .refuses(Flag::supports_common_table_expressions),
    case!(
        "query.over.running_sum",
        running_sum,
        "A window function sees the rows of its window, in its order."
    )
    .requires(&[Flag::supports_over_clause, Flag::supports_aggregates])
    .django("expressions_window/tests.py"),
    case!(
        "query.over.is_refused",
        over_is_refused,
        "Where there are no window functions, one that is used is refused with the flag."
    )
    .refuses(Flag::supports_over_clause)
    .django("expressions_window/tests.py"),
];

async fn keys(context: &mut Context, query: &Query) -> Result<Vec<i64>> {
    let keys: Vec<(i64,)> = context.fetch_query(query).await?;
    Ok(keys.into_iter().map(|(id,)| id).collect())
}

async fn refused(context: &mut Context, flag: Flag, query: Query) -> Outcome {
    four_artists(context).await?;
    context
        .refused(flag, async |context| keys(context, &query).await)
        .await
}

fn select_keys() -> SelectStatement {
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .order_by("id", Order::Asc);
    select
}

fn locking() -> Query {
    let mut select = select_keys();
    select
        .and_where(Expr::col("id").lt(bind(3_i64)))
        .lock(LockType::Update);
    select.into()
}

async fn for_update_reads(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    context
        .connection()
        .begin(&TransactionOptions::default())
        .await?;
    let found = keys(context, &locking()).await;
    context.connection().rollback().await?;
    expect_eq("keys", found?, [1, 2])
}

async fn for_update_is_refused(context: &mut Context) -> Outcome {
    refused(context, Flag::has_select_for_update, locking()).await
}

/// The youngest of each name.
fn first_of_each_name() -> Query {
    let mut select = Query::select();
    select.distinct_on(["name"]).column("id").from("artist");
    select
        .order_by("name", Order::Asc)
        .order_by("id", Order::Desc);
    select.into()
}

async fn distinct_on(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    context
        .insert(
            &artists,
            &[artist(5, "Bach", None), artist(6, "Clara", None)],
        )
        .await?;
    expect_eq(
        "keys",
        keys(context, &first_of_each_name()).await?,
        [5, 6, 4, 3],
    )
}

async fn distinct_on_is_refused(context: &mut Context) -> Outcome {
    refused(context, Flag::can_distinct_on_fields, first_of_each_name()).await
}

fn nulls(order: Order, nulls: NullOrdering) -> Query {
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .order_by_with_nulls("born", order, nulls);
    select.into()
}

async fn nulls_first_and_last(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let rows = [
        (Order::Asc, NullOrdering::First, [4, 1, 3, 2]),
        (Order::Asc, NullOrdering::Last, [1, 3, 2, 4]),
        (Order::Desc, NullOrdering::First, [4, 2, 3, 1]),
        (Order::Desc, NullOrdering::Last, [2, 3, 1, 4]),
    ];
    for (order, at, expected) in rows {
        let what = format!("{order:?}, NULLs {at:?}");
        expect_eq(&what, keys(context, &nulls(order, at)).await?, expected)?;
    }
    Ok(())
}

async fn nulls_modifier_is_refused(context: &mut Context) -> Outcome {
    let query = nulls(Order::Asc, NullOrdering::Last);
    refused(context, Flag::supports_order_by_nulls_modifier, query).await
}

fn with_old_ones() -> Query {
    let mut old = Query::select();
    old.column("id")
        .from("artist")
        .and_where(Expr::col("born").lt(bind(1815_i32)));
    let mut named = CommonTableExpression::new();
    named.table_name("old").column("id").query(old);
    let mut with = Query::with();
    with.cte(named);
    let mut select = Query::select();
    select.column("id").from("old").order_by("id", Order::Asc);
    with.query(select).into()
}

async fn named_query(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    expect_eq("keys", keys(context, &with_old_ones()).await?, [1, 3])
}

async fn with_is_refused(context: &mut Context) -> Outcome {
    refused(
        context,
        Flag::supports_common_table_expressions,
        with_old_ones(),
    )
    .await
}

async fn recursive(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut next = Query::select();
    next.expr(Expr::col("n").mul(2_i64))
        .from("doubling")
        .and_where(Expr::col("n").lt(50_i64));
    let mut first = Query::select();
    first
        .column("id")
        .from("artist")
        .and_where(Expr::col("id").eq(1_i64));
    first.union(UnionType::All, next);
    let mut named = CommonTableExpression::new();
    named.table_name("doubling").column("n").query(first);
    let mut with = Query::with();
    with.recursive(true).cte(named);
    let mut select = Query::select();
    select
        .column("n")
        .from("doubling")
        .order_by("n", Order::Asc);
    let found = keys(context, &with.query(select).into()).await?;
    expect_eq("numbers", found, [1, 2, 4, 8, 16, 32, 64])
}

fn running(function: FunctionCall) -> Query {
    let mut window = WindowStatement::new();
    window.order_by("id", Order::Asc);
    let mut select = Query::select();
    select
        .expr_window_as(function, window, "total")
        .from("artist");
    select.order_by("id", Order::Asc);
    select.into()
}

async fn running_sum(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    expect_eq(
        "sums",
        keys(context, &running(Func::sum(Expr::col("id")))).await?,
        [1, 3, 6, 10],
    )
}

async fn over_is_refused(context: &mut Context) -> Outcome {
    refused(
        context,
        Flag::supports_over_clause,
        running(Func::cust("ROW_NUMBER")),
    )
    .await
}
