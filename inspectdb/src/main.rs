//! The command: this tool's vendors, the process's arguments, a terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    match inspectdb::registry() {
        Ok(registry) => inspectdb::main(&registry),
        Err(_) => ExitCode::FAILURE,
    }
}
