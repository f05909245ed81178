//! What only SQLite's tables have, and keep when they are made anew; and processes that end while that is done.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod kept;
mod kill;
mod merged;
mod refused;
mod session;

use backend_core::connection::Connection;
use backend_core::error::Error;
use backend_core::introspection::Scope;
use backend_core::model::{Change, Column, Identifier, QualifiedName, Schema};
use backend_core::schema_editor::{NoProgress, Plan, plan, run};
use backend_core::sql::Statement;
use backend_core::value::Value;
use backend_sqlite::BACKEND;
use futures_executor::block_on;

/// A database in memory that a script has filled.
fn filled(script: &str) -> Connection {
    let settings = BACKEND
        .settings("sqlite::memory:?execution=inline")
        .unwrap();
    let mut connection = block_on(BACKEND.connect(&settings)).unwrap();
    block_on(connection.batch(script)).unwrap();
    connection
}

fn schema(connection: &mut Connection) -> Schema {
    let snapshot = block_on(BACKEND.introspect(connection, &Scope::all()));
    snapshot.unwrap().schema
}

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}

fn id(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

/// A column of a table as it is found.
fn column(schema: &Schema, table: &str, column: &str) -> Column {
    let table = schema.table(&name(table)).unwrap();
    table.column(column).unwrap().clone()
}

/// The change that makes a column of the table `t` another one.
fn altering(schema: &Schema, of: &str, alter: impl FnOnce(&mut Column)) -> Change {
    let mut column = column(schema, "t", of);
    alter(&mut column);
    Change::AlterColumn {
        table: name("t"),
        column,
        using: None,
    }
}

/// A change that makes the table `t` anew and changes nothing but a comment.
fn remaking(schema: &Schema) -> Change {
    let table = schema.table(&name("t")).unwrap();
    let first = table.columns[0].name.as_str().to_owned();
    altering(schema, &first, |column| {
        column.comment = Some("made anew".into());
    })
}

fn planned(connection: &Connection, before: &Schema, change: &Change) -> Plan {
    plan(BACKEND.schema_editor, connection.dialect(), before, change).unwrap()
}

/// Carries a change out that starts from what is there.
fn change(
    connection: &mut Connection,
    change: impl FnOnce(&Schema) -> Change,
) -> Result<(), Error> {
    let before = schema(connection);
    let plan = planned(connection, &before, &change(&before));
    assert!(plan.rewrites_table(), "{plan}");
    block_on(run(connection, &plan, &mut NoProgress)).map_err(Error::from)
}

/// All cells of a result, row by row.
fn cells(connection: &mut Connection, sql: &str) -> Vec<Value> {
    let rows = block_on(connection.fetch(&Statement::new(sql), |row| {
        Ok(row.iter().map(|cell| cell.to_value()).collect::<Vec<_>>())
    }));
    rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
        .concat()
}

fn numbers(connection: &mut Connection, sql: &str) -> Vec<i64> {
    let cells = cells(connection, sql).into_iter();
    cells
        .map(|cell| match cell {
            Value::I64(number) => number,
            other => panic!("{sql} gave {other:?}"),
        })
        .collect()
}

fn texts(connection: &mut Connection, sql: &str) -> Vec<String> {
    let cells = cells(connection, sql).into_iter();
    cells
        .map(|cell| match cell {
            Value::Text(text) => text,
            other => panic!("{sql} gave {other:?}"),
        })
        .collect()
}

fn batch(connection: &mut Connection, script: &str) {
    block_on(connection.batch(script)).unwrap();
}
