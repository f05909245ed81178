//! What goes before a change that the server refuses while it is there, and comes back after it.

use std::collections::BTreeSet;

use super::planning::plan_alone;
use super::{Dependants, Plan, SchemaEditor, plan};
use crate::error::Result;
use crate::model::{Change, Schema, Table, View};
use crate::operations::Dialect;
use crate::sql::tokenizer::Tokenizer;

/// The steps of a change, between those of what has to go and those of what comes back.
pub(super) fn around(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    (change, dependants): (&Change, Dependants),
) -> Result<Plan> {
    let changes = std::slice::from_ref(change);
    around_all(editor, dialect, before, (changes, dependants), |reached| {
        plan_alone(editor, dialect, reached, change)
    })
}

/// The same around changes that have a plan together, of the schema without what went.
pub(super) fn around_all(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    (changes, dependants): (&[Change], Dependants),
    together: impl FnOnce(&Schema) -> Result<Plan>,
) -> Result<Plan> {
    let mut reached = before.clone();
    let mut all = Plan::default();
    for each in &dependants.go {
        all.append(plan(editor, dialect, &reached, each)?);
        reached.apply(each)?;
    }
    all.append(together(&reached)?);
    let mut come_back = dependants.come_back;
    for change in changes {
        reached.apply(change)?;
        let following = |each: Change| each.following(change);
        come_back = come_back.into_iter().filter_map(following).collect();
    }
    for each in &come_back {
        all.append(plan(editor, dialect, &reached, each)?);
        reached.apply(each)?;
    }
    Ok(all)
}

/// The steps of a change of a table, between those that drop the views which may read it and those that make them again.
pub(super) fn recreate_views(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    (table, change): (&Table, &Change),
) -> Result<Plan> {
    let views = readers(dialect, before, table);
    let mut reached = before.clone();
    let mut steps = Vec::new();
    let dropped = views
        .iter()
        .rev()
        .map(|view| Change::DropView(view.name.clone()));
    let made = views.iter().copied().cloned().map(Change::CreateView);
    for each in dropped.chain([change.clone()]).chain(made) {
        steps.extend(plan(editor, dialect, &reached, &each)?.steps);
        reached.apply(&each)?;
    }
    Ok(Plan::of(steps))
}

/// The views whose text names the table, or a view that does, in an order in which they can be made. One that names something
/// else by the same name is among them, which costs time only.
fn readers<'s>(dialect: &Dialect, before: &'s Schema, table: &Table) -> Vec<&'s View> {
    let mut names = BTreeSet::from([table.name.name.as_str()]);
    let mut readers = Vec::new();
    let lexicon = dialect.operations.syntax().lexicon;
    for view in &before.views {
        let reads = Tokenizer::new(&view.definition, lexicon)
            .filter_map(|token| token.identifier().map(std::borrow::Cow::into_owned))
            .any(|name| names.contains(name.as_str()));
        if reads {
            names.insert(view.name.name.as_str());
            readers.push(view);
        }
    }
    readers
}
