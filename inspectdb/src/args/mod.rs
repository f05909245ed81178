//! The command line: what may be asked for.

mod diff;
mod inspect;
mod shell;

use std::ffi::OsString;

use backend_core::settings::redact;
use clap::error::ErrorKind;
use clap::{Command, CommandFactory as _, FromArgMatches as _};

pub(crate) use self::diff::{DiffArguments, DiffFormat};
pub(crate) use self::inspect::{Arguments, Case, Format, TypeSource, Views};
pub(crate) use self::shell::ShellArguments;
use crate::exit::{Exit, Failure};

const EXAMPLES: &str = "\
Examples:
  inspectdb shop.sqlite3
  inspectdb --format json shop.sqlite3 customer order
  inspectdb --exclude 'audit_*' --output src/models.rs shop.sqlite3
  inspectdb --check --output src/models.rs shop.sqlite3
  inspectdb --format sql --for VENDOR:VERSION shop.sqlite3
  inspectdb diff live.sqlite3 new.sqlite3
  inspectdb shell shop.sqlite3";

const DIFF_EXAMPLES: &str = "\
Examples:
  inspectdb diff live.sqlite3 new.sqlite3
  inspectdb diff --rename artist.name=full_name --format sql live.sqlite3 new.sqlite3
  inspectdb diff schema.json live.sqlite3        in CI: is the database what was agreed on?

Exit codes: 0 where there is no difference, 3 where there is one; otherwise those of `inspectdb --help`.";

const SHELL_EXAMPLES: &str = "\
Examples:
  inspectdb shell shop.sqlite3
  inspectdb shell shop.sqlite3 -- 'select count(*) from customer'
  inspectdb shell --print shop.sqlite3

The exit code is the shell's own; where it cannot be started, it is one of `inspectdb --help`.";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To inspect.
    Run(Box<Arguments>),
    /// To compare two databases.
    Diff(DiffArguments),
    /// To start the database's own shell.
    Shell(ShellArguments),
    /// To print this and end: help or version.
    Print(String),
}

/// Reads the command line, the program's name first.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, Failure> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = command()
        .try_get_matches_from(&arguments)
        .and_then(|matches| match matches.subcommand() {
            Some(("diff", matches)) => DiffArguments::from_arg_matches(matches).map(Asked::Diff),
            Some((_, matches)) => ShellArguments::from_arg_matches(matches).map(Asked::Shell),
            None => Arguments::from_arg_matches(&matches).map(|it| Asked::Run(Box::new(it))),
        });
    match parsed {
        Ok(asked) => {
            asked.check()?;
            Ok(asked)
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

/// The whole command line. Only its first word can be a subcommand, so that `./shell` and a table called `shell` are no trouble.
fn command() -> Command {
    Arguments::command()
        .after_help(after_help())
        .subcommand(DiffArguments::command().after_help(DIFF_EXAMPLES))
        .subcommand(ShellArguments::command().after_help(SHELL_EXAMPLES))
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
}

impl Asked {
    fn check(&self) -> Result<(), Failure> {
        let databases: &[&String] = match self {
            Self::Run(arguments) => {
                arguments.check()?;
                &[&arguments.database]
            }
            Self::Diff(arguments) => &[&arguments.before, &arguments.after],
            Self::Shell(arguments) => &[&arguments.database],
            Self::Print(_) => &[],
        };
        if databases.iter().any(|database| database.is_empty()) {
            return Err(Failure::usage(
                "the URL is empty; write a URL, or the path of a file",
            ));
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::{Arguments, Asked, Failure, parse};
    use crate::exit::Exit;

    fn read(line: &str) -> Result<Arguments, Failure> {
        let words = std::iter::once("inspectdb").chain(line.split_whitespace());
        match parse(words.map(Into::into))? {
            Asked::Run(arguments) => Ok(*arguments),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn refusals_are_one_line_and_say_what_is_wrong() {
        for (line, part) in [
            ("db --colour", "'--colour'"),
            ("db --format yaml", "[possible values: rust, json, sql]"),
            ("db --check", "--output"),
            ("db --check -o -", "--check compares with a file"),
            (
                "db --format json --singular",
                "--singular is for --format rust",
            ),
            ("db --types chrono,time", "chrono or time, not both"),
            ("db --types std,uuid", "std or uuid, not both"),
            ("db --derive serde::Serialize,a-b", "\"a-b\""),
            ("db --for x", "--for is for --format sql"),
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
