//! Counts, sums, means, bounds.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function::{any_value, average, count_rows, distinct, exact_average, sum};
use backend_core::model::ColumnType;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, Order};
use backend_core::value::{Decimal, IntoValue as _};

use super::{column, expect_near, of_all, of_none, sales, select};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::table;

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.aggregate.count",
        count,
        "Counts are of rows, of values that are not NULL, and of different values."
    )
    .smoke()
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.sum_of_integers",
        sum_of_integers,
        "A sum of integers is an integer, and NULL of no rows."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.sum_beyond_64_bits",
        sum_beyond_64_bits,
        "A sum of integers may exceed 64 bits: it is exact as a decimal, and an error to who reads an integer."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "function.aggregate.sum_of_decimals",
        sum_of_decimals,
        "A sum of decimals is exact, with as many digits behind the point as the longest."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.sum_of_long_decimals",
        sum_of_long_decimals,
        "A sum of decimals of forty digits keeps every one of them."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "function.aggregate.sum_of_doubles",
        sum_of_doubles,
        "A sum of doubles is a double."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.average_is_a_double",
        average_is_a_double,
        "A mean is a double, of integers, decimals and doubles."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.exact_average",
        exact_mean,
        "An exact mean is a decimal with sixteen significant digits or more, the same ones everywhere."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "function.aggregate.bounds",
        bounds,
        "The least and the greatest are of the argument's kind: integers, doubles, texts, dates."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.distinct",
        distinct_values,
        "A sum, a mean and a count take each value once where asked."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.of_no_rows",
        of_no_rows,
        "Of no rows a count is 0, and every other aggregate NULL, for which a default can stand in."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.of_nulls",
        of_nulls,
        "Of NULLs alone it is as of no rows."
    )
    .requires(&[Flag::supports_aggregates]),
    case!(
        "function.aggregate.of_expressions",
        of_expressions,
        "An aggregate takes any expression, and is part of one."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.in_having_and_order",
        in_having_and_order,
        "An aggregate stands in the condition of groups and in the order."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation_regress/tests.py"),
    case!(
        "function.aggregate.of_a_subquery",
        of_a_subquery,
        "An aggregate in a subquery is of the rows that belong to the row outside."
    )
    .requires(&[Flag::supports_aggregates])
    .django("expressions/tests.py"),
    case!(
        "function.aggregate.any_value",
        any_of_them,
        "Any value is one of those that are not NULL."
    )
    .requires(&[Flag::supports_any_value])
    .django("aggregation/tests.py"),
    case!(
        "function.aggregate.any_value_is_refused",
        any_value_is_refused,
        "Where there is no word for any value, it is refused with the flag."
    )
    .refuses(Flag::supports_any_value),
    case!(
        "function.aggregate.is_refused",
        is_refused,
        "Where rows cannot be counted and summed, each of these aggregates is refused with the flag."
    )
    .refuses(Flag::supports_aggregates),
];

async fn count(context: &mut Context) -> Outcome {
    sales(context).await?;
    let counts = select([
        count_rows().into(),
        Func::count(column("amount")).into(),
        Func::count_distinct(column("amount")).into(),
        distinct(Func::count(column("region"))).into(),
    ]);
    let found: (i64, i64, i64, i64) = super::one(context, counts).await?;
    expect_eq(
        "rows, values, different ones, of texts",
        found,
        (6, 5, 4, 3),
    )
}

async fn sum_of_integers(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: (Option<i64>,) = of_all(context, sum(column("amount"))).await?;
    expect_eq("the sum", found, (Some(52),))?;
    let found: (Option<i64>,) = of_all(context, sum(column("id"))).await?;
    expect_eq("the sum of keys", found, (Some(21),))?;
    let found: (Option<i64>,) = of_none(context, sum(column("amount"))).await?;
    expect_eq("the sum of no rows", found, (None,))
}

/// Makes a table `number` with a column `n` of that type and these values.
async fn numbers<T: Clone + backend_core::value::IntoValue>(
    context: &mut Context,
    column_type: ColumnType,
    values: &[T],
) -> backend_core::error::Result<()> {
    let table = table("number", &[("n", column_type)])?;
    context.create(&table).await?;
    let rows: Vec<_> = (1_i64..)
        .zip(values)
        .map(|(id, value)| vec![id.into_value(), value.clone().into_value()])
        .collect();
    context.insert(&table, &rows).await
}

fn of_numbers(expression: impl Into<Expr>) -> Query {
    let mut select = Query::select();
    select.expr(expression).from("number");
    select.into()
}

async fn sum_beyond_64_bits(context: &mut Context) -> Outcome {
    numbers(context, ColumnType::BigInteger, &[i64::MAX, i64::MAX, 5]).await?;
    let query = of_numbers(sum(column("n")));
    let found: Vec<(Decimal,)> = context.fetch_query(&query).await?;
    let expected: Decimal = "18446744073709551619".parse()?;
    expect_eq("the sum", found, [(expected,)])?;
    match context.fetch_query::<(i64,)>(&query).await {
        Err(error) if error.kind() == ErrorKind::Data => Ok(()),
        Err(error) => Err(error.into()),
        Ok(found) => Err(Failure::new(format!("the sum cannot be {found:?}"))),
    }
}

async fn sum_of_decimals(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (found,): (Decimal,) = of_all(context, sum(column("price"))).await?;
    expect_eq("the sum", found.to_string(), "14.05".to_owned())?;
    let mut last = select([sum(column("price")).into()]);
    last.and_where(column("id").eq(bind(6_i64)));
    let (found,): (Decimal,) = super::one(context, last).await?;
    expect_eq("the sum of one", found.to_string(), "10.00".to_owned())
}

async fn sum_of_long_decimals(context: &mut Context) -> Outcome {
    let column_type = ColumnType::Decimal {
        precision: Some(38),
        scale: Some(20),
    };
    let values: Vec<Decimal> = [
        "123456789012345678.00000000000000000001",
        "-23456789012345678.00000000000000000001",
        "0.99999999999999999999",
        "0.00000000000000000001",
    ]
    .iter()
    .map(|text| text.parse())
    .collect::<backend_core::error::Result<_>>()?;
    numbers(context, column_type, &values).await?;
    let found: Vec<(Decimal,)> = context.fetch_query(&of_numbers(sum(column("n")))).await?;
    let texts: Vec<_> = found.iter().map(|(sum,)| sum.to_string()).collect();
    expect_eq(
        "the sum",
        texts,
        ["100000000000000001.00000000000000000000"],
    )
}

async fn sum_of_doubles(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: (Option<f64>,) = of_all(context, sum(column("weight"))).await?;
    expect_eq("the sum", found, (Some(7.0),))
}

async fn average_is_a_double(context: &mut Context) -> Outcome {
    sales(context).await?;
    for (name, expected) in [("amount", 10.4), ("price", 2.81), ("weight", 1.4)] {
        let found: (Option<f64>,) = of_all(context, average(column(name))).await?;
        expect_near(name, found.0, expected)?;
    }
    let found: (Option<f64>,) = of_none(context, average(column("price"))).await?;
    expect_eq("the mean of no rows", found, (None,))
}

async fn exact_mean(context: &mut Context) -> Outcome {
    sales(context).await?;
    // A server whose decimals have few digits has as many behind the point in each mean.
    let most = context.features().max_decimal_digits;
    let keeps_any_scale = most.is_none_or(|most| most >= 1_000);
    let rows = [
        (column("price"), "2.8100000000000000"),
        (column("amount"), "10.4000000000000000"),
        (column("id"), "3.5000000000000000"),
    ];
    for (expression, expected) in rows {
        let (found,): (Decimal,) = of_all(context, exact_average(expression)).await?;
        if keeps_any_scale {
            expect_eq("the mean", found.to_string(), expected.to_owned())?;
        } else {
            expect_eq("the mean", found, expected.parse()?)?;
        }
    }
    let mut three = select([exact_average(column("price")).into()]);
    three.and_where(column("id").lte(bind(3_i64)));
    let (found,): (Decimal,) = super::one(context, three).await?;
    let (found, expected) = (found.to_string(), "1.28333333333333333333");
    if keeps_any_scale {
        return expect_eq("a third", found, expected.to_owned());
    }
    expect(found.starts_with("1.283333333333333"), || {
        format!("a third is {found}")
    })
}

async fn bounds(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: (i64, i64, f64, f64, String, String) = super::one(
        context,
        select([
            Func::min(column("amount")).into(),
            Func::max(column("amount")).into(),
            Func::min(column("weight")).into(),
            Func::max(column("weight")).into(),
            Func::min(column("region")).into(),
            Func::max(column("region")).into(),
        ]),
    )
    .await?;
    let expected = (-5, 20, -1.0, 4.0, "north".to_owned(), "west".to_owned());
    expect_eq("bounds", found, expected)
}

async fn distinct_values(context: &mut Context) -> Outcome {
    sales(context).await?;
    let found: (i64, f64, i64) = super::one(
        context,
        select([
            distinct(sum(column("amount"))).into(),
            distinct(average(column("amount"))).into(),
            distinct(Func::count(column("paid"))).into(),
        ]),
    )
    .await?;
    expect_eq("sum, mean, count", found, (32, 8.0, 2))
}

async fn of_no_rows(context: &mut Context) -> Outcome {
    sales(context).await?;
    let aggregates = [
        sum(column("price")),
        average(column("amount")),
        exact_average(column("price")),
        Func::min(column("amount")),
        Func::max(column("region")),
    ];
    for aggregate in aggregates {
        let (found,): (Option<Decimal>,) = of_none(context, aggregate).await?;
        expect_eq("of no rows", found, None)?;
    }
    let (found,): (i64,) = of_none(context, count_rows()).await?;
    expect_eq("the count", found, 0)?;
    let or_zero: [Expr; 2] = [sum(column("amount")).into(), bind(0_i64).into()];
    let (found,): (i64,) = of_none(context, Func::coalesce(or_zero)).await?;
    expect_eq("the default", found, 0)
}

async fn of_nulls(context: &mut Context) -> Outcome {
    sales(context).await?;
    let mut nulls = select([
        Func::count(column("amount")).into(),
        sum(column("amount")).into(),
        average(column("weight")).into(),
    ]);
    nulls.and_where(column("id").eq(bind(4_i64)));
    let found: (i64, Option<i64>, Option<f64>) = super::one(context, nulls).await?;
    expect_eq("count, sum, mean", found, (0, None, None))
}

async fn of_expressions(context: &mut Context) -> Outcome {
    sales(context).await?;
    let spread = Expr::from(Func::max(column("amount"))).sub(Func::min(column("amount")));
    let scaled = sum(column("amount").mul(bind(2_i64)).add(column("id")));
    let found: (i64, i64) = super::one(context, select([spread, scaled.into()])).await?;
    expect_eq("the spread, the sum", found, (25, 121))
}

async fn in_having_and_order(context: &mut Context) -> Outcome {
    sales(context).await?;
    let total = || Expr::from(sum(column("amount")));
    let mut regions = select([column("region"), total()]);
    regions
        .group_by_col("region")
        .and_having(total().gt(bind(0_i64)))
        .order_by_expr(total(), Order::Desc);
    let found: Vec<(Option<String>, i64)> = context.fetch_query(&regions.into()).await?;
    let expected = [(Some("north"), 30), (Some("south"), 20), (None, 7)];
    expect_eq(
        "regions",
        found,
        expected.map(|(name, sum)| (name.map(str::to_owned), sum)),
    )
}

async fn of_a_subquery(context: &mut Context) -> Outcome {
    sales(context).await?;
    let mut same = Query::select();
    same.expr(sum(Expr::col(("other", "amount"))))
        .from_as("sale", "other")
        .and_where(Expr::col(("other", "region")).equals(("sale", "region")));
    let mut sales = select([column("id"), Expr::SubQuery(None, Box::new(same.into()))]);
    sales.order_by(("sale", "id"), Order::Asc);
    let found: Vec<(i64, Option<i64>)> = context.fetch_query(&sales.into()).await?;
    let sums = [Some(30), Some(30), Some(20), Some(20), Some(-5), None];
    let expected: Vec<_> = (1_i64..).zip(sums).collect();
    expect_eq("sums of the region", found, expected)
}

async fn any_of_them(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (found,): (i64,) = of_all(context, any_value(column("amount"))).await?;
    if ![10, 20, -5, 7].contains(&found) {
        return Err(Failure::new(format!("{found} is no amount")));
    }
    let mut null = select([any_value(column("amount")).into()]);
    null.and_where(column("id").eq(bind(4_i64)));
    let (found,): (Option<i64>,) = super::one(context, null).await?;
    expect_eq("of NULL", found, None)
}

async fn any_value_is_refused(context: &mut Context) -> Outcome {
    sales(context).await?;
    context
        .refused(Flag::supports_any_value, async |context| {
            let select = select([any_value(column("amount")).into()]);
            context.fetch_query::<(Option<i64>,)>(&select.into()).await
        })
        .await
}

async fn is_refused(context: &mut Context) -> Outcome {
    let aggregates = [
        count_rows(),
        sum(bind(1_i64)),
        average(bind(1_i64)),
        exact_average(bind(1_i64)),
        Func::min(bind(1_i64)),
        Func::max(bind(1_i64)),
    ];
    for aggregate in aggregates {
        context
            .refused(Flag::supports_aggregates, async |context| {
                let mut select = Query::select();
                select.expr(aggregate);
                context.fetch_query::<(Option<i64>,)>(&select.into()).await
            })
            .await?;
    }
    Ok(())
}
