//! Inserts, upserts, updates and deletes of whose tables something is said: that they are given numbers, that they have triggers.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Identity, IdentityGeneration, Table};
use backend_core::query::{Modification, Query, Upsert, bind, excluded};
use backend_core::sea_query::{Expr, ExprTrait as _, InsertStatement};

use crate::case::{CaseDef, Outcome, case};
use crate::cases::schema::objects::triggers;
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{fault, name, primary_key, row};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "query.modification.numbers_given",
        numbers_given,
        "An insert that says so gives its own number, also where only the server may, and the next one is numbered by the server."
    )
    .requires(&[Flag::can_override_identities])
    .django("backends/tests.py"),
    case!(
        "query.modification.many_numbers_given",
        many_numbers_given,
        "Many rows bring their numbers in one insert, of more parameters than a statement takes."
    )
    .requires(&[Flag::can_override_identities, Flag::has_bulk_insert]),
    case!(
        "query.modification.numbers_given_and_refused",
        numbers_given_and_refused,
        "Where an insert that gives numbers fails, the next one without a number is numbered by the server."
    )
    .requires(&[Flag::can_override_identities]),
    case!(
        "query.modification.upsert_numbers_given",
        upsert_numbers_given,
        "An upsert that says so gives its own numbers, and changes the row that has one of them."
    )
    .requires(&[
        Flag::can_override_identities,
        Flag::has_bulk_insert,
        Flag::supports_update_conflicts_with_target,
    ]),
    case!(
        "query.modification.numbers_are_refused",
        numbers_are_refused,
        "Where no insert gives numbers to a numbered column, one that says so is refused with the flag."
    )
    .refuses(Flag::can_override_identities),
    case!(
        "query.modification.beside_triggers",
        beside_triggers,
        "An insert into a table with a trigger gives back its rows, and the trigger has run."
    )
    .requires(&[
        Flag::supports_triggers,
        Flag::can_return_columns_from_insert,
    ]),
    case!(
        "query.modification.changes_beside_triggers",
        changes_beside_triggers,
        "An update and a delete of a table with a trigger give back their rows."
    )
    .requires(&[
        Flag::supports_triggers,
        Flag::can_return_columns_from_update,
        Flag::can_return_columns_from_delete,
    ]),
    case!(
        "query.modification.upsert_beside_triggers",
        upsert_beside_triggers,
        "An upsert of a table with a trigger gives back the rows that it made and those that it changed, and counts them."
    )
    .requires(&[
        Flag::supports_triggers,
        Flag::can_return_columns_from_insert,
        Flag::has_bulk_insert,
        Flag::supports_update_conflicts_with_target,
    ]),
];

/// A table whose numbers only the server gives, where it can be told so.
pub(super) async fn numbered(context: &mut Context) -> Result<Table> {
    let mut identity = Identity::new();
    if context.features().supports_always_generated_identities {
        identity.generation = IdentityGeneration::Always;
    }
    let label = ColumnType::VarChar { length: Some(20) };
    let table = Table::new(name("numbered")?)
        .with_column(Column::new("id", ColumnType::BigInteger)?.with_identity(identity))
        .with_column(Column::new("label", label)?.not_null())
        .with_primary_key(primary_key(&["id"])?);
    context.create(&table).await?;
    Ok(table)
}

fn insert(rows: &[(i64, &str)]) -> Result<InsertStatement> {
    let mut insert = Query::insert();
    insert.into_table("numbered").columns(["id", "label"]);
    for (id, label) in rows {
        insert
            .values([bind(*id).into(), bind(*label).into()])
            .map_err(fault)?;
    }
    Ok(insert)
}

/// Inserts a row that the server numbers.
async fn next(context: &mut Context, label: &str) -> Result<()> {
    let mut insert = Query::insert();
    insert.into_table("numbered").columns(["label"]);
    insert.values([bind(label).into()]).map_err(fault)?;
    context.execute_query(&insert.into()).await.map(drop)
}

async fn numbers_given(context: &mut Context) -> Outcome {
    let table = numbered(context).await?;
    let given = Modification::of(insert(&[(100, "given"), (7, "smaller")])?).giving_numbers();
    context.execute_query(&given.into()).await?;
    let can_reset = context.features().supports_sequence_reset;
    if can_reset {
        context.connection().reset_sequences(&[&table]).await?;
        next(context, "next").await?;
    }
    let read = context.select_statement(&table);
    let mut found: Vec<(i64, String)> = context.fetch(&read).await?;
    found.sort();
    let numbers: Vec<_> = found
        .iter()
        .map(|(id, label)| (*id, label.as_str()))
        .collect();
    let expected = [(7, "smaller"), (100, "given"), (101, "next")];
    let count = if can_reset { 3 } else { 2 };
    expect_eq(
        "rows",
        numbers,
        expected.iter().copied().take(count).collect::<Vec<_>>(),
    )
}

async fn many_numbers_given(context: &mut Context) -> Outcome {
    let table = numbered(context).await?;
    let most = context.features().max_query_parameters.unwrap_or(2_000);
    let count = i64::from(std::cmp::min(most, 40_000)) / 2 + 10;
    let rows: Vec<(i64, &str)> = (1..=count).map(|n| (n * 2, "x")).collect();
    let given = Modification::of(insert(&rows)?).giving_numbers();
    context.execute_query(&given.into()).await?;
    let found = context.count(&table.name).await?;
    expect_eq("rows", found, count)
}

async fn numbers_given_and_refused(context: &mut Context) -> Outcome {
    numbered(context).await?;
    let given: Query = Modification::of(insert(&[(50, "given")])?)
        .giving_numbers()
        .into();
    context.execute_query(&given).await?;
    let twice = context.execute_query(&given).await;
    expect_eq("the number is taken", twice.is_err(), true)?;
    next(context, "next").await?;
    next(context, "and next").await?;
    let count = context.count(&name("numbered")?).await?;
    expect_eq("rows", count, 3)
}

async fn upsert_numbers_given(context: &mut Context) -> Outcome {
    let table = numbered(context).await?;
    for rows in [
        [(100_i64, "given"), (7, "seven")],
        [(100, "changed"), (8, "eight")],
    ] {
        let mut upsert = Upsert::into_table("numbered").columns(["id", "label"]);
        for (id, label) in rows {
            upsert = upsert.row([bind(id).into(), bind(label).into()]);
        }
        let upsert = upsert.on_columns(["id"]).set("label", excluded("label"));
        let query = Modification::of(upsert).giving_numbers().into();
        context.execute_query(&query).await?;
    }
    let read = context.select_statement(&table);
    let mut found: Vec<(i64, String)> = context.fetch(&read).await?;
    found.sort();
    let expected = [(7, "seven"), (8, "eight"), (100, "changed")];
    let expected = expected.map(|(id, label)| (id, label.to_owned()));
    expect_eq("rows", found, expected)
}

async fn numbers_are_refused(context: &mut Context) -> Outcome {
    let given = Modification::of(insert(&[(1, "a")])?).giving_numbers();
    let query = given.into();
    context
        .refused(Flag::can_override_identities, async |context| {
            context.execute_query(&query).await
        })
        .await
}

async fn beside_triggers(context: &mut Context) -> Outcome {
    let (_, log) = triggers::make(context, "note").await?;
    let (rows, _) = triggers::tables()?;
    let table = rows.name.name.as_str().to_owned();
    let mut insert = Query::insert();
    insert.into_table(table).columns(["id"]);
    for id in [3_i64, 4] {
        insert.values([bind(id).into()]).map_err(fault)?;
    }
    insert.returning_col("id");
    let query = Modification::of(insert).beside_triggers().into();
    let mut found: Vec<(i64,)> = context.fetch_query(&query).await?;
    found.sort_unstable();
    expect_eq("what came back", found, [(3,), (4,)])?;
    expect_eq("rows of the log", context.count(&log.name).await?, 2)?;
    // Once more: nothing was left behind.
    let mut again = Query::insert();
    again.into_table(rows.name.name.as_str().to_owned());
    again
        .columns(["id"])
        .values([bind(5_i64).into()])
        .map_err(fault)?;
    again.returning(Query::returning().exprs([Expr::col("id").add(bind(1_i64))]));
    let query = Modification::of(again).beside_triggers().into();
    let found: Vec<(i64,)> = context.fetch_query(&query).await?;
    expect_eq("an expression", found, [(6,)])
}

async fn changes_beside_triggers(context: &mut Context) -> Outcome {
    let (rows, _) = triggers::make(context, "note").await?;
    context.insert(&rows, [&row![1_i64], &row![2_i64]]).await?;
    let table = || rows.name.name.as_str().to_owned();
    let mut update = Query::update();
    update
        .table(table())
        .value("id", bind(9_i64))
        .and_where(Expr::col("id").eq(bind(1_i64)));
    update.returning_col("id");
    let query = Modification::of(update).beside_triggers().into();
    let found: Vec<(i64,)> = context.fetch_query(&query).await?;
    expect_eq("what an update gave back", found, [(9,)])?;
    let mut delete = Query::delete();
    delete
        .from_table(table())
        .and_where(Expr::col("id").eq(bind(2_i64)));
    delete.returning_col("id");
    let query = Modification::of(delete).beside_triggers().into();
    let found: Vec<(i64,)> = context.fetch_query(&query).await?;
    expect_eq("what a delete gave back", found, [(2,)])?;
    expect_eq("rows", context.count(&rows.name).await?, 1)
}

async fn upsert_beside_triggers(context: &mut Context) -> Outcome {
    let (rows, log) = triggers::make(context, "note").await?;
    context.insert(&rows, [&row![3_i64]]).await?;
    let upsert = |ids: [i64; 2]| {
        let [first, second] = ids;
        Upsert::into_table(rows.name.name.as_str().to_owned())
            .columns(["id"])
            .row([bind(first).into()])
            .row([bind(second).into()])
            .on_columns(["id"])
            .set("id", excluded("id").add(bind(100_i64)))
    };
    let plus_one = Expr::col("id").add(bind(1_i64));
    let returning = upsert([3, 4]).returning(Query::returning().exprs([plus_one]));
    let query = Modification::of(returning).beside_triggers().into();
    let mut found: Vec<(i64,)> = context.fetch_query(&query).await?;
    found.sort_unstable();
    expect_eq("what came back", found, [(5,), (104,)])?;
    expect_eq("rows of the log", context.count(&log.name).await?, 2)?;
    // Of a key that is there and one that is not, without anything that comes back.
    let again = Modification::of(upsert([4, 5])).beside_triggers().into();
    let done = context.execute_query(&again).await?;
    expect_eq("affected", done.affected, Some(2))?;
    expect_eq("rows", context.count(&rows.name).await?, 3)
}
