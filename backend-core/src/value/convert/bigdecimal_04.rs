//! Conversions of `bigdecimal`'s type, which has no NaN and no infinities but exponents beyond every number of digits.

use bigdecimal::BigDecimal;

use super::{ArrayElement, FromValue, out_of_range};
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

#[cfg(test)]
mod tests {
    use bigdecimal::BigDecimal;
    use proptest::proptest;

    use super::{Decimal, DecimalRef, FromValue as _, ValueRef};
    use crate::value::strategies::{config, decimals};

    #[test]
    fn exponents_are_written_out_up_to_a_limit() {
        let write = |integer: i64, scale: i64| {
            Decimal::try_from(BigDecimal::new(integer.into(), scale)).map(Decimal::into_string)
        };
        assert_eq!(write(-150, 2).unwrap(), "-1.50");
        assert_eq!(write(15, -3).unwrap(), "15000");
        assert!(write(1, i64::MAX).is_err());
        assert!(write(1, i64::MIN).is_err());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for number in [DecimalRef::NAN, DecimalRef::INFINITY] {
            let error = BigDecimal::from_value(ValueRef::Decimal(number)).unwrap_err();
            let expected = format!("{number} is out of the range of bigdecimal::BigDecimal");
            assert_eq!(error.to_string(), expected);
        }
        assert_eq!(
            BigDecimal::from_value(ValueRef::I64(7)).unwrap(),
            BigDecimal::from(7)
        );
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn numbers_go_there_and_back(number in decimals()) {
            if number.is_finite() {
                let foreign = BigDecimal::try_from(number.as_ref()).unwrap();
                assert_eq!(Decimal::try_from(&foreign).unwrap().as_str(), number.as_str());
            }
        }
    }
}
