//! The builder of queries in T-SQL.
//!
//! ```text
//! outline  part     what a statement holds, and text to be put elsewhere
//! select   order ties  selects, their limits, locks and windows
//! lifted            what a select computes beside its tables
//! change   limited  inserts, updates and deletes
//! modification      what has to be said of their tables
//! upsert   batch merge  what becomes of rows that are there
//! condition compare like   conditions, which are no values in T-SQL
//! ```

mod batch;
mod change;
mod compare;
mod condition;
mod frame;
mod lifted;
mod like;
mod limited;
mod merge;
mod modification;
mod order;
mod outline;
mod part;
mod select;
mod table;
mod ties;
mod upsert;

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write};

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::operations::Dialect;
use backend_core::query::Probe;
use backend_core::query::{
    Arm, Builder, Compound, Defaults, Lists, Modification, Refusal, SampleUnit, Selection,
    TableSample, Upsert, check_function_name, check_keyword, modifies, refuse,
    require_unless_empty, write_arguments, write_distinct_on, write_frame, write_identifier,
    write_join_on, write_list, write_literal, write_query, write_text, write_with_start,
};
use backend_core::sql::Syntax;
use sea_query::extension::mysql::{IndexHintScope, MySqlSelectStatementExt as _};
use sea_query::extension::postgres::{PostgresSelectStatementExt as _, SampleMethod};
use sea_query::{
    BinOper, ColumnName, ColumnRef, CommonTableExpression, Condition, DeleteStatement, DynIden,
    EscapeBuilder, ExplainStatement, Expr, Frame, Func, FunctionCall, InsertStatement, JoinOn,
    JoinType, Keyword, LogicalChainOper, MysqlQueryBuilder, NullOrdering, Oper,
    OperLeftAssocDecider, OrderExpr, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder,
    SelectInto, SelectStatement, SqlWriter, SubQueryOper, SubQueryStatement, TableRef,
    TableRefBuilder, UpdateStatement, Value, Values, WindowStatement, WithClause, WithQuery,
};

use self::condition::Truth;
use self::lifted::Lifted;
use self::outline::{ChangeOutline, SelectOutline};
use self::select::{SelectFrame, Wanted};
use crate::operations::function;

/// Writes one query in T-SQL.
pub(super) struct MssqlBuilder<'d> {
    pub(super) dialect: &'d Dialect,
    syntax: &'static Syntax,
    lists: Lists,
    /// Where in the query the writing is.
    place: Cell<Place>,
    /// What a selection says of the select that is written next.
    wanted: RefCell<Option<Wanted>>,
    /// Whose columns those of the table are that is changed.
    owner: RefCell<Option<Owner>>,
    /// The window that the select names.
    window: RefCell<Option<(DynIden, WindowStatement)>>,
    /// What is lifted out of the select that is written.
    lifted: RefCell<Lifted>,
    /// Whether the writing is inside an aggregate.
    in_aggregate: Cell<bool>,
    /// The lock that tables of a subquery take.
    lock: Cell<Option<&'static str>>,
    /// Whether the next query inside is one that is named.
    is_named: Cell<bool>,
    /// Whether named queries stand before the statement.
    has_with: Cell<bool>,
    /// Whether one of them refers to itself.
    is_recursive: Cell<bool>,
    /// The table that a statement beside triggers changes, and what puts its rows aside that are given back.
    aside: RefCell<Option<modification::Aside>>,
    /// How many rows of defaults the insert makes.
    default_rows: Cell<u32>,
    refusal: Refusal,
}

/// Where in a query the writing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning, behind named queries at most.
    Statement,
    /// At the rows of an insert.
    Source,
    /// Inside another query, where no named query can stand and an order needs a limit.
    Inner,
}

/// A table that a statement knows by another name: its rows before or after a change, or some of its rows.
#[derive(Debug, Clone)]
struct Owner {
    /// The name by which the query calls the table.
    table: DynIden,
    /// What its columns stand behind instead, with the point.
    prefix: &'static str,
    /// Whether columns without a table are its own.
    has_all: bool,
}

impl Owner {
    fn is_of(&self, table: &DynIden) -> bool {
        self.table == *table
    }
}

/// What a recursive query ends with: without it, it ends at the hundredth step with an error.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/queries/with-common-table-expression-transact-sql>.
const UNLIMITED_RECURSION: &str = " OPTION (MAXRECURSION 0)";

impl<'d> MssqlBuilder<'d> {
    pub(super) fn new(dialect: &'d Dialect, lists: Lists) -> Self {
        Self {
            dialect,
            syntax: dialect.operations.syntax(),
            lists,
            place: Cell::new(Place::Statement),
            wanted: RefCell::new(None),
            owner: RefCell::new(None),
            window: RefCell::new(None),
            lifted: RefCell::default(),
            in_aggregate: Cell::new(false),
            lock: Cell::new(None),
            is_named: Cell::new(false),
            has_with: Cell::new(false),
            is_recursive: Cell::new(false),
            aside: RefCell::new(None),
            default_rows: Cell::new(1),
            refusal: Refusal::new(),
        }
    }

    /// What stands behind the whole statement.
    pub(super) fn option(&self) -> &'static str {
        if self.is_recursive.get() {
            UNLIMITED_RECURSION
        } else {
            ""
        }
    }

    /// How often the statement is to be carried out.
    pub(super) fn repetitions(&self) -> usize {
        usize::try_from(self.default_rows.get()).unwrap_or(usize::MAX)
    }

    /// Notes what this server lacks: an older one, or another that speaks this SQL.
    fn require(&self, flag: Flag) {
        self.refusal.require(self.features(), flag);
    }

    /// Writes at another place, and is back at this one afterwards.
    fn at(&self, place: Place, write: impl FnOnce()) {
        let before = self.place.replace(place);
        write();
        self.place.set(before);
    }

    /// Writes with another owner of the table's columns.
    fn with_owner(&self, owner: Option<Owner>, write: impl FnOnce()) {
        let before = self.owner.replace(owner);
        write();
        self.owner.replace(before);
    }

    /// Refuses named queries where none can stand.
    fn refuse_inner_names(&self) {
        refuse(
            self,
            "named queries stand at the beginning of the whole query here, not inside it",
        );
    }
}

impl Builder for MssqlBuilder<'_> {
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
        upsert::write(self, upsert, sql);
    }

    fn prepare_modification(&self, modification: &Modification, sql: &mut impl SqlWriter) {
        modification::write(self, modification, sql);
    }

    fn prepare_compound(&self, compound: &Compound, sql: &mut impl SqlWriter) {
        select::write_compound(self, compound, sql);
    }

    fn prepare_inner_arm(&self, arm: &Arm, sql: &mut impl SqlWriter) {
        self.at(Place::Inner, || match arm {
            Arm::Select(select) => self.prepare_select_statement(select, sql),
            Arm::Compound(compound) => self.prepare_compound(compound, sql),
            _ => refuse(self, "a compound has selects and compounds as arms"),
        });
    }

    fn prepare_order_by(
        &self,
        expression: &Expr,
        direction: &str,
        nulls: Option<NullOrdering>,
        sql: &mut impl SqlWriter,
    ) {
        order::write_member(self, expression, direction, nulls, sql);
    }

    fn prepare_window(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        write_text("(", sql);
        self.prepare_window_start(name, sql);
        write_text(")", sql);
    }

    /// Before SQL Server 2022 windows have no names, so what a name stands for is written in its place.
    fn prepare_window_start(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        let window = self.window.borrow().clone();
        match window {
            Some((known, window)) if known == *name => self.prepare_window_statement(&window, sql),
            _ => refuse(
                self,
                "a window is used by a name that its select does not give",
            ),
        }
    }

    fn prepare_selection_start(&self, selection: &Selection, sql: &mut impl SqlWriter) {
        write_distinct_on(self, selection, sql);
        self.wanted.replace(Some(Wanted::of(selection)));
    }

    /// Its flag is required where it is written, and rows are refused there.
    fn prepare_sample(&self, sample: &TableSample, select: &mut SelectStatement) {
        let method = match sample.unit {
            SampleUnit::Pages => SampleMethod::SYSTEM,
            _ => SampleMethod::BERNOULLI,
        };
        select.table_sample(method, sample.percentage, sample.seed.map(f64::from));
    }

    /// Its flag is required where it is written.
    fn prepare_index(&self, index: &DynIden, select: &mut SelectStatement) {
        select.use_index(index.clone(), IndexHintScope::All);
    }

    /// The select has written it.
    fn prepare_selection_end(&self, _: &Selection, _: &mut impl SqlWriter) {}
}

impl QuotedBuilder for MssqlBuilder<'_> {
    fn quote(&self) -> Quote {
        Quote::from((b'[', b']'))
    }

    fn prepare_iden(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        write_identifier(self, name, sql);
    }
}

impl EscapeBuilder for MssqlBuilder<'_> {
    fn write_escaped(&self, out: &mut impl Write, text: &str) {
        for character in text.chars() {
            let doubled = if character == '\'' { "'" } else { "" };
            // The hooks have no way to say that it failed.
            let _ = write!(out, "{doubled}{character}");
        }
    }
}

impl TableRefBuilder for MssqlBuilder<'_> {}

impl PrecedenceDecider for MssqlBuilder<'_> {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        MysqlQueryBuilder.inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl OperLeftAssocDecider for MssqlBuilder<'_> {
    fn well_known_left_associative(&self, operator: &BinOper) -> bool {
        MysqlQueryBuilder.well_known_left_associative(operator)
    }
}

impl QueryBuilder for MssqlBuilder<'_> {
    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        if self.is_named.replace(false) && modifies(query) {
            self.require(Flag::can_modify_in_named_queries);
        }
        self.at(Place::Inner, || write_query(self, query, sql));
    }

    fn prepare_with_query(&self, query: &WithQuery, sql: &mut impl SqlWriter) {
        if self.place.get() != Place::Statement {
            self.refuse_inner_names();
        }
        table::WithFrame { builder: self }.prepare_with_query(query, sql);
    }

    fn prepare_select_statement(&self, select: &SelectStatement, sql: &mut impl SqlWriter) {
        let owner = self.owner.borrow().clone();
        let mut outline = SelectOutline::of(select, owner.as_ref().map(|owner| &owner.table));
        if let Some(wanted) = self.wanted.take() {
            wanted.add_to(&mut outline);
        }
        let owner = owner.filter(|_| !outline.shadows);
        self.with_owner(owner, || SelectFrame::new(self, select, outline).write(sql));
    }

    fn prepare_insert_statement(&self, insert: &InsertStatement, sql: &mut impl SqlWriter) {
        let outline = ChangeOutline::of_insert(insert);
        if outline.has_conflict {
            upsert::write_insert(self, insert, sql);
        } else {
            change::write_insert(self, insert, &outline, sql);
        }
    }

    fn prepare_update_statement(&self, update: &UpdateStatement, sql: &mut impl SqlWriter) {
        if ChangeOutline::of_update(update).is_limited {
            limited::write_update(self, update, sql);
        } else {
            change::UpdateFrame::new(self).prepare_update_statement(update, sql);
        }
    }

    fn prepare_delete_statement(&self, delete: &DeleteStatement, sql: &mut impl SqlWriter) {
        if ChangeOutline::of_delete(delete).is_limited {
            limited::write_delete(self, delete, sql);
        } else {
            change::DeleteFrame::new(self).prepare_delete_statement(delete, sql);
        }
    }

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {
        refuse(self, "a query cannot contain EXPLAIN");
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        table::write_into(self, into, sql);
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        table::write(self, table, sql);
    }

    fn prepare_join_type(&self, join: &JoinType, sql: &mut impl SqlWriter) {
        if *join == JoinType::StraightJoin {
            refuse(self, "SQL Server has no STRAIGHT_JOIN");
        }
        self.prepare_join_type_common(join, sql);
    }

    fn prepare_join_on(&self, on: &JoinOn, sql: &mut impl SqlWriter) {
        write_join_on(self, on, sql);
    }

    fn prepare_column_ref(&self, column: &ColumnRef, sql: &mut impl SqlWriter) {
        let owner = self.owner.borrow();
        let prefix = owner.as_ref().and_then(|owner| {
            let is_own = match column {
                ColumnRef::Column(ColumnName(None, _)) | ColumnRef::Asterisk(None) => owner.has_all,
                ColumnRef::Column(ColumnName(Some(table), _))
                | ColumnRef::Asterisk(Some(table)) => owner.is_of(&table.1),
                _ => false,
            };
            is_own.then_some(owner.prefix)
        });
        drop(owner);
        match (prefix, column) {
            (Some(prefix), ColumnRef::Column(ColumnName(_, name))) => {
                write_text(prefix, sql);
                self.prepare_iden(name, sql);
            }
            (Some(prefix), ColumnRef::Asterisk(_)) => {
                write_text(prefix, sql);
                write_text("*", sql);
            }
            _ => Defaults(self).prepare_column_ref(column, sql),
        }
    }

    fn prepare_order_expr(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        order::write(self, order, None, sql);
    }

    /// There is no word for recursion.
    fn prepare_with_clause_start(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        let mut start = Probe::default();
        write_with_start(self, with, &mut start);
        if start.text.contains("RECURSIVE") {
            self.is_recursive.set(true);
        }
        self.has_with.set(true);
        write_text("WITH ", sql);
    }

    fn prepare_with_query_clause_common_table(
        &self,
        named: &CommonTableExpression,
        sql: &mut impl SqlWriter,
    ) {
        self.is_named.set(true);
        table::NamedFrame { builder: self }.prepare_with_query_clause_common_table(named, sql);
        self.is_named.set(false);
    }

    fn prepare_with_clause_recursive_options(&self, with: &WithClause, _: &mut impl SqlWriter) {
        require_unless_empty(self, Flag::supports_search_and_cycle, |written| {
            Defaults(self).prepare_with_clause_recursive_options(with, written);
        });
    }

    fn prepare_values_rows(&self, rows: &[Values], sql: &mut impl SqlWriter) {
        table::write_values(self, rows, sql);
    }

    fn prepare_window_statement(&self, window: &WindowStatement, sql: &mut impl SqlWriter) {
        order::write_window(self, window, sql);
    }

    /// The distance can be no parameter.
    fn prepare_frame(&self, frame: &Frame, sql: &mut impl SqlWriter) {
        let mut words = Probe::default();
        write_frame(self, frame, &mut words);
        if let Frame::Preceding(rows) | Frame::Following(rows) = frame {
            write_text(&rows.to_string(), sql);
        }
        write_text(&words.text, sql);
    }

    fn prepare_logical_chain_oper(
        &self,
        member: &LogicalChainOper,
        n: usize,
        length: usize,
        sql: &mut impl SqlWriter,
    ) {
        let (condition, word) = match member {
            LogicalChainOper::And(condition) => (condition, " AND "),
            LogicalChainOper::Or(condition) => (condition, " OR "),
        };
        write_text(if n > 0 { word } else { "" }, sql);
        let enclosed =
            length > 1 && matches!(condition, Expr::Binary(_, BinOper::And | BinOper::Or, _));
        write_text(if enclosed { "(" } else { "" }, sql);
        self.condition(condition, Truth::Filter, sql);
        write_text(if enclosed { ")" } else { "" }, sql);
    }

    fn prepare_condition_where(&self, condition: &Condition, sql: &mut impl SqlWriter) {
        self.condition(&condition.clone().into(), Truth::Filter, sql);
    }

    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        self.value(expression, sql);
    }

    fn prepare_sub_query_oper(&self, operator: &SubQueryOper, sql: &mut impl SqlWriter) {
        if !matches!(operator, SubQueryOper::Exists) {
            self.require(Flag::supports_quantified_comparisons);
        }
        Defaults(self).prepare_sub_query_oper(operator, sql);
    }

    fn prepare_bin_oper(&self, operator: &BinOper, sql: &mut impl SqlWriter) {
        match operator {
            BinOper::SqliteOperator(_) | BinOper::PgOperator(_) => {
                refuse(self, "SQL Server does not have this operator");
            }
            other => self.prepare_bin_oper_common(other, sql),
        }
    }

    fn prepare_function_arguments(&self, call: &FunctionCall, sql: &mut impl SqlWriter) {
        match (call.get_func(), call.get_args()) {
            // It takes no number alone.
            (Func::Round, [number]) => {
                write_text("(", sql);
                self.prepare_expr(number, sql);
                write_text(", 0)", sql);
            }
            (Func::Greatest | Func::Least, values) => {
                write_text("(backend_value) FROM (VALUES ", sql);
                write_list(values, sql, |value, sql| {
                    write_text("(", sql);
                    self.prepare_expr(value, sql);
                    write_text(")", sql);
                });
                write_text(") AS backend_values(backend_value))", sql);
            }
            _ => write_arguments(self, call, sql),
        }
    }

    fn prepare_function_name(&self, function: &Func, sql: &mut impl SqlWriter) {
        check_function_name(self, function);
        match function {
            Func::PgFunction(_) | Func::Md5 | Func::BitAnd | Func::BitOr => {
                refuse(self, "SQL Server does not have this function");
            }
            // `GREATEST` and `LEAST` come with SQL Server 2022.
            Func::Greatest => write_text("(SELECT MAX", sql),
            Func::Least => write_text("(SELECT MIN", sql),
            other => self.prepare_function_name_common(other, sql),
        }
    }

    fn prepare_keyword(&self, keyword: &Keyword, sql: &mut impl SqlWriter) {
        check_keyword(self, keyword);
        match keyword {
            Keyword::Default => self.require(Flag::supports_default_keyword),
            Keyword::CurrentDate => return write_text("CAST(SYSDATETIME() AS date)", sql),
            Keyword::CurrentTime => return write_text("CAST(SYSDATETIME() AS time)", sql),
            Keyword::CurrentTimestamp => return write_text("SYSDATETIMEOFFSET()", sql),
            _ => {}
        }
        Defaults(self).prepare_keyword(keyword, sql);
    }

    fn prepare_constant(&self, value: &Value, sql: &mut impl SqlWriter) {
        match value {
            Value::Bool(Some(true)) => write_text(condition::TRUE, sql),
            Value::Bool(Some(false)) => write_text(condition::FALSE, sql),
            // A text that was longer than a statement may be would have been a parameter.
            other => {
                let _ = self.write_value(sql, other);
            }
        }
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
        "COALESCE"
    }

    fn char_length_function(&self) -> &str {
        "LEN"
    }

    fn random_function(&self) -> &str {
        "RAND"
    }
}
