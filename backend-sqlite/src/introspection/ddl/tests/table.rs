//! Tests of the frame of `CREATE TABLE`: names, options, forms.

use super::{names, table, types};

#[test]
fn the_stored_form_is_read() {
    let table = table("CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT)");
    assert_eq!(table.name, "album");
    assert_eq!(names(&table), ["id", "title"]);
    assert!(!table.strict && !table.without_rowid && table.select.is_none());
}

#[test]
fn what_is_not_stored_is_accepted() {
    for sql in [
        "CREATE TEMP TABLE t (a)",
        "create temporary table if not exists t(a);",
        "CREATE TABLE main.t (a)",
        "CREATE TABLE IF NOT EXISTS main . \"t\" (a) ;",
        "/* first */ CREATE -- second\n TABLE/**/t(a)-- last",
    ] {
        let table = table(sql);
        assert_eq!(
            (table.name.as_str(), names(&table)),
            ("t", vec!["a"]),
            "{sql}"
        );
    }
}

#[test]
fn options_stand_in_any_order() {
    for (sql, strict, without_rowid) in [
        ("CREATE TABLE t (a INT PRIMARY KEY) STRICT", true, false),
        (
            "CREATE TABLE t (a INT PRIMARY KEY) without\nrowid",
            false,
            true,
        ),
        (
            "CREATE TABLE t (a INT PRIMARY KEY) STRICT, WITHOUT ROWID",
            true,
            true,
        ),
        (
            "CREATE TABLE t (a INT PRIMARY KEY)WITHOUT ROWID,strict",
            true,
            true,
        ),
        (
            "CREATE TABLE t (strict INT PRIMARY KEY, \"without rowid\")",
            false,
            false,
        ),
    ] {
        let table = table(sql);
        assert_eq!(
            (table.strict, table.without_rowid),
            (strict, without_rowid),
            "{sql}"
        );
    }
}

#[test]
fn names_are_quoted_in_four_ways() {
    let table = table(
        "CREATE TABLE 'it''s' (\"a\"\"b\", [c\"d], `e``f`, 'g''h', plain, MiXeD, \"[i]\", [`])",
    );
    assert_eq!(table.name, "it's");
    let expected = ["a\"b", "c\"d", "e`f", "g'h", "plain", "MiXeD", "[i]", "`"];
    assert_eq!(names(&table), expected);
    assert_eq!(types(&table), [""; 8]);
}

#[test]
fn odd_names_are_names() {
    let table = table("CREATE TABLE \"\" (\"\", 🦀 INT, \"   \", naïve, \"a, b) -- c\", \"x\ny\")");
    assert_eq!(table.name, "");
    assert_eq!(
        names(&table),
        ["", "🦀", "   ", "naïve", "a, b) -- c", "x\ny"]
    );
}

#[test]
fn keywords_can_be_names() {
    let sql = "CREATE TABLE key (key key, generated, always, strict text, begin int, end, row, \
               \"primary\" int, [check], left, desc, temp, rowid, if, without, autoincrement_)";
    let table = table(sql);
    assert_eq!(table.name, "key");
    let expected = [
        "key",
        "generated",
        "always",
        "strict",
        "begin",
        "end",
        "row",
        "primary",
        "check",
        "left",
        "desc",
        "temp",
        "rowid",
        "if",
        "without",
        "autoincrement_",
    ];
    assert_eq!(names(&table), expected);
    assert!(table.constraints.is_empty());
}

#[test]
fn a_table_from_a_query_is_read_as_written_and_as_stored() {
    let written = table("CREATE TABLE t AS SELECT 1 AS \"a b\", ')' AS c -- end\n;");
    assert_eq!(
        written.select.as_deref(),
        Some("SELECT 1 AS \"a b\", ')' AS c")
    );
    let stored = table("CREATE TABLE t(\"a b\",c INT,d NUM)");
    assert_eq!(
        (names(&stored), types(&stored)),
        (vec!["a b", "c", "d"], vec!["", "INT", "NUM"])
    );
    let stored = table("CREATE TABLE long_name(\n  \"first column\" INT,\n  second TEXT\n)");
    assert_eq!(types(&stored), ["INT", "TEXT"]);
}

#[test]
fn what_alter_table_writes_is_read() {
    let sql = "CREATE TABLE \"new name\" (a int -- about a\n, \"c\" int, d text default 'x' /* about d */, e)";
    let table = table(sql);
    assert_eq!(table.name, "new name");
    assert_eq!(names(&table), ["a", "c", "d", "e"]);
    let comments: Vec<_> = table
        .columns
        .iter()
        .map(|column| column.comment.as_deref())
        .collect();
    assert_eq!(comments, [Some("about a"), None, Some("about d"), None]);
}

#[test]
fn constraints_added_and_dropped_later_are_read() {
    let sql = "CREATE TABLE a(b int, -- about b\n c text -- about c\n not null, d int, check (c<>')'), \
               CONSTRAINT \"k (\" check (b>0))";
    let table = table(sql);
    assert_eq!(names(&table), ["b", "c", "d"]);
    assert_eq!(table.columns[1].comment.as_deref(), Some("about c"));
    assert_eq!(table.constraints[1].name.as_deref(), Some("k ("));
}

#[test]
fn columns_added_before_constraints_stay_columns() {
    let table = table("CREATE TABLE t(a int, c int, d, constraint q unique(\"a\"), check(a>0))");
    assert_eq!(names(&table), ["a", "c", "d"]);
    assert_eq!(table.constraints.len(), 2);
}

#[test]
fn strings_and_comments_hide_their_content() {
    let table = table(
        "CREATE TABLE t (a DEFAULT '),(' /* ) , */, b CHECK (b <> ')' -- )\n), -- ), c INT\n d)",
    );
    assert_eq!(names(&table), ["a", "b", "d"]);
}
