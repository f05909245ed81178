//! Conversions of `rust_decimal`'s type, which holds 96 bits and 28 digits behind the point.

use super::{ArrayElement, FromValue, IntoValue, out_of_range};
use crate::error::{Error, Result};
use crate::value::{ColumnKind, Decimal, DecimalRef, TypedValue, ValueRef};

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

impl IntoValue for rust_decimal::Decimal {
    const KIND: ColumnKind = ColumnKind::Decimal;

    fn into_value(self) -> TypedValue {
        Decimal::from(self).into_value()
    }
}

impl ArrayElement for rust_decimal::Decimal {}

#[cfg(test)]
mod tests {
    use proptest::proptest;

    use super::super::tests::round_trip;
    use super::{Decimal, DecimalRef, FromValue as _, ValueRef};
    use crate::value::strategies::config;

    fn read(text: &str) -> Option<rust_decimal::Decimal> {
        let number = DecimalRef::from_canonical(text).unwrap();
        rust_decimal::Decimal::from_value(ValueRef::Decimal(number)).ok()
    }

    #[test]
    fn nothing_is_rounded() {
        let largest = "79228162514264337593543950335"; // 96 bits
        assert_eq!(read(largest), Some(rust_decimal::Decimal::MAX));
        assert_eq!(read("79228162514264337593543950336"), None);
        assert_eq!(read("0.0000000000000000000000000001").unwrap().scale(), 28);
        assert_eq!(read("0.00000000000000000000000000001"), None);
        assert_eq!(
            read("1.500000000000000000000000000000")
                .unwrap()
                .to_string(),
            "1.5"
        );
        assert_eq!(read("NaN"), None);
        assert_eq!(read("-Infinity"), None);
        assert_eq!(read("1.50").unwrap().to_string(), "1.50");
    }

    #[test]
    fn other_numbers_and_text_are_read_through_the_text() {
        let read = |value| {
            rust_decimal::Decimal::from_value(value)
                .unwrap()
                .to_string()
        };
        assert_eq!(read(ValueRef::I64(-7)), "-7");
        assert_eq!(read(ValueRef::F64(0.1)), "0.1");
        assert_eq!(read(ValueRef::Text("1.50")), "1.50");
    }

    #[test]
    fn zero_has_no_sign() {
        let mut zero = rust_decimal::Decimal::new(0, 2);
        zero.set_sign_negative(true);
        assert_eq!(Decimal::from(zero).as_str(), "0.00");
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn numbers_go_there_and_back(integer in -(1_i128 << 95)..(1_i128 << 95), scale in 0..=28_u32) {
            let number = rust_decimal::Decimal::from_i128_with_scale(integer, scale);
            assert_eq!(Decimal::from(number).to_string(), number.to_string());
            round_trip(number);
        }
    }
}
