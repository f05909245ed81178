//! [`PlanOptions`] and [`plan_with`]: other ways to the same schema, which keep others waiting for less time or do more by
//! themselves.

use super::{Plan, SchemaEditor, alter_column, dependants, found, index, plan, staged};
use crate::error::Result;
use crate::model::{Change, Constraint, Enforcement, Schema};
use crate::operations::Dialect;

/// How a change is planned, where there is more than one way. As [`plan`] does it, by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_structs,
    reason = "written as a literal with the rest by default"
)]
pub struct PlanOptions {
    /// Indexes are made and dropped, and unique constraints and primary keys made on such an index, while others write the
    /// table. Each such step runs outside a transaction; one that fails can leave an index that cannot be used, which
    /// [`Interrupted`](super::Interrupted) says and [`Change::DropIndex`] drops.
    ///
    /// # Requires
    /// `can_index_concurrently`
    pub concurrent_indexes: bool,
    /// Foreign keys and checks are added before the rows that are there are looked at, and validated by another step, outside
    /// a transaction, while others write the table; a column becomes NOT NULL by way of such a check.
    ///
    /// # Requires
    /// `supports_unvalidated_constraints`
    pub staged_constraints: bool,
    /// Views that read a table are dropped before a column of it gets another type, and made again afterwards, where the
    /// server would refuse it. Privileges on them are not known here: they have to be granted again.
    pub recreate_views: bool,
}

/// As [`plan`], in the ways that are asked for.
///
/// # Errors
/// As [`plan`]; [`NotSupported`](crate::error::ErrorKind::NotSupported) with the flag where the server lacks what is asked for,
/// and [`Interface`](crate::error::ErrorKind::Interface) for a constraint that needs a name for it and has none.
///
/// # Example
/// ```
/// use backend_core::model::{Change, Identifier, Index, IndexPart, QualifiedName, Schema, Table};
/// use backend_core::schema_editor::{PlanOptions, plan_with};
/// use backend_core::wrapper::{ServerInfo, Version};
///
/// let dialect = toy_backend::BACKEND.dialect(&ServerInfo::new("Toy", Version::new(1, 0, 0)));
/// let table = QualifiedName::new("artist")?;
/// let mut before = Schema::new();
/// before.apply(&Change::CreateTable(Table::new(table.clone())))?;
/// let index = Index::new(
///     Identifier::new("by_name")?,
///     vec![IndexPart::column(Identifier::new("name")?)],
/// );
/// let options = PlanOptions { concurrent_indexes: true, ..PlanOptions::default() };
/// let change = Change::CreateIndex { table, index };
/// let refused = plan_with(toy_backend::BACKEND.schema_editor, &dialect, &before, &change, &options);
/// assert!(refused.is_err(), "the toy makes indexes while nobody else is there");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub fn plan_with(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    change: &Change,
    options: &PlanOptions,
) -> Result<Plan> {
    before.check(change)?;
    super::cascades::check(dialect, before, change)?;
    match change {
        Change::CreateIndex { table, index } if options.concurrent_indexes => {
            let steps = index::create_concurrently(editor, dialect, found(before, table)?, index)?;
            Ok(Plan::of(steps))
        }
        Change::DropIndex { table, name } if options.concurrent_indexes => {
            index::drop_concurrently(editor, dialect, found(before, table)?, name)
        }
        Change::AddConstraint { table, constraint } => {
            let table = found(before, table)?;
            match constraint {
                Constraint::PrimaryKey(_) | Constraint::Unique(_) if options.concurrent_indexes => {
                    staged::add_key(editor, dialect, (before, table), (change, constraint))
                }
                Constraint::ForeignKey(key)
                    if options.staged_constraints && key.enforcement == Enforcement::Enforced =>
                {
                    staged::add(editor, dialect, (before, table), constraint)
                }
                Constraint::Check(check)
                    if options.staged_constraints && check.enforcement == Enforcement::Enforced =>
                {
                    staged::add(editor, dialect, (before, table), constraint)
                }
                _ => plan(editor, dialect, before, change),
            }
        }
        Change::AlterColumn { table, column, .. } => {
            let table = found(before, table)?;
            let is_tighter = table
                .column(column.name.as_str())
                .is_some_and(|from| from.nullable && !column.nullable);
            let is_staged = options.staged_constraints && editor.spelling().stages_not_null();
            if is_staged && is_tighter {
                return staged::not_null(editor, dialect, (before, table), (change, options));
            }
            if options.recreate_views
                && editor.views_hold_types()
                && alter_column::retypes(editor, dialect, table, change)?
            {
                return dependants::recreate_views(editor, dialect, before, (table, change));
            }
            plan(editor, dialect, before, change)
        }
        _ => plan(editor, dialect, before, change),
    }
}
