//! `inspectdb shell`: what may be asked for.

use std::ffi::OsString;

use clap::{ArgAction, Parser};

/// Starts the database's own shell on it, with a password in its environment and nowhere else
#[derive(Debug, Clone, Parser)]
#[command(name = "shell", max_term_width = 100, disable_help_flag = true)]
pub(crate) struct ShellArguments {
    /// The database: a URL, or the path of a file
    #[arg(value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database: String,
    /// What the shell itself is told, after `--`
    #[arg(value_name = "ARGS", last = true)]
    pub(crate) arguments: Vec<OsString>,
    /// Print the command, with `***` for the values of variables, and start nothing
    #[arg(long)]
    pub(crate) print: bool,
    /// Print this help
    #[arg(short, long, action = ArgAction::HelpShort)]
    help: Option<bool>,
}
