//! Which object needs which: numbers become names, and each object is told what has to be there before it.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::model::{Dependency, Function, Table, UserType, VendorObject, View};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::Catalog;

/// A sort of object, by which numbers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Sort {
    Type,
    Function,
    Sequence,
    Relation,
    Vendor,
}

impl Sort {
    fn of(word: &str) -> Self {
        match word {
            "type" => Self::Type,
            "function" => Self::Function,
            "sequence" => Self::Sequence,
            "vendor" => Self::Vendor,
            _ => Self::Relation,
        }
    }
}

type Key = (Sort, i64);

/// What rows say of needs.
#[derive(Debug, Default)]
pub(super) struct Needs {
    pairs: Vec<(Key, Key)>,
}

impl Needs {
    /// Takes a row of `dependencies.sql` about needs.
    pub(super) fn add(&mut self, cells: &[ValueRef<'_>]) -> Result<()> {
        let object = (Sort::of(cell(cells, 0, "kind")?), cell(cells, 1, "object")?);
        let needed = (Sort::of(cell(cells, 5, "sort")?), cell(cells, 2, "other")?);
        if object != needed {
            self.pairs.push((object, needed));
        }
        Ok(())
    }

    /// The needs of relations among themselves.
    pub(super) fn among_relations(&self) -> Vec<(i64, i64)> {
        let relation = |key: Key| (key.0 == Sort::Relation).then_some(key.1);
        let pairs = self.pairs.iter();
        pairs
            .filter_map(|(object, needed)| Some((relation(*object)?, relation(*needed)?)))
            .collect()
    }
}

/// The needs of each object, by its sort and number.
pub(super) struct Found(HashMap<Key, Vec<Dependency>>);

/// Gives numbers their names.
pub(super) fn resolve(catalog: &Catalog) -> Found {
    let mut names: HashMap<Key, Dependency> = HashMap::new();
    for relation in &catalog.relations.list {
        let name = Dependency::Relation(relation.name.clone());
        names.insert((Sort::Relation, relation.number), name);
    }
    for (number, name) in catalog.user_types.names() {
        names.insert((Sort::Type, number), Dependency::Type(name.clone()));
    }
    for (number, name) in &catalog.sequence_names {
        let name = Dependency::Sequence(name.clone());
        names.insert((Sort::Sequence, *number), name);
    }
    for (number, function) in &catalog.routines.functions {
        let name = Dependency::Function(function.signature());
        names.insert((Sort::Function, *number), name);
    }
    for (number, object) in &catalog.routines.objects {
        let name = Dependency::Vendor {
            kind: object.kind.clone(),
            name: object.name.clone(),
        };
        names.insert((Sort::Vendor, *number), name);
    }
    let mut found: HashMap<Key, Vec<Dependency>> = HashMap::new();
    for (object, needed) in &catalog.needs.pairs {
        if let Some(name) = names.get(needed) {
            found.entry(*object).or_default().push(name.clone());
        }
    }
    let relations = catalog.relations.list.iter().map(|relation| &relation.name);
    for (number, needed) in catalog.routines.needs_of_bodies(relations) {
        found
            .entry((Sort::Function, number))
            .or_default()
            .push(needed);
    }
    for list in found.values_mut() {
        list.sort();
        list.dedup();
    }
    Found(found)
}

impl Found {
    fn take(&mut self, sort: Sort, number: i64) -> Vec<Dependency> {
        self.0.remove(&(sort, number)).unwrap_or_default()
    }

    /// Tells a view.
    pub(super) fn tell_view(&mut self, number: i64, view: &mut View) {
        view.depends_on = self.take(Sort::Relation, number);
        let own = Dependency::Relation(view.name.clone());
        view.depends_on.retain(|needed| *needed != own);
    }

    /// Tells a table what neither its columns nor its keys say.
    pub(super) fn tell_table(&mut self, number: i64, table: &mut Table) {
        let mut needed = self.take(Sort::Relation, number);
        needed.retain(|needed| match needed {
            Dependency::Type(_) => false,
            Dependency::Relation(name) => {
                *name != table.name && !table.foreign_keys.iter().any(|it| it.references == *name)
            }
            Dependency::Sequence(name) => !table
                .columns
                .iter()
                .any(|column| column.sequence.as_deref() == Some(name)),
            _ => true,
        });
        table.depends_on = needed;
    }

    /// Tells a type what neither its fields nor its base say.
    pub(super) fn tell_type(&mut self, number: i64, user_type: &mut UserType) {
        let mut needed = self.take(Sort::Type, number);
        needed.retain(|it| matches!(it, Dependency::Function(_) | Dependency::Vendor { .. }));
        user_type.depends_on = needed;
    }

    /// Tells a function.
    pub(super) fn tell_function(&mut self, number: i64, function: &mut Function) {
        function.depends_on = self.take(Sort::Function, number);
        let own = Dependency::Function(function.signature());
        function.depends_on.retain(|needed| *needed != own);
    }

    /// Tells an object of PostgreSQL's own sort.
    pub(super) fn tell_object(&mut self, number: i64, object: &mut VendorObject) {
        object.depends_on = self.take(Sort::Vendor, number);
    }
}
