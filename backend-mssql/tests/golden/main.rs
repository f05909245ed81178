//! The T-SQL that the plans and the compiler make for what the suite's cases ask, kept as files: one a theme of cases, below
//! `statements/`. No server is needed: the cases run on SQLite, and what they ask is made into T-SQL here.
//!
//! ```text
//! requests   what is asked becomes what would be sent
//! shape      which statements have one form, and how a long list is kept
//! count      of how many statements a request is
//! files      the files: what is written, what is compared
//! pages      each word of T-SQL has a page of its documentation: pages.toml
//! parse.py   another parser reads the files (`cargo xtask parse`), and those of `wire/sent/` and of the schema editor's tests; what it
//!            does not know is in gaps.toml
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod count;
mod files;
mod pages;
mod requests;
mod shape;

use std::sync::LazyLock;

use backend_core::wrapper::Version;
use backend_mssql::BACKEND;

use self::requests::Theme;

/// What would be sent to servers, the newest first, by the years that they are called by.
static MADE: LazyLock<Vec<(&str, Vec<Theme>)>> = LazyLock::new(|| {
    let versions = [("2025", 17), ("2022", 16), ("2019", 15), ("2017", 14)];
    std::thread::scope(|scope| {
        let made = versions.map(|(year, version)| {
            let version = Version::new(version, 0, 0);
            (year, scope.spawn(move || requests::made_for(version)))
        });
        made.map(|(year, made)| (year, made.join().unwrap())).into()
    })
});

#[test]
fn statements_are_those_that_are_stored() {
    files::check(&files::of(&MADE));
}

#[test]
fn each_word_has_its_page_and_each_page_a_word() {
    let themes = MADE.iter().flat_map(|(_, themes)| themes);
    let cases = themes.flat_map(|theme| &theme.cases);
    pages::check(cases.flat_map(|case| case.requests.iter().map(|sql| (case.id, sql.as_str()))));
}

#[test]
fn no_statement_has_a_comment() {
    // Two signs, one behind the other, would begin one.
    for case in MADE
        .iter()
        .flat_map(|(_, themes)| themes)
        .flat_map(|theme| &theme.cases)
    {
        for sql in &case.requests {
            assert!(!shape::has_comment(sql), "{}: {sql}", case.id);
        }
    }
}

#[test]
fn blocks_and_routines_are_one_statement() {
    for (sql, statements) in [
        ("SELECT 1", 1),
        ("SELECT CASE WHEN 1 = 1 THEN 2 END; SELECT 1;", 2),
        (
            "DECLARE @a int; IF @a = 1 BEGIN SELECT 1; SELECT 2; END; SELECT 3",
            3,
        ),
        ("IF 1 = 1 SELECT 1; ELSE SELECT 2", 1),
        (
            "CREATE OR ALTER TRIGGER [a] ON [b] AFTER INSERT AS SELECT 1; SELECT 2",
            1,
        ),
        ("BEGIN TRANSACTION; SELECT 1; COMMIT", 3),
    ] {
        let lexicon = BACKEND.operations.syntax().lexicon;
        assert_eq!(count::count(sql, lexicon), statements, "{sql}");
    }
}
