//! Computing with intervals, and comparing them by their length.

use backend_core::flag::Flag;
use backend_core::function::{
    add_intervals, interval_microseconds, multiply_interval, negate_interval,
};
use backend_core::model::ColumnType;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Order};
use backend_core::value::{Interval, IntoValue as _};

use super::{expect_computed, expect_refused_value, interval};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::table;

const REQUIRED: &[Flag] = &[Flag::supports_interval_arithmetic];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.interval.sum",
        sum,
        "Intervals are added part by part: months, days and time do not become one another."
    )
    .requires(REQUIRED)
    .django("expressions/tests.py"),
    case!(
        "function.date.interval.negated",
        negated,
        "A negated interval has each part's sign turned around."
    )
    .requires(REQUIRED)
    .django("expressions/tests.py"),
    case!(
        "function.date.interval.multiplied",
        multiplied,
        "An interval is multiplied by a whole number part by part."
    )
    .requires(REQUIRED)
    .django("expressions/tests.py"),
    case!(
        "function.date.interval.length",
        length,
        "The length of an interval counts thirty days a month and 24 hours a day, in microseconds."
    )
    .requires(REQUIRED)
    .django("expressions/tests.py"),
    case!(
        "function.date.interval.order",
        order,
        "Intervals of a column are compared and sorted by their lengths."
    )
    .requires(REQUIRED)
    .django("expressions/tests.py"),
    case!(
        "function.date.interval.out_of_range",
        out_of_range,
        "An interval that is too long is an error of the data."
    )
    .requires(REQUIRED),
    case!(
        "function.date.interval.null",
        null,
        "What is computed with NULL is NULL."
    )
    .requires(REQUIRED),
];

async fn sum(context: &mut Context) -> Outcome {
    for (first, second, expected) in [
        ("P1M", "P1M", "P2M"),
        ("P1Y2M3DT4H", "P-1M1DT-5H", "P1Y1M4DT-1H"),
        ("PT23H", "PT2H", "PT25H"),
        ("P20D", "P20D", "P40D"),
        ("P1D", "P-1D", "PT0S"),
        ("PT0.5S", "PT0.500001S", "PT1.000001S"),
    ] {
        let what = format!("{first} and {second}");
        let found = add_intervals(bind(interval(first)?), bind(interval(second)?));
        expect_computed(context, &what, found, interval(expected)?).await?;
    }
    Ok(())
}

async fn negated(context: &mut Context) -> Outcome {
    for (span, expected) in [
        ("P1Y2M3DT4H5M6.5S", "P-1Y-2M-3DT-4H-5M-6.5S"),
        ("P1M-3DT1S", "P-1M3DT-1S"),
        ("PT0S", "PT0S"),
    ] {
        let found = negate_interval(bind(interval(span)?));
        expect_computed(context, span, found, interval(expected)?).await?;
    }
    Ok(())
}

async fn multiplied(context: &mut Context) -> Outcome {
    for (span, times, expected) in [
        ("P1M1DT1H", 3_i64, "P3M3DT3H"),
        ("P1M-1DT0.5S", 2, "P2M-2DT1S"),
        ("P1DT1S", 0, "PT0S"),
        ("P1DT12H", -2, "P-2DT-24H"),
        ("PT0.000001S", 1_000_000, "PT1S"),
    ] {
        let what = format!("{span} times {times}");
        let found = multiply_interval(bind(interval(span)?), bind(times));
        expect_computed(context, &what, found, interval(expected)?).await?;
    }
    Ok(())
}

async fn length(context: &mut Context) -> Outcome {
    const DAY: i64 = 86_400_000_000;
    for (span, expected) in [
        ("PT0S", 0),
        ("PT0.000001S", 1),
        ("PT-0.000001S", -1),
        ("P1D", DAY),
        ("PT24H", DAY),
        ("P1M", 30 * DAY),
        ("P1Y", 360 * DAY),
        ("P1M-30D", 0),
        ("P1Y2M3DT4H5M6.789S", 423 * DAY + 14_706_789_000),
        ("P-1Y-2M-3DT-4H-5M-6.789S", -423 * DAY - 14_706_789_000),
        ("P1000Y", 360_000 * DAY),
    ] {
        let found = interval_microseconds(bind(interval(span)?));
        expect_computed(context, span, found, expected).await?;
    }
    Ok(())
}

async fn order(context: &mut Context) -> Outcome {
    let sorted = [
        "P-1D", "PT-1H", "PT0S", "PT9S", "PT10S", "PT90M", "PT23H", "P1D", "P9D", "P10D", "P29D",
        "P1M", "P31D", "P1Y",
    ];
    let stored = table("stored", &[("span", ColumnType::Interval)])?;
    context.create(&stored).await?;
    let mut rows = Vec::new();
    // Stored in another order than that of their lengths.
    for (id, text) in (0_i64..).zip(sorted) {
        rows.push(vec![
            (id * 5 % 14).into_value(),
            interval(text)?.into_value(),
        ]);
    }
    context.insert(&stored, &rows).await?;
    let mut select = Query::select();
    select
        .column("span")
        .from("stored")
        .order_by_expr(interval_microseconds(Expr::col("span")).into(), Order::Asc);
    let found: Vec<(Interval,)> = context.fetch_query(&select.into()).await?;
    let found: Vec<String> = found.iter().map(|(span,)| span.to_string()).collect();
    let mut expected = Vec::new();
    for text in sorted {
        expected.push(interval(text)?.to_string());
    }
    expect_eq("sorted", found, expected)?;
    let mut select = Query::select();
    let longer = Expr::from(interval_microseconds(Expr::col("span")))
        .gt(interval_microseconds(bind(interval("PT24H")?)));
    select
        .expr(Expr::col("id").count())
        .from("stored")
        .and_where(longer);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("longer than a day", found, vec![(6,)])
}

async fn out_of_range(context: &mut Context) -> Outcome {
    let months = Interval {
        months: i32::MAX,
        ..Interval::default()
    };
    let found = add_intervals(bind(months), bind(months));
    expect_refused_value(context, "a sum", found).await?;
    let found = multiply_interval(bind(months), bind(2_i64));
    expect_refused_value(context, "a product", found).await
}

async fn null(context: &mut Context) -> Outcome {
    let none = || bind(None::<Interval>);
    let day = interval("P1D")?;
    let found = add_intervals(bind(day), none());
    expect_computed(context, "a sum", found, None::<Interval>).await?;
    let found = negate_interval(none());
    expect_computed(context, "negated", found, None::<Interval>).await?;
    let found = multiply_interval(bind(day), bind(None::<i64>));
    expect_computed(context, "a product", found, None::<Interval>).await?;
    let found = interval_microseconds(none());
    expect_computed(context, "a length", found, None::<i64>).await
}
