//! [`Spelling`]: what a vendor's statements say otherwise than the standard's; [`Dependants`]: what a server lets nobody change
//! something under.

use super::alter::alter_table;
use super::{Alteration, SchemaEditor, table};
use crate::error::Result;
use crate::model::{
    Change, CheckOption, Column, Constraint, Default, Enforcement, Identifier, Index, Options,
    PrimaryKey, QualifiedName, ReferentialAction, Schema, Table, Unique,
};
use crate::operations::Dialect;
use crate::sql::{Statement, Writer};

/// How a vendor spells what the standard has a statement for and the vendor has another. Pure: nothing here talks to a server.
///
/// Every method has the standard's answer as its default.
pub trait Spelling: Send + Sync {
    /// The words before a column that is added to a table, with a blank on both sides.
    fn add_column(&self) -> &'static str {
        " ADD COLUMN "
    }

    /// Writes a blank and the default of a column.
    ///
    /// # Errors
    /// As [`SchemaEditor::default_literal`].
    fn column_default(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        column: &PlacedColumn<'_>,
        default: &Default,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        let _ = column;
        table::write_default(editor, dialect, default, out)
    }

    /// The whole statement that drops a column.
    ///
    /// # Errors
    /// Where the vendor cannot spell it.
    fn drop_column(
        &self,
        dialect: &Dialect,
        table: &Table,
        name: &Identifier,
    ) -> Result<Statement> {
        let mut out = alter_table(dialect, &table.name);
        out.push(" DROP COLUMN ").identifier(name);
        Ok(out.finish())
    }

    /// The statement that gives a table another name.
    fn rename_table(&self, dialect: &Dialect, table: &QualifiedName, to: &Identifier) -> Statement {
        let mut out = alter_table(dialect, table);
        out.push(" RENAME TO ").identifier(to);
        out.finish()
    }

    /// The statement that gives a column another name.
    fn rename_column(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        from: &Identifier,
        to: &Identifier,
    ) -> Statement {
        let mut out = alter_table(dialect, table);
        out.push(" RENAME COLUMN ").identifier(from);
        out.push(" TO ").identifier(to);
        out.finish()
    }

    /// The statement that gives a constraint another name.
    fn rename_constraint(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        from: &Identifier,
        to: &Identifier,
    ) -> Statement {
        let mut out = alter_table(dialect, table);
        out.push(" RENAME CONSTRAINT ").identifier(from);
        out.push(" TO ").identifier(to);
        out.finish()
    }

    /// The statements of alterations that are made one after the other; `None` where each has one of its own, or all have one
    /// together ([`SchemaEditor::alter_column`]).
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) for what the vendor cannot alter.
    fn alterations(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        columns: (&Table, &Column, &Column),
        alterations: &[Alteration],
    ) -> Result<Option<Vec<Altering>>> {
        let _ = (editor, dialect, columns, alterations);
        Ok(None)
    }

    /// The question that gives a row for each value of a column which the server would take for one of its new type, and is none;
    /// `None` where it knows them all.
    fn misread(
        &self,
        dialect: &Dialect,
        table: &Table,
        from: &Column,
        to: &Column,
    ) -> Option<Statement> {
        let _ = (dialect, table, from, to);
        None
    }

    /// The statements that make the columns of a primary key NOT NULL before it is added, where it does not do so by itself.
    ///
    /// # Errors
    /// Where the vendor cannot spell one.
    fn before_primary_key(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        table: &Table,
        key: &PrimaryKey,
    ) -> Result<Vec<Statement>> {
        let _ = (editor, dialect, table, key);
        Ok(Vec::new())
    }

    /// The name that a constraint is given which has none; `None` leaves it to the server.
    ///
    /// # Errors
    /// Where no name can be made.
    fn constraint_name(
        &self,
        table: &Table,
        constraint: &Constraint,
    ) -> Result<Option<Identifier>> {
        let _ = (table, constraint);
        Ok(None)
    }

    /// The index that stands for a unique constraint, where the server's own constraint would mean something else.
    ///
    /// # Errors
    /// As [`constraint_name`](Self::constraint_name).
    fn unique_index(&self, table: &Table, unique: &Unique) -> Result<Option<Index>> {
        let _ = (table, unique);
        Ok(None)
    }

    /// Writes a word of a key's index, with a blank after it, before its columns.
    fn key_words(&self, options: &Options, out: &mut Writer<'_>) {
        let _ = (options, out);
    }

    /// The words, with a blank after them, before the columns of a unique constraint to which NULLs are equal.
    fn nulls_not_distinct(&self) -> &'static str {
        "NULLS NOT DISTINCT "
    }

    /// The words of what a foreign key does; `None` where nothing is written.
    fn action(&self, action: ReferentialAction) -> Option<&'static str> {
        match action {
            ReferentialAction::NoAction => None,
            ReferentialAction::Restrict => Some("RESTRICT"),
            ReferentialAction::Cascade => Some("CASCADE"),
            ReferentialAction::SetNull => Some("SET NULL"),
            ReferentialAction::SetDefault => Some("SET DEFAULT"),
        }
    }

    /// The words around a constraint that is added: between the table's name and it, with a blank on both sides, and after it.
    fn add_constraint(&self, enforcement: Enforcement) -> (&'static str, &'static str) {
        match enforcement {
            Enforcement::NotValidated => (" ADD ", " NOT VALID"),
            Enforcement::Enforced | Enforcement::NotEnforced => (" ADD ", ""),
        }
    }

    /// The statement that looks at the rows which a constraint was not asked of.
    fn validate(&self, dialect: &Dialect, table: &QualifiedName, name: &Identifier) -> Statement {
        let mut out = alter_table(dialect, table);
        out.push(" VALIDATE CONSTRAINT ").identifier(name);
        out.finish()
    }

    /// The words, with a blank before them, after a constraint that is declared only.
    fn not_enforced_words(&self) -> &'static str {
        " NOT ENFORCED"
    }

    /// The statement that lets a constraint hold for nothing, where no word of its own says so.
    fn not_enforced(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        name: &Identifier,
    ) -> Option<Statement> {
        let _ = (dialect, table, name);
        None
    }

    /// Whether a column becomes NOT NULL sooner where a check says already that it has no NULL.
    fn stages_not_null(&self) -> bool {
        true
    }

    /// The statement that makes an index, where it is not the standard's.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) for an index that the vendor cannot make.
    fn create_index(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        relation: Relation<'_>,
        index: &Index,
    ) -> Result<Option<Statement>> {
        let _ = (editor, dialect, relation, index);
        Ok(None)
    }

    /// The words before the name of a view that is made of another.
    fn replace_view(&self) -> &'static str {
        "CREATE OR REPLACE VIEW "
    }

    /// The words after a view's query, with a blank before.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) for an option that the vendor does not have.
    fn check_option(&self, option: CheckOption) -> Result<&'static str> {
        Ok(match option {
            CheckOption::Local => " WITH LOCAL CHECK OPTION",
            CheckOption::Cascaded => " WITH CASCADED CHECK OPTION",
        })
    }

    /// What has to go before a change that fits the snapshot, and comes back after it.
    ///
    /// # Errors
    /// Where the change cannot be made whatever goes.
    fn dependants(
        &self,
        dialect: &Dialect,
        before: &Schema,
        change: &Change,
    ) -> Result<Dependants> {
        let _ = (dialect, before, change);
        Ok(Dependants::default())
    }
}

/// The standard's answers.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::exhaustive_structs, reason = "it holds nothing")]
pub struct StandardSpelling;

impl Spelling for StandardSpelling {}

/// What has to go before a change, because the server refuses it meanwhile, and comes back after it.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "before and after")]
pub struct Dependants {
    /// The changes before it, in order.
    pub go: Vec<Change>,
    /// The changes after it, in order.
    pub come_back: Vec<Change>,
}

impl Dependants {
    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.go.is_empty() && self.come_back.is_empty()
    }
}

/// A column and where it is written.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "a place")]
pub struct PlacedColumn<'c> {
    /// The table that has it then.
    pub table: &'c Table,
    /// The column.
    pub column: &'c Column,
    /// Whether the table is there already.
    pub place: Place,
}

/// Where a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no third place")]
pub enum Place {
    /// In a table that is made.
    New,
    /// In a statement that adds it to a table with rows.
    Added,
}

/// A table or view that an index is of.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "a name and columns")]
pub struct Relation<'r> {
    /// The name.
    pub name: &'r QualifiedName,
    /// The columns; those of a view may not be known.
    pub columns: &'r [Column],
}

impl<'r> From<&'r Table> for Relation<'r> {
    fn from(table: &'r Table) -> Self {
        Self {
            name: &table.name,
            columns: &table.columns,
        }
    }
}

/// A statement and what it alters of a column.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Altering {
    /// The statement.
    pub statement: Statement,
    /// What it does.
    pub alterations: Vec<Alteration>,
}
