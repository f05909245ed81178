//! How PostgreSQL spells schema changes.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::SchemaEditor;
use backend_core::sql::Writer;

/// PostgreSQL's schema editor.
pub(crate) struct PostgresSchemaEditor;

impl SchemaEditor for PostgresSchemaEditor {
    fn column_type(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        _column: &Column,
        _out: &mut Writer<'_>,
    ) -> Result<()> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
