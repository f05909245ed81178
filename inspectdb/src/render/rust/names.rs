//! Names of the structs and of their fields, and which of them a reader would have to look up.

use std::collections::BTreeMap;

use backend_core::model::{Column, QualifiedName};

use crate::args::Case;
use crate::naming::{is_same_name, kept_field, settle, snake_field, type_name};
use crate::render::Rename;
use crate::text::one_line;

/// The struct of each table and view.
#[derive(Debug)]
pub(super) struct StructNames<'s> {
    names: BTreeMap<&'s QualifiedName, String>,
}

impl<'s> StructNames<'s> {
    /// Names the structs of `objects`, pairs of a noun and a name.
    pub(super) fn new(
        objects: &[(&'static str, &'s QualifiedName)],
        singular: bool,
        renames: &mut Vec<Rename>,
    ) -> Self {
        let mut first: BTreeMap<String, Vec<&QualifiedName>> = BTreeMap::new();
        for (_, name) in objects {
            first
                .entry(type_name(name.name.as_str(), singular))
                .or_default()
                .push(name);
        }
        // The same name in two schemas: both are named after their schema too.
        let several_schemas = |choice: &String| {
            first.get(choice).is_some_and(|names| {
                names
                    .iter()
                    .any(|name| name.schema != names.first().and_then(|it| it.schema.clone()))
            })
        };
        let choices: Vec<(&str, String)> = objects
            .iter()
            .map(|(_, name)| {
                let text = name.name.as_str();
                let choice = type_name(text, singular);
                match &name.schema {
                    Some(schema) if several_schemas(&choice) => {
                        (text, type_name(&format!("{schema}_{text}"), singular))
                    }
                    _ => (text, choice),
                }
            })
            .collect();
        let settled = settle(&choices, "");
        let mut names = BTreeMap::new();
        for (((noun, name), (text, choice)), identifier) in
            objects.iter().zip(&choices).zip(settled)
        {
            if identifier != *text {
                let is_ruled = identifier == *choice
                    && *choice == type_name(text, singular)
                    && is_same_name(text, &type_name(text, false));
                renames.push(Rename {
                    what: format!("{noun} `{}`", one_line(&name.to_string())),
                    identifier: identifier.clone(),
                    is_same_name: is_ruled,
                });
            }
            names.insert(*name, identifier);
        }
        Self { names }
    }

    /// The struct of a table or view, if it has one.
    pub(super) fn of(&self, name: &QualifiedName) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }
}

/// The fields of the columns, in their order.
pub(super) fn field_names(
    object: &QualifiedName,
    columns: &[Column],
    case: Case,
    renames: &mut Vec<Rename>,
) -> Vec<String> {
    let rule = match case {
        Case::Snake => snake_field,
        Case::Keep => kept_field,
    };
    let choices: Vec<(&str, String)> = columns
        .iter()
        .map(|column| (column.name.as_str(), rule(column.name.as_str())))
        .collect();
    let settled = settle(&choices, "_");
    for ((name, choice), identifier) in choices.iter().zip(&settled) {
        if unraw(identifier) != *name {
            renames.push(Rename {
                what: format!(
                    "column `{}` of `{}`",
                    one_line(name),
                    one_line(&object.to_string())
                ),
                identifier: identifier.clone(),
                is_same_name: identifier == choice && is_same_name(name, identifier),
            });
        }
    }
    settled
}

/// The identifier without the `r#` of a raw one.
pub(super) fn unraw(identifier: &str) -> &str {
    identifier.strip_prefix("r#").unwrap_or(identifier)
}

#[cfg(test)]
mod tests {
    use backend_core::model::QualifiedName;

    use super::StructNames;

    fn structs(names: &[&str]) -> Vec<String> {
        let names: Vec<QualifiedName> = names
            .iter()
            .map(|name| match name.split_once('.') {
                Some((schema, name)) => QualifiedName::with_schema(schema, name).unwrap(),
                None => QualifiedName::new(*name).unwrap(),
            })
            .collect();
        let objects: Vec<_> = names.iter().map(|name| ("table", name)).collect();
        let mut renames = Vec::new();
        let structs = StructNames::new(&objects, false, &mut renames);
        names
            .iter()
            .map(|name| structs.of(name).unwrap().to_owned())
            .collect()
    }

    #[test]
    fn the_same_name_in_two_schemas_takes_the_schema_along() {
        assert_eq!(
            structs(&["main.item", "audit.item", "main.person"]),
            ["MainItem", "AuditItem", "Person"]
        );
    }

    #[test]
    fn names_that_become_one_are_numbered() {
        assert_eq!(
            structs(&["my_item", "MyItem", "my item"]),
            ["MyItem3", "MyItem", "MyItem2"]
        );
    }

    #[test]
    fn only_names_to_look_up_are_told_of() {
        let names = ["artist", "2nd", "🦀"].map(|name| QualifiedName::new(name).unwrap());
        let objects: Vec<_> = names.iter().map(|name| ("table", name)).collect();
        let mut renames = Vec::new();
        StructNames::new(&objects, false, &mut renames);
        let told: Vec<_> = renames
            .iter()
            .map(|it| (it.what.as_str(), it.is_same_name))
            .collect();
        assert_eq!(
            told,
            [
                ("table `artist`", true),
                ("table `2nd`", false),
                ("table `🦀`", false)
            ]
        );
    }
}
