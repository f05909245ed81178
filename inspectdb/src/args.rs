//! The command line: what may be asked for, and which askings contradict each other.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use backend_core::settings::redact;
use clap::error::ErrorKind;
use clap::{ArgAction, CommandFactory as _, FromArgMatches as _, Parser, ValueEnum};

use crate::exit::{Exit, Failure};

const EXAMPLES: &str = "\
Examples:
  inspectdb shop.sqlite3
  inspectdb --format json shop.sqlite3 customer order
  inspectdb --exclude 'audit_*' --output src/models.rs shop.sqlite3
  inspectdb --check --output src/models.rs shop.sqlite3";

/// Reads a database and prints its models; creates and changes nothing in it
#[derive(Debug, Clone, Parser)]
#[command(
    name = "inspectdb",
    version,
    max_term_width = 100,
    disable_help_flag = true
)]
pub(crate) struct Arguments {
    /// The database: a URL, or the path of a file
    #[arg(value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database: String,
    /// Only these tables and views, by name or by schema.name
    #[arg(value_name = "TABLE")]
    pub(crate) tables: Vec<String>,

    /// What to print
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "rust",
        help_heading = "Output"
    )]
    pub(crate) format: Format,
    /// Write to a file, whole or not at all; `-` is the standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Write nothing; say whether the file of --output is what would be written
    #[arg(long, requires = "output", help_heading = "Output")]
    pub(crate) check: bool,

    /// Only these schemas
    #[arg(
        long,
        value_name = "SCHEMA",
        value_delimiter = ',',
        help_heading = "What to read"
    )]
    pub(crate) schema: Vec<String>,
    /// Only tables and views that match; `*`, `?`, `[a-z]` and `{a,b}`, over name and schema.name
    #[arg(long, value_name = "GLOB", help_heading = "What to read")]
    pub(crate) include: Vec<String>,
    /// Not those that match; wins over --include and names
    #[arg(long, value_name = "GLOB", help_heading = "What to read")]
    pub(crate) exclude: Vec<String>,
    /// Whether views are read
    #[arg(
        long,
        value_name = "WHICH",
        default_value = "yes",
        help_heading = "What to read"
    )]
    pub(crate) views: Views,
    /// List partitions beside the tables that they are parts of; JSON has them always
    #[arg(long, help_heading = "What to read")]
    pub(crate) partitions: bool,

    /// The names of fields: Rust's own style, or the column's as far as Rust can spell it
    #[arg(
        long,
        value_name = "CASE",
        default_value = "snake",
        help_heading = "Rust models"
    )]
    pub(crate) case: Case,
    /// Name structs in the singular, taking the names of tables for English
    #[arg(long, help_heading = "Rust models")]
    pub(crate) singular: bool,
    /// Crates whose types hold dates, decimals, UUIDs and JSON, which are text otherwise; `backend` is this project's own, and reads rows
    #[arg(
        long,
        value_name = "CRATE",
        value_delimiter = ',',
        default_value = "std",
        help_heading = "Rust models"
    )]
    pub(crate) types: Vec<TypeSource>,
    /// Derive these too, beside `Debug`, `Clone` and `PartialEq`
    #[arg(
        long,
        value_name = "TRAIT",
        value_delimiter = ',',
        help_heading = "Rust models"
    )]
    pub(crate) derive: Vec<String>,
    /// Leave out the database's own comments
    #[arg(long, help_heading = "Rust models")]
    pub(crate) no_comments: bool,
    /// Leave out relations
    #[arg(long, help_heading = "Rust models")]
    pub(crate) no_relations: bool,

    /// Let warnings make the exit code 1
    #[arg(long, help_heading = "Messages")]
    pub(crate) strict: bool,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Messages")]
    pub(crate) quiet: bool,
    /// Say every change of a name, and what was connected to
    #[arg(short, long, help_heading = "Messages")]
    pub(crate) verbose: bool,

    /// Print this help
    #[arg(short, long, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One struct a table or view
    Rust,
    /// Every fact, for programs
    Json,
}

/// Whether views are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Views {
    /// Tables and views
    Yes,
    /// Only tables
    No,
    /// Only views
    Only,
}

/// How fields are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Case {
    /// As the column, as far as Rust can spell it
    Keep,
    /// Words in lower case with `_` between
    Snake,
}

/// Where a type comes from that the standard library lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum TypeSource {
    /// Nowhere: such values are text
    Std,
    /// Everything, with `FromRow` for each struct
    #[value(name = "backend")]
    Backend,
    /// Dates and times
    Chrono,
    /// Dates and times
    Time,
    /// Dates, times and intervals
    Jiff,
    /// UUIDs
    Uuid,
    /// Decimals of up to 28 digits
    RustDecimal,
    /// Decimals
    #[value(name = "bigdecimal")]
    BigDecimal,
    /// JSON
    SerdeJson,
}

impl TypeSource {
    fn name(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To inspect.
    Run(Box<Arguments>),
    /// To print this and end: help or version.
    Print(String),
}

/// Reads the command line, the program's name first.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, Failure> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut command = Arguments::command().after_help(after_help());
    let parsed = command
        .try_get_matches_from_mut(&arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    match parsed {
        Ok(parsed) => {
            parsed.check()?;
            Ok(Asked::Run(Box::new(parsed)))
        }
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            Ok(Asked::Print(error.render().to_string()))
        }
        Err(error) => Err(Failure::usage(one_line(&error, &arguments))),
    }
}

fn after_help() -> String {
    let codes: Vec<_> = Exit::ALL
        .iter()
        .map(|exit| format!("  {}  {}", exit.code(), exit.meaning()))
        .collect();
    format!("{EXAMPLES}\n\nExit codes:\n{}", codes.join("\n"))
}

/// The parser's complaint in one line, with nothing in it that could be a password: a URL may stand where it does not belong.
fn one_line(error: &clap::Error, arguments: &[OsString]) -> String {
    let text = error.render().to_string();
    let lines = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:"));
    let lines: Vec<_> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("For more information"))
        .map(|line| {
            line.trim_start_matches("error: ")
                .trim_start_matches("tip: ")
        })
        .collect();
    let mut message = lines.join("; ").replace(":; ", ": ");
    for argument in arguments.iter().filter_map(|argument| argument.to_str()) {
        // Also the value of `--option=value`.
        for part in [
            Some(argument),
            argument.split_once('=').map(|(_, value)| value),
        ] {
            if let Some(part) = part.filter(|part| part.contains(':') || part.contains('@')) {
                message = message.replace(part, &redact(part));
            }
        }
    }
    format!("{message}; see --help")
}

impl Arguments {
    fn check(&self) -> Result<(), Failure> {
        if self.database.is_empty() {
            return Err(Failure::usage(
                "the URL is empty; write a URL, or the path of a file",
            ));
        }
        if self.check && self.output_path().is_none() {
            return Err(Failure::usage("--check compares with a file, not with `-`"));
        }
        if self.format != Format::Rust
            && let Some(option) = self.rust_option()
        {
            return Err(Failure::usage(format!(
                "{option} is for --format rust only"
            )));
        }
        if let Some((one, other)) = self.contradicting_types() {
            let (one, other) = (one.name(), other.name());
            return Err(Failure::usage(format!(
                "--types can be {one} or {other}, not both"
            )));
        }
        match self.derive.iter().find(|path| !is_path(path)) {
            Some(path) => {
                let message =
                    format!("--derive takes paths such as serde::Serialize, not {path:?}");
                Err(Failure::usage(message))
            }
            None => Ok(()),
        }
    }

    /// The file to write to; `None` for the standard output.
    pub(crate) fn output_path(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    fn rust_option(&self) -> Option<&'static str> {
        [
            ("--case", self.case != Case::Snake),
            ("--singular", self.singular),
            ("--types", self.types != [TypeSource::Std]),
            ("--derive", !self.derive.is_empty()),
            ("--no-comments", self.no_comments),
            ("--no-relations", self.no_relations),
            ("--partitions", self.partitions),
        ]
        .into_iter()
        .find_map(|(name, given)| given.then_some(name))
    }

    /// Two sources of the same type, or `std` beside another.
    fn contradicting_types(&self) -> Option<(TypeSource, TypeSource)> {
        const DATES: [TypeSource; 3] = [TypeSource::Chrono, TypeSource::Time, TypeSource::Jiff];
        const DECIMALS: [TypeSource; 2] = [TypeSource::RustDecimal, TypeSource::BigDecimal];
        for group in [&DATES[..], &DECIMALS[..]] {
            let mut given = group.iter().filter(|source| self.types.contains(source));
            if let (Some(one), Some(other)) = (given.next(), given.next()) {
                return Some((*one, *other));
            }
        }
        let other = self
            .types
            .iter()
            .find(|source| **source != TypeSource::Std)?;
        self.types
            .contains(&TypeSource::Std)
            .then_some((TypeSource::Std, *other))
    }
}

/// Whether the text is a path of identifiers, such as `serde::Serialize`.
fn is_path(text: &str) -> bool {
    let is_identifier = |part: &str| {
        let mut characters = part.chars();
        let first = characters
            .next()
            .is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c));
        first && characters.all(unicode_ident::is_xid_continue)
    };
    text.strip_prefix("::")
        .unwrap_or(text)
        .split("::")
        .all(is_identifier)
}

#[cfg(test)]
mod tests {
    use super::{Arguments, Asked, Failure, parse};
    use crate::exit::Exit;

    fn read(line: &str) -> Result<Arguments, Failure> {
        let words = std::iter::once("inspectdb").chain(line.split_whitespace());
        match parse(words.map(Into::into))? {
            Asked::Run(arguments) => Ok(*arguments),
            Asked::Print(text) => panic!("{text}"),
        }
    }

    #[test]
    fn refusals_are_one_line_and_say_what_is_wrong() {
        for (line, part) in [
            ("db --colour", "'--colour'"),
            ("db --format yaml", "[possible values: rust, json]"),
            ("db --check", "--output"),
            ("db --check -o -", "--check compares with a file"),
            (
                "db --format json --singular",
                "--singular is for --format rust",
            ),
            ("db --types chrono,time", "chrono or time, not both"),
            ("db --types std,uuid", "std or uuid, not both"),
            ("db --derive serde::Serialize,a-b", "\"a-b\""),
            ("db -q -v", "'--quiet'"),
        ] {
            let failure = read(line).expect_err(line);
            assert_eq!(failure.exit, Exit::Usage, "{line}");
            assert!(
                failure.message.contains(part),
                "{line}: {}",
                failure.message
            );
            assert!(
                !failure.message.contains('\n'),
                "{line}: {}",
                failure.message
            );
        }
    }

    #[test]
    fn a_password_in_the_wrong_place_is_not_repeated() {
        for line in [
            "db --format db://ann:secret@host",
            "--formt=db://ann:secret@host db",
        ] {
            let failure = read(line).expect_err(line);
            assert!(!failure.message.contains("secret"), "{}", failure.message);
        }
    }

    #[test]
    fn help_lists_the_exit_codes() {
        let Asked::Print(help) = parse(["inspectdb".into(), "--help".into()]).unwrap() else {
            panic!("no help");
        };
        for exit in Exit::ALL {
            assert!(
                help.contains(&format!("  {}  {}", exit.code(), exit.meaning())),
                "{help}"
            );
        }
    }
}
