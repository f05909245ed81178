//! [`RowStream`]: rows as a stream, for who wants to do something else between two of them.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;

use super::Connection;
use super::fetch::Reader;
use crate::cursor::{Done, Flow, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::row::{FromRow, ResultColumn};
use crate::sql::Statement;
use crate::value::ValueRef;

type Running<'c> = Pin<Box<dyn Future<Output = Result<Done>> + Send + 'c>>;

/// The rows of a statement, one after the other: [`Connection::stream`] makes it.
///
/// The statement is sent when the first row is asked for. Dropping the stream ends the statement and leaves the session
/// usable. After an error there are no more rows.
#[must_use = "nothing is sent before the first row is asked for"]
pub struct RowStream<'c, T> {
    /// Ends with the statement.
    running: Option<Running<'c>>,
    waiting: Waiting<T>,
    rows: VecDeque<T>,
    /// Given after the rows that came before it.
    failed: Option<Error>,
}

impl<T> RowStream<'_, T> {
    /// The next row; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll_row(context)).await
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(row) = self.rows.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            let Some(running) = &mut self.running else {
                return Poll::Ready(self.failed.take().map(Err));
            };
            let polled = running.as_mut().poll(context);
            std::mem::swap(&mut *self.waiting.lock(), &mut self.rows);
            match polled {
                // Where there are rows, it waits for them to be taken: it is asked again then.
                Poll::Pending if self.rows.is_empty() => return Poll::Pending,
                Poll::Pending => {}
                Poll::Ready(result) => {
                    self.running = None;
                    self.failed = result.err();
                }
            }
        }
    }
}

// Rows are moved out and never pinned.
impl<T> Unpin for RowStream<'_, T> {}

impl<T> Stream for RowStream<'_, T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_row(context)
    }
}

impl<T> fmt::Debug for RowStream<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream")
            .field("is_running", &self.running.is_some())
            .finish_non_exhaustive()
    }
}

/// Rows that the sink has made and the stream has not taken: both are driven by the same task, so that nobody waits here.
struct Waiting<T>(Arc<Mutex<VecDeque<T>>>);

impl<T> Waiting<T> {
    fn lock(&self) -> MutexGuard<'_, VecDeque<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes rows, and pauses the statement where a batch of them waits.
struct Batches<T: FromRow> {
    reader: Reader<T>,
    batch: usize,
    made: VecDeque<T>,
    waiting: Waiting<T>,
}

impl<T: FromRow> Batches<T> {
    /// The sink gives rows away a batch at a time: one lock a batch, not one a row.
    fn hand_over(&mut self) {
        self.waiting.lock().append(&mut self.made);
    }
}

impl<T: FromRow> RowSink for Batches<T> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.reader.start(columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        self.made.push_back(self.reader.read(cells)?);
        if self.made.len() < self.batch {
            return Ok(Flow::Continue);
        }
        self.hand_over();
        Ok(Flow::Pause)
    }

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<()> {
        // No waker: the stream polls again when its rows are taken.
        if self.waiting.lock().is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Connection {
    /// The rows of a statement as a stream of tuples, structs or lists of values. At most `batch` of them wait to be taken;
    /// one of 256 costs next to nothing, one of 1 a pause for each row.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `can_pause_rows` is off, before anything is sent;
    /// [`Interface`](ErrorKind::Interface) for a batch of 0. What [`fetch_as`](Self::fetch_as) fails with, the stream gives
    /// in place of a row.
    ///
    /// # Example
    /// ```
    /// use backend_core::sql::Statement;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// connection.batch("CREATE TABLE n (n bigint); INSERT INTO n (n) VALUES (1), (2), (3)").await?;
    /// let select = Statement::new("SELECT n FROM n ORDER BY n");
    /// let mut rows = connection.stream::<(i64,)>(&select, 256)?;
    /// let mut sum = 0;
    /// while let Some(row) = rows.next().await {
    ///     sum += row?.0;
    /// }
    /// assert_eq!(sum, 6);
    /// # Ok::<(), backend_core::error::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn stream<'c, T: FromRow + 'c>(
        &'c mut self,
        statement: &'c Statement,
        batch: usize,
    ) -> Result<RowStream<'c, T>> {
        self.features().require(Flag::can_pause_rows)?;
        if batch == 0 {
            return Err(Error::new(ErrorKind::Interface, "a batch of 0 rows"));
        }
        let waiting = Arc::new(Mutex::new(VecDeque::new()));
        let mut sink = Batches {
            reader: Reader::default(),
            batch,
            made: VecDeque::new(),
            waiting: Waiting(Arc::clone(&waiting)),
        };
        let running = async move {
            let params = statement.as_params();
            let result = self.query(&statement.sql, &params, &mut sink).await;
            sink.hand_over();
            result
        };
        Ok(RowStream {
            running: Some(Box::pin(running)),
            waiting: Waiting(waiting),
            rows: VecDeque::new(),
            failed: None,
        })
    }
}
