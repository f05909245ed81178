//! [`UserType`]: a type that the database's user has made.

use super::{Check, Column, ColumnType, Default, Dependency, Identifier, Options, QualifiedName};

/// A type that the database's user has made; columns name it by [`ColumnType::Named`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct UserType {
    /// The name.
    pub name: QualifiedName,
    /// What it is.
    pub kind: UserTypeKind,
    /// The comment.
    pub comment: Option<String>,
    /// The vendor's own options.
    #[cfg_attr(feature = "serde", serde(default))]
    pub options: Options,
    /// What has to be there before it and is not named above.
    #[cfg_attr(feature = "serde", serde(default))]
    pub depends_on: Vec<Dependency>,
}

impl UserType {
    /// The type of that name.
    #[must_use]
    pub const fn new(name: QualifiedName, kind: UserTypeKind) -> Self {
        Self {
            name,
            kind,
            comment: None,
            options: Options::new(),
            depends_on: Vec::new(),
        }
    }

    /// An enumeration of these labels, in this order.
    #[must_use]
    pub const fn enumeration(name: QualifiedName, labels: Vec<String>) -> Self {
        Self::new(name, UserTypeKind::Enumeration { labels })
    }
}

/// What a type that a user has made is.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum UserTypeKind {
    /// One of some words.
    Enumeration {
        /// The words, in their order.
        labels: Vec<String>,
    },
    /// Another type under rules.
    Domain(Box<Domain>),
    /// Several values under one name each.
    Composite {
        /// The values' names and types, in order.
        fields: Vec<Column>,
    },
    /// All values between two bounds.
    Range {
        /// The type of the bounds.
        element: ColumnType,
    },
}

/// A type under rules.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Domain {
    /// The type that it restricts; another domain, too.
    pub base: ColumnType,
    /// The base as the database spells it, from introspection.
    pub declared_type: Option<String>,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// The name of the NOT NULL constraint, where it has one.
    pub not_null_name: Option<Identifier>,
    /// What a column of this type stores without a default of its own.
    pub default: Option<Default>,
    /// The collation, where it is not the base's.
    pub collation: Option<Identifier>,
    /// The rules.
    pub checks: Vec<Check>,
}

impl Domain {
    /// A domain without rules.
    #[must_use]
    pub const fn new(base: ColumnType) -> Self {
        Self {
            base,
            declared_type: None,
            nullable: true,
            not_null_name: None,
            default: None,
            collation: None,
            checks: Vec::new(),
        }
    }
}
