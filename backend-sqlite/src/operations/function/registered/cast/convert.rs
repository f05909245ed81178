//! What a value becomes in another type, as it is stored.

use backend_core::model::ColumnType;
use backend_core::value::{Date, Decimal, Interval, Time, Timestamp, TimestampTz};
use rusqlite::types::Value;

use super::super::json::Document;
use super::super::number;
use super::float;
use super::source::Source;

/// The value in that type; `None` where it has no room there.
pub(super) fn convert(source: Source<'_>, to: &ColumnType) -> Option<Value> {
    Some(match to {
        ColumnType::Boolean => Value::Integer(boolean(&source)?.into()),
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger => Value::Integer(integer(&source, to)?),
        ColumnType::Double => Value::Real(double(&source)?),
        ColumnType::Real => Value::Real(single(double(&source)?)?),
        ColumnType::Decimal { precision, scale } => {
            let digits = precision.map(|precision| (precision, scale.unwrap_or(0)));
            Value::Text(decimal(&source, digits)?.into_string())
        }
        ColumnType::Text => Value::Text(text(source)?),
        ColumnType::VarChar { length } => Value::Text(cut(text(source)?, *length)),
        ColumnType::Char { length } => {
            let width = length.map_or(Some(0), |length| length.try_into().ok())?;
            Value::Text(format!("{:<width$}", cut(text(source)?, *length)))
        }
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => {
            Value::Blob(match source {
                Source::Bytes(bytes) => bytes.to_owned(),
                Source::Text(text) => text.into_owned().into_bytes(),
                _ => return None,
            })
        }
        ColumnType::Json => Value::Text(document(source)?.to_string()),
        other => Value::Text(moment(&source, other)?),
    })
}

pub(super) const fn is_text(to: &ColumnType) -> bool {
    matches!(
        to,
        ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text
    )
}

fn boolean(source: &Source<'_>) -> Option<bool> {
    Some(match source {
        Source::Boolean(value) | Source::Json(Document::Boolean(value)) => *value,
        Source::Integer(number) => *number != 0,
        Source::Single(number) => *number != 0.0,
        Source::Double(number) => *number != 0.0,
        Source::Decimal(number) => *number != Decimal::from(0),
        _ => return None,
    })
}

fn integer(source: &Source<'_>, to: &ColumnType) -> Option<i64> {
    let number = match source {
        Source::Boolean(value) => i64::from(*value),
        Source::Integer(number) => *number,
        Source::Single(number) => of_double((*number).into())?,
        Source::Double(number) => of_double(*number)?,
        Source::Decimal(number) | Source::Json(Document::Number(number)) => {
            number::integer(number.as_ref())?
        }
        _ => return None,
    };
    let (least, most) = match to {
        // Not every server has so small integers: these are as large as the next ones.
        ColumnType::TinyInteger | ColumnType::SmallInteger => (i16::MIN.into(), i16::MAX.into()),
        ColumnType::Integer => (i32::MIN.into(), i32::MAX.into()),
        _ => (i64::MIN, i64::MAX),
    };
    (least..=most).contains(&number).then_some(number)
}

/// The nearest integer, of two the even one.
#[allow(
    clippy::cast_possible_truncation,
    reason = "what would be truncated is not converted"
)]
fn of_double(number: f64) -> Option<i64> {
    const MOST: f64 = 9_223_372_036_854_775_808.0;
    let rounded = number.round_ties_even();
    (-MOST..MOST).contains(&rounded).then_some(rounded as i64)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "the nearest double is what is asked for"
)]
fn double(source: &Source<'_>) -> Option<f64> {
    match source {
        Source::Boolean(value) => Some(f64::from(u8::from(*value))),
        Source::Integer(number) => Some(*number as f64),
        Source::Single(number) => Some((*number).into()),
        Source::Double(number) => Some(*number),
        Source::Decimal(number) | Source::Json(Document::Number(number)) => {
            number::double(number.as_ref()).filter(|number| !number.is_nan())
        }
        _ => None,
    }
}

/// The nearest real, as a double.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the nearest real is what is asked for"
)]
fn single(number: f64) -> Option<f64> {
    let found = number as f32;
    let is_lost = found.is_infinite() != number.is_infinite() || (found == 0.0) != (number == 0.0);
    (!is_lost).then_some(found.into())
}

fn decimal(source: &Source<'_>, digits: Option<(u32, i32)>) -> Option<Decimal> {
    let number = match source {
        Source::Boolean(value) => Decimal::from(i64::from(*value)),
        Source::Integer(number) => Decimal::from(*number),
        Source::Single(number) => Decimal::parse(&float::single(*number)).ok()?,
        Source::Double(number) => Decimal::parse(&float::double(*number)).ok()?,
        Source::Decimal(number) | Source::Json(Document::Number(number)) => number.clone(),
        _ => return None,
    };
    let Some((precision, scale)) = digits else {
        return Some(number);
    };
    if !number.is_finite() {
        return number.is_nan().then_some(number);
    }
    let rounded = number::rounded(number.as_ref(), scale)?;
    let whole = rounded.as_str().trim_start_matches('-');
    let whole = whole.split('.').next().unwrap_or_default();
    let count = i64::try_from(whole.trim_start_matches('0').len()).ok()?;
    (count <= i64::from(precision) - i64::from(scale)).then_some(rounded)
}

/// The text of a value, as every vendor says it; `None` of bytes that are none.
pub(super) fn text(source: Source<'_>) -> Option<String> {
    Some(match source {
        Source::Boolean(value) => value.to_string(),
        Source::Integer(number) => number.to_string(),
        Source::Single(number) => float::single(number),
        Source::Double(number) => float::double(number),
        Source::Decimal(number) => number.into_string(),
        Source::Text(text) => text.into_owned(),
        Source::Bytes(bytes) => std::str::from_utf8(bytes).ok()?.to_owned(),
        Source::Date(date) => date.to_string(),
        Source::Time(time) => time.to_string(),
        Source::Timestamp(timestamp) => timestamp.to_string(),
        Source::Instant(instant) => TimestampTz::from_utc(instant.utc()).to_string(),
        Source::Interval(interval) => interval.to_string(),
        Source::Uuid(uuid) => uuid.to_string(),
        Source::Json(document) => document.to_string(),
    })
}

/// The first characters of a text.
fn cut(mut text: String, length: Option<u32>) -> String {
    let length = length.and_then(|length| usize::try_from(length).ok());
    if let Some((end, _)) = length.and_then(|length| text.char_indices().nth(length)) {
        text.truncate(end);
    }
    text
}

fn document(source: Source<'_>) -> Option<Document<'_>> {
    Some(match source {
        Source::Json(document) => document,
        Source::Boolean(value) => Document::Boolean(value),
        other @ (Source::Single(_) | Source::Double(_)) => match decimal(&other, None) {
            Some(number) if number.is_finite() => Document::Number(number),
            _ => Document::Text(text(other)?.into()),
        },
        other => match decimal(&other, None)? {
            number if number.is_finite() => Document::Number(number),
            number => Document::Text(number.into_string().into()),
        },
    })
}

/// A day, time, instant, span or UUID, as it is stored.
fn moment(source: &Source<'_>, to: &ColumnType) -> Option<String> {
    let unit = |precision: &Option<u8>| {
        let dropped = 9_u32.saturating_sub(precision.unwrap_or(9).into());
        10_u64.pow(dropped)
    };
    Some(match to {
        ColumnType::Date => date(source)?.to_string(),
        ColumnType::Time { precision } => {
            let unit = unit(precision);
            let time = time(source)?.nanoseconds();
            Time::from_nanoseconds((time + unit / 2) / unit * unit)
                .ok()?
                .to_string()
        }
        ColumnType::Timestamp { precision } => {
            rounded(timestamp(source)?, unit(precision))?.to_string()
        }
        ColumnType::TimestampTz { precision } => {
            TimestampTz::from_utc(rounded(timestamp(source)?, unit(precision))?).to_string()
        }
        ColumnType::Interval => match source {
            Source::Interval(interval) => interval.to_string(),
            Source::Time(time) => Interval {
                nanoseconds: time.nanoseconds().try_into().ok()?,
                ..Interval::default()
            }
            .to_string(),
            _ => return None,
        },
        ColumnType::Uuid => match source {
            Source::Uuid(uuid) => uuid.to_string(),
            _ => return None,
        },
        _ => return None,
    })
}

fn date(source: &Source<'_>) -> Option<Date> {
    match source {
        Source::Date(date) => Some(*date),
        other => timestamp(other).map(Timestamp::date),
    }
}

fn time(source: &Source<'_>) -> Option<Time> {
    match source {
        Source::Time(time) => Some(*time),
        Source::Interval(interval) => {
            let day = 86_400_000_000_000;
            let nanoseconds = interval.nanoseconds.rem_euclid(day).try_into().ok()?;
            Time::from_nanoseconds(nanoseconds).ok()
        }
        other => timestamp(other).map(Timestamp::time),
    }
}

/// The timestamp; of an instant that in UTC.
fn timestamp(source: &Source<'_>) -> Option<Timestamp> {
    match source {
        Source::Date(date) => Some((*date).into()),
        Source::Timestamp(timestamp) => Some(*timestamp),
        Source::Instant(instant) => Some(instant.utc()),
        _ => None,
    }
}

fn rounded(timestamp: Timestamp, unit: u64) -> Option<Timestamp> {
    match timestamp.unix_nanos() {
        Some(nanoseconds) if unit > 1 => {
            let unit = i128::from(unit);
            let units = (nanoseconds + unit / 2).div_euclid(unit);
            Timestamp::from_unix_nanos(units * unit).ok()
        }
        _ => Some(timestamp),
    }
}
