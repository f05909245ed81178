//! What a select holds at its own level, which `sea_query` hides: found by writing it with everything else left out.

use std::cell::Cell;
use std::fmt::{self, Write};

use sea_query::{
    BinOper, ConditionHolder, EscapeBuilder, ExplainStatement, Expr, JoinExpr, LockClause, Oper,
    OperLeftAssocDecider, OrderExpr, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder,
    SelectDistinct, SelectExpr, SelectInto, SelectStatement, SqlWriter, SubQueryStatement,
    TableRef, TableRefBuilder, UnionType, Value, WindowStatement, WithClause,
};

use super::Defaults;

/// The clauses of a select at its own level.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "one a clause")]
pub(super) struct Clauses {
    pub(super) with: bool,
    pub(super) distinct: bool,
    /// A condition of rows or of groups, or groups.
    pub(super) condition: bool,
    pub(super) arms: bool,
    pub(super) order: bool,
    pub(super) limit: bool,
    pub(super) lock: bool,
    pub(super) window: bool,
    /// Its list holds one table, and nothing else.
    pub(super) lists_one_table: bool,
    /// Its list holds something.
    has_list: bool,
    /// The last of the arms ends with its tables.
    bare_arm: bool,
}

impl Clauses {
    pub(super) fn of(select: &SelectStatement) -> Self {
        let outline = Outline::default();
        let mut probe = Probe::default();
        outline.prepare_select_statement(select, &mut probe);
        let mut clauses = outline.0.get();
        clauses.limit = !probe.values.is_empty();
        clauses
    }

    const fn ends_with_tables(self) -> bool {
        let ends_otherwise = self.order || self.limit || self.lock || self.window;
        if self.arms {
            self.bare_arm && !ends_otherwise
        } else {
            !self.condition && !ends_otherwise
        }
    }
}

/// Whether a select has what would belong to the whole were it an arm of a `UNION` without parentheses: named queries, arms of
/// its own, an order, a limit or an offset.
#[must_use]
pub fn has_order_or_limit(select: &SelectStatement) -> bool {
    let clauses = Clauses::of(select);
    clauses.with || clauses.arms || clauses.order || clauses.limit
}

/// Whether a select ends with its tables, so that a word `ON` behind it would be read as the condition of a join.
#[must_use]
pub fn ends_with_tables(select: &SelectStatement) -> bool {
    Clauses::of(select).ends_with_tables()
}

/// Why a query is refused that [`has_misplaced_window`].
pub const MISPLACED_WINDOW: &str = "a named window cannot be written beside an order, a limit, a lock or a union; give the window where it is used";

/// Whether a window that a select names stands at a place where no server reads it: `sea_query` writes it last.
#[must_use]
pub fn has_misplaced_window(select: &SelectStatement) -> bool {
    let clauses = Clauses::of(select);
    clauses.window && (clauses.arms || clauses.order || clauses.limit || clauses.lock)
}

/// The limit and the offset of a select.
#[must_use]
pub fn limit_and_offset(select: &SelectStatement) -> (Option<Value>, Option<Value>) {
    let mut probe = Probe::default();
    Defaults(&Outline::default()).prepare_select_limit_offset(select, &mut probe);
    let has_limit = probe.text.contains("LIMIT");
    let mut values = probe.values.into_iter();
    let limit = if has_limit { values.next() } else { None };
    (limit, values.next())
}

/// Takes what a hook writes, to look at it: the words, and the values apart.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Probe {
    /// What was written, without the values.
    pub text: String,
    /// The values, in order.
    pub values: Vec<Value>,
}

impl Probe {
    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.values.is_empty()
    }
}

/// Writes nothing but limits and offsets, and notes what else there is.
#[derive(Default)]
struct Outline(Cell<Clauses>);

impl Outline {
    fn note(&self, note: impl FnOnce(&mut Clauses)) {
        let mut clauses = self.0.get();
        note(&mut clauses);
        self.0.set(clauses);
    }
}

impl Write for Probe {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        Ok(())
    }
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl SqlWriter for Probe {
    fn push_param<T: QueryBuilder>(&mut self, value: Value, _builder: &T) {
        self.values.push(value);
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

impl QuotedBuilder for Outline {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }
}

impl EscapeBuilder for Outline {}

impl TableRefBuilder for Outline {}

impl PrecedenceDecider for Outline {
    fn inner_expr_well_known_greater_precedence(&self, _inner: &Expr, _outer: &Oper) -> bool {
        true
    }
}

impl OperLeftAssocDecider for Outline {
    fn well_known_left_associative(&self, _operator: &BinOper) -> bool {
        true
    }
}

impl QueryBuilder for Outline {
    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {
        self.note(|clauses| clauses.with = true);
    }

    fn prepare_select_distinct(&self, _: &SelectDistinct, _: &mut impl SqlWriter) {
        self.note(|clauses| clauses.distinct = true);
    }

    fn prepare_union_statement(&self, _: UnionType, arm: &SelectStatement, _: &mut impl SqlWriter) {
        let bare = Clauses::of(arm).ends_with_tables();
        self.note(|clauses| {
            clauses.arms = true;
            clauses.bare_arm = bare;
        });
    }

    fn prepare_order_expr(&self, _: &OrderExpr, _: &mut impl SqlWriter) {
        self.note(|clauses| clauses.order = true);
    }

    fn prepare_select_lock(&self, _: &LockClause, _: &mut impl SqlWriter) {
        self.note(|clauses| clauses.lock = true);
    }

    fn prepare_window_statement(&self, _: &WindowStatement, _: &mut impl SqlWriter) {
        self.note(|clauses| clauses.window = true);
    }

    fn prepare_condition(&self, condition: &ConditionHolder, _: &str, _: &mut impl SqlWriter) {
        if !condition.is_empty() {
            self.note(|clauses| clauses.condition = true);
        }
    }

    /// Of all expressions only those of groups are written here.
    fn prepare_expr(&self, _: &Expr, _: &mut impl SqlWriter) {
        self.note(|clauses| clauses.condition = true);
    }

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn prepare_select_expr(&self, _: &SelectExpr, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_table_ref(&self, table: &TableRef, _: &mut impl SqlWriter) {
        self.note(|clauses| {
            clauses.lists_one_table = !clauses.has_list && matches!(table, TableRef::Table(..));
            clauses.has_list = true;
        });
    }

    fn prepare_join_expr(&self, _: &JoinExpr, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}
}
