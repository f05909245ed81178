//! Indexes.

use backend_core::model::{Column, ColumnType};
use backend_core::validation::FindingId;

use super::{agree_on, expect_found, expect_no_error, schema_of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{index, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "validation.indexes.columns",
        columns,
        "An index of a column that is not there, or of none, is an error."
    )
    .django("invalid_models_tests/test_models.py"),
    case!(
        "validation.indexes.needless",
        needless,
        "An index that is another one again, or its beginning, is found, and made all the same."
    ),
    case!(
        "validation.indexes.types",
        types,
        "An index of a type is an error where the server makes none, and only there: each type."
    ),
];

async fn columns(context: &mut Context) -> Outcome {
    let thing = |called: &str| table(called, &[("n", ColumnType::Integer)]);
    let missing = thing("a")?.with_index(index("by_no", &["no"])?);
    let findings = agree_on(context, &schema_of([missing])).await?;
    expect_found(context, &findings, FindingId::IndexColumnMissing)?;
    let none = thing("b")?.with_index(index("by_nothing", &[])?);
    let findings = agree_on(context, &schema_of([none])).await?;
    expect_found(context, &findings, FindingId::IndexWithoutColumns)
}

async fn needless(context: &mut Context) -> Outcome {
    let thing = table(
        "thing",
        &[("n", ColumnType::Integer), ("m", ColumnType::Integer)],
    )?
    .with_index(index("first", &["n"])?)
    .with_index(index("second", &["n"])?)
    .with_index(index("longer", &["m", "n"])?)
    .with_index(index("shorter", &["m"])?)
    .with_index(index("by_id", &["id"])?);
    let findings = agree_on(context, &schema_of([thing])).await?;
    expect_no_error(&findings)?;
    let mut found: Vec<_> = findings
        .iter()
        .filter(|it| matches!(it.id, FindingId::IndexDuplicate | FindingId::IndexRedundant))
        .map(|finding| format!("{} {}", finding.id, finding.object))
        .collect();
    found.sort();
    let expected = [
        "index.duplicate thing.by_id",
        "index.duplicate thing.second",
        "index.redundant thing.shorter",
    ];
    expect_eq("needless indexes", found, expected)
}

async fn types(context: &mut Context) -> Outcome {
    let types = [
        ColumnType::Boolean,
        ColumnType::BigInteger,
        ColumnType::Double,
        ColumnType::Decimal {
            precision: None,
            scale: None,
        },
        ColumnType::Text,
        ColumnType::Bytes,
        ColumnType::Date,
        ColumnType::TimestampTz { precision: None },
        ColumnType::Interval,
        ColumnType::Uuid,
        ColumnType::Json,
        ColumnType::Array(Box::new(ColumnType::Integer)),
        ColumnType::Any,
    ];
    for (n, column_type) in types.into_iter().enumerate() {
        let column = Column::new("c", column_type)?;
        let indexed = table(&format!("t{n}"), &[])?
            .with_column(column)
            .with_index(index(&format!("i{n}"), &["c"])?);
        agree_on(context, &schema_of([indexed])).await?;
    }
    Ok(())
}
