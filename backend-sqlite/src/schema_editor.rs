//! How SQLite spells schema changes.
use backend_core::error::Result;
use backend_core::model::{Column, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::SchemaEditor;
use backend_core::sql::Writer;

/// SQLite's schema editor.
pub(crate) struct SqliteSchemaEditor;

impl SchemaEditor for SqliteSchemaEditor {
    fn column_type(&self, _: &Dialect, _: &Table, _: &Column, out: &mut Writer<'_>) -> Result<()> {
        out.push(" text");
        Ok(())
    }
}
