//! Selects: `TOP` and `OFFSET … FETCH`, the hints of locks, lateral joins, arms of unions. Compounds of them.

use std::cell::Cell;

use backend_core::error::Error;
use backend_core::flag::Flag;
use backend_core::query::{
    Builder as _, Compound, MISPLACED_WINDOW, RowLock, Selection, Ties, has_order_or_limit,
    named_index, refuse, write_arms, write_text,
};
use sea_query::{
    ConditionHolder, DynIden, ExplainStatement, Expr, JoinExpr, JoinOn, JoinType, LockBehavior,
    LockClause, LockType, MysqlQueryBuilder, OrderExpr, QueryBuilder, Quote, QuotedBuilder,
    SelectDistinct, SelectExpr, SelectInto, SelectStatement, SqlWriter, SubQueryStatement,
    TableRef, UnionType, Value, WindowSelectType, WindowStatement, WithClause,
};

use super::frame::by_builder;
use super::lifted::Lifted;
use super::outline::{SelectOutline, exposed_name};
use super::part::Part;
use super::{MssqlBuilder, Place, order, table, ties};

/// What a selection says of its select.
#[derive(Debug)]
pub(super) struct Wanted {
    limit: Option<u64>,
    offset: Option<u64>,
    ties: Ties,
    locks: Vec<RowLock>,
}

impl Wanted {
    pub(super) fn of(selection: &Selection) -> Self {
        Self {
            limit: selection.limit,
            offset: selection.offset,
            ties: selection.ties,
            locks: selection.locks.clone(),
        }
    }

    /// The select says nothing of it itself.
    pub(super) fn add_to(self, outline: &mut SelectOutline) {
        let number = |rows| Value::BigUnsigned(Some(rows));
        outline.limit = outline.limit.take().or_else(|| self.limit.map(number));
        outline.offset = outline.offset.take().or_else(|| self.offset.map(number));
        outline.locks.extend(self.locks);
        outline.has_ties = self.ties == Ties::With;
    }
}

/// A number of rows: a greater one than there can be is the greatest.
pub(super) fn count_of(rows: Value) -> Value {
    match rows {
        Value::BigUnsigned(Some(rows)) => {
            Value::BigInt(Some(i64::try_from(rows).unwrap_or(i64::MAX)))
        }
        other => other,
    }
}

fn is_zero(rows: &Value) -> bool {
    matches!(rows, Value::BigUnsigned(Some(0)) | Value::BigInt(Some(0)))
}

/// Writes one select.
pub(super) struct SelectFrame<'f, 'd> {
    builder: &'f MssqlBuilder<'d>,
    select: &'f SelectStatement,
    outline: SelectOutline,
    place: Place,
    /// Tables of the list that were not written yet.
    tables: Cell<usize>,
    /// Whether nothing is selected yet.
    is_first: Cell<bool>,
    /// The lock of tables that no lock of its own names.
    lock: Option<&'static str>,
}

by_builder!(without names: SelectFrame);

impl QuotedBuilder for SelectFrame<'_, '_> {
    fn quote(&self) -> Quote {
        self.builder.quote()
    }

    /// Of names only the window's stands at this level, and it is not written.
    fn prepare_iden(&self, _: &DynIden, _: &mut impl SqlWriter) {}
}

/// What `sea_query` writes of a window whose name and content are left out.
const NO_WINDOW: &str = " WINDOW  AS ()";

impl<'f, 'd> SelectFrame<'f, 'd> {
    pub(super) fn new(
        builder: &'f MssqlBuilder<'d>,
        select: &'f SelectStatement,
        outline: SelectOutline,
    ) -> Self {
        Self {
            builder,
            select,
            place: builder.place.get(),
            tables: Cell::new(outline.tables),
            is_first: Cell::new(true),
            lock: builder.lock.take(),
            outline,
        }
    }

    pub(super) fn write(mut self, sql: &mut impl SqlWriter) {
        if self.outline.has_with && self.place != Place::Statement {
            self.builder.refuse_inner_names();
        }
        if self.outline.has_ties && self.outline.offset.is_some() {
            return ties::write(self.builder, self.select, &self.outline, sql);
        }
        for lock in &self.outline.locks {
            require_lock(self.builder, lock);
        }
        let window = self.outline.window.take();
        let has_window = window.is_some();
        let outer = self.builder.window.replace(window);
        let lifted = self.builder.lifted.replace(Lifted::of(self.outline.tables));
        let in_aggregate = self.builder.in_aggregate.replace(false);
        self.builder.lift_groups(&self.outline.groups);
        self.builder.at(Place::Inner, || {
            if has_window {
                let mut part = Part::of(|part| self.prepare_select_statement(self.select, part));
                part.take_end(NO_WINDOW);
                part.write(self.builder, sql);
            } else {
                self.prepare_select_statement(self.select, sql);
            }
        });
        self.builder.window.replace(outer);
        self.builder.lifted.replace(lifted);
        self.builder.in_aggregate.set(in_aggregate);
    }

    /// Whether the limit stands at the beginning: there it needs no order, but knows of no union.
    fn has_top(&self) -> bool {
        let outline = &self.outline;
        let is_first = outline.offset.is_none() || outline.limit.as_ref().is_some_and(is_zero);
        !outline.has_arms && is_first
    }

    fn write_top(&self, sql: &mut impl SqlWriter) {
        let Some(limit) = self.outline.limit.clone().filter(|_| self.has_top()) else {
            return;
        };
        write_text("TOP (", sql);
        self.builder.prepare_value(count_of(limit), sql);
        write_text(") ", sql);
        if self.outline.has_ties {
            self.builder.require(Flag::supports_fetch_with_ties);
            write_text("WITH TIES ", sql);
        }
    }

    /// The lock that a table takes.
    fn lock_of(&self, table: &TableRef) -> Option<&'static str> {
        let name = exposed_name(table);
        let mut locks = self.outline.locks.iter();
        let lock = locks.find(|lock| {
            lock.tables.is_empty() || name.is_some_and(|name| lock.tables.contains(name))
        });
        lock.map_or(self.lock, |lock| Some(hints_of(lock)))
    }

    /// Writes a table; the tables of a subquery take its lock.
    fn write_table(&self, table: &TableRef, sql: &mut impl SqlWriter) -> Option<&'static str> {
        let lock = self.lock_of(table);
        if matches!(table, TableRef::SubQuery(..)) {
            self.builder.lock.set(lock);
        }
        self.builder.prepare_table_ref(table, sql);
        self.builder.lock.set(None);
        lock.filter(|_| matches!(table, TableRef::Table(..)))
    }

    fn write_join(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        if join.lateral {
            return self.write_lateral(join, sql);
        }
        self.builder.prepare_join_type(&join.join, sql);
        write_text(" ", sql);
        let lock = self.write_table(&join.table, sql);
        table::write_hints(self.builder, None, lock, sql);
        if let Some(on) = &join.on {
            self.builder.prepare_join_on(on, sql);
        }
    }

    /// Writes a joined subquery that refers to the tables before it. Its condition stands inside.
    fn write_lateral(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        self.builder.require(Flag::supports_lateral_joins);
        write_text(
            match join.join {
                JoinType::LeftJoin => "OUTER APPLY ",
                JoinType::Join | JoinType::InnerJoin | JoinType::CrossJoin => "CROSS APPLY ",
                _ => {
                    return refuse(
                        self.builder,
                        "a lateral join is an inner, a left or a cross join",
                    );
                }
            },
            sql,
        );
        let condition = match &join.on {
            Some(JoinOn::Condition(condition)) if !condition.is_empty() => condition,
            None | Some(JoinOn::Condition(_)) => {
                self.write_table(&join.table, sql);
                return;
            }
            Some(on) => return self.builder.prepare_join_on(on, sql),
        };
        let Some(name) = exposed_name(&join.table) else {
            return;
        };
        write_text("(SELECT * FROM ", sql);
        self.write_table(&join.table, sql);
        self.builder.prepare_condition(condition, "WHERE", sql);
        write_text(") AS ", sql);
        self.builder.prepare_iden(name, sql);
    }
}

impl QueryBuilder for SelectFrame<'_, '_> {
    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        self.builder.prepare_with_clause(with, sql);
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        match distinct {
            SelectDistinct::All => write_text("ALL", sql),
            SelectDistinct::Distinct => write_text("DISTINCT", sql),
            SelectDistinct::DistinctOn(_) => self.builder.require(Flag::can_distinct_on_fields),
            _ => refuse(
                self.builder,
                "SQL Server has DISTINCT and no other word for it",
            ),
        }
    }

    fn prepare_select_expr(&self, selected: &SelectExpr, sql: &mut impl SqlWriter) {
        if self.is_first.replace(false) {
            self.write_top(sql);
        }
        self.builder.prepare_expr(&selected.expr, sql);
        if let Some(window) = &selected.window {
            self.builder.require(Flag::supports_over_clause);
            write_text(" OVER ", sql);
            match window {
                WindowSelectType::Name(name) => {
                    let outline = &self.outline;
                    let is_misplaced = outline.has_order
                        || outline.has_arms
                        || outline.limit.is_some()
                        || outline.offset.is_some()
                        || !outline.locks.is_empty();
                    if is_misplaced {
                        refuse(self.builder, MISPLACED_WINDOW);
                    }
                    self.builder.prepare_window(name, sql);
                }
                WindowSelectType::Query(window) => {
                    write_text("(", sql);
                    order::write_window_of(self.builder, &selected.expr, window, sql);
                    write_text(")", sql);
                }
                _ => refuse(self.builder, "a window has a name or a content"),
            }
        }
        if let Some(alias) = &selected.alias {
            write_text(" AS ", sql);
            self.builder.prepare_iden(alias, sql);
        }
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        self.builder.prepare_select_into(into, sql);
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.write_table(table, sql);
    }

    /// Comes behind each table of the list.
    fn prepare_index_hints(
        &self,
        table: &TableRef,
        select: &SelectStatement,
        sql: &mut impl SqlWriter,
    ) {
        let left = self.tables.get().saturating_sub(1);
        self.tables.set(left);
        if left == 0 {
            table::write_sample(self.builder, select, sql);
        }
        let index = named_index(self.builder, |written| {
            MysqlQueryBuilder.prepare_index_hints(table, select, written);
        });
        let is_table = matches!(table, TableRef::Table(..));
        let lock = self.lock_of(table).filter(|_| is_table);
        table::write_hints(self.builder, index.as_deref(), lock, sql);
    }

    fn prepare_join_expr(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        self.builder.without_lifted(|| self.write_join(join, sql));
    }

    fn prepare_condition(&self, condition: &ConditionHolder, word: &str, sql: &mut impl SqlWriter) {
        if word == "WHERE" {
            self.builder
                .write_lifted_table(self.outline.tables > 0, sql);
        }
        self.builder.prepare_condition(condition, word, sql);
    }

    /// Of all expressions only those of groups are written here.
    fn prepare_expr(&self, group: &Expr, sql: &mut impl SqlWriter) {
        self.builder.prepare_expr(group, sql);
    }

    /// An arm takes no order of its own, so what belongs to it alone stands in a subquery.
    fn prepare_union_statement(
        &self,
        union: UnionType,
        arm: &SelectStatement,
        sql: &mut impl SqlWriter,
    ) {
        self.builder.refusal().note_union(union);
        write_text(
            match union {
                UnionType::Intersect => " INTERSECT ",
                UnionType::Distinct => " UNION ",
                UnionType::Except => " EXCEPT ",
                UnionType::All => " UNION ALL ",
                _ => {
                    return refuse(
                        self.builder,
                        "SQL Server has UNION, INTERSECT and EXCEPT and no other",
                    );
                }
            },
            sql,
        );
        let enclosed = has_order_or_limit(arm);
        write_text(if enclosed { "SELECT * FROM (" } else { "" }, sql);
        self.builder.prepare_select_statement(arm, sql);
        write_text(if enclosed { ") AS [arm]" } else { "" }, sql);
    }

    fn prepare_order_expr(&self, member: &OrderExpr, sql: &mut impl SqlWriter) {
        let place = order::OfSelect {
            select: self.select,
            takes_names_only: self.outline.has_arms || self.outline.is_distinct,
        };
        order::write(self.builder, member, Some(&place), sql);
    }

    fn prepare_select_limit_offset(&self, _: &SelectStatement, sql: &mut impl SqlWriter) {
        let outline = &self.outline;
        let limit = outline.limit.clone();
        if self.has_top() && limit.is_some() {
            return;
        }
        let order = if outline.has_order {
            Ordered::Yes
        } else if outline.has_arms || outline.is_distinct {
            Ordered::ByPosition
        } else {
            Ordered::No
        };
        let is_inner = self.place == Place::Inner;
        write_rows(
            self.builder,
            limit,
            outline.offset.clone(),
            order,
            is_inner,
            sql,
        );
    }

    /// It stands at the tables.
    fn prepare_select_lock(&self, _: &LockClause, _: &mut impl SqlWriter) {}

    /// It stands where it is used.
    fn prepare_window_statement(&self, _: &WindowStatement, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.builder.prepare_query_statement(query, sql);
    }

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}

/// The order that stands before a limit, which needs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ordered {
    Yes,
    /// Any will do.
    No,
    /// Any of the columns that are selected will do: of distinct rows and of unions no other is taken.
    ByPosition,
}

/// More rows than there can be.
const ALL_ROWS: &str = " OFFSET 9223372036854775807 ROWS";

/// Writes `OFFSET … FETCH`. An order of an inner query stands nowhere without it.
fn write_rows(
    builder: &MssqlBuilder<'_>,
    limit: Option<Value>,
    offset: Option<Value>,
    order: Ordered,
    is_inner: bool,
    sql: &mut impl SqlWriter,
) {
    if limit.is_none() && offset.is_none() {
        let is_alone = is_inner && order == Ordered::Yes;
        write_text(if is_alone { " OFFSET 0 ROWS" } else { "" }, sql);
        return;
    }
    write_text(
        match order {
            Ordered::Yes => "",
            Ordered::No => " ORDER BY (SELECT NULL)",
            Ordered::ByPosition => " ORDER BY 1",
        },
        sql,
    );
    // No rows cannot be fetched.
    if limit.as_ref().is_some_and(is_zero) {
        return write_text(ALL_ROWS, sql);
    }
    match offset {
        Some(offset) => {
            write_text(" OFFSET ", sql);
            builder.prepare_value(count_of(offset), sql);
            write_text(" ROWS", sql);
        }
        None => write_text(" OFFSET 0 ROWS", sql),
    }
    if let Some(limit) = limit {
        write_text(" FETCH NEXT ", sql);
        builder.prepare_value(count_of(limit), sql);
        write_text(" ROWS ONLY", sql);
    }
}

/// Writes a compound. Its rows are ordered by names of columns; an expression of them stands around the whole.
pub(super) fn write_compound(
    builder: &MssqlBuilder<'_>,
    compound: &Compound,
    sql: &mut impl SqlWriter,
) {
    let is_inner = builder.place.get() == Place::Inner;
    let members = compound.order();
    let is_enclosed = members.iter().any(|member| {
        let (_, direction, nulls) = member.parts();
        order::is_rewritten(direction, nulls)
    });
    builder.at(Place::Inner, || {
        write_text(if is_enclosed { "SELECT * FROM (" } else { "" }, sql);
        write_arms(builder, compound, sql);
        write_text(if is_enclosed { ") AS [arm]" } else { "" }, sql);
        for (n, member) in members.iter().enumerate() {
            write_text(if n > 0 { ", " } else { " ORDER BY " }, sql);
            let (expression, direction, nulls) = member.parts();
            if nulls.is_some() {
                builder.require(Flag::supports_order_by_nulls_modifier);
            }
            order::write_member(builder, expression, direction, nulls, sql);
        }
    });
    let (limit, offset) = compound.limit_and_offset();
    let number = |rows| Value::BigUnsigned(Some(rows));
    let order = if members.is_empty() {
        Ordered::ByPosition
    } else {
        Ordered::Yes
    };
    write_rows(
        builder,
        limit.map(number),
        offset.map(number),
        order,
        is_inner,
        sql,
    );
}

fn require_lock(builder: &MssqlBuilder<'_>, lock: &RowLock) {
    builder.require(Flag::has_select_for_update);
    // There is a hint for one kind of lock, whatever a server is said to have.
    let lacking = match lock.lock_type {
        LockType::Update => None,
        LockType::NoKeyUpdate => Some(Flag::has_select_for_no_key_update),
        LockType::Share => Some(Flag::has_select_for_share),
        _ => Some(Flag::has_select_for_key_share),
    };
    if let Some(flag) = lacking {
        builder.refusal.note(Error::not_supported(flag));
    }
    if !lock.tables.is_empty() {
        builder.require(Flag::has_select_for_update_of);
    }
    match lock.behavior {
        None => {}
        Some(LockBehavior::SkipLocked) => builder.require(Flag::has_select_for_update_skip_locked),
        Some(_) => builder.require(Flag::has_select_for_update_nowait),
    }
}

/// The hints that lock rows until the end of the transaction, and keep others from locking them.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-table>.
const fn hints_of(lock: &RowLock) -> &'static str {
    match lock.behavior {
        None => "UPDLOCK, ROWLOCK",
        Some(LockBehavior::SkipLocked) => "UPDLOCK, ROWLOCK, READPAST",
        Some(_) => "UPDLOCK, ROWLOCK, NOWAIT",
    }
}
