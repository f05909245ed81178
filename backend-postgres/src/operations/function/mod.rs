//! Functions in PostgreSQL's SQL, a file a family.

mod aggregate;
mod cast;
mod date;
mod grouping;
mod hash;
mod json;
mod lookup;
mod math;
mod text;
mod uuid;

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function};
use backend_core::operations::{Dialect, standard_function};

pub(super) fn write(
    _dialect: &Dialect,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match call.function {
        Function::Date(function) => date::write(function, call, out),
        Function::Math(function) => math::write(function, call, out),
        Function::Aggregate(function) => aggregate::write(function, call, out),
        Function::Grouping(function) => grouping::write(function, call, out),
        Function::Comparison(_) | Function::Window(_) => standard_function(call, out),
        Function::Json(function) => json::write(function, call, out),
        Function::Cast(function) => cast::write(function, call, out),
        Function::Text(function) => text::write(function, call, out),
        Function::Lookup(function) => lookup::write(function, call, out),
        Function::Hash(function) => hash::write(function, call, out),
        Function::Uuid(function) => uuid::write(function, call, out),
        other => Err(Error::not_supported(other.flag())),
    }
}

/// Writes an argument as a value of a type of the server.
fn cast(
    call: &Call<'_>,
    position: usize,
    type_name: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("CAST(");
    out.expression(call.argument(position)?);
    out.push(" AS ");
    out.push(type_name);
    out.push(")");
    Ok(())
}
