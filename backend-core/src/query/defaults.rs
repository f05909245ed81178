//! [`Defaults`]: `sea_query`'s own hooks, for builders that override them.

use std::fmt::{self, Write};

use sea_query::{
    Condition, ConditionHolder, DynIden, EscapeBuilder, ExplainStatement, Expr, OnConflictAction,
    OnConflictTarget, Oper, OperLeftAssocDecider, PrecedenceDecider, QueryBuilder, Quote,
    QuotedBuilder, SelectInto, SelectStatement, SqlWriter, SubQueryStatement, TableRef,
    TableRefBuilder, Value, WindowStatement, WithClause,
};

/// The hooks of [`QueryBuilder`] as `sea_query` writes them, with everything inside a clause written by the builder `B`.
///
/// Whoever overrides a hook cannot call what it overrode, and cannot write it anew either, because statements hide their
/// parts. `Defaults(self).prepare_update_limit(update, sql)` is that call; with a [`Probe`](super::Probe) as its writer it
/// answers what the statement holds.
///
/// Expressions, conditions, tables, windows, `WITH`, whole queries, and the parts of `ON CONFLICT` go to `B`: to call the hooks
/// for these here from `B`'s own would never end.
#[derive(Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by its name at every call")]
pub struct Defaults<'b, B>(pub &'b B);

impl<B: QuotedBuilder> QuotedBuilder for Defaults<'_, B> {
    fn quote(&self) -> Quote {
        self.0.quote()
    }

    fn prepare_iden(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        self.0.prepare_iden(name, sql);
    }
}

impl<B: EscapeBuilder> EscapeBuilder for Defaults<'_, B> {
    fn write_escaped(&self, out: &mut impl Write, text: &str) {
        self.0.write_escaped(out, text);
    }
}

impl<B: TableRefBuilder> TableRefBuilder for Defaults<'_, B> {}

impl<B: PrecedenceDecider> PrecedenceDecider for Defaults<'_, B> {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        self.0
            .inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl<B: OperLeftAssocDecider> OperLeftAssocDecider for Defaults<'_, B> {
    fn well_known_left_associative(&self, operator: &sea_query::BinOper) -> bool {
        self.0.well_known_left_associative(operator)
    }
}

impl<B: QueryBuilder> QueryBuilder for Defaults<'_, B> {
    fn placeholder(&self) -> (&'static str, bool) {
        self.0.placeholder()
    }

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_query_statement(query, sql);
    }

    fn prepare_select_statement(&self, select: &SelectStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_select_statement(select, sql);
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        self.0.prepare_select_into(into, sql);
    }

    fn prepare_explain_statement(&self, explain: &ExplainStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_explain_statement(explain, sql);
    }

    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        self.0.prepare_with_clause(with, sql);
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.0.prepare_table_ref(table, sql);
    }

    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        self.0.prepare_expr(expression, sql);
    }

    fn prepare_condition(&self, condition: &ConditionHolder, word: &str, sql: &mut impl SqlWriter) {
        self.0.prepare_condition(condition, word, sql);
    }

    fn prepare_condition_where(&self, condition: &Condition, sql: &mut impl SqlWriter) {
        self.0.prepare_condition_where(condition, sql);
    }

    fn prepare_window_statement(&self, window: &WindowStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_window_statement(window, sql);
    }

    fn prepare_on_conflict_target(&self, target: &OnConflictTarget, sql: &mut impl SqlWriter) {
        self.0.prepare_on_conflict_target(target, sql);
    }

    fn prepare_on_conflict_action(
        &self,
        action: &Option<OnConflictAction>,
        sql: &mut impl SqlWriter,
    ) {
        self.0.prepare_on_conflict_action(action, sql);
    }

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.0.prepare_value(value, sql);
    }

    fn write_value(&self, out: &mut impl Write, value: &Value) -> fmt::Result {
        self.0.write_value(out, value)
    }
}
