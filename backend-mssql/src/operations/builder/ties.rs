//! Rows that tie with the last of a limit behind an offset: `TOP … WITH TIES` takes none, so rows are numbered and ranked.

use std::cell::RefCell;

use backend_core::flag::Flag;
use backend_core::query::{Query, refuse};
use sea_query::{
    ColumnName, ColumnRef, ConditionHolder, DynIden, ExplainStatement, Expr, ExprTrait as _, Func,
    IntoIden as _, JoinExpr, Order, OrderExpr, QueryBuilder, Quote, QuotedBuilder, SelectExpr,
    SelectInto, SelectStatement, SqlWriter, SubQueryStatement, TableRef, UnionType, Value,
    WindowStatement, WithClause,
};

use super::MssqlBuilder;
use super::frame::looks_only;
use super::outline::SelectOutline;
use super::part::Silent;

const NUMBER: &str = "backend_number";
const RANK: &str = "backend_rank";
const ROWS: &str = "backend_rows";

/// Writes a select around the select: rows behind the offset whose rank is within the limit.
pub(super) fn write(
    builder: &MssqlBuilder<'_>,
    select: &SelectStatement,
    outline: &SelectOutline,
    sql: &mut impl SqlWriter,
) {
    builder.require(Flag::supports_fetch_with_ties);
    let (Some(limit), Some(offset)) = (rows(outline.limit.as_ref()), rows(outline.offset.as_ref()))
    else {
        return;
    };
    let contents = Contents::of(select);
    let names = contents.names();
    let (Some(names), false, true) = (names, outline.is_distinct, outline.locks.is_empty()) else {
        return refuse(
            builder,
            "ties behind an offset are found here of columns that are named, without DISTINCT and locks",
        );
    };
    let mut window = WindowStatement::new();
    for member in contents.order {
        window.add_order_by(member);
    }
    let mut inner = select.clone();
    inner.clear_selects().clear_order_by();
    for (selected, name) in contents.selected.into_iter().zip(&names) {
        inner.expr(SelectExpr {
            alias: Some(name.clone()),
            ..selected
        });
    }
    inner
        .expr_window_as(Func::cust("ROW_NUMBER"), window.clone(), NUMBER)
        .expr_window_as(Func::cust("RANK"), window, RANK);
    let mut outer = Query::select();
    outer
        .columns(names)
        .from_subquery(inner, ROWS)
        .and_where(Expr::col(NUMBER).gt(offset))
        .and_where(Expr::col(RANK).lte(offset.saturating_add(limit)))
        .order_by(NUMBER, Order::Asc);
    builder.prepare_select_statement(&outer, sql);
}

fn rows(count: Option<&Value>) -> Option<i64> {
    match count {
        Some(Value::BigUnsigned(Some(rows))) => Some(i64::try_from(*rows).unwrap_or(i64::MAX)),
        _ => None,
    }
}

/// What a select selects, and its order.
#[derive(Debug, Default)]
pub(super) struct Contents {
    selected: Vec<SelectExpr>,
    order: Vec<OrderExpr>,
}

impl Contents {
    pub(super) fn of(select: &SelectStatement) -> Self {
        let look = Look::default();
        look.prepare_select_statement(select, &mut Silent::default());
        look.0.into_inner()
    }

    /// The names of what is selected: its own, or one that is made up. None where they are not known.
    fn names(&self) -> Option<Vec<DynIden>> {
        let selected = self.selected.iter().enumerate();
        selected
            .map(|(n, selected)| match (&selected.alias, &selected.expr) {
                (Some(alias), _) => Some(alias.clone()),
                (None, Expr::Column(ColumnRef::Asterisk(_))) => None,
                (None, Expr::Column(ColumnRef::Column(ColumnName(_, name)))) => Some(name.clone()),
                (None, _) => Some(format!("column{}", n + 1).into_iden()),
            })
            .collect()
    }

    /// What is selected under a name.
    pub(super) fn named(self, name: &DynIden) -> Option<Expr> {
        let mut selected = self.selected.into_iter();
        let found = selected.find(|selected| selected.alias.as_ref() == Some(name))?;
        found.window.is_none().then_some(found.expr)
    }
}

#[derive(Default)]
struct Look(RefCell<Contents>);

impl QuotedBuilder for Look {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    fn prepare_iden(&self, _: &DynIden, _: &mut impl SqlWriter) {}
}

looks_only!(Look);

impl QueryBuilder for Look {
    fn prepare_select_expr(&self, selected: &SelectExpr, _: &mut impl SqlWriter) {
        self.0.borrow_mut().selected.push(selected.clone());
    }

    fn prepare_order_expr(&self, member: &OrderExpr, _: &mut impl SqlWriter) {
        self.0.borrow_mut().order.push(member.clone());
    }

    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {}

    fn prepare_table_ref(&self, _: &TableRef, _: &mut impl SqlWriter) {}

    fn prepare_join_expr(&self, _: &JoinExpr, _: &mut impl SqlWriter) {}

    fn prepare_condition(&self, _: &ConditionHolder, _: &str, _: &mut impl SqlWriter) {}

    fn prepare_union_statement(&self, _: UnionType, _: &SelectStatement, _: &mut impl SqlWriter) {}

    fn prepare_window_statement(&self, _: &WindowStatement, _: &mut impl SqlWriter) {}

    fn prepare_expr(&self, _: &Expr, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {}
}
