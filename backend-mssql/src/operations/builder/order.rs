//! Orders: where NULLs stand is computed, as T-SQL has no word for it. Windows.

use std::cell::Cell;

use backend_core::flag::Flag;
use backend_core::query::{Builder as _, Defaults, write_order_by, write_text};
use sea_query::{
    ColumnName, ColumnRef, ExplainStatement, Expr, Frame, Func, Keyword, NullOrdering, OrderExpr,
    PostgresQueryBuilder, QueryBuilder, Quote, QuotedBuilder, SelectInto, SelectStatement,
    SqlWriter, SubQueryStatement, Value, WindowStatement,
};

use super::MssqlBuilder;
use super::frame::{by_builder, looks_only};
use super::part::{Part, Silent, Words};
use super::ties::Contents;

/// The select whose order is written.
pub(super) struct OfSelect<'s> {
    pub(super) select: &'s SelectStatement,
    /// Whether its rows are ordered by what is selected and by nothing else: those of a union, and distinct ones.
    pub(super) takes_names_only: bool,
}

/// Whether NULLs stand elsewhere than the server puts them: it takes them for the least value.
pub(super) fn is_rewritten(direction: &str, nulls: Option<NullOrdering>) -> bool {
    match nulls {
        None => false,
        Some(NullOrdering::First) => direction == " DESC",
        Some(NullOrdering::Last) => direction != " DESC",
    }
}

/// Writes what comes before a member of an order, so that NULLs stand first or last.
fn write_nulls(
    at: Option<NullOrdering>,
    write: impl FnOnce(&mut Part),
    builder: &MssqlBuilder<'_>,
    sql: &mut impl SqlWriter,
) {
    let part = Part::of(write);
    if part.is_empty() {
        return;
    }
    write_text("CASE WHEN ", sql);
    part.write(builder, sql);
    write_text(
        if at == Some(NullOrdering::First) {
            " IS NULL THEN 0 ELSE 1 END, "
        } else {
            " IS NULL THEN 1 ELSE 0 END, "
        },
        sql,
    );
}

/// Writes a member of an order of a function, a window or a compound.
pub(super) fn write_member(
    builder: &MssqlBuilder<'_>,
    expression: &Expr,
    direction: &str,
    nulls: Option<NullOrdering>,
    sql: &mut impl SqlWriter,
) {
    if is_rewritten(direction, nulls) {
        write_nulls(
            nulls,
            |part| write_order_by(builder, expression, "", None, part),
            builder,
            sql,
        );
    }
    if is_constant(expression) {
        write_constant(builder, expression, sql);
        return write_text(direction, sql);
    }
    write_order_by(builder, expression, direction, None, sql);
}

/// Whether the server does not take an expression as an order for saying nothing of the rows.
const fn is_constant(expression: &Expr) -> bool {
    matches!(expression, Expr::Value(_) | Expr::Keyword(Keyword::Null))
}

/// A constant is taken as the answer to a query.
fn write_constant(builder: &MssqlBuilder<'_>, expression: &Expr, sql: &mut impl SqlWriter) {
    write_text("(SELECT ", sql);
    builder.prepare_expr(expression, sql);
    write_text(")", sql);
}

/// Writes a member of an order of `sea_query`'s. What it holds is hidden, but its words are not.
pub(super) fn write(
    builder: &MssqlBuilder<'_>,
    order: &OrderExpr,
    of: Option<&OfSelect<'_>>,
    sql: &mut impl SqlWriter,
) {
    let mut silent = Silent::default();
    PostgresQueryBuilder.prepare_order_expr(order, &mut silent);
    let (nulls, direction) = match silent.last {
        Words::NullsFirst => (Some(NullOrdering::First), silent.before),
        Words::NullsLast => (Some(NullOrdering::Last), silent.before),
        last => (None, last),
    };
    if nulls.is_some() {
        builder.require(Flag::supports_order_by_nulls_modifier);
    }
    let direction = if direction == Words::Descending {
        " DESC"
    } else {
        ""
    };
    if is_rewritten(direction, nulls) {
        if of.is_some_and(|of| of.takes_names_only) {
            builder
                .refusal()
                .note_flag(Flag::supports_order_by_nulls_modifier);
        }
        let alone = Member {
            builder,
            select: of.map(|of| of.select),
            is_alone: true,
        };
        write_nulls(
            nulls,
            |part| alone.prepare_order_expr(order, part),
            builder,
            sql,
        );
    }
    let member = Member {
        builder,
        select: None,
        is_alone: false,
    };
    member.prepare_order_expr(order, sql);
}

/// Writes a member of an order.
struct Member<'f, 'd> {
    builder: &'f MssqlBuilder<'d>,
    /// The select in which names of what is selected are looked up: inside an expression the server does not know them.
    select: Option<&'f SelectStatement>,
    /// Whether the direction is left out.
    is_alone: bool,
}

by_builder!(Member);

impl QueryBuilder for Member<'_, '_> {
    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        if is_constant(expression) {
            return write_constant(self.builder, expression, sql);
        }
        let named = match (self.select, expression) {
            (Some(select), Expr::Column(ColumnRef::Column(ColumnName(None, name)))) => {
                Contents::of(select).named(name)
            }
            _ => None,
        };
        let enclosed = self.is_alone && matches!(expression, Expr::Binary(..) | Expr::Unary(..));
        write_text(if enclosed { "(" } else { "" }, sql);
        self.builder
            .prepare_expr(named.as_ref().unwrap_or(expression), sql);
        write_text(if enclosed { ")" } else { "" }, sql);
    }

    fn prepare_order(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        if !self.is_alone {
            Defaults(self.builder).prepare_order(order, sql);
        }
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}

/// Writes what stands in the parentheses of a window.
pub(super) fn write_window(
    builder: &MssqlBuilder<'_>,
    window: &WindowStatement,
    sql: &mut impl SqlWriter,
) {
    if WindowLook::of(window).has_distance_of_values {
        builder.require(Flag::supports_frame_range_fixed_distance);
    }
    Inside { builder }.prepare_window_statement(window, sql);
}

/// Functions that take no window without an order.
const RANKING: [&str; 8] = [
    "ROW_NUMBER",
    "RANK",
    "DENSE_RANK",
    "NTILE",
    "LAG",
    "LEAD",
    "FIRST_VALUE",
    "LAST_VALUE",
];

/// Writes what stands in the parentheses of a function's window.
pub(super) fn write_window_of(
    builder: &MssqlBuilder<'_>,
    function: &Expr,
    window: &WindowStatement,
    sql: &mut impl SqlWriter,
) {
    write_window(builder, window, sql);
    let Expr::FunctionCall(call) = function else {
        return;
    };
    if let Func::Custom(name) = call.get_func() {
        let name = name.inner();
        let ranks = RANKING
            .iter()
            .any(|ranking| ranking.eq_ignore_ascii_case(&name));
        let in_no_order = ranks && !WindowLook::of(window).has_order;
        write_text(
            if in_no_order {
                " ORDER BY (SELECT NULL)"
            } else {
                ""
            },
            sql,
        );
    }
}

/// Writes a window with what stands in it by the builder.
struct Inside<'f, 'd> {
    builder: &'f MssqlBuilder<'d>,
}

by_builder!(Inside);

impl QueryBuilder for Inside<'_, '_> {
    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        self.builder.prepare_expr(expression, sql);
    }

    fn prepare_order_expr(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        self.builder.prepare_order_expr(order, sql);
    }

    fn prepare_frame(&self, frame: &Frame, sql: &mut impl SqlWriter) {
        self.builder.prepare_frame(frame, sql);
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        self.builder.prepare_value(value, sql);
    }
}

/// What a window holds.
#[derive(Clone, Copy)]
struct WindowLook {
    has_order: bool,
    /// Whether its frame ends at a distance of values.
    has_distance_of_values: bool,
}

impl WindowLook {
    fn of(window: &WindowStatement) -> Self {
        let look = WindowParts::default();
        let mut silent = Silent::default();
        look.prepare_window_statement(window, &mut silent);
        Self {
            has_order: look.has_order.get(),
            has_distance_of_values: silent.has_range && look.has_distance.get(),
        }
    }
}

#[derive(Default)]
struct WindowParts {
    has_order: Cell<bool>,
    has_distance: Cell<bool>,
}

impl QuotedBuilder for WindowParts {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }
}

looks_only!(WindowParts);

impl QueryBuilder for WindowParts {
    fn prepare_order_expr(&self, _: &OrderExpr, _: &mut impl SqlWriter) {
        self.has_order.set(true);
    }

    fn prepare_frame(&self, frame: &Frame, _: &mut impl SqlWriter) {
        if matches!(frame, Frame::Preceding(_) | Frame::Following(_)) {
            self.has_distance.set(true);
        }
    }

    fn prepare_expr(&self, _: &Expr, _: &mut impl SqlWriter) {}

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {}
}
