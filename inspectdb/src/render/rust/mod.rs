//! Rust models: one struct a table or view, complete in itself and laid out as rustfmt would.
//!
//! What a struct has no place for stands in its doc comments; what these cannot say truly is a warning.

mod describe;
mod docs;
mod enumeration;
mod facts;
mod field_type;
mod layout;
mod model;
mod names;
mod support;
mod unsaid;

use std::collections::{BTreeMap, BTreeSet};

use backend_core::introspection::Warning;
use backend_core::model::{Column, Identifier, QualifiedName, Table, UserType, View};
use backend_core::operations::Operations;

use self::docs::code;
use self::layout::Sheet;
use self::names::{Item, Names};
use self::support::Needs;
use self::unsaid::unsaid;
use crate::args::{Arguments, Case};
use crate::field_types::{ANY_VALUE, TypeChoice};
use crate::region;
use crate::relations::{Relation, relations};
use crate::render::Rendering;
use crate::select::Selection;

/// What stands below the first line.
const HINT: &str =
    "// Change the database and generate this file again: what is changed here is lost then.";

/// How the models are to look.
#[derive(Debug)]
pub(crate) struct Style {
    pub(crate) case: Case,
    pub(crate) singular: bool,
    pub(crate) types: TypeChoice,
    /// What is derived beside `Debug`, `Clone` and `PartialEq`.
    pub(crate) derive: Vec<String>,
    pub(crate) comments: bool,
    pub(crate) relations: bool,
}

impl Style {
    /// What the paths of derived traits begin with.
    fn roots(&self) -> BTreeSet<String> {
        self.derive
            .iter()
            .filter_map(|path| path.trim_start_matches(':').split_once("::"))
            .map(|(root, _)| root.to_owned())
            .collect()
    }
}

impl From<&Arguments> for Style {
    fn from(arguments: &Arguments) -> Self {
        Self {
            case: arguments.case,
            singular: arguments.singular,
            types: TypeChoice::new(&arguments.types),
            derive: arguments.derive.clone(),
            comments: !arguments.no_comments,
            relations: !arguments.no_relations,
        }
    }
}

/// Renders the models.
pub(crate) fn render(
    selection: &Selection,
    operations: &dyn Operations,
    style: &Style,
) -> Rendering {
    let mut rendering = Rendering {
        text: format!("{}\n{HINT}\n", region::FIRST),
        ..Rendering::default()
    };
    let objects = objects(selection);
    let enumerations = enumerations(selection, &objects, style);
    let items: Vec<_> = objects
        .iter()
        .map(|object| (object.noun(), object.name()))
        .chain(enumerations.iter().map(|each| ("type", &each.name)))
        .map(|(noun, name)| Item { noun, name })
        .collect();
    let roots = style.roots();
    let names = Names::new(&items, style.singular, &roots, &mut rendering.renames);
    let context = Context {
        selection,
        operations,
        style,
        names: &names,
    };
    write_modules(&context, &objects, &enumerations, &mut rendering);
    rendering.text.push_str(&format!("\n{}\n", region::LAST));
    rendering.unsaid = unsaid(&selection.schema);
    rendering
}

/// Writes what stands at the top of the file, then a module for each schema, then what all have in common.
fn write_modules(
    context: &Context<'_>,
    objects: &[Object<'_>],
    enumerations: &[&UserType],
    rendering: &mut Rendering,
) {
    let relations = context.relations();
    let mut needs = Needs {
        schemas: objects.iter().any(|object| object.name().schema.is_some()),
        relations: relations.values().any(|of_table| !of_table.is_empty()),
        any_value: false,
    };
    let of_objects = objects.iter().map(Object::name);
    let schemas: BTreeSet<Option<&Identifier>> = of_objects
        .chain(enumerations.iter().map(|each| &each.name))
        .map(|name| name.schema.as_ref())
        .collect();
    for schema in schemas {
        let mut sheet = Sheet::new(schema.map_or(0, |_| INDENT.len()));
        let is_here = |name: &QualifiedName| name.schema.as_ref() == schema;
        let here: Vec<_> = objects
            .iter()
            .filter(|object| is_here(object.name()))
            .collect();
        for object in &here {
            let none: &[Relation] = &[];
            let of_table = relations.get(object.name()).map_or(none, Vec::as_slice);
            let model = model::write(context, object, of_table, needs, rendering, &mut sheet);
            warn(context.selection, object, &mut rendering.warnings);
            needs.any_value |= model.fields.iter().any(|field| field.contains(ANY_VALUE));
        }
        for each in enumerations.iter().filter(|each| is_here(&each.name)) {
            enumeration::write(context, each, &mut rendering.renames, &mut sheet);
        }
        let text = match schema {
            None => sheet.as_str().to_owned(),
            Some(schema) => in_module(context.names, schema, !here.is_empty(), sheet.as_str()),
        };
        rendering.text.push_str(&text);
    }
    if !objects.is_empty() {
        let mut sheet = Sheet::new(0);
        sheet.push("\n");
        support::write(needs, &mut sheet);
        rendering.text.push_str(sheet.as_str());
    }
}

const INDENT: &str = "    ";

/// The module of a schema around what was written for it.
fn in_module(names: &Names<'_>, schema: &Identifier, has_models: bool, text: &str) -> String {
    let module = names.module(schema).unwrap_or_default();
    let mut out = format!(
        "\n/// What is in the schema {}.\npub mod {module} {{\n",
        code(schema.as_str())
    );
    let text = if has_models {
        out.push_str(INDENT);
        out.push_str("use super::model;\n");
        text
    } else {
        text.trim_start_matches('\n')
    };
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str(INDENT);
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str("}\n");
    out
}

/// Warns of what the model of an object cannot say, unless reading has warned of it.
fn warn(selection: &Selection, object: &Object<'_>, warnings: &mut Vec<Warning>) {
    let mut add = |message: String| warnings.push(Warning::new(object.name().clone(), message));
    match object {
        Object::Table(table) => describe::doubts(table).into_iter().for_each(add),
        Object::View(view) => {
            let is_known = |warning: &Warning| warning.object == view.name;
            if !view.populated && !selection.warnings.iter().any(is_known) {
                add("it was never filled and cannot be read until it is refreshed".to_owned());
            }
        }
    }
}

/// The enumerations that become enums, by name: those of the fields, where fields are read by this project's own connection.
/// Elsewhere they are text, as no conversion would read an enum.
fn enumerations<'s>(
    selection: &'s Selection,
    objects: &[Object<'s>],
    style: &Style,
) -> Vec<&'s UserType> {
    let mut found = Vec::new();
    if style.types.reads_rows() {
        let columns = objects.iter().flat_map(Object::columns);
        for column in columns {
            let types = &selection.schema.types;
            field_type::enumerations(types, &column.column_type, 0, &mut found);
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found.dedup_by(|one, other| one.name == other.name);
    found
}

/// What every struct is written with.
#[derive(Clone, Copy)]
struct Context<'r> {
    selection: &'r Selection,
    operations: &'r dyn Operations,
    style: &'r Style,
    names: &'r Names<'r>,
}

impl<'r> Context<'r> {
    /// The relations of each table, where relations are wanted.
    fn relations(&self) -> BTreeMap<&'r QualifiedName, Vec<Relation>> {
        if !self.style.relations {
            return BTreeMap::new();
        }
        let selection = self.selection;
        relations(&selection.schema, |name| {
            selection.left_out.contains(name) || selection.is_outside(name)
        })
    }

    /// A comment of the database's, where comments are wanted.
    fn comment<'c>(&self, comment: Option<&'c String>) -> Option<&'c str> {
        comment.map(String::as_str).filter(|_| self.style.comments)
    }
}

/// A table or view.
#[derive(Debug, Clone, Copy)]
enum Object<'s> {
    Table(&'s Table),
    View(&'s View),
}

impl<'s> Object<'s> {
    fn name(&self) -> &'s QualifiedName {
        match self {
            Self::Table(table) => &table.name,
            Self::View(view) => &view.name,
        }
    }

    fn noun(&self) -> &'static str {
        match self {
            Self::Table(_) => "table",
            Self::View(_) => "view",
        }
    }

    fn columns(&self) -> &'s [Column] {
        match self {
            Self::Table(table) => &table.columns,
            Self::View(view) => &view.columns,
        }
    }
}

/// Tables and views, by name.
fn objects(selection: &Selection) -> Vec<Object<'_>> {
    let tables = selection.schema.tables.iter().map(Object::Table);
    let mut objects: Vec<_> = tables
        .chain(selection.schema.views.iter().map(Object::View))
        .collect();
    objects.sort_by(|one, other| one.name().cmp(other.name()));
    objects
}

#[cfg(test)]
mod tests;
