//! The names of tables and columns where the other database has no schemas, or takes two of them for one.

use std::collections::{BTreeMap, BTreeSet};

use backend_core::features::{Features, IdentifierCase};
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, QualifiedName, Table};

/// What is called otherwise in the other database; what is not listed keeps its name.
#[derive(Debug, Default)]
pub(super) struct Names {
    tables: BTreeMap<QualifiedName, QualifiedName>,
    columns: BTreeMap<(QualifiedName, Identifier), Identifier>,
    /// The names of indexes that are taken, as the other database compares them.
    taken: BTreeSet<String>,
    is_folding: bool,
}

impl Names {
    pub(super) fn of(tables: &[&Table], features: &Features, losses: &mut Vec<Warning>) -> Self {
        let mut names = Self {
            is_folding: features.identifier_case == IdentifierCase::Insensitive,
            ..Self::default()
        };
        let mut said = |object: &QualifiedName, old: &str, new: &Identifier| {
            losses.push(Warning::new(
                object.clone(),
                format!("{old} is called {new}"),
            ));
        };
        for table in tables {
            let mut name = table.name.clone();
            if name.schema.is_some() && !features.supports_schemas {
                name.schema = None;
            }
            let in_schema = |text: &str| match (&table.name.schema, &name.schema) {
                (Some(schema), None) => format!("{schema}_{text}"),
                _ => text.to_owned(),
            };
            let schema = name.schema.clone();
            let prefix = schema.map_or_else(String::new, |schema| format!("{schema}."));
            name.name = names.free(&prefix, &name.name, &in_schema(name.name.as_str()));
            if name != table.name {
                said(&table.name, "it", &name.name);
                names.tables.insert(table.name.clone(), name);
            }
            let mut columns = Self {
                is_folding: names.is_folding,
                ..Self::default()
            };
            for column in &table.columns {
                let free = columns.free("", &column.name, column.name.as_str());
                if free != column.name {
                    said(&table.name, &format!("its column {}", column.name), &free);
                    let key = (table.name.clone(), column.name.clone());
                    names.columns.insert(key, free);
                }
            }
        }
        names
    }

    /// The name, or another one where it is taken: `other`, or that with a number.
    pub(super) fn free(&mut self, prefix: &str, name: &Identifier, other: &str) -> Identifier {
        let numbered = (2..u32::MAX).map(|number| format!("{other}_{number}"));
        let candidates = [name.as_str().to_owned(), other.to_owned()];
        for candidate in candidates.into_iter().chain(numbered) {
            let key = format!("{prefix}{candidate}");
            let key = if self.is_folding {
                key.to_ascii_lowercase()
            } else {
                key
            };
            if !self.taken.contains(&key)
                && let Ok(free) = Identifier::new(candidate)
            {
                self.taken.insert(key);
                return free;
            }
        }
        name.clone()
    }

    pub(super) fn table(&self, name: &QualifiedName) -> QualifiedName {
        self.tables.get(name).unwrap_or(name).clone()
    }

    pub(super) fn column(&self, table: &QualifiedName, name: &Identifier) -> Identifier {
        let key = (table.clone(), name.clone());
        self.columns.get(&key).unwrap_or(name).clone()
    }

    pub(super) fn columns(&self, table: &QualifiedName, names: &[Identifier]) -> Vec<Identifier> {
        names.iter().map(|name| self.column(table, name)).collect()
    }
}
