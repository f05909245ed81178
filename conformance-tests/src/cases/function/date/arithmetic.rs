//! Dates, times and timestamps later by days or intervals, and what lies between two of them.

use backend_core::flag::Flag;
use backend_core::function::{
    add_days, add_interval, add_interval_to_time, days_between, difference, negate_interval,
    to_date,
};
use backend_core::query::bind;
use backend_core::value::{Date, Interval, Time, Timestamp, TimestampTz};

use super::{expect_computed, expect_refused_value, interval, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const DATES: &[Flag] = &[Flag::supports_date_functions];
const INTERVALS: &[Flag] = &[Flag::supports_interval_arithmetic];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.arithmetic.days",
        days,
        "Days are added to a date and taken from it, across months, leap days and centuries."
    )
    .requires(DATES)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.days_between",
        days_from,
        "The days between two dates are counted, negative backwards."
    )
    .requires(DATES)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.months_keep_within_the_month",
        months,
        "Months are added to a date or timestamp, and a day that the month does not have is its last."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.parts_in_order",
        parts_in_order,
        "Of an interval the months are added first, then the days, then the time."
    )
    .requires(INTERVALS),
    case!(
        "function.date.arithmetic.time_carries",
        time_carries,
        "Time that is added carries into days, months and years, both ways, to the microsecond."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.date_becomes_timestamp",
        date_becomes_timestamp,
        "A date later by an interval is a timestamp, whose date can be taken."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.subtraction",
        subtraction,
        "The negated interval is added to subtract."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.time_goes_round",
        time_goes_round,
        "A time of day goes round the clock, and months and days do not move it."
    )
    .requires(INTERVALS),
    case!(
        "function.date.arithmetic.difference_of_timestamps",
        difference_of_timestamps,
        "Between two timestamps lie days of 24 hours and time of one sign."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.difference_of_instants",
        difference_of_instants,
        "Between two instants lies the time that passed, whatever their offsets."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.difference_of_times",
        difference_of_times,
        "Between two times of day lies time, negative backwards."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
    case!(
        "function.date.arithmetic.out_of_range",
        out_of_range,
        "A result that no date is, is an error of the data."
    )
    .requires(INTERVALS),
    case!(
        "function.date.arithmetic.null",
        null,
        "A sum or difference with NULL is NULL."
    )
    .requires(INTERVALS)
    .django("expressions/tests.py"),
];

async fn days(context: &mut Context) -> Outcome {
    let table = [
        ("2024-02-28", 1, "2024-02-29"),
        ("2024-02-28", 2, "2024-03-01"),
        ("2023-02-28", 1, "2023-03-01"),
        ("1900-02-28", 1, "1900-03-01"),
        ("2000-02-28", 1, "2000-02-29"),
        ("2024-03-01", -1, "2024-02-29"),
        ("1970-01-01", -1, "1969-12-31"),
        ("0001-01-01", 3_652_058, "9999-12-31"),
        ("9999-12-31", -3_652_058, "0001-01-01"),
        ("2024-02-29", 0, "2024-02-29"),
    ];
    for (date, days, expected) in table {
        let what = format!("{date} and {days} days");
        let (date, expected): (Date, Date) = (of(date)?, of(expected)?);
        let found = add_days(bind(date), bind(i64::from(days)));
        expect_computed(context, &what, found, expected).await?;
    }
    Ok(())
}

async fn days_from(context: &mut Context) -> Outcome {
    let table = [
        ("2024-02-28", "2024-03-01", 2),
        ("2024-03-01", "2024-02-28", -2),
        ("2024-02-29", "2024-02-29", 0),
        ("0001-01-01", "9999-12-31", 3_652_058),
    ];
    for (earlier, later, expected) in table {
        let what = format!("{earlier} to {later}");
        let (earlier, later): (Date, Date) = (of(earlier)?, of(later)?);
        let found = days_between(bind(earlier), bind(later));
        expect_computed::<i64>(context, &what, found, expected).await?;
    }
    Ok(())
}

/// Demands sums: timestamp, interval, timestamp.
async fn sums(context: &mut Context, table: &[(&str, &str, &str)]) -> Outcome {
    for (at, span, expected) in table {
        let what = format!("{at} and {span}");
        let (at, expected): (Timestamp, Timestamp) = (of(at)?, of(expected)?);
        let found = add_interval(bind(at), bind(interval(span)?));
        expect_computed(context, &what, found, expected).await?;
    }
    Ok(())
}

async fn months(context: &mut Context) -> Outcome {
    let table = [
        ("2024-01-31 12:00:00", "P1M", "2024-02-29 12:00:00"),
        ("2023-01-31 12:00:00", "P1M", "2023-02-28 12:00:00"),
        ("2024-02-29 12:00:00", "P1Y", "2025-02-28 12:00:00"),
        ("2024-02-29 12:00:00", "P4Y", "2028-02-29 12:00:00"),
        ("2024-03-31 12:00:00", "P-1M", "2024-02-29 12:00:00"),
        ("2024-12-31 12:00:00", "P2M", "2025-02-28 12:00:00"),
        ("2024-01-31 12:00:00", "P-11M", "2023-02-28 12:00:00"),
        ("0001-01-31 00:00:00", "P9998Y11M", "9999-12-31 00:00:00"),
    ];
    sums(context, &table).await
}

async fn parts_in_order(context: &mut Context) -> Outcome {
    let table = [
        ("2024-01-31 12:00:00", "P1M1D", "2024-03-01 12:00:00"),
        ("2024-01-31 12:00:00", "P1M-1D", "2024-02-28 12:00:00"),
        ("2023-01-31 23:00:00", "P1MT1H", "2023-03-01 00:00:00"),
        ("2023-01-31 23:00:00", "P1M1DT-23H", "2023-03-01 00:00:00"),
        (
            "2024-03-30 00:00:00",
            "P-1M30DT-0.000001S",
            "2024-03-29 23:59:59.999999",
        ),
    ];
    sums(context, &table).await
}

async fn time_carries(context: &mut Context) -> Outcome {
    let table = [
        (
            "2024-02-28 23:59:59.999999",
            "PT0.000001S",
            "2024-02-29 00:00:00",
        ),
        (
            "2024-01-01 00:00:00",
            "PT-0.000001S",
            "2023-12-31 23:59:59.999999",
        ),
        ("1970-01-01 00:00:00", "PT-36H", "1969-12-30 12:00:00"),
        ("2024-02-28 12:00:00", "PT48H", "2024-03-01 12:00:00"),
        ("2024-02-28 12:00:00", "PT0S", "2024-02-28 12:00:00"),
        ("2024-02-28 12:00:00.5", "PT0.25S", "2024-02-28 12:00:00.75"),
    ];
    sums(context, &table).await
}

async fn date_becomes_timestamp(context: &mut Context) -> Outcome {
    let date: Date = of("2024-01-31")?;
    let expected: Timestamp = of("2024-02-29 06:00:00")?;
    let sum =
        || Ok::<_, crate::failure::Failure>(add_interval(bind(date), bind(interval("P1MT6H")?)));
    expect_computed(context, "the timestamp", sum()?, expected).await?;
    expect_computed(context, "its date", to_date(sum()?), expected.date()).await
}

async fn subtraction(context: &mut Context) -> Outcome {
    let table = [
        ("2024-03-31 12:00:00", "P1M", "2024-02-29 12:00:00"),
        ("2024-03-01 00:00:00", "P1DT1S", "2024-02-28 23:59:59"),
        ("2024-03-01 00:00:00", "P-1D", "2024-03-02 00:00:00"),
    ];
    for (at, span, expected) in table {
        let (from, expected): (Timestamp, Timestamp) = (of(at)?, of(expected)?);
        let found = add_interval(bind(from), negate_interval(bind(interval(span)?)));
        expect_computed(context, at, found, expected).await?;
    }
    Ok(())
}

async fn time_goes_round(context: &mut Context) -> Outcome {
    let table = [
        ("23:30:00", "PT1H", "00:30:00"),
        ("00:30:00", "PT-1H", "23:30:00"),
        ("12:00:00", "PT49H0.5S", "13:00:00.5"),
        ("12:00:00", "P1M3D", "12:00:00"),
        ("12:00:00", "P1DT1H", "13:00:00"),
    ];
    for (time, span, expected) in table {
        let what = format!("{time} and {span}");
        let (time, expected): (Time, Time) = (of(time)?, of(expected)?);
        let found = add_interval_to_time(bind(time), bind(interval(span)?));
        expect_computed(context, &what, found, expected).await?;
    }
    Ok(())
}

async fn difference_of_timestamps(context: &mut Context) -> Outcome {
    let table = [
        ("2024-02-28 12:00:00", "2024-03-01 13:00:00.5", "P2DT1H0.5S"),
        ("2024-03-01 13:00:00", "2024-02-28 12:00:00", "P-2DT-1H"),
        ("2024-01-01 00:00:00", "2024-01-01 00:00:00", "PT0S"),
        (
            "2024-01-01 00:00:00",
            "2024-01-01 23:59:59.999999",
            "PT23H59M59.999999S",
        ),
        (
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "P3652058DT23H59M59S",
        ),
    ];
    for (earlier, later, expected) in table {
        let what = format!("{earlier} to {later}");
        let (earlier, later): (Timestamp, Timestamp) = (of(earlier)?, of(later)?);
        let found = difference(bind(earlier), bind(later));
        expect_computed(context, &what, found, interval(expected)?).await?;
    }
    Ok(())
}

async fn difference_of_instants(context: &mut Context) -> Outcome {
    let table = [
        (
            "2024-03-31 00:00:00+01:00",
            "2024-04-01 00:00:00+02:00",
            "PT23H",
        ),
        (
            "2024-10-27 00:00:00+02:00",
            "2024-10-28 00:00:00+01:00",
            "P1DT1H",
        ),
        (
            "2024-01-01 12:00:00+00:00",
            "2024-01-01 12:00:00+05:45",
            "PT-5H-45M",
        ),
    ];
    for (earlier, later, expected) in table {
        let what = format!("{earlier} to {later}");
        let (earlier, later): (TimestampTz, TimestampTz) = (of(earlier)?, of(later)?);
        let found = difference(bind(earlier), bind(later));
        expect_computed(context, &what, found, interval(expected)?).await?;
    }
    Ok(())
}

async fn difference_of_times(context: &mut Context) -> Outcome {
    let table = [
        ("12:00:00", "13:30:00.5", "PT1H30M0.5S"),
        ("13:30:00", "12:00:00", "PT-1H-30M"),
        ("00:00:00", "24:00:00", "PT24H"),
    ];
    let has_end = context.features().supports_end_of_day;
    for (earlier, later, expected) in table {
        if later == "24:00:00" && !has_end {
            continue;
        }
        let what = format!("{earlier} to {later}");
        let (earlier, later): (Time, Time) = (of(earlier)?, of(later)?);
        let found = difference(bind(earlier), bind(later));
        expect_computed(context, &what, found, interval(expected)?).await?;
    }
    Ok(())
}

async fn out_of_range(context: &mut Context) -> Outcome {
    let date: Date = of("2024-01-01")?;
    let found = add_days(bind(date), bind(i64::from(i32::MAX)));
    expect_refused_value(context, "a date too late", found).await?;
    let found = add_days(bind(date), bind(i64::MAX));
    expect_refused_value(
        context,
        "more days than a number of the server holds",
        found,
    )
    .await?;
    let ages = Interval {
        months: i32::MAX,
        ..Interval::default()
    };
    let found = add_interval(bind(Timestamp::from(date)), bind(ages));
    expect_refused_value(context, "a timestamp too late", found).await
}

async fn null(context: &mut Context) -> Outcome {
    let (date, at): (Date, Timestamp) = (of("2024-01-01")?, of("2024-01-01 00:00:00")?);
    let found = add_days(bind(date), bind(None::<i64>));
    expect_computed(context, "no days", found, None::<Date>).await?;
    let found = add_days(bind(None::<Date>), bind(1_i64));
    expect_computed(context, "no date", found, None::<Date>).await?;
    let found = days_between(bind(date), bind(None::<Date>));
    expect_computed(context, "no later date", found, None::<i64>).await?;
    let found = add_interval(bind(at), bind(None::<Interval>));
    expect_computed(context, "no interval", found, None::<Timestamp>).await?;
    let found = difference(bind(None::<Timestamp>), bind(at));
    expect_computed(context, "no earlier timestamp", found, None::<Interval>).await
}
