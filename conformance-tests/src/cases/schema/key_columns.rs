//! Which columns keys can be on, and which foreign keys can refer to.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_error;
use crate::fixtures::{
    expect_schema, foreign_key, identifier, name, primary_key, row, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.key_columns.unlimited",
        unlimited,
        "A key can be on a text without limit, and takes no second of one."
    )
    .requires(&[Flag::supports_unlimited_keys]),
    case!(
        "schema.key_columns.unlimited_refused",
        unlimited_refused,
        "A key on a text or on bytes without limit is refused by its flag where there are none."
    )
    .refuses(Flag::supports_unlimited_keys)
    .django("schema/tests.py"),
    case!(
        "schema.key_columns.across_types",
        across_types,
        "A foreign key of a smaller integer refers to a larger one, and holds."
    )
    .requires(&[Flag::supports_references_across_types]),
    case!(
        "schema.key_columns.across_types_refused",
        across_types_refused,
        "A foreign key of another type than what it refers to is refused by its flag where both must be of one."
    )
    .refuses(Flag::supports_references_across_types),
    case!(
        "schema.key_columns.nullable",
        nullable,
        "A foreign key refers to a unique constraint whose column can be NULL, and holds."
    )
    .requires(&[Flag::supports_references_to_nullable_keys]),
    case!(
        "schema.key_columns.nullable_refused",
        nullable_refused,
        "A foreign key to a unique constraint whose column can be NULL is refused by its flag where there is none."
    )
    .refuses(Flag::supports_references_to_nullable_keys),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

/// A table whose primary key is of a type.
fn keyed(called: &str, column_type: ColumnType) -> Result<Table> {
    Ok(Table::new(name(called)?)
        .with_column(Column::new("word", column_type)?.not_null())
        .with_primary_key(primary_key(&["word"])?))
}

async fn unlimited(context: &mut Context) -> Outcome {
    let words = keyed("words", ColumnType::Text)?;
    context.create(&words).await?;
    expect_schema(context).await?;
    context.insert(&words, &[row!["a"], row!["b"]]).await?;
    let twice = context.insert(&words, [&row!["a"]]).await;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_error("the same text", twice, kind).map(drop)
}

async fn unlimited_refused(context: &mut Context) -> Outcome {
    for column_type in [ColumnType::Text, ColumnType::Bytes] {
        let words = keyed("words", column_type)?;
        context
            .refused(Flag::supports_unlimited_keys, async |context| {
                context.create(&words).await
            })
            .await?;
    }
    Ok(())
}

/// A parent of large numbers, and a child of smaller ones that refers to it.
fn of_two_types() -> Result<[Table; 2]> {
    let parent = table("parent", &[])?;
    let key = foreign_key(&["parent_id"], &parent, &["id"])?;
    let child = table("child", &[("parent_id", ColumnType::Integer)])?;
    Ok([parent, child.with_foreign_key(key)])
}

async fn across_types(context: &mut Context) -> Outcome {
    let [parent, child] = of_two_types()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    expect_schema(context).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    context.insert(&child, [&row![1_i64, 1]]).await?;
    let orphan = context.insert(&child, [&row![2_i64, 2]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY).map(drop)
}

async fn across_types_refused(context: &mut Context) -> Outcome {
    let [parent, child] = of_two_types()?;
    context.create(&parent).await?;
    context
        .refused(Flag::supports_references_across_types, async |context| {
            context.create(&child).await
        })
        .await
}

/// A parent with numbers that can be NULL and are unique, and a child that refers to them.
fn of_nullable_key() -> Result<[Table; 2]> {
    let only = unique(&["n"])?.with_name(identifier("one_n")?);
    let parent = table("parent", &[("n", ColumnType::Integer)])?.with_unique(only);
    let key = foreign_key(&["n"], &parent, &["n"])?;
    let child = table("child", &[("n", ColumnType::Integer)])?;
    Ok([parent, child.with_foreign_key(key)])
}

async fn nullable(context: &mut Context) -> Outcome {
    let [parent, child] = of_nullable_key()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    expect_schema(context).await?;
    let rows = [row![1_i64, 7], row![2_i64, None::<i32>]];
    context.insert(&parent, &rows).await?;
    let rows = [row![1_i64, 7], row![2_i64, None::<i32>]];
    context.insert(&child, &rows).await?;
    let orphan = context.insert(&child, [&row![3_i64, 8]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY).map(drop)
}

async fn nullable_refused(context: &mut Context) -> Outcome {
    let flag = Flag::supports_references_to_nullable_keys;
    let [parent, child] = of_nullable_key()?;
    if context.features().supports_foreign_keys {
        context.create(&parent).await?;
    }
    context
        .refused(flag, async |context| context.create(&child).await)
        .await
}
