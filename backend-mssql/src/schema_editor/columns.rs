//! The types of columns as they are written: as introspection found them, or as [`value::spelling`](crate::value::spelling)
//! spells them.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql>.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, ColumnType, Generated, GeneratedStorage, Identity};
use backend_core::sql::Writer;

use super::not_supported;
use crate::introspection::words;
use crate::value;
use crate::value::is_type;

/// The type of a column as it is written; nothing for one that is computed, whose expression has a type.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for types that SQL Server does not have, and for a native type that is more than the
/// name of one.
pub(super) fn spelling(column: &Column) -> Result<Option<String>> {
    if column.generated.is_some() {
        return Ok(None);
    }
    type_of(column).map(Some)
}

/// The type of a column, computed or not.
pub(super) fn type_of(column: &Column) -> Result<String> {
    match kept(column) {
        Some(declared) => Ok(declared.to_owned()),
        None => value::spelling(&column.column_type),
    }
}

/// The spelling that introspection found, while it still means the column's type and nothing beside it.
fn kept(column: &Column) -> Option<&str> {
    let declared = column.declared_type.as_deref()?;
    (value::column_type(declared) == column.column_type && is_type(declared)).then_some(declared)
}

/// Writes how a column is computed, in the place of its type. A type that the expression need not have is given to it; what was
/// read from a database has the type that was read with it.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-computed-column-definition-transact-sql>.
pub(super) fn write_generated(
    column: &Column,
    generated: &Generated,
    out: &mut Writer<'_>,
) -> Result<()> {
    out.push(" AS (");
    if column.declared_type.is_none() {
        out.push("CONVERT(");
        out.fragment(&value::spelling(&column.column_type)?);
        out.push(", ").fragment(&generated.expression).push(")");
    } else {
        out.fragment(&generated.expression);
    }
    out.push(")");
    match generated.storage {
        GeneratedStorage::Stored => {
            out.push(" PERSISTED");
        }
        GeneratedStorage::Virtual if !column.nullable => {
            return Err(not_supported(format!(
                "SQL Server says only of a computed column that is stored that it cannot be NULL, and {} is not",
                column.name.shortened()
            )));
        }
        GeneratedStorage::Virtual => {}
    }
    Ok(())
}

/// Writes what makes a column an identity.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql-identity-property>.
pub(super) fn write_identity(
    column: &Column,
    identity: &Identity,
    out: &mut Writer<'_>,
) -> Result<()> {
    let beside = [
        (identity.minimum.is_some(), "a smallest number"),
        (identity.maximum.is_some(), "a largest number"),
        (identity.cycles, "a way back to its beginning"),
        (identity.cache != 1, "numbers that are kept ready"),
        (identity.sequence.is_some(), "a sequence of its own name"),
        (identity.reuses_numbers, "numbers that are given out again"),
    ];
    if let Some((_, what)) = beside.into_iter().find(|(is_asked, _)| *is_asked) {
        return Err(not_supported(format!(
            "an identity of SQL Server has a first number and a step, and {} is to have {what}",
            column.name.shortened()
        )));
    }
    if identity.increment == 0 {
        return Err(Error::new(
            ErrorKind::Data,
            format!(
                "the identity {} goes in steps of 0",
                column.name.shortened()
            ),
        ));
    }
    out.push(" IDENTITY(").number(identity.start);
    out.push(", ").number(identity.increment).push(")");
    if column.options.contains(words::NOT_FOR_REPLICATION) {
        out.push(" NOT FOR REPLICATION");
    }
    Ok(())
}

/// Whether a column is written by the server alone whenever its row is.
pub(super) fn is_row_version(column: &Column) -> bool {
    let ColumnType::Native(native) = &column.column_type else {
        return false;
    };
    ["rowversion", "timestamp"]
        .iter()
        .any(|name| native.trim().eq_ignore_ascii_case(name))
}
