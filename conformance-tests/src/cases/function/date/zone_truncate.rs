//! The beginnings of units in a zone: of a day without midnight, of an hour that comes twice.

use backend_core::flag::Flag;
use backend_core::function::{DateUnit, truncate_in_zone};
use backend_core::query::bind;
use backend_core::value::TimestampTz;

use super::zones::zone;
use super::{expect_computed, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const REQUIRED: &[Flag] = &[Flag::supports_time_zones];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.zone.truncate",
        truncated,
        "An instant is truncated to the beginning of each unit in the zone, and stays an instant."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.truncate_across_a_change",
        truncated_across,
        "The beginning of a day, month or year has the offset that was in force then."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.truncate_without_midnight",
        truncated_without_midnight,
        "A day without midnight begins at its first instant."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.truncate_in_the_repeated_hour",
        truncated_in_repeated_hour,
        "Both hours of an hour that clocks show twice have a beginning of their own."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.truncate_half_hours",
        truncated_half_hours,
        "Hours of zones with part of an hour begin with the clocks of the zone."
    )
    .requires(REQUIRED),
];

/// Demands the beginnings of units: unit, zone, instant, beginning.
async fn begins(context: &mut Context, table: &[(DateUnit, &str, &str, &str)]) -> Outcome {
    for (unit, there, at, expected) in table {
        let (there, at, expected): (_, TimestampTz, TimestampTz) =
            (zone(there)?, of(at)?, of::<TimestampTz>(expected)?);
        let what = format!("{at} to {unit} in {there}");
        let found = truncate_in_zone(*unit, &there, bind(at));
        let expected = TimestampTz::from_utc(expected.utc());
        expect_computed(context, &what, found, expected).await?;
    }
    Ok(())
}

async fn truncated(context: &mut Context) -> Outcome {
    let (there, at) = ("Europe/Berlin", "2024-02-29 23:45:30.5+00:00");
    let table = [
        (DateUnit::Year, there, at, "2024-01-01 00:00:00+01:00"),
        (DateUnit::Quarter, there, at, "2024-01-01 00:00:00+01:00"),
        (DateUnit::Month, there, at, "2024-03-01 00:00:00+01:00"),
        (DateUnit::Week, there, at, "2024-02-26 00:00:00+01:00"),
        (DateUnit::Day, there, at, "2024-03-01 00:00:00+01:00"),
        (DateUnit::Hour, there, at, "2024-03-01 00:00:00+01:00"),
        (DateUnit::Minute, there, at, "2024-03-01 00:45:00+01:00"),
        (DateUnit::Second, there, at, "2024-03-01 00:45:30+01:00"),
        (DateUnit::Day, "UTC", at, "2024-02-29 00:00:00+00:00"),
        (DateUnit::Day, "-03:30", at, "2024-02-29 00:00:00-03:30"),
        (DateUnit::Day, "+14:00", at, "2024-03-01 00:00:00+14:00"),
    ];
    begins(context, &table).await
}

async fn truncated_across(context: &mut Context) -> Outcome {
    let there = "Europe/Berlin";
    let table = [
        (
            DateUnit::Day,
            there,
            "2024-03-31 12:00:00+02:00",
            "2024-03-31 00:00:00+01:00",
        ),
        (
            DateUnit::Day,
            there,
            "2024-10-27 12:00:00+01:00",
            "2024-10-27 00:00:00+02:00",
        ),
        (
            DateUnit::Week,
            there,
            "2024-03-31 12:00:00+02:00",
            "2024-03-25 00:00:00+01:00",
        ),
        (
            DateUnit::Month,
            there,
            "2024-03-31 12:00:00+02:00",
            "2024-03-01 00:00:00+01:00",
        ),
        (
            DateUnit::Year,
            there,
            "2024-07-01 00:00:00+02:00",
            "2024-01-01 00:00:00+01:00",
        ),
        (
            DateUnit::Quarter,
            there,
            "2024-12-31 00:00:00+01:00",
            "2024-10-01 00:00:00+02:00",
        ),
    ];
    begins(context, &table).await
}

async fn truncated_without_midnight(context: &mut Context) -> Outcome {
    let there = "America/Sao_Paulo";
    let table = [
        (
            DateUnit::Day,
            there,
            "2018-11-04 12:00:00-02:00",
            "2018-11-04 01:00:00-02:00",
        ),
        (
            DateUnit::Day,
            there,
            "2018-11-04 01:00:00-02:00",
            "2018-11-04 01:00:00-02:00",
        ),
        (
            DateUnit::Day,
            there,
            "2018-11-03 23:59:59-03:00",
            "2018-11-03 00:00:00-03:00",
        ),
        // Midnight comes twice: the second one begins the day, also for what is before it.
        (
            DateUnit::Day,
            "America/Havana",
            "2024-11-03 00:30:00-04:00",
            "2024-11-03 00:00:00-05:00",
        ),
        (
            DateUnit::Day,
            "America/Havana",
            "2024-11-03 12:00:00-05:00",
            "2024-11-03 00:00:00-05:00",
        ),
    ];
    begins(context, &table).await
}

async fn truncated_in_repeated_hour(context: &mut Context) -> Outcome {
    let there = "Europe/Berlin";
    let table = [
        (
            DateUnit::Hour,
            there,
            "2024-10-27 02:30:00+02:00",
            "2024-10-27 02:00:00+02:00",
        ),
        (
            DateUnit::Hour,
            there,
            "2024-10-27 02:30:00+01:00",
            "2024-10-27 02:00:00+01:00",
        ),
        (
            DateUnit::Minute,
            there,
            "2024-10-27 02:30:30+02:00",
            "2024-10-27 02:30:00+02:00",
        ),
        (
            DateUnit::Second,
            there,
            "2024-10-27 02:30:30.5+01:00",
            "2024-10-27 02:30:30+01:00",
        ),
        (
            DateUnit::Hour,
            there,
            "2024-03-31 03:30:00+02:00",
            "2024-03-31 03:00:00+02:00",
        ),
    ];
    begins(context, &table).await
}

async fn truncated_half_hours(context: &mut Context) -> Outcome {
    let table = [
        (
            DateUnit::Hour,
            "Asia/Kathmandu",
            "2024-01-01 05:30:00+05:45",
            "2024-01-01 05:00:00+05:45",
        ),
        (
            DateUnit::Hour,
            "America/St_Johns",
            "2024-01-01 05:30:00-03:30",
            "2024-01-01 05:00:00-03:30",
        ),
        (
            DateUnit::Hour,
            "+00:20",
            "2024-01-01 00:10:00+00:00",
            "2024-01-01 00:00:00+00:20",
        ),
        (
            DateUnit::Hour,
            "Europe/Berlin",
            "1800-01-01 00:10:00+00:00",
            "1800-01-01 01:00:00+00:53:28",
        ),
    ];
    begins(context, &table).await
}
