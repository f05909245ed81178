//! Conversions of `rust_decimal`'s type, which holds 96 bits and 28 digits behind the point.

use super::foreign::{into_value_through, out_of_range};
use super::{ArrayElement, FromValue};
use crate::error::{Error, Result};
use crate::value::{Decimal, DecimalRef, ValueRef};

impl TryFrom<DecimalRef<'_>> for rust_decimal::Decimal {
    type Error = Error;

    /// Drops zeros at the end where the number fits only without them, and never another digit.
    fn try_from(number: DecimalRef<'_>) -> Result<Self> {
        let fit = |number: DecimalRef<'_>| {
            let (integer, scale) = number.to_i128_and_scale()?;
            Self::try_from_i128_with_scale(integer, scale).ok()
        };
        fit(number)
            .or_else(|| fit(number.trimmed()))
            .ok_or_else(|| out_of_range(&number, "rust_decimal::Decimal"))
    }
}

impl From<rust_decimal::Decimal> for Decimal {
    fn from(number: rust_decimal::Decimal) -> Self {
        let [scale, ..] = number.scale().to_le_bytes();
        Self::with_small_scale(number.mantissa(), scale)
    }
}

impl FromValue<'_> for rust_decimal::Decimal {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Decimal(number) => number.try_into(),
            other => Decimal::from_value(other)?.as_ref().try_into(),
        }
    }
}

into_value_through! {
    rust_decimal::Decimal, Decimal;
}

impl ArrayElement for rust_decimal::Decimal {}
