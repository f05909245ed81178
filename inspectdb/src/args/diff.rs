//! `inspectdb diff`: what may be asked for.

use std::path::PathBuf;

use clap::{ArgAction, Parser, ValueEnum};

/// Prints the changes that make one database what another is; changes nothing in either
#[derive(Debug, Clone, Parser)]
#[command(name = "diff", max_term_width = 100, disable_help_flag = true)]
pub(crate) struct DiffArguments {
    /// The database as it is: a URL, a path, or what --format json printed, in a file whose name ends in .json
    #[arg(value_name = "A")]
    pub(crate) before: String,
    /// The database as it shall be, likewise
    #[arg(value_name = "B")]
    pub(crate) after: String,

    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "changes")]
    pub(crate) format: DiffFormat,
    /// Write to a file, whole or not at all; `-` is the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// A table, column, index or constraint that is there under another name: `artist=musician`, `artist.name=full_name`
    #[arg(long, value_name = "OLD=NEW")]
    pub(crate) rename: Vec<String>,
    /// Only these schemas
    #[arg(long, value_name = "SCHEMA", value_delimiter = ',')]
    pub(crate) schema: Vec<String>,

    /// Say nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Print this help
    #[arg(short, long, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// A line for each change; `!` marks those that lose data
    Changes,
    /// The steps, with why, locks, and what is written anew or lost
    Plan,
    /// A script that makes A what B is
    Sql,
    /// Changes and steps, for programs
    Json,
}
