//! [`View`]: a query under a name.

use super::{Column, Identifier, QualifiedName, Trigger};

/// A view.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct View {
    /// The name.
    pub name: QualifiedName,
    /// Whether it stores its rows.
    pub kind: ViewKind,
    /// The columns, in order. Empty where the view cannot be read at present.
    pub columns: Vec<Column>,
    /// The column names that its definition gives, where it gives any.
    pub column_names: Vec<Identifier>,
    /// The query in the vendor's language.
    pub definition: String,
    /// Triggers, by name.
    pub triggers: Vec<Trigger>,
    /// The comment.
    pub comment: Option<String>,
}

impl View {
    /// A view of that query.
    #[must_use]
    pub fn new(name: QualifiedName, definition: impl Into<String>) -> Self {
        Self {
            name,
            kind: ViewKind::Plain,
            columns: Vec::new(),
            column_names: Vec::new(),
            definition: definition.into(),
            triggers: Vec::new(),
            comment: None,
        }
    }
}

/// Whether a view stores its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ViewKind {
    /// It runs its query when it is read.
    Plain,
    /// It stores its rows until it is refreshed.
    Materialized,
}
