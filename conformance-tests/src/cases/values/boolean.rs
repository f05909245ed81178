//! Booleans.

use backend_core::model::{ColumnType, Identifier};

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.boolean.round_trip",
        boolean_round_trip,
        "True and false come back, apart from NULL."
    )
    .smoke(),
    case!(
        "values.boolean.equality",
        boolean_equality,
        "True and false are found by a parameter."
    ),
    case!(
        "values.boolean.literal",
        boolean_literal,
        "True and false can be literals and defaults."
    ),
    case!(
        "values.boolean.order",
        boolean_order,
        "False sorts before true, whatever they are stored as."
    ),
];

async fn boolean_round_trip(context: &mut Context) -> Outcome {
    round_trip(context, ColumnType::Boolean, &[true, false]).await
}

async fn boolean_equality(context: &mut Context) -> Outcome {
    equality(context, ColumnType::Boolean, &[false, true]).await
}

async fn boolean_literal(context: &mut Context) -> Outcome {
    literal(context, ColumnType::Boolean, &[true, false]).await
}

async fn boolean_order(context: &mut Context) -> Outcome {
    use backend_core::value::IntoValue as _;
    let table = table("flags", &[("value", ColumnType::Boolean)])?;
    context.create(&table).await?;
    for (id, value) in [(1_i64, true), (2, false)] {
        context
            .insert(&table, &[vec![id.into_value(), value.into_value()]])
            .await?;
    }
    let mut out = context.dialect().writer();
    out.push("SELECT ")
        .identifier(&Identifier::new("id")?)
        .push(" FROM ")
        .name(&table.name);
    out.push(" ORDER BY ")
        .identifier(&Identifier::new("value")?);
    let found: Vec<(i64,)> = context.fetch(&out.finish()).await?;
    expect_eq("keys", found, [(2,), (1,)])
}
