//! Tables as a whole: options, constraints, defaults, generated columns, virtual tables.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Check, Column, ColumnType, Default, Deferrability, ForeignKey, Generated,
    GeneratedStorage, Index, IndexPart, Options, PrimaryKey, ReferentialAction, Table, TableKind,
    Unique,
};
use backend_core::value::Value;

use super::{assert_stays, body, column, id, made, name, planned, refusal, sql, table_of};

fn int(name: &str) -> Column {
    column(name, ColumnType::Integer)
}

fn on_conflict(action: &str) -> Options {
    let mut options = Options::new();
    options.set("ON CONFLICT", Some(action.into()));
    options
}

#[test]
fn options_of_tables_follow_the_parenthesis() {
    let mut table = table_of(int("a").not_null()).with_primary_key(PrimaryKey::new(vec![id("a")]));
    table.options.set("WITHOUT ROWID", None);
    table.options.set("STRICT", None);
    assert_eq!(
        sql(&table),
        "CREATE TABLE \"t\" (\"a\" int NOT NULL, PRIMARY KEY (\"a\")) STRICT, WITHOUT ROWID"
    );
    assert_eq!(made(&table).options, table.options);
    for (option, value) in [("STRICT", Some("yes")), ("ENGINE", None)] {
        let mut table = table_of(int("a"));
        table.options.set(option, value.map(str::to_owned));
        assert_eq!(refusal(table).kind(), ErrorKind::NotSupported(None));
    }
}

#[test]
fn what_breaking_a_constraint_does_is_written() {
    let mut a = int("a").not_null();
    a.not_null_name = Some(id("n"));
    a.options.set("NOT NULL ON CONFLICT", Some("ABORT".into()));
    let mut unique = Unique::new(vec![id("a")]).with_name(id("u"));
    unique.options = on_conflict("IGNORE");
    let mut key = PrimaryKey::new(vec![id("a"), id("b")]);
    key.options = on_conflict("FAIL");
    let mut check = Check::new("a > 0").with_name(id("c"));
    check.options = on_conflict("ROLLBACK");
    let table = table_of(a)
        .with_column(int("b"))
        .with_unique(unique.clone())
        .with_primary_key(key.clone())
        .with_check(check);
    assert_eq!(
        body(&table),
        "\"a\" int CONSTRAINT \"n\" NOT NULL ON CONFLICT ABORT, \"b\" int, \
         PRIMARY KEY (\"a\", \"b\") ON CONFLICT FAIL, CONSTRAINT \"u\" UNIQUE (\"a\") ON CONFLICT IGNORE, \
         CONSTRAINT \"c\" CHECK (a > 0) ON CONFLICT ROLLBACK"
    );
    let found = made(&table);
    assert_eq!(
        (found.uniques, found.primary_key),
        (vec![unique], Some(key))
    );
    assert_eq!(found.columns[0].options, table.columns[0].options);
}

#[test]
fn options_that_sqlite_does_not_know_are_refused() {
    let mut odd_action = Unique::new(vec![id("a")]);
    odd_action.options = on_conflict("IGNORE; DROP TABLE t");
    let mut odd_option = Unique::new(vec![id("a")]);
    odd_option.options.set("FILLFACTOR", Some("7".into()));
    let mut column_option = int("a").not_null();
    column_option
        .options
        .set("ON CONFLICT", Some("FAIL".into()));
    let mut hidden = int("a");
    hidden.hidden = true;
    let mut index = Index::new(id("i"), vec![IndexPart::column(id("a"))]);
    index.options = on_conflict("FAIL");
    for table in [
        table_of(int("a")).with_unique(odd_action),
        table_of(int("a")).with_unique(odd_option),
        table_of(int("a")).with_index(index),
        table_of(column_option),
        table_of(hidden),
    ] {
        assert_eq!(refusal(table).kind(), ErrorKind::NotSupported(None));
    }
    let mut nullable = int("a");
    nullable
        .options
        .set("NOT NULL ON CONFLICT", Some("FAIL".into()));
    assert_eq!(refusal(table_of(nullable)).kind(), ErrorKind::Interface);
    let mut equal_nulls = Unique::new(vec![id("a")]);
    equal_nulls.nulls_distinct = false;
    assert_eq!(
        refusal(table_of(int("a")).with_unique(equal_nulls)).kind(),
        ErrorKind::NotSupported(Some(Flag::supports_nulls_not_distinct))
    );
}

#[test]
fn defaults_come_back_as_they_were() {
    let defaults = [
        (
            ColumnType::Boolean,
            Default::Literal(Value::Bool(true)),
            "1",
        ),
        (ColumnType::Integer, Default::Literal(Value::I64(-7)), "-7"),
        (
            ColumnType::Double,
            Default::Literal(Value::F64(f64::NEG_INFINITY)),
            "-9e999",
        ),
        (
            ColumnType::Decimal {
                precision: Some(5),
                scale: Some(2),
            },
            Default::Literal(Value::Decimal("1.50".parse().unwrap())),
            "'1.50'",
        ),
        (
            ColumnType::Text,
            Default::Literal(Value::Text("it's".into())),
            "'it''s'",
        ),
        (
            ColumnType::Bytes,
            Default::Literal(Value::Bytes(vec![0, 255])),
            "X'00ff'",
        ),
        (
            ColumnType::TimestampTz { precision: None },
            Default::Literal(Value::TimestampTz(
                "2024-02-29 12:30:00+00:00".parse().unwrap(),
            )),
            "'2024-02-29 12:30:00+00:00'",
        ),
        (ColumnType::Text, Default::Literal(Value::Null), "NULL"),
        (
            ColumnType::Timestamp { precision: None },
            Default::Expression("CURRENT_TIMESTAMP".into()),
            "(CURRENT_TIMESTAMP)",
        ),
        (
            ColumnType::Integer,
            Default::Expression("abs(-1) + 1".into()),
            "(abs(-1) + 1)",
        ),
    ];
    for (column_type, default, written) in defaults {
        let table = table_of(column("a", column_type).with_default(default.clone()));
        assert!(
            body(&table).ends_with(&format!(" DEFAULT {written}")),
            "{}",
            body(&table)
        );
        assert_eq!(made(&table).columns[0].default, Some(default));
    }
}

#[test]
fn keys_checks_and_computed_columns_come_back_as_they_were() {
    let computed = Generated {
        expression: "a + 1".into(),
        storage: GeneratedStorage::Stored,
    };
    let table = table_of(int("a").with_collation(id("NOCASE")))
        .with_column(int("b").with_generated(computed))
        .with_foreign_key(
            ForeignKey::new(vec![id("a")], name("t"), vec![id("a")])
                .with_name(id("fk"))
                .on_delete(ReferentialAction::SetNull)
                .on_update(ReferentialAction::Cascade)
                .deferrability(Deferrability::InitiallyDeferred),
        )
        .with_unique(Unique::new(vec![id("a")]))
        .with_index(
            Index::new(
                id("i"),
                vec![
                    IndexPart::expression("abs(a)").descending(),
                    IndexPart::column(id("b")).with_collation(id("RTRIM")),
                ],
            )
            .unique()
            .with_predicate("a > 0"),
        );
    let found = made(&table);
    assert_eq!(found.foreign_keys, table.foreign_keys);
    assert_eq!(found.indexes, table.indexes);
    assert_eq!(found.columns[0].collation, table.columns[0].collation);
    assert_eq!(found.columns[1].generated, table.columns[1].generated);
}

#[test]
fn virtual_tables_are_the_modules_affair() {
    let virtual_table = |module: &str, arguments: &[&str]| {
        let mut table = Table::new(name("v"));
        table.kind = TableKind::Virtual {
            module: module.into(),
            arguments: arguments
                .iter()
                .map(|&argument| argument.to_owned())
                .collect(),
        };
        table
    };
    let search = virtual_table("fts5", &["title", "body", "tokenize = 'porter ascii'"]);
    assert_eq!(
        sql(&search),
        "CREATE VIRTUAL TABLE \"v\" USING fts5(title, body, tokenize = 'porter ascii')"
    );
    let tricky = planned(&Change::CreateTable(virtual_table(
        "m(); DROP TABLE t; --",
        &[],
    )));
    assert_eq!(
        tricky.unwrap().to_string(),
        "CREATE VIRTUAL TABLE \"v\" USING \"m(); DROP TABLE t; --\"()"
    );
    for argument in ["a, b", "a)", "f(", "a -- b", "'a", "a) --"] {
        assert_eq!(
            refusal(virtual_table("fts5", &[argument])).kind(),
            ErrorKind::Data,
            "{argument}"
        );
    }
    let commented = virtual_table("fts5", &["a"]).with_comment("about it");
    assert_eq!(refusal(commented).kind(), ErrorKind::NotSupported(None));
}

#[test]
fn tables_of_every_sort_stay() {
    assert_stays(
        "CREATE TABLE parent (a, b, UNIQUE (a, b)); \
         CREATE TABLE child (x DEFAULT CURRENT_TIMESTAMP, y NOT NULL ON CONFLICT IGNORE, \
           z AS (x || y), CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE CASCADE \
           DEFERRABLE, CONSTRAINT c CHECK (y <> ')')); \
         CREATE INDEX i ON child (y DESC, lower(x)) WHERE y > 0; \
         CREATE TRIGGER g AFTER INSERT ON child BEGIN SELECT 1; END",
    );
}
