//! Functions in T-SQL, a file a family.

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter, Function, JsonFunction};
use backend_core::operations::{Dialect, standard_function};

pub(super) fn write(
    _dialect: &Dialect,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    standard_function(call, out)
}

/// Whether a function is written as a condition, such as `a LIKE b`, rather than as a value of the type `bit`: T-SQL tells the
/// two apart, and the builder makes one of the other where the place demands it. Arguments come as values, whatever they are.
#[allow(dead_code, reason = "the builder asks it")]
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
