//! [`Decimal`]: an exact decimal number of any length, kept as its text.
//!
//! Digits are text because that is what survives: servers keep between 38 and 147,455 digits, and every fixed form is too
//! small for one of them. Drivers hand out [`DecimalRef`]s on their own buffers, without a copy.

mod compare;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// A decimal number, owned.
///
/// # Shape
/// The text is canonical: an optional `-`, digits without leading zeros that say nothing, and, where there is a fraction,
/// a point and its digits. Trailing zeros stay, as they are the number's [`scale`](DecimalRef::scale): `1.50` is not written
/// `1.5`, but equals it. Zero has no sign. Beside numbers there are `NaN`, `Infinity` and `-Infinity`; NaN equals itself
/// and is greater than everything else, so that decimals are totally ordered.
///
/// # Example
/// ```
/// use backend_core::value::Decimal;
///
/// let price: Decimal = "+0012.50".parse()?;
/// assert_eq!(price.to_string(), "12.50");
/// assert_eq!((price.precision(), price.scale()), (4, 2));
/// assert_eq!(price, "1.25e1".parse()?);
/// assert_eq!(price.to_i128_and_scale(), Some((1_250, 2)));
/// assert!(price < Decimal::from(13));
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Decimal(Box<str>);

/// A decimal number, borrowed: the twin of [`Decimal`], which says what both are.
#[derive(Debug, Clone, Copy)]
pub struct DecimalRef<'a>(&'a str);

const NAN: &str = "NaN";
const INFINITY: &str = "Infinity";
const NEG_INFINITY: &str = "-Infinity";

impl<'a> DecimalRef<'a> {
    /// Not a number.
    pub const NAN: DecimalRef<'static> = DecimalRef(NAN);
    /// Greater than every number.
    pub const INFINITY: DecimalRef<'static> = DecimalRef(INFINITY);
    /// Less than every number.
    pub const NEG_INFINITY: DecimalRef<'static> = DecimalRef(NEG_INFINITY);

    /// Borrows a text that is canonical already, without a copy; `None` where it is not, and [`Decimal::parse`] may still
    /// understand it.
    ///
    /// # Example
    /// ```
    /// use backend_core::value::DecimalRef;
    ///
    /// assert!(DecimalRef::from_canonical("-1.50").is_some());
    /// assert!(DecimalRef::from_canonical("-01.50").is_none());
    /// assert!(DecimalRef::from_canonical("15e-1").is_none());
    /// ```
    #[must_use]
    pub fn from_canonical(text: &'a str) -> Option<Self> {
        parse::is_canonical(text).then_some(Self(text))
    }

    /// The canonical text.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// Copies the number.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal(self.0.into())
    }

    /// The same number without the zeros at the end of its fraction: `1.5` for `1.50`.
    #[must_use]
    pub fn trimmed(self) -> Self {
        match self.0.contains('.') {
            true => Self(self.0.trim_end_matches('0').trim_end_matches('.')),
            false => self,
        }
    }

    /// How many digits stand behind the point; 0 of NaN and infinities.
    #[must_use]
    pub fn scale(self) -> usize {
        self.0
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len())
    }

    /// How many digits there are from the first that is not 0, and 1 of a zero; 0 of NaN and infinities.
    #[must_use]
    pub fn precision(self) -> usize {
        if !self.is_finite() {
            return 0;
        }
        let digits = self.0.bytes().filter(u8::is_ascii_digit);
        digits.skip_while(|digit| *digit == b'0').count().max(1)
    }

    /// Whether this is less than zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.starts_with('-')
    }

    /// Whether this is NaN.
    #[must_use]
    pub fn is_nan(self) -> bool {
        self.0 == NAN
    }

    /// Whether this is one of the infinities.
    #[must_use]
    pub fn is_infinite(self) -> bool {
        self.0 == INFINITY || self.0 == NEG_INFINITY
    }

    /// Whether this is a number: neither NaN nor an infinity.
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.0.ends_with(|last: char| last.is_ascii_digit())
    }

    /// The digits as one integer, and the scale: `-1.50` is -150 and 2. `None` where the integer exceeds [`i128`], and of
    /// NaN and infinities.
    #[must_use]
    pub fn to_i128_and_scale(self) -> Option<(i128, u32)> {
        if !self.is_finite() {
            return None;
        }
        let negative = self.is_negative();
        let digits = self
            .0
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|digit| i128::from(digit - b'0'));
        // Downwards for negative numbers, whose range reaches one further.
        let integer = digits.into_iter().try_fold(0_i128, |integer, digit| {
            let shifted = integer.checked_mul(10)?;
            if negative {
                shifted.checked_sub(digit)
            } else {
                shifted.checked_add(digit)
            }
        })?;
        Some((integer, u32::try_from(self.scale()).ok()?))
    }

    /// The number as an integer, where it is one that fits; its fraction may be zeros.
    #[must_use]
    pub fn to_i128(self) -> Option<i128> {
        let (whole, fraction) = self.0.split_once('.').unwrap_or((self.0, ""));
        if fraction.bytes().any(|digit| digit != b'0') {
            return None;
        }
        whole.parse().ok()
    }

    /// The nearest number of 53 bits; infinite beyond the range of those.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // The canonical text is within what `f64` reads.
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The nearest number of 24 bits; infinite beyond the range of those.
    #[must_use]
    pub fn to_f32(self) -> f32 {
        self.0.parse().unwrap_or(f32::NAN)
    }
}

impl Decimal {
    /// Reads a number: with or without sign, point and exponent (`+.5e-3`), or `nan`, `inf` and `infinity` in any case.
    ///
    /// # Errors
    /// [`Data`](crate::error::ErrorKind::Data) where the text is not a number, or has an exponent that would write it out
    /// with more than 200,000 zeros.
    pub fn parse(text: &str) -> Result<Self> {
        parse::parse(text)
    }

    /// The integer with its last `scale` digits behind the point: -150 and 2 is `-1.50`.
    ///
    /// # Errors
    /// [`Data`](crate::error::ErrorKind::Data) where the scale exceeds 200,000.
    pub fn from_i128_and_scale(integer: i128, scale: u32) -> Result<Self> {
        parse::from_i128_and_scale(integer, scale)
    }

    /// The same of a scale that another decimal type allows: a small one.
    #[cfg(feature = "rust_decimal")]
    pub(super) fn with_small_scale(integer: i128, scale: u8) -> Self {
        parse::with_point(integer, scale.into())
    }

    /// Borrows the number.
    #[must_use]
    pub const fn as_ref(&self) -> DecimalRef<'_> {
        DecimalRef(&self.0)
    }

    /// The canonical text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        &self.0
    }

    /// The canonical text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_string()
    }

    /// As [`DecimalRef::scale`].
    #[must_use]
    pub fn scale(&self) -> usize {
        self.as_ref().scale()
    }

    /// As [`DecimalRef::precision`].
    #[must_use]
    pub fn precision(&self) -> usize {
        self.as_ref().precision()
    }

    /// As [`DecimalRef::is_negative`].
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.as_ref().is_negative()
    }

    /// As [`DecimalRef::is_nan`].
    #[must_use]
    pub fn is_nan(&self) -> bool {
        self.as_ref().is_nan()
    }

    /// As [`DecimalRef::is_infinite`].
    #[must_use]
    pub fn is_infinite(&self) -> bool {
        self.as_ref().is_infinite()
    }

    /// As [`DecimalRef::is_finite`].
    #[must_use]
    pub fn is_finite(&self) -> bool {
        self.as_ref().is_finite()
    }

    /// As [`DecimalRef::to_i128_and_scale`].
    #[must_use]
    pub fn to_i128_and_scale(&self) -> Option<(i128, u32)> {
        self.as_ref().to_i128_and_scale()
    }

    /// As [`DecimalRef::to_i128`].
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        self.as_ref().to_i128()
    }

    /// As [`DecimalRef::to_f64`].
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.as_ref().to_f64()
    }

    /// As [`DecimalRef::to_f32`].
    #[must_use]
    pub fn to_f32(&self) -> f32 {
        self.as_ref().to_f32()
    }
}

impl fmt::Display for DecimalRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Decimal {
    type Err = Error;

    /// As [`Decimal::parse`].
    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

impl From<DecimalRef<'_>> for Decimal {
    fn from(number: DecimalRef<'_>) -> Self {
        number.to_decimal()
    }
}

macro_rules! from_integer {
    ($($integer:ty)+) => {$(
        impl From<$integer> for Decimal {
            fn from(integer: $integer) -> Self {
                Self(integer.to_string().into())
            }
        }
    )+};
}
from_integer!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! from_float {
    ($($float:ty)+) => {$(
        impl From<$float> for Decimal {
            /// The shortest number that reads as the same float again, so that 0.1 is `0.1`.
            fn from(float: $float) -> Self {
                if float.is_nan() {
                    return Self(NAN.into());
                }
                if float.is_infinite() {
                    return Self((if float < 0.0 { NEG_INFINITY } else { INFINITY }).into());
                }
                // `Display` never writes an exponent; adding 0 takes the sign from -0.
                Self((float + 0.0).to_string().into())
            }
        }
    )+};
}
from_float!(f32 f64);
