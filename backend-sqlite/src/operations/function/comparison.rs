//! Functions that compare values, or say how they are compared.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ComparisonFunction, ExpressionWriter, Function};
use backend_core::model::Identifier;

pub(super) fn write(
    function: ComparisonFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        ComparisonFunction::Collate => {
            let collation: Identifier = call.constant(1)?;
            out.push("(");
            out.operand(call.argument(0)?);
            out.push(" COLLATE ");
            out.identifier(&collation);
            out.push(")");
        }
        // SQLite's own are NULL where one of the values is.
        ComparisonFunction::Greatest => out.call("backend_greatest", call.arguments),
        ComparisonFunction::Least => out.call("backend_least", call.arguments),
        ComparisonFunction::NullIf => out.call("NULLIF", call.arguments),
        other => return Err(Error::not_supported(Function::Comparison(other).flag())),
    }
    Ok(())
}
