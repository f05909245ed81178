//! Turns the driver's errors into the contract's: by SQLSTATE, which is the same in every language of the server's messages.

mod driver;
mod kind;
mod message;

#[cfg(test)]
mod tests;

use backend_core::error::{Error, ErrorKind};
use tokio_postgres::error::{DbError, ErrorPosition, Severity, SqlState};

pub use self::driver::DriverError;
pub(crate) use self::kind::kind_of;

/// Whether this side asked the server to stop a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Nobody knows.
    Unknown,
    /// Nobody here did: what stopped it is a limit of time, or an administrator.
    NotAsked,
}

/// Turns the driver's error into the core's; `sql` is the statement that its position is in.
pub(crate) fn classify(error: tokio_postgres::Error, sql: &str) -> Error {
    classify_after(error, sql, Stop::Unknown)
}

/// The same, for who knows whether a request to stop the statement was sent: the server has one code for that and for a limit
/// of time, and words that are in its own language.
pub(crate) fn classify_after(error: tokio_postgres::Error, sql: &str, stop: Stop) -> Error {
    if let Some(said) = error.as_db_error() {
        return of_server(said, sql, stop).with_source(DriverError::new(error));
    }
    let (kind, message) = of_driver(&error);
    let said = Error::new(kind, message);
    let Some(source) = error.into_source() else {
        return said;
    };
    match source.downcast::<Error>() {
        // A conversion of a value says itself what was wrong.
        Ok(own) => *own,
        Err(source) => said.with_source(source),
    }
}

/// What the server said, in the core's words and without the values of rows.
fn of_server(said: &DbError, sql: &str, stop: Stop) -> Error {
    let is_end = matches!(
        said.parsed_severity(),
        Some(Severity::Fatal | Severity::Panic)
    );
    let kind = if is_end {
        ErrorKind::ConnectionLost
    } else if *said.code() == SqlState::QUERY_CANCELED {
        message::interruption(said.message(), stop)
    } else {
        kind_of(said.code())
    };
    with_details(Error::new(kind, message::shown(said, sql)), said, sql)
}

/// Adds what the server says in fields of their own.
fn with_details(mut error: Error, said: &DbError, sql: &str) -> Error {
    error = error.with_code(said.code().code());
    if let Some(constraint) = said.constraint() {
        error = error.with_constraint(constraint);
    }
    if let Some(table) = said.table() {
        error = error.with_table(table);
    }
    if let Some(column) = said.column() {
        error = error.with_column(column);
    }
    match said.position() {
        Some(ErrorPosition::Original(position)) => match byte_position(sql, *position) {
            Some(position) => error.with_position(position),
            None => error,
        },
        // A place in the text of a function is none in the statement.
        Some(ErrorPosition::Internal { .. }) | None => error,
    }
}

/// The place in bytes from 0 of a place in characters from 1.
fn byte_position(sql: &str, position: u32) -> Option<usize> {
    let before = usize::try_from(position.checked_sub(1)?).ok()?;
    match sql.char_indices().nth(before) {
        Some((index, _)) => Some(index),
        // What is missing at the end is at the end.
        None if !sql.is_empty() && sql.chars().count() == before => Some(sql.len()),
        None => None,
    }
}

/// The kinds of the driver's own errors. It keeps them to itself, apart from their words.
fn of_driver(error: &tokio_postgres::Error) -> (ErrorKind, String) {
    if error.is_closed() {
        let message = "the session is lost: its connection was closed";
        return (ErrorKind::ConnectionLost, message.to_owned());
    }
    let words = error.to_string();
    let lost = |reason: &str| {
        let message = format!("the session is lost: {reason}");
        (ErrorKind::ConnectionLost, message)
    };
    match words.as_str() {
        "error communicating with the server" => lost("the server does not answer any more"),
        "unexpected message from server" | "error parsing response from server" => {
            lost("the server's answer cannot be understood")
        }
        "error performing TLS handshake" => lost("there is no encrypted connection"),
        "error connecting to server" => (
            ErrorKind::Connect,
            "the server cannot be reached".to_owned(),
        ),
        "timeout waiting for server" => (ErrorKind::Timeout, "the server took too long".to_owned()),
        _ if words.starts_with("error serializing parameter") => (
            ErrorKind::Data,
            "a parameter does not fit the type that the server expects".to_owned(),
        ),
        _ if words.starts_with("error deserializing column") => (
            ErrorKind::Data,
            "a column is of another type than was asked for".to_owned(),
        ),
        _ if words.starts_with("expected") && words.contains("parameters") => {
            (ErrorKind::Interface, words)
        }
        "error encoding message to server" => (
            ErrorKind::Interface,
            "a text for the server is too long or contains the character U+0000".to_owned(),
        ),
        _ => (ErrorKind::Internal, words),
    }
}
