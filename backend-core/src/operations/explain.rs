//! [`ExplainOptions`] and [`Explanation`]: how a server would carry a statement out, as data.

use std::fmt;

use super::Dialect;
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::sql::Statement;
use crate::value::{NativeContent, Value};

/// The form of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ExplainFormat {
    /// Lines for people, in the server's words.
    #[default]
    Text,
    /// A JSON document.
    Json,
    /// An XML document.
    Xml,
    /// A YAML document.
    Yaml,
}

impl ExplainFormat {
    /// The flag without which there is no such form; plain text needs none but that of explaining.
    #[must_use]
    pub const fn flag(self) -> Flag {
        match self {
            Self::Text => Flag::supports_explain,
            Self::Json => Flag::supports_explain_json,
            Self::Xml => Flag::supports_explain_xml,
            Self::Yaml => Flag::supports_explain_yaml,
        }
    }
}

/// Whether a statement is carried out to be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ExplainExecution {
    /// It is only planned: nothing happens.
    #[default]
    Planned,
    /// It is carried out and measured, in a block that is undone: rows stay as they were. What a rollback does not undo, such as
    /// the numbers that sequences gave, stays done.
    ///
    /// # Requires
    /// `supports_explaining_query_execution`, `supports_transactions`.
    Undone,
    /// It is carried out and measured, and what it did stays: an explained `DELETE` deletes.
    ///
    /// # Requires
    /// `supports_explaining_query_execution`.
    Kept,
}

/// What an explanation can tell beside the plan itself.
///
/// There is none for a plan without values of parameters: a statement always carries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExplainDetail {
    /// Output columns, schemas of tables, names of triggers.
    Verbose,
    /// Estimated costs and numbers of rows; there unless asked not to be.
    Costs,
    /// Settings of the server that bear on plans and are not as the server came.
    Settings,
    /// Pages that were read and written. Only of a statement that is carried out.
    Buffers,
    /// What it costs to write the result for the network. Only of a statement that is carried out.
    Serialization,
    /// What was written to the write-ahead log. Only of a statement that is carried out.
    Wal,
    /// The time of each step; there unless asked not to be. Only of a statement that is carried out.
    Timing,
    /// The time of planning, and of the whole.
    Summary,
    /// The memory that planning took.
    Memory,
}

impl ExplainDetail {
    /// The flag without which it cannot be told.
    #[must_use]
    pub const fn flag(self) -> Flag {
        match self {
            Self::Wal => Flag::supports_explain_wal,
            Self::Serialization => Flag::supports_explain_serialization,
            Self::Memory => Flag::supports_explain_memory,
            _ => Flag::supports_explain_details,
        }
    }

    const fn is_of_execution(self) -> bool {
        matches!(
            self,
            Self::Buffers | Self::Serialization | Self::Wal | Self::Timing
        )
    }
}

/// How a statement is to be explained.
///
/// # Example
/// ```
/// use backend_core::operations::{ExplainDetail, ExplainFormat, ExplainOptions};
///
/// let options = ExplainOptions::new()
///     .format(ExplainFormat::Json)
///     .with(ExplainDetail::Verbose)
///     .without(ExplainDetail::Costs);
/// assert_eq!(options.details(), [(ExplainDetail::Verbose, true), (ExplainDetail::Costs, false)]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExplainOptions {
    format: ExplainFormat,
    execution: ExplainExecution,
    details: Vec<(ExplainDetail, bool)>,
}

impl ExplainOptions {
    /// The plan as text, with what the server tells by itself.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            format: ExplainFormat::Text,
            execution: ExplainExecution::Planned,
            details: Vec::new(),
        }
    }

    /// Sets the form.
    #[must_use]
    pub const fn format(mut self, format: ExplainFormat) -> Self {
        self.format = format;
        self
    }

    /// Sets whether the statement is carried out.
    #[must_use]
    pub const fn execution(mut self, execution: ExplainExecution) -> Self {
        self.execution = execution;
        self
    }

    /// Asks for a detail.
    #[must_use]
    pub fn with(self, detail: ExplainDetail) -> Self {
        self.set(detail, true)
    }

    /// Asks to leave a detail out.
    #[must_use]
    pub fn without(self, detail: ExplainDetail) -> Self {
        self.set(detail, false)
    }

    fn set(mut self, detail: ExplainDetail, on: bool) -> Self {
        self.details.retain(|(other, _)| *other != detail);
        self.details.push((detail, on));
        self
    }

    /// The form that was asked for.
    #[must_use]
    pub const fn wanted_format(&self) -> ExplainFormat {
        self.format
    }

    /// Whether the statement is to be carried out.
    #[must_use]
    pub const fn wanted_execution(&self) -> ExplainExecution {
        self.execution
    }

    /// The details that were asked for or asked to be left out, in that order, each once.
    #[must_use]
    pub fn details(&self) -> &[(ExplainDetail, bool)] {
        &self.details
    }

    /// Refuses what the server cannot tell, and what makes no sense together.
    fn check(&self, features: &Features) -> Result<()> {
        features.require(Flag::supports_explain)?;
        features.require(self.format.flag())?;
        let runs = self.execution != ExplainExecution::Planned;
        if runs {
            features.require(Flag::supports_explaining_query_execution)?;
        }
        if self.execution == ExplainExecution::Undone {
            features.require(Flag::supports_transactions)?;
        }
        for (detail, on) in &self.details {
            features.require(detail.flag())?;
            if *on && detail.is_of_execution() && !runs {
                return Err(refusal(
                    "this is only known of a statement that is carried out: set the execution too",
                ));
            }
        }
        Ok(())
    }
}

fn refusal(message: &str) -> Error {
    Error::new(ErrorKind::Interface, message)
}

impl Dialect {
    /// The statement that asks the server how it would carry another one out. [`Connection::explain`] sends it.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) with the flag for what the server cannot tell;
    /// [`Interface`](ErrorKind::Interface) for options that contradict each other.
    ///
    /// [`Connection::explain`]: crate::connection::Connection::explain
    pub fn explain(&self, statement: &Statement, options: &ExplainOptions) -> Result<Statement> {
        options.check(&self.features)?;
        self.operations.explain(self, statement, options)
    }
}

/// How a server would carry a statement out, or did.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// The form of the text.
    pub format: ExplainFormat,
    /// The explanation, as the server gave it; where it gave a tree, a line a step, indented.
    pub text: String,
    /// The steps of the plan as a tree: of a text for people, and of JSON. None of another document that this backend does not read;
    /// what else a document says is in the text alone.
    pub steps: Vec<PlanStep>,
}

impl Explanation {
    /// An explanation in the server's own words.
    #[must_use]
    pub const fn new(format: ExplainFormat, text: String) -> Self {
        Self {
            format,
            text,
            steps: Vec::new(),
        }
    }

    /// An explanation made of steps, with a line for each.
    #[must_use]
    pub fn of_steps(steps: Vec<PlanStep>) -> Self {
        let mut lines = Vec::new();
        for step in &steps {
            step.write(0, &mut lines);
        }
        Self {
            format: ExplainFormat::Text,
            text: lines.join("\n"),
            steps,
        }
    }

    /// Tells the steps beside the text.
    #[must_use]
    pub fn with_steps(mut self, steps: Vec<PlanStep>) -> Self {
        self.steps = steps;
        self
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A step of a plan, and those that feed it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlanStep {
    /// What is done, in the server's words.
    pub detail: String,
    /// The table or view whose rows it reads or changes, without its schema, where the server says that apart.
    pub relation: Option<String>,
    /// What the server expects of it, where it says that apart.
    pub estimate: Option<PlanEstimate>,
    /// The steps whose rows it takes, in the server's order.
    pub children: Vec<Self>,
}

/// What a server expects of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PlanEstimate {
    /// The rows that it gives.
    pub rows: f64,
    /// What it costs, with all that feeds it, in a unit of the server's own.
    pub cost: f64,
}

impl PlanEstimate {
    /// So many rows at that cost.
    #[must_use]
    pub const fn new(rows: f64, cost: f64) -> Self {
        Self { rows, cost }
    }
}

impl PlanStep {
    /// A step that nothing feeds.
    #[must_use]
    pub fn new(detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
            relation: None,
            estimate: None,
            children: Vec::new(),
        }
    }

    /// Sets the table or view whose rows it reads or changes.
    #[must_use]
    pub fn with_relation(mut self, relation: impl Into<String>) -> Self {
        self.relation = Some(relation.into());
        self
    }

    /// Sets what the server expects of it.
    #[must_use]
    pub const fn with_estimate(mut self, estimate: PlanEstimate) -> Self {
        self.estimate = Some(estimate);
        self
    }

    /// Sets the steps whose rows it takes.
    #[must_use]
    pub fn with_children(mut self, children: Vec<Self>) -> Self {
        self.children = children;
        self
    }

    fn write(&self, depth: usize, lines: &mut Vec<String>) {
        lines.push(format!("{}{}", "  ".repeat(depth), self.detail));
        for child in &self.children {
            child.write(depth + 1, lines);
        }
    }

    /// A tree of steps that come each after the one it feeds, with how deep each stands.
    #[must_use]
    pub fn tree(steps: impl IntoIterator<Item = (usize, String)>) -> Vec<Self> {
        let mut roots = Self::new("");
        let mut open: Vec<usize> = Vec::new();
        for (depth, detail) in steps {
            while open.last().is_some_and(|last| *last >= depth) {
                open.pop();
            }
            roots.push(open.len(), detail);
            open.push(depth);
        }
        roots.children
    }

    /// Adds a step so many levels below the last children.
    fn push(&mut self, below: usize, detail: String) {
        if below > 0
            && let Some(last) = self.children.last_mut()
        {
            return last.push(below - 1, detail);
        }
        self.children.push(Self::new(detail));
    }
}

/// The explanation of rows whose first cells are its text, a line or the whole document each.
///
/// # Errors
/// [`Internal`](ErrorKind::Internal) where one is no text.
pub fn text_explanation(options: &ExplainOptions, rows: &[Vec<Value>]) -> Result<Explanation> {
    let lines = rows.iter().map(|row| match row.first() {
        Some(Value::Text(text) | Value::Json(text)) => Ok(&**text),
        Some(Value::Native(native)) => match &native.content {
            NativeContent::Text(text) => Ok(&**text),
            NativeContent::Bytes(_) => Err(no_text()),
        },
        _ => Err(no_text()),
    });
    let lines = lines.collect::<Result<Vec<&str>>>()?;
    Ok(Explanation::new(options.format, lines.join("\n")))
}

fn no_text() -> Error {
    Error::new(
        ErrorKind::Internal,
        "the server explained the statement by something that is no text",
    )
}

#[cfg(test)]
mod tests {
    use super::{ExplainDetail, ExplainExecution, ExplainFormat, ExplainOptions, PlanStep};
    use crate::error::ErrorKind;
    use crate::features::Features;
    use crate::flag::Flag;

    fn all() -> Features {
        let mut features = Features::MINIMAL;
        for info in Flag::ALL {
            features.set(info.flag, true);
        }
        features
    }

    #[test]
    fn what_the_server_cannot_tell_is_refused_by_its_flag() {
        let plain = ExplainOptions::new;
        let run = || plain().execution(ExplainExecution::Kept);
        for (options, flag) in [
            (plain(), Flag::supports_explain),
            (
                plain().format(ExplainFormat::Json),
                Flag::supports_explain_json,
            ),
            (
                plain().format(ExplainFormat::Xml),
                Flag::supports_explain_xml,
            ),
            (
                plain().format(ExplainFormat::Yaml),
                Flag::supports_explain_yaml,
            ),
            (run(), Flag::supports_explaining_query_execution),
            (
                plain().execution(ExplainExecution::Undone),
                Flag::supports_transactions,
            ),
            (
                plain().without(ExplainDetail::Costs),
                Flag::supports_explain_details,
            ),
            (run().with(ExplainDetail::Wal), Flag::supports_explain_wal),
            (
                run().with(ExplainDetail::Serialization),
                Flag::supports_explain_serialization,
            ),
            (
                plain().with(ExplainDetail::Memory),
                Flag::supports_explain_memory,
            ),
        ] {
            let mut features = all();
            assert!(options.check(&features).is_ok(), "{options:?}");
            features.set(flag, false);
            let refused = options.check(&features).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::NotSupported(Some(flag)));
        }
    }

    #[test]
    fn contradictions_are_refused_and_the_last_word_counts() {
        let timed = ExplainOptions::new().with(ExplainDetail::Timing);
        assert_eq!(
            timed.check(&all()).unwrap_err().kind(),
            ErrorKind::Interface
        );
        let changed = timed.without(ExplainDetail::Timing);
        assert_eq!(changed.details(), [(ExplainDetail::Timing, false)]);
        assert!(changed.check(&all()).is_ok());
    }

    #[test]
    fn steps_become_a_tree_by_their_depth() {
        let steps = [(0, "a"), (2, "b"), (8, "c"), (2, "d"), (0, "e"), (1, "f")];
        let tree = PlanStep::tree(steps.map(|(depth, text)| (depth, text.to_owned())));
        let shape = super::Explanation::of_steps(tree).text;
        assert_eq!(shape, "a\n  b\n    c\n  d\ne\n  f");
    }
}
