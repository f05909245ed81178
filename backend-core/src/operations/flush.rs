//! [`FlushOptions`] and [`Flush`]: tables are emptied, with those that refer to them or not at all.

use std::collections::BTreeSet;

use super::{ConstraintTime, Constraints, Dialect};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Change, Column, Deferrability, Enforcement, ForeignKey, Identity, QualifiedName,
    ReferentialAction, Schema, Table, TableKind,
};
use crate::sql::Statement;

/// What becomes of tables that refer to those that are emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Referring {
    /// Nothing is emptied, and the error names them.
    #[default]
    Refuse,
    /// They are emptied too, and those that refer to them.
    Cascade,
}

/// What becomes of the numbers of identity columns when their table is emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Numbering {
    /// They go on, unless the column may use numbers again.
    #[default]
    Kept,
    /// They begin anew with the first.
    ///
    /// # Requires
    /// `supports_sequence_reset`, where a table has such a column.
    Restarted,
}

/// How tables are to be emptied.
///
/// # Example
/// ```
/// use backend_core::operations::FlushOptions;
///
/// let between_tests = FlushOptions::new().cascading().restarting_numbers();
/// assert_ne!(between_tests, FlushOptions::new());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlushOptions {
    /// What becomes of tables that refer to them.
    pub referring: Referring,
    /// What becomes of their numbers.
    pub numbering: Numbering,
}

impl FlushOptions {
    /// These tables alone, whose numbers go on.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            referring: Referring::Refuse,
            numbering: Numbering::Kept,
        }
    }

    /// Empties tables that refer to them, too.
    #[must_use]
    pub const fn cascading(mut self) -> Self {
        self.referring = Referring::Cascade;
        self
    }

    /// Lets their numbers begin anew.
    #[must_use]
    pub const fn restarting_numbers(mut self) -> Self {
        self.numbering = Numbering::Restarted;
        self
    }
}

/// The tables that are to be emptied: those that were asked for, their partitions and what inherits from them, and where it was
/// asked for all that refer to one of these.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Flush<'s> {
    /// The tables, each after those that it refers to as far as that can be.
    pub tables: Vec<&'s Table>,
    /// What becomes of their numbers.
    pub numbering: Numbering,
}

impl<'s> Flush<'s> {
    /// The tables of these names in that schema.
    ///
    /// # Errors
    /// [`DoesNotExist`](ErrorKind::DoesNotExist) for a name that no table has; [`Interface`](ErrorKind::Interface) for tables
    /// that others refer to, under [`Referring::Refuse`], and for a table whose rows another server keeps.
    pub fn new(schema: &'s Schema, names: &[QualifiedName], options: FlushOptions) -> Result<Self> {
        let mut chosen = BTreeSet::new();
        for name in names {
            if schema.table(name).is_none() {
                let message = format!("there is no table {}", name.name.shortened());
                return Err(
                    Error::new(ErrorKind::DoesNotExist, message).with_table(name.to_string())
                );
            }
            chosen.append(&mut schema.with_descendants(name));
        }
        loop {
            let more = referring(schema, &chosen);
            let Some(first) = more.first() else { break };
            if options.referring == Referring::Refuse {
                let names: Vec<_> = more.iter().map(|it| it.name.name.shortened()).collect();
                let message = format!(
                    "{} refer to tables that are to be emptied: empty them too, or cascade",
                    names.join(", ")
                );
                let error = Error::new(ErrorKind::Interface, message);
                return Err(error.with_table(first.name.to_string()));
            }
            for table in more {
                chosen.append(&mut schema.with_descendants(&table.name));
            }
        }
        let tables: Vec<_> = in_order(schema)
            .into_iter()
            .filter(|table| chosen.contains(&table.name))
            .collect();
        for table in &tables {
            if matches!(table.kind, TableKind::Foreign { .. }) {
                let name = table.name.name.shortened();
                let message = format!("another server keeps the rows of {name}");
                return Err(Error::new(ErrorKind::Interface, message));
            }
        }
        Ok(Self {
            tables,
            numbering: options.numbering,
        })
    }

    /// The statements that empty them by `DELETE`, each table before those that it refers to. Where keys form a circle, those
    /// columns of it that can be NULL are set so before; `waits` says of the other keys whether they wait once they are told to.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) for a circle of keys of which none can be NULL or wait.
    pub fn deletes(
        &self,
        dialect: &Dialect,
        waits: impl Fn(&ForeignKey) -> bool,
    ) -> Result<Vec<Statement>> {
        let (mut before, mut is_told) = (Vec::new(), false);
        let is_emptied = |name: &QualifiedName| self.tables.iter().any(|it| it.name == *name);
        for (table, key) in late_keys(&self.tables, is_emptied) {
            if !is_in_the_way(table, key) {
                continue;
            }
            if let Some(column) = nullable(table, key) {
                let mut out = dialect.writer();
                out.push("UPDATE ").name(&table.name).push(" SET ");
                out.identifier(&column.name).push(" = NULL WHERE ");
                out.identifier(&column.name).push(" IS NOT NULL");
                before.push(out.finish());
            } else if key.on_delete == ReferentialAction::Restrict || !waits(key) {
                let name = table.name.name.shortened();
                let message =
                    format!("a key of {name} is in a circle, and can neither be NULL nor wait");
                let error = Error::new(ErrorKind::NotSupported(None), message);
                return Err(error.with_table(table.name.to_string()));
            } else if !is_told {
                is_told = true;
                dialect
                    .features
                    .require(Flag::can_defer_constraint_checks)?;
                let operations = dialect.operations;
                before.append(&mut operations.set_constraints(
                    dialect,
                    &Constraints::All,
                    ConstraintTime::Deferred,
                )?);
            }
        }
        before.extend(self.tables.iter().rev().map(|table| {
            let mut out = dialect.writer();
            out.push("DELETE FROM ").name(&table.name);
            out.finish()
        }));
        Ok(before)
    }
}

/// The tables that refer to one of these and are none of them; to a partition, also where they refer to the whole.
fn referring<'s>(schema: &'s Schema, chosen: &BTreeSet<QualifiedName>) -> Vec<&'s Table> {
    let mut referred: BTreeSet<&QualifiedName> = chosen.iter().collect();
    for name in chosen {
        let mut table = schema.table(name);
        while let Some(of) = table.and_then(|table| table.partition_of.as_ref()) {
            referred.insert(&of.parent);
            table = schema.table(&of.parent);
        }
    }
    let refers = |table: &&Table| {
        let mut keys = table.foreign_keys.iter();
        keys.any(|key| referred.contains(&key.references))
    };
    let tables = schema.tables.iter();
    let others = tables.filter(|table| !chosen.contains(&table.name));
    others.filter(refers).collect()
}

/// All tables, each after those that it refers to as far as that can be.
pub(crate) fn in_order(schema: &Schema) -> Vec<&Table> {
    let made = schema.creation();
    let names = made.iter().filter_map(|change| match change {
        Change::CreateTable(table) => Some(&table.name),
        _ => None,
    });
    names.filter_map(|name| schema.table(name)).collect()
}

/// The keys to the table itself, or to one that is not among those before it, of the tables that count.
pub(crate) fn late_keys<'s>(
    tables: &[&'s Table],
    counts: impl Fn(&QualifiedName) -> bool,
) -> Vec<(&'s Table, &'s ForeignKey)> {
    let mut late = Vec::new();
    for (n, table) in tables.iter().enumerate() {
        let before = tables.get(..n).unwrap_or_default();
        for key in &table.foreign_keys {
            let is_before = before.iter().any(|other| other.name == key.references);
            if !is_before && counts(&key.references) {
                late.push((*table, key));
            }
        }
    }
    late
}

/// Whether rows that a late key refers to cannot just be deleted before those that refer to them.
fn is_in_the_way(table: &Table, key: &ForeignKey) -> bool {
    let is_checked = key.enforcement != Enforcement::NotEnforced
        && key.deferrability != Deferrability::InitiallyDeferred;
    match key.on_delete {
        ReferentialAction::Restrict => key.enforcement != Enforcement::NotEnforced,
        // Rows of one statement go together.
        ReferentialAction::NoAction => is_checked && table.name != key.references,
        ReferentialAction::Cascade | ReferentialAction::SetNull | ReferentialAction::SetDefault => {
            false
        }
    }
}

/// A column of the key that can be NULL, so that the row refers to nothing.
fn nullable<'t>(table: &'t Table, key: &ForeignKey) -> Option<&'t Column> {
    let columns = key.columns.iter();
    let mut columns = columns.filter_map(|name| table.column(name.as_str()));
    let is_of_key = |column: &Column| table.primary_key_columns().contains(&column.name);
    columns.find(|column| column.nullable && column.generated.is_none() && !is_of_key(column))
}

/// The columns that the server numbers.
pub(super) fn numbered(table: &Table) -> impl Iterator<Item = &Column> {
    let columns = table.columns.iter();
    columns.filter(|column| column.identity.is_some() || column.sequence.is_some())
}

/// Whether a table has numbers that go on after it was emptied.
fn has_lasting_numbers(table: &Table) -> bool {
    let may_reuse = |identity: &Identity| identity.reuses_numbers;
    numbered(table).any(|column| !column.identity.as_deref().is_some_and(may_reuse))
}

impl Dialect {
    /// The statements that empty these tables, their partitions and what inherits from them, in an order that every key
    /// allows. They belong into one transaction: [`Connection::flush`] sees to it.
    ///
    /// # Errors
    /// As [`Flush::new`]; [`NotSupported`](ErrorKind::NotSupported) where numbers are to begin anew and
    /// `supports_sequence_reset` is off, and for keys in a circle that cannot be undone.
    ///
    /// [`Connection::flush`]: crate::connection::Connection::flush
    pub fn flush(
        &self,
        schema: &Schema,
        names: &[QualifiedName],
        options: FlushOptions,
    ) -> Result<Vec<Statement>> {
        let flush = Flush::new(schema, names, options)?;
        self.flush_tables(&flush)
    }

    pub(crate) fn flush_tables(&self, flush: &Flush<'_>) -> Result<Vec<Statement>> {
        let mut tables = flush.tables.iter();
        if flush.numbering == Numbering::Restarted && tables.any(|it| has_lasting_numbers(it)) {
            self.features.require(Flag::supports_sequence_reset)?;
        }
        self.operations.flush(self, flush)
    }
}
