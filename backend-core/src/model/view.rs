//! [`View`]: a query under a name.

use super::{Column, Dependency, Identifier, Index, Options, QualifiedName, Trigger};

/// A view.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
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
    /// Whether it can be read: one that stores its rows and was never filled cannot.
    pub populated: bool,
    /// Which rows can be written through it.
    pub check_option: Option<CheckOption>,
    /// Indexes of one that stores its rows, by name.
    pub indexes: Vec<Index>,
    /// Triggers, by name.
    pub triggers: Vec<Trigger>,
    /// The comment.
    pub comment: Option<String>,
    /// The vendor's own options.
    pub options: Options,
    /// What its query reads and calls, where the vendor tells.
    #[cfg_attr(feature = "serde", serde(default))]
    pub depends_on: Vec<Dependency>,
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
            populated: true,
            check_option: None,
            indexes: Vec::new(),
            triggers: Vec::new(),
            comment: None,
            options: Options::new(),
            depends_on: Vec::new(),
        }
    }

    /// The column of that name, spelled exactly so.
    #[must_use]
    pub fn column(&self, name: &Identifier) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == *name)
    }
}

/// Whether a view stores its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ViewKind {
    /// It runs its query when it is read.
    Plain,
    /// It stores its rows until it is refreshed.
    Materialized,
}

/// Which rows can be written through a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[allow(clippy::exhaustive_enums, reason = "the standard knows these two")]
pub enum CheckOption {
    /// Those that it would show.
    Local,
    /// Those that it and the views below it would show.
    Cascaded,
}
