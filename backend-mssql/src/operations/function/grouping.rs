//! Several ways to group rows in one select.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, GroupingFunction};

pub(super) fn write(
    function: GroupingFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        GroupingFunction::Rollup => out.call("ROLLUP ", call.arguments),
        GroupingFunction::Cube => out.call("CUBE ", call.arguments),
        GroupingFunction::Sets => out.call("GROUPING SETS ", call.arguments),
        // `GROUPING` is of one expression.
        GroupingFunction::Grouping => out.call("GROUPING_ID", call.arguments),
        other => return Err(Error::not_supported(Function::Grouping(other).flag())),
    }
    Ok(())
}
