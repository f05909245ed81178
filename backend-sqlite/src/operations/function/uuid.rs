//! UUIDs: of bytes that SQLite makes by chance, which a registered function spells.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, UuidFunction};

pub(super) fn write(
    function: UuidFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        UuidFunction::Random => out.push("backend_random_uuid(RANDOMBLOB(16))"),
        UuidFunction::TimeOrdered => out.push("backend_time_ordered_uuid(RANDOMBLOB(16))"),
        UuidFunction::ShiftedTimeOrdered => {
            out.push("backend_time_ordered_uuid(RANDOMBLOB(16), ");
            out.expression(call.argument(0)?);
            out.push(")");
        }
        other => return Err(Error::not_supported(Function::Uuid(other).flag())),
    }
    Ok(())
}
