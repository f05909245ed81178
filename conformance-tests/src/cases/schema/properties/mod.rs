//! Properties of changes: lists of them by chance, against the model, undone, and found again as what lies between two schemas.

mod steps;

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, Default, QualifiedName, Schema, diff};
use backend_core::value::Value;

use self::steps::{changes_of, is_refused};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{Choice, expect_schema, expect_table, for_all, row};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.property.against_the_model",
        against_the_model,
        "After each of many changes by chance the database is as the model says, and every row is there that should be."
    )
    .slow(4)
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.property.undone",
        undone,
        "Each of many changes by chance, undone by its inverse, leaves schema and kept rows exactly as they were."
    )
    .slow(4)
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.property.differences",
        differences,
        "What lies between two schemas by chance, carried out, makes the second of the first, and nothing is left to change."
    )
    .requires(&[Flag::can_alter_tables]),
];

/// The most choices of a list.
const MOST: usize = 16;

async fn against_the_model(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        for choice in choices {
            for change in changes_of(context, choice)? {
                step(context, &change).await?;
            }
        }
        Ok(())
    })
    .await
}

/// Carries a change out where the server takes it, and demands what must hold then; answers whether it was carried out.
async fn step(context: &mut Context, change: &Change) -> Result<bool, Failure> {
    if is_refused(context, change)? {
        return Ok(false);
    }
    let before = rows(context).await?;
    let expected = rows_after(change, context.schema(), before);
    let result = context.change(change).await;
    result.map_err(|error| Failure::from(error).within(format!("carrying out {change:?}")))?;
    if let Change::CreateTable(table) = change {
        // A table without rows loses none.
        let rows = [row![1_i64], row![2_i64], row![3_i64]];
        context.insert(table, &rows).await?;
    }
    let found = expect_schema(context).await;
    found.map_err(|failure| failure.within(format!("after {change:?}")))?;
    let after = rows(context).await?;
    for (name, expected) in expected {
        let found = after.iter().find(|(other, _)| *other == name);
        let found = found.map(|(_, rows)| rows.clone()).unwrap_or_default();
        expect_eq(&format!("rows of {name} after {change:?}"), found, expected)?;
    }
    Ok(true)
}

/// A table's name and its rows.
type Rows = (String, Vec<Vec<Value>>);

/// The rows of each table of the model.
async fn rows(context: &mut Context) -> Result<Vec<Rows>> {
    let mut all = Vec::new();
    for table in context.schema().tables.clone() {
        all.push((table.name.to_string(), context.select(&table).await?));
    }
    Ok(all)
}

/// The rows that must be there after a change; of a table that it makes nothing is said.
fn rows_after(change: &Change, before: &Schema, rows: Vec<Rows>) -> Vec<Rows> {
    let mut after = Vec::new();
    for (name, mut rows) in rows {
        let is_of = |table: &QualifiedName| table.to_string() == name;
        let mut renamed = None;
        match change {
            Change::DropTable(table) if is_of(table) => continue,
            Change::RenameTable { table, to } if is_of(table) => {
                renamed = Some(QualifiedName::from(to.clone()).to_string());
            }
            Change::AddColumn { table, column } if is_of(table) => {
                for row in &mut rows {
                    row.push(default_of(column));
                }
            }
            Change::DropColumn {
                table,
                name: column,
            } if is_of(table) => {
                let columns = before.table(table).map(|it| &it.columns);
                let at = columns.and_then(|it| it.iter().position(|each| each.name == *column));
                for row in &mut rows {
                    if let Some(at) = at.filter(|at| *at < row.len()) {
                        row.remove(at);
                    }
                }
            }
            _ => {}
        }
        after.push((renamed.unwrap_or(name), rows));
    }
    after
}

fn default_of(column: &Column) -> Value {
    match &column.default {
        Some(Default::Literal(value)) => value.clone(),
        _ => Value::Null,
    }
}

async fn undone(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        for choice in choices {
            for change in changes_of(context, choice)? {
                undo(context, &change).await?;
            }
        }
        Ok(())
    })
    .await
}

/// Carries a change out, undoes it where that can be, and carries it out again.
async fn undo(context: &mut Context, change: &Change) -> Outcome {
    let back = change.inverse(context.schema());
    let before = context.contents().await?;
    if !step(context, change).await? {
        return Ok(());
    }
    let Some(back) = back else {
        return Ok(());
    };
    if is_refused(context, &back)? {
        return Ok(());
    }
    let result = context.change(&back).await;
    result.map_err(|error| Failure::from(error).within(format!("undoing {change:?}")))?;
    let after = context.contents().await?;
    let what = format!("what is there after {change:?} and back");
    expect_eq(&what, in_order(after.0), in_order(before.0))?;
    let loses = matches!(change, Change::DropTable(_) | Change::DropColumn { .. });
    if !loses {
        expect_eq(&what, after.1, before.1)?;
    }
    step(context, change).await.map(drop)
}

/// The same schema with constraints by name, as which of two came first says nothing, and without the names of NOT NULL, which a
/// server makes up of what the table is called at the time.
fn in_order(mut schema: Schema) -> Schema {
    for table in &mut schema.tables {
        table.uniques.sort_by(|a, b| a.name.cmp(&b.name));
        table.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
        for column in &mut table.columns {
            column.not_null_name = None;
        }
    }
    schema
}

async fn differences(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        become_another(context, choices).await
    })
    .await
}

/// Whether every column that is in both schemas can hold there what it holds, and refer to what it referred to: another one may
/// have got its name.
fn keeps_values(old: &Schema, wanted: &Schema) -> bool {
    old.tables.iter().all(|table| {
        let same = wanted.table(&table.name);
        let mut columns = table.columns.iter().filter_map(|column| {
            let same = same?.column(column.name.as_str())?;
            Some((column, same))
        });
        let are_held = columns.all(|(from, to)| {
            to.column_type.holds(&from.column_type) && (to.nullable || !from.nullable)
        });
        let refers_anew = same.is_some_and(|same| {
            let mut new = same.foreign_keys.iter();
            new.any(|key| {
                let mut columns = key.columns.iter();
                !table.foreign_keys.contains(key)
                    && columns.any(|name| table.column(name.as_str()).is_some())
            })
        });
        are_held && !refers_anew
    })
}

/// Makes what the first half of the choices say, and of that, by way of the difference, what the second half says.
async fn become_another(context: &mut Context, choices: &[Choice]) -> Outcome {
    let (first, second) = choices.split_at(choices.len() / 2);
    for choice in first {
        for change in changes_of(context, choice)? {
            step(context, &change).await?;
        }
    }
    let old = context.introspect().await?.schema;
    // The model alone goes on: what it comes to is what is wanted.
    let wanted = steps::schema_after(context, &old, second)?;
    if !keeps_values(&old, &wanted) {
        return Ok(());
    }
    for change in diff(&old, &wanted, &[])? {
        match context.change(&change).await {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotSupported(_)) => return Ok(()),
            Err(error) => {
                return Err(Failure::from(error).within(format!("carrying out {change:?}")));
            }
        }
    }
    let found = context.introspect().await?.schema;
    let names = |schema: &Schema| {
        let tables = schema.tables.iter();
        tables.map(|it| it.name.to_string()).collect::<Vec<_>>()
    };
    expect_eq("tables", names(&found), names(&wanted))?;
    for (wanted, found) in wanted.tables.iter().zip(&found.tables) {
        let mut wanted = wanted.clone();
        // A column that comes stands at the end; where it is wanted is not what lies between two schemas.
        wanted.columns.sort_by_key(|column| {
            let places = found.columns.iter();
            places.clone().position(|it| it.name == column.name)
        });
        expect_table(&wanted, found, context.features())?;
    }
    Ok(())
}
