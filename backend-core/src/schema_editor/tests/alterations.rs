//! Changes of tables that are there: SQL, effects, refusals.

use super::{EDITOR, Standard, column, everything, id, name, plan_with, table};
use crate::error::ErrorKind;
use crate::features::Features;
use crate::flag::Flag;
use crate::model::{
    Change, Check, Column, ColumnType, Constraint, Default, Enforcement, Generated,
    GeneratedStorage, Identity, IdentityGeneration, Index, IndexPart, PrimaryKey, Schema, Table,
    Unique,
};
use crate::operations::Dialect;
use crate::schema_editor::{Blocks, Lock, Plan, SchemaEditor};
use crate::sql::Writer;
use crate::value::Value;

const LOCK: Lock = Lock::new("ALL", Blocks::Everything);

/// Comments, locks and several alterations in one statement.
struct Rich;

impl SchemaEditor for Rich {
    fn column_type(
        &self,
        dialect: &Dialect,
        table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> crate::error::Result<()> {
        EDITOR.column_type(dialect, table, column, out)
    }

    fn combines_alterations(&self) -> bool {
        true
    }

    fn lock(&self, change: &Change) -> Option<Lock> {
        matches!(change, Change::AlterColumn { .. }).then_some(LOCK)
    }

    fn column_comment(
        &self,
        _: &crate::model::QualifiedName,
        _: &crate::model::Identifier,
        comment: Option<&str>,
    ) -> crate::error::Result<crate::sql::Statement> {
        Ok(crate::sql::Statement::new(format!("comment {comment:?}")))
    }
}

fn before() -> Schema {
    let full = column("full")
        .not_null()
        .with_default(Default::Literal(Value::I64(1)));
    let generated = column("made").with_generated(Generated {
        expression: "1".into(),
        storage: GeneratedStorage::Stored,
    });
    let table = table(&["a"])
        .with_column(full)
        .with_column(generated)
        .with_column(column("id").with_identity(Identity::new()))
        .with_index(Index::new(id("i"), vec![IndexPart::column(id("a"))]).unique())
        .with_unique(Unique::new(vec![id("id")]).with_name(id("one_id")));
    Schema {
        tables: vec![table],
        ..Schema::new()
    }
}

fn planned(editor: &dyn SchemaEditor, change: &Change) -> Plan {
    plan_with(editor, everything(), &before(), change).unwrap()
}

fn altered(editor: &dyn SchemaEditor, to: Column) -> Plan {
    let table = name("t");
    let change = Change::AlterColumn {
        table,
        column: to,
        using: None,
    };
    planned(editor, &change)
}

/// A column as it is before.
fn old(name: &str) -> Column {
    before().tables[0].column(name).unwrap().clone()
}

fn text(mut column: Column) -> Column {
    column.column_type = ColumnType::Text;
    column
}

#[test]
fn names_are_changed_and_columns_come_and_go() {
    let table = || name("t");
    let defaulted = column("n").with_default(Default::Literal(Value::I64(2)));
    let cases = [
        (
            Change::RenameTable {
                table: table(),
                to: id("u"),
            },
            "ALTER TABLE \"t\" RENAME TO \"u\"",
        ),
        (
            Change::RenameColumn {
                table: table(),
                from: id("a"),
                to: id("b"),
            },
            "ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"b\"",
        ),
        (
            Change::RenameIndex {
                table: table(),
                from: id("i"),
                to: id("j"),
            },
            "DROP INDEX \"i\";\nCREATE UNIQUE INDEX \"j\" ON \"t\" (\"a\")",
        ),
        (
            Change::AddColumn {
                table: table(),
                column: defaulted.not_null(),
            },
            "ALTER TABLE \"t\" ADD COLUMN \"n\" Integer DEFAULT 2 NOT NULL",
        ),
        (
            Change::DropColumn {
                table: table(),
                name: id("full"),
            },
            "ALTER TABLE \"t\" DROP COLUMN \"full\"",
        ),
    ];
    for (change, sql) in cases {
        let plan = planned(&Standard, &change);
        assert_eq!(plan.to_string(), sql);
        let drops = matches!(change, Change::DropColumn { .. });
        assert_eq!(plan.loses_data(), drops, "{sql}");
    }
}

#[test]
fn a_constraint_is_validated() {
    let check = Change::ValidateConstraint {
        table: name("t"),
        name: id("c"),
    };
    let mut unvalidated = Check::new("a > 0").with_name(id("c"));
    unvalidated.enforcement = Enforcement::NotValidated;
    let mut schema = before();
    let constraint = Constraint::Check(unvalidated);
    let add = Change::AddConstraint {
        table: name("t"),
        constraint,
    };
    schema.apply(&add).unwrap();
    let plan = plan_with(&Standard, everything(), &schema, &check).unwrap();
    let sql = "ALTER TABLE \"t\" VALIDATE CONSTRAINT \"c\"";
    assert_eq!(plan.to_string(), sql);
}

#[test]
fn each_alteration_is_a_statement_of_the_standard() {
    let mut plain = old("made");
    plain.generated = None;
    let mut number = old("id");
    number.identity = None;
    let mut free = old("full");
    free.nullable = true;
    free.default = None;
    let mut always = Identity::new().generated(IdentityGeneration::Always);
    (always.start, always.minimum, always.cycles) = (5, Some(0), true);
    let mut other = old("full");
    other.default = Some(Default::Expression("f()".into()));
    for (to, sql) in [
        (plain, "\"made\" DROP EXPRESSION"),
        (number, "\"id\" DROP IDENTITY"),
        (other, "\"full\" SET DEFAULT (f())"),
        (old("a").not_null(), "\"a\" SET NOT NULL"),
        (
            old("a").with_collation(id("c")),
            "\"a\" SET DATA TYPE Integer COLLATE \"c\"",
        ),
        (
            old("id").with_identity(always),
            "\"id\" SET GENERATED ALWAYS SET START WITH 5 SET MINVALUE 0 SET CYCLE",
        ),
    ] {
        let expected = format!("ALTER TABLE \"t\" ALTER COLUMN {sql}");
        assert_eq!(altered(&Standard, to).to_string(), expected);
    }
    let several = altered(&Standard, free).to_string();
    let expected = "ALTER TABLE \"t\" ALTER COLUMN \"full\" DROP DEFAULT;\n\
                    ALTER TABLE \"t\" ALTER COLUMN \"full\" DROP NOT NULL";
    assert_eq!(several, expected);
    assert_eq!(altered(&Standard, old("id")).steps, []);
}

#[test]
fn an_old_default_goes_before_the_type_and_a_new_one_comes_after_it() {
    let mut to = text(old("full")).with_comment("c");
    to.default = Some(Default::Literal(Value::Text("x".into())));
    let plan = altered(&Rich, to);
    assert_eq!(
        plan.to_string(),
        "ALTER TABLE \"t\" ALTER COLUMN \"full\" DROP DEFAULT, ALTER COLUMN \"full\" SET DATA TYPE Text, \
         ALTER COLUMN \"full\" SET DEFAULT 'x';\ncomment Some(\"c\")"
    );
    assert!(plan.rewrites_table() && !plan.loses_data());
    assert_eq!(plan.locks().collect::<Vec<_>>(), [LOCK, LOCK]);
    let plan = altered(&Rich, text(old("a")).with_identity(Identity::new()));
    assert_eq!(
        plan.to_string(),
        "ALTER TABLE \"t\" ALTER COLUMN \"a\" SET DATA TYPE Text, ALTER COLUMN \"a\" SET NOT NULL;\n\
         ALTER TABLE \"t\" ALTER COLUMN \"a\" ADD GENERATED BY DEFAULT AS IDENTITY"
    );
    let mut narrow = old("a");
    narrow.column_type = ColumnType::SmallInteger;
    assert!(altered(&Rich, narrow).loses_data());
}

/// Changes that need a flag each.
fn needing_flags() -> Vec<(Flag, Change)> {
    let table = || name("t");
    let mut plain = old("made");
    plain.generated = None;
    let alter = |column| Change::AlterColumn {
        table: table(),
        column,
        using: None,
    };
    let mut unvalidated = Check::new("a > 0");
    unvalidated.enforcement = Enforcement::NotValidated;
    vec![
        (Flag::can_alter_tables, alter(text(old("a")))),
        (
            Flag::can_alter_nullability_in_place,
            alter(old("a").not_null()),
        ),
        (Flag::can_drop_expression, alter(plain)),
        (Flag::supports_comments, alter(old("a").with_comment("c"))),
        (
            Flag::supports_comments,
            Change::SetTableComment {
                table: table(),
                comment: None,
            },
        ),
        (
            Flag::supports_unvalidated_constraints,
            Change::AddConstraint {
                table: table(),
                constraint: Constraint::Check(unvalidated),
            },
        ),
        (
            Flag::can_alter_primary_keys,
            Change::AddConstraint {
                table: table(),
                constraint: Constraint::PrimaryKey(PrimaryKey::new(vec![id("a")])),
            },
        ),
        (
            Flag::can_rename_constraints,
            Change::RenameConstraint {
                table: table(),
                from: id("one_id"),
                to: id("other"),
            },
        ),
    ]
}

/// Changes that need a table which can be changed.
fn of_tables() -> [Change; 4] {
    let table = || name("t");
    [
        Change::RenameTable {
            table: table(),
            to: id("u"),
        },
        Change::RenameColumn {
            table: table(),
            from: id("a"),
            to: id("u"),
        },
        Change::AddColumn {
            table: table(),
            column: column("n"),
        },
        Change::DropColumn {
            table: table(),
            name: id("full"),
        },
    ]
}

#[test]
fn what_the_server_lacks_is_refused_with_the_flag() {
    let of_tables = of_tables().map(|change| (Flag::can_alter_tables, change));
    let cases = needing_flags().into_iter().chain(of_tables);
    for (flag, change) in cases {
        let mut features: Features = everything();
        features.set(flag, false);
        let refused = plan_with(&Rich, features, &before(), &change).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotSupported(Some(flag)));
    }
}

#[test]
fn what_no_statement_alters_is_refused() {
    let refused = |to: Column| {
        let change = Change::AlterColumn {
            table: name("t"),
            column: to,
            using: None,
        };
        let refused = plan_with(&EDITOR, everything(), &before(), &change);
        refused.unwrap_err().kind()
    };
    let not_supported = ErrorKind::NotSupported(None);
    let mut hidden = old("a");
    hidden.hidden = true;
    assert_eq!(refused(hidden), not_supported);
    let mut options = old("a");
    options.options.set("x", None);
    assert_eq!(refused(options), not_supported);
    let mut named = old("a").not_null();
    named.not_null_name = Some(id("n"));
    assert_eq!(refused(named), not_supported);
    let mut computed = old("made");
    computed.generated.as_mut().unwrap().expression = "2".into();
    assert_eq!(refused(computed), not_supported);
    let mut both = old("made");
    both.default = Some(Default::Literal(Value::I64(1)));
    assert_eq!(refused(both), ErrorKind::Interface);
    let only = Schema {
        tables: vec![table(&["a"])],
        ..Schema::new()
    };
    let drop = Change::DropColumn {
        table: name("t"),
        name: id("a"),
    };
    let refused = plan_with(&EDITOR, everything(), &only, &drop).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Interface);
}
