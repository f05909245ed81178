//! Making and dropping views.

use super::{Plan, SchemaEditor, Step, check_comment, clause, index, table};
use crate::error::Result;
use crate::flag::Flag;
use crate::model::{CheckOption, QualifiedName, Schema, View, ViewKind};
use crate::operations::Dialect;
use crate::sql::Statement;

/// The steps that make a view: the view, its indexes, its triggers, what the vendor says of it after that.
pub(super) fn create(editor: &dyn SchemaEditor, dialect: &Dialect, view: &View) -> Result<Plan> {
    table::check_name(dialect, &view.name)?;
    check_comment(dialect, view.comment.as_deref())?;
    clause::check_view(editor, view)?;
    let mut out = dialect.writer();
    out.push(create_keyword(dialect, view.kind)?)
        .name(&view.name);
    if !view.column_names.is_empty() {
        out.push(" (").identifiers(&view.column_names).push(")");
    }
    if let Some(comment) = &view.comment {
        editor.inline_comment(comment, &mut out)?;
    }
    editor.view_options(view, &mut out)?;
    out.push(" AS ").fragment(&view.definition);
    out.push(match view.check_option {
        None => "",
        Some(CheckOption::Local) => " WITH LOCAL CHECK OPTION",
        Some(CheckOption::Cascaded) => " WITH CASCADED CHECK OPTION",
    });
    if !view.populated {
        out.push(" WITH NO DATA");
    }
    let mut steps = vec![Step::execute(
        out.finish(),
        format!("view {}", view.name.name.shortened()),
    )];
    for index in &view.indexes {
        steps.extend(index::create(editor, dialect, &view.name, index)?);
    }
    for trigger in &view.triggers {
        let statement = Statement::new(&trigger.definition);
        steps.push(Step::execute(
            statement,
            format!("trigger {}", trigger.name.shortened()),
        ));
    }
    for statement in editor.complete_view(dialect, view)? {
        steps.push(Step::execute(
            statement,
            format!("more of view {}", view.name.name.shortened()),
        ));
    }
    Ok(Plan::of(steps))
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
