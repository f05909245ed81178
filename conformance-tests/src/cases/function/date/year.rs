//! A year as a range of dates, timestamps or instants.

use backend_core::flag::Flag;
use backend_core::function::TimeZone;
use backend_core::model::ColumnType;
use backend_core::query::{Query, date_in_year, instant_in_year, timestamp_in_year};
use backend_core::sea_query::{Expr, Order};
use backend_core::value::{Date, IntoValue as _, Timestamp, TimestampTz, TypedValue};

use super::of;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.year.of_dates",
        dates,
        "The dates of a year are from its first day to its last, of the years 1 to 9999."
    )
    .requires(&[Flag::supports_date_functions])
    .django("lookup/tests.py"),
    case!(
        "function.date.year.of_timestamps",
        timestamps,
        "The timestamps of a year are from its first moment to its last, however late."
    )
    .requires(&[Flag::supports_date_functions])
    .django("lookup/tests.py"),
    case!(
        "function.date.year.of_instants",
        instants,
        "The instants of a year are those of the zone."
    )
    .requires(&[Flag::supports_time_zones])
    .django("timezones/tests.py"),
];

/// The rows, by their position from 0, for which a condition holds.
async fn found(context: &mut Context, condition: Expr) -> Result<Vec<i64>, Failure> {
    let mut select = Query::select();
    select
        .column("id")
        .from("moment")
        .and_where(condition)
        .order_by("id", Order::Asc);
    let rows: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A table with these values and a NULL.
async fn stored(
    context: &mut Context,
    column_type: ColumnType,
    values: Vec<TypedValue>,
) -> Outcome {
    let moments = table("moment", &[("at", column_type)])?;
    context.create(&moments).await?;
    let rows: Vec<_> = (0_i64..)
        .zip(values)
        .map(|(id, value)| vec![id.into_value(), value])
        .collect();
    context.insert(&moments, &rows).await?;
    context
        .insert(&moments, &[vec![99_i64.into_value()]])
        .await?;
    Ok(())
}

async fn dates(context: &mut Context) -> Outcome {
    let mut values = Vec::new();
    for text in [
        "0001-01-01",
        "0001-12-31",
        "2023-12-31",
        "2024-01-01",
        "2024-12-31",
        "2025-01-01",
        "9999-12-31",
    ] {
        values.push(of::<Date>(text)?.into_value());
    }
    stored(context, ColumnType::Date, values).await?;
    for (year, expected) in [
        (1, vec![0, 1]),
        (2023, vec![2]),
        (2024, vec![3, 4]),
        (2026, vec![]),
        (9999, vec![6]),
    ] {
        let found = found(context, date_in_year(Expr::col("at"), year)?).await?;
        expect_eq(&format!("dates of {year}"), found, expected)?;
    }
    Ok(())
}

async fn timestamps(context: &mut Context) -> Outcome {
    let mut values = Vec::new();
    for text in [
        "0001-01-01 00:00:00",
        "2023-12-31 23:59:59.999999",
        "2024-01-01 00:00:00",
        "2024-12-31 23:59:59.999999",
        "2025-01-01 00:00:00",
        "9999-12-31 23:59:59.999999",
    ] {
        values.push(of::<Timestamp>(text)?.into_value());
    }
    stored(context, ColumnType::Timestamp { precision: None }, values).await?;
    for (year, expected) in [
        (1, vec![0]),
        (2023, vec![1]),
        (2024, vec![2, 3]),
        (2025, vec![4]),
        (9999, vec![5]),
    ] {
        let found = found(context, timestamp_in_year(Expr::col("at"), year)?).await?;
        expect_eq(&format!("timestamps of {year}"), found, expected)?;
    }
    Ok(())
}

async fn instants(context: &mut Context) -> Outcome {
    let mut values = Vec::new();
    for text in [
        "2023-12-31 22:59:59.999999+00:00",
        "2023-12-31 23:00:00+00:00",
        "2024-01-01 04:59:59+00:00",
        "2024-01-01 05:00:00+00:00",
        "2024-12-31 22:59:59+00:00",
        "2024-12-31 23:00:00+00:00",
        "9999-12-31 12:00:00+00:00",
    ] {
        values.push(of::<TimestampTz>(text)?.into_value());
    }
    let tz = ColumnType::TimestampTz { precision: None };
    stored(context, tz, values).await?;
    for (zone, year, expected) in [
        ("UTC", 2024, vec![2, 3, 4, 5]),
        ("Europe/Berlin", 2023, vec![0]),
        ("Europe/Berlin", 2024, vec![1, 2, 3, 4]),
        ("Europe/Berlin", 2025, vec![5]),
        ("America/New_York", 2023, vec![0, 1, 2]),
        ("America/New_York", 2024, vec![3, 4, 5]),
        ("America/New_York", 9999, vec![6]),
    ] {
        let zone: TimeZone = of(zone)?;
        let found = found(context, instant_in_year(Expr::col("at"), &zone, year)?).await?;
        expect_eq(&format!("instants of {year} in {zone}"), found, expected)?;
    }
    Ok(())
}
