//! Inserts, updates and deletes, with `OUTPUT` for what they give back.

use std::cell::RefCell;

use backend_core::flag::Flag;
use backend_core::query::{refuse, write_list, write_text};
use sea_query::{
    ColumnRef, ConditionHolder, DeleteStatement, DynIden, ExplainStatement, Expr, InsertStatement,
    OnConflict, QueryBuilder, QuotedBuilder as _, ReturningClause, SelectInto, SelectStatement,
    SqlWriter, SubQueryStatement, TableRef, TableRefBuilder as _, UpdateStatement, Value,
    WithClause,
};

use super::frame::by_builder;
use super::outline::{ChangeOutline, exposed_name};
use super::{MssqlBuilder, Owner, Place, modification, table};

/// The rows that a statement gives back.
#[derive(Debug, Clone, Copy)]
pub(super) enum Image {
    /// As an insert made them.
    Inserted,
    /// As an update left them.
    Updated,
    /// As they were.
    Deleted,
}

impl Image {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Inserted | Self::Updated => "INSERTED.",
            Self::Deleted => "DELETED.",
        }
    }

    const fn flag(self) -> Flag {
        match self {
            Self::Inserted => Flag::can_return_columns_from_insert,
            Self::Updated => Flag::can_return_columns_from_update,
            Self::Deleted => Flag::can_return_columns_from_delete,
        }
    }
}

/// Writes `OUTPUT`, with a blank before it. `table` is the name by which the query calls the table.
pub(super) fn write_output(
    builder: &MssqlBuilder<'_>,
    image: Image,
    table: Option<&DynIden>,
    returning: Option<&ReturningClause>,
    sql: &mut impl SqlWriter,
) {
    let (Some(returning), Some(table)) = (returning, table) else {
        return;
    };
    builder.require(image.flag());
    write_text(" OUTPUT ", sql);
    let owner = Owner {
        table: table.clone(),
        prefix: image.prefix(),
        has_all: true,
    };
    builder.with_owner(Some(owner), || write_returned(builder, returning, "", sql));
    modification::write_into(builder, returning, sql);
}

/// Writes what is given back, expressions with a name that begins so; without one where that is empty.
pub(super) fn write_returned(
    builder: &MssqlBuilder<'_>,
    returning: &ReturningClause,
    name: &'static str,
    sql: &mut impl SqlWriter,
) {
    match returning {
        ReturningClause::All => builder.prepare_column_ref(&ColumnRef::Asterisk(None), sql),
        ReturningClause::Columns(columns) => {
            write_list(columns, sql, |column, sql| {
                builder.prepare_column_ref(column, sql);
            });
        }
        ReturningClause::Exprs(expressions) => {
            for (n, each) in expressions.iter().enumerate() {
                write_text(if n > 0 { ", " } else { "" }, sql);
                builder.prepare_expr(each, sql);
                if !name.is_empty() {
                    write_text(name, sql);
                    write_text(&(n + 1).to_string(), sql);
                    write_text("]", sql);
                }
            }
        }
    }
}

/// The most rows of `INSERT … VALUES`; as a table, values have any number of rows.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/queries/table-value-constructor-transact-sql>.
const MAX_ROWS: usize = 1_000;

pub(super) fn write_insert(
    builder: &MssqlBuilder<'_>,
    insert: &InsertStatement,
    outline: &ChangeOutline,
    sql: &mut impl SqlWriter,
) {
    let rows = outline.values / outline.columns.max(1);
    let frame = InsertFrame {
        builder,
        table: RefCell::new(None),
        columns_of_rows: (rows > MAX_ROWS).then_some(outline.columns),
    };
    frame.prepare_insert_statement(insert, sql);
}

/// Writes an insert.
struct InsertFrame<'f, 'd> {
    builder: &'f MssqlBuilder<'d>,
    table: RefCell<Option<TableRef>>,
    /// How many columns its rows have, where they are a table.
    columns_of_rows: Option<usize>,
}

by_builder!(InsertFrame);

impl QueryBuilder for InsertFrame<'_, '_> {
    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        self.builder.prepare_with_clause(with, sql);
    }

    fn prepare_insert(&self, replace: bool, sql: &mut impl SqlWriter) {
        if replace {
            refuse(self.builder, "SQL Server has no REPLACE; use `Upsert`");
        }
        write_text("INSERT", sql);
    }

    /// Another name of the table is only known to what is given back.
    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.table.replace(Some(table.clone()));
        modification::note_table(self.builder, table);
        match table {
            TableRef::Table(name, _) => self.builder.prepare_table_name(name, sql),
            _ => refuse(self.builder, "rows are inserted into a table"),
        }
    }

    fn prepare_output(&self, returning: &Option<ReturningClause>, sql: &mut impl SqlWriter) {
        let table = self.table.borrow();
        let name = table.as_ref().and_then(exposed_name);
        write_output(self.builder, Image::Inserted, name, returning.as_ref(), sql);
        write_text(
            if self.columns_of_rows.is_some() {
                " SELECT * FROM ("
            } else {
                ""
            },
            sql,
        );
    }

    fn prepare_expr(&self, value: &Expr, sql: &mut impl SqlWriter) {
        self.builder.prepare_expr(value, sql);
    }

    fn prepare_select_statement(&self, select: &SelectStatement, sql: &mut impl SqlWriter) {
        self.builder.at(Place::Source, || {
            self.builder.prepare_select_statement(select, sql);
        });
    }

    /// Several rows are several statements.
    fn insert_default_values(&self, rows: u32, sql: &mut impl SqlWriter) {
        if rows > 1 {
            self.builder.require(Flag::supports_bulk_default_values);
            self.builder.default_rows.set(rows);
        }
        write_text("DEFAULT VALUES", sql);
    }

    /// Comes behind the rows; an insert that names a conflict is not written here.
    fn prepare_on_conflict(&self, _: &Option<OnConflict>, sql: &mut impl SqlWriter) {
        if let Some(columns) = self.columns_of_rows {
            write_text(") AS [backend_rows]", sql);
            table::write_columns(columns, sql);
        }
    }

    fn prepare_returning(&self, _: &Option<ReturningClause>, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.builder.prepare_query_statement(query, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}

/// The table that an update or delete changes.
#[derive(Default)]
struct Target(RefCell<Option<TableRef>>);

impl Target {
    /// Writes the name by which the query calls the table.
    fn write(&self, builder: &MssqlBuilder<'_>, table: &TableRef, sql: &mut impl SqlWriter) {
        self.0.replace(Some(table.clone()));
        modification::note_table(builder, table);
        match table {
            TableRef::Table(_, Some(alias)) => builder.prepare_iden(alias, sql),
            TableRef::Table(name, None) => builder.prepare_table_name(name, sql),
            _ => refuse(builder, "rows are changed in a table"),
        }
    }

    fn output(
        &self,
        builder: &MssqlBuilder<'_>,
        image: Image,
        returning: Option<&ReturningClause>,
        sql: &mut impl SqlWriter,
    ) {
        let table = self.0.borrow();
        let name = table.as_ref().and_then(exposed_name);
        write_output(builder, image, name, returning, sql);
    }

    /// Writes the table, where it has another name, and the tables beside it.
    fn write_from(
        &self,
        builder: &MssqlBuilder<'_>,
        others: &[TableRef],
        sql: &mut impl SqlWriter,
    ) {
        let table = self.0.borrow();
        let Some(table) = table.as_ref() else {
            return;
        };
        if others.is_empty() && !matches!(table, TableRef::Table(_, Some(_))) {
            return;
        }
        write_text(" FROM ", sql);
        write_list(std::iter::once(table).chain(others), sql, |table, sql| {
            builder.prepare_table_ref(table, sql);
        });
    }
}

/// Writes an update.
pub(super) struct UpdateFrame<'f, 'd> {
    builder: &'f MssqlBuilder<'d>,
    target: Target,
}

by_builder!(UpdateFrame);

impl<'f, 'd> UpdateFrame<'f, 'd> {
    pub(super) fn new(builder: &'f MssqlBuilder<'d>) -> Self {
        Self {
            builder,
            target: Target::default(),
        }
    }
}

impl QueryBuilder for UpdateFrame<'_, '_> {
    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        self.builder.prepare_with_clause(with, sql);
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.target.write(self.builder, table, sql);
    }

    fn prepare_expr(&self, value: &Expr, sql: &mut impl SqlWriter) {
        self.builder.prepare_expr(value, sql);
    }

    /// The tables stand behind what is given back.
    fn prepare_update_from(&self, _: &[TableRef], _: &mut impl SqlWriter) {}

    fn prepare_output(&self, returning: &Option<ReturningClause>, sql: &mut impl SqlWriter) {
        self.target
            .output(self.builder, Image::Updated, returning.as_ref(), sql);
    }

    fn prepare_update_condition(
        &self,
        from: &[TableRef],
        condition: &ConditionHolder,
        sql: &mut impl SqlWriter,
    ) {
        self.target.write_from(self.builder, from, sql);
        self.builder.prepare_condition(condition, "WHERE", sql);
    }

    fn prepare_update_order_by(&self, _: &UpdateStatement, _: &mut impl SqlWriter) {}

    fn prepare_update_limit(&self, _: &UpdateStatement, _: &mut impl SqlWriter) {}

    fn prepare_returning(&self, _: &Option<ReturningClause>, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.builder.prepare_query_statement(query, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}

/// Writes a delete.
pub(super) struct DeleteFrame<'f, 'd> {
    builder: &'f MssqlBuilder<'d>,
    target: Target,
}

by_builder!(DeleteFrame);

impl<'f, 'd> DeleteFrame<'f, 'd> {
    pub(super) fn new(builder: &'f MssqlBuilder<'d>) -> Self {
        Self {
            builder,
            target: Target::default(),
        }
    }
}

impl QueryBuilder for DeleteFrame<'_, '_> {
    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        self.builder.prepare_with_clause(with, sql);
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.target.write(self.builder, table, sql);
    }

    fn prepare_output(&self, returning: &Option<ReturningClause>, sql: &mut impl SqlWriter) {
        self.target
            .output(self.builder, Image::Deleted, returning.as_ref(), sql);
    }

    fn prepare_condition(&self, condition: &ConditionHolder, word: &str, sql: &mut impl SqlWriter) {
        self.target.write_from(self.builder, &[], sql);
        self.builder.prepare_condition(condition, word, sql);
    }

    fn prepare_delete_order_by(&self, _: &DeleteStatement, _: &mut impl SqlWriter) {}

    fn prepare_delete_limit(&self, _: &DeleteStatement, _: &mut impl SqlWriter) {}

    fn prepare_returning(&self, _: &Option<ReturningClause>, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.builder.prepare_query_statement(query, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}
