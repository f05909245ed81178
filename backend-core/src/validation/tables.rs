//! Rules of tables and of their keys: columns that are not there, keys that say the same.

use super::finding::names;
use super::{Finding, FindingId, Findings, Object, Subject};
use crate::model::{Identifier, IndexKey, Table, TableKind};

/// Looks at a table and its keys.
pub(super) fn check(subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
    let is_whole = table.kind == TableKind::Ordinary
        && table.partition_of.is_none()
        && table.inherits.is_empty();
    let at_table = || Object::Table(table.name.clone());
    if table.columns.is_empty() && is_whole {
        let id = FindingId::TableWithoutColumns;
        findings.add(Finding::new(id, at_table(), "it has no columns"));
    } else if table.primary_key.is_none() && is_whole {
        let id = FindingId::TableWithoutPrimaryKey;
        let finding = Finding::new(id, at_table(), "it has no primary key");
        findings.add(finding.with_hint("without one, two equal rows cannot be told apart"));
    }
    for (name, columns) in keys(table) {
        check_key(subject, table, (name, columns), findings);
    }
    check_exclusions(subject, table, findings);
    check_primary_key(subject, table, findings);
    check_duplicates(subject, table, findings);
}

/// A key's name, where it has one, and its columns.
type Key<'t> = (Option<&'t Identifier>, &'t [Identifier]);

/// The table's keys: what each is called, and its columns.
fn keys(table: &Table) -> impl Iterator<Item = Key<'_>> {
    let primary = table.primary_key.iter();
    let uniques = table.uniques.iter();
    primary
        .map(|key| (key.name.as_ref(), key.columns.as_slice()))
        .chain(uniques.map(|each| (each.name.as_ref(), each.columns.as_slice())))
}

fn check_key(
    subject: &Subject<'_>,
    table: &Table,
    (name, columns): Key<'_>,
    findings: &mut Findings<'_>,
) {
    let object = || Object::constraint(&table.name, name, columns);
    if columns.is_empty() {
        let id = FindingId::KeyWithoutColumns;
        findings.add(Finding::new(id, object(), "the key has no columns"));
    }
    for (n, column) in columns.iter().enumerate() {
        let Some(found) = subject.column(table, column.as_str()) else {
            findings.add(missing(FindingId::KeyColumnMissing, object(), column));
            continue;
        };
        let is_same = |other: &Identifier| subject.same_name(other.as_str(), column.as_str());
        if columns.iter().take(n).any(is_same) {
            let message = format!("the key names the column {} twice", column.shortened());
            findings.add(Finding::new(
                FindingId::KeyColumnRepeated,
                object(),
                message,
            ));
        }
        if !subject.validation().can_index(subject, found, None) {
            let message = format!("the column {} cannot be part of a key", column.shortened());
            findings.add(Finding::new(FindingId::IndexTypeRefused, object(), message));
        }
    }
}

/// That a column is named which is not there.
pub(super) fn missing(id: FindingId, object: Object, column: &Identifier) -> Finding {
    let message = format!("there is no column {} in its table", column.shortened());
    Finding::new(id, object, message)
}

fn check_exclusions(subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
    for exclusion in &table.exclusions {
        let object = || Object::constraint(&table.name, exclusion.name.as_ref(), &[]);
        if exclusion.parts.is_empty() {
            let id = FindingId::KeyWithoutColumns;
            findings.add(Finding::new(id, object(), "the key has no columns"));
        }
        for part in &exclusion.parts {
            if let IndexKey::Column(column) = &part.part.key
                && subject.column(table, column.as_str()).is_none()
            {
                findings.add(missing(FindingId::KeyColumnMissing, object(), column));
            }
        }
    }
}

fn check_primary_key(subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
    for name in table.primary_key_columns() {
        if let Some(column) = subject.column(table, name.as_str())
            && column.nullable
        {
            let object = Object::column(&table.name, &column.name);
            let message = "it is part of the primary key, and can be NULL by its declaration";
            let finding = Finding::new(FindingId::PrimaryKeyNullable, object, message);
            findings.add(finding.with_hint("declare it NOT NULL"));
        }
    }
}

/// Looks for constraints that say what another one says.
fn check_duplicates(subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
    let mut found = |object: Object, of: &str| {
        let message = format!("another {of} says the same");
        findings.add(Finding::new(
            FindingId::ConstraintDuplicate,
            object,
            message,
        ));
    };
    let fold = |columns: &[Identifier]| -> Vec<String> {
        let folded = columns.iter().map(|column| subject.fold(column.as_str()));
        folded.map(std::borrow::Cow::into_owned).collect()
    };
    for (n, unique) in table.uniques.iter().enumerate() {
        let columns = fold(&unique.columns);
        let key = table.primary_key.as_ref();
        let is_key = key.is_some_and(|key| fold(&key.columns) == columns);
        let mut before = table.uniques.iter().take(n);
        let is_said = is_key
            || before.any(|other| {
                fold(&other.columns) == columns && other.nulls_distinct == unique.nulls_distinct
            });
        if is_said {
            let object = Object::constraint(&table.name, unique.name.as_ref(), &unique.columns);
            found(object, "key");
        }
    }
    for (n, key) in table.foreign_keys.iter().enumerate() {
        let target = subject.folded(&key.references);
        let is_said = table.foreign_keys.iter().take(n).any(|other| {
            fold(&other.columns) == fold(&key.columns)
                && subject.folded(&other.references) == target
                && fold(&other.referenced_columns) == fold(&key.referenced_columns)
        });
        if is_said {
            let object = Object::constraint(&table.name, key.name.as_ref(), &key.columns);
            found(object, "foreign key");
        }
    }
    for (n, check) in table.checks.iter().enumerate() {
        let mut before = table.checks.iter().take(n);
        if before.any(|other| other.expression == check.expression) {
            let object = Object::constraint(&table.name, check.name.as_ref(), &[]);
            found(object, "check");
        }
    }
}

/// The column names of a key, for a message.
pub(super) fn listed(columns: &[Identifier]) -> String {
    format!("({})", names(columns))
}
