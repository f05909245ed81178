//! Upserts that are asked as one `MERGE`: they leave the rows that others leave. What is meant otherwise is said of
//! [`Upsert::by_merge`].

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::query::{ConflictTarget, Modification, Query, Upsert, bind, excluded};
use backend_core::sea_query::{Expr, ExprTrait as _, Order};

use super::asked;
use super::conflicts::{shelved, with_partial_index};
use super::modifications::numbered;
use super::upserts::{both_tables, found, runs, stock, stocked, upsert};
use crate::case::{CaseDef, Outcome, case};
use crate::cases::schema::objects::triggers;
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::row;

const MERGE: &[Flag] = &[Flag::supports_merge_upserts];
const SEVERAL: &[Flag] = &[Flag::supports_merge_upserts, Flag::has_bulk_insert];
const RETURNING: &[Flag] = &[Flag::can_return_columns_from_merge, Flag::has_bulk_insert];
const IGNORE: &[Flag] = &[
    Flag::supports_merge_upserts,
    Flag::has_bulk_insert,
    Flag::supports_ignore_conflicts,
];
const PARTIAL: &[Flag] = &[Flag::supports_merge_upserts, Flag::supports_partial_indexes];

pub(super) const CASES: &[CaseDef] = &[
    case!("query.merge.new_row", new_row, "A row whose key is not there is inserted by `MERGE`.")
        .requires(MERGE),
    case!("query.merge.row_that_is_there", row_that_is_there, "A row whose key is there changes the columns that are set, and no other.")
        .requires(MERGE),
    case!("query.merge.several_rows", several_rows, "Of several rows the new ones are inserted and the others change what is there; all count.")
        .requires(SEVERAL),
    case!("query.merge.parameters_in_every_part", parameters_in_every_part, "Parameters stand in values, in what is set and in the condition, and none takes another's place.")
        .requires(MERGE),
    case!("query.merge.condition_of_both_rows", condition_of_both_rows, "The condition compares the new row with the one that is there, row by row; a row that it leaves alone does not count.")
        .requires(SEVERAL),
    case!("query.merge.condition_that_is_null", condition_that_is_null, "A condition that is NULL does not hold.")
        .requires(MERGE),
    case!("query.merge.null_in_the_key", null_in_the_key, "A key with a NULL in it equals no other, so the row is inserted.")
        .requires(MERGE),
    case!("query.merge.nothing_leaves_the_row", nothing_leaves_the_row, "Where nothing is set a row whose key is there stays, the others are inserted, and these count.")
        .requires(IGNORE),
    case!("query.merge.another_key", another_key, "A conflict with another key than the target is an error, and nothing is stored.")
        .requires(SEVERAL),
    case!("query.merge.same_key_twice", same_key_twice, "Where a key is given twice the server refuses the whole statement and stores nothing, be the key there or not.")
        .requires(SEVERAL),
    case!("query.merge.returning_inserted_and_changed", returning_inserted_and_changed, "What was inserted and what was changed is given back as it is now, and no row that was left alone.")
        .requires(RETURNING),
    case!("query.merge.returning_what_was_inserted", returning_what_was_inserted, "Where nothing is set only what was inserted is given back.")
        .requires(RETURNING),
    case!("query.merge.returning_is_refused", returning_is_refused, "Where a `MERGE` gives nothing back, one that is asked to is refused with the flag.")
        .requires(MERGE)
        .refuses(Flag::can_return_columns_from_merge),
    case!("query.merge.from_a_limited_order", from_a_limited_order, "A select with an order and a limit is a source.")
        .requires(MERGE),
    case!("query.merge.table_by_another_name", table_by_another_name, "The table can be called by another name, by which expressions know the row that is there.")
        .requires(MERGE),
    case!("query.merge.partial_index", partial_index, "A unique index of some rows is a target by its condition; rows outside are inserted.")
        .requires(PARTIAL),
    case!("query.merge.numbers_given", numbers_given, "Beside numbers that only the server gives the rows bring their own, and change what has one of them.")
        .requires(&[
            Flag::supports_merge_upserts,
            Flag::has_bulk_insert,
            Flag::can_override_identities,
        ]),
    case!("query.merge.beside_triggers", beside_triggers, "Of a table with a trigger the rows that were made and those that were changed are given back, and the trigger has run.")
        .requires(&[
            Flag::can_return_columns_from_merge,
            Flag::has_bulk_insert,
            Flag::supports_triggers,
        ]),
    case!("query.merge.divided", divided, "More rows than a statement takes are several statements, of which each merges its own.")
        .requires(SEVERAL),
    case!("query.merge.without_columns", without_columns, "Without columns as its target it is refused before anything is sent."),
    case!("query.merge.is_refused", is_refused, "Where no `MERGE` is an upsert, one that is asked so is refused with the flag, whatever it sets.")
        .refuses(Flag::supports_merge_upserts),
];

fn merge(rows: &[(i64, &str, i32)]) -> Upsert {
    upsert(rows).on_columns(["id"]).by_merge()
}

async fn new_row(context: &mut Context) -> Outcome {
    asked::new_row(context, Upsert::by_merge).await
}

async fn row_that_is_there(context: &mut Context) -> Outcome {
    asked::row_that_is_there(context, Upsert::by_merge).await
}

async fn several_rows(context: &mut Context) -> Outcome {
    asked::several_rows(context, Upsert::by_merge).await
}

async fn parameters_in_every_part(context: &mut Context) -> Outcome {
    asked::parameters_in_every_part(context, Upsert::by_merge).await
}

async fn condition_of_both_rows(context: &mut Context) -> Outcome {
    asked::condition_of_both_rows(context, Upsert::by_merge).await
}

async fn condition_that_is_null(context: &mut Context) -> Outcome {
    asked::condition_that_is_null(context, Upsert::by_merge).await
}

async fn null_in_the_key(context: &mut Context) -> Outcome {
    asked::null_in_the_key(context, Upsert::by_merge).await
}

async fn nothing_leaves_the_row(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let new = merge(&[(1, "tack", 11), (3, "nut", 30)]);
    runs(context, new, 1, &["1 nail 10", "2 screw 20", "3 nut 30"]).await?;
    let known = merge(&[(1, "tack", 11), (2, "bolt", 30)]);
    runs(context, known, 0, &["1 nail 10", "2 screw 20", "3 nut 30"]).await
}

async fn another_key(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let merge = merge(&[(1, "nail", 11), (3, "nut", 30), (4, "screw", 40)]);
    let refused = context
        .execute_query(&merge.update_columns(["amount"]).into())
        .await;
    expect_error(
        "another key",
        refused,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

async fn same_key_twice(context: &mut Context) -> Outcome {
    stocked(context).await?;
    for id in [1, 3] {
        let twice = merge(&[(id, "nut", 30), (2, "bolt", 0), (id, "tack", 31)]);
        let twice = twice.update_columns(["code", "amount"]).into();
        let refused = context.execute_query(&twice).await;
        expect(refused.is_err(), || {
            format!("the key {id} was met twice by one statement")
        })?;
        expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])?;
    }
    Ok(())
}

/// What is given back, by its keys.
async fn returned(context: &mut Context, merge: Upsert) -> Result<Vec<(i64, i32)>> {
    let columns = Query::returning().columns(["id", "amount"]);
    let query = merge.returning(columns).into();
    let mut rows = context.fetch_query(&query).await?;
    rows.sort_unstable();
    Ok(rows)
}

async fn returning_inserted_and_changed(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let merge = merge(&[(3, "nut", 30), (1, "nail", 1), (2, "screw", 99)])
        .set(
            "amount",
            Expr::col(("stock", "amount")).add(excluded("amount")),
        )
        .where_condition(excluded("amount").lt(bind(50)));
    let rows = returned(context, merge).await?;
    expect_eq("given back", rows, [(1, 11), (3, 30)])
}

async fn returning_what_was_inserted(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let merge = merge(&[(1, "tack", 11), (3, "nut", 30)]);
    expect_eq("given back", returned(context, merge).await?, [(3, 30)])
}

async fn returning_is_refused(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let columns = Query::returning().columns(["id"]);
    let query = merge(&[(3, "nut", 30)]).returning(columns).into();
    context
        .refused(Flag::can_return_columns_from_merge, async |context| {
            context.execute_query(&query).await
        })
        .await?;
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

async fn from_a_limited_order(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let last = Query::select()
        .columns(["id", "name", "born"])
        .from("artist")
        .order_by("id", Order::Desc)
        .limit(3)
        .take();
    let merge = Upsert::into_table("stock")
        .columns(["id", "code", "amount"])
        .select(last)
        .on_columns(["id"])
        .update_columns(["code", "amount"])
        .by_merge();
    let rows = [
        "1 nail 10",
        "2 Clara 1819",
        "3 Robert 1810",
        "4 Hildegard -",
    ];
    runs(context, merge, 3, &rows).await
}

async fn table_by_another_name(context: &mut Context) -> Outcome {
    asked::table_by_another_name(context, Upsert::by_merge).await
}

async fn partial_index(context: &mut Context) -> Outcome {
    with_partial_index(context).await?;
    let amount = || Expr::col(("stock", "amount")).add(bind(67));
    let inside = shelved(3, "nut", 7).set("amount", amount()).by_merge();
    runs(context, inside, 1, &["1 nail 77", "2 screw 20"]).await?;
    for (id, code) in [(3, "nut"), (4, "bolt")] {
        let outside = shelved(id, code, -7).set("amount", amount()).by_merge();
        context.execute_query(&outside.into()).await?;
    }
    expect_eq(
        "rows",
        found(context).await?,
        ["1 nail 77", "2 screw 20", "3 nut -", "4 bolt -"],
    )
}

async fn numbers_given(context: &mut Context) -> Outcome {
    let table = numbered(context).await?;
    for rows in [
        [(100_i64, "given"), (7, "seven")],
        [(100, "changed"), (8, "eight")],
    ] {
        let mut merge = Upsert::into_table("numbered").columns(["id", "label"]);
        for (id, label) in rows {
            merge = merge.row([bind(id).into(), bind(label).into()]);
        }
        let merge = merge.on_columns(["id"]).update_columns(["label"]);
        let query = Modification::of(merge.by_merge()).giving_numbers().into();
        context.execute_query(&query).await?;
    }
    let read = context.select_statement(&table);
    let mut found: Vec<(i64, String)> = context.fetch(&read).await?;
    found.sort();
    let expected = [(7, "seven"), (8, "eight"), (100, "changed")];
    let expected = expected.map(|(id, label)| (id, label.to_owned()));
    expect_eq("rows", found, expected)
}

async fn beside_triggers(context: &mut Context) -> Outcome {
    let (rows, log) = triggers::make(context, "note").await?;
    context.insert(&rows, [&row![3_i64]]).await?;
    let merge = Upsert::into_table(rows.name.name.as_str().to_owned())
        .columns(["id"])
        .row([bind(3_i64).into()])
        .row([bind(4_i64).into()])
        .on_columns(["id"])
        .set("id", excluded("id").add(bind(100_i64)))
        .by_merge()
        .returning(Query::returning().exprs([Expr::col("id").add(bind(1_i64))]));
    let query = Modification::of(merge).beside_triggers().into();
    let mut found: Vec<(i64,)> = context.fetch_query(&query).await?;
    found.sort_unstable();
    expect_eq("what came back", found, [(5,), (104,)])?;
    expect_eq("rows of the log", context.count(&log.name).await?, 2)
}

async fn divided(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let most = context.features().max_query_parameters.unwrap_or(2_000);
    let count = i64::from(std::cmp::min(most, 40_000)) / 2 + 10;
    let empty = Upsert::into_table("stock").columns(["id", "amount"]);
    let merge = (1..=count).fold(empty, |merge, id| {
        merge.row([bind(id).into(), bind(7).into()])
    });
    let merge = merge.on_columns(["id"]).update_columns(["amount"]);
    let done = context.execute_query(&merge.by_merge().into()).await?;
    expect_eq("affected", done.affected, u64::try_from(count).ok())?;
    expect_eq("rows", context.count(&stock()?.name).await?, count)
}

async fn without_columns(context: &mut Context) -> Outcome {
    context.create(&stock()?).await?;
    let new = || merge(&[(1, "nail", 1)]);
    let mut of_any = new();
    of_any.target = ConflictTarget::Any;
    for (what, merge) in [
        ("no target", of_any),
        ("a constraint", new().on_constraint("stock_code")),
        ("an expression", new().on_expressions([Expr::col("id")])),
    ] {
        let built = context.build(&merge.into());
        expect_error(what, built, ErrorKind::Interface)?;
    }
    Ok(())
}

async fn is_refused(context: &mut Context) -> Outcome {
    context.create(&stock()?).await?;
    let new = || merge(&[(1, "nail", 1)]);
    for merge in [new().update_columns(["amount"]), new()] {
        let query: Query = merge.into();
        context
            .refused(Flag::supports_merge_upserts, async |context| {
                context.execute_query(&query).await
            })
            .await?;
    }
    Ok(())
}
