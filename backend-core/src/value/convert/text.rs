//! Strings, which text of every sort converts to: Text, Json, and Native values in text form.

use std::borrow::Cow;

use super::{FromValue, IntoValue, refusal, typed};
use crate::error::Result;
use crate::value::{ColumnKind, NativeContent, TypedValue, Value, ValueRef};

impl<'r> FromValue<'r> for &'r str {
    #[inline]
    fn from_value(value: ValueRef<'r>) -> Result<Self> {
        match value {
            ValueRef::Text(text) | ValueRef::Json(text) => Ok(text),
            ValueRef::Native(native) => match &native.content {
                NativeContent::Text(text) => Ok(text),
                NativeContent::Bytes(_) => Err(refusal(value, "a text")),
            },
            other => Err(refusal(other, "a text")),
        }
    }
}

macro_rules! strings {
    ($($type:ty)+) => {$(
        impl<'r> FromValue<'r> for $type {
            #[inline]
            fn from_value(value: ValueRef<'r>) -> Result<Self> {
                <&'r str>::from_value(value).map(Self::from)
            }
        }
    )+};
}
strings!(String Box<str> Cow<'r, str>);

macro_rules! parameters {
    ($($type:ty)+) => {$(
        impl IntoValue for $type {
            const KIND: ColumnKind = ColumnKind::Text;

            #[inline]
            fn into_value(self) -> TypedValue {
                typed(Value::Text(self.into()), Self::KIND)
            }
        }
    )+};
}
parameters!(String &str Box<str> Cow<'_, str>);
