//! Tables come and go.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::introspection::Scope;
use backend_core::model::{
    Change, Check, Column, ColumnType, Options, QualifiedName, Schema, Table,
};
use backend_core::schema_editor::{NoProgress, plan, run};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_empty, expect_eq, expect_error};
use crate::fixtures::{
    column_names, expect_table, identifier, index, introspected, name, primary_key, record, row,
    table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.table.create_and_drop",
        create_and_drop,
        "A table that is created holds rows, and one that is dropped is gone with them."
    )
    .smoke()
    .django("schema/tests.py"),
    case!(
        "schema.table.exists_in_snapshot",
        exists_in_snapshot,
        "A table that the snapshot knows already is refused by the plan, and nothing is sent."
    ),
    case!(
        "schema.table.exists_on_server",
        exists_on_server,
        "A table that only the server knows already is refused by the server, and stays as it is."
    ),
    case!(
        "schema.table.missing_in_snapshot",
        missing_in_snapshot,
        "Dropping a table that the snapshot does not know is refused by the plan, and nothing is sent."
    ),
    case!(
        "schema.table.missing_on_server",
        missing_on_server,
        "Dropping a table that the server does not know says that it does not exist."
    ),
    case!(
        "schema.table.composite_primary_key",
        composite_primary_key,
        "A primary key of several columns keeps the order of the key, which need not be that of the columns."
    )
    .django("composite_pk/tests.py"),
    case!(
        "schema.table.recreated",
        recreated,
        "A table dropped and made anew with other columns is read with its new columns by the same session."
    ),
    case!(
        "schema.table.drop_takes_indexes",
        drop_takes_indexes,
        "Dropping a table drops its indexes and constraints, so that their names are free again."
    ),
    case!(
        "schema.table.unknown_option",
        unknown_option,
        "An option that the vendor does not know is refused, never ignored."
    ),
    case!(
        "schema.table.key_of_missing_column",
        key_of_missing_column,
        "A key of a column that the table does not have is refused by the plan, and nothing is sent."
    ),
    case!(
        "schema.table.in_named_schema",
        in_named_schema,
        "A table can be made in a schema by its name, is found there, and introspection can be limited to it."
    )
    .requires(&[Flag::supports_schemas]),
    case!(
        "schema.table.named_schema_refused",
        named_schema_refused,
        "A name with a schema is refused where there are no schemas."
    )
    .refuses(Flag::supports_schemas),
];

async fn create_and_drop(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("label", ColumnType::Text)])?;
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, "one"]]).await?;
    expect_eq("rows", context.count(&declared.name).await?, 1)?;
    context
        .change(&Change::DropTable(declared.name.clone()))
        .await?;
    let gone = context.count(&declared.name).await;
    expect_error("reading a dropped table", gone, ErrorKind::DoesNotExist)?;
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

async fn exists_in_snapshot(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("label", ColumnType::Text)])?;
    context.create(&declared).await?;
    let other = table("thing", &[("other", ColumnType::Integer)])?;
    let refused = context.change(&Change::CreateTable(other)).await;
    expect_error("creating it again", refused, ErrorKind::AlreadyExists)?;
    let found = introspected(context, &declared.name.name).await?;
    expect_eq("columns", column_names(&found), ["id", "label"])
}

async fn exists_on_server(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("label", ColumnType::Text)])?;
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, "one"]]).await?;
    let other = table("thing", &[("other", ColumnType::Integer)])?;
    let refused = against_nothing(context, &Change::CreateTable(other)).await;
    expect_error("creating it again", refused, ErrorKind::AlreadyExists)?;
    let found = introspected(context, &declared.name.name).await?;
    expect_eq("columns", column_names(&found), ["id", "label"])?;
    expect_eq("rows", context.count(&declared.name).await?, 1)
}

async fn missing_in_snapshot(context: &mut Context) -> Outcome {
    let (connection, sent) = record(context).await?;
    let dialect = connection.dialect().clone();
    let editor = context.backend().schema_editor;
    let change = Change::DropTable(name("nobody")?);
    let refused = plan(editor, &dialect, &Schema::new(), &change);
    expect_error("planning it", refused, ErrorKind::DoesNotExist)?;
    connection.close().await?;
    expect_eq("statements sent", sent.statements().len(), 0)
}

async fn missing_on_server(context: &mut Context) -> Outcome {
    let absent = table("nobody", &[])?;
    let mut before = Schema::new();
    before.apply(&Change::CreateTable(absent.clone()))?;
    let editor = context.backend().schema_editor;
    let steps = plan(
        editor,
        &context.dialect(),
        &before,
        &Change::DropTable(absent.name),
    )?;
    let refused = run(context.connection(), &steps, &mut NoProgress).await;
    let refused = refused.map_err(Error::from);
    expect_error("dropping it", refused, ErrorKind::DoesNotExist)?;
    Ok(())
}

async fn composite_primary_key(context: &mut Context) -> Outcome {
    let column = |name, column_type| Column::new(name, column_type).map(Column::not_null);
    let declared = Table::new(name("track")?)
        .with_column(column("side", ColumnType::Integer)?)
        .with_column(Column::new("title", ColumnType::Text)?)
        .with_column(column("album", ColumnType::BigInteger)?)
        .with_column(column("position", ColumnType::Integer)?)
        .with_primary_key(primary_key(&["album", "side", "position"])?);
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    let rows = [
        row![1, "a", 7_i64, 1],
        row![1, "b", 7_i64, 2],
        row![2, "c", 7_i64, 1],
    ];
    context.insert(&declared, &rows).await?;
    let twice = context.insert(&declared, [&row![2, "d", 7_i64, 1]]).await;
    expect(twice.is_err(), || "the same key is taken twice".to_owned())?;
    expect_eq("rows", context.count(&declared.name).await?, 3)
}

async fn recreated(context: &mut Context) -> Outcome {
    let first = table("thing", &[("label", ColumnType::Text)])?;
    context.create(&first).await?;
    context.insert(&first, [&row![1_i64, "one"]]).await?;
    expect_eq("the first table", context.select(&first).await?.len(), 1)?;
    let second = table(
        "thing",
        &[
            ("label", ColumnType::BigInteger),
            ("more", ColumnType::Text),
        ],
    )?;
    context
        .change(&Change::DropTable(first.name.clone()))
        .await?;
    context.create(&second).await?;
    context.insert(&second, [&row![2_i64, 20_i64, "x"]]).await?;
    let rows: Vec<(i64, i64, String)> = context.fetch(&context.select_statement(&second)).await?;
    expect_eq("the second table", rows, [(2, 20, "x".to_owned())])?;
    // The text of the first select, which the session may have prepared, now means the second table.
    let rows: Vec<(i64, i64)> = context.fetch(&context.select_statement(&first)).await?;
    expect_eq("the first select", rows, [(2, 20)])
}

async fn drop_takes_indexes(context: &mut Context) -> Outcome {
    let unique = unique(&["label"])?.with_name(identifier("thing_label_unique")?);
    let mut declared = table("thing", &[("label", ColumnType::Integer)])?.with_unique(unique);
    declared.indexes.push(index("thing_label", &["label"])?);
    for _ in 0..2 {
        context.create(&declared).await?;
        let found = introspected(context, &declared.name.name).await?;
        expect_table(&declared, &found, context.features())?;
        context
            .change(&Change::DropTable(declared.name.clone()))
            .await?;
    }
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

/// Tables with an option that no vendor has, each in another place.
fn with_unknown_options(context: &Context) -> Result<Vec<(&'static str, Table)>> {
    let mut unknown = Options::new();
    unknown.set("NO SUCH OPTION", Some("x".to_owned()));
    let plain = table("thing", &[("label", ColumnType::Integer)])?;
    let mut of_table = plain.clone();
    of_table.options = unknown.clone();
    let mut of_column = plain.clone();
    for column in &mut of_column.columns {
        column.options = unknown.clone();
    }
    let mut of_index = index("thing_label", &["label"])?;
    of_index.options = unknown.clone();
    let mut of_primary_key = plain.clone();
    if let Some(key) = &mut of_primary_key.primary_key {
        key.options = unknown.clone();
    }
    let mut of_unique = unique(&["label"])?;
    of_unique.options = unknown.clone();
    let mut tables = vec![
        ("a table", of_table),
        ("a column", of_column),
        ("an index", plain.clone().with_index(of_index)),
        ("a primary key", of_primary_key),
        ("a unique constraint", plain.clone().with_unique(of_unique)),
    ];
    if context.features().supports_check_constraints {
        let label = identifier("label")?;
        let mut of_check = Check::new(context.expression(|out| {
            out.identifier(&label).push(" > ").number(0);
        }));
        of_check.options = unknown;
        tables.push(("a check", plain.with_check(of_check)));
    }
    Ok(tables)
}

async fn unknown_option(context: &mut Context) -> Outcome {
    for (whose, declared) in with_unknown_options(context)? {
        let refused = context.create(&declared).await;
        let kind = ErrorKind::NotSupported(None);
        expect_error(&format!("an option of {whose}"), refused, kind)?;
    }
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

async fn key_of_missing_column(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("label", ColumnType::Integer)])?;
    let keys = [
        declared.clone().with_primary_key(primary_key(&["nobody"])?),
        declared.with_unique(unique(&["label", "nobody"])?),
    ];
    for declared in keys {
        let refused = context.create(&declared).await;
        expect_error("creating it", refused, ErrorKind::DoesNotExist)?;
    }
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

async fn in_named_schema(context: &mut Context) -> Outcome {
    let Some(schema) = context.introspect().await?.schema.default_schema else {
        return Err(Failure::new(
            "there are schemas, but not the one that names without a schema are in",
        ));
    };
    let mut declared = table("thing", &[])?;
    let bare = declared.name.clone();
    declared.name.schema = Some(schema.clone());
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64]]).await?;
    expect_eq(
        "rows by both names",
        context.count(&declared.name).await?,
        1,
    )?;
    expect_eq("rows by the name alone", context.count(&bare).await?, 1)?;
    let mut scope = Scope::all();
    let elsewhere = identifier("no such schema")?;
    for (schema, is_there) in [(schema, true), (elsewhere, false)] {
        scope.schemas = Some(vec![schema]);
        let backend = context.backend();
        let snapshot = backend.introspect(context.connection(), &scope).await?;
        let found = snapshot.schema.table(&bare).is_some();
        expect_eq("whether it is found without its schema", found, is_there)?;
    }
    Ok(())
}

async fn named_schema_refused(context: &mut Context) -> Outcome {
    let mut declared = table("thing", &[])?;
    declared.name = QualifiedName::with_schema("somewhere", "thing")?;
    context
        .refused(Flag::supports_schemas, async |context| {
            context.create(&declared).await
        })
        .await?;
    let mut scope = Scope::all();
    scope.schemas = Some(vec![identifier("somewhere")?]);
    context
        .refused(Flag::supports_schemas, async |context| {
            let backend = context.backend();
            backend.introspect(context.connection(), &scope).await
        })
        .await
}

/// Carries a change out that was planned as if the database were empty.
async fn against_nothing(context: &mut Context, change: &Change) -> Result<()> {
    let editor = context.backend().schema_editor;
    let steps = plan(editor, &context.dialect(), &Schema::new(), change)?;
    run(context.connection(), &steps, &mut NoProgress).await?;
    Ok(())
}
