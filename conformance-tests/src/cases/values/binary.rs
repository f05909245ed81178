//! Bytes.

use backend_core::model::ColumnType;

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.bytes.round_trip",
        bytes_round_trip,
        "Every byte comes back, and no bytes are no NULL."
    )
    .smoke()
    .django("model_fields/test_binaryfield.py"),
    case!(
        "values.bytes.equality",
        bytes_equality,
        "Bytes are found by a parameter."
    )
    .django("model_fields/test_binaryfield.py"),
    case!(
        "values.bytes.literal",
        bytes_literal,
        "Bytes can be literals and defaults."
    )
    .django("schema/tests.py"),
];

pub(super) fn bytes() -> Vec<Vec<u8>> {
    vec![
        (0..=255).collect(),
        vec![0],
        vec![0, 0, 0],
        vec![255],
        b"'; DROP TABLE stored --".to_vec(),
        vec![0xC3, 0x28],
    ]
}

async fn bytes_round_trip(context: &mut Context) -> Outcome {
    let mut values = bytes();
    values.push(Vec::new());
    round_trip(context, ColumnType::Bytes, &values).await
}

async fn bytes_equality(context: &mut Context) -> Outcome {
    let mut values = bytes();
    // The standard lets bytes be equal that differ in zeros at their end.
    values.retain(|value| value != &[0, 0, 0]);
    equality(
        context,
        ColumnType::VarBinary { length: Some(300) },
        &values,
    )
    .await
}

async fn bytes_literal(context: &mut Context) -> Outcome {
    literal(
        context,
        ColumnType::VarBinary { length: Some(300) },
        &bytes(),
    )
    .await
}
