//! Conversions of `jiff`'s types.

use jiff::{SignedDuration, Span, civil, tz::Offset};

use super::foreign::{from_value_through, interval, into_value_through, nanoseconds};
use super::out_of_range;
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

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Span, civil};
    use proptest::proptest;

    use super::super::tests::round_trip;
    use super::{Date, Interval, Time, Timestamp, TimestampTz};
    use crate::value::strategies::{common_dates, common_times, common_timestamps, config};
    use crate::value::{FromValue as _, ValueRef};

    #[test]
    fn what_jiff_cannot_hold_is_refused() {
        assert!(civil::Date::try_from(Date::MAX).is_err());
        assert!(civil::Date::try_from("+10000-01-01".parse::<Date>().unwrap()).is_err());
        assert!(civil::Time::try_from(Time::END_OF_DAY).is_err());
        assert!(jiff::Timestamp::try_from(TimestampTz::NEG_INFINITY).is_err());
        let error = civil::Date::from_value(ValueRef::Date(Date::INFINITY)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "infinity is out of the range of jiff::civil::Date"
        );
        let day = Interval {
            days: 1,
            ..Interval::default()
        };
        assert!(SignedDuration::try_from(day).is_err());
        assert!(Interval::try_from(SignedDuration::MAX).is_err());
    }

    #[test]
    fn the_ends_of_jiff_are_held() {
        for timestamp in [civil::DateTime::MIN, civil::DateTime::MAX] {
            round_trip(timestamp.date());
            round_trip(timestamp);
        }
        for timestamp in [jiff::Timestamp::MIN, jiff::Timestamp::MAX] {
            round_trip(timestamp);
        }
    }

    #[test]
    fn a_span_has_one_sign() {
        let interval = |text: &str| text.parse::<Interval>().unwrap();
        for text in ["P1Y2M3DT4H5M6.5S", "P-1M-2DT-3S", "PT0S", "P3D"] {
            let span = Span::try_from(interval(text)).unwrap();
            assert_eq!(Interval::try_from(span).unwrap(), interval(text));
        }
        for text in ["P1M-1D", "P-1DT1S", "P1MT-1S", "P239977M"] {
            assert!(Span::try_from(interval(text)).is_err(), "{text}");
        }
        let span: Span = "P1y1m1w1dT1h1m1.001001001s".parse().unwrap();
        assert_eq!(
            Interval::try_from(span).unwrap(),
            interval("P13M8DT3661.001001001S")
        );
        let long = Span::new().hours(175_307_616);
        assert!(Interval::try_from(long).is_err());
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn values_go_there_and_back(
            (date, time, timestamp) in (common_dates(), common_times(), common_timestamps()),
            nanoseconds in proptest::num::i64::ANY,
        ) {
            let foreign = civil::Date::try_from(date).unwrap();
            assert_eq!(foreign.to_string(), date.to_string());
            round_trip(foreign);
            let foreign = civil::Time::try_from(time).unwrap();
            assert_eq!(foreign.to_string(), time.to_string());
            round_trip(foreign);
            let foreign = civil::DateTime::try_from(timestamp).unwrap();
            assert_eq!(Timestamp::from(foreign), timestamp);
            round_trip(foreign);
            let utc = TimestampTz::from_utc(timestamp);
            let foreign = jiff::Timestamp::try_from(utc).unwrap();
            assert_eq!(TimestampTz::from(foreign), utc);
            round_trip(foreign);
            let interval = Interval { nanoseconds, ..Interval::default() };
            let duration = SignedDuration::from_value(ValueRef::Interval(interval)).unwrap();
            assert_eq!(Interval::try_from(duration).unwrap(), interval);
        }
    }
}
