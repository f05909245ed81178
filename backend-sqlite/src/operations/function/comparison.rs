//! Functions that compare values.

use backend_core::error::Result;
use backend_core::function::{Call, ComparisonFunction, ExpressionWriter};
use backend_core::operations::standard_function;

pub(super) fn write(
    function: ComparisonFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        // SQLite's own are NULL where one of the values is.
        ComparisonFunction::Greatest => out.call("backend_greatest", call.arguments),
        ComparisonFunction::Least => out.call("backend_least", call.arguments),
        _ => return standard_function(call, out),
    }
    Ok(())
}
