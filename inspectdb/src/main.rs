//! The command: this tool's vendors, the process's arguments, a terminal.

use std::process::ExitCode;

// The model of a large database is many small pieces, which the system's allocator asks for anew each time.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match inspectdb::registry() {
        Ok(registry) => inspectdb::main(&registry),
        Err(_) => ExitCode::FAILURE,
    }
}
