//! Which constants fit into which types.

use std::ops::RangeInclusive;

use super::Validation;
use crate::model::ColumnType;
use crate::value::{Date, Decimal, Interval, Time, Timestamp, TimestampTz, Uuid, Value};

/// Why a constant does not fit into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// It is of another type.
    WrongType,
    /// It is too great or too small.
    OutOfRange,
    /// It has too many characters.
    TooLong {
        /// How many it has.
        has: usize,
        /// How many the column takes.
        most: u32,
    },
    /// Digits after the point are lost.
    Rounded,
}

/// Why a constant does not fit; `None` where it does.
pub(super) fn misfit(
    validation: &dyn Validation,
    value: &Value,
    column_type: &ColumnType,
) -> Option<Misfit> {
    if !validation.takes(value, column_type) {
        return Some(Misfit::WrongType);
    }
    if let Some(range) = validation.integers(column_type) {
        return outside_of_integers(value, &range);
    }
    match (column_type, value) {
        (
            ColumnType::Char { length: Some(most) } | ColumnType::VarChar { length: Some(most) },
            Value::Text(text),
        ) => {
            // Blanks at the end are cut by the standard's rule, and nothing is refused for them.
            let has = text.trim_end_matches(' ').chars().count();
            let is_long = usize::try_from(*most).is_ok_and(|most| has > most);
            is_long.then_some(Misfit::TooLong { has, most: *most })
        }
        (
            ColumnType::Decimal {
                precision: Some(precision),
                scale,
            },
            value,
        ) => outside_of_decimal(&exact(value)?, *precision, scale.unwrap_or(0)),
        _ => None,
    }
}

/// A number as an exact one.
fn exact(value: &Value) -> Option<Decimal> {
    match value {
        Value::I64(number) => Decimal::from_i128_and_scale((*number).into(), 0).ok(),
        Value::U64(number) => Decimal::from_i128_and_scale((*number).into(), 0).ok(),
        Value::Decimal(number) => Some(number.clone()),
        _ => None,
    }
}

fn outside_of_integers(value: &Value, range: &RangeInclusive<i128>) -> Option<Misfit> {
    let number = exact(value)?;
    if !number.is_finite() {
        return Some(Misfit::OutOfRange);
    }
    match number.as_ref().trimmed().to_i128_and_scale() {
        Some((whole, 0)) if range.contains(&whole) => None,
        Some((digits, scale)) if scale > 0 => {
            let whole = digits / 10_i128.checked_pow(scale)?;
            let misfit = if range.contains(&whole) {
                Misfit::Rounded
            } else {
                Misfit::OutOfRange
            };
            Some(misfit)
        }
        _ => Some(Misfit::OutOfRange),
    }
}

fn outside_of_decimal(number: &Decimal, precision: u32, scale: i32) -> Option<Misfit> {
    let number = number.as_ref().trimmed();
    if number.is_nan() {
        return None;
    }
    if number.is_infinite() {
        return Some(Misfit::OutOfRange);
    }
    let length = |digits: usize| i64::try_from(digits).unwrap_or(i64::MAX);
    let after_point = length(number.scale());
    let before_point = if number.to_i128() == Some(0) {
        0
    } else {
        length(number.precision()).saturating_sub(after_point)
    };
    if before_point > i64::from(precision) - i64::from(scale) {
        Some(Misfit::OutOfRange)
    } else if after_point > i64::from(scale) {
        Some(Misfit::Rounded)
    } else {
        None
    }
}

/// The integers of the standard's types.
pub(super) fn standard_integers(column_type: &ColumnType) -> Option<RangeInclusive<i128>> {
    Some(match column_type {
        ColumnType::TinyInteger => i8::MIN.into()..=i8::MAX.into(),
        ColumnType::SmallInteger => i16::MIN.into()..=i16::MAX.into(),
        ColumnType::Integer => i32::MIN.into()..=i32::MAX.into(),
        ColumnType::BigInteger => i64::MIN.into()..=i64::MAX.into(),
        _ => return None,
    })
}

/// Whether a constant is of a type, or of one that every value of has its like there: an integer in a column of decimals, a
/// text that says a date in one of dates. NULL fits everywhere, and everything fits into a type that only a vendor has.
///
/// # Example
/// ```
/// use backend_core::model::ColumnType;
/// use backend_core::validation::fits;
/// use backend_core::value::Value;
///
/// assert!(fits(&Value::I64(1), &ColumnType::Double));
/// assert!(fits(&Value::Text("2024-02-29".into()), &ColumnType::Date));
/// assert!(!fits(&Value::Text("tomorrow".into()), &ColumnType::Date));
/// ```
#[must_use]
pub fn fits(value: &Value, column_type: &ColumnType) -> bool {
    match (value, column_type) {
        (Value::Null, _)
        | (_, ColumnType::Any | ColumnType::Named(_) | ColumnType::Native(_))
        | (Value::Bool(_), ColumnType::Boolean)
        | (Value::F32(_) | Value::F64(_), ColumnType::Real | ColumnType::Double)
        | (Value::Decimal(_), ColumnType::Decimal { .. } | ColumnType::Real | ColumnType::Double)
        | (
            Value::Text(_),
            ColumnType::Char { .. }
            | ColumnType::VarChar { .. }
            | ColumnType::Text
            | ColumnType::Json,
        )
        | (
            Value::Bytes(_),
            ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes,
        )
        | (Value::Date(_), ColumnType::Date | ColumnType::Timestamp { .. })
        | (Value::Time(_), ColumnType::Time { .. })
        | (Value::Timestamp(_), ColumnType::Timestamp { .. })
        | (Value::TimestampTz(_), ColumnType::TimestampTz { .. })
        | (Value::Interval(_), ColumnType::Interval)
        | (Value::Uuid(_), ColumnType::Uuid)
        | (Value::Json(_), ColumnType::Json) => true,
        (Value::I64(_) | Value::U64(_), column_type) => is_number(column_type),
        (Value::Decimal(number), column_type) if standard_integers(column_type).is_some() => {
            number.to_i128().is_some()
        }
        (Value::Text(text), column_type) => says(text, column_type),
        (Value::Array(array), ColumnType::Array(element)) => {
            array.values().iter().all(|value| fits(value, element))
        }
        _ => false,
    }
}

/// Whether a text says a value of the type.
fn says(text: &str, column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::Date => text.parse::<Date>().is_ok(),
        ColumnType::Time { .. } => text.parse::<Time>().is_ok(),
        ColumnType::Timestamp { .. } => text.parse::<Timestamp>().is_ok(),
        ColumnType::TimestampTz { .. } => text.parse::<TimestampTz>().is_ok(),
        ColumnType::Interval => text.parse::<Interval>().is_ok(),
        ColumnType::Uuid => text.parse::<Uuid>().is_ok(),
        _ => false,
    }
}

/// Whether a type is one of numbers.
pub(super) const fn is_number(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::TinyInteger
            | ColumnType::SmallInteger
            | ColumnType::Integer
            | ColumnType::BigInteger
            | ColumnType::Real
            | ColumnType::Double
            | ColumnType::Decimal { .. }
    )
}
