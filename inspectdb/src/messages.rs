//! What a person is told, on the stream that is not the output: warnings, new names, a summary, an error. One line each.

use std::io::Write;

use backend_core::introspection::Warning;

use crate::args::Arguments;
use crate::render::Rename;
use crate::text::{one_line, shortened};

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Errors.
    Quiet,
    /// Warnings, names that must be looked up, the summary.
    Normal,
    /// All new names, and what was connected to.
    Verbose,
}

impl From<&Arguments> for Level {
    fn from(arguments: &Arguments) -> Self {
        match (arguments.quiet, arguments.verbose) {
            (true, _) => Self::Quiet,
            (_, true) => Self::Verbose,
            _ => Self::Normal,
        }
    }
}

/// Tells it. That nobody listens is no reason to fail.
pub(crate) struct Messages<'w> {
    stream: &'w mut dyn Write,
    level: Level,
}

impl<'w> Messages<'w> {
    pub(crate) fn new(stream: &'w mut dyn Write, level: Level) -> Self {
        Self { stream, level }
    }

    /// Why a run ended without output.
    pub(crate) fn error(&mut self, message: &str) {
        self.say(Level::Quiet, &format!("error: {}", shortened(message)));
    }

    /// A line for those who asked for details.
    pub(crate) fn detail(&mut self, message: &str) {
        self.say(Level::Verbose, message);
    }

    /// A line for all but the quiet.
    pub(crate) fn note(&mut self, message: &str) {
        self.say(Level::Normal, message);
    }

    /// The warnings, numbered from 1.
    pub(crate) fn warnings<'i>(&mut self, warnings: impl Iterator<Item = &'i Warning>) {
        for (number, warning) in (1..).zip(warnings) {
            self.note(&format!("warning {number}: {warning}"));
        }
    }

    /// Each new name once: those that must be looked up, the others too where details are asked for.
    pub(crate) fn renames(&mut self, renames: &[Rename]) {
        for Rename {
            what,
            identifier,
            is_same_name,
        } in renames
        {
            let level = if *is_same_name {
                Level::Verbose
            } else {
                Level::Normal
            };
            self.say(level, &format!("renamed: {what} is `{identifier}`"));
        }
    }

    /// Lines as they are, such as those of a difference.
    pub(crate) fn lines(&mut self, text: &str) {
        text.lines().for_each(|line| self.say(Level::Normal, line));
    }

    fn say(&mut self, level: Level, line: &str) {
        if level <= self.level {
            let _ = writeln!(self.stream, "{}", one_line(line));
        }
    }
}
