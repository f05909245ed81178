//! Views that become others.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Table, View};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{identifiers, name, row, selection, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.view.replace",
        replace,
        "A view that is replaced shows what is said then: other rows, more columns, or others."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.replace_under_view",
        replace_under_view,
        "A view that another reads is replaced, and the other is there and shows what it should."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.replace_missing",
        replace_missing,
        "A view that is not there cannot be replaced."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.replace_materialized",
        replace_materialized,
        "A view that stores its rows is replaced, and stores the rows of then."
    )
    .requires(&[Flag::supports_materialized_views]),
];

async fn numbers(context: &mut Context) -> Result<Table> {
    let integer = ColumnType::Integer;
    let numbers = table("number", &[("n", integer.clone()), ("square", integer)])?;
    context.create(&numbers).await?;
    let rows = [row![1_i64, 2, 4], row![2_i64, 3, 9]];
    context.insert(&numbers, &rows).await?;
    Ok(numbers)
}

async fn shown(context: &mut Context, view: &str, column: &str) -> Result<Vec<(i64,)>> {
    let (view, columns) = (name(view)?, identifiers(&[column])?);
    let statement = context.statement(|out| {
        out.push("SELECT ").identifiers(&columns).push(" FROM ");
        out.name(&view).push(" ORDER BY 1");
    });
    context.fetch(&statement).await
}

/// Carries a change out from what is found, and not from what was asked for.
async fn change_found(context: &mut Context, change: &Change) -> Outcome {
    let before = context.introspect().await?.schema;
    let backend = context.backend();
    let steps = backend_core::schema_editor::plan(
        backend.schema_editor,
        &context.dialect(),
        &before,
        change,
    )?;
    for statement in steps.statements() {
        context.execute(statement).await?;
    }
    Ok(())
}

async fn replace(context: &mut Context) -> Outcome {
    let numbers = numbers(context).await?;
    let of = |context: &Context, columns: &[&str]| -> Result<View> {
        let definition = selection(context, &numbers.name, columns)?;
        Ok(View::new(name("seen")?, definition))
    };
    let first = of(context, &["id", "n"])?;
    context.change(&Change::CreateView(first)).await?;
    for columns in [&["id", "n", "square"][..], &["square"], &["n", "square"]] {
        let next = of(context, columns)?;
        change_found(context, &Change::ReplaceView(next)).await?;
        let found = context.introspect().await?.schema.views;
        let names: Vec<_> = found
            .iter()
            .flat_map(|view| &view.columns)
            .map(|column| column.name.as_str())
            .collect();
        expect_eq("columns", names, columns)?;
        expect_eq(
            "squares",
            shown(context, "seen", "square").await?,
            [(4,), (9,)],
        )?;
    }
    Ok(())
}

async fn replace_under_view(context: &mut Context) -> Outcome {
    let numbers = numbers(context).await?;
    let seen = name("seen")?;
    let first = View::new(
        seen.clone(),
        selection(context, &numbers.name, &["id", "n"])?,
    );
    context.change(&Change::CreateView(first)).await?;
    let above = View::new(name("above")?, selection(context, &seen, &["n"])?);
    context.change(&Change::CreateView(above)).await?;
    // The column that the other reads is at another place now, so that no server replaces it in place.
    let next = View::new(seen, selection(context, &numbers.name, &["n", "id"])?);
    change_found(context, &Change::ReplaceView(next)).await?;
    expect_eq(
        "rows above",
        shown(context, "above", "n").await?,
        [(2,), (3,)],
    )?;
    let views = context.introspect().await?.schema.views;
    let mut names: Vec<_> = views.iter().map(|it| it.name.name.as_str()).collect();
    names.sort_unstable();
    expect_eq("views", names, ["above", "seen"])
}

async fn replace_missing(context: &mut Context) -> Outcome {
    let numbers = numbers(context).await?;
    let definition = selection(context, &numbers.name, &["id"])?;
    let view = View::new(name("nowhere")?, definition);
    let missing = context.change(&Change::ReplaceView(view)).await;
    expect_error("replacing it", missing, ErrorKind::DoesNotExist).map(|_| ())
}

async fn replace_materialized(context: &mut Context) -> Outcome {
    let numbers = numbers(context).await?;
    let of = |context: &Context, column: &str| -> Result<View> {
        let definition = selection(context, &numbers.name, &[column])?;
        let mut view = View::new(name("stored")?, definition);
        view.kind = backend_core::model::ViewKind::Materialized;
        Ok(view)
    };
    let first = of(context, "n")?;
    context.change(&Change::CreateView(first)).await?;
    context.insert(&numbers, [&row![3_i64, 4, 16]]).await?;
    let next = of(context, "square")?;
    context.change(&Change::ReplaceView(next)).await?;
    let rows = shown(context, "stored", "square").await?;
    expect_eq("rows", rows, [(4,), (9,), (16,)])?;
    let views = context.introspect().await?.schema.views;
    match views.as_slice() {
        [view] => expect_eq("populated", view.populated, true),
        other => Err(Failure::new(format!("the views are {other:?}"))),
    }
}
