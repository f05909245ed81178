//! Several changes of one table make it anew once.

use backend_core::model::{Change, Column, ColumnType, Constraint, Schema, Unique};
use backend_core::schema_editor::{NoProgress, plan_all, run};
use backend_core::value::Value;
use backend_sqlite::BACKEND;
use futures_executor::block_on;

use crate::{altering, cells, filled, id, name, schema};

#[test]
fn changes_of_one_table_that_follow_each_other() {
    let mut connection = filled(
        "CREATE TABLE t (a INT, b INT, c TEXT); CREATE TABLE u (a INT); CREATE INDEX i ON t (b); \
         INSERT INTO t VALUES (1, 2, '3')",
    );
    let mut before = schema(&mut connection);
    let table = || name("t");
    let changes = [
        altering(&before, "a", |column| column.column_type = ColumnType::Text),
        Change::DropIndex {
            table: table(),
            name: id("i"),
        },
        Change::DropColumn {
            table: table(),
            name: id("b"),
        },
        // Not the old one's values.
        Change::AddColumn {
            table: table(),
            column: Column::named(id("b"), ColumnType::Integer),
        },
        Change::AddConstraint {
            table: table(),
            constraint: Constraint::Unique(Unique::new(vec![id("a")]).with_name(id("one"))),
        },
        Change::AddColumn {
            table: name("u"),
            column: Column::named(id("b"), ColumnType::Integer),
        },
    ];
    let plan = plan_all(
        BACKEND.schema_editor,
        connection.dialect(),
        &before,
        &changes,
    )
    .unwrap();
    let text = plan.to_string();
    assert_eq!(text.matches("CREATE TABLE").count(), 1, "{text}");
    assert!(text.contains("ALTER TABLE \"u\" ADD COLUMN"), "{text}");
    block_on(run(&mut connection, &plan, &mut NoProgress)).unwrap();
    for change in &changes {
        before.apply(change).unwrap();
    }
    assert_eq!(
        spelled_anyhow(schema(&mut connection)),
        spelled_anyhow(before)
    );
    let row = [
        Value::Text("1".into()),
        Value::Text("3".into()),
        Value::Null,
    ];
    assert_eq!(cells(&mut connection, "SELECT * FROM t"), row);
}

/// Without the spelling of types.
fn spelled_anyhow(mut schema: Schema) -> Schema {
    for column in schema
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.columns)
    {
        column.declared_type = None;
    }
    schema
}

#[test]
fn an_expression_that_converts_is_of_the_rows_as_the_changes_before_left_them() {
    let mut connection = filled("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('1')");
    let before = schema(&mut connection);
    let first = altering(&before, "a", |column| {
        column.column_type = ColumnType::Integer;
    });
    let mut second = altering(&before, "a", |column| {
        column.column_type = ColumnType::Double;
    });
    if let Change::AlterColumn { using, .. } = &mut second {
        *using = Some("a / 2".into());
    }
    let changes = [first, second];
    let plan = plan_all(
        BACKEND.schema_editor,
        connection.dialect(),
        &before,
        &changes,
    )
    .unwrap();
    assert_eq!(
        plan.to_string().matches("CREATE TABLE").count(),
        2,
        "{plan}"
    );
    block_on(run(&mut connection, &plan, &mut NoProgress)).unwrap();
    assert_eq!(cells(&mut connection, "SELECT a FROM t"), [Value::F64(0.0)]);
}
