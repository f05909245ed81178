//! `tidy`: the rules of this project that no compiler checks.
//!
//! Every rule is a pure function from a [`Sources`] to [`Finding`]s; only [`Tree::read`] touches the disk. What a rule
//! allows is data with its reason, in `data.rs`; the order of the core's modules is read from `ARCHITECTURE.md`, so that
//! the document and the check cannot differ.

mod data;
mod dependencies;
mod drivers;
mod harness;
mod layers;
mod lexer;
mod mirror;
mod modules;
mod night;
mod paths;
mod plan;
mod shape;
mod sources;
mod tree;
mod vendors;
mod versions;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

pub use sources::Sources;
pub use tree::Tree;

/// One breach of one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the workspace, with `/` on every system.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The rule's name.
    pub rule: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    fn new(path: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            rule,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}: {}: {}",
            self.path, self.line, self.rule, self.message
        )
    }
}

/// Every breach of every rule, by file and line.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let sources = Sources::new(tree);
    let rules: [fn(&Sources<'_>) -> Vec<Finding>; 12] = [
        layers::check,
        shape::check,
        modules::check,
        mirror::check,
        vendors::check,
        drivers::check,
        versions::check,
        paths::check,
        plan::check,
        night::check,
        harness::check,
        dependencies::check,
    ];
    let mut findings: Vec<Finding> = rules.iter().flat_map(|rule| rule(&sources)).collect();
    findings.sort();
    findings.dedup();
    findings
}

/// Checks the workspace at `root` and prints what it finds; `false` says that there was something.
///
/// # Errors
/// When the tree cannot be read, or `out` cannot be written.
pub fn run(root: &Path, verbose: bool, out: &mut dyn Write) -> io::Result<bool> {
    let tree = Tree::read(root)?;
    let findings = check(&tree);
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    let long = shape::past_the_aim(&tree);
    if verbose {
        for (path, lines) in &long {
            writeln!(out, "{path}: {lines} lines, past the aim of {}", shape::AIM)?;
        }
    }
    let count = findings.len();
    let noun = if count == 1 { "finding" } else { "findings" };
    writeln!(
        out,
        "tidy: {count} {noun}, {} files past the aim of {} lines",
        long.len(),
        shape::AIM
    )?;
    Ok(findings.is_empty())
}

#[cfg(test)]
mod tests;
