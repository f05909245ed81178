//! UUIDs that the server makes.

use backend_core::flag::Flag;
use backend_core::function;
use backend_core::model::ColumnType;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, FunctionCall};
use backend_core::value::{Interval, Uuid};

use super::{computed, expect_refused};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{many_items, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.uuid.random",
        random,
        "A UUID by chance has the version 4, and is another one in each row."
    )
    .requires(&[Flag::supports_random_uuids]),
    case!(
        "function.uuid.time_ordered",
        time_ordered,
        "A UUID by time has the version 7 and begins with the time; a later one is greater."
    )
    .requires(&[Flag::supports_time_ordered_uuids]),
    case!(
        "function.uuid.stored",
        stored,
        "A UUID of the server is stored in a column of UUIDs, and found by its value."
    )
    .requires(&[Flag::supports_random_uuids]),
    case!(
        "function.uuid.random_is_refused",
        random_is_refused,
        "Where the server makes no UUIDs by chance, one is refused with the flag."
    )
    .refuses(Flag::supports_random_uuids),
    case!(
        "function.uuid.time_ordered_is_refused",
        time_ordered_is_refused,
        "Where the server makes no UUIDs by time, one is refused with the flag."
    )
    .refuses(Flag::supports_time_ordered_uuids),
    case!(
        "function.uuid.shifted",
        shifted,
        "A UUID of a time that is hours, days or months from now begins with that time, and one of no time is NULL."
    )
    .requires(&[Flag::supports_shifted_time_ordered_uuids])
    .django("db_functions/test_uuid.py"),
    case!(
        "function.uuid.shifted_is_refused",
        shifted_is_refused,
        "Where the server makes no UUIDs of another time than now, one is refused with the flag."
    )
    .refuses(Flag::supports_shifted_time_ordered_uuids),
];

/// One UUID for each of 100 rows.
async fn of_rows(context: &mut Context, make: FunctionCall) -> Result<Vec<Uuid>, Failure> {
    many_items(context, 100).await?;
    let mut select = Query::select();
    select.expr_as(make, "value").from("item");
    let found: Vec<(Uuid,)> = context.fetch_query(&select.into()).await?;
    Ok(found.into_iter().map(|(uuid,)| uuid).collect())
}

/// Demands that each is another one, of that version and of the variant of all UUIDs of today.
fn expect_uuids(mut uuids: Vec<Uuid>, version: u8) -> Outcome {
    for uuid in &uuids {
        let bytes = uuid.as_bytes();
        expect_eq("version", bytes[6] >> 4, version)?;
        expect_eq("variant", bytes[8] >> 6, 0b10)?;
    }
    uuids.sort_unstable();
    uuids.dedup();
    expect_eq("different UUIDs", uuids.len(), 100)
}

async fn random(context: &mut Context) -> Outcome {
    let uuids = of_rows(context, function::random_uuid()).await?;
    expect_uuids(uuids, 4)
}

/// The milliseconds that a UUID of version 7 begins with.
const fn milliseconds(uuid: Uuid) -> u128 {
    uuid.as_u128() >> 80
}

async fn time_ordered(context: &mut Context) -> Outcome {
    let uuids = of_rows(context, function::time_ordered_uuid()).await?;
    let (Some(least), Some(most)) = (uuids.iter().min().copied(), uuids.iter().max().copied())
    else {
        return Err(Failure::new("there are no rows"));
    };
    expect_uuids(uuids, 7)?;
    // Of the year 2020 and of 2200: a clock that is wrong by hours is not what is looked for.
    let sensible = 1_577_836_800_000..7_258_118_400_000_u128;
    expect(sensible.contains(&milliseconds(least)), || {
        "the time is not today's".into()
    })?;
    std::thread::sleep(std::time::Duration::from_millis(20));
    let (later,): (Uuid,) = computed(context, function::time_ordered_uuid()).await?;
    expect(later > most, || "a later one is not greater".into())
}

async fn stored(context: &mut Context) -> Outcome {
    let keyed = table("keyed", &[("code", ColumnType::Uuid)])?;
    context.create(&keyed).await?;
    for id in 1_i64..=2 {
        let mut insert = Query::insert();
        insert.into_table("keyed").columns(["id", "code"]);
        insert
            .values([bind(id).into(), function::random_uuid().into()])
            .map_err(|error| Failure::new(error.to_string()))?;
        context.execute_query(&insert.into()).await?;
    }
    let found: Vec<(i64, Uuid)> = context
        .fetch(&context.select_columns(&keyed, &["id", "code"]))
        .await?;
    let Some((id, code)) = found.last().copied() else {
        return Err(Failure::new("nothing was stored"));
    };
    let mut select = Query::select();
    select
        .column("id")
        .from("keyed")
        .and_where(Expr::col("code").eq(bind(code)));
    let again: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("found by its value", again, [(id,)])
}

async fn random_is_refused(context: &mut Context) -> Outcome {
    expect_refused(
        context,
        Flag::supports_random_uuids,
        function::random_uuid(),
    )
    .await
}

async fn time_ordered_is_refused(context: &mut Context) -> Outcome {
    let make = function::time_ordered_uuid();
    expect_refused(context, Flag::supports_time_ordered_uuids, make).await
}

/// So many months, days and hours.
fn span(months: i32, days: i32, hours: i64) -> Interval {
    Interval {
        months,
        days,
        nanoseconds: hours * 3_600_000_000_000,
    }
}

async fn shifted(context: &mut Context) -> Outcome {
    const HOUR: i128 = 3_600_000;
    const DAY: i128 = 24 * HOUR;
    // A year has 365 days or 366; half of one leads to where clocks may show another hour.
    for (interval, least, most) in [
        (span(0, 0, 0), 0, 0),
        (span(0, 0, 1), HOUR, HOUR),
        (span(0, 0, -30), -30 * HOUR, -30 * HOUR),
        (span(0, 182, -1), 182 * DAY - HOUR, 182 * DAY - HOUR),
        (span(12, 0, 0), 365 * DAY, 366 * DAY),
        (span(-12, 1, 0), -365 * DAY, -364 * DAY),
    ] {
        let (now,): (Uuid,) = computed(context, function::time_ordered_uuid()).await?;
        let make = function::shifted_time_ordered_uuid(bind(interval));
        let (then,): (Uuid,) = computed(context, make).await?;
        expect_eq("version", then.as_bytes()[6] >> 4, 7)?;
        expect_eq("variant", then.as_bytes()[8] >> 6, 0b10)?;
        let by = milliseconds(then).cast_signed() - milliseconds(now).cast_signed();
        // The second is made after the first, by at most a minute even where much else is going on.
        expect((least..=most + 60_000).contains(&by), || {
            format!("{interval} is {by} ms")
        })?;
    }
    let make = function::shifted_time_ordered_uuid(bind(None::<Interval>));
    let (none,): (Option<Uuid>,) = computed(context, make).await?;
    expect_eq("of no interval", none, None)
}

async fn shifted_is_refused(context: &mut Context) -> Outcome {
    let make = function::shifted_time_ordered_uuid(bind(span(0, 0, 1)));
    let flag = Flag::supports_shifted_time_ordered_uuids;
    expect_refused(context, flag, make).await
}
