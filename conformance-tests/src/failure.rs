//! [`Failure`]: why a case fails, with the place in the suite; and the assertions that make one.

use std::fmt;
use std::panic::Location;

use backend_core::error::{Error, ErrorKind};
use backend_core::model::Schema;
use backend_core::schema_editor::Interrupted;

use crate::case::Outcome;

/// Why a case fails.
#[derive(Debug)]
pub struct Failure {
    message: String,
    place: &'static Location<'static>,
    error: Option<Error>,
    /// Whether it is no failure: nothing could be shown.
    shows_nothing: bool,
}

impl Failure {
    /// A failure with one sentence that says what was expected and what was found.
    #[must_use]
    #[track_caller]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: Location::caller(),
            error: None,
            shows_nothing: false,
        }
    }

    /// The end of a case that has nothing to show at this server, for a reason that is no flag's: it has no such limit, it knows
    /// no such collation. The case counts as not run, with the reason, and never as passed.
    #[must_use]
    #[track_caller]
    pub fn not_shown(reason: impl Into<String>) -> Self {
        Self {
            shows_nothing: true,
            ..Self::new(reason)
        }
    }

    /// Why nothing could be shown; `None` where the case fails.
    #[must_use]
    pub fn nothing_shown(&self) -> Option<&str> {
        self.shows_nothing.then_some(self.message.as_str())
    }

    /// The same failure, with where it arose before it: in which of many.
    #[must_use]
    pub(crate) fn within(mut self, place: impl fmt::Display) -> Self {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// The error of the backend that ended the case, where one did.
    #[must_use]
    pub const fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }
}

impl From<Error> for Failure {
    /// An error where none was expected.
    #[track_caller]
    fn from(error: Error) -> Self {
        Self {
            message: describe(&error),
            place: Location::caller(),
            error: Some(error),
            shows_nothing: false,
        }
    }
}

impl From<Interrupted> for Failure {
    #[track_caller]
    fn from(interrupted: Interrupted) -> Self {
        Error::from(interrupted).into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n  at {}:{}",
            self.message,
            self.place.file(),
            self.place.line()
        )
    }
}

/// An error with its kind, its details and its causes.
pub(crate) fn describe(error: &Error) -> String {
    let mut text = match error.kind() {
        // What a vendor has not written yet says it all itself.
        ErrorKind::NotSupported(None) => error.to_string(),
        kind => format!("{kind:?}: {error}"),
    };
    if let Some(sql) = error.sql() {
        let head: String = sql.chars().take(400).collect();
        text.push_str(&format!("\n  in {head}"));
    }
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(&format!("\n  caused by: {next}"));
        cause = next.source();
    }
    text
}

/// Demands that `condition` holds; `message` says what holds otherwise.
#[track_caller]
pub(crate) fn expect(condition: bool, message: impl FnOnce() -> String) -> Outcome {
    if condition {
        Ok(())
    } else {
        Err(Failure::new(message()))
    }
}

/// Demands that `found` is `expected`.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a case writes what it found in place"
)]
#[track_caller]
pub(crate) fn expect_eq<A, E>(what: &str, found: A, expected: E) -> Outcome
where
    A: PartialEq<E> + fmt::Debug,
    E: fmt::Debug,
{
    if found == expected {
        return Ok(());
    }
    let (found, expected) = (shortened(&found), shortened(&expected));
    Err(Failure::new(format!(
        "{what}\n  expected {expected}\n  found    {found}"
    )))
}

/// Demands a schema that holds nothing.
#[track_caller]
pub(crate) fn expect_empty(what: &str, schema: &Schema) -> Outcome {
    expect(schema.is_empty(), || {
        format!(
            "{what}\n  expected nothing\n  found    {}",
            shortened(schema)
        )
    })
}

/// Demands an error of that kind, and gives it for further questions.
#[track_caller]
pub(crate) fn expect_error<T: fmt::Debug>(
    what: &str,
    result: Result<T, Error>,
    kind: ErrorKind,
) -> Result<Error, Failure> {
    match result {
        Err(error) if error.kind() == kind => Ok(error),
        Err(error) => {
            let found = describe(&error);
            Err(Failure::new(format!(
                "{what}\n  expected an error of kind {kind:?}\n  found {found}"
            )))
        }
        Ok(value) => {
            let found = shortened(&value);
            Err(Failure::new(format!(
                "{what}\n  expected an error of kind {kind:?}\n  found {found}"
            )))
        }
    }
}

/// The debug form, cut where it is too long to read.
fn shortened(value: &impl fmt::Debug) -> String {
    const MOST: usize = 600;
    let text = format!("{value:?}");
    let length = text.chars().count();
    if length <= MOST {
        return text;
    }
    let head: String = text.chars().take(MOST).collect();
    format!("{head}… ({length} characters)")
}

#[cfg(test)]
mod tests {
    use backend_core::error::{Error, ErrorKind};

    use super::{Failure, expect_eq, expect_error};

    #[test]
    fn a_failure_says_where_in_the_suite_it_arose() {
        fn fails() -> Result<(), Failure> {
            Err(Error::new(ErrorKind::Data, "too long").with_sql("SELECT 1"))?;
            Ok(())
        }
        let failure = fails().unwrap_err();
        let text = failure.to_string();
        assert!(
            text.starts_with("Data: too long\n  in SELECT 1\n  at "),
            "{text}"
        );
        assert!(text.contains("failure.rs"), "{text}");
        assert_eq!(failure.error().unwrap().kind(), ErrorKind::Data);
    }

    #[test]
    fn assertions_show_both_sides() {
        let text = expect_eq("the sum", 1, 2).unwrap_err().to_string();
        assert!(
            text.starts_with("the sum\n  expected 2\n  found    1\n"),
            "{text}"
        );
        let error = || Err::<(), _>(Error::new(ErrorKind::Data, "x"));
        assert!(expect_error("it", error(), ErrorKind::Data).is_ok());
        assert!(expect_error("it", error(), ErrorKind::Internal).is_err());
        assert!(expect_error("it", Ok(()), ErrorKind::Data).is_err());
        assert!(
            expect_eq("long", "x".repeat(2_000), "y")
                .unwrap_err()
                .to_string()
                .len()
                < 1_000
        );
    }
}
