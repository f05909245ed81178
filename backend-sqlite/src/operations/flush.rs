//! Tables are emptied by `DELETE`, without their triggers, and the numbers of `AUTOINCREMENT` forgotten where they begin anew.

use backend_core::error::Result;
use backend_core::model::{Trigger, TriggerEvent};
use backend_core::operations::{Dialect, Flush, Numbering};
use backend_core::sql::Statement;

use super::sequence::is_remembered;

/// Triggers that would run are taken away and made again as they were written: there is no other way to keep them from running.
pub(super) fn flush(dialect: &Dialect, flush: &Flush<'_>) -> Result<Vec<Statement>> {
    // Every key waits once it is told to, whatever its declaration.
    let deletes = flush.deletes(dialect, |_| true)?;
    let triggers = || {
        let triggers = flush.tables.iter().flat_map(|table| &table.triggers);
        triggers.filter(|trigger| runs(trigger))
    };
    let drops = triggers().map(|trigger| {
        let mut out = dialect.writer();
        out.push("DROP TRIGGER ").identifier(&trigger.name);
        out.finish()
    });
    let makes = triggers().map(|trigger| Statement::new(&trigger.definition));
    let mut statements: Vec<_> = drops.chain(deletes).chain(makes).collect();
    if flush.numbering == Numbering::Restarted {
        for table in flush.tables.iter().filter(|table| is_remembered(table)) {
            let mut out = dialect.writer();
            out.push("DELETE FROM sqlite_sequence WHERE name = ");
            out.bind(table.name.name.as_str()).push(" COLLATE NOCASE");
            statements.push(out.finish());
        }
    }
    Ok(statements)
}

fn runs(trigger: &Trigger) -> bool {
    let is_one =
        |event: &TriggerEvent| matches!(event, TriggerEvent::Delete | TriggerEvent::Update { .. });
    trigger.events.iter().any(is_one)
}
