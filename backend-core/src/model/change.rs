//! [`Change`]: one schema change, as data.

use super::{Identifier, Index, QualifiedName, Table, View};

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
    /// Makes a view.
    CreateView(View),
    /// Drops a view.
    DropView(QualifiedName),
}
