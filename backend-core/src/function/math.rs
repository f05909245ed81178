//! Functions of numbers.

use sea_query::{Expr, FunctionCall};

functions! {
    /// Functions of numbers.
    MathFunction = "math" {
        /// `|x|`: [`absolute`].
        Absolute(1) = "absolute", supports_math_functions;
        /// `x` raised to `y`: [`power`].
        Power(2) = "power", supports_math_functions;
    }
}

/// The number without its sign.
pub fn absolute(number: impl Into<Expr>) -> FunctionCall {
    MathFunction::Absolute.call().arg(number)
}

/// `base` raised to `exponent`, as a double.
pub fn power(base: impl Into<Expr>, exponent: impl Into<Expr>) -> FunctionCall {
    MathFunction::Power.call().arg(base).arg(exponent)
}
