//! Arrays.

use backend_core::flag::Flag;
use backend_core::model::ColumnType;
use backend_core::value::{Array, ColumnKind, IntoValue as _, Value};

use super::paths::{equality, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::fixtures::{artist, artists, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.array.round_trip",
        array_round_trip,
        "Arrays come back, the empty one too."
    )
    .requires(&[Flag::supports_arrays]),
    case!(
        "values.array.null_elements",
        array_null_elements,
        "NULLs inside an array come back in their places."
    )
    .requires(&[Flag::supports_arrays]),
    case!(
        "values.array.of_texts",
        array_of_texts,
        "Texts inside an array keep every character."
    )
    .requires(&[Flag::supports_arrays]),
    case!(
        "values.array.two_dimensions",
        array_two_dimensions,
        "An array of two dimensions keeps its shape."
    )
    .requires(&[Flag::supports_arrays]),
    case!(
        "values.array.equality",
        array_equality,
        "Arrays are found by a parameter."
    )
    .requires(&[Flag::supports_arrays]),
    case!(
        "values.array.column_is_refused",
        array_column_is_refused,
        "Where columns hold no arrays, a table with one is refused with the flag."
    )
    .refuses(Flag::supports_arrays),
    case!(
        "values.array.parameter_is_refused",
        array_parameter_is_refused,
        "Where columns hold no arrays, an array as a parameter is refused with the flag."
    )
    .refuses(Flag::supports_arrays),
];

fn integers() -> ColumnType {
    ColumnType::Array(Box::new(ColumnType::BigInteger))
}

async fn array_round_trip(context: &mut Context) -> Outcome {
    let arrays: [Vec<i64>; 4] = [vec![], vec![1], vec![3, 1, 2], vec![i64::MIN, 0, i64::MAX]];
    round_trip(context, integers(), &arrays).await
}

async fn array_null_elements(context: &mut Context) -> Outcome {
    let arrays = [vec![None, Some(1_i64), None], vec![Some(1)], vec![None]];
    round_trip(context, integers(), &arrays).await
}

async fn array_of_texts(context: &mut Context) -> Outcome {
    let texts = [
        "",
        " ",
        "NULL",
        "null",
        "a,b",
        "{}",
        "\"",
        "\\",
        "it's",
        "日本語",
        "a\nb",
    ];
    let texts = [texts.map(str::to_owned).to_vec()];
    round_trip(
        context,
        ColumnType::Array(Box::new(ColumnType::Text)),
        &texts,
    )
    .await
}

async fn array_two_dimensions(context: &mut Context) -> Outcome {
    let values = (1..=6).map(Value::I64).collect();
    let array = Array::with_dimensions(ColumnKind::I64, vec![2, 3], values)?;
    round_trip(context, integers(), &[array]).await
}

async fn array_equality(context: &mut Context) -> Outcome {
    let arrays: [Vec<i64>; 4] = [vec![], vec![1], vec![1, 2], vec![2, 1]];
    equality(context, integers(), &arrays).await
}

async fn array_column_is_refused(context: &mut Context) -> Outcome {
    let table = table("stored", &[("value", integers())])?;
    context
        .refused(Flag::supports_arrays, async |context| {
            context.create(&table).await
        })
        .await
}

async fn array_parameter_is_refused(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    context.insert(&artists, &[artist(1, "Bach", None)]).await?;
    let row = [2_i64.into_value(), vec![1_i64, 2].into_value()];
    let insert = context.insert_statement(&artists, &row);
    context
        .refused(Flag::supports_arrays, async |context| {
            context.execute(&insert).await
        })
        .await
}
