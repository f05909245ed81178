//! Decimals are rounded here, by their digits: registered functions of several families do so.

use backend_core::value::{Decimal, DecimalRef};

/// The number with so many digits behind its point, halves away from 0; as it is where it is NaN or infinite. A negative scale
/// rounds before the point.
pub(super) fn rounded(number: DecimalRef<'_>, scale: i32) -> Option<Decimal> {
    if !number.is_finite() {
        return Some(number.to_decimal());
    }
    let text = number.as_str();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let kept = i64::try_from(whole.len()).ok()? + i64::from(scale);
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let is_up = match usize::try_from(kept) {
        Ok(kept) => {
            let is_up = digits.get(kept).is_some_and(|digit| *digit >= b'5');
            digits.resize(kept, b'0');
            is_up
        }
        Err(_) => {
            digits.clear();
            false
        }
    };
    if is_up {
        increment(&mut digits);
    }
    let digits = String::from_utf8(digits).ok()?;
    let text = match usize::try_from(scale) {
        Ok(0) => format!("{sign}0{digits}"),
        Ok(scale) => {
            let (whole, fraction) = digits.split_at_checked(digits.len().checked_sub(scale)?)?;
            format!("{sign}0{whole}.{fraction}")
        }
        Err(_) => {
            let zeros = usize::try_from(scale.unsigned_abs()).ok()?;
            format!("{sign}0{digits}{}", "0".repeat(zeros))
        }
    };
    Decimal::parse(&text).ok()
}

/// Adds one to the last of the digits.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

/// The nearest integer, halves away from 0; `None` where it has no room.
pub(super) fn integer(number: DecimalRef<'_>) -> Option<i64> {
    rounded(number, 0)?.to_i128()?.try_into().ok()
}

/// The nearest double; `None` where it has no room, or only as 0.
pub(super) fn double(number: DecimalRef<'_>) -> Option<f64> {
    let found = number.to_f64();
    let is_lost = found == 0.0 && number != DecimalRef::from_canonical("0")?;
    (!is_lost && (found.is_finite() || number.is_infinite())).then_some(found)
}

#[cfg(test)]
mod tests {
    use backend_core::value::Decimal;

    use super::{double, integer, rounded};

    #[test]
    fn halves_go_away_from_zero() {
        for (number, scale, expected) in [
            ("1.5", 0, "2"),
            ("2.5", 0, "3"),
            ("-2.5", 0, "-3"),
            ("0.5", 0, "1"),
            ("0.49", 0, "0"),
            ("-0.4", 0, "0"),
            ("9.99", 1, "10.0"),
            ("1.2", 3, "1.200"),
            ("1.005", 2, "1.01"),
            ("150", -2, "200"),
            ("49", -2, "0"),
            ("50", -2, "100"),
            ("5", -2, "0"),
            ("999.95", 1, "1000.0"),
            ("NaN", 1, "NaN"),
        ] {
            let number: Decimal = number.parse().unwrap();
            let found = rounded(number.as_ref(), scale).unwrap();
            assert_eq!(found.as_str(), expected, "{number} to {scale}");
        }
    }

    #[test]
    fn numbers_have_room_or_not() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(
            integer(number("9223372036854775807.4").as_ref()),
            Some(i64::MAX)
        );
        assert_eq!(integer(number("9223372036854775807.5").as_ref()), None);
        assert_eq!(
            integer(number("-9223372036854775808").as_ref()),
            Some(i64::MIN)
        );
        assert_eq!(integer(number("NaN").as_ref()), None);
        assert_eq!(double(number("1e400").as_ref()), None);
        assert_eq!(double(number("1e-400").as_ref()), None);
        assert_eq!(double(number("0.00").as_ref()), Some(0.0));
        assert_eq!(double(number("0.1").as_ref()), Some(0.1));
    }
}
