//! The order in which a schema's objects can be made.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, QualifiedName, Schema, Table};

impl Schema {
    /// The changes that make this schema's tables and views: each table after the tables it refers to and those it inherits
    /// from, views last. Tables that refer to each other in a circle keep the order of their names.
    pub(crate) fn creation(&self) -> Vec<Change> {
        let mut visit = Visit {
            tables: self
                .tables
                .iter()
                .map(|table| (&table.name, table))
                .collect(),
            changes: Vec::with_capacity(self.tables.len() + self.views.len()),
        };
        for table in &self.tables {
            visit.table(table);
        }
        let mut changes = visit.changes;
        changes.extend(self.views.iter().cloned().map(Change::CreateView));
        changes
    }
}

struct Visit<'s> {
    /// Tables not yet visited; removing one before its references are followed ends circles.
    tables: BTreeMap<&'s QualifiedName, &'s Table>,
    changes: Vec<Change>,
}

impl<'s> Visit<'s> {
    /// Walks with a stack of its own: a chain of ten thousand tables must not overflow the thread's.
    fn table(&mut self, table: &'s Table) {
        let mut stack = Vec::new();
        self.enter(table, &mut stack);
        while let Some((table, next)) = stack.last_mut() {
            let table = *table;
            match needed(table, *next) {
                Some(name) => {
                    *next += 1;
                    if let Some(needed) = self.tables.get(name).copied()
                        && !self.waits_for(needed, &stack)
                    {
                        self.enter(needed, &mut stack);
                    }
                }
                None => {
                    self.changes.push(Change::CreateTable(table.clone()));
                    stack.pop();
                }
            }
        }
    }

    /// Whether a parent of this table, or a parent of that, is still being visited: a circle of foreign keys leads back to
    /// it. A key can be added afterwards; a parent cannot.
    fn waits_for(&self, table: &'s Table, stack: &[(&'s Table, usize)]) -> bool {
        let mut unseen: Vec<_> = parents(table).collect();
        let mut seen = BTreeSet::new();
        while let Some(parent) = unseen.pop() {
            if !seen.insert(parent) {
                continue;
            }
            if stack.iter().any(|(open, _)| open.name == *parent) {
                return true;
            }
            unseen.extend(
                self.tables
                    .get(parent)
                    .copied()
                    .into_iter()
                    .flat_map(parents),
            );
        }
        false
    }

    fn enter(&mut self, table: &'s Table, stack: &mut Vec<(&'s Table, usize)>) {
        if self.tables.remove(&table.name).is_some() {
            stack.push((table, 0));
        }
    }
}

/// The tables whose columns this one has.
fn parents(table: &Table) -> impl Iterator<Item = &QualifiedName> {
    let partitioned = table.partition_of.iter().map(|of| &of.parent);
    partitioned.chain(&table.inherits)
}

/// The `n`-th table that must be there before this one.
fn needed(table: &Table, n: usize) -> Option<&QualifiedName> {
    let referenced = table.foreign_keys.iter().map(|key| &key.references);
    parents(table).chain(referenced).nth(n)
}

#[cfg(test)]
mod tests {
    use super::{Change, QualifiedName, Schema, Table};
    use crate::model::{ForeignKey, Identifier};

    fn schema(references: &[(usize, usize)], tables: usize) -> Schema {
        let name = |n: usize| QualifiedName::new(format!("t{n:05}")).unwrap();
        let column = || vec![Identifier::new("c").unwrap()];
        let mut schema = Schema::new();
        schema.tables = (0..tables).map(|n| Table::new(name(n))).collect();
        for (from, to) in references {
            schema.tables[*from]
                .foreign_keys
                .push(ForeignKey::new(column(), name(*to), column()));
        }
        schema
    }

    fn created(schema: &Schema) -> Vec<String> {
        schema
            .creation()
            .iter()
            .map(|change| match change {
                Change::CreateTable(table) => table.name.to_string(),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn circles_and_self_references_end() {
        let schema = schema(&[(0, 1), (1, 2), (2, 0), (1, 1)], 3);
        assert_eq!(created(&schema), ["t00002", "t00001", "t00000"]);
    }

    #[test]
    fn parents_come_first_even_in_a_circle_of_keys() {
        let mut schema = schema(&[(1, 0), (1, 2)], 3);
        // 0 inherits from 1, and 1 refers to 0.
        let parent = schema.tables[1].name.clone();
        schema.tables[0].inherits.push(parent);
        assert_eq!(created(&schema), ["t00002", "t00001", "t00000"]);
    }

    #[test]
    fn a_chain_of_ten_thousand_tables_is_walked() {
        let references: Vec<_> = (0..9_999).map(|n| (n, n + 1)).collect();
        let order = created(&schema(&references, 10_000));
        assert_eq!(order.first().unwrap(), "t09999");
        assert_eq!(order.len(), 10_000);
    }
}
