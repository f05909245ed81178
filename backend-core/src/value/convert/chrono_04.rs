//! Conversions of `chrono`'s types.
//!
//! A leap second, which chrono writes as a second of more than 10⁹ nanoseconds, becomes the last nanosecond of that second:
//! no database stores one.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use chrono::{TimeDelta, Timelike as _, Utc};

use super::foreign::{from_value_through, interval, into_value_through, nanoseconds};
use super::out_of_range;
use crate::error::{Error, Result};
use crate::value::{Date, Interval, Time, Timestamp, TimestampTz};

from_value_through! {
    NaiveDate, Date;
    NaiveTime, Time;
    NaiveDateTime, Timestamp;
    DateTime<Utc>, TimestampTz;
    DateTime<FixedOffset>, TimestampTz;
    TimeDelta, Interval;
}

into_value_through! {
    NaiveDate, Date;
    NaiveTime, Time;
    NaiveDateTime, Timestamp;
    DateTime<Utc>, TimestampTz;
    DateTime<FixedOffset>, TimestampTz;
}

/// The number that chrono gives to 1970-01-01.
const EPOCH_FROM_CE: i32 = 719_163;

impl TryFrom<Date> for NaiveDate {
    type Error = Error;

    fn try_from(date: Date) -> Result<Self> {
        let days = date.days().checked_add(EPOCH_FROM_CE);
        days.and_then(Self::from_num_days_from_ce_opt)
            .ok_or_else(|| out_of_range(&date, "chrono::NaiveDate"))
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self::from_days(date.num_days_from_ce() - EPOCH_FROM_CE)
    }
}

impl TryFrom<Time> for NaiveTime {
    type Error = Error;

    fn try_from(time: Time) -> Result<Self> {
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        Self::from_hms_nano_opt(hour.into(), minute.into(), second.into(), time.nanosecond())
            .ok_or_else(|| out_of_range(&time, "chrono::NaiveTime"))
    }
}

impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Self {
        let seconds = u64::from(time.num_seconds_from_midnight());
        let nanosecond = u64::from(time.nanosecond().min(999_999_999));
        Self::wrapping(seconds * 1_000_000_000 + nanosecond)
    }
}

impl TryFrom<Timestamp> for NaiveDateTime {
    type Error = Error;

    fn try_from(timestamp: Timestamp) -> Result<Self> {
        Ok(Self::new(
            timestamp.date().try_into()?,
            timestamp.time().try_into()?,
        ))
    }
}

impl From<NaiveDateTime> for Timestamp {
    fn from(timestamp: NaiveDateTime) -> Self {
        Self::new(timestamp.date().into(), timestamp.time().into())
    }
}

impl TryFrom<TimestampTz> for DateTime<Utc> {
    type Error = Error;

    /// Takes the instant and leaves the offset.
    fn try_from(timestamp: TimestampTz) -> Result<Self> {
        Ok(NaiveDateTime::try_from(timestamp.utc())?.and_utc())
    }
}

impl From<DateTime<Utc>> for TimestampTz {
    fn from(timestamp: DateTime<Utc>) -> Self {
        Self::from_utc(timestamp.naive_utc().into())
    }
}

impl TryFrom<TimestampTz> for DateTime<FixedOffset> {
    type Error = Error;

    fn try_from(timestamp: TimestampTz) -> Result<Self> {
        let utc = NaiveDateTime::try_from(timestamp.utc())?;
        FixedOffset::east_opt(timestamp.offset_seconds())
            .filter(|offset| utc.checked_add_offset(*offset).is_some())
            .map(|offset| Self::from_naive_utc_and_offset(utc, offset))
            .ok_or_else(|| out_of_range(&timestamp, "chrono::DateTime"))
    }
}

impl From<DateTime<FixedOffset>> for TimestampTz {
    fn from(timestamp: DateTime<FixedOffset>) -> Self {
        let utc = Self::from_utc(timestamp.naive_utc().into());
        // chrono's years and offsets are well within ours, so this does not fail.
        utc.with_offset(timestamp.offset().local_minus_utc())
            .unwrap_or(utc)
    }
}

impl TryFrom<Interval> for TimeDelta {
    type Error = Error;

    fn try_from(interval: Interval) -> Result<Self> {
        nanoseconds(interval, "chrono::TimeDelta").map(Self::nanoseconds)
    }
}

impl TryFrom<TimeDelta> for Interval {
    type Error = Error;

    fn try_from(duration: TimeDelta) -> Result<Self> {
        interval(duration.num_nanoseconds(), &duration)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
    use proptest::proptest;

    use super::super::tests::round_trip;
    use super::{Date, Interval, Time, Timestamp, TimestampTz};
    use crate::value::strategies::{common_dates, common_times, common_timestamps, config};
    use crate::value::{FromValue as _, IntoValue as _, ValueRef};

    #[test]
    fn what_chrono_cannot_hold_is_refused() {
        assert!(NaiveDate::try_from(Date::MAX).is_err());
        assert!(NaiveDate::try_from(Date::INFINITY).is_err());
        assert!(NaiveDate::try_from(Date::NEG_INFINITY).is_err());
        assert!(NaiveTime::try_from(Time::END_OF_DAY).is_err());
        assert!(DateTime::<Utc>::try_from(TimestampTz::INFINITY).is_err());
        let east = |seconds| TimestampTz::UNIX_EPOCH.with_offset(seconds).unwrap();
        assert!(DateTime::<FixedOffset>::try_from(east(86_399)).is_ok());
        assert!(DateTime::<FixedOffset>::try_from(east(86_400)).is_err());
        let error = NaiveDate::from_value(ValueRef::Date(Date::INFINITY)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "infinity is out of the range of chrono::NaiveDate"
        );
        let month = Interval {
            months: 1,
            ..Interval::default()
        };
        assert!(TimeDelta::try_from(month).is_err());
        assert!(Interval::try_from(TimeDelta::MAX).is_err());
    }

    #[test]
    fn the_ends_of_chrono_are_held() {
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            round_trip(date);
        }
        for timestamp in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            round_trip(timestamp);
            round_trip(timestamp.and_utc());
        }
        let last = TimestampTz::from(DateTime::<Utc>::MAX_UTC)
            .with_offset(1)
            .unwrap();
        assert!(DateTime::<FixedOffset>::try_from(last).is_err());
    }

    #[test]
    fn a_leap_second_becomes_the_last_nanosecond_before_it() {
        let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
        assert_eq!(Time::from(leap).to_string(), "23:59:59.999999999");
    }

    #[test]
    fn an_instant_without_offset_takes_the_instant() {
        let cell = "2024-02-29 12:30:00+02:00".parse::<TimestampTz>().unwrap();
        let read = DateTime::<Utc>::from_value(ValueRef::TimestampTz(cell)).unwrap();
        assert_eq!(read.to_rfc3339(), "2024-02-29T10:30:00+00:00");
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn values_go_there_and_back(
            (date, time, timestamp) in (common_dates(), common_times(), common_timestamps()),
            offset in -86_399..=86_399_i32,
            nanoseconds in proptest::num::i64::ANY,
        ) {
            let foreign = NaiveDate::try_from(date).unwrap();
            assert_eq!(foreign.to_string(), date.to_string());
            round_trip(foreign);
            let foreign = NaiveTime::try_from(time).unwrap();
            assert_eq!(Time::from(foreign), time);
            round_trip(foreign);
            let foreign = NaiveDateTime::try_from(timestamp).unwrap();
            assert_eq!(Timestamp::from(foreign), timestamp);
            round_trip(foreign);
            round_trip(foreign.and_utc());
            let east = TimestampTz::from_utc(timestamp).with_offset(offset).unwrap();
            let foreign = DateTime::<FixedOffset>::try_from(east).unwrap();
            assert_eq!(foreign.naive_local().to_string().parse::<Timestamp>().unwrap(), east.local());
            assert_eq!(foreign.into_value(), east.into_value());
            round_trip(foreign);
            let interval = Interval { nanoseconds, ..Interval::default() };
            let duration = TimeDelta::from_value(ValueRef::Interval(interval)).unwrap();
            assert_eq!(Interval::try_from(duration).unwrap(), interval);
        }
    }
}
