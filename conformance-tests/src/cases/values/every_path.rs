//! Every path of a value of every type, NULL among them: as one of many rows, as a parameter, as a literal, given back by its insert,
//! fetched at once and in portions.

use backend_core::error::{Error, Result};
use backend_core::flag::Flag;
use backend_core::model::Table;
use backend_core::query::{Modification, Query, Upsert, bind};
use backend_core::sea_query::{
    Condition, Expr, ExprTrait as _, InsertStatement, ReturningClause, UpdateStatement,
};
use backend_core::value::{IntoValue as _, TypedValue, Value};

use super::kinds::{boundaries, by_chance, is_same, read};
use super::nulls::every_type;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{Random, Rows, fault, for_all};

const UPSERT: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
    Flag::has_bulk_insert,
];
const MERGE: &[Flag] = &[Flag::supports_merge_upserts, Flag::has_bulk_insert];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.path.many_rows",
        many_rows,
        "Values at the boundaries of every type, and NULLs, come back as they went in with many rows at once."
    ),
    case!(
        "values.path.given_back",
        given_back,
        "Values at the boundaries of every type, and NULLs, are given back by their insert."
    )
    .requires(&[Flag::can_return_columns_from_insert]),
    case!(
        "values.path.given_back_beside_triggers",
        given_back_beside_triggers,
        "Values at the boundaries of every type, and NULLs, are given back by an insert that may stand beside triggers."
    )
    .requires(&[Flag::can_return_columns_from_insert]),
    case!(
        "values.path.changed",
        changed,
        "NULLs become values at the boundaries of every type, and these become NULLs, by updates."
    ),
    case!(
        "values.path.given_back_by_change",
        given_back_by_change,
        "Values at the boundaries of every type, and NULLs, are given back by their update."
    )
    .requires(&[Flag::can_return_columns_from_update]),
    case!(
        "values.path.given_back_by_removal",
        given_back_by_removal,
        "Values at the boundaries of every type, and NULLs, are given back by the deletion of their row."
    )
    .requires(&[Flag::can_return_columns_from_delete]),
    case!(
        "values.path.upserted",
        upserted,
        "Values at the boundaries of every type, and NULLs, are inserted and changed by upserts of many rows."
    )
    .requires(UPSERT),
    case!(
        "values.path.merged",
        merged,
        "Values at the boundaries of every type, and NULLs, are inserted and changed by one `MERGE`."
    )
    .requires(MERGE),
    case!(
        "values.path.in_portions",
        in_portions,
        "Values at the boundaries of every type, and NULLs, come back in portions of any size."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "values.property.every_path",
        every_path,
        "Values of every type by chance, and NULLs, come back unchanged, whatever way they went in."
    ),
];

/// A row of every type.
type Row = Vec<TypedValue>;

/// Rows in which each value at a boundary stands once, and each column has a NULL.
fn rows(context: &Context, table: &Table) -> Result<Vec<Row>> {
    let mut columns = Vec::new();
    for column in table.columns.iter().skip(1) {
        let values = boundaries(&column.column_type, context.features())?;
        columns.push((TypedValue::null(column.column_type.standard_kind()), values));
    }
    let longest = columns.iter().map(|(_, values)| values.len()).max();
    let row = |at: usize| {
        let key = i64::try_from(at).unwrap_or_default().into_value();
        let cells = columns
            .iter()
            .map(|(null, values)| values.get(at).unwrap_or(null).clone());
        std::iter::once(key).chain(cells).collect()
    };
    Ok((0..=longest.unwrap_or_default()).map(row).collect())
}

/// Demands that the rows are those that were stored.
fn expect_rows(what: &str, table: &Table, found: &[Vec<Value>], stored: &[Row]) -> Outcome {
    expect_eq(&format!("{what}: rows"), found.len(), stored.len())?;
    for (found, stored) in found.iter().zip(stored) {
        expect_eq(&format!("{what}: cells"), found.len(), stored.len())?;
        for ((found, stored), column) in found.iter().zip(stored).zip(&table.columns) {
            let name = column.name.as_str();
            let cell = read(found, &stored.value)
                .map_err(|error| Failure::from(error).within(format!("{what}: {name}")))?;
            if !is_same(&cell, &stored.value) {
                return Err(Failure::new(format!(
                    "{what}: {name}\n  expected {:?}\n  found    {found:?}",
                    stored.value
                )));
            }
        }
    }
    Ok(())
}

async fn insert_many(context: &mut Context, table: &Table, rows: &[Row]) -> Outcome {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let insert = context.insert_statement(table, first);
    let done = context
        .execute_many(&insert.sql, &mut Rows::new(rows))
        .await?;
    let count = u64::try_from(rows.len()).ok();
    expect_eq("rows inserted", done.affected, count)
}

async fn many_rows(context: &mut Context) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let stored = rows(context, &table)?;
    insert_many(context, &table, &stored).await?;
    let found = context.select(&table).await?;
    expect_rows("many rows", &table, &found, &stored)
}

fn name_of(table: &Table) -> String {
    table.name.name.as_str().to_owned()
}

fn names_of(table: &Table) -> impl Iterator<Item = String> {
    let columns = table.columns.iter();
    columns.map(|column| column.name.as_str().to_owned())
}

/// What gives back a whole row.
fn whole(table: &Table) -> ReturningClause {
    Query::returning().columns(names_of(table))
}

/// The insert of a row that gives back all of it.
fn returning(table: &Table, row: &[TypedValue]) -> Result<InsertStatement> {
    let mut insert = Query::insert();
    insert
        .into_table(name_of(table))
        .columns(names_of(table))
        .returning(whole(table));
    let cells = row.iter().map(|value| Expr::from(bind(value.clone())));
    insert.values(cells).map_err(fault)?;
    Ok(insert)
}

/// Demands that a query gives back this row.
async fn expect_given_back(
    context: &mut Context,
    table: &Table,
    query: Query,
    row: &Row,
) -> Outcome {
    let found: Vec<Vec<Value>> = context.fetch_query(&query).await?;
    expect_rows("given back", table, &found, std::slice::from_ref(row))
}

/// Inserts a row, and demands that it is given back.
async fn insert_returning(context: &mut Context, table: &Table, row: &Row) -> Outcome {
    let insert = returning(table, row)?;
    expect_given_back(context, table, insert.into(), row).await
}

async fn given_back(context: &mut Context) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let stored = rows(context, &table)?;
    for row in &stored {
        insert_returning(context, &table, row).await?;
    }
    let found = context.select(&table).await?;
    expect_rows("and stored", &table, &found, &stored)
}

async fn given_back_beside_triggers(context: &mut Context) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    for row in &rows(context, &table)? {
        let insert = Modification::of(returning(&table, row)?).beside_triggers();
        expect_given_back(context, &table, insert.into(), row).await?;
    }
    Ok(())
}

/// The same rows with nothing in them but their keys.
fn emptied(table: &Table, rows: &[Row]) -> Vec<Row> {
    let nulls = || {
        let columns = table.columns.iter().skip(1);
        columns.map(|column| TypedValue::null(column.column_type.standard_kind()))
    };
    let keys = rows.iter().filter_map(|row| row.first());
    keys.map(|key| std::iter::once(key.clone()).chain(nulls()).collect())
        .collect()
}

/// The condition of a row: its key.
fn has_key(table: &Table, row: &Row) -> Option<Expr> {
    let (column, key) = (table.columns.first()?, row.first()?);
    Some(Expr::col(column.name.as_str().to_owned()).eq(bind(key.clone())))
}

/// The update that makes the row with this key such a one.
fn update(table: &Table, row: &Row) -> UpdateStatement {
    let cells = row.iter().map(|value| Expr::from(bind(value.clone())));
    let mut update = Query::update();
    update
        .table(name_of(table))
        .values(names_of(table).zip(cells).skip(1))
        .cond_where(Condition::all().add_option(has_key(table, row)));
    update
}

async fn changed(context: &mut Context) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let rows = rows(context, &table)?;
    let empty = emptied(&table, &rows);
    context.insert(&table, &empty).await?;
    for stored in [&rows, &empty] {
        for row in stored {
            let done = context.execute_query(&update(&table, row).into()).await?;
            expect_eq("rows changed", done.affected, Some(1))?;
        }
        let found = context.select(&table).await?;
        expect_rows("changed", &table, &found, stored)?;
    }
    Ok(())
}

async fn given_back_by_change(context: &mut Context) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let rows = rows(context, &table)?;
    context.insert(&table, &emptied(&table, &rows)).await?;
    for row in &rows {
        let mut update = update(&table, row);
        update.returning(whole(&table));
        expect_given_back(context, &table, update.into(), row).await?;
    }
    Ok(())
}

async fn given_back_by_removal(context: &mut Context) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let rows = rows(context, &table)?;
    context.insert(&table, &rows).await?;
    for row in &rows {
        let mut delete = Query::delete();
        delete
            .from_table(name_of(&table))
            .cond_where(Condition::all().add_option(has_key(&table, row)))
            .returning(whole(&table));
        expect_given_back(context, &table, delete.into(), row).await?;
    }
    expect_eq("rows", context.count(&table.name).await?, 0)
}

/// Upserts all rows, of which every second one is there already with nothing in it.
async fn upserts(context: &mut Context, asked: fn(Upsert) -> Upsert) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let stored = rows(context, &table)?;
    let half: Vec<Row> = stored.iter().step_by(2).cloned().collect();
    let empty = emptied(&table, &half);
    context.insert(&table, &empty).await?;
    let mut upsert = Upsert::into_table(name_of(&table)).columns(names_of(&table));
    for row in &stored {
        upsert = upsert.row(row.iter().map(|value| Expr::from(bind(value.clone()))));
    }
    let upsert = upsert
        .on_columns(names_of(&table).take(1))
        .update_columns(names_of(&table).skip(1));
    let done = context.execute_query(&asked(upsert).into()).await?;
    let count = u64::try_from(stored.len()).ok();
    expect_eq("rows inserted and changed", done.affected, count)?;
    let found = context.select(&table).await?;
    expect_rows("upserted", &table, &found, &stored)
}

async fn upserted(context: &mut Context) -> Outcome {
    upserts(context, |upsert| upsert).await
}

async fn merged(context: &mut Context) -> Outcome {
    upserts(context, Upsert::by_merge).await
}

async fn streamed(
    context: &mut Context,
    table: &Table,
    portion: usize,
) -> Result<Vec<Vec<Value>>, Error> {
    let select = context.select_statement(table);
    let mut stream = context
        .connection()
        .stream::<Vec<Value>>(&select, portion)?;
    let mut found = Vec::new();
    while let Some(row) = stream.next().await {
        found.push(row?);
    }
    Ok(found)
}

async fn in_portions(context: &mut Context) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let stored = rows(context, &table)?;
    context.insert(&table, &stored).await?;
    for portion in [1, 2, 7, 1_000] {
        let found = streamed(context, &table, portion).await?;
        expect_rows(&format!("portions of {portion}"), &table, &found, &stored)?;
    }
    Ok(())
}

/// Inserts a row whose values are written into the statement.
async fn insert_literals(context: &mut Context, table: &Table, row: &Row) -> Outcome {
    let operations = context.dialect().operations;
    let mut out = context.dialect().writer();
    out.push("INSERT INTO ").name(&table.name).push(" (");
    out.identifiers(table.columns.iter().map(|column| &column.name));
    for (at, value) in row.iter().enumerate() {
        out.push(if at == 0 { ") VALUES (" } else { ", " });
        operations.literal(value.value.as_ref(), &mut out)?;
    }
    out.push(")");
    context.execute(&out.finish()).await?;
    Ok(())
}

async fn every_path(context: &mut Context) -> Outcome {
    for_all(context, (1, 16), async |context, choices| {
        let table = every_type()?;
        context.create(&table).await?;
        let returns = context.features().can_return_columns_from_insert;
        let mut stored = Vec::new();
        for (id, [way, rest @ ..]) in (1_i64..).zip(choices) {
            let seed = rest
                .iter()
                .fold(0, |seed: u64, part| (seed << 16) | u64::from(*part));
            let mut random = Random::new(seed);
            let mut row = vec![id.into_value()];
            for column in table.columns.iter().skip(1) {
                row.push(by_chance(column, context.features(), &mut random)?);
            }
            match way % 4 {
                1 => insert_many(context, &table, std::slice::from_ref(&row)).await?,
                2 => insert_literals(context, &table, &row).await?,
                3 if returns => insert_returning(context, &table, &row).await?,
                _ => context.insert(&table, &[row.clone()]).await?,
            }
            stored.push(row);
        }
        let found = context.select(&table).await?;
        expect_rows("fetched", &table, &found, &stored)?;
        if context.features().can_pause_rows {
            let portion = choices.len() % 4 + 1;
            let found = streamed(context, &table, portion).await?;
            expect_rows("in portions", &table, &found, &stored)?;
        }
        Ok(())
    })
    .await
}
