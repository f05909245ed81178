//! [`Change`]: one schema change, as data.

use super::{
    Column, Constraint, Extension, Function, Identifier, Index, Namespace, PartitionOf,
    QualifiedName, Sequence, Signature, Table, Trigger, UserType, VendorObject, View,
};

/// One change of a schema.
///
/// What refers to a table or column by its name follows when it is renamed: keys of other tables, indexes, sequences,
/// partitions, tables that inherit. Texts in the vendor's language (expressions, conditions, views, triggers) are not edited
/// here: many servers rewrite their own, so read the schema again where such texts matter afterwards.
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
    /// Gives a table another name in its schema.
    RenameTable {
        /// The table, by its name before.
        table: QualifiedName,
        /// The name after.
        to: Identifier,
    },
    /// Sets a table's comment, or takes it away.
    SetTableComment {
        /// The table.
        table: QualifiedName,
        /// The comment; `None` for none.
        comment: Option<String>,
    },
    /// Adds a column at the end of a table.
    AddColumn {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: Column,
    },
    /// Drops a column with its values. Keys and indexes on it are dropped first; checks, generated columns and indexes on
    /// expressions that use it are the server's to drop or to refuse.
    DropColumn {
        /// The table.
        table: QualifiedName,
        /// The column's name.
        name: Identifier,
    },
    /// Gives a column another name.
    RenameColumn {
        /// The table.
        table: QualifiedName,
        /// The name before.
        from: Identifier,
        /// The name after.
        to: Identifier,
    },
    /// Makes a column what is said here: type, nullability, default, collation, comment, identity, generation.
    ///
    /// A column with a sequence of its own keeps it, unless it becomes an identity, which goes on with its numbers; one that
    /// gets such a sequence has it made here, going on with the numbers of its identity or after its rows.
    AlterColumn {
        /// The table.
        table: QualifiedName,
        /// The column as it is afterwards; its name says which it is.
        column: Column,
        /// An expression in the vendor's language that makes the new value of the old row; `None` for what the vendor's own
        /// conversion makes of it.
        using: Option<String>,
    },
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
    /// Gives an index another name.
    RenameIndex {
        /// The table.
        table: QualifiedName,
        /// The name before.
        from: Identifier,
        /// The name after.
        to: Identifier,
    },
    /// Adds a constraint to a table that is there. The columns of a primary key are NOT NULL from then on.
    AddConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint.
        constraint: Constraint,
    },
    /// Drops a constraint, by its name. The columns of a primary key stay NOT NULL.
    DropConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint's name.
        name: Identifier,
    },
    /// Drops a constraint that has no name, by what it says.
    DropUnnamedConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint as the snapshot has it.
        constraint: Constraint,
    },
    /// Gives a constraint another name.
    RenameConstraint {
        /// The table.
        table: QualifiedName,
        /// The name before.
        from: Identifier,
        /// The name after.
        to: Identifier,
    },
    /// Looks at the rows that were there before a foreign key or check was added, so that it holds for all.
    ValidateConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint's name.
        name: Identifier,
    },
    /// Makes a table that is there a partition of another. Columns, keys and checks that both have are the other's from then
    /// on; keys and indexes that only the other has are made, under names that the server makes up.
    AttachPartition {
        /// The table that becomes a partition.
        table: QualifiedName,
        /// Of which table, and with which rows.
        of: PartitionOf,
    },
    /// Makes a partition a table by itself again, with its rows, keys and indexes.
    DetachPartition {
        /// The partition.
        table: QualifiedName,
    },
    /// Makes a view.
    CreateView(View),
    /// Drops a view.
    DropView(QualifiedName),
    /// Makes a view what is said here, under its name; it keeps no trigger that is not said here.
    ReplaceView(View),
    /// Makes a trigger on a table or view.
    CreateTrigger {
        /// The table or view.
        relation: QualifiedName,
        /// The trigger.
        trigger: Trigger,
    },
    /// Drops a trigger.
    DropTrigger {
        /// The table or view.
        relation: QualifiedName,
        /// The trigger's name.
        name: Identifier,
    },
    /// Makes a function, procedure or aggregate.
    CreateFunction(Function),
    /// Makes a function what is said here; what it is called by says which it is.
    ReplaceFunction(Function),
    /// Drops a function, procedure or aggregate.
    DropFunction(Signature),
    /// Makes a sequence.
    CreateSequence(Sequence),
    /// Makes a sequence what is said here; the numbers that it gave stay given.
    AlterSequence(Sequence),
    /// Drops a sequence, and with it where it stands.
    DropSequence(QualifiedName),
    /// Makes a type.
    CreateType(UserType),
    /// Makes a type what is said here: the rules of a domain, the fields of a composite type, more words of an enumeration.
    AlterType(UserType),
    /// Drops a type.
    DropType(QualifiedName),
    /// Adds a word to an enumeration. On some servers it cannot be used in the transaction that adds it.
    AddEnumValue {
        /// The enumeration.
        name: QualifiedName,
        /// The word.
        label: String,
        /// The word that it comes before; `None` for the end.
        before: Option<String>,
    },
    /// Gives a word of an enumeration another spelling: in all rows, as they hold the word and not its letters.
    RenameEnumValue {
        /// The enumeration.
        name: QualifiedName,
        /// The word before.
        from: String,
        /// The word after.
        to: String,
    },
    /// Makes a schema for names.
    CreateSchema(Namespace),
    /// Makes a schema what is said here: its comment.
    AlterSchema(Namespace),
    /// Drops a schema in which nothing is left.
    DropSchema(Identifier),
    /// Installs an extension.
    CreateExtension(Extension),
    /// Makes an extension what is said here: its version, the schema of its objects, its comment.
    AlterExtension(Extension),
    /// Removes an extension with what it brought along.
    DropExtension(Identifier),
    /// Makes an object of the vendor's own sort.
    CreateObject(VendorObject),
    /// Drops an object of the vendor's own sort.
    DropObject {
        /// Its kind.
        kind: String,
        /// Its name.
        name: QualifiedName,
    },
}
