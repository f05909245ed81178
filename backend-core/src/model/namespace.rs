//! [`Namespace`]: a schema, in which objects have their names.

use super::Identifier;

/// A schema as databases have them: tables, types and functions of one name can live in several.
///
/// The one in which names without a schema are looked up is not listed: a model that was written without schemas equals what is
/// read back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Namespace {
    /// The name.
    pub name: Identifier,
    /// The comment.
    pub comment: Option<String>,
}

impl Namespace {
    /// The schema of that name.
    #[must_use]
    pub const fn new(name: Identifier) -> Self {
        Self {
            name,
            comment: None,
        }
    }
}
