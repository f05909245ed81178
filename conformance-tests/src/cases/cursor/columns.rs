//! What a result's columns are.

use backend_core::cursor::{Flow, RowSink};
use backend_core::error::Result;
use backend_core::row::ResultColumn;
use backend_core::value::ValueRef;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{artist, artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.columns.empty_result",
        empty_result,
        "A query that finds no row still gives its columns, once."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.columns.names_in_order",
        names_in_order,
        "Columns come in the order in which they are asked for, by their names."
    ),
];

/// Keeps the columns of each result set, and counts rows.
#[derive(Debug, Default)]
struct Columns {
    starts: Vec<Vec<ResultColumn>>,
    rows: usize,
}

impl RowSink for Columns {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.starts.push(columns.to_vec());
        Ok(())
    }

    fn row(&mut self, _cells: &[ValueRef<'_>]) -> Result<Flow> {
        self.rows += 1;
        Ok(Flow::Continue)
    }
}

impl Columns {
    /// The names of the only result set.
    fn names(&self) -> Vec<&str> {
        self.starts
            .iter()
            .flatten()
            .map(|column| column.name.as_str())
            .collect()
    }
}

async fn empty_result(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let mut columns = Columns::default();
    context
        .query(&context.select_statement(&artists), &mut columns)
        .await?;
    expect_eq("times that the columns came", columns.starts.len(), 1)?;
    expect_eq("rows", columns.rows, 0)?;
    expect_eq("names", columns.names(), ["id", "name", "born"])
}

async fn names_in_order(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    context
        .insert(&artists, [&artist(1, "Bach", Some(1685))[..]])
        .await?;
    let statement = context.select_columns(&artists, &["born", "id", "name"]);
    let mut columns = Columns::default();
    context.query(&statement, &mut columns).await?;
    expect_eq("names", columns.names(), ["born", "id", "name"])?;
    expect_eq("rows", columns.rows, 1)
}
