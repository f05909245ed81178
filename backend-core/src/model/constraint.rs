//! Constraints: primary key, unique, foreign key, check. What excludes rows by operators is in `exclusion.rs`.

use super::{Exclusion, Identifier, IndexPart, Options, QualifiedName};

/// The primary key of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct PrimaryKey {
    /// The constraint's name, where it has one.
    pub name: Option<Identifier>,
    /// The columns in the order of the key.
    pub columns: Vec<Identifier>,
    /// The same columns with order and collation, where these differ from the columns' own; otherwise empty.
    pub parts: Vec<IndexPart>,
    /// Columns that its index carries outside the key.
    pub include: Vec<Identifier>,
    /// When it is checked.
    pub deferrability: Deferrability,
    /// Whether the last column is a period, and equal keys may follow each other in time but not overlap.
    pub without_overlaps: bool,
    /// Whether it is there only because a parent of the table has it.
    pub inherited: bool,
    /// The vendor's own options.
    pub options: Options,
}

impl PrimaryKey {
    /// A key of these columns, in this order.
    #[must_use]
    pub const fn new(columns: Vec<Identifier>) -> Self {
        Self {
            name: None,
            columns,
            parts: Vec::new(),
            include: Vec::new(),
            deferrability: Deferrability::NotDeferrable,
            without_overlaps: false,
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

/// A unique constraint; an index that happens to be unique is an [`Index`](super::Index).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Unique {
    /// The constraint's name, where it has one.
    pub name: Option<Identifier>,
    /// The columns in the order of the key.
    pub columns: Vec<Identifier>,
    /// The same columns with order and collation, where these differ from the columns' own; otherwise empty.
    pub parts: Vec<IndexPart>,
    /// Whether two NULLs differ, so that both are accepted.
    pub nulls_distinct: bool,
    /// Columns that its index carries outside the key.
    pub include: Vec<Identifier>,
    /// When it is checked.
    pub deferrability: Deferrability,
    /// Whether the last column is a period, and equal keys may follow each other in time but not overlap.
    pub without_overlaps: bool,
    /// Whether it is there only because a parent of the table has it.
    pub inherited: bool,
    /// The vendor's own options.
    pub options: Options,
}

impl Unique {
    /// A constraint on these columns, in this order.
    #[must_use]
    pub const fn new(columns: Vec<Identifier>) -> Self {
        Self {
            name: None,
            columns,
            parts: Vec::new(),
            nulls_distinct: true,
            include: Vec::new(),
            deferrability: Deferrability::NotDeferrable,
            without_overlaps: false,
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

    /// Lets two NULLs be equal, so that the second is refused.
    #[must_use]
    pub const fn nulls_not_distinct(mut self) -> Self {
        self.nulls_distinct = false;
        self
    }

    /// Lets its index carry columns outside the key.
    #[must_use]
    pub fn with_include(mut self, include: Vec<Identifier>) -> Self {
        self.include = include;
        self
    }

    /// Sets when it is checked.
    #[must_use]
    pub const fn deferrability(mut self, deferrability: Deferrability) -> Self {
        self.deferrability = deferrability;
        self
    }
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct ForeignKey {
    /// The constraint's name, where it has one.
    pub name: Option<Identifier>,
    /// The columns of this table.
    pub columns: Vec<Identifier>,
    /// The table they refer to.
    pub references: QualifiedName,
    /// The columns they refer to, pair by pair. Empty only where the key names none and the table it refers to is not
    /// there to say what its primary key is.
    pub referenced_columns: Vec<Identifier>,
    /// What deleting the referenced row does.
    pub on_delete: ReferentialAction,
    /// The columns that deleting the referenced row sets; empty for all of the key's.
    pub on_delete_columns: Vec<Identifier>,
    /// What changing the referenced columns does.
    pub on_update: ReferentialAction,
    /// How keys with NULLs in some columns match.
    pub match_type: MatchType,
    /// When it is checked.
    pub deferrability: Deferrability,
    /// How far it holds.
    pub enforcement: Enforcement,
    /// Whether the last column is a period, which referenced rows must cover.
    pub period: bool,
}

impl ForeignKey {
    /// A key from `columns` to `referenced_columns` of `references`, pair by pair.
    #[must_use]
    pub const fn new(
        columns: Vec<Identifier>,
        references: QualifiedName,
        referenced_columns: Vec<Identifier>,
    ) -> Self {
        Self {
            name: None,
            columns,
            references,
            referenced_columns,
            on_delete: ReferentialAction::NoAction,
            on_delete_columns: Vec::new(),
            on_update: ReferentialAction::NoAction,
            match_type: MatchType::Simple,
            deferrability: Deferrability::NotDeferrable,
            enforcement: Enforcement::Enforced,
            period: false,
        }
    }

    /// Gives the constraint a name.
    #[must_use]
    pub fn with_name(mut self, name: Identifier) -> Self {
        self.name = Some(name);
        self
    }

    /// Sets what deleting the referenced row does.
    #[must_use]
    pub const fn on_delete(mut self, action: ReferentialAction) -> Self {
        self.on_delete = action;
        self
    }

    /// Sets what changing the referenced columns does.
    #[must_use]
    pub const fn on_update(mut self, action: ReferentialAction) -> Self {
        self.on_update = action;
        self
    }

    /// Sets when it is checked.
    #[must_use]
    pub const fn deferrability(mut self, deferrability: Deferrability) -> Self {
        self.deferrability = deferrability;
        self
    }
}

/// A `CHECK` constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Check {
    /// The constraint's name, where it has one.
    pub name: Option<Identifier>,
    /// The condition in the vendor's language, without parentheses around it.
    pub expression: String,
    /// How far it holds.
    pub enforcement: Enforcement,
    /// Whether tables that inherit from this one have it too.
    pub inheritable: bool,
    /// Whether it is there only because a parent of the table has it.
    pub inherited: bool,
    /// The vendor's own options.
    pub options: Options,
}

impl Check {
    /// A check of that condition.
    #[must_use]
    pub fn new(expression: impl Into<String>) -> Self {
        Self {
            name: None,
            expression: expression.into(),
            enforcement: Enforcement::Enforced,
            inheritable: true,
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

/// A constraint that can be added to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// The primary key.
    PrimaryKey(PrimaryKey),
    /// A unique constraint.
    Unique(Unique),
    /// A foreign key.
    ForeignKey(ForeignKey),
    /// A check.
    Check(Check),
    /// An exclusion constraint.
    Exclusion(Exclusion),
}

impl Constraint {
    /// The constraint's name, where it has one.
    #[must_use]
    pub const fn name(&self) -> Option<&Identifier> {
        match self {
            Self::PrimaryKey(key) => key.name.as_ref(),
            Self::Unique(unique) => unique.name.as_ref(),
            Self::ForeignKey(key) => key.name.as_ref(),
            Self::Check(check) => check.name.as_ref(),
            Self::Exclusion(exclusion) => exclusion.name.as_ref(),
        }
    }

    /// The same constraint under another name, or without one.
    #[must_use]
    pub fn renamed(mut self, name: Option<Identifier>) -> Self {
        match &mut self {
            Self::PrimaryKey(key) => key.name = name,
            Self::Unique(unique) => unique.name = name,
            Self::ForeignKey(key) => key.name = name,
            Self::Check(check) => check.name = name,
            Self::Exclusion(exclusion) => exclusion.name = name,
        }
        self
    }

    /// Whether it is there only because a parent of the table has it.
    #[must_use]
    pub const fn is_inherited(&self) -> bool {
        match self {
            Self::PrimaryKey(key) => key.inherited,
            Self::Unique(unique) => unique.inherited,
            Self::ForeignKey(_) => false,
            Self::Check(check) => check.inherited,
            Self::Exclusion(exclusion) => exclusion.inherited,
        }
    }
}

/// What deleting or changing a referenced row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ReferentialAction {
    /// Refuse, when the constraint is checked.
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Do the same to the referring rows.
    Cascade,
    /// Set the referring columns to NULL.
    SetNull,
    /// Set the referring columns to their defaults.
    SetDefault,
}

/// How a foreign key of several columns matches when some are NULL. The standard's third way, `MATCH PARTIAL`, is no server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum MatchType {
    /// One NULL is enough to refer to nothing.
    Simple,
    /// All or none must be NULL.
    Full,
}

/// How far a constraint holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Enforcement {
    /// All rows meet it.
    Enforced,
    /// Rows that are written meet it; nobody looked at those that were there before.
    NotValidated,
    /// It is declared, and nothing is checked.
    NotEnforced,
}

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Deferrability {
    /// At the statement, always.
    NotDeferrable,
    /// At the statement, unless the transaction defers it.
    InitiallyImmediate,
    /// At the end of the transaction, unless the transaction says otherwise.
    InitiallyDeferred,
}
