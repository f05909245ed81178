//! The command: `query-tour [URL]`, a database in memory by default.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal"
)]

use std::process::ExitCode;

const USAGE: &str = "usage: query-tour [URL]
URL: sqlite:music.db?mode=rwc, postgres://user@localhost/database,
mssql://user:password@localhost/database; by default sqlite::memory:";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let url = match arguments.as_slice() {
        [] => "sqlite::memory:",
        [only] if matches!(only.as_str(), "-h" | "--help") => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [only] if !only.starts_with('-') => only,
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match query_tour::run(url) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(next) = cause {
                eprintln!("  because {next}");
                cause = next.source();
            }
            ExitCode::FAILURE
        }
    }
}
