//! Where the output goes: a stream, or a file that is written whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::exit::{Exit, Failure};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Written,
    /// It held just this already, and was not touched.
    Unchanged,
}

/// Writes to a stream. A reader that has gone away, such as `head`, ends the output without complaint.
pub(crate) fn print(stream: &mut dyn Write, text: &str) -> Result<(), Failure> {
    match stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(
            Exit::Other,
            format!("cannot write the output: {error}"),
        )),
        _ => Ok(()),
    }
}

/// Writes a file by way of another one beside it, so that nobody ever reads a half and a failure leaves the old one.
pub(crate) fn write(path: &Path, text: &str) -> Result<Outcome, Failure> {
    let failure = |error: io::Error| {
        Failure::new(
            Exit::Other,
            format!("cannot write {}: {error}", path.display()),
        )
    };
    let existing = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failure(error)),
    };
    if existing.as_ref().is_some_and(fs::Metadata::is_file)
        && fs::read(path).is_ok_and(|old| old == text.as_bytes())
    {
        return Ok(Outcome::Unchanged);
    }
    if existing
        .as_ref()
        .is_some_and(|existing| !existing.is_file())
    {
        // A pipe or a device cannot be replaced; a directory refuses.
        let mut file = OpenOptions::new().write(true).open(path).map_err(failure)?;
        file.write_all(text.as_bytes()).map_err(failure)?;
        return Ok(Outcome::Written);
    }
    // Through a link: the file behind it is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let temporary = beside(&target);
    let written = File::create_new(&temporary).and_then(|mut file| {
        if let Some(existing) = &existing {
            file.set_permissions(existing.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, &target)
    });
    if let Err(error) = written {
        // It may never have been there.
        let _ = fs::remove_file(&temporary);
        return Err(failure(error));
    }
    Ok(Outcome::Written)
}

/// The name of a file in the same directory that nobody else uses.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", process::id()));
    target.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{self, Write};

    use super::{Exit, Outcome, print, write};

    struct Broken(io::ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_has_gone_is_no_error_but_a_full_disk_is() {
        assert!(print(&mut Broken(io::ErrorKind::BrokenPipe), "text").is_ok());
        let failure = print(&mut Broken(io::ErrorKind::StorageFull), "text").unwrap_err();
        assert_eq!(failure.exit, Exit::Other);
    }

    #[test]
    fn a_file_is_replaced_whole_and_left_alone_where_it_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("models.rs");
        assert_eq!(write(&path, "one").unwrap(), Outcome::Written);
        assert_eq!(write(&path, "one").unwrap(), Outcome::Unchanged);
        assert_eq!(write(&path, "two").unwrap(), Outcome::Written);
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failure_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("nowhere").join("models.rs");
        assert_eq!(write(&missing, "one").unwrap_err().exit, Exit::Other);
        assert!(write(folder.path(), "one").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
