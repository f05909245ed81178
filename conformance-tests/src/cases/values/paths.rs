//! The ways of a value into a table: as a parameter, in a condition, as a literal and as a column's default.

use std::fmt::Debug;

use backend_core::error::Result;
use backend_core::model::{Column, ColumnType, Default, Identifier, Table};
use backend_core::value::{FromValue, IntoValue, TypedValue};

use crate::case::Outcome;
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::table;

/// A Rust type that goes into a cell and comes out of one.
pub(super) trait Cell:
    IntoValue + for<'r> FromValue<'r> + Clone + Debug + Send + 'static
{
}

impl<T> Cell for T where T: IntoValue + for<'r> FromValue<'r> + Clone + Debug + Send + 'static {}

/// Whether what came back is what went in.
pub(super) type Same<T> = fn(&T, &T) -> bool;

fn values_table(column_type: &ColumnType) -> Result<Table> {
    table("stored", &[("value", column_type.clone())])
}

fn row<T: Cell>(id: i64, value: &T) -> Vec<TypedValue> {
    vec![id.into_value(), value.clone().into_value()]
}

/// Stores each value as a parameter, with a NULL between two, and reads all of them back.
pub(super) async fn round_trip<T: Cell + PartialEq>(
    context: &mut Context,
    column_type: ColumnType,
    values: &[T],
) -> Outcome {
    round_trip_by(context, column_type, values, T::eq).await
}

/// As [`round_trip`], with a comparison of one's own.
pub(super) async fn round_trip_by<T: Cell>(
    context: &mut Context,
    column_type: ColumnType,
    values: &[T],
    same: Same<T>,
) -> Outcome {
    let table = values_table(&column_type)?;
    context.create(&table).await?;
    let mut expected = Vec::new();
    for (id, value) in (1_i64..).zip(values) {
        context
            .insert(&table, &[row(id * 2, value), row(id * 2 + 1, &None::<T>)])
            .await?;
        expected.extend([(id * 2, Some(value.clone())), (id * 2 + 1, None)]);
    }
    let found: Vec<(i64, Option<T>)> = context.fetch(&context.select_statement(&table)).await?;
    expect_eq("rows", found.len(), expected.len())?;
    for ((_, found), (_, expected)) in found.iter().zip(&expected) {
        expect_same("what came back", found.as_ref(), expected.as_ref(), same)?;
    }
    Ok(())
}

fn expect_same<T: Debug>(
    what: &str,
    found: Option<&T>,
    expected: Option<&T>,
    same: Same<T>,
) -> Outcome {
    match (found, expected) {
        (None, None) => Ok(()),
        (Some(found), Some(expected)) if same(found, expected) => Ok(()),
        _ => Err(Failure::new(format!(
            "{what}\n  expected {expected:?}\n  found    {found:?}"
        ))),
    }
}

/// Stores each value, and finds its row, and no other, by the value in a condition.
pub(super) async fn equality<T: Cell>(
    context: &mut Context,
    column_type: ColumnType,
    values: &[T],
) -> Outcome {
    let table = values_table(&column_type)?;
    context.create(&table).await?;
    for (id, value) in (1_i64..).zip(values) {
        context.insert(&table, &[row(id, value)]).await?;
    }
    context.insert(&table, &[row(0, &None::<T>)]).await?;
    for (id, value) in (1_i64..).zip(values) {
        let mut out = context.dialect().writer();
        out.push("SELECT ")
            .identifier(&Identifier::new("id")?)
            .push(" FROM ")
            .name(&table.name);
        out.push(" WHERE ")
            .identifier(&Identifier::new("value")?)
            .push(" = ")
            .bind(value.clone());
        let found: Vec<(i64,)> = context.fetch(&out.finish()).await?;
        expect_eq(&format!("rows that are equal to {value:?}"), found, [(id,)])?;
    }
    Ok(())
}

/// Stores each value as a literal in a statement, and as the default of a column that an insert leaves out.
pub(super) async fn literal<T: Cell + PartialEq>(
    context: &mut Context,
    column_type: ColumnType,
    values: &[T],
) -> Outcome {
    literal_by(context, column_type, values, T::eq).await
}

/// As [`literal`], with a comparison of one's own.
pub(super) async fn literal_by<T: Cell>(
    context: &mut Context,
    column_type: ColumnType,
    values: &[T],
    same: Same<T>,
) -> Outcome {
    in_statements(context, &column_type, values, same).await?;
    as_defaults(context, &column_type, values, same).await
}

async fn in_statements<T: Cell>(
    context: &mut Context,
    column_type: &ColumnType,
    values: &[T],
    same: Same<T>,
) -> Outcome {
    let table = values_table(column_type)?;
    context.create(&table).await?;
    let operations = context.dialect().operations;
    for (id, value) in (1_i64..).zip(values) {
        let mut out = context.dialect().writer();
        out.push("INSERT INTO ").name(&table.name).push(" (");
        out.identifiers(table.columns.iter().map(|column| &column.name));
        out.push(") VALUES (").number(id).push(", ");
        operations.literal(value.clone().into_value().value.as_ref(), &mut out)?;
        out.push(")");
        context.execute(&out.finish()).await?;
    }
    let found: Vec<(i64, T)> = context.fetch(&context.select_statement(&table)).await?;
    expect_eq("rows", found.len(), values.len())?;
    for ((_, found), expected) in found.iter().zip(values) {
        expect_same(
            "a literal in a statement",
            Some(found),
            Some(expected),
            same,
        )?;
    }
    Ok(())
}

async fn as_defaults<T: Cell>(
    context: &mut Context,
    column_type: &ColumnType,
    values: &[T],
    same: Same<T>,
) -> Outcome {
    let mut table = table("defaults", &[])?;
    for (n, value) in values.iter().enumerate() {
        let default = Default::Literal(value.clone().into_value().value);
        let column = Column::new(format!("c{n:02}"), column_type.clone())?;
        table = table.with_column(column.with_default(default));
    }
    context.create(&table).await?;
    context.insert(&table, &[vec![1_i64.into_value()]]).await?;
    let rows = context.select(&table).await?;
    expect_eq("rows", rows.len(), 1)?;
    let cells = rows.iter().flatten().skip(1);
    for (cell, expected) in cells.zip(values) {
        let found = T::from_value(cell.as_ref())?;
        expect_same("a default", Some(&found), Some(expected), same)?;
    }
    Ok(())
}
