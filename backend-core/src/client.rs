//! [`Client`]: the vendor's own shell, as a command that is started on a database.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::process::{Command, ExitStatus};

use crate::error::{Error, ErrorKind, Result};
use crate::settings::{Secret, Settings};

/// Knows the vendor's own shell.
///
/// A vendor without one implements nothing.
///
/// # Example
/// ```
/// use backend_core::error::ErrorKind;
///
/// let toy = &toy_backend::BACKEND;
/// let error = toy.client_command(&toy.settings("toy:music")?, &[]).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::NotSupported(None));
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[doc(alias = "DatabaseClient")]
pub trait Client: Send + Sync {
    /// The shell on that database, with `arguments` of the caller's after those that lead there. Nothing is started or contacted.
    ///
    /// The session of the shell MUST be the one that [`Connector::connect`](crate::connector::Connector::connect) would open:
    /// the same database, user and rights, and whatever of the options the shell can be told. What it cannot be told of
    /// those that were set is said with [`unheeded`](ClientCommand::unheeded). A secret MUST stand in a variable and nowhere
    /// else, as everybody on a machine can read the arguments of a program.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where the vendor has no shell, or another program cannot reach this database;
    /// as the session's for what can be known beforehand, such as a file that is missing.
    fn command(&self, settings: &Settings, arguments: &[OsString]) -> Result<ClientCommand> {
        let _ = (settings, arguments);
        Err(Error::new(
            ErrorKind::NotSupported(None),
            "this database has no shell of its own",
        ))
    }
}

/// A command that starts a vendor's shell, not started yet.
///
/// `Display` and `Debug` show it as one would type it, with `***` in place of the variables' values.
///
/// # Example
/// ```
/// use backend_core::client::ClientCommand;
///
/// let command = ClientCommand::new("shell", "it comes with the server")
///     .arguments(["--database=music"])
///     .variable("SHELL_PASSWORD", "correct horse");
/// assert_eq!(command.to_string(), "SHELL_PASSWORD=*** shell --database=music");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCommand {
    program: OsString,
    installation: &'static str,
    arguments: Vec<OsString>,
    /// `None` is a variable that the shell must not see, whatever this process has.
    environment: BTreeMap<&'static str, Option<Secret>>,
    unheeded: Vec<&'static str>,
}

impl ClientCommand {
    /// A command of that program, found as the system finds programs. `installation` tells somebody who lacks it how to come by it.
    pub fn new(program: impl Into<OsString>, installation: &'static str) -> Self {
        Self {
            program: program.into(),
            installation,
            arguments: Vec::new(),
            environment: BTreeMap::new(),
            unheeded: Vec::new(),
        }
    }

    /// Adds arguments; never a secret.
    #[must_use]
    pub fn arguments(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets a variable for the program.
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: impl Into<Secret>) -> Self {
        self.environment.insert(name, Some(value.into()));
        self
    }

    /// Keeps a variable of this process from the program, which would take it for a setting.
    #[must_use]
    pub fn without_variable(mut self, name: &'static str) -> Self {
        self.environment.insert(name, None);
        self
    }

    /// Notes an option that was set and that the shell cannot be told of.
    #[must_use]
    pub fn without_option(mut self, name: &'static str) -> Self {
        self.unheeded.push(name);
        self
    }

    /// The options that were set and that the shell cannot be told of, for whoever starts it to say so.
    #[must_use]
    pub fn unheeded(&self) -> &[&'static str] {
        &self.unheeded
    }

    /// The command as the standard library has it, to be started in some other way; it holds the secrets.
    #[must_use]
    pub fn to_command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value.expose()),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// Starts the shell on this process's input, output and terminal, and waits until it ends.
    ///
    /// A key that interrupts reaches both processes, as they share the terminal: a caller who would be ended by it uses
    /// [`replace_process`](Self::replace_process), or sees to it first.
    ///
    /// # Errors
    /// [`DoesNotExist`](ErrorKind::DoesNotExist) where the program is not installed, with what to install;
    /// [`PermissionDenied`](ErrorKind::PermissionDenied) or [`Operational`](ErrorKind::Operational) where it cannot be started.
    pub fn run(&self) -> Result<ExitStatus> {
        self.to_command()
            .status()
            .map_err(|error| self.not_started(error))
    }

    /// Puts the shell in the place of this process, where the system can, so that signals, terminal and exit code are the shell's
    /// own; elsewhere as [`run`](Self::run). Where it can, this returns only the failure, and no destructor runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn replace_process(&self) -> Result<ExitStatus> {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            Err(self.not_started(self.to_command().exec()))
        }
        #[cfg(not(unix))]
        self.run()
    }

    fn not_started(&self, error: io::Error) -> Error {
        let program = self.program.to_string_lossy();
        match error.kind() {
            io::ErrorKind::NotFound => Error::new(
                ErrorKind::DoesNotExist,
                format!(
                    "the program `{program}` is not installed; {}",
                    self.installation
                ),
            ),
            io::ErrorKind::PermissionDenied => Error::new(
                ErrorKind::PermissionDenied,
                format!("this user may not start the program `{program}`"),
            ),
            _ => Error::new(
                ErrorKind::Operational,
                format!("the program `{program}` cannot be started"),
            ),
        }
        .with_source(error)
    }
}

/// What a process returns that stands for another one: its code, or 128 and the number of the signal that ended it.
#[must_use]
pub fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    let code = {
        use std::os::unix::process::ExitStatusExt as _;
        status
            .code()
            .or_else(|| status.signal().map(|signal| 128 + signal))
    };
    #[cfg(not(unix))]
    let code = status.code();
    code.and_then(|code| u8::try_from(code).ok())
        .unwrap_or(u8::MAX)
}

impl fmt::Display for ClientCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.environment {
            if value.is_some() {
                write!(f, "{name}=*** ")?;
            }
        }
        write!(f, "{}", quoted(&self.program))?;
        for argument in &self.arguments {
            write!(f, " {}", quoted(argument))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ClientCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An argument in quotes where a person who types it needs them.
fn quoted(argument: &OsString) -> String {
    let text = argument.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "-_=./,:@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.into_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{ClientCommand, exit_code};
    use crate::error::ErrorKind;

    #[test]
    fn what_is_shown_holds_no_secret_and_can_be_typed() {
        let command = ClientCommand::new("shell", "install it")
            .variable("PASSWORD", "correct horse")
            .without_variable("HOST")
            .arguments(["--db=it's", "", "a b"]);
        let typed = r"PASSWORD=*** shell '--db=it'\''s' '' 'a b'";
        assert_eq!(command.to_string(), typed);
        assert_eq!(format!("{command:?}"), typed);
    }

    #[test]
    fn variables_are_set_and_removed() {
        let command = ClientCommand::new("shell", "install it")
            .variable("PASSWORD", "correct horse")
            .without_variable("HOST")
            .to_command();
        let variables: Vec<_> = command
            .get_envs()
            .map(|(name, value)| {
                (
                    name.to_str().unwrap(),
                    value.map(|text| text.to_str().unwrap()),
                )
            })
            .collect();
        assert_eq!(
            variables,
            [("HOST", None), ("PASSWORD", Some("correct horse"))]
        );
    }

    #[test]
    fn a_missing_program_says_what_to_install() {
        let error = ClientCommand::new("no-such-shell-anywhere", "it comes with the server")
            .run()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DoesNotExist);
        assert_eq!(
            error.to_string(),
            "the program `no-such-shell-anywhere` is not installed; it comes with the server"
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_code_of_the_shell_is_passed_on() {
        let code = |script: &str| {
            let command = ClientCommand::new("sh", "every system has it").arguments(["-c", script]);
            exit_code(command.run().unwrap())
        };
        assert_eq!(code("exit 7"), 7);
        assert_eq!(code("kill -TERM $$"), 143);
    }
}
