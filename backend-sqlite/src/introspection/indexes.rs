//! Indexes, and the order and collation of keys.

use std::collections::BTreeMap;

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, Index, IndexPart, SortOrder, Table};
use backend_core::sql::tokenizer::bare;

use super::catalog::IndexRow;
use super::ddl;
use crate::sql::LEXICON;

/// SQLite's collation where none is named.
const DEFAULT_COLLATION: &str = "BINARY";

/// Makes the model of the indexes that were made as such, by name.
pub(super) fn parse(
    created: &[(&str, ddl::Reading)],
    table: &Table,
    rows: &[IndexRow],
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Index>> {
    by_name(rows.iter().filter(|row| row.origin == "c"))
        .into_iter()
        .map(|(name, rows)| index(created, table, &name, &rows, warnings))
        .collect()
}

/// Rows of the same index together, by the index's name.
pub(super) fn by_name<'r>(
    rows: impl Iterator<Item = &'r IndexRow>,
) -> Vec<(String, Vec<&'r IndexRow>)> {
    let mut groups: BTreeMap<&str, Vec<&IndexRow>> = BTreeMap::new();
    for row in rows {
        groups.entry(&row.index).or_default().push(row);
    }
    groups
        .into_iter()
        .map(|(name, rows)| (name.to_owned(), rows))
        .collect()
}

/// The parts of a key whose order or collation is not the columns' own; none where all are.
pub(super) fn special_parts(table: &Table, rows: &[&IndexRow]) -> Result<Vec<IndexPart>> {
    let parts = rows
        .iter()
        .map(|row| part(table, row, None))
        .collect::<Result<Vec<IndexPart>>>()?;
    let is_special =
        |part: &IndexPart| part.order == SortOrder::Descending || part.collation.is_some();
    Ok(if parts.iter().any(is_special) {
        parts
    } else {
        Vec::new()
    })
}

fn index(
    created: &[(&str, ddl::Reading)],
    table: &Table,
    name: &str,
    rows: &[&IndexRow],
    warnings: &mut Vec<Warning>,
) -> Result<Index> {
    let mut readings = created.iter();
    let reading = readings.find_map(|(other, reading)| (*other == name).then_some(reading));
    let name = Identifier::new(name)?;
    let mut problems = reading
        .into_iter()
        .flat_map(|reading| &reading.problems)
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    let statement = match reading.and_then(|reading| reading.statement.as_ref()) {
        Some(ddl::Statement::Index(statement)) if statement.terms.len() == rows.len() => {
            Some(statement)
        }
        _ => None,
    };
    if statement.is_none() && rows.iter().any(|row| row.column.is_none()) && problems.is_empty() {
        problems.push("its expressions are not those of the catalog".to_owned());
    }
    for problem in problems {
        let message = format!(
            "its index {} cannot be followed: {problem}",
            name.shortened()
        );
        warnings.push(Warning::new(table.name.clone(), message));
    }
    let parts = rows
        .iter()
        .enumerate()
        .map(|(n, row)| part(table, row, statement.and_then(|it| it.terms.get(n))))
        .collect::<Result<_>>()?;
    let mut index = Index::new(name, parts);
    index.unique = rows.first().is_some_and(|row| row.unique);
    index.predicate = statement.and_then(|statement| statement.predicate.clone());
    index.comment = statement.and_then(|statement| statement.comment.clone());
    Ok(index)
}

fn part(table: &Table, row: &IndexRow, term: Option<&ddl::IndexedTerm>) -> Result<IndexPart> {
    let part = match (&row.column, term) {
        (Some(column), _) => IndexPart::column(Identifier::new(column.as_str())?),
        (None, term) => IndexPart::expression(term.map_or("", |term| bare(&term.text, LEXICON))),
    };
    let own = match &row.column {
        Some(column) => table
            .column(column)
            .and_then(|column| column.collation.as_ref())
            .map_or(DEFAULT_COLLATION, Identifier::as_str),
        // What an expression's own collation is, only SQLite knows: special is what is written.
        None if term.is_some_and(|term| term.collation.is_some()) => "",
        None => &row.collation,
    };
    let part = if own.eq_ignore_ascii_case(&row.collation) {
        part
    } else {
        part.with_collation(Identifier::new(row.collation.as_str())?)
    };
    Ok(if row.descending {
        part.descending()
    } else {
        part
    })
}
