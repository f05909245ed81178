//! Parts of dates, timestamps and times.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function::{DatePart, extract, extract_from_time};
use backend_core::query::{Query, bind};
use backend_core::value::{Date, Time, Timestamp};

use super::{expect_computed, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};

const REQUIRED: &[Flag] = &[Flag::supports_date_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.extract.year",
        year,
        "The year of a date is its own, from 1 to 9999."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.month",
        month,
        "Months are 1 to 12 and quarters 1 to 4."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.day",
        day,
        "The day is that of the month, also where a year of a century has a leap day or none."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.day_of_year",
        day_of_year,
        "The days of a year are counted to 365, or 366 in a leap year."
    )
    .requires(REQUIRED),
    case!(
        "function.date.extract.week",
        week,
        "Weeks are those of ISO 8601, whose year is not always the calendar's."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.week_day_from_sunday",
        week_day_from_sunday,
        "Days of the week from Sunday are 1 to 7."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.iso_week_day",
        iso_week_day,
        "Days of the ISO week are 1, Monday, to 7."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.of_timestamp",
        of_timestamp,
        "A timestamp has all parts of its date and of its time."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.of_date",
        of_date,
        "The time of a date is midnight."
    )
    .requires(REQUIRED),
    case!(
        "function.date.extract.second_is_whole",
        second_is_whole,
        "Seconds are whole, not rounded, and the fraction is a part of its own."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.epoch",
        epoch,
        "Seconds since 1970 are whole, rounded down before it too, and exact in the year 9999."
    )
    .requires(REQUIRED),
    case!(
        "function.date.extract.from_time",
        from_time,
        "A time of day has hour, minute, second and fraction."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.extract.end_of_day",
        end_of_day,
        "The end of a day is its hour 24."
    )
    .requires(&[Flag::supports_date_functions, Flag::supports_end_of_day]),
    case!(
        "function.date.extract.time_has_no_date",
        time_has_no_date,
        "A part that a time of day does not have is refused before anything is sent."
    )
    .requires(REQUIRED),
    case!(
        "function.date.extract.null",
        null,
        "A part of NULL is NULL."
    )
    .requires(REQUIRED)
    .django("db_functions/datetime/test_extract_trunc.py"),
];

/// Demands a part of each of some dates.
async fn of_dates(context: &mut Context, part: DatePart, table: &[(&str, i64)]) -> Outcome {
    for (text, expected) in table {
        let what = format!("{part} of {text}");
        let date: Date = of(text)?;
        expect_computed(context, &what, extract(part, bind(date)), *expected).await?;
        let timestamp: Timestamp = of(&format!("{text} 23:59:59.999999"))?;
        expect_computed(context, &what, extract(part, bind(timestamp)), *expected).await?;
    }
    Ok(())
}

async fn year(context: &mut Context) -> Outcome {
    let table = [
        ("0001-01-01", 1),
        ("0999-12-31", 999),
        ("1582-10-10", 1582),
        ("1969-12-31", 1969),
        ("2024-02-29", 2024),
        ("9999-12-31", 9999),
    ];
    of_dates(context, DatePart::Year, &table).await
}

async fn month(context: &mut Context) -> Outcome {
    let table = [("2023-01-31", 1), ("2023-06-30", 6), ("9999-12-31", 12)];
    of_dates(context, DatePart::Month, &table).await?;
    let table = [
        ("0001-01-01", 1),
        ("2024-03-31", 1),
        ("2024-04-01", 2),
        ("2024-09-30", 3),
        ("2024-10-01", 4),
        ("9999-12-31", 4),
    ];
    of_dates(context, DatePart::Quarter, &table).await
}

async fn day(context: &mut Context) -> Outcome {
    let table = [
        ("0001-01-01", 1),
        ("0004-02-29", 29),
        ("1600-02-29", 29),
        ("1900-03-01", 1),
        ("2000-02-29", 29),
        ("2100-02-28", 28),
        ("9999-12-31", 31),
    ];
    of_dates(context, DatePart::Day, &table).await
}

async fn day_of_year(context: &mut Context) -> Outcome {
    let table = [
        ("0001-12-31", 365),
        ("1900-03-01", 60),
        ("2000-03-01", 61),
        ("2023-01-01", 1),
        ("2024-12-31", 366),
        ("9999-12-31", 365),
    ];
    of_dates(context, DatePart::DayOfYear, &table).await
}

async fn week(context: &mut Context) -> Outcome {
    let table = [
        ("0001-01-01", 1, 1),
        ("1970-01-01", 1, 1970),
        ("2005-01-01", 53, 2004),
        ("2008-12-29", 1, 2009),
        ("2010-01-03", 53, 2009),
        ("2010-01-04", 1, 2010),
        ("2020-12-31", 53, 2020),
        ("2021-01-03", 53, 2020),
        ("2024-12-30", 1, 2025),
        ("9999-12-31", 52, 9999),
    ];
    for (text, week, year) in table {
        of_dates(context, DatePart::Week, &[(text, week)]).await?;
        of_dates(context, DatePart::IsoYear, &[(text, year)]).await?;
    }
    Ok(())
}

async fn week_day_from_sunday(context: &mut Context) -> Outcome {
    let table = [
        ("0001-01-01", 2),
        ("1969-12-31", 4),
        ("2024-02-24", 7),
        ("2024-02-25", 1),
        ("2024-02-26", 2),
        ("9999-12-31", 6),
    ];
    of_dates(context, DatePart::WeekDayFromSunday, &table).await
}

async fn iso_week_day(context: &mut Context) -> Outcome {
    let table = [
        ("0001-01-01", 1),
        ("1969-12-31", 3),
        ("2024-02-24", 6),
        ("2024-02-25", 7),
        ("2024-02-26", 1),
        ("9999-12-31", 5),
    ];
    of_dates(context, DatePart::IsoWeekDay, &table).await
}

async fn of_timestamp(context: &mut Context) -> Outcome {
    let timestamp: Timestamp = of("2015-06-15 14:30:50.000321")?;
    let expected = [
        (DatePart::Year, 2015),
        (DatePart::IsoYear, 2015),
        (DatePart::Quarter, 2),
        (DatePart::Month, 6),
        (DatePart::Week, 25),
        (DatePart::Day, 15),
        (DatePart::DayOfYear, 166),
        (DatePart::WeekDayFromSunday, 2),
        (DatePart::IsoWeekDay, 1),
        (DatePart::Hour, 14),
        (DatePart::Minute, 30),
        (DatePart::Second, 50),
        (DatePart::Microsecond, 321),
        (DatePart::Epoch, 1_434_378_650),
    ];
    expect_eq("parts", expected.len(), DatePart::ALL.len())?;
    for (part, expected) in expected {
        let what = format!("{part} of {timestamp}");
        expect_computed(context, &what, extract(part, bind(timestamp)), expected).await?;
    }
    Ok(())
}

async fn of_date(context: &mut Context) -> Outcome {
    let date: Date = of("2024-02-29")?;
    let expected = [
        (DatePart::Hour, 0),
        (DatePart::Minute, 0),
        (DatePart::Second, 0),
        (DatePart::Microsecond, 0),
        (DatePart::Epoch, 1_709_164_800),
    ];
    for (part, expected) in expected {
        expect_computed(context, part.word(), extract(part, bind(date)), expected).await?;
    }
    Ok(())
}

async fn second_is_whole(context: &mut Context) -> Outcome {
    let table = [
        ("1969-12-31 23:59:59.999999", 59, 999_999),
        ("2024-02-29 12:00:00.5", 0, 500_000),
        ("2024-02-29 12:00:01.000001", 1, 1),
        ("9999-12-31 23:59:59.999999", 59, 999_999),
    ];
    for (text, second, microsecond) in table {
        let at: Timestamp = of(text)?;
        expect_computed(context, text, extract(DatePart::Second, bind(at)), second).await?;
        let fraction = extract(DatePart::Microsecond, bind(at));
        expect_computed(context, text, fraction, microsecond).await?;
    }
    Ok(())
}

async fn epoch(context: &mut Context) -> Outcome {
    let table = [
        ("0001-01-01 00:00:00", -62_135_596_800_i64),
        ("1969-12-31 23:59:59", -1),
        ("1969-12-31 23:59:59.5", -1),
        ("1970-01-01 00:00:00", 0),
        ("1970-01-01 00:00:00.999999", 0),
        ("2038-01-19 03:14:08", 2_147_483_648),
        ("9999-12-31 23:59:59.999999", 253_402_300_799),
    ];
    for (text, expected) in table {
        let at: Timestamp = of(text)?;
        expect_computed(context, text, extract(DatePart::Epoch, bind(at)), expected).await?;
    }
    Ok(())
}

async fn from_time(context: &mut Context) -> Outcome {
    let time: Time = of("23:59:58.999999")?;
    let expected = [
        (DatePart::Hour, 23),
        (DatePart::Minute, 59),
        (DatePart::Second, 58),
        (DatePart::Microsecond, 999_999),
        (DatePart::Epoch, 86_398),
    ];
    for (part, expected) in expected {
        let found = extract_from_time(part, bind(time));
        expect_computed(context, part.word(), found, expected).await?;
    }
    Ok(())
}

async fn end_of_day(context: &mut Context) -> Outcome {
    for (part, expected) in [
        (DatePart::Hour, 24),
        (DatePart::Minute, 0),
        (DatePart::Epoch, 86_400),
    ] {
        let found = extract_from_time(part, bind(Time::END_OF_DAY));
        expect_computed(context, part.word(), found, expected).await?;
    }
    Ok(())
}

async fn time_has_no_date(context: &mut Context) -> Outcome {
    for part in DatePart::ALL.iter().filter(|part| !part.is_of_time()) {
        let mut select = Query::select();
        select.expr(extract_from_time(*part, bind(Time::MIDNIGHT)));
        let built = context.build(&select.into());
        expect_error(part.word(), built, ErrorKind::Interface)?;
    }
    Ok(())
}

async fn null(context: &mut Context) -> Outcome {
    for part in DatePart::ALL {
        let found = extract(*part, bind(None::<Date>));
        expect_computed(context, part.word(), found, None::<i64>).await?;
        let found = extract(*part, bind(None::<Timestamp>));
        expect_computed(context, part.word(), found, None::<i64>).await?;
    }
    let found = extract_from_time(DatePart::Hour, bind(None::<Time>));
    expect_computed(context, "of a time", found, None::<i64>).await
}
