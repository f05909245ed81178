//! Doc comments of whole tables and views.

use backend_core::model::{
    CheckOption, Enforcement, ForeignKey, Index, PartitionStrategy, QualifiedName, RowSecurity,
    Table, TableKind, Trigger, View, ViewKind,
};

use super::docs::{Docs, code, codes};
use super::{Context, facts};
use crate::relations::{fits, in_column_order};

/// What a foreign key of the table `of` refers to, and by which rules.
pub(super) fn reference(context: &Context<'_>, of: &QualifiedName, key: &ForeignKey) -> String {
    let columns = facts::names(&key.referenced_columns);
    let columns_of = if columns.is_empty() {
        String::new()
    } else {
        format!("{columns} of ")
    };
    let rules = facts::foreign_key_rules(key);
    let table = link(context, of, &key.references);
    let doubt = match context.selection.schema.table(&key.references) {
        Some(target) if fits(key, target) => "",
        Some(_) if columns.is_empty() => ", whose primary key does not fit",
        Some(_) => ", which has no such column",
        None if context.selection.left_out.contains(&key.references) => ", which is left out here",
        None if context.selection.is_outside(&key.references) => ", which was not read",
        None => ", which does not exist",
    };
    format!("{columns_of}{table}{doubt}{rules}")
}

/// A link to the struct of a table from that of the table `from`, or the table's name where it has none.
fn link(context: &Context<'_>, from: &QualifiedName, table: &QualifiedName) -> String {
    match context.names.struct_path(from.schema.as_ref(), table) {
        Some(path) => format!("[`{path}`]"),
        None => format!("the table {}", code(&table.to_string())),
    }
}

/// The doc comment of a table.
pub(super) fn table(context: &Context<'_>, table: &Table) -> Docs {
    let mut docs = Docs::default();
    docs.paragraph(vec![kind(table)]);
    if let Some(comment) = context.comment(table.comment.as_ref()) {
        docs.prose(comment);
    }
    family(context, table, &mut docs);
    constraints(context, table, &mut docs);
    indexes(context, &table.indexes, &mut docs);
    for check in &table.checks {
        docs.item_with(&facts::check(check), &check.expression);
    }
    match table.row_security {
        RowSecurity::Disabled => {}
        RowSecurity::Enabled => docs.item("Row security: policies decide who sees a row".into()),
        _ => docs.item("Row security: policies decide who sees a row, for the owner too".into()),
    }
    triggers(context, &table.triggers, &mut docs);
    facts::options(&table.options).for_each(|option| docs.item(format!("Option {option}")));
    docs
}

/// What sort of table it is, with its name.
fn kind(table: &Table) -> String {
    let name = code(&table.name.to_string());
    match &table.kind {
        TableKind::Ordinary => format!("Table {name}."),
        TableKind::Virtual { module, arguments } if arguments.is_empty() => {
            format!("Virtual table {name} of the module {}.", code(module))
        }
        TableKind::Virtual { module, arguments } => format!(
            "Virtual table {name} of the module {}, made with {}.",
            code(module),
            codes(arguments)
        ),
        TableKind::Foreign { server, options } => {
            let mut text = format!(
                "Foreign table {name} of the server {}",
                code(server.as_str())
            );
            let told: Vec<_> = facts::options(options).collect();
            if !told.is_empty() {
                text += &format!(", with {}", told.join(", "));
            }
            text + "."
        }
        other => format!("Table {name}, {}.", code(&format!("{other:?}"))),
    }
}

/// The tables that it takes rows or columns from or gives them to.
fn family(context: &Context<'_>, table: &Table, docs: &mut Docs) {
    let link = |other| link(context, &table.name, other);
    if let Some(partitioning) = &table.partitioning {
        let strategy = match partitioning.strategy {
            PartitionStrategy::List => "list",
            PartitionStrategy::Range => "range",
            PartitionStrategy::Hash => "hash",
            _ => "a rule of its own",
        };
        let parts = facts::parts(&partitioning.parts);
        docs.item(format!("Partitioned by {strategy} of {parts}"));
    }
    if let Some(partition) = &table.partition_of {
        let parent = link(&partition.parent);
        docs.item_with(&format!("Partition of {parent}:"), &partition.bound);
    }
    if !table.inherits.is_empty() {
        let parents: Vec<_> = table.inherits.iter().map(link).collect();
        docs.item(format!("Inherits from {}", parents.join(", ")));
    }
    let children: Vec<_> = context
        .selection
        .schema
        .tables
        .iter()
        .filter(|child| child.inherits.contains(&table.name))
        .map(|child| link(&child.name))
        .collect();
    if !children.is_empty() {
        let children = children.join(", ");
        docs.item(format!(
            "Inherited by {children}, whose rows are among its own"
        ));
    }
}

fn constraints(context: &Context<'_>, table: &Table, docs: &mut Docs) {
    match &table.primary_key {
        Some(key) => docs.item(facts::primary_key(key)),
        None if table.kind == TableKind::Ordinary => docs.item("No primary key".to_owned()),
        None => {}
    }
    for unique in &table.uniques {
        docs.item(facts::unique(unique));
    }
    for exclusion in &table.exclusions {
        match &exclusion.predicate {
            Some(predicate) => docs.item_with(&facts::exclusion(exclusion), predicate),
            None => docs.item(facts::exclusion(exclusion)),
        }
    }
    for key in in_column_order(table) {
        if key.columns.len() > 1 {
            let columns = facts::names(&key.columns);
            let reference = reference(context, &table.name, key);
            docs.item(format!("{columns} refer to {reference}"));
        }
    }
}

fn indexes(context: &Context<'_>, indexes: &[Index], docs: &mut Docs) {
    for index in indexes {
        match &index.predicate {
            Some(predicate) => docs.item_with(&facts::index(index), predicate),
            None => docs.item(facts::index(index)),
        }
        if let Some(comment) = context.comment(index.comment.as_ref()) {
            docs.item_prose(comment);
        }
    }
}

/// The doc comment of a view.
pub(super) fn view(context: &Context<'_>, view: &View) -> Docs {
    let mut docs = Docs::default();
    let name = code(&view.name.to_string());
    let mut lines = vec![match view.kind {
        ViewKind::Materialized => {
            format!("Materialized view {name}: it is read only, and as old as its last refresh.")
        }
        _ => format!("View {name}."),
    }];
    if !view.populated {
        lines.push("It was never filled and cannot be read at present.".to_owned());
    }
    if view.columns.is_empty() {
        lines.push("Its columns cannot be read at present.".to_owned());
    }
    docs.paragraph(lines);
    if let Some(comment) = context.comment(view.comment.as_ref()) {
        docs.prose(comment);
    }
    match view.check_option {
        None => {}
        Some(CheckOption::Local) => {
            docs.item("Only rows that it would show are written through it".to_owned());
        }
        Some(CheckOption::Cascaded) => docs.item(
            "Only rows that it and the views below it would show are written through it".to_owned(),
        ),
    }
    indexes(context, &view.indexes, &mut docs);
    triggers(context, &view.triggers, &mut docs);
    facts::options(&view.options).for_each(|option| docs.item(format!("Option {option}")));
    docs.statement(&view.definition);
    docs
}

fn triggers(context: &Context<'_>, triggers: &[Trigger], docs: &mut Docs) {
    for trigger in triggers {
        match &trigger.condition {
            Some(condition) => docs.item_with(&facts::trigger(trigger), condition),
            None => docs.item(facts::trigger(trigger)),
        }
        if let Some(comment) = context.comment(trigger.comment.as_ref()) {
            docs.item_prose(comment);
        }
    }
}

/// What cannot be said of a table by relations, in one sentence each.
pub(super) fn doubts(table: &Table) -> Vec<String> {
    let mut doubts = Vec::new();
    for key in &table.foreign_keys {
        let columns = facts::names(&key.columns);
        if key.period {
            doubts.push(format!(
                "its foreign key {columns} refers to several rows that together cover a period, which no relation says"
            ));
        }
        if key.enforcement == Enforcement::NotEnforced {
            doubts.push(format!(
                "its foreign key {columns} is not enforced: rows may refer to nothing"
            ));
        }
    }
    doubts
}
