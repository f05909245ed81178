//! Upserts by `MERGE`, where one is asked for: a single statement that looks for all rows, changes and inserts them.
//!
//! Without the hint two sessions could both find that a row is not there.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/statements/merge-transact-sql>.

use backend_core::query::{
    Upsert, UpsertSource, refuse, refuse_defaults, write_list, write_text, write_when_matched,
};
use sea_query::{
    DynIden, QueryBuilder as _, QuotedBuilder as _, SqlWriter, TableName, TableRefBuilder as _,
};

use super::change::{Image, write_output};
use super::upsert::{Key, NEW, write_names, write_new_columns, write_where};
use super::{MssqlBuilder, Owner, Place, modification};

/// Keeps others from inserting a row of a key that was not found, until the transaction ends.
const HELD: &str = " WITH (HOLDLOCK)";
/// The rows that are there, of which the key covers some.
const OLD: &str = "[backend_old]";
/// The column that says whether the key covers a new row.
const COVERED: &str = "[backend_covered]";
/// What the statement ends with, whatever follows.
pub(super) const END: &str = ";";

/// Writes the statement. `table` is called `alias` by the upsert.
pub(super) fn write(
    builder: &MssqlBuilder<'_>,
    upsert: &Upsert,
    (table, alias, key): (&TableName, &DynIden, &Key<'_>),
    sql: &mut impl SqlWriter,
) {
    modification::note_table(builder, &upsert.table);
    if let Some(rows) = key.rows {
        write_text("WITH ", sql);
        write_text(OLD, sql);
        write_text(" AS (SELECT * FROM ", sql);
        builder.prepare_table_name(table, sql);
        write_text(HELD, sql);
        write_where(builder, rows, sql);
        write_text(") MERGE INTO ", sql);
        write_text(OLD, sql);
    } else {
        write_text("MERGE INTO ", sql);
        builder.prepare_table_name(table, sql);
        write_text(HELD, sql);
        write_text(" AS ", sql);
        builder.prepare_iden(alias, sql);
    }
    write_text(" USING ", sql);
    write_source(builder, upsert, key, sql);
    write_text(" ON ", sql);
    for (n, column) in key.columns.iter().enumerate() {
        write_text(if n > 0 { " AND " } else { "" }, sql);
        if key.rows.is_some() {
            write_text(OLD, sql);
        } else {
            builder.prepare_iden(alias, sql);
        }
        write_text(".", sql);
        builder.prepare_iden(column, sql);
        write_text(" = ", sql);
        write_text(NEW, sql);
        write_text(".", sql);
        builder.prepare_iden(column, sql);
    }
    if key.rows.is_some() {
        write_text(" AND ", sql);
        write_text(NEW, sql);
        write_text(".", sql);
        write_text(COVERED, sql);
        write_text(" = 1", sql);
    }
    let owner = key.rows.map(|_| Owner {
        table: alias.clone(),
        prefix: "[backend_old].",
        has_all: false,
    });
    builder.with_owner(owner, || write_when_matched(builder, &upsert.action, sql));
    write_text(" WHEN NOT MATCHED THEN INSERT (", sql);
    write_names(builder, &upsert.columns, sql);
    write_text(") VALUES (", sql);
    write_new_columns(builder, upsert, sql);
    write_text(")", sql);
    let returning = upsert.returning.as_ref();
    write_output(builder, Image::Inserted, Some(alias), returning, sql);
    write_text(END, sql);
}

/// Writes the new rows, as a table.
fn write_source(
    builder: &MssqlBuilder<'_>,
    upsert: &Upsert,
    key: &Key<'_>,
    sql: &mut impl SqlWriter,
) {
    if let Some(rows) = key.rows {
        write_text("(SELECT *, CASE WHEN ", sql);
        builder.prepare_condition_where(rows, sql);
        write_text(" THEN 1 ELSE 0 END AS ", sql);
        write_text(COVERED, sql);
        write_text(" FROM ", sql);
    }
    match &upsert.source {
        UpsertSource::Rows(rows) => {
            refuse_defaults(builder, rows);
            write_text("(VALUES ", sql);
            write_list(rows, sql, |row, sql| {
                write_text("(", sql);
                write_list(row, sql, |value, sql| builder.prepare_expr(value, sql));
                write_text(")", sql);
            });
        }
        UpsertSource::Select(select) => {
            write_text("(", sql);
            builder.at(Place::Inner, || {
                builder.prepare_select_statement(select, sql);
            });
        }
        _ => refuse(builder, "the new rows of an upsert are rows or a select"),
    }
    write_text(") AS ", sql);
    write_text(NEW, sql);
    write_text(" (", sql);
    write_names(builder, &upsert.columns, sql);
    write_text(")", sql);
    if key.rows.is_some() {
        write_text(") AS ", sql);
        write_text(NEW, sql);
    }
}
