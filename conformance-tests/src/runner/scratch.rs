//! [`Scratch`]: a folder for this run only, removed with it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A folder for this run only.
#[derive(Debug)]
pub(super) struct Scratch {
    path: PathBuf,
    /// What opening the lanes has put there: the databases that the URLs themselves name.
    expected: Vec<String>,
}

impl Scratch {
    pub(super) fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("cf_{}", run_name()));
        std::fs::create_dir(&path)?;
        Ok(Self {
            path,
            expected: Vec::new(),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes what is there now for what may stay until the end.
    pub(super) fn expect_what_is_there(&mut self) {
        self.expected = names(&self.path);
    }

    /// What is in the folder after the last test database was removed, and may not be.
    pub(super) fn leftovers(&self) -> Vec<String> {
        let mut names = names(&self.path);
        names.retain(|name| !self.expected.contains(name));
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays was reported as left behind.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// The names of files and folders in `folder`; none where it cannot be read.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A name that no other run has, nor a lane of this one: the process, the moment and a number.
pub(super) fn run_name() -> String {
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
    use super::Scratch;

    #[test]
    fn leftovers_are_seen_and_the_folder_goes() {
        let mut scratch = Scratch::new().unwrap();
        std::fs::write(scratch.path().join("base"), "x").unwrap();
        scratch.expect_what_is_there();
        assert!(scratch.leftovers().is_empty());
        std::fs::write(scratch.path().join("left"), "x").unwrap();
        assert_eq!(scratch.leftovers(), ["left"]);
        let path = scratch.path().to_owned();
        drop(scratch);
        assert!(!path.exists());
    }
}
