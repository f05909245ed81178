//! Updates and deletes of the first rows of an order: the rows are a named query, which is then changed.

use std::cell::RefCell;

use backend_core::flag::Flag;
use backend_core::query::{refuse, write_list, write_text};
use sea_query::{
    ConditionHolder, DeleteStatement, DynIden, ExplainStatement, Expr, OrderExpr, QueryBuilder,
    Quote, QuotedBuilder, ReturningClause, SelectInto, SqlWriter, SubQueryStatement, TableRef,
    UpdateStatement, Value, WithClause,
};

use super::change::{Image, write_output};
use super::frame::looks_only;
use super::outline::exposed_name;
use super::part::Silent;
use super::select::count_of;
use super::{MssqlBuilder, Owner, Place};

const ROWS: &str = "[backend_rows]";

pub(super) fn write_update(
    builder: &MssqlBuilder<'_>,
    update: &UpdateStatement,
    sql: &mut impl SqlWriter,
) {
    let look = Look::default();
    look.prepare_update_statement(update, &mut Silent::default());
    let change = look.0.into_inner();
    if change.has_more_tables {
        return refuse(
            builder,
            "an update of the first rows reads no other tables here",
        );
    }
    change.write_rows(builder, sql);
    write_text("UPDATE ", sql);
    write_text(ROWS, sql);
    write_text(" SET ", sql);
    let owner = change
        .table
        .as_ref()
        .and_then(exposed_name)
        .map(|table| Owner {
            table: table.clone(),
            prefix: "[backend_rows].",
            has_all: false,
        });
    builder.with_owner(owner, || {
        write_list(&change.assignments, sql, |(column, value), sql| {
            builder.prepare_iden(column, sql);
            write_text(" = ", sql);
            builder.prepare_expr(value, sql);
        });
    });
    change.write_output(builder, Image::Updated, sql);
}

pub(super) fn write_delete(
    builder: &MssqlBuilder<'_>,
    delete: &DeleteStatement,
    sql: &mut impl SqlWriter,
) {
    let look = Look::default();
    look.prepare_delete_statement(delete, &mut Silent::default());
    let change = look.0.into_inner();
    change.write_rows(builder, sql);
    write_text("DELETE FROM ", sql);
    write_text(ROWS, sql);
    change.write_output(builder, Image::Deleted, sql);
}

/// What an update or delete holds, taken out of it.
#[derive(Default)]
struct Change {
    with: Option<WithClause>,
    table: Option<TableRef>,
    has_more_tables: bool,
    assignments: Vec<(DynIden, Expr)>,
    column: Option<DynIden>,
    condition: ConditionHolder,
    order: Vec<OrderExpr>,
    limit: Option<Value>,
    returning: Option<ReturningClause>,
}

impl Change {
    /// Writes the rows that are changed, behind other named queries.
    fn write_rows(&self, builder: &MssqlBuilder<'_>, sql: &mut impl SqlWriter) {
        builder.require(Flag::supports_limited_updates);
        if builder.place.get() != Place::Statement {
            builder.refuse_inner_names();
        }
        if let Some(with) = &self.with {
            builder.prepare_with_clause(with, sql);
        }
        write_text(
            if builder.has_with.get() {
                ", "
            } else {
                "WITH "
            },
            sql,
        );
        write_text(ROWS, sql);
        write_text(" AS (SELECT TOP (", sql);
        match self.limit.clone() {
            Some(limit) => builder.prepare_value(count_of(limit), sql),
            None => write_text("9223372036854775807", sql),
        }
        write_text(") * FROM ", sql);
        builder.at(Place::Inner, || {
            if let Some(table) = &self.table {
                builder.prepare_table_ref(table, sql);
            }
            builder.prepare_condition(&self.condition, "WHERE", sql);
            for (n, member) in self.order.iter().enumerate() {
                write_text(if n > 0 { ", " } else { " ORDER BY " }, sql);
                builder.prepare_order_expr(member, sql);
            }
        });
        write_text(") ", sql);
    }

    fn write_output(&self, builder: &MssqlBuilder<'_>, image: Image, sql: &mut impl SqlWriter) {
        let name = self.table.as_ref().and_then(exposed_name);
        write_output(builder, image, name, self.returning.as_ref(), sql);
    }
}

/// Takes the parts of an update or delete, which `sea_query` hides but shows to who writes them.
#[derive(Default)]
struct Look(RefCell<Change>);

impl QuotedBuilder for Look {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }
}

looks_only!(Look);

impl QueryBuilder for Look {
    fn prepare_with_clause(&self, with: &WithClause, _: &mut impl SqlWriter) {
        self.0.borrow_mut().with = Some(with.clone());
    }

    fn prepare_table_ref(&self, table: &TableRef, _: &mut impl SqlWriter) {
        self.0.borrow_mut().table = Some(table.clone());
    }

    fn prepare_update_column(
        &self,
        _: &Option<Box<TableRef>>,
        _: &[TableRef],
        column: &DynIden,
        _: &mut impl SqlWriter,
    ) {
        self.0.borrow_mut().column = Some(column.clone());
    }

    fn prepare_expr(&self, value: &Expr, _: &mut impl SqlWriter) {
        let mut change = self.0.borrow_mut();
        if let Some(column) = change.column.take() {
            change.assignments.push((column, value.clone()));
        }
    }

    fn prepare_update_from(&self, from: &[TableRef], _: &mut impl SqlWriter) {
        self.0.borrow_mut().has_more_tables = !from.is_empty();
    }

    fn prepare_condition(&self, condition: &ConditionHolder, _: &str, _: &mut impl SqlWriter) {
        self.0.borrow_mut().condition = condition.clone();
    }

    fn prepare_order_expr(&self, member: &OrderExpr, _: &mut impl SqlWriter) {
        self.0.borrow_mut().order.push(member.clone());
    }

    /// Of values only a limit stands at this level.
    fn prepare_value(&self, limit: Value, _: &mut impl SqlWriter) {
        self.0.borrow_mut().limit = Some(limit);
    }

    fn prepare_returning(&self, returning: &Option<ReturningClause>, _: &mut impl SqlWriter) {
        self.0.borrow_mut().returning.clone_from(returning);
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}
}
