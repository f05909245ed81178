//! Tables are emptied by `DELETE`, without their triggers; keys in a circle are not looked at meanwhile, and then for every row.
//!
//! `TRUNCATE` would be refused for tables that others refer to, and begins all numbers anew.

use backend_core::model::{ForeignKey, Table, TriggerActivity};
use backend_core::operations::{Dialect, Flush, Numbering};
use backend_core::sql::Statement;

use super::sequence;

pub(super) fn flush(dialect: &Dialect, flush: &Flush<'_>) -> Vec<Statement> {
    let (mut statements, mut after) = (Vec::new(), Vec::new());
    for table in &flush.tables {
        let active = |activity| activity != TriggerActivity::Disabled;
        for trigger in table.triggers.iter().filter(|it| active(it.activity)) {
            let about = |words: &'static str| {
                let mut out = dialect.writer();
                out.push("ALTER TABLE ").name(&table.name).push(words);
                out.identifier(&trigger.name);
                out.finish()
            };
            statements.push(about(" DISABLE TRIGGER "));
            after.push(about(" ENABLE TRIGGER "));
        }
    }
    for (table, key) in late_keys(&flush.tables) {
        let Some(name) = &key.name else { continue };
        let about = |words: &'static str| {
            let mut out = dialect.writer();
            out.push("ALTER TABLE ").name(&table.name).push(words);
            out.identifier(name);
            out.finish()
        };
        statements.push(about(" NOCHECK CONSTRAINT "));
        // With the rows looked at, the server goes on trusting the key.
        after.push(about(" WITH CHECK CHECK CONSTRAINT "));
    }
    // Each table before those that it refers to.
    for table in flush.tables.iter().rev() {
        let mut out = dialect.writer();
        out.push("DELETE FROM ").name(&table.name);
        statements.push(out.finish());
    }
    statements.append(&mut after);
    if flush.numbering == Numbering::Restarted {
        for table in &flush.tables {
            statements.extend(sequence::restart(dialect, table));
        }
    }
    statements
}

/// The keys that refer to a table which is emptied before. Rows of one statement go together, so none is of a table to itself.
fn late_keys<'s>(tables: &[&'s Table]) -> Vec<(&'s Table, &'s ForeignKey)> {
    let mut late = Vec::new();
    for (n, table) in tables.iter().enumerate() {
        let others = tables.get(n + 1..).unwrap_or_default();
        for key in &table.foreign_keys {
            if others.iter().any(|other| other.name == key.references) {
                late.push((*table, key));
            }
        }
    }
    late
}
