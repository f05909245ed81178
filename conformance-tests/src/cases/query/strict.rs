//! What `sea_query` leaves out, writes at the wrong place, or ends the program at: written rightly, or refused.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{
    CommonTableExpression, Cycle, Expr, ExprTrait as _, Func, FunctionCall, Order, SelectStatement,
    WindowStatement,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{four_artists, many_items};

const NAMED: &[Flag] = &[Flag::supports_common_table_expressions];
const WINDOWS: &[Flag] = &[Flag::supports_named_windows];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "query.over.window_by_name",
        window_by_name,
        "A window is named once and used by its name."
    )
    .requires(WINDOWS)
    .django("expressions_window/tests.py"),
    case!(
        "query.over.window_by_name_in_a_subquery",
        window_in_a_subquery,
        "A window is named in a subquery of a query with an order."
    )
    .requires(WINDOWS),
    case!(
        "query.over.window_by_name_beside_an_order",
        window_beside_an_order,
        "A named window that would be written behind the order is refused, and not sent."
    )
    .requires(WINDOWS),
    case!(
        "query.over.window_by_name_is_refused",
        window_by_name_is_refused,
        "Where windows have no names, one that is named is refused with the flag."
    )
    .refuses(Flag::supports_named_windows),
    case!(
        "query.with.modifies",
        with_modifies,
        "A named query deletes rows, and the query takes what it gives back."
    )
    .requires(&[
        Flag::can_modify_in_named_queries,
        Flag::can_return_columns_from_delete,
    ]),
    case!(
        "query.with.modifies_unread",
        modifies_unread,
        "A named query deletes rows although nothing reads what it gives."
    )
    .requires(&[Flag::can_modify_in_named_queries]),
    case!(
        "query.with.modifying_is_refused",
        with_modifying_is_refused,
        "Where a named query only reads, one that deletes is refused with the flag."
    )
    .refuses(Flag::can_modify_in_named_queries),
    case!(
        "query.with.cycle_without_recursion",
        cycle_without_recursion,
        "A cycle of a query that is not recursive is refused, and not left out."
    )
    .requires(NAMED),
    case!(
        "query.with.materialized",
        materialized,
        "A named query can be told to be kept or not; it means the same."
    )
    .requires(NAMED),
    case!(
        "query.with.without_a_name",
        without_a_name,
        "A named query without its name is refused, and ends nothing else."
    )
    .requires(NAMED),
    case!(
        "query.table.list_of_values",
        list_of_values,
        "A list of values is a table, in a join and with parameters before and after it."
    )
    .requires(&[Flag::supports_common_table_expressions]),
    case!(
        "query.condition.without_members",
        without_members,
        "A condition of nothing holds of all its members and of none of any."
    ),
    case!(
        "query.function.of_one_argument",
        of_one_argument,
        "The greatest and the least of one value are that value, not of all rows."
    ),
];

async fn keys(context: &mut Context, query: &Query) -> Result<Vec<i64>> {
    let keys: Vec<(i64,)> = context.fetch_query(query).await?;
    Ok(keys.into_iter().map(|(id,)| id).collect())
}

/// Running sums over a window that is named.
fn running() -> SelectStatement {
    over_named(Func::sum(Expr::col("id")))
}

/// A function over a window that has a name.
fn over_named(function: FunctionCall) -> SelectStatement {
    let mut window = WindowStatement::new();
    window.order_by("id", Order::Asc);
    let mut select = Query::select();
    select
        .expr_window_name_as(function, "running", "total")
        .from("artist")
        .window("running", window);
    select
}

async fn window_by_name(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut found = keys(context, &running().into()).await?;
    found.sort_unstable();
    expect_eq("sums", found, [1, 3, 6, 10])
}

async fn window_by_name_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    // No aggregate, which a server may lack as well.
    let query = over_named(Func::cust("ROW_NUMBER")).into();
    context
        .refused(Flag::supports_named_windows, async |context| {
            keys(context, &query).await
        })
        .await
}

async fn window_in_a_subquery(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut outer = Query::select();
    outer
        .column("total")
        .from_subquery(running(), "sums")
        .order_by("total", Order::Desc)
        .limit(2);
    expect_eq("sums", keys(context, &outer.into()).await?, [10, 6])
}

async fn window_beside_an_order(context: &mut Context) -> Outcome {
    for select in [
        running().order_by("id", Order::Asc).take(),
        running().limit(1).take(),
    ] {
        let mut outer = Query::select();
        outer.column("total").from_subquery(select.clone(), "sums");
        for query in [select, outer] {
            let built = context.build(&query.into());
            expect_error("a misplaced window", built, ErrorKind::NotSupported(None))?;
        }
    }
    Ok(())
}

/// Deletes the artists with a year, and reads their keys.
fn modifying() -> Query {
    let mut delete = Query::delete();
    delete
        .from_table("artist")
        .and_where(Expr::col("born").is_not_null())
        .returning_col("id");
    let mut named = CommonTableExpression::new();
    named.table_name("gone").column("id").query(delete);
    let mut with = Query::with();
    with.cte(named);
    let mut select = Query::select();
    select.column("id").from("gone").order_by("id", Order::Asc);
    with.query(select).into()
}

async fn with_modifies(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    expect_eq("given back", keys(context, &modifying()).await?, [1, 2, 3])?;
    expect_eq("rows", context.count(&artists.name).await?, 1)
}

async fn modifies_unread(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut delete = Query::delete();
    delete
        .from_table("artist")
        .and_where(Expr::col("born").is_not_null());
    let mut named = CommonTableExpression::new();
    named.table_name("gone").query(delete);
    let mut with = Query::with();
    with.cte(named);
    let mut select = Query::select();
    select.column("id").from("artist");
    keys(context, &with.query(select).into()).await?;
    expect_eq("rows", context.count(&artists.name).await?, 1)
}

async fn with_modifying_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    context
        .refused(Flag::can_modify_in_named_queries, async |context| {
            keys(context, &modifying()).await
        })
        .await
}

fn named(name: &'static str) -> CommonTableExpression {
    let mut named = CommonTableExpression::new();
    let select = Query::select()
        .column("id")
        .from("artist")
        .and_where(Expr::col("id").gt(bind(2_i64)))
        .take();
    named.table_name(name).column("id").query(select);
    named
}

async fn cycle_without_recursion(context: &mut Context) -> Outcome {
    let mut with = Query::with();
    with.cte(named("some"));
    with.cycle(Cycle::new_from_expr_set_using(
        Expr::col("id"),
        "seen",
        "path",
    ));
    let select = Query::select().column("id").from("some").take();
    let built = context.build(&with.query(select).into());
    expect_error("a cycle", built, ErrorKind::Interface)?;
    Ok(())
}

async fn materialized(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    for kept in [true, false] {
        let mut named = named("some");
        named.materialized(kept);
        let mut with = Query::with();
        with.cte(named);
        let mut select = Query::select();
        select.column("id").from("some").order_by("id", Order::Asc);
        expect_eq(
            "keys",
            keys(context, &with.query(select).into()).await?,
            [3, 4],
        )?;
    }
    Ok(())
}

async fn without_a_name(context: &mut Context) -> Outcome {
    let mut nameless = CommonTableExpression::new();
    nameless.query(Query::select().column("id").from("artist").take());
    let mut with = Query::with();
    with.cte(nameless);
    let select = Query::select().column("id").from("artist").take();
    let built = context.build(&with.query(select).into());
    expect_error("no name", built, ErrorKind::Programming)?;
    Ok(())
}

async fn list_of_values(context: &mut Context) -> Outcome {
    many_items(context, 4).await?;
    let mut select = Query::select();
    select
        .expr(Expr::col(("given", "column1")).add(bind(0_i64)))
        .from_values([(2_i64, 4_i64), (3, 7)], "given")
        .inner_join(
            "item",
            Expr::col(("item", "n")).equals(("given", "column2")),
        )
        .and_where(Expr::col(("item", "id")).lt(bind(9_i64)));
    expect_eq("keys", keys(context, &select.into()).await?, [2])
}

async fn without_members(context: &mut Context) -> Outcome {
    use backend_core::sea_query::Cond;
    four_artists(context).await?;
    let none: [i64; 0] = [];
    for (condition, expected) in [
        (Expr::col("id").is_in(none), vec![]),
        (Expr::col("id").is_not_in(none), vec![1, 2, 3, 4]),
    ] {
        let mut select = Query::select();
        select
            .column("id")
            .from("artist")
            .and_where(condition)
            .order_by("id", Order::Asc);
        expect_eq(
            "a list of nothing",
            keys(context, &select.into()).await?,
            expected,
        )?;
    }
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .cond_where(Cond::all())
        .order_by("id", Order::Asc);
    expect_eq(
        "all of nothing",
        keys(context, &select.into()).await?,
        [1, 2, 3, 4],
    )
}

async fn of_one_argument(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    for function in [
        Func::greatest([Expr::col("id")]),
        Func::least([Expr::col("id")]),
    ] {
        let mut select = Query::select();
        select
            .expr_as(function, "v")
            .from("artist")
            .order_by("id", Order::Asc);
        expect_eq("values", keys(context, &select.into()).await?, [1, 2, 3, 4])?;
    }
    Ok(())
}
