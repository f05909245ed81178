//! Rows on their way from a session's thread to the future that asked: in batches, and no more of them than are read.

use std::sync::Arc;
use std::sync::mpsc as blocking;

use backend_core::cursor::{Done, Flow, RowSink};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::ValueRef;
use futures_channel::mpsc;

use super::batch::Batch;
use super::call::Call;
use super::shape::Shape;
use super::step::{Consumer, Next};

/// Rows of a batch of results, or of parameters.
pub(super) const MOST_ROWS: usize = 1024;
/// Rows of the first batch, which somebody waits for with nothing to do.
const FIRST_ROWS: usize = 16;
/// Bytes of text and blobs in a batch; one cell may be larger.
pub(super) const MOST_BYTES: usize = 64 * 1024;
/// Batches between the two threads: one being filled, one being read, one on its way.
const MOST_BATCHES: usize = 3;

/// The two ends for the rows of one call.
pub(super) fn channel(call: &Call) -> (Outlet, Inlet<'_>) {
    let (send, portions) = mpsc::unbounded();
    let (give_back, spare) = blocking::channel();
    let outlet = Outlet {
        portions: send,
        spare,
        batches: 1,
        shape: None,
        batch: Batch::default(),
        most_rows: FIRST_ROWS,
    };
    (
        outlet,
        Inlet {
            portions,
            give_back: Some(give_back),
            call,
        },
    )
}

/// The error of a session whose thread is gone.
pub(super) fn lost() -> Error {
    Error::new(ErrorKind::ConnectionLost, "the session's thread has ended")
}

/// What goes from the session's thread to the one who asked.
pub(super) struct Portion {
    /// With the first portion of a statement that has a result.
    shape: Option<Arc<Shape>>,
    batch: Batch,
    /// With the last portion.
    end: Option<Result<Done>>,
}

/// The sending end, on the session's thread.
pub(super) struct Outlet {
    portions: mpsc::UnboundedSender<Portion>,
    /// Batches that were read. The channel's end says that nobody reads any more.
    spare: blocking::Receiver<Batch>,
    batches: usize,
    shape: Option<Arc<Shape>>,
    batch: Batch,
    most_rows: usize,
}

impl Outlet {
    /// Sends what is there, and waits for a batch to go on with: this is what stops a statement that nobody reads.
    fn flush(&mut self) -> Next {
        let empty = if self.batches < MOST_BATCHES {
            self.batches += 1;
            Batch::default()
        } else {
            match self.spare.recv() {
                Ok(batch) => batch,
                Err(blocking::RecvError) => return Next::End,
            }
        };
        let batch = std::mem::replace(&mut self.batch, empty);
        let portion = Portion {
            shape: self.shape.take(),
            batch,
            end: None,
        };
        self.most_rows = MOST_ROWS;
        match self.portions.unbounded_send(portion) {
            Ok(()) => Next::Row,
            Err(_) => Next::End,
        }
    }

    pub(super) fn finish(self, result: Result<Done>) {
        let portion = Portion {
            shape: self.shape,
            batch: self.batch,
            end: Some(result),
        };
        // Where nobody waits any more, nobody is told.
        let _ = self.portions.unbounded_send(portion);
    }
}

impl Consumer for Outlet {
    fn start(&mut self, shape: &Arc<Shape>) -> Result<()> {
        self.shape = Some(Arc::clone(shape));
        Ok(())
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Next> {
        self.batch.push(cells.iter().copied());
        if self.batch.len() < self.most_rows && self.batch.shared_bytes() < MOST_BYTES {
            return Ok(Next::Row);
        }
        Ok(self.flush())
    }
}

/// The receiving end, in the future of the one who asked.
pub(super) struct Inlet<'c> {
    portions: mpsc::UnboundedReceiver<Portion>,
    /// Taken away where no more rows are wanted.
    give_back: Option<blocking::Sender<Batch>>,
    call: &'c Call,
}

impl Inlet<'_> {
    /// Hands the rows over and waits for the statement's end, which is there also where no more rows are wanted.
    pub(super) async fn drain_into(mut self, sink: &mut dyn RowSink) -> Result<Done> {
        let mut is_read_only = false;
        let mut failed = None;
        loop {
            let mut portion = self.portions.recv().await.map_err(|_| lost())?;
            if let Some(shape) = &portion.shape {
                is_read_only = shape.is_read_only;
            }
            if self.give_back.is_some() {
                let next = hand_over(&portion, sink).await;
                if !matches!(next, Ok(Next::Row)) {
                    failed = next.err();
                    self.give_back = None;
                    // What only reads need not go on. What writes has written, and must come to its end.
                    if is_read_only && portion.end.is_none() {
                        self.call.cancel();
                    }
                }
            }
            match (portion.end.take(), failed.take()) {
                (Some(_), Some(error)) => return Err(error),
                (Some(Err(error)), None)
                    if self.give_back.is_none()
                        && is_read_only
                        && error.kind() == ErrorKind::Cancelled =>
                {
                    return Ok(Done::default());
                }
                (Some(end), None) => return end,
                (None, error) => failed = error,
            }
            if let Some(give_back) = &self.give_back {
                portion.batch.clear();
                // The other end is gone only once the statement is at its end.
                let _ = give_back.send(portion.batch);
            }
        }
    }
}

/// Hands the rows of a portion over, waiting where the sink asks to.
async fn hand_over(portion: &Portion, sink: &mut dyn RowSink) -> Result<Next> {
    if let Some(shape) = &portion.shape {
        sink.start(&shape.columns)?;
    }
    let mut rows = portion.batch.rows();
    let mut cells = Vec::new();
    while rows.next(|cell| cells.push(cell)).is_some() {
        let flow = sink.row(&cells)?;
        cells.clear();
        match flow {
            Flow::Continue => {}
            Flow::Pause => std::future::poll_fn(|context| sink.poll_ready(context)).await,
            Flow::Stop => return Ok(Next::End),
        }
    }
    Ok(Next::Row)
}
