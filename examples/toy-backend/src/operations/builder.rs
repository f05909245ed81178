//! Writes queries. Most of the language is `sea_query`'s own; what stands here is what the toy lacks.
//!
//! A clause that has a flag is refused with it. A clause that has none, such as a join, is written, and the engine refuses it
//! with its place. No clause is left out.

use std::fmt::{self, Write};

use backend_core::error::{Error, ErrorKind};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::operations::{Dialect, standard_literal};
use backend_core::query::{
    Builder, Defaults, Query, Refusal, check_function_name, check_keyword, write_arguments,
    write_conflict_action, write_conflict_target, write_custom, write_function, write_identifier,
    write_literal, write_on_conflict, write_query, write_table_ref,
};
use backend_core::sql::Syntax;
use sea_query::{
    BinOper, DeleteStatement, DynIden, EscapeBuilder, ExplainStatement, Expr, Func, FunctionCall,
    JoinExpr, Keyword, LockClause, OnConflict, OnConflictAction, OnConflictTarget, Oper,
    OperLeftAssocDecider, OrderExpr, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder,
    ReturningClause, SchemaName, SelectDistinct, SelectInto, SelectStatement, SqlWriter,
    SqliteQueryBuilder, SubQueryOper, SubQueryStatement, TableRef, TableRefBuilder, UnionType,
    UpdateStatement, Value, WindowStatement, WithClause,
};

use super::SYNTAX;

/// Writes one query.
pub(super) struct ToyBuilder<'d> {
    features: &'d Features,
    /// What giving back rows of this query takes.
    returning: Option<Flag>,
    refusal: Refusal,
}

impl<'d> ToyBuilder<'d> {
    pub(super) fn new(dialect: &'d Dialect, query: &Query) -> Self {
        Self {
            features: &dialect.features,
            returning: query.returning_flag(),
            refusal: Refusal::new(),
        }
    }

    fn lacks(&self, flag: Flag) {
        self.refusal.note_flag(flag);
    }

    /// Refuses a clause that needs a flag, and of which `sea_query` only says what it would write.
    fn needs_unless_empty(&self, flag: Flag, write: impl FnOnce(&mut String)) {
        let mut written = String::new();
        write(&mut written);
        if !written.is_empty() && !self.features.get(flag) {
            self.lacks(flag);
        }
    }
}

impl Builder for ToyBuilder<'_> {
    fn features(&self) -> &Features {
        self.features
    }

    fn syntax(&self) -> &Syntax {
        &SYNTAX
    }

    fn refusal(&self) -> &Refusal {
        &self.refusal
    }
}

impl QuotedBuilder for ToyBuilder<'_> {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    fn prepare_iden(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        write_identifier(self, name, sql);
    }
}

impl EscapeBuilder for ToyBuilder<'_> {}

impl TableRefBuilder for ToyBuilder<'_> {
    fn prepare_schema_name(&self, _: &SchemaName, _: &mut impl SqlWriter) {
        self.lacks(Flag::supports_schemas);
    }
}

// Where parentheses can be left out is the same in every SQL; `sea_query` tells it of its own vendors only.
impl PrecedenceDecider for ToyBuilder<'_> {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        SqliteQueryBuilder.inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl OperLeftAssocDecider for ToyBuilder<'_> {
    fn well_known_left_associative(&self, operator: &BinOper) -> bool {
        SqliteQueryBuilder.well_known_left_associative(operator)
    }
}

impl QueryBuilder for ToyBuilder<'_> {
    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn write_value(&self, out: &mut impl Write, value: &Value) -> fmt::Result {
        write_literal(self, value, out, standard_literal)
    }

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        write_query(self, query, sql);
    }

    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::CustomWithExpr(text, values) => write_custom(self, text, values, sql),
            Expr::FunctionCall(call)
                if write_function(self, call, sql, |call, _| {
                    Err(Error::not_supported(call.function.flag()))
                }) => {}
            Expr::Keyword(Keyword::Default) => self.lacks(Flag::supports_default_keyword),
            other => self.prepare_expr_common(other, sql),
        }
    }

    fn prepare_function_name(&self, function: &Func, sql: &mut impl SqlWriter) {
        check_function_name(self, function);
        self.prepare_function_name_common(function, sql);
    }

    fn prepare_function_arguments(&self, call: &FunctionCall, sql: &mut impl SqlWriter) {
        write_arguments(self, call, sql);
    }

    fn prepare_keyword(&self, keyword: &Keyword, sql: &mut impl SqlWriter) {
        check_keyword(self, keyword);
        Defaults(self).prepare_keyword(keyword, sql);
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        match distinct {
            SelectDistinct::DistinctOn(_) => self.lacks(Flag::can_distinct_on_fields),
            SelectDistinct::DistinctRow => self.refusal.note(Error::new(
                ErrorKind::NotSupported(None),
                "the toy has no DISTINCTROW",
            )),
            other => Defaults(self).prepare_select_distinct(other, sql),
        }
    }

    fn prepare_union_statement(
        &self,
        union: UnionType,
        select: &SelectStatement,
        sql: &mut impl SqlWriter,
    ) {
        self.refusal.note_union(union);
        Defaults(self).prepare_union_statement(union, select, sql);
    }

    fn prepare_order_expr(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        // The hook's own writes everything but where the NULLs go, and an order hides what it holds.
        let mut whole = String::new();
        SqliteQueryBuilder.prepare_order_expr(order, &mut whole);
        if whole.ends_with(" NULLS FIRST") || whole.ends_with(" NULLS LAST") {
            self.lacks(Flag::supports_order_by_nulls_modifier);
        }
        Defaults(self).prepare_order_expr(order, sql);
    }

    fn prepare_sub_query_oper(&self, operator: &SubQueryOper, sql: &mut impl SqlWriter) {
        match operator {
            SubQueryOper::Exists => Defaults(self).prepare_sub_query_oper(operator, sql),
            _ => self.lacks(Flag::supports_quantified_comparisons),
        }
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        write_table_ref(self, table, sql);
    }

    fn prepare_join_table_ref(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        if join.lateral {
            self.lacks(Flag::supports_lateral_joins);
        }
        self.prepare_table_ref(&join.table, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {
        self.lacks(Flag::supports_select_into);
    }

    fn prepare_select_lock(&self, _: &LockClause, _: &mut impl SqlWriter) {
        self.lacks(Flag::has_select_for_update);
    }

    fn prepare_window_statement(&self, _: &WindowStatement, _: &mut impl SqlWriter) {
        self.lacks(Flag::supports_over_clause);
    }

    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {
        self.lacks(Flag::supports_common_table_expressions);
    }

    fn insert_default_values(&self, rows: u32, _: &mut impl SqlWriter) {
        self.lacks(if rows > 1 {
            Flag::supports_bulk_default_values
        } else {
            Flag::supports_default_keyword
        });
    }

    fn prepare_on_conflict(&self, conflict: &Option<OnConflict>, sql: &mut impl SqlWriter) {
        write_on_conflict(self, conflict, sql);
    }

    fn prepare_on_conflict_target(&self, target: &OnConflictTarget, sql: &mut impl SqlWriter) {
        write_conflict_target(self, target, sql);
    }

    fn prepare_on_conflict_action(
        &self,
        action: &Option<OnConflictAction>,
        sql: &mut impl SqlWriter,
    ) {
        write_conflict_action(self, action, sql);
    }

    fn prepare_returning(&self, returning: &Option<ReturningClause>, _: &mut impl SqlWriter) {
        if let (Some(_), Some(flag)) = (returning, self.returning) {
            self.lacks(flag);
        }
    }

    fn prepare_update_order_by(&self, update: &UpdateStatement, sql: &mut impl SqlWriter) {
        self.needs_unless_empty(Flag::supports_limited_updates, |sql| {
            Defaults(self).prepare_update_order_by(update, sql);
        });
        Defaults(self).prepare_update_order_by(update, sql);
    }

    fn prepare_update_limit(&self, update: &UpdateStatement, sql: &mut impl SqlWriter) {
        self.needs_unless_empty(Flag::supports_limited_updates, |sql| {
            Defaults(self).prepare_update_limit(update, sql);
        });
        Defaults(self).prepare_update_limit(update, sql);
    }

    fn prepare_delete_order_by(&self, delete: &DeleteStatement, sql: &mut impl SqlWriter) {
        self.needs_unless_empty(Flag::supports_limited_updates, |sql| {
            Defaults(self).prepare_delete_order_by(delete, sql);
        });
        Defaults(self).prepare_delete_order_by(delete, sql);
    }

    fn prepare_delete_limit(&self, delete: &DeleteStatement, sql: &mut impl SqlWriter) {
        self.needs_unless_empty(Flag::supports_limited_updates, |sql| {
            Defaults(self).prepare_delete_limit(delete, sql);
        });
        Defaults(self).prepare_delete_limit(delete, sql);
    }

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {
        self.refusal.note(Error::new(
            ErrorKind::NotSupported(None),
            "the toy has no EXPLAIN",
        ));
    }
}
