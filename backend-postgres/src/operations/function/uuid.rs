//! UUIDs that the server makes.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, UuidFunction};

pub(super) fn write(
    function: UuidFunction,
    _call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push(match function {
        UuidFunction::Random => "GEN_RANDOM_UUID()",
        UuidFunction::TimeOrdered => "UUIDV7()",
        other => return Err(Error::not_supported(Function::Uuid(other).flag())),
    });
    Ok(())
}
