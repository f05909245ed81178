//! [`Index`]: an index that was made as one; what a constraint brings along is not listed.

use super::{Identifier, Options};

/// An index of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Index {
    /// The name.
    pub name: Identifier,
    /// The key, in order.
    pub parts: Vec<IndexPart>,
    /// Whether it refuses equal keys.
    pub unique: bool,
    /// The rows it covers, as a condition in the vendor's language; `None` for all.
    pub predicate: Option<String>,
    /// Columns it carries that are not part of the key.
    pub include: Vec<Identifier>,
    /// The access method, where it is not the vendor's default.
    pub method: Option<String>,
    /// The comment.
    pub comment: Option<String>,
    /// The vendor's own options.
    pub options: Options,
}

impl Index {
    /// An index on these parts.
    #[must_use]
    pub const fn new(name: Identifier, parts: Vec<IndexPart>) -> Self {
        Self {
            name,
            parts,
            unique: false,
            predicate: None,
            include: Vec::new(),
            method: None,
            comment: None,
            options: Options::new(),
        }
    }

    /// Makes it refuse equal keys.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Lets it cover only the rows that meet a condition.
    #[must_use]
    pub fn with_predicate(mut self, predicate: impl Into<String>) -> Self {
        self.predicate = Some(predicate.into());
        self
    }

    /// The key's columns, where the key is made of columns alone.
    #[must_use]
    pub fn columns(&self) -> Option<Vec<&Identifier>> {
        self.parts
            .iter()
            .map(|part| match &part.key {
                IndexKey::Column(column) => Some(column),
                IndexKey::Expression(_) => None,
            })
            .collect()
    }
}

/// One part of an index's key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// In which order.
    pub order: SortOrder,
    /// By which collation, where it is not the column's own.
    pub collation: Option<Identifier>,
}

impl IndexPart {
    /// A column, ascending.
    #[must_use]
    pub const fn column(name: Identifier) -> Self {
        Self {
            key: IndexKey::Column(name),
            order: SortOrder::Ascending,
            collation: None,
        }
    }

    /// An expression in the vendor's language, ascending.
    #[must_use]
    pub fn expression(expression: impl Into<String>) -> Self {
        Self {
            key: IndexKey::Expression(expression.into()),
            order: SortOrder::Ascending,
            collation: None,
        }
    }

    /// Sorts it descending.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.order = SortOrder::Descending;
        self
    }

    /// Compares by that collation.
    #[must_use]
    pub fn with_collation(mut self, collation: Identifier) -> Self {
        self.collation = Some(collation);
        self
    }
}

/// What one part of an index covers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[allow(clippy::exhaustive_enums, reason = "there is no third thing to index")]
pub enum IndexKey {
    /// A column.
    Column(Identifier),
    /// An expression in the vendor's language, without parentheses around it.
    Expression(String),
}

/// The order of an index part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[allow(clippy::exhaustive_enums, reason = "there is no third order")]
pub enum SortOrder {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}
