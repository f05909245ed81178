//! Tests of the schema editor: change in, SQL out; SQLite runs all of it, and introspection finds what was asked for.

mod alterations;
mod comments;
mod keys;
mod remakes;
mod tables;
mod types;

use backend_core::error::{Error, Result};
use backend_core::introspection::Scope;
use backend_core::model::{Change, Column, ColumnType, Identifier, QualifiedName, Schema, Table};
use backend_core::schema_editor::{Plan, plan};
use backend_core::wrapper::{ServerInfo, Version};
use futures_executor::block_on;

use crate::BACKEND;

fn planned(change: &Change) -> Result<Plan> {
    let dialect = BACKEND.dialect(&ServerInfo::new("SQLite", Version::new(3, 50, 0)));
    plan(BACKEND.schema_editor, &dialect, &Schema::new(), change)
}

/// The statements that make a table, after SQLite has run them.
fn sql(table: &Table) -> String {
    let plan = planned(&Change::CreateTable(table.clone())).unwrap();
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    for statement in plan.statements() {
        connection
            .execute(&statement.sql, [])
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    plan.to_string()
}

/// What stands between the parentheses of a table that SQLite has made.
fn body(table: &Table) -> String {
    let sql = sql(table);
    let (_, body) = sql.split_once(" (").unwrap();
    body.rsplit_once(')').unwrap().0.to_owned()
}

fn refusal(table: Table) -> Error {
    planned(&Change::CreateTable(table)).unwrap_err()
}

/// What introspection finds after `script` was run.
fn introspected(script: &str) -> Schema {
    block_on(async {
        let settings = BACKEND.settings("sqlite::memory:?execution=inline")?;
        let mut connection = BACKEND.connect(&settings).await?;
        connection.batch(script).await?;
        let snapshot = BACKEND.introspect(&mut connection, &Scope::all()).await?;
        assert!(snapshot.warnings.is_empty(), "{:?}", snapshot.warnings);
        Ok::<_, Error>(snapshot.schema)
    })
    .unwrap()
}

/// The table as introspection finds it after it was made.
fn made(table: &Table) -> Table {
    introspected(&sql(table))
        .tables
        .into_iter()
        .find(|found| found.name == table.name)
        .unwrap()
}

/// Asserts that a table that a script makes is the same after it is introspected, made anew and introspected again.
fn assert_stays(script: &str) {
    let before = introspected(script);
    let again: Vec<String> = before.tables.iter().map(sql).collect();
    assert_eq!(introspected(&again.join(";\n")), before, "{again:#?}");
}

fn id(name: &str) -> Identifier {
    Identifier::new(name).unwrap()
}

fn name(name: &str) -> QualifiedName {
    QualifiedName::new(name).unwrap()
}

fn column(name: &str, column_type: ColumnType) -> Column {
    Column::new(name, column_type).unwrap()
}

/// A table of one column.
fn table_of(column: Column) -> Table {
    Table::new(name("t")).with_column(column)
}
