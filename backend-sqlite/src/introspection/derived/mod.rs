//! What the pragmas would say of a table, made from its stored statements.
//!
//! SQLite itself knows a table by nothing else than the text of its statements, so that the text, read as SQLite reads it,
//! says the same as the pragmas. Asking costs more: a pragma begins with a look-up by name, in a hash table that does not
//! grow with the catalog. Whatever is not plain is left to the pragmas: a problem of the reader, a key that is no list of
//! columns, a count that is not SQLite's own. There is no I/O here.

mod keys;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use backend_core::model::{ReferentialAction, SortOrder};

use self::keys::{Key, PrimaryKey};

use super::catalog::{Catalog, ColumnRow, ForeignKeyRow, IndexRow, Readings, Relation, Rows};
use super::{ddl, same_name};

/// Makes the rows of a table; `None` where only SQLite can tell.
pub(super) fn rows(
    catalog: &Catalog,
    relation: &Relation,
    readings: &Readings<'_>,
) -> Option<Rows<'static>> {
    let Some(ddl::Statement::Table(statement)) = readings.table.complete() else {
        return None;
    };
    let (columns, mut indexes, foreign_keys) = table(relation, statement, readings.automatic)?;
    for (name, reading) in &readings.created {
        let Some(ddl::Statement::Index(created)) = reading.complete() else {
            return None;
        };
        indexes.extend(index(name, statement, created)?);
    }
    if !catalog.has_descending && indexes.iter().any(|row| row.descending) {
        return None;
    }
    Some(Rows {
        columns: Cow::Owned(columns),
        indexes: Cow::Owned(indexes),
        foreign_keys: Cow::Owned(foreign_keys),
    })
}

type TableRows = (Vec<ColumnRow>, Vec<IndexRow>, Vec<ForeignKeyRow>);

/// Makes the rows of a table without those of its `CREATE INDEX`; `None` where only SQLite can tell. `automatic` is how
/// many indexes without a statement the catalog has for it.
fn table(relation: &Relation, statement: &ddl::CreateTable, automatic: usize) -> Option<TableRows> {
    let is_same = usize::try_from(relation.columns) == Ok(statement.columns.len())
        && relation.without_rowid == statement.without_rowid
        && relation.strict == statement.strict
        && statement.select.is_none();
    if !is_same {
        return None;
    }
    let key = keys::primary_key(statement)?;
    let indexes = keys::automatic_indexes(statement, key.as_ref())?;
    // The key of a table without row ids is the table itself, and no object of its own.
    if indexes.len() != automatic + usize::from(statement.without_rowid) {
        return None;
    }
    let columns = statement.columns.iter().zip(0_i64..);
    let columns = columns
        .map(|(column, cid)| column_row(statement, column, cid, key.as_ref()))
        .collect();
    let indexes = indexes.into_iter().zip(1..).flat_map(keys::rows_of);
    Some((columns, indexes.collect(), foreign_keys(statement)?))
}

/// Makes the rows of a `CREATE INDEX` of that table; `None` where only SQLite can tell.
fn index(
    name: &str,
    table: &ddl::CreateTable,
    statement: &ddl::CreateIndex,
) -> Option<Vec<IndexRow>> {
    if !same_name(&table.name, &statement.table) {
        return None;
    }
    let term = |term: &ddl::IndexedTerm| {
        let key = Key::of(table, term)?;
        Some(IndexRow {
            index: name.to_owned(),
            unique: statement.unique,
            origin: "c".to_owned(),
            column: Some(key.column.name.clone()),
            descending: term.order == SortOrder::Descending,
            collation: key.collation.to_owned(),
        })
    };
    statement.terms.iter().map(term).collect()
}

fn column_row(
    statement: &ddl::CreateTable,
    column: &ddl::Column,
    cid: i64,
    key: Option<&PrimaryKey<'_>>,
) -> ColumnRow {
    let position = key.and_then(|key| {
        let mut numbered = key.columns.iter().zip(1_i64..);
        numbered
            .find(|(other, _)| std::ptr::eq(**other, column))
            .map(|(_, position)| position)
    });
    let is_row_id = key.is_some_and(|key| key.is_row_id);
    let mut row = ColumnRow {
        cid,
        name: column.name.clone(),
        declared_type: column.declared_type.clone().unwrap_or_default(),
        not_null: position.is_some() && !is_row_id && (statement.strict || statement.without_rowid),
        // The definition says it, and it alone is asked.
        default: None,
        primary_key: position.unwrap_or(0),
        hidden: 0,
    };
    for constraint in &column.constraints {
        match &constraint.rule {
            ddl::ColumnRule::NotNull { .. } => row.not_null = true,
            ddl::ColumnRule::Generated { stored, .. } => row.hidden = if *stored { 3 } else { 2 },
            _ => {}
        }
    }
    row
}

/// The foreign keys; `None` where only SQLite can tell.
fn foreign_keys(statement: &ddl::CreateTable) -> Option<Vec<ForeignKeyRow>> {
    let of_columns = statement.columns.iter().flat_map(|column| {
        let written = column.constraints.iter();
        written.filter_map(|constraint| match &constraint.rule {
            ddl::ColumnRule::References(references) => {
                Some((std::slice::from_ref(&column.name), references))
            }
            _ => None,
        })
    });
    let of_table = statement.constraints.iter();
    let of_table = of_table.filter_map(|constraint| match &constraint.rule {
        ddl::TableRule::ForeignKey {
            columns,
            references,
        } => Some((columns.as_slice(), references)),
        _ => None,
    });
    let mut rows = Vec::new();
    // SQLite numbers the keys from the last one of the statement to the first.
    for (id, (columns, references)) in of_columns.chain(of_table).enumerate() {
        let id = i64::try_from(id).ok()?.checked_neg()?;
        if !references.columns.is_empty() && references.columns.len() != columns.len() {
            return None;
        }
        for (at, name) in columns.iter().enumerate() {
            let mut own = statement.columns.iter();
            let from = own.find(|column| same_name(&column.name, name))?;
            rows.push(ForeignKeyRow {
                id,
                references: references.table.clone(),
                from: from.name.clone(),
                to: references.columns.get(at).cloned(),
                on_update: action(references.on_update).to_owned(),
                on_delete: action(references.on_delete).to_owned(),
            });
        }
    }
    Some(rows)
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
        ReferentialAction::Restrict => "RESTRICT",
        _ => "NO ACTION",
    }
}
