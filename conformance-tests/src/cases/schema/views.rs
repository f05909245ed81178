//! Views.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Schema, Table, View, ViewKind};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_empty, expect_eq, expect_error};
use crate::fixtures::{identifiers, name, row, selection, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.view.create_and_drop",
        create_and_drop,
        "A view is read like a table, shows the rows of the moment, and is gone when it is dropped."
    )
    .requires(&[Flag::supports_views])
    .django("introspection/tests.py"),
    case!(
        "schema.view.condition",
        condition,
        "A view's condition and computed columns hold, and its definition is found with them."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.column_names",
        column_names,
        "A view can give its columns other names than its query, and they are found by these."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.over_view",
        over_view,
        "A view can read another view, and both are found in an order in which they can be made."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.exists",
        exists,
        "A view cannot have the name of a table or of another view, and neither can a table."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.missing",
        missing,
        "Dropping a view that is not there, or a table as a view, says that there is no such view."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "schema.view.refused",
        refused,
        "A view is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_views)
    .django("introspection/tests.py"),
    case!(
        "schema.view.materialized",
        materialized,
        "A materialized view keeps the rows of its making, and is found as materialized."
    )
    .requires(&[Flag::supports_materialized_views])
    .django("inspectdb/tests.py"),
    case!(
        "schema.view.materialized_refused",
        materialized_refused,
        "A materialized view is refused by its flag where the server has only others."
    )
    .requires(&[Flag::supports_views])
    .refuses(Flag::supports_materialized_views),
    case!(
        "schema.view.definition_checked",
        definition_checked,
        "A view of a table that does not exist is refused, and is not there afterwards."
    )
    .requires(&[Flag::checks_view_definitions]),
    case!(
        "schema.view.definition_unchecked",
        definition_unchecked,
        "Where definitions are not checked, a view of a table that does not exist can be made, and read once it does."
    )
    .requires(&[Flag::supports_views])
    .refuses(Flag::checks_view_definitions),
    case!(
        "schema.view.table_dropped",
        table_dropped,
        "A table under a view can be dropped; the view stays, cannot be read, and can be again when the table is back."
    )
    .requires(&[Flag::can_drop_table_under_view]),
    case!(
        "schema.view.table_kept",
        table_kept,
        "Where a view holds its table, dropping the table is refused, and both stay."
    )
    .requires(&[Flag::supports_views])
    .refuses(Flag::can_drop_table_under_view),
];

/// A table of numbers.
fn numbers() -> Result<Table> {
    let integer = ColumnType::Integer;
    table("number", &[("n", integer.clone()), ("square", integer)])
}

/// A view that shows the first two columns of the numbers.
fn seen(context: &Context) -> Result<View> {
    let definition = selection(context, &numbers()?.name, &["id", "n"])?;
    Ok(View::new(name("seen")?, definition))
}

/// The rows that a view shows, as pairs of numbers in the order of the first.
async fn read(context: &mut Context, view: &View, columns: &[&str]) -> Result<Vec<(i64, i64)>> {
    let columns = identifiers(columns)?;
    let statement = context.statement(|out| {
        out.push("SELECT ")
            .identifiers(&columns)
            .push(" FROM ")
            .name(&view.name);
    });
    let mut rows: Vec<(i64, i64)> = context.fetch(&statement).await?;
    rows.sort_unstable();
    Ok(rows)
}

async fn create_and_drop(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    context.insert(&numbers, [&row![1_i64, 2, 4]]).await?;
    let view = seen(context)?;
    context.change(&Change::CreateView(view.clone())).await?;
    expect_eq("rows", read(context, &view, &["id", "n"]).await?, [(1, 2)])?;
    context.insert(&numbers, [&row![2_i64, 3, 9]]).await?;
    let both = read(context, &view, &["id", "n"]).await?;
    expect_eq("rows after an insert", both, [(1, 2), (2, 3)])?;
    context.change(&Change::DropView(view.name.clone())).await?;
    let gone = read(context, &view, &["id", "n"]).await;
    expect_error("reading a dropped view", gone, ErrorKind::DoesNotExist)?;
    let left = context.introspect().await?.schema;
    expect_eq("views", left.views.len(), 0)?;
    expect_eq("rows of the table", context.count(&numbers.name).await?, 2)
}

async fn condition(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    let rows = [row![1_i64, 2, 4], row![2_i64, -2, 4], row![3_i64, 3, 9]];
    context.insert(&numbers, &rows).await?;
    let names = identifiers(&["id", "n", "square", "more"])?;
    let [id, n, square, more] = names.as_slice() else {
        return Err(Failure::new("a fault of the suite: four names"));
    };
    let definition = context.expression(|out| {
        out.push("SELECT ")
            .identifier(id)
            .push(", ")
            .identifier(square);
        out.push(" + ").number(1).push(" AS ").identifier(more);
        out.push(" FROM ").name(&numbers.name).push(" WHERE ");
        out.identifier(n).push(" > ").number(0);
    });
    let view = View::new(name("positive")?, definition);
    context.change(&Change::CreateView(view.clone())).await?;
    let found = read(context, &view, &["id", "more"]).await?;
    expect_eq("rows", found, [(1, 5), (3, 10)])?;
    let views = context.introspect().await?.schema.views;
    let view = views
        .first()
        .ok_or_else(|| Failure::new("no view is found"))?;
    let columns: Vec<_> = view.columns.iter().map(|it| it.name.as_str()).collect();
    expect_eq("columns", columns, ["id", "more"])?;
    let whole = ["square", "number", "n", "1", "0"];
    let missing = whole.iter().find(|word| !view.definition.contains(**word));
    expect(missing.is_none(), || {
        format!("the definition is found as {:?}", view.definition)
    })
}

async fn column_names(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    context.insert(&numbers, [&row![1_i64, 2, 4]]).await?;
    let mut view = seen(context)?;
    view.column_names = identifiers(&["key", "Some \"Number\""])?;
    context.change(&Change::CreateView(view.clone())).await?;
    let found = read(context, &view, &["key", "Some \"Number\""]).await?;
    expect_eq("rows", found, [(1, 2)])?;
    let views = context.introspect().await?.schema.views;
    let names: Vec<_> = views
        .iter()
        .flat_map(|view| &view.columns)
        .map(|column| column.name.as_str())
        .collect();
    expect_eq("columns", names, ["key", "Some \"Number\""])
}

async fn over_view(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    context.insert(&numbers, [&row![1_i64, 2, 4]]).await?;
    // By name the second view comes first.
    let first = seen(context)?;
    let definition = selection(context, &first.name, &["id", "n"])?;
    let second = View::new(name("above")?, definition);
    context.change(&Change::CreateView(first.clone())).await?;
    context.change(&Change::CreateView(second.clone())).await?;
    expect_eq(
        "rows",
        read(context, &second, &["id", "n"]).await?,
        [(1, 2)],
    )?;
    let views = context.introspect().await?.schema.views;
    let names: Vec<_> = views.iter().map(|view| view.name.name.as_str()).collect();
    expect_eq("views", names, ["seen", "above"])?;
    context.change(&Change::DropView(second.name)).await?;
    context.change(&Change::DropView(first.name)).await?;
    let left = context.introspect().await?.schema.views.len();
    expect_eq("views that are left", left, 0)
}

async fn exists(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    let view = seen(context)?;
    context.change(&Change::CreateView(view.clone())).await?;
    let mut like_table = view.clone();
    like_table.name = numbers.name.clone();
    let mut like_view = numbers;
    like_view.name = view.name.clone();
    let changes = [
        Change::CreateView(view),
        Change::CreateView(like_table),
        Change::CreateTable(like_view),
    ];
    for change in changes {
        let refused = context.change(&change).await;
        expect_error("by the plan", refused, ErrorKind::AlreadyExists)?;
        let planned = backend_core::schema_editor::plan(
            context.backend().schema_editor,
            &context.dialect(),
            &Schema::new(),
            &change,
        )?;
        for statement in planned.statements() {
            let refused = context.execute(statement).await;
            expect_error("by the server", refused, ErrorKind::AlreadyExists)?;
        }
    }
    let schema = context.introspect().await?.schema;
    let counts = (schema.tables.len(), schema.views.len());
    expect_eq("tables and views", counts, (1, 1))
}

async fn missing(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    let refused = context.change(&Change::DropView(name("nobody")?)).await;
    expect_error("of no view", refused, ErrorKind::DoesNotExist)?;
    let refused = context
        .change(&Change::DropView(numbers.name.clone()))
        .await;
    expect_error("of a table", refused, ErrorKind::DoesNotExist)?;
    expect_eq("rows", context.count(&numbers.name).await?, 0)
}

async fn refused(context: &mut Context) -> Outcome {
    context.create(&numbers()?).await?;
    let change = Change::CreateView(seen(context)?);
    context
        .refused(Flag::supports_views, async |context| {
            context.change(&change).await
        })
        .await
}

async fn materialized(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    context.insert(&numbers, [&row![1_i64, 2, 4]]).await?;
    let mut view = seen(context)?;
    view.kind = ViewKind::Materialized;
    context.change(&Change::CreateView(view.clone())).await?;
    context.insert(&numbers, [&row![2_i64, 3, 9]]).await?;
    expect_eq("rows", read(context, &view, &["id", "n"]).await?, [(1, 2)])?;
    let views = context.introspect().await?.schema.views;
    let kinds: Vec<_> = views.iter().map(|view| view.kind).collect();
    expect_eq("kinds", kinds, [ViewKind::Materialized])?;
    context.change(&Change::DropView(view.name)).await?;
    let left = context.introspect().await?.schema.views.len();
    expect_eq("views that are left", left, 0)
}

async fn materialized_refused(context: &mut Context) -> Outcome {
    context.create(&numbers()?).await?;
    let mut view = seen(context)?;
    view.kind = ViewKind::Materialized;
    let change = Change::CreateView(view);
    context
        .refused(Flag::supports_materialized_views, async |context| {
            context.change(&change).await
        })
        .await
}

async fn definition_checked(context: &mut Context) -> Outcome {
    let view = seen(context)?;
    let refused = context.change(&Change::CreateView(view)).await;
    expect_error("making it", refused, ErrorKind::DoesNotExist)?;
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

async fn definition_unchecked(context: &mut Context) -> Outcome {
    let view = seen(context)?;
    context.change(&Change::CreateView(view.clone())).await?;
    context.absent(Flag::checks_view_definitions);
    let broken = read(context, &view, &["id", "n"]).await;
    expect_error("reading it", broken, ErrorKind::DoesNotExist)?;
    let numbers = numbers()?;
    context.create(&numbers).await?;
    context.insert(&numbers, [&row![1_i64, 2, 4]]).await?;
    expect_eq("rows", read(context, &view, &["id", "n"]).await?, [(1, 2)])
}

async fn table_dropped(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    let view = seen(context)?;
    context.change(&Change::CreateView(view.clone())).await?;
    context
        .change(&Change::DropTable(numbers.name.clone()))
        .await?;
    let broken = read(context, &view, &["id", "n"]).await;
    expect_error("reading the view", broken, ErrorKind::DoesNotExist)?;
    context.create(&numbers).await?;
    context.insert(&numbers, [&row![1_i64, 2, 4]]).await?;
    expect_eq("rows", read(context, &view, &["id", "n"]).await?, [(1, 2)])
}

async fn table_kept(context: &mut Context) -> Outcome {
    let numbers = numbers()?;
    context.create(&numbers).await?;
    context.insert(&numbers, [&row![1_i64, 2, 4]]).await?;
    let view = seen(context)?;
    context.change(&Change::CreateView(view.clone())).await?;
    match context.change(&Change::DropTable(numbers.name)).await {
        Ok(()) => return Err(Failure::new("the table is dropped: turn the flag on")),
        Err(error) => {
            let lost = matches!(
                error.kind(),
                ErrorKind::ConnectionLost | ErrorKind::Internal
            );
            expect(!lost, || format!("it is refused by {}", describe(&error)))?;
        }
    }
    context.absent(Flag::can_drop_table_under_view);
    expect_eq("rows", read(context, &view, &["id", "n"]).await?, [(1, 2)])
}
