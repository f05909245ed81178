//! Functions beside columns: what they give is stored, compared, grouped and sorted as what a parameter gives.

use backend_core::flag::Flag;
use backend_core::function::{
    DatePart, DateUnit, TimeZone, add_days, add_interval, difference, extract, instant, to_date,
    to_time, to_timestamp, truncate_date, truncate_timestamp,
};
use backend_core::model::{ColumnType, Table};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, FunctionCall, Order};
use backend_core::value::{Date, Interval, IntoValue, Time, Timestamp, TimestampTz, TypedValue};

use super::{interval, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.column.dates",
        dates,
        "A computed date is stored in a column and found there by a parameter and by the same function."
    )
    .requires(&[Flag::supports_date_functions]),
    case!(
        "function.date.column.timestamps",
        timestamps,
        "A computed timestamp is stored in a column and found there by a parameter and by the same function."
    )
    .requires(&[Flag::supports_date_functions]),
    case!(
        "function.date.column.times",
        times,
        "A computed time is stored in a column and found there by a parameter and by the same function."
    )
    .requires(&[Flag::supports_date_functions]),
    case!(
        "function.date.column.instants",
        instants,
        "A computed instant is stored in a column and found there by a parameter and by the same function."
    )
    .requires(&[Flag::supports_time_zones]),
    case!(
        "function.date.column.intervals",
        intervals,
        "A computed interval is stored in a column and found there by a parameter and by the same function."
    )
    .requires(&[Flag::supports_interval_arithmetic]),
    case!(
        "function.date.column.grouped",
        grouped,
        "Rows are grouped by the month of a column, and sorted by it."
    )
    .requires(&[Flag::supports_date_functions])
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.column.filtered",
        filtered,
        "Rows are found by a part of a column, and NULL by none."
    )
    .requires(&[Flag::supports_date_functions])
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.column.updated",
        updated,
        "A column is moved by an interval in an update, row by row."
    )
    .requires(&[Flag::supports_interval_arithmetic])
    .django("expressions/tests.py"),
    case!(
        "function.date.column.of_two_columns",
        of_two_columns,
        "Rows are found by what lies between two of their columns."
    )
    .requires(&[Flag::supports_interval_arithmetic])
    .django("expressions/tests.py"),
];

/// Stores what a function makes, and demands that the row is found by what it must be.
async fn kept<T: IntoValue + Clone>(
    context: &mut Context,
    column_type: ColumnType,
    function: FunctionCall,
    expected: T,
) -> Outcome {
    let kept = table("kept", &[("value", column_type)])?;
    context.create(&kept).await?;
    let expected: TypedValue = expected.into_value();
    context
        .insert(&kept, &[vec![1_i64.into_value(), expected.clone()]])
        .await?;
    context.insert(&kept, &[vec![2_i64.into_value()]]).await?;
    let mut update = Query::update();
    update
        .table("kept")
        .value("value", function.clone())
        .and_where(Expr::col("id").eq(2));
    context.execute_query(&update.into()).await?;
    let column = || Expr::col("value");
    for (what, condition) in [
        ("by a parameter", column().eq(bind(expected))),
        ("by the function", column().eq(function.clone())),
        ("not below it", column().gte(function.clone())),
        ("not above it", column().lte(function)),
    ] {
        let mut select = Query::select();
        select
            .column("id")
            .from("kept")
            .and_where(condition)
            .order_by("id", Order::Asc);
        let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
        expect_eq(what, found, vec![(1,), (2,)])?;
    }
    let rows = context.select(&kept).await?;
    expect_eq(
        "as values of the column",
        rows.first().map(|row| row.get(1)),
        rows.get(1).map(|row| row.get(1)),
    )
}

async fn dates(context: &mut Context) -> Outcome {
    let at: Timestamp = of("2024-02-28 23:59:59.5")?;
    let function = add_days(to_date(bind(at)), bind(1_i64));
    kept(
        context,
        ColumnType::Date,
        function,
        of::<Date>("2024-02-29")?,
    )
    .await
}

async fn timestamps(context: &mut Context) -> Outcome {
    let at: Timestamp = of("2024-02-29 23:59:59.500001")?;
    let function = truncate_timestamp(DateUnit::Minute, bind(at));
    let expected: Timestamp = of("2024-02-29 23:59:00")?;
    let timestamp = ColumnType::Timestamp { precision: None };
    kept(context, timestamp, function, expected).await
}

async fn times(context: &mut Context) -> Outcome {
    let at: Timestamp = of("2024-02-29 23:59:59.500001")?;
    let expected: Time = of("23:59:59.500001")?;
    let time = ColumnType::Time { precision: None };
    kept(context, time, to_time(bind(at)), expected).await
}

async fn instants(context: &mut Context) -> Outcome {
    let zone: TimeZone = of("Asia/Kathmandu")?;
    let local: Timestamp = of("2024-02-29 05:00:00.25")?;
    let expected: TimestampTz = of("2024-02-28 23:15:00.25+00:00")?;
    let tz = ColumnType::TimestampTz { precision: None };
    kept(context, tz, instant(&zone, bind(local)), expected).await
}

async fn intervals(context: &mut Context) -> Outcome {
    let (earlier, later): (Timestamp, Timestamp) =
        (of("2024-02-28 12:00:00")?, of("2024-03-01 13:30:00.5")?);
    let function = difference(bind(earlier), bind(later));
    let kept = table("kept", &[("value", ColumnType::Interval)])?;
    context.create(&kept).await?;
    context.insert(&kept, &[vec![1_i64.into_value()]]).await?;
    let mut update = Query::update();
    update.table("kept").value("value", function.clone());
    context.execute_query(&update.into()).await?;
    let expected: Interval = interval("P2DT1H30M0.5S")?;
    for condition in [
        Expr::col("value").eq(bind(expected)),
        Expr::col("value").eq(function),
    ] {
        let mut select = Query::select();
        select.column("value").from("kept").and_where(condition);
        let found: Vec<(Interval,)> = context.fetch_query(&select.into()).await?;
        expect_eq("the interval", found, vec![(expected,)])?;
    }
    Ok(())
}

/// A table of dates, one of which is NULL.
async fn births(context: &mut Context) -> Result<Table, Failure> {
    let births = table(
        "birth",
        &[
            ("day", ColumnType::Date),
            ("hour", ColumnType::Timestamp { precision: None }),
        ],
    )?;
    context.create(&births).await?;
    let mut rows = vec![vec![0_i64.into_value()]];
    for (id, text) in (1_i64..).zip(["2024-02-29", "2024-01-31", "2024-02-01", "2023-02-15"]) {
        let date: Date = of(text)?;
        rows.push(vec![
            id.into_value(),
            date.into_value(),
            Timestamp::from(date).into_value(),
        ]);
    }
    context.insert(&births, &rows).await?;
    Ok(births)
}

async fn grouped(context: &mut Context) -> Outcome {
    births(context).await?;
    let month = || Expr::from(truncate_date(DateUnit::Month, Expr::col("day")));
    let mut select = Query::select();
    select
        .expr_as(month(), "month")
        .expr_as(Expr::col("id").count(), "births")
        .from("birth")
        .and_where(Expr::col("day").is_not_null())
        .add_group_by([month()])
        .order_by_expr(month(), Order::Asc);
    let found: Vec<(Date, i64)> = context.fetch_query(&select.into()).await?;
    let expected = vec![
        (of("2023-02-01")?, 1),
        (of("2024-01-01")?, 1),
        (of("2024-02-01")?, 2),
    ];
    expect_eq("births a month", found, expected)
}

async fn filtered(context: &mut Context) -> Outcome {
    births(context).await?;
    for column in ["day", "hour"] {
        for (part, value, expected) in [
            (DatePart::Month, 2_i64, vec![(1_i64,), (3,), (4,)]),
            (DatePart::Year, 2023, vec![(4,)]),
            (DatePart::Day, 31, vec![(2,)]),
            (DatePart::Hour, 0, vec![(1,), (2,), (3,), (4,)]),
        ] {
            let mut select = Query::select();
            let found = Expr::from(extract(part, Expr::col(column))).eq(value);
            select
                .column("id")
                .from("birth")
                .and_where(found)
                .order_by("id", Order::Asc);
            let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
            expect_eq(&format!("{part} of {column} is {value}"), found, expected)?;
        }
    }
    Ok(())
}

async fn updated(context: &mut Context) -> Outcome {
    let births = births(context).await?;
    let mut update = Query::update();
    update.table("birth").value(
        "hour",
        add_interval(Expr::col("hour"), bind(interval("P1MT1H")?)),
    );
    context.execute_query(&update.into()).await?;
    let statement = context.select_columns(&births, &["hour"]);
    let found: Vec<(Option<Timestamp>,)> = context.fetch(&statement).await?;
    let mut expected = vec![(None,)];
    for text in [
        "2024-03-29 01:00:00",
        "2024-02-29 01:00:00",
        "2024-03-01 01:00:00",
        "2023-03-15 01:00:00",
    ] {
        expected.push((Some(of(text)?),));
    }
    expect_eq("an hour and a month later", found, expected)
}

async fn of_two_columns(context: &mut Context) -> Outcome {
    births(context).await?;
    let mut update = Query::update();
    let later = add_interval(Expr::col("hour"), bind(interval("PT36H")?));
    update
        .table("birth")
        .value("hour", later)
        .and_where(Expr::col("id").eq(3));
    context.execute_query(&update.into()).await?;
    let mut select = Query::select();
    let span = difference(to_timestamp(Expr::col("day")), Expr::col("hour"));
    select
        .expr_as(span, "span")
        .from("birth")
        .order_by("id", Order::Asc);
    let found: Vec<(Option<Interval>,)> = context.fetch_query(&select.into()).await?;
    let none = Some(Interval::default());
    let expected = vec![
        (None,),
        (none,),
        (none,),
        (Some(interval("P1DT12H")?),),
        (none,),
    ];
    expect_eq("spans", found, expected)
}
