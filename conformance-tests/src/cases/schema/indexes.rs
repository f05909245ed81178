//! Indexes on columns.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Index, IndexPart, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{
    create_index, expect_table, identifier, identifiers, index, introspected, row, table,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.index.with_table",
        with_table,
        "Indexes that a table is created with are found as indexes, and no others."
    )
    .django("schema/tests.py"),
    case!(
        "schema.index.create_and_drop",
        create_and_drop,
        "An index can be made on a table with rows, and dropped, and the rows stay."
    )
    .smoke()
    .django("schema/tests.py"),
    case!(
        "schema.index.order_of_columns",
        order_of_columns,
        "An index of several columns keeps their order, which need not be that of the table."
    )
    .django("introspection/tests.py"),
    case!(
        "schema.index.unique",
        unique,
        "A unique index refuses equal keys from then on, and is not made where there are some already."
    )
    .django("schema/tests.py"),
    case!(
        "schema.index.descending",
        descending,
        "An index part that is descending is found so, and its neighbours are not."
    )
    .requires(&[Flag::supports_index_column_ordering])
    .django("introspection/tests.py"),
    case!(
        "schema.index.descending_refused",
        descending_refused,
        "A descending index part is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_index_column_ordering),
    case!(
        "schema.index.covering",
        covering,
        "The columns that an index carries are found apart from its key, and do not count for uniqueness."
    )
    .requires(&[Flag::supports_covering_indexes])
    .django("schema/tests.py"),
    case!(
        "schema.index.covering_refused",
        covering_refused,
        "Columns that an index carries are refused by their flag where the server has none."
    )
    .refuses(Flag::supports_covering_indexes),
    case!(
        "schema.index.unknown_collation",
        unknown_collation,
        "An index part's collation reaches the server: one that does not exist is refused, never ignored."
    )
    .requires(&[Flag::supports_index_collations]),
    case!(
        "schema.index.collation_refused",
        collation_refused,
        "An index part's collation is refused by its flag where index parts have none."
    )
    .refuses(Flag::supports_index_collations),
    case!(
        "schema.index.comment",
        comment,
        "The comment of an index is found as it was given."
    )
    .requires(&[Flag::supports_index_comments]),
    case!(
        "schema.index.comment_refused",
        comment_refused,
        "The comment of an index is refused by its flag where it is not kept."
    )
    .refuses(Flag::supports_index_comments),
    case!(
        "schema.index.most_columns",
        most_columns,
        "An index takes as many columns as the limit says, and one more is refused before anything is sent."
    ),
    case!(
        "schema.index.no_columns",
        no_columns,
        "An index without columns is refused by the plan."
    ),
    case!(
        "schema.index.name_taken",
        name_taken,
        "A second index of the same name on a table is refused, by the plan and by the server alike."
    ),
    case!(
        "schema.index.missing",
        missing,
        "Dropping an index that is not there, or of a table that is not there, says so."
    ),
    case!(
        "schema.index.missing_column",
        missing_column,
        "An index on a column that the table does not have is refused, and none is made."
    ),
    case!(
        "schema.index.unknown_method",
        unknown_method,
        "An access method that the vendor does not have is refused, never ignored."
    ),
];

/// A table with three integer columns.
fn points() -> Result<Table> {
    table(
        "point",
        &[
            ("x", ColumnType::Integer),
            ("y", ColumnType::Integer),
            ("z", ColumnType::Integer),
        ],
    )
}

/// Demands that the table is found with exactly what the case's own account of it says.
async fn expect_as_declared(context: &mut Context, table: &Table) -> Outcome {
    let found = introspected(context, &table.name.name).await?;
    let Some(declared) = context.schema().table(&table.name).cloned() else {
        return expect(false, || "the case lost its table".to_owned());
    };
    expect_table(&declared, &found, context.features())
}

async fn with_table(context: &mut Context) -> Outcome {
    let declared = points()?
        .with_index(index("point_x", &["x"])?)
        .with_index(index("point_y_z", &["y", "z"])?.unique());
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())
}

async fn create_and_drop(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let rows = [row![1_i64, 1, 1, 1], row![2_i64, 1, 1, 1]];
    context.insert(&points, &rows).await?;
    let made = create_index(&points, index("point_x", &["x"])?);
    context.change(&made).await?;
    expect_as_declared(context, &points).await?;
    let drop = Change::DropIndex {
        table: points.name.clone(),
        name: identifier("point_x")?,
    };
    context.change(&drop).await?;
    expect_as_declared(context, &points).await?;
    expect_eq("rows", context.count(&points.name).await?, 2)
}

async fn order_of_columns(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let made = create_index(&points, index("point_z_x_y", &["z", "x", "y"])?);
    context.change(&made).await?;
    expect_as_declared(context, &points).await
}

async fn unique(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let rows = [row![1_i64, 1, 1, 1], row![2_i64, 1, 2, 1]];
    context.insert(&points, &rows).await?;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    let too_late = create_index(&points, index("point_x", &["x"])?.unique());
    let refused = context.change(&too_late).await;
    expect_error("on rows with equal keys", refused, kind)?;
    expect_as_declared(context, &points).await?;
    let made = create_index(&points, index("point_x_y", &["x", "y"])?.unique());
    context.change(&made).await?;
    expect_as_declared(context, &points).await?;
    let twice = context.insert(&points, [&row![3_i64, 1, 2, 5]]).await;
    expect_error("an equal key", twice, kind)?;
    context.insert(&points, [&row![3_i64, 2, 2, 1]]).await?;
    expect_eq("rows", context.count(&points.name).await?, 3)
}

fn mixed_order() -> Result<Index> {
    let part = |name| identifier(name).map(IndexPart::column);
    let parts = vec![part("x")?, part("y")?.descending(), part("z")?];
    Ok(Index::new(identifier("point_mixed")?, parts))
}

async fn descending(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    context
        .change(&create_index(&points, mixed_order()?))
        .await?;
    expect_as_declared(context, &points).await
}

async fn descending_refused(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let change = create_index(&points, mixed_order()?);
    context
        .refused(Flag::supports_index_column_ordering, async |context| {
            context.change(&change).await
        })
        .await
}

fn carrying() -> Result<Index> {
    let mut carrying = index("point_x_with_z", &["x"])?.unique();
    carrying.include = identifiers(&["z"])?;
    Ok(carrying)
}

async fn covering(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    context.change(&create_index(&points, carrying()?)).await?;
    expect_as_declared(context, &points).await?;
    context.insert(&points, [&row![1_i64, 1, 1, 1]]).await?;
    let twice = context.insert(&points, [&row![2_i64, 1, 1, 2]]).await;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_error("an equal key with another carried column", twice, kind)?;
    Ok(())
}

async fn covering_refused(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let change = create_index(&points, carrying()?);
    context
        .refused(Flag::supports_covering_indexes, async |context| {
            context.change(&change).await
        })
        .await
}

/// A table with a text, and an index on it by a collation that does not exist.
async fn collated(context: &mut Context) -> Result<Change> {
    let label = ColumnType::VarChar { length: Some(20) };
    let labels = table("labelled", &[("label", label)])?;
    context.create(&labels).await?;
    let part = IndexPart::column(identifier("label")?);
    let part = part.with_collation(identifier("no_such_collation")?);
    let index = Index::new(identifier("labelled_label")?, vec![part]);
    Ok(create_index(&labels, index))
}

async fn unknown_collation(context: &mut Context) -> Outcome {
    let change = collated(context).await?;
    let refused = context.change(&change).await;
    expect_error("an unknown collation", refused, ErrorKind::DoesNotExist)?;
    let tables = context.introspect().await?.schema.tables;
    let indexes: usize = tables.iter().map(|table| table.indexes.len()).sum();
    expect_eq("indexes", indexes, 0)
}

async fn collation_refused(context: &mut Context) -> Outcome {
    let change = collated(context).await?;
    context
        .refused(Flag::supports_index_collations, async |context| {
            context.change(&change).await
        })
        .await
}

fn commented() -> Result<Index> {
    let mut commented = index("point_x", &["x"])?;
    commented.comment = Some("What's it for?".to_owned());
    Ok(commented)
}

async fn comment(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    context.change(&create_index(&points, commented()?)).await?;
    expect_as_declared(context, &points).await?;
    let found = introspected(context, &points.name.name).await?;
    let comments: Vec<_> = found.indexes.into_iter().map(|it| it.comment).collect();
    let expected = Some("What's it for?".to_owned());
    expect_eq("comments", comments, [expected])
}

async fn comment_refused(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let change = create_index(&points, commented()?);
    context
        .refused(Flag::supports_index_comments, async |context| {
            context.change(&change).await
        })
        .await
}

async fn most_columns(context: &mut Context) -> Outcome {
    let features = context.features();
    let limit = features.max_columns_per_index;
    let most = limit.and_then(|most| usize::try_from(most).ok());
    let columns = features.max_columns_per_table;
    let columns = columns.and_then(|most| usize::try_from(most).ok());
    // The key takes one of the table's columns.
    let room = columns.map_or(usize::MAX, |columns| columns.saturating_sub(1));
    let count = most.unwrap_or(16).min(room);
    let names: Vec<_> = (0..count).map(|n| format!("c{n}")).collect();
    let mut wide = table("wide", &[])?;
    for name in &names {
        wide = wide.with_column(Column::new(name.as_str(), ColumnType::Integer)?);
    }
    context.create(&wide).await?;
    let mut names: Vec<_> = names.iter().map(String::as_str).collect();
    let made = create_index(&wide, index("as_many_as_can_be", &names)?);
    context.change(&made).await?;
    expect_as_declared(context, &wide).await?;
    if most.is_some_and(|most| most == count) {
        names.push("id");
        let refused = context
            .change(&create_index(&wide, index("one_too_many", &names)?))
            .await;
        expect_error("one column too many", refused, ErrorKind::Data)?;
        expect_as_declared(context, &wide).await?;
    }
    Ok(())
}

async fn no_columns(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let empty = create_index(&points, index("point_nothing", &[])?);
    let refused = context.change(&empty).await;
    expect_error("making it", refused, ErrorKind::Interface)?;
    expect_as_declared(context, &points).await
}

async fn name_taken(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let first = create_index(&points, index("point_i", &["x"])?);
    context.change(&first).await?;
    let second = create_index(&points, index("point_i", &["y"])?);
    let refused = context.change(&second).await;
    expect_error("by the plan", refused, ErrorKind::AlreadyExists)?;
    let twice = table("twice", &[("x", ColumnType::Integer)])?
        .with_index(index("twice_i", &["x"])?)
        .with_index(index("twice_i", &["id"])?);
    let refused = context.create(&twice).await;
    expect_error("by the server", refused, ErrorKind::AlreadyExists)?;
    expect_as_declared(context, &points).await
}

async fn missing(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let drop = |table: &Table| {
        Ok::<_, backend_core::error::Error>(Change::DropIndex {
            table: table.name.clone(),
            name: identifier("nobody")?,
        })
    };
    let refused = context.change(&drop(&points)?).await;
    expect_error("of a table that is there", refused, ErrorKind::DoesNotExist)?;
    let refused = context.change(&drop(&table("nobody", &[])?)?).await;
    expect_error("of no table", refused, ErrorKind::DoesNotExist)?;
    expect_as_declared(context, &points).await
}

async fn missing_column(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let change = create_index(&points, index("point_w", &["x", "w"])?);
    let refused = context.change(&change).await;
    expect_error("making it", refused, ErrorKind::DoesNotExist)?;
    expect_as_declared(context, &points).await
}

async fn unknown_method(context: &mut Context) -> Outcome {
    let points = points()?;
    context.create(&points).await?;
    let mut odd = index("point_odd", &["x"])?;
    odd.method = Some("no such method".to_owned());
    let refused = context.change(&create_index(&points, odd)).await;
    // A server whose methods can be added to says which there are not.
    let is_refused = refused.as_ref().is_err_and(|error| {
        matches!(
            error.kind(),
            ErrorKind::NotSupported(None) | ErrorKind::DoesNotExist
        )
    });
    expect(is_refused, || {
        format!("making it is refused as not supported or not there; found {refused:?}")
    })?;
    expect_as_declared(context, &points).await
}
