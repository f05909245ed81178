//! Functions of numbers.
//!
//! Doubles are rounded and divided here as their fewest decimal digits say, where it is known that they are doubles: a column's
//! type is asked when the query runs, where only the value depends on it.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, MathFunction};

use super::cast::widened;
use super::double;
use super::kind::Kind;
use super::template::{Piece, cast, fill};

pub(super) fn write(
    function: MathFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    if let Some(name) = of_doubles(function) {
        out.push(name);
        for (n, argument) in call.arguments.iter().enumerate() {
            out.push(if n > 0 { ", " } else { "" });
            cast(argument, "float", out);
        }
        out.push(")");
        return Ok(());
    }
    let double: Piece<'_> = &|out| as_double(call, 0, out);
    let second: Piece<'_> = &|out| as_double(call, 1, out);
    match function {
        MathFunction::Absolute => out.call("ABS", call.arguments),
        MathFunction::Ceiling => out.call("CEILING", call.arguments),
        MathFunction::Floor => out.call("FLOOR", call.arguments),
        MathFunction::Pi => out.push("PI()"),
        // 53 bits by chance, as many as a double holds; `RAND` is the same in each row. The version is in a later byte.
        MathFunction::Random => out.push(
            "(CAST(CAST(CAST(CAST(NEWID() AS binary(16)) AS binary(7)) AS bigint) & 9007199254740991 AS float) / 9007199254740992e0)",
        ),
        MathFunction::Sign => {
            out.push("CAST(SIGN(");
            out.expression(call.argument(0)?);
            out.push(") AS int)");
        }
        MathFunction::ExclusiveOr => {
            out.push("(");
            cast(call.argument(0)?, "bigint", out);
            out.push(" ^ ");
            cast(call.argument(1)?, "bigint", out);
            out.push(")");
        }
        MathFunction::Atan2 => fill(
            "(CASE WHEN {0} = 0 AND {1} = 0 THEN 0e0 ELSE ATN2({0}, {1}) END)",
            &[double, second],
            out,
        )?,
        // Too small for a double is 0 to the server.
        MathFunction::Exp => fill(
            "(EXP({0}) / CASE WHEN EXP({0}) = 0 THEN 0 ELSE 1 END)",
            &[double],
            out,
        )?,
        MathFunction::Power => fill(
            "(POWER({0}, {1}) / CASE WHEN {0} <> 0 AND POWER({0}, {1}) = 0 THEN 0 ELSE 1 END)",
            &[double, second],
            out,
        )?,
        MathFunction::Log => fill(LOG, &[double, second], out)?,
        MathFunction::Modulo => modulo(call, out)?,
        MathFunction::Round => round(call, out)?,
        other => return Err(Error::not_supported(Function::Math(other).flag())),
    }
    Ok(())
}

/// A whole logarithm is whole: the quotient may miss it by a last digit. Far from one nothing is raised to a power, which may be
/// too great.
const LOG: &str = "(CASE WHEN ABS(LOG({1}) / LOG({0}) - ROUND(LOG({1}) / LOG({0}), 0)) < 1e-9 \
     AND POWER({0}, CASE WHEN ABS(LOG({1}) / LOG({0}) - ROUND(LOG({1}) / LOG({0}), 0)) < 1e-9 \
     THEN ROUND(LOG({1}) / LOG({0}), 0) ELSE 0 END) = {1} \
     THEN ROUND(LOG({1}) / LOG({0}), 0) ELSE LOG({1}) / LOG({0}) END)";

/// The server's name of a function of doubles that gives a double.
const fn of_doubles(function: MathFunction) -> Option<&'static str> {
    Some(match function {
        MathFunction::Acos => "ACOS(",
        MathFunction::Asin => "ASIN(",
        MathFunction::Atan => "ATAN(",
        MathFunction::Cos => "COS(",
        MathFunction::Cot => "COT(",
        MathFunction::Degrees => "DEGREES(",
        MathFunction::Ln => "LOG(",
        MathFunction::Radians => "RADIANS(",
        MathFunction::Sin => "SIN(",
        MathFunction::Sqrt => "SQRT(",
        MathFunction::Tan => "TAN(",
        _ => return None,
    })
}

fn as_double(call: &Call<'_>, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
    cast(call.argument(position)?, "float", out);
    Ok(())
}

const fn is_double(kind: Kind) -> bool {
    matches!(kind, Kind::Double | Kind::Real)
}

/// The server has a remainder of exact numbers alone, and refuses one of a double whose type is not known here.
fn modulo(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let kinds = [Kind::of(call.argument(0)?), Kind::of(call.argument(1)?)];
    let first: Piece<'_> = &|out| {
        out.operand(call.argument(0)?);
        Ok(())
    };
    let second: Piece<'_> = &|out| {
        out.operand(call.argument(1)?);
        Ok(())
    };
    if kinds.into_iter().any(is_double) {
        return double::remainder((first, kinds[0]), (second, kinds[1]), out);
    }
    // The smallest integer by -1 is out of range on the way.
    fill(
        "(CASE WHEN {1} = -1 THEN {0} - {0} ELSE {0} % {1} END)",
        &[first, second],
        out,
    )
}

/// `ROUND` rounds halves away from zero, but a double by its binary digits.
fn round(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let kind = Kind::of(call.argument(0)?);
    let number: Piece<'_> = &|out| {
        out.expression(call.argument(0)?);
        Ok(())
    };
    let places: Piece<'_> = &|out| match call.arguments.get(1) {
        Some(places) => {
            cast(places, "int", out);
            Ok(())
        }
        None => {
            out.push("0");
            Ok(())
        }
    };
    match kind {
        Kind::Double | Kind::Real => double::rounded(number, places, kind, out),
        Kind::Unknown => fill(
            // The text of a double is one again, as the other branch is then; of other numbers it is never made.
            "(CASE WHEN SQL_VARIANT_PROPERTY({0}, 'BaseType') IN ('float', 'real') THEN {2} ELSE ROUND({0}, {1}) END)",
            &[number, places, &|out| {
                double::rounded_text(number, places, out)
            }],
            out,
        ),
        Kind::Decimal => fill(
            "ROUND({0}, {1})",
            &[&|out| widened(call.argument(0)?, out), places],
            out,
        ),
        _ => fill("ROUND({0}, {1})", &[number, places], out),
    }
}
