//! Functions in T-SQL, a file a family.
//!
//! ```text
//! template           the text of a function, with places for its operands
//! kind  double       what is known of an operand's type; doubles by their decimal digits
//! aggregate … window a family each
//! ```

mod aggregate;
mod cast;
mod comparison;
mod date;
mod double;
mod grouping;
mod hash;
mod json;
mod kind;
mod lookup;
mod math;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod uuid;
mod window;

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, JsonFunction};
use backend_core::operations::Dialect;

pub(super) fn write(
    dialect: &Dialect,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let features = &dialect.features;
    match call.function {
        Function::Date(function) => date::write(function, call, out),
        Function::Math(function) => math::write(function, call, out),
        Function::Aggregate(function) => aggregate::write(function, call, out),
        Function::Grouping(function) => grouping::write(function, call, out),
        Function::Window(function) => window::write(function, call, out),
        Function::Cast(function) => cast::write(function, features, call, out),
        Function::Text(function) => text::write(function, features, call, out),
        Function::Lookup(function) => lookup::write(function, features, call, out),
        Function::Hash(function) => hash::write(function, call, out),
        Function::Comparison(function) => comparison::write(function, call, out),
        Function::Uuid(function) => uuid::write(function, call, out),
        Function::Json(function) => json::write(function, features, call, out),
        other => Err(Error::not_supported(other.flag())),
    }
}

/// Whether a function is written as a condition, such as `a LIKE b`, rather than as a value of the type `bit`: T-SQL tells the
/// two apart, and the builder makes one of the other where the place demands it. Arguments come as values, whatever they are.
pub(super) const fn is_condition(function: Function) -> bool {
    match function {
        Function::Lookup(_) => true,
        Function::Json(function) => matches!(
            function,
            JsonFunction::HasPath
                | JsonFunction::IsNullAt
                | JsonFunction::HasAllKeys
                | JsonFunction::HasAnyKey
                | JsonFunction::Equals
                | JsonFunction::Contains
                | JsonFunction::ContainedBy
                | JsonFunction::IsValid
        ),
        _ => false,
    }
}
