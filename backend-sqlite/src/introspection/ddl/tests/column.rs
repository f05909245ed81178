//! Tests of column definitions.

use backend_core::model::{Deferrability, ReferentialAction, SortOrder};

use super::super::{ColumnRule, DefaultValue, OnConflict, References};
use super::{first_rules, names, rules, table, types};

#[test]
fn types_are_kept_as_written() {
    let table = table(
        "CREATE TABLE t (a, b INT, c decimal(10, 2), d UNSIGNED BIG INT, e \"my type\", \
         f varchar ( 10 ), g double precision(1e3, +.5), h VARCHAR(-1)NOT NULL, i 'x y'(3), \
         j int /* of */ big, k [any thing] , l text)",
    );
    let expected = [
        "",
        "INT",
        "decimal(10, 2)",
        "UNSIGNED BIG INT",
        "\"my type\"",
        "varchar ( 10 )",
        "double precision(1e3, +.5)",
        "VARCHAR(-1)",
        "'x y'(3)",
        "int /* of */ big",
        "[any thing]",
        "text",
    ];
    assert_eq!(types(&table), expected);
    assert_eq!(
        rules(&table.columns[7]),
        [&ColumnRule::NotNull { on_conflict: None }]
    );
}

#[test]
fn a_table_called_like_a_function_has_a_column() {
    let table = table("CREATE TABLE log(x)");
    assert_eq!(
        (table.name.as_str(), names(&table), types(&table)),
        ("log", vec!["x"], vec![""])
    );
}

#[test]
fn generated_always_ends_a_type() {
    let table = table(
        "CREATE TABLE t (a INT GENERATED ALWAYS AS (1), b generated, c always, \
         d INT GENERATED ALWAYS, e GENERATED ALWAYS big, f generated always as(d)stored, g AS (2))",
    );
    let expected = [
        "INT",
        "generated",
        "always",
        "INT",
        "GENERATED ALWAYS big",
        "",
        "",
    ];
    assert_eq!(types(&table), expected);
    let generated = |expression: &str, stored| ColumnRule::Generated {
        expression: expression.to_owned(),
        stored,
    };
    assert_eq!(rules(&table.columns[0]), [&generated("1", false)]);
    assert_eq!(rules(&table.columns[5]), [&generated("d", true)]);
    assert_eq!(rules(&table.columns[6]), [&generated("2", false)]);
    let rules = first_rules("CREATE TABLE t (a NOT NULL GENERATED ALWAYS AS ( b + 1 ) VIRTUAL, b)");
    assert_eq!(rules[1], generated("b + 1", false));
}

#[test]
fn nullability_and_uniqueness_have_conflict_clauses() {
    assert_eq!(
        first_rules("CREATE TABLE t (a NOT\nNULL ON CONFLICT FAIL NULL UNIQUE ON CONFLICT ignore)"),
        [
            ColumnRule::NotNull {
                on_conflict: Some(OnConflict::Fail)
            },
            ColumnRule::Null { on_conflict: None },
            ColumnRule::Unique {
                on_conflict: Some(OnConflict::Ignore)
            },
        ]
    );
    assert_eq!(
        first_rules("CREATE TABLE t (a NULL ON CONFLICT ROLLBACK NOT NULL ON CONFLICT ABORT)"),
        [
            ColumnRule::Null {
                on_conflict: Some(OnConflict::Rollback)
            },
            ColumnRule::NotNull {
                on_conflict: Some(OnConflict::Abort)
            },
        ]
    );
}

#[test]
fn primary_keys_have_order_conflict_clause_and_mark() {
    let key = |order, autoincrement, on_conflict| {
        vec![ColumnRule::PrimaryKey {
            order,
            autoincrement,
            on_conflict,
        }]
    };
    for (sql, expected) in [
        (
            "CREATE TABLE t (a INTEGER PRIMARY KEY)",
            key(SortOrder::Ascending, false, None),
        ),
        (
            "CREATE TABLE t (a INT primary key desc)",
            key(SortOrder::Descending, false, None),
        ),
        (
            "CREATE TABLE t (a INTEGER PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT)",
            key(SortOrder::Ascending, true, Some(OnConflict::Replace)),
        ),
    ] {
        assert_eq!(first_rules(sql), expected, "{sql}");
    }
}

#[test]
fn checks_keep_their_text() {
    for (sql, expected) in [
        ("CREATE TABLE t (a int check(a>0))", "a>0"),
        (
            "CREATE TABLE t (a CHECK ( a <> ')' AND a <> '(' ))",
            "a <> ')' AND a <> '('",
        ),
        (
            "CREATE TABLE t (a CHECK\n(\n (a) IN (1,\n2) -- both )\n))",
            "(a) IN (1,\n2)",
        ),
        ("CREATE TABLE t (a CHECK (a /* ) */ > 1))", "a /* ) */ > 1"),
        (
            "CREATE TABLE t (a CHECK (json_valid(\"a\")))",
            "json_valid(\"a\")",
        ),
    ] {
        assert_eq!(
            first_rules(sql),
            [ColumnRule::Check(expected.to_owned())],
            "{sql}"
        );
    }
}

#[test]
fn defaults_are_literals_or_expressions() {
    for (written, expected) in [
        ("1", "1"),
        ("-1.5e3", "-1.5e3"),
        ("- 5", "- 5"),
        ("+.5", "+.5"),
        ("0x1F", "0x1F"),
        ("'it''s'", "'it''s'"),
        ("x'00ff'", "x'00ff'"),
        ("NULL", "NULL"),
        ("true", "true"),
        ("current_timestamp", "current_timestamp"),
        ("\"text\"", "\"text\""),
        ("[text]", "[text]"),
    ] {
        let sql = format!("CREATE TABLE t (a INT DEFAULT {written} NOT NULL, b)");
        let rules = first_rules(&sql);
        let literal = DefaultValue::Literal(expected.to_owned());
        assert_eq!(rules[0], ColumnRule::Default(literal), "{sql}");
        assert_eq!(rules[1], ColumnRule::NotNull { on_conflict: None }, "{sql}");
    }
    let rules = first_rules("CREATE TABLE t (a DEFAULT(datetime('now', '(') /* ) */ )UNIQUE)");
    let expression = DefaultValue::Expression("datetime('now', '(')".to_owned());
    assert_eq!(rules[0], ColumnRule::Default(expression));
    assert_eq!(rules.len(), 2);
}

#[test]
fn collations_are_names() {
    let names = [
        "COLLATE nocase",
        "collate \"NoCase\"",
        "COLLATE 'rtrim'",
        "COLLATE[binary]",
    ];
    for (written, expected) in names
        .into_iter()
        .zip(["nocase", "NoCase", "rtrim", "binary"])
    {
        let rules = first_rules(&format!("CREATE TABLE t (a TEXT {written})"));
        assert_eq!(rules, [ColumnRule::Collate(expected.to_owned())]);
    }
}

fn references(table: &str, columns: &[&str]) -> References {
    References {
        table: table.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_name: None,
        deferrability: Deferrability::NotDeferrable,
    }
}

#[test]
fn references_have_targets() {
    for (sql, expected) in [
        (
            "CREATE TABLE t (a REFERENCES item)",
            references("item", &[]),
        ),
        (
            "CREATE TABLE t (a INT references item(id))",
            references("item", &["id"]),
        ),
        (
            "CREATE TABLE t (a REFERENCES 'my item' ( [the id] ))",
            references("my item", &["the id"]),
        ),
    ] {
        assert_eq!(
            first_rules(sql),
            [ColumnRule::References(expected)],
            "{sql}"
        );
    }
}

#[test]
fn references_have_actions_and_a_match_name() {
    let mut expected = references("item", &["id"]);
    expected.on_delete = ReferentialAction::SetNull;
    expected.on_update = ReferentialAction::Cascade;
    expected.match_name = Some("FULL".to_owned());
    let sql = "CREATE TABLE t (a REFERENCES item(id) ON DELETE SET /**/ NULL MATCH FULL \
               ON INSERT RESTRICT on update cascade)";
    assert_eq!(first_rules(sql), [ColumnRule::References(expected)]);
    for (written, action) in [
        ("NO ACTION", ReferentialAction::NoAction),
        ("RESTRICT", ReferentialAction::Restrict),
        ("SET DEFAULT", ReferentialAction::SetDefault),
    ] {
        let rules = first_rules(&format!(
            "CREATE TABLE t (a REFERENCES b ON DELETE {written})"
        ));
        let expected = References {
            on_delete: action,
            ..references("b", &[])
        };
        assert_eq!(rules, [ColumnRule::References(expected)]);
    }
}

#[test]
fn references_are_deferrable_even_later_on() {
    for (written, deferrability) in [
        ("DEFERRABLE", Deferrability::InitiallyImmediate),
        (
            "DEFERRABLE INITIALLY IMMEDIATE",
            Deferrability::InitiallyImmediate,
        ),
        (
            "deferrable initially deferred",
            Deferrability::InitiallyDeferred,
        ),
        ("NOT DEFERRABLE", Deferrability::NotDeferrable),
        (
            "NOT DEFERRABLE INITIALLY DEFERRED",
            Deferrability::NotDeferrable,
        ),
        (
            "NOT DEFERRABLE DEFERRABLE",
            Deferrability::InitiallyImmediate,
        ),
    ] {
        let expected = References {
            deferrability,
            ..references("b", &["c"])
        };
        let expected = ColumnRule::References(expected);
        let rules = first_rules(&format!("CREATE TABLE t (a REFERENCES b(c) {written})"));
        assert_eq!(rules, std::slice::from_ref(&expected), "{written}");
        let rules = first_rules(&format!(
            "CREATE TABLE t (a REFERENCES b(c) NOT NULL {written})"
        ));
        assert_eq!(
            rules,
            [expected, ColumnRule::NotNull { on_conflict: None }],
            "{written}"
        );
    }
}

#[test]
fn names_belong_to_the_constraint_after_them() {
    let table = table(
        "CREATE TABLE t (a CONSTRAINT \"not null\" NOT NULL CHECK (a) constraint lost \
         CONSTRAINT [the key] REFERENCES b DEFERRABLE CONSTRAINT d DEFAULT 1 CONSTRAINT unused, b)",
    );
    let constraints = table.columns[0].constraints.iter();
    let names: Vec<_> = constraints
        .map(|constraint| constraint.name.as_deref())
        .collect();
    assert_eq!(names, [Some("not null"), None, Some("the key"), Some("d")]);
}

#[test]
fn constraints_need_no_space_between() {
    let sql = "CREATE TABLE t(a int CHECK(a>0)UNIQUE DEFAULT(1)COLLATE\"nocase\"NOT NULL,b)";
    assert_eq!(first_rules(sql).len(), 5);
    let sql = "CREATE TABLE t (a int not null/**/default/**/5--\n,b)";
    assert_eq!(first_rules(sql).len(), 2);
}
