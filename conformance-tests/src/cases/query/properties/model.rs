//! Expressions by chance, as the query language has them and as the suite computes them by itself: what every vendor's answer is
//! compared with, so that two vendors that agree with it agree with each other.

use backend_core::error::Result;
use backend_core::model::{ColumnType, Table};
use backend_core::query::bind;
use backend_core::sea_query::{CaseStatement, Expr, ExprTrait as _, Func};
use backend_core::value::{IntoValue as _, TypedValue};

use crate::fixtures::{Random, table};

/// A row: the key, two numbers, a text and a truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) a: Option<i64>,
    pub(super) b: Option<i64>,
    pub(super) s: Option<&'static str>,
    pub(super) p: Option<bool>,
}

const TEXTS: [&str; 5] = ["", "a", "b", "ab", "O'x"];

impl Row {
    /// A row of that key, by chance: small numbers, so that many are equal, and NULLs.
    pub(super) fn by_chance(id: i64, random: &mut Random) -> Self {
        let number = |random: &mut Random| (!random.chance(1, 4)).then(|| small(random));
        Self {
            id,
            a: number(random),
            b: number(random),
            s: (!random.chance(1, 4)).then(|| random.pick(&TEXTS).copied().unwrap_or_default()),
            p: (!random.chance(1, 4)).then(|| random.chance(1, 2)),
        }
    }

    pub(super) fn values(&self) -> Vec<TypedValue> {
        vec![
            self.id.into_value(),
            self.a.into_value(),
            self.b.into_value(),
            self.s.into_value(),
            self.p.into_value(),
        ]
    }
}

fn small(random: &mut Random) -> i64 {
    i64::try_from(random.below(7)).unwrap_or_default() - 3
}

/// The table of the rows.
pub(super) fn rows_table() -> Result<Table> {
    table(
        "t",
        &[
            ("a", ColumnType::BigInteger),
            ("b", ColumnType::BigInteger),
            ("s", ColumnType::VarChar { length: Some(10) }),
            ("p", ColumnType::Boolean),
        ],
    )
}

/// A number that is computed of a row.
#[derive(Debug, Clone)]
pub(super) enum Term {
    Id,
    A,
    B,
    Constant(Option<i64>),
    Sum(Box<Self>, Box<Self>),
    Difference(Box<Self>, Box<Self>),
    Product(Box<Self>, Box<Self>),
    Coalesce(Box<Self>, Box<Self>),
    Case(Box<Condition>, Box<Self>, Box<Self>),
}

/// What is true, false or unknown of a row.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    P,
    Compared(Term, Comparison, Term),
    Text(&'static str),
    OneOf(Term, Vec<i64>),
    Between(Term, i64, i64),
    IsNull(Term),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

const COMPARISONS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::LessOrEqual,
    Comparison::Greater,
    Comparison::GreaterOrEqual,
];

impl Term {
    pub(super) fn by_chance(random: &mut Random, depth: usize) -> Self {
        let deeper = |random: &mut Random| Box::new(Self::by_chance(random, depth - 1));
        match random.below(if depth == 0 { 4 } else { 9 }) {
            0 => Self::A,
            1 => Self::B,
            2 => Self::Id,
            3 => Self::Constant((!random.chance(1, 5)).then(|| small(random))),
            4 => Self::Sum(deeper(random), deeper(random)),
            5 => Self::Difference(deeper(random), deeper(random)),
            6 => Self::Product(deeper(random), deeper(random)),
            7 => Self::Coalesce(deeper(random), deeper(random)),
            _ => Self::Case(
                Box::new(Condition::by_chance(random, depth - 1)),
                deeper(random),
                deeper(random),
            ),
        }
    }

    pub(super) fn of(&self, row: &Row) -> Option<i64> {
        match self {
            Self::Id => Some(row.id),
            Self::A => row.a,
            Self::B => row.b,
            Self::Constant(number) => *number,
            Self::Sum(one, other) => Some(one.of(row)? + other.of(row)?),
            Self::Difference(one, other) => Some(one.of(row)? - other.of(row)?),
            Self::Product(one, other) => Some(one.of(row)? * other.of(row)?),
            Self::Coalesce(one, other) => one.of(row).or_else(|| other.of(row)),
            Self::Case(condition, then, otherwise) => match condition.of(row) {
                Some(true) => then.of(row),
                _ => otherwise.of(row),
            },
        }
    }

    pub(super) fn expression(&self) -> Expr {
        match self {
            Self::Id => Expr::col("id"),
            Self::A => Expr::col("a"),
            Self::B => Expr::col("b"),
            Self::Constant(number) => bind(*number).into(),
            Self::Sum(one, other) => one.expression().add(other.expression()),
            Self::Difference(one, other) => one.expression().sub(other.expression()),
            Self::Product(one, other) => one.expression().mul(other.expression()),
            Self::Coalesce(one, other) => {
                Func::coalesce([one.expression(), other.expression()]).into()
            }
            Self::Case(condition, then, otherwise) => CaseStatement::new()
                .case(condition.expression(), then.expression())
                .finally(otherwise.expression())
                .into(),
        }
    }
}

impl Comparison {
    const fn of(self, one: i64, other: i64) -> bool {
        match self {
            Self::Equal => one == other,
            Self::NotEqual => one != other,
            Self::Less => one < other,
            Self::LessOrEqual => one <= other,
            Self::Greater => one > other,
            Self::GreaterOrEqual => one >= other,
        }
    }

    fn expression(self, one: Expr, other: Expr) -> Expr {
        match self {
            Self::Equal => one.eq(other),
            Self::NotEqual => one.ne(other),
            Self::Less => one.lt(other),
            Self::LessOrEqual => one.lte(other),
            Self::Greater => one.gt(other),
            Self::GreaterOrEqual => one.gte(other),
        }
    }
}

impl Condition {
    pub(super) fn by_chance(random: &mut Random, depth: usize) -> Self {
        let deeper = |random: &mut Random| Box::new(Self::by_chance(random, depth - 1));
        let term = |random: &mut Random| Term::by_chance(random, depth.min(2));
        match random.below(if depth == 0 { 6 } else { 9 }) {
            0 => Self::P,
            1 => {
                let comparison = random.pick(&COMPARISONS).copied();
                let comparison = comparison.unwrap_or(Comparison::Equal);
                Self::Compared(term(random), comparison, term(random))
            }
            2 => Self::Text(random.pick(&TEXTS).copied().unwrap_or_default()),
            3 => {
                let count = random.below(4);
                Self::OneOf(term(random), (0..count).map(|_| small(random)).collect())
            }
            4 => Self::Between(term(random), small(random), small(random)),
            5 => Self::IsNull(term(random)),
            6 => Self::Not(deeper(random)),
            7 => Self::And(deeper(random), deeper(random)),
            _ => Self::Or(deeper(random), deeper(random)),
        }
    }

    pub(super) fn of(&self, row: &Row) -> Option<bool> {
        match self {
            Self::P => row.p,
            Self::Compared(one, comparison, other) => {
                Some(comparison.of(one.of(row)?, other.of(row)?))
            }
            Self::Text(text) => Some(row.s? == *text),
            // Nothing is one of none, not even NULL.
            Self::OneOf(_, numbers) if numbers.is_empty() => Some(false),
            Self::OneOf(term, numbers) => Some(numbers.contains(&term.of(row)?)),
            Self::Between(term, from, to) => Some((*from..=*to).contains(&term.of(row)?)),
            Self::IsNull(term) => Some(term.of(row).is_none()),
            Self::Not(condition) => Some(!condition.of(row)?),
            Self::And(one, other) => match (one.of(row), other.of(row)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Or(one, other) => match (one.of(row), other.of(row)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        }
    }

    pub(super) fn expression(&self) -> Expr {
        match self {
            Self::P => Expr::col("p"),
            Self::Compared(one, comparison, other) => {
                comparison.expression(one.expression(), other.expression())
            }
            Self::Text(text) => Expr::col("s").eq(bind(*text)),
            Self::OneOf(term, numbers) => term
                .expression()
                .is_in(numbers.iter().map(|number| bind(*number))),
            Self::Between(term, from, to) => term.expression().between(bind(*from), bind(*to)),
            Self::IsNull(term) => term.expression().is_null(),
            Self::Not(condition) => condition.expression().not(),
            Self::And(one, other) => one.expression().and(other.expression()),
            Self::Or(one, other) => one.expression().or(other.expression()),
        }
    }
}
