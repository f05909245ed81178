//! Which object needs which: numbers become names, and each object is told what has to be there before it.

use std::collections::{HashMap, HashSet};

use backend_core::error::Result;
use backend_core::features::IdentifierCase;
use backend_core::model::{
    ColumnType, Default, Dependency, Function, Table, UserType, VendorObject, View,
};
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Shape};
use super::expression::tokens;
use super::objects::{Key, PARTITION_SCHEME};
use super::query::Cells;
use super::words::{BOUND_DEFAULT, BOUND_RULE, ON};

/// The classes of what is needed.
const OBJECT: i64 = 1;
const TYPE: i64 = 6;
const XML_SCHEMA_COLLECTION: i64 = 10;
const PARTITION_FUNCTION: i64 = 21;

/// What rows say of needs.
#[derive(Debug, Default)]
pub(super) struct Needs {
    pairs: Vec<(Key, Key)>,
    /// The names of what is not there, by the number of what names it.
    pub(super) missing: Vec<(i64, String)>,
}

impl Needs {
    /// Takes a row of `dependencies.sql`.
    pub(super) fn add(&mut self, cells: &[ValueRef<'_>]) -> Result<()> {
        let mut cells = Cells::new(cells);
        let object: i64 = cells.next("object_id")?;
        let class: i64 = cells.next("referenced_class")?;
        let number: Option<i64> = cells.next("referenced_id")?;
        let schema: Option<&str> = cells.next("missing_schema")?;
        let name: Option<&str> = cells.next("missing_name")?;
        let needed = match (class, number) {
            (OBJECT, Some(number)) => Key::Object(number),
            (TYPE, Some(number)) => Key::Type(number),
            (XML_SCHEMA_COLLECTION, Some(number)) => Key::Collection(number),
            (PARTITION_FUNCTION, Some(number)) => Key::PartitionFunction(number),
            (OBJECT, None) => {
                if let Some(name) = name {
                    let schema = schema.map_or_else(String::new, |schema| format!("{schema}."));
                    self.missing.push((object, format!("`{schema}{name}`")));
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        if needed != Key::Object(object) {
            self.pairs.push((Key::Object(object), needed));
        }
        Ok(())
    }
}

/// The needs of each object.
pub(super) struct Found {
    needs: HashMap<Key, Vec<Dependency>>,
    /// The needs of relations among themselves.
    pub(super) among_relations: Vec<(i64, i64)>,
}

/// Gives numbers their names.
pub(super) fn resolve(catalog: &Catalog) -> Result<Found> {
    let names = names(catalog);
    let relations: HashSet<i64> = catalog.relations.list.iter().map(|it| it.number).collect();
    let mut pairs = catalog.needs.pairs.clone();
    if !catalog.names.may_read_dependencies {
        pairs.extend(by_text(catalog, &names));
    }
    let mut found = Found {
        needs: HashMap::new(),
        among_relations: Vec::new(),
    };
    for (object, needed) in &pairs {
        if let Some(name) = names.get(needed) {
            found.needs.entry(*object).or_default().push(name.clone());
        }
        if let (Key::Object(object), Key::Object(needed)) = (object, needed)
            && relations.contains(object)
            && relations.contains(needed)
        {
            found.among_relations.push((*object, *needed));
        }
    }
    for (number, name) in of_columns(catalog, &names) {
        let needs = found.needs.entry(Key::Object(number)).or_default();
        needs.push(name);
    }
    for list in found.needs.values_mut() {
        list.sort();
        list.dedup();
    }
    Ok(found)
}

/// What each object is called as something that others need.
fn names(catalog: &Catalog) -> HashMap<Key, Dependency> {
    let mut names = HashMap::new();
    for relation in &catalog.relations.list {
        let name = Dependency::Relation(relation.name.clone());
        names.insert(Key::Object(relation.number), name);
    }
    for (number, user_type) in &catalog.user_types.found {
        let name = Dependency::Type(user_type.name.clone());
        names.insert(Key::Type(*number), name);
    }
    for (number, name) in &catalog.sequence_names {
        let name = Dependency::Sequence(name.clone());
        names.insert(Key::Object(*number), name);
    }
    for (number, function) in &catalog.routines.functions {
        let name = Dependency::Function(function.signature());
        names.insert(Key::Object(*number), name);
    }
    for (key, object) in &catalog.objects.found {
        let name = Dependency::Vendor {
            kind: object.kind.clone(),
            name: object.name.clone(),
        };
        names.insert(*key, name);
    }
    names
}

/// What columns and tables say by their types and options, with the number of the table.
fn of_columns(catalog: &Catalog, names: &HashMap<Key, Dependency>) -> Vec<(i64, Dependency)> {
    let quoted: HashMap<String, &Dependency> = names
        .values()
        .filter(|name| matches!(name, Dependency::Vendor { .. }))
        .map(|name| (super::expression::quoted_name(name.name()), name))
        .collect();
    let mut needs = Vec::new();
    for relation in &catalog.relations.list {
        let mut add = |name: &str| {
            let needed = quoted.get(name).map(|name| (*name).clone());
            needs.extend(needed.map(|needed| (relation.number, needed)));
        };
        if let Some(place) = relation
            .as_table()
            .and_then(|table| table.options.value(ON))
        {
            // The scheme, without its column.
            let end = place.rfind(" (").unwrap_or(place.len());
            add(place.get(..end).unwrap_or(place));
        }
        for attribute in &relation.attributes {
            let options = &attribute.column.options;
            for option in [BOUND_DEFAULT, BOUND_RULE] {
                options.value(option).into_iter().for_each(&mut add);
            }
            if let ColumnType::Native(spelling) = &attribute.column.column_type
                && let Some(collection) = collection_of(spelling)
            {
                add(collection);
            }
        }
    }
    needs.retain(|(_, needed)| match needed {
        Dependency::Vendor { kind, .. } => {
            matches!(
                kind.as_str(),
                PARTITION_SCHEME | "RULE" | "DEFAULT" | "XML SCHEMA COLLECTION"
            )
        }
        _ => false,
    });
    needs
}

/// The collection of `xml(CONTENT [s].[c])`.
fn collection_of(spelling: &str) -> Option<&str> {
    let inside = spelling.strip_prefix("xml(")?.strip_suffix(')')?;
    inside.split_once(' ').map(|(_, collection)| collection)
}

/// What the names in texts can mean, where the server does not tell.
///
/// A name that means nothing of the sort costs nothing but an order.
fn by_text(catalog: &Catalog, names: &HashMap<Key, Dependency>) -> Vec<(Key, Key)> {
    let folded = |name: &str| match catalog.case {
        IdentifierCase::Insensitive => name.to_lowercase(),
        _ => name.to_owned(),
    };
    let mut meanings: HashMap<String, Vec<Key>> = HashMap::new();
    for (key, name) in names {
        let name = folded(name.name().name.as_str());
        meanings.entry(name).or_default().push(*key);
    }
    let mut needs = Vec::new();
    let mut read = |object: Key, text: &str| {
        for token in tokens(text) {
            let name = token.identifier().map(|name| folded(&name));
            let found = name.and_then(|name| meanings.get(&name));
            let needed = found.into_iter().flatten().filter(|key| **key != object);
            needs.extend(needed.map(|key| (object, *key)));
        }
    };
    for relation in &catalog.relations.list {
        let object = Key::Object(relation.number);
        match &relation.shape {
            Shape::View(view) => read(object, &view.definition),
            Shape::Table(table) => {
                for attribute in &relation.attributes {
                    let column = &attribute.column;
                    if let Some(Default::Expression(text)) = &column.default {
                        read(object, text);
                    }
                    if let Some(generated) = &column.generated {
                        read(object, &generated.expression);
                    }
                }
                for check in &table.checks {
                    read(object, &check.expression);
                }
            }
        }
    }
    for (number, function) in &catalog.routines.functions {
        read(Key::Object(*number), &function.definition);
    }
    // A column's name can be a table's too: only routines and sequences are called in a table's expressions.
    let is_table = |key: &Key| {
        matches!(key, Key::Object(number) if catalog
            .relations
            .get(*number)
            .is_some_and(|relation| relation.as_table().is_some()))
    };
    needs.retain(|(object, needed)| {
        !is_table(object)
            || matches!(
                names.get(needed),
                Some(Dependency::Function(_) | Dependency::Sequence(_))
            )
    });
    needs
}

impl Found {
    fn take(&mut self, key: Key) -> Vec<Dependency> {
        self.needs.remove(&key).unwrap_or_default()
    }

    /// Tells a view.
    pub(super) fn tell_view(&mut self, number: i64, view: &mut View) {
        view.depends_on = self.take(Key::Object(number));
    }

    /// Tells a table what neither its columns nor its keys say.
    pub(super) fn tell_table(&mut self, number: i64, table: &mut Table) {
        let mut needed = self.take(Key::Object(number));
        needed.retain(|needed| match needed {
            Dependency::Type(_) => false,
            Dependency::Relation(name) => {
                *name != table.name && !table.foreign_keys.iter().any(|it| it.references == *name)
            }
            _ => true,
        });
        table.depends_on = needed;
    }

    /// Tells a type.
    pub(super) fn tell_type(&mut self, number: i64, user_type: &mut UserType) {
        user_type.depends_on = self.take(Key::Type(number));
    }

    /// Tells a function.
    pub(super) fn tell_function(&mut self, number: i64, function: &mut Function) {
        function.depends_on = self.take(Key::Object(number));
        let own = Dependency::Function(function.signature());
        function.depends_on.retain(|needed| *needed != own);
    }

    /// Tells an object of SQL Server's own sort.
    pub(super) fn tell_object(&mut self, key: Key, object: &mut VendorObject) {
        object.depends_on.extend(self.take(key));
        object.depends_on.sort();
        object.depends_on.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::collection_of;

    #[test]
    fn typed_xml_needs_its_schemas() {
        assert_eq!(collection_of("xml(CONTENT [s].[c d])"), Some("[s].[c d]"));
        assert_eq!(collection_of("xml"), None);
    }
}
