//! Dates and times: SQL Server counts days from 0001-01-01, and of a day units of 100 nanoseconds or longer ones.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::value::{Date, Interval, Time, Timestamp, TimestampTz};
use tiberius::time as wire;

use crate::features::MAX_FRACTION_DIGITS;

/// 0001-01-01 in days from 1970-01-01.
const FIRST_DAY: i32 = -719_162;
/// 9999-12-31 in days from 1970-01-01.
const LAST_DAY: i32 = 2_932_896;
/// 1900-01-01 in days from 1970-01-01, from which `datetime` counts.
const DATETIME_EPOCH: i32 = -25_567;
/// The digits of a second's fraction in which a time of day is sent.
const SENT_SCALE: u8 = MAX_FRACTION_DIGITS;
/// Nanoseconds of the unit in which a time of day is sent.
const SENT_UNIT: u64 = 100;
const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
/// The widest offset from UTC, in minutes.
const MAX_OFFSET_MINUTES: i32 = 14 * 60;

/// A day as it is sent.
pub(super) fn sent_date(date: Date) -> Result<wire::Date> {
    let days = date.days();
    if !(FIRST_DAY..=LAST_DAY).contains(&days) {
        return Err(refused("a day", "is not within the years 1 to 9999"));
    }
    Ok(wire::Date::new(
        days.saturating_sub(FIRST_DAY).unsigned_abs(),
    ))
}

/// A time of day as it is sent, where it has at most so many digits of a second's fraction.
pub(super) fn sent_time(time: Time, digits: u8) -> Result<wire::Time> {
    if time == Time::END_OF_DAY {
        return Err(Error::not_supported(Flag::supports_end_of_day));
    }
    check_fraction("a time", time.nanosecond().into(), digits)?;
    Ok(wire::Time::new(time.nanoseconds() / SENT_UNIT, SENT_SCALE))
}

/// A timestamp as it is sent.
pub(super) fn sent_timestamp(timestamp: Timestamp, digits: u8) -> Result<wire::DateTime2> {
    let date = sent_date(timestamp.date())?;
    let time = sent_time(timestamp.time(), digits)?;
    Ok(wire::DateTime2::new(date, time))
}

/// An instant as it is sent: in UTC, with its offset.
pub(super) fn sent_instant(instant: TimestampTz, digits: u8) -> Result<wire::DateTimeOffset> {
    let utc = sent_timestamp(instant.utc(), digits)?;
    // The server shows the day at the offset, which has to be one of its days as well.
    sent_date(instant.local().date())?;
    let seconds = instant.offset_seconds();
    let minutes = seconds / 60;
    if seconds % 60 != 0 || minutes.abs() > MAX_OFFSET_MINUTES {
        return Err(refused(
            "an instant",
            "has an offset from UTC that is not of whole minutes up to 14 hours",
        ));
    }
    let minutes = i16::try_from(minutes).unwrap_or_default();
    Ok(wire::DateTimeOffset::new(utc, minutes))
}

/// Refuses an interval that is finer than moments are kept, as it would be added to one.
pub(super) fn check_interval(interval: Interval, digits: u8) -> Result<()> {
    check_fraction("an interval", interval.nanoseconds.unsigned_abs(), digits)
}

fn check_fraction(what: &str, nanoseconds: u64, digits: u8) -> Result<()> {
    let digits = digits.min(SENT_SCALE);
    let unit = 10_u64.pow(9 - u32::from(digits));
    if nanoseconds.is_multiple_of(unit) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Data,
        format!(
            "{what} has more than the {digits} digits of a second's fraction that the server keeps: round it before"
        ),
    ))
}

fn refused(what: &str, why: &str) -> Error {
    Error::new(ErrorKind::Data, format!("{what} {why}"))
}

/// A day as it came.
pub(super) fn date(date: wire::Date) -> Result<Date> {
    let days = i32::try_from(date.days())
        .ok()
        .map(|days| days + FIRST_DAY)
        .filter(|days| *days <= LAST_DAY);
    days.map(Date::from_days).ok_or_else(|| malformed("date"))
}

/// A time of day as it came.
pub(super) fn time(time: wire::Time) -> Result<Time> {
    let unit = 9_u32
        .checked_sub(time.scale().into())
        .map(|digits| 10_u64.pow(digits));
    unit.and_then(|unit| time.increments().checked_mul(unit))
        .and_then(|nanoseconds| Time::from_nanoseconds(nanoseconds).ok())
        .ok_or_else(|| malformed("time of day"))
}

/// A timestamp as it came.
pub(super) fn timestamp(timestamp: wire::DateTime2) -> Result<Timestamp> {
    Ok(Timestamp::new(
        date(timestamp.date())?,
        time(timestamp.time())?,
    ))
}

/// An instant as it came.
pub(super) fn instant(instant: wire::DateTimeOffset) -> Result<TimestampTz> {
    TimestampTz::from_utc(timestamp(instant.datetime2())?)
        .with_offset(i32::from(instant.offset()) * 60)
}

/// A `datetime`, which counts three hundredths of a second and shows them as milliseconds that end in 0, 3 or 7.
pub(super) fn datetime(datetime: wire::DateTime) -> Result<Timestamp> {
    let milliseconds = (u64::from(datetime.seconds_fragments()) * 1_000 + 150) / 300;
    of_1900(datetime.days().into(), milliseconds * (SECOND / 1_000))
}

/// A `smalldatetime`, which counts minutes.
pub(super) fn smalldatetime(datetime: wire::SmallDateTime) -> Result<Timestamp> {
    of_1900(
        datetime.days().into(),
        u64::from(datetime.seconds_fragments()) * MINUTE,
    )
}

fn of_1900(days: i64, nanoseconds: u64) -> Result<Timestamp> {
    let days = i32::try_from(days + i64::from(DATETIME_EPOCH))
        .ok()
        .filter(|days| (FIRST_DAY..=LAST_DAY).contains(days));
    let time = Time::from_nanoseconds(nanoseconds).ok();
    match (days, time) {
        (Some(days), Some(time)) => Ok(Timestamp::new(Date::from_days(days), time)),
        _ => Err(malformed("datetime")),
    }
}

fn malformed(what: &str) -> Error {
    Error::new(
        ErrorKind::Internal,
        format!("the server sent a {what} that is none"),
    )
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::flag::Flag;
    use backend_core::value::{Date, Time, Timestamp, TimestampTz};
    use proptest::{prop_assert_eq, proptest};
    use tiberius::time as wire;

    use super::{
        FIRST_DAY, LAST_DAY, date, datetime, instant, sent_date, sent_instant, sent_time,
        sent_timestamp, smalldatetime, time, timestamp,
    };
    use crate::value::config;

    #[test]
    fn the_calendar_goes_from_the_year_1_to_9999() {
        for (text, days) in [
            ("0001-01-01", 0),
            ("1900-01-01", 693_595),
            ("9999-12-31", 3_652_058),
        ] {
            let day: Date = text.parse().unwrap();
            assert_eq!(sent_date(day).unwrap(), wire::Date::new(days));
            assert_eq!(date(wire::Date::new(days)).unwrap(), day);
        }
        for text in ["0000-12-31", "+10000-01-01", "infinity", "-infinity"] {
            let error = sent_date(text.parse().unwrap()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Data, "{text}");
        }
        assert!(date(wire::Date::new(3_652_059)).is_err());
    }

    #[test]
    fn what_is_finer_than_the_server_keeps_is_refused() {
        let of = |text: &str| text.parse::<Time>().unwrap();
        assert!(sent_time(of("12:00:00.1234567"), 7).is_ok());
        assert!(sent_time(of("12:00:00.123456"), 6).is_ok());
        for (text, digits) in [("12:00:00.12345678", 7), ("12:00:00.1234567", 6)] {
            let error = sent_time(of(text), digits).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Data, "{text}");
        }
        let error = sent_time(Time::END_OF_DAY, 7).unwrap_err();
        let flag = Some(Flag::supports_end_of_day);
        assert_eq!(error.kind(), ErrorKind::NotSupported(flag));
    }

    #[test]
    fn offsets_are_of_whole_minutes_up_to_14_hours() {
        let of = |text: &str| text.parse::<TimestampTz>().unwrap();
        for text in ["2024-02-29 12:00:00+05:30", "2024-02-29 12:00:00-14:00"] {
            let sent = sent_instant(of(text), 7).unwrap();
            assert_eq!(instant(sent).unwrap().to_string(), text);
        }
        for text in [
            "2024-02-29 12:00:00+00:19:32",
            "2024-02-29 12:00:00+14:01",
            "0001-01-01 00:30:00+01:00",
            "9999-12-31 23:30:00-01:00",
        ] {
            assert!(sent_instant(of(text), 7).is_err(), "{text}");
        }
    }

    #[test]
    fn old_types_show_what_the_server_shows() {
        for (days, fragments, text) in [
            (0, 0, "1900-01-01 00:00:00"),
            (-53_690, 1, "1753-01-01 00:00:00.003"),
            (45_349, 2, "2024-02-29 00:00:00.007"),
            (2_958_463, 25_919_999, "9999-12-31 23:59:59.997"),
        ] {
            let found = datetime(wire::DateTime::new(days, fragments)).unwrap();
            assert_eq!(found.to_string(), text);
        }
        let found = smalldatetime(wire::SmallDateTime::new(65_535, 1_439)).unwrap();
        assert_eq!(found.to_string(), "2079-06-06 23:59:00");
        assert!(datetime(wire::DateTime::new(i32::MAX, 0)).is_err());
        assert!(datetime(wire::DateTime::new(0, u32::MAX)).is_err());
    }

    #[test]
    fn a_time_comes_in_units_of_its_scale() {
        for (increments, scale, text) in [
            (86_399, 0, "23:59:59"),
            (86_399_999, 3, "23:59:59.999"),
            (1, 7, "00:00:00.0000001"),
        ] {
            let found = time(wire::Time::new(increments, scale)).unwrap();
            assert_eq!(found.to_string(), text);
        }
        assert!(time(wire::Time::new(u64::MAX, 0)).is_err());
        assert!(time(wire::Time::new(0, 200)).is_err());
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn moments_go_to_the_wire_and_back(days in FIRST_DAY + 1..LAST_DAY, units in 0_u64..864_000_000_000, offset in -840_i32..=840) {
            let time = Time::from_nanoseconds(units * 100).unwrap();
            let moment = Timestamp::new(Date::from_days(days), time);
            prop_assert_eq!(timestamp(sent_timestamp(moment, 7).unwrap()).unwrap(), moment);
            let moment = TimestampTz::from_utc(moment).with_offset(offset * 60).unwrap();
            prop_assert_eq!(instant(sent_instant(moment, 7).unwrap()).unwrap(), moment);
        }
    }
}
