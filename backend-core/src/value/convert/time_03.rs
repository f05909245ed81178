//! Conversions of `time`'s types.

use time::{Duration, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::foreign::{from_value_through, interval, into_value_through, nanoseconds, out_of_range};
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
        Self::from_local(local, timestamp.offset().whole_seconds()).unwrap_or(Self::from_utc(local))
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
