//! Sequences after rows were loaded: where each begins, ends and in which direction it counts is asked of the server.

use backend_core::model::{Column, Table};
use backend_core::operations::{Dialect, numbered_columns};
use backend_core::sql::Statement;

pub(super) fn reset(dialect: &Dialect, table: &Table) -> Vec<Statement> {
    numbered_columns(table)
        .map(|column| reset_one(dialect, table, column))
        .collect()
}

/// Only one of the two subqueries is carried out, and either can take the column's index.
fn reset_one(dialect: &Dialect, table: &Table, column: &Column) -> Statement {
    let mut name = dialect.writer();
    name.name(&table.name);
    let mut out = dialect.writer();
    out.push(
        "SELECT setval(backend_s.seqrelid::regclass, COALESCE(backend_n.last, backend_s.seqstart), backend_n.last IS NOT NULL) \
         FROM pg_catalog.pg_sequence backend_s CROSS JOIN LATERAL (SELECT CASE WHEN backend_s.seqincrement > 0 THEN ",
    );
    for (word, between) in [
        ("max", " BETWEEN backend_s.seqstart AND backend_s.seqmax)"),
        ("min", " BETWEEN backend_s.seqmin AND backend_s.seqstart)"),
    ] {
        out.push("(SELECT ").push(word).push("(backend_t.");
        out.identifier(&column.name).push(") FROM ");
        out.name(&table.name).push(" backend_t WHERE backend_t.");
        out.identifier(&column.name).push(between);
        out.push(if word == "max" {
            "::bigint ELSE "
        } else {
            "::bigint END AS last) backend_n"
        });
    }
    out.push(" WHERE backend_s.seqrelid = pg_catalog.pg_get_serial_sequence(");
    out.bind(name.as_str()).push(", ");
    out.bind(column.name.as_str()).push(")::regclass");
    out.finish()
}
