//! Exact rounding and remainders of decimal numbers, digit by digit.

use backend_core::value::Decimal;
use rusqlite::Result;

use super::refused;

/// Which way a number goes that lies between two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    /// To the nearer one; from the middle away from zero.
    Nearest,
    Up,
    Down,
}

/// The digits of a finite number.
struct Digits {
    is_negative: bool,
    /// From 0 to 9, the fraction's last.
    digits: Vec<u8>,
    scale: usize,
}

impl Digits {
    fn of(number: &Decimal) -> Self {
        Self {
            is_negative: number.is_negative(),
            digits: number
                .as_str()
                .bytes()
                .filter(u8::is_ascii_digit)
                .map(|digit| digit - b'0')
                .collect(),
            scale: number.scale(),
        }
    }

    fn into_decimal(self) -> Result<Decimal> {
        let mut text = String::with_capacity(self.digits.len() + 3);
        if self.is_negative {
            text.push('-');
        }
        let whole = self.digits.len().saturating_sub(self.scale);
        if whole == 0 {
            text.push('0');
        }
        for (position, digit) in self.digits.iter().enumerate() {
            if position == whole {
                text.push('.');
                text.extend(std::iter::repeat_n(
                    '0',
                    self.scale - self.digits.len().min(self.scale),
                ));
            }
            text.push(char::from(b'0' + digit));
        }
        Decimal::parse(&text).map_err(|_| refused("the result is not a number"))
    }

    /// Adds one to the last digit.
    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
    }
}

/// The number with so many decimal places; negative ones stand before the point.
pub(super) fn round(number: &Decimal, places: i32, rounding: Rounding) -> Result<Decimal> {
    if !number.is_finite() {
        return Ok(number.clone());
    }
    let mut digits = Digits::of(number);
    let scale = i64::try_from(digits.scale).unwrap_or(i64::MAX);
    let dropped = scale - i64::from(places);
    let Some(dropped) = usize::try_from(dropped).ok().filter(|dropped| *dropped > 0) else {
        return Ok(number.clone());
    };
    let kept = digits.digits.len().checked_sub(dropped);
    let removed = digits.digits.split_off(kept.unwrap_or(0));
    let away = match rounding {
        Rounding::Nearest => kept.is_some() && removed.first().is_some_and(|digit| *digit >= 5),
        Rounding::Up => !digits.is_negative && removed.iter().any(|digit| *digit > 0),
        Rounding::Down => digits.is_negative && removed.iter().any(|digit| *digit > 0),
    };
    if away {
        digits.increment();
    }
    match usize::try_from(places) {
        Ok(places) => digits.scale = places,
        Err(_) if digits.digits.is_empty() => digits.scale = 0,
        Err(_) => {
            let zeros = usize::try_from(places.unsigned_abs()).unwrap_or(0);
            digits.digits.extend(std::iter::repeat_n(0, zeros));
            digits.scale = 0;
        }
    }
    digits.into_decimal()
}

/// The most that a divisor's digits may be, so that ten times a remainder fits.
const MOST: u128 = u128::MAX / 10 - 1;

/// What remains of a division with a whole quotient, with the dividend's sign.
pub(super) fn remainder(dividend: &Decimal, divisor: &Decimal) -> Result<Decimal> {
    if !dividend.is_finite() || !divisor.is_finite() {
        return Err(refused("a remainder is of finite numbers"));
    }
    let (left, right) = (Digits::of(dividend), Digits::of(divisor));
    let scale = left.scale.max(right.scale);
    let mut by: u128 = 0;
    for digit in padded(&right, scale) {
        by = by * 10 + u128::from(digit);
        if by > MOST {
            return Err(refused("a divisor has too many digits"));
        }
    }
    if by == 0 {
        return Err(refused("division by zero"));
    }
    let rest =
        padded(&left, scale).fold(0, |rest: u128, digit| (rest * 10 + u128::from(digit)) % by);
    Digits {
        is_negative: left.is_negative,
        digits: rest.to_string().bytes().map(|digit| digit - b'0').collect(),
        scale,
    }
    .into_decimal()
}

/// The digits with zeros behind them up to a scale.
fn padded(number: &Digits, scale: usize) -> impl Iterator<Item = u8> {
    let zeros = std::iter::repeat_n(0, scale - number.scale);
    number.digits.iter().copied().chain(zeros)
}

#[cfg(test)]
mod tests {
    use super::{Rounding, remainder, round};
    use backend_core::value::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (number, places, expected) in [
            ("2.5", 0, "3"),
            ("-2.5", 0, "-3"),
            ("2.4", 0, "2"),
            ("0.5", 0, "1"),
            ("0.05", 0, "0"),
            ("1.005", 2, "1.01"),
            ("0.0049", 2, "0.00"),
            ("0.0051", 2, "0.01"),
            ("9.99", 1, "10.0"),
            ("12345", -2, "12300"),
            ("12355", -1, "12360"),
            ("50", -2, "100"),
            ("49", -2, "0"),
            ("5", -2, "0"),
            ("1.5", 7, "1.5"),
            ("-0.4", 0, "0"),
            ("1", i32::MIN, "0"),
        ] {
            let found = round(&decimal(number), places, Rounding::Nearest).unwrap();
            assert_eq!(found, decimal(expected), "{number} to {places}");
        }
    }

    #[test]
    fn whole_numbers_above_and_below() {
        for (number, above, below) in [
            ("1.2", "2", "1"),
            ("-1.2", "-1", "-2"),
            ("0.001", "1", "0"),
            ("-0.001", "0", "-1"),
            ("3.000", "3", "3"),
            ("7", "7", "7"),
        ] {
            let number = decimal(number);
            assert_eq!(round(&number, 0, Rounding::Up).unwrap(), decimal(above));
            assert_eq!(round(&number, 0, Rounding::Down).unwrap(), decimal(below));
        }
    }

    #[test]
    fn a_remainder_is_exact_and_has_the_sign_of_the_dividend() {
        for (dividend, divisor, expected) in [
            ("7", "3", "1"),
            ("-7", "3", "-1"),
            ("7", "-3", "1"),
            ("5.5", "0.1", "0"),
            ("5.5", "2.05", "1.40"),
            ("0.001", "7", "0.001"),
            ("1000000000000000000000000000000000000000000007", "10", "7"),
        ] {
            let found = remainder(&decimal(dividend), &decimal(divisor)).unwrap();
            assert_eq!(found, decimal(expected), "{dividend} by {divisor}");
        }
        assert!(remainder(&decimal("1"), &decimal("0.00")).is_err());
    }
}
