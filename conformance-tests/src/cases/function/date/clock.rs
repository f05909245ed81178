//! The clock: now, today, and what time it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use backend_core::flag::Flag;
use backend_core::function::{
    TimeZone, current_date, current_time, local_timestamp, now, to_date, to_time,
};
use backend_core::query::Query;
use backend_core::value::{Date, Time, TimestampTz};

use super::super::computed;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.now.is_the_time",
        is_the_time,
        "Now is the time, give or take what the clocks of two machines differ by."
    )
    .requires(&[Flag::supports_date_functions])
    .django("db_functions/datetime/test_now.py"),
    case!(
        "function.date.now.is_of_the_statement",
        is_of_the_statement,
        "Now is the same wherever it stands in a statement."
    )
    .requires(&[Flag::supports_date_functions])
    .django("db_functions/datetime/test_now.py"),
    case!(
        "function.date.now.goes_on_in_a_transaction",
        goes_on_in_a_transaction,
        "Now is later in a later statement of the same transaction."
    )
    .requires(&[Flag::supports_date_functions])
    .django("db_functions/datetime/test_now.py"),
    case!(
        "function.date.now.today",
        today,
        "Today and the time of day are those of the zone."
    )
    .requires(&[Flag::supports_time_zones]),
];

async fn is_the_time(context: &mut Context) -> Outcome {
    let (found,): (TimestampTz,) = computed(context, now()).await?;
    let here = SystemTime::now().duration_since(UNIX_EPOCH);
    let here = here.map_err(|error| Failure::new(error.to_string()))?;
    let there = found.utc().unix_nanos().unwrap_or_default();
    let here = i128::try_from(here.as_nanos()).unwrap_or_default();
    let apart = Duration::from_nanos(u64::try_from((here - there).abs()).unwrap_or(u64::MAX));
    expect(apart < Duration::from_secs(600), || {
        format!("the clocks are {apart:?} apart")
    })
}

async fn is_of_the_statement(context: &mut Context) -> Outcome {
    let mut select = Query::select();
    select.expr_as(now(), "first").expr_as(now(), "second");
    let found: Vec<(TimestampTz, TimestampTz)> = context.fetch_query(&select.into()).await?;
    for (first, second) in found {
        expect_eq("the same statement", second, first)?;
    }
    Ok(())
}

async fn goes_on_in_a_transaction(context: &mut Context) -> Outcome {
    let mut select = Query::select();
    select.expr_as(now(), "now");
    let statement = context.build(&select.into())?.remove(0);
    let mut block = context
        .connection()
        .begin_atomic(backend_core::transaction::AtomicOptions::default())
        .await?;
    let first: Vec<(TimestampTz,)> = block.fetch_as(&statement).await?;
    let started = std::time::Instant::now();
    // The clock of a server may count milliseconds.
    while started.elapsed() < Duration::from_millis(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second: Vec<(TimestampTz,)> = block.fetch_as(&statement).await?;
    block.rollback().await?;
    expect(second > first, || {
        format!("{second:?} is not after {first:?}")
    })
}

async fn today(context: &mut Context) -> Outcome {
    for zone in ["UTC", "Pacific/Kiritimati", "-11:00"] {
        let zone: TimeZone = super::of(zone)?;
        let local = || local_timestamp(&zone, now());
        let mut select = Query::select();
        select
            .expr_as(current_date(&zone), "today")
            .expr_as(to_date(local()), "date")
            .expr_as(current_time(&zone), "clock")
            .expr_as(to_time(local()), "time");
        let found: Vec<(Date, Date, Time, Time)> = context.fetch_query(&select.into()).await?;
        for (today, date, clock, time) in found {
            expect_eq("today", today, date)?;
            expect_eq("the time", clock, time)?;
        }
    }
    Ok(())
}
