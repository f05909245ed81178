//! What arguments are to a function: text, integers, doubles.

use std::borrow::Cow;

use backend_core::value::Decimal;
use rusqlite::Result;
use rusqlite::types::ValueRef;

use super::refused;

/// The text of an argument of any kind but bytes; numbers are printed as other servers do.
pub(super) fn text(value: ValueRef<'_>) -> Result<Cow<'_, str>> {
    match value {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|_| refused("a text is not in UTF-8")),
        ValueRef::Integer(number) => Ok(Cow::Owned(number.to_string())),
        ValueRef::Real(number) => Ok(Cow::Owned(printed(number))),
        ValueRef::Null => Ok(Cow::Borrowed("")),
        ValueRef::Blob(_) => Err(refused("an argument is bytes and no text")),
    }
}

/// The shortest digits that are that double, with an exponent from 15 digits on.
fn printed(number: f64) -> String {
    if !number.is_finite() {
        let sign = if number < 0.0 { "-" } else { "" };
        return format!("{sign}Infinity");
    }
    let scientific = format!("{number:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    match exponent.parse::<i32>() {
        Ok(-4..=14) | Err(_) => format!("{number}"),
        Ok(exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
        }
    }
}

/// The 32-bit integer of an argument: a count or a place.
pub(super) fn integer(value: ValueRef<'_>) -> Result<i32> {
    match value {
        ValueRef::Integer(number) => i32::try_from(number).ok(),
        ValueRef::Real(number) => format!("{:.0}", number.round_ties_even()).parse().ok(),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| text.trim().parse().ok()),
        _ => None,
    }
    .ok_or_else(|| refused("an argument is not an integer of 32 bits"))
}

/// The 64-bit integer of an argument.
pub(super) fn long(value: ValueRef<'_>) -> Result<i64> {
    match value {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| text.trim().parse().ok()),
        _ => None,
    }
    .ok_or_else(|| refused("an argument is not an integer of 64 bits"))
}

/// The double of an argument.
pub(super) fn double(value: ValueRef<'_>) -> Result<f64> {
    match value {
        #[allow(
            clippy::cast_precision_loss,
            reason = "a double of an integer, as on every server"
        )]
        ValueRef::Integer(number) => Ok(number as f64),
        ValueRef::Real(number) => Ok(number),
        other => Ok(decimal(other)?.to_f64()),
    }
}

/// The exact number of an argument; a double is the shortest decimal that it is printed as.
pub(super) fn decimal(value: ValueRef<'_>) -> Result<Decimal> {
    match value {
        ValueRef::Integer(number) => Some(Decimal::from(number)),
        ValueRef::Real(number) => Some(Decimal::from(number)),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| Decimal::parse(text.trim()).ok()),
        _ => None,
    }
    .ok_or_else(|| refused("an argument is not a number"))
}

#[cfg(test)]
mod tests {
    use super::{integer, printed};
    use rusqlite::types::ValueRef;

    #[test]
    fn doubles_are_printed_with_an_exponent_where_they_are_long() {
        for (number, expected) in [
            (2.0, "2"),
            (0.1, "0.1"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e15, "1e+15"),
            (-1.5e300, "-1.5e+300"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(printed(number), expected);
        }
    }

    #[test]
    fn integers_are_of_32_bits() {
        assert_eq!(integer(ValueRef::Integer(-7)).unwrap(), -7);
        assert_eq!(integer(ValueRef::Real(2.5)).unwrap(), 2);
        assert_eq!(integer(ValueRef::Text(b"12")).unwrap(), 12);
        assert!(integer(ValueRef::Integer(1 << 31)).is_err());
        assert!(integer(ValueRef::Real(1e300)).is_err());
        assert!(integer(ValueRef::Text(b"x")).is_err());
    }
}
