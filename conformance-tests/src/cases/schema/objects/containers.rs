//! What holds objects: schemas, and extensions that bring some along.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, ColumnType, Extension, Identifier, Namespace, QualifiedName, Table,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_empty, expect_eq, expect_error};
use crate::fixtures::{row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.namespace.create_and_drop",
        create_and_drop,
        "A schema is found, tables of the same name live in it and beside it, and it is gone when it is dropped."
    )
    .requires(&[Flag::supports_schemas]),
    case!(
        "schema.namespace.inhabited",
        inhabited,
        "A schema in which something is cannot be dropped."
    )
    .requires(&[Flag::supports_schemas]),
    case!(
        "schema.namespace.comment",
        comment,
        "A schema's comment is kept, changed and taken away."
    )
    .requires(&[Flag::supports_schemas, Flag::supports_comments]),
    case!(
        "schema.namespace.missing",
        missing,
        "A schema that is there is not made again, nor the default one, and one that is not cannot be dropped."
    )
    .requires(&[Flag::supports_schemas]),
    case!(
        "schema.namespace.refused",
        refused,
        "A schema is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_schemas),
    case!(
        "schema.extension.create_and_drop",
        extension,
        "An extension is found with its version and without what it brought along, and is gone when it is dropped."
    )
    .requires(&[Flag::supports_extensions]),
    case!(
        "schema.extension.in_schema",
        extension_in_schema,
        "An extension is put into a schema, and moved out of it."
    )
    .requires(&[Flag::supports_extensions, Flag::supports_schemas]),
    case!(
        "schema.extension.refused",
        extension_refused,
        "An extension is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_extensions),
];

const ODD: &str = "Odd \"Schema\".";

fn odd() -> Result<Namespace> {
    Ok(Namespace::new(Identifier::new(ODD)?))
}

fn items() -> Result<(Table, Table)> {
    let inside = |schema: Option<&str>| -> Result<Table> {
        let mut table = table("item", &[("n", ColumnType::Integer)])?;
        table.name = QualifiedName {
            schema: schema.map(Identifier::new).transpose()?,
            ..table.name
        };
        Ok(table)
    };
    Ok((inside(None)?, inside(Some(ODD))?))
}

async fn namespaces(context: &mut Context) -> Result<Vec<Namespace>> {
    Ok(context.introspect().await?.schema.namespaces)
}

async fn create_and_drop(context: &mut Context) -> Outcome {
    let odd = odd()?;
    context.change(&Change::CreateSchema(odd.clone())).await?;
    expect_eq("schemas", namespaces(context).await?, [odd.clone()])?;
    let (beside, inside) = items()?;
    for (n, each) in [(1_i64, &beside), (2, &inside)] {
        context.create(each).await?;
        context.insert(each, [&row![n, n]]).await?;
    }
    let statement = context.select_statement(&inside);
    let rows: Vec<(i64, i64)> = context.fetch(&statement).await?;
    expect_eq("rows inside", rows, [(2, 2)])?;
    let found = context.introspect().await?.schema.tables;
    let names: Vec<_> = found.into_iter().map(|it| it.name).collect();
    expect_eq("tables", names, [beside.name.clone(), inside.name.clone()])?;
    context.change(&Change::DropTable(inside.name)).await?;
    context.change(&Change::DropSchema(odd.name)).await?;
    expect_eq("schemas", namespaces(context).await?, [])?;
    expect_eq("rows beside", context.count(&beside.name).await?, 1)
}

async fn inhabited(context: &mut Context) -> Outcome {
    context.change(&Change::CreateSchema(odd()?)).await?;
    let (_, inside) = items()?;
    context.create(&inside).await?;
    let drop = Change::DropSchema(odd()?.name);
    let kept = context.change(&drop).await;
    expect_error("dropping it", kept, ErrorKind::Interface)?;
    expect_eq("rows", context.count(&inside.name).await?, 0)?;
    context.change(&Change::DropTable(inside.name)).await?;
    context.change(&drop).await?;
    expect_empty("at the end", &context.introspect().await?.schema)
}

async fn comment(context: &mut Context) -> Outcome {
    let said = |text: &str| -> Result<Namespace> {
        let mut namespace = odd()?;
        namespace.comment = Some(text.to_owned());
        Ok(namespace)
    };
    context
        .change(&Change::CreateSchema(said("What's \"here\"")?))
        .await?;
    let first = namespaces(context).await?;
    expect_eq("schemas", first, [said("What's \"here\"")?])?;
    for after in [said("Another.")?, odd()?] {
        context.change(&Change::AlterSchema(after.clone())).await?;
        expect_eq("schemas", namespaces(context).await?, [after])?;
    }
    Ok(())
}

async fn missing(context: &mut Context) -> Outcome {
    let create = Change::CreateSchema(odd()?);
    context.change(&create).await?;
    let again = context.change(&create).await;
    expect_error("making it again", again, ErrorKind::AlreadyExists)?;
    let other = Change::DropSchema(Identifier::new("nowhere")?);
    let gone = context.change(&other).await;
    expect_error("dropping another", gone, ErrorKind::DoesNotExist)?;
    let mut read = context.introspect().await?.schema;
    let default = read.default_schema.clone();
    let default = default.ok_or_else(|| Failure::new("there is no default schema"))?;
    let default = Change::CreateSchema(Namespace::new(default));
    expect_error(
        "making the default one",
        read.apply(&default),
        ErrorKind::AlreadyExists,
    )
    .map(|_| ())
}

async fn refused(context: &mut Context) -> Outcome {
    let change = Change::CreateSchema(odd()?);
    context
        .refused(Flag::supports_schemas, async |context| {
            context.change(&change).await
        })
        .await
}

/// An extension that can be installed here.
fn sample(context: &Context) -> Result<Extension, Failure> {
    let name = context.samples().extension;
    let name = name.ok_or_else(|| Failure::new("the harness has no sample of an extension"))?;
    Ok(Extension::new(Identifier::new(name)?))
}

async fn extension(context: &mut Context) -> Outcome {
    let sample = sample(context)?;
    context
        .change(&Change::CreateExtension(sample.clone()))
        .await?;
    let schema = context.introspect().await?.schema;
    let names: Vec<_> = schema.extensions.iter().map(|it| &it.name).collect();
    expect_eq("extensions", names, [&sample.name])?;
    let versioned = schema.extensions.iter().all(|it| it.version.is_some());
    expect_eq("whether versions are known", versioned, true)?;
    expect_eq("functions", schema.functions, [])?;
    let create = Change::CreateExtension(sample.clone());
    let again = context.change(&create).await;
    expect_error("installing it again", again, ErrorKind::AlreadyExists)?;
    context.change(&Change::DropExtension(sample.name)).await?;
    expect_empty("at the end", &context.introspect().await?.schema)
}

async fn extension_in_schema(context: &mut Context) -> Outcome {
    let mut extension = sample(context)?;
    let default = context.introspect().await?.schema.default_schema;
    let default = default.ok_or_else(|| Failure::new("there is no default schema"))?;
    context.change(&Change::CreateSchema(odd()?)).await?;
    extension.schema = Some(odd()?.name);
    context
        .change(&Change::CreateExtension(extension.clone()))
        .await?;
    let places = |found: Vec<Extension>| {
        let places = found.into_iter().map(|it| it.schema);
        places.collect::<Vec<_>>()
    };
    let found = context.introspect().await?.schema.extensions;
    expect_eq("places", places(found), [Some(odd()?.name)])?;
    extension.schema = Some(default);
    context.change(&Change::AlterExtension(extension)).await?;
    let found = context.introspect().await?.schema.extensions;
    expect_eq("places", places(found), [None])
}

async fn extension_refused(context: &mut Context) -> Outcome {
    let change = Change::CreateExtension(Extension::new(Identifier::new("anything")?));
    context
        .refused(Flag::supports_extensions, async |context| {
            context.change(&change).await
        })
        .await
}
