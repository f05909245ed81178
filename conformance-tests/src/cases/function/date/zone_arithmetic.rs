//! Instants later by an interval in a zone: a day is not 24 hours where clocks change.

use backend_core::flag::Flag;
use backend_core::function::{TimeZone, add_interval_in_zone};
use backend_core::query::bind;
use backend_core::value::{Interval, TimestampTz};

use super::{expect_computed, interval, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const REQUIRED: &[Flag] = &[
    Flag::supports_time_zones,
    Flag::supports_interval_arithmetic,
];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.zone_arithmetic.day_is_not_24_hours",
        day_is_not_24_hours,
        "The next day has the same time on the clock, be it 23, 24 or 25 hours later."
    )
    .requires(REQUIRED)
    .django("expressions/tests.py"),
    case!(
        "function.date.zone_arithmetic.hours_pass",
        hours_pass,
        "Hours that are added pass, whatever clocks show meanwhile."
    )
    .requires(REQUIRED)
    .django("expressions/tests.py"),
    case!(
        "function.date.zone_arithmetic.months",
        months,
        "Months that are added keep the time on the clock, and keep within the month."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone_arithmetic.into_a_missing_hour",
        into_a_missing_hour,
        "A day or month later that clocks leave out, or show twice, is the later instant."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone_arithmetic.by_the_zone_alone",
        by_the_zone_alone,
        "The same instant and interval lead elsewhere in another zone, and in UTC a day is 24 hours."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone_arithmetic.null",
        null,
        "A sum with NULL is NULL."
    )
    .requires(REQUIRED),
];

/// Demands sums: zone, instant, interval, instant.
async fn sums(context: &mut Context, table: &[(&str, &str, &str, &str)]) -> Outcome {
    for (zone, at, span, expected) in table {
        let what = format!("{at} and {span} in {zone}");
        let (zone, at, expected): (TimeZone, TimestampTz, TimestampTz) =
            (of(zone)?, of(at)?, of(expected)?);
        let found = add_interval_in_zone(&zone, bind(at), bind(interval(span)?));
        let expected = TimestampTz::from_utc(expected.utc());
        expect_computed(context, &what, found, expected).await?;
    }
    Ok(())
}

const BERLIN: &str = "Europe/Berlin";

async fn day_is_not_24_hours(context: &mut Context) -> Outcome {
    let table = [
        (
            BERLIN,
            "2024-03-30 12:00:00+01:00",
            "P1D",
            "2024-03-31 12:00:00+02:00",
        ),
        (
            BERLIN,
            "2024-10-26 12:00:00+02:00",
            "P1D",
            "2024-10-27 12:00:00+01:00",
        ),
        (
            BERLIN,
            "2024-10-28 12:00:00+01:00",
            "P-1D",
            "2024-10-27 12:00:00+01:00",
        ),
        (
            BERLIN,
            "2024-10-27 12:00:00+01:00",
            "P-1D",
            "2024-10-26 12:00:00+02:00",
        ),
        (
            BERLIN,
            "2024-02-28 12:00:00+01:00",
            "P2D",
            "2024-03-01 12:00:00+01:00",
        ),
        (
            "Australia/Lord_Howe",
            "2024-10-05 12:00:00+10:30",
            "P1D",
            "2024-10-06 12:00:00+11:00",
        ),
    ];
    sums(context, &table).await
}

async fn hours_pass(context: &mut Context) -> Outcome {
    let table = [
        (
            BERLIN,
            "2024-03-30 12:00:00+01:00",
            "PT24H",
            "2024-03-31 13:00:00+02:00",
        ),
        (
            BERLIN,
            "2024-10-26 12:00:00+02:00",
            "PT24H",
            "2024-10-27 11:00:00+01:00",
        ),
        // Within the hour that comes twice.
        (
            BERLIN,
            "2024-10-27 02:30:00+02:00",
            "PT1M",
            "2024-10-27 02:31:00+02:00",
        ),
        (
            BERLIN,
            "2024-10-27 02:30:00+02:00",
            "PT1H",
            "2024-10-27 02:30:00+01:00",
        ),
        (
            BERLIN,
            "2024-10-27 02:30:00+02:00",
            "PT0S",
            "2024-10-27 02:30:00+02:00",
        ),
        (
            BERLIN,
            "2024-10-27 02:30:00+01:00",
            "PT-1H",
            "2024-10-27 02:30:00+02:00",
        ),
        (
            BERLIN,
            "2024-03-30 12:00:00+01:00",
            "P1DT1H",
            "2024-03-31 13:00:00+02:00",
        ),
    ];
    sums(context, &table).await
}

async fn months(context: &mut Context) -> Outcome {
    let table = [
        (
            BERLIN,
            "2024-01-31 12:00:00+01:00",
            "P1M",
            "2024-02-29 12:00:00+01:00",
        ),
        (
            BERLIN,
            "2024-03-30 12:00:00+01:00",
            "P1M",
            "2024-04-30 12:00:00+02:00",
        ),
        (
            BERLIN,
            "2024-07-15 00:00:00+02:00",
            "P-6M",
            "2024-01-15 00:00:00+01:00",
        ),
        (
            BERLIN,
            "2024-02-29 23:30:00+01:00",
            "P1Y",
            "2025-02-28 23:30:00+01:00",
        ),
    ];
    sums(context, &table).await
}

async fn into_a_missing_hour(context: &mut Context) -> Outcome {
    let table = [
        (
            BERLIN,
            "2024-03-30 02:30:00+01:00",
            "P1D",
            "2024-03-31 03:30:00+02:00",
        ),
        (
            BERLIN,
            "2024-02-29 02:30:00+01:00",
            "P1M2D",
            "2024-03-31 03:30:00+02:00",
        ),
        (
            BERLIN,
            "2024-10-26 02:30:00+02:00",
            "P1D",
            "2024-10-27 02:30:00+01:00",
        ),
        (
            "America/Sao_Paulo",
            "2018-11-03 00:00:00-03:00",
            "P1D",
            "2018-11-04 01:00:00-02:00",
        ),
        (
            "Pacific/Apia",
            "2011-12-29 12:00:00-10:00",
            "P1D",
            "2011-12-31 12:00:00+14:00",
        ),
    ];
    sums(context, &table).await
}

async fn by_the_zone_alone(context: &mut Context) -> Outcome {
    let at = "2024-03-30 12:00:00+00:00";
    let table = [
        ("UTC", at, "P1D", "2024-03-31 12:00:00+00:00"),
        (BERLIN, at, "P1D", "2024-03-31 11:00:00+00:00"),
        ("America/New_York", at, "P1D", "2024-03-31 12:00:00+00:00"),
        ("+05:45", at, "P1M", "2024-04-30 12:00:00+00:00"),
        (
            "-12:00",
            "2024-03-31 06:00:00+00:00",
            "P1M",
            "2024-05-01 06:00:00+00:00",
        ),
    ];
    sums(context, &table).await
}

async fn null(context: &mut Context) -> Outcome {
    let utc = TimeZone::UTC;
    let found = add_interval_in_zone(&utc, bind(TimestampTz::UNIX_EPOCH), bind(None::<Interval>));
    expect_computed(context, "no interval", found, None::<TimestampTz>).await?;
    let found = add_interval_in_zone(&utc, bind(None::<TimestampTz>), bind(interval("P1D")?));
    expect_computed(context, "no instant", found, None::<TimestampTz>).await
}
