//! [`Trigger`]: what a database does by itself when rows change.

use super::{Deferrability, Identifier, QualifiedName};

/// A trigger of a table or view.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Trigger {
    /// The name.
    pub name: Identifier,
    /// When it runs.
    pub timing: TriggerTiming,
    /// What makes it run.
    pub events: Vec<TriggerEvent>,
    /// Whether it runs once a row rather than once a statement.
    pub for_each_row: bool,
    /// The condition under which it runs, in the vendor's language.
    pub condition: Option<String>,
    /// The function that it calls, where it calls one.
    pub function: Option<QualifiedName>,
    /// When it runs as a constraint, where it is one.
    pub constraint: Option<Deferrability>,
    /// Whether it runs at all.
    pub activity: TriggerActivity,
    /// The comment.
    pub comment: Option<String>,
    /// The whole statement that makes it, in the vendor's language.
    pub definition: String,
}

impl Trigger {
    /// A trigger that runs once a row, without condition.
    #[must_use]
    pub fn new(
        name: Identifier,
        timing: TriggerTiming,
        events: Vec<TriggerEvent>,
        definition: impl Into<String>,
    ) -> Self {
        Self {
            name,
            timing,
            events,
            for_each_row: true,
            condition: None,
            function: None,
            constraint: None,
            activity: TriggerActivity::Enabled,
            comment: None,
            definition: definition.into(),
        }
    }
}

/// When a trigger runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum TriggerTiming {
    /// Before the change.
    Before,
    /// After the change.
    After,
    /// In place of the change.
    InsteadOf,
}

/// What makes a trigger run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum TriggerEvent {
    /// A row is inserted.
    Insert,
    /// A row is deleted.
    Delete,
    /// A row is updated.
    Update {
        /// Only when one of these is set; empty for any.
        columns: Vec<Identifier>,
    },
    /// All rows are removed at once.
    Truncate,
}

/// Whether a trigger runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum TriggerActivity {
    /// It runs, but not for changes that are replicated from another server.
    Enabled,
    /// It does not run.
    Disabled,
    /// It runs only for changes that are replicated from another server.
    ReplicaOnly,
    /// It runs for every change.
    Always,
}
