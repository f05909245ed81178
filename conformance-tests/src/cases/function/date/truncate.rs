//! The beginnings of units: years, weeks, hours.

use backend_core::flag::Flag;
use backend_core::function::{DateUnit, truncate_date, truncate_time, truncate_timestamp};
use backend_core::query::bind;
use backend_core::value::{Date, Time, Timestamp};

use super::{expect_computed, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const REQUIRED: &[Flag] = &[Flag::supports_date_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.truncate.date",
        date,
        "A date is truncated to the first date of its year, quarter, month or week, and stays a date."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.truncate.date_to_shorter",
        date_to_shorter,
        "A date truncated to a day or less is itself."
    )
    .requires(REQUIRED),
    case!(
        "function.date.truncate.timestamp",
        timestamp,
        "A timestamp is truncated to the beginning of each unit, and stays a timestamp."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.truncate.week",
        week,
        "Weeks begin on Mondays, also where that is in another month or year."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.truncate.before_1970",
        before_1970,
        "What is before 1970 is truncated to what is earlier, down to the year 1."
    )
    .requires(REQUIRED),
    case!(
        "function.date.truncate.last_year",
        last_year,
        "The last moments of the year 9999 are truncated without rounding."
    )
    .requires(REQUIRED),
    case!(
        "function.date.truncate.time",
        time,
        "A time of day is truncated to its hour, minute or second, and stays a time."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.truncate.time_to_longer",
        time_to_longer,
        "A time of day truncated to a day or more is midnight."
    )
    .requires(REQUIRED),
    case!(
        "function.date.truncate.end_of_day",
        end_of_day,
        "The end of the day truncated is midnight."
    )
    .requires(&[Flag::supports_date_functions, Flag::supports_end_of_day]),
    case!(
        "function.date.truncate.null",
        null,
        "NULL truncated is NULL."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
];

async fn dates(context: &mut Context, table: &[(DateUnit, &str, &str)]) -> Outcome {
    for (unit, text, expected) in table {
        let (date, expected): (Date, Date) = (of(text)?, of(expected)?);
        let what = format!("{text} to {unit}");
        expect_computed(context, &what, truncate_date(*unit, bind(date)), expected).await?;
    }
    Ok(())
}

async fn timestamps(context: &mut Context, table: &[(DateUnit, &str, &str)]) -> Outcome {
    for (unit, text, expected) in table {
        let (at, expected): (Timestamp, Timestamp) = (of(text)?, of(expected)?);
        let what = format!("{text} to {unit}");
        let found = truncate_timestamp(*unit, bind(at));
        expect_computed(context, &what, found, expected).await?;
    }
    Ok(())
}

async fn date(context: &mut Context) -> Outcome {
    let table = [
        (DateUnit::Year, "2024-12-31", "2024-01-01"),
        (DateUnit::Year, "2024-01-01", "2024-01-01"),
        (DateUnit::Quarter, "2024-03-31", "2024-01-01"),
        (DateUnit::Quarter, "2024-06-30", "2024-04-01"),
        (DateUnit::Quarter, "2024-12-31", "2024-10-01"),
        (DateUnit::Month, "2024-02-29", "2024-02-01"),
        (DateUnit::Week, "2024-02-29", "2024-02-26"),
    ];
    dates(context, &table).await
}

async fn date_to_shorter(context: &mut Context) -> Outcome {
    for unit in [
        DateUnit::Day,
        DateUnit::Hour,
        DateUnit::Minute,
        DateUnit::Second,
    ] {
        dates(context, &[(unit, "2024-02-29", "2024-02-29")]).await?;
    }
    Ok(())
}

async fn timestamp(context: &mut Context) -> Outcome {
    let at = "2015-06-16 14:30:50.987654";
    let table = [
        (DateUnit::Year, at, "2015-01-01 00:00:00"),
        (DateUnit::Quarter, at, "2015-04-01 00:00:00"),
        (DateUnit::Month, at, "2015-06-01 00:00:00"),
        (DateUnit::Week, at, "2015-06-15 00:00:00"),
        (DateUnit::Day, at, "2015-06-16 00:00:00"),
        (DateUnit::Hour, at, "2015-06-16 14:00:00"),
        (DateUnit::Minute, at, "2015-06-16 14:30:00"),
        (DateUnit::Second, at, "2015-06-16 14:30:50"),
    ];
    timestamps(context, &table).await
}

async fn week(context: &mut Context) -> Outcome {
    let table = [
        (DateUnit::Week, "2024-03-03", "2024-02-26"),
        (DateUnit::Week, "2024-03-04", "2024-03-04"),
        (DateUnit::Week, "2021-01-03", "2020-12-28"),
        (DateUnit::Week, "0001-01-01", "0001-01-01"),
        (DateUnit::Week, "9999-12-31", "9999-12-27"),
    ];
    dates(context, &table).await?;
    let table = [(
        DateUnit::Week,
        "2021-01-03 23:59:59.5",
        "2020-12-28 00:00:00",
    )];
    timestamps(context, &table).await
}

async fn before_1970(context: &mut Context) -> Outcome {
    let at = "1969-12-31 23:59:59.5";
    let table = [
        (DateUnit::Second, at, "1969-12-31 23:59:59"),
        (DateUnit::Hour, at, "1969-12-31 23:00:00"),
        (DateUnit::Week, at, "1969-12-29 00:00:00"),
        (
            DateUnit::Minute,
            "0001-01-01 00:00:59",
            "0001-01-01 00:00:00",
        ),
        (DateUnit::Year, "0001-12-31 12:00:00", "0001-01-01 00:00:00"),
        (
            DateUnit::Month,
            "1582-10-10 12:00:00",
            "1582-10-01 00:00:00",
        ),
    ];
    timestamps(context, &table).await
}

async fn last_year(context: &mut Context) -> Outcome {
    let at = "9999-12-31 23:59:59.999999";
    let table = [
        (DateUnit::Second, at, "9999-12-31 23:59:59"),
        (DateUnit::Day, at, "9999-12-31 00:00:00"),
        (DateUnit::Quarter, at, "9999-10-01 00:00:00"),
        (DateUnit::Year, at, "9999-01-01 00:00:00"),
    ];
    timestamps(context, &table).await
}

async fn times(context: &mut Context, table: &[(DateUnit, &str, &str)]) -> Outcome {
    for (unit, text, expected) in table {
        let (time, expected): (Time, Time) = (of(text)?, of(expected)?);
        let what = format!("{text} to {unit}");
        expect_computed(context, &what, truncate_time(*unit, bind(time)), expected).await?;
    }
    Ok(())
}

async fn time(context: &mut Context) -> Outcome {
    let at = "23:59:58.999999";
    let table = [
        (DateUnit::Hour, at, "23:00:00"),
        (DateUnit::Minute, at, "23:59:00"),
        (DateUnit::Second, at, "23:59:58"),
        (DateUnit::Second, "00:00:00", "00:00:00"),
    ];
    times(context, &table).await
}

async fn time_to_longer(context: &mut Context) -> Outcome {
    let table = [
        (DateUnit::Day, "23:59:58.5", "00:00:00"),
        (DateUnit::Week, "12:00:00", "00:00:00"),
        (DateUnit::Year, "00:00:01", "00:00:00"),
    ];
    times(context, &table).await
}

async fn end_of_day(context: &mut Context) -> Outcome {
    let table = [
        (DateUnit::Day, "24:00:00", "00:00:00"),
        (DateUnit::Hour, "24:00:00", "00:00:00"),
        (DateUnit::Second, "24:00:00", "00:00:00"),
    ];
    times(context, &table).await
}

async fn null(context: &mut Context) -> Outcome {
    for unit in DateUnit::ALL {
        let found = truncate_date(*unit, bind(None::<Date>));
        expect_computed(context, unit.word(), found, None::<Date>).await?;
        let found = truncate_timestamp(*unit, bind(None::<Timestamp>));
        expect_computed(context, unit.word(), found, None::<Timestamp>).await?;
        let found = truncate_time(*unit, bind(None::<Time>));
        expect_computed(context, unit.word(), found, None::<Time>).await?;
    }
    Ok(())
}
