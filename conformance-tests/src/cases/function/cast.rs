//! Casts between booleans and numbers.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function::cast;
use backend_core::model::ColumnType;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Order};
use backend_core::value::{Decimal, Value};

use super::{computed, expect_computed, expect_refused_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{row, table};

const DJANGO: &str = "db_functions/comparison/test_cast.py";

pub(super) const CASES: &[CaseDef] = &[
    case!("function.cast.double_to_integer", double_to_integer, "A double becomes the nearest integer, and of two the even one.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.decimal_to_integer", decimal_to_integer, "A decimal becomes the nearest integer, halves away from 0.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.integers_out_of_range", integers_out_of_range, "A number out of the range of an integer is an error, not another number.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.to_decimal_rounds", to_decimal_rounds, "A decimal is rounded to the digits of its type, halves away from 0, and filled up with zeros.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.to_decimal_without_room", to_decimal_without_room, "A decimal with more digits before the point than its type has is an error.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.double_to_decimal", double_to_decimal, "A double becomes the shortest decimal that means it.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.decimal_to_double", decimal_to_double, "A decimal becomes the nearest double; one beyond them all is an error.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.integer_to_double", integer_to_double, "An integer becomes the nearest double.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.double_to_real", double_to_real, "A double becomes the nearest real; one beyond them all is an error.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.boolean_to_number", boolean_to_number, "A boolean becomes 1 or 0, in every type of numbers.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.number_to_boolean", number_to_boolean, "A number becomes whether it is another than 0.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.json_to_scalars", json_to_scalars, "A document of nothing but a number or boolean becomes it; JSON's null becomes NULL, and another document is an error.")
        .requires(&[Flag::supports_casts, Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.cast.null_stays_null", null_stays_null, "NULL stays NULL in every pair of types.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.columns", columns, "Columns are cast, in what is selected, in conditions and orders.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.pairs_without_meaning", pairs_without_meaning, "A pair of types without a cast is refused when the query is built.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.is_refused", is_refused, "Where values cannot be cast, a cast is refused with the flag.")
        .refuses(Flag::supports_casts),
];

use ColumnType::{BigInteger, Boolean, Double, Integer, Real, SmallInteger};

pub(super) const fn decimal(precision: u32, scale: i32) -> ColumnType {
    ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(scale),
    }
}

pub(super) const ANY_DECIMAL: ColumnType = ColumnType::Decimal {
    precision: None,
    scale: None,
};

async fn double_to_integer(context: &mut Context) -> Outcome {
    for (number, expected) in [
        (0.5_f64, 0_i64),
        (1.5, 2),
        (2.5, 2),
        (-0.5, 0),
        (-1.5, -2),
        (-2.5, -2),
        (2.500_000_1, 3),
        (0.499_999_999_999_999_94, 0),
        (1e15, 1_000_000_000_000_000),
        (-9_223_372_036_854_775_808.0, i64::MIN),
    ] {
        let found = cast(bind(number), &Double, &BigInteger);
        expect_computed(context, &number.to_string(), found, expected).await?;
    }
    let found = cast(bind(-3.5_f64), &Double, &Integer);
    expect_computed(context, "into 32 bits", found, -4_i64).await
}

async fn decimal_to_integer(context: &mut Context) -> Outcome {
    for (number, expected) in [
        ("0.5", 1_i64),
        ("1.5", 2),
        ("2.5", 3),
        ("-2.5", -3),
        ("2.4999999999999999999999", 2),
        ("9223372036854775807.4", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        let found = cast(bind(number.parse::<Decimal>()?), &ANY_DECIMAL, &BigInteger);
        expect_computed(context, number, found, expected).await?;
    }
    Ok(())
}

async fn integers_out_of_range(context: &mut Context) -> Outcome {
    for (number, to) in [
        (32_768_i64, SmallInteger),
        (-32_769, SmallInteger),
        (2_147_483_648, Integer),
        (-2_147_483_649, Integer),
    ] {
        let found = cast(bind(number), &BigInteger, &to);
        expect_refused_value(context, &format!("{number} as {to:?}"), found).await?;
    }
    for number in [9_223_372_036_854_775_808.0_f64, -1e19, 1e300] {
        let found = cast(bind(number), &Double, &BigInteger);
        expect_refused_value(context, &number.to_string(), found).await?;
    }
    for number in ["9223372036854775807.5", "-9223372036854775809", "1e30"] {
        let found = cast(bind(number.parse::<Decimal>()?), &ANY_DECIMAL, &BigInteger);
        expect_refused_value(context, number, found).await?;
    }
    let found = cast(bind(32_767_i64), &BigInteger, &SmallInteger);
    expect_computed(context, "the largest", found, 32_767_i64).await
}

pub(super) async fn expect_digits(
    context: &mut Context,
    what: &str,
    value: impl Into<Expr>,
    expected: &str,
) -> Outcome {
    let (found,): (Decimal,) = computed(context, value).await?;
    expect_eq(what, found.as_str(), expected)
}

/// [`expect_digits`] of a decimal whose digits no type says: a server whose decimals have few has as many behind the point as
/// their type.
pub(super) async fn expect_worth(
    context: &mut Context,
    what: &str,
    value: impl Into<Expr>,
    expected: &str,
) -> Outcome {
    if keeps_digits(context, 1_000) {
        return expect_digits(context, what, value, expected).await;
    }
    let (found,): (Decimal,) = computed(context, value).await?;
    expect_eq(what, found, expected.parse::<Decimal>()?)
}

/// Whether decimals have so many digits.
pub(super) fn keeps_digits(context: &Context, digits: u32) -> bool {
    let most = context.features().max_decimal_digits;
    most.is_none_or(|most| most >= digits)
}

async fn to_decimal_rounds(context: &mut Context) -> Outcome {
    for (number, to, expected) in [
        ("1.005", decimal(9, 2), "1.01"),
        ("1.004999", decimal(9, 2), "1.00"),
        ("-1.005", decimal(9, 2), "-1.01"),
        ("1.5", decimal(9, 0), "2"),
        ("0.5", decimal(1, 0), "1"),
        ("7", decimal(9, 3), "7.000"),
        ("9.99", decimal(3, 1), "10.0"),
        ("-0.004", decimal(9, 2), "0.00"),
        ("1.50", ANY_DECIMAL, "1.50"),
        (
            "12345678901234567890.123456789",
            decimal(29, 9),
            "12345678901234567890.123456789",
        ),
    ] {
        let found = cast(bind(number.parse::<Decimal>()?), &ANY_DECIMAL, &to);
        expect_digits(context, number, found, expected).await?;
    }
    let found = cast(bind(42_i64), &BigInteger, &decimal(5, 2));
    expect_digits(context, "an integer", found, "42.00").await
}

async fn to_decimal_without_room(context: &mut Context) -> Outcome {
    for (number, to) in [
        ("1000", decimal(5, 2)),
        ("999.995", decimal(5, 2)),
        ("-1000", decimal(5, 2)),
        ("1", decimal(2, 2)),
        ("0.995", decimal(2, 2)),
    ] {
        let found = cast(bind(number.parse::<Decimal>()?), &ANY_DECIMAL, &to);
        expect_refused_value(context, number, found).await?;
    }
    let found = cast(
        bind("999.994".parse::<Decimal>()?),
        &ANY_DECIMAL,
        &decimal(5, 2),
    );
    expect_digits(context, "the largest", found, "999.99").await
}

async fn double_to_decimal(context: &mut Context) -> Outcome {
    for (number, to, expected) in [
        (0.1_f64, ANY_DECIMAL, "0.1"),
        (1.0 / 3.0, ANY_DECIMAL, "0.3333333333333333"),
        (1e21, ANY_DECIMAL, "1000000000000000000000"),
        (-2.5, ANY_DECIMAL, "-2.5"),
        (1.005, decimal(9, 2), "1.01"),
        (2.0, decimal(9, 2), "2.00"),
    ] {
        let found = cast(bind(number), &Double, &to);
        expect_worth(context, &number.to_string(), found, expected).await?;
    }
    let found = cast(bind(0.1_f32), &Real, &ANY_DECIMAL);
    expect_worth(context, "a real", found, "0.1").await
}

async fn decimal_to_double(context: &mut Context) -> Outcome {
    for (number, expected) in [
        ("0.1", 0.1_f64),
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("1e300", 1e300),
        ("-0.00", 0.0),
    ] {
        if number == "1e300" && !keeps_digits(context, 301) {
            continue;
        }
        let found = cast(bind(number.parse::<Decimal>()?), &ANY_DECIMAL, &Double);
        expect_computed(context, number, found, expected).await?;
    }
    for number in ["1e400", "-1e400"] {
        if !keeps_digits(context, 401) {
            continue;
        }
        let found = cast(bind(number.parse::<Decimal>()?), &ANY_DECIMAL, &Double);
        expect_refused_value(context, number, found).await?;
    }
    Ok(())
}

async fn integer_to_double(context: &mut Context) -> Outcome {
    for (number, expected) in [
        (7_i64, 7.0_f64),
        (9_007_199_254_740_993, 9_007_199_254_740_992.0),
        (i64::MIN, -9_223_372_036_854_775_808.0),
    ] {
        let found = cast(bind(number), &BigInteger, &Double);
        let (found,): (Value,) = computed(context, found).await?;
        expect_eq(&number.to_string(), found, Value::F64(expected))?;
    }
    // A quotient tells that it is one.
    let half = Expr::from(cast(bind(1_i64), &BigInteger, &Double)).div(2);
    expect_computed(context, "a half", half, 0.5_f64).await
}

async fn double_to_real(context: &mut Context) -> Outcome {
    for number in [0.1_f64, -1.0 / 3.0, 16_777_217.0, 1.5] {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the nearest is what is expected"
        )]
        let expected = number as f32;
        let found = cast(bind(number), &Double, &Real);
        expect_computed(context, &number.to_string(), found, expected).await?;
    }
    let found = cast(bind(1e300_f64), &Double, &Real);
    expect_refused_value(context, "1e300", found).await
}

async fn boolean_to_number(context: &mut Context) -> Outcome {
    for (value, expected) in [(true, 1_i64), (false, 0)] {
        for to in [SmallInteger, Integer, BigInteger, Real, Double] {
            let found = cast(bind(value), &Boolean, &to);
            expect_computed(context, &format!("{value} as {to:?}"), found, expected).await?;
        }
        for to in [ANY_DECIMAL, decimal(3, 0)] {
            let found = cast(bind(value), &Boolean, &to);
            expect_digits(context, "a decimal", found, &expected.to_string()).await?;
        }
    }
    Ok(())
}

async fn number_to_boolean(context: &mut Context) -> Outcome {
    for (value, of, expected) in [
        (bind(0_i64), BigInteger, false),
        (bind(1_i64), BigInteger, true),
        (bind(-7_i32), Integer, true),
        (bind(0.0_f64), Double, false),
        (bind(0.1_f64), Double, true),
        (bind("0.00".parse::<Decimal>()?), ANY_DECIMAL, false),
        (bind("0.01".parse::<Decimal>()?), ANY_DECIMAL, true),
    ] {
        let found = cast(value, &of, &Boolean);
        expect_computed(context, &format!("{of:?}"), found, expected).await?;
    }
    Ok(())
}

async fn json_to_scalars(context: &mut Context) -> Outcome {
    let json = |text: &str| super::json::document(text);
    let of = &ColumnType::Json;
    expect_computed(
        context,
        "an integer",
        cast(json("42"), of, &BigInteger),
        Some(42_i64),
    )
    .await?;
    expect_computed(
        context,
        "rounded",
        cast(json("1.5"), of, &Integer),
        Some(2_i64),
    )
    .await?;
    expect_computed(
        context,
        "a double",
        cast(json("0.1"), of, &Double),
        Some(0.1_f64),
    )
    .await?;
    expect_computed(
        context,
        "a boolean",
        cast(json("true"), of, &Boolean),
        Some(true),
    )
    .await?;
    expect_digits(
        context,
        "a decimal",
        cast(json("1.005"), of, &decimal(9, 2)),
        "1.01",
    )
    .await?;
    for to in [BigInteger, Double, Boolean, ANY_DECIMAL] {
        let found = cast(json("null"), of, &to);
        expect_computed(context, "null", found, None::<i64>).await?;
        let found = cast(json("\"1\""), of, &to);
        expect_refused_value(context, "a string", found).await?;
    }
    for (value, from, expected) in [
        (bind(true), Boolean, "true"),
        (bind(7_i64), BigInteger, "7"),
        (bind(0.5_f64), Double, "0.5"),
        (bind("1.50".parse::<Decimal>()?), ANY_DECIMAL, "1.50"),
    ] {
        let found = cast(value, &from, of);
        expect_computed(context, expected, found, Some(super::json::json(expected))).await?;
    }
    Ok(())
}

async fn null_stays_null(context: &mut Context) -> Outcome {
    let time = || ColumnType::Time { precision: None };
    let timestamp = || ColumnType::Timestamp { precision: None };
    let instant = || ColumnType::TimestampTz { precision: None };
    let text = ColumnType::Text;
    for (value, from, to) in [
        (bind(None::<i64>), BigInteger, text.clone()),
        (bind(None::<i64>), BigInteger, Boolean),
        (bind(None::<String>), text.clone(), BigInteger),
        (bind(None::<String>), text.clone(), ColumnType::Date),
        (bind(None::<String>), text.clone(), ColumnType::Bytes),
        (bind(None::<String>), text.clone(), ColumnType::Json),
        (bind(None::<bool>), Boolean, Integer),
        (bind(None::<bool>), Boolean, text.clone()),
        (bind(None::<f64>), Double, ANY_DECIMAL),
        (bind(None::<Decimal>), ANY_DECIMAL, BigInteger),
        (bind(None::<Vec<u8>>), ColumnType::Bytes, text.clone()),
        (
            bind(None::<backend_core::value::Interval>),
            ColumnType::Interval,
            text.clone(),
        ),
        (
            bind(None::<backend_core::value::Interval>),
            ColumnType::Interval,
            time(),
        ),
        (
            bind(None::<backend_core::value::Timestamp>),
            timestamp(),
            instant(),
        ),
        (
            bind(None::<backend_core::value::TimestampTz>),
            instant(),
            text.clone(),
        ),
        (
            bind(None::<backend_core::value::Uuid>),
            ColumnType::Uuid,
            text,
        ),
    ] {
        let what = format!("{from:?} as {to:?}");
        let (found,): (Value,) = computed(context, cast(value, &from, &to)).await?;
        expect_eq(&what, found, Value::Null)?;
    }
    Ok(())
}

async fn columns(context: &mut Context) -> Outcome {
    let item = table(
        "item",
        &[
            ("price", decimal(9, 2)),
            ("code", ColumnType::Text),
            ("is_new", Boolean),
        ],
    )?;
    context.create(&item).await?;
    let price = |text: &str| text.parse::<Decimal>();
    context
        .insert(
            &item,
            &[
                row![1_i64, price("2.50")?, "10", true],
                row![2_i64, price("10.49")?, "9", false],
                row![3_i64, None::<Decimal>, None::<String>, None::<bool>],
            ],
        )
        .await?;
    let code = || Expr::from(cast(Expr::col("code"), &ColumnType::Text, &Integer));
    let mut select = Query::select();
    select
        .expr(cast(Expr::col("price"), &decimal(9, 2), &Integer))
        .expr(cast(Expr::col("is_new"), &Boolean, &ColumnType::Text))
        .from("item")
        .and_where(code().gt(0))
        .order_by_expr(code(), Order::Asc);
    let found: Vec<(i64, String)> = context.fetch_query(&select.into()).await?;
    expect_eq(
        "by code",
        found,
        vec![(10, "false".to_owned()), (3, "true".to_owned())],
    )
}

async fn pairs_without_meaning(context: &mut Context) -> Outcome {
    for (value, from, to) in [
        (bind(true), Boolean, ColumnType::Date),
        (bind(1_i64), BigInteger, ColumnType::Uuid),
        (bind(1_i64), BigInteger, ColumnType::Interval),
        (bind(1_i64), BigInteger, ColumnType::Bytes),
    ] {
        let mut select = Query::select();
        select.expr(cast(value, &from, &to));
        let what = format!("{from:?} as {to:?}");
        expect_error(
            &what,
            context.build(&select.into()),
            ErrorKind::NotSupported(None),
        )?;
    }
    Ok(())
}

async fn is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_casts, async |context| {
            let mut select = Query::select();
            select.expr(cast(bind(1_i64), &BigInteger, &ColumnType::Text));
            context.fetch_query::<(String,)>(&select.into()).await
        })
        .await
}
