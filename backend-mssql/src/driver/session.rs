//! [`Session`]: a driver's client in a task of its own, and the way to it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::stop::{Outlet, Piece, Signal, Stop, Stopper};
use super::{Failure, Item, Request, TdsClient};

/// How many parts of an answer wait to be taken before the driver reads no further.
const PIECES: usize = 2;

/// What the task is told to do.
enum Job {
    Run(Request, Outlet),
    Close,
}

/// A session with the server.
pub(crate) struct Session {
    jobs: mpsc::Sender<Job>,
    stopper: Arc<Stopper>,
    limit: Option<Duration>,
    /// How many transactions are open, one inside the other; `None` after a request that may have begun or ended one.
    depth: Option<i64>,
    /// Why there is no session any more.
    end: Arc<Mutex<Option<String>>>,
    task: JoinHandle<Result<(), Failure>>,
}

impl Session {
    /// A session on a client that was opened in this runtime.
    pub(crate) fn new(client: Box<dyn TdsClient>, runtime: &Handle) -> Self {
        let (jobs, todo) = mpsc::channel(1);
        let end = Arc::default();
        let task = runtime.spawn(work(client, todo, Arc::clone(&end)));
        Self {
            jobs,
            stopper: Arc::default(),
            limit: None,
            depth: None,
            end,
            task,
        }
    }

    /// Begins a call, which may send several requests, one after the other. It can be stopped until it is dropped.
    pub(crate) fn call(&mut self) -> Call<'_> {
        Call {
            signal: self.stopper.begin(),
            limit: self.limit,
            session: self,
        }
    }

    /// Begins a call that nobody can stop, and that takes the time it takes: what becomes of a transaction must be known.
    pub(crate) fn own_call(&mut self) -> Call<'_> {
        Call {
            signal: Arc::default(),
            limit: None,
            session: self,
        }
    }

    /// Limits the time that each request may take.
    pub(crate) fn set_limit(&mut self, limit: Option<Duration>) {
        self.limit = limit;
    }

    /// Whether requests can be sent, as far as is known.
    pub(crate) fn is_open(&self) -> bool {
        !self.jobs.is_closed()
    }

    /// What stops a call from elsewhere.
    pub(crate) fn stopper(&self) -> Arc<Stopper> {
        Arc::clone(&self.stopper)
    }

    /// Closes the session, once what is under way has ended.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        // Where the task has ended, so has the session.
        let _ = self.jobs.send(Job::Close).await;
        drop(self.jobs);
        match self.task.await {
            Ok(closed) => closed,
            Err(error) => Err(Failure::lost(error.to_string())),
        }
    }

    fn lost(&self) -> Failure {
        let end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = end.as_deref().unwrap_or("the session has ended");
        Failure::lost(reason)
    }
}

/// Runs what it is told, until the client cannot be used any more or nobody can tell it anything.
async fn work(
    mut client: Box<dyn TdsClient>,
    mut todo: mpsc::Receiver<Job>,
    end: Arc<Mutex<Option<String>>>,
) -> Result<(), Failure> {
    while let Some(Job::Run(request, mut outlet)) = todo.recv().await {
        let ended = client.run(request, &mut outlet).await;
        if !client.is_in_step() {
            let reason = match &ended {
                Err(Failure::Lost { message, .. } | Failure::Protocol(message)) => message.clone(),
                _ => "the connection could not be brought into step again".to_owned(),
            };
            *end.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason);
            // Before the caller learns of it, so that it finds the session closed.
            todo.close();
        }
        outlet.end(ended).await;
    }
    if client.is_in_step() {
        client.close().await
    } else {
        Ok(())
    }
}

/// A call that is under way. It is over when this is dropped.
pub(crate) struct Call<'s> {
    session: &'s mut Session,
    signal: Arc<Signal>,
    limit: Option<Duration>,
}

impl Call<'_> {
    /// Sends a request.
    ///
    /// # Errors
    /// Where the session is lost, or the call was asked to stop.
    pub(crate) async fn send(&mut self, request: Request) -> Result<Answer<'_>, Failure> {
        if self.signal.is_set() {
            return Err(Failure::Stopped(Stop::Cancelled));
        }
        if request.may_change_depth() {
            self.session.depth = None;
        }
        let (pieces, answer) = mpsc::channel(PIECES);
        let deadline = self
            .limit
            .and_then(|limit| Instant::now().checked_add(limit));
        let outlet = Outlet::new(pieces, Arc::clone(&self.signal), deadline);
        let sent = self.session.jobs.send(Job::Run(request, outlet)).await;
        sent.map_err(|_| self.session.lost())?;
        Ok(Answer {
            session: self.session,
            pieces: answer,
            items: Vec::new().into_iter(),
            has_ended: false,
        })
    }

    /// How many transactions are open, where that was [noted](Self::note_depth) and nothing was sent since that may change it.
    pub(crate) fn depth(&self) -> Option<i64> {
        self.session.depth
    }

    /// Notes how many transactions are open.
    pub(crate) fn note_depth(&mut self, depth: Option<i64>) {
        self.session.depth = depth;
    }

    /// Sends a request whose rows do not matter, and waits for its end; gives what each of its statements counted.
    pub(crate) async fn run(&mut self, request: Request) -> Result<Vec<u64>, Failure> {
        let mut answer = self.send(request).await?;
        let mut counts = Vec::new();
        while let Some(item) = answer.next().await? {
            if let Item::Counted(count) = item {
                counts.push(count);
            }
        }
        Ok(counts)
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.session.stopper.end();
    }
}

/// The server's answer. Where it is dropped before its end, the request is stopped.
pub(crate) struct Answer<'c> {
    session: &'c Session,
    pieces: mpsc::Receiver<Piece>,
    items: std::vec::IntoIter<Item>,
    has_ended: bool,
}

impl Answer<'_> {
    /// The next part of the answer; `None` at its end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// How the request failed; that is its end as well.
    pub(crate) async fn next(&mut self) -> Result<Option<Item>, Failure> {
        loop {
            if let Some(item) = self.items.next() {
                return Ok(Some(item));
            }
            if self.has_ended {
                return Ok(None);
            }
            match self.pieces.recv().await {
                Some(Piece::Items(items)) => self.items = items.into_iter(),
                Some(Piece::End(ended)) => {
                    self.has_ended = true;
                    ended?;
                }
                None => {
                    self.has_ended = true;
                    return Err(self.session.lost());
                }
            }
        }
    }
}
