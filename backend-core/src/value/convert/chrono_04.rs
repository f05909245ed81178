//! Conversions of `chrono`'s types.
//!
//! A leap second, which chrono writes as a second of more than 10⁹ nanoseconds, becomes the last nanosecond of that second:
//! no database stores one.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use chrono::{TimeDelta, Timelike as _, Utc};

use super::foreign::{from_value_through, interval, into_value_through, nanoseconds, out_of_range};
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
