//! What is in the way of a change and comes back after it: keys, indexes, statistics and checks of an altered column, keys that
//! refer to it, views that are bound to its table.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql#alter-column>, which lists what a column is
//! not altered under.

use std::collections::BTreeSet;

use backend_core::error::{Error, Result};
use backend_core::features::{Features, IdentifierCase};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Column, Constraint, ForeignKey, Identifier, Index, IndexKey, IndexPart, QualifiedName,
    Schema, Table, View,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::Dependants;

use super::remake::is_remade;
use super::{columns, conversion, indexes, not_supported, texts};
use crate::introspection::words;

/// What has to go before a change.
pub(super) fn of(dialect: &Dialect, before: &Schema, change: &Change) -> Result<Dependants> {
    let none = Ok(Dependants::default());
    let Some(table) = subject(change).and_then(|name| before.table(name)) else {
        return none;
    };
    if is_remade(dialect, table, change) {
        // Which has its own answer.
        return none;
    }
    let features = &dialect.features;
    match change {
        Change::AlterColumn { column: to, .. } => {
            let Some(from) = table.column(to.name.as_str()) else {
                return none;
            };
            let touch = Touch::of(from, to)?;
            if touch.is_none() {
                return none;
            }
            if touch.retypes {
                refuse_references(features, before, table, to)?;
            }
            let found = Found::new(features, before, table, vec![&from.name]);
            Ok(found.around_altered(touch))
        }
        Change::AddConstraint {
            constraint: Constraint::PrimaryKey(key),
            ..
        } => {
            let is_nullable = |name: &&Identifier| {
                let column = table.column(name.as_str());
                column.is_some_and(|column| column.nullable)
            };
            let columns: Vec<_> = key.columns.iter().filter(is_nullable).collect();
            if columns.is_empty() {
                return none;
            }
            let touch = Touch {
                retypes: false,
                widens: false,
                refuses_null: true,
                takes_null: false,
            };
            Ok(Found::new(features, before, table, columns).around_altered(touch))
        }
        Change::RenameColumn { from, to, .. } => {
            Found::new(features, before, table, vec![from]).around_renamed(to)
        }
        _ => none,
    }
}

const fn subject(change: &Change) -> Option<&QualifiedName> {
    match change {
        Change::AlterColumn { table, .. }
        | Change::AddConstraint { table, .. }
        | Change::RenameColumn { table, .. } => Some(table),
        _ => None,
    }
}

/// What has to go before a table is made anew: keys of other tables that refer to it, and views that are bound to it.
pub(super) fn of_remade(dialect: &Dialect, before: &Schema, table: &Table) -> Result<Dependants> {
    if table.options.contains(words::HISTORY_OF) || table.options.contains(words::SYSTEM_VERSIONING)
    {
        return Err(not_supported(format!(
            "{} keeps rows of earlier times, and is not made anew",
            table.name.name.shortened()
        )));
    }
    let mut found = Found::new(&dialect.features, before, table, Vec::new());
    found.take_bound_views();
    found.take_references(|_| true);
    Ok(found.dependants())
}

/// What an alteration does to a column.
#[derive(Debug, Clone, Copy)]
struct Touch {
    /// It has another type or collation.
    retypes: bool,
    /// That type has more room, and is otherwise the same.
    widens: bool,
    refuses_null: bool,
    takes_null: bool,
}

impl Touch {
    fn of(from: &Column, to: &Column) -> Result<Self> {
        let respelled = columns::type_of(from)? != columns::type_of(to)?;
        let same_collation = from.collation == to.collation;
        Ok(Self {
            retypes: respelled || !same_collation,
            widens: same_collation
                && from.nullable == to.nullable
                && conversion::is_widening(&from.column_type, &to.column_type),
            refuses_null: from.nullable && !to.nullable,
            takes_null: !from.nullable && to.nullable,
        })
    }

    const fn is_none(self) -> bool {
        !(self.retypes || self.refuses_null || self.takes_null)
    }
}

/// Refuses another type for a column that columns of other types refer to, or that refers to one: both are of one type.
fn refuse_references(
    features: &Features,
    before: &Schema,
    table: &Table,
    to: &Column,
) -> Result<()> {
    if features.supports_references_across_types {
        return Ok(());
    }
    let spelled = columns::type_of(to)?;
    let differs = |column: Option<&Column>| {
        let other = column.map(columns::type_of);
        other
            .transpose()
            .map(|other| other.is_some_and(|other| other != spelled))
    };
    let refused = || {
        let error = Error::not_supported(Flag::supports_references_across_types);
        Err(error
            .with_table(table.name.name.as_str())
            .with_column(to.name.as_str()))
    };
    for other in &before.tables {
        for key in &other.foreign_keys {
            let is_same = other.name == table.name;
            let Some(target) = before.table(&key.references) else {
                continue;
            };
            for (referring, referenced) in pairs(key, target) {
                let from_it = is_same && *referring == to.name;
                let to_it = key.references == table.name && *referenced == to.name;
                if from_it && to_it {
                    continue;
                }
                if from_it && differs(target.column(referenced.as_str()))?
                    || to_it && differs(other.column(referring.as_str()))?
                {
                    return refused();
                }
            }
        }
    }
    Ok(())
}

/// The columns of a foreign key with those that they refer to.
fn pairs<'k>(
    key: &'k ForeignKey,
    target: &'k Table,
) -> impl Iterator<Item = (&'k Identifier, &'k Identifier)> {
    let referenced = if key.referenced_columns.is_empty() {
        target.primary_key_columns()
    } else {
        &key.referenced_columns
    };
    key.columns.iter().zip(referenced)
}

/// What has to go, as it is found.
struct Found<'f> {
    features: &'f Features,
    before: &'f Schema,
    table: &'f Table,
    /// The columns that are changed.
    columns: Vec<&'f Identifier>,
    views: Vec<&'f View>,
    references: Vec<(&'f QualifiedName, &'f ForeignKey)>,
    indexes: Vec<&'f Index>,
    constraints: Vec<Constraint>,
}

impl<'f> Found<'f> {
    const fn new(
        features: &'f Features,
        before: &'f Schema,
        table: &'f Table,
        columns: Vec<&'f Identifier>,
    ) -> Self {
        Self {
            features,
            before,
            table,
            columns,
            views: Vec::new(),
            references: Vec::new(),
            indexes: Vec::new(),
            constraints: Vec::new(),
        }
    }

    const fn case(&self) -> IdentifierCase {
        self.features.identifier_case
    }

    fn around_altered(mut self, touch: Touch) -> Dependants {
        let (table, retypes) = (self.table, touch.retypes);
        let moves_keys = retypes && !touch.widens || touch.refuses_null || touch.takes_null;
        self.take_bound_views();
        for index in &table.indexes {
            let are_statistics = index.method.as_deref() == Some(words::STATISTICS);
            let holds = are_statistics
                || retypes && !touch.widens
                || touch.refuses_null
                || touch.takes_null && index.unique;
            if holds && self.is_of(index) {
                self.indexes.push(index);
            }
        }
        for unique in table.uniques.iter().filter(|_| moves_keys) {
            if self.has(&unique.columns) || self.has(&unique.include) {
                self.constraints.push(Constraint::Unique(unique.clone()));
            }
        }
        for check in table.checks.iter().filter(|_| moves_keys) {
            if self.is_meant(&check.expression) {
                self.constraints.push(Constraint::Check(check.clone()));
            }
        }
        if let Some(key) = table.primary_key.as_ref().filter(|_| retypes)
            && (self.has(&key.columns) || self.has(&key.include))
        {
            self.constraints.push(Constraint::PrimaryKey(key.clone()));
        }
        let gone: Vec<Vec<Identifier>> = self
            .constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::PrimaryKey(key) => Some(key.columns.clone()),
                Constraint::Unique(unique) => Some(unique.columns.clone()),
                _ => None,
            })
            .chain(self.indexes.iter().map(|index| key_of(index)))
            .collect();
        let columns = self.columns.clone();
        self.take_references(|referenced| {
            let is_touched = retypes && referenced.iter().any(|name| columns.contains(&name));
            let is_gone = |key: &Vec<Identifier>| {
                key.len() == referenced.len() && key.iter().all(|name| referenced.contains(name))
            };
            is_touched || gone.iter().any(is_gone)
        });
        if retypes {
            self.take_own_references();
        }
        self.dependants()
    }

    /// What a column's new name is not followed by: texts that say the one before.
    fn around_renamed(mut self, to: &Identifier) -> Result<Dependants> {
        let from = self.columns.first().copied();
        let Some(from) = from else {
            return Ok(Dependants::default());
        };
        let bound = self.bound_views(false);
        if let Some(view) = bound.iter().find(|view| self.is_meant(&view.definition)) {
            return Err(not_supported(format!(
                "the view {} is bound to the column {}: drop it first, and make it again with the new name",
                view.name.name.shortened(),
                from.shortened()
            )));
        }
        let case = self.case();
        let table = self.table;
        for index in &table.indexes {
            let by_condition = index.predicate.as_ref().is_some_and(|it| self.is_meant(it));
            let left_out = indexes::nulls_left_out(&table.columns, index);
            if by_condition || left_out.contains(&from) {
                self.indexes.push(index);
            }
        }
        for unique in &table.uniques {
            if self.has(&unique.columns) && indexes::of_unique(table, unique)?.is_some() {
                self.constraints.push(Constraint::Unique(unique.clone()));
            }
        }
        for check in &table.checks {
            if self.is_meant(&check.expression) {
                self.constraints.push(Constraint::Check(check.clone()));
            }
        }
        let mut dependants = self.dependants();
        for change in &mut dependants.come_back {
            let text = match change {
                Change::AddConstraint {
                    constraint: Constraint::Check(check),
                    ..
                } => Some(&mut check.expression),
                Change::CreateIndex { index, .. } => index.predicate.as_mut(),
                _ => None,
            };
            if let Some(text) = text {
                *text = texts::renamed(text, (from, to), case);
            }
        }
        Ok(dependants)
    }

    fn has(&self, names: &[Identifier]) -> bool {
        names.iter().any(|name| self.columns.contains(&name))
    }

    fn is_meant(&self, text: &str) -> bool {
        let mut columns = self.columns.iter();
        columns.any(|column| texts::means(text, column, self.case()))
    }

    /// Whether an index has a column in its key, beside it, or in its condition.
    fn is_of(&self, index: &Index) -> bool {
        self.has(&key_of(index))
            || self.has(&index.include)
            || index.predicate.as_ref().is_some_and(|it| self.is_meant(it))
    }

    /// The views that are bound to the table, or to one that is, in an order in which they can be made.
    fn bound_views(&self, all: bool) -> Vec<&'f View> {
        let mut names = BTreeSet::from([&self.table.name.name]);
        let mut bound = Vec::new();
        for view in &self.before.views {
            let is_bound = all || view.options.contains(words::SCHEMABINDING);
            let mut read = names.iter();
            if is_bound && read.any(|name| texts::says(&view.definition, name, self.case())) {
                names.insert(&view.name.name);
                bound.push(view);
            }
        }
        bound
    }

    fn take_bound_views(&mut self) {
        // Where a table cannot go from under a view, each that reads it is bound, if not by the names of columns.
        self.views = self.bound_views(!self.features.can_drop_table_under_view);
    }

    /// The keys, of this table and others, that refer to some columns of it.
    fn take_references(&mut self, refers: impl Fn(&[Identifier]) -> bool) {
        for other in &self.before.tables {
            let is_own = other.name == self.table.name;
            for key in &other.foreign_keys {
                let referenced = if key.referenced_columns.is_empty() {
                    self.table.primary_key_columns()
                } else {
                    &key.referenced_columns
                };
                let is_remade = self.columns.is_empty();
                if key.references == self.table.name && refers(referenced) && !(is_own && is_remade)
                {
                    self.references.push((&other.name, key));
                }
            }
        }
    }

    /// The table's own keys that have the column.
    fn take_own_references(&mut self) {
        for key in &self.table.foreign_keys {
            let reference = (&self.table.name, key);
            if self.has(&key.columns) && !self.references.contains(&reference) {
                self.references.push(reference);
            }
        }
    }

    fn dependants(self) -> Dependants {
        let table = &self.table.name;
        let constraint = |table: &QualifiedName, constraint: Constraint| {
            let drop = match constraint.name() {
                Some(name) => Change::DropConstraint {
                    table: table.clone(),
                    name: name.clone(),
                },
                None => Change::DropUnnamedConstraint {
                    table: table.clone(),
                    constraint: constraint.clone(),
                },
            };
            let add = Change::AddConstraint {
                table: table.clone(),
                constraint,
            };
            (drop, add)
        };
        let views = self.views.into_iter().rev().map(|view| {
            let drop = Change::DropView(view.name.clone());
            (drop, Change::CreateView(view.clone()))
        });
        let references = self
            .references
            .into_iter()
            .map(|(table, key)| constraint(table, Constraint::ForeignKey(key.clone())));
        let indexes = self.indexes.into_iter().map(|index| {
            let drop = Change::DropIndex {
                table: table.clone(),
                name: index.name.clone(),
            };
            let create = Change::CreateIndex {
                table: table.clone(),
                index: index.clone(),
            };
            (drop, create)
        });
        let own = self
            .constraints
            .into_iter()
            .map(|each| constraint(table, each));
        let (go, mut come_back): (Vec<_>, Vec<_>) =
            views.chain(references).chain(indexes).chain(own).unzip();
        // What stands on something comes back after it.
        come_back.reverse();
        Dependants { go, come_back }
    }
}

/// The columns of an index's key.
fn key_of(index: &Index) -> Vec<Identifier> {
    let of = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    };
    index.parts.iter().filter_map(of).collect()
}
