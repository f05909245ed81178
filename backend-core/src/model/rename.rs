//! Renaming in a [`Schema`]: what refers to the renamed thing by its name follows.

use std::collections::BTreeSet;

use super::schema::{exists, missing};
use super::{
    Change, Column, ColumnType, Identifier, IndexKey, IndexPart, QualifiedName, Schema, Table,
    TriggerEvent, UserTypeKind,
};
use crate::error::{Error, ErrorKind, Result};

impl Schema {
    /// Says whether a renaming fits.
    pub(super) fn check_rename(&self, change: &Change) -> Result<()> {
        let found = |name| self.table(name).ok_or_else(|| missing("table", name));
        match change {
            Change::RenameTable { table, to } => {
                let renamed = found(table)?.name.renamed(to);
                match (self.table(&renamed), self.view(&renamed)) {
                    (None, None) => Ok(()),
                    _ => Err(exists(&renamed)),
                }
            }
            Change::RenameColumn { table, from, to } => {
                let found = found(table)?;
                let Some(column) = found.column(from.as_str()) else {
                    return Err(missing("column", &from.clone().into()).with_column(from.as_str()));
                };
                refuse_inherited(column)?;
                match self
                    .with_descendants(table)
                    .into_iter()
                    .filter_map(|name| self.table(&name))
                    .find(|table| table.column(to.as_str()).is_some())
                {
                    None => Ok(()),
                    Some(_) => Err(exists(&to.clone().into()).with_column(to.as_str())),
                }
            }
            Change::RenameIndex { table, from, to } => {
                let found = found(table)?;
                let has = |name: &Identifier| found.indexes.iter().any(|it| it.name == *name);
                if !has(from) {
                    return Err(missing("index", &from.clone().into()));
                }
                if has(to) {
                    return Err(exists(&to.clone().into()));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Carries a renaming out that fits.
    pub(super) fn rename(&mut self, change: &Change) {
        match change {
            Change::RenameTable { table, to } => self.rename_table(table, &table.renamed(to)),
            Change::RenameColumn { table, from, to } => self.rename_column(table, from, to),
            Change::RenameIndex { table, from, to } => {
                if let Some(table) = self.table_mut(table) {
                    for index in &mut table.indexes {
                        follow(&mut index.name, from, to);
                    }
                    table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
                }
            }
            _ => {}
        }
    }

    /// A table and the tables that have its columns, because they are its partitions or inherit from it.
    pub(crate) fn with_descendants(&self, table: &QualifiedName) -> BTreeSet<QualifiedName> {
        let mut family = BTreeSet::from([table.clone()]);
        let mut unseen = vec![table.clone()];
        while let Some(parent) = unseen.pop() {
            let is_child = |table: &&Table| {
                table.inherits.contains(&parent)
                    || table
                        .partition_of
                        .as_ref()
                        .is_some_and(|of| of.parent == parent)
            };
            for child in self.tables.iter().filter(is_child) {
                if family.insert(child.name.clone()) {
                    unseen.push(child.name.clone());
                }
            }
        }
        family
    }

    fn rename_table(&mut self, from: &QualifiedName, to: &QualifiedName) {
        // A user's type of the same name is another thing than the type of the table's rows.
        let rows_have_type = self.user_type(from).is_none();
        for table in &mut self.tables {
            follow(&mut table.name, from, to);
            for key in &mut table.foreign_keys {
                follow(&mut key.references, from, to);
            }
            for parent in &mut table.inherits {
                follow(parent, from, to);
            }
            if let Some(of) = &mut table.partition_of {
                follow(&mut of.parent, from, to);
            }
            if rows_have_type {
                follow_types(&mut table.columns, from, to);
            }
        }
        self.follow_dependencies(from, to);
        self.tables.sort_by(|a, b| a.name.cmp(&b.name));
        for sequence in &mut self.sequences {
            if let Some(owner) = &mut sequence.owned_by {
                follow(&mut owner.table, from, to);
            }
        }
        if !rows_have_type {
            return;
        }
        for user_type in &mut self.types {
            match &mut user_type.kind {
                UserTypeKind::Composite { fields } => follow_types(fields, from, to),
                UserTypeKind::Domain(domain) => {
                    follow_type(&mut domain.base, &mut domain.declared_type, from, to);
                }
                UserTypeKind::Enumeration { .. } | UserTypeKind::Range { .. } => {}
            }
        }
    }

    fn follow_dependencies(&mut self, from: &QualifiedName, to: &QualifiedName) {
        let tables = self.tables.iter_mut().map(|it| &mut it.depends_on);
        let views = self.views.iter_mut().map(|it| &mut it.depends_on);
        let types = self.types.iter_mut().map(|it| &mut it.depends_on);
        let functions = self.functions.iter_mut().map(|it| &mut it.depends_on);
        let objects = self.vendor_objects.iter_mut().map(|it| &mut it.depends_on);
        for needed in tables
            .chain(views)
            .chain(types)
            .chain(functions)
            .chain(objects)
            .flatten()
        {
            needed.follow(from, to);
        }
    }

    fn rename_column(&mut self, table: &QualifiedName, from: &Identifier, to: &Identifier) {
        let family = self.with_descendants(table);
        for table in &mut self.tables {
            if family.contains(&table.name) {
                table.rename_column(from, to);
            }
            for key in &mut table.foreign_keys {
                if family.contains(&key.references) {
                    follow_all(&mut key.referenced_columns, from, to);
                }
            }
        }
        for sequence in &mut self.sequences {
            if let Some(owner) = &mut sequence.owned_by
                && family.contains(&owner.table)
            {
                follow(&mut owner.column, from, to);
            }
        }
    }
}

impl QualifiedName {
    /// That name in the same schema.
    #[must_use]
    pub(crate) fn renamed(&self, to: &Identifier) -> Self {
        Self {
            schema: self.schema.clone(),
            name: to.clone(),
        }
    }
}

impl Table {
    /// Renames a column and what of this table names it.
    pub(super) fn rename_column(&mut self, from: &Identifier, to: &Identifier) {
        for column in &mut self.columns {
            follow(&mut column.name, from, to);
        }
        if let Some(key) = &mut self.primary_key {
            follow_all(&mut key.columns, from, to);
            follow_all(&mut key.include, from, to);
            follow_parts(&mut key.parts, from, to);
        }
        for unique in &mut self.uniques {
            follow_all(&mut unique.columns, from, to);
            follow_all(&mut unique.include, from, to);
            follow_parts(&mut unique.parts, from, to);
        }
        for key in &mut self.foreign_keys {
            follow_all(&mut key.columns, from, to);
            follow_all(&mut key.on_delete_columns, from, to);
        }
        for exclusion in &mut self.exclusions {
            follow_all(&mut exclusion.include, from, to);
            for part in &mut exclusion.parts {
                follow_part(&mut part.part, from, to);
            }
        }
        for index in &mut self.indexes {
            follow_all(&mut index.include, from, to);
            follow_parts(&mut index.parts, from, to);
        }
        for trigger in &mut self.triggers {
            for event in &mut trigger.events {
                if let TriggerEvent::Update { columns } = event {
                    follow_all(columns, from, to);
                }
            }
        }
        if let Some(partitioning) = &mut self.partitioning {
            follow_parts(&mut partitioning.parts, from, to);
        }
    }
}

/// Refuses to change what is a parent's.
pub(super) fn refuse_inherited(column: &Column) -> Result<()> {
    if !column.inherited {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Interface,
        format!(
            "the column {} is inherited: change it in the table that it comes from",
            column.name.shortened()
        ),
    )
    .with_column(column.name.as_str()))
}

pub(super) fn follow<T: Clone + PartialEq>(name: &mut T, from: &T, to: &T) {
    if name == from {
        name.clone_from(to);
    }
}

pub(super) fn follow_all(names: &mut [Identifier], from: &Identifier, to: &Identifier) {
    for name in names {
        follow(name, from, to);
    }
}

pub(super) fn follow_parts(parts: &mut [IndexPart], from: &Identifier, to: &Identifier) {
    for part in parts {
        follow_part(part, from, to);
    }
}

fn follow_part(part: &mut IndexPart, from: &Identifier, to: &Identifier) {
    if let IndexKey::Column(column) = &mut part.key {
        follow(column, from, to);
    }
}

fn follow_types(columns: &mut [Column], from: &QualifiedName, to: &QualifiedName) {
    for column in columns {
        follow_type(&mut column.column_type, &mut column.declared_type, from, to);
    }
}

/// A spelling with the old name in it means nothing any more.
fn follow_type(
    column_type: &mut ColumnType,
    declared: &mut Option<String>,
    from: &QualifiedName,
    to: &QualifiedName,
) {
    let mut innermost = column_type;
    while let ColumnType::Array(element) = innermost {
        innermost = element;
    }
    if let ColumnType::Named(name) = innermost
        && name == from
    {
        name.clone_from(to);
        *declared = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        ColumnType, ForeignKey, Index, PartitionOf, PrimaryKey, Sequence, SequenceOwner, Trigger,
        TriggerTiming, Unique,
    };
    use super::*;

    fn id(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    fn name(text: &str) -> QualifiedName {
        QualifiedName::new(text).unwrap()
    }

    fn column(text: &str, column_type: ColumnType) -> Column {
        Column::new(text, column_type).unwrap()
    }

    /// A parent with a key, a partition of it, a child that refers to both, and a sequence of the parent's column.
    fn family() -> Schema {
        let ids = || vec![id("a")];
        let mut parent = Table::new(name("parent"))
            .with_column(column("a", ColumnType::Integer))
            .with_column(column("b", ColumnType::Integer))
            .with_primary_key(PrimaryKey::new(ids()))
            .with_unique(Unique::new(vec![id("b"), id("a")]))
            .with_foreign_key(ForeignKey::new(vec![id("b")], name("parent"), ids()))
            .with_index(Index::new(id("of_a"), vec![IndexPart::column(id("a"))]))
            .with_index(Index::new(id("of_b"), vec![IndexPart::expression("a + b")]));
        let events = vec![TriggerEvent::Update { columns: ids() }];
        parent.triggers = vec![Trigger::new(id("t"), TriggerTiming::After, events, "a")];
        let mut part = Table::new(name("part"))
            .with_column(column("a", ColumnType::Integer))
            .with_column(column("b", ColumnType::Integer));
        for each in &mut part.columns {
            each.inherited = true;
        }
        part.partition_of = Some(PartitionOf {
            parent: name("parent"),
            bound: "DEFAULT".into(),
        });
        let rows = ColumnType::Array(Box::new(ColumnType::Named(name("parent"))));
        let child = Table::new(name("child"))
            .with_column(column("a", rows))
            .with_foreign_key(ForeignKey::new(ids(), name("parent"), ids()))
            .with_foreign_key(ForeignKey::new(ids(), name("part"), ids()));
        let mut sequence = Sequence::new(name("s"));
        sequence.owned_by = Some(SequenceOwner {
            table: name("parent"),
            column: id("a"),
        });
        let mut schema = Schema::new();
        schema.tables = vec![child, parent, part];
        schema.sequences = vec![sequence];
        schema
    }

    #[test]
    fn what_refers_to_a_table_follows_its_name() {
        let mut schema = family();
        let rename = |from: &str, to: &str| Change::RenameTable {
            table: name(from),
            to: id(to),
        };
        schema.apply(&rename("parent", "a_parent")).unwrap();
        let renamed = schema.table(&name("a_parent")).unwrap();
        assert_eq!(renamed.foreign_keys[0].references, name("a_parent"));
        let names: Vec<_> = schema.tables.iter().map(|table| &table.name).collect();
        assert_eq!(names, [&name("a_parent"), &name("child"), &name("part")]);
        let child = schema.table(&name("child")).unwrap();
        assert_eq!(child.foreign_keys[0].references, name("a_parent"));
        let rows = ColumnType::Array(Box::new(ColumnType::Named(name("a_parent"))));
        assert_eq!(child.columns[0].column_type, rows);
        let part = schema.table(&name("part")).unwrap();
        assert_eq!(part.partition_of.as_ref().unwrap().parent, name("a_parent"));
        let owner = schema.sequences[0].owned_by.as_ref().unwrap();
        assert_eq!(owner.table, name("a_parent"));
        schema.apply(&rename("a_parent", "parent")).unwrap();
        assert_eq!(schema, family());
    }

    #[test]
    fn what_refers_to_a_column_follows_its_name_but_no_text_does() {
        let mut schema = family();
        let rename = |from: &str, to: &str| Change::RenameColumn {
            table: name("parent"),
            from: id(from),
            to: id(to),
        };
        schema.apply(&rename("a", "c")).unwrap();
        let parent = schema.table(&name("parent")).unwrap();
        assert!(parent.column("a").is_none());
        assert_eq!(parent.primary_key_columns(), [id("c")]);
        assert_eq!(parent.uniques[0].columns, [id("b"), id("c")]);
        assert_eq!(parent.foreign_keys[0].columns, [id("b")]);
        assert_eq!(parent.foreign_keys[0].referenced_columns, [id("c")]);
        assert_eq!(parent.indexes[0].columns().unwrap(), [&id("c")]);
        assert_eq!(
            parent.indexes[1].parts[0].key,
            IndexKey::Expression("a + b".into())
        );
        let columns = vec![id("c")];
        assert_eq!(
            parent.triggers[0].events,
            [TriggerEvent::Update { columns }]
        );
        assert!(schema.table(&name("part")).unwrap().column("c").is_some());
        let child = schema.table(&name("child")).unwrap();
        assert!(child.column("a").is_some());
        for key in &child.foreign_keys {
            assert_eq!(
                (&*key.columns, &*key.referenced_columns),
                (&[id("a")][..], &[id("c")][..])
            );
        }
        assert_eq!(
            schema.sequences[0].owned_by.as_ref().unwrap().column,
            id("c")
        );
        schema.apply(&rename("c", "a")).unwrap();
        assert_eq!(schema, family());
    }

    #[test]
    fn an_index_keeps_the_order_of_names() {
        let mut schema = family();
        let rename = Change::RenameIndex {
            table: name("parent"),
            from: id("of_a"),
            to: id("z"),
        };
        schema.apply(&rename).unwrap();
        let parent = schema.table(&name("parent")).unwrap();
        let names: Vec<_> = parent.indexes.iter().map(|index| &index.name).collect();
        assert_eq!(names, [&id("of_b"), &id("z")]);
        let again = schema.apply(&rename).unwrap_err();
        assert_eq!(again.kind(), ErrorKind::DoesNotExist);
    }

    #[test]
    fn a_renaming_that_does_not_fit_changes_nothing() {
        let mut schema = family();
        let table = |from: &str, to: &str| Change::RenameTable {
            table: name(from),
            to: id(to),
        };
        let column = |of: &str, from: &str, to: &str| Change::RenameColumn {
            table: name(of),
            from: id(from),
            to: id(to),
        };
        let cases = [
            (table("nowhere", "x"), ErrorKind::DoesNotExist),
            (table("parent", "child"), ErrorKind::AlreadyExists),
            (table("parent", "parent"), ErrorKind::AlreadyExists),
            (column("parent", "x", "y"), ErrorKind::DoesNotExist),
            (column("parent", "a", "b"), ErrorKind::AlreadyExists),
            (column("part", "a", "c"), ErrorKind::Interface),
        ];
        for (change, kind) in cases {
            assert_eq!(
                schema.apply(&change).unwrap_err().kind(),
                kind,
                "{change:?}"
            );
            assert_eq!(schema, family());
        }
    }
}
