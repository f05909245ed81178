//! Bits of integers that are joined. The server has no aggregate for them, so each of the 64 is asked for: it is set in all where the
//! least value of it is, in some where the greatest is, and in an odd number where so many have it.

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter};

use super::super::template::cast;
use super::{end, filtered, start};

/// How bits are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    And,
    Or,
    ExclusiveOr,
}

/// The highest bit: alone it is the least integer.
const HIGHEST: u32 = 63;

pub(super) fn write(join: Join, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("(");
    if join == Join::ExclusiveOr {
        out.push("CASE WHEN ");
        start("COUNT_BIG(", call, out);
        integer(call, out)?;
        end("", call, out);
        out.push(" > 0 THEN ");
    }
    for bit in 0..=HIGHEST {
        out.push(if bit > 0 { " + " } else { "" });
        let is_highest = bit == HIGHEST;
        match join {
            Join::ExclusiveOr => {
                start("COUNT_BIG(", call, out);
                out.push("CASE WHEN ");
                integer(call, out)?;
                out.push(" & ");
                value(bit, out);
                out.push(" <> 0 THEN ");
                integer(call, out)?;
                out.push(" END");
                end("", call, out);
                out.push(" % 2 * ");
                value(bit, out);
            }
            _ => {
                let least = (join == Join::And) != is_highest;
                out.push(if least { "MIN(" } else { "MAX(" });
                integer(call, out)?;
                out.push(" & ");
                value(bit, out);
                end("", call, out);
            }
        }
    }
    out.push(if join == Join::ExclusiveOr {
        " END)"
    } else {
        ")"
    });
    Ok(())
}

fn integer(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    filtered(call, out, |out| {
        cast(call.argument(0)?, "bigint", out);
        Ok(())
    })
}

/// Writes a bit as an integer: beyond an `int`, a number is a decimal.
fn value(bit: u32, out: &mut dyn ExpressionWriter) {
    out.push("CAST(");
    let number = 1_i128 << bit;
    out.number(if bit == HIGHEST { -number } else { number });
    out.push(" AS bigint)");
}
