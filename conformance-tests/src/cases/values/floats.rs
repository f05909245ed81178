//! Floating-point numbers: bounds, subnormal numbers, infinities, NaN.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Table};
use backend_core::value::{IntoValue as _, ValueRef};

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.double.round_trip",
        double_round_trip,
        "Numbers of 53 bits come back to the last bit, from the largest to the smallest normal one."
    ),
    case!("values.double.equality", double_equality, "Numbers of 53 bits are found by a parameter."),
    case!(
        "values.double.literal",
        double_literal,
        "Numbers of 53 bits can be literals and defaults, to the last bit."
    ),
    case!("values.double.subnormal", double_subnormal, "Subnormal numbers come back to the last bit."),
    case!(
        "values.double.negative_zero",
        double_negative_zero,
        "Negative zero comes back as a zero, and is equal to the positive one."
    ),
    case!(
        "values.double.whole_numbers",
        double_whole_numbers,
        "A whole number in a column of floats comes back as a float."
    ),
    case!("values.double.infinity", double_infinity, "Both infinities come back, apart from each other.")
        .requires(&[Flag::supports_float_infinity]),
    case!(
        "values.double.infinity_as_literal",
        infinity_as_literal,
        "Both infinities come back that are written into a statement or are a default, apart from each other, or are refused there."
    )
    .requires(&[Flag::supports_float_infinity]),
    case!(
        "values.double.infinity_is_refused",
        double_infinity_is_refused,
        "Where infinities cannot be stored, one is refused with the flag, never stored as something else."
    )
    .refuses(Flag::supports_float_infinity),
    case!("values.double.nan", double_nan, "NaN comes back as NaN, and is no NULL.")
        .requires(&[Flag::supports_float_nan]),
    case!(
        "values.double.nan_is_refused",
        double_nan_is_refused,
        "Where NaN cannot be stored, it is refused with the flag, never stored as NULL."
    )
    .refuses(Flag::supports_float_nan),
    case!(
        "values.real.round_trip",
        real_round_trip,
        "Numbers of 24 bits come back to the last bit, from the largest to the smallest normal one."
    ),
    case!("values.real.equality", real_equality, "Numbers of 24 bits are found by a parameter."),
    case!("values.real.literal", real_literal, "Numbers of 24 bits can be literals and defaults."),
];

pub(super) const DOUBLES: [f64; 14] = [
    0.0,
    1.0,
    -1.0,
    0.1,
    -0.3,
    1.0 / 3.0,
    std::f64::consts::PI,
    1e15,
    1e-7,
    9_007_199_254_740_993.0,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    f64::EPSILON,
];

pub(super) const REALS: [f32; 10] = [
    0.0,
    1.0,
    -1.5,
    0.1,
    std::f32::consts::E,
    16_777_215.0,
    f32::MAX,
    f32::MIN,
    f32::MIN_POSITIVE,
    f32::EPSILON,
];

async fn double_round_trip(context: &mut Context) -> Outcome {
    round_trip(context, ColumnType::Double, &DOUBLES).await
}

async fn double_equality(context: &mut Context) -> Outcome {
    equality(context, ColumnType::Double, &DOUBLES).await
}

async fn double_literal(context: &mut Context) -> Outcome {
    literal(context, ColumnType::Double, &DOUBLES).await
}

async fn double_subnormal(context: &mut Context) -> Outcome {
    let smallest = f64::from_bits(1);
    round_trip(
        context,
        ColumnType::Double,
        &[smallest, -smallest, f64::MIN_POSITIVE / 2.0],
    )
    .await
}

async fn double_negative_zero(context: &mut Context) -> Outcome {
    round_trip(context, ColumnType::Double, &[-0.0, 0.0]).await
}

async fn double_whole_numbers(context: &mut Context) -> Outcome {
    let table = stored_doubles(context, &[3.0, -1e10]).await?;
    for row in context.select(&table).await? {
        let cell = row.get(1).cloned();
        let float = matches!(cell, Some(backend_core::value::Value::F64(_)));
        expect(float, || format!("the cell is {cell:?} and no float"))?;
    }
    Ok(())
}

/// A table of these numbers, in order.
async fn stored_doubles(
    context: &mut Context,
    numbers: &[f64],
) -> Result<Table, backend_core::error::Error> {
    let table = table("stored", &[("value", ColumnType::Double)])?;
    context.create(&table).await?;
    for (id, number) in (1_i64..).zip(numbers) {
        context
            .insert(&table, &[vec![id.into_value(), number.into_value()]])
            .await?;
    }
    Ok(table)
}

async fn double_infinity(context: &mut Context) -> Outcome {
    round_trip(
        context,
        ColumnType::Double,
        &[f64::INFINITY, f64::NEG_INFINITY, 1.0],
    )
    .await
}

async fn infinity_as_literal(context: &mut Context) -> Outcome {
    let infinities = [f64::INFINITY, f64::NEG_INFINITY];
    let dialect = context.dialect();
    for number in infinities {
        let mut out = dialect.writer();
        let written = dialect.operations.literal(ValueRef::F64(number), &mut out);
        if let Err(error) = written {
            // A parameter brings it.
            return expect_eq("the refusal", error.kind(), ErrorKind::Data);
        }
    }
    literal(context, ColumnType::Double, &infinities).await
}

async fn double_nan(context: &mut Context) -> Outcome {
    let table = stored_doubles(context, &[f64::NAN]).await?;
    let found: Vec<(Option<f64>,)> = context
        .fetch(&context.select_columns(&table, &["value"]))
        .await?;
    let nan = matches!(found.as_slice(), [(Some(number),)] if number.is_nan());
    expect(nan, || format!("NaN came back as {found:?}"))
}

async fn double_infinity_is_refused(context: &mut Context) -> Outcome {
    let table = stored_doubles(context, &[1.0]).await?;
    for number in [f64::INFINITY, f64::NEG_INFINITY] {
        let insert = context.insert_statement(&table, &[9_i64.into_value(), number.into_value()]);
        let flag = Flag::supports_float_infinity;
        context
            .refused(flag, async |context| context.execute(&insert).await)
            .await?;
    }
    Ok(())
}

async fn double_nan_is_refused(context: &mut Context) -> Outcome {
    let table = stored_doubles(context, &[1.0]).await?;
    let insert = context.insert_statement(&table, &[9_i64.into_value(), f64::NAN.into_value()]);
    context
        .refused(Flag::supports_float_nan, async |context| {
            context.execute(&insert).await
        })
        .await?;
    let insert = context.insert_statement(&table, &[9_i64.into_value(), f32::NAN.into_value()]);
    context
        .refused(Flag::supports_float_nan, async |context| {
            context.execute(&insert).await
        })
        .await
}

async fn real_round_trip(context: &mut Context) -> Outcome {
    round_trip(context, ColumnType::Real, &REALS).await
}

async fn real_equality(context: &mut Context) -> Outcome {
    equality(context, ColumnType::Real, &REALS).await
}

async fn real_literal(context: &mut Context) -> Outcome {
    literal(context, ColumnType::Real, &REALS).await
}
