//! [`Option`] for NULL, [`Vec`] and slices for arrays, and references to what can be cloned.

use std::borrow::Cow;

use super::{ArrayElement, FromValue, IntoValue, refusal, typed};
use crate::error::{Error, Result};
use crate::value::{
    Array, ColumnKind, Date, Decimal, DecimalRef, Interval, Json, Native, Time, Timestamp,
    TimestampTz, TypedValue, Uuid, Value, ValueRef,
};

impl<'r, T: FromValue<'r>> FromValue<'r> for Option<T> {
    #[inline]
    fn from_value(value: ValueRef<'r>) -> Result<Self> {
        if value.is_null() {
            Ok(None)
        } else {
            T::from_value(value).map(Some)
        }
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    const KIND: ColumnKind = T::KIND;

    #[inline]
    fn into_value(self) -> TypedValue {
        match self {
            Some(value) => value.into_value(),
            None if T::KIND == ColumnKind::Unknown => Value::Null.into(),
            None => TypedValue::null(T::KIND),
        }
    }
}

impl<T: IntoValue + Clone> IntoValue for &T {
    const KIND: ColumnKind = T::KIND;

    fn into_value(self) -> TypedValue {
        self.clone().into_value()
    }
}

impl<'r, T: FromValue<'r> + ArrayElement> FromValue<'r> for Vec<T> {
    fn from_value(value: ValueRef<'r>) -> Result<Self> {
        let ValueRef::Array(array) = value else {
            return Err(refusal(value, "an array"));
        };
        if array.dimensions().len() > 1 {
            return Err(refusal(value, "an array of one dimension"));
        }
        let element = |(index, value): (usize, &'r Value)| {
            T::from_value(value.as_ref()).map_err(|error| at(index, error))
        };
        array.values().iter().enumerate().map(element).collect()
    }
}

#[cold]
fn at(index: usize, error: Error) -> Error {
    error.context(format_args!("element {index}"))
}

impl<T: IntoValue + ArrayElement> IntoValue for Vec<T> {
    const KIND: ColumnKind = T::KIND.array();

    fn into_value(self) -> TypedValue {
        array(self.into_iter())
    }
}

impl<T: IntoValue + ArrayElement + Clone> IntoValue for &[T] {
    const KIND: ColumnKind = T::KIND.array();

    fn into_value(self) -> TypedValue {
        array(self.iter().cloned())
    }
}

impl<T: IntoValue + ArrayElement, const N: usize> IntoValue for [T; N] {
    const KIND: ColumnKind = T::KIND.array();

    fn into_value(self) -> TypedValue {
        array(self.into_iter())
    }
}

fn array<T: IntoValue>(elements: impl Iterator<Item = T>) -> TypedValue {
    let mut kind = T::KIND;
    let mut values = Vec::with_capacity(elements.size_hint().0);
    for element in elements.map(T::into_value) {
        // Elements whose type says no kind have that of the first which has one.
        if kind == ColumnKind::Unknown {
            kind = element.kind.unwrap_or(kind);
        }
        values.push(element.value);
    }
    typed(
        Value::Array(Box::new(Array::new(kind, values))),
        kind.array(),
    )
}

macro_rules! array_elements {
    ($($type:ty)+) => {
        $(impl ArrayElement for $type {})+
    };
}

array_elements! {
    bool i8 i16 i32 i64 i128 u16 u32 u64 u128 f32 f64 Decimal DecimalRef<'_>
    String &str Box<str> Cow<'_, str> Vec<u8> &[u8] Box<[u8]> Cow<'_, [u8]>
    Date Time Timestamp TimestampTz Interval Uuid Json Native<'_> Value ValueRef<'_>
}

impl<const N: usize> ArrayElement for [u8; N] {}
impl<T: ArrayElement> ArrayElement for Option<T> {}
