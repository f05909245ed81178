//! Cells: what a stored value is read as, given the column's kind.
//!
//! SQLite keeps whatever is stored, whatever the column declares. A cell that does not spell the declared kind is handed
//! over as what it is stored as: never an error, never another value.

use std::fmt::Write as _;
use std::str::FromStr;

use backend_core::value::{ColumnKind, DecimalRef, Uuid, ValueRef};
use rusqlite::types::ValueRef as Stored;

/// How the cells of a column are read: resolved once a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    AsStored,
    Boolean,
    Single,
    Decimal,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Json,
}

impl Reading {
    /// The reading of a column of that kind.
    pub(crate) fn of(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Bool => Self::Boolean,
            ColumnKind::F32 => Self::Single,
            ColumnKind::Decimal => Self::Decimal,
            ColumnKind::Date => Self::Date,
            ColumnKind::Time => Self::Time,
            ColumnKind::Timestamp => Self::Timestamp,
            ColumnKind::TimestampTz => Self::TimestampTz,
            ColumnKind::Interval => Self::Interval,
            ColumnKind::Uuid => Self::Uuid,
            ColumnKind::Json => Self::Json,
            _ => Self::AsStored,
        }
    }

    /// Adds the value of a cell. Numbers of decimal columns are the caller's, who has [`number_text`] to keep.
    ///
    /// Added here and in each arm rather than returned: a cell that is copied from the stack right after it was written
    /// there in parts costs a tenth of a row.
    #[inline(always)]
    pub(crate) fn read<'a>(self, stored: Stored<'a>, cells: &mut Vec<ValueRef<'a>>) {
        match stored {
            Stored::Null => cells.push(ValueRef::Null),
            Stored::Integer(number) => match (self, number) {
                (Self::Boolean, 0) => cells.push(ValueRef::Bool(false)),
                (Self::Boolean, 1) => cells.push(ValueRef::Bool(true)),
                _ => cells.push(ValueRef::I64(number)),
            },
            Stored::Real(number) if self == Self::Single => cells.push(single(number)),
            Stored::Real(number) => cells.push(ValueRef::F64(number)),
            Stored::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) if self == Self::AsStored => cells.push(ValueRef::Text(text)),
                Ok(text) => cells.push(self.read_text(text)),
                Err(_) => cells.push(ValueRef::Bytes(bytes)),
            },
            Stored::Blob(bytes) => match (self, bytes.try_into()) {
                (Self::Uuid, Ok(bytes)) => cells.push(ValueRef::Uuid(Uuid::from_bytes(bytes))),
                _ => cells.push(ValueRef::Bytes(bytes)),
            },
        }
    }

    fn read_text(self, text: &str) -> ValueRef<'_> {
        let read = match self {
            Self::AsStored | Self::Boolean | Self::Single => None,
            Self::Decimal => DecimalRef::from_canonical(text).map(ValueRef::Decimal),
            Self::Date => parse(text, ValueRef::Date),
            Self::Time => parse(text, ValueRef::Time),
            Self::Timestamp => parse(text, ValueRef::Timestamp),
            Self::TimestampTz => parse(text, ValueRef::TimestampTz),
            Self::Interval => parse(text, ValueRef::Interval),
            // Of all spellings only the usual one: others may be meant as text.
            Self::Uuid if text.len() == 36 => parse(text, ValueRef::Uuid),
            Self::Uuid => None,
            Self::Json => Some(ValueRef::Json(text)),
        };
        read.unwrap_or(ValueRef::Text(text))
    }
}

/// The value that a text is in a column of that kind.
pub(crate) fn text(text: &str, kind: ColumnKind) -> ValueRef<'_> {
    Reading::of(kind).read_text(text)
}

fn parse<'a, T: FromStr>(text: &str, value: fn(T) -> ValueRef<'a>) -> Option<ValueRef<'a>> {
    text.parse().ok().map(value)
}

/// A number of a single-precision column, where it is one.
#[allow(
    clippy::cast_possible_truncation,
    reason = "what would be truncated is not converted"
)]
fn single<'a>(number: f64) -> ValueRef<'a> {
    let narrow = number as f32;
    if f64::from(narrow) == number {
        ValueRef::F32(narrow)
    } else {
        ValueRef::F64(number)
    }
}

/// Appends the decimal text of a cell that is stored as a number; nothing of any other.
///
/// Shortest: the real 0.1 is the decimal `0.1`, not the 55 digits that it is closest to.
pub(crate) fn number_text(stored: Stored<'_>, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match stored {
        Stored::Integer(number) => write!(out, "{number}"),
        Stored::Real(number) if number.is_finite() => write!(out, "{number}"),
        _ => Ok(()),
    };
}

#[cfg(test)]
mod tests {
    use backend_core::value::{ColumnKind, Uuid, ValueRef};
    use rusqlite::types::ValueRef as Stored;

    use super::{Reading, number_text};

    fn cell(kind: ColumnKind, stored: Stored<'_>) -> ValueRef<'_> {
        let mut cells = Vec::new();
        Reading::of(kind).read(stored, &mut cells);
        assert_eq!(cells.len(), 1);
        cells[0]
    }

    #[test]
    fn a_cell_that_does_not_spell_its_kind_stays_as_it_is_stored() {
        let kept = [
            (ColumnKind::Bool, Stored::Integer(2), ValueRef::I64(2)),
            (
                ColumnKind::Bool,
                Stored::Text(b"true"),
                ValueRef::Text("true"),
            ),
            (ColumnKind::F32, Stored::Real(0.1), ValueRef::F64(0.1)),
            (
                ColumnKind::Decimal,
                Stored::Text(b"01.5"),
                ValueRef::Text("01.5"),
            ),
            (
                ColumnKind::Date,
                Stored::Text(b"2024-02-30"),
                ValueRef::Text("2024-02-30"),
            ),
            (
                ColumnKind::Date,
                Stored::Integer(20240229),
                ValueRef::I64(20_240_229),
            ),
            (
                ColumnKind::Uuid,
                Stored::Blob(b"short"),
                ValueRef::Bytes(b"short"),
            ),
            (
                ColumnKind::Text,
                Stored::Text(b"\xff"),
                ValueRef::Bytes(b"\xff"),
            ),
            (ColumnKind::Text, Stored::Integer(1), ValueRef::I64(1)),
            (
                ColumnKind::Json,
                Stored::Blob(b"{}"),
                ValueRef::Bytes(b"{}"),
            ),
            (ColumnKind::I64, Stored::Text(b"1"), ValueRef::Text("1")),
        ];
        for (kind, stored, expected) in kept {
            assert_eq!(cell(kind, stored), expected, "{kind:?} {stored:?}");
        }
    }

    #[test]
    fn a_cell_that_spells_its_kind_is_of_its_kind() {
        let uuid = Uuid::from_bytes([0xab; 16]);
        let text = uuid.to_string();
        let read = [
            (ColumnKind::Bool, Stored::Integer(0), ValueRef::Bool(false)),
            (ColumnKind::F32, Stored::Real(0.5), ValueRef::F32(0.5)),
            (
                ColumnKind::Uuid,
                Stored::Blob(&[0xab; 16]),
                ValueRef::Uuid(uuid),
            ),
            (
                ColumnKind::Uuid,
                Stored::Text(text.as_bytes()),
                ValueRef::Uuid(uuid),
            ),
            (ColumnKind::Json, Stored::Text(b"{}"), ValueRef::Json("{}")),
        ];
        for (kind, stored, expected) in read {
            assert_eq!(cell(kind, stored), expected, "{kind:?} {stored:?}");
        }
    }

    #[test]
    fn numbers_have_their_shortest_text() {
        let mut text = String::new();
        for (stored, expected) in [
            (Stored::Integer(i64::MIN), "-9223372036854775808"),
            (Stored::Real(0.1), "0.1"),
            (Stored::Real(1e21), "1000000000000000000000"),
            (Stored::Real(f64::INFINITY), ""),
            (Stored::Text(b"1"), ""),
        ] {
            text.clear();
            number_text(stored, &mut text);
            assert_eq!(text, expected);
        }
    }
}
