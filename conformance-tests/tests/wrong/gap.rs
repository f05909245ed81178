//! A backend that does less than its server can, and honestly says so: nothing fails, and the suite tells of it.

use backend_core::backend::Backend;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::model::{Column, ColumnType, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::SchemaEditor;
use backend_core::sql::Writer;
use conformance_tests::runner::Exit;
use toy_backend::BACKEND;

use crate::said_asking;

/// The toy's spelling of schema changes, without a word for arrays.
struct Wordless;

impl SchemaEditor for Wordless {
    fn column_type(
        &self,
        dialect: &Dialect,
        table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        if matches!(column.column_type, ColumnType::Array(_)) {
            let message = "nobody has written arrays yet";
            return Err(Error::new(ErrorKind::NotSupported(None), message));
        }
        let own = BACKEND.schema_editor;
        own.column_type(dialect, table, column, out)
    }
}

fn wordless() -> Backend {
    Backend {
        features: |server| Features {
            supports_arrays: false,
            ..(BACKEND.features)(server)
        },
        schema_editor: &Wordless,
        ..BACKEND
    }
}

/// What is said of the flag where its server is asked that.
fn verdict(lines: &str) -> Option<String> {
    let marks = format!("[[server]]\nflag = \"supports_arrays\"\n{lines}");
    let found = said_asking(wordless(), &[], &marks);
    assert_eq!(found.exit, Some(Exit::Ok), "{found:?}");
    assert!(found.cases.is_empty(), "{found:?}");
    assert!(found.flags.len() <= 1, "{found:?}");
    found.flags.get("supports_arrays").cloned()
}

#[test]
fn what_the_server_can_and_the_backend_does_not_is_a_gap() {
    let told = verdict(r#"statements = ["CREATE TABLE {a} (b integer[])"]"#);
    assert_eq!(told.as_deref(), Some("gap"));
}

#[test]
fn what_the_server_refuses_is_none() {
    assert_eq!(
        verdict(r#"statements = ["CREATE TABLE {a} (b set)"]"#),
        None
    );
}

#[test]
fn where_what_the_question_needs_is_not_there_nothing_is_said() {
    let lines = r#"given = ["CREATE TABLE {a} (b integer[])", "CREATE TABLE {a} (b set)"]
        query = "SELECT b FROM {a}""#;
    assert_eq!(verdict(lines), None);
}

#[test]
fn the_rows_of_the_query_count() {
    let lines = |rows: &str| {
        format!(
            r#"given = ["CREATE TABLE {{a}} (b integer, c text)", "INSERT INTO {{a}} (b, c) VALUES (1, NULL)"]
            query = "SELECT b, c FROM {{a}}"
            rows = {rows}"#
        )
    };
    assert_eq!(
        verdict(&lines(r#"[["1", "NULL"]]"#)).as_deref(),
        Some("gap")
    );
    assert_eq!(verdict(&lines(r#"[["2", "NULL"]]"#)), None);
}

#[test]
fn what_the_server_has_to_refuse_counts() {
    let lines = |refused: &str| {
        format!(
            r#"given = ["CREATE TABLE {{a}} (b integer[])"]
            refused = ["INSERT INTO {{a}} (b) VALUES ({refused})"]"#
        )
    };
    assert_eq!(verdict(&lines("'x'")).as_deref(), Some("gap"));
    assert_eq!(verdict(&lines("NULL")), None);
}

#[test]
fn what_another_session_does_meanwhile_counts() {
    let lines = |beside: &str| {
        format!(
            r#"given = ["CREATE TABLE {{a}} (b integer)"]
            beside = [{beside}]
            query = "SELECT b FROM {{a}}"
            rows = [["1"]]"#
        )
    };
    let insert = r#""INSERT INTO {a} (b) VALUES (1)""#;
    assert_eq!(verdict(&lines(insert)).as_deref(), Some("gap"));
    assert_eq!(verdict(&lines(r#""CREATE TABLE {c} (d integer)""#)), None);
}
