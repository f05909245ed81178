//! Tables are emptied by `DELETE`, without their triggers; keys in a circle are not looked at meanwhile, and then as before;
//! where the server looks at them always, their columns are NULL first.
//!
//! `TRUNCATE` would be refused for tables that others refer to, and begins all numbers anew.

use backend_core::error::Result;
use backend_core::model::{Enforcement, ForeignKey, Table, TriggerActivity};
use backend_core::operations::{Dialect, Flush, Numbering};
use backend_core::sql::Statement;

use super::sequence;

pub(super) fn flush(dialect: &Dialect, flush: &Flush<'_>) -> Result<Vec<Statement>> {
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
    if dialect.features.supports_unvalidated_constraints {
        for (table, key) in late_keys(&flush.tables) {
            if let Some([before, behind]) = around_unchecked(dialect, table, key) {
                statements.push(before);
                after.push(behind);
            }
        }
        // Each table before those that it refers to.
        for table in flush.tables.iter().rev() {
            let mut out = dialect.writer();
            out.push("DELETE FROM ").name(&table.name);
            statements.push(out.finish());
        }
    } else {
        statements.append(&mut flush.deletes(dialect, |_| false)?);
    }
    statements.append(&mut after);
    if flush.numbering == Numbering::Restarted {
        for table in &flush.tables {
            statements.extend(sequence::restart(dialect, table));
        }
    }
    Ok(statements)
}

/// The statements before and after which a key is looked at, and between which it is not; none for a key that is disabled, and stays
/// it, nor where the server looks at every key always. One that the server trusts is trusted again, as its rows are looked at; one whose old rows nobody looked at is as it was.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql>, `WITH CHECK` and `NOCHECK CONSTRAINT`.
pub(crate) fn around_unchecked(
    dialect: &Dialect,
    table: &Table,
    key: &ForeignKey,
) -> Option<[Statement; 2]> {
    let name = key.name.as_ref()?;
    if !dialect.features.supports_unvalidated_constraints {
        return None;
    }
    let behind = match key.enforcement {
        Enforcement::NotEnforced => return None,
        Enforcement::NotValidated => " WITH NOCHECK CHECK CONSTRAINT ",
        _ => " WITH CHECK CHECK CONSTRAINT ",
    };
    Some([" NOCHECK CONSTRAINT ", behind].map(|words| {
        let mut out = dialect.writer();
        out.push("ALTER TABLE ").name(&table.name).push(words);
        out.identifier(name);
        out.finish()
    }))
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
