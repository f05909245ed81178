//! What the statements say and what the pragmas say are the same, whatever the statement.

use backend_core::connection::Connection;
use backend_core::introspection::Scope;
use backend_core::model::SortOrder;
use futures_executor::block_on;
use proptest::prelude::{Just, Strategy, prop};
use proptest::strategy::Union;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::BACKEND;
use crate::introspection::{Made, catalog, parse, tables};

fn session(database: &str) -> Connection {
    let settings = BACKEND
        .settings(database)
        .unwrap()
        .with_option("execution", "inline")
        .unwrap();
    block_on(BACKEND.connect(&settings)).unwrap()
}

/// Reads a database both ways and compares; answers for which tables SQLite had to be asked.
fn compare(connection: &mut Connection, script: &str) -> Vec<String> {
    let ours = block_on(BACKEND.introspect(connection, &Scope::all())).unwrap();
    let mut catalog = block_on(catalog::statements(connection)).unwrap();
    let all: Vec<usize> = (0..catalog.relations.len()).collect();
    for kind in ["table", "view", "virtual"] {
        let names = catalog.names(kind, &all);
        block_on(catalog::ask(connection, &mut catalog, kind, names)).unwrap();
    }
    let asked = parse(&catalog, Made::default(), &all).unwrap();
    assert_eq!(
        format!("{:#?}", ours.schema),
        format!("{:#?}", asked.schema),
        "{script}"
    );
    assert_eq!(ours.warnings, asked.warnings, "{script}");
    let tables = catalog.relations.iter();
    tables
        .filter(|relation| {
            relation.kind == "table" && tables::derive(&catalog, relation).unwrap().is_none()
        })
        .map(|relation| relation.name.clone())
        .collect()
}

fn compare_script(script: &str) -> Vec<String> {
    let mut connection = session("sqlite::memory:");
    block_on(connection.batch(script)).unwrap_or_else(|error| panic!("{error}: {script}"));
    compare(&mut connection, script)
}

#[test]
fn tables_named_as_functions_of_the_catalog_hide_none_of_it() {
    for function in [
        "pragma_table_list",
        "pragma_table_xinfo",
        "pragma_index_list",
        "pragma_index_xinfo",
        "pragma_foreign_key_list",
        "pragma_foreign_key_check",
        "pragma_legacy_alter_table",
    ] {
        let script = format!(
            "CREATE TABLE {function} (a INTEGER PRIMARY KEY, b UNIQUE REFERENCES t (a)); CREATE TABLE t (a PRIMARY KEY)"
        );
        let mut connection = session("sqlite::memory:");
        block_on(connection.batch(&script)).unwrap();
        compare(&mut connection, &script);
        let schema = block_on(BACKEND.introspect(&mut connection, &Scope::all())).unwrap();
        let tables = &schema.schema.tables;
        assert_eq!(tables.len(), 2, "{script}");
        assert_eq!(tables[0].uniques.len(), 1, "{script}");
        assert_eq!(tables[0].foreign_keys.len(), 1, "{script}");
    }
}

#[test]
fn what_is_plain_is_not_asked_for() {
    for script in [
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL UNIQUE COLLATE NOCASE, UNIQUE (b, a))",
        "CREATE TABLE t (a integer, b, PRIMARY KEY (b, \"A\"))",
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b ANY) STRICT, WITHOUT ROWID",
        "CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (a, b COLLATE RTRIM), UNIQUE (b), UNIQUE (b COLLATE rtrim)) STRICT",
        "CREATE TABLE t (a UNIQUE PRIMARY KEY, b UNIQUE UNIQUE, UNIQUE (a), UNIQUE (b, a), UNIQUE (a, b))",
        "CREATE TABLE t (a UNIQUE, b, PRIMARY KEY (a)) WITHOUT ROWID",
        "CREATE TABLE t (a INTEGER UNIQUE PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE t (a, b REFERENCES u, FOREIGN KEY (B, a) REFERENCES 'u' (\"x\", y) ON UPDATE SET NULL)",
        "CREATE TABLE t (a, b AS (a) STORED UNIQUE, c GENERATED ALWAYS AS (a)); CREATE INDEX i ON t (c, b DESC)",
        "CREATE TABLE T (a COLLATE NOCASE); CREATE UNIQUE INDEX i ON t (A, [a] COLLATE 'binary' ASC) WHERE a > 1",
        "CREATE TABLE t (rowid INT, b); CREATE INDEX i ON t (rowid)",
        "CREATE TABLE t (a); ALTER TABLE t ADD COLUMN b REFERENCES t (a); ALTER TABLE t RENAME TO u",
        "CREATE TABLE t AS SELECT 1 AS a, 'x' AS \"b c\"",
    ] {
        assert_eq!(compare_script(script), [""; 0], "{script}");
    }
}

#[test]
fn what_only_sqlite_can_tell_is_asked_for() {
    for script in [
        "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)",
        "CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))",
        "CREATE TABLE t (a, UNIQUE (a DESC))",
        "CREATE TABLE t (a \"INTEGER\" PRIMARY KEY)",
        "CREATE TABLE t (a [INTEGER] PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE t (a, b, PRIMARY KEY (a, b, a)) WITHOUT ROWID",
        "CREATE TABLE t (a INTEGER, PRIMARY KEY (a COLLATE NOCASE)) WITHOUT ROWID",
        "CREATE TABLE t (a, UNIQUE ((a COLLATE NOCASE)))",
        "CREATE TABLE t (a); CREATE INDEX i ON t (lower(a))",
        "CREATE TABLE t (a); CREATE INDEX i ON t (((a) COLLATE NOCASE) DESC)",
        "CREATE TABLE t (a); CREATE INDEX i ON t ('a')",
    ] {
        assert_eq!(compare_script(script), ["t"], "{script}");
    }
}

#[test]
fn everything_that_a_catalog_can_hold_is_the_same_both_ways() {
    let asked = compare_script(include_str!("../../../tests/introspection/hard.sql"));
    assert_eq!(asked, ["not_an_alias", "order", "parent"]);
}

#[test]
fn more_names_than_a_query_lists_are_asked_for_all_together() {
    let tables =
        (0..600).map(|n| format!("CREATE TABLE t{n} (a INTEGER PRIMARY KEY DESC, b UNIQUE);"));
    let script = tables.collect::<String>() + "CREATE TABLE plain (a UNIQUE REFERENCES t0)";
    assert_eq!(compare_script(&script).len(), 600);
}

#[test]
fn a_file_of_the_old_format_knows_no_descending_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.sqlite3");
    let url = format!("sqlite://{}", path.display());
    let script =
        "CREATE TABLE t (a, b); CREATE INDEX i ON t (a DESC, b); CREATE TABLE u (a UNIQUE)";
    block_on(session(&format!("{url}?mode=rwc")).batch(script)).unwrap();
    let order = || {
        let mut connection = session(&url);
        compare(&mut connection, script);
        let snapshot = block_on(BACKEND.introspect(&mut connection, &Scope::all())).unwrap();
        snapshot.schema.tables[0].indexes[0].parts[0].order
    };
    assert_eq!(order(), SortOrder::Descending);
    let mut bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes[44..48], [0, 0, 0, 4], "the number of the format");
    bytes[47] = 1;
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(order(), SortOrder::Ascending);
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(texts).prop_map(str::to_owned)
}

fn joined(
    part: impl Strategy<Value = String>,
    count: std::ops::Range<usize>,
    between: &'static str,
) -> impl Strategy<Value = String> {
    prop::collection::vec(part, count).prop_map(move |parts| parts.join(between))
}

/// A column's name, spelled as it may be where it is used.
fn name() -> impl Strategy<Value = String> {
    one_of(&[
        "a",
        "A",
        "b",
        "\"b\"",
        "[c]",
        "`c`",
        "'b'",
        "(a)",
        "rowid",
        "\"rowid\"",
        "desc_",
        "\"x y\"",
    ])
}

fn term() -> impl Strategy<Value = String> {
    let collation = one_of(&[
        "",
        "",
        "",
        " COLLATE NOCASE",
        " collate \"binary\" COLLATE rtrim",
    ]);
    let order = one_of(&["", "", "", "", " ASC", " DESC"]);
    let place = Union::new([
        name().boxed(),
        name().boxed(),
        name().boxed(),
        one_of(&[
            "lower(a)",
            "a + b",
            "(a COLLATE NOCASE)",
            "-a",
            "1",
            "\"z\"",
            "a /* b */",
        ])
        .boxed(),
    ]);
    (place, collation, order).prop_map(|(place, collation, order)| place + &collation + &order)
}

fn references() -> impl Strategy<Value = String> {
    let columns = one_of(&["", "(a)", "(\"A\", b)", "(z)"]);
    let actions = one_of(&[
        "",
        "ON DELETE CASCADE",
        "ON UPDATE SET NULL ON DELETE RESTRICT",
        "ON DELETE SET DEFAULT ON DELETE NO ACTION MATCH FULL",
        "DEFERRABLE INITIALLY DEFERRED",
    ]);
    let table = one_of(&["t", "\"T\"", "gone", "'t'"]);
    (table, columns, actions)
        .prop_map(|(table, columns, actions)| format!("REFERENCES {table} {columns} {actions}"))
}

/// A column's definition, without its name.
fn definition() -> impl Strategy<Value = String> {
    let declared_type = one_of(&[
        "",
        "INT",
        "INTEGER",
        "integer",
        "\"INTEGER\"",
        "TEXT",
        "VARCHAR (10)",
        "INTEGER /* x */ ",
        "ANY",
        "UNSIGNED BIG INT",
        "INTEGER GENERATED ALWAYS",
    ]);
    let constraint = Union::new([
        one_of(&[
            "PRIMARY KEY",
            "PRIMARY KEY DESC",
            "PRIMARY KEY ASC AUTOINCREMENT",
            "UNIQUE",
        ])
        .boxed(),
        one_of(&[
            "NOT NULL",
            "NULL",
            "CONSTRAINT n NOT NULL ON CONFLICT FAIL",
            "UNIQUE ON CONFLICT IGNORE",
        ])
        .boxed(),
        one_of(&[
            "COLLATE NOCASE",
            "COLLATE \"rtrim\"",
            "CHECK (a > ')')",
            "DEFAULT (1)",
            "DEFAULT -1",
        ])
        .boxed(),
        one_of(&[
            "AS (1)",
            "GENERATED ALWAYS AS (1) STORED",
            "-- UNIQUE\n",
            "/* PRIMARY KEY */",
        ])
        .boxed(),
        references().boxed(),
    ]);
    let constraints = joined(constraint, 0..3, " ");
    (declared_type, constraints)
        .prop_map(|(declared_type, constraints)| format!("{declared_type} {constraints}"))
}

fn table_constraint() -> impl Strategy<Value = String> {
    let terms = || joined(term(), 1..4, ", ");
    Union::new([
        terms()
            .prop_map(|terms| format!("PRIMARY KEY ({terms})"))
            .boxed(),
        terms()
            .prop_map(|terms| format!("CONSTRAINT \"the key\" UNIQUE ({terms})"))
            .boxed(),
        terms()
            .prop_map(|terms| format!("UNIQUE({terms}) ON CONFLICT ABORT"))
            .boxed(),
        (joined(name(), 1..3, ", "), references())
            .prop_map(|(names, references)| format!("FOREIGN KEY ({names}) {references}"))
            .boxed(),
        Just("CHECK (a IS NOT NULL)".to_owned()).boxed(),
    ])
}

/// A table and its indexes; SQLite need not accept any of it.
fn statements() -> impl Strategy<Value = Vec<String>> {
    let columns = prop::collection::vec(definition(), 1..6).prop_map(|definitions| {
        let names = ["a", "\"b\"", "[c]", "'x y'", "rowid"];
        let columns = names.iter().zip(definitions);
        let columns: Vec<_> = columns
            .map(|(name, rest)| format!("{name} {rest}"))
            .collect();
        columns.join(",\n")
    });
    let constraints = prop::collection::vec(table_constraint(), 0..3);
    let options = one_of(&[
        "",
        "",
        "",
        "WITHOUT ROWID",
        "STRICT",
        "STRICT, WITHOUT ROWID",
    ]);
    let table = (columns, constraints, options).prop_map(|(columns, constraints, options)| {
        let constraints: String = constraints.iter().map(|it| format!(", {it}")).collect();
        format!("CREATE TABLE t ({columns}{constraints}) {options}")
    });
    let unique = one_of(&["", "UNIQUE"]);
    let predicate = one_of(&["", "", "WHERE a > 1"]);
    let index = (unique, joined(term(), 1..4, ", "), predicate);
    (table, prop::collection::vec(index, 0..3)).prop_map(|(table, indexes)| {
        let mut statements = vec![table];
        for (n, (unique, terms, predicate)) in indexes.into_iter().enumerate() {
            statements.push(format!(
                "CREATE {unique} INDEX i{n} ON t ({terms}) {predicate}"
            ));
        }
        statements
    })
}

#[test]
fn whatever_sqlite_accepts_reads_the_same_both_ways() {
    let config = Config {
        cases: 3_000,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let (mut accepted, mut derived) = (0, 0);
    let counts = std::cell::RefCell::new((&mut accepted, &mut derived));
    let mut connection = session("sqlite::memory:");
    block_on(connection.batch("PRAGMA foreign_keys = OFF")).unwrap();
    let connection = std::cell::RefCell::new(&mut connection);
    let outcome = TestRunner::new_with_rng(config, random).run(&statements(), |statements| {
        let mut connection = connection.borrow_mut();
        let mut counts = counts.borrow_mut();
        block_on(connection.batch("DROP TABLE IF EXISTS t")).unwrap();
        let mut script = String::new();
        for statement in statements {
            if block_on(connection.batch(&statement)).is_ok() {
                script = format!("{script}{statement};\n");
            }
        }
        let asked = compare(&mut connection, &script);
        if !script.is_empty() {
            *counts.0 += 1;
            *counts.1 += usize::from(asked.is_empty());
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(accepted > 600 && derived > 300, "{derived} of {accepted}");
}
