//! Whole objects in a [`Schema`]: schemas, extensions, types, sequences, functions, triggers, views that are replaced.

use super::schema::{exists, missing};
use super::{Change, Identifier, QualifiedName, Schema, Sequence, Trigger, UserType, UserTypeKind};
use crate::error::{Error, ErrorKind, Result};

impl Schema {
    /// Says whether a change of a whole object fits.
    pub(super) fn check_object(&self, change: &Change) -> Result<()> {
        match change {
            Change::ReplaceView(view) => there("view", &view.name, self.view(&view.name)),
            Change::CreateTrigger { relation, trigger } => {
                free(&trigger.name, self.trigger(relation, &trigger.name)?)
            }
            Change::DropTrigger { relation, name } => there(
                "trigger",
                &name.clone().into(),
                self.trigger(relation, name)?,
            ),
            Change::CreateFunction(function) => {
                free(&function.name.name, self.function(&function.signature()))
            }
            Change::ReplaceFunction(function) => {
                let signature = function.signature();
                there("function", &function.name, self.function(&signature))
            }
            Change::DropFunction(signature) => {
                there("function", &signature.name, self.function(signature))
            }
            Change::CreateSequence(sequence) => {
                self.check_relation_free(&sequence.name)?;
                self.check_owner(sequence)
            }
            Change::AlterSequence(sequence) => {
                there("sequence", &sequence.name, self.sequence(&sequence.name))?;
                self.check_owner(sequence)
            }
            Change::DropSequence(name) => there("sequence", name, self.sequence(name)),
            Change::CreateType(_)
            | Change::AlterType(_)
            | Change::DropType(_)
            | Change::AddEnumValue { .. }
            | Change::RenameEnumValue { .. } => self.check_type(change),
            _ => self.check_container(change),
        }
    }

    /// Says whether a change of what holds objects, or of an object without a noun, fits.
    fn check_container(&self, change: &Change) -> Result<()> {
        let namespace = |name: &Identifier| self.namespaces.iter().find(|it| it.name == *name);
        let extension = |name: &Identifier| self.extensions.iter().find(|it| it.name == *name);
        match change {
            Change::CreateSchema(created)
                if self.default_schema.as_ref() == Some(&created.name) =>
            {
                Err(exists(&created.name.clone().into()))
            }
            Change::CreateSchema(created) => free(&created.name, namespace(&created.name)),
            Change::AlterSchema(altered) => {
                let name = altered.name.clone().into();
                there("schema", &name, namespace(&altered.name))
            }
            Change::DropSchema(name) => {
                there("schema", &name.clone().into(), namespace(name))?;
                self.refuse_inhabited(name)
            }
            Change::CreateExtension(created) => free(&created.name, extension(&created.name)),
            Change::AlterExtension(altered) => {
                let name = altered.name.clone().into();
                there("extension", &name, extension(&altered.name))
            }
            Change::DropExtension(name) => {
                there("extension", &name.clone().into(), extension(name))
            }
            Change::CreateObject(object) => free(
                &object.name.name,
                self.vendor_object(&object.kind, &object.name),
            ),
            Change::DropObject { kind, name } => {
                there("object", name, self.vendor_object(kind, name))
            }
            _ => Ok(()),
        }
    }

    fn check_type(&self, change: &Change) -> Result<()> {
        let found = |name| self.user_type(name).ok_or_else(|| missing("type", name));
        match change {
            Change::CreateType(created) => free(&created.name.name, self.user_type(&created.name)),
            Change::AlterType(altered) => {
                let from = found(&altered.name)?;
                if std::mem::discriminant(&from.kind) == std::mem::discriminant(&altered.kind) {
                    return Ok(());
                }
                Err(Error::new(
                    ErrorKind::Interface,
                    format!(
                        "{} is a type of another sort: drop it and make it anew",
                        altered.name.name.shortened()
                    ),
                ))
            }
            Change::DropType(name) => found(name).map(|_| ()),
            Change::AddEnumValue {
                name,
                label,
                before,
            } => {
                let labels = labels(found(name)?)?;
                let known = |label: &String| labels.contains(label);
                if known(label) {
                    return Err(label_error(ErrorKind::AlreadyExists, name, "has already"));
                }
                match before {
                    Some(before) if !known(before) => {
                        Err(label_error(ErrorKind::DoesNotExist, name, "does not have"))
                    }
                    _ => Ok(()),
                }
            }
            Change::RenameEnumValue { name, from, to } => {
                let labels = labels(found(name)?)?;
                if !labels.contains(from) {
                    return Err(label_error(ErrorKind::DoesNotExist, name, "does not have"));
                }
                if labels.contains(to) {
                    return Err(label_error(ErrorKind::AlreadyExists, name, "has already"));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn check_relation_free(&self, name: &QualifiedName) -> Result<()> {
        let is_free = self.table(name).is_none()
            && self.view(name).is_none()
            && self.sequence(name).is_none();
        if is_free { Ok(()) } else { Err(exists(name)) }
    }

    /// Refuses an owner that is not there.
    fn check_owner(&self, sequence: &Sequence) -> Result<()> {
        let Some(owner) = &sequence.owned_by else {
            return Ok(());
        };
        let table = self
            .table(&owner.table)
            .ok_or_else(|| missing("table", &owner.table))?;
        match table.column(owner.column.as_str()) {
            Some(_) => Ok(()),
            None => {
                Err(missing("column", &owner.column.clone().into())
                    .with_column(owner.column.as_str()))
            }
        }
    }

    /// Refuses to drop a schema in which something is.
    fn refuse_inhabited(&self, namespace: &Identifier) -> Result<()> {
        let tables = self.tables.iter().map(|it| &it.name);
        let views = self.views.iter().map(|it| &it.name);
        let types = self.types.iter().map(|it| &it.name);
        let sequences = self.sequences.iter().map(|it| &it.name);
        let functions = self.functions.iter().map(|it| &it.name);
        let objects = self.vendor_objects.iter().map(|it| &it.name);
        let mut names = tables
            .chain(views)
            .chain(types)
            .chain(sequences)
            .chain(functions)
            .chain(objects);
        match names.find(|name| name.schema.as_ref() == Some(namespace)) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::Interface,
                format!(
                    "{} is in the schema {}: drop that first",
                    name.name.shortened(),
                    namespace.shortened()
                ),
            )),
        }
    }

    /// The trigger of that name on a table or view.
    pub(crate) fn trigger(
        &self,
        relation: &QualifiedName,
        name: &Identifier,
    ) -> Result<Option<&Trigger>> {
        let triggers = match (self.table(relation), self.view(relation)) {
            (Some(table), _) => &table.triggers,
            (None, Some(view)) => &view.triggers,
            (None, None) => return Err(missing("table or view", relation)),
        };
        Ok(triggers.iter().find(|trigger| trigger.name == *name))
    }

    /// The vendor's own object of that kind and name, spelled exactly so.
    pub(crate) fn vendor_object(
        &self,
        kind: &str,
        name: &QualifiedName,
    ) -> Option<&super::VendorObject> {
        let mut objects = self.vendor_objects.iter();
        objects.find(|it| it.kind == kind && it.name == *name)
    }

    /// Carries a change of a whole object out that fits.
    pub(super) fn apply_object(&mut self, change: &Change) {
        match change {
            Change::ReplaceView(view) => {
                replace(&mut self.views, view, |it| it.name == view.name);
            }
            Change::CreateTrigger { relation, trigger } => {
                if let Some(triggers) = self.triggers_mut(relation) {
                    insert(triggers, trigger, |it| it.name < trigger.name);
                }
            }
            Change::DropTrigger { relation, name } => {
                if let Some(triggers) = self.triggers_mut(relation) {
                    triggers.retain(|it| it.name != *name);
                }
            }
            Change::CreateFunction(function) => {
                let key = function.signature();
                insert(&mut self.functions, function, |it| it.signature() < key);
            }
            Change::ReplaceFunction(function) => {
                let signature = function.signature();
                replace(&mut self.functions, function, |it| it.is(&signature));
            }
            Change::DropFunction(signature) => self.functions.retain(|it| !it.is(signature)),
            Change::CreateSequence(sequence) => {
                insert(&mut self.sequences, sequence, |it| it.name < sequence.name);
                self.own(sequence);
            }
            Change::AlterSequence(sequence) => {
                self.disown(&sequence.name);
                replace(&mut self.sequences, sequence, |it| it.name == sequence.name);
                self.own(sequence);
            }
            Change::DropSequence(name) => {
                self.disown(name);
                self.sequences.retain(|it| it.name != *name);
            }
            Change::CreateSchema(created) => {
                insert(&mut self.namespaces, created, |it| it.name < created.name);
            }
            Change::AlterSchema(altered) => {
                replace(&mut self.namespaces, altered, |it| it.name == altered.name);
            }
            Change::DropSchema(name) => self.namespaces.retain(|it| it.name != *name),
            Change::CreateExtension(created) => self.extensions.push(created.clone()),
            Change::AlterExtension(altered) => {
                replace(&mut self.extensions, altered, |it| it.name == altered.name);
            }
            Change::DropExtension(name) => self.extensions.retain(|it| it.name != *name),
            Change::CreateObject(object) => {
                let key = (&object.kind, &object.name);
                insert(&mut self.vendor_objects, object, |it| {
                    (&it.kind, &it.name) < key
                });
            }
            Change::DropObject { kind, name } => self
                .vendor_objects
                .retain(|it| it.kind != *kind || it.name != *name),
            _ => self.apply_type(change),
        }
    }

    fn apply_type(&mut self, change: &Change) {
        match change {
            Change::CreateType(created) => self.types.push(created.clone()),
            Change::AlterType(altered) => {
                replace(&mut self.types, altered, |it| it.name == altered.name);
            }
            Change::DropType(name) => self.types.retain(|it| it.name != *name),
            Change::AddEnumValue {
                name,
                label,
                before,
            } => {
                if let Some(labels) = self.labels_mut(name) {
                    let place = |before: &String| labels.iter().position(|it| it == before);
                    let at = before.as_ref().and_then(place).unwrap_or(labels.len());
                    labels.insert(at, label.clone());
                }
            }
            Change::RenameEnumValue { name, from, to } => {
                for label in self.labels_mut(name).into_iter().flatten() {
                    if label == from {
                        label.clone_from(to);
                    }
                }
            }
            _ => {}
        }
    }

    fn labels_mut(&mut self, name: &QualifiedName) -> Option<&mut Vec<String>> {
        let found = self.types.iter_mut().find(|it| it.name == *name)?;
        match &mut found.kind {
            UserTypeKind::Enumeration { labels } => Some(labels),
            _ => None,
        }
    }

    fn triggers_mut(&mut self, relation: &QualifiedName) -> Option<&mut Vec<Trigger>> {
        if let Some(table) = self.tables.iter_mut().find(|it| it.name == *relation) {
            return Some(&mut table.triggers);
        }
        let view = self.views.iter_mut().find(|it| it.name == *relation)?;
        Some(&mut view.triggers)
    }

    /// Notes at a column that it has a sequence of its own.
    fn own(&mut self, sequence: &Sequence) {
        if let Some(owner) = &sequence.owned_by
            && let Some(table) = self.table_mut(&owner.table)
        {
            for column in &mut table.columns {
                if column.name == owner.column {
                    column.sequence = Some(Box::new(sequence.name.clone()));
                }
            }
        }
    }

    fn disown(&mut self, sequence: &QualifiedName) {
        for table in &mut self.tables {
            for column in &mut table.columns {
                if column.sequence.as_deref() == Some(sequence) {
                    column.sequence = None;
                }
            }
        }
    }
}

fn labels(user_type: &UserType) -> Result<&[String]> {
    match &user_type.kind {
        UserTypeKind::Enumeration { labels } => Ok(labels),
        _ => Err(Error::new(
            ErrorKind::Interface,
            format!("{} is no enumeration", user_type.name.name.shortened()),
        )),
    }
}

fn label_error(kind: ErrorKind, name: &QualifiedName, has: &str) -> Error {
    let message = format!("the enumeration {} {has} that word", name.name.shortened());
    Error::new(kind, message)
}

fn there<T>(what: &str, name: &QualifiedName, found: Option<&T>) -> Result<()> {
    found.map(|_| ()).ok_or_else(|| missing(what, name))
}

fn free<T>(name: &Identifier, found: Option<&T>) -> Result<()> {
    match found {
        None => Ok(()),
        Some(_) => Err(exists(&name.clone().into())),
    }
}

fn replace<T: Clone>(list: &mut [T], with: &T, is_it: impl Fn(&T) -> bool) {
    for each in list {
        if is_it(each) {
            each.clone_from(with);
        }
    }
}

fn insert<T: Clone>(list: &mut Vec<T>, new: &T, is_before: impl Fn(&T) -> bool) {
    let at = list.partition_point(is_before);
    list.insert(at, new.clone());
}
