//! Decimals: 38 digits at most on the wire, canonical decimal text here; and amounts of money, which the driver gives as floats.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::value::DecimalRef;
use tiberius::numeric::Numeric;

use crate::features::MAX_DECIMAL_DIGITS as MAX_DIGITS;

/// What an amount of money is a whole number of, the ten-thousandth part of a unit.
const MONEY_PARTS: f64 = 10_000.0;
const MONEY_SCALE: usize = 4;

/// A number as it is sent.
pub(super) struct Sent {
    /// Its digits, without those that are the zeros before its fraction.
    pub(super) precision: u32,
    pub(super) scale: u32,
    /// `None` where the driver has no form for it: only for a number below 1 with a fraction of all 38 digits.
    pub(super) numeric: Option<Numeric>,
}

/// A number with all digits of its scale; without the zeros at the end where there are too many.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for NaN, [`Data`](ErrorKind::Data) for infinities and for more digits than the server
/// keeps.
pub(super) fn sent(number: DecimalRef<'_>) -> Result<Sent> {
    if number.is_nan() {
        return Err(Error::not_supported(Flag::supports_decimal_nan));
    }
    if number.is_infinite() {
        return Err(Error::new(
            ErrorKind::Data,
            "SQL Server has no infinite decimals",
        ));
    }
    fitting(number)
        .or_else(|| fitting(number.trimmed()))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Data,
                format!("a decimal has more digits than the {MAX_DIGITS} that SQL Server keeps"),
            )
        })
}

fn fitting(number: DecimalRef<'_>) -> Option<Sent> {
    let (integer, scale) = number.to_i128_and_scale()?;
    let digits = integer
        .unsigned_abs()
        .checked_ilog10()
        .map_or(1, |log| log + 1);
    let precision = digits.max(scale);
    if precision > MAX_DIGITS {
        return None;
    }
    // The driver counts a digit before the point, also where there is none.
    let counted = precision.max(scale + 1);
    let numeric = (counted <= MAX_DIGITS)
        .then(|| u8::try_from(scale).ok())
        .flatten()
        .map(|scale| Numeric::new_with_scale(integer, scale));
    Some(Sent {
        precision,
        scale,
        numeric,
    })
}

/// Appends the canonical text of a number, with all digits of its scale.
pub(super) fn print(number: Numeric, out: &mut String) {
    print_scaled(number.value(), usize::from(number.scale()), out);
}

fn print_scaled(value: i128, scale: usize, out: &mut String) {
    /// The most digits of an `i128`.
    const MOST: usize = 39;

    let mut digits = [b'0'; MOST];
    let mut rest = value.unsigned_abs();
    let mut count = 0;
    for place in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        // Below 10, so that its last byte is all of it.
        let [digit, ..] = (rest % 10).to_le_bytes();
        *place += digit;
        rest /= 10;
        count += 1;
    }
    // At least one digit before the point.
    let shown = count.max(scale + 1).min(MOST);
    let digits = digits.get(MOST - shown..).unwrap_or_default();
    let digits = std::str::from_utf8(digits).unwrap_or_default();
    if value < 0 {
        out.push('-');
    }
    let (whole, fraction) = digits
        .split_at_checked(shown.saturating_sub(scale))
        .unwrap_or((digits, ""));
    out.push_str(whole);
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
}

/// Appends the text of an amount of money.
///
/// The driver divides the number of parts in floating point, which is exact enough to find them again up to some hundred thousand
/// million units, and not beyond.
///
/// # Errors
/// [`Data`](ErrorKind::Data) where several amounts are the same float.
pub(super) fn print_money(amount: f64, out: &mut String) -> Result<()> {
    let parts = (amount * MONEY_PARTS).round();
    let is = |parts: f64| parts / MONEY_PARTS == amount;
    if !is(parts) || is(parts - 1.0) || is(parts + 1.0) {
        return Err(Error::new(
            ErrorKind::Data,
            "an amount of money is larger than the driver reads exactly: select it as decimal(19,4)",
        ));
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it is whole, and its neighbours are other numbers"
    )]
    let parts = parts as i128;
    print_scaled(parts, MONEY_SCALE, out);
    Ok(())
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::value::{Decimal, DecimalRef};
    use proptest::{prop_assert_eq, proptest};

    use super::{print, print_money, sent};
    use crate::value::config;

    fn printed(text: &str) -> String {
        let number = Decimal::parse(text).unwrap();
        let sent = sent(number.as_ref()).unwrap();
        let mut out = String::new();
        print(sent.numeric.unwrap(), &mut out);
        out
    }

    #[test]
    fn numbers_are_sent_with_as_many_digits_as_they_have() {
        let most = "9".repeat(38);
        let small = format!("0.{}", "7".repeat(37));
        for (text, precision, scale) in [
            ("0", 1, 0),
            ("-7", 1, 0),
            ("12.50", 4, 2),
            ("0.05", 2, 2),
            ("0.00", 2, 2),
            (most.as_str(), 38, 0),
            (small.as_str(), 37, 37),
        ] {
            let number = Decimal::parse(text).unwrap();
            let sent = sent(number.as_ref()).unwrap();
            assert_eq!((sent.precision, sent.scale), (precision, scale), "{text}");
            assert_eq!(printed(text), text);
        }
    }

    #[test]
    fn the_driver_has_no_form_for_a_fraction_of_all_digits() {
        let text = format!("0.{}", "7".repeat(38));
        let number = Decimal::parse(&text).unwrap();
        let sent = sent(number.as_ref()).unwrap();
        assert_eq!((sent.precision, sent.scale), (38, 38));
        assert!(sent.numeric.is_none());
    }

    #[test]
    fn zeros_at_the_end_give_way_and_other_digits_do_not() {
        assert_eq!(printed(&format!("1.{}", "0".repeat(40))), "1");
        for text in ["1".repeat(39), format!("0.{}1", "0".repeat(38))] {
            let number = Decimal::parse(&text).unwrap();
            let error = sent(number.as_ref()).err().unwrap();
            assert_eq!(error.kind(), ErrorKind::Data, "{text}");
        }
        for number in [DecimalRef::NAN, DecimalRef::NEG_INFINITY] {
            assert!(sent(number).is_err());
        }
    }

    #[test]
    fn amounts_of_money_are_found_again_or_refused() {
        for (parts, expected) in [
            (0_i64, "0.0000"),
            (-1, "-0.0001"),
            (123_456, "12.3456"),
            (i64::from(i32::MAX), "214748.3647"),
            (-2_999_999_999_999_999, "-299999999999.9999"),
        ] {
            let mut out = String::new();
            #[allow(clippy::cast_precision_loss, reason = "few enough to be exact")]
            print_money(parts as f64 / 1e4, &mut out).unwrap();
            assert_eq!(out, expected);
        }
        let most = 922_337_203_685_477.6;
        let error = print_money(most, &mut String::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn numbers_go_to_the_wire_and_back(digits in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,16})?") {
            let number = Decimal::parse(&digits).unwrap();
            prop_assert_eq!(printed(number.as_str()), number.as_str());
        }

        #[test]
        fn money_is_exact_below_a_hundred_thousand_million(parts in -1_000_000_000_000_000_i64..1_000_000_000_000_000) {
            let mut out = String::new();
            #[allow(clippy::cast_precision_loss, reason = "few enough to be exact")]
            print_money(parts as f64 / 1e4, &mut out).unwrap();
            let number = Decimal::parse(&out).unwrap();
            prop_assert_eq!(number.to_i128_and_scale(), Some((parts.into(), 4)));
        }
    }
}
