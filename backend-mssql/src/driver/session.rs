//! [`Session`]: a driver's client, and the requests that it is given.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::stop::{Held, Outlet, Signal, Stop, Stopper};
use super::{Failure, Item, Request, TdsClient};

/// A request that is under way; it gives the client back at its end.
type Running = Pin<Box<dyn Future<Output = Ended> + Send>>;

/// How a request ended, and the client.
type Ended = (Box<dyn TdsClient>, Result<(), Failure>);

/// Where the client is.
enum State {
    /// Here, waiting for a request.
    Idle(Box<dyn TdsClient>),
    /// With an answer that is being read.
    Answering,
    /// In a task, which brings an answer to its end that nobody waits for.
    Abandoned(JoinHandle<Ended>),
    /// Nowhere: why there is no session any more.
    Lost(String),
}

/// A session with the server.
pub(crate) struct Session {
    state: State,
    /// Where the client was opened, and where it has its timers: the caller may be polled by whatever there is.
    runtime: Handle,
    stopper: Arc<Stopper>,
    limit: Option<Duration>,
    /// How many transactions are open, one inside the other; `None` after a request that may have begun or ended one.
    depth: Option<i64>,
}

impl Session {
    /// A session on a client that was opened in this runtime.
    pub(crate) fn new(client: Box<dyn TdsClient>, runtime: &Handle) -> Self {
        Self {
            state: State::Idle(client),
            runtime: runtime.clone(),
            stopper: Arc::default(),
            limit: None,
            depth: None,
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
        !matches!(self.state, State::Lost(_))
    }

    /// What stops a call from elsewhere.
    pub(crate) fn stopper(&self) -> Arc<Stopper> {
        Arc::clone(&self.stopper)
    }

    /// Closes the session, once what is under way has ended.
    pub(crate) async fn close(mut self) -> Result<(), Failure> {
        match self.client().await {
            Ok(client) => client.close().await,
            // It is closed already.
            Err(_) => Ok(()),
        }
    }

    /// Takes the client, once an answer that nobody waits for has been brought to its end. Dropping the future loses nothing.
    async fn client(&mut self) -> Result<Box<dyn TdsClient>, Failure> {
        if let State::Abandoned(task) = &mut self.state {
            match task.await {
                Ok((client, ended)) => self.put_back(client, &ended),
                Err(error) => self.state = State::Lost(error.to_string()),
            }
        }
        match std::mem::replace(&mut self.state, State::Answering) {
            State::Idle(client) => Ok(client),
            State::Lost(reason) => {
                let failure = Failure::lost(reason.clone());
                self.state = State::Lost(reason);
                Err(failure)
            }
            State::Answering | State::Abandoned(_) => {
                let reason = "the session has ended";
                self.state = State::Lost(reason.to_owned());
                Err(Failure::lost(reason))
            }
        }
    }

    /// Takes the client back; one that is out of step is never used again.
    fn put_back(&mut self, client: Box<dyn TdsClient>, ended: &Result<(), Failure>) {
        self.state = if client.is_in_step() {
            State::Idle(client)
        } else {
            State::Lost(match ended {
                Err(Failure::Lost { message, .. } | Failure::Protocol(message)) => message.clone(),
                _ => "the connection could not be brought into step again".to_owned(),
            })
        };
    }
}

impl Drop for Session {
    /// Says farewell to the server where nobody has, as far as the runtime still runs.
    fn drop(&mut self) {
        let state = std::mem::replace(&mut self.state, State::Answering);
        match state {
            State::Idle(client) => {
                self.runtime.spawn(client.close());
            }
            State::Abandoned(task) => {
                self.runtime.spawn(async move {
                    if let Ok((client, _)) = task.await
                        && client.is_in_step()
                    {
                        // Nobody is told how it went.
                        let _ = client.close().await;
                    }
                });
            }
            State::Answering | State::Lost(_) => {}
        }
    }
}

/// A call that is under way. It is over when this is dropped.
pub(crate) struct Call<'s> {
    session: &'s mut Session,
    signal: Arc<Signal>,
    limit: Option<Duration>,
}

impl Call<'_> {
    /// Sends a request, as soon as its answer is asked for.
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
        let mut client = self.session.client().await?;
        let held = Arc::<Held>::default();
        let deadline = self
            .limit
            .and_then(|limit| Instant::now().checked_add(limit));
        let runtime = self.session.runtime.clone();
        let signal = Arc::clone(&self.signal);
        let mut outlet = Outlet::new(Arc::clone(&held), signal, deadline, runtime);
        let running = async move {
            let ended = client.run(request, &mut outlet).await;
            (client, ended)
        };
        Ok(Answer {
            session: self.session,
            running: Some(Box::pin(running)),
            held,
            ended: Ok(()),
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

/// The server's answer, which is read as it is asked for. Where it is dropped before its end, a task stops the request and brings
/// the connection into step.
pub(crate) struct Answer<'c> {
    session: &'c mut Session,
    /// `None` once the request has ended.
    running: Option<Running>,
    held: Arc<Held>,
    /// How the request ended, until that is told.
    ended: Result<(), Failure>,
}

impl Answer<'_> {
    /// The next part of the answer; `None` at its end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// How the request failed; that is its end as well.
    pub(crate) async fn next(&mut self) -> Result<Option<Item>, Failure> {
        poll_fn(|task| self.poll_next(task)).await
    }

    fn poll_next(&mut self, task: &mut Context<'_>) -> Poll<Result<Option<Item>, Failure>> {
        let running = self.poll_running(task);
        if let Some(item) = self.held.take() {
            return Poll::Ready(Ok(Some(item)));
        }
        running.map(|()| std::mem::replace(&mut self.ended, Ok(())).map(|()| None))
    }

    /// Sees to it that the request can be stopped while nobody asks for its answer.
    pub(crate) fn poll_meanwhile(&mut self, task: &mut Context<'_>) {
        // The first time there may be room for more of the answer; then the driver waits for nothing but to be stopped.
        let _ = self.poll_running(task);
        let _ = self.poll_running(task);
    }

    /// Goes on with the request, as far as there is room for what it brings.
    fn poll_running(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let Some(running) = &mut self.running else {
            return Poll::Ready(());
        };
        running.as_mut().poll(task).map(|(client, ended)| {
            self.running = None;
            self.session.put_back(client, &ended);
            self.ended = ended;
        })
    }
}

impl Drop for Answer<'_> {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.held.abandon();
            self.session.state = State::Abandoned(self.session.runtime.spawn(running));
        }
    }
}
