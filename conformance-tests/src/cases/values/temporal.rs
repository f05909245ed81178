//! Dates, times and instants, from the year 1 to the year 9999.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::model::ColumnType;
use backend_core::value::{Date, Interval, IntoValue as _, Time, Timestamp, TimestampTz};

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.date.round_trip",
        date_round_trip,
        "Days of any year from 1 to 9999 come back, leap days too."
    )
    .django("model_fields/test_datetimefield.py"),
    case!(
        "values.time.end_of_day",
        end_of_day,
        "The end of a day comes back as 24:00, and not as the beginning of one."
    )
    .requires(&[Flag::supports_end_of_day]),
    case!(
        "values.time.end_of_day_is_refused",
        end_of_day_is_refused,
        "Where a day has no end, it is refused with the flag, and not taken for a beginning."
    )
    .refuses(Flag::supports_end_of_day),
    case!(
        "values.date.equality",
        date_equality,
        "Days are found by a parameter."
    ),
    case!(
        "values.date.literal",
        date_literal,
        "Days can be literals and defaults."
    )
    .django("schema/tests.py"),
    case!(
        "values.date.order",
        date_order,
        "Days sort by time, across the turn of centuries, whatever they are stored as."
    ),
    case!(
        "values.time.round_trip",
        time_round_trip,
        "Times of day come back with as many digits of a second as the server keeps."
    )
    .django("model_fields/test_datetimefield.py"),
    case!(
        "values.time.equality",
        time_equality,
        "Times of day are found by a parameter."
    ),
    case!(
        "values.time.literal",
        time_literal,
        "Times of day can be literals and defaults."
    )
    .django("schema/tests.py"),
    case!(
        "values.timestamp.round_trip",
        timestamp_round_trip,
        "Timestamps without time zone come back unchanged, before 1900 and before 1970 too."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "values.timestamp.equality",
        timestamp_equality,
        "Timestamps are found by a parameter."
    ),
    case!(
        "values.timestamp.literal",
        timestamp_literal,
        "Timestamps can be literals and defaults."
    )
    .django("schema/tests.py"),
    case!(
        "values.timestamp.finer_than_kept",
        finer_than_kept,
        "A time of more digits of a second than the server keeps is refused, never rounded."
    ),
    case!(
        "values.timestamp_tz.same_instant",
        timestamp_tz_same_instant,
        "Timestamps with time zone come back as the same instant, whatever their offset."
    )
    .django("timezones/tests.py"),
    case!(
        "values.timestamp_tz.offset_as_the_flag_says",
        timestamp_tz_offset,
        "The offset comes back where the flag says so, otherwise the instant comes in UTC."
    )
    .probe()
    .django("timezones/tests.py"),
    case!(
        "values.timestamp_tz.equality",
        timestamp_tz_equality,
        "Instants are found by a parameter of the same offset."
    ),
    case!(
        "values.timestamp_tz.literal",
        timestamp_tz_literal,
        "Instants can be literals and defaults."
    ),
];

fn parse<T: std::str::FromStr<Err = Error>>(texts: &[&str]) -> Result<Vec<T>> {
    texts.iter().map(|text| text.parse()).collect()
}

async fn end_of_day(context: &mut Context) -> Outcome {
    let time = ColumnType::Time { precision: None };
    round_trip(context, time, &[Time::END_OF_DAY]).await
}

async fn end_of_day_is_refused(context: &mut Context) -> Outcome {
    let time = ColumnType::Time { precision: None };
    let table = table("stored", &[("value", time)])?;
    context.create(&table).await?;
    let row = [1_i64.into_value(), Time::END_OF_DAY.into_value()];
    let insert = context.insert_statement(&table, &row);
    context
        .refused(Flag::supports_end_of_day, async |context| {
            context.execute(&insert).await
        })
        .await
}

/// A fraction of a second, in nanoseconds, of as many digits as the server keeps.
pub(super) fn fraction(features: &Features) -> u32 {
    let digits = u32::from(features.fractional_second_digits.min(9));
    let unit = 10_u32.pow(9 - digits);
    123_456_789 / unit * unit
}

/// The last moment of a second that the server tells from the next one.
fn last_fraction(features: &Features) -> u32 {
    let digits = u32::from(features.fractional_second_digits.min(9));
    let unit = 10_u32.pow(9 - digits);
    999_999_999 / unit * unit
}

pub(super) fn dates() -> Result<Vec<Date>> {
    parse(&[
        "0001-01-01",
        "1582-10-10",
        "1752-09-05",
        "1899-12-31",
        "1900-02-28",
        "1969-12-31",
        "1970-01-01",
        "2000-02-29",
        "2024-02-29",
        "2100-02-28",
        "9999-12-31",
    ])
}

pub(super) fn times(features: &Features) -> Result<Vec<Time>> {
    Ok(vec![
        Time::MIDNIGHT,
        Time::from_hms_nano(0, 0, 1, 0)?,
        Time::from_hms_nano(12, 30, 0, 0)?,
        Time::from_hms_nano(9, 8, 7, fraction(features))?,
        Time::from_hms_nano(23, 59, 59, last_fraction(features))?,
    ])
}

pub(super) fn timestamps(features: &Features) -> Result<Vec<Timestamp>> {
    let times = times(features)?;
    let days = dates()?;
    Ok(days
        .iter()
        .zip(times.iter().cycle())
        .map(|(day, time)| Timestamp::new(*day, *time))
        .collect())
}

const TIME: ColumnType = ColumnType::Time { precision: None };
const TIMESTAMP: ColumnType = ColumnType::Timestamp { precision: None };
const TIMESTAMP_TZ: ColumnType = ColumnType::TimestampTz { precision: None };

async fn date_round_trip(context: &mut Context) -> Outcome {
    round_trip(context, ColumnType::Date, &dates()?).await
}

async fn date_equality(context: &mut Context) -> Outcome {
    equality(context, ColumnType::Date, &dates()?).await
}

async fn date_literal(context: &mut Context) -> Outcome {
    literal(context, ColumnType::Date, &dates()?).await
}

async fn date_order(context: &mut Context) -> Outcome {
    let table = table("stored", &[("value", ColumnType::Date)])?;
    context.create(&table).await?;
    let dates = dates()?;
    for (id, date) in (1_i64..).zip(dates.iter().rev()) {
        context
            .insert(&table, &[vec![id.into_value(), date.into_value()]])
            .await?;
    }
    let mut out = context.dialect().writer();
    let value = "value".parse()?;
    out.push("SELECT ")
        .identifier(&value)
        .push(" FROM ")
        .name(&table.name);
    out.push(" ORDER BY ").identifier(&value);
    let found: Vec<(Date,)> = context.fetch(&out.finish()).await?;
    expect_eq(
        "the order",
        found,
        dates.into_iter().map(|date| (date,)).collect::<Vec<_>>(),
    )
}

async fn time_round_trip(context: &mut Context) -> Outcome {
    let times = times(context.features())?;
    round_trip(context, TIME, &times).await
}

async fn time_equality(context: &mut Context) -> Outcome {
    let times = times(context.features())?;
    equality(context, TIME, &times).await
}

async fn time_literal(context: &mut Context) -> Outcome {
    let times = times(context.features())?;
    literal(context, TIME, &times).await
}

async fn timestamp_round_trip(context: &mut Context) -> Outcome {
    let timestamps = timestamps(context.features())?;
    round_trip(context, TIMESTAMP, &timestamps).await
}

async fn timestamp_equality(context: &mut Context) -> Outcome {
    let timestamps = timestamps(context.features())?;
    equality(context, TIMESTAMP, &timestamps).await
}

async fn timestamp_literal(context: &mut Context) -> Outcome {
    let timestamps = timestamps(context.features())?;
    literal(context, TIMESTAMP, &timestamps).await
}

async fn finer_than_kept(context: &mut Context) -> Outcome {
    let Some(finer) = 8_u32.checked_sub(context.features().fractional_second_digits.into()) else {
        // The round trips have shown that nanoseconds are kept.
        return Err(Failure::not_shown("nothing is finer than what is kept"));
    };
    let nanosecond = 10_u32.pow(finer);
    let time = Time::from_hms_nano(12, 30, 0, nanosecond)?;
    let timestamp = Timestamp::new(Date::EPOCH, time);
    let interval = Interval {
        nanoseconds: nanosecond.into(),
        ..Interval::default()
    };
    for (name, column_type, value) in [
        ("t", TIME, time.into_value()),
        ("ts", TIMESTAMP, timestamp.into_value()),
        (
            "tz",
            TIMESTAMP_TZ,
            TimestampTz::from_utc(timestamp).into_value(),
        ),
        ("i", ColumnType::Interval, interval.into_value()),
    ] {
        let table = table(name, &[("value", column_type)])?;
        context.create(&table).await?;
        let insert = context.insert_statement(&table, &[1_i64.into_value(), value]);
        expect_error(name, context.execute(&insert).await, ErrorKind::Data)?;
        expect_eq("rows", context.count(&table.name).await?, 0)?;
    }
    Ok(())
}

/// Instants in several offsets; two of them are one instant.
pub(super) fn instants(features: &Features) -> Result<Vec<TimestampTz>> {
    let mut instants = parse(&[
        "1900-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2024-02-29T12:00:00Z",
        "2024-02-29T17:30:00+05:30",
        "2024-07-01T00:00:00-11:00",
        "2024-07-01T00:00:00+14:00",
        "9998-12-31T23:59:59Z",
    ])?;
    let day: Date = "2024-03-31".parse()?;
    let local = Timestamp::new(day, Time::from_hms_nano(2, 30, 0, fraction(features))?);
    instants.push(TimestampTz::from_local(local, 3_600)?);
    Ok(instants)
}

async fn stored_instants(context: &mut Context) -> Result<Vec<(TimestampTz, TimestampTz)>> {
    let table = table("stored", &[("value", TIMESTAMP_TZ)])?;
    context.create(&table).await?;
    let instants = instants(context.features())?;
    for (id, instant) in (1_i64..).zip(&instants) {
        context
            .insert(&table, &[vec![id.into_value(), instant.into_value()]])
            .await?;
    }
    let found: Vec<(i64, TimestampTz)> = context.fetch(&context.select_statement(&table)).await?;
    Ok(instants
        .into_iter()
        .zip(found.into_iter().map(|(_, instant)| instant))
        .collect())
}

async fn timestamp_tz_same_instant(context: &mut Context) -> Outcome {
    let pairs = stored_instants(context).await?;
    expect_eq("rows", pairs.len(), instants(context.features())?.len())?;
    for (stored, found) in pairs {
        expect_eq(&format!("{stored} in UTC"), found.utc(), stored.utc())?;
    }
    Ok(())
}

async fn timestamp_tz_offset(context: &mut Context) -> Outcome {
    let keeps = context.features().keeps_time_zone_offset;
    let pairs = stored_instants(context).await?;
    expect(!pairs.is_empty(), || "no rows".to_owned())?;
    for (stored, found) in pairs {
        let expected = if keeps { stored.offset_seconds() } else { 0 };
        expect_eq(
            &format!("the offset of {stored}"),
            found.offset_seconds(),
            expected,
        )?;
    }
    Ok(())
}

/// Instants of which no two are the same.
fn distinct_instants(features: &Features) -> Result<Vec<TimestampTz>> {
    let mut instants = instants(features)?;
    instants.retain(|instant| instant.offset_seconds() != 19_800);
    Ok(instants)
}

async fn timestamp_tz_equality(context: &mut Context) -> Outcome {
    let instants = distinct_instants(context.features())?;
    equality(context, TIMESTAMP_TZ, &instants).await
}

async fn timestamp_tz_literal(context: &mut Context) -> Outcome {
    let instants = distinct_instants(context.features())?;
    super::paths::literal_by(context, TIMESTAMP_TZ, &instants, |a, b| a.utc() == b.utc()).await
}
