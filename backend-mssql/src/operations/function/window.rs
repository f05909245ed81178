//! Functions over windows. The server demands an order of all of them, and of frames: where none was asked for, it is none that
//! tells rows apart.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, WindowFunction};

/// An order in which all rows are peers.
pub(super) const NO_ORDER: &str = "(SELECT NULL)";

pub(super) fn write(
    function: WindowFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    // The position of the argument that is a count.
    let (name, counted) = match function {
        WindowFunction::RowNumber => ("ROW_NUMBER(", None),
        WindowFunction::Rank => ("RANK(", None),
        WindowFunction::DenseRank => ("DENSE_RANK(", None),
        WindowFunction::PercentRank => ("PERCENT_RANK(", None),
        WindowFunction::CumulativeDistribution => ("CUME_DIST(", None),
        WindowFunction::Ntile => ("NTILE(", Some(0)),
        WindowFunction::Lag => ("LAG(", Some(1)),
        WindowFunction::Lead => ("LEAD(", Some(1)),
        WindowFunction::FirstValue => ("FIRST_VALUE(", None),
        WindowFunction::LastValue => ("LAST_VALUE(", None),
        other => return Err(Error::not_supported(Function::Window(other).flag())),
    };
    out.push(name);
    for (n, argument) in call.arguments.iter().enumerate() {
        out.push(if n > 0 { ", " } else { "" });
        if counted == Some(n) {
            out.number(call.constant::<u32>(n)?.into());
        } else {
            out.expression(argument);
        }
    }
    out.push(")");
    out.over(call, NO_ORDER);
    Ok(())
}
