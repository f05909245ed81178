//! Values of each type that every vendor has: those at the boundaries, others by chance, and when two are the same.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::model::{Column, ColumnType};
use backend_core::value::{
    Date, Decimal, FromValue, Interval, IntoValue, Json, Time, Timestamp, TimestampTz, TypedValue,
    Uuid, Value,
};

use super::documents::without_blanks;
use super::{binary, documents, floats, integers, intervals, temporal, text};
use crate::fixtures::Random;

/// The values at the boundaries of a column's type, of which each goes into the column of [`every_type`](super::nulls::every_type).
pub(super) fn boundaries(column_type: &ColumnType, features: &Features) -> Result<Vec<TypedValue>> {
    Ok(match column_type {
        ColumnType::Boolean => of([false, true]),
        ColumnType::SmallInteger => of([i16::MIN, -1, 0, 1, i16::MAX]),
        ColumnType::Integer => of([i32::MIN, -1, 0, 1, i32::MAX]),
        ColumnType::BigInteger => of(integers::BIG),
        ColumnType::Real => of(floats::REALS),
        ColumnType::Double => of(floats::DOUBLES),
        ColumnType::Decimal { .. } => {
            let texts = [
                "0.00",
                "0.01",
                "-0.01",
                "1.50",
                "99999999.99",
                "-99999999.99",
            ];
            let numbers = texts.iter().map(|text| Decimal::parse(text));
            of(numbers.collect::<Result<Vec<_>>>()?)
        }
        // Short enough in whatever the length is counted.
        ColumnType::VarChar { .. } => of(text::texts().into_iter().filter(|it| it.len() <= 10)),
        ColumnType::Text => of(text::texts()),
        ColumnType::Bytes => of(binary::bytes()),
        ColumnType::Date => of(temporal::dates()?),
        ColumnType::Time { .. } => of(temporal::times(features)?),
        ColumnType::Timestamp { .. } => of(temporal::timestamps(features)?),
        ColumnType::TimestampTz { .. } => of(temporal::instants(features)?),
        ColumnType::Interval => of(intervals::intervals(features)),
        ColumnType::Uuid => of(documents::uuids()),
        ColumnType::Json => of(documents::documents()),
        other => return Err(no_values(other)),
    })
}

fn of<T: IntoValue>(values: impl IntoIterator<Item = T>) -> Vec<TypedValue> {
    values.into_iter().map(IntoValue::into_value).collect()
}

fn no_values(column_type: &ColumnType) -> Error {
    let message = format!("a fault of the suite: it has no values of {column_type:?}");
    Error::new(ErrorKind::Internal, message)
}

/// A value of a column's type: sometimes NULL, often one at a boundary, otherwise any.
pub(super) fn by_chance(
    column: &Column,
    features: &Features,
    random: &mut Random,
) -> Result<TypedValue> {
    let column_type = &column.column_type;
    if random.chance(1, 5) {
        return Ok(TypedValue::null(column_type.standard_kind()));
    }
    if random.chance(1, 2) {
        let boundaries = boundaries(column_type, features)?;
        if let Some(value) = random.pick(&boundaries) {
            return Ok(value.clone());
        }
    }
    any(column_type, features, random)
}

/// Any value of a column's type.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "what is cut off was chance as well"
)]
fn any(column_type: &ColumnType, features: &Features, random: &mut Random) -> Result<TypedValue> {
    let bits = random.next();
    Ok(match column_type {
        ColumnType::Boolean => bits.is_multiple_of(2).into_value(),
        ColumnType::SmallInteger => (bits as i16).into_value(),
        ColumnType::Integer => (bits as i32).into_value(),
        ColumnType::BigInteger => (bits as i64).into_value(),
        ColumnType::Real => {
            let number = f32::from_bits(bits as u32);
            (if number.is_normal() { number } else { 0.5 }).into_value()
        }
        ColumnType::Double => {
            let number = f64::from_bits(bits);
            (if number.is_normal() { number } else { 0.5 }).into_value()
        }
        ColumnType::Decimal { .. } => {
            let cents = bits % 10_000_000_000;
            let sign = if random.chance(1, 2) { "-" } else { "" };
            Decimal::parse(&format!("{sign}{}.{:02}", cents / 100, cents % 100))?.into_value()
        }
        ColumnType::VarChar { .. } => letters(random, 2).into_value(),
        ColumnType::Text => letters(random, 40).into_value(),
        ColumnType::Bytes => {
            let count = random.below(40) + 1;
            let bytes: Vec<u8> = (0..count).map(|_| random.next() as u8).collect();
            bytes.into_value()
        }
        ColumnType::Date => date(random)?.into_value(),
        ColumnType::Time { .. } => time(random, features)?.into_value(),
        ColumnType::Timestamp { .. } => {
            Timestamp::new(date(random)?, time(random, features)?).into_value()
        }
        ColumnType::TimestampTz { .. } => {
            let local = Timestamp::new(date(random)?, time(random, features)?);
            // From -14 to +14 hours, by quarters.
            let quarters = i32::try_from(random.below(113)).unwrap_or_default() - 56;
            TimestampTz::from_local(local, quarters * 900)?.into_value()
        }
        ColumnType::Interval => {
            let part = |random: &mut Random, end| {
                i32::try_from(random.below(end)).unwrap_or_default() - 500
            };
            let interval = Interval {
                months: part(random, 1_000),
                days: part(random, 1_000),
                nanoseconds: i64::from(part(random, 1_000)) * 1_000_000_000,
            };
            interval.into_value()
        }
        ColumnType::Uuid => {
            let bits = (u128::from(bits) << 64) | u128::from(random.next());
            Uuid::from_bytes(bits.to_be_bytes()).into_value()
        }
        ColumnType::Json => {
            let document = format!("[{}, {{\"a\": {}}}]", bits % 1_000_000, random.below(9));
            Json(document).into_value()
        }
        other => return Err(no_values(other)),
    })
}

/// A text of at most so many letters, some of which mean something elsewhere.
fn letters(random: &mut Random, most: usize) -> String {
    const LETTERS: [char; 16] = [
        'a', 'Z', '0', ' ', '\'', '"', '%', '_', '\\', ';', '?', ':', '\n', 'é', '漢', '🦀',
    ];
    let count = random.below(most) + 1;
    (0..count)
        .filter_map(|_| random.pick(&LETTERS).copied())
        .collect()
}

fn date(random: &mut Random) -> Result<Date> {
    // A day after the first and before the last of all years, so that it is one in every time zone.
    let (year, month, day) = (
        2 + random.below(9_996),
        1 + random.below(12),
        1 + random.below(28),
    );
    format!("{year:04}-{month:02}-{day:02}").parse()
}

fn time(random: &mut Random, features: &Features) -> Result<Time> {
    let mut below = |end| u8::try_from(random.below(end)).unwrap_or_default();
    let (hour, minute, second) = (below(24), below(60), below(60));
    let fraction = if random.chance(1, 2) {
        temporal::fraction(features)
    } else {
        0
    };
    Time::from_hms_nano(hour, minute, second, fraction)
}

/// A cell, read as what was stored: what is no column of a table comes as the server has it.
pub(super) fn read(cell: &Value, stored: &Value) -> Result<Value> {
    fn as_type<T: for<'r> FromValue<'r> + IntoValue>(cell: &Value) -> Result<Value> {
        Ok(T::from_value(cell.as_ref())?.into_value().value)
    }
    match stored {
        Value::Bool(_) => as_type::<Option<bool>>(cell),
        Value::I64(_) => as_type::<Option<i64>>(cell),
        Value::F32(_) => as_type::<Option<f32>>(cell),
        Value::F64(_) => as_type::<Option<f64>>(cell),
        Value::Decimal(_) => as_type::<Option<Decimal>>(cell),
        Value::Text(_) => as_type::<Option<String>>(cell),
        Value::Bytes(_) => as_type::<Option<Vec<u8>>>(cell),
        Value::Date(_) => as_type::<Option<Date>>(cell),
        Value::Time(_) => as_type::<Option<Time>>(cell),
        Value::Timestamp(_) => as_type::<Option<Timestamp>>(cell),
        Value::TimestampTz(_) => as_type::<Option<TimestampTz>>(cell),
        Value::Interval(_) => as_type::<Option<Interval>>(cell),
        Value::Uuid(_) => as_type::<Option<Uuid>>(cell),
        Value::Json(_) => as_type::<Option<Json>>(cell),
        _ => Ok(cell.clone()),
    }
}

/// Whether a value is what was stored: instants in any offset, documents but for their blanks.
pub(super) fn is_same(found: &Value, stored: &Value) -> bool {
    match (found, stored) {
        (Value::TimestampTz(found), Value::TimestampTz(stored)) => found.utc() == stored.utc(),
        (Value::Json(found), Value::Json(stored)) => {
            without_blanks(found) == without_blanks(stored)
        }
        (found, stored) => found == stored,
    }
}
