//! What PostgreSQL takes, and the rules that only it has.

mod types;
mod words;

use std::ops::RangeInclusive;

use backend_core::model::{Column, ColumnType, Index, Table, UserTypeKind};
use backend_core::operations::Dialect;
use backend_core::validation::{
    Conversion, Finding, FindingId, Findings, Named, Namespace, NativeFinding, Object, Severity,
    Subject, Validation,
};
use backend_core::value::Value;

/// A column has the name of one that every table has.
const SYSTEM_COLUMN: FindingId = FindingId::Native(NativeFinding {
    name: "postgres.system_column",
    severity: Severity::Error,
    doc: "A column has the name of one that every table has.",
});
/// A schema has a name that only the server may give.
const RESERVED_SCHEMA: FindingId = FindingId::Native(NativeFinding {
    name: "postgres.reserved_schema",
    severity: Severity::Error,
    doc: "A schema has a name that only the server may give.",
});

/// The columns that every table has.
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];
/// The most columns of a foreign key and of a key of partitions.
const MAX_KEY_COLUMNS: usize = 32;

/// PostgreSQL's validation.
#[derive(Debug)]
pub(crate) struct PostgresValidation;

impl Validation for PostgresValidation {
    fn severity(&self, _dialect: &Dialect, id: FindingId) -> Option<Severity> {
        match id {
            // Such a table can be made, and can have rows.
            FindingId::TableWithoutColumns => Some(Severity::Warning),
            // The server makes it NOT NULL.
            FindingId::PrimaryKeyNullable => Some(Severity::Info),
            id => Some(id.severity()),
        }
    }

    /// Indexes, and so keys, are relations as tables are; each table is a type, too.
    fn namespaces(&self, named: Named) -> &'static [Namespace] {
        match named {
            Named::Table | Named::View => &[Namespace::Relations, Namespace::Types],
            Named::Sequence | Named::Index => &[Namespace::Relations],
            Named::Key => &[Namespace::Relations, Namespace::TableConstraints],
            Named::Type => &[Namespace::Types],
            Named::ForeignKey | Named::Check => &[Namespace::TableConstraints],
            Named::Trigger => &[Namespace::TableTriggers],
            _ => &[],
        }
    }

    fn is_reserved(&self, _dialect: &Dialect, name: &str) -> bool {
        words::RESERVED
            .binary_search(&name.to_ascii_lowercase().as_str())
            .is_ok()
    }

    fn key_types(
        &self,
        _subject: &Subject<'_>,
        referring: &Column,
        referenced: &Column,
    ) -> Option<Severity> {
        types::comparison(&referring.column_type, &referenced.column_type)
    }

    fn integers(&self, column_type: &ColumnType) -> Option<RangeInclusive<i128>> {
        Some(match column_type {
            // There is none of 8 bits.
            ColumnType::TinyInteger | ColumnType::SmallInteger => i16::MIN.into()..=i16::MAX.into(),
            ColumnType::Integer => i32::MIN.into()..=i32::MAX.into(),
            ColumnType::BigInteger => i64::MIN.into()..=i64::MAX.into(),
            _ => return None,
        })
    }

    fn takes(&self, value: &Value, column_type: &ColumnType) -> bool {
        types::takes(value, column_type)
    }

    fn conversion(&self, _subject: &Subject<'_>, from: &Column, to: &Column) -> Conversion {
        types::conversion(&from.column_type, &to.column_type)
    }

    fn can_index(&self, subject: &Subject<'_>, column: &Column, index: Option<&Index>) -> bool {
        let method = index.and_then(|index| index.method.as_deref());
        types::has_operators(subject, column, method)
    }

    fn check_schema(&self, subject: &Subject<'_>, findings: &mut Findings<'_>) {
        for each in &subject.schema().types {
            if let UserTypeKind::Enumeration { labels } = &each.kind {
                let most = crate::features::MAX_IDENTIFIER_BYTES;
                let object = Object::Type(each.name.clone());
                for (n, label) in labels.iter().enumerate() {
                    let is_long = usize::try_from(most).is_ok_and(|most| label.len() > most);
                    if is_long {
                        let message =
                            format!("a label has {} bytes, the limit is {most}", label.len());
                        findings.add(Finding::new(
                            FindingId::NameTooLong,
                            object.clone(),
                            message,
                        ));
                    }
                    if labels.iter().take(n).any(|other| other == label) {
                        let message = format!("the label `{label}` is there twice");
                        findings.add(Finding::new(FindingId::NameClash, object.clone(), message));
                    }
                }
            }
        }
    }

    fn check_table(&self, _subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
        if let Some(schema) = &table.name.schema
            && schema.as_str().starts_with("pg_")
        {
            let message = "names that begin with `pg_` are the server's";
            let object = Object::Table(table.name.clone());
            findings.add(Finding::new(RESERVED_SCHEMA, object, message));
        }
        let mut count = |object: Object, columns: usize| {
            if columns > MAX_KEY_COLUMNS {
                let message =
                    format!("the key has {columns} columns, the limit is {MAX_KEY_COLUMNS}");
                findings.add(Finding::new(FindingId::LimitExceeded, object, message));
            }
        };
        for key in &table.foreign_keys {
            let object = Object::constraint(&table.name, key.name.as_ref(), &key.columns);
            count(object, key.columns.len());
        }
        if let Some(partitioning) = &table.partitioning {
            let object = Object::Table(table.name.clone());
            count(object, partitioning.parts.len());
        }
    }

    fn check_column(
        &self,
        subject: &Subject<'_>,
        table: &Table,
        column: &Column,
        findings: &mut Findings<'_>,
    ) {
        let object = || Object::column(&table.name, &column.name);
        if SYSTEM_COLUMNS.contains(&column.name.as_str()) {
            let message = "every table has a column of this name, which the server fills";
            findings.add(Finding::new(SYSTEM_COLUMN, object(), message));
        }
        if let Some(message) = types::out_of_limits(subject.features(), &column.column_type) {
            findings.add(Finding::new(FindingId::TypeOutOfLimits, object(), message));
        }
    }
}
