//! Conditions and values, which are two things in T-SQL: a comparison is no value, and a column of `bit` no condition. Each is
//! written as the other where the place demands it.
//!
//! A condition that is neither true nor false becomes NULL as a value, so a condition that may be so is asked twice.

use backend_core::function::{Call, Function};
use backend_core::query::{refuse, write_custom, write_function, write_text};
use sea_query::extension::postgres::PgBinOper;
use sea_query::{
    BinOper, Expr, Func, FunctionCall, PrecedenceDecider as _, QueryBuilder as _, SqlWriter,
    SubQueryOper, UnOper, Value,
};

use super::{MssqlBuilder, compare, function, like};
use crate::operations::lists;
use backend_core::query::Lists;

pub(super) const TRUE: &str = "CAST(1 AS bit)";
pub(super) const FALSE: &str = "CAST(0 AS bit)";

/// Whether it matters that a condition is unknown rather than false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    /// It does not: rows are kept where it is true.
    Filter,
    /// It does: it may be negated, or become a value.
    Exact,
}

/// What an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Condition,
    Value,
    /// What is written in T-SQL is what its place demands.
    Either,
}

/// Functions of the server that are conditions.
const CONDITIONS: [&str; 3] = ["CONTAINS", "FREETEXT", "REGEXP_LIKE"];

impl MssqlBuilder<'_> {
    /// Writes an expression where a condition stands.
    pub(super) fn condition(&self, expression: &Expr, truth: Truth, sql: &mut impl SqlWriter) {
        match expression {
            Expr::Binary(left, operator @ (BinOper::And | BinOper::Or), right) => {
                self.logical(left, *operator, right, truth, sql);
            }
            Expr::Unary(UnOper::Not, negated) => {
                write_text("NOT ", sql);
                let bare =
                    self.inner_expr_well_known_greater_precedence(negated, &UnOper::Not.into());
                self.enclosed(!bare, sql, |sql| self.condition(negated, Truth::Exact, sql));
            }
            Expr::Constant(Value::Bool(Some(value))) => {
                write_text(if *value { "1 = 1" } else { "1 = 0" }, sql);
            }
            Expr::Tuple(members) if members.len() == 1 => {
                for member in members {
                    self.enclosed(true, sql, |sql| self.condition(member, truth, sql));
                }
            }
            Expr::Binary(left, operator, right) if sort_of(*operator) == Sort::Condition => {
                self.comparison(left, *operator, right, truth, sql);
            }
            other => match self.sort(other) {
                Sort::Condition => match self.lifted(other) {
                    Some(n) => {
                        self.write_lifted(n, sql);
                        write_text(" = 1", sql);
                    }
                    None => self.plain(other, sql),
                },
                Sort::Either => self.plain(other, sql),
                Sort::Value => {
                    let is_one = self
                        .inner_expr_well_known_greater_precedence(other, &BinOper::Equal.into());
                    self.enclosed(!is_one, sql, |sql| self.plain(other, sql));
                    write_text(" = 1", sql);
                }
            },
        }
    }

    /// Writes an expression where a value stands.
    pub(super) fn value(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        if let Some(n) = self.lifted(expression) {
            return self.write_lifted(n, sql);
        }
        if self.sort(expression) != Sort::Condition {
            return self.plain(expression, sql);
        }
        if let Expr::Tuple(members) = expression {
            for member in members {
                self.enclosed(true, sql, |sql| self.value(member, sql));
            }
            return;
        }
        write_text("CASE WHEN ", sql);
        self.condition(expression, Truth::Exact, sql);
        write_text(" THEN ", sql);
        write_text(TRUE, sql);
        if is_certain(expression) {
            write_text(" ELSE ", sql);
        } else {
            write_text(" WHEN NOT (", sql);
            self.condition(expression, Truth::Exact, sql);
            write_text(") THEN ", sql);
        }
        write_text(FALSE, sql);
        write_text(" END", sql);
    }

    /// Writes in parentheses, if need be.
    fn enclosed<W: SqlWriter>(&self, enclosed: bool, sql: &mut W, write: impl FnOnce(&mut W)) {
        write_text(if enclosed { "(" } else { "" }, sql);
        write(sql);
        write_text(if enclosed { ")" } else { "" }, sql);
    }

    fn logical(
        &self,
        left: &Expr,
        operator: BinOper,
        right: &Expr,
        truth: Truth,
        sql: &mut impl SqlWriter,
    ) {
        let outer = operator.into();
        let bare = |inner: &Expr| self.inner_expr_well_known_greater_precedence(inner, &outer);
        let is_chain = matches!(left, Expr::Binary(_, inner, _) if *inner == operator);
        self.enclosed(!is_chain && !bare(left), sql, |sql| {
            self.condition(left, truth, sql);
        });
        write_text(
            if operator == BinOper::And {
                " AND "
            } else {
                " OR "
            },
            sql,
        );
        self.enclosed(!bare(right), sql, |sql| self.condition(right, truth, sql));
    }

    /// Writes what a comparison compares: in parentheses where the operator would bind tighter.
    pub(in crate::operations) fn operand(
        &self,
        operand: &Expr,
        operator: BinOper,
        sql: &mut impl SqlWriter,
    ) {
        let bare = self.inner_expr_well_known_greater_precedence(operand, &operator.into());
        self.enclosed(!bare, sql, |sql| self.value(operand, sql));
    }

    fn comparison(
        &self,
        left: &Expr,
        operator: BinOper,
        right: &Expr,
        truth: Truth,
        sql: &mut impl SqlWriter,
    ) {
        match (operator, right) {
            (BinOper::In, Expr::Tuple(members)) if members.is_empty() => write_text("1 = 0", sql),
            (BinOper::NotIn, Expr::Tuple(members)) if members.is_empty() => {
                write_text("1 = 1", sql);
            }
            _ if compare::write_rows(self, left, operator, right, truth, sql) => {}
            (BinOper::In | BinOper::NotIn, _)
                if self.lists == Lists::Packed
                    && lists::write(self, left, operator, right, sql) => {}
            (BinOper::Between | BinOper::NotBetween, Expr::Binary(least, BinOper::And, most)) => {
                self.operand(left, operator, sql);
                write_text(
                    if operator == BinOper::Between {
                        " BETWEEN "
                    } else {
                        " NOT BETWEEN "
                    },
                    sql,
                );
                self.operand(least, operator, sql);
                write_text(" AND ", sql);
                self.operand(most, operator, sql);
            }
            (
                BinOper::Like
                | BinOper::NotLike
                | BinOper::PgOperator(PgBinOper::ILike | PgBinOper::NotILike),
                _,
            ) => {
                like::write(self, left, operator, right, sql);
            }
            (BinOper::Is | BinOper::IsNot, _) => {
                compare::write_is(self, left, operator, right, sql);
            }
            _ => self.binary_expr(left, &operator, right, sql),
        }
    }

    /// Writes an expression as what it is.
    fn plain(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::CustomWithExpr(text, values) => write_custom(self, text, values, sql),
            Expr::FunctionCall(call)
                if write_function(self, call, sql, |call, out| {
                    let is_aggregate = matches!(call.function, Function::Aggregate(_));
                    let before = self.in_aggregate.get();
                    self.in_aggregate.set(before || is_aggregate);
                    let written = self.dialect.operations.function(self.dialect, call, out);
                    self.in_aggregate.set(before);
                    written
                }) => {}
            Expr::Binary(left, operator, right) => self.arithmetic(left, *operator, right, sql),
            Expr::AsEnum(type_name, value) => {
                write_text("CAST(", sql);
                self.value(value, sql);
                write_text(" AS ", sql);
                self.prepare_type_ref(&type_name.clone().into(), sql);
                write_text(")", sql);
            }
            other => self.prepare_expr_common(other, sql),
        }
    }

    fn arithmetic(&self, left: &Expr, operator: BinOper, right: &Expr, sql: &mut impl SqlWriter) {
        match operator {
            // `CONCAT` would take a NULL for an empty text.
            BinOper::PgOperator(PgBinOper::Concatenate) => {
                write_text("(CAST(", sql);
                self.value(left, sql);
                write_text(" AS nvarchar(max)) + CAST(", sql);
                self.value(right, sql);
                write_text(" AS nvarchar(max)))", sql);
            }
            // Before SQL Server 2022 there are no operators that shift.
            BinOper::LShift => {
                write_text("(", sql);
                self.operand(left, BinOper::Mul, sql);
                write_text(" * POWER(CAST(2 AS bigint), ", sql);
                self.value(right, sql);
                write_text("))", sql);
            }
            BinOper::RShift => refuse(
                self,
                "bits are shifted to the right by no operator of every SQL Server",
            ),
            _ => self.binary_expr(left, &operator, right, sql),
        }
    }

    fn sort(&self, expression: &Expr) -> Sort {
        match expression {
            Expr::Binary(_, operator, _) => sort_of(*operator),
            Expr::Unary(UnOper::Not, _) | Expr::SubQuery(Some(SubQueryOper::Exists), _) => {
                Sort::Condition
            }
            Expr::Custom(_) | Expr::CustomWithExpr(..) => Sort::Either,
            Expr::FunctionCall(call) if is_condition(call) => Sort::Condition,
            Expr::Tuple(members) => match members.as_slice() {
                [member] => self.sort(member),
                _ => Sort::Value,
            },
            _ => Sort::Value,
        }
    }
}

fn is_condition(call: &FunctionCall) -> bool {
    match Call::of(call) {
        Ok(Some(call)) => function::is_condition(call.function),
        _ => match call.get_func() {
            Func::Custom(name) => {
                let name = name.inner();
                CONDITIONS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(&name))
            }
            _ => false,
        },
    }
}

const fn sort_of(operator: BinOper) -> Sort {
    match operator {
        BinOper::Add
        | BinOper::Sub
        | BinOper::Mul
        | BinOper::Div
        | BinOper::Mod
        | BinOper::BitAnd
        | BinOper::BitOr
        | BinOper::LShift
        | BinOper::RShift
        | BinOper::PgOperator(PgBinOper::Concatenate) => Sort::Value,
        BinOper::As | BinOper::Escape | BinOper::Custom(_) => Sort::Either,
        _ => Sort::Condition,
    }
}

/// Whether a condition is true or false, and never unknown.
fn is_certain(condition: &Expr) -> bool {
    match condition {
        Expr::SubQuery(Some(SubQueryOper::Exists), _)
        | Expr::Binary(_, BinOper::Is | BinOper::IsNot, _)
        | Expr::Constant(Value::Bool(Some(_))) => true,
        Expr::Binary(left, BinOper::And | BinOper::Or, right) => {
            is_certain(left) && is_certain(right)
        }
        Expr::Binary(_, BinOper::In | BinOper::NotIn, right) => {
            matches!(right.as_ref(), Expr::Tuple(members) if members.is_empty())
        }
        Expr::Unary(UnOper::Not, negated) => is_certain(negated),
        _ => false,
    }
}
