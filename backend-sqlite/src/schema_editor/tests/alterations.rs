//! Changes of tables that are there: what a statement does, and what needs the table made anew.

use backend_core::error::ErrorKind;
use backend_core::model::{
    Change, Column, ColumnType, Default, Generated, GeneratedStorage, Identity, Schema, Table,
};
use backend_core::schema_editor::plan;
use backend_core::value::Value;
use backend_core::wrapper::{ServerInfo, Version};

use super::{column, id, name};
use crate::BACKEND;

fn before(comment: Option<&str>) -> Schema {
    let mut last = column("z", ColumnType::Integer);
    last.comment = comment.map(str::to_owned);
    let table = Table::new(name("t"))
        .with_column(column("a", ColumnType::Text))
        .with_column(column("m", ColumnType::Integer))
        .with_column(last);
    let mut schema = Schema::new();
    schema.apply(&Change::CreateTable(table)).unwrap();
    schema
}

fn planned(version: Version, before: &Schema, change: &Change) -> Result<String, ErrorKind> {
    let dialect = BACKEND.dialect(&ServerInfo::new("SQLite", version));
    let plan = plan(BACKEND.schema_editor, &dialect, before, change);
    plan.map(|plan| plan.to_string())
        .map_err(|error| error.kind())
}

const NEW: Version = Version::new(3, 53, 0);
const REFUSED: Result<String, ErrorKind> = Err(ErrorKind::NotSupported(None));

/// Whether the table is made anew for a change.
fn is_remade(version: Version, before: &Schema, change: &Change) -> bool {
    let dialect = BACKEND.dialect(&ServerInfo::new("SQLite", version));
    let plan = plan(BACKEND.schema_editor, &dialect, before, change).unwrap();
    plan.rewrites_table()
}

fn adding(column: Column) -> Change {
    Change::AddColumn {
        table: name("t"),
        column,
    }
}

fn dropping(column: &str) -> Change {
    Change::DropColumn {
        table: name("t"),
        name: id(column),
    }
}

fn altering(column: Column) -> Change {
    Change::AlterColumn {
        table: name("t"),
        column,
        using: None,
    }
}

#[test]
fn columns_that_rows_can_be_given_are_added() {
    let integer = || column("n", ColumnType::Integer);
    let before = before(None);
    let plain = integer()
        .not_null()
        .with_default(Default::Literal(Value::I64(1)));
    assert_eq!(
        planned(NEW, &before, &adding(plain)).unwrap(),
        "ALTER TABLE \"t\" ADD COLUMN \"n\" int DEFAULT 1 NOT NULL"
    );
    let stored = Generated {
        expression: "m + 1".into(),
        storage: GeneratedStorage::Stored,
    };
    for remade in [
        integer().not_null(),
        integer().with_default(Default::Expression("1 + 1".into())),
        integer().with_generated(stored),
        integer().with_comment("c"),
    ] {
        assert!(is_remade(NEW, &before, &adding(remade)));
    }
    let numbered = integer().with_identity(Identity::new());
    assert_eq!(planned(NEW, &before, &adding(numbered)), REFUSED);
}

#[test]
fn a_comment_stays_with_its_column() {
    let commented = before(Some("of z"));
    let added = adding(column("n", ColumnType::Integer));
    assert!(is_remade(NEW, &commented, &added));
    assert!(is_remade(NEW, &commented, &dropping("z")));
    let middle = planned(NEW, &commented, &dropping("m")).unwrap();
    assert_eq!(middle, "ALTER TABLE \"t\" DROP COLUMN \"m\"");
    assert!(!is_remade(NEW, &before(None), &dropping("z")));
}

#[test]
fn whether_a_column_can_be_null_is_altered_by_newer_versions() {
    let not_null = altering(column("a", ColumnType::Text).not_null());
    assert_eq!(
        planned(NEW, &before(None), &not_null).unwrap(),
        "ALTER TABLE \"t\" ALTER COLUMN \"a\" SET NOT NULL"
    );
    assert!(is_remade(Version::new(3, 52, 9), &before(None), &not_null));
    let retyped = altering(column("a", ColumnType::Integer));
    assert!(is_remade(NEW, &before(None), &retyped));
}
