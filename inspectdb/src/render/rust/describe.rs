//! Doc comments of whole tables and views.

use backend_core::model::{ForeignKey, Identifier, Table, TableKind, Trigger, View, ViewKind};

use super::docs::{Docs, code, codes};
use super::{Context, facts};
use crate::relations::fits;

/// What a foreign key refers to, and by which rules.
pub(super) fn reference(context: &Context<'_>, key: &ForeignKey) -> String {
    let columns = codes(key.referenced_columns.iter().map(Identifier::as_str));
    let of = if columns.is_empty() {
        String::new()
    } else {
        format!("{columns} of ")
    };
    let rules = facts::foreign_key_rules(key);
    let table = match context.structs.of(&key.references) {
        Some(name) => format!("[`{name}`]"),
        None => format!("the table {}", code(&key.references.to_string())),
    };
    let doubt = match context.selection.schema.table(&key.references) {
        Some(target) if fits(key, target) => "",
        Some(_) if columns.is_empty() => ", whose primary key does not fit",
        Some(_) => ", which has no such column",
        None if context.selection.left_out.contains(&key.references) => ", which is left out here",
        None => ", which does not exist",
    };
    format!("{of}{table}{doubt}{rules}")
}

/// The doc comment of a table.
pub(super) fn table(context: &Context<'_>, table: &Table) -> Docs {
    let mut docs = Docs::default();
    let name = code(&table.name.to_string());
    docs.paragraph(vec![match &table.kind {
        TableKind::Ordinary => format!("Table {name}."),
        TableKind::Virtual { module, arguments } if arguments.is_empty() => {
            format!("Virtual table {name} of the module {}.", code(module))
        }
        TableKind::Virtual { module, arguments } => format!(
            "Virtual table {name} of the module {}, made with {}.",
            code(module),
            codes(arguments)
        ),
        other => format!("Table {name}, {}.", code(&format!("{other:?}"))),
    }]);
    if let Some(comment) = table.comment.as_deref().filter(|_| context.style.comments) {
        docs.prose(comment);
    }
    match &table.primary_key {
        Some(key) => docs.item(facts::primary_key(key)),
        None if table.kind == TableKind::Ordinary => docs.item("No primary key".to_owned()),
        None => {}
    }
    table
        .uniques
        .iter()
        .for_each(|unique| docs.item(facts::unique(unique)));
    for key in table
        .foreign_keys
        .iter()
        .filter(|key| key.columns.len() > 1)
    {
        let columns = codes(key.columns.iter().map(Identifier::as_str));
        docs.item(format!("{columns} refer to {}", reference(context, key)));
    }
    for index in &table.indexes {
        match &index.predicate {
            Some(predicate) => docs.item_with(&facts::index(index), predicate),
            None => docs.item(facts::index(index)),
        }
    }
    for check in &table.checks {
        docs.item_with(&facts::check(check), &check.expression);
    }
    triggers(&table.triggers, &mut docs);
    facts::options(&table.options).for_each(|option| docs.item(format!("Option {option}")));
    docs
}

/// The doc comment of a view.
pub(super) fn view(context: &Context<'_>, view: &View) -> Docs {
    let mut docs = Docs::default();
    let name = code(&view.name.to_string());
    let mut lines = vec![match view.kind {
        ViewKind::Materialized => format!("Materialized view {name}."),
        _ => format!("View {name}."),
    }];
    if view.columns.is_empty() {
        lines.push("Its columns cannot be read at present.".to_owned());
    }
    docs.paragraph(lines);
    if let Some(comment) = view.comment.as_deref().filter(|_| context.style.comments) {
        docs.prose(comment);
    }
    triggers(&view.triggers, &mut docs);
    docs.statement(&view.definition);
    docs
}

fn triggers(triggers: &[Trigger], docs: &mut Docs) {
    for trigger in triggers {
        match &trigger.condition {
            Some(condition) => docs.item_with(&facts::trigger(trigger), condition),
            None => docs.item(facts::trigger(trigger)),
        }
    }
}
