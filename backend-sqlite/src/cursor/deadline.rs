//! [`Deadline`]: the limit of time that a session's statements have.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use backend_core::error::{Error, ErrorKind, Result};
use rusqlite::Connection;

use crate::error::classify;

/// No statement runs, or it has no limit.
const NEVER: u64 = u64::MAX;

/// Instructions of SQLite's machine between two looks at the clock: some microseconds.
const INSTRUCTIONS: i32 = 1_000;

/// When the running statement is to end. The driver asks for it while it steps, and not at all without a limit.
#[derive(Debug)]
pub(crate) struct Deadline {
    limit: Option<Duration>,
    opened: Instant,
    /// In nanoseconds since `opened`.
    end: Arc<AtomicU64>,
}

impl Deadline {
    pub(super) fn new() -> Self {
        Self {
            limit: None,
            opened: Instant::now(),
            end: Arc::new(AtomicU64::new(NEVER)),
        }
    }

    /// Sets the limit of every statement from now on.
    pub(super) fn set(
        &mut self,
        limit: Option<Duration>,
        connection: &mut Connection,
    ) -> Result<()> {
        let (opened, end) = (self.opened, Arc::clone(&self.end));
        let set = match limit {
            Some(_) => connection.progress_handler(
                INSTRUCTIONS,
                Some(move || since(opened) >= end.load(Ordering::Relaxed)),
            ),
            None => connection.progress_handler(0, None::<fn() -> bool>),
        };
        set.map_err(|error| classify(error, "").context("limiting the time of statements"))?;
        self.limit = limit;
        Ok(())
    }

    /// A statement begins.
    pub(super) fn begin(&self) {
        if let Some(limit) = self.limit {
            let nanos = u64::try_from(limit.as_nanos()).unwrap_or(NEVER);
            let end = since(self.opened).saturating_add(nanos);
            self.end.store(end, Ordering::Relaxed);
        }
    }

    /// The statement has ended: what else the session does has no limit.
    pub(super) fn end(&self) {
        if self.limit.is_some() {
            self.end.store(NEVER, Ordering::Relaxed);
        }
    }

    /// The error of a step: an interrupted one that is over its limit was not cancelled by somebody.
    pub(super) fn explain(&self, error: Error) -> Error {
        match self.limit {
            Some(limit)
                if error.kind() == ErrorKind::Cancelled
                    && since(self.opened) >= self.end.load(Ordering::Relaxed) =>
            {
                let message = format!("the statement took longer than {limit:?}");
                Error::new(ErrorKind::Timeout, message).with_source(error)
            }
            _ => error,
        }
    }
}

fn since(opened: Instant) -> u64 {
    u64::try_from(opened.elapsed().as_nanos()).unwrap_or(NEVER - 1)
}
