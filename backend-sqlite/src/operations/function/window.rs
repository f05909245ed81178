//! Functions over windows.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, WindowFunction};

pub(super) fn write(
    function: WindowFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let name = match function {
        WindowFunction::RowNumber => "ROW_NUMBER",
        WindowFunction::Rank => "RANK",
        WindowFunction::DenseRank => "DENSE_RANK",
        WindowFunction::PercentRank => "PERCENT_RANK",
        WindowFunction::CumulativeDistribution => "CUME_DIST",
        WindowFunction::Ntile => return counted("NTILE", 0, call, out),
        WindowFunction::Lag => return counted("LAG", 1, call, out),
        WindowFunction::Lead => return counted("LEAD", 1, call, out),
        WindowFunction::FirstValue => "FIRST_VALUE",
        WindowFunction::LastValue => "LAST_VALUE",
        WindowFunction::NthValue => return counted("NTH_VALUE", 1, call, out),
        other => return Err(Error::not_supported(Function::Window(other).flag())),
    };
    out.aggregate(name, call);
    Ok(())
}

/// A function whose argument at `position` is a count.
fn counted(
    name: &'static str,
    position: usize,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.aggregate_start(name, call);
    for (n, argument) in call.arguments.iter().enumerate() {
        out.push(if n > 0 { ", " } else { "" });
        if n == position {
            out.number(call.constant::<u32>(position)?.into());
        } else {
            out.expression(argument);
        }
    }
    out.aggregate_end(call);
    Ok(())
}
