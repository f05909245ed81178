//! UUIDs: of bytes that SQLite makes by chance, which a registered function spells.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, UuidFunction};

pub(super) fn write(
    function: UuidFunction,
    _call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push(match function {
        UuidFunction::Random => "backend_random_uuid(RANDOMBLOB(16))",
        UuidFunction::TimeOrdered => "backend_time_ordered_uuid(RANDOMBLOB(16))",
        other => return Err(Error::not_supported(Function::Uuid(other).flag())),
    });
    Ok(())
}
