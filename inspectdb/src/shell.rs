//! `inspectdb shell`: the vendor's own shell on a database.

use std::io::Write;

use backend_core::client::exit_code;
use backend_core::registry::Registry;

use crate::args::ShellArguments;
use crate::exit::{Exit, Failure};
use crate::messages::{Level, Messages};
use crate::{Caller, Ended, output};

/// Starts the shell, in the place of this process where that is the command's own.
pub(crate) fn start(
    registry: &Registry,
    arguments: &ShellArguments,
    caller: Caller,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<Ended, Failure> {
    let (backend, settings) = registry.resolve(&arguments.database)?;
    let command = backend.client_command(&settings, &arguments.arguments)?;
    if arguments.print {
        output::print(stdout, &format!("{command}\n"))?;
        return Ok(Ended::Exit(Exit::Success));
    }
    let mut messages = Messages::new(stderr, Level::Normal);
    for option in command.unheeded() {
        messages.note(&format!(
            "the option {option} is not heeded: this shell has no such thing"
        ));
    }
    let status = match caller {
        Caller::Process => command.replace_process(),
        Caller::Program => command.run(),
    };
    // That a program is missing tells nothing of the database.
    let status = status.map_err(|error| Failure::new(Exit::Other, error.to_string()))?;
    Ok(Ended::Shell(exit_code(status)))
}
