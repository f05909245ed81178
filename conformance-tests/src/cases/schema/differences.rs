//! From the schema that is there to another one: the changes between them, carried out.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Default, Schema, Table, diff};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{
    create_index, expect_schema, foreign_key, four_artists, identifier, index, name, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.diff.none",
        none,
        "Between what is declared and what is found, and between what is found twice, there is no change."
    ),
    case!(
        "schema.diff.columns_and_indexes",
        columns_and_indexes,
        "Columns, indexes and tables that differ come and go, the rest keeps its rows, and nothing is left to change."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.diff.constraints",
        constraints,
        "Constraints that differ come and go with the columns and tables that they need."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::can_add_constraints,
        Flag::supports_foreign_keys,
    ]),
    case!(
        "schema.diff.retyped_key",
        retyped_key,
        "A key and the columns that refer to it become of a wider type together, with their rows."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::can_add_constraints,
        Flag::supports_foreign_keys,
    ]),
    case!(
        "schema.diff.renamed",
        renamed,
        "Where a renaming is told, rows stay; what else differs is found beside it."
    )
    .requires(&[Flag::can_alter_tables]),
];

/// Carries out what lies between what is found and `new`, and demands that nothing is left then.
async fn become_of(context: &mut Context, new: &Schema, renames: &[Change]) -> Outcome {
    let found = context.introspect().await?.schema;
    for change in diff(&found, new, renames)? {
        context.change(&change).await?;
    }
    expect_schema(context).await?;
    let found = context.introspect().await?.schema;
    expect_eq("changes that are left", diff(&found, new, &[])?, Vec::new())
}

/// A schema of these tables.
fn schema_of(tables: impl IntoIterator<Item = Table>) -> Result<Schema> {
    let mut schema = Schema::new();
    for table in tables {
        schema.apply(&Change::CreateTable(table))?;
    }
    Ok(schema)
}

async fn none(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let by_year = create_index(&artist, index("by_year", &["born"])?);
    context.change(&by_year).await?;
    let found = context.introspect().await?.schema;
    let changes = diff(&found, context.schema(), &[])?;
    expect_eq("changes to what is declared", changes, Vec::new())?;
    let again = context.introspect().await?.schema;
    expect_eq("changes to itself", diff(&again, &found, &[])?, Vec::new())
}

async fn columns_and_indexes(context: &mut Context) -> Outcome {
    let mut artist = four_artists(context).await?;
    context.create(&table("gone", &[])?).await?;
    let by_year = create_index(&artist, index("by_year", &["born"])?);
    context.change(&by_year).await?;
    artist.columns.retain(|column| column.name != "born");
    let rank = Column::new("rank", ColumnType::Integer)?
        .not_null()
        .with_default(Default::Literal(Value::I64(1)));
    let artist = artist
        .with_column(rank)
        .with_index(index("by_rank", &["rank", "name"])?);
    let other = table("work", &[("title", ColumnType::Text)])?;
    let new = schema_of([artist.clone(), other])?;
    become_of(context, &new, &[]).await?;
    let read = context.select_columns(&artist, &["name", "rank"]);
    let rows: Vec<(String, i32)> = context.fetch(&read).await?;
    expect_eq("the first row", rows.first(), Some(&("Bach".into(), 1)))?;
    expect_eq("rows", rows.len(), 4)
}

async fn constraints(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let mut work = table("work", &[("artist_id", ColumnType::BigInteger)])?;
    let to_artist = foreign_key(&["artist_id"], &artist, &["id"])?;
    work = work.with_foreign_key(to_artist.with_name(identifier("of_artist")?));
    let named = unique(&["name"])?.with_name(identifier("one_name")?);
    let with_both = schema_of([artist.clone().with_unique(named), work])?;
    become_of(context, &with_both, &[]).await?;
    let without = schema_of([artist.clone()])?;
    become_of(context, &without, &[]).await?;
    expect_eq("rows", context.count(&artist.name).await?, 4)
}

async fn retyped_key(context: &mut Context) -> Outcome {
    let pair = |column_type: ColumnType| {
        let mut parent = table("parent", &[])?;
        for column in &mut parent.columns {
            column.column_type = column_type.clone();
        }
        let child = table("child", &[("parent_id", column_type)])?;
        let key = foreign_key(&["parent_id"], &parent, &["id"])?;
        let child = child.with_foreign_key(key.with_name(identifier("of_parent")?));
        Ok::<_, backend_core::error::Error>([parent, child])
    };
    let [parent, child] = pair(ColumnType::Integer)?;
    context.create(&parent).await?;
    context.create(&child).await?;
    context.insert(&parent, [&crate::fixtures::row![7]]).await?;
    let row = crate::fixtures::row![1_i64, 7];
    context.insert(&child, [&row]).await?;
    let wide = schema_of(pair(ColumnType::BigInteger)?)?;
    become_of(context, &wide, &[]).await?;
    let read = context.select_columns(&child, &["parent_id"]);
    let rows: Vec<(i64,)> = context.fetch(&read).await?;
    expect_eq("what it refers to", rows, [(7,)])
}

async fn renamed(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let rename = Change::RenameTable {
        table: artist.name.clone(),
        to: identifier("musician")?,
    };
    let mut musician = artist.with_column(Column::new("died", ColumnType::Integer)?);
    musician.name = name("musician")?;
    let new = schema_of([musician.clone()])?;
    let found = context.introspect().await?.schema;
    let guessed = diff(&found, &new, &[])?;
    let drops = guessed.iter().any(|change| change.loses_data(&found));
    expect(drops, || "a renaming was guessed".to_owned())?;
    become_of(context, &new, &[rename]).await?;
    expect_eq("rows", context.count(&musician.name).await?, 4)
}
