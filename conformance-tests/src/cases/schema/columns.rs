//! What stands beside a column's type: NOT NULL, generation, collation, number.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Generated, GeneratedStorage, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_empty, expect_eq, expect_error};
use crate::fixtures::{expect_table, identifier, introspected, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.column.not_null",
        not_null,
        "A NOT NULL column refuses NULL, a nullable one takes it, and both are found as declared."
    )
    .smoke()
    .django("introspection/tests.py"),
    case!(
        "schema.column.generated_stored",
        generated_stored,
        "A stored generated column is computed when a row is written, and again when it changes."
    )
    .requires(&[Flag::supports_stored_generated_columns])
    .django("model_fields/test_generatedfield.py"),
    case!(
        "schema.column.generated_stored_refused",
        generated_stored_refused,
        "A stored generated column is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_stored_generated_columns),
    case!(
        "schema.column.generated_virtual",
        generated_virtual,
        "A virtual generated column is computed when a row is read, from the row as it is then."
    )
    .requires(&[Flag::supports_virtual_generated_columns])
    .django("model_fields/test_generatedfield.py"),
    case!(
        "schema.column.generated_virtual_refused",
        generated_virtual_refused,
        "A virtual generated column is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_virtual_generated_columns),
    case!(
        "schema.column.generated_with_default",
        generated_with_default,
        "A column that is generated and has a default is refused by the plan, and nothing is made."
    ),
    case!(
        "schema.column.unknown_collation",
        unknown_collation,
        "A column's collation reaches the server: one that does not exist is refused, never ignored."
    )
    .requires(&[Flag::supports_column_collations])
    .django("schema/tests.py"),
    case!(
        "schema.column.collation_refused",
        collation_refused,
        "A column's collation is refused by its flag where columns have none."
    )
    .refuses(Flag::supports_column_collations),
    case!(
        "schema.column.most",
        most,
        "A table takes as many columns as the limit says, in order, and one more is refused."
    ),
];

async fn not_null(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("free", ColumnType::Integer)])?
        .with_column(Column::new("must", ColumnType::Integer)?.not_null());
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    context
        .insert(&declared, [&row![1_i64, None::<i32>, 1]])
        .await?;
    let refused = context
        .insert(&declared, [&row![2_i64, 1, None::<i32>]])
        .await;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    let error = expect_error("NULL in a NOT NULL column", refused, kind)?;
    expect_eq("the column", error.detail().column.as_deref(), Some("must"))?;
    expect_eq("rows", context.count(&declared.name).await?, 1)
}

/// A table with `a`, `b` and their sum.
fn summed(context: &Context, storage: GeneratedStorage) -> backend_core::error::Result<Table> {
    let (a, b) = (identifier("a")?, identifier("b")?);
    let expression = context.expression(|out| {
        out.identifier(&a).push(" + ").identifier(&b);
    });
    let sum = Column::new("total", ColumnType::BigInteger)?.with_generated(Generated {
        expression,
        storage,
    });
    let numbers = [("a", ColumnType::BigInteger), ("b", ColumnType::BigInteger)];
    Ok(table("summed", &numbers)?.with_column(sum))
}

async fn generates(context: &mut Context, storage: GeneratedStorage) -> Outcome {
    let declared = summed(context, storage)?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    let generated = found.column("total").and_then(|it| it.generated.as_ref());
    let expression = generated.map(|generated| generated.expression.as_str());
    expect(
        expression.is_some_and(|text| text.contains('a') && text.contains('b')),
        || format!("the expression is found as {expression:?}"),
    )?;
    let rows = [row![1_i64, 2_i64, 3_i64], row![2_i64, 5_i64, None::<i64>]];
    context.insert(&declared, &rows).await?;
    let update = context.update_statement(&declared, ("a", 40_i64), ("id", 2_i64))?;
    context.execute(&update).await?;
    let update = context.update_statement(&declared, ("b", 2_i64), ("id", 2_i64))?;
    context.execute(&update).await?;
    let read = context.select_columns(&declared, &["id", "total"]);
    let totals: Vec<(i64, Option<i64>)> = context.fetch(&read).await?;
    expect_eq("totals", totals, [(1, Some(5)), (2, Some(42))])
}

async fn generated_stored(context: &mut Context) -> Outcome {
    generates(context, GeneratedStorage::Stored).await
}

async fn generated_virtual(context: &mut Context) -> Outcome {
    generates(context, GeneratedStorage::Virtual).await
}

async fn generated_stored_refused(context: &mut Context) -> Outcome {
    let declared = summed(context, GeneratedStorage::Stored)?;
    context
        .refused(Flag::supports_stored_generated_columns, async |context| {
            context.create(&declared).await
        })
        .await
}

async fn generated_virtual_refused(context: &mut Context) -> Outcome {
    let declared = summed(context, GeneratedStorage::Virtual)?;
    context
        .refused(Flag::supports_virtual_generated_columns, async |context| {
            context.create(&declared).await
        })
        .await
}

async fn generated_with_default(context: &mut Context) -> Outcome {
    let mut declared = summed(context, GeneratedStorage::Stored)?;
    for column in &mut declared.columns {
        if column.generated.is_some() {
            let seven = backend_core::value::Value::I64(7);
            column.default = Some(backend_core::model::Default::Literal(seven));
        }
    }
    let refused = context.create(&declared).await;
    expect_error("creating it", refused, ErrorKind::Interface)?;
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

fn collated() -> backend_core::error::Result<Table> {
    let column = Column::new("label", ColumnType::Text)?;
    let collation = identifier("no_such_collation")?;
    Ok(table("collated", &[])?.with_column(column.with_collation(collation)))
}

async fn unknown_collation(context: &mut Context) -> Outcome {
    let refused = context.create(&collated()?).await;
    expect_error("an unknown collation", refused, ErrorKind::DoesNotExist)?;
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

async fn collation_refused(context: &mut Context) -> Outcome {
    let declared = collated()?;
    context
        .refused(Flag::supports_column_collations, async |context| {
            context.create(&declared).await
        })
        .await
}

async fn most(context: &mut Context) -> Outcome {
    let limit = context.features().max_columns_per_table;
    let most = limit.and_then(|most| usize::try_from(most).ok());
    let wide = |count: usize| {
        let mut table = table("wide", &[])?;
        for n in 1..count {
            table = table.with_column(Column::new(format!("c{n}"), ColumnType::Integer)?);
        }
        Ok::<_, backend_core::error::Error>(table)
    };
    if let Some(most) = most {
        let refused = context.create(&wide(most + 1)?).await;
        expect_error("one column too many", refused, ErrorKind::Data)?;
        let left = context.introspect().await?.schema;
        expect_empty("what is there", &left)?;
    }
    let declared = wide(most.unwrap_or(400))?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())
}
