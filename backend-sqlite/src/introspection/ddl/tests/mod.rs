//! Tests of the reader. Every text that is read without a problem is one that SQLite 3.40 or later accepts.

mod column;
mod comment;
mod constraint;
mod key;
mod other;
mod robustness;
mod table;

use super::{
    Column, ColumnRule, CreateIndex, CreateTable, CreateTrigger, CreateView, CreateVirtualTable,
    Reading, Statement, TableRule, read,
};

/// Reads a text that has to be read without a problem.
fn statement(sql: &str) -> Statement {
    let Reading {
        statement,
        problems,
    } = read(sql);
    assert_eq!(problems, [], "{sql}");
    statement.unwrap()
}

fn table(sql: &str) -> CreateTable {
    match statement(sql) {
        Statement::Table(table) => table,
        other => panic!("{other:?}"),
    }
}

fn virtual_table(sql: &str) -> CreateVirtualTable {
    match statement(sql) {
        Statement::VirtualTable(table) => table,
        other => panic!("{other:?}"),
    }
}

fn index(sql: &str) -> CreateIndex {
    match statement(sql) {
        Statement::Index(index) => index,
        other => panic!("{other:?}"),
    }
}

fn view(sql: &str) -> CreateView {
    match statement(sql) {
        Statement::View(view) => view,
        other => panic!("{other:?}"),
    }
}

fn trigger(sql: &str) -> CreateTrigger {
    match statement(sql) {
        Statement::Trigger(trigger) => trigger,
        other => panic!("{other:?}"),
    }
}

fn names(table: &CreateTable) -> Vec<&str> {
    table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect()
}

/// The declared types, in order; an empty text for none.
fn types(table: &CreateTable) -> Vec<&str> {
    table
        .columns
        .iter()
        .map(|column| column.declared_type.as_deref().unwrap_or(""))
        .collect()
}

fn rules(column: &Column) -> Vec<&ColumnRule> {
    column
        .constraints
        .iter()
        .map(|constraint| &constraint.rule)
        .collect()
}

/// The rules of the first column, none of which has a name.
fn first_rules(sql: &str) -> Vec<ColumnRule> {
    let table = table(sql);
    assert!(
        table.columns[0]
            .constraints
            .iter()
            .all(|constraint| constraint.name.is_none())
    );
    table.columns[0]
        .constraints
        .iter()
        .map(|constraint| constraint.rule.clone())
        .collect()
}

/// The rules of the table, none of which has a name.
fn table_rules(sql: &str) -> Vec<TableRule> {
    let constraints = table(sql).constraints.into_iter();
    constraints
        .map(|constraint| {
            assert_eq!(constraint.name, None);
            constraint.rule
        })
        .collect()
}
