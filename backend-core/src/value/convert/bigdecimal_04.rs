//! Conversions of `bigdecimal`'s type, which has no NaN and no infinities but exponents beyond every number of digits.

use bigdecimal::BigDecimal;

use super::foreign::out_of_range;
use super::{ArrayElement, FromValue};
use crate::error::{Error, Result};
use crate::value::{Decimal, DecimalRef, ValueRef};

impl TryFrom<DecimalRef<'_>> for BigDecimal {
    type Error = Error;

    fn try_from(number: DecimalRef<'_>) -> Result<Self> {
        number
            .as_str()
            .parse()
            .map_err(|error| out_of_range(&number, "bigdecimal::BigDecimal").with_source(error))
    }
}

impl TryFrom<&BigDecimal> for Decimal {
    type Error = Error;

    /// Writes the exponent out as zeros; more than 200,000 are refused.
    fn try_from(number: &BigDecimal) -> Result<Self> {
        let (integer, scale) = number.as_bigint_and_scale();
        Self::parse(&format!("{integer}e{}", -i128::from(scale)))
    }
}

impl TryFrom<BigDecimal> for Decimal {
    type Error = Error;

    fn try_from(number: BigDecimal) -> Result<Self> {
        Self::try_from(&number)
    }
}

impl FromValue<'_> for BigDecimal {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Decimal(number) => number.try_into(),
            other => Decimal::from_value(other)?.as_ref().try_into(),
        }
    }
}

impl ArrayElement for BigDecimal {}
