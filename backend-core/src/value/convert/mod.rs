//! Conversions between values and Rust types: of this crate and of `std` here, of other crates behind a feature each.
//!
//! # From a cell
//! One rule: **a cell converts where nothing is lost**, so that converting back gives an equal value. NULL converts to
//! [`Option`] only. Everything else is a [`Data`](crate::error::ErrorKind::Data) error that says the value and the type.
//!
//! | Rust type | cells |
//! |---|---|
//! | `bool` | Bool; the integers 0 and 1, which stand for it where the database has no booleans |
//! | `i8` to `i128`, `u8` to `u128` | numbers of every kind that are whole and in range |
//! | `f32`, `f64` | numbers of every kind that the float gives back unchanged |
//! | [`Decimal`](super::Decimal) | numbers of every kind, floats by their shortest text; Text |
//! | `String`, `&str`, `Box<str>`, `Cow<str>` | Text, Json; Native in text form |
//! | `Vec<u8>`, `&[u8]`, `Box<[u8]>`, `Cow<[u8]>`, `[u8; N]` | Bytes; Native in binary form |
//! | [`Date`](super::Date), [`Time`](super::Time), [`Timestamp`](super::Timestamp), [`TimestampTz`](super::TimestampTz), [`Interval`](super::Interval), [`Uuid`](super::Uuid), [`Json`](super::Json) | their own kind; Text |
//! | `Vec<T>` where `T` is an [`ArrayElement`], [`Array`](super::Array), `&Array` | Array, for `Vec<T>` of one dimension |
//! | [`Value`](super::Value), [`ValueRef`](super::ValueRef), [`TypedValue`](super::TypedValue) | all, NULL too |
//!
//! Text converts to the types that some databases have not and store as text, and it must be their text form. It does not
//! convert to integers, floats and booleans, which every database has.
//!
//! # To a parameter
//! The same types, and slices and arrays of [`ArrayElement`]s. [`IntoValue`] never fails. Foreign types that hold values for which there is none here (`bigdecimal::BigDecimal`, and
//! durations longer than 292 years) are [`TryFrom`] sources of this crate's types instead.
//!
//! # Other crates
//! | feature | types |
//! |---|---|
//! | `bigdecimal` | `BigDecimal` |
//! | `chrono` | `NaiveDate`, `NaiveTime`, `NaiveDateTime`, `DateTime<Utc>`, `DateTime<FixedOffset>`, `TimeDelta` |
//! | `jiff` | `civil::Date`, `civil::Time`, `civil::DateTime`, `Timestamp`, `Span`, `SignedDuration` |
//! | `rust_decimal` | `Decimal` |
//! | `serde_json` | `Value` |
//! | `time` | `Date`, `Time`, `PrimitiveDateTime`, `OffsetDateTime`, `Duration` |
//! | `uuid` | `Uuid` |
//!
//! They convert as the type of this crate that they stand for, and it is an error where they are too small for the value:
//! nothing is rounded or cut. `DateTime<Utc>` and `jiff::Timestamp` are instants without offset; they take the instant of
//! a [`TimestampTz`](super::TimestampTz) and leave the offset.

mod bytes;
mod containers;
mod enumeration;
mod numbers;
mod own;
mod text;

#[cfg(feature = "bigdecimal")]
mod bigdecimal_04;
#[cfg(feature = "chrono")]
mod chrono_04;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod foreign;
#[cfg(feature = "jiff")]
mod jiff_02;
#[cfg(feature = "rust_decimal")]
mod rust_decimal_1;
#[cfg(feature = "serde_json")]
mod serde_json_1;
#[cfg(test)]
mod tests;
#[cfg(feature = "time")]
mod time_03;
#[cfg(feature = "uuid")]
mod uuid_1;

use super::scan::Quoted;
use super::{ColumnKind, TypedValue, Value, ValueRef};
use crate::error::{Error, ErrorKind, Result};

/// Makes a Rust value of a cell.
///
/// # Example
/// ```
/// use backend_core::error::Result;
/// use backend_core::value::{FromValue, ValueRef};
///
/// struct Email(String);
///
/// impl<'r> FromValue<'r> for Email {
///     fn from_value(value: ValueRef<'r>) -> Result<Self> {
///         String::from_value(value).map(Self)
///     }
/// }
///
/// assert_eq!(Email::from_value(ValueRef::Text("a@example.org"))?.0, "a@example.org");
/// let error = i8::from_value(ValueRef::I64(300)).unwrap_err();
/// assert_eq!(error.to_string(), "300 does not fit an 8-bit integer");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "a cell does not convert to `{Self}`",
    note = "types of other crates convert with the feature of `backend-core` that bears their crate's name",
    note = "own types convert with an `impl FromValue`"
)]
pub trait FromValue<'r>: Sized {
    /// Converts without loss.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where the cell is of another kind, out of range, or NULL for a type that is not an
    /// [`Option`].
    fn from_value(value: ValueRef<'r>) -> Result<Self>;
}

/// Makes a parameter of a Rust value, with the kind that a NULL of it has too.
///
/// # Example
/// ```
/// use backend_core::value::{ColumnKind, IntoValue, TypedValue};
///
/// struct Email(String);
///
/// impl IntoValue for Email {
///     const KIND: ColumnKind = ColumnKind::Text;
///
///     fn into_value(self) -> TypedValue {
///         self.0.into_value()
///     }
/// }
///
/// assert_eq!(None::<Email>.into_value(), TypedValue::null(ColumnKind::Text));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert to a parameter",
    note = "types of other crates convert with the feature of `backend-core` that bears their crate's name",
    note = "own types convert with an `impl IntoValue`"
)]
pub trait IntoValue {
    /// The kind of every such parameter; [`Unknown`](ColumnKind::Unknown) where only the value has one.
    const KIND: ColumnKind;

    /// Converts.
    fn into_value(self) -> TypedValue;
}

/// Marks the types whose `Vec` is an array: all but `u8`, whose `Vec` is bytes, and `Vec` itself, as arrays of several
/// dimensions are an [`Array`](super::Array).
#[diagnostic::on_unimplemented(
    message = "a `Vec<{Self}>` is not an array",
    note = "`Vec<u8>` is bytes, and arrays of several dimensions are `backend_core::value::Array`",
    note = "own types that convert become elements with an `impl ArrayElement`"
)]
pub trait ArrayElement {}

#[doc(hidden)]
pub use self::enumeration::not_a_label;

/// A parameter of that value and kind.
const fn typed(value: Value, kind: ColumnKind) -> TypedValue {
    TypedValue {
        value,
        kind: Some(kind),
    }
}

/// The error for a cell that does not convert; `wanted` is the type with its article.
#[cold]
fn refusal(value: ValueRef<'_>, wanted: &str) -> Error {
    let is_not = |what: &str| format!("{what} is not {wanted}");
    let does_not_fit = |number: &dyn std::fmt::Display| format!("{number} does not fit {wanted}");
    let message = match value {
        ValueRef::Null => format!("NULL is not {wanted}: read an Option where a cell can be NULL"),
        ValueRef::Bool(value) => is_not(if value { "true" } else { "false" }),
        ValueRef::I64(number) => does_not_fit(&number),
        ValueRef::U64(number) => does_not_fit(&number),
        ValueRef::F32(number) => does_not_fit(&number),
        ValueRef::F64(number) => does_not_fit(&number),
        ValueRef::Decimal(number) => does_not_fit(&Quoted(number.as_str())),
        ValueRef::Text(text) => is_not(&format!("the text {}", Quoted(text))),
        ValueRef::Bytes(bytes) => is_not(&format!("a value of {} bytes", bytes.len())),
        ValueRef::Date(date) => is_not(&format!("the date {date}")),
        ValueRef::Time(time) => is_not(&format!("the time {time}")),
        ValueRef::Timestamp(timestamp) => is_not(&format!("the timestamp {timestamp}")),
        ValueRef::TimestampTz(timestamp) => is_not(&format!("the timestamp {timestamp}")),
        ValueRef::Interval(interval) => is_not(&format!("the interval {interval}")),
        ValueRef::Uuid(uuid) => is_not(&format!("the UUID {uuid}")),
        ValueRef::Json(text) => is_not(&format!("the JSON {}", Quoted(text))),
        ValueRef::Array(array) => {
            is_not(&format!("an array of dimensions {:?}", array.dimensions()))
        }
        ValueRef::Native(native) => is_not(&format!("a value of type {}", native.type_name)),
    };
    Error::new(ErrorKind::Data, message)
}

/// The error for a value that a type of another crate has no room for.
#[cfg(any(
    feature = "bigdecimal",
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time",
))]
#[cold]
fn out_of_range(value: &dyn std::fmt::Display, wanted: &str) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("{value} is out of the range of {wanted}"),
    )
}
