//! Integers of every width, at their bounds.

use backend_core::error::ErrorKind;
use backend_core::model::ColumnType;
use backend_core::value::{IntoValue as _, Value};

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.tiny_integer.round_trip",
        tiny_integer_round_trip,
        "Integers of 8 bits come back, at both bounds."
    ),
    case!(
        "values.small_integer.round_trip",
        small_integer_round_trip,
        "Integers of 16 bits come back, at both bounds."
    ),
    case!(
        "values.small_integer.literal",
        small_integer_literal,
        "Integers of 16 bits can be literals and defaults, at both bounds."
    ),
    case!(
        "values.integer.round_trip",
        integer_round_trip,
        "Integers of 32 bits come back, at both bounds."
    )
    .smoke(),
    case!(
        "values.integer.equality",
        integer_equality,
        "Integers of 32 bits are found by a parameter, at both bounds."
    ),
    case!(
        "values.integer.literal",
        integer_literal,
        "Integers of 32 bits can be literals and defaults, at both bounds."
    ),
    case!(
        "values.big_integer.round_trip",
        big_integer_round_trip,
        "Integers of 64 bits come back, at both bounds, beyond what a float keeps."
    ),
    case!(
        "values.big_integer.equality",
        big_integer_equality,
        "Integers of 64 bits are found by a parameter, apart from their neighbours."
    ),
    case!(
        "values.big_integer.literal",
        big_integer_literal,
        "Integers of 64 bits can be literals and defaults, at both bounds."
    ),
    case!(
        "values.integer.read_too_narrow",
        read_too_narrow,
        "An integer that does not fit the Rust type is an error with the column, never cut."
    ),
    case!(
        "values.integer.above_the_signed_range",
        above_the_signed_range,
        "An unsigned integer above the signed range comes back or is refused as data, never wrapped."
    ),
];

async fn tiny_integer_round_trip(context: &mut Context) -> Outcome {
    round_trip(
        context,
        ColumnType::TinyInteger,
        &[i8::MIN, -1, 0, 1, i8::MAX],
    )
    .await
}

async fn small_integer_round_trip(context: &mut Context) -> Outcome {
    round_trip(
        context,
        ColumnType::SmallInteger,
        &[i16::MIN, -1, 0, 1, i16::MAX],
    )
    .await
}

async fn small_integer_literal(context: &mut Context) -> Outcome {
    literal(
        context,
        ColumnType::SmallInteger,
        &[i16::MIN, -1, 0, 1, i16::MAX],
    )
    .await
}

async fn integer_round_trip(context: &mut Context) -> Outcome {
    round_trip(
        context,
        ColumnType::Integer,
        &[i32::MIN, -1, 0, 1, i32::MAX],
    )
    .await
}

async fn integer_equality(context: &mut Context) -> Outcome {
    equality(
        context,
        ColumnType::Integer,
        &[i32::MIN, -1, 0, 1, i32::MAX],
    )
    .await
}

async fn integer_literal(context: &mut Context) -> Outcome {
    literal(
        context,
        ColumnType::Integer,
        &[i32::MIN, -1, 0, 1, i32::MAX],
    )
    .await
}

/// The bounds, and neighbours that a float of 64 bits cannot tell apart.
pub(super) const BIG: [i64; 9] = [
    i64::MIN,
    i64::MIN + 1,
    -(1 << 53) - 1,
    -1,
    0,
    1,
    (1 << 53) + 1,
    i64::MAX - 1,
    i64::MAX,
];

async fn big_integer_round_trip(context: &mut Context) -> Outcome {
    round_trip(context, ColumnType::BigInteger, &BIG).await
}

async fn big_integer_equality(context: &mut Context) -> Outcome {
    equality(context, ColumnType::BigInteger, &BIG).await
}

async fn big_integer_literal(context: &mut Context) -> Outcome {
    literal(context, ColumnType::BigInteger, &BIG).await
}

async fn read_too_narrow(context: &mut Context) -> Outcome {
    let table = table("stored", &[("value", ColumnType::BigInteger)])?;
    context.create(&table).await?;
    context
        .insert(&table, &[vec![1_i64.into_value(), 300_i64.into_value()]])
        .await?;
    let statement = context.select_columns(&table, &["value"]);
    let error = expect_error(
        "as u8",
        context.fetch::<(u8,)>(&statement).await,
        ErrorKind::Data,
    )?;
    expect(error.to_string().contains("300"), || {
        format!("the message says no value: {error}")
    })?;
    expect_eq(
        "as i16",
        context.fetch::<(i16,)>(&statement).await?,
        [(300,)],
    )
}

async fn above_the_signed_range(context: &mut Context) -> Outcome {
    let column = ColumnType::Decimal {
        precision: Some(20),
        scale: Some(0),
    };
    let table = table("stored", &[("value", column)])?;
    context.create(&table).await?;
    let row = vec![1_i64.into_value(), u64::MAX.into_value()];
    let statement = context.insert_statement(&table, &row);
    match context.execute(&statement).await {
        Ok(_) => {
            let found: Vec<(u64,)> = context
                .fetch(&context.select_columns(&table, &["value"]))
                .await?;
            expect_eq("what came back", found, [(u64::MAX,)])
        }
        Err(error) => {
            expect_eq("the kind of the refusal", error.kind(), ErrorKind::Data)?;
            expect_eq(
                "rows",
                context.select(&table).await?,
                Vec::<Vec<Value>>::new(),
            )
        }
    }
}
