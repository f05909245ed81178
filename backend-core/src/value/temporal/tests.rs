//! Tests of the dates and times.

use proptest::proptest;

use super::{Date, Time, Timestamp, TimestampTz};
use crate::value::strategies::{config, dates, times, timestamps, timestamps_tz};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn timestamp(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn timestamp_tz(text: &str) -> TimestampTz {
    text.parse().unwrap()
}

#[test]
fn sizes_are_those_of_a_cell() {
    assert_eq!(size_of::<Date>(), 4);
    assert_eq!(size_of::<Time>(), 8);
    assert_eq!(size_of::<Timestamp>(), 16);
    assert_eq!(size_of::<TimestampTz>(), 16);
}

#[test]
fn days_are_counted_through_all_of_history() {
    for (text, days) in [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-02-29", 11_016),
        ("2000-03-01", 11_017),
        ("1900-03-01", -25_508),
        ("1582-10-04", -141_438), // the calendar is extended backwards: no days are missing
        ("1582-10-15", -141_427),
        ("0001-01-01", -719_162),
        ("0000-12-31", -719_163),
        ("0000-02-29", -719_469), // the year before 1 is a leap year
        ("-0001-12-31", -719_529),
        ("-0043-03-15", -735_160),
        ("9999-12-31", 2_932_896),
        ("+10000-01-01", 2_932_897),
        ("+5881580-07-10", i32::MAX - 1),
        ("-5877641-06-24", i32::MIN + 1),
    ] {
        assert_eq!(date(text).days(), days, "{text}");
        assert_eq!(Date::from_days(days).to_string(), text);
    }
    assert_eq!(date("+5881580-07-10"), Date::MAX);
    assert_eq!(date("-5877641-06-24"), Date::MIN);
    assert_eq!(date("+2024-01-01"), date("2024-01-01"));
    assert_eq!(date("12024-01-01"), date("+12024-01-01"));
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for (year, month, day) in [
        (2023, 2, 29),
        (1900, 2, 29),
        (2024, 2, 30),
        (2024, 4, 31),
        (2024, 0, 1),
        (2024, 13, 1),
        (2024, 1, 0),
        (2024, 1, 32),
        (5_881_580, 7, 11), // would be an infinity
        (5_881_580, 7, 12),
        (-5_877_641, 6, 23),
        (i32::MAX, 1, 1),
        (i32::MIN, 1, 1),
    ] {
        assert!(
            Date::from_ymd(year, month, day).is_err(),
            "{year} {month} {day}"
        );
    }
    let error = Date::from_ymd(2023, 2, 29).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no day 29 of month 2 in year 2023"
    );
    for text in [
        "",
        "2024",
        "2024-02",
        "2024-2-9",
        "24-02-09",
        "2024-02-30",
        "2024/02/09",
        "2024-02-09 ",
        " 2024-02-09",
        "20240209",
        "2024-02-099",
        "--2024-02-09",
        "12345678-01-01",
        "infinit",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
}

#[test]
fn infinities_enclose_every_day() {
    assert!(Date::NEG_INFINITY < Date::MIN && Date::MAX < Date::INFINITY);
    assert!(!Date::INFINITY.is_finite() && !Date::NEG_INFINITY.is_finite());
    assert!(Date::MIN.is_finite() && Date::MAX.is_finite());
    assert_eq!(Date::INFINITY.to_string(), "infinity");
    assert_eq!(date("-Infinity"), Date::NEG_INFINITY);
    assert_eq!(timestamp("infinity"), Timestamp::INFINITY);
    assert_eq!(timestamp_tz("-infinity"), TimestampTz::NEG_INFINITY);
    assert_eq!(Timestamp::from(Date::INFINITY), Timestamp::INFINITY);
    assert_eq!(
        Timestamp::new(Date::INFINITY, Time::END_OF_DAY),
        Timestamp::INFINITY
    );
    assert_eq!(Timestamp::INFINITY.unix_nanos(), None);
    assert_eq!(Timestamp::NEG_INFINITY.unix_micros(), None);
    let moved = TimestampTz::INFINITY.with_offset(3_600).unwrap();
    assert_eq!(moved, TimestampTz::INFINITY);
    assert_eq!(moved.local(), Timestamp::INFINITY);
    assert_eq!(moved.to_string(), "infinity");
}

#[test]
fn times_reach_from_midnight_to_midnight() {
    for (text, written) in [
        ("00:00", "00:00:00"),
        ("23:59:59.999999999", "23:59:59.999999999"),
        ("12:30:00.500", "12:30:00.5"),
        ("12:30:00.000000001", "12:30:00.000000001"),
        ("12:30:00.1234567890000", "12:30:00.123456789"),
        ("24:00:00", "24:00:00"),
        ("24:00", "24:00:00"),
    ] {
        assert_eq!(text.parse::<Time>().unwrap().to_string(), written);
    }
    assert_eq!("24:00".parse::<Time>().unwrap(), Time::END_OF_DAY);
    let time: Time = "23:04:05.000000006".parse().unwrap();
    assert_eq!(
        (time.hour(), time.minute(), time.second(), time.nanosecond()),
        (23, 4, 5, 6)
    );
    assert_eq!(Time::END_OF_DAY.hour(), 24);
    assert!(Time::from_nanoseconds(86_400_000_000_001).is_err());
    for text in [
        "",
        "1:00",
        "24:00:00.000000001",
        "24:01",
        "25:00",
        "12:60",
        "12:00:60",
        "12:00:00.",
        "12:00:00.1234567891",
        "12:00:00,5",
        "12:00:00Z",
        "12",
        "12:0",
        "-1:00",
    ] {
        assert!(text.parse::<Time>().is_err(), "{text}");
    }
}

#[test]
fn the_end_of_a_day_is_the_beginning_of_the_next() {
    assert_eq!(
        timestamp("2024-02-29 24:00:00"),
        timestamp("2024-03-01 00:00")
    );
    let last = Timestamp::new(Date::MAX, Time::END_OF_DAY);
    assert_eq!(last, Timestamp::MAX);
    assert!(last.is_finite());
    assert_eq!(
        Timestamp::from_unix_nanos(last.unix_nanos().unwrap()).unwrap(),
        last
    );
    assert!(Timestamp::from_unix_nanos(last.unix_nanos().unwrap() + 1).is_err());
    let first = Timestamp::MIN.unix_nanos().unwrap();
    assert_eq!(Timestamp::from_unix_nanos(first).unwrap(), Timestamp::MIN);
    assert!(Timestamp::from_unix_nanos(first - 1).is_err());
    assert!(Timestamp::from_unix_nanos(i128::MAX).is_err());
}

#[test]
fn timestamps_count_from_1970_in_both_directions() {
    assert_eq!(Timestamp::UNIX_EPOCH.unix_nanos(), Some(0));
    assert_eq!(
        Timestamp::from_unix_micros(-1).to_string(),
        "1969-12-31 23:59:59.999999"
    );
    assert_eq!(
        Timestamp::from_unix_micros(i64::MIN).unix_micros(),
        Some(i64::MIN)
    );
    assert_eq!(
        Timestamp::from_unix_micros(i64::MAX).unix_micros(),
        Some(i64::MAX)
    );
    assert_eq!(timestamp("1970-01-01 00:00:00.0000005").unix_micros(), None);
    assert_eq!(
        timestamp("1970-01-01 00:00:00.0000005").unix_nanos(),
        Some(500)
    );
    assert_eq!(Timestamp::MAX.unix_micros(), None);
    for text in [
        "2024-01-01",
        "2024-01-01_00:00",
        "2024-01-01 00:00Z",
        "2024-01-01  00:00",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn offsets_are_read_in_every_iso_form() {
    let expected = timestamp_tz("2024-02-29 12:30:00+05:30");
    for offset in ["+0530", "+05:30", "+05:30:00", " +05:30"] {
        assert_eq!(
            timestamp_tz(&format!("2024-02-29T12:30{offset}")),
            expected,
            "{offset}"
        );
    }
    assert_eq!(expected.utc(), timestamp("2024-02-29 07:00"));
    assert_eq!(expected.offset_seconds(), 19_800);
    for (offset, written) in [
        ("Z", "+00:00"),
        ("z", "+00:00"),
        ("-00:00", "+00:00"),
        ("-03", "-03:00"),
        ("+00:19:32", "+00:19:32"),
        ("-00:00:01", "-00:00:01"),
        ("+18:00", "+18:00"),
        ("-25:59:59", "-25:59:59"),
    ] {
        let text = timestamp_tz(&format!("1900-01-01 00:00:00{offset}")).to_string();
        assert_eq!(text, format!("1900-01-01 00:00:00{written}"));
    }
    for offset in [
        "",
        "5",
        "+",
        "+5",
        "+05:",
        "+05:3",
        "+05:60",
        "+05:30:60",
        "+26:00",
        "Z0",
        " ",
    ] {
        let text = format!("2024-02-29 12:30:00{offset}");
        assert!(text.parse::<TimestampTz>().is_err(), "{text}");
    }
}

#[test]
fn instants_sort_before_offsets() {
    let ascending = [
        "2024-01-01 01:00-01:00",
        "2024-01-01 02:00Z",
        "2024-01-01 03:00+01:00",
    ];
    let [west, zero, east] = ascending.map(timestamp_tz);
    assert!(west.utc() == zero.utc() && zero.utc() == east.utc());
    assert!(west < zero && zero < east && west != zero);
    assert!(timestamp_tz("2024-01-01 23:00-02:00") > timestamp_tz("2024-01-02 00:30Z"));
    assert!(TimestampTz::NEG_INFINITY < west && east < TimestampTz::INFINITY);
}

#[test]
fn offsets_do_not_lead_out_of_range() {
    let first = TimestampTz::from_utc(Timestamp::MIN);
    assert!(first.with_offset(-1).is_err());
    assert!(first.with_offset(1).is_ok());
    assert!(TimestampTz::from_local(Timestamp::MIN, 1).is_err());
    assert!(TimestampTz::from_local(Timestamp::MAX, -1).is_err());
    assert!(first.with_offset(26 * 3_600).is_err());
    assert!(TimestampTz::from_local(Timestamp::UNIX_EPOCH, i32::MIN).is_err());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn dates_go_to_text_and_back(date in dates()) {
        assert_eq!(date.to_string().parse::<Date>().unwrap(), date);
        if date.is_finite() {
            assert_eq!(Date::from_ymd(date.year(), date.month(), date.day()).unwrap(), date);
        }
    }

    #[test]
    fn the_next_day_is_the_next_of_the_calendar(date in dates()) {
        let next = Date::from_days(date.days().saturating_add(1));
        if date.is_finite() && next.is_finite() {
            let (year, month, day) = date.to_ymd();
            let expected = Date::from_ymd(year, month, day + 1)
                .or_else(|_| Date::from_ymd(year, month + 1, 1))
                .or_else(|_| Date::from_ymd(year + 1, 1, 1));
            assert_eq!(next, expected.unwrap());
        }
    }

    #[test]
    fn times_go_to_text_and_back(time in times()) {
        assert_eq!(time.to_string().parse::<Time>().unwrap(), time);
        let parts = (time.hour(), time.minute(), time.second(), time.nanosecond());
        assert_eq!(Time::from_hms_nano(parts.0, parts.1, parts.2, parts.3).unwrap(), time);
    }

    #[test]
    fn timestamps_go_to_text_and_numbers_and_back(timestamp in timestamps()) {
        assert_eq!(timestamp.to_string().parse::<Timestamp>().unwrap(), timestamp);
        if let Some(nanoseconds) = timestamp.unix_nanos() {
            assert_eq!(Timestamp::from_unix_nanos(nanoseconds).unwrap(), timestamp);
        }
        if let Some(microseconds) = timestamp.unix_micros() {
            assert_eq!(Timestamp::from_unix_micros(microseconds), timestamp);
        }
    }

    #[test]
    fn timestamps_sort_as_their_numbers(a in timestamps(), b in timestamps()) {
        if let (Some(first), Some(second)) = (a.unix_nanos(), b.unix_nanos()) {
            assert_eq!(a.cmp(&b), first.cmp(&second));
        }
    }

    #[test]
    fn offsets_go_to_text_and_local_time_and_back(timestamp in timestamps_tz()) {
        assert_eq!(timestamp.to_string().parse::<TimestampTz>().unwrap(), timestamp);
        let again = TimestampTz::from_local(timestamp.local(), timestamp.offset_seconds());
        assert_eq!(again.unwrap(), timestamp);
    }
}
