//! How the toy spells schema changes: as the standard does, so that only the names of types are its own.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, ColumnType, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::SchemaEditor;
use backend_core::sql::Writer;

use crate::engine::{read_type, spell_type};

/// Spells schema changes. The order of things in a statement and what is refused by which flag stand in core.
#[derive(Debug)]
pub(crate) struct ToySchemaEditor;

impl SchemaEditor for ToySchemaEditor {
    fn column_type(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        // A type given by the toy's own spelling is read first: no text becomes SQL unseen.
        let name = match &column.column_type {
            ColumnType::Any => return Ok(()),
            ColumnType::Native(name) => read_type(name).ok().and_then(|known| spell_type(&known)),
            known => spell_type(known),
        };
        let name = name.ok_or_else(|| {
            let message = format!("the toy has no type {:?}", column.column_type);
            Error::new(ErrorKind::NotSupported(None), message)
        })?;
        out.push(" ").fragment(&name);
        Ok(())
    }
}
