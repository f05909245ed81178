//! Tests of text that is not what SQLite stores.

use proptest::prelude::{Strategy as _, any, prop};
use proptest::strategy::Union;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::super::{Problem, Reading, Statement, read};
use super::names;

/// Words that make arbitrary text likely to be followed for a while.
const WORDS: [&str; 70] = [
    "CREATE",
    "CREATE TABLE t (",
    "CREATE TABLE t (a ",
    "CREATE INDEX i ON t (",
    "CREATE VIEW v",
    "CREATE TRIGGER tr DELETE ON t ",
    "CREATE VIRTUAL TABLE v USING m",
    "TEMP",
    "TABLE",
    "IF NOT EXISTS",
    "a",
    "\"b\"",
    "'c'",
    "[d]",
    "`e`",
    "(",
    ")",
    "()",
    ",",
    ".",
    ";",
    "-",
    "1",
    "x'00'",
    "INT",
    "PRIMARY KEY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "FOREIGN KEY",
    "CONSTRAINT",
    "GENERATED",
    "ALWAYS",
    "AS",
    "STORED",
    "DEFERRABLE",
    "INITIALLY",
    "DEFERRED",
    "ON CONFLICT",
    "ON DELETE",
    "SET",
    "ABORT",
    "MATCH",
    "AUTOINCREMENT",
    "ASC",
    "DESC",
    "STRICT",
    "WITHOUT ROWID",
    "WHERE",
    "UPDATE OF",
    "INSERT",
    "WHEN",
    "BEGIN",
    "END",
    "CASE",
    "USING",
    "-- c\n",
    "/* c */",
    "\n",
    "\n\n",
    "'",
    "\"",
    "[",
    "/*",
    "--",
    "🦀",
];

fn read_table(sql: &str) -> (Vec<String>, Vec<Problem>) {
    let Reading {
        statement,
        problems,
    } = read(sql);
    let Some(Statement::Table(table)) = statement else {
        panic!("{sql}: {problems:?}")
    };
    (
        names(&table).into_iter().map(str::to_owned).collect(),
        problems,
    )
}

#[test]
fn any_text_is_read_without_panic() {
    let words = prop::collection::vec(prop::sample::select(WORDS.as_slice()), 0..30);
    let text = Union::new([
        words.clone().prop_map(|words| words.join(" ")).boxed(),
        words.prop_map(|words| words.concat()).boxed(),
        any::<String>().boxed(),
    ]);
    let config = Config {
        cases: 4_000,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&text, |text| {
        let Reading {
            statement,
            problems,
        } = read(&text);
        assert!(statement.is_some() || !problems.is_empty());
        assert!(problems.iter().all(|problem| problem.offset <= text.len()));
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn what_stands_before_and_after_a_problem_is_kept() {
    let sql = "CREATE TABLE t (a INT, b INT ? (1, 2) NOT NULL, c TEXT)";
    let (columns, problems) = read_table(sql);
    assert_eq!(columns, ["a", "b", "c"]);
    let message = "expected a column constraint, \",\" or \")\", found \"?\"";
    assert_eq!(
        problems,
        [Problem {
            offset: 29,
            message: message.to_owned()
        }]
    );
    assert_eq!(problems[0].to_string(), format!("{message} at byte 29"));
}

#[test]
fn text_that_ends_early_keeps_what_was_understood() {
    let sql = "CREATE TABLE t (a INT NOT NULL, b TEXT CHECK (b > 0), PRIMARY KEY (a)) STRICT";
    let closed = sql.len() - " STRICT".len();
    for end in 0..closed {
        let Reading {
            statement,
            problems,
        } = read(sql.get(..end).unwrap());
        assert!(!problems.is_empty(), "{end}");
        assert_eq!(statement.is_some(), end >= "CREATE TABLE t".len(), "{end}");
    }
    assert_eq!(read_table(sql.get(..closed).unwrap()).1, []);
    let (columns, problems) = read_table("CREATE TABLE t (a INT, b CHECK (b > '");
    assert_eq!(columns, ["a", "b"]);
    assert_eq!(
        problems[0].offset, 31,
        "the parenthesis that is never closed"
    );
}

#[test]
fn problems_say_what_was_expected() {
    for (sql, expected) in [
        ("", "expected CREATE, found the end of the text at byte 0"),
        ("SELECT 1", "expected CREATE, found \"SELECT\" at byte 0"),
        (
            "CREATE ROLE r",
            "expected TABLE, VIRTUAL TABLE, INDEX, VIEW or TRIGGER, found \"ROLE\" at byte 7",
        ),
        (
            "CREATE TABLE (a)",
            "expected the name of the table, found \"(\" at byte 13",
        ),
        (
            "CREATE TABLE t",
            "expected \"(\", found the end of the text at byte 14",
        ),
        (
            "CREATE TABLE t (a) foo",
            "expected the end of the statement, found \"foo\" at byte 19",
        ),
        (
            "CREATE TABLE t (a, CHECK (a) b)",
            "expected \",\" or \")\", found \"b\" at byte 29",
        ),
        (
            "CREATE TABLE t (a DEFAULT)",
            "expected a literal or \"(\", found \")\" at byte 25",
        ),
        (
            "CREATE TABLE t (a DEFERRABLE)",
            "expected REFERENCES before this, found \"DEFERRABLE\" at byte 18",
        ),
        (
            "CREATE TABLE t (a UNIQUE ON CONFLICT x)",
            "expected ROLLBACK, ABORT, FAIL, IGNORE or REPLACE, found \"x\" at byte 37",
        ),
        (
            "CREATE TABLE t (a, UNIQUE (a,))",
            "expected a column or an expression at each place of the list at byte 27",
        ),
        (
            "CREATE INDEX i ON t",
            "expected \"(\", found the end of the text at byte 19",
        ),
        (
            "CREATE VIEW v SELECT 1",
            "expected AS, found \"SELECT\" at byte 14",
        ),
        (
            "CREATE TRIGGER t ON u",
            "expected DELETE, INSERT or UPDATE, found \"ON\" at byte 17",
        ),
        (
            "CREATE TRIGGER t DELETE ON u BEGIN SELECT 1;",
            "expected END after the statements of the trigger at byte 44",
        ),
    ] {
        let problems: Vec<_> = read(sql).problems.iter().map(Problem::to_string).collect();
        assert_eq!(problems, [expected], "{sql}");
    }
}

#[test]
fn depth_and_length_are_no_matter() {
    let deep = format!(
        "CREATE TABLE t (a CHECK ({}1{}))",
        "(".repeat(50_000),
        ")".repeat(50_000)
    );
    assert_eq!(read_table(&deep), (vec!["a".to_owned()], vec![]));
    let collations = format!("CREATE INDEX i ON t (a{})", " COLLATE x".repeat(50_000));
    assert_eq!(read(&collations).problems, []);
    let comments = format!("CREATE TABLE t (a {}, b)", "-- c\n".repeat(50_000));
    assert_eq!(read_table(&comments).1, []);
}
