//! [`Column`] and what stands beside its type: default, identity, generation.

use super::{ColumnType, Identifier, Options, QualifiedName};
use crate::error::Result;
use crate::value::Value;

/// A column of a table or view.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Column {
    /// The name.
    pub name: Identifier,
    /// What it holds.
    pub column_type: ColumnType,
    /// The type as the database spells it, from introspection. The schema editor keeps this spelling only while it still
    /// means `column_type`.
    pub declared_type: Option<String>,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// The name of the NOT NULL constraint, where it has one.
    pub not_null_name: Option<Identifier>,
    /// What an insert that leaves it out stores.
    pub default: Option<Default>,
    /// The name of the default, where the vendor has names for defaults and it is not the one that is made up for it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub default_name: Option<Identifier>,
    /// Numbers that the server fills in. In a box, as are others below: few columns have one, and a catalog has many columns.
    pub identity: Option<Box<Identity>>,
    /// The sequence that is the column's own without being its identity: the default takes its numbers from it, and it goes
    /// with the column.
    pub sequence: Option<Box<QualifiedName>>,
    /// The expression it is computed from.
    pub generated: Option<Box<Generated>>,
    /// The collation, where it is not the database's default.
    pub collation: Option<Identifier>,
    /// Whether `SELECT *` leaves it out.
    pub hidden: bool,
    /// Whether it is there only because a parent of the table has it.
    pub inherited: bool,
    /// The comment.
    pub comment: Option<String>,
    /// The vendor's own options.
    pub options: Options,
}

impl Column {
    /// A nullable column without default.
    ///
    /// # Errors
    /// As [`Identifier::new`].
    pub fn new(name: impl Into<String>, column_type: ColumnType) -> Result<Self> {
        Ok(Self::named(Identifier::new(name)?, column_type))
    }

    /// A nullable column without default, of a name that is one already.
    #[must_use]
    pub const fn named(name: Identifier, column_type: ColumnType) -> Self {
        Self {
            name,
            column_type,
            declared_type: None,
            nullable: true,
            not_null_name: None,
            default: None,
            default_name: None,
            identity: None,
            sequence: None,
            generated: None,
            collation: None,
            hidden: false,
            inherited: false,
            comment: None,
            options: Options::new(),
        }
    }

    /// Makes it NOT NULL.
    #[must_use]
    pub const fn not_null(mut self) -> Self {
        self.nullable = false;
        self
    }

    /// Gives it a default.
    #[must_use]
    pub fn with_default(mut self, default: Default) -> Self {
        self.default = Some(default);
        self
    }

    /// Lets the server fill it with numbers; it is NOT NULL then.
    #[must_use]
    pub fn with_identity(mut self, identity: Identity) -> Self {
        self.identity = Some(Box::new(identity));
        self.not_null()
    }

    /// Computes it from an expression in the vendor's language.
    #[must_use]
    pub fn with_generated(mut self, generated: Generated) -> Self {
        self.generated = Some(Box::new(generated));
        self
    }

    /// Gives it a collation.
    #[must_use]
    pub fn with_collation(mut self, collation: Identifier) -> Self {
        self.collation = Some(collation);
        self
    }

    /// Gives it a comment.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }
}

/// What an insert that leaves a column out stores.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Default {
    /// A constant.
    Literal(Value),
    /// An expression in the vendor's language, computed at each insert, without parentheses around it.
    Expression(String),
}

/// Numbers that the server fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Identity {
    /// Whether an insert may give a number itself.
    pub generation: IdentityGeneration,
    /// Whether a number may be given out again after its row was deleted.
    pub reuses_numbers: bool,
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
    /// The sequence that gives the numbers, where it has a name of its own rather than the one the vendor makes up.
    pub sequence: Option<QualifiedName>,
}

impl Identity {
    /// Numbers from 1 in steps of 1, never given out twice; an insert may give its own.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            generation: IdentityGeneration::ByDefault,
            reuses_numbers: false,
            start: 1,
            increment: 1,
            minimum: None,
            maximum: None,
            cycles: false,
            cache: 1,
            sequence: None,
        }
    }

    /// Sets whether an insert may give a number itself.
    #[must_use]
    pub const fn generated(mut self, generation: IdentityGeneration) -> Self {
        self.generation = generation;
        self
    }

    /// Sets the first number and the step to the next.
    #[must_use]
    pub const fn counting(mut self, start: i64, increment: i64) -> Self {
        self.start = start;
        self.increment = increment;
        self
    }

    /// Whether the numbers are others than those from 1 in steps of 1, each taken by itself.
    #[must_use]
    pub fn has_numbering(&self) -> bool {
        (self.start, self.increment, self.cache) != (1, 1, 1)
            || self.minimum.is_some()
            || self.maximum.is_some()
            || self.cycles
    }

    /// Lets the server give a number out again after its row was deleted.
    #[must_use]
    pub const fn reusing_numbers(mut self) -> Self {
        self.reuses_numbers = true;
        self
    }
}

impl std::default::Default for Identity {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether an insert may give an identity column's number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum IdentityGeneration {
    /// An insert may give a number; otherwise the server does.
    ByDefault,
    /// Only the server gives numbers.
    Always,
}

/// The expression that a column is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Generated {
    /// The expression in the vendor's language, without parentheses around it.
    pub expression: String,
    /// When it is computed.
    pub storage: GeneratedStorage,
}

/// When a generated column is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[allow(clippy::exhaustive_enums, reason = "there is no third time")]
pub enum GeneratedStorage {
    /// When the row is written.
    Stored,
    /// When the row is read.
    Virtual,
}
