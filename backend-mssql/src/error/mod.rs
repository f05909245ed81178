//! Turns the driver's failures into the contract's errors: by the number of the server's message, which is the same in every
//! language.

mod driver;
mod kind;
mod message;
mod names;

#[cfg(test)]
pub(crate) mod tests;

use backend_core::error::{Error, ErrorKind};

pub use self::driver::DriverError;
pub(crate) use self::kind::{BABELFISH, kind_of};
use self::names::names_of;
use crate::driver::{Failure, ServerMessage, Stop};

/// Turns a failure into the core's error; `sql` is the statement that failed, whose words may be shown.
pub(crate) fn classify(failure: Failure, sql: &str) -> Error {
    let error = match &failure {
        Failure::Server(said) => of_server(said, sql),
        other => {
            let (kind, message) = of_driver(other);
            Error::new(kind, message)
        }
    };
    let error = if sql.is_empty() {
        error
    } else {
        error.with_sql(sql)
    };
    error.with_source(DriverError::new(failure))
}

/// What the server said, in the core's words and without the values of rows.
fn of_server(said: &ServerMessage, sql: &str) -> Error {
    let kind = kind_of(said);
    let mut error =
        Error::new(kind, message::shown(said, kind, sql)).with_code(said.number.to_string());
    let names = names_of(said);
    if let Some(constraint) = names.constraint {
        error = error.with_constraint(constraint);
    }
    if let Some(table) = names.table {
        error = error.with_table(table);
    }
    if let Some(column) = names.column {
        error = error.with_column(column);
    }
    error
}

/// What is wrong on this side of the server.
fn of_driver(failure: &Failure) -> (ErrorKind, String) {
    match failure {
        Failure::Stopped(Stop::TimedOut) => (
            ErrorKind::Timeout,
            "the statement ran longer than it may, and was stopped".to_owned(),
        ),
        Failure::Stopped(Stop::Cancelled | Stop::Abandoned) => (
            ErrorKind::Cancelled,
            "the statement was cancelled".to_owned(),
        ),
        Failure::Input(message) => (
            ErrorKind::Data,
            format!("a value cannot be sent to the server: {message}"),
        ),
        Failure::Lost { message, .. } => (
            ErrorKind::ConnectionLost,
            format!("the session with the server has ended: {message}"),
        ),
        Failure::Protocol(message) => (
            ErrorKind::Internal,
            format!("the server's answer is not what the driver expects: {message}"),
        ),
        Failure::Routing { .. } | Failure::Tls(_) | Failure::Server(_) => {
            (ErrorKind::Connect, failure.to_string())
        }
    }
}
