//! How a run ends: [`Exit`], the codes that scripts branch on, and [`Failure`], an exit with its one line.

use std::fmt;

use backend_core::error::{Error, ErrorKind};

/// How a run ended. The numbers are part of the command's contract and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Exit {
    /// Everything was printed; there may have been warnings.
    Success = 0,
    /// There were warnings and `--strict` was given. Everything was printed.
    Warnings = 1,
    /// An option, an argument or the URL is wrong. Nothing was opened.
    Usage = 2,
    /// With `--check`: the file is not what would be written. With `diff`: there is a difference, which was printed.
    Differs = 3,
    /// There is no such database or file, or it cannot be reached.
    NoDatabase = 4,
    /// What is there is not a database, or it is damaged or encrypted.
    NotADatabase = 5,
    /// Somebody else has locked the database.
    Locked = 6,
    /// The database or the system refuses this user.
    Denied = 7,
    /// A name or pattern matches no table and no view.
    NoMatch = 8,
    /// Anything else.
    Other = 9,
}

impl Exit {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Success,
        Self::Warnings,
        Self::Usage,
        Self::Differs,
        Self::NoDatabase,
        Self::NotADatabase,
        Self::Locked,
        Self::Denied,
        Self::NoMatch,
        Self::Other,
    ];

    /// The number that the process returns.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// What it means, in a few words: a line of `--help`.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Success => "done, maybe with warnings",
            Self::Warnings => "done with warnings, and --strict was given",
            Self::Usage => "an option, an argument or the URL is wrong",
            Self::Differs => {
                "--check: the file is out of date or missing; diff: there is a difference"
            }
            Self::NoDatabase => "no such database or file, or it cannot be reached",
            Self::NotADatabase => "not a database, damaged or encrypted",
            Self::Locked => "the database is locked",
            Self::Denied => "user, password or permission refused",
            Self::NoMatch => "a name or pattern matches no table and no view",
            Self::Other => "anything else",
        }
    }
}

/// A run that ended without output: how, and the one line that says why.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Puts words before the message: what was being done.
    pub(crate) fn context(mut self, doing: impl fmt::Display) -> Self {
        self.message = format!("{doing}: {}", self.message);
        self
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match error.kind() {
            ErrorKind::Configuration | ErrorKind::NotSupported(_) => Exit::Usage,
            ErrorKind::DoesNotExist | ErrorKind::Connect => Exit::NoDatabase,
            ErrorKind::Corrupt => Exit::NotADatabase,
            ErrorKind::Locked => Exit::Locked,
            ErrorKind::Authentication | ErrorKind::PermissionDenied => Exit::Denied,
            _ => Exit::Other,
        };
        Self::new(exit, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind, Exit, Failure};

    #[test]
    fn codes_count_from_nought_and_each_says_something_else() {
        for (code, exit) in (0..).zip(Exit::ALL) {
            assert_eq!(exit.code(), code);
        }
        let mut meanings: Vec<_> = Exit::ALL.iter().map(|exit| exit.meaning()).collect();
        meanings.sort_unstable();
        meanings.dedup();
        assert_eq!(meanings.len(), Exit::ALL.len());
    }

    #[test]
    fn an_error_becomes_the_exit_of_its_kind() {
        let exit = |kind| Failure::from(Error::new(kind, "x")).exit;
        assert_eq!(exit(ErrorKind::Configuration), Exit::Usage);
        assert_eq!(exit(ErrorKind::Corrupt), Exit::NotADatabase);
        assert_eq!(exit(ErrorKind::Authentication), Exit::Denied);
        assert_eq!(exit(ErrorKind::Internal), Exit::Other);
    }
}
