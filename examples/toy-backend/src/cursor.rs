//! Runs statements and pushes their rows.

use std::future::poll_fn;

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Done, Flow, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::sql::tokenizer::split_statements;
use backend_core::value::{Param, Value, ValueRef};

use crate::engine::{Fault, LEXICON, Outcome, Session, Statement, parse};
use crate::error::classify;

/// The cursor of a session, which owns the session: a statement needs nothing else.
#[derive(Debug)]
pub(crate) struct ToyCursor {
    pub(crate) session: Session,
}

impl ToyCursor {
    /// Runs a statement that was read already.
    fn run(
        &mut self,
        (statement, expected): &mut (Statement, usize),
        params: &[Param<'_>],
    ) -> Result<Outcome> {
        if params.len() != *expected {
            let (expected, given) = (*expected, params.len());
            return Err(classify(Fault::Parameters { expected, given }));
        }
        let values: Vec<Value> = params.iter().map(|param| param.value.to_value()).collect();
        self.session.run(statement, &values).map_err(classify)
    }
}

#[async_trait]
impl Cursor for ToyCursor {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let mut statement = parse(sql).map_err(classify)?;
        let outcome = self.run(&mut statement, params)?;
        if !outcome.columns.is_empty() {
            sink.start(&outcome.columns)?;
        }
        // The engine's lock is gone by now: a sink may take its time, and may use another session.
        for row in &outcome.rows {
            let cells: Vec<ValueRef<'_>> = row.iter().map(Value::as_ref).collect();
            match sink.row(&cells)? {
                Flow::Continue => {}
                Flow::Pause => poll_fn(|context| sink.poll_ready(context)).await,
                Flow::Stop => break,
            }
        }
        Ok(outcome.affected.map_or_else(Done::default, Done::affected))
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let mut statement = None;
        let mut done = Done::default();
        while let Some(params) = rows.next()? {
            // Read once, but not before there is a row: without one nothing is sent, not even to be refused.
            let statement = match &mut statement {
                Some(statement) => statement,
                none => none.insert(parse(sql).map_err(classify)?),
            };
            let outcome = self.run(statement, params)?;
            if let Some(rows) = outcome.affected {
                done.affected = Some(done.affected.unwrap_or(0) + rows);
            }
        }
        Ok(done)
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        for sql in split_statements(script, LEXICON) {
            let mut statement = parse(sql)
                .map_err(classify)
                .map_err(|error| error.with_sql(sql))?;
            self.run(&mut statement, &[])
                .map_err(|error| error.with_sql(sql))?;
        }
        Ok(())
    }
}
