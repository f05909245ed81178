//! Turns SQLite's errors into the contract's: by extended result code, and by the message where the code says only "error".

mod codes;
mod message;

#[cfg(test)]
mod tests;

use backend_core::error::{Error, ErrorKind, Integrity};
use rusqlite::ffi;

/// The error of a statement; `sql` is its text, to find places in it.
pub(crate) fn classify(error: rusqlite::Error, sql: &str) -> Error {
    match error {
        rusqlite::Error::SqliteFailure(code, ref text) => {
            let text = text
                .clone()
                .unwrap_or_else(|| ffi::code_to_str(code.extended_code).into());
            of_code(code.extended_code, &text).with_source(error)
        }
        rusqlite::Error::SqlInputError {
            error: code,
            ref msg,
            sql: ref part,
            offset,
        } => {
            let found = of_code(code.extended_code, msg);
            let found = match position(sql, part, offset) {
                Some(position) => found.with_position(position),
                None => found,
            };
            found.with_source(error)
        }
        rusqlite::Error::MultipleStatement => several_statements(),
        rusqlite::Error::UserFunctionError(_) => {
            Error::new(ErrorKind::Programming, "a function of the program failed")
                .with_source(error)
        }
        other => Error::new(
            ErrorKind::Internal,
            "the driver answered with an error of its own",
        )
        .with_source(other),
    }
}

/// The error with which a registered function refuses an argument, for SQLite to carry to [`classify`].
pub(crate) fn refused_by_function(message: &str) -> rusqlite::Error {
    // Of an error with words SQLite keeps no code: the words say whose it is.
    let text = format!("{}{message}", message::REFUSED);
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_ERROR), Some(text))
}

/// The refusal of a query that holds more than one statement.
pub(crate) fn several_statements() -> Error {
    Error::new(
        ErrorKind::Interface,
        "the text holds several statements, and a query is one; run them as a batch",
    )
}

/// The error of an extended result code and its message.
fn of_code(code: i32, text: &str) -> Error {
    let error = match code & 0xff {
        ffi::SQLITE_ERROR => message::programming(text),
        ffi::SQLITE_CONSTRAINT => constraint(code, text),
        primary => Error::new(kind(code, primary), text),
    };
    match codes::name(code) {
        Some(name) => error.with_code(name),
        None => error.with_code(code.to_string()),
    }
}

/// The kind of every code but `SQLITE_ERROR` and `SQLITE_CONSTRAINT`.
fn kind(code: i32, primary: i32) -> ErrorKind {
    match primary {
        // A reader's snapshot is too old for its writing: only a new transaction sees the newer one.
        ffi::SQLITE_BUSY if code == ffi::SQLITE_BUSY_SNAPSHOT => ErrorKind::SerializationConflict,
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED | ffi::SQLITE_PROTOCOL => ErrorKind::Locked,
        ffi::SQLITE_READONLY => ErrorKind::ReadOnly,
        ffi::SQLITE_INTERRUPT => ErrorKind::Cancelled,
        ffi::SQLITE_NOTADB | ffi::SQLITE_CORRUPT | ffi::SQLITE_FORMAT => ErrorKind::Corrupt,
        ffi::SQLITE_IOERR if code == ffi::SQLITE_IOERR_CORRUPTFS => ErrorKind::Corrupt,
        ffi::SQLITE_CANTOPEN => ErrorKind::Connect,
        ffi::SQLITE_PERM | ffi::SQLITE_AUTH => ErrorKind::PermissionDenied,
        ffi::SQLITE_FULL
        | ffi::SQLITE_IOERR
        | ffi::SQLITE_NOMEM
        | ffi::SQLITE_NOLFS
        | ffi::SQLITE_SCHEMA
        | ffi::SQLITE_ABORT => ErrorKind::Operational,
        ffi::SQLITE_TOOBIG | ffi::SQLITE_MISMATCH | ffi::SQLITE_RANGE => ErrorKind::Data,
        _ => ErrorKind::Internal,
    }
}

fn constraint(code: i32, text: &str) -> Error {
    let kind = match code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => ErrorKind::Integrity(Integrity::Unique),
        ffi::SQLITE_CONSTRAINT_NOTNULL => ErrorKind::Integrity(Integrity::NotNull),
        ffi::SQLITE_CONSTRAINT_CHECK => ErrorKind::Integrity(Integrity::Check),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ErrorKind::Integrity(Integrity::ForeignKey),
        // `ON DELETE RESTRICT` is a trigger to SQLite.
        ffi::SQLITE_CONSTRAINT_TRIGGER if text == "FOREIGN KEY constraint failed" => {
            ErrorKind::Integrity(Integrity::ForeignKey)
        }
        // A value of another type in a STRICT table: the value is wrong, no constraint has a name.
        ffi::SQLITE_CONSTRAINT_DATATYPE => ErrorKind::Data,
        _ => ErrorKind::Integrity(Integrity::Other),
    };
    message::with_names(Error::new(kind, text), text)
}

/// Where in `sql` the place `offset` of `part` is, in bytes: SQLite reports it within the piece it was reading.
fn position(sql: &str, part: &str, offset: i32) -> Option<usize> {
    let offset = usize::try_from(offset).ok()?;
    let before = [sql, sql.trim_end()]
        .iter()
        .find_map(|text| text.strip_suffix(part))?;
    Some(before.len() + offset)
}
