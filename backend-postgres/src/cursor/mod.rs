//! Sends statements: prepared once and kept under a name, or whole each time.
//!
//! Rows are pushed from the wire buffer as they come, and the driver's channel holds one portion of them at a time, so that
//! memory stays flat however many there are.

mod assigned;
mod bulk;
mod calls;
mod columns;
mod insert;
mod many;
mod query;
mod statements;
mod unnamed;
mod verb;
mod wrapped;

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::sql::tokenizer::split_statements;
use backend_core::value::Param;

pub(crate) use self::calls::Calls;
pub(crate) use self::insert::PlainTables;
pub(crate) use self::query::Buffers;
pub(crate) use self::statements::Statements;
use self::verb::Verb;
use crate::sql::LEXICON;
use crate::wrapper::PostgresWrapper;

#[async_trait]
impl Cursor for PostgresWrapper {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.run(sql, params, sink).await
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        self.run_many(sql, rows).await
    }

    /// One statement after the other: sent as one text, they would be one transaction.
    async fn batch(&mut self, script: &str) -> Result<()> {
        for statement in split_statements(script, LEXICON) {
            self.run_text(statement, Verb::of(statement)).await?;
        }
        Ok(())
    }
}
