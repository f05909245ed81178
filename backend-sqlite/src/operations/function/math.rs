//! Functions of numbers: all of them registered, since SQLite has them only where it was built so.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, MathFunction};

pub(super) fn write(
    function: MathFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let name = match function {
        MathFunction::Random => {
            // 53 bits by chance, as many as a double holds.
            out.push("(((RANDOM() >> 11) & 9007199254740991) / 9007199254740992.0)");
            return Ok(());
        }
        MathFunction::Absolute => "backend_absolute",
        MathFunction::Acos => "backend_acos",
        MathFunction::Asin => "backend_asin",
        MathFunction::Atan => "backend_atan",
        MathFunction::Atan2 => "backend_atan2",
        MathFunction::ExclusiveOr => "backend_exclusive_or",
        MathFunction::Ceiling => "backend_ceiling",
        MathFunction::Cos => "backend_cos",
        MathFunction::Cot => "backend_cot",
        MathFunction::Degrees => "backend_degrees",
        MathFunction::Exp => "backend_exp",
        MathFunction::Floor => "backend_floor",
        MathFunction::Ln => "backend_ln",
        MathFunction::Log => "backend_log",
        MathFunction::Modulo => "backend_modulo",
        MathFunction::Pi => "backend_pi",
        MathFunction::Power => "backend_power",
        MathFunction::Radians => "backend_radians",
        MathFunction::Round => "backend_round",
        MathFunction::Sign => "backend_sign",
        MathFunction::Sin => "backend_sin",
        MathFunction::Sqrt => "backend_sqrt",
        MathFunction::Tan => "backend_tan",
        other => return Err(Error::not_supported(Function::Math(other).flag())),
    };
    out.call(name, call.arguments);
    Ok(())
}
