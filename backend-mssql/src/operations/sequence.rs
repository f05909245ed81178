//! The numbers of identities and sequences: begun anew, or following those that are there.
//!
//! An identity that never gave a number begins with its first, whatever it is told; one that did goes on one step behind what it
//! is told. Source: <https://learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql>.

use backend_core::model::{Column, QualifiedName, Table};
use backend_core::operations::{Dialect, numbered_columns};
use backend_core::sql::{Statement, Writer};

/// Lets the numbers of a table without rows begin anew.
pub(super) fn restart(dialect: &Dialect, table: &Table) -> Vec<Statement> {
    numbered_columns(table)
        .map(|column| match sequence_of(column) {
            Some(sequence) => {
                let mut out = dialect.writer();
                out.push("ALTER SEQUENCE ").name(sequence).push(" RESTART");
                out.finish()
            }
            None => set(dialect, table, column, |_| {}),
        })
        .collect()
}

/// Lets the numbers of a table follow those that are there.
pub(super) fn reset(dialect: &Dialect, table: &Table) -> Vec<Statement> {
    numbered_columns(table)
        .map(|column| match sequence_of(column) {
            Some(sequence) => follow(dialect, table, column, sequence),
            None => set(dialect, table, column, |out| {
                write_last(
                    table,
                    column,
                    [" >= @backend_first", " <= @backend_first"],
                    out,
                );
            }),
        })
        .collect()
}

/// The sequence that a column takes its numbers from, where it is no identity of the server.
fn sequence_of(column: &Column) -> Option<&QualifiedName> {
    let identity = column.identity.as_ref();
    column
        .sequence
        .as_deref()
        .or_else(|| identity.and_then(|identity| identity.sequence.as_ref()))
}

/// Sets what an identity goes on from: what `last` finds, or else the number before the first.
fn set(
    dialect: &Dialect,
    table: &Table,
    column: &Column,
    last: impl FnOnce(&mut Writer<'static>),
) -> Statement {
    let mut name = dialect.writer();
    name.name(&table.name);
    let mut out = dialect.writer();
    out.push(
        "SET NOCOUNT ON; DECLARE @backend_first bigint, @backend_step bigint, @backend_last bigint; \
         SELECT @backend_first = CAST(seed_value AS bigint), @backend_step = CAST(increment_value AS bigint) \
         FROM sys.identity_columns WHERE object_id = OBJECT_ID(",
    );
    out.string(name.as_str()).push(") AND name = ");
    out.string(column.name.as_str())
        .push(" AND last_value IS NOT NULL; ");
    last(&mut out);
    out.push(
        "SET @backend_last = COALESCE(@backend_last, @backend_first - @backend_step); \
         IF @backend_last IS NOT NULL DBCC CHECKIDENT (",
    );
    out.string(name.as_str())
        .push(", RESEED, @backend_last) WITH NO_INFOMSGS; SET NOCOUNT OFF");
    out.finish()
}

/// Finds the last number that is there, of those that count: upwards and downwards.
fn write_last(table: &Table, column: &Column, within: [&'static str; 2], out: &mut Writer<'_>) {
    for ((function, sign), within) in [("MAX(", ">"), ("MIN(", "<")].into_iter().zip(within) {
        out.push("IF @backend_step ").push(sign);
        out.push(" 0 SELECT @backend_last = ").push(function);
        out.identifier(&column.name).push(") FROM ");
        out.name(&table.name).push(" WHERE ");
        out.identifier(&column.name).push(within).push("; ");
    }
}

/// Begins the statement that sets what an identity goes on from, whose number is to follow. The name has a prefix only where it needs
/// one: not every server reads it there.
pub(crate) fn check_identity(name: &str, out: &mut Writer<'_>) {
    out.push("DBCC CHECKIDENT (");
    if name.is_ascii() {
        let doubled = name.replace('\'', "''");
        out.push("'").fragment(&doubled).push("'");
    } else {
        out.string(name);
    }
    out.push(", RESEED, ");
}

/// Lets a sequence follow the numbers of a column. Where it begins takes no variable, so the statement is made as a text.
fn follow(
    dialect: &Dialect,
    table: &Table,
    column: &Column,
    sequence: &QualifiedName,
) -> Statement {
    let mut name = dialect.writer();
    name.name(sequence);
    let mut alter = dialect.writer();
    alter
        .push("ALTER SEQUENCE ")
        .name(sequence)
        .push(" RESTART WITH ");
    let mut out = dialect.writer();
    out.push(
        "SET NOCOUNT ON; DECLARE @backend_first bigint, @backend_step bigint, @backend_least bigint, @backend_most bigint, \
         @backend_last bigint, @backend_sql nvarchar(max); \
         SELECT @backend_first = CAST(start_value AS bigint), @backend_step = CAST(increment AS bigint), \
         @backend_least = CAST(minimum_value AS bigint), @backend_most = CAST(maximum_value AS bigint) \
         FROM sys.sequences WHERE object_id = OBJECT_ID(",
    );
    out.string(name.as_str()).push("); ");
    let within = [
        " BETWEEN @backend_first AND @backend_most",
        " BETWEEN @backend_least AND @backend_first",
    ];
    write_last(table, column, within, &mut out);
    out.push("SET @backend_sql = ").string(alter.as_str());
    out.push(
        " + CAST(COALESCE(@backend_last + @backend_step, @backend_first) AS nvarchar(20)); \
         EXEC sp_executesql @backend_sql; SET NOCOUNT OFF",
    );
    out.finish()
}
