//! Triggers of tables and views, and those of the database.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{
    Identifier, Trigger, TriggerActivity, TriggerEvent, TriggerTiming, VendorObject,
};
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Shape};
use super::definition;
use super::objects::Key;
use super::query::Cells;
use super::tables::beside;

/// The kind of a trigger of the database itself.
const OF_DATABASE: &str = "DATABASE TRIGGER";
/// The class of what a trigger is on: the database, rather than an object.
const DATABASE: i64 = 0;

/// Takes a row of `triggers.sql`: a trigger, or one more event of the trigger before.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let class: i64 = cells.next("parent_class")?;
    let parent: i64 = cells.next("parent_id")?;
    let number: i64 = cells.next("object_id")?;
    let name = Identifier::new(cells.next::<&str>("name")?)?;
    let is_disabled = cells.flag("is_disabled")?;
    let is_instead = cells.flag("is_instead_of_trigger")?;
    let event: Option<i64> = cells.next("event")?;
    let text: Option<&str> = cells.next("definition")?;
    let comment: Option<String> = cells.next("description")?;
    if class == DATABASE {
        let is_next = catalog.objects.has(Key::Object(number));
        if !is_next {
            let mut object = VendorObject::new(OF_DATABASE, name.into(), text.unwrap_or_default());
            object.comment = comment;
            catalog.objects.push(Key::Object(number), object);
        }
        return Ok(());
    }
    let Some(relation) = catalog.relations.get_mut(parent) else {
        return Ok(());
    };
    let triggers = match &mut relation.shape {
        Shape::Table(table) => &mut table.triggers,
        Shape::View(view) => &mut view.triggers,
    };
    let event = event.and_then(read_event);
    if let Some(last) = triggers.last_mut().filter(|last| last.name == name) {
        last.events.extend(event);
        return Ok(());
    }
    let text = text.map(|text| {
        let own = beside(&relation.name, name.clone());
        let default = catalog.names.default_schema.as_ref();
        definition::renamed_trigger(text, &own, &relation.name, default, catalog.case)
    });
    if text.is_none() {
        let message = format!(
            "the statement of its trigger {} cannot be read",
            name.shortened()
        );
        let warning = Warning::new(relation.name.clone(), message);
        catalog.warnings.push(warning);
    }
    let timing = if is_instead {
        TriggerTiming::InsteadOf
    } else {
        TriggerTiming::After
    };
    let events = event.into_iter().collect();
    let mut trigger = Trigger::new(name, timing, events, text.unwrap_or_default());
    trigger.for_each_row = false;
    trigger.comment = comment;
    if is_disabled {
        trigger.activity = TriggerActivity::Disabled;
    }
    triggers.push(trigger);
    Ok(())
}

fn read_event(number: i64) -> Option<TriggerEvent> {
    match number {
        1 => Some(TriggerEvent::Insert),
        2 => Some(TriggerEvent::Update {
            columns: Vec::new(),
        }),
        3 => Some(TriggerEvent::Delete),
        _ => None,
    }
}
