//! What keeps a table from being made anew: then everything is as before.

use backend_core::error::{Error, ErrorKind, Integrity};
use backend_core::model::{Change, Column, ColumnType, Constraint, ForeignKey, Schema, Unique};
use backend_core::schema_editor::{NoProgress, plan, run};
use backend_sqlite::BACKEND;
use futures_executor::block_on;

use crate::{altering, cells, change, filled, id, name, numbers, schema, texts};

const EVERYTHING: &str = "SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name";

/// Demands that a change fails, and that nothing is another afterwards; gives the error.
fn is_refused(script: &str, of: impl FnOnce(&Schema) -> Change) -> Error {
    let mut connection = filled(script);
    let (before, rows) = (
        texts(&mut connection, EVERYTHING),
        cells(&mut connection, "SELECT * FROM t"),
    );
    let error = change(&mut connection, of).unwrap_err();
    assert_eq!(texts(&mut connection, EVERYTHING), before, "{error}");
    assert_eq!(cells(&mut connection, "SELECT * FROM t"), rows, "{error}");
    assert!(!connection.in_transaction());
    assert_eq!(numbers(&mut connection, "PRAGMA foreign_keys"), [1]);
    assert_eq!(numbers(&mut connection, "PRAGMA legacy_alter_table"), [0]);
    error
}

fn retyped(to: ColumnType) -> impl FnOnce(&Schema) -> Change {
    |schema| altering(schema, "a", |column| column.column_type = to)
}

#[test]
fn a_value_that_is_none_of_the_new_type() {
    let decimal = || ColumnType::Decimal {
        precision: Some(5),
        scale: Some(2),
    };
    for (value, to) in [
        ("'abc'", ColumnType::Integer),
        ("'1.5'", ColumnType::BigInteger),
        ("'2147483648'", ColumnType::Integer),
        ("'2'", ColumnType::Boolean),
        ("'1e5'", decimal()),
        ("'1-2'", decimal()),
        ("'1234.5'", decimal()),
        ("'2023-02-29'", ColumnType::Date),
        ("'{'", ColumnType::Json),
        ("'1999-01-01'", ColumnType::Timestamp { precision: None }),
        ("'a longer text'", ColumnType::VarChar { length: Some(5) }),
    ] {
        let script = format!("CREATE TABLE t (a TEXT); INSERT INTO t VALUES (NULL), ({value})");
        let error = is_refused(&script, retyped(to.clone()));
        assert_eq!(error.kind(), ErrorKind::Data, "{value} as {to:?}: {error}");
        assert!(error.message().contains("column `a`"), "{error}");
    }
}

#[test]
fn a_column_that_a_view_or_trigger_uses() {
    let dropping = |_: &Schema| Change::DropColumn {
        table: name("t"),
        name: id("b"),
    };
    // The comment has the table made anew.
    let table = "CREATE TABLE t (a INT, b INT -- of b\n); CREATE TABLE o (x); ";
    for depends in [
        "CREATE VIEW v AS SELECT t.b FROM t",
        "CREATE VIEW w AS SELECT * FROM t; CREATE VIEW v AS SELECT b FROM w",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO o VALUES (new.b); END",
        "CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN INSERT INTO o VALUES (old.b); END",
        "CREATE TRIGGER g AFTER DELETE ON o BEGIN UPDATE t SET b = 1; END",
        "CREATE VIEW v AS SELECT 1 AS x; CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN UPDATE t SET b = new.x; END",
        "CREATE INDEX i ON t (a) WHERE b > 0",
    ] {
        let error = is_refused(&format!("{table}{depends}"), dropping);
        assert_eq!(
            error.kind(),
            ErrorKind::DoesNotExist,
            "{depends}: {error:?}"
        );
    }
}

#[test]
fn rows_that_break_what_is_new() {
    let adding = |constraint: Constraint| {
        move |_: &Schema| Change::AddConstraint {
            table: name("t"),
            constraint,
        }
    };
    let rows = "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (1, 2), (1, 3); ";
    let unique = Constraint::Unique(Unique::new(vec![id("a")]));
    let error = is_refused(rows, adding(unique));
    assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::Unique));
    let key = ForeignKey::new(vec![id("a")], name("u"), vec![id("id")]);
    let error = is_refused(rows, adding(Constraint::ForeignKey(key)));
    assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::ForeignKey));
    assert!(error.message().contains("rows of `t`"), "{error}");
    let not_null = |schema: &Schema| {
        altering(schema, "a", |column| {
            column.nullable = false;
            column.comment = Some("there".into());
        })
    };
    let error = is_refused(
        "CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (NULL)",
        not_null,
    );
    assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::NotNull));
}

#[test]
fn a_constraint_whose_own_answer_would_lose_rows() {
    let error = is_refused(
        "CREATE TABLE t (a TEXT UNIQUE ON CONFLICT REPLACE, b INT); INSERT INTO t VALUES ('x', 1), ('X', 2)",
        |schema| altering(schema, "a", |column| column.collation = Some(id("NOCASE"))),
    );
    assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::Unique));
}

#[test]
fn a_key_that_others_refer_to() {
    let mut connection = filled(
        "CREATE TABLE t (a INT CONSTRAINT one UNIQUE, b INT); CREATE TABLE d (a INT REFERENCES t (a))",
    );
    let before = schema(&mut connection);
    let drop = Change::DropConstraint {
        table: name("t"),
        name: id("one"),
    };
    let planned = plan(BACKEND.schema_editor, connection.dialect(), &before, &drop);
    let failed = match planned {
        Ok(plan) => block_on(run(&mut connection, &plan, &mut NoProgress)).is_err(),
        Err(_) => true,
    };
    assert!(failed);
    assert_eq!(schema(&mut connection), before);
}

#[test]
fn what_is_no_table_of_rows() {
    let mut connection = filled("CREATE VIRTUAL TABLE t USING fts5 (a)");
    let before = schema(&mut connection);
    let column = Column::named(id("b"), ColumnType::Text).with_comment("new");
    let add = Change::AddColumn {
        table: name("t"),
        column,
    };
    let refusal = plan(BACKEND.schema_editor, connection.dialect(), &before, &add).unwrap_err();
    assert_eq!(refusal.kind(), ErrorKind::NotSupported(None));
}
