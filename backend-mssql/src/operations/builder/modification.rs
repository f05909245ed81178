//! Inserts, updates and deletes of whose tables something is known: numbers that are given to an identity column, and rows that
//! are given back beside triggers, which `OUTPUT` only does into a table.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/statements/set-identity-insert-transact-sql>,
//! <https://learn.microsoft.com/sql/t-sql/queries/output-clause-transact-sql>.

use backend_core::flag::Flag;
use backend_core::query::{Modification, RowChange, refuse, write_text};
use sea_query::{QueryBuilder as _, ReturningClause, SqlWriter, TableRef, TableRefBuilder as _};

use super::MssqlBuilder;
use super::change::write_returned;
use super::part::Part;
use crate::sql::{ASIDE_PROGRAM, GIVEN_NUMBERS};

/// Where the rows are put that are given back.
const ASIDE: &str = "[#backend_output]";

/// What is put aside of the rows of a table.
#[derive(Debug, Default)]
pub(super) struct Aside {
    table: Option<TableRef>,
    /// Whether rows that are given back are to be put aside.
    is_wanted: bool,
    /// What makes the table aside; none where nothing is given back.
    made: Option<Part>,
}

pub(super) fn write(
    builder: &MssqlBuilder<'_>,
    modification: &Modification,
    sql: &mut impl SqlWriter,
) {
    let is_insert = matches!(modification.change, RowChange::Insert(_));
    let numbers = is_insert && modification.gives_numbers;
    builder.aside.replace(Some(Aside {
        is_wanted: modification.has_triggers,
        ..Aside::default()
    }));
    let statement = Part::of(|part| match &modification.change {
        RowChange::Insert(insert) => builder.prepare_insert_statement(insert, part),
        RowChange::Update(update) => builder.prepare_update_statement(update, part),
        RowChange::Delete(delete) => builder.prepare_delete_statement(delete, part),
        _ => refuse(builder, "rows are inserted, updated or deleted"),
    });
    let aside = builder.aside.take().unwrap_or_default();
    if let Some(made) = &aside.made {
        write_text(ASIDE_PROGRAM, sql);
        made.write(builder, sql);
    }
    match &aside.table {
        Some(TableRef::Table(table, _)) if numbers => {
            builder.require(Flag::can_override_identities);
            // A setting of a call ends with it, whatever becomes of the insert.
            write_text(GIVEN_NUMBERS, sql);
            builder.prepare_table_name(table, sql);
            write_text(" ON; ", sql);
            statement.write(builder, sql);
            write_text("; ", sql);
            write_text(GIVEN_NUMBERS, sql);
            builder.prepare_table_name(table, sql);
            write_text(" OFF", sql);
        }
        _ => statement.write(builder, sql),
    }
    if aside.made.is_some() {
        write_text("; SELECT * FROM ", sql);
        write_text(ASIDE, sql);
    }
}

/// Notes the table that is changed.
pub(super) fn note_table(builder: &MssqlBuilder<'_>, table: &TableRef) {
    if let Some(aside) = &mut *builder.aside.borrow_mut() {
        aside.table.get_or_insert_with(|| table.clone());
    }
}

/// Puts aside what is given back: writes where, and notes what makes the table there. Its columns are of the same types, and the
/// union keeps them from being numbered themselves.
pub(super) fn write_into(
    builder: &MssqlBuilder<'_>,
    returning: &ReturningClause,
    sql: &mut impl SqlWriter,
) {
    let table = match &*builder.aside.borrow() {
        Some(Aside {
            table: Some(table),
            is_wanted: true,
            made: None,
        }) => table.clone(),
        _ => return,
    };
    // The program's beginning says the first.
    let selected = |into: bool, part: &mut Part| {
        write_text(if into { "" } else { "SELECT TOP (0) " }, part);
        write_returned(builder, returning, " AS [backend_", part);
        if into {
            write_text(" INTO ", part);
            write_text(ASIDE, part);
        }
        write_text(" FROM ", part);
        builder.prepare_table_ref(&table, part);
    };
    let made = Part::of(|part| {
        selected(true, part);
        write_text(" UNION ALL ", part);
        selected(false, part);
        write_text("; ", part);
    });
    if let Some(aside) = &mut *builder.aside.borrow_mut() {
        aside.made = Some(made);
    }
    write_text(" INTO ", sql);
    write_text(ASIDE, sql);
}
