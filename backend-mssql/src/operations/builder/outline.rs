//! What statements hold at their own level, which `sea_query` hides: found by having it written with every part left out.
//!
//! T-SQL says early what other languages say late: how many rows, which locks. So each statement is looked at before it is
//! written.

use std::cell::{Cell, RefCell};

use backend_core::query::RowLock;
use sea_query::{
    CommonTableExpression, ConditionHolder, DeleteStatement, DynIden, ExplainStatement, Expr,
    InsertStatement, JoinExpr, LockBehavior, LockClause, LockType, OnConflict, OrderExpr,
    QueryBuilder, Quote, QuotedBuilder, ReturningClause, SelectDistinct, SelectExpr, SelectInto,
    SelectStatement, SqlWriter, SubQueryStatement, TableRef, UnionType, UpdateStatement, Value,
    WindowStatement, WithClause,
};

use super::frame::looks_only;
use super::part::{Silent, Words};

/// What a select holds.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "one a clause")]
pub(super) struct SelectOutline {
    pub(super) has_with: bool,
    pub(super) is_distinct: bool,
    pub(super) has_order: bool,
    /// Whether others are united with it.
    pub(super) has_arms: bool,
    /// How many tables its list of tables has; joins do not count.
    pub(super) tables: usize,
    pub(super) limit: Option<Value>,
    pub(super) offset: Option<Value>,
    /// Whether rows come that tie with the last one.
    pub(super) has_ties: bool,
    pub(super) locks: Vec<RowLock>,
    /// The window that it names.
    pub(super) window: Option<(DynIden, WindowStatement)>,
    /// Whether one of its tables has the name that is watched.
    pub(super) shadows: bool,
    /// What its rows are grouped by.
    pub(super) groups: Vec<Expr>,
}

impl SelectOutline {
    /// Looks at a select, and whether it has a table of the name `watched`.
    pub(super) fn of(select: &SelectStatement, watched: Option<&DynIden>) -> Self {
        let look = SelectLook {
            watched: watched.cloned(),
            ..SelectLook::default()
        };
        let mut silent = Silent::default();
        look.prepare_select_statement(select, &mut silent);
        let mut outline = look.found.into_inner();
        for (words, value) in silent.values {
            match words {
                Words::Limit => outline.limit = Some(value),
                _ => outline.offset = Some(value),
            }
        }
        outline
    }
}

#[derive(Default)]
struct SelectLook {
    found: RefCell<SelectOutline>,
    /// Whether the tables are those of a lock.
    in_lock: Cell<bool>,
    watched: Option<DynIden>,
}

impl SelectLook {
    fn watch(&self, table: &TableRef) {
        if self.watched.is_some() && self.watched.as_ref() == exposed_name(table) {
            self.found.borrow_mut().shadows = true;
        }
    }
}

impl QuotedBuilder for SelectLook {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    /// Of names only the window's stands at this level.
    fn prepare_iden(&self, name: &DynIden, _: &mut impl SqlWriter) {
        self.found.borrow_mut().window = Some((name.clone(), WindowStatement::new()));
    }
}

looks_only!(SelectLook);

impl QueryBuilder for SelectLook {
    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {
        self.found.borrow_mut().has_with = true;
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, _: &mut impl SqlWriter) {
        self.found.borrow_mut().is_distinct = *distinct != SelectDistinct::All;
    }

    fn prepare_table_ref(&self, table: &TableRef, _: &mut impl SqlWriter) {
        self.watch(table);
        let mut found = self.found.borrow_mut();
        if !self.in_lock.get() {
            found.tables += 1;
        } else if let (Some(lock), Some(name)) = (found.locks.last_mut(), exposed_name(table)) {
            lock.tables.push(name.clone());
        }
    }

    fn prepare_union_statement(&self, _: UnionType, _: &SelectStatement, _: &mut impl SqlWriter) {
        self.found.borrow_mut().has_arms = true;
    }

    fn prepare_order_expr(&self, _: &OrderExpr, _: &mut impl SqlWriter) {
        self.found.borrow_mut().has_order = true;
    }

    fn prepare_select_lock(&self, lock: &LockClause, _: &mut impl SqlWriter) {
        let mut silent = Silent::default();
        self.in_lock.set(true);
        LockLook(self).prepare_select_lock(lock, &mut silent);
        self.in_lock.set(false);
        if let Some(lock) = self.found.borrow_mut().locks.last_mut() {
            lock.behavior = match silent.last {
                Words::Nowait => Some(LockBehavior::Nowait),
                Words::SkipLocked => Some(LockBehavior::SkipLocked),
                _ => None,
            };
        }
    }

    fn prepare_window_statement(&self, window: &WindowStatement, _: &mut impl SqlWriter) {
        if let Some((_, found)) = &mut self.found.borrow_mut().window {
            *found = window.clone();
        }
    }

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn prepare_select_expr(&self, _: &SelectExpr, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_join_expr(&self, join: &JoinExpr, _: &mut impl SqlWriter) {
        self.watch(&join.table);
    }

    fn prepare_condition(&self, _: &ConditionHolder, _: &str, _: &mut impl SqlWriter) {}

    /// Of all expressions only those of groups are written at this level.
    fn prepare_expr(&self, group: &Expr, _: &mut impl SqlWriter) {
        self.found.borrow_mut().groups.push(group.clone());
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}
}

/// Looks at a lock of a select.
struct LockLook<'l>(&'l SelectLook);

impl QuotedBuilder for LockLook<'_> {
    fn quote(&self) -> Quote {
        self.0.quote()
    }
}

impl sea_query::EscapeBuilder for LockLook<'_> {}

impl sea_query::TableRefBuilder for LockLook<'_> {}

impl sea_query::PrecedenceDecider for LockLook<'_> {
    fn inner_expr_well_known_greater_precedence(&self, _: &Expr, _: &sea_query::Oper) -> bool {
        true
    }
}

impl sea_query::OperLeftAssocDecider for LockLook<'_> {
    fn well_known_left_associative(&self, _: &sea_query::BinOper) -> bool {
        true
    }
}

impl QueryBuilder for LockLook<'_> {
    fn lock_phrase(&self, lock_type: LockType) -> &'static str {
        let mut found = self.0.found.borrow_mut();
        found.locks.push(RowLock::new(lock_type));
        ""
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.0.prepare_table_ref(table, sql);
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {}
}

/// The name by which a query calls a table; none where there is only the name of a schema's table.
pub(super) const fn exposed_name(table: &TableRef) -> Option<&DynIden> {
    match table {
        TableRef::Table(_, Some(alias))
        | TableRef::SubQuery(_, alias)
        | TableRef::ValuesList(_, alias)
        | TableRef::FunctionCall(_, alias) => Some(alias),
        TableRef::Table(name, None) => Some(&name.1),
        _ => None,
    }
}

/// What an insert, update or delete holds.
#[derive(Debug, Default)]
pub(super) struct ChangeOutline {
    /// How many columns an insert names.
    pub(super) columns: usize,
    /// How many values its rows have, all together.
    pub(super) values: usize,
    pub(super) has_conflict: bool,
    /// Whether an update or delete has an order or a limit.
    pub(super) is_limited: bool,
}

impl ChangeOutline {
    pub(super) fn of_insert(insert: &InsertStatement) -> Self {
        let look = ChangeLook::default();
        look.prepare_insert_statement(insert, &mut Silent::default());
        look.0.into_inner()
    }

    pub(super) fn of_update(update: &UpdateStatement) -> Self {
        let look = ChangeLook::default();
        look.prepare_update_statement(update, &mut Silent::default());
        look.0.into_inner()
    }

    pub(super) fn of_delete(delete: &DeleteStatement) -> Self {
        let look = ChangeLook::default();
        look.prepare_delete_statement(delete, &mut Silent::default());
        look.0.into_inner()
    }
}

#[derive(Default)]
struct ChangeLook(RefCell<ChangeOutline>);

impl QuotedBuilder for ChangeLook {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    fn prepare_iden(&self, _: &DynIden, _: &mut impl SqlWriter) {
        self.0.borrow_mut().columns += 1;
    }
}

looks_only!(ChangeLook);

impl QueryBuilder for ChangeLook {
    fn prepare_expr(&self, _: &Expr, _: &mut impl SqlWriter) {
        self.0.borrow_mut().values += 1;
    }

    fn prepare_on_conflict(&self, conflict: &Option<OnConflict>, _: &mut impl SqlWriter) {
        self.0.borrow_mut().has_conflict = conflict.is_some();
    }

    fn prepare_order_expr(&self, _: &OrderExpr, _: &mut impl SqlWriter) {
        self.0.borrow_mut().is_limited = true;
    }

    /// Of values only a limit stands at this level.
    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {
        self.0.borrow_mut().is_limited = true;
    }

    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {}

    fn prepare_table_ref(&self, _: &TableRef, _: &mut impl SqlWriter) {}

    fn prepare_select_statement(&self, _: &SelectStatement, _: &mut impl SqlWriter) {}

    fn prepare_condition(&self, _: &ConditionHolder, _: &str, _: &mut impl SqlWriter) {}

    fn prepare_returning(&self, _: &Option<ReturningClause>, _: &mut impl SqlWriter) {}

    fn prepare_with_query_clause_common_table(
        &self,
        _: &CommonTableExpression,
        _: &mut impl SqlWriter,
    ) {
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}
}
