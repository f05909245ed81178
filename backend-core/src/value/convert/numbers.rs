//! Booleans, integers, floats and decimals: a number converts where the other type gives back the same number.

use super::{FromValue, IntoValue, refusal, typed};
use crate::error::Result;
use crate::value::{ColumnKind, Decimal, DecimalRef, TypedValue, Value, ValueRef};

impl FromValue<'_> for bool {
    #[inline]
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Bool(value) => Ok(value),
            ValueRef::I64(0) => Ok(false),
            ValueRef::I64(1) => Ok(true),
            other => Err(refusal(other, "a boolean")),
        }
    }
}

impl IntoValue for bool {
    const KIND: ColumnKind = ColumnKind::Bool;

    #[inline]
    fn into_value(self) -> TypedValue {
        typed(Value::Bool(self), Self::KIND)
    }
}

/// The whole number that a number of any kind is.
fn whole(value: ValueRef<'_>) -> Option<i128> {
    match value {
        ValueRef::I64(number) => Some(number.into()),
        ValueRef::U64(number) => Some(number.into()),
        ValueRef::F32(number) => whole_float(number.into()),
        ValueRef::F64(number) => whole_float(number),
        ValueRef::Decimal(number) => number.to_i128(),
        _ => None,
    }
}

fn whole_float(number: f64) -> Option<i128> {
    // Without a fraction, all digits of a float are exact.
    if number.fract() == 0.0 {
        format!("{number:.0}").parse().ok()
    } else {
        None
    }
}

macro_rules! integers {
    ($($type:ident: $kind:ident, $into:path, $wanted:literal;)+) => {$(
        impl FromValue<'_> for $type {
            #[inline]
            fn from_value(value: ValueRef<'_>) -> Result<Self> {
                let number = match value {
                    ValueRef::I64(number) => Self::try_from(number).ok(),
                    other => whole(other).and_then(|number| Self::try_from(number).ok()),
                };
                number.ok_or_else(|| refusal(value, $wanted))
            }
        }

        impl IntoValue for $type {
            const KIND: ColumnKind = ColumnKind::$kind;

            #[inline]
            fn into_value(self) -> TypedValue {
                typed($into(self), Self::KIND)
            }
        }
    )+};
}

integers! {
    i8: I8, small, "an 8-bit integer";
    i16: I16, small, "a 16-bit integer";
    i32: I32, small, "a 32-bit integer";
    i64: I64, small, "a 64-bit integer";
    i128: Decimal, decimal, "a 128-bit integer";
    u8: U8, small, "an unsigned 8-bit integer";
    u16: U16, small, "an unsigned 16-bit integer";
    u32: U32, small, "an unsigned 32-bit integer";
    u64: U64, unsigned, "an unsigned 64-bit integer";
    u128: Decimal, decimal, "an unsigned 128-bit integer";
}

fn small(integer: impl Into<i64>) -> Value {
    Value::I64(integer.into())
}

fn unsigned(integer: u64) -> Value {
    i64::try_from(integer).map_or(Value::U64(integer), Value::I64)
}

fn decimal(integer: impl Into<Decimal>) -> Value {
    Value::Decimal(integer.into())
}

impl FromValue<'_> for f64 {
    #[inline]
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        let number = match value {
            ValueRef::F64(number) => Some(number),
            ValueRef::F32(number) => Some(number.into()),
            ValueRef::I64(number) => {
                exact_f64(number.unsigned_abs()).map(|n| n.copysign(sign(number)))
            }
            ValueRef::U64(number) => exact_f64(number),
            ValueRef::Decimal(number) => {
                Some(number.to_f64()).filter(|float| Decimal::from(*float).as_ref() == number)
            }
            _ => None,
        };
        number.ok_or_else(|| refusal(value, "a 64-bit float"))
    }
}

/// The float of 53 bits that is that integer; `None` where there is none.
fn exact_f64(integer: u64) -> Option<f64> {
    // Zeros at the end cost nothing: they are in the exponent.
    let significant = integer.checked_shr(integer.trailing_zeros()).unwrap_or(0);
    (significant >> f64::MANTISSA_DIGITS == 0).then_some(integer as f64)
}

/// 1 or -1.
fn sign(integer: i64) -> f64 {
    if integer < 0 { -1.0 } else { 1.0 }
}

impl IntoValue for f64 {
    const KIND: ColumnKind = ColumnKind::F64;

    #[inline]
    fn into_value(self) -> TypedValue {
        typed(Value::F64(self), Self::KIND)
    }
}

impl FromValue<'_> for f32 {
    #[inline]
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        let number = match value {
            ValueRef::F32(number) => Some(number),
            ValueRef::Decimal(number) => {
                Some(number.to_f32()).filter(|float| Decimal::from(*float).as_ref() == number)
            }
            other => f64::from_value(other).ok().and_then(narrow),
        };
        number.ok_or_else(|| refusal(value, "a 32-bit float"))
    }
}

/// The float of 24 bits that is that number; `None` where there is none.
fn narrow(number: f64) -> Option<f32> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "converted back and compared"
    )]
    let narrow = number as f32;
    (f64::from(narrow) == number || number.is_nan()).then_some(narrow)
}

impl IntoValue for f32 {
    const KIND: ColumnKind = ColumnKind::F32;

    #[inline]
    fn into_value(self) -> TypedValue {
        typed(Value::F32(self), Self::KIND)
    }
}

impl FromValue<'_> for Decimal {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Decimal(number) => Ok(number.to_decimal()),
            ValueRef::I64(number) => Ok(number.into()),
            ValueRef::U64(number) => Ok(number.into()),
            ValueRef::F32(number) => Ok(number.into()),
            ValueRef::F64(number) => Ok(number.into()),
            ValueRef::Text(text) => text.parse(),
            other => Err(refusal(other, "a decimal number")),
        }
    }
}

impl IntoValue for Decimal {
    const KIND: ColumnKind = ColumnKind::Decimal;

    fn into_value(self) -> TypedValue {
        typed(Value::Decimal(self), Self::KIND)
    }
}

impl<'r> FromValue<'r> for DecimalRef<'r> {
    /// Takes what needs no copy: decimals, and text that is canonical.
    fn from_value(value: ValueRef<'r>) -> Result<Self> {
        let number = match value {
            ValueRef::Decimal(number) => Some(number),
            ValueRef::Text(text) => Self::from_canonical(text),
            _ => None,
        };
        number.ok_or_else(|| refusal(value, "a decimal number in canonical form"))
    }
}

impl IntoValue for DecimalRef<'_> {
    const KIND: ColumnKind = ColumnKind::Decimal;

    fn into_value(self) -> TypedValue {
        self.to_decimal().into_value()
    }
}
