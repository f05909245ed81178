//! Rules of changes.

use super::super::{Conversion, Subject, Validation, validate_changes};
use super::{Standard, column, dialect, id, ids, key, name, schema, short, table};
use crate::flag::Flag;
use crate::model::{
    Change, Column, ColumnType, Constraint, Default, Enforcement, Index, IndexPart, Unique,
};
use crate::value::Value;

fn found(changes: &[Change]) -> Vec<String> {
    let columns = [
        column("text", ColumnType::Text),
        column("long", ColumnType::VarChar { length: Some(9) }),
    ];
    let before = columns
        .into_iter()
        .fold(table("t", &["n"]), super::Table::with_column);
    let dialect = dialect(&[]);
    let findings = validate_changes(&Standard, &Standard, &dialect, &schema([before]), changes);
    short(&findings)
}

fn alter(column: Column) -> Change {
    Change::AlterColumn {
        table: name("t"),
        column,
        using: None,
    }
}

fn add(column: Column) -> Change {
    Change::AddColumn {
        table: name("t"),
        column,
    }
}

#[test]
fn types_that_hold_less_are_found() {
    for (column, expected) in [
        (column("n", ColumnType::SmallInteger), "change.narrows t.n"),
        (
            column("long", ColumnType::VarChar { length: Some(8) }),
            "change.narrows t.long",
        ),
        (
            column("text", ColumnType::Integer),
            "change.converts t.text",
        ),
        (
            column("n", ColumnType::Integer).not_null(),
            "change.forbids_null t.n",
        ),
    ] {
        let all = found(&[alter(column)]);
        assert!(all.contains(&expected.to_owned()), "{all:?}");
    }
    let wider = found(&[alter(column("n", ColumnType::BigInteger))]);
    assert_eq!(wider, ["change.rewrites_table t.n"]);
}

#[test]
fn a_conversion_that_a_vendor_refuses_is_an_error() {
    struct Strict;

    impl Validation for Strict {
        fn conversion(&self, _: &Subject<'_>, _: &Column, _: &Column) -> Conversion {
            Conversion::Refused
        }
    }

    let change = [alter(column("n", ColumnType::Uuid))];
    let before = schema([table("t", &["n"])]);
    let findings = validate_changes(&Strict, &Standard, &dialect(&[]), &before, &change);
    assert_eq!(
        findings[0].to_string(),
        "error[change.not_convertible] t.n: from integer to uuid there is no conversion"
    );
}

#[test]
fn what_rows_meet_and_lose_is_found() {
    let not_null = || column("new", ColumnType::Integer).not_null();
    let one = Default::Literal(Value::I64(1));
    let unique = |enforced| {
        let mut check = crate::model::Check::new("n > 0");
        check.enforcement = enforced;
        Change::AddConstraint {
            table: name("t"),
            constraint: Constraint::Check(check),
        }
    };
    let by_n = Index::new(id("by_n"), vec![IndexPart::column(id("n"))]);
    for (change, expected) in [
        (add(not_null()), vec!["change.adds_not_null t.new"]),
        (add(not_null().with_default(one)), vec![]),
        (
            unique(Enforcement::Enforced),
            vec!["change.meets_rows t.()"],
        ),
        (unique(Enforcement::NotValidated), vec![]),
        (
            Change::CreateIndex {
                table: name("t"),
                index: by_n.unique(),
            },
            vec!["change.meets_rows t.by_n"],
        ),
        (Change::DropTable(name("t")), vec!["change.loses_data t"]),
        (
            Change::DropColumn {
                table: name("t"),
                name: id("n"),
            },
            vec!["change.loses_data t.n"],
        ),
    ] {
        assert_eq!(found(std::slice::from_ref(&change)), expected, "{change:?}");
    }
}

#[test]
fn what_is_wrong_afterwards_is_found_and_what_was_wrong_before_is_not() {
    let mut before = table("t", &["n"]);
    before = before.with_unique(Unique::new(ids(&["n", "n"])));
    let to_nobody = Change::AddConstraint {
        table: name("t"),
        constraint: Constraint::ForeignKey(key(&["n"], "nobody", &["id"])),
    };
    let findings = validate_changes(
        &Standard,
        &Standard,
        &dialect(&[]),
        &schema([before]),
        &[to_nobody],
    );
    assert_eq!(
        short(&findings),
        ["change.meets_rows t.(n)", "foreign_key.no_such_table t.(n)"]
    );
}

#[test]
fn changes_that_do_not_fit_or_are_not_supported_are_errors() {
    let missing = found(&[Change::DropTable(name("no"))]);
    assert_eq!(missing, ["refused no"]);
    let before = schema([table("t", &["n"])]);
    let findings = validate_changes(
        &Standard,
        &Standard,
        &dialect(&[Flag::can_alter_tables]),
        &before,
        &[add(column("m", ColumnType::Integer))],
    );
    assert_eq!(short(&findings), ["unsupported t.m"]);
    assert_eq!(findings[0].flag, Some(Flag::can_alter_tables));
}
