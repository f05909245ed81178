//! What the property tests of this folder draw from: values of every type, with their boundaries often.

use proptest::prelude::{Just, ProptestConfig, any};
use proptest::prop_oneof;
use proptest::strategy::Strategy;
use proptest::test_runner::RngSeed;

use super::{Date, Decimal, Interval, Time, Timestamp, TimestampTz};

/// Few cases, and the same ones at each run.
pub(super) fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 512,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(42),
        ..ProptestConfig::default()
    }
}

pub(super) fn dates() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => any::<i32>(),
        4 => -1_000_000..1_000_000,
        1 => prop_oneof![Just(i32::MIN), Just(i32::MIN + 1), Just(i32::MAX - 1), Just(i32::MAX)],
    ]
    .prop_map(Date::from_days)
}

/// Days that every foreign type can hold: the years 1 to 9999.
pub(super) fn common_dates() -> impl Strategy<Value = Date> {
    (-719_162..=2_932_896_i32).prop_map(Date::from_days)
}

pub(super) fn times() -> impl Strategy<Value = Time> {
    let day = Time::END_OF_DAY.nanoseconds();
    prop_oneof![8 => 0..=day, 4 => (0..86_400_u64).prop_map(|s| s * 1_000_000_000), 1 => Just(day)]
        .prop_map(|nanoseconds| Time::from_nanoseconds(nanoseconds).unwrap())
}

/// Times that every foreign type can hold: before the end of the day.
pub(super) fn common_times() -> impl Strategy<Value = Time> {
    times().prop_filter("no end of day", |time| *time != Time::END_OF_DAY)
}

pub(super) fn timestamps() -> impl Strategy<Value = Timestamp> {
    (dates(), times()).prop_map(|(date, time)| Timestamp::new(date, time))
}

/// Timestamps that every foreign type can hold, in local time too.
pub(super) fn common_timestamps() -> impl Strategy<Value = Timestamp> {
    (-719_000..=2_932_000_i32, common_times())
        .prop_map(|(days, time)| Timestamp::new(Date::from_days(days), time))
}

pub(super) fn timestamps_tz() -> impl Strategy<Value = TimestampTz> {
    (timestamps(), -93_599..=93_599_i32).prop_filter_map("in range", |(utc, offset)| {
        TimestampTz::from_utc(utc).with_offset(offset).ok()
    })
}

pub(super) fn intervals() -> impl Strategy<Value = Interval> {
    let nanoseconds = prop_oneof![any::<i64>(), -10_000_000_000..10_000_000_000_i64, Just(0)];
    (any::<i32>(), any::<i32>(), nanoseconds).prop_map(|(months, days, nanoseconds)| Interval {
        months,
        days,
        nanoseconds,
    })
}

/// Numbers of up to 48 digits before and behind the point.
pub(super) fn decimals() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        12 => "-?[0-9]{1,48}(\\.[0-9]{0,48})?",
        4 => "-?[0-9]{1,3}(\\.[0-9]{0,3})?",
        1 => "NaN|Infinity|-Infinity|0|0\\.000",
    ]
    .prop_map(|text| text.parse().unwrap())
}
