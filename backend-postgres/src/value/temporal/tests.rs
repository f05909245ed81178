//! Dates, times and intervals on the wire: known bytes, boundaries, and every value there and back.

use backend_core::error::ErrorKind;
use backend_core::value::{Date, Interval, Time, Timestamp};
use proptest::prelude::any;
use proptest::proptest;

use super::{
    Span, date, days, interval, interval_parts, print_date, print_timestamp, time, time_micros,
    timestamp, timestamp_micros,
};
use crate::value::config;

fn span(micros: i64, days: i32, months: i32) -> Span {
    let mut bytes = micros.to_be_bytes().to_vec();
    bytes.extend(days.to_be_bytes());
    bytes.extend(months.to_be_bytes());
    interval(&bytes).unwrap()
}

#[test]
fn days_count_from_2000() {
    for (wire, text) in [
        (0, "2000-01-01"),
        (-1, "1999-12-31"),
        (-10_957, "1970-01-01"),
        (8_825, "2024-02-29"),
        (-2_451_545, "-4713-11-24"),
        (2_145_031_948, "+5874897-12-31"),
        (i32::MAX, "infinity"),
        (i32::MIN, "-infinity"),
    ] {
        let day = date(&wire.to_be_bytes()).unwrap();
        assert_eq!(day.to_string(), text);
        assert_eq!(days(day).unwrap(), wire);
    }
    assert!(date(&[0; 3]).is_err());
}

#[test]
fn moments_count_from_2000() {
    for (wire, text) in [
        (0, "2000-01-01 00:00:00"),
        (-1, "1999-12-31 23:59:59.999999"),
        (762_525_000_500_000, "2024-02-29 12:30:00.5"),
        (-211_813_488_000_000_000, "-4713-11-24 00:00:00"),
        (9_223_371_331_199_999_999, "+294276-12-31 23:59:59.999999"),
        (i64::MAX, "infinity"),
        (i64::MIN, "-infinity"),
    ] {
        let moment = timestamp(&wire.to_be_bytes()).unwrap();
        assert_eq!(moment.to_string(), text);
        assert_eq!(timestamp_micros(moment).unwrap(), wire);
    }
}

#[test]
fn what_the_server_cannot_hold_is_refused_and_never_moved() {
    let error = |kind: Result<i32, backend_core::error::Error>| kind.unwrap_err().kind();
    assert_eq!(error(days(Date::from_days(-2_440_589))), ErrorKind::Data);
    assert_eq!(error(days(Date::MAX)), ErrorKind::Data);
    for text in ["-4713-11-23 23:59:59.999999", "+294277-01-01 00:00:00"] {
        let moment: Timestamp = text.parse().unwrap();
        assert_eq!(
            timestamp_micros(moment).unwrap_err().kind(),
            ErrorKind::Data
        );
    }
    assert!(timestamp_micros(Timestamp::MAX).is_err());
    assert!(timestamp_micros(Timestamp::MIN).is_err());
}

#[test]
fn nanoseconds_are_refused_and_never_rounded() {
    let fine = Time::from_hms_nano(1, 2, 3, 1_001).unwrap();
    let moment = Timestamp::new(Date::EPOCH, fine);
    let span = Interval {
        nanoseconds: -1,
        ..Interval::default()
    };
    for error in [
        time_micros(fine).unwrap_err(),
        timestamp_micros(moment).unwrap_err(),
        interval_parts(span).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(error.message().contains("microseconds"), "{error}");
    }
}

#[test]
fn the_end_of_a_day_is_a_time() {
    let wire = 86_400_000_000_i64;
    assert_eq!(time(&wire.to_be_bytes()).unwrap(), Time::END_OF_DAY);
    assert_eq!(time_micros(Time::END_OF_DAY).unwrap(), wire);
    assert!(time(&(wire + 1).to_be_bytes()).is_err());
    assert!(time(&(-1_i64).to_be_bytes()).is_err());
}

#[test]
fn intervals_keep_their_three_parts() {
    let expected = Interval {
        months: 14,
        days: -3,
        nanoseconds: 3_600_500_000_000,
    };
    assert_eq!(span(3_600_500_000, -3, 14), Span::Interval(expected));
}

#[test]
fn intervals_without_a_place_come_as_the_servers_text() {
    let text = |text: &str| Span::Text(text.to_owned());
    assert_eq!(span(i64::MAX, i32::MAX, i32::MAX), text("infinity"));
    assert_eq!(span(i64::MIN, i32::MIN, i32::MIN), text("-infinity"));
    assert_eq!(span(i64::MAX, 0, 0), text("2562047788:00:54.775807"));
    assert_eq!(
        span(i64::MIN, 1, -13),
        text("-1 years -1 mons +1 day -2562047788:00:54.775808")
    );
    assert_eq!(
        span(i64::MAX - 7, -2, 12),
        text("1 year -2 days +2562047788:00:54.7758")
    );
}

#[test]
fn years_before_the_first_are_spelled_as_the_server_reads_them() {
    let spelled = |text: &str| {
        let mut out = String::new();
        print_timestamp(text.parse().unwrap(), "", &mut out);
        out
    };
    assert_eq!(spelled("-0043-03-15 12:00:00"), "0044-03-15 12:00:00 BC");
    assert_eq!(spelled("0000-12-31 00:00:00"), "0001-12-31 00:00:00 BC");
    assert_eq!(spelled("+12024-01-01 00:00:00"), "12024-01-01 00:00:00");
    assert_eq!(spelled("infinity"), "infinity");
    let mut out = String::new();
    assert_eq!(print_date("0001-01-01".parse().unwrap(), &mut out), "");
    assert_eq!(out, "0001-01-01");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_moment_goes_from_the_wire_and_back(
        wire in -211_813_488_000_000_000..=9_223_371_331_199_999_999_i64
    ) {
        let moment = timestamp(&wire.to_be_bytes()).unwrap();
        assert_eq!(timestamp_micros(moment).unwrap(), wire);
    }

    #[test]
    fn every_day_goes_from_the_wire_and_back(wire in -2_451_545..=2_145_031_948_i32) {
        assert_eq!(days(date(&wire.to_be_bytes()).unwrap()).unwrap(), wire);
    }

    #[test]
    fn every_interval_that_has_a_place_goes_from_the_wire_and_back(
        micros in -9_223_372_036_854_775..=9_223_372_036_854_775_i64,
        days in any::<i32>(),
        months in any::<i32>(),
    ) {
        let Span::Interval(interval) = span(micros, days, months) else {
            panic!("{micros} microseconds have no place");
        };
        assert_eq!(interval_parts(interval).unwrap(), (micros, days, months));
    }
}
