//! Many rows of a plain insert, as one array a column.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend_core::cursor::{Discard, Flow, RowSource, rows};
use backend_core::error::Result;
use backend_core::value::{Param, ValueRef};

use super::bulk::Bulk;
use super::columns::{Added, Columns};
use super::query::check_count;
use super::statements::Prepared;
use crate::wrapper::PostgresWrapper;

/// The most rows of one statement.
const MOST_ROWS: usize = 8_192;
/// The most bytes of one statement.
const MOST_BYTES: usize = 4 << 20;
/// The fewest rows for which arrays are worth another statement.
const FEWEST_ROWS: usize = 4;

/// Whether each row of a table is all that its triggers see, and no rule makes another statement of an insert.
const IS_PLAIN: &str = "SELECT NOT c.relhasrules AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid \
                        AND NOT t.tgisinternal AND t.tgtype & 1 = 0) FROM pg_catalog.pg_class c \
                        WHERE c.oid = pg_catalog.to_regclass($1)";

/// How long a table's answer is believed: another session may give it a trigger.
const BELIEVED: Duration = Duration::from_secs(10);
/// How many answers are kept.
const MOST_ANSWERS: usize = 256;

/// What was asked of tables, and when.
#[derive(Default)]
pub(crate) struct PlainTables(HashMap<Box<str>, (bool, Instant)>);

impl PlainTables {
    /// Forgets all: a table may be another one now.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    fn get(&self, table: &str) -> Option<bool> {
        let (is_plain, asked) = self.0.get(table)?;
        (asked.elapsed() < BELIEVED).then_some(*is_plain)
    }

    fn insert(&mut self, table: &str, is_plain: bool) {
        if self.0.len() >= MOST_ANSWERS {
            self.0.clear();
        }
        self.0.insert(table.into(), (is_plain, Instant::now()));
    }
}

/// An insert that can be sent as arrays.
pub(super) struct Insert<'q> {
    sql: &'q str,
    bulk: Bulk<'q>,
    /// The same for one row, with the types that the table's columns have.
    single: Arc<Prepared>,
}

impl PostgresWrapper {
    /// The statement as one that inserts many rows at once, where it can be one.
    pub(super) async fn insert<'q>(&mut self, sql: &'q str) -> Result<Option<Insert<'q>>> {
        let Some(bulk) = Bulk::read(sql) else {
            return Ok(None);
        };
        if !self.is_plain(bulk.table).await? {
            return Ok(None);
        }
        let single = self.prepared(sql, &of_columns(bulk.columns())).await?;
        Ok(Some(Insert { sql, bulk, single }))
    }

    async fn is_plain(&mut self, table: &str) -> Result<bool> {
        if let Some(is_plain) = self.plain_tables.get(table) {
            return Ok(is_plain);
        }
        let name = Param::new(ValueRef::Text(table));
        let mut is_plain = false;
        let mut sink = rows(|cells| {
            is_plain = cells == [ValueRef::Bool(true)];
            Ok(Flow::Continue)
        });
        self.run_inside(IS_PLAIN, &[name], &mut sink).await?;
        drop(sink);
        self.plain_tables.insert(table, is_plain);
        Ok(is_plain)
    }

    /// Inserts all rows; `None` where there was none.
    pub(super) async fn run_insert(
        &mut self,
        insert: &Insert<'_>,
        rows: &mut dyn RowSource,
    ) -> Result<Option<u64>> {
        let mut columns = Columns::new(insert.single.statement.params());
        let mut sum = None;
        loop {
            let next = match rows.next() {
                Ok(next) => next,
                Err(error) => {
                    // What came before it stays in effect.
                    self.flush(insert, &mut columns, &mut sum).await?;
                    return Err(error);
                }
            };
            let Some(params) = next else {
                self.flush(insert, &mut columns, &mut sum).await?;
                return Ok(sum);
            };
            let added = check_count(insert.bulk.columns(), params.len())
                .and_then(|()| columns.push(params));
            if !matches!(added, Ok(Added::Row)) {
                self.flush(insert, &mut columns, &mut sum).await?;
                if added? == Added::Nothing && columns.push(params)? == Added::Nothing {
                    let count = self.insert_odd(insert, params).await?;
                    sum = Some(sum.unwrap_or(0) + count);
                }
            }
            if columns.rows() >= MOST_ROWS || columns.bytes() >= MOST_BYTES {
                self.flush(insert, &mut columns, &mut sum).await?;
            }
        }
    }

    /// Inserts the rows that are there, and takes them away.
    async fn flush(
        &mut self,
        insert: &Insert<'_>,
        columns: &mut Columns,
        sum: &mut Option<u64>,
    ) -> Result<()> {
        self.check_cancelled(insert.sql)?;
        if columns.rows() == 0 {
            return Ok(());
        }
        let count = if columns.rows() < FEWEST_ROWS {
            self.insert_one_by_one(insert, columns).await?
        } else {
            self.insert_arrays(insert, columns).await?
        };
        *sum = Some(sum.unwrap_or(0) + count);
        columns.clear();
        Ok(())
    }

    async fn insert_arrays(&mut self, insert: &Insert<'_>, columns: &mut Columns) -> Result<u64> {
        let ways = columns.ways();
        let statement = insert
            .bulk
            .statement(insert.single.statement.params(), &ways);
        let prepared = self.prepared(&statement, &of_columns(ways.len())).await?;
        let arrays = columns.arrays()?;
        match self.client.execute_raw(&prepared.statement, arrays).await {
            Ok(count) => Ok(count),
            Err(error) if self.transaction.may_be_open() || self.calls.is_cancelled() => {
                Err(self.failed(error, insert.sql))
            }
            // All or none took effect: one by one, the failure is that of its row.
            Err(_) => self.insert_one_by_one(insert, columns).await,
        }
    }

    async fn insert_one_by_one(&mut self, insert: &Insert<'_>, columns: &Columns) -> Result<u64> {
        let mut sum = 0;
        for row in columns.each() {
            self.check_cancelled(insert.sql)?;
            match self.client.execute_raw(&insert.single.statement, row).await {
                Ok(count) => sum += count,
                Err(error) => return Err(self.failed(error, insert.sql)),
            }
        }
        Ok(sum)
    }

    /// Inserts a row whose values are not of the columns' types, as a statement by itself.
    async fn insert_odd(&mut self, insert: &Insert<'_>, params: &[Param<'_>]) -> Result<u64> {
        self.run_inside(insert.sql, params, &mut Discard).await
    }
}

/// Parameters of no kind, which are of the types of their places.
fn of_columns(count: usize) -> Vec<Param<'static>> {
    let unknown = Param {
        value: ValueRef::Null,
        kind: None,
    };
    vec![unknown; count]
}
