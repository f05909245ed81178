//! What differs in whole objects, and when each change of one is due.

use std::collections::{BTreeSet, HashMap};

use super::super::{
    Change, Column, Dependency, Function, QualifiedName, Schema, Sequence, Signature, Table,
    Trigger, UserType, UserTypeKind, View, ViewKind,
};
use crate::error::{Error, ErrorKind, Result};

/// Changes of objects other than tables, by when they are due.
#[derive(Default)]
pub(super) struct Objects {
    /// Schemas and extensions that come or change.
    pub(super) containers: Vec<Change>,
    /// Triggers and views that go, or make way.
    pub(super) make_way: Vec<Change>,
    /// Functions and the like that go and that no table needs.
    pub(super) drop_first: Vec<Change>,
    /// What tables need: types, sequences, some functions.
    pub(super) create_first: Vec<Change>,
    /// What may need tables: views, other functions.
    pub(super) create_last: Vec<Change>,
    /// What ties objects together: owners of sequences, triggers.
    pub(super) tie: Vec<Change>,
    /// What tables needed and is gone with them.
    pub(super) drop_last: Vec<Change>,
}

impl Objects {
    pub(super) fn new(before: &Schema, after: &Schema) -> Result<Self> {
        let mut it = Self::default();
        if before.has_tables_only() && after.has_tables_only() {
            it.triggers(before, after, &BTreeSet::new());
            return Ok(it);
        }
        let unsettled = unsettled(before, after);
        it.containers(before, after);
        it.views_that_go(before, after, &unsettled);
        it.drops(before, after);
        it.creates(before, after, &unsettled)?;
        it.owners(before, after);
        it.triggers(before, after, &unsettled);
        Ok(it)
    }

    fn containers(&mut self, before: &Schema, after: &Schema) {
        for new in &after.namespaces {
            let old = before.namespaces.iter().find(|old| old.name == new.name);
            match old {
                None => self.containers.push(Change::CreateSchema(new.clone())),
                Some(old) if old != new => {
                    self.containers.push(Change::AlterSchema(new.clone()));
                }
                Some(_) => {}
            }
        }
        for new in &after.extensions {
            let old = before.extensions.iter().find(|old| old.name == new.name);
            match old {
                None => self.containers.push(Change::CreateExtension(new.clone())),
                Some(old) if old != new => {
                    self.containers.push(Change::AlterExtension(new.clone()));
                }
                Some(_) => {}
            }
        }
    }

    fn views_that_go(&mut self, before: &Schema, after: &Schema, unsettled: &BTreeSet<Dependency>) {
        for view in before.views.iter().rev() {
            let stays = after.view(&view.name).is_some();
            if !stays || unsettled.contains(&Dependency::Relation(view.name.clone())) {
                self.make_way.push(Change::DropView(view.name.clone()));
            }
        }
    }

    /// What goes, the other way around than it was made.
    fn drops(&mut self, before: &Schema, after: &Schema) {
        let held = held(before);
        let kept = |sequence: &Sequence| {
            let owner = sequence.owned_by.as_ref();
            owner.is_none_or(|owner| {
                let table = after.table(&owner.table);
                table.is_some_and(|table| table.column(owner.column.as_str()).is_some())
            })
        };
        for change in before.creation().into_iter().rev() {
            match change {
                Change::CreateFunction(it) if after.function(&it.signature()).is_none() => {
                    let signature = it.signature();
                    let needed = Dependency::Function(signature.clone());
                    self.drop_of(&held, &needed)
                        .push(Change::DropFunction(signature));
                }
                Change::CreateObject(it)
                    if after.vendor_object(&it.kind, &it.name).is_none_or(|new| {
                        (&new.definition, &new.comment) != (&it.definition, &it.comment)
                    }) =>
                {
                    let (kind, name) = (it.kind, it.name);
                    let needed = Dependency::Vendor {
                        kind: kind.clone(),
                        name: name.clone(),
                    };
                    let comes_back = after.vendor_object(&kind, &name).is_some();
                    let drop = Change::DropObject { kind, name };
                    if comes_back {
                        self.drop_first.push(drop);
                    } else {
                        self.drop_of(&held, &needed).push(drop);
                    }
                }
                Change::CreateType(it) if after.user_type(&it.name).is_none() => {
                    self.drop_last.push(Change::DropType(it.name));
                }
                Change::CreateSequence(it)
                    if after.sequence(&it.name).is_none()
                        && before
                            .sequence(&it.name)
                            .is_some_and(|old| kept(old) && !becomes_identity(after, old)) =>
                {
                    self.drop_last.push(Change::DropSequence(it.name));
                }
                Change::CreateExtension(it)
                    if !after.extensions.iter().any(|new| new.name == it.name) =>
                {
                    self.drop_last.push(Change::DropExtension(it.name));
                }
                Change::CreateSchema(it)
                    if !after.namespaces.iter().any(|new| new.name == it.name) =>
                {
                    self.drop_last.push(Change::DropSchema(it.name));
                }
                _ => {}
            }
        }
    }

    fn drop_of(&mut self, held: &BTreeSet<Dependency>, object: &Dependency) -> &mut Vec<Change> {
        if held.contains(object) {
            &mut self.drop_last
        } else {
            &mut self.drop_first
        }
    }

    /// What comes or becomes another, in the order in which it can be made.
    fn creates(
        &mut self,
        before: &Schema,
        after: &Schema,
        unsettled: &BTreeSet<Dependency>,
    ) -> Result<()> {
        let held = held(after);
        for change in after.creation() {
            match change {
                Change::CreateType(new) => match before.user_type(&new.name) {
                    None => self.create_first.push(Change::CreateType(new)),
                    Some(old) => self.create_first.extend(altered_type(old, new)?),
                },
                Change::CreateSequence(new) => match before.sequence(&new.name) {
                    None => self.create_first.push(Change::CreateSequence(new)),
                    Some(old) => {
                        let owned_by = old.owned_by.clone();
                        let new = Sequence { owned_by, ..new };
                        if *old != new {
                            self.create_first.push(Change::AlterSequence(new));
                        }
                    }
                },
                Change::CreateFunction(new) => {
                    let old = before.function(&new.signature());
                    let object = Dependency::Function(new.signature());
                    let change = match old {
                        None => Change::CreateFunction(new),
                        Some(old) if same_function(old, &new) => continue,
                        Some(_) => Change::ReplaceFunction(new),
                    };
                    self.create_of(&held, &object).push(change);
                }
                Change::CreateObject(new) => {
                    let old = before.vendor_object(&new.kind, &new.name);
                    let same = old.is_some_and(|old| {
                        (&old.definition, &old.comment) == (&new.definition, &new.comment)
                    });
                    if !same {
                        let object = Dependency::Vendor {
                            kind: new.kind.clone(),
                            name: new.name.clone(),
                        };
                        self.create_of(&held, &object)
                            .push(Change::CreateObject(new));
                    }
                }
                Change::CreateView(new) => {
                    let object = Dependency::Relation(new.name.clone());
                    match before.view(&new.name) {
                        Some(old) if !unsettled.contains(&object) => {
                            if !same_view(old, after.view(&new.name).unwrap_or(&new)) {
                                let whole = after.view(&new.name).cloned().unwrap_or(new);
                                self.create_last.push(Change::ReplaceView(whole));
                            }
                        }
                        _ => self.create_last.push(Change::CreateView(new)),
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn create_of(&mut self, held: &BTreeSet<Dependency>, object: &Dependency) -> &mut Vec<Change> {
        if held.contains(object) {
            &mut self.create_first
        } else {
            &mut self.create_last
        }
    }

    fn owners(&mut self, before: &Schema, after: &Schema) {
        for new in &after.sequences {
            let old = before.sequence(&new.name);
            if old.and_then(|old| old.owned_by.as_ref()) != new.owned_by.as_ref() {
                self.tie.push(Change::AlterSequence(new.clone()));
            }
        }
    }

    fn triggers(&mut self, before: &Schema, after: &Schema, unsettled: &BTreeSet<Dependency>) {
        let is_new = |name: &QualifiedName| {
            let object = Dependency::Relation(name.clone());
            before.view(name).is_some() && unsettled.contains(&object)
        };
        let mut drops = Vec::new();
        for (relation, new) in triggers(after) {
            let none = Vec::new();
            let old = if is_new(relation) {
                &none
            } else {
                let table = before.table(relation).map(|it| &it.triggers);
                let view = || before.view(relation).map(|it| &it.triggers);
                table.or_else(view).unwrap_or(&none)
            };
            // A view that is replaced has its triggers with it.
            let replaced =
                |change: &Change| matches!(change, Change::ReplaceView(it) if it.name == *relation);
            if self.create_last.iter().any(replaced) {
                continue;
            }
            for gone in old.iter().filter(|old| !new.contains(old)) {
                drops.push(Change::DropTrigger {
                    relation: relation.clone(),
                    name: gone.name.clone(),
                });
            }
            for trigger in new.iter().filter(|new| !old.contains(new)) {
                self.tie.push(Change::CreateTrigger {
                    relation: relation.clone(),
                    trigger: trigger.clone(),
                });
            }
        }
        self.make_way.splice(0..0, drops);
    }
}

impl Schema {
    /// Whether nothing is there but tables.
    fn has_tables_only(&self) -> bool {
        self.namespaces.is_empty()
            && self.extensions.is_empty()
            && self.types.is_empty()
            && self.sequences.is_empty()
            && self.views.is_empty()
            && self.functions.is_empty()
            && self.vendor_objects.is_empty()
    }
}

fn triggers(schema: &Schema) -> impl Iterator<Item = (&QualifiedName, &Vec<Trigger>)> {
    let tables = schema.tables.iter().map(|it| (&it.name, &it.triggers));
    let views = schema.views.iter().map(|it| (&it.name, &it.triggers));
    tables.chain(views)
}

fn same_function(old: &Function, new: &Function) -> bool {
    let bare = |function: &Function| Function {
        depends_on: Vec::new(),
        ..function.clone()
    };
    bare(old) == bare(new)
}

fn same_view(old: &View, new: &View) -> bool {
    let bare = |view: &View| View {
        depends_on: Vec::new(),
        ..view.clone()
    };
    bare(old) == bare(new)
}

/// The change that makes a type another; an error where none does.
fn altered_type(old: &UserType, new: UserType) -> Result<Option<Change>> {
    let cannot = |what: &str| {
        Err(Error::new(
            ErrorKind::NotSupported(None),
            format!(
                "the type {} {what}: give the new one another name",
                new.name.name.shortened()
            ),
        ))
    };
    if (&old.kind, &old.comment, &old.options) == (&new.kind, &new.comment, &new.options) {
        return Ok(None);
    }
    match (&old.kind, &new.kind) {
        (UserTypeKind::Enumeration { labels: old }, UserTypeKind::Enumeration { labels: new }) => {
            let stay = new.iter().filter(|label| old.contains(label));
            if !stay.eq(old.iter()) {
                return cannot("loses a word, or has its words in another order");
            }
        }
        (UserTypeKind::Domain(old), UserTypeKind::Domain(new)) => {
            if old.base != new.base || old.collation != new.collation {
                return cannot("is of another type");
            }
        }
        (UserTypeKind::Composite { .. }, UserTypeKind::Composite { .. }) => {}
        (old, new) if old == new => {}
        _ => return cannot("is of another sort"),
    }
    Ok(Some(Change::AlterType(new)))
}

/// What tables and types need, and what that needs.
fn held(schema: &Schema) -> BTreeSet<Dependency> {
    let functions: HashMap<Signature, &[Dependency]> = schema
        .functions
        .iter()
        .map(|it| (it.signature(), it.depends_on.as_slice()))
        .collect();
    let tables = schema.tables.iter().flat_map(|it| &it.depends_on);
    let types = schema.types.iter().flat_map(|it| &it.depends_on);
    let mut open: Vec<&Dependency> = tables.chain(types).collect();
    let mut held = BTreeSet::new();
    while let Some(needed) = open.pop() {
        if matches!(needed, Dependency::Relation(_)) || !held.insert(needed.clone()) {
            continue;
        }
        match needed {
            Dependency::Function(signature) => {
                open.extend(functions.get(signature).copied().into_iter().flatten());
            }
            Dependency::Vendor { kind, name } => {
                let object = schema.vendor_object(kind, name);
                open.extend(object.into_iter().flat_map(|it| &it.depends_on));
            }
            _ => {}
        }
    }
    held
}

/// What a view cannot stand on while it changes: tables whose columns go or become others, functions that give back something
/// else, and the views on these. Views that only get more columns are replaced in their place.
fn unsettled(before: &Schema, after: &Schema) -> BTreeSet<Dependency> {
    let mut unsettled = BTreeSet::new();
    for from in &before.tables {
        if after
            .table(&from.name)
            .is_none_or(|to| !keeps_columns(from, to))
        {
            unsettled.insert(Dependency::Relation(from.name.clone()));
        }
    }
    for from in &before.functions {
        let to = after.function(&from.signature());
        if to.is_none_or(|to| (from.kind, &from.returns) != (to.kind, &to.returns)) {
            unsettled.insert(Dependency::Function(from.signature()));
        }
    }
    for view in &before.views {
        let to = after.view(&view.name);
        let stands_on = |needed: &Dependency| unsettled.contains(needed);
        if view.depends_on.iter().any(stands_on)
            || to.is_none_or(|to| !same_view(view, to) && !only_grows(view, to))
        {
            unsettled.insert(Dependency::Relation(view.name.clone()));
        }
    }
    unsettled
}

fn keeps_columns(from: &Table, to: &Table) -> bool {
    from.columns.iter().all(|old| {
        to.column(old.name.as_str())
            .is_some_and(|new| shows(old, new))
    })
}

/// Whether what reads the one reads the other as well.
fn shows(old: &Column, new: &Column) -> bool {
    (&old.name, &old.column_type, &old.collation, &old.generated)
        == (&new.name, &new.column_type, &new.collation, &new.generated)
}

/// Whether a view has columns more at its end and no others.
fn only_grows(from: &View, to: &View) -> bool {
    let is_plain = |view: &View| view.kind == ViewKind::Plain && view.indexes.is_empty();
    let beginning = from.columns.iter().zip(&to.columns);
    is_plain(from)
        && is_plain(to)
        && !from.columns.is_empty()
        && from.columns.len() <= to.columns.len()
        && beginning.into_iter().all(|(old, new)| shows(old, new))
}

#[cfg(test)]
mod tests;

/// Whether the column that a sequence goes with is an identity then, which goes on with its numbers.
fn becomes_identity(after: &Schema, sequence: &Sequence) -> bool {
    let Some(owner) = &sequence.owned_by else {
        return false;
    };
    after
        .table(&owner.table)
        .and_then(|table| table.column(owner.column.as_str()))
        .is_some_and(|column| column.identity.is_some())
}
