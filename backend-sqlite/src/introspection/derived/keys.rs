//! Primary keys, unique constraints and the indexes that SQLite makes for them.

use backend_core::model::SortOrder;

use crate::introspection::catalog::IndexRow;
use crate::introspection::{ddl, same_name};

/// SQLite's collation where none is named.
const DEFAULT_COLLATION: &str = "BINARY";

/// One column of a key.
pub(super) struct Key<'s> {
    pub(super) column: &'s ddl::Column,
    pub(super) collation: &'s str,
}

impl<'s> Key<'s> {
    /// A term as a column; `None` where it is none, or might be none to SQLite.
    pub(super) fn of(table: &'s ddl::CreateTable, term: &'s ddl::IndexedTerm) -> Option<Self> {
        // A string can be a name, or itself.
        let name = term.column.as_ref().filter(|_| !term.text.contains('\''))?;
        let column = table
            .columns
            .iter()
            .find(|column| same_name(&column.name, name))?;
        let collation = term
            .collation
            .as_deref()
            .unwrap_or_else(|| own_collation(column));
        Some(Self { column, collation })
    }

    fn whole(column: &'s ddl::Column) -> Self {
        Self {
            column,
            collation: own_collation(column),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self.column, other.column)
            && self.collation.eq_ignore_ascii_case(other.collation)
    }
}

fn own_collation(column: &ddl::Column) -> &str {
    let written = column.constraints.iter().rev();
    written
        .filter_map(|constraint| match &constraint.rule {
            ddl::ColumnRule::Collate(collation) => Some(collation.as_str()),
            _ => None,
        })
        .next()
        .unwrap_or(DEFAULT_COLLATION)
}

/// The primary key of a table.
pub(super) struct PrimaryKey<'s> {
    pub(super) columns: Vec<&'s ddl::Column>,
    /// Whether its one column is the row id, so that it needs no index.
    pub(super) is_row_id: bool,
}

/// The primary key, `Some(None)` for none; `None` where only SQLite can tell.
pub(super) fn primary_key(statement: &ddl::CreateTable) -> Option<Option<PrimaryKey<'_>>> {
    let mut keys = key_lists(statement).filter(|(is_primary, _)| *is_primary);
    let Some((_, keys_of_one)) = keys.next() else {
        return Some(None);
    };
    let list = keys_of_one?;
    let is_repeated = list.iter().enumerate().any(|(at, one)| {
        let before = list.get(..at).unwrap_or_default();
        before
            .iter()
            .any(|other| std::ptr::eq(one.column, other.column))
    });
    if is_repeated || keys.next().is_some() {
        return None;
    }
    let declared_type = match list.as_slice() {
        [only] => only.column.declared_type.as_deref().unwrap_or_default(),
        _ => "",
    };
    // Quotes do not hinder a type from being the one that makes a row id.
    if declared_type.contains(['"', '\'', '`', '[', '/', '-']) {
        return None;
    }
    let is_integer = declared_type.eq_ignore_ascii_case("INTEGER");
    if is_integer
        && statement.without_rowid
        && list
            .iter()
            .any(|key| key.collation != own_collation(key.column))
    {
        return None;
    }
    Some(Some(PrimaryKey {
        columns: list.iter().map(|key| key.column).collect(),
        is_row_id: is_integer && !statement.without_rowid,
    }))
}

type KeyList<'s> = (bool, Option<Vec<Key<'s>>>);

/// The columns of each `PRIMARY KEY` (then `true`) and `UNIQUE`, in the order of the statement; no list where only SQLite
/// can tell.
fn key_lists(statement: &ddl::CreateTable) -> impl Iterator<Item = KeyList<'_>> {
    let of_columns = statement.columns.iter().flat_map(|column| {
        let written = column.constraints.iter();
        written.filter_map(|constraint| match &constraint.rule {
            ddl::ColumnRule::PrimaryKey { order, .. } => {
                let is_plain = *order == SortOrder::Ascending;
                Some((true, is_plain.then(|| vec![Key::whole(column)])))
            }
            ddl::ColumnRule::Unique { .. } => Some((false, Some(vec![Key::whole(column)]))),
            _ => None,
        })
    });
    let of_table = statement.constraints.iter();
    let of_table = of_table.filter_map(|constraint| match &constraint.rule {
        ddl::TableRule::PrimaryKey { terms, .. } => Some((true, key_list(statement, terms))),
        ddl::TableRule::Unique { terms, .. } => Some((false, key_list(statement, terms))),
        _ => None,
    });
    of_columns.chain(of_table)
}

fn key_list<'s>(
    statement: &'s ddl::CreateTable,
    terms: &'s [ddl::IndexedTerm],
) -> Option<Vec<Key<'s>>> {
    // Whether a descending order holds hangs on the file, and on whether the key is the row id.
    let term = |term: &'s ddl::IndexedTerm| {
        Key::of(statement, term).filter(|_| term.order == SortOrder::Ascending)
    };
    terms.iter().map(term).collect()
}

/// An index that a constraint needs.
pub(super) struct AutomaticIndex<'s> {
    is_primary: bool,
    keys: Vec<Key<'s>>,
}

/// The indexes of the table's constraints; `None` where only SQLite can tell. What two constraints demand alike is one.
pub(super) fn automatic_indexes<'s>(
    statement: &'s ddl::CreateTable,
    key: Option<&PrimaryKey<'_>>,
) -> Option<Vec<AutomaticIndex<'s>>> {
    let has_row_id_key = key.is_some_and(|key| key.is_row_id);
    let mut indexes: Vec<AutomaticIndex<'s>> = Vec::new();
    for (is_primary, keys) in key_lists(statement) {
        let keys = keys?;
        if is_primary && has_row_id_key {
            continue;
        }
        let is_same = |index: &&mut AutomaticIndex<'_>| {
            let pairs = index.keys.iter().zip(&keys);
            index.keys.len() == keys.len() && { pairs }.all(|(one, other)| one.is_same(other))
        };
        match indexes.iter_mut().find(is_same) {
            Some(index) => index.is_primary |= is_primary,
            None => indexes.push(AutomaticIndex { is_primary, keys }),
        }
    }
    Some(indexes)
}

pub(super) fn rows_of(
    (index, number): (AutomaticIndex<'_>, usize),
) -> impl Iterator<Item = IndexRow> {
    let AutomaticIndex { is_primary, keys } = index;
    keys.into_iter().map(move |key| IndexRow {
        // Its number tells it from the others; its name is nobody's concern.
        index: format!("sqlite_autoindex_{number}"),
        unique: true,
        origin: if is_primary { "pk" } else { "u" }.to_owned(),
        column: Some(key.column.name.clone()),
        descending: false,
        collation: key.collation.to_owned(),
    })
}
