//! Names of modules, structs, enums and fields, and which of them a reader would have to look up.

use std::collections::{BTreeMap, BTreeSet};

use backend_core::model::{Column, Identifier, QualifiedName};

use crate::args::Case;
use crate::naming::{is_same_name, kept_field, settle, snake_field, type_name};
use crate::render::Rename;
use crate::text::one_line;

/// Names that no module may have: crates whose paths generated code begins with, and the module that comes with the structs.
const NEEDED_ROOTS: &[&str] = &[
    "alloc",
    "backend_core",
    "bigdecimal",
    "chrono",
    "core",
    "jiff",
    "model",
    "rust_decimal",
    "serde",
    "serde_json",
    "std",
    "time",
    "uuid",
];

/// What becomes a struct or an enum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'s> {
    /// What it is called: `table`, `view`, `type`.
    pub(super) noun: &'static str,
    pub(super) name: &'s QualifiedName,
}

impl Item<'_> {
    fn is_type(&self) -> bool {
        self.noun == "type"
    }
}

/// The module of each schema, the struct of each table and view, the enum of each enumeration.
#[derive(Debug, Default)]
pub(super) struct Names<'s> {
    modules: BTreeMap<&'s Identifier, String>,
    structs: BTreeMap<&'s QualifiedName, String>,
    enums: BTreeMap<&'s QualifiedName, String>,
}

impl<'s> Names<'s> {
    /// Names the items. What is in no schema stands at the top of the file, each schema is a module; `roots` are the names
    /// that paths of the options begin with.
    pub(super) fn new(
        items: &[Item<'s>],
        singular: bool,
        roots: &BTreeSet<String>,
        renames: &mut Vec<Rename>,
    ) -> Self {
        let mut by_schema: BTreeMap<Option<&'s Identifier>, Vec<Item<'s>>> = BTreeMap::new();
        for item in items {
            by_schema
                .entry(item.name.schema.as_ref())
                .or_default()
                .push(*item);
        }
        let mut names = Self::default();
        for items in by_schema.values() {
            names.name_items(items, singular, renames);
        }
        let mut taken: BTreeSet<&str> = NEEDED_ROOTS.iter().copied().collect();
        taken.extend(roots.iter().map(String::as_str));
        let at_top = names.structs.iter().chain(&names.enums);
        taken.extend(
            at_top
                .filter(|(name, _)| name.schema.is_none())
                .map(|(_, identifier)| identifier.as_str()),
        );
        let schemas: Vec<&Identifier> = by_schema.keys().copied().flatten().collect();
        let modules = name_modules(&schemas, &taken, renames);
        names.modules = schemas.into_iter().zip(modules).collect();
        names
    }

    /// Names what stands in one module.
    fn name_items(&mut self, items: &[Item<'s>], singular: bool, renames: &mut Vec<Rename>) {
        let choices: Vec<(&str, String)> = items
            .iter()
            .map(|item| {
                let text = item.name.name.as_str();
                (text, type_name(text, singular && !item.is_type()))
            })
            .collect();
        let settled = settle(&choices, "");
        for ((item, (text, choice)), identifier) in items.iter().zip(&choices).zip(settled) {
            if identifier != *text {
                let is_ruled = identifier == *choice && is_same_name(text, &type_name(text, false));
                renames.push(Rename {
                    what: format!("{} `{}`", item.noun, one_line(&item.name.to_string())),
                    identifier: identifier.clone(),
                    is_same_name: is_ruled,
                });
            }
            let of = if item.is_type() {
                &mut self.enums
            } else {
                &mut self.structs
            };
            of.insert(item.name, identifier);
        }
    }

    /// The module of a schema.
    pub(super) fn module(&self, schema: &Identifier) -> Option<&str> {
        self.modules.get(schema).map(String::as_str)
    }

    /// The struct of a table or view, if it has one.
    pub(super) fn structure(&self, name: &QualifiedName) -> Option<&str> {
        self.structs.get(name).map(String::as_str)
    }

    /// The enum of an enumeration, if it has one.
    pub(super) fn enumeration(&self, name: &QualifiedName) -> Option<&str> {
        self.enums.get(name).map(String::as_str)
    }

    /// The path of the struct of a table or view from the module of a schema, if it has one.
    pub(super) fn struct_path(
        &self,
        from: Option<&Identifier>,
        name: &QualifiedName,
    ) -> Option<String> {
        Some(self.path(from, name, self.structure(name)?))
    }

    /// The path of the enum of an enumeration from the module of a schema, if it has one.
    pub(super) fn enum_path(
        &self,
        from: Option<&Identifier>,
        name: &QualifiedName,
    ) -> Option<String> {
        Some(self.path(from, name, self.enumeration(name)?))
    }

    fn path(&self, from: Option<&Identifier>, name: &QualifiedName, identifier: &str) -> String {
        let to = name.schema.as_ref();
        if from == to {
            return identifier.to_owned();
        }
        let up = if from.is_some() { "super::" } else { "" };
        match to.and_then(|schema| self.module(schema)) {
            Some(module) => format!("{up}{module}::{identifier}"),
            None => format!("{up}{identifier}"),
        }
    }
}

/// The modules of the schemas, in their order.
fn name_modules(
    schemas: &[&Identifier],
    taken: &BTreeSet<&str>,
    renames: &mut Vec<Rename>,
) -> Vec<String> {
    let choices: Vec<(&str, String)> = schemas
        .iter()
        .map(|schema| {
            let choice = snake_field(schema.as_str());
            let choice = if taken.contains(choice.as_str()) {
                format!("{choice}_")
            } else {
                choice
            };
            (schema.as_str(), choice)
        })
        .collect();
    let settled = settle(&choices, "_");
    for ((name, choice), identifier) in choices.iter().zip(&settled) {
        if unraw(identifier) != *name {
            renames.push(Rename {
                what: format!("schema `{}`", one_line(name)),
                identifier: identifier.clone(),
                is_same_name: identifier == choice && is_same_name(name, identifier),
            });
        }
    }
    settled
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

/// The variants of an enumeration's labels, in their order.
pub(super) fn variant_names(
    enumeration: &QualifiedName,
    labels: &[String],
    renames: &mut Vec<Rename>,
) -> Vec<String> {
    let choices: Vec<(&str, String)> = labels
        .iter()
        .map(|label| (label.as_str(), type_name(label, false)))
        .collect();
    let settled = settle(&choices, "");
    for ((label, choice), identifier) in choices.iter().zip(&settled) {
        if identifier != label {
            renames.push(Rename {
                what: format!(
                    "label `{}` of `{}`",
                    one_line(label),
                    one_line(&enumeration.to_string())
                ),
                identifier: identifier.clone(),
                is_same_name: identifier == choice && is_same_name(label, identifier),
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
    use std::collections::BTreeSet;

    use backend_core::model::{Identifier, QualifiedName};

    use super::{Item, Names, variant_names};

    fn qualified(names: &[&str]) -> Vec<QualifiedName> {
        names
            .iter()
            .map(|name| match name.split_once('.') {
                Some((schema, name)) => QualifiedName::with_schema(schema, name).unwrap(),
                None => QualifiedName::new(*name).unwrap(),
            })
            .collect()
    }

    fn tables(names: &[QualifiedName]) -> Vec<Item<'_>> {
        names
            .iter()
            .map(|name| Item {
                noun: "table",
                name,
            })
            .collect()
    }

    /// The structs' paths from the top of the file.
    fn paths(names: &[&str]) -> Vec<String> {
        let names = qualified(names);
        let roots = BTreeSet::from(["mine".to_owned()]);
        let named = Names::new(&tables(&names), false, &roots, &mut Vec::new());
        names
            .iter()
            .map(|name| named.struct_path(None, name).unwrap())
            .collect()
    }

    #[test]
    fn the_same_name_in_two_schemas_stands_in_two_modules() {
        assert_eq!(
            paths(&["item", "audit.item", "Audit.item", "person"]),
            ["Item", "audit::Item", "audit_2::Item", "Person"]
        );
    }

    #[test]
    fn modules_hide_no_crate_and_no_struct() {
        assert_eq!(
            paths(&["time.a", "mine.a", "model.a", "type.a", "名前", "名前.a"]),
            [
                "time_::A",
                "mine_::A",
                "model_::A",
                "r#type::A",
                "名前",
                "名前_::A"
            ]
        );
    }

    #[test]
    fn paths_lead_from_module_to_module() {
        let names = qualified(&["a", "one.b", "two.c"]);
        let named = Names::new(&tables(&names), false, &BTreeSet::new(), &mut Vec::new());
        let one = Identifier::new("one").unwrap();
        let paths: Vec<_> = names
            .iter()
            .map(|name| named.struct_path(Some(&one), name).unwrap())
            .collect();
        assert_eq!(paths, ["super::A", "B", "super::two::C"]);
    }

    #[test]
    fn names_that_become_one_are_numbered() {
        assert_eq!(
            paths(&["my_item", "MyItem", "my item"]),
            ["MyItem3", "MyItem", "MyItem2"]
        );
    }

    #[test]
    fn a_type_beside_a_table_of_the_same_words_is_numbered() {
        let names = qualified(&["item", "Item"]);
        let items = [
            Item {
                noun: "table",
                name: &names[0],
            },
            Item {
                noun: "type",
                name: &names[1],
            },
        ];
        let named = Names::new(&items, false, &BTreeSet::new(), &mut Vec::new());
        assert_eq!(named.structure(&names[0]), Some("Item2"));
        assert_eq!(named.enumeration(&names[1]), Some("Item"));
    }

    #[test]
    fn only_names_to_look_up_are_told_of() {
        let names = qualified(&["artist", "2nd", "🦀"]);
        let mut renames = Vec::new();
        Names::new(&tables(&names), false, &BTreeSet::new(), &mut renames);
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

    #[test]
    fn every_label_becomes_a_variant_of_its_own() {
        let labels = ["sad", "Sad", "very-sad", "", "2nd", "self", "🦀", "it's"];
        let labels = labels.map(str::to_owned);
        let mut renames = Vec::new();
        let variants = variant_names(&qualified(&["mood"])[0], &labels, &mut renames);
        assert_eq!(
            variants,
            [
                "Sad2", "Sad", "VerySad", "Unnamed", "_2nd", "Self_", "U1f980", "ItS"
            ]
        );
        let looked_up: Vec<_> = renames
            .iter()
            .filter(|it| !it.is_same_name)
            .map(|it| it.what.as_str())
            .collect();
        assert_eq!(looked_up.len(), 5, "{looked_up:?}");
    }
}
