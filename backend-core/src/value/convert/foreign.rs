//! What the conversions of other crates' types share: they convert as the type of this crate that they stand for.

use crate::error::{Error, ErrorKind};

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

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) use from_value_through;
#[cfg(any(
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time"
))]
pub(super) use into_value_through;

/// The error for a value that a type of another crate has no room for.
#[cold]
pub(super) fn out_of_range(value: &dyn std::fmt::Display, wanted: &str) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("{value} is out of the range of {wanted}"),
    )
}

/// The nanoseconds of an interval that has no months and no days, as a duration has none.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) fn nanoseconds(
    interval: crate::value::Interval,
    wanted: &str,
) -> crate::error::Result<i64> {
    if interval.months == 0 && interval.days == 0 {
        return Ok(interval.nanoseconds);
    }
    Err(Error::new(
        ErrorKind::Data,
        format!("{interval} has months or days, whose length {wanted} cannot express"),
    ))
}

/// The interval of a duration in nanoseconds.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) fn interval(
    nanoseconds: Option<i64>,
    duration: &dyn std::fmt::Display,
) -> crate::error::Result<crate::value::Interval> {
    let nanoseconds = nanoseconds.ok_or_else(|| out_of_range(duration, "an interval"))?;
    Ok(crate::value::Interval {
        months: 0,
        days: 0,
        nanoseconds,
    })
}
