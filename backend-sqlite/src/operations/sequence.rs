//! The numbers of `AUTOINCREMENT`, which a table of SQLite's own remembers.

use backend_core::model::Table;
use backend_core::operations::{Dialect, numbered_columns};
use backend_core::sql::Statement;

/// Sets what is remembered to the greatest number that is there. A table that remembers none follows its rows anyway.
pub(super) fn reset(dialect: &Dialect, table: &Table) -> Vec<Statement> {
    let columns = numbered_columns(table).filter(|_| is_remembered(table));
    columns
        .map(|column| {
            let mut out = dialect.writer();
            out.push("UPDATE sqlite_sequence SET seq = (SELECT MAX(0, COALESCE(MAX(");
            out.identifier(&column.name).push("), 0)) FROM ");
            out.name(&table.name).push(") WHERE name = ");
            out.bind(table.name.name.as_str()).push(" COLLATE NOCASE");
            out.finish()
        })
        .collect()
}

/// Whether SQLite remembers the numbers of a table: those of a key that may use them again it does not.
pub(super) fn is_remembered(table: &Table) -> bool {
    numbered_columns(table).any(|column| {
        let identity = column.identity.as_ref();
        identity.is_some_and(|identity| !identity.reuses_numbers)
    })
}
