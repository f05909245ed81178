//! Cascades that meet: refused for servers that let no row be reached by two of them.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::flag::Flag;
use crate::model::{Change, Constraint, ForeignKey, QualifiedName, ReferentialAction, Schema};
use crate::operations::Dialect;

/// Refuses a change that adds a key by which a cascade comes to a table for the second time, or back to where it began.
pub(super) fn check(dialect: &Dialect, before: &Schema, change: &Change) -> Result<()> {
    let features = &dialect.features;
    if features.supports_multiple_cascade_paths || !features.supports_foreign_keys {
        return Ok(());
    }
    let (table, keys) = match change {
        Change::CreateTable(table) => (&table.name, table.foreign_keys.as_slice()),
        Change::AddConstraint {
            table,
            constraint: Constraint::ForeignKey(key),
        } => (table, std::slice::from_ref(key)),
        _ => return Ok(()),
    };
    let mut edges = edges(before);
    for key in keys.iter().filter(|key| cascades(key)) {
        if meets(&edges, &key.references, table) {
            return features.require(Flag::supports_multiple_cascade_paths);
        }
        edges.insert((&key.references, table));
    }
    Ok(())
}

/// From the table whose row is deleted or changed to the table whose rows follow it.
type Edge<'s> = (&'s QualifiedName, &'s QualifiedName);

fn edges(schema: &Schema) -> BTreeSet<Edge<'_>> {
    let mut edges = BTreeSet::new();
    for table in &schema.tables {
        for key in table.foreign_keys.iter().filter(|key| cascades(key)) {
            edges.insert((&key.references, &table.name));
        }
    }
    edges
}

/// Whether anything is done to the referring rows.
fn cascades(key: &ForeignKey) -> bool {
    let is_idle = |action| {
        matches!(
            action,
            ReferentialAction::NoAction | ReferentialAction::Restrict
        )
    };
    !(is_idle(key.on_delete) && is_idle(key.on_update))
}

/// Whether a cascade from one table to another would be a second way, or a way back.
fn meets(edges: &BTreeSet<Edge<'_>>, from: &QualifiedName, to: &QualifiedName) -> bool {
    let forward = |(from, to): Edge<'_>, at: &QualifiedName| (*from == *at).then(|| to.clone());
    let backward = |(from, to): Edge<'_>, at: &QualifiedName| (*to == *at).then(|| from.clone());
    let below = reached(edges, to, forward);
    if below.contains(from) {
        return true;
    }
    let above = reached(edges, from, backward);
    above
        .iter()
        .any(|start| !reached(edges, start, forward).is_disjoint(&below))
}

/// The tables that are reached from one, itself included.
fn reached(
    edges: &BTreeSet<Edge<'_>>,
    start: &QualifiedName,
    step: impl Fn(Edge<'_>, &QualifiedName) -> Option<QualifiedName>,
) -> BTreeSet<QualifiedName> {
    let mut reached = BTreeSet::from([start.clone()]);
    let mut unseen = vec![start.clone()];
    while let Some(at) = unseen.pop() {
        for next in edges.iter().filter_map(|edge| step(*edge, &at)) {
            if reached.insert(next.clone()) {
                unseen.push(next);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::meets;
    use crate::model::QualifiedName;

    /// Whether the last of these ways, each from one table to another, meets another one.
    fn last_meets(ways: &[&str]) -> bool {
        let name = |text: &str| QualifiedName::new(text).unwrap();
        let ways: Vec<_> = ways
            .iter()
            .map(|way| {
                let (from, to) = way.split_at(1);
                (name(from), name(to))
            })
            .collect();
        let (last, others) = ways.split_last().unwrap();
        let edges: BTreeSet<_> = others.iter().map(|(from, to)| (from, to)).collect();
        meets(&edges, &last.0, &last.1)
    }

    #[test]
    fn a_second_way_and_a_way_back_are_found() {
        for (ways, expected) in [
            (&["ab"] as &[&str], false),
            (&["aa"], true),
            (&["ab", "bc"], false),
            (&["ab", "bc", "ca"], true),
            (&["ab", "ab"], true),
            (&["ab", "ac", "bd"], false),
            (&["ab", "ac", "bd", "cd"], true),
            (&["bd", "cd", "ab", "ac"], true),
            (&["ac", "bc"], false),
            (&["ac", "bc", "ab"], true),
        ] {
            assert_eq!(last_meets(ways), expected, "{ways:?}");
        }
    }
}
