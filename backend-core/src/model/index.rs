//! [`Index`]: an index that was made as one; what a constraint brings along is not listed.

use super::{Identifier, Options, QualifiedName};

/// An index of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Index {
    /// The name.
    pub name: Identifier,
    /// The key, in order.
    pub parts: Vec<IndexPart>,
    /// Whether it refuses equal keys.
    pub unique: bool,
    /// Whether two NULLs differ, so that a unique index accepts both.
    pub nulls_distinct: bool,
    /// The rows it covers, as a condition in the vendor's language; `None` for all.
    pub predicate: Option<String>,
    /// Columns it carries that are not part of the key.
    pub include: Vec<Identifier>,
    /// The access method, where it is not the vendor's default.
    pub method: Option<String>,
    /// Whether it can be used: one whose making failed cannot.
    pub valid: bool,
    /// The comment.
    pub comment: Option<String>,
    /// The vendor's own options.
    pub options: Options,
}

impl Index {
    /// Whether it keeps the values of these columns apart in all rows, so that a foreign key can refer to them.
    pub(super) fn is_key_of(&self, columns: &[Identifier]) -> bool {
        let is_of_columns = self.parts.iter().all(|part| match &part.key {
            IndexKey::Column(column) => columns.contains(column),
            IndexKey::Expression(_) => false,
        });
        self.unique
            && self.predicate.is_none()
            && self.parts.len() == columns.len()
            && is_of_columns
    }

    /// An index on these parts.
    #[must_use]
    pub const fn new(name: Identifier, parts: Vec<IndexPart>) -> Self {
        Self {
            name,
            parts,
            unique: false,
            nulls_distinct: true,
            predicate: None,
            include: Vec::new(),
            method: None,
            valid: true,
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

    /// Lets it carry columns outside the key.
    #[must_use]
    pub fn with_include(mut self, include: Vec<Identifier>) -> Self {
        self.include = include;
        self
    }

    /// Gives it a comment.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
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
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// In which order.
    pub order: SortOrder,
    /// Where NULLs stand, where the vendor would not put them there by itself.
    pub nulls: Option<NullsPlace>,
    /// By which collation, where it is not the column's own.
    pub collation: Option<Identifier>,
    /// By which operators, where they are not the type's default.
    pub operator_class: Option<OperatorClass>,
}

impl IndexPart {
    /// A column, ascending.
    #[must_use]
    pub const fn column(name: Identifier) -> Self {
        Self {
            key: IndexKey::Column(name),
            order: SortOrder::Ascending,
            nulls: None,
            collation: None,
            operator_class: None,
        }
    }

    /// An expression in the vendor's language, ascending.
    #[must_use]
    pub fn expression(expression: impl Into<String>) -> Self {
        Self {
            key: IndexKey::Expression(expression.into()),
            order: SortOrder::Ascending,
            nulls: None,
            collation: None,
            operator_class: None,
        }
    }

    /// Sorts it descending.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.order = SortOrder::Descending;
        self
    }

    /// Puts NULLs first or last.
    #[must_use]
    pub const fn with_nulls(mut self, nulls: NullsPlace) -> Self {
        self.nulls = Some(nulls);
        self
    }

    /// Compares by that collation.
    #[must_use]
    pub fn with_collation(mut self, collation: Identifier) -> Self {
        self.collation = Some(collation);
        self
    }
}

/// The operators that an index part is searched with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct OperatorClass {
    /// The name; without schema where the server brings it along.
    pub name: QualifiedName,
    /// Its parameters.
    pub parameters: Options,
}

impl OperatorClass {
    /// The class of that name, without parameters.
    #[must_use]
    pub const fn new(name: QualifiedName) -> Self {
        Self {
            name,
            parameters: Options::new(),
        }
    }
}

/// What one part of an index covers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
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
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[allow(clippy::exhaustive_enums, reason = "there is no third order")]
pub enum SortOrder {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// Where NULLs stand in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[allow(clippy::exhaustive_enums, reason = "there is no third place")]
pub enum NullsPlace {
    /// Before everything else.
    First,
    /// After everything else.
    Last,
}
