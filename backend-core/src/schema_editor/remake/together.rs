//! [`plan_all`]: the plan of several changes, of which those that make the same table anew do it together.

use super::{broken_keys, table_of};
use crate::error::Result;
use crate::model::{Change, Schema};
use crate::operations::Dialect;
use crate::schema_editor::{ConstraintChecks, Plan, Remake, SchemaEditor, plan};

/// Turns changes into the steps of one plan, in their order. Where the vendor makes a table anew for several that follow each
/// other, it is made anew once for all of them.
///
/// # Errors
/// As [`plan()`](crate::schema_editor::plan), for the first change that cannot be made.
///
/// # Example
/// ```
/// use backend_core::model::{Change, Column, ColumnType, QualifiedName, Schema, Table};
/// use backend_core::schema_editor::plan_all;
/// use backend_core::wrapper::{ServerInfo, Version};
///
/// let dialect = toy_backend::BACKEND.dialect(&ServerInfo::new("Toy", Version::new(1, 0, 0)));
/// let table = |name: &str| {
///     let column = Column::new("name", ColumnType::Text)?;
///     QualifiedName::new(name).map(|name| Change::CreateTable(Table::new(name).with_column(column)))
/// };
/// let changes = [table("artist")?, table("album")?];
/// let plan = plan_all(toy_backend::BACKEND.schema_editor, &dialect, &Schema::new(), &changes)?;
/// assert_eq!(plan.steps.len(), 2);
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub fn plan_all(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    changes: &[Change],
) -> Result<Plan> {
    let mut all = Plan::default();
    let mut now = before.clone();
    let mut rest = changes;
    while let Some(first) = rest.first() {
        let together = match editor.remake() {
            Some(remake) => together(remake, dialect, &now, rest)?,
            None => 1,
        };
        let (these, others) = rest.split_at(together.max(1).min(rest.len()));
        match editor.remake() {
            Some(remake) if together > 0 => {
                now.check(first)?;
                let lock = editor.lock(first);
                let remade = super::plan((editor, remake), dialect, &now, these)?;
                all.append(remade.locked(lock));
            }
            _ => all.append(plan(editor, dialect, &now, first)?),
        }
        for change in these {
            now.apply(change)?;
        }
        rest = others;
    }
    if let Some(remake) = editor.remake() {
        dropped(remake, dialect, (before, &now), &mut all);
    }
    Ok(all)
}

/// How many of the first changes make one table anew together, up to the last that needs it; none where the first does not.
fn together(
    remake: &dyn Remake,
    dialect: &Dialect,
    before: &Schema,
    changes: &[Change],
) -> Result<usize> {
    let Some(name) = changes.first().and_then(table_of) else {
        return Ok(0);
    };
    let Some(table) = before.table(name) else {
        return Ok(0);
    };
    let mut alone = Schema::new();
    alone.tables.push(table.clone());
    let mut count = 0;
    for (n, change) in changes.iter().enumerate() {
        let Some(table) = alone.table(name).filter(|_| table_of(change) == Some(name)) else {
            break;
        };
        // It is of the rows as the changes before left them.
        if n > 0 && matches!(change, Change::AlterColumn { using: Some(_), .. }) {
            break;
        }
        if remake.remakes(dialect, table, change) {
            count = n + 1;
        } else if n == 0 {
            break;
        }
        alone.apply(change)?;
    }
    Ok(count)
}

/// Where checks are off, a table that rows of others still refer to would go unnoticed.
fn dropped(
    remake: &dyn Remake,
    dialect: &Dialect,
    (before, after): (&Schema, &Schema),
    plan: &mut Plan,
) {
    if plan.constraint_checks == ConstraintChecks::Kept {
        return;
    }
    for table in &after.tables {
        let is_gone = |name| before.table(name).is_some() && after.table(name).is_none();
        if table
            .foreign_keys
            .iter()
            .any(|key| is_gone(&key.references))
        {
            plan.steps.extend(broken_keys(remake, dialect, &table.name));
        }
    }
}
