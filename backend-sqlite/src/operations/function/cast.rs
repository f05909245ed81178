//! Casts: one function that is registered, told both types as SQLite's columns are declared.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::function::{Call, CastFunction, ExpressionWriter, Function};
use backend_core::model::ColumnType;
use sea_query::Expr;

use crate::value::spelling;

pub(super) fn write(
    function: CastFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        CastFunction::Cast => {
            let (value, from, to) = call.cast()?;
            write_cast(value, &from, &to, out)
        }
        other => Err(Error::not_supported(Function::Cast(other).flag())),
    }
}

/// Writes a value of one type as one of another.
pub(super) fn write_cast(
    value: &Expr,
    from: &ColumnType,
    to: &ColumnType,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let (from, to) = (known(from)?, known(to)?);
    out.push("backend_cast(");
    out.expression(value);
    for name in [from, to] {
        out.push(", ");
        out.string(&name);
    }
    out.push(")");
    Ok(())
}

fn known(column_type: &ColumnType) -> Result<String> {
    match (spelling(column_type)?, column_type) {
        (Some(name), _) => Ok(name),
        (None, ColumnType::Array(_)) => Err(Error::not_supported(Flag::supports_arrays)),
        (None, _) => Err(Error::new(
            ErrorKind::NotSupported(None),
            "SQLite casts between the types that every database has, and no others",
        )),
    }
}
