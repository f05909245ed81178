//! Views, whole and broken.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Table, View};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{expect_column, expect_table, name, selection, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "introspection.view.columns",
        columns,
        "A view is found with its columns, in its own order, with the types of what they show."
    )
    .requires(&[Flag::supports_views])
    .django("inspectdb/tests.py"),
    case!(
        "introspection.view.definition",
        definition,
        "A view made of the definition that was found shows the same."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "introspection.view.broken",
        broken,
        "A view whose table is gone is found with its name and definition and a warning; everything else is found whole."
    )
    .requires(&[Flag::can_drop_table_under_view])
    .django("inspectdb/tests.py"),
    case!(
        "introspection.view.mended",
        mended,
        "A view that was broken is found whole, without warning, once its table is back."
    )
    .requires(&[Flag::can_drop_table_under_view]),
];

/// A table with columns of several types.
fn source() -> Result<Table> {
    table(
        "source",
        &[
            ("label", ColumnType::VarChar { length: Some(20) }),
            ("day", ColumnType::Date),
            ("n", ColumnType::Integer),
        ],
    )
}

/// Makes the table and a view `seen` of it.
async fn make(context: &mut Context, columns: &[&str]) -> Result<(Table, View)> {
    let source = source()?;
    context.create(&source).await?;
    let definition = selection(context, &source.name, columns)?;
    let view = View::new(name("seen")?, definition);
    context.change(&Change::CreateView(view.clone())).await?;
    Ok((source, view))
}

/// The only view that is found.
async fn found_view(context: &mut Context) -> Result<View, Failure> {
    let mut views = context.introspect().await?.schema.views.into_iter();
    match (views.next(), views.next()) {
        (Some(view), None) => Ok(view),
        _ => Err(Failure::new("not exactly one view is found")),
    }
}

async fn columns(context: &mut Context) -> Outcome {
    let (source, _) = make(context, &["n", "label", "day"]).await?;
    let view = found_view(context).await?;
    let names: Vec<_> = view.columns.iter().map(|it| it.name.as_str()).collect();
    expect_eq("columns", names, ["n", "label", "day"])?;
    for found in &view.columns {
        let declared = source.column(found.name.as_str());
        let declared = declared.ok_or_else(|| Failure::new("a column of no table"))?;
        expect_column(declared, found, context.features())?;
    }
    Ok(())
}

async fn definition(context: &mut Context) -> Outcome {
    let (_, view) = make(context, &["n", "label"]).await?;
    let found = found_view(context).await?;
    let text = &found.definition;
    let whole = ["n", "label", "source"]
        .iter()
        .all(|word| text.contains(word));
    expect(whole, || format!("the definition is found as {text:?}"))?;
    context.change(&Change::DropView(view.name)).await?;
    context.change(&Change::CreateView(found.clone())).await?;
    let again = found_view(context).await?;
    expect_eq("the view made of it", again, found)
}

async fn broken(context: &mut Context) -> Outcome {
    let (source, view) = make(context, &["n", "label"]).await?;
    let whole = table("whole", &[("n", ColumnType::Integer)])?;
    context.create(&whole).await?;
    let definition = selection(context, &whole.name, &["n"])?;
    let sound = View::new(name("sound")?, definition);
    context.change(&Change::CreateView(sound)).await?;
    context.change(&Change::DropTable(source.name)).await?;
    let snapshot = context.introspect().await?;
    let objects: Vec<_> = snapshot
        .warnings
        .iter()
        .map(|it| it.object.name.as_str())
        .collect();
    expect_eq("objects with warnings", objects, ["seen"])?;
    let mut views: Vec<_> = snapshot
        .schema
        .views
        .iter()
        .map(|view| (view.name.name.as_str(), view.columns.len()))
        .collect();
    views.sort_unstable();
    expect_eq(
        "views and their columns",
        views,
        [("seen", 0), ("sound", 1)],
    )?;
    let kept = snapshot
        .schema
        .views
        .iter()
        .find(|it| it.name.name == view.name.name);
    let text = kept
        .map(|view| view.definition.as_str())
        .unwrap_or_default();
    expect(text.contains("source"), || {
        format!("its definition is {text:?}")
    })?;
    let found = snapshot.schema.tables.first();
    let found = found.ok_or_else(|| Failure::new("the table that is left is not found"))?;
    expect_table(&whole, found, context.features())
}

async fn mended(context: &mut Context) -> Outcome {
    let (source, _) = make(context, &["n", "label"]).await?;
    let before = context.introspect().await?;
    context
        .change(&Change::DropTable(source.name.clone()))
        .await?;
    let warnings = context.introspect().await?.warnings.len();
    expect_eq("warnings without its table", warnings, 1)?;
    context.create(&source).await?;
    let after = context.introspect().await?;
    expect_eq("warnings with its table", after.warnings.len(), 0)?;
    expect_eq("what is found", after.schema, before.schema)
}
