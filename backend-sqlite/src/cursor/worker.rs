//! [`Worker`]: a session on a thread of its own. Tasks go there over a channel, and rows come back in batches.
//!
//! The thread is the standard library's and the waiting is a plain waker: no runtime is needed, and any will do. A future
//! that is dropped ends what it waited for; its rows went over a channel of their own, so that the next call cannot see them.

use std::sync::Arc;
use std::sync::mpsc as blocking;
use std::thread;

use backend_core::cursor::{Done, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::Param;
use futures_channel::oneshot;

use super::batch::{Batch, Rows};
use super::call::Call;
use super::portion::{self, MOST_BYTES, MOST_ROWS, lost};
use super::session::Session;

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
        let run = move || {
            if report_opened.is_canceled() {
                // Nobody waits any more: a file that is made now would be left over.
                return;
            }
            match open() {
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
        let (mut outlet, inlet) = portion::channel(call);
        let sql = sql.to_owned();
        let mut values = Batch::default();
        values.push(params.iter().map(|param| param.value));
        let asked = call.clone();
        self.send(move |session| {
            let mut params = Vec::new();
            values.rows().next(|value| params.push(value));
            let result = asked
                .proceed()
                .and_then(|()| session.query(&sql, params.iter().copied(), &mut outlet));
            outlet.finish(result);
        })?;
        let guard = CancelOnDrop::new(call);
        let result = inlet.drain_into(sink).await;
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

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use futures_executor::block_on;
    use rusqlite::Connection;

    use super::{Session, Worker};

    #[test]
    fn a_thread_that_panics_is_a_lost_session() {
        let open = || Ok((Session::new(Connection::open_in_memory().unwrap()), ()));
        let (worker, ()) = block_on(Worker::open(open)).unwrap();
        assert_eq!(block_on(worker.run(|_| Ok(42))).unwrap(), 42);
        let task = |_: &mut Session| -> backend_core::error::Result<()> { panic!("a test") };
        for _ in 0..2 {
            let error = block_on(worker.run(task)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ConnectionLost);
        }
        let error = block_on(worker.close()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionLost);
    }
}
