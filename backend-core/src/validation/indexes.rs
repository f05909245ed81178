//! Rules of indexes: columns that are not there, indexes that others make needless.

use super::tables::missing;
use super::{Finding, FindingId, Findings, Object, Subject};
use crate::model::{Identifier, Index, IndexKey, IndexPart, Table};

/// Looks at a table's indexes.
pub(super) fn check(subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
    for (n, index) in table.indexes.iter().enumerate() {
        check_columns(subject, table, index, findings);
        if index.parts.is_empty() || !index.valid {
            continue;
        }
        let others = table.indexes.iter().enumerate();
        let mut others = others.filter(|(m, other)| *m != n && other.valid);
        let (id, message) = if let Some(key) = same_key(subject, table, index) {
            (
                FindingId::IndexDuplicate,
                format!("{key} has an index on the same columns"),
            )
        } else if let Some((_, other)) = others
            .clone()
            .find(|(m, other)| *m < n && is_same(index, other))
        {
            let message = format!("the index {} is the same", other.name.shortened());
            (FindingId::IndexDuplicate, message)
        } else if let Some((_, other)) = others.find(|(_, other)| is_beginning(index, other)) {
            let message = format!("the index {} begins with it", other.name.shortened());
            (FindingId::IndexRedundant, message)
        } else {
            continue;
        };
        let object = Object::index(&table.name, &index.name);
        findings.add(Finding::new(id, object, message));
    }
}

fn check_columns(subject: &Subject<'_>, table: &Table, index: &Index, findings: &mut Findings<'_>) {
    let object = || Object::index(&table.name, &index.name);
    if index.parts.is_empty() {
        let id = FindingId::IndexWithoutColumns;
        findings.add(Finding::new(id, object(), "the index has no columns"));
    }
    let keyed = index.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(column) => Some((column, part.operator_class.is_none())),
        IndexKey::Expression(_) => None,
    });
    let carried = index.include.iter().map(|column| (column, false));
    for (name, by_default) in keyed.chain(carried) {
        match subject.column(table, name.as_str()) {
            None => findings.add(missing(FindingId::IndexColumnMissing, object(), name)),
            Some(column)
                if by_default && !subject.validation().can_index(subject, column, Some(index)) =>
            {
                let message = format!("the column {} cannot be indexed so", name.shortened());
                findings.add(Finding::new(FindingId::IndexTypeRefused, object(), message));
            }
            Some(_) => {}
        }
    }
}

/// The key whose own index serves as well, in words.
fn same_key(subject: &Subject<'_>, table: &Table, index: &Index) -> Option<&'static str> {
    let is_plain = index.predicate.is_none()
        && index.include.is_empty()
        && index.method.is_none()
        && index.parts.iter().all(is_plain_part);
    let columns = index.columns().filter(|_| is_plain)?;
    let same = |of: &[Identifier]| {
        of.len() == columns.len()
            && of
                .iter()
                .zip(&columns)
                .all(|(one, other)| subject.same_name(one.as_str(), other.as_str()))
    };
    if table
        .primary_key
        .as_ref()
        .is_some_and(|key| same(&key.columns))
    {
        return Some("the primary key");
    }
    let is_unique = table.uniques.iter().any(|unique| same(&unique.columns));
    is_unique.then_some("a unique constraint")
}

/// Whether a part is a column as indexes order it by default.
fn is_plain_part(part: &IndexPart) -> bool {
    match &part.key {
        IndexKey::Column(column) => *part == IndexPart::column(column.clone()),
        IndexKey::Expression(_) => false,
    }
}

/// Whether two indexes differ in their names at most.
fn is_same(one: &Index, other: &Index) -> bool {
    let unnamed = |index: &Index| Index {
        name: other.name.clone(),
        comment: None,
        ..index.clone()
    };
    unnamed(one) == unnamed(other)
}

/// Whether a longer index serves as well as this one.
fn is_beginning(index: &Index, longer: &Index) -> bool {
    let is_longer = longer.parts.len() > index.parts.len();
    let first = longer.parts.get(..index.parts.len());
    !index.unique
        && is_longer
        && first == Some(index.parts.as_slice())
        && index.include.is_empty()
        && (&index.predicate, &index.method) == (&longer.predicate, &longer.method)
}
