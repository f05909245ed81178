//! How SQL Server spells schema changes.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::SchemaEditor;
use backend_core::sql::Writer;

/// Spells schema changes.
#[derive(Debug)]
pub(crate) struct MssqlSchemaEditor;

impl SchemaEditor for MssqlSchemaEditor {
    fn column_type(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        _column: &Column,
        _out: &mut Writer<'_>,
    ) -> Result<()> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }
}
