//! Expressions with subqueries inside, where T-SQL takes none: in groups, and in what aggregates take. They are lifted out and
//! computed beside the tables, for each row (`CROSS APPLY`), and stand under a name wherever the select has them.

use std::cell::{Cell, RefCell};

use backend_core::query::write_text;
use sea_query::{Expr, SqlWriter};

use super::MssqlBuilder;
use super::part::Part;

/// The table of what is lifted.
const TABLE: &str = "[backend_lifted]";

/// What is lifted out of a select.
#[derive(Debug, Default)]
pub(super) struct Lifted {
    found: RefCell<Vec<(Expr, Part)>>,
    /// Whether more can be lifted: its table was not written yet, and there is a place for it.
    takes_more: Cell<bool>,
}

impl Lifted {
    /// Nothing yet, of a select with so many tables in its list: beside several there is no place.
    pub(super) fn of(tables: usize) -> Self {
        Self {
            found: RefCell::default(),
            takes_more: Cell::new(tables < 2),
        }
    }
}

impl MssqlBuilder<'_> {
    /// Lifts groups with subqueries inside.
    pub(super) fn lift_groups(&self, groups: &[Expr]) {
        for group in groups {
            self.lift(group);
        }
    }

    /// The number of an expression that is lifted, now or before.
    pub(super) fn lifted(&self, expression: &Expr) -> Option<usize> {
        let known = {
            let lifted = self.lifted.borrow();
            let found = lifted.found.borrow();
            found.iter().position(|(known, _)| known == expression)
        };
        let is_taken = self.in_aggregate.get() && matches!(expression, Expr::FunctionCall(_));
        known.or_else(|| is_taken.then(|| self.lift(expression)).flatten())
    }

    fn lift(&self, expression: &Expr) -> Option<usize> {
        if !self.lifted.borrow().takes_more.get() {
            return None;
        }
        let in_aggregate = self.in_aggregate.replace(false);
        let part = Part::of(|part| self.value(expression, part));
        self.in_aggregate.set(in_aggregate);
        let lifted = self.lifted.borrow();
        let mut found = lifted.found.borrow_mut();
        part.holds("(SELECT ").then(|| {
            found.push((expression.clone(), part));
            found.len() - 1
        })
    }

    /// Writes what stands for an expression that is lifted.
    pub(super) fn write_lifted(&self, n: usize, sql: &mut impl SqlWriter) {
        write_text(TABLE, sql);
        write_text(".[v", sql);
        write_text(&n.to_string(), sql);
        write_text("]", sql);
    }

    /// Writes what is lifted as one more table of a select that has others, or has none.
    pub(super) fn write_lifted_table(&self, has_others: bool, sql: &mut impl SqlWriter) {
        let lifted = self.lifted.borrow();
        lifted.takes_more.set(false);
        let found = lifted.found.borrow();
        for (n, (_, part)) in found.iter().enumerate() {
            write_text(
                match (n, has_others) {
                    (0, true) => " CROSS APPLY (SELECT ",
                    (0, false) => " FROM (SELECT ",
                    _ => ", ",
                },
                sql,
            );
            part.write(self, sql);
            write_text(&format!(" AS [v{n}]"), sql);
        }
        if !found.is_empty() {
            write_text(") AS ", sql);
            write_text(TABLE, sql);
        }
    }

    /// Writes tables and their conditions, beside which nothing is lifted yet.
    pub(super) fn without_lifted(&self, write: impl FnOnce()) {
        let lifted = self.lifted.take();
        write();
        self.lifted.replace(lifted);
    }
}
