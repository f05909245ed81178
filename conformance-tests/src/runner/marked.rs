//! [`MarkedRun`]: says that this run is alive, so that nobody takes its databases for left behind; and clears what others left.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use backend_core::backend::Backend;
use backend_core::creation::{RunId, TestNames};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use tokio::sync::oneshot;

use super::left::name_of;
use crate::context::{NAME_BYTES, NAMES};
use crate::provision::ready::block_on;

/// How many databases a lane can make.
const DATABASES_OF_A_LANE: u32 = 100_000;

/// A run that is alive until it is ended, or this is dropped. Its mark is kept on a thread of its own: a session needs a runtime that
/// lasts.
pub(super) struct MarkedRun {
    id: RunId,
    names: TestNames,
    lanes: AtomicU32,
    thread: Mutex<Option<Marking>>,
}

/// The thread that keeps the mark: told to stop, it says which databases of the run are still there.
struct Marking {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Vec<String>>,
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
                let id = run.id;
                // Whoever asked is gone where this fails, and so is the reason to go on.
                let _ = told.send(Ok(id));
                let is_asked = stopped.await.is_ok();
                run.end().await?;
                if is_asked {
                    left_over(backend, &settings, &own, id).await
                } else {
                    Ok(Vec::new())
                }
            });
            ran.unwrap_or_else(|error| {
                let _ = told_error.send(Err(error));
                Vec::new()
            })
        });
        let id = tells.recv().unwrap_or_else(|_| {
            let message = "the thread that marks the run ended";
            Err(Error::new(ErrorKind::Internal, message))
        })?;
        Ok(Self {
            id,
            names,
            lanes: AtomicU32::new(0),
            thread: Mutex::new(Some(Marking { stop, thread })),
        })
    }

    /// Ends the run, and removes the databases of it that are still there, by the server's word: says which.
    pub(super) fn end(&self) -> Vec<String> {
        let thread = self.thread.lock();
        let marking = thread.unwrap_or_else(PoisonError::into_inner).take();
        let Some(Marking { stop, thread }) = marking else {
            return Vec::new();
        };
        let _ = stop.send(());
        thread.join().unwrap_or_default()
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
        let thread = self.thread.get_mut();
        let marking = thread.unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Marking { stop, thread }) = marking {
            drop(stop);
            let _ = thread.join();
        }
    }
}

/// Removes the databases of a run that is over, and says which there were.
async fn left_over(
    backend: &'static Backend,
    settings: &Settings,
    names: &TestNames,
    run: RunId,
) -> Result<Vec<String>> {
    let creation = backend.creation;
    let stale = creation.stale(backend.connector, settings, names).await?;
    let mut left = Vec::new();
    for database in stale {
        let name = name_of(&database.settings);
        let stem = Path::new(&name).file_stem().and_then(|stem| stem.to_str());
        if stem.is_some_and(|stem| names.run_of(stem) == Some(run)) {
            backend.destroy_test_database(database).await?;
            left.push(format!("the database {name}"));
        }
    }
    Ok(left)
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
