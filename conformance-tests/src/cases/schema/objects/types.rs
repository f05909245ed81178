//! Composite types and ranges.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, UserType, UserTypeKind};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{name, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.composite.create_and_drop",
        create_and_drop,
        "A composite type is found with its fields in order, a column can have it, and it is gone when it is dropped."
    )
    .requires(&[Flag::supports_composite_types]),
    case!(
        "schema.composite.alter",
        alter,
        "A composite type loses fields, gets others at its end, and a field is of another type."
    )
    .requires(&[Flag::supports_composite_types]),
    case!(
        "schema.composite.order",
        order,
        "The order of a composite type's fields cannot be changed: that is refused, and nothing is changed."
    )
    .requires(&[Flag::supports_composite_types]),
    case!(
        "schema.composite.refused",
        composite_refused,
        "A composite type is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_composite_types),
    case!(
        "schema.range.create_and_drop",
        range,
        "A range is found with the type of its bounds, a column can have it, and it is gone when it is dropped."
    )
    .requires(&[Flag::supports_range_types]),
    case!(
        "schema.range.refused",
        range_refused,
        "A range is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_range_types),
];

fn composite(fields: &[(&str, ColumnType)]) -> Result<UserType> {
    let fields = fields
        .iter()
        .map(|(text, column_type)| Column::new(*text, column_type.clone()));
    let fields = fields.collect::<Result<_>>()?;
    let kind = UserTypeKind::Composite { fields };
    Ok(UserType::new(name("place")?, kind))
}

fn place() -> Result<UserType> {
    composite(&[
        ("town", ColumnType::Text),
        ("zip code", ColumnType::Integer),
    ])
}

fn range_type() -> Result<UserType> {
    let element = ColumnType::Double;
    Ok(UserType::new(
        name("reading")?,
        UserTypeKind::Range { element },
    ))
}

/// The names and types of the only type's fields.
async fn fields(context: &mut Context) -> Result<Vec<(String, ColumnType)>, Failure> {
    let types = context.introspect().await?.schema.types;
    match types.as_slice() {
        [
            UserType {
                kind: UserTypeKind::Composite { fields },
                ..
            },
        ] => Ok(fields
            .iter()
            .map(|field| (field.name.to_string(), field.column_type.clone()))
            .collect()),
        other => Err(Failure::new(format!("the types are found as {other:?}"))),
    }
}

/// A column has the type; it is found so, and the type goes after the table.
async fn use_and_drop(context: &mut Context, user_type: UserType) -> Outcome {
    let column_type = ColumnType::Named(user_type.name.clone());
    let user = table("user", &[("value", column_type.clone())])?;
    context.create(&user).await?;
    let schema = context.introspect().await?.schema;
    let found = schema.table(&user.name);
    let found = found.and_then(|table| table.column("value"));
    let found = found.map(|column| column.column_type.clone());
    expect_eq("type of the column", found, Some(column_type))?;
    context.change(&Change::DropTable(user.name)).await?;
    context.change(&Change::DropType(user_type.name)).await?;
    expect_eq("types", context.introspect().await?.schema.types, [])
}

async fn create_and_drop(context: &mut Context) -> Outcome {
    context.change(&Change::CreateType(place()?)).await?;
    let expected = [
        ("town".to_owned(), ColumnType::Text),
        ("zip code".to_owned(), ColumnType::Integer),
    ];
    expect_eq("fields", fields(context).await?, expected)?;
    use_and_drop(context, place()?).await
}

async fn alter(context: &mut Context) -> Outcome {
    context.change(&Change::CreateType(place()?)).await?;
    let after = composite(&[
        ("zip code", ColumnType::Text),
        ("country", ColumnType::Text),
    ])?;
    context.change(&Change::AlterType(after)).await?;
    let expected = [
        ("zip code".to_owned(), ColumnType::Text),
        ("country".to_owned(), ColumnType::Text),
    ];
    expect_eq("fields", fields(context).await?, expected)
}

async fn order(context: &mut Context) -> Outcome {
    context.change(&Change::CreateType(place()?)).await?;
    let turned = composite(&[
        ("zip code", ColumnType::Integer),
        ("town", ColumnType::Text),
    ])?;
    let refused = context.change(&Change::AlterType(turned)).await;
    expect_error("another order", refused, ErrorKind::NotSupported(None))?;
    expect_eq("fields", fields(context).await?.len(), 2)
}

async fn composite_refused(context: &mut Context) -> Outcome {
    let change = Change::CreateType(place()?);
    context
        .refused(Flag::supports_composite_types, async |context| {
            context.change(&change).await
        })
        .await
}

async fn range(context: &mut Context) -> Outcome {
    let created = range_type()?;
    context.change(&Change::CreateType(created.clone())).await?;
    let types = context.introspect().await?.schema.types;
    expect_eq("types", types, [created.clone()])?;
    use_and_drop(context, created).await
}

async fn range_refused(context: &mut Context) -> Outcome {
    let change = Change::CreateType(range_type()?);
    context
        .refused(Flag::supports_range_types, async |context| {
            context.change(&change).await
        })
        .await
}
