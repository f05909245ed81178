//! Primary keys that are written with their column: the row id, and the one integer key that looks like it and is not.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, Identity, IndexPart, PrimaryKey, SortOrder, Table};
use backend_core::schema_editor::SchemaEditor as _;
use backend_core::sql::Writer;

use super::{SqliteSchemaEditor, WITHOUT_ROWID, columns, not_supported};

/// Whether a column is the whole primary key of a table that has row ids.
pub(super) fn is_alone_in_key(table: &Table, column: &Column) -> bool {
    matches!(table.primary_key_columns(), [only] if *only == column.name)
        && !table.options.contains(WITHOUT_ROWID)
}

/// Whether a column stands for the row id, which SQLite numbers.
pub(super) fn is_row_id(table: &Table, column: &Column) -> bool {
    column.identity.is_some() && is_alone_in_key(table, column)
}

/// Whether a column is `INTEGER PRIMARY KEY DESC`, which by an old mistake is no row id; as a constraint of the table, the
/// same words make one.
pub(super) fn is_descending_integer(table: &Table, column: &Column) -> bool {
    let is_descending = |key: &PrimaryKey| {
        matches!(
            key.parts.as_slice(),
            [IndexPart {
                order: SortOrder::Descending,
                collation: None,
                ..
            }]
        )
    };
    column.identity.is_none()
        && is_alone_in_key(table, column)
        && table.primary_key.as_ref().is_some_and(is_descending)
        && columns::kept(table, column).is_some_and(columns::is_row_id_type)
}

/// Writes the key of a column that SQLite numbers.
pub(super) fn write_identity(
    table: &Table,
    column: &Column,
    identity: &Identity,
    out: &mut Writer<'_>,
) -> Result<()> {
    let key = table
        .primary_key
        .as_ref()
        .filter(|_| is_row_id(table, column));
    let Some(key) = key.filter(|key| key.parts.is_empty()) else {
        return Err(not_supported(format!(
            "SQLite numbers only a column that is the primary key by itself, in a table that is not WITHOUT ROWID; \
             {} is not",
            column.name.shortened()
        )));
    };
    write_key(key, "PRIMARY KEY", out)?;
    if !identity.reuses_numbers {
        out.push(" AUTOINCREMENT");
    }
    Ok(())
}

/// Writes the key of a column that is `INTEGER PRIMARY KEY DESC`.
pub(super) fn write_descending(table: &Table, out: &mut Writer<'_>) -> Result<()> {
    let Some(key) = &table.primary_key else {
        return Err(Error::new(
            ErrorKind::Internal,
            "a key that was there is gone",
        ));
    };
    write_key(key, "PRIMARY KEY DESC", out)
}

fn write_key(key: &PrimaryKey, words: &'static str, out: &mut Writer<'_>) -> Result<()> {
    if let Some(name) = &key.name {
        out.push(" CONSTRAINT ").identifier(name);
    }
    out.push(" ").push(words);
    SqliteSchemaEditor.constraint_options(&key.options, out)
}
