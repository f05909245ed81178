//! Which rows of a select come: the first of each group, a part of an order, those that tie. Locks are in `locks`.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::query::{Query, RowLock, Selection, bind};
use backend_core::sea_query::{
    CommonTableExpression, Expr, ExprTrait as _, Func, LockType, Order, SelectStatement, UnionType,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{artist, four_artists, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!("query.selection.limit_and_offset", limit_and_offset, "A limit and an offset take a part of the order, each alone and both together.")
        .django("queries/tests.py"),
    case!("query.selection.limit_of_everything", limit_of_everything, "A limit of 0 gives no row, one beyond the rows gives all, the largest number too."),
    case!("query.selection.of_a_union", of_a_union, "A limit belongs to the whole of a union."),
    case!("query.selection.of_a_named_query", of_a_named_query, "A selection reads queries that are named before it.")
        .requires(&[Flag::supports_common_table_expressions]),
    case!("query.selection.distinct_on_an_expression", distinct_on_an_expression, "Distinct on an expression keeps the first row of those for which it is equal.")
        .requires(&[Flag::can_distinct_on_fields])
        .django("distinct_on_fields/tests.py"),
    case!("query.selection.distinct_on_several", distinct_on_several, "Distinct on several expressions with parameters, a limit and named queries keeps its parameters apart.")
        .requires(&[Flag::can_distinct_on_fields, Flag::supports_common_table_expressions]),
    case!("query.selection.distinct_on_is_refused", distinct_on_is_refused, "Where distinct cannot be limited, a selection that asks is refused with the flag.")
        .refuses(Flag::can_distinct_on_fields),
    case!("query.ties.come_with_the_last", ties_come_with_the_last, "With ties all rows come that are equal to the last one in the order, and without only as many as asked for.")
        .requires(&[Flag::supports_fetch_with_ties]),
    case!("query.ties.behind_an_offset", ties_behind_an_offset, "Ties are counted behind the offset, and parameters keep their places.")
        .requires(&[Flag::supports_fetch_with_ties]),
    case!("query.ties.of_an_order_of_two", ties_of_an_order_of_two, "Rows tie where they are equal in the whole order.")
        .requires(&[Flag::supports_fetch_with_ties]),
    case!("query.ties.are_refused", ties_are_refused, "Where a limit cannot take ties, a selection that asks is refused with the flag.")
        .refuses(Flag::supports_fetch_with_ties),
    case!("query.ties.need_an_order", ties_need_an_order, "Ties without an order or without a limit are refused before anything is sent."),
    case!("query.selection.said_twice", said_twice, "What the select says itself cannot be said of it again."),
];

async fn keys(context: &mut Context, selection: Selection) -> Result<Vec<i64>> {
    let keys: Vec<(i64,)> = context.fetch_query(&selection.into()).await?;
    Ok(keys.into_iter().map(|(id,)| id).collect())
}

fn select() -> SelectStatement {
    let mut select = Query::select();
    select.column("id").from("item").order_by("id", Order::Asc);
    select
}

async fn limit_and_offset(context: &mut Context) -> Outcome {
    many_items(context, 5).await?;
    let all = || Selection::new(select());
    let condition = select().and_where(Expr::col("n").gt(bind(4_i64))).take();
    for (what, selection, expected) in [
        ("no limit", all(), vec![1, 2, 3, 4, 5]),
        ("a limit", all().limit(2), vec![1, 2]),
        ("an offset", all().offset(3), vec![4, 5]),
        ("both", all().limit(2).offset(1), vec![2, 3]),
        (
            "behind a condition",
            Selection::new(condition).limit(1).offset(1),
            vec![4],
        ),
    ] {
        expect_eq(what, keys(context, selection).await?, expected)?;
    }
    Ok(())
}

async fn limit_of_everything(context: &mut Context) -> Outcome {
    many_items(context, 3).await?;
    let most = u64::try_from(i64::MAX).unwrap_or_default();
    for (limit, expected) in [(0, vec![]), (99, vec![1, 2, 3]), (most, vec![1, 2, 3])] {
        let selection = Selection::new(select()).limit(limit);
        expect_eq("keys", keys(context, selection).await?, expected)?;
    }
    let none: [i64; 0] = [];
    let selection = Selection::new(select()).offset(99);
    expect_eq("behind the end", keys(context, selection).await?, none)
}

async fn of_a_union(context: &mut Context) -> Outcome {
    many_items(context, 3).await?;
    let mut union = Query::select();
    union
        .column("n")
        .from("item")
        .union(
            UnionType::All,
            Query::select().column("id").from("item").take(),
        )
        .order_by("n", Order::Asc);
    let selection = Selection::new(union).limit(3).offset(1);
    expect_eq("numbers", keys(context, selection).await?, [2, 2, 3])
}

fn named(condition: Expr) -> CommonTableExpression {
    let mut named = CommonTableExpression::new();
    let query = Query::select()
        .columns(["id", "name"])
        .from("artist")
        .and_where(condition)
        .take();
    named
        .table_name("some")
        .columns(["id", "name"])
        .query(query);
    named
}

async fn of_a_named_query(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut with = Query::with();
    with.cte(named(Expr::col("id").gt(bind(1_i64))));
    let mut select = Query::select();
    select.column("id").from("some").order_by("id", Order::Desc);
    let selection = Selection::new(select).with(with).limit(2).offset(1);
    expect_eq("keys", keys(context, selection).await?, [3, 2])
}

/// The first key of each length of a name, the longest key first.
fn first_of_each_length() -> Selection {
    let length = || Expr::from(Func::char_length(Expr::col("name")));
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .order_by_expr(length(), Order::Asc)
        .order_by("id", Order::Desc);
    Selection::new(select).distinct_on([length()])
}

async fn distinct_on_an_expression(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    context
        .insert(
            &artists,
            &[artist(5, "Cara", None), artist(6, "Anton", None)],
        )
        .await?;
    expect_eq(
        "keys",
        keys(context, first_of_each_length()).await?,
        [5, 6, 3, 4],
    )
}

async fn distinct_on_several(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut with = Query::with();
    with.cte(named(Expr::col("name").ne(bind("Bach"))));
    let odd = || Expr::col("id").modulo(2_i64);
    let mut select = Query::select();
    select
        .column("id")
        .from("some")
        .and_where(Expr::col("id").lt(bind(9_i64)))
        .order_by("name", Order::Desc);
    let selection = Selection::new(select)
        .with(with)
        .distinct_on([Expr::col("name"), odd()])
        .limit(2)
        .offset(1);
    expect_eq("keys", keys(context, selection).await?, [4, 2])
}

async fn distinct_on_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let flag = Flag::can_distinct_on_fields;
    let attempt = async |context: &mut Context| keys(context, first_of_each_length()).await;
    context.refused(flag, attempt).await
}

/// Keys in the order of a name: Anna, Bach, Bach, Bach, Clara.
async fn namesakes(context: &mut Context) -> Result<()> {
    let artists = crate::fixtures::artists()?;
    context.create(&artists).await?;
    let rows = [
        artist(1, "Bach", Some(1)),
        artist(2, "Anna", Some(2)),
        artist(3, "Bach", Some(3)),
        artist(4, "Clara", Some(4)),
        artist(5, "Bach", Some(3)),
    ];
    context.insert(&artists, &rows).await
}

fn by_name() -> SelectStatement {
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .order_by("name", Order::Asc);
    select
}

async fn sorted(context: &mut Context, selection: Selection) -> Result<Vec<i64>> {
    let mut keys = keys(context, selection).await?;
    keys.sort_unstable();
    Ok(keys)
}

async fn ties_come_with_the_last(context: &mut Context) -> Outcome {
    namesakes(context).await?;
    let ties = Selection::new(by_name()).limit_with_ties(2);
    expect_eq("with ties", sorted(context, ties).await?, [1, 2, 3, 5])?;
    let without = keys(context, Selection::new(by_name()).limit(2)).await?;
    expect_eq("without", without.len(), 2)?;
    let one = Selection::new(by_name()).limit_with_ties(1);
    expect_eq("where none ties", sorted(context, one).await?, [2])
}

async fn ties_behind_an_offset(context: &mut Context) -> Outcome {
    namesakes(context).await?;
    let select = by_name().and_where(Expr::col("id").lt(bind(99_i64))).take();
    let ties = Selection::new(select).limit_with_ties(1).offset(1);
    expect_eq("with ties", sorted(context, ties).await?, [1, 3, 5])?;
    let none: [i64; 0] = [];
    let behind = Selection::new(by_name()).limit_with_ties(1).offset(5);
    expect_eq("behind the end", sorted(context, behind).await?, none)
}

async fn ties_of_an_order_of_two(context: &mut Context) -> Outcome {
    namesakes(context).await?;
    let select = || by_name().order_by("born", Order::Desc).take();
    let ties = Selection::new(select()).limit_with_ties(2);
    expect_eq("with ties", sorted(context, ties).await?, [2, 3, 5])
}

async fn ties_are_refused(context: &mut Context) -> Outcome {
    namesakes(context).await?;
    let flag = Flag::supports_fetch_with_ties;
    let attempt = async |context: &mut Context| {
        keys(context, Selection::new(by_name()).limit_with_ties(2)).await
    };
    context.refused(flag, attempt).await
}

async fn ties_need_an_order(context: &mut Context) -> Outcome {
    let unordered = Query::select().column("id").from("artist").take();
    let mut unlimited = Selection::new(by_name()).limit_with_ties(1);
    unlimited.limit = None;
    for (what, selection) in [
        ("no order", Selection::new(unordered).limit_with_ties(1)),
        ("no limit", unlimited),
    ] {
        let built = context.build(&selection.into());
        expect_error(what, built, ErrorKind::Interface)?;
    }
    Ok(())
}

async fn said_twice(context: &mut Context) -> Outcome {
    let mut with = Query::with();
    with.cte(named(Expr::col("id").gt(bind(1_i64))));
    let named = select().with_cte(with).take();
    let lock = || RowLock::new(LockType::Update);
    for (what, selection) in [
        ("limits", Selection::new(select().limit(1).take()).limit(2)),
        (
            "a limit and an offset",
            Selection::new(select().limit(1).take()).offset(2),
        ),
        (
            "distinct",
            Selection::new(select().distinct().take()).distinct_on([Expr::col("id")]),
        ),
        (
            "locks",
            Selection::new(select().lock(LockType::Share).take()).lock(lock()),
        ),
        (
            "a lock before a limit",
            Selection::new(select().lock(LockType::Share).take()).limit(1),
        ),
        ("named queries", Selection::new(named)),
    ] {
        let built = context.build(&selection.into());
        expect_error(what, built, ErrorKind::Interface)?;
    }
    Ok(())
}
