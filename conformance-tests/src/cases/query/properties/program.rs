//! Programs by chance: inserts, updates, deletes and selects, each compared with what the suite computes of its own rows.

use std::collections::BTreeMap;

use backend_core::flag::Flag;
use backend_core::function::{Window, ascending, over, sum};
use backend_core::query::{Compound, Query, SetOperator, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, Order};

use super::model::{Condition, Row, Term, rows_table};
use super::{keys, rows, select};
use crate::case::Outcome;
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{Choice, Random, for_all};

/// The most choices of a list.
const MOST: usize = 20;

pub(super) async fn run(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (first, steps) = choices.split_at(choices.len() / 2);
        let (rows, _) = rows(context, first).await?;
        let mut program = Program {
            next: i64::try_from(rows.len()).unwrap_or_default() + 1,
            rows,
        };
        for choice in steps {
            program.step(context, choice).await?;
            program.expect_rows(context).await?;
        }
        Ok(())
    })
    .await
}

/// A row as it is found.
type Found = (i64, Option<i64>, Option<i64>, Option<String>, Option<bool>);

/// The rows as they must be, and the next key.
struct Program {
    rows: Vec<Row>,
    next: i64,
}

impl Program {
    async fn step(&mut self, context: &mut Context, choice: &Choice) -> Outcome {
        let [what, seed, ..] = *choice;
        let [.., high, low] = *choice;
        let seed = (u64::from(seed) << 32) | (u64::from(high) << 16) | u64::from(low);
        let mut random = Random::new(seed);
        match what % 8 {
            0 => self.insert(context, &mut random).await,
            1 => self.update(context, &mut random).await,
            2 => self.delete(context, &mut random).await,
            3 => self.some(context, &mut random).await,
            4 => self.groups(context, &mut random).await,
            5 => self.sets(context, &mut random).await,
            6 => self.running_sum(context, &mut random).await,
            _ => self.pairs(context, &mut random).await,
        }
    }

    async fn expect_rows(&self, context: &mut Context) -> Outcome {
        let mut all = select();
        all.columns(["id", "a", "b", "s", "p"])
            .order_by("id", Order::Asc);
        let found: Vec<Found> = context.fetch_query(&all.into()).await?;
        let rows = self.rows.iter();
        let expected = rows.map(|row| (row.id, row.a, row.b, row.s.map(str::to_owned), row.p));
        expect_eq("the rows", found, expected.collect::<Vec<_>>())
    }

    async fn insert(&mut self, context: &mut Context, random: &mut Random) -> Outcome {
        for _ in 0..=random.below(3) {
            let row = Row::by_chance(self.next, random);
            self.next += 1;
            context.insert(&rows_table()?, &[row.values()]).await?;
            self.rows.push(row);
        }
        Ok(())
    }

    async fn update(&mut self, context: &mut Context, random: &mut Random) -> Outcome {
        let condition = Condition::by_chance(random, 2);
        let (a, b) = (Term::by_chance(random, 1), Term::by_chance(random, 1));
        let mut update = Query::update();
        update
            .table("t")
            .value("a", a.expression())
            .value("b", b.expression())
            .and_where(condition.expression());
        let done = context.execute_query(&update.into()).await?;
        let mut count = 0;
        for row in &mut self.rows {
            if condition.of(row) == Some(true) {
                // Both are computed of the row as it was.
                (row.a, row.b) = (a.of(row), b.of(row));
                count += 1;
            }
        }
        expect_eq("updated", done.affected, Some(count))
    }

    async fn delete(&mut self, context: &mut Context, random: &mut Random) -> Outcome {
        let condition = Condition::by_chance(random, 2);
        let mut delete = Query::delete();
        delete.from_table("t").and_where(condition.expression());
        context.execute_query(&delete.into()).await?;
        self.rows.retain(|row| condition.of(row) != Some(true));
        Ok(())
    }

    async fn some(&self, context: &mut Context, random: &mut Random) -> Outcome {
        let condition = Condition::by_chance(random, 3);
        let found = keys(context, condition.expression()).await?;
        let rows = self
            .rows
            .iter()
            .filter(|row| condition.of(row) == Some(true));
        let expected: Vec<_> = rows.map(|row| row.id).collect();
        expect_eq(&format!("{condition:?}"), found, expected)
    }

    /// Counts and sums of the groups of a text, where there are more than a few.
    async fn groups(&self, context: &mut Context, random: &mut Random) -> Outcome {
        if !context.features().supports_aggregates {
            return Ok(());
        }
        let term = Term::by_chance(random, 2);
        let least = i64::try_from(random.below(3)).unwrap_or_default();
        let mut groups = select();
        groups
            .column("s")
            .expr(Func::count(Expr::col("id")))
            .expr(sum(term.expression()))
            .group_by_col("s")
            .and_having(Expr::from(Func::count(Expr::col("id"))).gt(bind(least)));
        let mut found: Vec<(Option<String>, i64, Option<i64>)> =
            context.fetch_query(&groups.into()).await?;
        found.sort_unstable();
        let mut expected: BTreeMap<Option<String>, (i64, Option<i64>)> = BTreeMap::new();
        for row in &self.rows {
            let (count, sum) = expected.entry(row.s.map(str::to_owned)).or_default();
            *count += 1;
            if let Some(number) = term.of(row) {
                *sum = Some(sum.unwrap_or_default() + number);
            }
        }
        expected.retain(|_, (count, _)| *count > least);
        let expected = expected
            .into_iter()
            .map(|(text, (count, sum))| (text, count, sum));
        expect_eq(
            &format!("groups, {term:?}"),
            found,
            expected.collect::<Vec<_>>(),
        )
    }

    /// Two selects of a number, put together by an operator.
    async fn sets(&self, context: &mut Context, random: &mut Random) -> Outcome {
        let (one, other) = (
            Condition::by_chance(random, 2),
            Condition::by_chance(random, 2),
        );
        let operators = [
            SetOperator::Union,
            SetOperator::UnionAll,
            SetOperator::Intersect,
            SetOperator::Except,
            SetOperator::IntersectAll,
            SetOperator::ExceptAll,
        ];
        let operator = random
            .pick(&operators)
            .copied()
            .unwrap_or(SetOperator::Union);
        let keeps = matches!(operator, SetOperator::IntersectAll | SetOperator::ExceptAll);
        if keeps && !context.features().get(Flag::supports_intersect_all) {
            return Ok(());
        }
        let arm = |condition: &Condition| {
            let mut arm = select();
            arm.column("a").and_where(condition.expression());
            arm
        };
        let compound = Compound::new(arm(&one)).with(operator, arm(&other));
        let found: Vec<(Option<i64>,)> = context.fetch_query(&compound.into()).await?;
        let mut found: Vec<_> = found.into_iter().map(|(a,)| a).collect();
        found.sort_unstable();
        let expected = joined(operator, &self.numbers(&one), &self.numbers(&other));
        expect_eq(&format!("{one:?} {operator:?} {other:?}"), found, expected)
    }

    fn numbers(&self, condition: &Condition) -> Vec<Option<i64>> {
        let rows = self
            .rows
            .iter()
            .filter(|row| condition.of(row) == Some(true));
        rows.map(|row| row.a).collect()
    }

    async fn running_sum(&self, context: &mut Context, random: &mut Random) -> Outcome {
        if !context.features().supports_over_clause {
            return Ok(());
        }
        let term = Term::by_chance(random, 2);
        let window = Window::new()
            .partition_by(Expr::col("p"))
            .order_by(ascending(Expr::col("id")));
        let mut sums = select();
        sums.expr(over(sum(term.expression()), window))
            .order_by("id", Order::Asc);
        let found: Vec<(Option<i64>,)> = context.fetch_query(&sums.into()).await?;
        let found: Vec<_> = found.into_iter().map(|(sum,)| sum).collect();
        let mut totals: BTreeMap<Option<bool>, Option<i64>> = BTreeMap::new();
        let mut expected = Vec::new();
        for row in &self.rows {
            let total = totals.entry(row.p).or_default();
            if let Some(number) = term.of(row) {
                *total = Some(total.unwrap_or_default() + number);
            }
            expected.push(*total);
        }
        expect_eq(&format!("running sums of {term:?}"), found, expected)
    }

    /// Pairs of rows whose numbers are equal, with those that have no partner.
    async fn pairs(&self, context: &mut Context, random: &mut Random) -> Outcome {
        let condition = Condition::by_chance(random, 2);
        let mut chosen = select();
        chosen
            .expr_as(Expr::col("id"), "other")
            .expr_as(Expr::col("b"), "number")
            .and_where(condition.expression());
        let mut pairs = select();
        pairs.column(("t", "id")).column(("chosen", "other"));
        let same = Expr::col(("t", "a")).equals(("chosen", "number"));
        pairs.join_subquery(
            backend_core::sea_query::JoinType::LeftJoin,
            chosen,
            "chosen",
            same,
        );
        let mut found: Vec<(i64, Option<i64>)> = context.fetch_query(&pairs.into()).await?;
        found.sort_unstable();
        let mut expected = Vec::new();
        for row in &self.rows {
            let partners = self.rows.iter().filter(|other| {
                condition.of(other) == Some(true) && row.a.is_some() && other.b == row.a
            });
            let mut partners: Vec<_> = partners.map(|other| Some(other.id)).collect();
            if partners.is_empty() {
                partners.push(None);
            }
            expected.extend(partners.into_iter().map(|partner| (row.id, partner)));
        }
        expected.sort_unstable();
        expect_eq(&format!("pairs where {condition:?}"), found, expected)
    }
}

/// The numbers that an operator leaves, in their order.
fn joined(operator: SetOperator, one: &[Option<i64>], other: &[Option<i64>]) -> Vec<Option<i64>> {
    let mut counts: BTreeMap<Option<i64>, (usize, usize)> = BTreeMap::new();
    for number in one {
        counts.entry(*number).or_default().0 += 1;
    }
    for number in other {
        counts.entry(*number).or_default().1 += 1;
    }
    let often = |(one, other): (usize, usize)| match operator {
        SetOperator::Union => 1,
        SetOperator::UnionAll => one + other,
        SetOperator::Intersect => usize::from(one > 0 && other > 0),
        SetOperator::IntersectAll => one.min(other),
        SetOperator::Except => usize::from(one > 0 && other == 0),
        SetOperator::ExceptAll => one.saturating_sub(other),
        _ => 0,
    };
    let numbers = counts.into_iter();
    numbers
        .flat_map(|(number, counts)| std::iter::repeat_n(number, often(counts)))
        .collect()
}
