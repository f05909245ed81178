//! Reading decimal numbers: the check of a canonical text, and the way there from others.

use super::{Decimal, DecimalRef};
use crate::error::{Error, ErrorKind, Result};
use crate::value::scan::{Quoted, Scanner, infinity, malformed};

/// How many zeros an exponent may add. Servers keep up to 147,455 digits; a short text must not become gigabytes.
const MAX_ZEROS: usize = 200_000;

/// Whether the text is what [`parse`] would make of it.
pub(super) fn is_canonical(text: &str) -> bool {
    let (negative, number) = match text.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, text),
    };
    let mut scanner = Scanner::new(number);
    let whole = scanner.digits();
    let fraction = if scanner.eat(b'.') {
        Some(scanner.digits())
    } else {
        None
    };
    match (whole, fraction) {
        ([], _) => number == super::INFINITY || text == super::NAN,
        (_, Some([])) | ([b'0', _, ..], _) => false,
        ([b'0'], fraction) if negative => {
            let has_value =
                fraction.is_some_and(|digits| digits.iter().any(|digit| *digit != b'0'));
            has_value && scanner.is_at_end()
        }
        _ => scanner.is_at_end(),
    }
}

pub(super) fn parse(text: &str) -> Result<Decimal> {
    if let Some(number) = DecimalRef::from_canonical(text) {
        return Ok(number.to_decimal());
    }
    if let Some(negative) = infinity(text) {
        let number = if negative {
            DecimalRef::NEG_INFINITY
        } else {
            DecimalRef::INFINITY
        };
        return Ok(number.to_decimal());
    }
    if text.eq_ignore_ascii_case(super::NAN) {
        return Ok(DecimalRef::NAN.to_decimal());
    }
    let parts = Parts::scan(text).ok_or_else(|| malformed(text, "a decimal number"))?;
    parts
        .write()
        .map(|digits| Decimal(digits.into()))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Data,
                format!(
                    "{} has an exponent of more than {MAX_ZEROS} zeros",
                    Quoted(text)
                ),
            )
        })
}

/// The integer with its last `scale` digits behind the point, where that is not too many.
pub(super) fn from_i128_and_scale(integer: i128, scale: u32) -> Result<Decimal> {
    match usize::try_from(scale) {
        Ok(scale) if scale <= MAX_ZEROS => Ok(with_point(integer, scale)),
        _ => Err(Error::new(
            ErrorKind::Data,
            format!("a scale of {scale} exceeds {MAX_ZEROS}"),
        )),
    }
}

/// The integer with its last `scale` digits behind the point.
pub(super) fn with_point(integer: i128, scale: usize) -> Decimal {
    if scale == 0 {
        return Decimal::from(integer);
    }
    let digits = integer.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len().max(scale) + 3);
    if integer < 0 {
        text.push('-');
    }
    match digits
        .len()
        .checked_sub(scale)
        .and_then(|whole| digits.split_at_checked(whole))
    {
        Some((whole, fraction)) if !whole.is_empty() => text.extend([whole, ".", fraction]),
        _ => {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', scale - digits.len()));
            text.push_str(&digits);
        }
    }
    Decimal(text.into())
}

/// A number taken apart: sign, digits before and behind the point, exponent.
struct Parts<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    /// Whether the exponent is negative, and its digits.
    exponent: (bool, &'a [u8]),
}

impl<'a> Parts<'a> {
    fn scan(text: &'a str) -> Option<Self> {
        let mut scanner = Scanner::new(text);
        let negative = scanner.sign().unwrap_or(false);
        let whole = scanner.digits();
        let fraction = if scanner.eat(b'.') {
            scanner.digits()
        } else {
            &[]
        };
        let exponent = if scanner.eat_any(b"eE").is_some() {
            let sign = scanner.sign().unwrap_or(false);
            Some((sign, scanner.digits())).filter(|(_, digits)| !digits.is_empty())?
        } else {
            (false, [].as_slice())
        };
        let any = !whole.is_empty() || !fraction.is_empty();
        (any && scanner.is_at_end()).then_some(Self {
            negative,
            whole,
            fraction,
            exponent,
        })
    }

    /// Writes the number out; `None` where its exponent is too large.
    fn write(&self) -> Option<String> {
        let (negative_exponent, exponent) = self.exponent;
        let exponent = exponent.iter().try_fold(0_usize, |n, digit| {
            n.checked_mul(10)?.checked_add((digit - b'0').into())
        });
        let digits = || self.whole.iter().chain(self.fraction);
        let is_zero = digits().all(|digit| *digit == b'0');
        // The point stands behind so many zeros or digits; where it is further, zeros come before or behind the digits.
        let (zeros_before, point, zeros_behind) = if negative_exponent {
            let exponent = exponent?;
            let zeros = exponent.saturating_sub(self.whole.len());
            (zeros, self.whole.len() + zeros - exponent, 0)
        } else if is_zero {
            let moved = exponent.map_or(self.fraction.len(), |n| n.min(self.fraction.len()));
            (0, self.whole.len() + moved, 0)
        } else {
            let exponent = exponent?;
            let zeros = exponent.saturating_sub(self.fraction.len());
            (0, self.whole.len().checked_add(exponent)?, zeros)
        };
        if zeros_before > MAX_ZEROS || zeros_behind > MAX_ZEROS {
            return None;
        }
        let zeros = |n| std::iter::repeat_n(&b'0', n);
        let all = || {
            zeros(zeros_before)
                .chain(digits())
                .chain(zeros(zeros_behind))
        };
        let mut text = String::with_capacity(all().count() + 3);
        if self.negative && !is_zero {
            text.push('-');
        }
        let whole_start = text.len();
        text.extend(
            all()
                .take(point)
                .skip_while(|digit| **digit == b'0')
                .map(|digit| char::from(*digit)),
        );
        if text.len() == whole_start {
            text.push('0');
        }
        let mut fraction = all().skip(point).map(|digit| char::from(*digit)).peekable();
        if fraction.peek().is_some() {
            text.push('.');
            text.extend(fraction);
        }
        Some(text)
    }
}
