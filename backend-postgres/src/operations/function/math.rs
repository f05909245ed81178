//! Functions of numbers.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, MathFunction};

pub(super) fn write(
    function: MathFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    if let Some(name) = of_doubles(function) {
        return doubles(name, call, out);
    }
    match function {
        MathFunction::Absolute => out.call("ABS", call.arguments),
        MathFunction::Ceiling => whole("CEIL(", call, out)?,
        MathFunction::Floor => whole("FLOOR(", call, out)?,
        MathFunction::Pi => out.push("PI()"),
        MathFunction::Random => out.push("RANDOM()"),
        MathFunction::Sign => {
            out.push("CAST(SIGN(");
            out.expression(call.argument(0)?);
            out.push(") AS bigint)");
        }
        MathFunction::ExclusiveOr => {
            out.push("(CAST(");
            out.expression(call.argument(0)?);
            out.push(" AS bigint) # CAST(");
            out.expression(call.argument(1)?);
            out.push(" AS bigint))");
        }
        MathFunction::Log => {
            // Of decimals, so that the logarithm of 1000 to 10 is 3.
            out.push("CAST(LOG(");
            exact(call, 0, out)?;
            out.push(", ");
            exact(call, 1, out)?;
            out.push(") AS double precision)");
        }
        MathFunction::Modulo => modulo(call, out)?,
        MathFunction::Round => round(call, out)?,
        other => return Err(Error::not_supported(Function::Math(other).flag())),
    }
    Ok(())
}

/// The server's name of a function of doubles that gives a double.
const fn of_doubles(function: MathFunction) -> Option<&'static str> {
    Some(match function {
        MathFunction::Acos => "ACOS(",
        MathFunction::Asin => "ASIN(",
        MathFunction::Atan => "ATAN(",
        MathFunction::Atan2 => "ATAN2(",
        MathFunction::Cos => "COS(",
        MathFunction::Cot => "COT(",
        MathFunction::Degrees => "DEGREES(",
        MathFunction::Exp => "EXP(",
        MathFunction::Ln => "LN(",
        MathFunction::Power => "POWER(",
        MathFunction::Radians => "RADIANS(",
        MathFunction::Sin => "SIN(",
        MathFunction::Sqrt => "SQRT(",
        MathFunction::Tan => "TAN(",
        _ => return None,
    })
}

/// Of other numbers than doubles it is a double too, so that all vendors give one kind.
fn doubles(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push(name);
    for (n, argument) in call.arguments.iter().enumerate() {
        out.push(if n > 0 { ", CAST(" } else { "CAST(" });
        out.expression(argument);
        out.push(" AS double precision)");
    }
    out.push(")");
    Ok(())
}

/// The server takes an integer for a double, which would lose its last digits; with a decimal added it takes it for one.
fn whole(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push(name);
    out.push("(");
    out.expression(call.argument(0)?);
    out.push(") + 0::numeric)");
    Ok(())
}

/// The number as a decimal of all its digits: by its text, since the server cuts a double after 15.
fn exact(call: &Call<'_>, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("CAST(CAST(");
    out.expression(call.argument(position)?);
    out.push(" AS text) AS numeric)");
    Ok(())
}

/// The first branches say nothing but the kind: of doubles it is a double.
fn modulo(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("CASE WHEN FALSE THEN ");
    out.expression(call.argument(0)?);
    out.push(" WHEN FALSE THEN ");
    out.expression(call.argument(1)?);
    out.push(" ELSE MOD(");
    exact(call, 0, out)?;
    out.push(", ");
    exact(call, 1, out)?;
    out.push(") END");
    Ok(())
}

/// Doubles are rounded by the server to the even number; decimals, as here, away from zero.
fn round(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("CASE WHEN CAST(");
    out.expression(call.argument(0)?);
    out.push(" AS text) IN ('Infinity', '-Infinity', 'NaN') THEN ");
    out.expression(call.argument(0)?);
    out.push(" ELSE ROUND(");
    exact(call, 0, out)?;
    out.push(", ");
    if call.arguments.len() > 1 {
        out.push("CAST(");
        out.expression(call.argument(1)?);
        out.push(" AS integer)");
    } else {
        out.push("0");
    }
    out.push(") END");
    Ok(())
}
