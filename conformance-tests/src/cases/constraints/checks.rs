//! Checks.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Check, ColumnType, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{expect_table, identifier, introspected, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "constraints.check.refuses",
        refuses,
        "A check refuses rows that break it, by insert and by update, and the error bears its name."
    )
    .requires(&[Flag::supports_check_constraints])
    .django("constraints/tests.py"),
    case!(
        "constraints.check.null_passes",
        null_passes,
        "A check whose condition is unknown, because a column is NULL, passes."
    )
    .requires(&[Flag::supports_check_constraints]),
    case!(
        "constraints.check.several_columns",
        several_columns,
        "A check can compare columns, several checks hold together, and each is named where it refuses."
    )
    .requires(&[Flag::supports_check_constraints])
    .django("constraints/tests.py"),
    case!(
        "constraints.check.any_text",
        any_text,
        "A check can hold text of any script and quotes, and a name of the same sort, and both are found."
    )
    .requires(&[Flag::supports_check_constraints])
    .django("constraints/tests.py"),
    case!(
        "constraints.check.unnamed",
        unnamed,
        "A check without a name holds, and is found as one check."
    )
    .requires(&[Flag::supports_check_constraints]),
    case!(
        "constraints.check.refused",
        refused,
        "A check is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_check_constraints)
    .django("constraints/tests.py"),
];

const CHECK: ErrorKind = ErrorKind::Integrity(Integrity::Check);

/// A table with a least and a most, and a text.
fn ranges() -> Result<Table> {
    let label = ColumnType::VarChar { length: Some(50) };
    table(
        "span",
        &[
            ("least", ColumnType::Integer),
            ("most", ColumnType::Integer),
            ("label", label),
        ],
    )
}

/// A check that the least is not negative.
fn not_negative(context: &Context) -> Result<Check> {
    let least = identifier("least")?;
    let condition = context.expression(|out| {
        out.identifier(&least).push(" >= ").number(0);
    });
    Ok(Check::new(condition).with_name(identifier("span_not_negative")?))
}

async fn refuses(context: &mut Context) -> Outcome {
    let spans = ranges()?.with_check(not_negative(context)?);
    context.create(&spans).await?;
    let found = introspected(context, &spans.name.name).await?;
    expect_table(&spans, &found, context.features())?;
    context.insert(&spans, [&row![1_i64, 0]]).await?;
    let name = Some("span_not_negative");
    let refused = context.insert(&spans, [&row![2_i64, -1]]).await;
    let error = expect_error("by insert", refused, CHECK)?;
    expect_eq("its name", error.detail().constraint.as_deref(), name)?;
    let update = context.update_statement(&spans, ("least", -1), ("id", 1_i64))?;
    let refused = context.execute(&update).await;
    let error = expect_error("by update", refused, CHECK)?;
    expect_eq("its name", error.detail().constraint.as_deref(), name)?;
    expect_eq("rows", context.count(&spans.name).await?, 1)
}

async fn null_passes(context: &mut Context) -> Outcome {
    let spans = ranges()?.with_check(not_negative(context)?);
    context.create(&spans).await?;
    context
        .insert(&spans, [&row![1_i64, None::<i32>], &row![2_i64, 3]])
        .await?;
    let update = context.update_statement(&spans, ("least", None::<i32>), ("id", 2_i64))?;
    context.execute(&update).await?;
    expect_eq("rows", context.count(&spans.name).await?, 2)
}

async fn several_columns(context: &mut Context) -> Outcome {
    let (least, most) = (identifier("least")?, identifier("most")?);
    let condition = context.expression(|out| {
        out.identifier(&least).push(" <= ").identifier(&most);
        out.push(" AND (").identifier(&most).push(" < ").number(100);
        out.push(" OR ").identifier(&most).push(" = ").number(999);
        out.push(")");
    });
    let ordered = Check::new(condition).with_name(identifier("span_ordered")?);
    let spans = ranges()?
        .with_check(ordered)
        .with_check(not_negative(context)?);
    context.create(&spans).await?;
    let found = introspected(context, &spans.name.name).await?;
    expect_table(&spans, &found, context.features())?;
    let rows = [row![1_i64, 1, 1], row![2_i64, 2, 99], row![3_i64, 0, 999]];
    context.insert(&spans, &rows).await?;
    let refused = [
        (row![4_i64, 2, 1], "span_ordered"),
        (row![4_i64, 2, 100], "span_ordered"),
        (row![4_i64, -1, 5], "span_not_negative"),
    ];
    for (row, name) in &refused {
        let error = context.insert(&spans, [row]).await;
        let error = expect_error("a row that breaks one", error, CHECK)?;
        let found = error.detail().constraint.as_deref();
        expect_eq("its name", found, Some(*name))?;
    }
    expect_eq("rows", context.count(&spans.name).await?, 3)
}

async fn any_text(context: &mut Context) -> Outcome {
    const TEXT: &str = "it's \"ž\" 漢 🦀 -- /* ) ; % \\";
    const NAME: &str = "it's \"ž\" 漢 (🦀)";
    let label = identifier("label")?;
    let condition = context.expression(|out| {
        out.identifier(&label).push(" <> ").string(TEXT);
    });
    let spans = ranges()?.with_check(Check::new(condition).with_name(identifier(NAME)?));
    context.create(&spans).await?;
    let found = introspected(context, &spans.name.name).await?;
    expect_table(&spans, &found, context.features())?;
    context
        .insert(&spans, [&row![1_i64, 0, 0, "something else"]])
        .await?;
    let refused = context.insert(&spans, [&row![2_i64, 0, 0, TEXT]]).await;
    let error = expect_error("the text", refused, CHECK)?;
    expect_eq("its name", error.detail().constraint.as_deref(), Some(NAME))?;
    let texts: Vec<_> = found
        .checks
        .iter()
        .map(|it| it.expression.as_str())
        .collect();
    expect(texts.iter().any(|text| text.contains("漢")), || {
        format!("the checks are found as {texts:?}")
    })
}

async fn unnamed(context: &mut Context) -> Outcome {
    let mut check = not_negative(context)?;
    check.name = None;
    let spans = ranges()?.with_check(check);
    context.create(&spans).await?;
    let found = introspected(context, &spans.name.name).await?;
    expect_table(&spans, &found, context.features())?;
    let refused = context.insert(&spans, [&row![1_i64, -1]]).await;
    expect_error("a row that breaks it", refused, CHECK)?;
    expect_eq("rows", context.count(&spans.name).await?, 0)
}

async fn refused(context: &mut Context) -> Outcome {
    let spans = ranges()?.with_check(not_negative(context)?);
    context
        .refused(Flag::supports_check_constraints, async |context| {
            context.create(&spans).await
        })
        .await
}
