//! SQL: the statements that make the schema again in an empty database.
//!
//! What a plan refuses costs nothing but itself: it is left out, which a warning and a comment say.

mod fit;
mod layout;
mod script;

use backend_core::backend::Backend;
use backend_core::introspection::Warning;
use backend_core::model::{Change, QualifiedName, Schema, Table};
use backend_core::schema_editor::{creation, plan};

pub(crate) use self::script::Script;

use self::fit::fitted;
use crate::crossing::{Target, cross};
use crate::render::Rendering;
use crate::select::Selection;

/// Renders the statements, for a database of `target` to hold what one of `source` holds.
pub(crate) fn render(selection: &Selection, source: &Backend, target: &Target) -> Rendering {
    let mut losses = Vec::new();
    let mut schema = without_keys_to_nowhere(selection, &mut losses);
    if source.vendor != target.backend.vendor {
        let (crossed, mut lost) = cross(&schema, target);
        schema = crossed;
        losses.append(&mut lost);
    }
    let script = make(&schema, target, &mut losses);
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
fn make(schema: &Schema, target: &Target, losses: &mut Vec<Warning>) -> Script {
    let (editor, dialect) = (target.backend.schema_editor, &target.dialect);
    let mut script = Script::new(dialect);
    let mut made = Schema::new();
    made.default_schema.clone_from(&schema.default_schema);
    let planned = |made: &Schema, change: &Change| plan(editor, dialect, made, change);
    for change in creation(schema, &dialect.features) {
        let (change, outcome) = match (planned(&made, &change), change) {
            (Err(error), Change::CreateTable(table)) => {
                let probe =
                    |table: &Table| planned(&made, &Change::CreateTable(table.clone())).map(|_| ());
                match fitted(&table, &probe) {
                    Some((fitted, lost)) => {
                        let name = &table.name;
                        losses.extend(lost.into_iter().map(|it| Warning::new(name.clone(), it)));
                        let change = Change::CreateTable(fitted);
                        let outcome = planned(&made, &change);
                        (change, outcome)
                    }
                    None => (Change::CreateTable(table), Err(error)),
                }
            }
            (outcome, change) => (change, outcome),
        };
        let outcome = outcome.and_then(|plan| made.apply(&change).map(|()| plan));
        match outcome {
            Ok(plan) => script.plan(&plan),
            Err(error) => {
                if let Some(object) = made_by(&change) {
                    losses.push(Warning::new(object, format!("left out: {error}")));
                }
            }
        }
    }
    missing(schema, &made, losses);
    script
}

/// The object that a change makes or changes.
fn made_by(change: &Change) -> Option<QualifiedName> {
    Some(match change {
        Change::CreateTable(table) => table.name.clone(),
        Change::CreateView(view) => view.name.clone(),
        Change::AddConstraint { table, .. }
        | Change::CreateIndex { table, .. }
        | Change::AlterColumn { table, .. }
        | Change::AttachPartition { table, .. } => table.clone(),
        Change::CreateType(each) => each.name.clone(),
        Change::CreateSequence(each) | Change::AlterSequence(each) => each.name.clone(),
        Change::CreateFunction(each) => each.name.clone(),
        Change::CreateTrigger { relation, .. } => relation.clone(),
        Change::CreateSchema(each) => each.name.clone().into(),
        Change::CreateExtension(each) => each.name.clone().into(),
        Change::CreateObject(each) => each.name.clone(),
        other => {
            let shown = format!("{other:?}");
            let word = shown.split(|c: char| !c.is_alphanumeric()).next();
            return QualifiedName::new(word.unwrap_or_default()).ok();
        }
    })
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
