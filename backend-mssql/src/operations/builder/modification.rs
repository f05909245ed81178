//! Inserts, upserts, updates and deletes of whose tables something is known: numbers that are given to an identity column, and rows that
//! are given back beside triggers, which `OUTPUT` only does into a table.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/statements/set-identity-insert-transact-sql>,
//! <https://learn.microsoft.com/sql/t-sql/queries/output-clause-transact-sql>.

use backend_core::flag::Flag;
use backend_core::query::{Builder as _, Modification, RowChange, refuse, write_text};
use sea_query::{
    QueryBuilder as _, ReturningClause, SqlWriter, TableName, TableRef, TableRefBuilder as _,
};

use super::change::write_returned;
use super::part::Part;
use super::{MssqlBuilder, merge};
use crate::sql::{ASIDE_PROGRAM, GIVEN_NUMBERS};

/// Where the rows are put that are given back.
const ASIDE: &str = "[#backend_output]";

/// What is put aside of the rows of a table.
#[derive(Debug, Default)]
pub(super) struct Aside {
    table: Option<TableRef>,
    /// Whether rows that are given back are to be put aside.
    is_wanted: bool,
    /// Whether numbers are given to an identity column.
    gives_numbers: bool,
    /// Whether the statement is a program that has all of this in it.
    is_in_program: bool,
    /// What makes the table aside; none where nothing is given back.
    made: Option<Part>,
}

pub(super) fn write(
    builder: &MssqlBuilder<'_>,
    modification: &Modification,
    sql: &mut impl SqlWriter,
) {
    let is_insert = matches!(
        modification.change,
        RowChange::Insert(_) | RowChange::Upsert(_)
    );
    let gives_numbers = is_insert && modification.gives_numbers;
    if gives_numbers {
        builder.require(Flag::can_override_identities);
    }
    builder.aside.replace(Some(Aside {
        is_wanted: modification.has_triggers,
        gives_numbers,
        ..Aside::default()
    }));
    let mut statement = Part::of(|part| match &modification.change {
        RowChange::Insert(insert) => builder.prepare_insert_statement(insert, part),
        RowChange::Upsert(upsert) => builder.prepare_upsert(upsert, part),
        RowChange::Update(update) => builder.prepare_update_statement(update, part),
        RowChange::Delete(delete) => builder.prepare_delete_statement(delete, part),
        _ => refuse(builder, "rows are inserted, upserted, updated or deleted"),
    });
    let aside = builder.aside.take().unwrap_or_default();
    if aside.is_in_program {
        return statement.write(builder, sql);
    }
    if aside.made.is_some() || gives_numbers {
        // A semicolon stands before what follows.
        statement.take_end(merge::END);
    }
    if let Some(made) = &aside.made {
        write_text(ASIDE_PROGRAM, sql);
        made.write(builder, sql);
    }
    match &aside.table {
        Some(TableRef::Table(table, _)) if gives_numbers => {
            // A setting of a call ends with it, whatever becomes of the insert.
            write_numbers(builder, table, " ON; ", sql);
            statement.write(builder, sql);
            write_text("; ", sql);
            write_numbers(builder, table, " OFF", sql);
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

/// What an upsert's program begins with: where the rows go that are given back, and the setting under which it gives numbers.
pub(super) fn start_of_upsert(
    builder: &MssqlBuilder<'_>,
    (table, name): (&TableRef, &TableName),
    returning: Option<&ReturningClause>,
) -> Part {
    let mut noted = builder.aside.borrow_mut();
    let Some(aside) = &mut *noted else {
        return Part::default();
    };
    aside.is_in_program = true;
    aside.is_wanted &= returning.is_some();
    let (is_wanted, gives_numbers) = (aside.is_wanted, aside.gives_numbers);
    drop(noted);
    Part::of(|part| {
        if let Some(returning) = returning.filter(|_| is_wanted) {
            write_text(ASIDE_PROGRAM, part);
            made_of(builder, table, returning).write(builder, part);
            write_text("SET NOCOUNT OFF; ", part);
        }
        if gives_numbers {
            write_numbers(builder, name, " ON; ", part);
        }
    })
}

/// What an upsert's program ends with, while its setting is on.
pub(super) fn write_end_of_upsert(
    builder: &MssqlBuilder<'_>,
    name: &TableName,
    sql: &mut impl SqlWriter,
) {
    let gives_numbers = |aside: &Aside| aside.gives_numbers;
    if builder.aside.borrow().as_ref().is_some_and(gives_numbers) {
        write_numbers(builder, name, " OFF; ", sql);
    }
}

/// What stands behind an upsert's program: the rows that it has put aside.
pub(super) fn write_rows_of_upsert(builder: &MssqlBuilder<'_>, sql: &mut impl SqlWriter) {
    let is_wanted = |aside: &Aside| aside.is_wanted;
    if builder.aside.borrow().as_ref().is_some_and(is_wanted) {
        // They were counted when they were made or changed.
        write_text("; SET NOCOUNT ON; SELECT * FROM ", sql);
        write_text(ASIDE, sql);
    }
}

/// Writes the setting under which a table's numbers are given, or no longer.
fn write_numbers(
    builder: &MssqlBuilder<'_>,
    table: &TableName,
    state: &'static str,
    sql: &mut impl SqlWriter,
) {
    write_text(GIVEN_NUMBERS, sql);
    builder.prepare_table_name(table, sql);
    write_text(state, sql);
}

/// Puts aside what is given back: writes where, and notes what makes the table there.
pub(super) fn write_into(
    builder: &MssqlBuilder<'_>,
    returning: &ReturningClause,
    sql: &mut impl SqlWriter,
) {
    let is_in_program = match &*builder.aside.borrow() {
        Some(aside) if aside.is_wanted => aside.is_in_program,
        _ => return,
    };
    if !is_in_program && !note_made(builder, returning) {
        return;
    }
    write_text(" INTO ", sql);
    write_text(ASIDE, sql);
}

/// Notes what makes the table where rows are put aside; answers whether it was not noted before.
fn note_made(builder: &MssqlBuilder<'_>, returning: &ReturningClause) -> bool {
    let table = match &*builder.aside.borrow() {
        Some(Aside {
            table: Some(table),
            made: None,
            ..
        }) => table.clone(),
        _ => return false,
    };
    let made = made_of(builder, &table, returning);
    if let Some(aside) = &mut *builder.aside.borrow_mut() {
        aside.made = Some(made);
    }
    true
}

/// Makes the table where rows are put aside. Its columns are of the same types, and the union keeps them from being numbered
/// themselves.
fn made_of(builder: &MssqlBuilder<'_>, table: &TableRef, returning: &ReturningClause) -> Part {
    // The program's beginning says the first.
    let selected = |into: bool, part: &mut Part| {
        write_text(if into { "" } else { "SELECT TOP (0) " }, part);
        write_returned(builder, returning, " AS [backend_", part);
        if into {
            write_text(" INTO ", part);
            write_text(ASIDE, part);
        }
        write_text(" FROM ", part);
        builder.prepare_table_ref(table, part);
    };
    Part::of(|part| {
        selected(true, part);
        write_text(" UNION ALL ", part);
        selected(false, part);
        write_text("; ", part);
    })
}
