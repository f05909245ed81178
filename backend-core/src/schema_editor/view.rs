//! Making and dropping views.

use super::{Plan, SchemaEditor, Step, check_comment, table, unwritten};
use crate::error::Result;
use crate::flag::Flag;
use crate::model::{QualifiedName, Schema, View, ViewKind};
use crate::operations::Dialect;
use crate::sql::Statement;

/// The steps that make a view: the view, its triggers.
pub(super) fn create(editor: &dyn SchemaEditor, dialect: &Dialect, view: &View) -> Result<Plan> {
    table::check_name(dialect, &view.name)?;
    check_comment(dialect, view.comment.as_deref())?;
    unwritten::check_view(view)?;
    let mut out = dialect.writer();
    out.push(create_keyword(dialect, view.kind)?)
        .name(&view.name);
    if !view.column_names.is_empty() {
        out.push(" (").identifiers(&view.column_names).push(")");
    }
    if let Some(comment) = &view.comment {
        editor.inline_comment(comment, &mut out)?;
    }
    out.push(" AS ").fragment(&view.definition);
    let mut steps = vec![Step::execute(
        out.finish(),
        format!("view {}", view.name.name.shortened()),
    )];
    for trigger in &view.triggers {
        let statement = Statement::new(&trigger.definition);
        steps.push(Step::execute(
            statement,
            format!("trigger {}", trigger.name.shortened()),
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
