//! Functions of numbers that keep the kind of the number: rounding and remainders.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::function;
use backend_core::query::bind;
use backend_core::value::Decimal;

use super::{expect_data_error, expect_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const FLAG: &[Flag] = &[Flag::supports_math_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.round.halves_away_from_zero",
        halves,
        "Halves are rounded away from zero, doubles and decimals alike."
    )
    .requires(FLAG)
    .django("db_functions/math/test_round.py"),
    case!(
        "function.round.places",
        places,
        "A number is rounded to places behind the point."
    )
    .requires(FLAG)
    .django("db_functions/math/test_round.py"),
    case!(
        "function.round.negative_places",
        negative_places,
        "Negative places are before the point, of integers too."
    )
    .requires(FLAG)
    .django("db_functions/math/test_round.py"),
    case!(
        "function.round.double_as_printed",
        double_as_printed,
        "A double is rounded as the shortest decimal that it is printed as."
    )
    .requires(FLAG),
    case!(
        "function.round.decimal_is_exact",
        decimal_is_exact,
        "A decimal of many digits is rounded without loss."
    )
    .requires(FLAG),
    case!(
        "function.round.integer_keeps_its_digits",
        integer_keeps_digits,
        "An integer beyond the digits of a double is rounded, cut up and down without loss."
    )
    .requires(FLAG),
    case!(
        "function.round.infinite",
        infinite,
        "An infinite double stays what it is."
    )
    .requires(&[Flag::supports_math_functions, Flag::supports_float_infinity]),
    case!(
        "function.ceiling.up",
        ceiling,
        "The ceiling is the next whole number that is not below."
    )
    .requires(FLAG)
    .django("db_functions/math/test_ceil.py"),
    case!(
        "function.floor.down",
        floor,
        "The floor is the next whole number that is not above."
    )
    .requires(FLAG)
    .django("db_functions/math/test_floor.py"),
    case!(
        "function.modulo.sign_of_the_dividend",
        modulo_sign,
        "A remainder has the sign of the dividend."
    )
    .requires(FLAG)
    .django("db_functions/math/test_mod.py"),
    case!(
        "function.modulo.decimals_and_doubles",
        modulo_exact,
        "A remainder of decimals and doubles is exact in decimals."
    )
    .requires(FLAG)
    .django("db_functions/math/test_mod.py"),
    case!(
        "function.modulo.by_zero",
        modulo_by_zero,
        "A remainder of a division by zero is an error, not NULL."
    )
    .requires(FLAG),
    case!(
        "function.modulo.of_the_smallest",
        modulo_of_smallest,
        "The smallest integer divided by -1 leaves nothing, and is no error."
    )
    .requires(FLAG),
    case!(
        "function.sign.integer",
        sign,
        "The sign of a number is -1, 0 or 1."
    )
    .requires(FLAG)
    .django("db_functions/math/test_sign.py"),
];

fn decimal(text: &str) -> Result<Decimal> {
    Decimal::parse(text)
}

async fn halves(context: &mut Context) -> Outcome {
    for (number, expected) in [(0.5, 1.0), (1.5, 2.0), (2.5, 3.0), (-2.5, -3.0), (2.4, 2.0)] {
        let expression = function::round(bind(number), bind(0_i64));
        expect_value(context, &format!("{number}"), expression, expected).await?;
    }
    for (number, expected) in [("0.5", "1"), ("2.5", "3"), ("-2.5", "-3"), ("-0.4", "0")] {
        let expression = function::round(bind(decimal(number)?), bind(0_i64));
        expect_value(context, number, expression, decimal(expected)?).await?;
    }
    Ok(())
}

async fn places(context: &mut Context) -> Outcome {
    for (number, places, expected) in [
        ("3.14159", 2_i64, "3.14"),
        ("9.99", 1, "10.0"),
        ("0.05", 1, "0.1"),
        ("1.5", 5, "1.5"),
        ("-7.125", 2, "-7.13"),
    ] {
        let of_decimal = function::round(bind(decimal(number)?), bind(places));
        expect_value(context, number, of_decimal, decimal(expected)?).await?;
        let of_double = function::round(bind(decimal(number)?.to_f64()), bind(places));
        expect_value(context, number, of_double, decimal(expected)?.to_f64()).await?;
    }
    Ok(())
}

async fn negative_places(context: &mut Context) -> Outcome {
    for (number, places, expected) in [
        (12_345_i64, -2_i64, 12_300_i64),
        (12_355, -1, 12_360),
        (-150, -2, -200),
        (49, -2, 0),
        (50, -2, 100),
        (7, -5, 0),
    ] {
        let expression = function::round(bind(number), bind(places));
        let what = format!("{number} to {places}");
        expect_value(context, &what, expression, expected).await?;
    }
    let expression = function::round(bind(1234.5), bind(-2_i64));
    expect_value(context, "1234.5 to -2", expression, 1200.0).await
}

async fn double_as_printed(context: &mut Context) -> Outcome {
    for (number, places, expected) in [
        (1.005, 2_i64, 1.01),
        (2.675, 2, 2.68),
        (0.123_456_789_012_345_67, 16, 0.123_456_789_012_345_7),
        (1e300, 2, 1e300),
        (1e-300, 2, 0.0),
    ] {
        let expression = function::round(bind(number), bind(places));
        expect_value(context, &format!("{number}"), expression, expected).await?;
    }
    Ok(())
}

async fn decimal_is_exact(context: &mut Context) -> Outcome {
    let number = decimal("98765432109876543210.987654321098765")?;
    let expression = function::round(bind(number.clone()), bind(10_i64));
    let expected = decimal("98765432109876543210.9876543211")?;
    expect_value(context, "rounded", expression, expected).await?;
    let expected = decimal("98765432109876543211")?;
    expect_value(
        context,
        "up",
        function::ceiling(bind(number.clone())),
        expected,
    )
    .await?;
    let expected = decimal("98765432109876543210")?;
    expect_value(context, "down", function::floor(bind(number)), expected).await
}

async fn integer_keeps_digits(context: &mut Context) -> Outcome {
    let number = 9_007_199_254_740_993_i64;
    let rounded = function::round(bind(number), bind(0_i64));
    expect_value(context, "rounded", rounded, number).await?;
    expect_value(context, "up", function::ceiling(bind(number)), number).await?;
    expect_value(context, "down", function::floor(bind(number)), number).await
}

async fn infinite(context: &mut Context) -> Outcome {
    let rounded = function::round(bind(f64::NEG_INFINITY), bind(2_i64));
    expect_value(context, "rounded", rounded, f64::NEG_INFINITY).await?;
    let up = function::ceiling(bind(f64::INFINITY));
    expect_value(context, "up", up, f64::INFINITY).await
}

async fn ceiling(context: &mut Context) -> Outcome {
    for (number, expected) in [
        (1.2, 2.0),
        (-1.2, -1.0),
        (3.0, 3.0),
        (-0.001, 0.0),
        (1e300, 1e300),
    ] {
        let expression = function::ceiling(bind(number));
        expect_value(context, &format!("{number}"), expression, expected).await?;
    }
    for (number, expected) in [("1.2", "2"), ("-1.2", "-1"), ("0.001", "1"), ("3.00", "3")] {
        let expression = function::ceiling(bind(decimal(number)?));
        expect_value(context, number, expression, decimal(expected)?).await?;
    }
    expect_value(
        context,
        "of an integer",
        function::ceiling(bind(-7_i64)),
        -7_i64,
    )
    .await
}

async fn floor(context: &mut Context) -> Outcome {
    for (number, expected) in [(1.8, 1.0), (-1.2, -2.0), (3.0, 3.0), (-0.001, -1.0)] {
        let expression = function::floor(bind(number));
        expect_value(context, &format!("{number}"), expression, expected).await?;
    }
    for (number, expected) in [
        ("1.8", "1"),
        ("-1.2", "-2"),
        ("-0.001", "-1"),
        ("3.00", "3"),
    ] {
        let expression = function::floor(bind(decimal(number)?));
        expect_value(context, number, expression, decimal(expected)?).await?;
    }
    expect_value(
        context,
        "of an integer",
        function::floor(bind(-7_i64)),
        -7_i64,
    )
    .await
}

async fn modulo_sign(context: &mut Context) -> Outcome {
    for (dividend, divisor, expected) in [
        (7_i64, 3_i64, 1_i64),
        (-7, 3, -1),
        (7, -3, 1),
        (-7, -3, -1),
        (6, 3, 0),
    ] {
        let expression = function::modulo(bind(dividend), bind(divisor));
        expect_value(
            context,
            &format!("{dividend} by {divisor}"),
            expression,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn modulo_exact(context: &mut Context) -> Outcome {
    for (dividend, divisor, expected) in [(5.5, 0.1, 0.0), (-5.4, 3.8, -1.6), (5.5, 2.05, 1.4)] {
        let expression = function::modulo(bind(dividend), bind(divisor));
        expect_value(
            context,
            &format!("{dividend} by {divisor}"),
            expression,
            expected,
        )
        .await?;
    }
    let (dividend, divisor) = (decimal("12345678901234567890.5")?, decimal("0.7")?);
    let expression = function::modulo(bind(dividend), bind(divisor));
    expect_value(context, "of decimals", expression, decimal("0.1")?).await?;
    let mixed = function::modulo(bind(7.5), bind(2_i64));
    expect_value(context, "of a double and an integer", mixed, 1.5).await
}

async fn modulo_by_zero(context: &mut Context) -> Outcome {
    let zero = function::modulo(bind(5_i64), bind(0_i64));
    expect_data_error(context, "of integers", zero).await?;
    let zero = function::modulo(bind(5.5), bind(0.0));
    expect_data_error(context, "of doubles", zero).await
}

async fn modulo_of_smallest(context: &mut Context) -> Outcome {
    let expression = function::modulo(bind(i64::MIN), bind(-1_i64));
    expect_value(context, "-2^63 by -1", expression, 0_i64).await
}

async fn sign(context: &mut Context) -> Outcome {
    for (number, expected) in [(-7_i64, -1_i64), (0, 0), (i64::MAX, 1)] {
        let expression = function::sign(bind(number));
        expect_value(context, &format!("{number}"), expression, expected).await?;
    }
    for (number, expected) in [(-0.001, -1_i64), (0.0, 0), (1e300, 1)] {
        let expression = function::sign(bind(number));
        expect_value(context, &format!("{number}"), expression, expected).await?;
    }
    let expression = function::sign(bind(decimal("-0.0000000000000000000001")?));
    expect_value(context, "of a decimal", expression, -1_i64).await
}
