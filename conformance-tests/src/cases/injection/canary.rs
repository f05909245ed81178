//! The canary: a table that every attack would drop, change, or have a companion.

use backend_core::error::Result;
use backend_core::model::{ColumnType, Schema, Table};

use crate::case::Outcome;
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{expect_table, row, table};

/// Its only row.
pub(super) const SONG: &str = "still alive";

/// Makes it.
pub(super) async fn release(context: &mut Context) -> Result<Table> {
    let text = ColumnType::VarChar { length: Some(200) };
    let canary = table("canary", &[("song", text), ("notes", ColumnType::Integer)])?;
    context.create(&canary).await?;
    context.insert(&canary, [&row![1_i64, SONG, 7]]).await?;
    Ok(canary)
}

/// Demands that it is as it was, and alone.
pub(super) async fn expect_alive(context: &mut Context, canary: &Table) -> Outcome {
    let rows: Vec<(i64, String, i32)> = context.fetch(&context.select_statement(canary)).await?;
    expect_eq("the canary's rows", rows, [(1, SONG.to_owned(), 7)])?;
    let schema = context.introspect().await?.schema;
    expect_eq("what is there", objects(&schema), ["canary"])?;
    let [found] = schema.tables.as_slice() else {
        return Err(Failure::new("the canary is no table any more"));
    };
    expect_table(canary, found, context.features())
}

/// The names of what is in the database.
fn objects(schema: &Schema) -> Vec<&str> {
    let tables = schema.tables.iter().map(|table| table.name.name.as_str());
    let views = schema.views.iter().map(|view| view.name.name.as_str());
    let types = schema.types.iter().map(|each| each.name.name.as_str());
    let sequences = schema.sequences.iter().map(|each| each.name.name.as_str());
    tables.chain(views).chain(types).chain(sequences).collect()
}
