//! This crate's own types: each converts from its kind, and from the text form that some databases store instead.

use super::{FromValue, IntoValue, refusal, typed};
use crate::error::Result;
use crate::value::{
    Array, ColumnKind, Date, Interval, Json, Native, Time, Timestamp, TimestampTz, TypedValue,
    Uuid, Value, ValueRef,
};

macro_rules! text_forms {
    ($($type:ident: $wanted:literal;)+) => {$(
        impl FromValue<'_> for $type {
            #[inline]
            fn from_value(value: ValueRef<'_>) -> Result<Self> {
                match value {
                    ValueRef::$type(value) => Ok(value),
                    ValueRef::Text(text) => text.parse(),
                    other => Err(refusal(other, $wanted)),
                }
            }
        }

        impl IntoValue for $type {
            const KIND: ColumnKind = ColumnKind::$type;

            #[inline]
            fn into_value(self) -> TypedValue {
                typed(Value::$type(self), Self::KIND)
            }
        }
    )+};
}

text_forms! {
    Date: "a date";
    Time: "a time of day";
    Timestamp: "a timestamp";
    TimestampTz: "a timestamp with offset";
    Interval: "an interval";
    Uuid: "a UUID";
}

impl FromValue<'_> for Json {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Json(text) | ValueRef::Text(text) => Ok(Self(text.to_owned())),
            other => Err(refusal(other, "a JSON text")),
        }
    }
}

impl IntoValue for Json {
    const KIND: ColumnKind = ColumnKind::Json;

    fn into_value(self) -> TypedValue {
        typed(Value::Json(self.0), Self::KIND)
    }
}

impl<'r> FromValue<'r> for &'r Array {
    fn from_value(value: ValueRef<'r>) -> Result<Self> {
        match value {
            ValueRef::Array(array) => Ok(array),
            other => Err(refusal(other, "an array")),
        }
    }
}

impl FromValue<'_> for Array {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        <&Self>::from_value(value).cloned()
    }
}

impl IntoValue for Array {
    const KIND: ColumnKind = ColumnKind::Unknown.array();

    fn into_value(self) -> TypedValue {
        Value::Array(Box::new(self)).into()
    }
}

impl<'r> FromValue<'r> for &'r Native<'r> {
    fn from_value(value: ValueRef<'r>) -> Result<Self> {
        match value {
            ValueRef::Native(native) => Ok(native),
            other => Err(refusal(other, "a native value")),
        }
    }
}

impl FromValue<'_> for Native<'static> {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        <&Native<'_>>::from_value(value).map(Native::to_owned_native)
    }
}

impl IntoValue for Native<'_> {
    const KIND: ColumnKind = ColumnKind::Native;

    fn into_value(self) -> TypedValue {
        typed(Value::Native(Box::new(self.to_owned_native())), Self::KIND)
    }
}

impl<'r> FromValue<'r> for ValueRef<'r> {
    #[inline]
    fn from_value(value: Self) -> Result<Self> {
        Ok(value)
    }
}

impl FromValue<'_> for Value {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        Ok(value.to_value())
    }
}

impl FromValue<'_> for TypedValue {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        Ok(value.to_value().into())
    }
}

impl IntoValue for ValueRef<'_> {
    const KIND: ColumnKind = ColumnKind::Unknown;

    fn into_value(self) -> TypedValue {
        self.to_value().into()
    }
}

impl IntoValue for Value {
    const KIND: ColumnKind = ColumnKind::Unknown;

    fn into_value(self) -> TypedValue {
        self.into()
    }
}

impl IntoValue for TypedValue {
    const KIND: ColumnKind = ColumnKind::Unknown;

    fn into_value(self) -> TypedValue {
        self
    }
}
