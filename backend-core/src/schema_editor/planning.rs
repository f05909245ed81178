//! [`plan`]: one change becomes steps.

use super::{
    Plan, SchemaEditor, alter, alter_column, cascades, constraint, dependants, index, objects,
    remake, table, view,
};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Change, QualifiedName, Schema, Table};
use crate::operations::Dialect;

/// Turns one change into steps. Pure: `before` says what is there, and [`Schema::apply`] what is there after.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) with the flag for what the server lacks,
/// [`DoesNotExist`](ErrorKind::DoesNotExist) and [`AlreadyExists`](ErrorKind::AlreadyExists) for what does not fit `before`,
/// [`Data`](ErrorKind::Data) for names over a limit. Nothing was sent.
///
/// # Example
/// ```
/// use backend_core::model::{Change, Column, ColumnType, QualifiedName, Schema, Table};
/// use backend_core::schema_editor::plan;
/// use backend_core::wrapper::{ServerInfo, Version};
///
/// let dialect = toy_backend::BACKEND.dialect(&ServerInfo::new("Toy", Version::new(1, 0, 0)));
/// let table = Table::new(QualifiedName::new("artist")?)
///     .with_column(Column::new("name", ColumnType::Text)?.not_null());
/// let plan = plan(
///     toy_backend::BACKEND.schema_editor,
///     &dialect,
///     &Schema::new(),
///     &Change::CreateTable(table),
/// )?;
/// assert_eq!(plan.to_string(), "CREATE TABLE \"artist\" (\"name\" text NOT NULL)");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub fn plan(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    change: &Change,
) -> Result<Plan> {
    // Refuses what does not fit the snapshot, without changing it.
    before.check(change)?;
    cascades::check(dialect, before, change)?;
    let dependants = editor.spelling().dependants(dialect, before, change)?;
    if dependants.is_empty() {
        return plan_alone(editor, dialect, before, change);
    }
    dependants::around(editor, dialect, before, (change, dependants))
}

/// Turns a change into steps, under which nothing has to go.
pub(super) fn plan_alone(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    change: &Change,
) -> Result<Plan> {
    let table = remake::table_of(change).and_then(|name| before.table(name));
    let plan = match (editor.remake(), table) {
        (Some(remake), Some(table)) if remake.remakes(dialect, table, change) => {
            let changes = std::slice::from_ref(change);
            remake::plan((editor, remake), dialect, before, changes)?
        }
        _ => steps_of(editor, dialect, before, change)?,
    };
    Ok(plan.locked(editor.lock(change)))
}

pub(super) fn steps_of(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    change: &Change,
) -> Result<Plan> {
    match change {
        Change::CreateTable(table) => table::create(editor, dialect, before, table),
        Change::DropTable(name) => table::drop(dialect, before, name),
        Change::CreateIndex { table, index } => {
            let table = found(before, table)?;
            Ok(Plan::of(index::create_on(editor, dialect, table, index)?))
        }
        Change::DropIndex { table, name } => {
            Ok(index::drop(editor, dialect, found(before, table)?, name))
        }
        Change::AddConstraint { table, constraint } => {
            constraint::add(editor, dialect, before, table, constraint)
        }
        Change::DropConstraint { table, name } => {
            constraint::drop(editor, dialect, found(before, table)?, name)
        }
        Change::DropUnnamedConstraint { table, constraint } => {
            constraint::drop_unnamed(editor, dialect, found(before, table)?, constraint)
        }
        Change::RenameConstraint { table, from, to } => {
            constraint::rename(editor, dialect, found(before, table)?, (from, to))
        }
        Change::CreateView(view) => view::create(editor, dialect, view),
        Change::DropView(name) => view::drop(dialect, before, name),
        Change::RenameTable { table, to } => {
            alter::rename_table(editor, dialect, found(before, table)?, to)
        }
        Change::SetTableComment { table, comment } => {
            let table = found(before, table)?;
            alter::table_comment(editor, dialect, table, comment.as_deref())
        }
        Change::AddColumn { table, column } => {
            alter::add_column(editor, dialect, found(before, table)?, column)
        }
        Change::DropColumn { table, name } => {
            alter::drop_column(editor, dialect, found(before, table)?, name)
        }
        Change::RenameColumn { table, from, to } => {
            alter::rename_column(editor, dialect, found(before, table)?, (from, to))
        }
        Change::AlterColumn {
            table,
            column,
            using,
        } => {
            let table = found(before, table)?;
            alter_column::alter(editor, dialect, table, (column, using.as_deref()))
        }
        Change::RenameIndex { table, from, to } => {
            alter::rename_index(editor, dialect, found(before, table)?, (from, to))
        }
        Change::ValidateConstraint { table, name } => alter::validate(editor, dialect, table, name),
        Change::AttachPartition { table, of } => {
            alter::attach(editor, dialect, found(before, table)?, of)
        }
        Change::DetachPartition { table } => alter::detach(editor, dialect, found(before, table)?),
        _ => objects::plan(editor, dialect, before, change),
    }
}

/// The table of that name, which a change that fits the snapshot names.
pub(super) fn found<'s>(before: &'s Schema, name: &QualifiedName) -> Result<&'s Table> {
    before.table(name).ok_or_else(|| {
        Error::new(
            ErrorKind::DoesNotExist,
            format!("no such table: {}", name.name.shortened()),
        )
    })
}
