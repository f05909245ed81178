//! Bytes, which Bytes and Native values in binary form convert to.

use std::borrow::Cow;

use super::{FromValue, IntoValue, refusal, typed};
use crate::error::Result;
use crate::value::{ColumnKind, NativeContent, TypedValue, Value, ValueRef};

impl<'r> FromValue<'r> for &'r [u8] {
    #[inline]
    fn from_value(value: ValueRef<'r>) -> Result<Self> {
        match value {
            ValueRef::Bytes(bytes) => Ok(bytes),
            ValueRef::Native(native) => match &native.content {
                NativeContent::Bytes(bytes) => Ok(bytes),
                NativeContent::Text(_) => Err(refusal(value, "bytes")),
            },
            other => Err(refusal(other, "bytes")),
        }
    }
}

macro_rules! buffers {
    ($($type:ty)+) => {$(
        impl<'r> FromValue<'r> for $type {
            #[inline]
            fn from_value(value: ValueRef<'r>) -> Result<Self> {
                <&'r [u8]>::from_value(value).map(Self::from)
            }
        }
    )+};
}
buffers!(Vec<u8> Box<[u8]> Cow<'r, [u8]>);

impl<const N: usize> FromValue<'_> for [u8; N] {
    /// Takes exactly as many bytes as there are.
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        let bytes = <&[u8]>::from_value(value)?;
        bytes
            .try_into()
            .map_err(|_| refusal(value, &format!("an array of {N} bytes")))
    }
}

impl<const N: usize> IntoValue for [u8; N] {
    const KIND: ColumnKind = ColumnKind::Bytes;

    fn into_value(self) -> TypedValue {
        self.as_slice().into_value()
    }
}

macro_rules! parameters {
    ($($type:ty)+) => {$(
        impl IntoValue for $type {
            const KIND: ColumnKind = ColumnKind::Bytes;

            #[inline]
            fn into_value(self) -> TypedValue {
                typed(Value::Bytes(self.into()), Self::KIND)
            }
        }
    )+};
}
parameters!(Vec<u8> &[u8] Box<[u8]>);

impl IntoValue for Cow<'_, [u8]> {
    const KIND: ColumnKind = ColumnKind::Bytes;

    fn into_value(self) -> TypedValue {
        self.into_owned().into_value()
    }
}
