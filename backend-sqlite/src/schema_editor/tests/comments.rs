//! Comments, written and read back.

use backend_core::error::ErrorKind;
use backend_core::model::{Change, Check, Column, ColumnType, Table, View};

use super::{body, column, id, introspected, made, name, planned, refusal, table_of};

fn int(name: &str) -> Column {
    column(name, ColumnType::Integer)
}

#[test]
fn comments_stand_on_lines_and_are_found_again() {
    let table = Table::new(name("t"))
        .with_column(int("a").with_comment("first\nand more"))
        .with_column(int("b"))
        .with_column(int("né").with_comment("'); DROP TABLE t; --"))
        .with_column(int("d").with_comment("/* last */"))
        .with_comment("whole\ntable");
    assert_eq!(
        body(&table),
        " -- whole\n                   -- table\n\"a\" int, -- first\n         -- and more\n\
         \"b\" int, \"né\" int, -- '); DROP TABLE t; --\n\"d\" int -- /* last */\n"
    );
    let found = made(&table.with_check(Check::new("a > 0")));
    assert_eq!(found.comment.as_deref(), Some("whole\ntable"));
    let comments: Vec<_> = found
        .columns
        .iter()
        .map(|column| column.comment.as_deref())
        .collect();
    assert_eq!(
        comments,
        [
            Some("first\nand more"),
            None,
            Some("'); DROP TABLE t; --"),
            Some("/* last */")
        ]
    );
    assert_eq!(found.checks.len(), 1);
}

#[test]
fn a_name_of_several_lines_does_not_disturb_its_comment() {
    let table = table_of(int("a\n  b").with_comment("one\ntwo"));
    assert_eq!(made(&table).columns[0].comment.as_deref(), Some("one\ntwo"));
}

#[test]
fn the_comment_of_a_view_is_found_again() {
    let mut view = View::new(name("v"), "SELECT 1 AS x -- about x");
    view.comment = Some("one\ntwo; three".into());
    view.column_names = vec![id("y")];
    let script = planned(&Change::CreateView(view.clone()))
        .unwrap()
        .to_string();
    let found = introspected(&script).views.remove(0);
    assert_eq!(found.comment, view.comment);
    assert_eq!(found.column_names, view.column_names);
    assert_eq!(found.definition, "SELECT 1 AS x");
}

#[test]
fn a_comment_that_would_not_come_back_is_refused() {
    for comment in ["", " a", "a\r\nb", "---", "a\0b", "a\n***", "a\n\n*/"] {
        let error = refusal(table_of(int("a").with_comment(comment)));
        assert_eq!(error.kind(), ErrorKind::Data, "{comment:?}");
        let error = refusal(table_of(int("a")).with_comment(comment));
        assert_eq!(error.kind(), ErrorKind::Data, "{comment:?}");
    }
    for comment in ["a\rb", "-a", "x -- y", "é", "a\n\nb", "a\n```\nb"] {
        let table = table_of(int("a").with_comment(comment))
            .with_column(int("b"))
            .with_comment(comment);
        let found = made(&table);
        assert_eq!(found.comment.as_deref(), Some(comment));
        assert_eq!(found.columns[0].comment.as_deref(), Some(comment));
        assert_eq!(found.columns[1].comment, None);
    }
}
