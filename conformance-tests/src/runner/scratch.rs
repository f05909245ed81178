//! [`Scratch`]: a folder for this run only, removed with it.

use std::path::Path;

use crate::provision::folder::{RunFolder, names};
use crate::provision::guard::Guard;

/// A folder for this run only.
#[derive(Debug)]
pub(super) struct Scratch {
    /// What opening the lanes has put there: the databases that the URLs themselves name.
    expected: Vec<String>,
    folder: RunFolder,
    /// Removes the folder where this process is ended.
    _guard: Guard,
}

impl Scratch {
    pub(super) fn new() -> std::io::Result<Self> {
        // On a disk, a database that is a file waits for it after each statement: that took most of a run.
        let folder = RunFolder::in_memory("scratch")?;
        Ok(Self {
            expected: Vec::new(),
            _guard: Guard::of_folder(folder.path())?,
            folder,
        })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes what is there now for what may stay until the end.
    pub(super) fn expect_what_is_there(&mut self) {
        self.expected = names(self.path());
    }

    /// What is in the folder after the last test database was removed, and may not be.
    pub(super) fn leftovers(&self) -> Vec<String> {
        let mut names = names(self.path());
        names.retain(|name| !self.expected.contains(name));
        names
    }
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
