//! Casts of days, times, instants and spans.

use backend_core::flag::Flag;
use backend_core::function::cast;
use backend_core::model::ColumnType;
use backend_core::query::bind;
use backend_core::value::{Date, Interval, Time, Timestamp, TimestampTz};

use super::{computed, expect_computed, expect_refused_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

const DJANGO: &str = "db_functions/comparison/test_cast.py";

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.cast.moments_to_text",
        moments_to_text,
        "Days, times and timestamps become their texts of ISO 8601."
    )
    .requires(&[Flag::supports_casts])
    .django(DJANGO),
    case!(
        "function.cast.instants_to_text",
        instants_to_text,
        "An instant becomes its text in UTC, whatever offset it was written with."
    )
    .requires(&[Flag::supports_casts])
    .django(DJANGO),
    case!(
        "function.cast.text_to_moments",
        text_to_moments,
        "A text becomes the day, time, timestamp or instant that it says."
    )
    .requires(&[Flag::supports_casts])
    .django(DJANGO),
    case!(
        "function.cast.text_that_is_no_moment",
        text_that_is_no_moment,
        "A text that says no day, time or instant is an error."
    )
    .requires(&[Flag::supports_casts]),
    case!(
        "function.cast.timestamps_in_parts",
        timestamps_in_parts,
        "A timestamp becomes its day and its time, and a day its midnight."
    )
    .requires(&[Flag::supports_casts])
    .django(DJANGO),
    case!(
        "function.cast.instants_by_utc",
        instants_by_utc,
        "Instants become timestamps, days and times of UTC, and back."
    )
    .requires(&[Flag::supports_casts])
    .django(DJANGO),
    case!(
        "function.cast.fractions_of_seconds",
        fractions_of_seconds,
        "Fractions are rounded to the digits of the type."
    )
    .requires(&[Flag::supports_casts]),
    case!(
        "function.cast.intervals_and_text",
        intervals_and_text,
        "An interval becomes its text of ISO 8601, each part with its sign, and back."
    )
    .requires(&[Flag::supports_casts]),
    case!(
        "function.cast.intervals_and_times",
        intervals_and_times,
        "A time becomes the interval since midnight, and an interval its time of day."
    )
    .requires(&[Flag::supports_casts]),
];

const TEXT: ColumnType = ColumnType::Text;
const DATE: ColumnType = ColumnType::Date;
const TIME: ColumnType = ColumnType::Time { precision: None };
const TIMESTAMP: ColumnType = ColumnType::Timestamp { precision: None };
const INSTANT: ColumnType = ColumnType::TimestampTz { precision: None };

fn timestamp(text: &str) -> backend_core::error::Result<Timestamp> {
    text.parse()
}

async fn moments_to_text(context: &mut Context) -> Outcome {
    for text in ["2024-02-29", "0001-01-01", "9999-12-31", "1969-07-20"] {
        let found = cast(bind(text.parse::<Date>()?), &DATE, &TEXT);
        expect_computed(context, text, found, text.to_owned()).await?;
    }
    for text in ["00:00:00", "23:59:59.999999", "12:30:00.5"] {
        let found = cast(bind(text.parse::<Time>()?), &TIME, &TEXT);
        expect_computed(context, text, found, text.to_owned()).await?;
    }
    for text in [
        "2024-02-29 12:30:00",
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59.999999",
        "2024-02-29 12:30:00.25",
    ] {
        let found = cast(bind(timestamp(text)?), &TIMESTAMP, &TEXT);
        expect_computed(context, text, found, text.to_owned()).await?;
    }
    Ok(())
}

async fn instants_to_text(context: &mut Context) -> Outcome {
    for (instant, expected) in [
        ("2024-02-29 12:30:00+02:00", "2024-02-29 10:30:00+00:00"),
        ("2024-02-29 23:30:00.5-05:30", "2024-03-01 05:00:00.5+00:00"),
        ("1970-01-01 00:00:00Z", "1970-01-01 00:00:00+00:00"),
    ] {
        let found = cast(bind(instant.parse::<TimestampTz>()?), &INSTANT, &TEXT);
        expect_computed(context, instant, found, expected.to_owned()).await?;
    }
    Ok(())
}

async fn text_to_moments(context: &mut Context) -> Outcome {
    let found = cast(bind("2024-02-29"), &TEXT, &DATE);
    expect_computed(context, "a day", found, "2024-02-29".parse::<Date>()?).await?;
    let found = cast(bind(" 12:30:00.25 "), &TEXT, &TIME);
    expect_computed(context, "a time", found, "12:30:00.25".parse::<Time>()?).await?;
    for text in ["2024-02-29 12:30:00", "2024-02-29T12:30:00"] {
        let found = cast(bind(text), &TEXT, &TIMESTAMP);
        expect_computed(context, text, found, timestamp("2024-02-29 12:30:00")?).await?;
    }
    let found = cast(bind("2024-02-29"), &TEXT, &TIMESTAMP);
    expect_computed(
        context,
        "midnight",
        found,
        timestamp("2024-02-29 00:00:00")?,
    )
    .await?;
    for text in [
        "2024-02-29 12:30:00+02:00",
        "2024-02-29T10:30:00Z",
        "2024-02-29 05:00:00-05:30",
    ] {
        let found = cast(bind(text), &TEXT, &INSTANT);
        let (found,): (TimestampTz,) = computed(context, found).await?;
        expect_eq(text, found.utc(), timestamp("2024-02-29 10:30:00")?)?;
    }
    Ok(())
}

async fn text_that_is_no_moment(context: &mut Context) -> Outcome {
    for (text, to) in [
        ("", DATE),
        ("2023-02-29", DATE),
        ("2024-13-01", DATE),
        ("soon", DATE),
        ("25:00:00", TIME),
        ("12:60:00", TIME),
        ("", TIME),
        ("2024-02-30 12:00:00", TIMESTAMP),
        ("12:00", TIMESTAMP),
        ("x", TIMESTAMP),
        ("2024-02-30 12:00:00Z", INSTANT),
        ("x", INSTANT),
        ("x", ColumnType::Interval),
        ("", ColumnType::Interval),
    ] {
        let found = cast(bind(text), &TEXT, &to);
        expect_refused_value(context, &format!("{text} as {to:?}"), found).await?;
    }
    Ok(())
}

async fn timestamps_in_parts(context: &mut Context) -> Outcome {
    for (text, date, time) in [
        ("2024-02-29 12:30:00.5", "2024-02-29", "12:30:00.5"),
        (
            "1969-12-31 23:59:59.999999",
            "1969-12-31",
            "23:59:59.999999",
        ),
        ("0001-01-01 00:00:00", "0001-01-01", "00:00:00"),
    ] {
        let whole = timestamp(text)?;
        let value = || bind(whole);
        expect_computed(
            context,
            text,
            cast(value(), &TIMESTAMP, &DATE),
            date.parse::<Date>()?,
        )
        .await?;
        expect_computed(
            context,
            text,
            cast(value(), &TIMESTAMP, &TIME),
            time.parse::<Time>()?,
        )
        .await?;
        let midnight = cast(bind(date.parse::<Date>()?), &DATE, &TIMESTAMP);
        expect_computed(
            context,
            date,
            midnight,
            timestamp(&format!("{date} 00:00:00"))?,
        )
        .await?;
    }
    Ok(())
}

async fn instants_by_utc(context: &mut Context) -> Outcome {
    let instant: TimestampTz = "2024-03-01 01:30:00+02:00".parse()?;
    let found = cast(bind(instant), &INSTANT, &TIMESTAMP);
    expect_computed(
        context,
        "a timestamp",
        found,
        timestamp("2024-02-29 23:30:00")?,
    )
    .await?;
    let found = cast(bind(instant), &INSTANT, &DATE);
    expect_computed(context, "a day", found, "2024-02-29".parse::<Date>()?).await?;
    let found = cast(bind(instant), &INSTANT, &TIME);
    expect_computed(context, "a time", found, "23:30:00".parse::<Time>()?).await?;
    let found = cast(
        bind(timestamp("2024-07-01 12:00:00")?),
        &TIMESTAMP,
        &INSTANT,
    );
    let (found,): (TimestampTz,) = computed(context, found).await?;
    expect_eq(
        "of a timestamp",
        found.utc(),
        timestamp("2024-07-01 12:00:00")?,
    )?;
    let found = cast(bind("2024-07-01".parse::<Date>()?), &DATE, &INSTANT);
    let (found,): (TimestampTz,) = computed(context, found).await?;
    expect_eq("of a day", found.utc(), timestamp("2024-07-01 00:00:00")?)
}

async fn fractions_of_seconds(context: &mut Context) -> Outcome {
    for (text, digits, expected) in [
        ("2024-02-29 12:30:00.999", 0, "2024-02-29 12:30:01"),
        ("2024-12-31 23:59:59.9996", 3, "2025-01-01 00:00:00"),
        ("2024-02-29 12:30:00.123456", 3, "2024-02-29 12:30:00.123"),
        (
            "2024-02-29 12:30:00.123456",
            6,
            "2024-02-29 12:30:00.123456",
        ),
    ] {
        let to = ColumnType::Timestamp {
            precision: Some(digits),
        };
        let found = cast(bind(timestamp(text)?), &TIMESTAMP, &to);
        expect_computed(context, text, found, timestamp(expected)?).await?;
    }
    let to = ColumnType::Time { precision: Some(1) };
    let found = cast(bind("12:30:00.46".parse::<Time>()?), &TIME, &to);
    expect_computed(context, "a time", found, "12:30:00.5".parse::<Time>()?).await
}

async fn intervals_and_text(context: &mut Context) -> Outcome {
    for text in [
        "PT0S",
        "P1Y2M-3DT1H0.5S",
        "P-1Y-2M3D",
        "P10D",
        "PT-0.5S",
        "PT100H",
        "PT0.000001S",
        "PT-1H-1M-1S",
        "P2DT-3S",
        "P14Y",
        "PT20M",
        "PT30S",
    ] {
        let value: Interval = text.parse()?;
        let found = cast(bind(value), &ColumnType::Interval, &TEXT);
        expect_computed(context, text, found, text.to_owned()).await?;
        let found = cast(bind(text), &TEXT, &ColumnType::Interval);
        expect_computed(context, text, found, value).await?;
    }
    Ok(())
}

async fn intervals_and_times(context: &mut Context) -> Outcome {
    let found = cast(
        bind("12:30:00.5".parse::<Time>()?),
        &TIME,
        &ColumnType::Interval,
    );
    expect_computed(
        context,
        "a time",
        found,
        "PT12H30M0.5S".parse::<Interval>()?,
    )
    .await?;
    for (interval, expected) in [
        ("PT12H30M", "12:30:00"),
        ("P3DT1H", "01:00:00"),
        ("PT25H", "01:00:00"),
        ("PT-1H", "23:00:00"),
    ] {
        let found = cast(
            bind(interval.parse::<Interval>()?),
            &ColumnType::Interval,
            &TIME,
        );
        expect_computed(context, interval, found, expected.parse::<Time>()?).await?;
    }
    Ok(())
}
