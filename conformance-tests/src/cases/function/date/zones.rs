//! Time zones: what clocks show at an instant, and the other way round.

use backend_core::flag::Flag;
use backend_core::function::{
    DatePart, DateUnit, TimeZone, extract_in_zone, instant, local_timestamp, to_date, to_time,
    truncate_in_zone,
};
use backend_core::query::bind;
use backend_core::value::{Date, Time, Timestamp, TimestampTz};

use super::{expect_computed, expect_refused_value, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::Failure;

const REQUIRED: &[Flag] = &[Flag::supports_time_zones];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.zone.local",
        local,
        "An instant is shown by the clocks of UTC, of a place and of an offset."
    )
    .requires(REQUIRED)
    .django("timezones/tests.py"),
    case!(
        "function.date.zone.offsets_of_part_of_an_hour",
        odd_offsets,
        "Zones and offsets of part of an hour are exact to the second, east and west."
    )
    .requires(REQUIRED)
    .django("timezones/tests.py"),
    case!(
        "function.date.zone.missing_hour",
        missing_hour,
        "A local time in an hour that clocks leave out is the instant that it would be without the change."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.repeated_hour",
        repeated_hour,
        "A local time in an hour that clocks show twice is the second one."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.missing_day",
        missing_day,
        "A local time on a day that a place has left out is an instant of the next day."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone.before_standard_time",
        before_standard_time,
        "Before there was a standard time, a place has the time of its meridian, to the second."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone.far_future",
        far_future,
        "Long after the last change by name, zones follow their last rule."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone.any_case",
        any_case,
        "A zone's name is found in any case of its letters."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone.unknown",
        unknown,
        "A name that no zone has is an error of the data, wherever a zone is named."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone.extract",
        extracted,
        "Parts of an instant are those that clocks of the zone show: another day, week or year than in UTC."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.extract_epoch",
        extracted_epoch,
        "The seconds since 1970 of an instant are the same in every zone."
    )
    .requires(REQUIRED),
    case!(
        "function.date.zone.date_and_time",
        date_and_time,
        "The date and the time of an instant are those of the zone."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.null",
        null,
        "Of NULL, clocks show NULL."
    )
    .requires(REQUIRED),
];

pub(super) fn zone(text: &str) -> Result<TimeZone, Failure> {
    of(text)
}

/// Demands what clocks show: zone, instant, local time.
async fn shows(context: &mut Context, table: &[(&str, &str, &str)]) -> Outcome {
    for (there, at, expected) in table {
        let (there, at, expected): (_, TimestampTz, Timestamp) =
            (zone(there)?, of(at)?, of(expected)?);
        let what = format!("{at} in {there}");
        let found = local_timestamp(&there, bind(at));
        expect_computed(context, &what, found, expected).await?;
    }
    Ok(())
}

/// Demands the instant of a local time: zone, local time, instant.
async fn means(context: &mut Context, table: &[(&str, &str, &str)]) -> Outcome {
    for (there, local, expected) in table {
        let (there, local, expected): (_, Timestamp, TimestampTz) =
            (zone(there)?, of(local)?, of(expected)?);
        let what = format!("{local} in {there}");
        expect_computed(context, &what, instant(&there, bind(local)), expected).await?;
    }
    Ok(())
}

async fn local(context: &mut Context) -> Outcome {
    let at = "2024-07-01 22:30:00.25+00:00";
    let table = [
        ("UTC", at, "2024-07-01 22:30:00.25"),
        ("Etc/UTC", at, "2024-07-01 22:30:00.25"),
        ("Europe/Berlin", at, "2024-07-02 00:30:00.25"),
        ("America/New_York", at, "2024-07-01 18:30:00.25"),
        ("Etc/GMT+5", at, "2024-07-01 17:30:00.25"),
        ("+02:00", at, "2024-07-02 00:30:00.25"),
        ("-11:00", at, "2024-07-01 11:30:00.25"),
        (
            "Europe/Berlin",
            "2024-07-02 07:30:00+09:00",
            "2024-07-02 00:30:00",
        ),
    ];
    shows(context, &table).await
}

async fn odd_offsets(context: &mut Context) -> Outcome {
    let table = [
        (
            "Asia/Kathmandu",
            "2024-01-01 00:00:00+00:00",
            "2024-01-01 05:45:00",
        ),
        (
            "America/St_Johns",
            "2024-01-01 00:00:00+00:00",
            "2023-12-31 20:30:00",
        ),
        (
            "Pacific/Chatham",
            "2024-01-01 00:00:00+00:00",
            "2024-01-01 13:45:00",
        ),
        ("+05:45", "2024-01-01 00:00:00+00:00", "2024-01-01 05:45:00"),
        ("-03:30", "2024-01-01 00:00:00+00:00", "2023-12-31 20:30:00"),
        (
            "-00:44:30",
            "2024-01-01 00:00:00+00:00",
            "2023-12-31 23:15:30",
        ),
        (
            "+23:59:59",
            "2024-01-01 00:00:00+00:00",
            "2024-01-01 23:59:59",
        ),
        (
            "-23:59:59",
            "2024-01-01 00:00:00+00:00",
            "2023-12-31 00:00:01",
        ),
    ];
    shows(context, &table).await?;
    let table = [
        ("+05:45", "2024-01-01 05:45:00", "2024-01-01 00:00:00+00:00"),
        ("-03:30", "2023-12-31 20:30:00", "2024-01-01 00:00:00+00:00"),
    ];
    means(context, &table).await
}

async fn missing_hour(context: &mut Context) -> Outcome {
    let table = [
        (
            "Europe/Berlin",
            "2024-03-31 01:59:59",
            "2024-03-31 00:59:59+00:00",
        ),
        (
            "Europe/Berlin",
            "2024-03-31 02:30:00",
            "2024-03-31 01:30:00+00:00",
        ),
        (
            "Europe/Berlin",
            "2024-03-31 03:00:00",
            "2024-03-31 01:00:00+00:00",
        ),
        (
            "America/New_York",
            "2024-03-10 02:00:00",
            "2024-03-10 07:00:00+00:00",
        ),
        (
            "Australia/Lord_Howe",
            "2024-10-06 02:15:00",
            "2024-10-05 15:45:00+00:00",
        ),
        (
            "America/Sao_Paulo",
            "2018-11-04 00:00:00",
            "2018-11-04 03:00:00+00:00",
        ),
    ];
    means(context, &table).await
}

async fn repeated_hour(context: &mut Context) -> Outcome {
    let table = [
        (
            "Europe/Berlin",
            "2024-10-27 02:00:00",
            "2024-10-27 01:00:00+00:00",
        ),
        (
            "Europe/Berlin",
            "2024-10-27 02:59:59",
            "2024-10-27 01:59:59+00:00",
        ),
        (
            "America/New_York",
            "2024-11-03 01:30:00",
            "2024-11-03 06:30:00+00:00",
        ),
        (
            "Australia/Lord_Howe",
            "2024-04-07 01:45:00",
            "2024-04-06 15:15:00+00:00",
        ),
        // No change to or from summer time.
        (
            "Europe/Moscow",
            "2014-10-26 01:30:00",
            "2014-10-25 22:30:00+00:00",
        ),
        // Clocks go forward to the time that the law there calls standard.
        (
            "Europe/Dublin",
            "2024-10-27 01:30:00",
            "2024-10-27 01:30:00+00:00",
        ),
    ];
    means(context, &table).await
}

async fn missing_day(context: &mut Context) -> Outcome {
    let table = [
        (
            "Pacific/Apia",
            "2011-12-30 12:00:00",
            "2011-12-30 22:00:00+00:00",
        ),
        (
            "Pacific/Apia",
            "2011-12-31 00:00:00",
            "2011-12-30 10:00:00+00:00",
        ),
    ];
    means(context, &table).await?;
    let table = [
        (
            "Pacific/Apia",
            "2011-12-30 09:59:59+00:00",
            "2011-12-29 23:59:59",
        ),
        (
            "Pacific/Apia",
            "2011-12-30 10:00:00+00:00",
            "2011-12-31 00:00:00",
        ),
    ];
    shows(context, &table).await
}

async fn before_standard_time(context: &mut Context) -> Outcome {
    let table = [
        (
            "Europe/Berlin",
            "1800-01-01 00:00:00+00:00",
            "1800-01-01 00:53:28",
        ),
        (
            "America/New_York",
            "1800-01-01 00:00:00+00:00",
            "1799-12-31 19:03:58",
        ),
        (
            "Europe/Berlin",
            "0001-01-02 00:00:00+00:00",
            "0001-01-02 00:53:28",
        ),
        (
            "Africa/Monrovia",
            "1950-01-01 00:00:00+00:00",
            "1949-12-31 23:15:30",
        ),
    ];
    shows(context, &table).await
}

async fn far_future(context: &mut Context) -> Outcome {
    let table = [
        (
            "Europe/Berlin",
            "2999-07-01 12:00:00+00:00",
            "2999-07-01 14:00:00",
        ),
        (
            "Europe/Berlin",
            "9999-12-31 12:00:00+00:00",
            "9999-12-31 13:00:00",
        ),
        (
            "America/New_York",
            "9999-07-01 12:00:00+00:00",
            "9999-07-01 08:00:00",
        ),
        (
            "Australia/Lord_Howe",
            "9999-12-31 12:00:00+00:00",
            "9999-12-31 23:00:00",
        ),
    ];
    shows(context, &table).await
}

async fn any_case(context: &mut Context) -> Outcome {
    let table = [(
        "europe/BERLIN",
        "2024-07-01 12:00:00+00:00",
        "2024-07-01 14:00:00",
    )];
    shows(context, &table).await
}

async fn unknown(context: &mut Context) -> Outcome {
    let nowhere = TimeZone::named("Nowhere/Place")?;
    let (at, local) = (bind(TimestampTz::UNIX_EPOCH), bind(Timestamp::UNIX_EPOCH));
    let expressions = [
        local_timestamp(&nowhere, at.clone()),
        instant(&nowhere, local),
        extract_in_zone(DatePart::Year, &nowhere, at.clone()),
        truncate_in_zone(DateUnit::Day, &nowhere, at),
    ];
    for expression in expressions {
        expect_refused_value(context, "a zone that there is not", expression).await?;
    }
    Ok(())
}

async fn extracted(context: &mut Context) -> Outcome {
    let at: TimestampTz = of("2024-12-31 23:30:15.5+00:00")?;
    let table = [
        ("UTC", [2024, 4, 12, 31, 1, 2025, 366, 3, 2, 23, 30, 15]),
        (
            "Europe/Berlin",
            [2025, 1, 1, 1, 1, 2025, 1, 4, 3, 0, 30, 15],
        ),
        (
            "America/New_York",
            [2024, 4, 12, 31, 1, 2025, 366, 3, 2, 18, 30, 15],
        ),
        (
            "Asia/Kathmandu",
            [2025, 1, 1, 1, 1, 2025, 1, 4, 3, 5, 15, 15],
        ),
        (
            "-00:44:30",
            [2024, 4, 12, 31, 1, 2025, 366, 3, 2, 22, 45, 45],
        ),
    ];
    let parts = [
        DatePart::Year,
        DatePart::Quarter,
        DatePart::Month,
        DatePart::Day,
        DatePart::Week,
        DatePart::IsoYear,
        DatePart::DayOfYear,
        DatePart::WeekDayFromSunday,
        DatePart::IsoWeekDay,
        DatePart::Hour,
        DatePart::Minute,
        DatePart::Second,
    ];
    for (there, expected) in table {
        for (part, expected) in parts.into_iter().zip(expected) {
            let what = format!("{part} in {there}");
            let found = extract_in_zone(part, &zone(there)?, bind(at));
            expect_computed::<i64>(context, &what, found, expected).await?;
        }
        let found = extract_in_zone(DatePart::Microsecond, &zone(there)?, bind(at));
        expect_computed(context, there, found, 500_000_i64).await?;
    }
    Ok(())
}

async fn extracted_epoch(context: &mut Context) -> Outcome {
    for (at, expected) in [
        ("2024-07-01 12:00:00.999999+00:00", 1_719_835_200_i64),
        ("1969-12-31 23:59:59.5+00:00", -1),
    ] {
        let at: TimestampTz = of(at)?;
        for there in ["UTC", "Europe/Berlin", "-03:30"] {
            let found = extract_in_zone(DatePart::Epoch, &zone(there)?, bind(at));
            expect_computed(context, there, found, expected).await?;
        }
    }
    Ok(())
}

async fn date_and_time(context: &mut Context) -> Outcome {
    let at: TimestampTz = of("2024-02-29 23:30:00.125+00:00")?;
    let table = [
        ("UTC", "2024-02-29", "23:30:00.125"),
        ("Europe/Berlin", "2024-03-01", "00:30:00.125"),
        ("America/St_Johns", "2024-02-29", "20:00:00.125"),
    ];
    for (there, date, time) in table {
        let local = || Ok::<_, Failure>(local_timestamp(&zone(there)?, bind(at)));
        let (date, time): (Date, Time) = (of(date)?, of(time)?);
        expect_computed(context, there, to_date(local()?), date).await?;
        expect_computed(context, there, to_time(local()?), time).await?;
    }
    Ok(())
}

async fn null(context: &mut Context) -> Outcome {
    let berlin = zone("Europe/Berlin")?;
    let none = || bind(None::<TimestampTz>);
    let found = local_timestamp(&berlin, none());
    expect_computed(context, "a local time", found, None::<Timestamp>).await?;
    let found = instant(&berlin, bind(None::<Timestamp>));
    expect_computed(context, "an instant", found, None::<TimestampTz>).await?;
    let found = truncate_in_zone(DateUnit::Day, &berlin, none());
    expect_computed(context, "a beginning", found, None::<TimestampTz>).await?;
    for part in DatePart::ALL {
        let found = extract_in_zone(*part, &berlin, none());
        expect_computed(context, part.word(), found, None::<i64>).await?;
    }
    Ok(())
}
