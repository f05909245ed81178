//! [`MarkedRun`]: says that this run is alive, so that nobody takes its databases for left behind; and clears what others left.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use backend_core::backend::Backend;
use backend_core::creation::{RunId, TestNames};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use tokio::sync::oneshot;

use crate::context::{NAME_BYTES, NAMES};
use crate::provision::ready::block_on;

/// How many databases a lane can make.
const DATABASES_OF_A_LANE: u32 = 100_000;

/// A run that is alive until this is dropped. Its mark is kept on a thread of its own: a session needs a runtime that lasts.
pub(super) struct MarkedRun {
    id: RunId,
    names: TestNames,
    lanes: AtomicU32,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl MarkedRun {
    /// Marks the run, and removes what runs that are over have left.
    pub(super) fn begin(backend: &'static Backend, settings: &Settings) -> Result<Self> {
        let names = TestNames::new(NAMES, NAME_BYTES)?;
        let (stop, stopped) = oneshot::channel();
        let (told, tells) = mpsc::channel();
        let (settings, own) = (settings.clone(), names.clone());
        let thread = thread::spawn(move || {
            let told_error = told.clone();
            let ran = block_on(async move {
                let run = backend.begin_test_run(&settings).await?;
                backend.clear_stale_test_databases(&settings, &own).await?;
                // Whoever asked is gone where this fails, and so is the reason to go on.
                let _ = told.send(Ok(run.id));
                let _ = stopped.await;
                run.end().await
            });
            if let Err(error) = ran {
                let _ = told_error.send(Err(error));
            }
        });
        let id = tells.recv().unwrap_or_else(|_| {
            let message = "the thread that marks the run ended";
            Err(Error::new(ErrorKind::Internal, message))
        })?;
        Ok(Self {
            id,
            names,
            lanes: AtomicU32::new(0),
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The number of another lane of this run.
    pub(super) fn next_lane(&self) -> u32 {
        self.lanes.fetch_add(1, Ordering::Relaxed)
    }

    /// The name of a lane's database.
    pub(super) fn name(&self, lane: u32, number: u32) -> Result<Identifier> {
        let first = lane.saturating_mul(DATABASES_OF_A_LANE);
        self.names.name(self.id, first.saturating_add(number))
    }

    /// The beginning of the names of a lane's databases, and of no other lane's.
    pub(super) fn prefix(&self, lane: u32) -> String {
        format!("{NAMES}_{}_{lane:05}", self.id)
    }
}

impl Drop for MarkedRun {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MarkedRun;

    #[test]
    fn lanes_have_names_of_their_own() {
        let backend = &toy_backend::BACKEND;
        let settings = backend.settings("toy:").unwrap();
        let run = MarkedRun::begin(backend, &settings).unwrap();
        let (one, other) = (run.next_lane(), run.next_lane());
        let name = run.name(one, 99_999).unwrap();
        assert!(name.as_str().starts_with(&run.prefix(one)), "{name}");
        assert!(!name.as_str().starts_with(&run.prefix(other)), "{name}");
    }
}
