//! Sends statements, and pushes rows as they come.
//!
//! A statement goes as a call of `sp_executesql`, which takes parameters and counts changed rows, and ends with what it set up: a
//! statement whose effect must outlive it has no parameters and goes as a batch, in the session's own scope.

mod bulk;
mod explained;
mod load;
mod many;
mod program;
mod query;
mod render;
mod statement;
mod tables;

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::features::Features;
use backend_core::value::Param;
use backend_core::wrapper::ServerInfo;
use tiberius::{ColumnData, Row};

use self::statement::Statements;
use self::tables::Tables;
use crate::driver::{Call, Failure, Item, Request};
use crate::error::classify;
use crate::operations::batches;
use crate::value::{Digits, Limits};
use crate::wrapper::MssqlWrapper;

/// What is kept from statement to statement.
pub(crate) struct Memory {
    statements: Statements,
    tables: Tables,
    digits: Digits,
    limits: Limits,
}

impl Memory {
    /// Nothing yet, for a server that can do this.
    pub(crate) fn new(features: &Features, server: &ServerInfo) -> Self {
        Self {
            statements: Statements::default(),
            tables: Tables::default(),
            digits: Digits::default(),
            limits: Limits::of(features, server),
        }
    }

    /// Forgets what a request may change: a batch may make another table of the name, or use another database.
    fn forget_after(&mut self, request: &Request) {
        if matches!(request, Request::Batch(_)) {
            self.tables.clear();
        }
    }
}

/// Sends a request and gives the number in its last row.
async fn last_number(call: &mut Call<'_>, request: Request) -> Result<Option<i64>, Failure> {
    let mut answer = call.send(request).await?;
    let mut last = None;
    while let Some(item) = answer.next().await? {
        if let Item::Row(row) = item {
            last = number(&row);
        }
    }
    Ok(last)
}

fn number(row: &Row) -> Option<i64> {
    match row.cells().next()?.1 {
        ColumnData::I32(number) => number.map(i64::from),
        ColumnData::I64(number) => *number,
        _ => None,
    }
}

#[async_trait]
impl Cursor for MssqlWrapper {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.settle().await?;
        match explained::switched(sql) {
            Some((switch, sql)) => self.run_switched(switch, sql, params, sink).await,
            None => self.run(sql, params, sink).await,
        }
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        self.settle().await?;
        self.run_many(sql, rows).await
    }

    /// One statement after the other: the server would go on after one of a batch that fails.
    async fn batch(&mut self, script: &str) -> Result<()> {
        statement::refuse_nul(script)?;
        self.settle().await?;
        for batch in batches(script) {
            let statements = program::statements(batch.text);
            for _ in 0..batch.times {
                for statement in &statements {
                    let request = Request::Batch((*statement).to_owned());
                    self.cursor.forget_after(&request);
                    let ran = self.session.call().run(request).await;
                    ran.map_err(|failure| classify(failure, statement))?;
                }
            }
        }
        Ok(())
    }
}
