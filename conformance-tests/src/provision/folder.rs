//! [`RunFolder`]: a folder for this run only, which goes with it however it ends.
//!
//! It holds a locked file. Whoever makes a folder looks for those of earlier runs whose file nobody holds any more, since their
//! process was killed, and removes them.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::account::temporary_folder;
use super::guard;

/// The beginning of the folders' names.
const PREFIX: &str = "cf_run_";

/// The kind of a folder that stands for a container of the same name.
pub(super) const CONTAINER: &str = "container";

/// The file that is locked for as long as the folder is in use.
const LOCK: &str = "in_use";

/// The age from which a folder without its file is a leftover, and not one that is being made.
const STALE: Duration = Duration::from_secs(3600);

/// A folder for this run only.
#[derive(Debug)]
pub(crate) struct RunFolder {
    path: PathBuf,
    lock: Option<File>,
    stays: bool,
}

impl RunFolder {
    /// A folder where temporary files belong.
    pub(crate) fn new(kind: &str) -> io::Result<Self> {
        Self::below(&std::env::temp_dir(), kind)
    }

    /// A folder for what need not outlive a crash: in memory, where the system has room there and `TMPDIR` says nothing else.
    pub(crate) fn in_memory(kind: &str) -> io::Result<Self> {
        Self::below(&temporary_folder(None), kind)
    }

    /// A folder below `parent`, which nobody but its owner can read.
    pub(super) fn below(parent: &Path, kind: &str) -> io::Result<Self> {
        reap(parent);
        let path = parent.join(format!("{PREFIX}{kind}_{}", run_name()));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        let mut folder = Self {
            path,
            lock: None,
            stays: false,
        };
        // Under its name it is locked from the beginning, so that nobody takes it for a leftover.
        let unlocked = folder.path.join("unlocked");
        let mut lock = File::create_new(&unlocked)?;
        lock.lock()?;
        writeln!(lock, "in use by process {}", std::process::id())?;
        fs::rename(unlocked, folder.path.join(LOCK))?;
        folder.lock = Some(lock);
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves it to the next run: what it stands for is still there.
    #[cfg(any(feature = "containers", test))]
    pub(super) const fn leave(&mut self) {
        self.stays = true;
    }

    /// Removes it, and says what hinders that.
    pub(super) fn remove(&mut self) -> Result<(), String> {
        // Some systems remove no file that is open.
        self.lock = None;
        let mut last = None;
        for _ in 0..20 {
            match fs::remove_dir_all(&self.path) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    // Something below it, or itself: somebody else removes it too.
                    if !self.path.exists() {
                        return Ok(());
                    }
                    last = Some(error);
                }
                Err(error) => last = Some(error),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let why = last.map(|error| error.to_string()).unwrap_or_default();
        Err(format!("the folder {}: {why}", self.path.display()))
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        if !self.stays {
            // The next run tries again.
            let _ = self.remove();
        }
    }
}

/// The name of the container that this folder stands for: its own. Whoever makes a folder where all may write can have no other
/// container removed than one of ours.
pub(super) fn container_of(folder: &Path) -> Option<&str> {
    let name = folder.file_name()?.to_str()?;
    let kind = name.strip_prefix(PREFIX)?.split('_').next()?;
    (kind == CONTAINER).then_some(name)
}

/// Removes the folders of runs that have ended without removing them; answers which.
pub(super) fn reap(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    let mut reaped = Vec::new();
    for folder in folders.map(|entry| entry.path()) {
        if is_stale(&folder) && guard::end_of(&folder) && fs::remove_dir_all(&folder).is_ok() {
            reaped.push(folder);
        }
    }
    reaped
}

fn is_stale(folder: &Path) -> bool {
    let path = folder.join(LOCK);
    // Opening anything but a file may wait for ever.
    let file = fs::symlink_metadata(&path).and_then(|data| {
        if data.is_file() {
            File::open(&path)
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    });
    match file {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let changed = fs::metadata(folder).and_then(|data| data.modified());
            changed.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > STALE))
        }
        // Somebody else's.
        Err(_) => false,
    }
}

/// What is in the folder, but for what makes it one.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != LOCK)
        .collect();
    names.sort();
    names
}

/// A name that no other run has, nor another call in this one: the process, the moment and a number.
pub(crate) fn run_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let moment = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    format!(
        "{:x}_{:x}_{:x}",
        std::process::id(),
        moment.as_nanos() % 0xFFFF_FFFF,
        COUNTER.fetch_add(1, Ordering::Relaxed)
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{LOCK, RunFolder, container_of, names, reap};

    #[test]
    fn a_folder_goes_with_its_owner() {
        let folder = RunFolder::new("test").unwrap();
        let path = folder.path().to_owned();
        fs::create_dir_all(path.join("deep/er")).unwrap();
        assert_eq!(names(&path), ["deep"]);
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_that_is_left_goes_with_the_next_run() {
        let parent = RunFolder::new("test").unwrap();
        let mut folder = RunFolder::below(parent.path(), "left").unwrap();
        let path = folder.path().to_owned();
        folder.leave();
        drop(folder);
        assert!(path.exists());
        assert_eq!(reap(parent.path()), [path]);
    }

    #[test]
    fn only_a_folder_of_a_container_names_one() {
        let named = |path| container_of(Path::new(path));
        assert_eq!(
            named("/a/cf_run_container_1_2_3"),
            Some("cf_run_container_1_2_3")
        );
        for other in [
            "/a/cf_run_server_1_2_3",
            "/a/cf_run_containers_1",
            "/a/container_1",
            "/",
        ] {
            assert_eq!(named(other), None);
        }
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_nothing_else() {
        let parent = RunFolder::new("test").unwrap();
        let (dead, other) = (
            parent.path().join("cf_run_dead"),
            parent.path().join("mine"),
        );
        for folder in [&dead, &other] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join(LOCK), "").unwrap();
        }
        let fresh = parent.path().join("cf_run_being_made");
        fs::create_dir(&fresh).unwrap();
        let alive = RunFolder::below(parent.path(), "alive").unwrap();
        reap(parent.path());
        assert!(!dead.exists());
        assert!(other.exists() && fresh.exists() && alive.path().exists());
    }
}
