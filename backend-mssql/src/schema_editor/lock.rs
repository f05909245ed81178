//! The locks that schema changes take.
//!
//! Source: <https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide>.

use backend_core::model::{Change, Index};
use backend_core::schema_editor::{Blocks, Lock};

use crate::introspection::words;

const SCHEMA_MODIFICATION: Lock = Lock::new("Sch-M", Blocks::Everything);
const SHARED: Lock = Lock::new("S", Blocks::Writes);
/// Of the table of whoever writes rows.
pub(super) const INTENT_EXCLUSIVE: Lock = Lock::new("IX", Blocks::Changes);

/// The strongest lock that a change takes on a table which others see.
pub(super) fn of(change: &Change) -> Option<Lock> {
    match change {
        // On the tables that keys refer to.
        Change::CreateTable(table) if !table.foreign_keys.is_empty() => Some(SCHEMA_MODIFICATION),
        Change::CreateIndex { index, .. } if is_beside(index) => Some(SHARED),
        Change::DropTable(_)
        | Change::CreateIndex { .. }
        | Change::DropIndex { .. }
        | Change::RenameIndex { .. }
        | Change::RenameTable { .. }
        | Change::RenameColumn { .. }
        | Change::AddColumn { .. }
        | Change::DropColumn { .. }
        | Change::AlterColumn { .. }
        | Change::AddConstraint { .. }
        | Change::DropConstraint { .. }
        | Change::DropUnnamedConstraint { .. }
        | Change::RenameConstraint { .. }
        | Change::ValidateConstraint { .. }
        | Change::CreateTrigger { .. }
        | Change::DropTrigger { .. }
        | Change::ReplaceView(_)
        | Change::DropView(_) => Some(SCHEMA_MODIFICATION),
        _ => None,
    }
}

/// Whether an index is made beside the table's rows rather than of them.
fn is_beside(index: &Index) -> bool {
    !index.options.contains(words::CLUSTERED)
}
