//! [`Validation`]: what is wrong with a schema, or with changes of one, before anything is sent.
//!
//! # Shape
//! [`validate`] walks a schema once: the rules that hold of every vendor are here, by flags, limits and the small answers that
//! a vendor gives; a vendor's own rules come after them; then each table is planned, and what a plan refuses becomes a finding
//! at the piece that it refuses. [`validate_changes`] does the same for changes: what lies between the schema before and the
//! schema after, and what becomes of rows. Pure: neither talks to a server, so neither knows the rows that are there.

mod changes;
mod columns;
mod defaults;
mod describe;
mod finding;
mod foreign_keys;
mod id;
mod indexes;
mod names;
mod plans;
mod subject;
mod tables;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::RangeInclusive;

pub use self::changes::validate_changes;
pub use self::defaults::fits;
pub use self::finding::{Finding, Findings, Object, Severity};
pub use self::id::{FindingId, NativeFinding};
pub use self::names::{Named, Namespace};
pub use self::subject::Subject;
use crate::features::IdentifierCase;
use crate::model::{Change, Column, ColumnType, Index, Schema, Table};
use crate::operations::Dialect;
use crate::schema_editor::SchemaEditor;
use crate::value::Value;

/// What a vendor takes, beyond its flags and limits, and the rules that only it has. Pure: nothing here talks to a server.
#[doc(alias = "DatabaseValidation")]
pub trait Validation: Send + Sync {
    /// How grave what a rule of every vendor finds is to this one; `None` where it is nothing to it.
    fn severity(&self, _dialect: &Dialect, id: FindingId) -> Option<Severity> {
        Some(id.severity())
    }

    /// A name as the server compares it.
    fn fold<'n>(&self, dialect: &Dialect, name: &'n str) -> Cow<'n, str> {
        match dialect.features.identifier_case {
            IdentifierCase::Insensitive if name.contains(|c: char| c.is_ascii_uppercase()) => {
                Cow::Owned(name.to_ascii_lowercase())
            }
            _ => Cow::Borrowed(name),
        }
    }

    /// Among which names one of this sort must be the only one of its kind; none where it need not be.
    fn namespaces(&self, named: Named) -> &'static [Namespace] {
        match named {
            Named::Table | Named::View | Named::Sequence => &[Namespace::Relations],
            Named::Type => &[Namespace::Types],
            Named::Index => &[Namespace::TableIndexes],
            Named::Key | Named::ForeignKey | Named::Check => &[Namespace::TableConstraints],
            Named::Trigger => &[Namespace::TableTriggers],
        }
    }

    /// Whether a name is a word that the vendor's language keeps for itself.
    fn is_reserved(&self, _dialect: &Dialect, _name: &str) -> bool {
        false
    }

    /// What comes of a foreign key whose column refers to one of another type; `None` where it is nothing.
    fn key_types(
        &self,
        _subject: &Subject<'_>,
        referring: &Column,
        referenced: &Column,
    ) -> Option<Severity> {
        let kind = |column: &Column| column.column_type.standard_kind();
        if referring.column_type == referenced.column_type {
            None
        } else if kind(referring) == kind(referenced) {
            Some(Severity::Info)
        } else {
            Some(Severity::Error)
        }
    }

    /// The integers that a column of this type takes; `None` where it is no type of integers.
    fn integers(&self, column_type: &ColumnType) -> Option<RangeInclusive<i128>> {
        defaults::standard_integers(column_type)
    }

    /// Whether a constant can be stored in a column of this type at all; lengths and ranges are looked at apart.
    fn takes(&self, value: &Value, column_type: &ColumnType) -> bool {
        fits(value, column_type)
    }

    /// How values of one column become values of another, which differs from it in type.
    fn conversion(&self, _subject: &Subject<'_>, from: &Column, to: &Column) -> Conversion {
        if to.column_type.holds(&from.column_type) {
            Conversion::Lossless
        } else {
            Conversion::Tried
        }
    }

    /// Whether a column can be part of a key, or of an index: the given one, or one as the vendor makes them by default.
    fn can_index(&self, _subject: &Subject<'_>, _column: &Column, _index: Option<&Index>) -> bool {
        true
    }

    /// Looks at a whole schema.
    fn check_schema(&self, _subject: &Subject<'_>, _findings: &mut Findings<'_>) {}

    /// Looks at a table, apart from its columns and indexes.
    fn check_table(&self, _subject: &Subject<'_>, _table: &Table, _findings: &mut Findings<'_>) {}

    /// Looks at a column.
    fn check_column(
        &self,
        _subject: &Subject<'_>,
        _table: &Table,
        _column: &Column,
        _findings: &mut Findings<'_>,
    ) {
    }

    /// Looks at an index.
    fn check_index(
        &self,
        _subject: &Subject<'_>,
        _table: &Table,
        _index: &Index,
        _findings: &mut Findings<'_>,
    ) {
    }

    /// Looks at a change; the subject is the schema before it.
    fn check_change(&self, _subject: &Subject<'_>, _change: &Change, _findings: &mut Findings<'_>) {
    }
}

/// How values of one type become values of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "all, some or none")]
pub enum Conversion {
    /// Every value has its like in the new type.
    Lossless,
    /// Each value is tried; one that does not fit is refused, or changed.
    Tried,
    /// No value is, and the server refuses the change.
    Refused,
}

/// What is wrong with a schema for a server, and worth knowing of it; by object, the gravest of each first.
///
/// Where no finding is an error, a server with these features takes the schema.
///
/// # Example
/// ```
/// use backend_core::model::{Change, Column, ColumnType, QualifiedName, Schema, Table};
/// use backend_core::wrapper::{ServerInfo, Version};
///
/// let dialect = toy_backend::BACKEND.dialect(&ServerInfo::new("Toy", Version::new(1, 0, 0)));
/// let mut schema = Schema::new();
/// let name = Column::new("name", ColumnType::VarChar { length: Some(3) })?;
/// let twice = Table::new(QualifiedName::new("artist")?).with_column(name.clone()).with_column(name);
/// schema.apply(&Change::CreateTable(twice))?;
///
/// let findings = toy_backend::BACKEND.validate(&dialect, &schema);
/// let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
/// assert_eq!(lines[1], "error[name.clash] artist.name: there is another column `name`");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[must_use]
pub fn validate(
    validation: &dyn Validation,
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    schema: &Schema,
) -> Vec<Finding> {
    let subject = Subject::new(validation, dialect, schema);
    let mut findings = Findings::new(validation, dialect);
    check_rules(&subject, &mut findings);
    plans::check_creation(editor, &subject, &mut findings);
    findings.finish()
}

/// Every rule but the plans'.
fn check_rules(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let validation = subject.validation();
    names::check(subject, findings);
    for table in &subject.schema().tables {
        tables::check(subject, table, findings);
        foreign_keys::check(subject, table, findings);
        for column in &table.columns {
            columns::check(subject, table, column, findings);
            validation.check_column(subject, table, column, findings);
        }
        indexes::check(subject, table, findings);
        for index in &table.indexes {
            validation.check_index(subject, table, index, findings);
        }
        validation.check_table(subject, table, findings);
    }
    validation.check_schema(subject, findings);
}
