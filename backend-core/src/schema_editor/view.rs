//! Making and dropping views.

use std::collections::BTreeSet;

use super::objects::{create_trigger, drop_trigger};
use super::{Plan, Relation, SchemaEditor, Step, check_comment, clause, index, table};
use crate::error::Result;
use crate::flag::Flag;
use crate::model::{Dependency, QualifiedName, Schema, View, ViewKind};
use crate::operations::Dialect;

/// The steps that make a view: the view, its indexes, its triggers, what the vendor says of it after that.
pub(super) fn create(editor: &dyn SchemaEditor, dialect: &Dialect, view: &View) -> Result<Plan> {
    let mut steps = vec![statement(editor, dialect, view, Making::New)?];
    for index in &view.indexes {
        let relation = Relation {
            name: &view.name,
            columns: &view.columns,
        };
        steps.extend(index::create(editor, dialect, relation, index)?);
    }
    for trigger in &view.triggers {
        steps.extend(create_trigger(editor, dialect, &view.name, trigger)?);
    }
    steps.extend(complete(editor, dialect, view)?);
    Ok(Plan::of(steps))
}

/// Whether a view is made, or made of another.
#[derive(Clone, Copy)]
enum Making {
    New,
    OfAnother,
}

/// The step that makes a view, without what comes after it.
fn statement(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    view: &View,
    making: Making,
) -> Result<Step> {
    table::check_name(dialect, &view.name)?;
    check_comment(dialect, view.comment.as_deref())?;
    clause::check_view(editor, &dialect.features, view)?;
    let mut out = dialect.writer();
    out.push(match (making, create_keyword(dialect, view.kind)?) {
        (Making::OfAnother, _) => editor.spelling().replace_view(),
        (Making::New, words) => words,
    });
    out.name(&view.name);
    if !view.column_names.is_empty() {
        out.push(" (").identifiers(&view.column_names).push(")");
    }
    if let Some(comment) = &view.comment {
        editor.inline_comment(comment, &mut out)?;
    }
    editor.view_options(view, &mut out)?;
    out.push(" AS ").fragment(&view.definition);
    if let Some(option) = view.check_option {
        out.push(editor.spelling().check_option(option)?);
    }
    if !view.populated {
        out.push(" WITH NO DATA");
    }
    let why = format!("view {}", view.name.name.shortened());
    Ok(Step::execute(out.finish(), why))
}

fn complete(editor: &dyn SchemaEditor, dialect: &Dialect, view: &View) -> Result<Vec<Step>> {
    let why = format!("more of view {}", view.name.name.shortened());
    let statements = editor.complete_view(dialect, view)?.into_iter();
    Ok(statements
        .map(|statement| Step::execute(statement, why.clone()))
        .collect())
}

/// The steps that make a view another: in place where the vendor can, otherwise dropped and made again, and with it the views
/// that read it.
pub(super) fn replace(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    to: &View,
) -> Result<Plan> {
    let Some(from) = before.view(&to.name) else {
        return create(editor, dialect, to);
    };
    if editor.objects().replaces_view(from, to) {
        return replace_in_place(editor, dialect, from, to);
    }
    let readers = readers(before, &to.name);
    let mut steps = Vec::new();
    for view in readers.iter().rev() {
        steps.extend(drop(dialect, before, &view.name)?.steps);
    }
    steps.extend(drop(dialect, before, &to.name)?.steps);
    steps.extend(create(editor, dialect, to)?.steps);
    for view in readers {
        steps.extend(create(editor, dialect, view)?.steps);
    }
    Ok(Plan::of(steps))
}

fn replace_in_place(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    from: &View,
    to: &View,
) -> Result<Plan> {
    let mut steps = Vec::new();
    for trigger in from.triggers.iter().filter(|it| !to.triggers.contains(it)) {
        steps.push(drop_trigger(editor, dialect, &to.name, &trigger.name));
    }
    steps.push(statement(editor, dialect, to, Making::OfAnother)?);
    for trigger in to.triggers.iter().filter(|it| !from.triggers.contains(it)) {
        steps.extend(create_trigger(editor, dialect, &to.name, trigger)?);
    }
    if from.comment.is_some() && to.comment.is_none() {
        let object = super::objects::Commented::View(to);
        steps.push(super::objects::comment(editor, dialect, &object, None)?);
    }
    for column in from.columns.iter().filter(|it| it.comment.is_some()) {
        let is_gone = |after: &&crate::model::Column| after.comment.is_none();
        if to.column(&column.name).filter(is_gone).is_some() {
            let statement = editor.column_comment(&to.name, &column.name, None)?;
            let why = format!("comment of {} goes", column.name.shortened());
            steps.push(Step::execute(statement, why));
        }
    }
    steps.extend(complete(editor, dialect, to)?);
    Ok(Plan::of(steps))
}

/// The views that read a table or view, and those that read them, in an order in which they can be made.
pub(super) fn readers<'s>(before: &'s Schema, name: &QualifiedName) -> Vec<&'s View> {
    let mut read = BTreeSet::from([name]);
    let mut readers = Vec::new();
    for view in &before.views {
        let mut needed = view.depends_on.iter();
        let reads =
            |it: &Dependency| matches!(it, Dependency::Relation(name) if read.contains(name));
        if view.name != *name && needed.any(reads) {
            read.insert(&view.name);
            readers.push(view);
        }
    }
    readers
}

/// The step that drops a view.
pub(super) fn drop(dialect: &Dialect, before: &Schema, name: &QualifiedName) -> Result<Plan> {
    let kind = before.view(name).map_or(ViewKind::Plain, |view| view.kind);
    dialect.features.require(Flag::supports_views)?;
    let mut out = dialect.writer();
    out.push(match kind {
        ViewKind::Plain => "DROP VIEW ",
        ViewKind::Materialized => "DROP MATERIALIZED VIEW ",
    });
    out.name(name);
    Ok(Plan::of(vec![Step::execute(
        out.finish(),
        format!("view {} goes", name.name.shortened()),
    )]))
}

fn create_keyword(dialect: &Dialect, kind: ViewKind) -> Result<&'static str> {
    dialect.features.require(Flag::supports_views)?;
    match kind {
        ViewKind::Plain => Ok("CREATE VIEW "),
        ViewKind::Materialized => {
            dialect
                .features
                .require(Flag::supports_materialized_views)?;
            Ok("CREATE MATERIALIZED VIEW ")
        }
    }
}
