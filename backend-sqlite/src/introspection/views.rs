//! Views, and the triggers of tables and views.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, QualifiedName, Trigger, TriggerEvent, View};

use super::catalog::Catalog;
use super::{columns, ddl, identifiers};

/// Makes the model of one view.
pub(super) fn parse(catalog: &Catalog, name: &str, warnings: &mut Vec<Warning>) -> Result<View> {
    let sql = catalog.statements.get(name).map_or("", String::as_str);
    let reading = ddl::read(sql);
    let qualified = QualifiedName::from(Identifier::new(name)?);
    for problem in &reading.problems {
        let message = format!("its stored statement cannot be followed: {problem}");
        warnings.push(Warning::new(qualified.clone(), message));
    }
    let mut view = match &reading.statement {
        Some(ddl::Statement::View(statement)) => {
            let mut view = View::new(qualified, statement.select.as_str());
            view.column_names = identifiers(statement.columns.as_deref().unwrap_or_default())?;
            view.comment.clone_from(&statement.comment);
            view
        }
        _ => View::new(qualified, sql),
    };
    if let Some(rows) = catalog.columns.get(name) {
        view.columns = columns::parse(rows, None)?;
    }
    view.triggers = triggers(catalog, name, &view.name, warnings)?;
    Ok(view)
}

/// Makes the model of the triggers of a table or view, by name.
pub(super) fn triggers(
    catalog: &Catalog,
    relation: &str,
    qualified: &QualifiedName,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Trigger>> {
    let mut triggers = Vec::new();
    let statements = catalog.triggers.get(&relation.to_ascii_lowercase());
    for sql in statements.into_iter().flatten() {
        let reading = ddl::read(sql);
        for problem in &reading.problems {
            let message = format!("one of its triggers cannot be followed: {problem}");
            warnings.push(Warning::new(qualified.clone(), message));
        }
        if let Some(ddl::Statement::Trigger(statement)) = reading.statement {
            triggers.push(trigger(statement, sql)?);
        }
    }
    triggers.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(triggers)
}

fn trigger(statement: ddl::CreateTrigger, sql: &str) -> Result<Trigger> {
    let event = match statement.event {
        ddl::TriggerEvent::Delete => TriggerEvent::Delete,
        ddl::TriggerEvent::Insert => TriggerEvent::Insert,
        ddl::TriggerEvent::Update { columns } => TriggerEvent::Update {
            columns: identifiers(&columns)?,
        },
    };
    let name = Identifier::new(statement.name)?;
    let mut trigger = Trigger::new(name, statement.timing, vec![event], sql);
    trigger.condition = statement.condition;
    Ok(trigger)
}
