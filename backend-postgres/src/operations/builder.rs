//! The builder of queries: `sea_query`'s own where that says what was asked, and a refusal where it leaves something out.

use std::cell::Cell;
use std::fmt::{self, Write};

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::operations::Dialect;
use backend_core::query::{
    Builder, Defaults, Lists, MISPLACED_WINDOW, Modification, Query, Refusal, RowChange,
    SampleUnit, Selection, TableSample, Upsert, check_function_name, check_keyword,
    has_misplaced_window, modifies, refuse, require_unless_empty, write_arguments,
    write_conflict_action, write_conflict_target, write_custom, write_frame, write_function,
    write_identifier, write_join_on, write_limit_with_ties, write_literal, write_locks,
    write_modification, write_on_conflict, write_order, write_query, write_returning,
    write_select_lock, write_table_ref, write_text, write_upsert, write_with_start,
};
use backend_core::sql::Syntax;
use sea_query::extension::postgres::{PostgresSelectStatementExt as _, SampleMethod};
use sea_query::extension::sqlite::SqliteBinOper;
use sea_query::{
    BinOper, ColumnName, ColumnRef, CommonTableExpression, DeleteStatement, DynIden, EscapeBuilder,
    ExplainStatement, Expr, Frame, Func, FunctionCall, JoinExpr, JoinOn, JoinType, Keyword,
    LockClause, MysqlQueryBuilder, OnConflict, OnConflictAction, OnConflictTarget, Oper,
    OperLeftAssocDecider, OrderExpr, PostgresQueryBuilder, PrecedenceDecider, QueryBuilder, Quote,
    QuotedBuilder, ReturningClause, SelectDistinct, SelectExpr, SelectInto,
    SelectIntoTableModifier, SelectStatement, SqlWriter, SubQueryOper, SubQueryStatement, TableRef,
    TableRefBuilder, UnionType, UpdateStatement, Value, WindowSelectType, WithClause,
};

use super::{lists, merge};

/// Writes one query in PostgreSQL's SQL.
pub(super) struct PostgresBuilder<'d> {
    dialect: &'d Dialect,
    syntax: &'static Syntax,
    lists: Lists,
    /// What `RETURNING` takes in this query.
    returning: Option<Flag>,
    /// Whether the select names a window.
    names_window: Cell<bool>,
    /// Whether the next query inside is one that is named.
    is_named: Cell<bool>,
    /// Whether the insert gives numbers to a column that the server numbers.
    gives_numbers: Cell<bool>,
    refusal: Refusal,
}

impl<'d> PostgresBuilder<'d> {
    pub(super) fn new(dialect: &'d Dialect, query: &Query, lists: Lists) -> Self {
        Self {
            dialect,
            syntax: dialect.operations.syntax(),
            lists,
            returning: query.returning_flag(),
            names_window: Cell::new(false),
            is_named: Cell::new(false),
            gives_numbers: Cell::new(false),
            refusal: Refusal::new(),
        }
    }

    /// Notes what this server lacks: an older one, or another that speaks this SQL.
    fn require(&self, flag: Flag) {
        self.refusal.require(self.features(), flag);
    }

    /// Writes an expression that is no column and no value.
    fn write_expression(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::CustomWithExpr(text, values) => write_custom(self, text, values, sql),
            Expr::FunctionCall(call)
                if write_function(self, call, sql, |call, out| {
                    self.dialect.operations.function(self.dialect, call, out)
                }) => {}
            Expr::Binary(left, operator @ (BinOper::In | BinOper::NotIn), right)
                if self.lists == Lists::Packed
                    && lists::write(self, left, *operator, right, sql) => {}
            Expr::Binary(left, operator @ (BinOper::Is | BinOper::IsNot), right)
                if !matches!(**right, Expr::Keyword(_) | Expr::Custom(_)) =>
            {
                // `IS` takes a few words only; of values it is said so.
                let words = match operator {
                    BinOper::Is => "IS NOT DISTINCT FROM",
                    _ => "IS DISTINCT FROM",
                };
                self.binary_expr(left, &BinOper::Custom(words), right, sql);
            }
            Expr::AsEnum(type_name, value) => {
                write_text("CAST(", sql);
                self.prepare_expr(value, sql);
                write_text(" AS ", sql);
                self.prepare_type_ref(&type_name.clone().into(), sql);
                write_text(")", sql);
            }
            other => self.prepare_expr_common(other, sql),
        }
    }
}

impl Builder for PostgresBuilder<'_> {
    fn features(&self) -> &Features {
        &self.dialect.features
    }

    fn syntax(&self) -> &Syntax {
        self.syntax
    }

    fn refusal(&self) -> &Refusal {
        &self.refusal
    }

    fn prepare_upsert(&self, upsert: &Upsert, sql: &mut impl SqlWriter) {
        if upsert.uses_merge {
            return merge::write(self, upsert, sql);
        }
        write_upsert(self, upsert, sql, |select, sql| {
            self.prepare_select_statement(select, sql);
        });
    }

    fn prepare_modification(&self, modification: &Modification, sql: &mut impl SqlWriter) {
        let is_insert = matches!(
            modification.change,
            RowChange::Insert(_) | RowChange::Upsert(_)
        );
        self.gives_numbers
            .set(is_insert && modification.gives_numbers);
        write_modification(self, modification, sql);
    }

    /// Its flag is required where it is written.
    fn prepare_sample(&self, sample: &TableSample, select: &mut SelectStatement) {
        let method = match sample.unit {
            SampleUnit::Rows => SampleMethod::BERNOULLI,
            SampleUnit::Pages => SampleMethod::SYSTEM,
            _ => return refuse(self, "PostgreSQL samples rows and pages"),
        };
        select.table_sample(method, sample.percentage, sample.seed.map(f64::from));
    }

    fn prepare_selection_end(&self, selection: &Selection, sql: &mut impl SqlWriter) {
        write_limit_with_ties(self, selection, sql);
        write_locks(self, selection, sql);
    }
}

impl QuotedBuilder for PostgresBuilder<'_> {
    fn quote(&self) -> Quote {
        PostgresQueryBuilder.quote()
    }

    fn prepare_iden(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        write_identifier(self, name, sql);
    }
}

impl EscapeBuilder for PostgresBuilder<'_> {
    fn write_escaped(&self, out: &mut impl Write, text: &str) {
        PostgresQueryBuilder.write_escaped(out, text);
    }
}

impl TableRefBuilder for PostgresBuilder<'_> {}

impl PrecedenceDecider for PostgresBuilder<'_> {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        PostgresQueryBuilder.inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl OperLeftAssocDecider for PostgresBuilder<'_> {
    fn well_known_left_associative(&self, operator: &BinOper) -> bool {
        PostgresQueryBuilder.well_known_left_associative(operator)
    }
}

impl QueryBuilder for PostgresBuilder<'_> {
    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        let gives_numbers = self.gives_numbers.replace(false);
        if self.is_named.replace(false) && modifies(query) {
            self.require(Flag::can_modify_in_named_queries);
        }
        write_query(self, query, sql);
        self.gives_numbers.set(gives_numbers);
    }

    /// Stands before the rows.
    fn prepare_output(&self, _: &Option<ReturningClause>, sql: &mut impl SqlWriter) {
        if self.gives_numbers.replace(false) {
            write_text(" OVERRIDING SYSTEM VALUE", sql);
        }
    }

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {
        refuse(self, "a query cannot contain EXPLAIN");
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        match distinct {
            SelectDistinct::DistinctOn(_) => self.require(Flag::can_distinct_on_fields),
            SelectDistinct::All => return write_text("ALL", sql),
            SelectDistinct::Distinct => return write_text("DISTINCT", sql),
            _ => {
                return refuse(
                    self,
                    "PostgreSQL has DISTINCT and DISTINCT ON and no other word for it",
                );
            }
        }
        let SelectDistinct::DistinctOn(columns) = distinct else {
            return;
        };
        write_text("DISTINCT ON (", sql);
        for (n, column) in columns.iter().enumerate() {
            write_text(if n > 0 { ", " } else { "" }, sql);
            self.prepare_column_ref(column, sql);
        }
        write_text(")", sql);
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        self.require(Flag::supports_select_into);
        write_text(
            match into.target_table_modifier {
                None => " INTO TABLE ",
                Some(SelectIntoTableModifier::Temporary) => " INTO TEMPORARY TABLE ",
                Some(SelectIntoTableModifier::Unlogged) => " INTO UNLOGGED TABLE ",
            },
            sql,
        );
        self.prepare_iden(&into.target_table, sql);
    }

    fn prepare_select_lock(&self, lock: &LockClause, sql: &mut impl SqlWriter) {
        write_select_lock(self, lock, sql);
    }

    fn prepare_index_hints(
        &self,
        table: &TableRef,
        select: &SelectStatement,
        _: &mut impl SqlWriter,
    ) {
        require_unless_empty(self, Flag::supports_index_hints, |written| {
            MysqlQueryBuilder.prepare_index_hints(table, select, written);
        });
    }

    /// What stands inside does not name windows of what is around it.
    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        if matches!(table, TableRef::Table(..)) {
            return self.prepare_table_ref_iden(table, sql);
        }
        let window = self.names_window.replace(false);
        write_table_ref(self, table, sql);
        self.names_window.set(window);
    }

    fn prepare_table_sample(&self, select: &SelectStatement, sql: &mut impl SqlWriter) {
        // It comes behind the tables of each select, and is told which.
        if self.names_window.replace(false) && has_misplaced_window(select) {
            refuse(self, MISPLACED_WINDOW);
        }
        require_unless_empty(self, Flag::supports_table_samples, |written| {
            PostgresQueryBuilder.prepare_table_sample(select, written);
        });
        // Words and numbers only: there is no name in it.
        PostgresQueryBuilder.prepare_table_sample(select, sql);
    }

    fn prepare_join_table_ref(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        if join.lateral {
            self.require(Flag::supports_lateral_joins);
        }
        Defaults(self).prepare_join_table_ref(join, sql);
    }

    fn prepare_join_type(&self, join: &JoinType, sql: &mut impl SqlWriter) {
        if *join == JoinType::StraightJoin {
            refuse(self, "PostgreSQL has no STRAIGHT_JOIN");
        }
        self.prepare_join_type_common(join, sql);
    }

    fn prepare_join_on(&self, on: &JoinOn, sql: &mut impl SqlWriter) {
        write_join_on(self, on, sql);
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
        write_order(self, order, &PostgresQueryBuilder, sql);
    }

    fn prepare_with_clause_start(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        write_with_start(self, with, sql);
    }

    fn prepare_with_query_clause_common_table(
        &self,
        named: &CommonTableExpression,
        sql: &mut impl SqlWriter,
    ) {
        self.is_named.set(true);
        Defaults(self).prepare_with_query_clause_common_table(named, sql);
        self.is_named.set(false);
    }

    fn prepare_with_clause_recursive_options(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        require_unless_empty(self, Flag::supports_search_and_cycle, |written| {
            Defaults(self).prepare_with_clause_recursive_options(with, written);
        });
        Defaults(self).prepare_with_clause_recursive_options(with, sql);
    }

    /// A mean is cast, and a window stands before the cast.
    fn prepare_select_expr(&self, select: &SelectExpr, sql: &mut impl SqlWriter) {
        if let Some(window) = &select.window {
            self.require(Flag::supports_over_clause);
            if matches!(window, WindowSelectType::Name(_)) {
                self.require(Flag::supports_named_windows);
                self.names_window.set(true);
            }
        }
        match (&select.expr, &select.window) {
            (Expr::FunctionCall(call), Some(_)) if *call.get_func() == Func::Avg => {
                write_text("(AVG", sql);
                self.prepare_function_arguments(call, sql);
                let window = SelectExpr {
                    expr: Expr::cust(""),
                    alias: None,
                    window: select.window.clone(),
                };
                Defaults(self).prepare_select_expr(&window, sql);
                write_text(")::double precision", sql);
                let alias = SelectExpr {
                    expr: Expr::cust(""),
                    alias: select.alias.clone(),
                    window: None,
                };
                Defaults(self).prepare_select_expr(&alias, sql);
            }
            _ => Defaults(self).prepare_select_expr(select, sql),
        }
    }

    fn prepare_frame(&self, frame: &Frame, sql: &mut impl SqlWriter) {
        write_frame(self, frame, sql);
    }

    fn prepare_update_order_by(&self, update: &UpdateStatement, _: &mut impl SqlWriter) {
        require_unless_empty(self, Flag::supports_limited_updates, |written| {
            Defaults(self).prepare_update_order_by(update, written);
        });
    }

    fn prepare_update_limit(&self, update: &UpdateStatement, _: &mut impl SqlWriter) {
        require_unless_empty(self, Flag::supports_limited_updates, |written| {
            Defaults(self).prepare_update_limit(update, written);
        });
    }

    fn prepare_delete_order_by(&self, delete: &DeleteStatement, _: &mut impl SqlWriter) {
        require_unless_empty(self, Flag::supports_limited_updates, |written| {
            Defaults(self).prepare_delete_order_by(delete, written);
        });
    }

    fn prepare_delete_limit(&self, delete: &DeleteStatement, _: &mut impl SqlWriter) {
        require_unless_empty(self, Flag::supports_limited_updates, |written| {
            Defaults(self).prepare_delete_limit(delete, written);
        });
    }

    fn prepare_insert(&self, replace: bool, sql: &mut impl SqlWriter) {
        if replace {
            refuse(self, "PostgreSQL has no REPLACE; insert with ON CONFLICT");
        }
        write_text("INSERT", sql);
    }

    fn insert_default_values(&self, rows: u32, sql: &mut impl SqlWriter) {
        if rows == 1 {
            return write_text("DEFAULT VALUES", sql);
        }
        self.require(Flag::supports_bulk_default_values);
        // The columns that are not named take their defaults.
        Defaults(self).insert_default_values(rows, sql);
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

    fn prepare_returning(&self, returning: &Option<ReturningClause>, sql: &mut impl SqlWriter) {
        write_returning(self, self.returning, returning, sql);
    }

    /// Most expressions are columns and values.
    #[inline]
    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::Column(ColumnRef::Column(ColumnName(None, name))) => self.prepare_iden(name, sql),
            Expr::Column(column) => self.prepare_column_ref(column, sql),
            Expr::Value(value) => sql.push_param(value.clone(), self),
            other => self.write_expression(other, sql),
        }
    }

    fn prepare_sub_query_oper(&self, operator: &SubQueryOper, sql: &mut impl SqlWriter) {
        if !matches!(operator, SubQueryOper::Exists) {
            self.require(Flag::supports_quantified_comparisons);
        }
        Defaults(self).prepare_sub_query_oper(operator, sql);
    }

    fn prepare_bin_oper(&self, operator: &BinOper, sql: &mut impl SqlWriter) {
        match operator {
            BinOper::SqliteOperator(SqliteBinOper::GetJsonField) => write_text("->", sql),
            BinOper::SqliteOperator(SqliteBinOper::CastJsonField) => write_text("->>", sql),
            BinOper::SqliteOperator(_) => refuse(self, "PostgreSQL does not have this operator"),
            other => PostgresQueryBuilder.prepare_bin_oper(other, sql),
        }
    }

    fn prepare_function_arguments(&self, call: &FunctionCall, sql: &mut impl SqlWriter) {
        write_arguments(self, call, sql);
    }

    fn prepare_function_name(&self, function: &Func, sql: &mut impl SqlWriter) {
        check_function_name(self, function);
        match function {
            Func::PgFunction(_) => PostgresQueryBuilder.prepare_function_name(function, sql),
            other => self.prepare_function_name_common(other, sql),
        }
    }

    fn prepare_keyword(&self, keyword: &Keyword, sql: &mut impl SqlWriter) {
        check_keyword(self, keyword);
        if *keyword == Keyword::Default {
            self.require(Flag::supports_default_keyword);
        }
        Defaults(self).prepare_keyword(keyword, sql);
    }

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn write_value(&self, out: &mut impl Write, value: &Value) -> fmt::Result {
        write_literal(self, value, out, |value, out| {
            self.dialect.operations.literal(value, out)
        })
    }

    fn if_null_function(&self) -> &str {
        PostgresQueryBuilder.if_null_function()
    }
}
