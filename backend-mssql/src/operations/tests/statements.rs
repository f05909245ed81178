//! Whole statements.

use backend_core::model::{Column, ColumnType, ForeignKey, Identity, QualifiedName, Schema, Table};
use backend_core::operations::FlushOptions;
use backend_core::sql::Statement;

use super::dialect;

fn texts(statements: Vec<Statement>) -> Vec<String> {
    statements
        .into_iter()
        .map(|statement| statement.sql)
        .collect()
}

fn table(name: &str) -> Table {
    let id = Column::new("id", ColumnType::BigInteger).unwrap();
    Table::new(QualifiedName::with_schema("s", name).unwrap())
        .with_column(id.with_identity(Identity::new()))
}

#[test]
fn savepoints_have_no_release() {
    let dialect = dialect();
    let name = "atomic_1".parse().unwrap();
    let mut out = dialect.writer();
    dialect.operations.savepoint(&name, &mut out);
    out.push("; ");
    dialect.operations.rollback_to_savepoint(&name, &mut out);
    assert_eq!(
        out.as_str(),
        "SAVE TRANSACTION [atomic_1]; ROLLBACK TRANSACTION [atomic_1]"
    );
    let long = "x".repeat(40).parse().unwrap();
    let mut out = dialect.writer();
    dialect.operations.savepoint(&long, &mut out);
    assert_eq!(out.as_str().len(), "SAVE TRANSACTION []".len() + 32);
}

#[test]
fn tables_are_emptied_with_their_keys_off_where_these_form_a_circle() {
    let key = |name: &str, to: &str| {
        let mut key = ForeignKey::new(
            vec!["up".parse().unwrap()],
            QualifiedName::with_schema("s", to).unwrap(),
            vec!["id".parse().unwrap()],
        );
        key.name = Some(name.parse().unwrap());
        key
    };
    let mut schema = Schema::new();
    for (name, to) in [("a", "b"), ("b", "a")] {
        let up = Column::new("up", ColumnType::BigInteger).unwrap();
        schema.tables.push(
            table(name)
                .with_column(up)
                .with_foreign_key(key(&format!("{name}_up"), to)),
        );
    }
    let names = [QualifiedName::with_schema("s", "a").unwrap()];
    let options = FlushOptions::new().cascading();
    let statements = dialect().flush(&schema, &names, options).unwrap();
    assert_eq!(
        texts(statements),
        [
            "ALTER TABLE [s].[b] NOCHECK CONSTRAINT [b_up]",
            "DELETE FROM [s].[a]",
            "DELETE FROM [s].[b]",
            "ALTER TABLE [s].[b] WITH CHECK CHECK CONSTRAINT [b_up]",
        ]
    );
}

#[test]
fn numbers_follow_those_that_are_there() {
    let statements = texts(dialect().reset_sequences(&table("it's")).unwrap());
    assert_eq!(
        statements,
        [
            "SET NOCOUNT ON; DECLARE @backend_first bigint, @backend_step bigint, @backend_last bigint; \
             SELECT @backend_first = CAST(seed_value AS bigint), @backend_step = CAST(increment_value AS bigint) \
             FROM sys.identity_columns WHERE object_id = OBJECT_ID(N'[s].[it''s]') AND name = N'id' AND last_value IS NOT NULL; \
             IF @backend_step > 0 SELECT @backend_last = MAX([id]) FROM [s].[it's] WHERE [id] >= @backend_first; \
             IF @backend_step < 0 SELECT @backend_last = MIN([id]) FROM [s].[it's] WHERE [id] <= @backend_first; \
             SET @backend_last = COALESCE(@backend_last, @backend_first - @backend_step); \
             IF @backend_last IS NOT NULL DBCC CHECKIDENT (N'[s].[it''s]', RESEED, @backend_last) WITH NO_INFOMSGS; \
             SET NOCOUNT OFF",
        ]
    );
}
