//! Reads a database and prints its models: as Rust structs, or as JSON with every fact.
//!
//! ```text
//! inspectdb shop.sqlite3
//! inspectdb --format json shop.sqlite3 customer order
//! inspectdb --check --output src/models.rs shop.sqlite3
//! ```
//!
//! The standard output holds the models and nothing else. Everything a person is told stands on the standard error: numbered
//! warnings, names that had to become others, and one line of summary. [`Exit`] says how a run ended. One object that cannot be
//! read, or not be said in Rust, never costs the rest: it stays in the output with what could be read, and a warning.
//!
//! What becomes of names, types and relations, and what is a comment and what a warning, is told in `docs/inspectdb.md`.
//!
//! # Other vendors
//! The command knows the vendors of this project, each a feature of this crate, all on by default. One that knows others is three
//! lines, and asks for no feature:
//!
//! ```no_run
//! use backend_core::registry::Registry;
//!
//! fn main() -> std::process::ExitCode {
//!     let mut registry = Registry::new();
//!     match registry.register(&toy_backend::BACKEND) {
//!         Ok(()) => inspectdb::main(&registry),
//!         Err(_) => std::process::ExitCode::FAILURE,
//!     }
//! }
//! ```
//!
//! # What is not here
//! No catalog query: those are the vendors', behind [`Introspection`](backend_core::introspection::Introspection). No vendor's
//! name either, but in one file.

mod args;
mod backends;
mod check;
mod crossing;
mod diff;
mod exit;
mod field_types;
mod inspect;
mod messages;
mod naming;
mod output;
mod progress;
mod region;
mod relations;
mod render;
mod select;
mod shell;
mod text;
mod wait;

use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;
use std::time::Instant;

use backend_core::introspection::Warning;
use backend_core::registry::Registry;

pub use crate::backends::registry;
pub use crate::exit::Exit;

use crate::args::{Arguments, Asked, Format};
use crate::check::Difference;
use crate::crossing::Target;
use crate::exit::Failure;
use crate::inspect::Inspection;
use crate::messages::{Level, Messages};
use crate::output::Outcome;
use crate::render::Rendering;
use crate::select::{Filters, Selection};
use crate::text::count;

/// Runs the command of this process: its arguments, its streams, and a sign of life where these are a terminal.
#[must_use]
pub fn main(registry: &Registry) -> ExitCode {
    let shows_progress = io::stderr().is_terminal();
    let ended = run_with(
        registry,
        std::env::args_os(),
        &mut io::stdout().lock(),
        &mut io::stderr(),
        (Caller::Process, shows_progress),
    );
    ExitCode::from(match ended {
        Ended::Exit(exit) => exit.code(),
        Ended::Shell(code) => code,
    })
}

/// Whose process this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// The command's own: a shell can take its place.
    Process,
    /// That of a program that goes on afterwards.
    Program,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Exit(Exit),
    /// With the code of the shell that was started.
    Shell(u8),
}

/// Runs the command with these arguments, the program's name first: models to `stdout`, everything else to `stderr`.
///
/// A shell is started on the streams of this process and waited for; it ended with [`Exit::Other`] if not with 0.
///
/// # Example
/// ```
/// use backend_core::registry::Registry;
/// use backend_core::sql::Statement;
/// use inspectdb::Exit;
///
/// # futures_executor::block_on(async {
/// let settings = toy_backend::BACKEND.settings("toy:shop")?;
/// let mut connection = toy_backend::BACKEND.connect(&settings).await?;
/// connection.execute(&Statement::new("CREATE TABLE artist (id, name)")).await?;
///
/// let mut registry = Registry::new();
/// registry.register(&toy_backend::BACKEND)?;
/// let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
/// let exit = inspectdb::run(
///     &registry,
///     ["inspectdb", "toy:shop"].map(Into::into),
///     &mut stdout,
///     &mut stderr,
/// );
/// assert_eq!(exit, Exit::Success);
/// assert!(String::from_utf8_lossy(&stdout).contains("pub struct Artist {"));
/// assert!(String::from_utf8_lossy(&stderr).starts_with("1 table, 0 views, 0 foreign keys, "));
/// # Ok::<(), backend_core::error::Error>(())
/// # }).unwrap();
/// ```
pub fn run(
    registry: &Registry,
    arguments: impl IntoIterator<Item = OsString>,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Exit {
    let asked = (Caller::Program, false);
    match run_with(registry, arguments, stdout, stderr, asked) {
        Ended::Exit(exit) => exit,
        Ended::Shell(0) => Exit::Success,
        Ended::Shell(_) => Exit::Other,
    }
}

fn run_with(
    registry: &Registry,
    arguments: impl IntoIterator<Item = OsString>,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
    (caller, shows_progress): (Caller, bool),
) -> Ended {
    let result = args::parse(arguments).and_then(|asked| match asked {
        Asked::Run(arguments) => {
            inspect_and_print(registry, &arguments, stdout, stderr, shows_progress).map(Ended::Exit)
        }
        Asked::Diff(arguments) => {
            diff::compare(registry, &arguments, stdout, stderr).map(Ended::Exit)
        }
        Asked::Shell(arguments) => shell::start(registry, &arguments, caller, stdout, stderr),
        Asked::Print(text) => output::print(stdout, &text).map(|()| Ended::Exit(Exit::Success)),
    });
    result.unwrap_or_else(|failure| {
        Messages::new(stderr, Level::Quiet).error(&failure.message);
        Ended::Exit(failure.exit)
    })
}

fn inspect_and_print(
    registry: &Registry,
    arguments: &Arguments,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
    shows_progress: bool,
) -> Result<Exit, Failure> {
    let start = Instant::now();
    let filters = Filters::new(arguments)?;
    let target = arguments.target.as_deref();
    let target = target
        .map(|target| Target::parse(registry, target))
        .transpose()?;
    let shows_progress = shows_progress && !arguments.quiet;
    let inspection = progress::during(shows_progress, || {
        inspect::inspect(registry, &arguments.database, &arguments.schema)
    })?;
    let selection = filters.apply(&inspection.snapshot)?;
    let rendering = render(arguments, &selection, &inspection, target.as_ref())?;

    let mut messages = Messages::new(stderr, Level::from(arguments));
    messages.detail(&format!(
        "{} ({}), connected in {} ms, read in {} ms",
        inspection.server,
        inspection.backend.vendor,
        inspection.connecting.as_millis(),
        inspection.reading.as_millis()
    ));
    deliver(arguments, &rendering, stdout, &mut messages)?;
    let warnings: Vec<&Warning> = selection
        .warnings
        .iter()
        .chain(&rendering.warnings)
        .collect();
    messages.warnings(warnings.iter().copied());
    if !rendering.unsaid.is_empty() {
        let unsaid = rendering.unsaid.join(", ");
        messages.note(&format!("in doc comments alone: {unsaid}"));
    }
    messages.renames(&rendering.renames);
    let queries = usize::try_from(inspection.snapshot.queries).unwrap_or(usize::MAX);
    let counts = [
        count(selection.schema.tables.len(), "table", "tables"),
        count(selection.schema.views.len(), "view", "views"),
        count(rendering.foreign_keys, "foreign key", "foreign keys"),
        count(warnings.len(), "warning", "warnings"),
        count(queries, "query", "queries"),
    ];
    messages.note(&format!(
        "{}, {} ms",
        counts.join(", "),
        start.elapsed().as_millis()
    ));
    Ok(if arguments.strict && !warnings.is_empty() {
        Exit::Warnings
    } else {
        Exit::Success
    })
}

fn render(
    arguments: &Arguments,
    selection: &Selection,
    inspection: &Inspection,
    target: Option<&Target>,
) -> Result<Rendering, Failure> {
    match arguments.format {
        Format::Rust => {
            let operations = inspection.dialect.operations;
            Ok(render::rust::render(
                selection,
                operations,
                &arguments.into(),
            ))
        }
        Format::Json => {
            render::json::render(selection, inspection.backend.vendor, &inspection.server)
        }
        Format::Sql => {
            let own = Target {
                backend: inspection.backend,
                dialect: inspection.dialect.clone(),
            };
            let target = target.unwrap_or(&own);
            Ok(render::sql::render(selection, inspection.backend, target))
        }
    }
}

/// Prints, writes or compares, as was asked for.
fn deliver(
    arguments: &Arguments,
    rendering: &Rendering,
    stdout: &mut dyn Write,
    messages: &mut Messages<'_>,
) -> Result<(), Failure> {
    let Some(path) = arguments.output_path() else {
        return output::print(stdout, &rendering.text);
    };
    let shown = path.display();
    // Reading a pipe would wait for somebody who writes; why a file cannot be read is told by what compares or replaces it.
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let file = Some(path).filter(|_| is_file).map(fs::read_to_string);
    let text = match file {
        Some(Ok(file)) => region::renewed(&file, &rendering.text).ok_or_else(|| {
            let message = format!(
                "{shown} was not written by inspectdb, or lacks one of the two lines around what was: remove it, or name another file"
            );
            Failure::new(Exit::Other, message)
        })?,
        _ => rendering.text.clone(),
    };
    if !arguments.check {
        match output::write(path, &text)? {
            Outcome::Written => messages.detail(&format!("wrote {shown}")),
            Outcome::Unchanged => messages.detail(&format!("{shown} was up to date")),
        }
        return Ok(());
    }
    let differs = |how| {
        let message = format!("{shown} is {how}; run without --check to write it");
        Err(Failure::new(Exit::Differs, message))
    };
    match check::compare(path, &text)? {
        Difference::None => {
            messages.detail(&format!("{shown} is up to date"));
            Ok(())
        }
        Difference::Missing => differs("missing"),
        Difference::Lines(lines) => {
            messages.lines(&lines);
            differs("out of date")
        }
    }
}
