//! [`Exclusion`]: a constraint that no two rows may compare so.

use super::{Deferrability, Identifier, IndexPart, Options, QualifiedName};

/// A constraint that refuses two rows for which every part's operator says yes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Exclusion {
    /// The constraint's name, where it has one.
    pub name: Option<Identifier>,
    /// What is compared, in order.
    pub parts: Vec<ExclusionPart>,
    /// The rows it covers, as a condition in the vendor's language; `None` for all.
    pub predicate: Option<String>,
    /// Columns that its index carries outside the key.
    pub include: Vec<Identifier>,
    /// The access method of its index, where it is not the vendor's default.
    pub method: Option<String>,
    /// When it is checked.
    pub deferrability: Deferrability,
    /// Whether it is there only because a parent of the table has it.
    pub inherited: bool,
    /// The vendor's own options.
    pub options: Options,
}

impl Exclusion {
    /// A constraint on these parts.
    #[must_use]
    pub const fn new(parts: Vec<ExclusionPart>) -> Self {
        Self {
            name: None,
            parts,
            predicate: None,
            include: Vec::new(),
            method: None,
            deferrability: Deferrability::NotDeferrable,
            inherited: false,
            options: Options::new(),
        }
    }

    /// Gives the constraint a name.
    #[must_use]
    pub fn with_name(mut self, name: Identifier) -> Self {
        self.name = Some(name);
        self
    }
}

/// What two rows are compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct ExclusionPart {
    /// The column or expression.
    pub part: IndexPart,
    /// The operator; without schema where the server brings it along.
    pub operator: QualifiedName,
}
