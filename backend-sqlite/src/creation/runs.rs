//! Runs of tests: each holds a lock on a file beside its databases, which the operating system takes back when it ends.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use backend_core::creation::{RunId, RunMark, TestDatabase, TestNames};
use backend_core::error::Result;
use backend_core::model::Identifier;
use backend_core::settings::Settings;

use super::files;

/// The lock of a run; its file goes with it.
struct RunFile {
    path: PathBuf,
    _lock: File,
}

impl Drop for RunFile {
    fn drop(&mut self) {
        // Where it stays, whoever clears up after the run removes it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Where the lock of a run is, beside the database of that path.
fn lock_path(beside: &Path, run: RunId) -> PathBuf {
    beside.with_file_name(format!("test_run_{run}.lock"))
}

/// Marks a run as alive.
pub(super) fn mark(beside: &Path, run: RunId) -> Result<RunMark> {
    let path = lock_path(beside, run);
    let made = File::create(&path).and_then(|file| file.lock().map(|()| file));
    let lock = made.map_err(|error| files::of_io(&path, "locked", error))?;
    Ok(RunMark::of_lock(Box::new(RunFile { path, _lock: lock })))
}

/// Whether a run holds its lock. That of one which does not is removed.
fn is_alive(beside: &Path, run: RunId) -> Result<bool> {
    let path = lock_path(beside, run);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(files::of_io(&path, "read", error)),
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(files::of_io(&path, "locked", error)),
        Ok(()) => {
            // A run that begins has no databases, and is not asked about before it has.
            let _ = fs::remove_file(&path);
            Ok(false)
        }
    }
}

/// The databases of runs that are not alive.
pub(super) fn stale(
    given: &Settings,
    beside: &Path,
    names: &TestNames,
) -> Result<Vec<TestDatabase>> {
    let folder = match beside.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let entries = fs::read_dir(folder).map_err(|error| files::of_io(folder, "read", error))?;
    let mut runs = BTreeMap::new();
    let mut stale = Vec::new();
    let mut found: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|file| file.strip_suffix(".sqlite3").map(str::to_owned))
        .collect();
    found.sort();
    for name in found {
        let Some(run) = names.run_of(&name) else {
            continue;
        };
        let alive = match runs.get(&run) {
            Some(alive) => *alive,
            None => {
                let alive = is_alive(beside, run)?;
                runs.insert(run, alive);
                alive
            }
        };
        if !alive {
            let settings = files::settings(given, beside, &Identifier::new(name)?)?;
            stale.push(TestDatabase::new(settings));
        }
    }
    Ok(stale)
}
