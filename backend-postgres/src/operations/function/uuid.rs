//! UUIDs that the server makes.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, UuidFunction};

pub(super) fn write(
    function: UuidFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        UuidFunction::Random => out.push("GEN_RANDOM_UUID()"),
        UuidFunction::TimeOrdered => out.push("UUIDV7()"),
        UuidFunction::ShiftedTimeOrdered => {
            // Of months and days the function would make what they are in the session's time zone.
            out.push("UUIDV7(make_interval(secs => EXTRACT(EPOCH FROM ((statement_timestamp() AT TIME ZONE 'UTC') + ");
            out.expression(call.argument(0)?);
            out.push(") - (statement_timestamp() AT TIME ZONE 'UTC'))::double precision))");
        }
        other => return Err(Error::not_supported(Function::Uuid(other).flag())),
    }
    Ok(())
}
