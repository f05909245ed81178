//! Values: what goes into a statement as a parameter and what comes out of it as a cell, without loss.
//!
//! [`ValueRef`] borrows and is what cursors speak; [`Value`] owns and is what models and statements keep. A NULL has no
//! value but it has a kind: [`Param`] and [`TypedValue`] carry it beside the value, because servers exist that refuse an
//! untyped NULL.
//!
//! What is not here: conversions from a vendor's storage, which stand in the vendor's `value.rs`.

mod array;
mod convert;
mod decimal;
mod interval;
mod json;
mod kind;
mod native;
mod scan;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(test)]
mod strategies;
mod temporal;
mod uuid;

pub use self::array::Array;
#[doc(hidden)]
pub use self::convert::not_a_label;
pub use self::convert::{ArrayElement, FromValue, IntoValue};
pub use self::decimal::{Decimal, DecimalRef};
pub use self::interval::Interval;
pub use self::json::Json;
pub use self::kind::ColumnKind;
pub use self::native::{Native, NativeContent};
pub use self::temporal::{Date, Time, Timestamp, TimestampTz};
pub use self::uuid::Uuid;

/// A cell or parameter, borrowed.
///
/// # Shape
/// 24 bytes and `Copy`. Integers up to 64 bits with sign are [`I64`](Self::I64), whatever their column's width (that is in
/// the [`ColumnKind`]); [`U64`](Self::U64) holds only what is above [`i64::MAX`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer of 8 to 64 bits.
    I64(i64),
    /// An integer above [`i64::MAX`].
    U64(u64),
    /// A number with 24 bits of precision, NaN and infinities included.
    F32(f32),
    /// A number with 53 bits of precision, NaN and infinities included.
    F64(f64),
    /// An exact decimal number of any length.
    Decimal(DecimalRef<'a>),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day and a time of day, without time zone.
    Timestamp(Timestamp),
    /// An instant, with the offset from UTC that it was written in.
    TimestampTz(TimestampTz),
    /// A span in months, days and nanoseconds.
    Interval(Interval),
    /// A UUID.
    Uuid(Uuid),
    /// A JSON text, as the server gave it.
    Json(&'a str),
    /// An array of values.
    Array(&'a Array),
    /// A value of a type that only this vendor has.
    Native(&'a Native<'a>),
}

/// A value, owned: the twin of [`ValueRef`].
///
/// # Example
/// ```
/// use backend_core::value::{Value, ValueRef};
///
/// let value = Value::Text("né".into());
/// assert_eq!(value.as_ref(), ValueRef::Text("né"));
/// assert_eq!(value.as_ref().to_value(), value);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Value {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer of 8 to 64 bits.
    I64(i64),
    /// An integer above [`i64::MAX`].
    U64(u64),
    /// A number with 24 bits of precision, NaN and infinities included.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "serialize::float",
            deserialize_with = "serialize::read_f32"
        )
    )]
    F32(f32),
    /// A number with 53 bits of precision, NaN and infinities included.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "serialize::float",
            deserialize_with = "serialize::read_f64"
        )
    )]
    F64(f64),
    /// An exact decimal number of any length.
    Decimal(Decimal),
    /// Text.
    Text(String),
    /// Bytes.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "serialize::hexadecimal",
            deserialize_with = "serialize::read_hexadecimal"
        )
    )]
    Bytes(Vec<u8>),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day and a time of day, without time zone.
    Timestamp(Timestamp),
    /// An instant, with the offset from UTC that it was written in.
    TimestampTz(TimestampTz),
    /// A span in months, days and nanoseconds.
    Interval(Interval),
    /// A UUID.
    Uuid(Uuid),
    /// A JSON text.
    Json(String),
    /// An array of values.
    Array(Box<Array>),
    /// A value of a type that only this vendor has.
    Native(Box<Native<'static>>),
}

impl Value {
    /// Borrows the value.
    #[must_use]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Bool(value) => ValueRef::Bool(*value),
            Self::I64(value) => ValueRef::I64(*value),
            Self::U64(value) => ValueRef::U64(*value),
            Self::F32(value) => ValueRef::F32(*value),
            Self::F64(value) => ValueRef::F64(*value),
            Self::Decimal(value) => ValueRef::Decimal(value.as_ref()),
            Self::Text(value) => ValueRef::Text(value),
            Self::Bytes(value) => ValueRef::Bytes(value),
            Self::Date(value) => ValueRef::Date(*value),
            Self::Time(value) => ValueRef::Time(*value),
            Self::Timestamp(value) => ValueRef::Timestamp(*value),
            Self::TimestampTz(value) => ValueRef::TimestampTz(*value),
            Self::Interval(value) => ValueRef::Interval(*value),
            Self::Uuid(value) => ValueRef::Uuid(*value),
            Self::Json(value) => ValueRef::Json(value),
            Self::Array(value) => ValueRef::Array(value),
            Self::Native(value) => ValueRef::Native(value),
        }
    }
}

impl ValueRef<'_> {
    /// Copies the value.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::I64(value) => Value::I64(value),
            Self::U64(value) => Value::U64(value),
            Self::F32(value) => Value::F32(value),
            Self::F64(value) => Value::F64(value),
            Self::Decimal(value) => Value::Decimal(value.to_decimal()),
            Self::Text(value) => Value::Text(value.to_owned()),
            Self::Bytes(value) => Value::Bytes(value.to_owned()),
            Self::Date(value) => Value::Date(value),
            Self::Time(value) => Value::Time(value),
            Self::Timestamp(value) => Value::Timestamp(value),
            Self::TimestampTz(value) => Value::TimestampTz(value),
            Self::Interval(value) => Value::Interval(value),
            Self::Uuid(value) => Value::Uuid(value),
            Self::Json(value) => Value::Json(value.to_owned()),
            Self::Array(value) => Value::Array(Box::new(value.clone())),
            Self::Native(value) => Value::Native(Box::new(value.to_owned_native())),
        }
    }

    /// The kind that this value has of itself; [`ColumnKind::Unknown`] for a NULL.
    #[must_use]
    pub fn kind(self) -> ColumnKind {
        match self {
            Self::Null => ColumnKind::Unknown,
            Self::Bool(_) => ColumnKind::Bool,
            Self::I64(_) => ColumnKind::I64,
            Self::U64(_) => ColumnKind::U64,
            Self::F32(_) => ColumnKind::F32,
            Self::F64(_) => ColumnKind::F64,
            Self::Decimal(_) => ColumnKind::Decimal,
            Self::Text(_) => ColumnKind::Text,
            Self::Bytes(_) => ColumnKind::Bytes,
            Self::Date(_) => ColumnKind::Date,
            Self::Time(_) => ColumnKind::Time,
            Self::Timestamp(_) => ColumnKind::Timestamp,
            Self::TimestampTz(_) => ColumnKind::TimestampTz,
            Self::Interval(_) => ColumnKind::Interval,
            Self::Uuid(_) => ColumnKind::Uuid,
            Self::Json(_) => ColumnKind::Json,
            Self::Array(array) => array.element().array(),
            Self::Native(_) => ColumnKind::Native,
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub const fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }
}

/// A parameter, borrowed: a value and, where it is known, the kind the server should take it for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(
    clippy::exhaustive_structs,
    reason = "made by literal wherever a statement is sent"
)]
pub struct Param<'a> {
    /// The value.
    pub value: ValueRef<'a>,
    /// The kind: what a NULL has no other way to say. `None` leaves it to the server.
    pub kind: Option<ColumnKind>,
}

impl<'a> Param<'a> {
    /// A parameter of the kind that the value has of itself.
    #[must_use]
    pub fn new(value: ValueRef<'a>) -> Self {
        let kind = if value.is_null() {
            None
        } else {
            Some(value.kind())
        };
        Self { value, kind }
    }

    /// A NULL of that kind.
    #[must_use]
    pub const fn null(kind: ColumnKind) -> Self {
        Self {
            value: ValueRef::Null,
            kind: Some(kind),
        }
    }
}

impl<'a> From<ValueRef<'a>> for Param<'a> {
    fn from(value: ValueRef<'a>) -> Self {
        Self::new(value)
    }
}

/// A parameter, owned: the twin of [`Param`].
///
/// # Example
/// ```
/// use backend_core::value::{ColumnKind, IntoValue, Value};
///
/// let missing: Option<i32> = None;
/// let parameter = missing.into_value();
/// assert_eq!(parameter.value, Value::Null);
/// assert_eq!(parameter.kind, Some(ColumnKind::I32)); // a NULL has a type
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[allow(
    clippy::exhaustive_structs,
    reason = "made by literal wherever a statement is built"
)]
pub struct TypedValue {
    /// The value.
    pub value: Value,
    /// The kind: what a NULL has no other way to say. `None` leaves it to the server.
    pub kind: Option<ColumnKind>,
}

impl TypedValue {
    /// A NULL of that kind.
    #[must_use]
    pub const fn null(kind: ColumnKind) -> Self {
        Self {
            value: Value::Null,
            kind: Some(kind),
        }
    }

    /// Borrows the parameter.
    #[must_use]
    pub fn as_param(&self) -> Param<'_> {
        Param {
            value: self.value.as_ref(),
            kind: self.kind,
        }
    }
}

impl From<Value> for TypedValue {
    fn from(value: Value) -> Self {
        let kind = Param::new(value.as_ref()).kind;
        Self { value, kind }
    }
}

#[cfg(test)]
mod tests {
    use super::{Param, ValueRef};

    #[test]
    fn a_cell_is_three_words() {
        assert_eq!(size_of::<ValueRef<'_>>(), 24);
        assert!(size_of::<Param<'_>>() <= 40);
    }
}
