//! [`Source`]: what a stored value is, once its type is said; and what a text says.

use std::borrow::Cow;

use backend_core::model::ColumnType;
use backend_core::value::{Date, Decimal, Interval, Time, Timestamp, TimestampTz, Uuid};
use rusqlite::types::ValueRef;

use super::super::json::{Document, read};
use crate::value::number_text;

/// A value that is cast.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source<'a> {
    Boolean(bool),
    Integer(i64),
    Single(f32),
    Double(f64),
    Decimal(Decimal),
    Text(Cow<'a, str>),
    Bytes(&'a [u8]),
    Date(Date),
    Time(Time),
    Timestamp(Timestamp),
    Instant(TimestampTz),
    Interval(Interval),
    Uuid(Uuid),
    Json(Document<'a>),
}

impl<'a> Source<'a> {
    /// What is stored, as a value of that type; `None` where it is none.
    pub(super) fn of(value: ValueRef<'a>, from: &ColumnType) -> Option<Self> {
        if let (ColumnType::Json, Ok(Some(document))) = (from, super::super::json::document(value))
        {
            return Some(Self::Json(document));
        }
        match value {
            ValueRef::Integer(number) => Self::of_integer(number, from),
            ValueRef::Real(number) => Self::of_real(number, from),
            ValueRef::Text(bytes) => Self::of_text(std::str::from_utf8(bytes).ok()?, from),
            ValueRef::Blob(bytes) => match from {
                ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => {
                    Some(Self::Bytes(bytes))
                }
                ColumnType::Uuid => Some(Self::Uuid(Uuid::from_bytes(bytes.try_into().ok()?))),
                _ => None,
            },
            ValueRef::Null => None,
        }
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "a column of doubles can hold a number that SQLite stores as an integer"
    )]
    fn of_integer(number: i64, from: &ColumnType) -> Option<Self> {
        Some(match from {
            ColumnType::Boolean => Self::Boolean(number != 0),
            ColumnType::TinyInteger
            | ColumnType::SmallInteger
            | ColumnType::Integer
            | ColumnType::BigInteger => Self::Integer(number),
            ColumnType::Real => Self::Single(number as f32),
            ColumnType::Double => Self::Double(number as f64),
            ColumnType::Decimal { .. } => Self::Decimal(number.into()),
            _ => return None,
        })
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "a column of reals holds what fits one"
    )]
    fn of_real(number: f64, from: &ColumnType) -> Option<Self> {
        Some(match from {
            ColumnType::Real => Self::Single(number as f32),
            ColumnType::Double => Self::Double(number),
            ColumnType::Decimal { .. } => {
                let mut text = String::new();
                number_text(ValueRef::Real(number), &mut text);
                Self::Decimal(text.parse().ok()?)
            }
            _ => return None,
        })
    }

    fn of_text(text: &'a str, from: &ColumnType) -> Option<Self> {
        Some(match from {
            ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => {
                Self::Text(text.into())
            }
            ColumnType::Decimal { .. }
            | ColumnType::Date
            | ColumnType::Time { .. }
            | ColumnType::Timestamp { .. }
            | ColumnType::TimestampTz { .. }
            | ColumnType::Interval
            | ColumnType::Uuid => Self::said(text, from)?,
            _ => return None,
        })
    }

    /// The value of that type which this text says; everything but a text as it is. `None` where the text says none.
    pub(super) fn read(self, to: &ColumnType) -> Option<Self> {
        match self {
            Self::Text(text) => match to {
                ColumnType::Char { .. }
                | ColumnType::VarChar { .. }
                | ColumnType::Text
                | ColumnType::Binary { .. }
                | ColumnType::VarBinary { .. }
                | ColumnType::Bytes => Some(Self::Text(text)),
                ColumnType::Json => match text {
                    Cow::Borrowed(text) => read(text).map(Self::Json),
                    Cow::Owned(_) => None,
                },
                _ => Self::said(text.trim_ascii(), to),
            },
            other => Some(other),
        }
    }

    fn said(text: &str, to: &ColumnType) -> Option<Self> {
        Some(match to {
            ColumnType::Boolean => Self::Boolean(boolean(text)?),
            ColumnType::TinyInteger
            | ColumnType::SmallInteger
            | ColumnType::Integer
            | ColumnType::BigInteger => Self::Integer(text.parse().ok()?),
            ColumnType::Real | ColumnType::Double => double(text)?,
            ColumnType::Decimal { .. } => Self::Decimal(Decimal::parse(text).ok()?),
            ColumnType::Date => Self::Date(text.parse().ok()?),
            ColumnType::Time { .. } => Self::Time(text.parse().ok()?),
            ColumnType::Timestamp { .. } => Self::Timestamp(match text.parse::<Date>() {
                Ok(date) => date.into(),
                Err(_) => text.parse().ok()?,
            }),
            ColumnType::TimestampTz { .. } => Self::Instant(text.parse().ok()?),
            ColumnType::Interval => Self::Interval(text.parse().ok()?),
            ColumnType::Uuid => Self::Uuid(text.parse().ok()?),
            _ => return None,
        })
    }

    pub(super) fn is_json_null(&self) -> bool {
        *self == Self::Json(Document::Null)
    }
}

/// The boolean that a word says, or the beginning of one that is the beginning of no other.
fn boolean(text: &str) -> Option<bool> {
    let word = text.to_ascii_lowercase();
    let begins = |whole: &str, least: usize| word.len() >= least && whole.starts_with(&word);
    if word == "1" || begins("true", 1) || begins("yes", 1) || word == "on" {
        return Some(true);
    }
    let is_false = word == "0" || begins("false", 1) || begins("no", 1) || begins("off", 2);
    is_false.then_some(false)
}

/// A number as text, within the range of doubles and not as good as 0; infinities by their names.
fn double(text: &str) -> Option<Source<'static>> {
    let number = Decimal::parse(text).ok()?;
    super::super::number::double(number.as_ref())
        .filter(|number| !number.is_nan())
        .map(Source::Double)
}
