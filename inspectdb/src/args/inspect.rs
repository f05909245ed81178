//! Inspecting: what may be asked for, and which askings contradict each other.

use std::path::{Path, PathBuf};

use clap::{ArgAction, Parser, ValueEnum};

use crate::exit::Failure;

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
    /// With --format sql: for another vendor, or another version; each loss is a warning
    #[arg(long = "for", value_name = "VENDOR[:VERSION]", help_heading = "Output")]
    pub(crate) target: Option<String>,
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
    /// List partitions beside the tables that they are parts of; JSON and SQL have them always
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
    /// The statements that make the schema again in an empty database
    Sql,
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

impl Arguments {
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.check && self.output_path().is_none() {
            return Err(Failure::usage("--check compares with a file, not with `-`"));
        }
        if self.format != Format::Sql && self.target.is_some() {
            return Err(Failure::usage("--for is for --format sql only"));
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
