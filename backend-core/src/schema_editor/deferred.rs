//! [`Deferred`]: changes that are made at the end.

use crate::model::Change;

/// Changes that are made when all others are: keys of tables that refer to each other, indexes of tables that are filled first.
///
/// They are data, not statements, and so they know what they refer to: they follow what is renamed meanwhile, and one whose
/// table, column, index or constraint is dropped is made no more. Texts in the vendor's language, as the condition of a check
/// or the query of a view, are kept as they are.
///
/// # Source
/// Django `db/backends/ddl_references.py`, where statements are taken apart for it.
///
/// # Example
/// ```
/// use backend_core::model::{Change, Identifier, Index, IndexPart, QualifiedName};
/// use backend_core::schema_editor::Deferred;
///
/// let artist = QualifiedName::new("artist")?;
/// let by_name = Index::new(
///     Identifier::new("by_name")?,
///     vec![IndexPart::column(Identifier::new("name")?)],
/// );
/// let mut deferred = Deferred::new();
/// deferred.push(Change::CreateIndex { table: artist.clone(), index: by_name });
/// deferred.follow(&Change::RenameTable { table: artist, to: Identifier::new("musician")? });
///
/// let changes = deferred.into_changes();
/// assert!(matches!(&changes[..], [Change::CreateIndex { table, .. }] if table.name == "musician"));
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deferred {
    changes: Vec<Change>,
}

impl Deferred {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            changes: Vec::new(),
        }
    }

    /// Puts a change off, after those that were put off before.
    pub fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Follows a change that is made now.
    pub fn follow(&mut self, made: &Change) {
        self.changes = std::mem::take(&mut self.changes)
            .into_iter()
            .filter_map(|change| change.following(made))
            .collect();
    }

    /// Whether nothing is put off, or nothing is left of it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What is left to be made, in the order in which it was put off.
    #[must_use]
    pub fn into_changes(self) -> Vec<Change> {
        self.changes
    }
}

#[cfg(test)]
mod tests {
    use super::Deferred;
    use crate::model::{
        Change, Check, Column, ColumnType, Constraint, Exclusion, ForeignKey, Identifier, Index,
        IndexPart, PartitionOf, PrimaryKey, QualifiedName, Table, Unique,
    };

    fn id(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    fn name(text: &str) -> QualifiedName {
        QualifiedName::new(text).unwrap()
    }

    fn column(text: &str) -> Column {
        Column::new(text, ColumnType::Integer).unwrap()
    }

    fn key(column: &str, to: &str, referenced: &str) -> ForeignKey {
        ForeignKey::new(vec![id(column)], name(to), vec![id(referenced)])
    }

    fn add(table: &str, constraint: Constraint) -> Change {
        Change::AddConstraint {
            table: name(table),
            constraint,
        }
    }

    fn index(table: &str, column: &str, include: &str) -> Change {
        let mut index = Index::new(id("i"), vec![IndexPart::column(id(column))]);
        index.include = vec![id(include)];
        Change::CreateIndex {
            table: name(table),
            index,
        }
    }

    fn exclusion(column: &str) -> Constraint {
        let part = IndexPart::column(id(column));
        Constraint::Exclusion(Exclusion::new(vec![crate::model::ExclusionPart {
            part,
            operator: name("="),
        }]))
    }

    fn alter(table: &str, named: &str) -> Change {
        Change::AlterColumn {
            table: name(table),
            column: column(named),
            using: None,
        }
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

    /// Every sort of reference to the table and its column.
    fn of_table(table: &str, named: &str) -> Vec<Change> {
        let columns = || vec![id(named)];
        let table_name = || name(table);
        vec![
            index(table, named, "other"),
            index(table, "other", named),
            add(table, Constraint::PrimaryKey(PrimaryKey::new(columns()))),
            add(table, Constraint::Unique(Unique::new(columns()))),
            add(table, Constraint::ForeignKey(key(named, "x", "y"))),
            add(table, exclusion(named)),
            add("child", Constraint::ForeignKey(key("x", table, named))),
            Change::DropUnnamedConstraint {
                table: table_name(),
                constraint: Constraint::Unique(Unique::new(columns())),
            },
            alter(table, named),
            Change::DropColumn {
                table: table_name(),
                name: id(named),
            },
            Change::RenameColumn {
                table: table_name(),
                from: id(named),
                to: id("z"),
            },
        ]
    }

    /// What refers to the table alone.
    fn of_table_alone(table: &str) -> Vec<Change> {
        let table_name = || name(table);
        vec![
            add(table, Constraint::Check(Check::new("a > 0"))),
            attach("part", table),
            attach(table, "whole"),
            Change::DetachPartition {
                table: table_name(),
            },
            Change::SetTableComment {
                table: table_name(),
                comment: None,
            },
            Change::AddColumn {
                table: table_name(),
                column: column("new"),
            },
            Change::DropIndex {
                table: table_name(),
                name: id("i"),
            },
            Change::ValidateConstraint {
                table: table_name(),
                name: id("c"),
            },
            Change::DropTable(table_name()),
        ]
    }

    fn after(changes: &[Change], made: &Change) -> Vec<Change> {
        let mut deferred = Deferred::new();
        for change in changes {
            deferred.push(change.clone());
        }
        deferred.follow(made);
        deferred.into_changes()
    }

    #[test]
    fn every_reference_follows_a_table_and_a_column() {
        let rename = Change::RenameTable {
            table: name("t"),
            to: id("u"),
        };
        let both = |table| [of_table(table, "a"), of_table_alone(table)].concat();
        assert_eq!(after(&both("t"), &rename), both("u"));
        assert_eq!(after(&both("s"), &rename), both("s"));
        let rename = Change::RenameColumn {
            table: name("t"),
            from: id("a"),
            to: id("b"),
        };
        assert_eq!(after(&of_table("t", "a"), &rename), of_table("t", "b"));
        assert_eq!(after(&of_table("s", "a"), &rename), of_table("s", "a"));
        assert_eq!(after(&of_table_alone("t"), &rename), of_table_alone("t"));
    }

    #[test]
    fn what_refers_to_what_is_dropped_is_made_no_more() {
        let drop = Change::DropTable(name("t"));
        let both = |table| [of_table(table, "a"), of_table_alone(table)].concat();
        assert_eq!(after(&both("t"), &drop), []);
        assert_eq!(after(&both("s"), &drop), both("s"));
        let drop = Change::DropColumn {
            table: name("t"),
            name: id("a"),
        };
        assert_eq!(after(&of_table("t", "a"), &drop), []);
        assert_eq!(after(&of_table("t", "b"), &drop), of_table("t", "b"));
        assert_eq!(after(&of_table_alone("t"), &drop), of_table_alone("t"));
    }

    #[test]
    fn indexes_and_constraints_that_are_there_are_followed_by_name() {
        let drop_index = |named: &str| Change::DropIndex {
            table: name("t"),
            name: id(named),
        };
        let drop_constraint = |named: &str| Change::DropConstraint {
            table: name("t"),
            name: id(named),
        };
        let rename_index = Change::RenameIndex {
            table: name("t"),
            from: id("i"),
            to: id("j"),
        };
        let rename_constraint = Change::RenameConstraint {
            table: name("t"),
            from: id("i"),
            to: id("j"),
        };
        // One that has yet to be made is another than the one of its name that is there.
        let waiting = [drop_index("i"), drop_constraint("i"), index("t", "a", "b")];
        let indexes = after(&waiting, &rename_index);
        let create = &waiting[2..];
        assert_eq!(indexes[..2], [drop_index("j"), drop_constraint("i")]);
        assert_eq!(&indexes[2..], create);
        let constraints = after(&waiting, &rename_constraint);
        assert_eq!(constraints[..2], [drop_index("i"), drop_constraint("j")]);
        let left = after(&waiting, &drop_index("i"));
        assert_eq!(left[..1], [drop_constraint("i")]);
        assert_eq!(&left[1..], create);
        let left = after(&waiting, &drop_constraint("i"));
        assert_eq!(left[..1], [drop_index("i")]);
        let view = Change::DropView(name("v"));
        assert_eq!(after(std::slice::from_ref(&view), &view), []);
    }

    #[test]
    fn a_table_to_be_made_follows_and_loses_its_keys() {
        let table = |to: &str| Table::new(name("new")).with_foreign_key(key("a", to, "id"));
        let waiting = [Change::CreateTable(table("t"))];
        let rename = Change::RenameTable {
            table: name("t"),
            to: id("u"),
        };
        assert_eq!(after(&waiting, &rename), [Change::CreateTable(table("u"))]);
        let bare = Table::new(name("new"));
        let dropped = after(&waiting, &Change::DropTable(name("t")));
        assert_eq!(dropped, [Change::CreateTable(bare.clone())]);
        let mut child = bare;
        child.inherits = vec![name("t")];
        let waiting = [Change::CreateTable(child)];
        assert_eq!(after(&waiting, &Change::DropTable(name("t"))), []);
    }
}
