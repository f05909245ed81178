//! Comparisons that T-SQL lacks: of rows, and of values of which NULL is one.

use backend_core::query::{ConstantList, Lists, refuse, write_list, write_text};
use sea_query::{BinOper, Expr, Keyword, QueryBuilder as _, SqlWriter, Value};

use super::MssqlBuilder;
use super::condition::Truth;
use crate::operations::lists;

/// Writes `IS` and `IS NOT`: of NULL they are T-SQL's, of values it is asked whether these have something in common, and NULL
/// has NULL.
pub(super) fn write_is(
    builder: &MssqlBuilder<'_>,
    left: &Expr,
    operator: BinOper,
    right: &Expr,
    sql: &mut impl SqlWriter,
) {
    let negated = operator == BinOper::IsNot;
    if matches!(right, Expr::Keyword(Keyword::Null) | Expr::Custom(_)) {
        builder.operand(left, operator, sql);
        write_text(if negated { " IS NOT " } else { " IS " }, sql);
        return builder.prepare_expr(right, sql);
    }
    write_text(
        if negated {
            "NOT EXISTS (SELECT "
        } else {
            "EXISTS (SELECT "
        },
        sql,
    );
    builder.prepare_expr(left, sql);
    write_text(" INTERSECT SELECT ", sql);
    builder.prepare_expr(right, sql);
    write_text(")", sql);
}

/// The values of a row.
enum Row<'r> {
    Expressions(&'r [Expr]),
    Values(&'r [Value]),
}

impl<'r> Row<'r> {
    /// Several values in parentheses; one alone is no row.
    fn of(expression: &'r Expr) -> Option<Self> {
        match expression {
            Expr::Tuple(members) if members.len() > 1 => Some(Self::Expressions(members)),
            Expr::Values(members) if members.len() > 1 => Some(Self::Values(members)),
            _ => None,
        }
    }

    const fn len(&self) -> usize {
        match self {
            Self::Expressions(members) => members.len(),
            Self::Values(members) => members.len(),
        }
    }

    fn write(&self, builder: &MssqlBuilder<'_>, n: usize, sql: &mut impl SqlWriter) {
        match self {
            Self::Expressions(members) => {
                if let Some(member) = members.get(n) {
                    builder.operand(member, BinOper::Equal, sql);
                }
            }
            Self::Values(members) => {
                if let Some(member) = members.get(n) {
                    builder.prepare_value(member.clone(), sql);
                }
            }
        }
    }
}

/// Writes a comparison of rows, value by value; answers whether it is one.
pub(super) fn write_rows(
    builder: &MssqlBuilder<'_>,
    left: &Expr,
    operator: BinOper,
    right: &Expr,
    truth: Truth,
    sql: &mut impl SqlWriter,
) -> bool {
    let Some(row) = Row::of(left) else {
        return false;
    };
    match operator {
        BinOper::In | BinOper::NotIn => {
            let membership = Membership {
                builder,
                row,
                negated: operator == BinOper::NotIn,
            };
            membership.write(right, truth, sql);
        }
        BinOper::Equal
        | BinOper::NotEqual
        | BinOper::SmallerThan
        | BinOper::SmallerThanOrEqual
        | BinOper::GreaterThan
        | BinOper::GreaterThanOrEqual => match Row::of(right) {
            Some(other) if other.len() == row.len() => {
                compare(builder, &row, operator, &other, sql);
            }
            _ => refuse(
                builder,
                "a row is compared here with a row of as many values, and with no subquery",
            ),
        },
        _ => refuse(
            builder,
            "rows are compared by =, <>, <, >, IN and the like, and by nothing else",
        ),
    }
    true
}

/// Rows are equal where all of their values are; otherwise the first that differ decide.
fn compare(
    builder: &MssqlBuilder<'_>,
    left: &Row<'_>,
    operator: BinOper,
    right: &Row<'_>,
    sql: &mut impl SqlWriter,
) {
    let pair = |n, operator: &str, sql: &mut _| {
        left.write(builder, n, sql);
        write_text(operator, sql);
        right.write(builder, n, sql);
    };
    let (word, between) = match operator {
        BinOper::Equal => (" = ", " AND "),
        BinOper::NotEqual => (" <> ", " OR "),
        _ => {
            let (strict, last) = match operator {
                BinOper::SmallerThan => (" < ", " < "),
                BinOper::SmallerThanOrEqual => (" < ", " <= "),
                BinOper::GreaterThan => (" > ", " > "),
                _ => (" > ", " >= "),
            };
            let end = left.len() - 1;
            for n in 0..end {
                write_text("(", sql);
                pair(n, strict, sql);
                write_text(" OR (", sql);
                pair(n, " = ", sql);
                write_text(" AND ", sql);
            }
            pair(end, last, sql);
            write_text(&"))".repeat(end), sql);
            return;
        }
    };
    write_text("(", sql);
    for n in 0..left.len() {
        write_text(if n > 0 { between } else { "" }, sql);
        pair(n, word, sql);
    }
    write_text(")", sql);
}

/// Whether a row is among others.
struct Membership<'m, 'd> {
    builder: &'m MssqlBuilder<'d>,
    row: Row<'m>,
    negated: bool,
}

/// Which rows are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    /// Those that are equal.
    Equal,
    /// Those that are equal, or would be were NULLs known.
    Possible,
}

impl Membership<'_, '_> {
    fn write(&self, others: &Expr, truth: Truth, sql: &mut impl SqlWriter) {
        match truth {
            Truth::Filter if self.negated => {
                write_text("NOT ", sql);
                self.exists(others, Match::Possible, sql);
            }
            Truth::Filter => self.exists(others, Match::Equal, sql),
            Truth::Exact => {
                write_text("CASE WHEN ", sql);
                self.exists(others, Match::Equal, sql);
                write_text(" THEN 1 WHEN ", sql);
                self.exists(others, Match::Possible, sql);
                write_text(" THEN NULL ELSE 0 END = ", sql);
                write_text(if self.negated { "0" } else { "1" }, sql);
            }
        }
    }

    fn exists(&self, others: &Expr, wanted: Match, sql: &mut impl SqlWriter) {
        write_text("EXISTS (SELECT 1 FROM ", sql);
        self.source(others, sql);
        for n in 0..self.row.len() {
            write_text(if n > 0 { " AND " } else { " WHERE " }, sql);
            let column = format!("[backend_rows].[column{}]", n + 1);
            write_text(if wanted == Match::Possible { "(" } else { "" }, sql);
            write_text(&column, sql);
            write_text(" = ", sql);
            self.row.write(self.builder, n, sql);
            if wanted == Match::Possible {
                write_text(" OR ", sql);
                write_text(&column, sql);
                write_text(" IS NULL OR ", sql);
                self.row.write(self.builder, n, sql);
                write_text(" IS NULL)", sql);
            }
        }
        write_text(")", sql);
    }

    /// Writes the others as a table.
    fn source(&self, others: &Expr, sql: &mut impl SqlWriter) {
        let builder = self.builder;
        match others {
            Expr::SubQuery(None, query) => {
                write_text("(", sql);
                builder.prepare_query_statement(query, sql);
                write_text(")", sql);
            }
            Expr::Tuple(rows)
                if rows
                    .iter()
                    .all(|row| Row::of(row).is_some_and(|row| row.len() == self.row.len())) =>
            {
                let constants = ConstantList::of(others).filter(|_| builder.lists == Lists::Packed);
                if let Some(list) = constants
                    && lists::write_table(builder, &list, sql)
                {
                    return write_text(" AS [backend_rows]", sql);
                }
                write_text("(VALUES ", sql);
                write_list(rows, sql, |row, sql| builder.prepare_expr(row, sql));
                write_text(")", sql);
            }
            _ => refuse(
                builder,
                "a row is looked for among rows of as many values, or in a subquery",
            ),
        }
        write_text(" AS [backend_rows]", sql);
        super::table::write_columns(self.row.len(), sql);
    }
}
