//! [`DriverError`]: what an error of the server has as its source.

use std::fmt;

use tokio_postgres::error::DbError;

/// The driver's error, with all that the server said of it: the [`source`](std::error::Error::source) of an error.
///
/// A server's detail can show values of rows, and a context can show parameters. So neither is in `Display` or `Debug`, and
/// this ends the chain of sources; who wants them asks [`driver`](Self::driver).
///
/// # Example
/// ```
/// use std::error::Error as _;
///
/// /// The server's detail, such as `Key (id)=(1) already exists.`
/// fn detail(error: &backend_core::error::Error) -> Option<String> {
///     let cause = error.source()?.downcast_ref::<backend_postgres::DriverError>()?;
///     Some(cause.driver().as_db_error()?.detail()?.to_owned())
/// }
/// ```
pub struct DriverError(tokio_postgres::Error);

impl DriverError {
    pub(crate) const fn new(error: tokio_postgres::Error) -> Self {
        Self(error)
    }

    /// The driver's error itself. It shows values of rows.
    #[must_use]
    pub const fn driver(&self) -> &tokio_postgres::Error {
        &self.0
    }

    fn said(&self) -> Option<&DbError> {
        self.0.as_db_error()
    }
}

/// The code, and the server's hint.
impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(said) = self.said() else {
            return fmt::Display::fmt(&self.0, f);
        };
        write!(f, "SQLSTATE {}", said.code().code())?;
        match said.hint() {
            Some(hint) => write!(f, ", with the hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("DriverError");
        match self.said() {
            Some(said) => out
                .field("severity", &said.severity())
                .field("code", &said.code().code())
                .field("hint", &said.hint())
                .field("routine", &said.routine()),
            None => out.field("message", &self.0.to_string()),
        };
        out.finish_non_exhaustive()
    }
}

impl std::error::Error for DriverError {}
