//! NULLs of every type.

use backend_core::model::{ColumnType, Table};
use backend_core::value::{IntoValue as _, TypedValue, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.null.typed_in_every_type",
        typed_in_every_type,
        "A NULL of a column's own kind is stored in a column of every type."
    )
    .smoke(),
    case!(
        "values.null.untyped_in_every_type",
        untyped_in_every_type,
        "A NULL of no kind is stored in a column of every type."
    ),
    case!(
        "values.null.left_out",
        left_out,
        "A column that an insert leaves out, and that has no default, is NULL."
    ),
];

/// A table with a column of each type that every vendor has.
pub(super) fn every_type() -> Result<Table, backend_core::error::Error> {
    table(
        "every_type",
        &[
            ("boolean", ColumnType::Boolean),
            ("small_integer", ColumnType::SmallInteger),
            ("integer", ColumnType::Integer),
            ("big_integer", ColumnType::BigInteger),
            ("real", ColumnType::Real),
            ("double", ColumnType::Double),
            (
                "decimal",
                ColumnType::Decimal {
                    precision: Some(10),
                    scale: Some(2),
                },
            ),
            ("var_char", ColumnType::VarChar { length: Some(10) }),
            ("text", ColumnType::Text),
            ("bytes", ColumnType::Bytes),
            ("date", ColumnType::Date),
            ("time", ColumnType::Time { precision: None }),
            ("timestamp", ColumnType::Timestamp { precision: None }),
            ("timestamp_tz", ColumnType::TimestampTz { precision: None }),
            ("interval", ColumnType::Interval),
            ("uuid", ColumnType::Uuid),
            ("json", ColumnType::Json),
        ],
    )
}

async fn expect_nulls(
    context: &mut Context,
    null: impl Fn(&ColumnType) -> TypedValue,
    columns: usize,
) -> Outcome {
    let table = every_type()?;
    context.create(&table).await?;
    let nulls = table
        .columns
        .iter()
        .skip(1)
        .take(columns)
        .map(|column| null(&column.column_type));
    let row: Vec<_> = std::iter::once(1_i64.into_value()).chain(nulls).collect();
    context.insert(&table, &[row]).await?;
    let found = context.select(&table).await?;
    expect_eq("rows", found.len(), 1)?;
    for (cell, column) in found.iter().flatten().zip(&table.columns).skip(1) {
        expect_eq(column.name.as_str(), cell, &Value::Null)?;
    }
    Ok(())
}

async fn typed_in_every_type(context: &mut Context) -> Outcome {
    let null = |of: &ColumnType| TypedValue::null(of.standard_kind());
    expect_nulls(context, null, usize::MAX).await
}

async fn untyped_in_every_type(context: &mut Context) -> Outcome {
    let null = |_: &ColumnType| TypedValue {
        value: Value::Null,
        kind: None,
    };
    expect_nulls(context, null, usize::MAX).await
}

async fn left_out(context: &mut Context) -> Outcome {
    let null = |_: &ColumnType| TypedValue {
        value: Value::Null,
        kind: None,
    };
    expect_nulls(context, null, 0).await
}
