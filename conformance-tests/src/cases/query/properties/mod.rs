//! Properties of queries by chance: logic that parts the rows, counts by two ways, slices that make up the whole, and programs of which
//! every statement is compared with what the suite computes by itself.

pub(crate) mod differential;
mod model;
mod program;

use std::collections::BTreeSet;

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::function::{ascending, count_rows, sum};
use backend_core::query::{Compound, Query, bind};
use backend_core::sea_query::{
    CaseStatement, Cond, Expr, ExprTrait as _, Func, Order, SelectStatement,
};

use self::model::{Condition, Row, Term, rows_table};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{Choice, Random, for_all};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "query.property.conditions_part_the_rows",
        conditions_part_the_rows,
        "Rows of which a condition is true, false and unknown are all rows, none twice, and those that the suite computes."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "query.property.parts_add_up",
        parts_add_up,
        "Counts, sums and bounds of the three parts make up those of the whole."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "query.property.different_values_of_parts",
        different_values_of_parts,
        "The union of the different values of the three parts is that of the whole."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "query.property.counted_by_two_ways",
        counted_by_two_ways,
        "As many rows meet a condition as it is true of when it is computed for each."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "query.property.filter_is_a_condition",
        filter_is_a_condition,
        "An aggregate with a condition of its own is that of the rows that meet it."
    )
    .requires(&[Flag::supports_aggregate_filter_clause]),
    case!(
        "query.property.slices_make_up_the_whole",
        slices_make_up_the_whole,
        "Slices of an order by limit and offset, one after the other, are the whole."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "query.property.computed",
        computed,
        "Expressions of rows are what the suite computes."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "query.property.programs",
        programs,
        "Programs of inserts, updates, deletes and selects leave and find the rows that the suite computes, as every vendor does."
    )
    .requires(&[Flag::supports_aggregates]),
];

/// The most choices of a list: a row each, and the last few for expressions.
const MOST: usize = 24;

/// The rows by chance, made in the database too, and chance for what comes after.
async fn rows(context: &mut Context, choices: &[Choice]) -> Result<(Vec<Row>, Random)> {
    let table = rows_table()?;
    context.create(&table).await?;
    let mut rows = Vec::new();
    for (id, choice) in (1_i64..).zip(choices) {
        rows.push(Row::by_chance(id, &mut Random::new(seed_of(&[*choice]))));
    }
    let values: Vec<_> = rows.iter().map(Row::values).collect();
    context.insert(&table, &values).await?;
    Ok((rows, Random::new(seed_of(choices))))
}

fn seed_of(choices: &[Choice]) -> u64 {
    let numbers = choices.iter().flatten();
    numbers.fold(0, |seed: u64, number| {
        seed.wrapping_mul(31).wrapping_add(u64::from(*number))
    })
}

fn select() -> SelectStatement {
    let mut select = Query::select();
    select.from("t");
    select
}

/// The keys of the rows that meet a condition, in their order.
async fn keys(context: &mut Context, condition: Expr) -> Result<Vec<i64>> {
    let mut keys = select();
    keys.column("id")
        .and_where(condition)
        .order_by("id", Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&keys.into()).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The only row of a select.
async fn one<T: backend_core::row::FromRow>(
    context: &mut Context,
    mut select: SelectStatement,
) -> Result<T, Failure> {
    let mut found = context.fetch_query(&Query::from(&mut select)).await?;
    found.pop().ok_or_else(|| Failure::new("no row came"))
}

/// The condition, its opposite, and its being unknown.
fn parts(condition: &Condition) -> [(Option<bool>, Expr); 3] {
    let expression = || condition.expression();
    [
        (Some(true), expression()),
        (Some(false), expression().not()),
        (None, expression().is_null()),
    ]
}

async fn conditions_part_the_rows(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (rows, mut random) = rows(context, choices).await?;
        for _ in 0..8 {
            let condition = Condition::by_chance(&mut random, 3);
            for (truth, part) in parts(&condition) {
                let found = keys(context, part).await?;
                let rows = rows.iter().filter(|row| condition.of(row) == truth);
                let expected: Vec<_> = rows.map(|row| row.id).collect();
                expect_eq(&format!("{condition:?} is {truth:?}"), found, expected)?;
            }
        }
        Ok(())
    })
    .await
}

/// The count, the sum, the least and the greatest.
type Sums = (i64, Option<i64>, Option<i64>, Option<i64>);

fn sums_of(select: &mut SelectStatement, term: &Term) -> SelectStatement {
    select
        .expr(Func::count(term.expression()))
        .expr(sum(term.expression()))
        .expr(Func::min(term.expression()))
        .expr(Func::max(term.expression()))
        .take()
}

fn computed_sums(values: &[i64]) -> Sums {
    let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
    let sum = (!values.is_empty()).then(|| values.iter().sum());
    (
        count,
        sum,
        values.iter().min().copied(),
        values.iter().max().copied(),
    )
}

async fn parts_add_up(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (rows, mut random) = rows(context, choices).await?;
        for _ in 0..6 {
            let condition = Condition::by_chance(&mut random, 3);
            let term = Term::by_chance(&mut random, 2);
            let what = format!("{term:?} where {condition:?}");
            let mut whole = (0, None, None, None);
            for (truth, part) in parts(&condition) {
                let found: Sums = one(context, sums_of(select().and_where(part), &term)).await?;
                let rows = rows.iter().filter(|row| condition.of(row) == truth);
                let values: Vec<_> = rows.filter_map(|row| term.of(row)).collect();
                expect_eq(
                    &format!("{what} is {truth:?}"),
                    found,
                    computed_sums(&values),
                )?;
                whole = joined(whole, found);
            }
            let found: Sums = one(context, sums_of(&mut select(), &term)).await?;
            expect_eq(&format!("the whole of {what}"), found, whole)?;
        }
        Ok(())
    })
    .await
}

fn joined(one: Sums, other: Sums) -> Sums {
    let with = |a: Option<i64>, b: Option<i64>, join: fn(i64, i64) -> i64| match (a, b) {
        (Some(a), Some(b)) => Some(join(a, b)),
        (a, b) => a.or(b),
    };
    (
        one.0 + other.0,
        with(one.1, other.1, |a, b| a + b),
        with(one.2, other.2, Ord::min),
        with(one.3, other.3, Ord::max),
    )
}

async fn different_values_of_parts(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (rows, mut random) = rows(context, choices).await?;
        for _ in 0..6 {
            let condition = Condition::by_chance(&mut random, 3);
            let term = Term::by_chance(&mut random, 2);
            let part = |expression: Expr| {
                let mut part = select();
                part.distinct()
                    .expr_as(term.expression(), "n")
                    .and_where(expression);
                part
            };
            let [(_, yes), (_, no), (_, unknown)] = parts(&condition);
            let union = Compound::new(part(yes))
                .union(part(no))
                .union(part(unknown));
            let found: Vec<(Option<i64>,)> = context.fetch_query(&union.into()).await?;
            let mut found: Vec<_> = found.into_iter().map(|(n,)| n).collect();
            found.sort_unstable();
            let expected: BTreeSet<_> = rows.iter().map(|row| term.of(row)).collect();
            let expected: Vec<_> = expected.into_iter().collect();
            expect_eq(
                &format!("{term:?} parted by {condition:?}"),
                found,
                expected,
            )?;
        }
        Ok(())
    })
    .await
}

async fn counted_by_two_ways(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (_, mut random) = rows(context, choices).await?;
        for _ in 0..8 {
            let condition = Condition::by_chance(&mut random, 3);
            let mut where_true = select();
            where_true
                .expr(count_rows())
                .and_where(condition.expression());
            let (found,): (i64,) = one(context, where_true).await?;
            let truth = CaseStatement::new()
                .case(condition.expression(), bind(1_i64))
                .finally(bind(0_i64));
            let mut computed = select();
            computed.expr(truth);
            let truths: Vec<(i64,)> = context.fetch_query(&computed.into()).await?;
            let expected: i64 = truths.iter().map(|(truth,)| truth).sum();
            expect_eq(&format!("how often {condition:?}"), found, expected)?;
        }
        Ok(())
    })
    .await
}

async fn filter_is_a_condition(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (_, mut random) = rows(context, choices).await?;
        for _ in 0..6 {
            let condition = Condition::by_chance(&mut random, 3);
            let term = Term::by_chance(&mut random, 2);
            let filter = || Cond::all().add(condition.expression());
            let mut filtered = select();
            filtered
                .expr(Func::count(term.expression()).filter(filter()))
                .expr(sum(term.expression()).filter(filter()))
                .expr(Func::min(term.expression()).filter(filter()))
                .expr(Func::max(term.expression()).filter(filter()));
            let found: Sums = one(context, filtered).await?;
            let mut chosen = select();
            chosen.and_where(condition.expression());
            let expected: Sums = one(context, sums_of(&mut chosen, &term)).await?;
            expect_eq(&format!("{term:?} where {condition:?}"), found, expected)?;
        }
        Ok(())
    })
    .await
}

async fn slices_make_up_the_whole(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (_, mut random) = rows(context, choices).await?;
        for _ in 0..3 {
            let term = Term::by_chance(&mut random, 2);
            let ordered = || {
                let mut ordered = select();
                ordered
                    .column("id")
                    .order_by_expr(term.expression(), Order::Desc)
                    .order_by("id", Order::Asc);
                ordered
            };
            let whole: Vec<(i64,)> = context.fetch_query(&ordered().into()).await?;
            let mut found = Vec::new();
            while found.len() < whole.len() {
                let size = random.below(5) + 1;
                let mut slice = ordered();
                slice.limit(u64::try_from(size).unwrap_or(1));
                slice.offset(u64::try_from(found.len()).unwrap_or_default());
                let rows: Vec<(i64,)> = context.fetch_query(&slice.into()).await?;
                expect_eq(
                    "rows of a slice",
                    rows.len(),
                    size.min(whole.len() - found.len()),
                )?;
                found.extend(rows);
            }
            expect_eq(&format!("slices by {term:?}"), found, whole)?;
        }
        Ok(())
    })
    .await
}

async fn computed(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let (rows, mut random) = rows(context, choices).await?;
        for _ in 0..8 {
            let term = Term::by_chance(&mut random, 3);
            let all = Compound::new({
                let mut all = select();
                all.column("id").expr_as(term.expression(), "n");
                all
            })
            .order_by(ascending(Expr::col("id")));
            let found: Vec<(i64, Option<i64>)> = context.fetch_query(&all.into()).await?;
            let expected: Vec<_> = rows.iter().map(|row| (row.id, term.of(row))).collect();
            expect_eq(&format!("{term:?}"), found, expected)?;
        }
        Ok(())
    })
    .await
}

async fn programs(context: &mut Context) -> Outcome {
    program::run(context).await
}
