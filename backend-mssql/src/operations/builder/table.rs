//! Tables: lists of values, tables that selects make, hints, and what is named before a query.

use backend_core::flag::Flag;
use backend_core::query::{Probe, refuse, write_list, write_query, write_table_ref, write_text};
use sea_query::{
    CommonTableExpression, DynIden, ExplainStatement, PostgresQueryBuilder, QueryBuilder,
    QuotedBuilder as _, SelectInto, SelectIntoTableModifier, SelectStatement, SqlWriter,
    SubQueryStatement, TableRef, Value, Values, WithClause,
};

use super::frame::by_builder;
use super::{MssqlBuilder, Place};

/// Writes a table; what stands in parentheses is inside.
pub(super) fn write(builder: &MssqlBuilder<'_>, table: &TableRef, sql: &mut impl SqlWriter) {
    builder.at(Place::Inner, || match table {
        TableRef::ValuesList(rows, alias) => {
            write_text("(", sql);
            builder.prepare_values_list(rows, sql);
            write_text(") AS ", sql);
            builder.prepare_iden(alias, sql);
            let columns = rows
                .first()
                .map_or(0, |row| row.clone().into_iter().count());
            write_columns(columns, sql);
        }
        _ => write_table_ref(builder, table, sql),
    });
}

/// The rows of a named query: they have to be a select.
pub(super) fn write_values(builder: &MssqlBuilder<'_>, rows: &[Values], sql: &mut impl SqlWriter) {
    write_text("SELECT * FROM (VALUES ", sql);
    write_list(rows, sql, |row, sql| {
        write_text("(", sql);
        write_list(&row.0, sql, |value, sql| {
            builder.prepare_value(value.clone(), sql);
        });
        write_text(")", sql);
    });
    write_text(") AS [backend_rows]", sql);
    write_columns(rows.first().map_or(0, |row| row.0.len()), sql);
}

/// Names columns as other databases do by themselves.
pub(super) fn write_columns(columns: usize, sql: &mut impl SqlWriter) {
    for n in 1..=columns {
        write_text(if n == 1 { " ([column" } else { ", [column" }, sql);
        write_text(&n.to_string(), sql);
        write_text("]", sql);
    }
    write_text(")", sql);
}

/// Writes the table that a select makes. One that goes with the session has a name that begins with `#`.
pub(super) fn write_into(builder: &MssqlBuilder<'_>, into: &SelectInto, sql: &mut impl SqlWriter) {
    builder.require(Flag::supports_select_into);
    let is_temporary = into.target_table.inner().starts_with('#');
    match into.target_table_modifier {
        None => {}
        Some(SelectIntoTableModifier::Temporary) if is_temporary => {}
        Some(SelectIntoTableModifier::Temporary) => {
            refuse(
                builder,
                "a temporary table has a name that begins with `#` here",
            );
        }
        Some(SelectIntoTableModifier::Unlogged) => {
            refuse(builder, "SQL Server writes every table to its log");
        }
    }
    write_text(" INTO ", sql);
    builder.prepare_iden(&into.target_table, sql);
}

/// Writes the part of a table that is read. Its percentage and seed are hidden, but written in words that hold nothing else.
pub(super) fn write_sample(
    builder: &MssqlBuilder<'_>,
    select: &SelectStatement,
    sql: &mut impl SqlWriter,
) {
    let mut written = Probe::default();
    PostgresQueryBuilder.prepare_table_sample(select, &mut written);
    if written.is_empty() {
        return;
    }
    builder.require(Flag::supports_table_samples);
    let Some(rest) = written.text.strip_prefix(" TABLESAMPLE SYSTEM (") else {
        refuse(builder, "SQL Server samples pages (SYSTEM), not rows");
        return;
    };
    let Some((percentage, rest)) = rest.split_once(')') else {
        return;
    };
    write_text(" TABLESAMPLE SYSTEM (", sql);
    write_text(percentage, sql);
    write_text(" PERCENT)", sql);
    let seed = rest
        .strip_prefix(" REPEATABLE (")
        .and_then(|rest| rest.strip_suffix(')'));
    if let Some(seed) = seed.and_then(|seed| seed.parse::<f64>().ok()) {
        write_text(" REPEATABLE (", sql);
        write_text(&seed_of(seed).to_string(), sql);
        write_text(")", sql);
    }
}

/// A seed is an integer here: a whole number is itself, any other its bits.
#[allow(clippy::cast_possible_truncation, reason = "it is whole and small")]
fn seed_of(seed: f64) -> i64 {
    if seed.fract() == 0.0 && seed.abs() < 9e15 {
        seed as i64
    } else {
        (seed.to_bits() >> 1).cast_signed()
    }
}

/// Writes the index that a table is read by, and the lock that it takes.
pub(super) fn write_hints(
    builder: &MssqlBuilder<'_>,
    index: Option<&str>,
    lock: Option<&'static str>,
    sql: &mut impl SqlWriter,
) {
    let mut start = " WITH (";
    if let Some(index) = index {
        write_text(start, sql);
        write_text("INDEX(", sql);
        builder.prepare_iden(&DynIden::from(index.to_owned()), sql);
        write_text(")", sql);
        start = ", ";
    }
    if let Some(lock) = lock {
        write_text(start, sql);
        write_text(lock, sql);
    }
    write_text(
        if index.is_some() || lock.is_some() {
            ")"
        } else {
            ""
        },
        sql,
    );
}

/// Writes named queries and the query behind them, which is no inner one.
pub(super) struct WithFrame<'f, 'd> {
    pub(super) builder: &'f MssqlBuilder<'d>,
}

by_builder!(WithFrame);

impl QueryBuilder for WithFrame<'_, '_> {
    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        self.builder.prepare_with_clause(with, sql);
    }

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        write_query(self.builder, query, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}

/// Writes a named query.
pub(super) struct NamedFrame<'f, 'd> {
    pub(super) builder: &'f MssqlBuilder<'d>,
}

by_builder!(NamedFrame);

impl QueryBuilder for NamedFrame<'_, '_> {
    /// Whether it is kept or not, it means the same.
    fn prepare_with_query_clause_materialization(
        &self,
        _: &CommonTableExpression,
        _: &mut impl SqlWriter,
    ) {
    }

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.builder.prepare_query_statement(query, sql);
    }

    fn prepare_values_rows(&self, rows: &[Values], sql: &mut impl SqlWriter) {
        self.builder.prepare_values_rows(rows, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}
