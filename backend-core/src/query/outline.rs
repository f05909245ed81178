//! What a select holds at its own level, which `sea_query` hides: found by writing it with everything else left out.

use std::cell::Cell;
use std::fmt::{self, Write};

use sea_query::{
    BinOper, ConditionHolder, EscapeBuilder, ExplainStatement, Expr, JoinExpr, Oper,
    OperLeftAssocDecider, OrderExpr, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder,
    SelectExpr, SelectInto, SelectStatement, SqlWriter, SubQueryStatement, TableRef,
    TableRefBuilder, UnionType, Value, WindowStatement, WithClause,
};

use super::Defaults;

/// Whether a select has what would belong to the whole were it an arm of a `UNION` without parentheses: named queries, arms of
/// its own, an order, a limit or an offset.
#[must_use]
pub fn has_order_or_limit(select: &SelectStatement) -> bool {
    let outline = Outline::default();
    let mut probe = Probe::default();
    outline.prepare_select_statement(select, &mut probe);
    outline.0.get() || !probe.values.is_empty()
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

/// Writes nothing but limits and offsets, and notes whether there is more of that sort.
#[derive(Default)]
struct Outline(Cell<bool>);

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
        self.0.set(true);
    }

    fn prepare_union_statement(&self, _: UnionType, _: &SelectStatement, _: &mut impl SqlWriter) {
        self.0.set(true);
    }

    fn prepare_order_expr(&self, _: &OrderExpr, _: &mut impl SqlWriter) {
        self.0.set(true);
    }

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn prepare_select_expr(&self, _: &SelectExpr, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_table_ref(&self, _: &TableRef, _: &mut impl SqlWriter) {}

    fn prepare_join_expr(&self, _: &JoinExpr, _: &mut impl SqlWriter) {}

    fn prepare_condition(&self, _: &ConditionHolder, _: &str, _: &mut impl SqlWriter) {}

    fn prepare_expr(&self, _: &Expr, _: &mut impl SqlWriter) {}

    fn prepare_window_statement(&self, _: &WindowStatement, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}
}
