//! Changing a column that is there, as far as a statement of SQLite does that. All else makes its table anew: see `remake.rs`.

use backend_core::error::Result;
use backend_core::model::{Column, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Alteration, Blocks, Lock, write_alteration};
use backend_core::sql::Writer;

use super::{SqliteSchemaEditor, not_supported};

/// The lock of whoever writes: the whole file's.
pub(super) const LOCK: Lock = Lock::new("RESERVED", Blocks::Writes);

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
        "no statement of SQLite alters anything of the column {} but whether it can be NULL",
        columns.1.name.shortened()
    )))
}
