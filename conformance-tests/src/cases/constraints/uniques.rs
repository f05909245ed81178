//! Primary keys and unique constraints.

use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Table};
use backend_core::query::Query;
use backend_core::sea_query::Expr;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{expect_table, identifier, introspected, row, table, unique};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "constraints.unique.primary_key",
        primary_key,
        "A second row with the same primary key is refused, by insert and by update."
    )
    .django("backends/tests.py"),
    case!(
        "constraints.unique.one_column",
        one_column,
        "A unique column refuses an equal value, and the error says which constraint or which column."
    )
    .smoke()
    .django("constraints/tests.py"),
    case!(
        "constraints.unique.several_columns",
        several_columns,
        "A unique constraint of several columns refuses rows that are equal in all of them, and no others."
    )
    .django("constraints/tests.py"),
    case!(
        "constraints.unique.named_and_unnamed",
        named_and_unnamed,
        "Several unique constraints stand side by side, with names and without, and each holds."
    ),
    case!(
        "constraints.unique.nulls_distinct",
        nulls_distinct,
        "Two NULLs are not equal to a unique constraint, alone or beside equal values."
    )
    .django("constraints/tests.py"),
    case!(
        "constraints.unique.nulls_not_distinct",
        nulls_not_distinct,
        "A unique constraint can be told to take NULLs as equal, and does so."
    )
    .requires(&[Flag::supports_nulls_not_distinct])
    .django("constraints/tests.py"),
    case!(
        "constraints.unique.nulls_not_distinct_refused",
        nulls_not_distinct_refused,
        "Equal NULLs are refused by their flag where unique constraints cannot be told so."
    )
    .refuses(Flag::supports_nulls_not_distinct),
    case!(
        "constraints.unique.freed_by_delete",
        freed_by_delete,
        "A key is free again once its row is deleted or changed."
    ),
    case!(
        "constraints.unique.whole_statement",
        whole_statement,
        "An insert of several rows of which one is refused inserts none."
    )
    .requires(&[Flag::has_bulk_insert])
    .django("bulk_create/tests.py"),
];

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

/// A table with a text and two numbers.
fn albums() -> Result<Table> {
    let title = ColumnType::VarChar { length: Some(50) };
    table(
        "album",
        &[
            ("title", title),
            ("label", ColumnType::Integer),
            ("number", ColumnType::Integer),
        ],
    )
}

/// The error says which constraint refused: by its name, or by the table and the columns.
fn expect_place(error: &Error, constraint: Option<&str>, columns: &str) -> Outcome {
    let detail = error.detail();
    let by_name = constraint.is_some() && detail.constraint.as_deref() == constraint;
    let by_column =
        detail.table.as_deref() == Some("album") && detail.column.as_deref() == Some(columns);
    expect(by_name || by_column, || {
        format!("the error says neither {constraint:?} nor {columns} of album, but {detail:?}")
    })
}

async fn primary_key(context: &mut Context) -> Outcome {
    let albums = albums()?;
    context.create(&albums).await?;
    context
        .insert(&albums, [&row![1_i64, "a"], &row![2_i64, "b"]])
        .await?;
    let twice = context.insert(&albums, [&row![1_i64, "c"]]).await;
    let error = expect_error("inserting it again", twice, UNIQUE)?;
    expect_place(&error, None, "id").or_else(|failure| {
        // A key without a name is named by the server, in its own way.
        let named = error.detail().constraint.is_some();
        if named { Ok(()) } else { Err(failure) }
    })?;
    let update = context.update_statement(&albums, ("id", 1_i64), ("id", 2_i64))?;
    let moved = context.execute(&update).await;
    expect_error("changing another to it", moved, UNIQUE)?;
    expect_eq("rows", context.count(&albums.name).await?, 2)
}

async fn one_column(context: &mut Context) -> Outcome {
    let constraint = unique(&["title"])?.with_name(identifier("album_title_unique")?);
    let albums = albums()?.with_unique(constraint);
    context.create(&albums).await?;
    let found = introspected(context, &albums.name.name).await?;
    expect_table(&albums, &found, context.features())?;
    context
        .insert(&albums, [&row![1_i64, "a"], &row![2_i64, "b"]])
        .await?;
    let twice = context.insert(&albums, [&row![3_i64, "a"]]).await;
    let error = expect_error("inserting it again", twice, UNIQUE)?;
    expect_place(&error, Some("album_title_unique"), "title")?;
    let update = context.update_statement(&albums, ("title", "a"), ("id", 2_i64))?;
    let moved = context.execute(&update).await;
    expect_error("changing another to it", moved, UNIQUE)?;
    let same = context.update_statement(&albums, ("title", "a"), ("id", 1_i64))?;
    context.execute(&same).await?;
    expect_eq("rows", context.count(&albums.name).await?, 2)
}

async fn several_columns(context: &mut Context) -> Outcome {
    let constraint = unique(&["number", "label"])?.with_name(identifier("album_catalogue")?);
    let albums = albums()?.with_unique(constraint);
    context.create(&albums).await?;
    let found = introspected(context, &albums.name.name).await?;
    expect_table(&albums, &found, context.features())?;
    let rows = [
        row![1_i64, "a", 1, 1],
        row![2_i64, "a", 1, 2],
        row![3_i64, "a", 2, 1],
    ];
    context.insert(&albums, &rows).await?;
    let twice = context.insert(&albums, [&row![4_i64, "b", 1, 2]]).await;
    let error = expect_error("inserting it again", twice, UNIQUE)?;
    expect_place(&error, Some("album_catalogue"), "number, label")?;
    expect_eq("rows", context.count(&albums.name).await?, 3)
}

async fn named_and_unnamed(context: &mut Context) -> Outcome {
    let albums = albums()?
        .with_unique(unique(&["title", "label"])?)
        .with_unique(unique(&["number"])?.with_name(identifier("a number")?))
        .with_unique(unique(&["label", "number"])?);
    context.create(&albums).await?;
    let found = introspected(context, &albums.name.name).await?;
    expect_table(&albums, &found, context.features())?;
    context.insert(&albums, [&row![1_i64, "a", 1, 1]]).await?;
    let refused = [row![2_i64, "a", 1, 2], row![2_i64, "b", 2, 1]];
    for row in &refused {
        let twice = context.insert(&albums, [row]).await;
        expect_error("inserting it again", twice, UNIQUE)?;
    }
    context.insert(&albums, [&row![2_i64, "a", 2, 2]]).await?;
    expect_eq("rows", context.count(&albums.name).await?, 2)
}

async fn nulls_distinct(context: &mut Context) -> Outcome {
    let albums = albums()?
        .with_unique(unique(&["title"])?)
        .with_unique(unique(&["label", "number"])?);
    context.create(&albums).await?;
    let rows = [
        row![1_i64, None::<String>, 1, None::<i32>],
        row![2_i64, None::<String>, 1, None::<i32>],
        row![3_i64, None::<String>, None::<i32>, None::<i32>],
        row![4_i64, None::<String>, None::<i32>, None::<i32>],
    ];
    context.insert(&albums, &rows).await?;
    expect_eq("rows", context.count(&albums.name).await?, 4)
}

fn equal_nulls() -> Result<Table> {
    let mut constraint = unique(&["label", "number"])?;
    constraint.nulls_distinct = false;
    Ok(albums()?.with_unique(constraint))
}

async fn nulls_not_distinct(context: &mut Context) -> Outcome {
    let albums = equal_nulls()?;
    context.create(&albums).await?;
    let found = introspected(context, &albums.name.name).await?;
    expect_table(&albums, &found, context.features())?;
    let rows = [
        row![1_i64, "a", 1, None::<i32>],
        row![2_i64, "b", 2, None::<i32>],
    ];
    context.insert(&albums, &rows).await?;
    let twice = context
        .insert(&albums, [&row![3_i64, "c", 1, None::<i32>]])
        .await;
    expect_error("an equal NULL", twice, UNIQUE)?;
    expect_eq("rows", context.count(&albums.name).await?, 2)
}

async fn nulls_not_distinct_refused(context: &mut Context) -> Outcome {
    let albums = equal_nulls()?;
    context
        .refused(Flag::supports_nulls_not_distinct, async |context| {
            context.create(&albums).await
        })
        .await
}

async fn freed_by_delete(context: &mut Context) -> Outcome {
    let albums = albums()?.with_unique(unique(&["title"])?);
    context.create(&albums).await?;
    context
        .insert(&albums, [&row![1_i64, "a"], &row![2_i64, "b"]])
        .await?;
    let delete = context.delete_statement(&albums, "id", 1_i64)?;
    context.execute(&delete).await?;
    let change = context.update_statement(&albums, ("title", "c"), ("id", 2_i64))?;
    context.execute(&change).await?;
    context
        .insert(&albums, [&row![1_i64, "b"], &row![3_i64, "a"]])
        .await?;
    expect_eq("rows", context.count(&albums.name).await?, 3)
}

async fn whole_statement(context: &mut Context) -> Outcome {
    let albums = albums()?.with_unique(unique(&["title"])?);
    context.create(&albums).await?;
    context.insert(&albums, [&row![1_i64, "a"]]).await?;
    let title = |id: i64, title: &str| [Expr::val(id), Expr::val(title)];
    let query: Query = Query::insert()
        .into_table("album")
        .columns(["id", "title"])
        .values_panic(title(2, "b"))
        .values_panic(title(3, "a"))
        .values_panic(title(4, "c"))
        .into();
    let refused = context.execute_query(&query).await;
    expect_error("the insert", refused, UNIQUE)?;
    expect_eq("rows", context.count(&albums.name).await?, 1)
}
