//! Keys that are not looked at while tables are emptied.

use backend_core::model::{
    Column, ColumnType, Enforcement, ForeignKey, Identifier, QualifiedName, Schema, Table,
};
use backend_core::operations::{Dialect, FlushOptions};
use backend_core::wrapper::ServerInfo;

use super::dialect;
use crate::BACKEND;
use crate::features::{BABELFISH, SQL_2022};

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}

/// A table whose column refers to another by a key of that name.
fn referring(table: &str, to: &str, key: &str, enforcement: Enforcement) -> Table {
    let columns = || vec![Identifier::new("id").unwrap()];
    let mut key =
        ForeignKey::new(columns(), name(to), columns()).with_name(Identifier::new(key).unwrap());
    key.enforcement = enforcement;
    Table::new(name(table))
        .with_column(Column::new("id", ColumnType::Integer).unwrap())
        .with_foreign_key(key)
}

/// What is said of the keys of two tables in a circle, of which one is emptied before the other.
fn said_of_keys(dialect: &Dialect, enforcement: Enforcement) -> Vec<String> {
    let mut schema = Schema::new();
    schema.tables = vec![
        referring("a", "b", "k", enforcement),
        referring("b", "a", "k", enforcement),
    ];
    let names = [name("a"), name("b")];
    let statements = dialect.flush(&schema, &names, FlushOptions::new()).unwrap();
    let statements = statements.into_iter().map(|statement| statement.sql);
    statements
        .filter(|sql| !sql.starts_with("DELETE "))
        .collect()
}

#[test]
fn a_key_is_afterwards_as_it_was_before() {
    assert_eq!(
        said_of_keys(&dialect(), Enforcement::Enforced),
        [
            "ALTER TABLE [b] NOCHECK CONSTRAINT [k]",
            "ALTER TABLE [b] WITH CHECK CHECK CONSTRAINT [k]"
        ]
    );
    assert_eq!(
        said_of_keys(&dialect(), Enforcement::NotValidated),
        [
            "ALTER TABLE [b] NOCHECK CONSTRAINT [k]",
            "ALTER TABLE [b] WITH NOCHECK CHECK CONSTRAINT [k]"
        ]
    );
    assert!(said_of_keys(&dialect(), Enforcement::NotEnforced).is_empty());
}

#[test]
fn where_every_key_is_looked_at_its_column_is_null_first() {
    let babelfish = ServerInfo::new("", SQL_2022).with_attribute(BABELFISH, "4.4.0");
    assert_eq!(
        said_of_keys(&BACKEND.dialect(&babelfish), Enforcement::Enforced),
        ["UPDATE [b] SET [id] = NULL WHERE [id] IS NOT NULL"]
    );
}
