//! One statement for many rows of parameters: as arrays where that means the same, otherwise one after the other without
//! waiting for each answer.
//!
//! The rows of a chunk take effect together or not at all. Where they do not and no transaction is open, they are sent again,
//! one by one, so that what went before the failure stays in effect and the failure is that of its row.

use std::sync::Arc;

use backend_core::cursor::{Done, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::{Param, ValueRef};
use futures_util::future::join3;
use futures_util::stream::{FuturesOrdered, TryStreamExt as _};
use tokio_postgres::Client;
use tokio_postgres::types::Type;

use super::bulk::{Bulk, Way, way_of, write_array};
use super::query::{Places, check_count, encode_row, fits, places_of};
use super::statements::Prepared;
use super::verb::Verb;
use crate::settings::Statements;
use crate::value::{Encoded, Encoding};
use crate::wrapper::PostgresWrapper;

/// The most rows of a chunk that is sent row by row.
const MOST_SENT: usize = 256;
/// The most rows of a chunk that is sent as arrays.
const MOST_INSERTED: usize = 8_192;
/// The most bytes of a chunk.
const MOST_BYTES: usize = 4 << 20;
/// The fewest rows for which arrays are worth another statement.
const FEWEST_INSERTED: usize = 4;

/// Whether each row of a table is all that its triggers see, and no rule makes another statement of an insert.
const IS_PLAIN: &str = "SELECT NOT c.relhasrules AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid \
                        AND NOT t.tgisinternal AND t.tgtype & 1 = 0) FROM pg_catalog.pg_class c \
                        WHERE c.oid = pg_catalog.to_regclass($1)";

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

/// An insert that can be sent as arrays.
struct Insert<'q> {
    bulk: Bulk<'q>,
    /// The same for one row, with the types that the table's columns have.
    single: Arc<Prepared>,
}

impl PostgresWrapper {
    /// Runs one statement once for each row of parameters.
    pub(super) async fn run_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        if self.session.statements == Statements::Unnamed {
            return self.run_each_unnamed(sql, rows).await;
        }
        let call = self.calls.begin().await;
        let result = self.run_chunks(sql, rows).await;
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
        let insert = self.insert(sql).await?;
        loop {
            let end = self.fill(&mut chunk, sql, insert.as_ref(), rows).await;
            self.check_cancelled(sql)?;
            if !chunk.rows.is_empty() {
                let count = self.run_chunk(&chunk, sql, insert.as_ref()).await?;
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

    /// The statement as one that inserts many rows at once, where it can be one.
    async fn insert<'q>(&mut self, sql: &'q str) -> Result<Option<Insert<'q>>> {
        let Some(bulk) = Bulk::read(sql) else {
            return Ok(None);
        };
        let name = Param::new(ValueRef::Text(bulk.table));
        let mut is_plain = false;
        let mut sink = backend_core::cursor::rows(|cells| {
            is_plain = cells == [ValueRef::Bool(true)];
            Ok(backend_core::cursor::Flow::Continue)
        });
        self.look_up(IS_PLAIN, &[name], &mut sink).await?;
        drop(sink);
        if !is_plain {
            return Ok(None);
        }
        // Parameters of no kind are of the types of their columns.
        let unknown = vec![
            Param {
                value: ValueRef::Null,
                kind: None
            };
            bulk.columns()
        ];
        let single = self.prepared(sql, &unknown).await?;
        Ok(Some(Insert { bulk, single }))
    }

    /// Fills a chunk; true where there are no more rows.
    async fn fill(
        &mut self,
        chunk: &mut Chunk,
        sql: &str,
        insert: Option<&Insert<'_>>,
        rows: &mut dyn RowSource,
    ) -> Result<bool> {
        let most = if insert.is_some() {
            MOST_INSERTED
        } else {
            MOST_SENT
        };
        while chunk.rows.len() < most && chunk.bytes.len() < MOST_BYTES {
            let Some(params) = rows.next()? else {
                return Ok(true);
            };
            let start = chunk.bytes.len();
            let whole = match insert {
                Some(insert) => chunk.try_push(insert, params)?,
                None => false,
            };
            if !whole {
                chunk.bytes.truncate(start);
                let (prepared, places) = self.encoded(sql, params, &mut chunk.bytes).await?;
                chunk.rows.push(Row {
                    prepared,
                    start,
                    places,
                });
            }
        }
        Ok(false)
    }

    async fn run_chunk(
        &mut self,
        chunk: &Chunk,
        sql: &str,
        insert: Option<&Insert<'_>>,
    ) -> Result<u64> {
        let ways = insert
            .filter(|_| chunk.rows.len() >= FEWEST_INSERTED)
            .and_then(|insert| Some((insert, chunk.ways(insert)?)));
        let result = match ways {
            Some((insert, ways)) => self.insert_chunk(chunk, insert, &ways).await?,
            None if self.transaction.may_be_open() => send_all(&self.client, chunk).await,
            None => send_together(&self.client, chunk).await,
        };
        match result {
            Ok(count) => Ok(count),
            Err(error) if self.transaction.may_be_open() || self.calls.is_cancelled() => {
                Err(self.failed(error, sql))
            }
            Err(_) => self.send_one_by_one(chunk, sql).await,
        }
    }

    /// Inserts the rows of a chunk as arrays.
    async fn insert_chunk(
        &mut self,
        chunk: &Chunk,
        insert: &Insert<'_>,
        ways: &[Way],
    ) -> Result<Result<u64, tokio_postgres::Error>> {
        let types = insert.single.statement.params();
        let statement = insert.bulk.statement(types, ways);
        let unknown = vec![
            Param {
                value: ValueRef::Null,
                kind: None
            };
            ways.len()
        ];
        let prepared = self.prepared(&statement, &unknown).await?;
        let sent = &mut self.buffers.sent;
        let ends = chunk.write_arrays(types, ways, sent)?;
        let mut start = 0;
        let arrays = ends.iter().map(|end| {
            let own = sent.get(start..*end).unwrap_or_default();
            start = *end;
            Encoded {
                encoding: Encoding::Binary,
                bytes: own,
            }
        });
        Ok(self.client.execute_raw(&prepared.statement, arrays).await)
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

    /// Adds a row of the types that the table's columns have; false where it is of others.
    fn try_push(&mut self, insert: &Insert<'_>, params: &[Param<'_>]) -> Result<bool> {
        check_count(insert.bulk.columns(), params.len())?;
        let start = self.bytes.len();
        let types = insert.single.statement.params();
        let places = encode_row(params, types, &mut self.bytes)?;
        let whole = fits(&places);
        if whole {
            self.rows.push(Row {
                prepared: Arc::clone(&insert.single),
                start,
                places,
            });
        }
        Ok(whole)
    }

    /// How each column's values travel; `None` where one's do not go together.
    fn ways(&self, insert: &Insert<'_>) -> Option<Vec<Way>> {
        let is_single = |row: &Row| Arc::ptr_eq(&row.prepared, &insert.single);
        if !self.rows.iter().all(is_single) {
            return None;
        }
        let types = insert.single.statement.params();
        let way = |(column, type_): (usize, &Type)| {
            let encodings = self
                .rows
                .iter()
                .filter_map(|row| Some(row.places.get(column)?.0));
            way_of(type_, encodings)
        };
        types.iter().enumerate().map(way).collect()
    }

    /// Writes an array for each column; gives where each ends.
    fn write_arrays(&self, types: &[Type], ways: &[Way], out: &mut Vec<u8>) -> Result<Vec<usize>> {
        out.clear();
        let mut ends = Vec::with_capacity(ways.len());
        for (column, (type_, way)) in types.iter().zip(ways).enumerate() {
            let element = match way {
                Way::Binary => type_,
                Way::Text => &Type::TEXT,
            };
            let values = self.rows.iter().map(|row| self.value(row, column));
            write_array(element, values, out).ok_or_else(too_long)?;
            ends.push(out.len());
        }
        Ok(ends)
    }

    /// The bytes of a row's value; `None` for NULL.
    fn value(&self, row: &Row, column: usize) -> Option<&[u8]> {
        let (encoding, end) = row.places.get(column)?;
        let start = match column.checked_sub(1) {
            Some(before) => row.places.get(before)?.1,
            None => row.start,
        };
        match encoding {
            Encoding::Null => None,
            _ => self.bytes.get(start..*end),
        }
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

fn too_long() -> Error {
    Error::new(ErrorKind::Data, "a value is longer than the server takes")
}
