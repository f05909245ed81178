//! [`creation`] and [`destruction`]: the changes that make a whole schema, and those that remove it.

use std::collections::BTreeSet;

use super::Deferred;
use crate::features::Features;
use crate::model::{Change, Constraint, ForeignKey, Index, QualifiedName, Schema, Sequence};

/// The changes that make a schema in an empty database of a server with these features: schemas and extensions, types,
/// sequences, tables, views, functions, each after what it needs, then the columns that sequences go with, and triggers.
///
/// Where tables refer to each other in a circle and the server lacks `supports_forward_references`, a key to a table that comes
/// later is added when all tables are there, which takes `can_add_constraints`.
///
/// # Example
/// ```
/// use backend_core::features::Features;
/// use backend_core::model::{Change, ForeignKey, Identifier, QualifiedName, Schema, Table};
/// use backend_core::schema_editor::creation;
///
/// let mut schema = Schema::new();
/// let id = || Identifier::new("id");
/// let track = QualifiedName::new("track")?;
/// let album = Table::new(QualifiedName::new("album")?)
///     .with_foreign_key(ForeignKey::new(vec![id()?], track.clone(), vec![id()?]));
/// schema.apply(&Change::CreateTable(album))?;
/// schema.apply(&Change::CreateTable(Table::new(track.clone())))?;
///
/// let first = creation(&schema, &Features::MINIMAL).into_iter().next();
/// assert!(matches!(first, Some(Change::CreateTable(table)) if table.name == track));
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[must_use]
pub fn creation(schema: &Schema, features: &Features) -> Vec<Change> {
    let mut changes = schema.creation();
    if features.supports_forward_references {
        return changes;
    }
    let unusable = take_unusable(&mut changes);
    let last_table = changes
        .iter()
        .rposition(|change| matches!(change, Change::CreateTable(_)))
        .map_or(0, |last| last + 1);
    let mut deferred = Deferred::new();
    for (table, key) in take_late(schema, &mut changes) {
        deferred.push(Change::AddConstraint {
            table,
            constraint: Constraint::ForeignKey(key),
        });
    }
    let index = |(table, index)| Change::CreateIndex { table, index };
    unusable
        .into_iter()
        .map(index)
        .for_each(|it| deferred.push(it));
    changes.splice(last_table..last_table, deferred.into_changes());
    changes
}

/// Takes out indexes of tables with partitions that these do not have: they come when all partitions are there.
fn take_unusable(changes: &mut [Change]) -> Vec<(QualifiedName, Index)> {
    let mut taken = Vec::new();
    for change in changes {
        let Change::CreateTable(table) = change else {
            continue;
        };
        if table.partitioning.is_some() {
            let (kept, unusable) = std::mem::take(&mut table.indexes)
                .into_iter()
                .partition(|index| index.valid);
            table.indexes = kept;
            let of_table = |index| (table.name.clone(), index);
            taken.extend(Vec::into_iter(unusable).map(of_table));
        }
    }
    taken
}

/// The changes that empty a database of a schema: the reverse of [`creation`]. Of keys in a circle only those that have a name
/// can be dropped, which those have that were read from a database.
#[must_use]
pub fn destruction(schema: &Schema, features: &Features) -> Vec<Change> {
    let mut made = schema.creation();
    let late = if features.supports_forward_references {
        Vec::new()
    } else {
        take_late(schema, &mut made)
    };
    let mut late = late
        .into_iter()
        .filter_map(|(table, key)| key.name.map(|name| Change::DropConstraint { table, name }));
    let mut changes = Vec::with_capacity(made.len());
    for change in made.into_iter().rev() {
        match change {
            Change::CreateTable(table) => {
                changes.extend(late.by_ref());
                changes.push(Change::DropTable(table.name));
            }
            change => changes.extend(undone(change)),
        }
    }
    changes
}

/// The change that takes back one of a creation, but that of a table.
fn undone(change: Change) -> Option<Change> {
    Some(match change {
        Change::CreateView(view) => Change::DropView(view.name),
        Change::CreateTrigger { relation, trigger } => Change::DropTrigger {
            relation,
            name: trigger.name,
        },
        // It does not go with the table then, of which others may not know.
        Change::AlterSequence(sequence) => Change::AlterSequence(Sequence {
            owned_by: None,
            ..sequence
        }),
        Change::CreateSequence(sequence) => Change::DropSequence(sequence.name),
        Change::CreateFunction(function) => Change::DropFunction(function.signature()),
        Change::CreateType(user_type) => Change::DropType(user_type.name),
        Change::CreateObject(object) => Change::DropObject {
            kind: object.kind,
            name: object.name,
        },
        Change::CreateExtension(extension) => Change::DropExtension(extension.name),
        Change::CreateSchema(namespace) => Change::DropSchema(namespace.name),
        _ => return None,
    })
}

/// Takes out the keys to tables that are made later. What is not in the schema at all is the plan's to refuse.
fn take_late(schema: &Schema, changes: &mut [Change]) -> Vec<(QualifiedName, ForeignKey)> {
    let mut made = BTreeSet::new();
    let mut taken = Vec::new();
    for change in changes {
        let Change::CreateTable(table) = change else {
            continue;
        };
        made.insert(table.name.clone());
        let is_late = |key: &ForeignKey| {
            !made.contains(&key.references) && schema.table(&key.references).is_some()
        };
        let (late, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut table.foreign_keys)
            .into_iter()
            .partition(is_late);
        table.foreign_keys = kept;
        taken.extend(late.into_iter().map(|key| (table.name.clone(), key)));
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::{Change, Constraint, creation, destruction};
    use crate::features::Features;
    use crate::model::{ForeignKey, Identifier, QualifiedName, Schema, Table, View};

    fn name(text: &str) -> QualifiedName {
        QualifiedName::new(text).unwrap()
    }

    #[test]
    fn the_keys_of_a_circle_are_added_when_all_tables_are_there() {
        let column = || vec![Identifier::new("c").unwrap()];
        let key = |to: &str| ForeignKey::new(column(), name(to), column());
        let mut schema = Schema::new();
        schema.tables = vec![
            Table::new(name("a")).with_foreign_key(key("b")),
            Table::new(name("b"))
                .with_foreign_key(key("a"))
                .with_foreign_key(key("b"))
                .with_foreign_key(key("nowhere")),
        ];
        schema.views = vec![View::new(name("v"), "SELECT 1")];
        let said: Vec<String> = creation(&schema, &Features::MINIMAL)
            .into_iter()
            .map(|change| match change {
                Change::CreateTable(table) => {
                    let keys = table
                        .foreign_keys
                        .iter()
                        .map(|key| key.references.to_string());
                    format!("{}: {}", table.name, keys.collect::<Vec<_>>().join(" "))
                }
                Change::AddConstraint {
                    table,
                    constraint: Constraint::ForeignKey(key),
                } => format!("{table} to {}", key.references),
                Change::CreateView(view) => view.name.to_string(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(said, ["b: b nowhere", "a: b", "b to a", "v"]);
        let forward = Features {
            supports_forward_references: true,
            ..Features::MINIMAL
        };
        assert_eq!(creation(&schema, &forward), schema.creation());
        if let Some(key) = schema.tables[1].foreign_keys.first_mut() {
            key.name = Some(Identifier::new("b_to_a").unwrap());
        }
        let drops = |features| {
            let changes = destruction(&schema, &features).into_iter();
            changes
                .map(|change| match change {
                    Change::DropTable(name) | Change::DropView(name) => name.to_string(),
                    Change::DropConstraint { name, .. } => name.to_string(),
                    other => panic!("{other:?}"),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(drops(Features::MINIMAL), ["v", "b_to_a", "a", "b"]);
        assert_eq!(drops(forward), ["v", "a", "b"]);
    }
}
