//! [`Compound`]: the rows of several selects as one result.

use sea_query::{IntoIden as _, NullOrdering, SelectStatement, SqlWriter};

use super::hooks::write_text;
use super::outline::has_order_or_limit;
use super::{Builder, Query};
use crate::flag::Flag;
use crate::function::OrderBy;

/// How the rows of two results become those of one. Rows are equal where each of their values is, and NULL equals NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SetOperator {
    /// The rows of both, equal ones once.
    Union,
    /// The rows of both.
    UnionAll,
    /// The rows that are in both, equal ones once.
    Intersect,
    /// The rows that are in both, as often as in the one that has fewer of them.
    IntersectAll,
    /// The rows of the first that are not in the second, equal ones once.
    Except,
    /// The rows of the first, as often as it has more of them than the second.
    ExceptAll,
}

impl SetOperator {
    const fn words(self) -> &'static str {
        match self {
            Self::Union => " UNION ",
            Self::UnionAll => " UNION ALL ",
            Self::Intersect => " INTERSECT ",
            Self::IntersectAll => " INTERSECT ALL ",
            Self::Except => " EXCEPT ",
            Self::ExceptAll => " EXCEPT ALL ",
        }
    }

    const fn flag(self) -> Option<Flag> {
        match self {
            Self::IntersectAll | Self::ExceptAll => Some(Flag::supports_intersect_all),
            _ => None,
        }
    }

    /// Whether SQL binds it tighter than the others; not every vendor does.
    const fn is_tight(self) -> bool {
        matches!(self, Self::Intersect | Self::IntersectAll)
    }
}

/// A part of a [`Compound`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Arm {
    /// A select, which may have an order and a limit of its own.
    Select(Box<SelectStatement>),
    /// Another compound.
    Compound(Box<Compound>),
}

impl From<SelectStatement> for Arm {
    fn from(select: SelectStatement) -> Self {
        Self::Select(Box::new(select))
    }
}

impl From<&mut SelectStatement> for Arm {
    /// Takes the statement out: its methods return it by reference.
    fn from(select: &mut SelectStatement) -> Self {
        std::mem::take(select).into()
    }
}

impl From<Compound> for Arm {
    fn from(compound: Compound) -> Self {
        Self::Compound(Box::new(compound))
    }
}

/// The rows of several selects as one result, put together from left to right, whatever the operators: `a` and `b`, then that
/// and `c`. Another compound as an arm stands in parentheses.
///
/// `sea_query` has unions of its own ([`SelectStatement::union`]). They lack the forms with `ALL`, and where `INTERSECT` follows another
/// operator databases differ in what comes first, so that it is refused there.
///
/// # Example
/// ```
/// use backend_core::function::ascending;
/// use backend_core::query::Query;
/// use backend_core::sea_query::Expr;
///
/// let names = |table: &'static str| Query::select().column("name").from(table).take();
/// let everybody: Query = Query::compound(names("artist"))
///     .union(names("listener"))
///     .except(names("ghost"))
///     .order_by(ascending(Expr::col("name")))
///     .limit(10)
///     .into();
/// # let _ = everybody;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Compound {
    first: Arm,
    others: Vec<(SetOperator, Arm)>,
    order: Vec<OrderBy>,
    limit: Option<u64>,
    offset: Option<u64>,
}

impl Compound {
    /// A compound of one arm.
    pub fn new(first: impl Into<Arm>) -> Self {
        Self {
            first: first.into(),
            others: Vec::new(),
            order: Vec::new(),
            limit: None,
            offset: None,
        }
    }

    /// Adds an arm by an operator.
    ///
    /// # Requires
    /// `supports_intersect_all` for [`SetOperator::IntersectAll`] and [`SetOperator::ExceptAll`].
    #[must_use]
    pub fn with(mut self, operator: SetOperator, arm: impl Into<Arm>) -> Self {
        self.others.push((operator, arm.into()));
        self
    }

    /// Adds the rows of `arm`, equal ones once.
    #[must_use]
    pub fn union(self, arm: impl Into<Arm>) -> Self {
        self.with(SetOperator::Union, arm)
    }

    /// Adds the rows of `arm`.
    #[must_use]
    pub fn union_all(self, arm: impl Into<Arm>) -> Self {
        self.with(SetOperator::UnionAll, arm)
    }

    /// Keeps the rows that are in `arm` too, equal ones once.
    #[must_use]
    pub fn intersect(self, arm: impl Into<Arm>) -> Self {
        self.with(SetOperator::Intersect, arm)
    }

    /// Keeps the rows that are not in `arm`, equal ones once.
    #[must_use]
    pub fn except(self, arm: impl Into<Arm>) -> Self {
        self.with(SetOperator::Except, arm)
    }

    /// Orders the rows by a column of the result, by its name in the first arm.
    #[must_use]
    pub fn order_by(mut self, order: OrderBy) -> Self {
        self.order.push(order);
        self
    }

    /// Gives only so many rows.
    #[must_use]
    pub const fn limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Leaves the first so many rows out.
    #[must_use]
    pub const fn offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// The order of the rows.
    #[must_use]
    pub fn order(&self) -> &[OrderBy] {
        &self.order
    }

    /// How many rows are given at most, and how many are left out first.
    #[must_use]
    pub const fn limit_and_offset(&self) -> (Option<u64>, Option<u64>) {
        (self.limit, self.offset)
    }

    /// Before which arms what stands before has to be put in parentheses: where an operator follows that binds tighter.
    fn enclosed(&self) -> Vec<bool> {
        let mut has_loose = false;
        let operators = self.others.iter().map(|(operator, _)| *operator);
        operators
            .map(|operator| {
                let enclosed = operator.is_tight() && has_loose;
                has_loose = !operator.is_tight();
                enclosed
            })
            .collect()
    }
}

impl From<Compound> for Query {
    fn from(compound: Compound) -> Self {
        Self::Compound(Box::new(compound))
    }
}

/// Writes a compound. No arm stands in parentheses, which not every SQL has: what is more than a plain select is a subquery.
pub(super) fn write_compound(
    builder: &impl Builder,
    compound: &Compound,
    sql: &mut impl SqlWriter,
) {
    write_arms(builder, compound, sql);
    for (n, order) in compound.order.iter().enumerate() {
        write_text(if n > 0 { ", " } else { " ORDER BY " }, sql);
        let (expression, direction, nulls) = order.parts();
        builder.prepare_expr(expression, sql);
        write_text(direction, sql);
        if nulls.is_some() {
            let flag = Flag::supports_order_by_nulls_modifier;
            builder.refusal().require(builder.features(), flag);
        }
        write_text(
            match nulls {
                Some(NullOrdering::First) => " NULLS FIRST",
                Some(NullOrdering::Last) => " NULLS LAST",
                None => "",
            },
            sql,
        );
    }
    let mut part = SelectStatement::new();
    if let Some(limit) = compound.limit {
        part.limit(limit);
    }
    if let Some(offset) = compound.offset {
        part.offset(offset);
    }
    builder.prepare_select_limit_offset(&part, sql);
}

/// Writes the arms of a compound with their operators between them, without order and limit.
pub fn write_arms(builder: &impl Builder, compound: &Compound, sql: &mut impl SqlWriter) {
    let enclosed = compound.enclosed();
    for _ in enclosed.iter().filter(|enclosed| **enclosed) {
        write_text("SELECT * FROM (", sql);
    }
    write_arm(builder, &compound.first, sql);
    for ((operator, arm), enclosed) in compound.others.iter().zip(enclosed) {
        if let Some(flag) = operator.flag() {
            builder.refusal().require(builder.features(), flag);
        }
        if enclosed {
            close(builder, sql);
        }
        write_text(operator.words(), sql);
        write_arm(builder, arm, sql);
    }
}

fn write_arm(builder: &impl Builder, arm: &Arm, sql: &mut impl SqlWriter) {
    match arm {
        Arm::Select(select) if !has_order_or_limit(select) => {
            builder.prepare_select_statement(select, sql);
        }
        _ => {
            write_text("SELECT * FROM (", sql);
            builder.prepare_inner_arm(arm, sql);
            close(builder, sql);
        }
    }
}

/// Ends a subquery, which has to have a name.
fn close(builder: &impl Builder, sql: &mut impl SqlWriter) {
    write_text(") AS ", sql);
    builder.prepare_iden(&"arm".into_iden(), sql);
}
