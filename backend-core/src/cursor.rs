//! [`Cursor`]: sends statements. [`RowSink`]: takes rows as they come.
//!
//! Rows are pushed: the driver's own loop fills a slice of borrowed cells and calls the sink once a row, so that a row costs
//! one virtual call and no allocation. What owns rows (lists, structs, streams) is an adapter over this, written once in
//! [`connection`](crate::connection).

use std::task::{Context, Poll};

use async_trait::async_trait;

use crate::error::Result;
use crate::row::ResultColumn;
use crate::value::{Param, ValueRef};

/// What a sink wants after a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a cursor must answer each")]
pub enum Flow {
    /// The next row.
    Continue,
    /// The next row, once [`RowSink::poll_ready`] is ready.
    Pause,
    /// No more rows: the statement ends here.
    Stop,
}

/// Takes the rows of a query. Cells are valid for the call only.
pub trait RowSink: Send {
    /// Learns the columns, once a result set, before its first row.
    ///
    /// # Errors
    /// What is returned here ends the query.
    fn start(&mut self, _columns: &[ResultColumn]) -> Result<()> {
        Ok(())
    }

    /// Takes one row: as many cells as there are columns.
    ///
    /// # Errors
    /// What is returned here ends the query.
    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow>;

    /// Says when the next row can come, after [`Flow::Pause`].
    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

/// A sink of a closure.
///
/// # Example
/// ```
/// use backend_core::cursor::{Flow, RowSink, rows};
/// use backend_core::value::ValueRef;
///
/// let mut count = 0;
/// let mut sink = rows(|_cells| {
///     count += 1;
///     Ok(Flow::Continue)
/// });
/// sink.row(&[ValueRef::Null])?;
/// drop(sink);
/// assert_eq!(count, 1);
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub fn rows<F>(row: F) -> impl RowSink
where
    F: FnMut(&[ValueRef<'_>]) -> Result<Flow> + Send,
{
    struct Rows<F>(F);

    impl<F> RowSink for Rows<F>
    where
        F: FnMut(&[ValueRef<'_>]) -> Result<Flow> + Send,
    {
        fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
            (self.0)(cells)
        }
    }

    Rows(row)
}

/// A sink that takes no row: for statements whose rows do not matter.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::exhaustive_structs, reason = "it holds nothing")]
pub struct Discard;

impl RowSink for Discard {
    fn row(&mut self, _cells: &[ValueRef<'_>]) -> Result<Flow> {
        Ok(Flow::Continue)
    }
}

/// Gives the parameters of one execution after another.
pub trait RowSource: Send {
    /// The next execution's parameters; `None` after the last.
    ///
    /// # Errors
    /// What is returned here ends the statement.
    fn next(&mut self) -> Result<Option<&[Param<'_>]>>;
}

/// What a statement did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Done {
    /// Rows inserted, updated or deleted; `None` where the statement is none of these or the server does not say.
    pub affected: Option<u64>,
}

impl Done {
    /// A statement that changed that many rows.
    #[must_use]
    pub const fn affected(rows: u64) -> Self {
        Self {
            affected: Some(rows),
        }
    }
}

/// Sends statements on a session: a vendor's part, without policy.
///
/// # Contract
/// - One call sends one statement, and returns when its last row was taken or its sink said [`Flow::Stop`].
/// - A call with the wrong number of parameters MUST fail with [`Interface`](crate::error::ErrorKind::Interface), never send
///   NULLs in their place.
/// - Dropping the future MUST leave the session usable, or make [`Wrapper::is_usable`](crate::wrapper::Wrapper::is_usable)
///   answer false.
/// - A sink that answers [`Flow::Pause`] where `can_pause_rows` is off ends the query with
///   [`NotSupported`](crate::error::ErrorKind::NotSupported).
#[async_trait]
#[doc(alias = "CursorWrapper")]
pub trait Cursor: Send {
    /// Runs one statement and pushes its rows into `sink`.
    ///
    /// # Errors
    /// The server's refusal, classified; the sink's error as it is.
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done>;

    /// Runs one statement once for each row of parameters; without a row nothing is sent. `affected` is the sum.
    ///
    /// # Errors
    /// The first failure; what went before it stays in effect unless a transaction undoes it.
    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done>;

    /// Runs several statements without parameters, one after the other, and drops their rows.
    ///
    /// # Errors
    /// The first failure; what went before it stays in effect unless a transaction undoes it.
    async fn batch(&mut self, script: &str) -> Result<()>;
}
