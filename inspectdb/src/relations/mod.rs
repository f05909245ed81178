//! Relations: the foreign keys of the chosen tables, from both ends, under names that come from their columns.
//!
//! `boss_id` gives the relation `boss`. Its other end bears the table's name, `album` on an artist, where the relation is
//! named like the table it leads to; otherwise it also says which relation it is the end of, `employee_by_boss`.

use std::collections::{BTreeMap, BTreeSet};

use backend_core::model::{
    ForeignKey, Identifier, IndexKey, QualifiedName, ReferentialAction, Schema, Table,
};

use crate::naming::{numbered, snake};

/// One end of a foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    /// Unlike every other relation's of its table.
    pub(crate) name: String,
    pub(crate) kind: RelationKind,
    /// The table at the other end.
    pub(crate) table: QualifiedName,
    /// Pairs of own column and the other table's.
    pub(crate) columns: Vec<(Identifier, Identifier)>,
    pub(crate) on_delete: ReferentialAction,
    pub(crate) on_update: ReferentialAction,
}

/// Which end of a foreign key a relation is, and how many rows may be at the other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RelationKind {
    /// This table has the foreign key.
    BelongsTo,
    /// The other table has it; any number of its rows refer to one here.
    HasMany,
    /// The other table has it; at most one of its rows refers to one here.
    HasOne,
}

/// The relations of each table of the schema: its own foreign keys in the order of their columns, then others' that lead to it, by
/// name.
/// A key that leads nowhere is none.
pub(crate) fn relations(
    schema: &Schema,
    is_elsewhere: impl Fn(&QualifiedName) -> bool,
) -> BTreeMap<&QualifiedName, Vec<Relation>> {
    let mut relations: BTreeMap<&QualifiedName, Vec<Relation>> = BTreeMap::new();
    let mut reverse: BTreeMap<&QualifiedName, Vec<(Candidate, Relation)>> = BTreeMap::new();
    let tables: BTreeMap<_, _> = schema
        .tables
        .iter()
        .map(|table| (&table.name, table))
        .collect();
    for table in &schema.tables {
        let keys = in_column_order(table)
            .into_iter()
            .filter(|key| refers_to_one_row(key))
            .filter(|key| match tables.get(&key.references) {
                Some(target) => fits(key, target),
                None => is_elsewhere(&key.references) && !key.referenced_columns.is_empty(),
            });
        let mut forward = Vec::new();
        for key in keys {
            forward.push((forward_candidate(key), forward_relation(key)));
            reverse
                .entry(&key.references)
                .or_default()
                .push((reverse_candidate(table, key), reverse_relation(table, key)));
        }
        relations.insert(&table.name, name_all(forward, &mut BTreeSet::new()));
    }
    for table in &schema.tables {
        let (Some(ends), Some(own)) = (reverse.remove(&table.name), relations.get_mut(&table.name))
        else {
            continue;
        };
        let mut taken = own.iter().map(|relation| relation.name.clone()).collect();
        let mut ends = name_all(ends, &mut taken);
        ends.sort_by(|one, other| one.name.cmp(&other.name));
        own.append(&mut ends);
    }
    relations
}

/// The foreign keys of the table in the order of their columns: not every database remembers the order of the keys.
pub(crate) fn in_column_order(table: &Table) -> Vec<&ForeignKey> {
    let place = |name: &Identifier| table.columns.iter().position(|it| it.name == *name);
    let mut keys: Vec<&ForeignKey> = table.foreign_keys.iter().collect();
    keys.sort_by_cached_key(|key| key.columns.iter().map(place).collect::<Vec<_>>());
    keys
}

/// Whether the key's columns have their counterparts in the table that it refers to.
pub(crate) fn fits(key: &ForeignKey, target: &Table) -> bool {
    key.columns.len() == key.referenced_columns.len()
        && key
            .referenced_columns
            .iter()
            .all(|column| target.column(column.as_str()).is_some())
}

/// Whether a row refers to at most one other: rows that cover a period together are several.
fn refers_to_one_row(key: &ForeignKey) -> bool {
    !key.period
}

/// Names that a relation may have, the shortest first, and what orders it among equals.
struct Candidate {
    names: Vec<String>,
    key: String,
}

fn forward_relation(key: &ForeignKey) -> Relation {
    let pairs = key
        .columns
        .iter()
        .cloned()
        .zip(key.referenced_columns.iter().cloned());
    Relation {
        name: String::new(),
        kind: RelationKind::BelongsTo,
        table: key.references.clone(),
        columns: pairs.collect(),
        on_delete: key.on_delete,
        on_update: key.on_update,
    }
}

fn reverse_relation(table: &Table, key: &ForeignKey) -> Relation {
    let pairs = key
        .referenced_columns
        .iter()
        .cloned()
        .zip(key.columns.iter().cloned());
    Relation {
        name: String::new(),
        kind: if is_unique(table, &key.columns) {
            RelationKind::HasOne
        } else {
            RelationKind::HasMany
        },
        table: table.name.clone(),
        columns: pairs.collect(),
        on_delete: key.on_delete,
        on_update: key.on_update,
    }
}

fn forward_candidate(key: &ForeignKey) -> Candidate {
    let role = role(key);
    let to_table = format!("{role}_to_{}", snake(key.references.name.as_str()));
    let by_columns = format!("{role}_by_{}", columns(key));
    Candidate {
        names: vec![role, to_table, by_columns],
        key: sort_key(key),
    }
}

fn reverse_candidate(table: &Table, key: &ForeignKey) -> Candidate {
    let name = snake(table.name.name.as_str());
    let role = role(key);
    let by_role = format!("{name}_by_{role}");
    let by_columns = format!("{name}_by_{}", columns(key));
    // Tables of one name in several schemas.
    let by_schema = table
        .name
        .schema
        .as_ref()
        .map(|schema| format!("{}_{by_role}", snake(schema.as_str())));
    let mut names = vec![name, by_role];
    names.extend(by_schema);
    names.push(by_columns);
    if !is_named_like(&role, &key.references) {
        names.remove(0);
    }
    Candidate {
        names,
        key: format!("{}\0{}", table.name, sort_key(key)),
    }
}

fn columns(key: &ForeignKey) -> String {
    let columns: Vec<_> = key
        .columns
        .iter()
        .map(|column| snake(column.as_str()))
        .collect();
    columns.join("_and_")
}

fn sort_key(key: &ForeignKey) -> String {
    let mut parts = vec![key.references.to_string()];
    parts.extend(key.columns.iter().map(ToString::to_string));
    parts.extend(key.referenced_columns.iter().map(ToString::to_string));
    parts.extend(key.name.iter().map(ToString::to_string));
    parts.join("\0")
}

/// What a foreign key's columns call the row they refer to: `boss_id` the boss, `home_team` and `home_year` the home. Where
/// they call it nothing of their own it is the table's name.
fn role(key: &ForeignKey) -> String {
    let roles = key
        .columns
        .iter()
        .zip(&key.referenced_columns)
        .filter_map(|(column, referenced)| role_of_column(column, referenced, key.columns.len()));
    let role = common_words(roles);
    if role.is_empty() {
        snake(key.references.name.as_str())
    } else {
        role
    }
}

/// What one of a key's columns adds to the role: `country_code` that refers to `code` says country, `artist_id` says artist
/// whatever it refers to.
fn role_of_column(column: &Identifier, referenced: &Identifier, of: usize) -> Option<String> {
    let (column, referenced) = (snake(column.as_str()), snake(referenced.as_str()));
    let role = if column == referenced {
        // One column with one name at both ends, `customer_id`, still says which row is meant; one of several does not.
        column.strip_suffix("_id").filter(|_| of == 1)?
    } else if column == "id" {
        return None;
    } else {
        column
            .strip_suffix(&format!("_{referenced}"))
            .or_else(|| column.strip_suffix("_id"))
            .unwrap_or(&column)
    };
    Some(role.to_owned())
}

/// The words that all names begin with.
fn common_words(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let mut names = names.iter().map(|name| name.split('_').collect::<Vec<_>>());
    let mut common = names.next().unwrap_or_default();
    for words in names {
        let same = common
            .iter()
            .zip(&words)
            .take_while(|(one, other)| one == other)
            .count();
        common.truncate(same);
    }
    common.join("_")
}

/// Whether the role is the table's own name, be it in the singular as most English words have it.
fn is_named_like(role: &str, table: &QualifiedName) -> bool {
    let table = snake(table.name.as_str());
    let plural_of = |ending: &str, plural: &str| {
        role.strip_suffix(ending)
            .is_some_and(|stem| table.strip_suffix(plural) == Some(stem))
    };
    role == table || plural_of("", "s") || plural_of("", "es") || plural_of("y", "ies")
}

/// Whether no two rows of the table agree on the columns.
fn is_unique(table: &Table, columns: &[Identifier]) -> bool {
    let within =
        |key: &[Identifier]| !key.is_empty() && key.iter().all(|column| columns.contains(column));
    let indexes = table
        .indexes
        .iter()
        .filter(|index| index.unique && index.valid && index.predicate.is_none());
    let keys = table.primary_key.iter().filter(|key| !key.without_overlaps);
    let uniques = table.uniques.iter().filter(|key| !key.without_overlaps);
    keys.map(|key| &key.columns)
        .chain(uniques.map(|unique| &unique.columns))
        .any(|columns| within(columns))
        || indexes.map(|index| &index.parts).any(|parts| {
            !parts.is_empty()
                && parts.iter().all(
                    |part| matches!(&part.key, IndexKey::Column(name) if columns.contains(name)),
                )
        })
}

/// Gives each relation the shortest of its names that no other one has; those that stay equal are numbered.
fn name_all(relations: Vec<(Candidate, Relation)>, taken: &mut BTreeSet<String>) -> Vec<Relation> {
    let mut names: Vec<Option<String>> = vec![None; relations.len()];
    let most = relations.iter().map(|(candidate, _)| candidate.names.len());
    for level in 0..most.max().unwrap_or_default() {
        let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (candidate, _)) in relations.iter().enumerate() {
            if let (Some(None), Some(name)) = (names.get(at), candidate.names.get(level)) {
                wanted.entry(name).or_default().push(at);
            }
        }
        for (name, positions) in wanted {
            if let [at] = positions.as_slice()
                && taken.insert(name.to_owned())
                && let Some(place) = names.get_mut(*at)
            {
                *place = Some(name.to_owned());
            }
        }
    }
    let mut rest: Vec<usize> = (0..relations.len()).collect();
    rest.sort_by_key(|at| relations.get(*at).map(|(candidate, _)| &candidate.key));
    for at in rest {
        if let (Some(place @ None), Some((candidate, _))) = (names.get_mut(at), relations.get(at)) {
            let base = candidate.names.last().map_or("", String::as_str);
            let free = if taken.contains(base) {
                numbered(base, "_", taken)
            } else {
                base.to_owned()
            };
            taken.insert(free.clone());
            *place = Some(free);
        }
    }
    relations
        .into_iter()
        .zip(names)
        .map(|((_, relation), name)| Relation {
            name: name.unwrap_or_default(),
            ..relation
        })
        .collect()
}

#[cfg(test)]
mod tests;
