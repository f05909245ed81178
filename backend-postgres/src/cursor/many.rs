//! One statement for many rows of parameters: one after the other without waiting for each answer, or as
//! [arrays](super::insert) where that means the same.
//!
//! The rows of a chunk take effect together or not at all. Where they do not and no transaction is open, they are sent again,
//! one by one, so that what went before the failure stays in effect and the failure is that of its row.

use std::sync::Arc;

use backend_core::cursor::{Done, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use futures_util::future::join3;
use futures_util::stream::{FuturesOrdered, TryStreamExt as _};
use tokio_postgres::Client;

use super::query::{Places, places_of};
use super::statements::Prepared;
use super::verb::Verb;
use crate::settings::Statements;
use crate::wrapper::PostgresWrapper;

/// The most rows of a chunk that is sent row by row.
const MOST_SENT: usize = 256;
/// The most bytes of a chunk.
const MOST_BYTES: usize = 4 << 20;
/// Rows of parameters, encoded.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    rows: Vec<Row>,
}

/// A row of parameters: its statement, as those of other kinds may be declared otherwise, and where its bytes are.
struct Row {
    prepared: Arc<Prepared>,
    start: usize,
    places: Places,
}

impl PostgresWrapper {
    /// Runs one statement once for each row of parameters.
    pub(super) async fn run_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        if self.session.statements == Statements::Unnamed {
            return self.run_each_unnamed(sql, rows).await;
        }
        let call = self.calls.begin(&self.client).await;
        let result = match self.insert(sql).await {
            Ok(Some(insert)) => self.run_insert(&insert, rows).await,
            Ok(None) => self.run_chunks(sql, rows).await,
            Err(error) => Err(error),
        };
        call.end();
        let Some(sum) = result? else {
            return Ok(Done::default());
        };
        Ok(match Verb::of(sql) {
            Verb::Changes => Done::affected(sum),
            _ => Done::default(),
        })
    }

    /// The sum of the rows that were affected; `None` where there was no row of parameters.
    async fn run_chunks(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Option<u64>> {
        let mut chunk = Chunk::default();
        let mut sum = None;
        loop {
            let end = self.fill(&mut chunk, sql, rows).await;
            self.check_cancelled(sql)?;
            if !chunk.rows.is_empty() {
                let count = self.run_chunk(&chunk, sql).await?;
                sum = Some(sum.unwrap_or(0) + count);
                chunk.clear();
            }
            if end? {
                return Ok(sum);
            }
        }
    }

    /// Ends between two chunks what was asked to end: the server, which was idle then, did not notice.
    pub(super) fn check_cancelled(&self, sql: &str) -> Result<()> {
        if self.calls.is_cancelled() {
            let message = "the statement was cancelled";
            return Err(Error::new(ErrorKind::Cancelled, message).with_sql(sql));
        }
        Ok(())
    }

    /// Fills a chunk; true where there are no more rows.
    async fn fill(
        &mut self,
        chunk: &mut Chunk,
        sql: &str,
        rows: &mut dyn RowSource,
    ) -> Result<bool> {
        while chunk.rows.len() < MOST_SENT && chunk.bytes.len() < MOST_BYTES {
            let Some(params) = rows.next()? else {
                return Ok(true);
            };
            let start = chunk.bytes.len();
            let (prepared, places) = self.encoded(sql, params, &mut chunk.bytes).await?;
            chunk.rows.push(Row {
                prepared,
                start,
                places,
            });
        }
        Ok(false)
    }

    async fn run_chunk(&mut self, chunk: &Chunk, sql: &str) -> Result<u64> {
        let result = if self.transaction.may_be_open() {
            send_all(&self.client, chunk).await
        } else {
            send_together(&self.client, chunk).await
        };
        match result {
            Ok(count) => Ok(count),
            Err(error) if self.transaction.may_be_open() || self.calls.is_cancelled() => {
                Err(self.failed(error, sql))
            }
            Err(_) => self.send_one_by_one(chunk, sql).await,
        }
    }

    /// Sends the rows of a chunk again, each by itself, up to the one that fails.
    async fn send_one_by_one(&mut self, chunk: &Chunk, sql: &str) -> Result<u64> {
        let mut sum = 0;
        for row in &chunk.rows {
            self.check_cancelled(sql)?;
            match send_row(&self.client, chunk, row).await {
                Ok(count) => sum += count,
                Err(error) => return Err(self.failed(error, sql)),
            }
        }
        Ok(sum)
    }
}

impl Chunk {
    fn clear(&mut self) {
        self.bytes.clear();
        self.rows.clear();
    }
}

async fn send_row(client: &Client, chunk: &Chunk, row: &Row) -> Result<u64, tokio_postgres::Error> {
    let params = places_of(&chunk.bytes, row.start, &row.places);
    client.execute_raw(&row.prepared.statement, params).await
}

/// Sends every row before it waits for the first answer.
async fn send_all(client: &Client, chunk: &Chunk) -> Result<u64, tokio_postgres::Error> {
    let sent: FuturesOrdered<_> = chunk
        .rows
        .iter()
        .map(|row| send_row(client, chunk, row))
        .collect();
    sent.try_fold(0, |sum, count| std::future::ready(Ok(sum + count)))
        .await
}

/// The same in a transaction of its own, which is sent with it: one that fails is rolled back by its end.
async fn send_together(client: &Client, chunk: &Chunk) -> Result<u64, tokio_postgres::Error> {
    let begin = client.batch_execute("BEGIN");
    let commit = client.batch_execute("COMMIT");
    let (begun, count, committed) = join3(begin, send_all(client, chunk), commit).await;
    begun?;
    let count = count?;
    committed?;
    Ok(count)
}
