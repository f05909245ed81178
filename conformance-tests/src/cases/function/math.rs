//! Functions of numbers that give doubles, and what numbers they refuse.

use std::f64::consts::{E, FRAC_PI_2, FRAC_PI_4, PI};

use backend_core::flag::Flag;
use backend_core::function;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, FunctionCall};
use backend_core::value::Decimal;

use super::{computed, expect_data_error, expect_refused, expect_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{four_artists, many_items};

const FLAG: &[Flag] = &[Flag::supports_math_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.math.absolute",
        absolute,
        "The absolute value of a number has no sign, and the kind of the number."
    )
    .requires(FLAG)
    .django("db_functions/math/test_abs.py"),
    case!(
        "function.math.absolute_out_of_range",
        absolute_out_of_range,
        "The smallest integer has no absolute value of 64 bits: an error, not another number."
    )
    .requires(FLAG),
    case!(
        "function.math.power",
        power,
        "A power is a double, also of integers."
    )
    .requires(FLAG)
    .django("db_functions/math/test_power.py"),
    case!(
        "function.math.power_without_value",
        power_without_value,
        "Zero to a negative power, and a root of a negative number, are errors."
    )
    .requires(FLAG),
    case!(
        "function.math.out_of_range",
        out_of_range,
        "A result that is too large or too small for a double is an error."
    )
    .requires(FLAG),
    case!(
        "function.math.angles",
        angles,
        "Sines, cosines, tangents and cotangents are of radians."
    )
    .requires(FLAG)
    .django("db_functions/math/test_sin.py"),
    case!(
        "function.math.inverse_angles",
        inverse_angles,
        "The inverse functions give the angle back."
    )
    .requires(FLAG)
    .django("db_functions/math/test_acos.py"),
    case!(
        "function.math.angle_of_a_point",
        angle_of_a_point,
        "The angle of a point is found in every quarter."
    )
    .requires(FLAG)
    .django("db_functions/math/test_atan2.py"),
    case!(
        "function.math.angle_without_value",
        angle_without_value,
        "No angle has a sine or cosine above 1: an error, not NULL."
    )
    .requires(FLAG),
    case!(
        "function.math.cotangent_of_zero",
        cotangent_of_zero,
        "The cotangent of 0 is infinite."
    )
    .requires(&[Flag::supports_math_functions, Flag::supports_float_infinity]),
    case!(
        "function.math.degrees_and_radians",
        degrees_and_radians,
        "Degrees become radians and back."
    )
    .requires(FLAG)
    .django("db_functions/math/test_degrees.py"),
    case!(
        "function.math.exponential_and_logarithm",
        exponential_and_logarithm,
        "The exponential function and the natural logarithm undo each other."
    )
    .requires(FLAG)
    .django("db_functions/math/test_exp.py"),
    case!(
        "function.math.logarithm_to_a_base",
        logarithm_to_a_base,
        "The base of a logarithm comes first; whole logarithms to 2 and 10 are exact."
    )
    .requires(FLAG)
    .django("db_functions/math/test_log.py"),
    case!(
        "function.math.logarithm_without_value",
        logarithm_without_value,
        "Logarithms of 0, of negative numbers and to the base 1 are errors."
    )
    .requires(FLAG),
    case!(
        "function.math.square_root",
        square_root,
        "A square root is a double, also of integers and decimals."
    )
    .requires(FLAG)
    .django("db_functions/math/test_sqrt.py"),
    case!(
        "function.math.square_root_of_negative",
        square_root_of_negative,
        "The square root of a negative number is an error, not NULL."
    )
    .requires(FLAG),
    case!(
        "function.math.pi",
        pi,
        "The number π has all digits of a double."
    )
    .requires(FLAG)
    .django("db_functions/math/test_pi.py"),
    case!(
        "function.math.random",
        random,
        "A number by chance is from 0 up to 1, and another one in each row."
    )
    .requires(FLAG)
    .django("db_functions/math/test_random.py"),
    case!(
        "function.math.exclusive_or",
        exclusive_or,
        "Exclusive or is of all 64 bits."
    )
    .requires(FLAG),
    case!("function.math.null", null, "A function of NULL is NULL.")
        .requires(FLAG)
        .django("db_functions/math/test_abs.py"),
    case!(
        "function.math.of_columns",
        of_columns,
        "Functions stand in conditions, in orders and inside each other."
    )
    .requires(FLAG)
    .django("db_functions/math/test_abs.py"),
    case!(
        "function.math.of_sea_query",
        of_sea_query,
        "The functions of numbers of sea_query mean the same as these."
    )
    .requires(FLAG),
    case!(
        "function.math.is_refused",
        is_refused,
        "Where numbers cannot be computed with, a function of numbers is refused with the flag."
    )
    .refuses(Flag::supports_math_functions),
];

/// Demands doubles, up to the last digits, which differ from machine to machine.
async fn expect_doubles(
    context: &mut Context,
    cases: impl IntoIterator<Item = (&'static str, FunctionCall, f64)>,
) -> Outcome {
    for (what, expression, expected) in cases {
        let (found,): (f64,) = computed(context, expression)
            .await
            .map_err(|failure| failure.within(what))?;
        let far = (found - expected).abs() > 1e-14 * expected.abs().max(1.0);
        expect(!far, || {
            format!("{what}: expected {expected}, found {found}")
        })?;
    }
    Ok(())
}

async fn absolute(context: &mut Context) -> Outcome {
    expect_value(context, "|-7|", function::absolute(bind(-7_i64)), 7_i64).await?;
    expect_value(context, "|7|", function::absolute(bind(7_i64)), 7_i64).await?;
    expect_value(context, "|-0.5|", function::absolute(bind(-0.5)), 0.5).await?;
    let decimal = Decimal::parse("-12345678901234567890.25")?;
    let expected = Decimal::parse("12345678901234567890.25")?;
    expect_value(
        context,
        "of a decimal",
        function::absolute(bind(decimal)),
        expected,
    )
    .await
}

async fn absolute_out_of_range(context: &mut Context) -> Outcome {
    expect_data_error(context, "|-2^63|", function::absolute(bind(i64::MIN))).await
}

async fn power(context: &mut Context) -> Outcome {
    let power = |base: i64, exponent: i64| function::power(bind(base), bind(exponent));
    expect_doubles(
        context,
        [
            ("2^-1", power(2, -1), 0.5),
            ("2^10", power(2, 10), 1024.0),
            ("-2^3", power(-2, 3), -8.0),
            ("0^0", power(0, 0), 1.0),
            (
                "2^0.5",
                function::power(bind(2_i64), bind(0.5)),
                2.0_f64.sqrt(),
            ),
        ],
    )
    .await
}

async fn power_without_value(context: &mut Context) -> Outcome {
    expect_data_error(context, "0^-1", function::power(bind(0_i64), bind(-1_i64))).await?;
    expect_data_error(context, "-8^0.5", function::power(bind(-8_i64), bind(0.5))).await
}

async fn out_of_range(context: &mut Context) -> Outcome {
    expect_data_error(
        context,
        "10^400",
        function::power(bind(10_i64), bind(400_i64)),
    )
    .await?;
    expect_data_error(
        context,
        "10^-400",
        function::power(bind(10_i64), bind(-400_i64)),
    )
    .await?;
    expect_data_error(context, "e^1000", function::exp(bind(1000_i64))).await?;
    expect_data_error(context, "e^-1000", function::exp(bind(-1000_i64))).await
}

async fn angles(context: &mut Context) -> Outcome {
    expect_doubles(
        context,
        [
            ("sin 0", function::sin(bind(0_i64)), 0.0),
            ("sin π/2", function::sin(bind(FRAC_PI_2)), 1.0),
            ("sin -2.7", function::sin(bind(-2.7)), (-2.7_f64).sin()),
            ("cos 0", function::cos(bind(0_i64)), 1.0),
            ("cos π", function::cos(bind(PI)), -1.0),
            ("tan π/4", function::tan(bind(FRAC_PI_4)), 1.0),
            ("tan 15.2", function::tan(bind(15.2)), 15.2_f64.tan()),
            ("cot 1", function::cot(bind(1_i64)), 1.0_f64.tan().recip()),
        ],
    )
    .await
}

async fn inverse_angles(context: &mut Context) -> Outcome {
    expect_doubles(
        context,
        [
            ("acos 1", function::acos(bind(1_i64)), 0.0),
            ("acos -1", function::acos(bind(-1_i64)), PI),
            ("asin 1", function::asin(bind(1_i64)), FRAC_PI_2),
            ("asin -0.5", function::asin(bind(-0.5)), (-0.5_f64).asin()),
            ("atan 1", function::atan(bind(1_i64)), FRAC_PI_4),
            ("atan 1e300", function::atan(bind(1e300)), FRAC_PI_2),
        ],
    )
    .await
}

async fn angle_of_a_point(context: &mut Context) -> Outcome {
    let of = |y: i64, x: i64| function::atan2(bind(y), bind(x));
    expect_doubles(
        context,
        [
            ("(1, 1)", of(1, 1), FRAC_PI_4),
            ("(-1, 1)", of(1, -1), 3.0 * FRAC_PI_4),
            ("(-1, -1)", of(-1, -1), -3.0 * FRAC_PI_4),
            ("(1, -1)", of(-1, 1), -FRAC_PI_4),
            ("(0, 0)", of(0, 0), 0.0),
        ],
    )
    .await
}

async fn angle_without_value(context: &mut Context) -> Outcome {
    expect_data_error(context, "acos 2", function::acos(bind(2_i64))).await?;
    expect_data_error(context, "asin -1.5", function::asin(bind(-1.5))).await
}

async fn cotangent_of_zero(context: &mut Context) -> Outcome {
    expect_value(context, "cot 0", function::cot(bind(0_i64)), f64::INFINITY).await
}

async fn degrees_and_radians(context: &mut Context) -> Outcome {
    expect_doubles(
        context,
        [
            ("π in degrees", function::degrees(bind(PI)), 180.0),
            ("180° in radians", function::radians(bind(180_i64)), PI),
            (
                "-90° in radians",
                function::radians(bind(-90_i64)),
                -FRAC_PI_2,
            ),
        ],
    )
    .await
}

async fn exponential_and_logarithm(context: &mut Context) -> Outcome {
    expect_doubles(
        context,
        [
            ("e^0", function::exp(bind(0_i64)), 1.0),
            ("e^1", function::exp(bind(1_i64)), E),
            ("ln 1", function::ln(bind(1_i64)), 0.0),
            ("ln e^2.5", function::ln(function::exp(bind(2.5))), 2.5),
        ],
    )
    .await
}

async fn logarithm_to_a_base(context: &mut Context) -> Outcome {
    let log = |base: i64, number: i64| function::log(bind(base), bind(number));
    expect_value(context, "log 1000 to 10", log(10, 1000), 3.0).await?;
    expect_value(context, "log 1024 to 2", log(2, 1024), 10.0).await?;
    expect_doubles(
        context,
        [
            ("log 81 to 3", log(3, 81), 4.0),
            ("log 2 to 8", log(8, 2), 1.0 / 3.0),
            (
                "log 0.25 to 2",
                function::log(bind(2_i64), bind(0.25)),
                -2.0,
            ),
        ],
    )
    .await
}

async fn logarithm_without_value(context: &mut Context) -> Outcome {
    expect_data_error(context, "ln 0", function::ln(bind(0_i64))).await?;
    expect_data_error(context, "ln -1", function::ln(bind(-1_i64))).await?;
    let log = |base: i64, number: i64| function::log(bind(base), bind(number));
    expect_data_error(context, "log 0 to 10", log(10, 0)).await?;
    expect_data_error(context, "log -5 to 2", log(2, -5)).await?;
    expect_data_error(context, "log 5 to 0", log(0, 5)).await?;
    expect_data_error(context, "log 5 to 1", log(1, 5)).await
}

async fn square_root(context: &mut Context) -> Outcome {
    expect_value(context, "of 16", function::sqrt(bind(16_i64)), 4.0).await?;
    expect_value(context, "of 2.25", function::sqrt(bind(2.25)), 1.5).await?;
    let decimal = Decimal::parse("12.25")?;
    expect_value(context, "of a decimal", function::sqrt(bind(decimal)), 3.5).await
}

async fn square_root_of_negative(context: &mut Context) -> Outcome {
    expect_data_error(context, "of -1", function::sqrt(bind(-1_i64))).await
}

async fn pi(context: &mut Context) -> Outcome {
    expect_value(context, "π", function::pi(), PI).await
}

async fn random(context: &mut Context) -> Outcome {
    many_items(context, 200).await?;
    let mut select = Query::select();
    select.expr_as(function::random(), "value").from("item");
    let mut found: Vec<f64> = context
        .fetch_query::<(f64,)>(&select.into())
        .await?
        .into_iter()
        .map(|(number,)| number)
        .collect();
    expect(
        found.iter().all(|number| (0.0..1.0).contains(number)),
        || format!("a number is not from 0 up to 1: {found:?}"),
    )?;
    found.sort_by(f64::total_cmp);
    found.dedup();
    expect_eq("different numbers", found.len(), 200)?;
    // That none of 200 is in one half is less likely than that the machine fails.
    expect(found.first().is_some_and(|least| *least < 0.5), || {
        "all are large".into()
    })?;
    expect(found.last().is_some_and(|most| *most > 0.5), || {
        "all are small".into()
    })
}

async fn exclusive_or(context: &mut Context) -> Outcome {
    for (left, right, expected) in [
        (0b1100, 0b1010, 0b0110),
        (-1, 1, -2),
        (i64::MIN, i64::MAX, -1),
        (i64::MIN, -1, i64::MAX),
        (7, 7, 0),
    ] {
        let expression = function::exclusive_or(bind(left), bind(right));
        expect_value(
            context,
            &format!("{left} xor {right}"),
            expression,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn null(context: &mut Context) -> Outcome {
    let nothing = || bind(None::<f64>);
    for (what, expression) in [
        ("absolute", function::absolute(nothing())),
        ("atan2", function::atan2(bind(1.0), nothing())),
        ("ceiling", function::ceiling(nothing())),
        ("exp", function::exp(nothing())),
        ("log", function::log(nothing(), bind(2.0))),
        ("modulo", function::modulo(bind(1.0), nothing())),
        ("power", function::power(nothing(), bind(2.0))),
        ("round", function::round(nothing(), bind(2_i64))),
        ("round to", function::round(bind(1.5), bind(None::<i64>))),
        ("sign", function::sign(nothing())),
        ("sqrt", function::sqrt(nothing())),
    ] {
        expect_value(context, what, expression, None::<f64>).await?;
    }
    let nothing = function::exclusive_or(bind(1_i64), bind(None::<i64>));
    expect_value(context, "xor", nothing, None::<i64>).await
}

async fn of_columns(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let distance = || function::absolute(Expr::col("born").sub(bind(1815_i64)));
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .and_where(Expr::from(function::sqrt(distance())).lt(bind(3.0)))
        .order_by_expr(distance().into(), backend_core::sea_query::Order::Desc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("nearest to 1815", found, [(3,), (2,)])
}

async fn of_sea_query(context: &mut Context) -> Outcome {
    let found = Func::abs(Expr::from(bind(-7_i64)));
    expect_value(context, "abs", found, 7_i64).await?;
    expect_value(context, "round", Func::round(bind(2.5)), 3.0).await?;
    let places = Func::round_with_precision(bind(1.005), bind(2_i64));
    expect_value(context, "round to", places, 1.01).await?;
    let (found,): (f64,) = computed(context, Func::random()).await?;
    expect((0.0..1.0).contains(&found), || {
        format!("random gave {found}")
    })
}

async fn is_refused(context: &mut Context) -> Outcome {
    let expression = function::absolute(bind(-7_i64));
    expect_refused(context, Flag::supports_math_functions, expression).await
}
