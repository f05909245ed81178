//! What the conversions of the crates for dates and times share: their types convert as this crate's do.

use super::out_of_range;
use crate::error::{Error, ErrorKind, Result};
use crate::value::Interval;

/// Reads types that [`TryFrom`] makes of one of this crate's.
macro_rules! from_value_through {
    ($($foreign:ty, $own:ty;)+) => {$(
        impl $crate::value::FromValue<'_> for $foreign {
            fn from_value(value: $crate::value::ValueRef<'_>) -> $crate::error::Result<Self> {
                <$own as $crate::value::FromValue<'_>>::from_value(value)?.try_into()
            }
        }

        impl $crate::value::ArrayElement for $foreign {}
    )+};
}

/// Sends types that [`From`] turns into one of this crate's.
macro_rules! into_value_through {
    ($($foreign:ty, $own:ty;)+) => {$(
        impl $crate::value::IntoValue for $foreign {
            const KIND: $crate::value::ColumnKind = <$own as $crate::value::IntoValue>::KIND;

            fn into_value(self) -> $crate::value::TypedValue {
                $crate::value::IntoValue::into_value(<$own>::from(self))
            }
        }
    )+};
}

pub(super) use {from_value_through, into_value_through};

/// The nanoseconds of an interval that has no months and no days, as a duration has none.
pub(super) fn nanoseconds(interval: Interval, wanted: &str) -> Result<i64> {
    if interval.months == 0 && interval.days == 0 {
        return Ok(interval.nanoseconds);
    }
    Err(Error::new(
        ErrorKind::Data,
        format!("{interval} has months or days, whose length {wanted} cannot express"),
    ))
}

/// The interval of a duration in nanoseconds.
pub(super) fn interval(
    nanoseconds: Option<i64>,
    duration: &dyn std::fmt::Display,
) -> Result<Interval> {
    let nanoseconds = nanoseconds.ok_or_else(|| out_of_range(duration, "an interval"))?;
    Ok(Interval {
        months: 0,
        days: 0,
        nanoseconds,
    })
}
