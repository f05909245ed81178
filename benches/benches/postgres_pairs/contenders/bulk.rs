//! tokio-postgres, written by hand: the ways to write many rows, each in a transaction.

use std::pin::pin;

use backend_benches::measure::Run;
use backend_benches::postgres::{INSERT, raw, runtime};
use futures_util::future::try_join_all;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Statement, Transaction};

use super::{Copy, thousand};

/// How many rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bulk {
    /// COPY in the binary format.
    Copy,
    /// One INSERT of one array a column.
    Unnest,
    /// One INSERT of a list of all rows.
    Values,
    /// An INSERT a row, all sent before the first is answered.
    Pipelined,
    /// An INSERT a row, each answered before the next is sent.
    Awaited,
}

const COPY: &str = "COPY backend_benches.copy (id, price, ratio, name, note) FROM STDIN BINARY";

const UNNEST: &str = "INSERT INTO backend_benches.copy (id, price, ratio, name, note) SELECT * FROM \
    unnest($1::bigint[], $2::bigint[], $3::double precision[], $4::text[], $5::text[])";

impl Bulk {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Copy => "tokio-postgres, COPY",
            Self::Unnest => "tokio-postgres, UNNEST",
            Self::Values => "tokio-postgres, VALUES",
            Self::Pipelined => "tokio-postgres, pipelined",
            Self::Awaited => "tokio-postgres, awaited",
        }
    }

    pub(crate) fn make(self, workload: &str, url: &str) -> Option<Run> {
        if workload != "insert of 1,000 rows" {
            return None;
        }
        let sql = match self {
            Self::Copy => COPY.to_owned(),
            Self::Unnest => UNNEST.to_owned(),
            Self::Values => values(),
            Self::Pipelined | Self::Awaited => INSERT.to_owned(),
        };
        let runtime = runtime();
        let mut client = raw(&runtime, url);
        let statement = runtime.block_on(client.prepare(&sql)).expect("it prepares");
        Some(Box::new(move || {
            runtime
                .block_on(self.insert(&mut client, &statement))
                .expect("it commits");
            1_000
        }))
    }

    async fn insert(self, client: &mut Client, statement: &Statement) -> Result<(), Error> {
        let transaction = client.transaction().await?;
        let rows: Vec<Copy> = thousand().collect();
        match self {
            Self::Copy => copy(&transaction, statement, &rows).await?,
            Self::Unnest => unnest(&transaction, statement, &rows).await?,
            Self::Values => {
                let params: Vec<&(dyn ToSql + Sync)> = rows.iter().flat_map(params).collect();
                transaction.execute(statement, &params).await?;
            }
            Self::Pipelined => {
                let params: Vec<_> = rows.iter().map(params).collect();
                let sent = params.iter().map(|row| transaction.execute(statement, row));
                try_join_all(sent).await?;
            }
            Self::Awaited => {
                for row in &rows {
                    transaction.execute(statement, &params(row)).await?;
                }
            }
        }
        transaction.commit().await
    }
}

fn params(row: &Copy) -> [&(dyn ToSql + Sync); 5] {
    [&row.0, &row.1, &row.2, &row.3, &row.4]
}

async fn copy(
    transaction: &Transaction<'_>,
    statement: &Statement,
    rows: &[Copy],
) -> Result<(), Error> {
    let types = [Type::INT8, Type::INT8, Type::FLOAT8, Type::TEXT, Type::TEXT];
    let sink = transaction.copy_in(statement).await?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
    for row in rows {
        writer.as_mut().write(&params(row)).await?;
    }
    writer.finish().await?;
    Ok(())
}

async fn unnest(
    transaction: &Transaction<'_>,
    statement: &Statement,
    rows: &[Copy],
) -> Result<(), Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.0).collect();
    let prices: Vec<_> = rows.iter().map(|row| row.1).collect();
    let ratios: Vec<_> = rows.iter().map(|row| row.2).collect();
    let names: Vec<_> = rows.iter().map(|row| row.3).collect();
    let notes: Vec<_> = rows.iter().map(|row| row.4).collect();
    transaction
        .execute(statement, &[&ids, &prices, &ratios, &names, &notes])
        .await?;
    Ok(())
}

/// An INSERT of a thousand rows.
fn values() -> String {
    let row = |row: usize| {
        let params: Vec<String> = (1..=5).map(|n| format!("${}", row * 5 + n)).collect();
        format!("({})", params.join(", "))
    };
    let rows: Vec<String> = (0..1_000).map(row).collect();
    let (insert, _) = INSERT.split_once("($1").expect("it has parameters");
    format!("{insert}{}", rows.join(", "))
}
