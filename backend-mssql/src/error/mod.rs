//! Turns the driver's failures into the contract's errors: by the number of the server's message.

use backend_core::error::{Error, ErrorKind};

use crate::driver::{Failure, Stop};

/// Turns a failure into the core's error; `sql` is the statement that failed.
pub(crate) fn classify(failure: Failure, sql: &str) -> Error {
    let kind = match &failure {
        Failure::Server(_) => ErrorKind::Programming,
        Failure::Stopped(Stop::TimedOut) => ErrorKind::Timeout,
        Failure::Stopped(Stop::Cancelled | Stop::Abandoned) => ErrorKind::Cancelled,
        Failure::Input(_) => ErrorKind::Data,
        Failure::Routing { .. } | Failure::Tls(_) => ErrorKind::Connect,
        Failure::Lost(_) => ErrorKind::ConnectionLost,
        Failure::Protocol(_) => ErrorKind::Internal,
    };
    let message = match failure {
        Failure::Server(said) => said.message,
        other => other.to_string(),
    };
    Error::new(kind, message).with_sql(sql)
}
