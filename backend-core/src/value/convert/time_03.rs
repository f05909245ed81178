//! Conversions of `time`'s types.

use time::{Duration, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::foreign::{from_value_through, interval, into_value_through, nanoseconds};
use super::out_of_range;
use crate::error::{Error, Result};
use crate::value::{Date, Interval, Time, Timestamp, TimestampTz};

from_value_through! {
    time::Date, Date;
    time::Time, Time;
    PrimitiveDateTime, Timestamp;
    OffsetDateTime, TimestampTz;
    Duration, Interval;
}

into_value_through! {
    time::Date, Date;
    time::Time, Time;
    PrimitiveDateTime, Timestamp;
    OffsetDateTime, TimestampTz;
}

/// The Julian day that `time` gives to 1970-01-01.
const EPOCH_JULIAN_DAY: i32 = 2_440_588;

impl TryFrom<Date> for time::Date {
    type Error = Error;

    fn try_from(date: Date) -> Result<Self> {
        let day = date.days().checked_add(EPOCH_JULIAN_DAY);
        day.and_then(|day| Self::from_julian_day(day).ok())
            .ok_or_else(|| out_of_range(&date, "time::Date"))
    }
}

impl From<time::Date> for Date {
    fn from(date: time::Date) -> Self {
        Self::from_days(date.to_julian_day() - EPOCH_JULIAN_DAY)
    }
}

impl TryFrom<Time> for time::Time {
    type Error = Error;

    fn try_from(time: Time) -> Result<Self> {
        Self::from_hms_nano(time.hour(), time.minute(), time.second(), time.nanosecond())
            .map_err(|error| out_of_range(&time, "time::Time").with_source(error))
    }
}

impl From<time::Time> for Time {
    fn from(time: time::Time) -> Self {
        let (hour, minute, second, nanosecond) = time.as_hms_nano();
        Self::from_valid_hms_nano([hour, minute, second], nanosecond)
    }
}

impl TryFrom<Timestamp> for PrimitiveDateTime {
    type Error = Error;

    fn try_from(timestamp: Timestamp) -> Result<Self> {
        Ok(Self::new(
            timestamp.date().try_into()?,
            timestamp.time().try_into()?,
        ))
    }
}

impl From<PrimitiveDateTime> for Timestamp {
    fn from(timestamp: PrimitiveDateTime) -> Self {
        Self::new(timestamp.date().into(), timestamp.time().into())
    }
}

impl TryFrom<TimestampTz> for OffsetDateTime {
    type Error = Error;

    fn try_from(timestamp: TimestampTz) -> Result<Self> {
        let local = PrimitiveDateTime::try_from(timestamp.local())?;
        let offset = UtcOffset::from_whole_seconds(timestamp.offset_seconds());
        offset
            .map(|offset| local.assume_offset(offset))
            .map_err(|error| out_of_range(&timestamp, "time::OffsetDateTime").with_source(error))
    }
}

impl From<OffsetDateTime> for TimestampTz {
    fn from(timestamp: OffsetDateTime) -> Self {
        let local = Timestamp::new(timestamp.date().into(), timestamp.time().into());
        // time's years and offsets are well within ours, so this does not fail.
        Self::from_local(local, timestamp.offset().whole_seconds())
            .unwrap_or_else(|_| Self::from_utc(local))
    }
}

impl TryFrom<Interval> for Duration {
    type Error = Error;

    fn try_from(interval: Interval) -> Result<Self> {
        nanoseconds(interval, "time::Duration").map(Self::nanoseconds)
    }
}

impl TryFrom<Duration> for Interval {
    type Error = Error;

    fn try_from(duration: Duration) -> Result<Self> {
        interval(i64::try_from(duration.whole_nanoseconds()).ok(), &duration)
    }
}

#[cfg(test)]
mod tests {
    use proptest::proptest;
    use time::{Duration, OffsetDateTime, PrimitiveDateTime};

    use super::super::tests::round_trip;
    use super::{Date, Interval, Time, Timestamp, TimestampTz};
    use crate::value::strategies::{common_dates, common_times, common_timestamps, config};
    use crate::value::{FromValue as _, IntoValue as _, ValueRef};

    #[test]
    fn what_time_cannot_hold_is_refused() {
        assert!(time::Date::try_from(Date::MAX).is_err());
        assert!(time::Date::try_from(Date::INFINITY).is_err());
        assert!(time::Date::try_from(Date::NEG_INFINITY).is_err());
        assert!(time::Time::try_from(Time::END_OF_DAY).is_err());
        assert!(OffsetDateTime::try_from(TimestampTz::INFINITY).is_err());
        let error = time::Date::from_value(ValueRef::Date(Date::MAX)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "+5881580-07-10 is out of the range of time::Date"
        );
        let day = Interval {
            days: 1,
            ..Interval::default()
        };
        assert!(Duration::try_from(day).is_err());
        assert!(Interval::try_from(Duration::MIN).is_err());
    }

    #[test]
    fn the_ends_of_time_are_held() {
        for timestamp in [PrimitiveDateTime::MIN, PrimitiveDateTime::MAX] {
            round_trip(timestamp.date());
            round_trip(timestamp);
            round_trip(timestamp.assume_utc());
            for offset in [-93_599, 93_599] {
                let offset = time::UtcOffset::from_whole_seconds(offset).unwrap();
                round_trip(timestamp.assume_offset(offset));
            }
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn values_go_there_and_back(
            (date, time, timestamp) in (common_dates(), common_times(), common_timestamps()),
            offset in -93_599..=93_599_i32,
            nanoseconds in proptest::num::i64::ANY,
        ) {
            let foreign = time::Date::try_from(date).unwrap();
            assert_eq!((foreign.year(), u8::from(foreign.month()), foreign.day()), date.to_ymd());
            round_trip(foreign);
            let foreign = time::Time::try_from(time).unwrap();
            assert_eq!(Time::from(foreign), time);
            round_trip(foreign);
            let foreign = PrimitiveDateTime::try_from(timestamp).unwrap();
            assert_eq!(Timestamp::from(foreign), timestamp);
            round_trip(foreign);
            let east = TimestampTz::from_utc(timestamp).with_offset(offset).unwrap();
            let foreign = OffsetDateTime::try_from(east).unwrap();
            assert_eq!(Some(foreign.unix_timestamp_nanos()), timestamp.unix_nanos());
            assert_eq!(foreign.into_value(), east.into_value());
            round_trip(foreign);
            let interval = Interval { nanoseconds, ..Interval::default() };
            let duration = Duration::from_value(ValueRef::Interval(interval)).unwrap();
            assert_eq!(Interval::try_from(duration).unwrap(), interval);
        }
    }
}
