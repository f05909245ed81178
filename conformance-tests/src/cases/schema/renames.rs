//! Tables, columns and indexes under another name: what refers to them follows, and no row is lost.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Default, Identity, Table};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{
    create_index, expect_schema, foreign_key, four_artists, identifier, index, introspected, name,
    now, primary_key, rename_column, rename_table, row, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.rename.table",
        renamed_table,
        "A renamed table keeps its rows, keys and indexes, and is gone under its name before."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.rename.table_refused",
        renamed_table_refused,
        "Where tables that are there cannot be changed, renaming one is refused with the flag."
    )
    .refuses(Flag::can_alter_tables),
    case!(
        "schema.rename.table_name_taken",
        table_name_taken,
        "A table is not given the name of another: the plan refuses it, and nothing changes."
    ),
    case!(
        "schema.rename.referenced_table",
        referenced_table,
        "Foreign keys of other tables, and of the table itself, follow a table's new name and hold on."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_foreign_keys])
    .django("schema/tests.py"),
    case!(
        "schema.rename.column",
        renamed_column,
        "A renamed column keeps its values, NOT NULL, default, index and unique constraint."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.rename.column_name_taken",
        column_name_taken,
        "A column is not given the name of another: the plan refuses it, and nothing changes."
    ),
    case!(
        "schema.rename.key_column",
        key_column,
        "A primary key, and the foreign keys that refer to it, follow a column's new name and hold on."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_foreign_keys])
    .django("schema/tests.py"),
    case!(
        "schema.rename.identity",
        identity,
        "An identity goes on numbering when its table and column are renamed, and is found as declared."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_identity_columns]),
    case!(
        "schema.rename.and_back",
        and_back,
        "A table and a column that are renamed and renamed back are found exactly as before."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.rename.index",
        renamed_index,
        "A renamed index is found under its new name only, and a unique one still refuses equal keys."
    )
    .django("schema/tests.py"),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);
const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

async fn renamed_table(context: &mut Context) -> Outcome {
    let before = four_artists(context).await?;
    let change = create_index(&before, index("by_year", &["born"])?);
    context.change(&change).await?;
    let rows = context.select(&before).await?;
    context.change(&rename_table(&before, "musician")?).await?;
    expect_schema(context).await?;
    let after = now(context, "musician")?;
    expect_eq("rows", context.select(&after).await?, rows)?;
    let gone = context.count(&before.name).await;
    expect_error("the name before", gone, ErrorKind::DoesNotExist)?;
    context.create(&before).await?;
    expect_schema(context).await
}

async fn renamed_table_refused(context: &mut Context) -> Outcome {
    let before = four_artists(context).await?;
    let change = rename_table(&before, "musician")?;
    context
        .refused(Flag::can_alter_tables, async |context| {
            context.change(&change).await
        })
        .await
}

async fn table_name_taken(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    context.create(&table("musician", &[])?).await?;
    let before = context.contents().await?;
    let refused = context.change(&rename_table(&artist, "musician")?).await;
    expect_error("the name of another", refused, ErrorKind::AlreadyExists)?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn referenced_table(context: &mut Context) -> Outcome {
    let parent = table("parent", &[("parent_id", ColumnType::BigInteger)])?;
    let parent = parent
        .clone()
        .with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?);
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?
        .with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?);
    context.create(&parent).await?;
    context.create(&child).await?;
    let rows = [row![1_i64, None::<i64>], row![2_i64, 1_i64]];
    context.insert(&parent, &rows).await?;
    context.insert(&child, [&row![1_i64, 2_i64]]).await?;
    context.change(&rename_table(&parent, "elder")?).await?;
    expect_schema(context).await?;
    let elder = now(context, "elder")?;
    for (what, of) in [("an orphan", &child), ("an orphan of its own", &elder)] {
        let orphan = context.insert(of, [&row![7_i64, 9_i64]]).await;
        expect_error(what, orphan, FOREIGN_KEY)?;
    }
    let referred = context.delete_statement(&elder, "id", 2_i64)?;
    let deleted = context.execute(&referred).await;
    expect_error("deleting what is referred to", deleted, FOREIGN_KEY)?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn renamed_column(context: &mut Context) -> Outcome {
    let size = Column::new("size", ColumnType::Integer)?
        .not_null()
        .with_default(Default::Literal(Value::I64(7)));
    let label = ColumnType::VarChar { length: Some(50) };
    let before = table("thing", &[("label", label)])?
        .with_column(size)
        .with_unique(unique(&["size"])?.with_name(identifier("one_size")?))
        .with_index(index("by_label_and_size", &["label", "size"])?);
    context.create(&before).await?;
    let rows = [row![1_i64, "a", 1], row![2_i64, "b", 2]];
    context.insert(&before, &rows).await?;
    let values = context.select(&before).await?;
    context
        .change(&rename_column(&before, "size", "extent")?)
        .await?;
    expect_schema(context).await?;
    let after = now(context, "thing")?;
    expect_eq("rows", context.select(&after).await?, values)?;
    let twice = context.insert(&after, [&row![3_i64, "c", 2]]).await;
    expect_error("an equal value", twice, UNIQUE)?;
    context.insert(&after, [&row![4_i64, "d"]]).await?;
    let read = context.select_columns(&after, &["extent"]);
    let extents: Vec<(i32,)> = context.fetch(&read).await?;
    expect_eq("the default", extents.last(), Some(&(7,)))
}

async fn column_name_taken(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let before = context.contents().await?;
    let refused = context
        .change(&rename_column(&artist, "name", "born")?)
        .await;
    expect_error("the name of another", refused, ErrorKind::AlreadyExists)?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn key_column(context: &mut Context) -> Outcome {
    let parent = table("parent", &[("n", ColumnType::Integer)])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?
        .with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?);
    context.create(&parent).await?;
    context.create(&child).await?;
    context.insert(&parent, [&row![1_i64, 1]]).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    context
        .change(&rename_column(&parent, "id", "number")?)
        .await?;
    context
        .change(&rename_column(&child, "parent_id", "elder")?)
        .await?;
    expect_schema(context).await?;
    let (parent, child) = (now(context, "parent")?, now(context, "child")?);
    let orphan = context.insert(&child, [&row![2_i64, 7_i64]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY)?;
    let twice = context.insert(&parent, [&row![1_i64, 2]]).await;
    expect_error("an equal key", twice, UNIQUE)?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn identity(context: &mut Context) -> Outcome {
    let id = Column::new("id", ColumnType::BigInteger)?.with_identity(Identity::new());
    let before = Table::new(name("numbered")?)
        .with_column(Column::new("label", ColumnType::Text)?)
        .with_column(id)
        .with_primary_key(primary_key(&["id"])?);
    context.create(&before).await?;
    context.insert(&before, &[row!["a"], row!["b"]]).await?;
    context
        .change(&rename_column(&before, "id", "number")?)
        .await?;
    context.change(&rename_table(&before, "counted")?).await?;
    expect_schema(context).await?;
    let after = now(context, "counted")?;
    context.insert(&after, [&row!["c"]]).await?;
    let read = context.select_columns(&after, &["label", "number"]);
    let numbers: Vec<(String, i64)> = context.fetch(&read).await?;
    let expected = [("a", 1), ("b", 2), ("c", 3)].map(|(label, n)| (label.to_owned(), n));
    expect_eq("numbers", numbers, expected)
}

async fn and_back(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    context
        .change(&create_index(&artist, index("by_year", &["born"])?))
        .await?;
    let before = context.contents().await?;
    context.change(&rename_table(&artist, "musician")?).await?;
    let musician = now(context, "musician")?;
    for (from, to) in [("born", "year of \"birth\""), ("year of \"birth\"", "born")] {
        context.change(&rename_column(&musician, from, to)?).await?;
    }
    context.change(&rename_table(&musician, "artist")?).await?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn renamed_index(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let unique = index("by_name", &["name", "born"])?.unique();
    context.change(&create_index(&artist, unique)).await?;
    let change = Change::RenameIndex {
        table: artist.name.clone(),
        from: identifier("by_name")?,
        to: identifier("of \"names\"")?,
    };
    context.change(&change).await?;
    expect_schema(context).await?;
    let found = introspected(context, &artist.name.name).await?;
    let names: Vec<_> = found.indexes.iter().map(|it| it.name.as_str()).collect();
    expect_eq("indexes", names, ["of \"names\""])?;
    let twice = context.insert(&artist, [&row![9_i64, "Bach", 1685]]).await;
    expect_error("an equal key", twice, UNIQUE)?;
    expect_eq("rows", context.count(&artist.name).await?, 4)?;
    let again = context.change(&change).await;
    expect_error("the name before", again, ErrorKind::DoesNotExist)?;
    Ok(())
}
