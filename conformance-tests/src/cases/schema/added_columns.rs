//! Columns that are added to tables with rows, and dropped from them.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Default, Generated, GeneratedStorage};
use backend_core::schema_editor::plan;
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{
    add_column, column_names, create_index, drop_column, expect_schema, foreign_key, four_artists,
    identifier, index, now, row, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.add_column.nullable",
        nullable,
        "An added column is NULL in the rows that are there, and is found as declared."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.add_column.refused",
        add_refused,
        "Where tables that are there cannot be changed, adding a column is refused with the flag."
    )
    .refuses(Flag::can_alter_tables),
    case!(
        "schema.add_column.default",
        default,
        "An added NOT NULL column has its default in the rows that are there, and in those inserted without it."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.add_column.not_null_without_default",
        not_null_without_default,
        "A NOT NULL column without a default is not added to rows that are there; table and rows are as before."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.add_column.virtual",
        virtual_column,
        "A generated column that is computed when it is read can be added, and is right in old and new rows."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_virtual_generated_columns,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.add_column.stored",
        stored_column,
        "A generated column that is stored can be added, and is right in old and new rows."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_stored_generated_columns,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.add_column.comment",
        comment,
        "A column is added with its comment; those of the other columns are as before."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_comments])
    .django("schema/tests.py"),
    case!(
        "schema.add_column.named_twice",
        named_twice,
        "A column of a name that is there is refused by the plan, and nothing changes."
    ),
    case!(
        "schema.drop_column.rows",
        dropped,
        "A dropped column takes its values along and nothing else; the plan says that it loses data."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.drop_column.refused",
        drop_refused,
        "Where tables that are there cannot be changed, dropping a column is refused with the flag."
    )
    .refuses(Flag::can_alter_tables),
    case!(
        "schema.drop_column.indexed",
        indexed,
        "A column that an index is on is dropped only after the index: the plan refuses it before."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.drop_column.of_a_key",
        of_a_key,
        "A column of a primary key, a unique constraint or a foreign key is not dropped, and nothing changes."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_foreign_keys]),
    case!(
        "schema.drop_column.added_before",
        added_before,
        "A column that is added and dropped again leaves everything exactly as before."
    )
    .requires(&[Flag::can_alter_tables]),
];

async fn nullable(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let rows = context.select(&artist).await?;
    let column = Column::new("died \"when\"", ColumnType::Integer)?;
    context.change(&add_column(&artist, column)).await?;
    expect_schema(context).await?;
    let with_null = rows.into_iter().map(|mut row| {
        row.push(Value::Null);
        row
    });
    let expected: Vec<_> = with_null.collect();
    let after = now(context, "artist")?;
    expect_eq("rows", context.select(&after).await?, expected)?;
    let all = row![9_i64, "Fanny", 1805, 1847];
    context.insert(&after, [&all]).await?;
    expect_eq("rows", context.count(&artist.name).await?, 5)
}

async fn add_refused(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let change = add_column(&artist, Column::new("died", ColumnType::Integer)?);
    context
        .refused(Flag::can_alter_tables, async |context| {
            context.change(&change).await
        })
        .await
}

async fn default(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let columns = [
        ("rank", ColumnType::Integer, Value::I64(-7)),
        (
            "note",
            ColumnType::Text,
            Value::Text("it's \\ \"x\"".into()),
        ),
        ("alive", ColumnType::Boolean, Value::Bool(false)),
        (
            "since",
            ColumnType::Date,
            Value::Date("1999-12-31".parse()?),
        ),
    ];
    for (name, column_type, value) in columns {
        let column = Column::new(name, column_type)?.not_null();
        let column = column.with_default(Default::Literal(value));
        context.change(&add_column(&artist, column)).await?;
    }
    expect_schema(context).await?;
    let after = now(context, "artist")?;
    context
        .insert(&after, [&row![9_i64, "Fanny", 1805]])
        .await?;
    let read = context.select_columns(&after, &["rank", "note", "alive"]);
    let found: Vec<(i32, String, bool)> = context.fetch(&read).await?;
    let each = (-7, "it's \\ \"x\"".to_owned(), false);
    expect_eq("defaults", found, vec![each; 5])?;
    let all = row![10_i64, "x", 1, 2, None::<&str>];
    let refused = context.insert(&after, [&all]).await;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    expect_error("NULL in it", refused, kind)?;
    Ok(())
}

async fn not_null_without_default(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let before = context.contents().await?;
    let column = Column::new("died", ColumnType::Integer)?.not_null();
    let refused = context.change(&add_column(&artist, column)).await;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    expect_error("a NOT NULL column", refused, kind)?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn generated(context: &mut Context, storage: GeneratedStorage) -> Outcome {
    let artist = four_artists(context).await?;
    let born = identifier("born")?;
    let expression = context.expression(|out| {
        out.identifier(&born).push(" + 100");
    });
    let generated = Generated {
        expression,
        storage,
    };
    let column = Column::new("century_on", ColumnType::Integer)?.with_generated(generated);
    context.change(&add_column(&artist, column)).await?;
    expect_schema(context).await?;
    context
        .insert(&artist, [&row![9_i64, "Fanny", 1805]])
        .await?;
    let read = context.select_columns(&now(context, "artist")?, &["century_on"]);
    let found: Vec<(Option<i32>,)> = context.fetch(&read).await?;
    let years = [Some(1785), Some(1919), Some(1910), None, Some(1905)];
    expect_eq("what is computed", found, years.map(|year| (year,)))
}

async fn virtual_column(context: &mut Context) -> Outcome {
    generated(context, GeneratedStorage::Virtual).await
}

async fn stored_column(context: &mut Context) -> Outcome {
    generated(context, GeneratedStorage::Stored).await
}

async fn comment(context: &mut Context) -> Outcome {
    let label = Column::new("label", ColumnType::Text)?.with_comment("what it is called");
    let thing = table("thing", &[])?.with_column(label);
    context.create(&thing).await?;
    let column = Column::new("size", ColumnType::Integer)?.with_comment("in it's own unit");
    context.change(&add_column(&thing, column)).await?;
    expect_schema(context).await
}

async fn named_twice(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let before = context.contents().await?;
    let column = Column::new("born", ColumnType::Text)?;
    let refused = context.change(&add_column(&artist, column)).await;
    expect_error("a second `born`", refused, ErrorKind::AlreadyExists)?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn dropped(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let rows = context.select(&artist).await?;
    let change = drop_column(&artist, "name")?;
    let planned = plan(
        context.backend().schema_editor,
        &context.dialect(),
        context.schema(),
        &change,
    )?;
    expect(planned.loses_data(), || {
        format!("the plan does not say that it loses data: {planned}")
    })?;
    context.change(&change).await?;
    expect_schema(context).await?;
    let after = now(context, "artist")?;
    expect_eq("columns", column_names(&after), ["id", "born"])?;
    let without = rows.into_iter().map(|mut row| {
        row.remove(1);
        row
    });
    let expected: Vec<_> = without.collect();
    expect_eq("rows", context.select(&after).await?, expected)
}

async fn drop_refused(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let change = drop_column(&artist, "name")?;
    context
        .refused(Flag::can_alter_tables, async |context| {
            context.change(&change).await
        })
        .await
}

async fn indexed(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let by_year = index("by_year", &["name", "born"])?;
    context.change(&create_index(&artist, by_year)).await?;
    let before = context.contents().await?;
    let change = drop_column(&artist, "born")?;
    let refused = context.change(&change).await;
    expect_error("dropping it", refused, ErrorKind::Interface)?;
    expect_eq("what is there", context.contents().await?, before)?;
    let drop_index = Change::DropIndex {
        table: artist.name.clone(),
        name: identifier("by_year")?,
    };
    context.change(&drop_index).await?;
    context.change(&change).await?;
    expect_schema(context).await?;
    expect_eq("rows", context.count(&artist.name).await?, 4)
}

async fn of_a_key(context: &mut Context) -> Outcome {
    let parent = table("parent", &[("code", ColumnType::Integer)])?.with_unique(unique(&["code"])?);
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?
        .with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?);
    context.create(&parent).await?;
    context.create(&child).await?;
    context.insert(&parent, [&row![1_i64, 2]]).await?;
    let before = context.contents().await?;
    for (table, column) in [(&parent, "id"), (&parent, "code"), (&child, "parent_id")] {
        let refused = context.change(&drop_column(table, column)?).await;
        expect_error(column, refused, ErrorKind::Interface)?;
    }
    expect_eq("what is there", context.contents().await?, before)
}

async fn added_before(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let before = context.contents().await?;
    let column = Column::new("died", ColumnType::Integer)?;
    let column = column.with_default(Default::Literal(Value::I64(0)));
    context.change(&add_column(&artist, column)).await?;
    context.change(&drop_column(&artist, "died")?).await?;
    expect_eq("what is there", context.contents().await?, before)
}
