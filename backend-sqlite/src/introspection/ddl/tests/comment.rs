//! Tests of which comment belongs to what.

use super::super::{Reading, Statement, read};
use super::table;

/// The comment of the table, and those of its columns.
fn comments(sql: &str) -> (Option<String>, Vec<Option<String>>) {
    let table = table(sql);
    (
        table.comment,
        table
            .columns
            .into_iter()
            .map(|column| column.comment)
            .collect(),
    )
}

/// Whether the comments are these; an empty text for none.
fn check(sql: &str, table: &str, columns: &[&str]) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let columns: Vec<_> = columns.iter().map(|text| some(text)).collect();
    assert_eq!(comments(sql), (some(table), columns), "{sql}");
}

#[test]
fn a_comment_after_a_definition_is_about_it() {
    check(
        "CREATE TABLE t (\n a INT, -- about a\n b INT -- about b\n)",
        "",
        &["about a", "about b"],
    );
    check(
        "CREATE TABLE t (\n a INT -- about a\n,b /* about b */, c)",
        "",
        &["about a", "about b", ""],
    );
    check(
        "CREATE TABLE t (\n a /* one */, -- two\n b)",
        "",
        &["one\ntwo", ""],
    );
    check("CREATE TABLE t (a, b -- about b\n)", "", &["", "about b"]);
}

#[test]
fn a_comment_above_a_definition_is_about_it() {
    let sql = "CREATE TABLE t (\n  -- about a\n  a INT,\n  /* about\n     b */\n  b INT,\n\n  -- one\n  -- two\n  c\n)";
    check(sql, "", &["about a", "about\nb", "one\ntwo"]);
    check(
        "CREATE TABLE t (\n a, -- about a\n -- about b\n b)",
        "",
        &["about a", "about b"],
    );
}

#[test]
fn a_comment_between_comma_and_definition_is_about_the_definition() {
    check(
        "CREATE TABLE t (/* about a */ a, /* about b */ b INT)",
        "",
        &["about a", "about b"],
    );
    check(
        "CREATE TABLE t (a, /* about\nb */ b INT)",
        "",
        &["", "about\nb"],
    );
}

#[test]
fn a_comment_within_a_definition_is_about_it() {
    check(
        "CREATE TABLE t (a INT -- about a\n NOT NULL, b)",
        "",
        &["about a", ""],
    );
    check(
        "CREATE TABLE t (-- before\n a /* name */ INT, -- after\n b)",
        "before",
        &["name\nafter", ""],
    );
    check(
        "CREATE TABLE t (a CHECK (a > 0 /* positive */), b)",
        "",
        &["", ""],
    );
}

#[test]
fn a_comment_right_under_another_continues_it() {
    let sql = "CREATE TABLE t (\n  a INT, -- one\n         -- two\n         -- three\n  -- about b\n  b INT\n)";
    check(sql, "", &["one\ntwo\nthree", "about b"]);
    check(
        "CREATE TABLE t (\n  é, -- one\n     -- two\n  b)",
        "",
        &["one\ntwo", ""],
    );
    check(
        "CREATE TABLE t ( -- one\n                 -- two\n  a)",
        "one\ntwo",
        &[""],
    );
}

#[test]
fn comments_in_the_head_are_about_the_table() {
    check(
        "CREATE TABLE t -- one\n( -- two\n a -- about a\n)",
        "one\ntwo",
        &["about a"],
    );
    check(
        "CREATE TABLE t /* one */ (a ANY) /* two */ STRICT",
        "one\ntwo",
        &[""],
    );
    check(
        "CREATE TABLE t (\n  -- about t\n\n  -- about a\n  a\n)",
        "about t",
        &["about a"],
    );
    check("/* before */ CREATE TABLE t (a)", "", &[""]);
}

#[test]
fn a_blank_line_parts_a_comment_from_the_next_definition() {
    check(
        "CREATE TABLE t (\n  a,\n  -- section\n\n  b\n)",
        "",
        &["", ""],
    );
    check(
        "CREATE TABLE t (\r\n  a,\r\n  -- section\r\n\r\n  -- about b\r\n  b\r\n)",
        "",
        &["", "about b"],
    );
}

#[test]
fn comments_of_constraints_are_about_no_column() {
    let sql =
        "CREATE TABLE t (\n a, -- about a\n -- the key\n PRIMARY KEY (a) -- of one\n -- last\n)";
    check(sql, "", &["about a"]);
    let sql = "CREATE TABLE t (\n a,\n CHECK (a), -- a check\n -- two\n UNIQUE (a) /* x */\n)";
    check(sql, "", &[""]);
}

#[test]
fn a_comment_before_a_comma_on_the_next_line_is_about_nothing() {
    check("CREATE TABLE t (\n a\n -- b used to be here\n)", "", &[""]);
    // Which is what adding a column makes of it.
    check(
        "CREATE TABLE t (\n a\n -- b used to be here\n, c int)",
        "",
        &["", ""],
    );
}

#[test]
fn decoration_is_taken_off() {
    check(
        "CREATE TABLE t (\n ------------\n --- about a\n a)",
        "",
        &["about a"],
    );
    let sql = "CREATE TABLE t (\n /**\n  * First line.\n  *\n  * Third - line.\n  **/\n a)";
    check(sql, "", &["First line.\n\nThird - line."]);
    check(
        "CREATE TABLE t (a, -- 🦀\n b, /**/ c /* - */)",
        "",
        &["🦀", "", ""],
    );
    check(
        "CREATE TABLE t (a, -- -5 is /* special */\n b)",
        "",
        &["-5 is /* special */", ""],
    );
}

#[test]
fn comments_survive_a_problem() {
    let Reading {
        statement,
        problems,
    } = read("CREATE TABLE t (a, -- about a\n . , b -- about b\n)");
    assert_eq!(problems.len(), 1);
    let Some(Statement::Table(table)) = statement else {
        panic!("{statement:?}")
    };
    let comments: Vec<_> = table
        .columns
        .iter()
        .map(|column| column.comment.as_deref())
        .collect();
    assert_eq!(comments, [Some("about a"), Some("about b")]);
}

#[test]
fn the_comment_of_an_index_stands_behind_its_name() {
    for (sql, expected) in [
        ("CREATE INDEX i ON t (a)", None),
        ("CREATE INDEX i -- about i\n ON t (a)", Some("about i")),
        (
            "CREATE UNIQUE INDEX i /* one\n two */ ON t (a) WHERE a > 0",
            Some("one\ntwo"),
        ),
        ("CREATE INDEX i ON t (a -- about a\n)", None),
    ] {
        let Some(Statement::Index(index)) = read(sql).statement else {
            panic!("{sql}")
        };
        assert_eq!(index.comment.as_deref(), expected, "{sql}");
    }
}
