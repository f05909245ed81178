//! Schema changes: a change in, the exact T-SQL out, as the files in `golden` have it. `cargo xtask bless` rewrites them.

mod alterations;
mod constraints;
#[path = "../../../tests/golden/count.rs"]
mod count;
mod objects;
mod refusals;
mod remakes;
mod tables;

use std::fs;
use std::path::Path;

use backend_core::error::{Error, ErrorKind};
use backend_core::model::{
    Change, Check, Column, ColumnType, Constraint, Default, ForeignKey, Generated,
    GeneratedStorage, Identifier, Identity, Index, IndexPart, PrimaryKey, QualifiedName, Schema,
    Table, Unique,
};
use backend_core::schema_editor::{Plan, plan};
use backend_core::value::Value;
use backend_core::wrapper::ServerInfo;

use self::count::count;
use crate::BACKEND;
use crate::features::SQL_2022;
use crate::introspection::words;
use crate::sql::LEXICON;

/// Where the pages of Transact-SQL are.
const PAGES: &str = "https://learn.microsoft.com/sql/";

fn planned_by(server: &ServerInfo, before: &Schema, change: &Change) -> Result<Plan, Error> {
    plan(
        BACKEND.schema_editor,
        &BACKEND.dialect(server),
        before,
        change,
    )
}

fn server() -> ServerInfo {
    ServerInfo::new("Microsoft SQL Server", SQL_2022)
}

fn planned(before: &Schema, change: &Change) -> Plan {
    planned_by(&server(), before, change).unwrap()
}

fn refused(before: &Schema, change: &Change) -> ErrorKind {
    planned_by(&server(), before, change).unwrap_err().kind()
}

/// Demands that plans are what the file of that name has: the page that documents their statements, then each change with the
/// batches of its plan.
fn golden(name: &str, page: &str, plans: &[(&str, Plan)]) {
    let mut found = format!("-- {PAGES}{page}\n");
    for (what, plan) in plans {
        found.push_str(&format!("\n-- {what}\n"));
        for statement in plan.statements() {
            assert!(statement.params.is_empty(), "{statement}");
            match count(&statement.sql, LEXICON) {
                1 => {}
                statements => found.push_str(&format!("-- {statements} statements\n")),
            }
            found.push_str(&format!("{statement}\nGO\n"));
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema_editor/tests/golden");
    let path = folder.join(format!("{name}.sql"));
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(folder).unwrap();
        fs::write(path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found,
        expected,
        "{} is another now (cargo xtask bless accepts it)",
        path.display()
    );
}

fn id(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}

/// A number that can be NULL.
fn number(text: &str) -> Column {
    Column::new(text, ColumnType::Integer).unwrap()
}

/// A text of at most twenty characters that can be NULL.
fn word(text: &str) -> Column {
    let column_type = ColumnType::VarChar { length: Some(20) };
    Column::new(text, column_type).unwrap()
}

fn of_number(number: i64) -> Default {
    Default::Literal(Value::I64(number))
}

fn computed(text: &str, expression: &str, storage: GeneratedStorage) -> Column {
    number(text).with_generated(Generated {
        expression: expression.to_owned(),
        storage,
    })
}

fn table(text: &str, columns: Vec<Column>) -> Table {
    columns
        .into_iter()
        .fold(Table::new(name(text)), Table::with_column)
}

fn index(text: &str, columns: &[&str]) -> Index {
    let parts = columns.iter().map(|column| IndexPart::column(id(column)));
    Index::new(id(text), parts.collect())
}

fn statistics(text: &str, columns: &[&str]) -> Index {
    let mut index = index(text, columns);
    index.method = Some(words::STATISTICS.to_owned());
    index
}

fn schema_of(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::new();
    for table in tables {
        schema.apply(&Change::CreateTable(table)).unwrap();
    }
    schema
}

/// An artist with a number, and albums that refer to it: with keys, checks, indexes and defaults on most columns.
fn music() -> Schema {
    let artist = table(
        "artist",
        vec![
            number("id").not_null(),
            word("name").not_null(),
            number("born").with_default(of_number(1900)),
            word("label"),
            word("note"),
        ],
    )
    .with_primary_key(PrimaryKey::new(vec![id("id")]))
    .with_unique(Unique::new(vec![id("name")]).with_name(id("one_name")))
    .with_unique(Unique::new(vec![id("label")]).with_name(id("one_label")))
    .with_check(Check::new("[born] > 0").with_name(id("was_born")))
    .with_index(index("by_born", &["born", "name"]))
    .with_index(index("of_label", &["id"]).with_predicate("[label] IS NOT NULL"));
    let album = table(
        "album",
        vec![
            number("id").not_null(),
            number("artist_id").not_null(),
            word("title").not_null(),
        ],
    )
    .with_primary_key(PrimaryKey::new(vec![id("id")]))
    .with_foreign_key(
        ForeignKey::new(vec![id("artist_id")], name("artist"), vec![id("id")])
            .with_name(id("by_artist")),
    );
    schema_of([artist, album])
}

/// The change that makes a column of a table another.
fn alter(before: &Schema, of: &str, column: &str, change: impl FnOnce(&mut Column)) -> Change {
    let table = before.table(&name(of)).unwrap();
    let mut column = table.column(column).unwrap().clone();
    change(&mut column);
    Change::AlterColumn {
        table: name(of),
        column,
        using: None,
    }
}

fn rename_column(of: &str, from: &str, to: &str) -> Change {
    Change::RenameColumn {
        table: name(of),
        from: id(from),
        to: id(to),
    }
}

fn add_constraint(of: &str, constraint: Constraint) -> Change {
    Change::AddConstraint {
        table: name(of),
        constraint,
    }
}

fn numbered(text: &str) -> Column {
    number(text).with_identity(Identity::new())
}
