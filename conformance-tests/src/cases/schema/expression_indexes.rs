//! Indexes on some rows, and on expressions.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Index, IndexKey, IndexPart, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{create_index, expect_table, identifier, index, introspected, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.index.partial",
        partial,
        "A partial unique index refuses equal keys inside its condition only, and is found with it."
    )
    .requires(&[Flag::supports_partial_indexes])
    .django("schema/tests.py"),
    case!(
        "schema.index.partial_refused",
        partial_refused,
        "An index's condition is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_partial_indexes),
    case!(
        "schema.index.partial_on_text",
        partial_on_text,
        "A condition with a text literal of quotes and letters of any script is kept and holds."
    )
    .requires(&[Flag::supports_partial_indexes]),
    case!(
        "schema.index.expression",
        expression,
        "A unique index on an expression refuses what computes to the same, and is found as an expression."
    )
    .requires(&[Flag::supports_expression_indexes])
    .django("schema/tests.py"),
    case!(
        "schema.index.expression_refused",
        expression_refused,
        "An expression as an index part is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_expression_indexes),
    case!(
        "schema.index.partial_expression",
        partial_expression,
        "Condition, expression, column, order and uniqueness can stand in one index, and all of them hold."
    )
    .requires(&[
        Flag::supports_partial_indexes,
        Flag::supports_expression_indexes,
        Flag::supports_index_column_ordering,
    ])
    .django("schema/tests.py"),
];

/// A table with two integers and a text.
fn points() -> Result<Table> {
    let label = ColumnType::VarChar { length: Some(20) };
    table(
        "point",
        &[
            ("x", ColumnType::Integer),
            ("y", ColumnType::Integer),
            ("label", label),
        ],
    )
}

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

/// The index as it is found, after its facts were compared with what was declared.
async fn found_index(context: &mut Context, table: &Table) -> Result<Index, Failure> {
    let found = introspected(context, &table.name.name).await?;
    let declared = context.schema().table(&table.name).cloned();
    let declared = declared.ok_or_else(|| Failure::new("the case lost its table"))?;
    expect_table(&declared, &found, context.features())?;
    let index = found.indexes.into_iter().next();
    index.ok_or_else(|| Failure::new("no index is found"))
}

fn positive(context: &Context) -> Result<Index> {
    let x = identifier("x")?;
    let condition = context.expression(|out| {
        out.identifier(&x).push(" > ").number(0);
    });
    Ok(index("point_positive", &["x"])?
        .unique()
        .with_predicate(condition))
}

async fn partial(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let index = positive(context)?;
    context.change(&create_index(&points, index)).await?;
    let found = found_index(context, &points).await?;
    let predicate = found.predicate.unwrap_or_default();
    expect(predicate.contains('x') && predicate.contains('0'), || {
        format!("the condition is found as {predicate:?}")
    })?;
    let rows = [row![1_i64, 5], row![2_i64, -5], row![3_i64, -5]];
    context.insert(&points, &rows).await?;
    let inside = context.insert(&points, [&row![4_i64, 5]]).await;
    expect_error("an equal key inside the condition", inside, UNIQUE)?;
    let update = context.update_statement(&points, ("x", 5), ("id", 2_i64))?;
    let moved = context.execute(&update).await;
    expect_error("an equal key moved inside", moved, UNIQUE)?;
    expect_eq("rows", context.count(&points.name).await?, 3)
}

async fn partial_refused(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let change = create_index(&points, positive(context)?);
    context
        .refused(Flag::supports_partial_indexes, async |context| {
            context.change(&change).await
        })
        .await
}

async fn partial_on_text(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let label = identifier("label")?;
    let condition = context.expression(|out| {
        out.identifier(&label).push(" = ").string("it's ž");
    });
    let index = index("point_labelled", &["x"])?
        .unique()
        .with_predicate(condition);
    context.change(&create_index(&points, index)).await?;
    found_index(context, &points).await?;
    let rows = [
        row![1_i64, 5, 0, "it's ž"],
        row![2_i64, 5, 0, "its z"],
        row![3_i64, 5, 0, "its z"],
    ];
    context.insert(&points, &rows).await?;
    let inside = context
        .insert(&points, [&row![4_i64, 5, 0, "it's ž"]])
        .await;
    expect_error("an equal key inside the condition", inside, UNIQUE)?;
    Ok(())
}

/// The sum of both numbers, as an index part.
fn sum(context: &Context) -> Result<IndexPart> {
    let (x, y) = (identifier("x")?, identifier("y")?);
    let sum = context.expression(|out| {
        out.identifier(&x).push(" + ").identifier(&y);
    });
    Ok(IndexPart::expression(sum))
}

async fn expression(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let index = Index::new(identifier("point_sum")?, vec![sum(context)?]).unique();
    context.change(&create_index(&points, index)).await?;
    let found = found_index(context, &points).await?;
    let text = match found.parts.first().map(|part| &part.key) {
        Some(IndexKey::Expression(text)) => text.clone(),
        _ => String::new(),
    };
    expect(text.contains('x') && text.contains('y'), || {
        format!("the expression is found as {text:?}")
    })?;
    context.insert(&points, [&row![1_i64, 1, 4]]).await?;
    context.insert(&points, [&row![2_i64, 1, 5]]).await?;
    let same = context.insert(&points, [&row![3_i64, 2, 3]]).await;
    expect_error("what computes to the same", same, UNIQUE)?;
    expect_eq("rows", context.count(&points.name).await?, 2)
}

async fn expression_refused(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let index = Index::new(identifier("point_sum")?, vec![sum(context)?]);
    let change = create_index(&points, index);
    context
        .refused(Flag::supports_expression_indexes, async |context| {
            context.change(&change).await
        })
        .await
}

async fn partial_expression(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let y = identifier("y")?;
    let condition = context.expression(|out| {
        out.identifier(&y).push(" <> ").number(9);
    });
    let parts = vec![
        sum(context)?.descending(),
        IndexPart::column(identifier("label")?),
    ];
    let index = Index::new(identifier("point_all")?, parts)
        .unique()
        .with_predicate(condition);
    context.change(&create_index(&points, index)).await?;
    let found = found_index(context, &points).await?;
    expect(found.predicate.is_some(), || "no condition".to_owned())?;
    let rows = [
        row![1_i64, 1, 4, "a"],
        row![2_i64, 1, 4, "b"],
        row![3_i64, -4, 9, "a"],
        row![4_i64, -4, 9, "a"],
    ];
    context.insert(&points, &rows).await?;
    let same = context.insert(&points, [&row![5_i64, 2, 3, "b"]]).await;
    expect_error("an equal key inside the condition", same, UNIQUE)?;
    expect_eq("rows", context.count(&points.name).await?, 4)
}
