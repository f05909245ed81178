//! A change that waits while others are made: it follows what they rename, and ends with what they drop.

use super::rename::{follow, follow_all, follow_parts};
use super::{
    Change, Constraint, ForeignKey, Identifier, IndexKey, IndexPart, QualifiedName, Table,
};

impl Change {
    /// Lets this change, which has yet to be made, follow one that is made now; `None` where what it refers to is gone.
    pub(crate) fn following(mut self, made: &Self) -> Option<Self> {
        match made {
            Self::RenameTable { table, to } => self.follow_table(table, &table.renamed(to)),
            Self::RenameColumn { table, from, to } => self.follow_column(table, from, to),
            Self::RenameIndex { table, from, to } => {
                if let Some(name) = self.index_on(table) {
                    follow(name, from, to);
                }
            }
            Self::RenameConstraint { table, from, to } => {
                if let Some(name) = self.constraint_on(table) {
                    follow(name, from, to);
                }
            }
            Self::DropTable(table) => return self.without_table(table),
            Self::DropColumn { table, name } if self.names_column(table, name) => return None,
            Self::DropIndex { table, name } if self.index_on(table) == Some(&mut name.clone()) => {
                return None;
            }
            Self::DropConstraint { table, name }
                if self.constraint_on(table) == Some(&mut name.clone()) =>
            {
                return None;
            }
            Self::DropView(view) => {
                let is_its = self.subject().is_some_and(|relation| relation == view);
                let is_same = matches!(&self, Self::DropView(name) if name == view);
                return (!is_its && !is_same).then_some(self);
            }
            _ => {}
        }
        Some(self)
    }

    /// The table that it is about.
    fn subject(&mut self) -> Option<&mut QualifiedName> {
        match self {
            Self::CreateTable(table) => Some(&mut table.name),
            Self::DropTable(table)
            | Self::RenameTable { table, .. }
            | Self::SetTableComment { table, .. }
            | Self::AddColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::AlterColumn { table, .. }
            | Self::CreateIndex { table, .. }
            | Self::DropIndex { table, .. }
            | Self::RenameIndex { table, .. }
            | Self::AddConstraint { table, .. }
            | Self::DropConstraint { table, .. }
            | Self::DropUnnamedConstraint { table, .. }
            | Self::RenameConstraint { table, .. }
            | Self::ValidateConstraint { table, .. }
            | Self::AttachPartition { table, .. }
            | Self::DetachPartition { table }
            | Self::CreateTrigger {
                relation: table, ..
            }
            | Self::DropTrigger {
                relation: table, ..
            } => Some(table),
            _ => None,
        }
    }

    /// The foreign keys that it makes or drops.
    fn foreign_keys(&mut self) -> &mut [ForeignKey] {
        match self {
            Self::CreateTable(table) => &mut table.foreign_keys,
            Self::AddConstraint {
                constraint: Constraint::ForeignKey(key),
                ..
            }
            | Self::DropUnnamedConstraint {
                constraint: Constraint::ForeignKey(key),
                ..
            } => std::slice::from_mut(key),
            _ => &mut [],
        }
    }

    /// The name of the index of that table that is there, and that it is about.
    fn index_on(&mut self, of: &QualifiedName) -> Option<&mut Identifier> {
        match self {
            Self::DropIndex { table, name }
            | Self::RenameIndex {
                table, from: name, ..
            } if table == of => Some(name),
            _ => None,
        }
    }

    /// The name of the constraint of that table that is there, and that it is about.
    fn constraint_on(&mut self, of: &QualifiedName) -> Option<&mut Identifier> {
        match self {
            Self::DropConstraint { table, name }
            | Self::ValidateConstraint { table, name }
            | Self::RenameConstraint {
                table, from: name, ..
            } if table == of => Some(name),
            _ => None,
        }
    }

    fn follow_table(&mut self, from: &QualifiedName, to: &QualifiedName) {
        if let Some(table) = self.subject() {
            follow(table, from, to);
        }
        for key in self.foreign_keys() {
            follow(&mut key.references, from, to);
        }
        match self {
            Self::CreateTable(table) => {
                for parent in &mut table.inherits {
                    follow(parent, from, to);
                }
                if let Some(of) = &mut table.partition_of {
                    follow(&mut of.parent, from, to);
                }
            }
            Self::AttachPartition { of, .. } => follow(&mut of.parent, from, to),
            _ => {}
        }
    }

    fn follow_column(&mut self, of: &QualifiedName, from: &Identifier, to: &Identifier) {
        for key in self.foreign_keys() {
            if key.references == *of {
                follow_all(&mut key.referenced_columns, from, to);
            }
        }
        if self.subject().is_none_or(|table| table != of) {
            return;
        }
        match self {
            Self::DropColumn { name, .. } | Self::RenameColumn { from: name, .. } => {
                follow(name, from, to);
            }
            Self::AlterColumn { column, .. } => follow(&mut column.name, from, to),
            Self::CreateIndex { index, .. } => {
                follow_parts(&mut index.parts, from, to);
                follow_all(&mut index.include, from, to);
            }
            Self::AddConstraint { constraint, .. }
            | Self::DropUnnamedConstraint { constraint, .. } => {
                // A table of nothing else, so that the rules of renaming are in one place.
                let mut alone = Table::new(of.clone());
                alone.add_constraint(constraint.clone());
                alone.rename_column(from, to);
                if let Some(renamed) = alone.constraints().pop() {
                    *constraint = renamed;
                }
            }
            _ => {}
        }
    }

    /// What is left of it without a table: keys of a table to be made go by themselves.
    fn without_table(mut self, gone: &QualifiedName) -> Option<Self> {
        if let Self::CreateTable(table) = &mut self {
            let is_child = table.inherits.contains(gone)
                || table
                    .partition_of
                    .as_ref()
                    .is_some_and(|of| of.parent == *gone);
            table.foreign_keys.retain(|key| key.references != *gone);
            return (!is_child).then_some(self);
        }
        let refers = self
            .foreign_keys()
            .iter()
            .any(|key| key.references == *gone);
        let is_parent = matches!(&self, Self::AttachPartition { of, .. } if of.parent == *gone);
        let is_subject = self.subject().is_some_and(|table| table == gone);
        (!refers && !is_parent && !is_subject).then_some(self)
    }

    /// Whether it is about that column, or makes something of it.
    fn names_column(&mut self, of: &QualifiedName, name: &Identifier) -> bool {
        let refers = self
            .foreign_keys()
            .iter()
            .any(|key| key.references == *of && key.referenced_columns.contains(name));
        if refers {
            return true;
        }
        if self.subject().is_none_or(|table| table != of) {
            return false;
        }
        let is_part = |part: &IndexPart| part.key == IndexKey::Column(name.clone());
        match self {
            Self::DropColumn { name: other, .. } | Self::RenameColumn { from: other, .. } => {
                other == name
            }
            Self::AlterColumn { column, .. } => column.name == *name,
            Self::CreateIndex { index, .. } => {
                index.parts.iter().any(is_part) || index.include.contains(name)
            }
            Self::AddConstraint { constraint, .. }
            | Self::DropUnnamedConstraint { constraint, .. } => match constraint {
                Constraint::PrimaryKey(key) => {
                    key.columns.contains(name) || key.include.contains(name)
                }
                Constraint::Unique(key) => key.columns.contains(name) || key.include.contains(name),
                Constraint::ForeignKey(key) => key.columns.contains(name),
                Constraint::Exclusion(it) => {
                    it.parts.iter().any(|part| is_part(&part.part)) || it.include.contains(name)
                }
                // A text in the vendor's language.
                Constraint::Check(_) => false,
            },
            _ => false,
        }
    }
}
