//! Rows of a statement that runs at once, on the caller's thread: the sink is called while the statement is stepped.

use std::sync::Arc;

use backend_core::cursor::{Flow, RowSink};
use backend_core::error::{Error, Result};
use backend_core::flag::Flag;
use backend_core::value::ValueRef;

use super::shape::Shape;
use super::step::{Consumer, Next};

/// A sink that is called while the statement is stepped.
pub(super) struct Inline<'s>(pub(super) &'s mut dyn RowSink);

impl Consumer for Inline<'_> {
    fn start(&mut self, shape: &Arc<Shape>) -> Result<()> {
        self.0.start(&shape.columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Next> {
        match self.0.row(cells)? {
            Flow::Continue => Ok(Next::Row),
            Flow::Stop => Ok(Next::End),
            // The driver's rows cannot wait: they live on the stack of this call.
            Flow::Pause => Err(Error::not_supported(Flag::can_pause_rows)),
        }
    }
}
