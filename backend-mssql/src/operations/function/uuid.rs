//! UUIDs that the server makes.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, UuidFunction};

pub(super) fn write(
    function: UuidFunction,
    _call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        UuidFunction::Random => out.push("NEWID()"),
        // `NEWSEQUENTIALID` is for defaults of columns alone, and is of no version.
        other => return Err(Error::not_supported(Function::Uuid(other).flag())),
    }
    Ok(())
}
