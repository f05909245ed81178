//! [`Worker`]: a session on a thread of its own. Tasks go there over a channel, and rows come back in batches.
//!
//! The thread is the standard library's and the waiting is a plain waker: no runtime is needed, and any will do. A future
//! that is dropped ends what it waited for; its rows went over a channel of their own, so that the next call cannot see them.

use std::sync::Arc;
use std::sync::mpsc as blocking;
use std::thread;

use backend_core::cursor::{Done, Flow, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::{Param, ValueRef};
use futures_channel::{mpsc, oneshot};

use super::batch::{Batch, Rows};
use super::call::Call;
use super::session::Session;
use super::shape::Shape;
use super::step::{Consumer, Next};

type Task = Box<dyn FnOnce(&mut Session) + Send>;

/// A session on a thread of its own.
pub(crate) struct Worker {
    tasks: blocking::Sender<Task>,
    /// What closing the session said, once the thread has ended.
    closed: oneshot::Receiver<Result<()>>,
}

impl Worker {
    /// Opens a session on a new thread.
    pub(crate) async fn open<T: Send + 'static>(
        open: impl FnOnce() -> Result<(Session, T)> + Send + 'static,
    ) -> Result<(Self, T)> {
        let (tasks, inbox) = blocking::channel::<Task>();
        let (report_opened, opened) = oneshot::channel();
        let (report_closed, closed) = oneshot::channel();
        let run = move || match open() {
            Ok((mut session, about)) => {
                // Where nobody waits any more, there is no sender either, and the thread ends.
                let _ = report_opened.send(Ok(about));
                while let Ok(task) = inbox.recv() {
                    task(&mut session);
                }
                let _ = report_closed.send(session.close());
            }
            Err(error) => {
                let _ = report_opened.send(Err(error));
            }
        };
        thread::Builder::new()
            .name("sqlite-session".into())
            .spawn(run)
            .map_err(|error| {
                Error::new(
                    ErrorKind::Operational,
                    "no thread can be made for the session",
                )
                .with_source(error)
            })?;
        let about = opened.await.map_err(|_| lost())??;
        Ok((Self { tasks, closed }, about))
    }

    /// Runs a task to its end, even where the future is dropped.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut Session) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (report, done) = oneshot::channel();
        self.send(move |session| {
            let _ = report.send(task(session));
        })?;
        done.await.map_err(|_| lost())?
    }

    /// Runs a task, and cancels its call where the future is dropped.
    async fn run_call<T: Send + 'static>(
        &self,
        call: &Call,
        task: impl FnOnce(&mut Session) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let guard = CancelOnDrop::new(call);
        let result = self.run(task).await;
        guard.disarm();
        result
    }

    /// Runs one statement and pushes its rows into `sink`.
    pub(super) async fn query(
        &self,
        call: &Call,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let (send, portions) = mpsc::unbounded();
        let (give_back, spare) = blocking::channel();
        let sql = sql.to_owned();
        let mut values = Batch::default();
        values.push(params.iter().map(|param| param.value));
        let asked = call.clone();
        self.send(move |session| {
            let mut outlet = Outlet::new(send, spare);
            let mut params = Vec::new();
            values.rows().next(|value| params.push(value));
            let result = asked
                .proceed()
                .and_then(|()| session.query(&sql, params.iter().copied(), &mut outlet));
            outlet.finish(result);
        })?;
        let guard = CancelOnDrop::new(call);
        let result = Inlet {
            portions,
            give_back: Some(give_back),
            call,
        }
        .drain_into(sink)
        .await;
        guard.disarm();
        result
    }

    /// Runs one statement once for each row of parameters, some hundred rows at a time.
    pub(super) async fn execute_many(
        &self,
        call: &Call,
        sql: &str,
        rows: &mut dyn RowSource,
    ) -> Result<Done> {
        let sql: Arc<str> = sql.into();
        let mut batch = Batch::default();
        let mut sum = Done::default();
        loop {
            let end = fill(&mut batch, rows);
            if batch.len() > 0 {
                let (sql, call_there) = (Arc::clone(&sql), call.clone());
                let run = self.run_call(call, move |session| {
                    let mut source = Source {
                        rows: batch.rows(),
                        params: Vec::new(),
                    };
                    let done = session.execute_many(&sql, &mut source, || call_there.proceed())?;
                    drop(source);
                    Ok((done, batch))
                });
                let (done, returned) = run.await?;
                batch = returned;
                batch.clear();
                if let Some(more) = done.affected {
                    sum = Done::affected(sum.affected.unwrap_or(0) + more);
                }
            }
            if end? {
                return Ok(sum);
            }
        }
    }

    /// Runs the statements of a script.
    pub(super) async fn batch(&self, call: &Call, script: &str) -> Result<()> {
        let (script, call_there) = (script.to_owned(), call.clone());
        self.run_call(call, move |session| {
            session.batch(&script, || call_there.proceed())
        })
        .await
    }

    /// Closes the session; its thread ends.
    pub(crate) async fn close(self) -> Result<()> {
        drop(self.tasks);
        self.closed.await.map_err(|_| lost())?
    }

    fn send(&self, task: impl FnOnce(&mut Session) + Send + 'static) -> Result<()> {
        self.tasks.send(Box::new(task)).map_err(|_| lost())
    }
}

fn lost() -> Error {
    Error::new(ErrorKind::ConnectionLost, "the session's thread has ended")
}

/// Cancels a call that nobody waits for any more.
struct CancelOnDrop<'c>(Option<&'c Call>);

impl<'c> CancelOnDrop<'c> {
    fn new(call: &'c Call) -> Self {
        Self(Some(call))
    }

    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        if let Some(call) = self.0 {
            call.cancel();
        }
    }
}

/// Rows of a batch of results, or of parameters.
const MOST_ROWS: usize = 1024;
/// Rows of the first batch, which somebody waits for with nothing to do.
const FIRST_ROWS: usize = 16;
/// Bytes of text and blobs in a batch; one cell may be larger.
const MOST_BYTES: usize = 64 * 1024;
/// Batches between the two threads: one being filled, one being read, one on its way.
const MOST_BATCHES: usize = 3;

/// Fills a batch of parameters; true where there are no more.
fn fill(batch: &mut Batch, rows: &mut dyn RowSource) -> Result<bool> {
    while batch.len() < MOST_ROWS && batch.shared_bytes() < MOST_BYTES {
        match rows.next()? {
            Some(params) => batch.push(params.iter().map(|param| param.value)),
            None => return Ok(true),
        }
    }
    Ok(false)
}

/// The rows of a batch as parameters.
struct Source<'b> {
    rows: Rows<'b>,
    params: Vec<Param<'b>>,
}

impl RowSource for Source<'_> {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        self.params.clear();
        let Self { rows, params } = self;
        let found = rows.next(|value| params.push(Param { value, kind: None }));
        Ok(found.map(|()| self.params.as_slice()))
    }
}

/// What goes from the session's thread to the one who asked.
struct Portion {
    /// With the first portion of a statement that has a result.
    shape: Option<Arc<Shape>>,
    batch: Batch,
    /// With the last portion.
    end: Option<Result<Done>>,
}

/// The sending end, on the session's thread.
struct Outlet {
    portions: mpsc::UnboundedSender<Portion>,
    /// Batches that were read. The channel's end says that nobody reads any more.
    spare: blocking::Receiver<Batch>,
    batches: usize,
    shape: Option<Arc<Shape>>,
    batch: Batch,
    most_rows: usize,
}

impl Outlet {
    fn new(portions: mpsc::UnboundedSender<Portion>, spare: blocking::Receiver<Batch>) -> Self {
        Self {
            portions,
            spare,
            batches: 1,
            shape: None,
            batch: Batch::default(),
            most_rows: FIRST_ROWS,
        }
    }

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

    fn finish(self, result: Result<Done>) {
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
struct Inlet<'c> {
    portions: mpsc::UnboundedReceiver<Portion>,
    /// Taken away where no more rows are wanted.
    give_back: Option<blocking::Sender<Batch>>,
    call: &'c Call,
}

impl Inlet<'_> {
    /// Hands the rows over and waits for the statement's end, which is there also where no more rows are wanted.
    async fn drain_into(mut self, sink: &mut dyn RowSink) -> Result<Done> {
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
