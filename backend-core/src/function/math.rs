//! Functions of numbers.
//!
//! What gives a double takes numbers of every kind. What keeps the kind of its argument ([`absolute`], [`ceiling`], [`floor`],
//! [`modulo`], [`round`]) is exact for integers, and for decimals where the server has them; a server may hand out the whole
//! numbers of an integer as decimals.
//!
//! A number for which a function has no value (the root of -1, the logarithm of 0), a division by zero and a result beyond
//! what the kind can hold are errors of kind [`Data`](crate::error::ErrorKind::Data), never NULL. NULL in gives NULL.

use sea_query::{Expr, FunctionCall};

functions! {
    /// Functions of numbers.
    MathFunction = "math" {
        /// `|x|`: [`absolute`].
        Absolute(1) = "absolute", supports_math_functions;
        /// The angle of a cosine: [`acos`].
        Acos(1) = "acos", supports_math_functions;
        /// The angle of a sine: [`asin`].
        Asin(1) = "asin", supports_math_functions;
        /// The angle of a tangent: [`atan`].
        Atan(1) = "atan", supports_math_functions;
        /// The angle of a point: [`atan2`].
        Atan2(2) = "atan2", supports_math_functions;
        /// Exclusive or of bits: [`exclusive_or`].
        ExclusiveOr(2) = "exclusive_or", supports_math_functions;
        /// The next whole number above: [`ceiling`].
        Ceiling(1) = "ceiling", supports_math_functions;
        /// Cosine: [`cos`].
        Cos(1) = "cos", supports_math_functions;
        /// Cotangent: [`cot`].
        Cot(1) = "cot", supports_math_functions;
        /// Radians to degrees: [`degrees`].
        Degrees(1) = "degrees", supports_math_functions;
        /// `e` raised to `x`: [`exp`].
        Exp(1) = "exp", supports_math_functions;
        /// The next whole number below: [`floor`].
        Floor(1) = "floor", supports_math_functions;
        /// Natural logarithm: [`ln`].
        Ln(1) = "ln", supports_math_functions;
        /// Logarithm to a base: [`log`].
        Log(2) = "log", supports_math_functions;
        /// Remainder: [`modulo`].
        Modulo(2) = "modulo", supports_math_functions;
        /// π: [`pi`].
        Pi(0) = "pi", supports_math_functions;
        /// `x` raised to `y`: [`power`].
        Power(2) = "power", supports_math_functions;
        /// Degrees to radians: [`radians`].
        Radians(1) = "radians", supports_math_functions;
        /// A number by chance: [`random`].
        Random(0) = "random", supports_math_functions;
        /// Rounding: [`round`].
        Round(1..=2) = "round", supports_math_functions;
        /// −1, 0 or 1: [`sign`].
        Sign(1) = "sign", supports_math_functions;
        /// Sine: [`sin`].
        Sin(1) = "sin", supports_math_functions;
        /// Square root: [`sqrt`].
        Sqrt(1) = "sqrt", supports_math_functions;
        /// Tangent: [`tan`].
        Tan(1) = "tan", supports_math_functions;
    }
}

macro_rules! doubles {
    ($($(#[doc = $doc:literal])+ $name:ident: $function:ident;)+) => {$(
        $(#[doc = $doc])+
        pub fn $name(number: impl Into<Expr>) -> FunctionCall {
            MathFunction::$function.call().arg(number)
        }
    )+};
}

doubles! {
    /// The angle in radians, from 0 to π, whose cosine the number is: a double. The number is from −1 to 1.
    acos: Acos;
    /// The angle in radians, from −π/2 to π/2, whose sine the number is: a double. The number is from −1 to 1.
    asin: Asin;
    /// The angle in radians, between −π/2 and π/2, whose tangent the number is: a double.
    atan: Atan;
    /// The cosine of an angle in radians: a double.
    cos: Cos;
    /// The cotangent of an angle in radians: a double, which is infinite at 0.
    cot: Cot;
    /// An angle in radians, in degrees: a double.
    degrees: Degrees;
    /// `e` raised to the number: a double.
    exp: Exp;
    /// The natural logarithm of a number above 0: a double.
    ln: Ln;
    /// An angle in degrees, in radians: a double.
    radians: Radians;
    /// The sine of an angle in radians: a double.
    sin: Sin;
    /// The square root of a number that is not below 0: a double.
    sqrt: Sqrt;
    /// The tangent of an angle in radians: a double.
    tan: Tan;
}

/// The number without its sign, of the same kind.
pub fn absolute(number: impl Into<Expr>) -> FunctionCall {
    MathFunction::Absolute.call().arg(number)
}

/// The angle in radians, above −π and up to π, of the point (`x`, `y`): a double.
pub fn atan2(y: impl Into<Expr>, x: impl Into<Expr>) -> FunctionCall {
    MathFunction::Atan2.call().arg(y).arg(x)
}

/// The bits of two 64-bit integers that are set in one and not in the other: a 64-bit integer.
///
/// For and, or and shifts by 0 to 63, `sea_query`'s operators mean the same to every vendor.
pub fn exclusive_or(left: impl Into<Expr>, right: impl Into<Expr>) -> FunctionCall {
    MathFunction::ExclusiveOr.call().arg(left).arg(right)
}

/// The smallest whole number that is not below the number, of the same kind.
pub fn ceiling(number: impl Into<Expr>) -> FunctionCall {
    MathFunction::Ceiling.call().arg(number)
}

/// The largest whole number that is not above the number, of the same kind.
pub fn floor(number: impl Into<Expr>) -> FunctionCall {
    MathFunction::Floor.call().arg(number)
}

/// The logarithm of a number above 0 to a base above 0 other than 1: a double.
pub fn log(base: impl Into<Expr>, number: impl Into<Expr>) -> FunctionCall {
    MathFunction::Log.call().arg(base).arg(number)
}

/// What remains of a division whose quotient is whole; it has the sign of the dividend, and a kind that holds both.
///
/// A double is taken for the shortest decimal that it is printed as: `5.5` modulo `0.1` is 0.
pub fn modulo(dividend: impl Into<Expr>, divisor: impl Into<Expr>) -> FunctionCall {
    MathFunction::Modulo.call().arg(dividend).arg(divisor)
}

/// π, as a double.
pub fn pi() -> FunctionCall {
    MathFunction::Pi.call()
}

/// `base` raised to `exponent`, as a double.
///
/// 0 to a power below 0, a number below 0 to a power that is not whole, and a result too large or too small for a double
/// are errors.
pub fn power(base: impl Into<Expr>, exponent: impl Into<Expr>) -> FunctionCall {
    MathFunction::Power.call().arg(base).arg(exponent)
}

/// A number by chance, as a double from 0 up to but not 1, another one for each row. Not for secrets.
pub fn random() -> FunctionCall {
    MathFunction::Random.call()
}

/// The number rounded to so many decimal places, of the same kind; halves go away from zero.
///
/// Negative places are before the point. A double is taken for the shortest decimal that it is printed as: 1.005 to two places
/// is 1.01.
pub fn round(number: impl Into<Expr>, places: impl Into<Expr>) -> FunctionCall {
    MathFunction::Round.call().arg(number).arg(places)
}

/// −1 of a number below 0, 0 of 0, 1 of a number above 0: an integer.
pub fn sign(number: impl Into<Expr>) -> FunctionCall {
    MathFunction::Sign.call().arg(number)
}
