//! [`diff`]: the changes that make one schema another. Objects other than tables are in `objects/`.

mod objects;

use std::collections::BTreeSet;

use self::objects::Objects;

use super::constrain::same_columns;
use super::{
    Change, Column, Constraint, Enforcement, ForeignKey, Identifier, QualifiedName, Schema, Table,
    UserTypeKind,
};
use crate::error::{Error, ErrorKind, Result};

/// The changes that make `old` what `new` is, in an order in which each fits: what goes before what comes, keys of a circle
/// when all their tables are there. Views make way for changes of columns that they read, where the vendor told what they read.
///
/// Renaming cannot be told from dropping and adding, so it happens only where `renames` says so; these changes come first.
/// The order of columns is not a difference, and neither is a name that a constraint of `new` does not say; texts in the
/// vendor's language are compared as they stand, so compare what was read with what was read. A foreign key is
/// dropped and added again around a change of its columns' types, and of the key that it refers to. Which changes lose data, [`Change::loses_data`] says.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) where they differ in what no change can say, as options, or words of an enumeration
/// that go; as [`Schema::apply`] for `renames` that do not fit `old`.
///
/// # Example
/// ```
/// use backend_core::model::{Change, Column, ColumnType, QualifiedName, Schema, Table, diff};
///
/// let artist = Table::new(QualifiedName::new("artist")?)
///     .with_column(Column::new("name", ColumnType::Text)?);
/// let mut old = Schema::new();
/// old.apply(&Change::CreateTable(artist.clone()))?;
/// let mut new = Schema::new();
/// let born = Column::new("born", ColumnType::Integer)?;
/// new.apply(&Change::CreateTable(artist.with_column(born)))?;
///
/// let changes = diff(&old, &new, &[])?;
/// assert!(matches!(changes.as_slice(), [Change::AddColumn { .. }]));
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub fn diff(old: &Schema, new: &Schema, renames: &[Change]) -> Result<Vec<Change>> {
    let mut before = old.clone();
    for rename in renames {
        before.apply(rename)?;
    }
    let mut after = new.clone();
    adopt(&before, &mut after);
    let mut changes = renames.to_vec();
    let mut reached = old.clone();
    let reference = after.clone();
    for schema in [&mut before, &mut after] {
        untie_sequences(schema);
    }
    let objects = Objects::new(&before, &after)?;
    changes.extend(Difference::new(&before, &after).changes(objects));
    let after = reference;
    for change in &changes {
        reached.apply(change)?;
    }
    confirm(reached, after)?;
    Ok(changes)
}

impl Change {
    /// Whether rows or values are gone after this change of `before`, or may be: a type that does not hold all values of the
    /// one before, an expression that makes other values.
    #[must_use]
    pub fn loses_data(&self, before: &Schema) -> bool {
        match self {
            Self::DropTable(_)
            | Self::DropColumn { .. }
            | Self::DropSequence(_)
            | Self::DropExtension(_) => true,
            Self::AlterType(to) => {
                before
                    .user_type(&to.name)
                    .is_some_and(|from| match (&from.kind, &to.kind) {
                        (
                            UserTypeKind::Composite { fields },
                            UserTypeKind::Composite { fields: kept },
                        ) => fields
                            .iter()
                            .any(|field| !kept.iter().any(|it| it.name == field.name)),
                        _ => false,
                    })
            }
            Self::AlterColumn { using: Some(_), .. } => true,
            Self::AlterColumn { table, column, .. } => before
                .table(table)
                .and_then(|table| table.column(column.name.as_str()))
                .is_some_and(|from| !column.column_type.holds(&from.column_type)),
            _ => false,
        }
    }
}

/// Leaves out which columns have sequences of their own: the sequences say it too.
fn untie_sequences(schema: &mut Schema) {
    if !schema.sequences.is_empty() {
        let columns = schema.tables.iter_mut().flat_map(|it| &mut it.columns);
        columns.for_each(|column| column.sequence = None);
    }
}

/// Takes over what `after` leaves to the server, and how types were spelled.
fn adopt(before: &Schema, after: &mut Schema) {
    after.default_schema.clone_from(&before.default_schema);
    for extension in &mut after.extensions {
        let mut there = before.extensions.iter();
        if let (None, Some(from)) = (
            &extension.version,
            there.find(|it| it.name == extension.name),
        ) {
            extension.version.clone_from(&from.version);
        }
    }
    for table in &mut after.tables {
        let Some(from) = before.table(&table.name).filter(|from| *from != table) else {
            continue;
        };
        for column in &mut table.columns {
            let Some(from) = from.column(column.name.as_str()) else {
                continue;
            };
            if column.column_type == from.column_type && column.declared_type.is_none() {
                column.declared_type.clone_from(&from.declared_type);
            }
            if !column.nullable && column.not_null_name.is_none() {
                column.not_null_name.clone_from(&from.not_null_name);
            }
            if column.default.is_some() && column.default_name.is_none() {
                column.default_name.clone_from(&from.default_name);
            }
        }
        let named = from.constraints();
        if let Some(key) = &mut table.primary_key {
            adopt_name(&named, &Constraint::PrimaryKey(key.clone()), &mut key.name);
        }
        for unique in &mut table.uniques {
            adopt_name(
                &named,
                &Constraint::Unique(unique.clone()),
                &mut unique.name,
            );
        }
        for key in &mut table.foreign_keys {
            adopt_name(&named, &Constraint::ForeignKey(key.clone()), &mut key.name);
        }
        for check in &mut table.checks {
            adopt_name(&named, &Constraint::Check(check.clone()), &mut check.name);
        }
        for exclusion in &mut table.exclusions {
            let constraint = Constraint::Exclusion(exclusion.clone());
            adopt_name(&named, &constraint, &mut exclusion.name);
        }
    }
}

fn adopt_name(named: &[Constraint], constraint: &Constraint, name: &mut Option<Identifier>) {
    if name.is_none() {
        let same = named
            .iter()
            .find(|other| (*other).clone().renamed(None) == *constraint);
        *name = same.and_then(Constraint::name).cloned();
    }
}

/// The constraint as it is once it holds for all rows.
fn validated(constraint: &Constraint) -> Constraint {
    let mut constraint = constraint.clone();
    let enforcement = match &mut constraint {
        Constraint::ForeignKey(key) => &mut key.enforcement,
        Constraint::Check(check) => &mut check.enforcement,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => {
            return constraint;
        }
    };
    if *enforcement == Enforcement::NotValidated {
        *enforcement = Enforcement::Enforced;
    }
    constraint
}

/// Changes by when they are due.
#[derive(Default)]
struct Difference {
    drop_keys: Vec<Change>,
    drop_parts: Vec<Change>,
    drop_tables: Vec<Change>,
    columns: Vec<Change>,
    add_parts: Vec<Change>,
    create_tables: Vec<Change>,
    add_keys: Vec<Change>,
    finish: Vec<Change>,
}

impl Difference {
    fn new(before: &Schema, after: &Schema) -> Self {
        let mut it = Self::default();
        it.drop_tables_of(before, after);
        let changed = changed(before, after);
        let refers_to_changed = |table: &Table| {
            let mut keys = table.foreign_keys.iter();
            keys.any(|key| changed.contains(&key.references))
        };
        for from in &before.tables {
            if !changed.contains(&from.name) && !refers_to_changed(from) {
                continue;
            }
            if let Some(to) = after.table(&from.name) {
                it.columns_of(from, to);
                it.constraints_of((before, from), (after, to));
                it.indexes_of(from, to);
            }
        }
        it.create_tables_of(before, after);
        it
    }

    fn changes(self, objects: Objects) -> Vec<Change> {
        [
            objects.containers,
            objects.make_way,
            self.drop_keys,
            self.drop_parts,
            objects.drop_first,
            self.drop_tables,
            objects.create_first,
            self.columns,
            self.add_parts,
            self.create_tables,
            self.add_keys,
            self.finish,
            objects.create_last,
            objects.tie,
            objects.drop_last,
        ]
        .concat()
    }

    /// Tables that go: those that refer before those that are referred to, after the keys of circles.
    fn drop_tables_of(&mut self, before: &Schema, after: &Schema) {
        let mut gone = BTreeSet::new();
        for change in before.creation().into_iter().rev() {
            let Change::CreateTable(table) = change else {
                continue;
            };
            if after.table(&table.name).is_some() {
                continue;
            }
            gone.insert(table.name.clone());
            for key in &table.foreign_keys {
                if gone.contains(&key.references) && key.references != table.name {
                    self.drop_constraint(&table.name, &Constraint::ForeignKey(key.clone()));
                }
            }
            self.drop_tables.push(Change::DropTable(table.name));
        }
    }

    /// Tables that come, in the order in which they can be made; keys to those that come later are added afterwards.
    fn create_tables_of(&mut self, before: &Schema, after: &Schema) {
        let mut there: BTreeSet<_> = before.tables.iter().map(|table| &table.name).collect();
        there.retain(|name| after.table(name).is_some());
        let mut there: BTreeSet<QualifiedName> = there.into_iter().cloned().collect();
        for change in after.creation() {
            let Change::CreateTable(mut table) = change else {
                continue;
            };
            if before.table(&table.name).is_some() {
                continue;
            }
            there.insert(table.name.clone());
            let is_late = |key: &ForeignKey| {
                !there.contains(&key.references) && after.table(&key.references).is_some()
            };
            let keys = std::mem::take(&mut table.foreign_keys);
            let (late, kept): (Vec<_>, Vec<_>) = keys.into_iter().partition(is_late);
            table.foreign_keys = kept;
            for key in late {
                self.add_constraint(&table.name, Constraint::ForeignKey(key));
            }
            self.create_tables.push(Change::CreateTable(table));
        }
    }

    /// What is computed goes before what it is computed from, and comes after it.
    fn columns_of(&mut self, from: &Table, to: &Table) {
        let is_own = |column: &&Column| !column.inherited;
        let replaced = |old: &Column| {
            to.column(old.name.as_str())
                .is_some_and(|new| new.generated.is_some() && new.generated != old.generated)
        };
        let drop = |column: &Column| Change::DropColumn {
            table: from.name.clone(),
            name: column.name.clone(),
        };
        let add = |column: &Column| Change::AddColumn {
            table: from.name.clone(),
            column: column.clone(),
        };
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for old in from.columns.iter().filter(is_own) {
            match to.column(old.name.as_str()) {
                None => gone.push(old),
                Some(_) if replaced(old) => gone.push(old),
                Some(_) => {}
            }
        }
        let mut altered = Vec::new();
        for new in to.columns.iter().filter(is_own) {
            match from.column(new.name.as_str()) {
                None => come.push(new),
                Some(old) if replaced(old) => come.push(new),
                Some(old) if old != new => altered.push(Change::AlterColumn {
                    table: from.name.clone(),
                    column: new.clone(),
                    using: None,
                }),
                Some(_) => {}
            }
        }
        gone.sort_by_key(|column| column.generated.is_none());
        let (plain, computed): (Vec<&Column>, Vec<&Column>) = come
            .into_iter()
            .partition(|column| column.generated.is_none());
        // A table is never without columns, so what comes comes first.
        self.columns.extend(plain.into_iter().map(add));
        self.columns.extend(gone.into_iter().map(drop));
        self.columns.extend(altered);
        self.columns.extend(computed.into_iter().map(add));
        if from.comment != to.comment {
            self.columns.push(Change::SetTableComment {
                table: from.name.clone(),
                comment: to.comment.clone(),
            });
        }
    }

    fn constraints_of(
        &mut self,
        (before, from): (&Schema, &Table),
        (after, to): (&Schema, &Table),
    ) {
        // What is a parent's comes and goes with the parent's.
        let own = |table: &Table| {
            let constraints = table.constraints().into_iter();
            constraints
                .filter(|it| !it.is_inherited())
                .collect::<Vec<_>>()
        };
        let (old, new) = (own(from), own(to));
        for constraint in &old {
            let stays = new.contains(constraint) || new.contains(&validated(constraint));
            let around = matches!(constraint, Constraint::ForeignKey(key)
                if stays && constraint.name().is_some()
                    && (is_retyped((before, from), (after, to), key) || loses_key(before, after, key)));
            if around || !stays {
                self.drop_constraint(&from.name, constraint);
            }
            if around {
                let again = if new.contains(constraint) {
                    constraint.clone()
                } else {
                    validated(constraint)
                };
                self.add_constraint(&from.name, again);
            } else if stays
                && !new.contains(constraint)
                && let Some(name) = constraint.name()
            {
                self.finish.push(Change::ValidateConstraint {
                    table: from.name.clone(),
                    name: name.clone(),
                });
            }
        }
        for constraint in new {
            let is_there = old
                .iter()
                .any(|old| *old == constraint || validated(old) == constraint);
            if !is_there {
                let nullable = nullable_again(to, &constraint);
                self.add_constraint(&from.name, constraint);
                self.add_parts.extend(nullable);
            }
        }
    }

    fn indexes_of(&mut self, from: &Table, to: &Table) {
        for index in from.indexes.iter().filter(|it| !to.indexes.contains(it)) {
            self.drop_parts.push(Change::DropIndex {
                table: from.name.clone(),
                name: index.name.clone(),
            });
        }
        for index in to.indexes.iter().filter(|it| !from.indexes.contains(it)) {
            self.finish.insert(
                0,
                Change::CreateIndex {
                    table: from.name.clone(),
                    index: index.clone(),
                },
            );
        }
    }

    fn drop_constraint(&mut self, table: &QualifiedName, constraint: &Constraint) {
        let table = table.clone();
        let change = match constraint.name().cloned() {
            Some(name) => Change::DropConstraint { table, name },
            None => Change::DropUnnamedConstraint {
                table,
                constraint: constraint.clone(),
            },
        };
        match constraint {
            Constraint::ForeignKey(_) => self.drop_keys.push(change),
            _ => self.drop_parts.push(change),
        }
    }

    fn add_constraint(&mut self, table: &QualifiedName, constraint: Constraint) {
        let is_key = matches!(constraint, Constraint::ForeignKey(_));
        let change = Change::AddConstraint {
            table: table.clone(),
            constraint,
        };
        if is_key {
            self.add_keys.push(change);
        } else {
            self.add_parts.push(change);
        }
    }
}

/// What makes those columns of a new primary key nullable that are so by a mistake of the database.
fn nullable_again<'t>(
    table: &'t Table,
    constraint: &Constraint,
) -> impl Iterator<Item = Change> + use<'t> {
    let columns = match constraint {
        Constraint::PrimaryKey(key) => key.columns.clone(),
        _ => Vec::new(),
    };
    let is_nullable = move |column: &&Column| column.nullable && columns.contains(&column.name);
    table
        .columns
        .iter()
        .filter(is_nullable)
        .map(|column| Change::AlterColumn {
            table: table.name.clone(),
            column: column.clone(),
            using: None,
        })
}

/// Whether a key that a foreign key may stand on goes, or is made anew.
fn loses_key(before: &Schema, after: &Schema, foreign: &ForeignKey) -> bool {
    let (Some(from), Some(to)) = (
        before.table(&foreign.references),
        after.table(&foreign.references),
    ) else {
        return false;
    };
    let kept = to.constraints();
    from.constraints().iter().any(|constraint| {
        let columns = match constraint {
            Constraint::PrimaryKey(key) => &key.columns,
            Constraint::Unique(unique) => &unique.columns,
            _ => return false,
        };
        same_columns(columns, &foreign.referenced_columns) && !kept.contains(constraint)
    })
}

/// Whether a column of a key, or one that it refers to, becomes one of another type.
fn is_retyped(
    (before, from): (&Schema, &Table),
    (after, to): (&Schema, &Table),
    key: &ForeignKey,
) -> bool {
    let differs = |from: &Table, to: &Table, columns: &[Identifier]| {
        columns.iter().any(|name| {
            let column_type = |table: &Table| {
                let column = table.column(name.as_str());
                column.map(|column| column.column_type.clone())
            };
            column_type(from) != column_type(to)
        })
    };
    let referenced = (before.table(&key.references), after.table(&key.references));
    differs(from, to, &key.columns)
        || matches!(referenced, (Some(from), Some(to)) if differs(from, to, &key.referenced_columns))
}

/// The tables that are not the same before and after, or are not there.
fn changed<'s>(before: &'s Schema, after: &Schema) -> BTreeSet<&'s QualifiedName> {
    let tables = before.tables.iter();
    tables
        .filter(|table| after.table(&table.name) != Some(table))
        .map(|table| &table.name)
        .collect()
}

/// Demands that the changes lead to where they should, but for the order of columns.
fn confirm(mut reached: Schema, mut after: Schema) -> Result<()> {
    for schema in [&mut reached, &mut after] {
        schema.views.sort_by(|a, b| a.name.cmp(&b.name));
        schema.types.sort_by(|a, b| a.name.cmp(&b.name));
        schema.extensions.sort_by(|a, b| a.name.cmp(&b.name));
        forget_dependencies(schema);
    }
    for (reached, after) in reached.tables.iter_mut().zip(&mut after.tables) {
        if reached != after {
            order_parts(reached);
            order_parts(after);
        }
    }
    if reached == after {
        return Ok(());
    }
    let mut tables = reached.tables.iter().zip(&after.tables);
    let what = match tables.find(|(reached, after)| reached != after) {
        Some((table, _)) => format!("the table {}", table.name.name.shortened()),
        None => differing_object(&reached, &after),
    };
    Err(Error::new(
        ErrorKind::NotSupported(None),
        format!("{what} differs in what no change can say"),
    ))
}

/// Leaves out what needs what, which follows from the rest.
fn forget_dependencies(schema: &mut Schema) {
    let tables = schema.tables.iter_mut().map(|it| &mut it.depends_on);
    let views = schema.views.iter_mut().map(|it| &mut it.depends_on);
    let types = schema.types.iter_mut().map(|it| &mut it.depends_on);
    let functions = schema.functions.iter_mut().map(|it| &mut it.depends_on);
    let objects = schema
        .vendor_objects
        .iter_mut()
        .map(|it| &mut it.depends_on);
    let all = tables.chain(views).chain(types).chain(functions);
    all.chain(objects).for_each(Vec::clear);
}

/// An object that is not the same, for people.
fn differing_object(reached: &Schema, after: &Schema) -> String {
    let sequences = reached.sequences.iter().zip(&after.sequences);
    let mut sequences = sequences.filter(|(reached, after)| reached != after);
    if let Some((sequence, _)) = sequences.next() {
        return format!("the sequence {}", sequence.name.name.shortened());
    }
    let mut views = reached.views.iter().zip(&after.views);
    if let Some((view, _)) = views.find(|(reached, after)| reached != after) {
        return format!("the view {}", view.name.name.shortened());
    }
    let mut types = reached.types.iter().zip(&after.types);
    if let Some((found, _)) = types.find(|(reached, after)| reached != after) {
        return format!("the type {}", found.name.name.shortened());
    }
    "an object".to_owned()
}

/// Brings what has no order into one, without what is a parent's.
fn order_parts(table: &mut Table) {
    table.primary_key = table.primary_key.take().filter(|key| !key.inherited);
    table.uniques.retain(|it| !it.inherited);
    table.checks.retain(|it| !it.inherited);
    table.exclusions.retain(|it| !it.inherited);
    table.columns.sort_by(|a, b| a.name.cmp(&b.name));
    table.uniques.sort_by_cached_key(|it| format!("{it:?}"));
    table.checks.sort_by_cached_key(|it| format!("{it:?}"));
    table.exclusions.sort_by_cached_key(|it| format!("{it:?}"));
    table
        .foreign_keys
        .sort_by_cached_key(|it| format!("{it:?}"));
}

#[cfg(test)]
mod tests;
