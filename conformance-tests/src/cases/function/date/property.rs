//! What holds of every date and instant, tried on many by chance.

use backend_core::flag::Flag;
use backend_core::function::{
    DatePart, DateUnit, TimeZone, add_days, add_interval, add_interval_in_zone, days_between,
    difference, extract, extract_in_zone, instant, local_timestamp, make_date, make_timestamp,
    to_date, to_time, truncate_in_zone, truncate_timestamp,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::Expr;
use backend_core::value::{Date, Interval, Timestamp, TimestampTz};

use super::of;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::Random;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.property.parts_make_the_timestamp",
        parts_make_the_timestamp,
        "Any timestamp of the years 1 to 9999 is made again of its parts."
    )
    .requires(&[Flag::supports_date_functions]),
    case!(
        "function.date.property.truncated_twice",
        truncated_twice,
        "What is truncated is not later than the value, less than its unit before it, and the same when it is truncated again."
    )
    .requires(&[Flag::supports_date_functions]),
    case!(
        "function.date.property.sums_and_differences",
        sums_and_differences,
        "A difference that is added to the earlier timestamp gives the later one, and days as well."
    )
    .requires(&[Flag::supports_interval_arithmetic]),
    case!(
        "function.date.property.there_and_back",
        there_and_back,
        "What clocks show at an instant is that instant, or in an hour that comes twice the same time later."
    )
    .slow(4)
    .requires(&[Flag::supports_time_zones]),
    case!(
        "function.date.property.parts_in_a_zone",
        parts_in_a_zone,
        "A part in a zone is the part of what its clocks show, and truncated days begin at midnight or later."
    )
    .slow(4)
    .requires(&[Flag::supports_time_zones]),
    case!(
        "function.date.property.days_and_back_in_a_zone",
        days_and_back,
        "Days that are added in a zone move what its clocks show by as many days, but for hours that clocks leave out or repeat."
    )
    .slow(4)
    .requires(&[Flag::supports_time_zones, Flag::supports_interval_arithmetic]),
];

/// The places that are tried.
const ZONES: [&str; 12] = [
    "UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "-03:30",
    "+13:45",
];

const DAY: i64 = 86_400_000_000;
/// 0001-01-03 and 9999-12-29 in microseconds since 1970: what every zone keeps within the years 1 to 9999.
const FIRST: i64 = -62_135_424_000_000_000;
const LAST: i64 = 253_402_041_600_000_000;
/// From 1900 to 2040 clocks change most.
const BUSY: (i64, i64) = (-2_208_988_800_000_000, 2_208_988_800_000_000);

/// How many are tried in a run of one.
const TIMES: u32 = 8;

fn tries(context: &Context) -> u32 {
    context.chance().runs.saturating_mul(TIMES)
}

fn random(context: &Context) -> Random {
    Random::new(context.chance().seed)
}

/// A microsecond by chance: most of a time in which clocks change.
fn moment(random: &mut Random) -> Timestamp {
    let (first, last) = if random.chance(2, 3) {
        BUSY
    } else {
        (FIRST, LAST)
    };
    let width = first.abs_diff(last);
    let micros = first.saturating_add_unsigned(random.next() % width);
    let micros = match random.below(4) {
        // The full hour and the end of one, where most changes are.
        0 => micros - micros.rem_euclid(DAY / 24),
        1 => micros - micros.rem_euclid(DAY / 24) - 1,
        _ => micros,
    };
    Timestamp::from_unix_micros(micros)
}

fn zone(random: &mut Random) -> Result<TimeZone, Failure> {
    of(random.pick(&ZONES).copied().unwrap_or("UTC"))
}

/// What one query makes of several expressions.
async fn all<T: backend_core::row::FromRow>(
    context: &mut Context,
    expressions: impl IntoIterator<Item = Expr>,
) -> Result<T, Failure> {
    let mut select = Query::select();
    for (n, expression) in expressions.into_iter().enumerate() {
        select.expr_as(expression, format!("value_{n}"));
    }
    let mut rows: Vec<T> = context.fetch_query(&select.into()).await?;
    rows.pop()
        .ok_or_else(|| Failure::new("a select without a table gave no row"))
}

async fn parts_make_the_timestamp(context: &mut Context) -> Outcome {
    let mut random = random(context);
    for _ in 0..tries(context) {
        let at = moment(&mut random);
        let part = |part| extract(part, bind(at)).into();
        let found: (i64, i64, i64, i64, i64, i64, i64, i64) = all(
            context,
            [
                part(DatePart::Year),
                part(DatePart::Month),
                part(DatePart::Day),
                part(DatePart::Hour),
                part(DatePart::Minute),
                part(DatePart::Second),
                part(DatePart::Microsecond),
                part(DatePart::Epoch),
            ],
        )
        .await?;
        let (year, month, day, hour, minute, second, microsecond, epoch) = found;
        let text = format!(
            "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{microsecond:06}"
        );
        expect_eq("of its parts", of::<Timestamp>(&text)?, at)?;
        let micros = at.unix_micros().unwrap_or_default();
        expect_eq("since 1970", epoch, micros.div_euclid(1_000_000))?;
        let made = make_date(bind(year), bind(month), bind(day));
        let made = make_timestamp(made, to_time(bind(at)));
        let week_day = part(DatePart::IsoWeekDay);
        let (made, date, week_day): (Timestamp, Date, i64) =
            all(context, [made.into(), to_date(bind(at)).into(), week_day]).await?;
        expect_eq("made by the server", made, at)?;
        expect_eq("its date", date, at.date())?;
        let days = i64::from(at.date().days());
        expect_eq(
            "the day of the week",
            week_day,
            (days + 3).rem_euclid(7) + 1,
        )?;
    }
    Ok(())
}

/// The most microseconds that a unit lasts.
const fn longest(unit: DateUnit) -> i64 {
    match unit {
        DateUnit::Year => 366 * DAY,
        DateUnit::Quarter => 92 * DAY,
        DateUnit::Month => 31 * DAY,
        DateUnit::Week => 7 * DAY,
        DateUnit::Hour => DAY / 24,
        DateUnit::Minute => DAY / 1_440,
        DateUnit::Second => 1_000_000,
        _ => DAY,
    }
}

async fn truncated_twice(context: &mut Context) -> Outcome {
    let mut random = random(context);
    for _ in 0..tries(context) {
        let at = moment(&mut random);
        let unit = random.pick(DateUnit::ALL).copied().unwrap_or(DateUnit::Day);
        let once = truncate_timestamp(unit, bind(at));
        let twice = truncate_timestamp(unit, once.clone());
        let (once, twice): (Timestamp, Timestamp) =
            all(context, [once.into(), twice.into()]).await?;
        let what = format!("{at} to {unit}");
        expect_eq(&what, twice, once)?;
        let before = at.unix_micros().zip(once.unix_micros());
        let before = before.map_or(-1, |(at, once)| at - once);
        expect((0..longest(unit)).contains(&before), || {
            format!("{what} is {once}")
        })?;
    }
    Ok(())
}

async fn sums_and_differences(context: &mut Context) -> Outcome {
    let mut random = random(context);
    for _ in 0..tries(context) {
        let (earlier, later) = (moment(&mut random), moment(&mut random));
        let span = difference(bind(earlier), bind(later));
        let again = add_interval(bind(earlier), span.clone());
        let days = days_between(bind(earlier.date()), bind(later.date()));
        let date = add_days(bind(earlier.date()), days.clone());
        let (again, days, date, span): (Timestamp, i64, Date, Interval) = all(
            context,
            [again.into(), days.into(), date.into(), span.into()],
        )
        .await?;
        let what = format!("{earlier} to {later}");
        expect_eq(&what, again, later)?;
        expect_eq(&what, date, later.date())?;
        expect_eq(
            &what,
            days,
            i64::from(later.date().days()) - i64::from(earlier.date().days()),
        )?;
        let nanoseconds =
            i128::from(span.days) * i128::from(DAY) * 1_000 + i128::from(span.nanoseconds);
        expect_eq(
            &what,
            Some(nanoseconds),
            later
                .unix_nanos()
                .zip(earlier.unix_nanos())
                .map(|(later, earlier)| later - earlier),
        )?;
    }
    Ok(())
}

async fn there_and_back(context: &mut Context) -> Outcome {
    let mut random = random(context);
    for _ in 0..tries(context) {
        let (at, zone) = (
            TimestampTz::from_utc(moment(&mut random)),
            zone(&mut random)?,
        );
        let local = local_timestamp(&zone, bind(at));
        let back = instant(&zone, local.clone());
        let again = local_timestamp(&zone, back.clone());
        let (local, back, again): (Timestamp, TimestampTz, Timestamp) =
            all(context, [local.into(), back.into(), again.into()]).await?;
        let what = format!("{at} in {zone}");
        expect_eq(&what, again, local)?;
        expect(back.utc() >= at.utc(), || format!("{what} becomes {back}"))?;
    }
    Ok(())
}

async fn parts_in_a_zone(context: &mut Context) -> Outcome {
    let mut random = random(context);
    for _ in 0..tries(context) {
        let (at, zone) = (
            TimestampTz::from_utc(moment(&mut random)),
            zone(&mut random)?,
        );
        let part = random
            .pick(DatePart::ALL)
            .copied()
            .unwrap_or(DatePart::Year);
        let part = if part == DatePart::Epoch {
            DatePart::Hour
        } else {
            part
        };
        let local = local_timestamp(&zone, bind(at));
        let there = extract_in_zone(part, &zone, bind(at));
        let alone = extract(part, local.clone());
        let unit = random
            .pick(DateUnit::ALL)
            .copied()
            .filter(|unit| unit.is_of_date())
            .unwrap_or(DateUnit::Day);
        let begin = local_timestamp(&zone, truncate_in_zone(unit, &zone, bind(at)));
        let midnight = truncate_timestamp(unit, local);
        let (there, alone, begin, midnight): (i64, i64, Timestamp, Timestamp) = all(
            context,
            [there.into(), alone.into(), begin.into(), midnight.into()],
        )
        .await?;
        expect_eq(&format!("{part} of {at} in {zone}"), there, alone)?;
        expect(begin >= midnight, || {
            format!("{at} to {unit} in {zone} is {begin}, before {midnight}")
        })?;
    }
    Ok(())
}

async fn days_and_back(context: &mut Context) -> Outcome {
    let mut random = random(context);
    for _ in 0..tries(context) {
        let (at, zone) = (
            TimestampTz::from_utc(moment(&mut random)),
            zone(&mut random)?,
        );
        let days = i32::try_from(random.below(90)).unwrap_or_default() + 1;
        let span = Interval {
            days,
            ..Interval::default()
        };
        let sum = add_interval_in_zone(&zone, bind(at), bind(span));
        let expected = instant(
            &zone,
            add_interval(local_timestamp(&zone, bind(at)), bind(span)),
        );
        let (sum, expected): (TimestampTz, TimestampTz) =
            all(context, [sum.into(), expected.into()]).await?;
        expect_eq(&format!("{days} days after {at} in {zone}"), sum, expected)?;
    }
    Ok(())
}
