//! Bits and conditions, joined.

use backend_core::flag::Flag;
use backend_core::function::{bit_and, bit_or, bit_xor, bool_and, bool_or, distinct};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, FunctionCall};

use super::{column, of_all, of_none, one, sales, select};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.aggregate.bits",
        bits,
        "Bits of all integers are joined by AND and OR, also of negative ones."
    )
    .requires(&[Flag::supports_bit_aggregates]),
    case!(
        "function.aggregate.bits_of_nothing",
        bits_of_nothing,
        "Bits of no rows, and of NULLs, are NULL."
    )
    .requires(&[Flag::supports_bit_aggregates]),
    case!(
        "function.aggregate.bits_in_the_builders_words",
        bits_in_own_words,
        "The query builder's own words for bits mean the same."
    )
    .requires(&[Flag::supports_bit_aggregates]),
    case!(
        "function.aggregate.bits_are_refused",
        bits_are_refused,
        "Where bits of rows cannot be joined, such aggregates are refused with the flag."
    )
    .refuses(Flag::supports_bit_aggregates),
    case!(
        "function.aggregate.bit_xor",
        xor,
        "Bits that an odd number of integers have are left by XOR, where asked of each value once."
    )
    .requires(&[Flag::has_bit_xor]),
    case!(
        "function.aggregate.bit_xor_is_refused",
        xor_is_refused,
        "Where bits of rows cannot be joined by XOR, it is refused with the flag."
    )
    .refuses(Flag::has_bit_xor),
    case!(
        "function.aggregate.conditions",
        conditions,
        "Conditions of rows are all true, or some of them, and a NULL is no answer."
    )
    .requires(&[Flag::supports_logical_aggregates]),
    case!(
        "function.aggregate.conditions_of_nothing",
        conditions_of_nothing,
        "Conditions of no rows, and NULLs alone, are neither true nor false."
    )
    .requires(&[Flag::supports_logical_aggregates]),
    case!(
        "function.aggregate.conditions_that_are_computed",
        computed_conditions,
        "A condition of rows is any expression that is true or false."
    )
    .requires(&[Flag::supports_logical_aggregates]),
    case!(
        "function.aggregate.conditions_are_refused",
        conditions_are_refused,
        "Where conditions of rows cannot be joined, such aggregates are refused with the flag."
    )
    .refuses(Flag::supports_logical_aggregates),
];

async fn bits(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (and, or): (i64, i64) = one(
        context,
        select([
            bit_and(column("amount")).into(),
            bit_or(column("amount")).into(),
        ]),
    )
    .await?;
    expect_eq("AND, OR", (and, or), (0, 10 | 20 | -5 | 7))?;
    let mut positive = select([
        bit_and(column("amount")).into(),
        bit_or(column("amount")).into(),
    ]);
    positive.and_where(column("amount").gte(bind(10_i64)));
    let found: (i64, i64) = one(context, positive).await?;
    expect_eq("AND, OR of those above 0", found, (10 & 20, 10 | 20))
}

async fn bits_of_nothing(context: &mut Context) -> Outcome {
    sales(context).await?;
    for aggregate in [bit_and(column("amount")), bit_or(column("amount"))] {
        let (found,): (Option<i64>,) = of_none(context, aggregate.clone()).await?;
        expect_eq("of no rows", found, None)?;
        let mut null = select([aggregate.into()]);
        null.and_where(column("amount").is_null());
        let (found,): (Option<i64>,) = one(context, null).await?;
        expect_eq("of NULL", found, None)?;
    }
    Ok(())
}

async fn bits_in_own_words(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: (i64, i64) = one(
        context,
        select([
            Func::bit_and(column("amount")).into(),
            Func::bit_or(column("amount")).into(),
        ]),
    )
    .await?;
    expect_eq("AND, OR", found, (0, 10 | 20 | -5 | 7))
}

async fn refused(context: &mut Context, flag: Flag, aggregates: Vec<FunctionCall>) -> Outcome {
    for aggregate in aggregates {
        context
            .refused(flag, async |context| {
                let mut select = Query::select();
                select.expr(aggregate);
                context.fetch_query::<(Option<i64>,)>(&select.into()).await
            })
            .await?;
    }
    Ok(())
}

async fn bits_are_refused(context: &mut Context) -> Outcome {
    let one = || bind(1_i64);
    let aggregates = vec![bit_and(one()), bit_or(one()), Func::bit_and(one())];
    refused(context, Flag::supports_bit_aggregates, aggregates).await
}

async fn xor(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (found,): (i64,) = of_all(context, bit_xor(column("amount"))).await?;
    expect_eq("XOR", found, 10 ^ 20 ^ 20 ^ -5 ^ 7)?;
    let (found,): (i64,) = of_all(context, distinct(bit_xor(column("amount")))).await?;
    expect_eq("XOR of different ones", found, 10 ^ 20 ^ -5 ^ 7)?;
    let (found,): (Option<i64>,) = of_none(context, bit_xor(column("amount"))).await?;
    expect_eq("XOR of no rows", found, None)
}

async fn xor_is_refused(context: &mut Context) -> Outcome {
    refused(context, Flag::has_bit_xor, vec![bit_xor(bind(1_i64))]).await
}

async fn conditions(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: (bool, bool) = one(
        context,
        select([
            bool_and(column("paid")).into(),
            bool_or(column("paid")).into(),
        ]),
    )
    .await?;
    expect_eq("all, some", found, (false, true))?;
    let mut north = select([
        bool_and(column("paid")).into(),
        bool_or(column("paid")).into(),
    ]);
    north.and_where(column("region").eq(bind("south")));
    let found: (bool, bool) = one(context, north).await?;
    expect_eq("all, some, with a NULL", found, (false, false))
}

async fn conditions_of_nothing(context: &mut Context) -> Outcome {
    sales(context).await?;
    for aggregate in [bool_and(column("paid")), bool_or(column("paid"))] {
        let (found,): (Option<bool>,) = of_none(context, aggregate.clone()).await?;
        expect_eq("of no rows", found, None)?;
        let mut null = select([aggregate.into()]);
        null.and_where(column("paid").is_null());
        let (found,): (Option<bool>,) = one(context, null).await?;
        expect_eq("of NULL", found, None)?;
    }
    Ok(())
}

async fn computed_conditions(context: &mut Context) -> Outcome {
    sales(context).await?;
    let above = |limit: i64| column("amount").gt(bind(limit));
    let negated: Expr = column("paid").not();
    let found: (bool, bool, bool) = one(
        context,
        select([
            bool_and(above(-6)).into(),
            bool_or(above(20)).into(),
            bool_or(negated).into(),
        ]),
    )
    .await?;
    expect_eq(
        "all above -6, some above 20, some unpaid",
        found,
        (true, false, true),
    )
}

async fn conditions_are_refused(context: &mut Context) -> Outcome {
    let aggregates = vec![bool_and(bind(true)), bool_or(bind(true))];
    refused(context, Flag::supports_logical_aggregates, aggregates).await
}
