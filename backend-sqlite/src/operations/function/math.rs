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
        MathFunction::Power => out.call("POWER", call.arguments),
        other => return Err(Error::not_supported(Function::Math(other).flag())),
    }
    Ok(())
}
