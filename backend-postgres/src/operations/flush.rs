//! `TRUNCATE`: all tables in one statement, as each alone would be refused for those that refer to it.

use backend_core::operations::{Dialect, Flush, Numbering};
use backend_core::sql::Statement;

pub(super) fn flush(dialect: &Dialect, flush: &Flush<'_>) -> Vec<Statement> {
    if flush.tables.is_empty() {
        return Vec::new();
    }
    let mut out = dialect.writer();
    out.push("TRUNCATE ").list(&flush.tables, |out, table| {
        out.name(&table.name);
    });
    if flush.numbering == Numbering::Restarted {
        out.push(" RESTART IDENTITY");
    }
    vec![out.finish()]
}
