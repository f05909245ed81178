//! Why a database cannot be opened: what the file system says before, and what the file's content tells after.
//!
//! No message shows anything of the file but its path. And nothing here opens a file that may be a database in use: the
//! locks of a file belong to the process, and closing one descriptor of it gives up those of every other session.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use backend_core::error::{Error, ErrorKind, Result};

use crate::settings::{Access, Place};

/// Looks at the path before SQLite does, whose answer to most of this is "unable to open database file".
///
/// # Errors
/// [`DoesNotExist`](ErrorKind::DoesNotExist), [`PermissionDenied`](ErrorKind::PermissionDenied) or
/// [`Connect`](ErrorKind::Connect).
pub(crate) fn before_opening(path: &str, access: Access) -> Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(found) if found.is_dir() => Err(Error::new(
            ErrorKind::Connect,
            format!("`{path}` is a directory, not a database file"),
        )),
        Ok(_) => Err(Error::new(
            ErrorKind::Connect,
            format!("`{path}` is not a regular file"),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => missing(path, access),
        Err(error) => Err(of_io(path, error)),
    }
}

fn missing(path: &str, access: Access) -> Result<()> {
    if access != Access::Create {
        // Who only reads has no use for a new file.
        let hint = if access == Access::Write {
            "; mode=rwc makes one"
        } else {
            ""
        };
        return Err(Error::new(
            ErrorKind::DoesNotExist,
            format!("there is no database file `{path}`{hint}"),
        ));
    }
    match Path::new(path).parent() {
        Some(parent) if !parent.as_os_str().is_empty() && !parent.is_dir() => Err(Error::new(
            ErrorKind::DoesNotExist,
            format!(
                "there is no directory `{}` to make the database file in",
                parent.display()
            ),
        )),
        _ => Ok(()),
    }
}

fn of_io(path: &str, error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::PermissionDenied {
        return denied(path).with_source(error);
    }
    Error::new(ErrorKind::Connect, format!("`{path}` cannot be opened")).with_source(error)
}

fn denied(path: &str) -> Error {
    Error::new(
        ErrorKind::PermissionDenied,
        format!("this user may not open `{path}`"),
    )
}

/// The refusal of a file that can only be read, where writing was asked for.
pub(super) fn write_protected(path: &str) -> Error {
    Error::new(
        ErrorKind::ReadOnly,
        format!("`{path}` is write-protected; mode=ro opens it for reading"),
    )
}

/// Says in words why SQLite could not open the file itself.
pub(super) fn of_opening(error: Error, place: &Place) -> Error {
    let Place::File { path, access, .. } = place else {
        return error.context("opening a database in memory");
    };
    let said = match (error.kind(), access) {
        (ErrorKind::Connect, Access::Create) => Error::new(
            ErrorKind::Connect,
            format!("`{path}` can neither be opened nor made"),
        ),
        // It is there, and a regular file.
        (ErrorKind::Connect, _) => denied(path),
        _ => return error.context(format_args!("opening `{path}`")),
    };
    with_cause(said, error)
}

/// Says in words why SQLite could not read the database.
pub(super) fn of_reading(error: Error, place: &Place) -> Error {
    let Place::File { path, .. } = place else {
        return error.context("opening a database in memory");
    };
    let is_none = error.detail().code.as_deref() == Some("SQLITE_NOTADB");
    let message = match error.kind() {
        ErrorKind::Corrupt if is_none => match Content::of(Path::new(path)) {
            Content::Database => format!("`{path}` is a SQLite database with a damaged header"),
            Content::Text => format!("`{path}` is not a SQLite database: it looks like a text"),
            Content::Noise => format!("`{path}` is not a SQLite database, or it is encrypted"),
            Content::Other => format!("`{path}` is not a SQLite database"),
        },
        ErrorKind::Corrupt => {
            format!("`{path}` is a damaged SQLite database, or part of it is missing")
        }
        ErrorKind::Locked => format!("`{path}` is locked by another connection"),
        ErrorKind::Connect | ErrorKind::ReadOnly => {
            format!(
                "`{path}` needs files beside it, which cannot be opened or made; where nobody writes to it, \
                 immutable=true reads it without them"
            )
        }
        _ => return error.context(format_args!("reading `{path}`")),
    };
    with_cause(Error::new(error.kind(), message), error)
}

/// The error in our words, with SQLite's code and SQLite's own as its source.
fn with_cause(said: Error, cause: Error) -> Error {
    let said = match &cause.detail().code {
        Some(code) => said.with_code(code),
        None => said,
    };
    said.with_source(cause)
}

/// What a file that is no database looks like.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Database,
    Text,
    /// Bytes without any pattern.
    Noise,
    Other,
}

/// What the first bytes of every SQLite database are.
const HEADER: &[u8] = b"SQLite format 3\0";

impl Content {
    /// Judges a file by its first page; an unreadable one is nothing in particular. Only for what SQLite says is no
    /// database, so that there is no session whose locks could be lost.
    fn of(path: &Path) -> Self {
        let mut bytes = Vec::new();
        match File::open(path).and_then(|file| file.take(4096).read_to_end(&mut bytes)) {
            Ok(_) => Self::judge(&bytes),
            Err(_) => Self::Other,
        }
    }

    fn judge(bytes: &[u8]) -> Self {
        if bytes.starts_with(HEADER) {
            return Self::Database;
        }
        let is_text = match std::str::from_utf8(bytes) {
            Ok(_) => true,
            // The page's end may stand inside a character.
            Err(error) => error.error_len().is_none(),
        };
        let is_plain = |byte: &u8| !byte.is_ascii_control() || byte.is_ascii_whitespace();
        if is_text && bytes.iter().all(is_plain) {
            Self::Text
        } else if is_noise(bytes) {
            Self::Noise
        } else {
            Self::Other
        }
    }
}

/// Whether all bytes are about as frequent, as they are where a file is encrypted.
///
/// Pearson's test: of random bytes the sum is 255 on average and practically never above 400; of programs, pictures'
/// headers and documents it is in the thousands.
fn is_noise(bytes: &[u8]) -> bool {
    const FEWEST: usize = 512;
    const MOST: u64 = 400;
    let mut counts = [0_u64; 256];
    for byte in bytes {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let length = bytes.len() as u64;
    let squares: u64 = counts.iter().map(|count| count * count).sum();
    // 256 × Σn² / length − length, without fractions.
    bytes.len() >= FEWEST && 256 * squares < (MOST + length) * length
}

#[cfg(test)]
mod tests {
    use super::Content;

    /// Bytes without a pattern that a test would see: xorshift.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .take(length)
        .collect()
    }

    #[test]
    fn content_is_told_apart() {
        assert_eq!(Content::judge(b"SQLite format 3\0rest"), Content::Database);
        assert_eq!(
            Content::judge("id,name\n1,B\u{e4}r\n".as_bytes()),
            Content::Text
        );
        assert_eq!(Content::judge("aé".as_bytes().split_at(2).0), Content::Text);
        assert_eq!(Content::judge(&noise(4096)), Content::Noise);
        assert_eq!(Content::judge(&noise(1024)), Content::Noise);
        assert_eq!(Content::judge(&noise(100)), Content::Other);
        assert_eq!(Content::judge(&[0; 4096]), Content::Other);
        let program: Vec<u8> = noise(4096).iter().map(|byte| byte & 0x3f).collect();
        assert_eq!(Content::judge(&program), Content::Other);
    }
}
