//! Sends statements, inline or to the session's own thread.

mod session;
mod shape;
mod step;

use std::sync::Arc;

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Done, Flow, RowSink, RowSource};
use backend_core::error::{Error, Result};
use backend_core::flag::Flag;
use backend_core::value::{Param, ValueRef};

use crate::wrapper::SqliteWrapper;

use self::shape::Shape;
use self::step::{Consumer, Next};

pub(crate) use self::session::Session;

#[async_trait]
impl Cursor for SqliteWrapper {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let values = params.iter().map(|param| param.value);
        self.session.query(sql, values, &mut Inline(sink))
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        self.session.execute_many(sql, rows)
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        self.session.batch(script, || Ok(()))
    }
}

/// A sink that is called while the statement is stepped.
struct Inline<'s>(&'s mut dyn RowSink);

impl Consumer for Inline<'_> {
    fn start(&mut self, shape: &Arc<Shape>) -> Result<()> {
        self.0.start(&shape.columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Next> {
        match self.0.row(cells)? {
            Flow::Continue => Ok(Next::Row),
            Flow::Stop => Ok(Next::End),
            // The driver's rows cannot wait: they stay on the stack of this call.
            Flow::Pause => Err(Error::not_supported(Flag::can_pause_rows)),
        }
    }
}
