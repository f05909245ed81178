//! Upserts by `MERGE`, where one is asked for.
//!
//! The new rows are a table of values, in which nothing tells the type of a parameter but what stands beside it: the first row names
//! the columns of the table.
//!
//! Source: <https://www.postgresql.org/docs/current/sql-merge.html>.

use backend_core::query::{
    ConflictTarget, Upsert, UpsertSource, refuse, refuse_defaults, require_upsert, write_list,
    write_text, write_when_matched,
};
use sea_query::{
    Condition, DynIden, Expr, QueryBuilder as _, QuotedBuilder as _, ReturningClause, SqlWriter,
    TableName, TableRef, TableRefBuilder as _,
};

use super::builder::PostgresBuilder;

/// The new rows: the name by which expressions call them.
const NEW: &str = r#""excluded""#;
/// Rows that are looked at by a condition alone.
const OLD: &str = r#""backend_old""#;
/// The column that says whether the key covers a new row.
const COVERED: &str = r#""backend_covered""#;
/// What was inserted and changed.
const MERGED: &str = r#""backend_merged""#;

/// The rows that are there, and those that are to be.
struct Merge<'m, 'd> {
    builder: &'m PostgresBuilder<'d>,
    upsert: &'m Upsert,
    table: &'m TableName,
    /// The name by which the upsert calls the table.
    alias: &'m DynIden,
    key: &'m [DynIden],
    /// The rows that the key covers, where those are not all.
    covered: Option<&'m Condition>,
}

pub(super) fn write(builder: &PostgresBuilder<'_>, upsert: &Upsert, sql: &mut impl SqlWriter) {
    if !require_upsert(builder, upsert) {
        return;
    }
    let TableRef::Table(table, alias) = &upsert.table else {
        return refuse(builder, "rows are inserted into a table");
    };
    let ConflictTarget::Columns { columns, condition } = &upsert.target else {
        return refuse(builder, "the target of an upsert by MERGE is columns");
    };
    let merge = Merge {
        builder,
        upsert,
        table,
        alias: alias.as_ref().unwrap_or(&table.1),
        key: columns,
        covered: condition.as_ref(),
    };
    match &upsert.returning {
        Some(returning) => merge.write_returning(returning, sql),
        None => merge.write(sql),
    }
}

impl Merge<'_, '_> {
    /// Writes the statement as a named query of which a select gives back what is asked: in the statement's own `RETURNING` a
    /// column without a table would be one of the new rows, too.
    fn write_returning(&self, returning: &ReturningClause, sql: &mut impl SqlWriter) {
        let builder = self.builder;
        write_text("WITH ", sql);
        write_text(MERGED, sql);
        write_text(" AS (", sql);
        self.write(sql);
        write_text(" RETURNING ", sql);
        builder.prepare_iden(self.alias, sql);
        write_text(".*) SELECT ", sql);
        match returning {
            ReturningClause::All => write_text("*", sql),
            ReturningClause::Columns(columns) => write_list(columns, sql, |column, sql| {
                builder.prepare_column_ref(column, sql);
            }),
            ReturningClause::Exprs(expressions) => write_list(expressions, sql, |each, sql| {
                builder.prepare_expr(each, sql);
            }),
        }
        write_text(" FROM ", sql);
        write_text(MERGED, sql);
        write_text(" AS ", sql);
        builder.prepare_iden(self.alias, sql);
    }

    fn write(&self, sql: &mut impl SqlWriter) {
        let Self {
            builder, upsert, ..
        } = *self;
        write_text("MERGE INTO ", sql);
        builder.prepare_table_ref(&upsert.table, sql);
        write_text(" USING ", sql);
        self.write_source(sql);
        write_text(" ON ", sql);
        self.write_on(sql);
        write_when_matched(builder, &upsert.action, sql);
        write_text(" WHEN NOT MATCHED THEN INSERT (", sql);
        self.write_names(sql);
        write_text(")", sql);
        builder.prepare_output(&None, sql);
        write_text(" VALUES (", sql);
        write_list(&upsert.columns, sql, |column, sql| {
            self.write_new(column, sql);
        });
        write_text(")", sql);
    }

    /// Writes the new rows, as a table.
    fn write_source(&self, sql: &mut impl SqlWriter) {
        let builder = self.builder;
        let Some(covered) = self.covered else {
            self.write_rows(sql);
            write_text(" AS ", sql);
            write_text(NEW, sql);
            return self.write_column_names(sql);
        };
        // The condition of the key is of the table's columns.
        write_text("(SELECT *, (", sql);
        builder.prepare_condition_where(covered, sql);
        write_text(") AS ", sql);
        write_text(COVERED, sql);
        write_text(" FROM ", sql);
        self.write_rows(sql);
        write_text(" AS ", sql);
        builder.prepare_iden(self.alias, sql);
        self.write_column_names(sql);
        write_text(") AS ", sql);
        write_text(NEW, sql);
    }

    fn write_rows(&self, sql: &mut impl SqlWriter) {
        let builder = self.builder;
        match &self.upsert.source {
            UpsertSource::Rows(rows) => {
                refuse_defaults(builder, rows);
                write_text("(VALUES ", sql);
                for (n, row) in rows.iter().enumerate() {
                    write_text(if n > 0 { ", (" } else { "(" }, sql);
                    if n == 0 {
                        self.write_typed(row, sql);
                    } else {
                        write_list(row, sql, |value, sql| builder.prepare_expr(value, sql));
                    }
                    write_text(")", sql);
                }
                write_text(")", sql);
            }
            UpsertSource::Select(select) => {
                write_text("(", sql);
                builder.prepare_select_statement(select, sql);
                write_text(")", sql);
            }
            _ => refuse(builder, "the new rows of an upsert are rows or a select"),
        }
    }

    /// Writes values, each with a column of no row beside it, whose type it takes.
    fn write_typed(&self, row: &[Expr], sql: &mut impl SqlWriter) {
        let builder = self.builder;
        let mut columns = self.upsert.columns.iter();
        write_list(row, sql, |value, sql| {
            write_text("COALESCE(", sql);
            builder.prepare_expr(value, sql);
            if let Some(column) = columns.next() {
                write_text(", (SELECT ", sql);
                builder.prepare_iden(column, sql);
                write_text(" FROM ", sql);
                builder.prepare_table_name(self.table, sql);
                write_text(" LIMIT 0)", sql);
            }
            write_text(")", sql);
        });
    }

    fn write_on(&self, sql: &mut impl SqlWriter) {
        let builder = self.builder;
        for (n, column) in self.key.iter().enumerate() {
            write_text(if n > 0 { " AND " } else { "" }, sql);
            builder.prepare_iden(self.alias, sql);
            write_text(".", sql);
            builder.prepare_iden(column, sql);
            write_text(" = ", sql);
            self.write_new(column, sql);
        }
        let Some(covered) = self.covered else {
            return;
        };
        write_text(" AND ", sql);
        write_text(NEW, sql);
        write_text(".", sql);
        write_text(COVERED, sql);
        // A column without a table is one of the row that is there.
        write_text(" AND EXISTS (SELECT 1 FROM (SELECT ", sql);
        builder.prepare_iden(self.alias, sql);
        write_text(".*) AS ", sql);
        write_text(OLD, sql);
        write_text(" WHERE ", sql);
        builder.prepare_condition_where(covered, sql);
        write_text(")", sql);
    }

    fn write_new(&self, column: &DynIden, sql: &mut impl SqlWriter) {
        write_text(NEW, sql);
        write_text(".", sql);
        self.builder.prepare_iden(column, sql);
    }

    fn write_column_names(&self, sql: &mut impl SqlWriter) {
        write_text(" (", sql);
        self.write_names(sql);
        write_text(")", sql);
    }

    fn write_names(&self, sql: &mut impl SqlWriter) {
        write_list(&self.upsert.columns, sql, |column, sql| {
            self.builder.prepare_iden(column, sql);
        });
    }
}
