//! One object that cannot be read never costs the rest, and the number of queries does not grow with the tables.

use std::fmt::Write as _;

use backend_core::introspection::{RelationKind, Scope};
use backend_core::model::{Change, Schema};
use backend_core::schema_editor::{NoProgress, creation, plan, run};
use backend_sqlite::BACKEND;
use futures_executor::block_on;

use crate::{HARD, session, snapshot, table, view};

#[test]
fn the_whole_schema_is_read_in_one_pass() {
    let snapshot = snapshot(HARD);
    assert_eq!(snapshot.schema.views.len(), 5);
    assert!(
        snapshot.schema.tables.len() >= 35,
        "{}",
        snapshot.schema.tables.len()
    );
    let warnings: Vec<_> = snapshot.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 6, "{warnings:#?}");
    for (object, reason) in [
        (
            "broken: ",
            "its columns cannot be read: no such table: main.gone",
        ),
        (
            "broken column: ",
            "its columns cannot be read: no such column: absent",
        ),
        (
            "nobodys: ",
            "refers to the primary key of `keyless`, which has 0 columns",
        ),
        (
            "orphan: ",
            "its foreign key on `a` refers to the table `gone`, which does not exist",
        ),
        (
            "orphan: ",
            "its foreign key on `b` refers to the table `gone`, which does not exist",
        ),
        (
            "orphan: ",
            "refers to the column `absent` of `parent`, which does not exist",
        ),
    ] {
        let found = warnings
            .iter()
            .any(|it| it.starts_with(object) && it.contains(reason));
        assert!(found, "{object}{reason} in {warnings:#?}");
    }
    assert!(view(&snapshot, "broken").columns.is_empty());
    assert_eq!(view(&snapshot, "broken").definition, "SELECT * FROM gone");
}

#[test]
fn a_virtual_table_whose_module_is_missing_is_a_warning() {
    let mut connection = session();
    block_on(connection.batch(
        "CREATE TABLE fine (id INTEGER PRIMARY KEY);
         PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema VALUES ('table', 'lost', 'lost', 0, 'CREATE VIRTUAL TABLE lost USING no_module(a, b)');
         PRAGMA writable_schema = RESET;",
    ))
    .unwrap();
    let snapshot = block_on(BACKEND.introspect(&mut connection, &Scope::all())).unwrap();
    assert_eq!(snapshot.schema.tables.len(), 2);
    assert!(table(&snapshot, "lost").columns.is_empty());
    assert_eq!(table(&snapshot, "fine").columns.len(), 1);
    assert_eq!(snapshot.warnings.len(), 1);
    assert_eq!(
        snapshot.warnings[0].to_string(),
        "lost: its columns cannot be read: no such module: no_module"
    );
    let names = block_on(
        BACKEND
            .introspection
            .relation_names(&mut connection, &Scope::all()),
    );
    let kinds: Vec<_> = names.unwrap().into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(kinds, [RelationKind::Table, RelationKind::VirtualTable]);
}

#[test]
fn a_thousand_tables_take_as_many_queries_as_ten() {
    let queries = |tables: usize| {
        let mut script = "BEGIN;".to_owned();
        for n in 0..tables {
            write!(
                script,
                "CREATE TABLE t{n} (id INTEGER PRIMARY KEY, o INT REFERENCES t0);"
            )
            .unwrap();
        }
        script.push_str("CREATE VIEW v AS SELECT 1; COMMIT;");
        let snapshot = snapshot(&script);
        assert_eq!(snapshot.schema.tables.len(), tables);
        snapshot.queries
    };
    assert_eq!(queries(10), queries(1_000));
}

#[test]
fn what_was_read_is_made_again_and_reads_the_same() {
    let mut read = snapshot(HARD);
    // What cannot work in any database is left behind.
    read.schema
        .views
        .retain(|it| !it.name.name.as_str().starts_with("broken"));
    let mut connection = session();
    let dialect = connection.dialect().clone();
    let mut before = Schema::new();
    for change in creation(&read.schema, &dialect.features) {
        let plan = plan(BACKEND.schema_editor, &dialect, &before, &change)
            .unwrap_or_else(|error| panic!("{error:?}\n{change:?}"));
        block_on(run(&mut connection, &plan, &mut NoProgress))
            .unwrap_or_else(|error| panic!("{error:?}\n{plan}"));
        before.apply(&change).unwrap();
    }
    let again = block_on(BACKEND.introspect(&mut connection, &Scope::all())).unwrap();
    for (one, other) in read.schema.tables.iter().zip(&again.schema.tables) {
        pretty_assertions(one, other);
    }
    assert_eq!(read.schema.tables.len(), again.schema.tables.len());
    assert_eq!(read.schema.views, again.schema.views);
    assert!(matches!(
        creation(&read.schema, &dialect.features).first(),
        Some(Change::CreateTable(_))
    ));
}

fn pretty_assertions(one: &backend_core::model::Table, other: &backend_core::model::Table) {
    assert_eq!(
        format!("{one:#?}"),
        format!("{other:#?}"),
        "{} differs",
        one.name
    );
}
