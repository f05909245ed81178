//! [`Change`]: one schema change, as data.

use super::{Constraint, Identifier, Index, QualifiedName, Table, View};

/// One change of a schema.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(
    clippy::large_enum_variant,
    reason = "few changes are held at once, and nearly all of them make tables"
)]
pub enum Change {
    /// Makes a table with its columns, constraints, indexes and triggers.
    CreateTable(Table),
    /// Drops a table with all that hangs on it but foreign keys and views of others.
    DropTable(QualifiedName),
    /// Makes an index.
    CreateIndex {
        /// The table.
        table: QualifiedName,
        /// The index.
        index: Index,
    },
    /// Drops an index.
    DropIndex {
        /// The table.
        table: QualifiedName,
        /// The index's name.
        name: Identifier,
    },
    /// Adds a constraint to a table that is there.
    AddConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint.
        constraint: Constraint,
    },
    /// Drops a constraint, by its name.
    DropConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint's name.
        name: Identifier,
    },
    /// Makes a view.
    CreateView(View),
    /// Drops a view.
    DropView(QualifiedName),
}
