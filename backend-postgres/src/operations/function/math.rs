//! Functions of numbers.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, MathFunction};

pub(super) fn write(
    function: MathFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        MathFunction::Absolute => out.call("ABS", call.arguments),
        MathFunction::Power => {
            // Of integers it is a double too, so that all vendors give one kind.
            out.push("POWER((");
            out.expression(call.argument(0)?);
            out.push(")::double precision, (");
            out.expression(call.argument(1)?);
            out.push(")::double precision)");
        }
        other => return Err(Error::not_supported(Function::Math(other).flag())),
    }
    Ok(())
}
