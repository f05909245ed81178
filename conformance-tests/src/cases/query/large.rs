//! Inserts and upserts of more rows than a statement takes: they mean what one statement would, or are refused.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::query::{Query, Upsert, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, InsertStatement, Keyword, OnConflict};
use backend_core::transaction::AtomicOptions;
use backend_core::value::{IntoValue as _, TypedValue};

use super::lists::{beyond, narrow, select_items};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{Random, fault, items, many_items};

const UPSERT: &[Flag] = &[
    Flag::has_bulk_insert,
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
];

pub(super) const CASES: &[CaseDef] = &[
    case!("query.insert.divided", divided, "An insert of more rows than a statement takes stores all of them and counts them.")
        .requires(&[Flag::has_bulk_insert])
        .django("bulk_create/tests.py"),
    case!("query.insert.divided_gives_back", divided_gives_back, "An insert that is several statements gives back every row, in order.")
        .requires(&[Flag::has_bulk_insert, Flag::can_return_columns_from_insert])
        .django("bulk_create/tests.py"),
    case!("query.insert.divided_is_one_whole", divided_is_one_whole, "Where the last row of several statements fails, none of the others is stored.")
        .requires(&[Flag::has_bulk_insert, Flag::supports_transactions]),
    case!("query.insert.divided_in_a_block", divided_in_a_block, "Inside a block, several statements that fail undo themselves, or mark the block for rollback.")
        .requires(&[Flag::has_bulk_insert, Flag::supports_transactions]),
    case!("query.insert.divided_ignores_conflicts", divided_ignores_conflicts, "Every one of several statements ignores conflicts as the one would.")
        .requires(&[Flag::has_bulk_insert, Flag::supports_ignore_conflicts]),
    case!("query.insert.divided_of_several_lengths", divided_of_several_lengths, "Rows of more and fewer parameters are divided so that each statement takes its own.")
        .requires(&[Flag::has_bulk_insert]),
    case!("query.insert.not_divided_by_a_subquery", not_divided_by_a_subquery, "Rows that read the table they are inserted into are not divided but refused.")
        .requires(&[Flag::has_bulk_insert]),
    case!("query.upsert.divided", upsert_divided, "An upsert of more rows than a statement takes inserts and changes all of them, with its own parameters in every statement.")
        .requires(UPSERT)
        .django("bulk_create/tests.py"),
    case!("query.upsert.divided_is_the_same", divided_is_the_same, "Upserts made by chance leave the same rows divided and whole.")
        .requires(UPSERT),
    case!("query.limit.what_cannot_be_divided", what_cannot_be_divided, "What has too many parameters and cannot be divided is refused before anything is sent."),
];

fn insert(keys: impl IntoIterator<Item = i64>) -> Result<InsertStatement> {
    let mut insert = Query::insert();
    insert.into_table("item").columns(["id", "n"]);
    for id in keys {
        insert
            .values([bind(id).into(), bind(id * 2).into()])
            .map_err(fault)?;
    }
    Ok(insert)
}

/// Half as many rows again as a statement takes, of two values each.
fn many(context: &Context) -> i64 {
    beyond(context) * 3 / 4
}

async fn divided(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let count = many(context);
    let query: Query = insert(1..=count)?.into();
    for statement in context.build(&query)? {
        let most = context.features().max_query_parameters.unwrap_or(u32::MAX);
        let fits = u32::try_from(statement.params.len()).is_ok_and(|found| found <= most);
        expect(fits, || "a statement has too many parameters".to_owned())?;
    }
    let done = context.execute_query(&query).await?;
    expect_eq("inserted", done.affected, u64::try_from(count).ok())?;
    let rows: Vec<(i64, i64)> = context.fetch(&context.select_statement(&items)).await?;
    let right = (1..).zip(&rows).all(|(id, row)| *row == (id, id * 2));
    expect(right, || "a row is another".to_owned())?;
    expect_eq("rows", i64::try_from(rows.len()).ok(), Some(count))
}

async fn divided_gives_back(context: &mut Context) -> Outcome {
    context.create(&items()?).await?;
    let count = many(context);
    let mut query = insert((1..=count).rev())?;
    query.returning(Query::returning().column("id"));
    let given: Vec<(i64,)> = context.connection().fetch_query(&query.into()).await?;
    expect_eq("given back", i64::try_from(given.len()).ok(), Some(count))?;
    let right = (1..=count).rev().zip(&given).all(|(id, row)| row.0 == id);
    expect(right, || "rows are given back in another order".to_owned())
}

async fn divided_is_one_whole(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let keys = (1..=many(context)).chain([1]);
    let failed = context.execute_query(&insert(keys)?.into()).await;
    expect_error(
        "a key twice",
        failed,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    expect_eq("rows", context.count(&items.name).await?, 0)
}

async fn divided_in_a_block(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let (first, long) = (
        insert([-1])?.into(),
        insert((1..=many(context)).chain([1]))?.into(),
    );
    let alone = context.features().uses_savepoints;
    let mut block = context
        .connection()
        .begin_atomic(AtomicOptions::new())
        .await?;
    block.execute_query(&first).await?;
    let failed = block.execute_query(&long).await;
    expect_error(
        "a key twice",
        failed,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    expect_eq("the block is marked", block.needs_rollback(), !alone)?;
    let ended = block.commit().await;
    expect_eq("the block is kept", ended.is_ok(), alone)?;
    expect_eq("rows", context.count(&items.name).await?, i64::from(alone))
}

async fn divided_ignores_conflicts(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let count = many(context);
    let mut query = insert((1..=count).chain([1, 2, count]))?;
    query.on_conflict(OnConflict::new().do_nothing().to_owned());
    let done = context.execute_query(&query.into()).await?;
    expect_eq("inserted", done.affected, u64::try_from(count - 3).ok())?;
    expect_eq("rows", context.count(&items.name).await?, count)
}

async fn divided_of_several_lengths(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let narrow = narrow(context, 10);
    let mut query = Query::insert();
    query.into_table("item").columns(["id", "n"]);
    for id in 1..=40_i64 {
        let n = if id % 7 < 4 {
            Expr::Keyword(Keyword::Null)
        } else {
            bind(id).into()
        };
        query.values([bind(id).into(), n]).map_err(fault)?;
    }
    let statements = narrow.build(&query.into())?;
    for statement in &statements {
        expect(statement.params.len() <= 10, || {
            "too many parameters".to_owned()
        })?;
        context.execute(statement).await?;
    }
    let rows: Vec<(i64, Option<i64>)> = context.fetch(&context.select_statement(&items)).await?;
    let expected: Vec<(i64, Option<i64>)> = (1..=40)
        .map(|id| (id, (id % 7 >= 4).then_some(id)))
        .collect();
    expect_eq("rows", rows, expected)
}

async fn not_divided_by_a_subquery(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let narrow = narrow(context, 10);
    let mut query = Query::insert();
    query.into_table("item").columns(["id", "n"]);
    for id in 1..=40_i64 {
        let mut read = Query::select();
        read.expr(Expr::col("id")).from("item").limit(1);
        let first = Expr::from(read);
        query.values([bind(id).into(), first]).map_err(fault)?;
    }
    expect_error(
        "a subquery",
        narrow.build(&query.into()),
        ErrorKind::Interface,
    )?;
    let mut custom = Query::insert();
    custom.into_table("item").columns(["id", "n"]);
    for id in 1..=40_i64 {
        custom
            .values([bind(id).into(), Expr::cust("1")])
            .map_err(fault)?;
    }
    expect_error(
        "SQL of the vendor",
        narrow.build(&custom.into()),
        ErrorKind::Interface,
    )?;
    Ok(())
}

async fn upsert_divided(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let count = many(context);
    let upsert = (1..=count).fold(
        Upsert::into_table("item").columns(["id", "n"]),
        |upsert, id| upsert.row([bind(id).into(), bind(id).into()]),
    );
    let upsert = upsert
        .on_columns(["id"])
        .set("n", Expr::col(("item", "n")).add(bind(100_i64)))
        .where_condition(Expr::col(("item", "n")).ne(bind(4_i64)));
    let done = context.execute_query(&upsert.into()).await?;
    expect_eq("affected", done.affected, u64::try_from(count - 1).ok())?;
    let rows: Vec<(i64, i64)> = context.fetch(&context.select_statement(&items)).await?;
    expect_eq(
        "the first",
        rows.get(..4),
        Some(&[(1, 102), (2, 4), (3, 106), (4, 4)][..]),
    )?;
    let right = (1..).zip(&rows).skip(3).all(|(id, row)| *row == (id, id));
    expect(right, || "a row is another".to_owned())
}

async fn divided_is_the_same(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let mut random = Random::new(context.chance().seed);
    let mut clear = Query::delete();
    clear.from_table("item");
    let clear = clear.into();
    for _ in 0..4 {
        let rows: Vec<(i64, i64)> = (0..25)
            .map(|key| (key, i64::try_from(random.below(9)).unwrap_or_default()))
            .collect();
        let there: Vec<Vec<TypedValue>> = rows
            .iter()
            .filter(|(_, n)| n % 2 == 0)
            .map(|(id, n)| vec![id.into_value(), n.into_value()])
            .collect();
        let upsert = rows.iter().fold(
            Upsert::into_table("item").columns(["id", "n"]),
            |upsert, (id, n)| upsert.row([bind(*id).into(), bind(*n + 1).into()]),
        );
        let query: Query = upsert
            .on_columns(["id"])
            .set("n", Expr::col(("item", "n")).mul(bind(3_i64)))
            .where_condition(Expr::col(("item", "n")).gt(bind(3_i64)))
            .into();
        let mut outcomes = Vec::new();
        for dialect in [context.dialect(), narrow(context, 11)] {
            context.execute_query(&clear).await?;
            context.insert(&items, &there).await?;
            let mut affected = 0;
            for statement in dialect.build(&query)? {
                affected += context
                    .execute(&statement)
                    .await?
                    .affected
                    .unwrap_or_default();
            }
            outcomes.push((affected, context.select(&items).await?));
        }
        expect(outcomes.first() == outcomes.last(), || {
            format!("{rows:?} differ")
        })?;
    }
    Ok(())
}

async fn what_cannot_be_divided(context: &mut Context) -> Outcome {
    many_items(context, 2).await?;
    let narrow = narrow(context, 3);
    let condition = (1..=4_i64).fold(Expr::col("id").gt(bind(0_i64)), |condition, n| {
        condition.and(Expr::col("n").ne(bind(n)))
    });
    let long = insert(1..=2)?;
    let mut wide = Query::insert();
    wide.into_table("item").columns(["id", "n", "a", "b"]);
    wide.values([1_i64, 2, 3, 4].map(|n| bind(n).into()))
        .map_err(fault)?;
    for (what, query) in [
        ("conditions", Query::from(select_items(condition))),
        ("one row", wide.into()),
    ] {
        let error = expect_error(what, narrow.build(&query), ErrorKind::Interface)?;
        expect(!error.to_string().contains('?'), || {
            "the error holds the SQL".to_owned()
        })?;
    }
    let divided = narrow.build(&long.into());
    if context.features().has_bulk_insert {
        expect_eq("two rows of two", divided?.len(), 2)?;
    }
    Ok(())
}
