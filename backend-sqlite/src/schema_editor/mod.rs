//! How SQLite spells schema changes.

mod alter;
mod columns;
mod comments;
mod conversion;
mod keys;
mod remake;
mod virtual_table;

#[cfg(test)]
mod tests;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Change, Column, Identity, Index, Options, PrimaryKey, QualifiedName, Table, TableKind,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Alteration, Lock, Remake, SchemaEditor};
use backend_core::sql::{Statement, Writer};

/// The option of a table whose columns keep values of their type only.
const STRICT: &str = "STRICT";
/// The option of a table that is stored by its primary key.
const WITHOUT_ROWID: &str = "WITHOUT ROWID";
/// The option of a constraint: what breaking it does to the statement.
const ON_CONFLICT: &str = "ON CONFLICT";
/// The same of a column's NOT NULL.
const NOT_NULL_ON_CONFLICT: &str = "NOT NULL ON CONFLICT";

/// SQLite's schema editor.
pub(crate) struct SqliteSchemaEditor;

impl SchemaEditor for SqliteSchemaEditor {
    fn column_type(
        &self,
        _dialect: &Dialect,
        table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        let spelling = columns::spelling(table, column)?;
        if !spelling.is_empty() {
            out.push(" ").fragment(&spelling);
        }
        Ok(())
    }

    fn identity(
        &self,
        _dialect: &Dialect,
        table: &Table,
        column: &Column,
        identity: &Identity,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        keys::write_identity(table, column, identity, out)
    }

    fn create_table(&self, table: &Table, out: &mut Writer<'_>) -> Result<bool> {
        match &table.kind {
            TableKind::Ordinary if table.columns.is_empty() => {
                Err(not_supported("SQLite has no tables without columns"))
            }
            TableKind::Ordinary => {
                out.push("CREATE TABLE ").name(&table.name);
                Ok(false)
            }
            TableKind::Virtual { module, arguments } => {
                virtual_table::write(table, module, arguments, out)?;
                Ok(true)
            }
            _ => Err(not_supported("SQLite does not have this sort of table")),
        }
    }

    fn writes_primary_key_with_column(&self, table: &Table, _key: &PrimaryKey) -> bool {
        table.columns.iter().any(|column| {
            keys::is_row_id(table, column) || keys::is_descending_integer(table, column)
        })
    }

    fn implies_not_null(&self, table: &Table, column: &Column) -> bool {
        keys::is_row_id(table, column)
            && column.not_null_name.is_none()
            && column.options.is_empty()
    }

    fn column_options(&self, table: &Table, column: &Column, out: &mut Writer<'_>) -> Result<()> {
        if column.hidden {
            return Err(not_supported("only a module of SQLite can hide a column"));
        }
        for (name, value) in column.options.iter() {
            if name != NOT_NULL_ON_CONFLICT {
                return Err(unknown_option(name));
            }
            if column.nullable {
                return Err(Error::new(
                    ErrorKind::Interface,
                    format!("the option `{name}` is of a column that can be NULL"),
                ));
            }
            write_on_conflict(value, out)?;
        }
        if keys::is_descending_integer(table, column) {
            keys::write_descending(table, out)?;
        }
        Ok(())
    }

    fn constraint_options(&self, options: &Options, out: &mut Writer<'_>) -> Result<()> {
        for (name, value) in options.iter() {
            if name != ON_CONFLICT {
                return Err(unknown_option(name));
            }
            write_on_conflict(value, out)?;
        }
        Ok(())
    }

    fn table_options(&self, table: &Table, out: &mut Writer<'_>) -> Result<()> {
        for (n, (name, value)) in table.options.iter().enumerate() {
            out.push(if n > 0 { ", " } else { " " });
            match (name, value) {
                (STRICT, None) => out.push(STRICT),
                (WITHOUT_ROWID, None) => out.push(WITHOUT_ROWID),
                _ => return Err(unknown_option(name)),
            };
        }
        Ok(())
    }

    fn lock(&self, _change: &Change) -> Option<Lock> {
        Some(alter::LOCK)
    }

    fn remake(&self) -> Option<&dyn Remake> {
        Some(self)
    }

    fn lock_of_writing(&self) -> Option<Lock> {
        Some(alter::LOCK)
    }

    fn added_column_rewrites(&self, _column: &Column) -> bool {
        false
    }

    fn alter_column(
        &self,
        dialect: &Dialect,
        table: &Table,
        columns: (&Column, &Column),
        alteration: Alteration,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        alter::write(self, dialect, table, columns, alteration, out)
    }

    fn inline_comment(&self, comment: &str, out: &mut Writer<'_>) -> Result<()> {
        comments::write(comment, out)
    }

    fn index_comment(
        &self,
        _dialect: &Dialect,
        _table: &QualifiedName,
        _index: &Index,
        _comment: &str,
    ) -> Result<Option<Statement>> {
        Ok(None)
    }
}

fn write_on_conflict(action: Option<&str>, out: &mut Writer<'_>) -> Result<()> {
    let actions = ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"];
    let Some(action) = actions.into_iter().find(|known| Some(*known) == action) else {
        let message = format!("ON CONFLICT is followed by one of {}", actions.join(", "));
        return Err(not_supported(message));
    };
    out.push(" ON CONFLICT ").push(action);
    Ok(())
}

fn unknown_option(name: &str) -> Error {
    not_supported(format!(
        "SQLite has no option `{name}` with this value here"
    ))
}

fn not_supported(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSupported(None), message)
}
