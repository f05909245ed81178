//! Functions as the SQL standard spells them: where a vendor agrees, it needs no code of its own.

use crate::error::{Error, Result};
use crate::function::{Call, ComparisonFunction, ExpressionWriter, Function, WindowFunction};
use crate::model::Identifier;

/// Writes a function as the SQL standard spells it: those of windows and of comparison.
///
/// # Errors
/// [`NotSupported`](crate::error::ErrorKind::NotSupported) with the function's flag for the others;
/// [`Interface`](crate::error::ErrorKind::Interface) for an argument that is not what the function takes.
pub fn standard_function(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    match call.function {
        Function::Comparison(function) => comparison(function, call, out),
        Function::Window(function) => window(function, call, out),
        other => Err(Error::not_supported(other.flag())),
    }
}

fn comparison(
    function: ComparisonFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        ComparisonFunction::Collate => {
            let collation: Identifier = call.constant(1)?;
            out.push("(");
            out.operand(call.argument(0)?);
            out.push(" COLLATE ");
            out.identifier(&collation);
            out.push(")");
        }
        ComparisonFunction::Greatest => out.call("GREATEST", call.arguments),
        ComparisonFunction::Least => out.call("LEAST", call.arguments),
        ComparisonFunction::NullIf => out.call("NULLIF", call.arguments),
    }
    Ok(())
}

fn window(function: WindowFunction, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
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
