//! Conversions of `jiff`'s types.

use jiff::{SignedDuration, Span, civil, tz::Offset};

use super::foreign::{from_value_through, interval, into_value_through, nanoseconds, out_of_range};
use crate::error::{Error, Result};
use crate::value::{Date, Interval, Time, Timestamp, TimestampTz};

from_value_through! {
    civil::Date, Date;
    civil::Time, Time;
    civil::DateTime, Timestamp;
    jiff::Timestamp, TimestampTz;
    Span, Interval;
    SignedDuration, Interval;
}

into_value_through! {
    civil::Date, Date;
    civil::Time, Time;
    civil::DateTime, Timestamp;
    jiff::Timestamp, TimestampTz;
}

impl TryFrom<Date> for civil::Date {
    type Error = Error;

    fn try_from(date: Date) -> Result<Self> {
        let (year, month, day) = date.to_ymd();
        let fields = i16::try_from(year)
            .ok()
            .zip(i8::try_from(month).ok().zip(i8::try_from(day).ok()));
        fields
            .and_then(|(year, (month, day))| Self::new(year, month, day).ok())
            .ok_or_else(|| out_of_range(&date, "jiff::civil::Date"))
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        let epoch = Offset::UTC.to_datetime(jiff::Timestamp::UNIX_EPOCH).date();
        #[allow(
            clippy::cast_possible_truncation,
            reason = "jiff's years end with 9999"
        )]
        Self::from_days((date.duration_since(epoch).as_hours() / 24) as i32)
    }
}

impl TryFrom<Time> for civil::Time {
    type Error = Error;

    fn try_from(time: Time) -> Result<Self> {
        let parts = [time.hour(), time.minute(), time.second()].map(i8::try_from);
        let ([Ok(hour), Ok(minute), Ok(second)], Ok(nanosecond)) =
            (parts, i32::try_from(time.nanosecond()))
        else {
            return Err(out_of_range(&time, "jiff::civil::Time"));
        };
        Self::new(hour, minute, second, nanosecond)
            .map_err(|error| out_of_range(&time, "jiff::civil::Time").with_source(error))
    }
}

impl From<civil::Time> for Time {
    fn from(time: civil::Time) -> Self {
        let hms = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
        Self::from_valid_hms_nano(hms, time.subsec_nanosecond().unsigned_abs())
    }
}

impl TryFrom<Timestamp> for civil::DateTime {
    type Error = Error;

    fn try_from(timestamp: Timestamp) -> Result<Self> {
        Ok(Self::from_parts(
            timestamp.date().try_into()?,
            timestamp.time().try_into()?,
        ))
    }
}

impl From<civil::DateTime> for Timestamp {
    fn from(timestamp: civil::DateTime) -> Self {
        Self::new(timestamp.date().into(), timestamp.time().into())
    }
}

impl TryFrom<TimestampTz> for jiff::Timestamp {
    type Error = Error;

    /// Takes the instant and leaves the offset.
    fn try_from(timestamp: TimestampTz) -> Result<Self> {
        let nanoseconds = timestamp.utc().unix_nanos();
        nanoseconds
            .and_then(|nanoseconds| Self::from_nanosecond(nanoseconds).ok())
            .ok_or_else(|| out_of_range(&timestamp, "jiff::Timestamp"))
    }
}

impl From<jiff::Timestamp> for TimestampTz {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self::from_utc(Offset::UTC.to_datetime(timestamp).into())
    }
}

impl TryFrom<Interval> for Span {
    type Error = Error;

    /// A span has one sign, so the parts of the interval must agree on it.
    fn try_from(interval: Interval) -> Result<Self> {
        let Interval {
            months,
            days,
            nanoseconds,
        } = interval;
        let signs = [
            months.signum().into(),
            days.signum().into(),
            nanoseconds.signum(),
        ];
        let one_sign = !(signs.contains(&1) && signs.contains(&-1));
        let span = Self::new()
            .try_months(months)
            .and_then(|span| span.try_days(days))
            .and_then(|span| span.try_nanoseconds(nanoseconds));
        span.ok()
            .filter(|_| one_sign)
            .ok_or_else(|| out_of_range(&interval, "jiff::Span"))
    }
}

impl TryFrom<Span> for Interval {
    type Error = Error;

    fn try_from(span: Span) -> Result<Self> {
        let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
        let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
        let units = [
            (span.get_hours().into(), 3_600_000_000_000),
            (span.get_minutes(), 60_000_000_000),
            (span.get_seconds(), 1_000_000_000),
            (span.get_milliseconds(), 1_000_000),
            (span.get_microseconds(), 1_000),
            (span.get_nanoseconds(), 1),
        ];
        let nanoseconds: i128 = units
            .into_iter()
            .map(|(number, unit): (i64, i128)| i128::from(number) * unit)
            .sum();
        match (months.try_into(), days.try_into(), nanoseconds.try_into()) {
            (Ok(months), Ok(days), Ok(nanoseconds)) => Ok(Self {
                months,
                days,
                nanoseconds,
            }),
            _ => Err(out_of_range(&span, "an interval")),
        }
    }
}

impl TryFrom<Interval> for SignedDuration {
    type Error = Error;

    fn try_from(interval: Interval) -> Result<Self> {
        nanoseconds(interval, "jiff::SignedDuration").map(Self::from_nanos)
    }
}

impl TryFrom<SignedDuration> for Interval {
    type Error = Error;

    fn try_from(duration: SignedDuration) -> Result<Self> {
        interval(i64::try_from(duration.as_nanos()).ok(), &duration)
    }
}
