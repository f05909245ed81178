//! Changing a table that is there, as far as a statement of SQLite does that. What is refused here needs the table made anew,
//! with its rows.

use backend_core::error::Result;
use backend_core::model::{Column, Default, GeneratedStorage, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Alteration, Blocks, Lock, write_alteration};
use backend_core::sql::Writer;

use super::{SqliteSchemaEditor, not_supported};

/// The lock of whoever writes: the whole file's.
pub(super) const LOCK: Lock = Lock::new("RESERVED", Blocks::Writes);

/// Refuses a column that `ADD COLUMN` does not take, or takes only while there are no rows.
pub(super) fn check_added(table: &Table, column: &Column) -> Result<()> {
    let is_stored = |storage| storage == GeneratedStorage::Stored;
    let generated = column.generated.as_ref();
    let has_comment = |column: &Column| column.comment.is_some();
    let reasons = [
        (column.identity.is_some(), "a column that numbers itself"),
        (
            generated.is_some_and(|generated| is_stored(generated.storage)),
            "a column that is computed and stored",
        ),
        (
            !column.nullable && column.default.is_none() && generated.is_none(),
            "a NOT NULL column without a default",
        ),
        (
            matches!(column.default, Some(Default::Expression(_))),
            "a column with a default that is computed",
        ),
        // The statement's text is put into the table's, where a comment would end up with another column, or swallow what
        // follows.
        (
            has_comment(column) || table.columns.last().is_some_and(has_comment),
            "a column with a comment, or after one with a comment,",
        ),
    ];
    refuse(reasons, "add", column)
}

/// Refuses a column that `DROP COLUMN` takes together with a part of what is said of another.
pub(super) fn check_dropped(table: &Table, column: &Column) -> Result<()> {
    let is_last = table.columns.last() == Some(column);
    let is_commented = table
        .columns
        .iter()
        .rev()
        .take(2)
        .any(|column| column.comment.is_some());
    refuse(
        [(
            is_last && is_commented,
            "the last column, with a comment at it or before it,",
        )],
        "drop",
        column,
    )
}

/// Writes an alteration: whether a column can be NULL is all that there is.
pub(super) fn write(
    editor: &SqliteSchemaEditor,
    dialect: &Dialect,
    table: &Table,
    columns: (&Column, &Column),
    alteration: Alteration,
    out: &mut Writer<'_>,
) -> Result<()> {
    if matches!(alteration, Alteration::SetNotNull | Alteration::DropNotNull) {
        return write_alteration(editor, dialect, table, columns, alteration, out);
    }
    Err(not_supported(format!(
        "SQLite alters nothing of the column {} but whether it can be NULL: the table has to be made anew",
        columns.1.name.shortened()
    )))
}

fn refuse(
    reasons: impl IntoIterator<Item = (bool, &'static str)>,
    verb: &str,
    column: &Column,
) -> Result<()> {
    match reasons.into_iter().find(|(applies, _)| *applies) {
        None => Ok(()),
        Some((_, what)) => Err(not_supported(format!(
            "SQLite cannot {verb} {what} as {} is: the table has to be made anew",
            column.name.shortened()
        ))),
    }
}
