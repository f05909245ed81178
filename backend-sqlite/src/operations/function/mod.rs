//! Functions in SQLite's SQL, a file a family.

mod aggregate;
mod cast;
mod comparison;
mod date;
mod hash;
mod json;
mod lookup;
mod math;
mod registered;
mod text;
mod uuid;

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function};
use backend_core::operations::{Dialect, standard_function};

pub(crate) use self::registered::{REFUSE_BROKEN_KEYS, register};

pub(super) fn write(
    _dialect: &Dialect,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match call.function {
        Function::Date(function) => date::write(function, call, out),
        Function::Math(function) => math::write(function, call, out),
        Function::Aggregate(function) => aggregate::write(function, call, out),
        Function::Window(_) => standard_function(call, out),
        Function::Json(function) => json::write(function, call, out),
        Function::Cast(function) => cast::write(function, call, out),
        Function::Text(function) => text::write(function, call, out),
        Function::Lookup(function) => lookup::write(function, call, out),
        Function::Hash(function) => hash::write(function, call, out),
        Function::Comparison(function) => comparison::write(function, call, out),
        Function::Uuid(function) => uuid::write(function, call, out),
        other => Err(Error::not_supported(other.flag())),
    }
}
