//! The builder of queries: `sea_query`'s own where that says what was asked, and a refusal where it leaves something out.

use std::cell::Cell;
use std::fmt::{self, Write};

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::operations::Dialect;
use backend_core::query::{
    Builder, Defaults, Lists, MISPLACED_WINDOW, Query, Refusal, Selection, Upsert,
    check_function_name, check_keyword, ends_with_tables, has_misplaced_window, has_order_or_limit,
    modifies, named_index, refuse, require_unless_empty, write_arguments, write_conflict_action,
    write_conflict_target, write_custom, write_frame, write_function, write_identifier,
    write_join_on, write_limit, write_limit_before_offset, write_literal, write_locks,
    write_on_conflict, write_order, write_query, write_returning, write_select_lock,
    write_table_ref, write_text, write_upsert, write_with_start,
};
use backend_core::sql::Syntax;
use sea_query::extension::mysql::{IndexHintScope, MySqlSelectStatementExt as _};
use sea_query::extension::sqlite::SqliteBinOper;
use sea_query::{
    BinOper, ColumnName, ColumnRef, CommonTableExpression, DeleteStatement, DynIden, EscapeBuilder,
    ExplainStatement, Expr, Frame, Func, FunctionCall, IntoIden as _, JoinExpr, JoinOn, JoinType,
    Keyword, LockClause, MysqlQueryBuilder, OnConflict, OnConflictAction, OnConflictTarget, Oper,
    OperLeftAssocDecider, OrderExpr, PostgresQueryBuilder, PrecedenceDecider, QueryBuilder, Quote,
    QuotedBuilder, ReturningClause, SelectDistinct, SelectExpr, SelectInto, SelectStatement,
    SqlWriter, SqliteQueryBuilder, SubQueryOper, SubQueryStatement, TableRef, TableRefBuilder,
    UnionType, UpdateStatement, Value, WindowSelectType, WithClause,
};

use super::lists;

/// Writes one query in SQLite's SQL.
pub(super) struct SqliteBuilder<'d> {
    dialect: &'d Dialect,
    syntax: &'static Syntax,
    lists: Lists,
    /// What `RETURNING` takes in this query.
    returning: Option<Flag>,
    /// Where the writing of an insert is.
    insert: Cell<Insert>,
    /// Whether the select names a window.
    names_window: Cell<bool>,
    /// Whether the next query inside is one that is named.
    is_named: Cell<bool>,
    refusal: Refusal,
}

/// Where the writing of an insert is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Insert {
    /// Not there, or past its rows.
    Elsewhere,
    /// Before the select that its rows come from, if they do.
    Source,
    /// Behind a select that ends with its tables: `ON CONFLICT` would be read as the condition of a join.
    Tables,
}

/// An offset has to follow a limit; a negative one is none.
const NO_LIMIT: &str = " LIMIT -1";
const ANY_ROW: &str = " WHERE 1";

impl<'d> SqliteBuilder<'d> {
    pub(super) fn new(dialect: &'d Dialect, query: &Query, lists: Lists) -> Self {
        Self {
            dialect,
            syntax: dialect.operations.syntax(),
            lists,
            returning: query.returning_flag(),
            insert: Cell::new(Insert::Elsewhere),
            names_window: Cell::new(false),
            is_named: Cell::new(false),
            refusal: Refusal::new(),
        }
    }

    /// Writes `LIKE` by a function that tells letters by case, as other databases do, and whose escape is `\` like theirs.
    fn like(&self, text: &Expr, operator: BinOper, pattern: &Expr, sql: &mut impl SqlWriter) {
        let (pattern, escape) = match pattern {
            Expr::Binary(pattern, BinOper::Escape, escape) => (pattern.as_ref(), Some(escape)),
            pattern => (pattern, None),
        };
        let negated = operator == BinOper::NotLike;
        write_text(
            if negated {
                "(NOT backend_like("
            } else {
                "backend_like("
            },
            sql,
        );
        self.prepare_expr(text, sql);
        write_text(", ", sql);
        self.prepare_expr(pattern, sql);
        match escape {
            Some(escape) => {
                write_text(", ", sql);
                self.prepare_expr(escape, sql);
            }
            None => write_text(", '\\'", sql),
        }
        write_text(if negated { "))" } else { ")" }, sql);
    }

    /// Writes `(…), (…)` on the right of `IN` as SQLite has it: rows have to be a query.
    fn rows(&self, rows: &[Expr], sql: &mut impl SqlWriter) {
        write_text("(VALUES ", sql);
        for (n, row) in rows.iter().enumerate() {
            write_text(if n > 0 { ", " } else { "" }, sql);
            self.prepare_expr(row, sql);
        }
        write_text(")", sql);
    }

    /// Writes an expression that is no column and no value.
    fn write_expression(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::CustomWithExpr(text, values) => write_custom(self, text, values, sql),
            Expr::FunctionCall(call)
                if write_function(self, call, sql, |call, out| {
                    self.dialect.operations.function(self.dialect, call, out)
                }) => {}
            // `MAX` and `MIN` of one argument are of all rows.
            Expr::FunctionCall(call)
                if matches!(call.get_func(), Func::Greatest | Func::Least)
                    && call.get_args().len() == 1 =>
            {
                self.prepare_tuple(call.get_args(), sql);
            }
            Expr::Binary(left, operator @ (BinOper::In | BinOper::NotIn), right)
                if self.lists == Lists::Packed
                    && lists::write(self, left, *operator, right, sql) => {}
            Expr::Binary(left, operator @ (BinOper::In | BinOper::NotIn), right) => {
                match right.as_ref() {
                    Expr::Tuple(rows) if rows.first().is_some_and(is_row) => {
                        self.prepare_expr(left, sql);
                        write_text(" ", sql);
                        self.prepare_bin_oper(operator, sql);
                        write_text(" ", sql);
                        self.rows(rows, sql);
                    }
                    _ => self.prepare_expr_common(expression, sql),
                }
            }
            Expr::Binary(text, operator @ (BinOper::Like | BinOper::NotLike), pattern) => {
                self.like(text, *operator, pattern, sql);
            }
            other => self.prepare_expr_common(other, sql),
        }
    }
}

impl Builder for SqliteBuilder<'_> {
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
        write_upsert(self, upsert, sql, |select, sql| {
            self.prepare_select_statement(select, sql);
            write_text(
                if ends_with_tables(select) {
                    ANY_ROW
                } else {
                    ""
                },
                sql,
            );
        });
    }

    /// Its flag is required where it is written.
    fn prepare_index(&self, index: &DynIden, select: &mut SelectStatement) {
        select.use_index(index.clone(), IndexHintScope::All);
    }

    fn prepare_selection_end(&self, selection: &Selection, sql: &mut impl SqlWriter) {
        write_limit(self, selection, NO_LIMIT, sql);
        write_locks(self, selection, sql);
    }
}

impl QuotedBuilder for SqliteBuilder<'_> {
    fn quote(&self) -> Quote {
        SqliteQueryBuilder.quote()
    }

    fn prepare_iden(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        write_identifier(self, name, sql);
    }
}

impl EscapeBuilder for SqliteBuilder<'_> {
    fn write_escaped(&self, out: &mut impl Write, text: &str) {
        SqliteQueryBuilder.write_escaped(out, text);
    }
}

impl TableRefBuilder for SqliteBuilder<'_> {}

impl PrecedenceDecider for SqliteBuilder<'_> {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        SqliteQueryBuilder.inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl OperLeftAssocDecider for SqliteBuilder<'_> {
    fn well_known_left_associative(&self, operator: &BinOper) -> bool {
        SqliteQueryBuilder.well_known_left_associative(operator)
    }
}

impl QueryBuilder for SqliteBuilder<'_> {
    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        if self.is_named.replace(false) && modifies(query) {
            self.refusal
                .require(&self.dialect.features, Flag::can_modify_in_named_queries);
        }
        let place = self.insert.replace(Insert::Elsewhere);
        write_query(self, query, sql);
        self.insert.set(place);
    }

    fn prepare_insert(&self, replace: bool, sql: &mut impl SqlWriter) {
        self.insert.set(Insert::Source);
        Defaults(self).prepare_insert(replace, sql);
    }

    /// What stands inside does not end what is around it.
    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        if matches!(table, TableRef::Table(..)) {
            return self.prepare_table_ref_iden(table, sql);
        }
        let insert = self.insert.replace(Insert::Elsewhere);
        let window = self.names_window.replace(false);
        write_table_ref(self, table, sql);
        self.insert.set(insert);
        self.names_window.set(window);
    }

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {
        refuse(self, "a query cannot contain EXPLAIN");
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        match distinct {
            SelectDistinct::All => write_text("ALL", sql),
            SelectDistinct::Distinct => write_text("DISTINCT", sql),
            SelectDistinct::DistinctOn(_) => self.refusal.note_flag(Flag::can_distinct_on_fields),
            _ => refuse(self, "SQLite has DISTINCT and no other word for it"),
        }
    }

    fn prepare_select_expr(&self, selected: &SelectExpr, sql: &mut impl SqlWriter) {
        if let Some(window) = &selected.window {
            self.refusal
                .require(self.features(), Flag::supports_over_clause);
            if matches!(window, WindowSelectType::Name(_)) {
                self.refusal
                    .require(self.features(), Flag::supports_named_windows);
                self.names_window.set(true);
            }
        }
        Defaults(self).prepare_select_expr(selected, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {
        self.refusal.note_flag(Flag::supports_select_into);
    }

    fn prepare_select_lock(&self, lock: &LockClause, sql: &mut impl SqlWriter) {
        write_select_lock(self, lock, sql);
    }

    fn prepare_index_hints(
        &self,
        table: &TableRef,
        select: &SelectStatement,
        sql: &mut impl SqlWriter,
    ) {
        let index = named_index(self, |written| {
            MysqlQueryBuilder.prepare_index_hints(table, select, written);
        });
        if let Some(index) = index {
            write_text(" INDEXED BY ", sql);
            self.prepare_iden(&index.into_iden(), sql);
        }
    }

    /// Comes behind the tables of each select, and is told which.
    fn prepare_table_sample(&self, select: &SelectStatement, _: &mut impl SqlWriter) {
        if self.insert.get() == Insert::Source {
            self.insert.set(if ends_with_tables(select) {
                Insert::Tables
            } else {
                Insert::Elsewhere
            });
        }
        if self.names_window.replace(false) && has_misplaced_window(select) {
            refuse(self, MISPLACED_WINDOW);
        }
        require_unless_empty(self, Flag::supports_table_samples, |written| {
            PostgresQueryBuilder.prepare_table_sample(select, written);
        });
    }

    fn prepare_join_table_ref(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        if join.lateral {
            self.refusal.note_flag(Flag::supports_lateral_joins);
        }
        Defaults(self).prepare_join_table_ref(join, sql);
    }

    fn prepare_join_type(&self, join: &JoinType, sql: &mut impl SqlWriter) {
        if *join == JoinType::StraightJoin {
            refuse(self, "SQLite has no STRAIGHT_JOIN");
        }
        self.prepare_join_type_common(join, sql);
    }

    fn prepare_join_on(&self, on: &JoinOn, sql: &mut impl SqlWriter) {
        write_join_on(self, on, sql);
    }

    /// An arm stands without parentheses, so what belongs to it alone has to stand in a subquery.
    fn prepare_union_statement(
        &self,
        union: UnionType,
        select: &SelectStatement,
        sql: &mut impl SqlWriter,
    ) {
        self.refusal.note_union(union);
        write_text(
            match union {
                UnionType::Intersect => " INTERSECT ",
                UnionType::Distinct => " UNION ",
                UnionType::Except => " EXCEPT ",
                UnionType::All => " UNION ALL ",
                _ => return refuse(self, "SQLite has UNION, INTERSECT and EXCEPT and no other"),
            },
            sql,
        );
        let wrapped = has_order_or_limit(select);
        write_text(if wrapped { "SELECT * FROM (" } else { "" }, sql);
        self.prepare_select_statement(select, sql);
        write_text(if wrapped { ")" } else { "" }, sql);
    }

    fn prepare_order_expr(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        write_order(self, order, &SqliteQueryBuilder, sql);
    }

    fn prepare_select_limit_offset(&self, select: &SelectStatement, sql: &mut impl SqlWriter) {
        write_limit_before_offset(self, select, NO_LIMIT, sql);
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

    fn prepare_with_clause_recursive_options(&self, with: &WithClause, _: &mut impl SqlWriter) {
        require_unless_empty(self, Flag::supports_search_and_cycle, |written| {
            Defaults(self).prepare_with_clause_recursive_options(with, written);
        });
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

    fn insert_default_values(&self, rows: u32, sql: &mut impl SqlWriter) {
        if rows > 1 {
            self.refusal.note_flag(Flag::supports_bulk_default_values);
        }
        write_text("DEFAULT VALUES", sql);
    }

    fn prepare_on_conflict(&self, conflict: &Option<OnConflict>, sql: &mut impl SqlWriter) {
        if conflict.is_some() && self.insert.get() == Insert::Tables {
            write_text(ANY_ROW, sql);
        }
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
        match operator {
            SubQueryOper::Exists => write_text("EXISTS", sql),
            _ => self
                .refusal
                .note_flag(Flag::supports_quantified_comparisons),
        }
    }

    fn prepare_bin_oper(&self, operator: &BinOper, sql: &mut impl SqlWriter) {
        match operator {
            BinOper::SqliteOperator(SqliteBinOper::Glob) => write_text("GLOB", sql),
            BinOper::SqliteOperator(SqliteBinOper::Match) => write_text("MATCH", sql),
            BinOper::SqliteOperator(SqliteBinOper::GetJsonField) => write_text("->", sql),
            BinOper::SqliteOperator(SqliteBinOper::CastJsonField) => write_text("->>", sql),
            BinOper::SqliteOperator(_) | BinOper::PgOperator(_) => {
                refuse(self, "SQLite does not have this operator");
            }
            other => self.prepare_bin_oper_common(other, sql),
        }
    }

    fn prepare_function_arguments(&self, call: &FunctionCall, sql: &mut impl SqlWriter) {
        write_arguments(self, call, sql);
    }

    fn prepare_function_name(&self, function: &Func, sql: &mut impl SqlWriter) {
        check_function_name(self, function);
        match function {
            Func::PgFunction(_) | Func::Md5 | Func::BitAnd | Func::BitOr => {
                refuse(self, "SQLite does not have this function");
            }
            other => self.prepare_function_name_common(other, sql),
        }
    }

    fn prepare_keyword(&self, keyword: &Keyword, sql: &mut impl SqlWriter) {
        check_keyword(self, keyword);
        if *keyword == Keyword::Default {
            self.refusal.note_flag(Flag::supports_default_keyword);
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

    fn greatest_function(&self) -> &str {
        SqliteQueryBuilder.greatest_function()
    }

    fn least_function(&self) -> &str {
        SqliteQueryBuilder.least_function()
    }

    fn char_length_function(&self) -> &str {
        SqliteQueryBuilder.char_length_function()
    }
}

/// Whether an expression is a row of several values.
fn is_row(expression: &Expr) -> bool {
    matches!(expression, Expr::Tuple(_) | Expr::Values(_))
}
