//! Functions, procedures, aggregates, and objects of kinds that the model has no noun for.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::model::{
    Dependency, Function, FunctionKind, Identifier, QualifiedName, VendorObject,
};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::Catalog;
use super::expression;

/// What is found, by number.
#[derive(Debug, Default)]
pub(super) struct Routines {
    pub(super) functions: Vec<(i64, Function)>,
    pub(super) objects: Vec<(i64, VendorObject)>,
    /// Bodies that the server keeps as text and reads when a function is made, by the function's number.
    bodies: HashMap<i64, String>,
}

/// Takes a row of `routines.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let number: i64 = cell(cells, 1, "oid")?;
    let name: &str = cell(cells, 3, "name")?;
    let name = match cell::<Option<i64>>(cells, 2, "schema")? {
        Some(schema) => catalog.names.qualified(schema, name)?,
        None => Identifier::new(name)?.into(),
    };
    let sort: &str = cell(cells, 4, "sort")?;
    let definition: Option<&str> = cell(cells, 8, "definition")?;
    let definition = definition.unwrap_or_default().trim_end();
    let comment = cell(cells, 10, "description")?;
    if cell::<&str>(cells, 0, "kind")? != "function" {
        let mut object = VendorObject::new(sort, name, definition);
        object.comment = comment;
        catalog.routines.objects.push((number, object));
        return Ok(());
    }
    let mut function = Function::new(name, definition);
    function.kind = match sort {
        "a" => FunctionKind::Aggregate,
        "p" => FunctionKind::Procedure,
        _ => FunctionKind::Function,
    };
    function.arguments = cell::<&str>(cells, 5, "arguments")?.to_owned();
    function.returns = cell(cells, 6, "returns")?;
    let language: Option<String> = cell(cells, 7, "language")?;
    function.language = language.filter(|_| function.kind != FunctionKind::Aggregate);
    function.comment = comment;
    if let Some(body) = cell::<Option<&str>>(cells, 9, "body")? {
        catalog.routines.bodies.insert(number, body.to_owned());
    }
    catalog.routines.functions.push((number, function));
    Ok(())
}

impl Routines {
    /// What the names in bodies can mean, for which the server keeps no dependencies; by the function's number.
    ///
    /// A name that means nothing of the sort costs nothing but an order.
    pub(super) fn needs_of_bodies<'n>(
        &self,
        relations: impl Iterator<Item = &'n QualifiedName>,
    ) -> Vec<(i64, Dependency)> {
        if self.bodies.is_empty() {
            return Vec::new();
        }
        let mut meanings: HashMap<&str, Vec<Dependency>> = HashMap::new();
        for name in relations {
            let meaning = Dependency::Relation(name.clone());
            meanings
                .entry(name.name.as_str())
                .or_default()
                .push(meaning);
        }
        for (_, function) in &self.functions {
            let meaning = Dependency::Function(function.signature());
            let name = function.name.name.as_str();
            meanings.entry(name).or_default().push(meaning);
        }
        let mut needs = Vec::new();
        for (number, body) in &self.bodies {
            for token in expression::tokens(body) {
                let name = token.identifier();
                let name = name.map(|name| {
                    if token.text.starts_with('"') {
                        name.into_owned()
                    } else {
                        name.to_ascii_lowercase()
                    }
                });
                let found = name.and_then(|name| meanings.get(name.as_str()));
                needs.extend(found.into_iter().flatten().map(|it| (*number, it.clone())));
            }
        }
        needs
    }
}
