//! SQL: the statements that make the schema again in an empty database.
//!
//! What a plan refuses costs nothing but itself: it is left out, which a warning and a comment say.

mod layout;
mod script;

use backend_core::introspection::Warning;
use backend_core::model::{Change, QualifiedName, Schema};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{SchemaEditor, creation, plan};

pub(crate) use self::script::Script;
use crate::render::Rendering;
use crate::select::Selection;

/// Renders the statements, for the database that was read or one like it.
pub(crate) fn render(
    selection: &Selection,
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
) -> Rendering {
    let mut losses = Vec::new();
    let schema = without_keys_to_nowhere(selection, &mut losses);
    let script = make(&schema, editor, dialect, &mut losses);
    finish(&selection.schema, script, losses)
}

fn finish(schema: &Schema, script: Script, losses: Vec<Warning>) -> Rendering {
    let keys = schema.tables.iter().map(|table| table.foreign_keys.len());
    Rendering {
        text: script.finish(&losses),
        foreign_keys: keys.sum(),
        warnings: losses,
        ..Rendering::default()
    }
}

/// The schema without foreign keys to tables that were not asked for: nothing could be made of them.
fn without_keys_to_nowhere(selection: &Selection, losses: &mut Vec<Warning>) -> Schema {
    let mut schema = selection.schema.clone();
    for table in &mut schema.tables {
        let name = table.name.clone();
        table.foreign_keys.retain(|key| {
            let is_left_out = selection.left_out.contains(&key.references);
            if is_left_out {
                let message = format!(
                    "the foreign key to {} is left out, as that is",
                    key.references
                );
                losses.push(Warning::new(name.clone(), message));
            }
            !is_left_out
        });
    }
    schema
}

/// Plans the making of a schema, and notes what cannot be made.
fn make(
    schema: &Schema,
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    losses: &mut Vec<Warning>,
) -> Script {
    let mut script = Script::new(dialect);
    let mut made = Schema::new();
    made.default_schema.clone_from(&schema.default_schema);
    for change in creation(schema, &dialect.features) {
        let planned = plan(editor, dialect, &made, &change)
            .and_then(|plan| made.apply(&change).map(|()| plan));
        match planned {
            Ok(plan) => script.plan(&plan),
            Err(error) => {
                if let Some(object) = made_by(&change) {
                    let message = format!("left out: {error}");
                    losses.push(Warning::new(object.clone(), message));
                }
            }
        }
    }
    missing(schema, &made, losses);
    script
}

/// The object that a change makes or changes.
fn made_by(change: &Change) -> Option<&QualifiedName> {
    match change {
        Change::CreateTable(table) => Some(&table.name),
        Change::CreateView(view) => Some(&view.name),
        Change::AddConstraint { table, .. } | Change::CreateIndex { table, .. } => Some(table),
        _ => None,
    }
}

/// Notes what no change has made.
fn missing(schema: &Schema, made: &Schema, losses: &mut Vec<Warning>) {
    let mut lost = |what: &str, name: &QualifiedName| {
        let message = format!("the {what} is left out: no statement of this tool makes one");
        losses.push(Warning::new(name.clone(), message));
    };
    for each in &schema.types {
        if made.user_type(&each.name).is_none() {
            lost("type", &each.name);
        }
    }
    for each in &schema.sequences {
        if made.sequence(&each.name).is_none() {
            lost("sequence", &each.name);
        }
    }
    for each in &schema.extensions {
        if !made.extensions.iter().any(|other| other.name == each.name) {
            lost("extension", &each.name.clone().into());
        }
    }
}
