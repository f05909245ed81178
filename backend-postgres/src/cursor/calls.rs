//! [`Calls`]: what is under way in a session, and how it is stopped: from another task, or because nobody waits any more.
//!
//! A request to cancel goes over a connection of its own and names the session, not the statement. So that none reaches a
//! later statement than the one it was meant for, the next call waits until every request has been sent.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use backend_core::error::Result;
use backend_core::wrapper::Cancel;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_postgres::Client;

use crate::connector::CancelRequest;

/// How long the next call waits for a request to be sent, where the server does not take it.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it waits before it looks whether the session has ended meanwhile.
const PAUSE: Duration = Duration::from_millis(50);

/// What is under way in a session.
pub(crate) struct Calls {
    request: CancelRequest,
    runtime: Handle,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whether a call is under way.
    is_running: bool,
    /// Whether the call that is under way, or was last, was asked to end.
    is_cancelled: bool,
    /// Whether a call was dropped since somebody asked.
    was_interrupted: bool,
    /// Requests that may not have been sent yet.
    requests: Vec<JoinHandle<()>>,
}

impl Calls {
    /// None yet, in a session that is cancelled by that request.
    pub(crate) fn new(request: CancelRequest, runtime: Handle) -> Self {
        Self {
            request,
            runtime,
            state: Mutex::default(),
        }
    }

    /// Begins a call of that session, once no request can reach it that was meant for an earlier one.
    pub(crate) async fn begin(self: &Arc<Self>, session: &Client) -> Call {
        loop {
            let requests = {
                let mut state = self.lock();
                if state.requests.is_empty() {
                    state.is_running = true;
                    state.is_cancelled = false;
                    break;
                }
                std::mem::take(&mut state.requests)
            };
            for request in requests {
                sent(request, session).await;
            }
        }
        Call {
            calls: Arc::clone(self),
            has_ended: false,
        }
    }

    /// Whether the call that is under way, or was last, was asked to end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.lock().is_cancelled
    }

    /// Whether a call was dropped before it had ended, since this was asked last.
    pub(crate) fn take_interrupted(&self) -> bool {
        std::mem::take(&mut self.lock().was_interrupted)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send_request(&self, state: &mut State) {
        let request = self.request.clone();
        let task = self.runtime.spawn(async move {
            // The server answers nothing, and what could not be sent has no effect.
            let _ = request.send().await;
        });
        state.is_cancelled = true;
        state.requests.push(task);
    }
}

/// Waits until a request has been sent. One that cannot be sent has no effect, and none reaches a session that has ended.
async fn sent(mut request: JoinHandle<()>, session: &Client) {
    let asked = Instant::now();
    while asked.elapsed() < PATIENCE && !session.is_closed() {
        if tokio::time::timeout(PAUSE, &mut request).await.is_ok() {
            return;
        }
    }
}

impl Cancel for Calls {
    fn cancel(&self) -> Result<()> {
        let mut state = self.lock();
        state.requests.retain(|request| !request.is_finished());
        // One at a time: a call that is cancelled again and again would fill the server with connections.
        if state.is_running && state.requests.is_empty() {
            self.send_request(&mut state);
        }
        Ok(())
    }
}

/// A call that is under way. Where it is dropped before it has ended, the server is asked to stop.
pub(crate) struct Call {
    calls: Arc<Calls>,
    has_ended: bool,
}

impl Call {
    /// The server has answered to the end.
    pub(crate) fn end(mut self) {
        self.has_ended = true;
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let mut state = self.calls.lock();
        state.is_running = false;
        if !self.has_ended {
            state.was_interrupted = true;
            self.calls.send_request(&mut state);
        }
    }
}
