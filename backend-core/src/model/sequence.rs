//! [`Sequence`]: numbers under a name of their own; those of an identity are in [`Identity`](super::Identity).

use super::{ColumnType, Identifier, Options, QualifiedName};

/// A sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Sequence {
    /// The name.
    pub name: QualifiedName,
    /// The type of its numbers.
    pub number_type: ColumnType,
    /// The first number.
    pub start: i64,
    /// The step from one number to the next.
    pub increment: i64,
    /// The smallest number, where it is not the vendor's default.
    pub minimum: Option<i64>,
    /// The largest number, where it is not the vendor's default.
    pub maximum: Option<i64>,
    /// Whether it begins again after the last number.
    pub cycles: bool,
    /// How many numbers a session takes at once.
    pub cache: i64,
    /// The column it goes with.
    pub owned_by: Option<SequenceOwner>,
    /// The comment.
    pub comment: Option<String>,
    /// The vendor's own options.
    pub options: Options,
}

impl Sequence {
    /// Numbers of 64 bits from 1 in steps of 1.
    #[must_use]
    pub const fn new(name: QualifiedName) -> Self {
        Self {
            name,
            number_type: ColumnType::BigInteger,
            start: 1,
            increment: 1,
            minimum: None,
            maximum: None,
            cycles: false,
            cache: 1,
            owned_by: None,
            comment: None,
            options: Options::new(),
        }
    }
}

/// The column that a sequence goes with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct SequenceOwner {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: Identifier,
}
