//! [`DriverError`]: what an error of the server has as its source.

use std::fmt;

use crate::driver::{Failure, ServerMessage};

/// What the server said, with all of it, or how else the session failed: the [`source`](std::error::Error::source) of an error.
///
/// A server's message can quote values of rows. So it is in neither `Display` nor `Debug`; who wants it asks
/// [`message`](Self::message).
///
/// # Example
/// ```
/// use std::error::Error as _;
///
/// /// The server's own words, such as those that name the value of a duplicate key.
/// fn words(error: &backend_core::error::Error) -> Option<String> {
///     let cause = error.source()?.downcast_ref::<backend_mssql::DriverError>()?;
///     Some(cause.message()?.to_owned())
/// }
/// ```
pub struct DriverError(Failure);

impl DriverError {
    pub(crate) const fn new(failure: Failure) -> Self {
        Self(failure)
    }

    const fn said(&self) -> Option<&ServerMessage> {
        match &self.0 {
            Failure::Server(said) => Some(said),
            _ => None,
        }
    }

    /// The number of the server's message, as in `sys.messages`.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.said().map(|said| said.number)
    }

    /// Its severity.
    #[must_use]
    pub fn severity(&self) -> Option<u8> {
        self.said().map(|said| said.class)
    }

    /// Its state, which tells places apart that raise the same number.
    #[must_use]
    pub fn state(&self) -> Option<u8> {
        self.said().map(|said| said.state)
    }

    /// The line of the statement, or of the procedure, from 1.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        self.said().map(|said| said.line)
    }

    /// The procedure or trigger that it comes from.
    #[must_use]
    pub fn procedure(&self) -> Option<&str> {
        let said = self.said()?;
        Some(said.procedure.as_str()).filter(|name| !name.is_empty())
    }

    /// The server's text. It can show values of rows.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.said().map(|said| said.message.as_str())
    }
}

/// The number, severity and state.
impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("DriverError");
        match self.said() {
            Some(said) => out
                .field("number", &said.number)
                .field("severity", &said.class)
                .field("state", &said.state)
                .field("line", &said.line)
                .field("procedure", &said.procedure),
            None => out.field("message", &self.0.to_string()),
        };
        out.finish_non_exhaustive()
    }
}

impl std::error::Error for DriverError {}
