//! Triggers of tables and views.

use backend_core::error::Result;
use backend_core::model::{
    Deferrability, Identifier, Trigger, TriggerActivity, TriggerEvent, TriggerTiming,
};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relation, Shape};
use super::expression::trigger_condition;
use super::names::Names;
use super::numbers;

/// The bits of `tgtype`.
const FOR_EACH_ROW: i64 = 1;
const BEFORE: i64 = 2;
const INSERT: i64 = 4;
const DELETE: i64 = 8;
const UPDATE: i64 = 16;
const TRUNCATE: i64 = 32;
const INSTEAD_OF: i64 = 64;

/// Takes a row of `triggers.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let Some(relation) = catalog.relations.get_mut(cell(cells, 0, "tgrelid")?) else {
        return Ok(());
    };
    let trigger = read(&catalog.names, relation, cells)?;
    match &mut relation.shape {
        Shape::Table(table) => table.triggers.push(trigger),
        Shape::View(view) => view.triggers.push(trigger),
    }
    Ok(())
}

fn read(names: &Names, relation: &Relation, cells: &[ValueRef<'_>]) -> Result<Trigger> {
    let bits: i64 = cell(cells, 2, "tgtype")?;
    let has = |bit: i64| bits & bit != 0;
    let timing = if has(BEFORE) {
        TriggerTiming::Before
    } else if has(INSTEAD_OF) {
        TriggerTiming::InsteadOf
    } else {
        TriggerTiming::After
    };
    let columns = relation.column_names(&numbers::list(cell(cells, 4, "tgattr")?));
    let events = [
        (INSERT, TriggerEvent::Insert),
        (DELETE, TriggerEvent::Delete),
        (UPDATE, TriggerEvent::Update { columns }),
        (TRUNCATE, TriggerEvent::Truncate),
    ];
    let events = events
        .into_iter()
        .filter(|(bit, _)| has(*bit))
        .map(|(_, event)| event)
        .collect();
    let definition: Option<&str> = cell(cells, 11, "definition")?;
    let definition = definition.unwrap_or_default();
    let name = Identifier::new(cell::<&str>(cells, 1, "tgname")?)?;
    let mut trigger = Trigger::new(name, timing, events, definition);
    trigger.for_each_row = has(FOR_EACH_ROW);
    if cell(cells, 10, "has_condition")? {
        trigger.condition = Some(trigger_condition(definition).unwrap_or_default().to_owned());
    }
    let schema = cell(cells, 8, "pronamespace")?;
    trigger.function = Some(names.qualified(schema, cell(cells, 9, "proname")?)?);
    if cell(cells, 5, "is_constraint")? {
        trigger.constraint = Some(
            match (
                cell(cells, 6, "tgdeferrable")?,
                cell(cells, 7, "tginitdeferred")?,
            ) {
                (false, _) => Deferrability::NotDeferrable,
                (true, false) => Deferrability::InitiallyImmediate,
                (true, true) => Deferrability::InitiallyDeferred,
            },
        );
    }
    trigger.activity = match cell(cells, 3, "tgenabled")? {
        "D" => TriggerActivity::Disabled,
        "R" => TriggerActivity::ReplicaOnly,
        "A" => TriggerActivity::Always,
        _ => TriggerActivity::Enabled,
    };
    trigger.comment = cell(cells, 12, "description")?;
    Ok(trigger)
}
