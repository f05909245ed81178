//! Dates and timestamps made of parts, and their parts as values again.

use backend_core::flag::Flag;
use backend_core::function::{make_date, make_timestamp, to_date, to_time, to_timestamp};
use backend_core::query::bind;
use backend_core::value::{Date, Time, Timestamp};

use super::{expect_computed, expect_refused_value, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const REQUIRED: &[Flag] = &[Flag::supports_date_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.make.date",
        date,
        "A date is made of a year, a month and a day, from the year 1 to 9999."
    )
    .requires(REQUIRED),
    case!(
        "function.date.make.no_such_day",
        no_such_day,
        "A day that the calendar does not have is an error of the data."
    )
    .requires(REQUIRED),
    case!(
        "function.date.make.timestamp",
        timestamp,
        "A timestamp is made of a date and a time, whose end of the day is the next day."
    )
    .requires(REQUIRED),
    case!(
        "function.date.cast.to_date",
        casts_to_date,
        "The date of a timestamp is its day, never rounded."
    )
    .requires(REQUIRED)
    .django("db_functions/comparison/test_cast.py"),
    case!(
        "function.date.cast.to_time",
        casts_to_time,
        "The time of a timestamp is that of its day, with its fraction."
    )
    .requires(REQUIRED)
    .django("db_functions/comparison/test_cast.py"),
    case!(
        "function.date.cast.to_timestamp",
        casts_to_timestamp,
        "A date is the timestamp of its midnight."
    )
    .requires(REQUIRED)
    .django("db_functions/comparison/test_cast.py"),
    case!(
        "function.date.cast.null",
        null,
        "What is made of NULL is NULL."
    )
    .requires(REQUIRED),
];

async fn date(context: &mut Context) -> Outcome {
    for (year, month, day) in [
        (1_i64, 1_i64, 1_i64),
        (1600, 2, 29),
        (1969, 12, 31),
        (2024, 2, 29),
        (9999, 12, 31),
    ] {
        let expected: Date = of(&format!("{year:04}-{month:02}-{day:02}"))?;
        let found = make_date(bind(year), bind(month), bind(day));
        expect_computed(context, "the date", found, expected).await?;
    }
    Ok(())
}

async fn no_such_day(context: &mut Context) -> Outcome {
    for (year, month, day) in [
        (0_i64, 1_i64, 1_i64),
        (2023, 2, 29),
        (1900, 2, 29),
        (2024, 13, 1),
        (2024, 0, 1),
        (2024, 4, 31),
        (2024, 1, 0),
        (2024, -1, 1),
        (i64::MAX, 1, 1),
        (2024, 257, 1),
    ] {
        let what = format!("{year}, {month}, {day}");
        let found = make_date(bind(year), bind(month), bind(day));
        expect_refused_value(context, &what, found).await?;
    }
    Ok(())
}

async fn timestamp(context: &mut Context) -> Outcome {
    let table = [
        ("2024-02-29", "12:30:00.5", "2024-02-29 12:30:00.5"),
        ("0001-01-01", "00:00:00", "0001-01-01 00:00:00"),
        ("2024-02-29", "24:00:00", "2024-03-01 00:00:00"),
        (
            "9999-12-31",
            "23:59:59.999999",
            "9999-12-31 23:59:59.999999",
        ),
    ];
    let has_end = context.features().supports_end_of_day;
    for (date, time, expected) in table {
        if time == "24:00:00" && !has_end {
            continue;
        }
        let (date, time, expected): (Date, Time, Timestamp) = (of(date)?, of(time)?, of(expected)?);
        let found = make_timestamp(bind(date), bind(time));
        expect_computed(context, "the timestamp", found, expected).await?;
    }
    Ok(())
}

const TIMESTAMPS: [&str; 5] = [
    "0001-01-01 00:00:00",
    "1969-12-31 23:59:59.999999",
    "2024-02-29 12:30:00",
    "2024-02-29 00:00:00.000001",
    "9999-12-31 23:59:59.999999",
];

async fn casts_to_date(context: &mut Context) -> Outcome {
    for text in TIMESTAMPS {
        let at: Timestamp = of(text)?;
        expect_computed(context, text, to_date(bind(at)), at.date()).await?;
    }
    Ok(())
}

async fn casts_to_time(context: &mut Context) -> Outcome {
    for text in TIMESTAMPS {
        let at: Timestamp = of(text)?;
        expect_computed(context, text, to_time(bind(at)), at.time()).await?;
    }
    Ok(())
}

async fn casts_to_timestamp(context: &mut Context) -> Outcome {
    for text in TIMESTAMPS {
        let date = of::<Timestamp>(text)?.date();
        let found = to_timestamp(bind(date));
        expect_computed(context, text, found, Timestamp::from(date)).await?;
    }
    Ok(())
}

async fn null(context: &mut Context) -> Outcome {
    let none = || bind(None::<Timestamp>);
    expect_computed(context, "a date", to_date(none()), None::<Date>).await?;
    expect_computed(context, "a time", to_time(none()), None::<Time>).await?;
    let found = to_timestamp(bind(None::<Date>));
    expect_computed(context, "a timestamp", found, None::<Timestamp>).await?;
    let found = make_date(bind(2024_i64), bind(None::<i64>), bind(1_i64));
    expect_computed(context, "a date without month", found, None::<Date>).await?;
    let found = make_timestamp(bind(Date::EPOCH), bind(None::<Time>));
    expect_computed(context, "a date without time", found, None::<Timestamp>).await
}
