//! Casts: SQLite's own make 0 of a text that is no number, cut fractions off, and know neither booleans nor days.

mod convert;
mod float;
mod source;

use std::sync::Arc;

use backend_core::model::ColumnType;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use self::convert::convert;
use self::source::Source;
use super::json::{MARKED, marked};
use super::refused;
use crate::value::column_type;

/// Registers the functions of this family.
pub(super) fn register(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("backend_cast", 3, MARKED, |context| {
        let value = context.get_raw(0);
        if value == ValueRef::Null {
            return Ok((None, None));
        }
        let types: Arc<(ColumnType, ColumnType)> = context.get_or_create_aux(2, |to| {
            let read = |name: ValueRef<'_>| name.as_str().map(column_type);
            match (read(context.get_raw(1)), read(to)) {
                (Ok(from), Ok(to)) => Ok((from, to)),
                _ => Err(refused("a type is not a text")),
            }
        })?;
        let (from, to) = &*types;
        let Some(source) = Source::of(value, from) else {
            return Err(refused("a value is not of the type that was said of it"));
        };
        let Some(source) = source.read(to) else {
            return Err(refused("a text does not say a value of the type"));
        };
        if source.is_json_null() && *to != ColumnType::Json && !convert::is_text(to) {
            return Ok((None, None));
        }
        match convert(source, to) {
            Some(value) if *to == ColumnType::Json => Ok(marked(Some(value))),
            Some(value) => Ok((Some(value), None)),
            None => Err(refused("a value is out of the range of the type")),
        }
    })
}
