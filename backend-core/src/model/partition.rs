//! [`Partitioning`] and [`PartitionOf`]: tables whose rows are kept in parts, and the parts.

use super::schema::missing;
use super::{Change, IndexPart, QualifiedName, Schema, Table};
use crate::error::{Error, ErrorKind, Result};

/// How a table's rows are distributed over its partitions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Partitioning {
    /// The rule.
    pub strategy: PartitionStrategy,
    /// The key, in order.
    pub parts: Vec<IndexPart>,
}

/// The rule by which a row finds its partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum PartitionStrategy {
    /// Each partition lists its keys.
    List,
    /// Each partition takes the keys between two bounds.
    Range,
    /// Each partition takes the keys of some remainders of a hash.
    Hash,
}

/// That a table is a partition, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct PartitionOf {
    /// The partitioned table.
    pub parent: QualifiedName,
    /// Which keys it takes, in the vendor's language.
    pub bound: String,
}

impl Schema {
    /// Says whether a table can become a partition, or cease to be one.
    pub(super) fn check_partition(&self, change: &Change) -> Result<()> {
        let found = |name| self.table(name).ok_or_else(|| missing("table", name));
        let refused = |table: &Table, why: &str| {
            let message = format!("{} {why}", table.name.name.shortened());
            Err(Error::new(ErrorKind::Interface, message))
        };
        match change {
            Change::AttachPartition { table, of } => {
                let (table, parent) = (found(table)?, found(&of.parent)?);
                if table.partition_of.is_some() || !table.inherits.is_empty() {
                    return refused(table, "has a parent already");
                }
                if parent.partitioning.is_none() {
                    return refused(parent, "is not partitioned");
                }
                if self.with_descendants(&table.name).contains(&parent.name) {
                    return refused(parent, "would be a partition of itself");
                }
                Ok(())
            }
            Change::DetachPartition { table } => {
                let table = found(table)?;
                match table.partition_of {
                    Some(_) => Ok(()),
                    None => refused(table, "is no partition"),
                }
            }
            _ => Ok(()),
        }
    }

    /// Makes a table a partition, or a partition a table by itself.
    pub(super) fn partition(&mut self, change: &Change) {
        let (name, of) = match change {
            Change::AttachPartition { table, of } => (table, Some(of.clone())),
            Change::DetachPartition { table } => (table, None),
            _ => return,
        };
        let before = self.table(name).and_then(|it| it.partition_of.clone());
        let Some(parent) = of.as_ref().or(before.as_ref()) else {
            return;
        };
        let Some(parent) = self.table(&parent.parent).cloned() else {
            return;
        };
        if let Some(table) = self.table_mut(name) {
            match of {
                Some(of) => table.attach(&parent, of),
                None => table.detach(parent),
            }
        }
    }
}

impl Table {
    /// What both have is the parent's from now on.
    fn attach(&mut self, parent: &Self, of: PartitionOf) {
        self.partition_of = Some(of);
        self.inherit_from(parent, true);
        let is_parents = |key: &super::ForeignKey| {
            let unnamed = |key: &super::ForeignKey| super::ForeignKey {
                name: None,
                ..key.clone()
            };
            let mut keys = parent.foreign_keys.iter();
            keys.any(|theirs| unnamed(theirs) == unnamed(key))
        };
        self.foreign_keys.retain(|key| !is_parents(key));
    }

    /// What was the parent's is its own from now on.
    fn detach(&mut self, parent: Self) {
        self.partition_of = None;
        self.inherit_from(&parent, false);
        self.foreign_keys.extend(parent.foreign_keys);
    }

    /// Says of what both have whether it is the parent's.
    fn inherit_from(&mut self, parent: &Self, inherited: bool) {
        for column in &mut self.columns {
            if parent.column(column.name.as_str()).is_some() {
                column.inherited = inherited;
            }
        }
        if let (Some(own), Some(theirs)) = (&mut self.primary_key, &parent.primary_key)
            && own.columns == theirs.columns
        {
            own.inherited = inherited;
        }
        for own in &mut self.uniques {
            let mut theirs = parent.uniques.iter();
            if theirs.any(|theirs| theirs.columns == own.columns) {
                own.inherited = inherited;
            }
        }
        for own in &mut self.checks {
            if parent.checks.iter().any(|theirs| theirs.name == own.name) {
                own.inherited = inherited;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Column, ColumnType, ForeignKey, Identifier, PrimaryKey};
    use super::*;

    fn name(text: &str) -> QualifiedName {
        QualifiedName::new(text).unwrap()
    }

    /// `all`, which is partitioned, and `part`, which could be a partition of it.
    fn schema() -> Schema {
        let id = |text: &str| Identifier::new(text).unwrap();
        let table = |text: &str| {
            Table::new(name(text))
                .with_column(Column::new("a", ColumnType::Integer).unwrap())
                .with_primary_key(PrimaryKey::new(vec![id("a")]))
                .with_check(Check::new("a > 0").with_name(id("positive")))
                .with_foreign_key(ForeignKey::new(vec![id("a")], name("x"), vec![id("a")]))
        };
        let mut all = table("all");
        all.partitioning = Some(Partitioning {
            strategy: PartitionStrategy::List,
            parts: vec![IndexPart::column(id("a"))],
        });
        let mut schema = Schema::new();
        schema.tables = vec![all, table("part")];
        schema
    }

    fn attach(table: &str, parent: &str) -> Change {
        Change::AttachPartition {
            table: name(table),
            of: PartitionOf {
                parent: name(parent),
                bound: "DEFAULT".into(),
            },
        }
    }

    #[test]
    fn what_both_have_is_the_parents_until_they_part() {
        let mut schema = schema();
        schema.apply(&attach("part", "all")).unwrap();
        let part = &schema.tables[1];
        assert!(part.columns[0].inherited && part.checks[0].inherited);
        assert!(part.primary_key.as_ref().unwrap().inherited);
        assert!(part.foreign_keys.is_empty());
        let detach = Change::DetachPartition {
            table: name("part"),
        };
        schema.apply(&detach).unwrap();
        assert_eq!(schema, self::schema());
        assert!(schema.apply(&detach).is_err());
    }

    #[test]
    fn what_cannot_be_a_partition_is_refused() {
        let mut schema = schema();
        for change in [attach("all", "part"), attach("all", "all")] {
            let refused = schema.apply(&change).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Interface);
        }
        schema.apply(&attach("part", "all")).unwrap();
        assert!(schema.apply(&attach("part", "all")).is_err());
    }
}
