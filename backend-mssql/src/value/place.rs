//! [`Place`]: a column as a bulk load sees it, whose values have to be of its very type, as nobody converts them.

use std::borrow::Cow;

use tiberius::numeric::Numeric;
use tiberius::{ColumnData, time};

use super::Limits;
use crate::driver::{BorrowedDatum, Datum};
use crate::features::MAX_FRACTION_DIGITS;

/// What a column takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    form: Form,
    is_nullable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Bit,
    TinyInteger,
    SmallInteger,
    Integer,
    BigInteger,
    Real,
    Float,
    Decimal {
        precision: u8,
        scale: u8,
    },
    /// The most UTF-16 units; `None` without limit.
    Text(Option<usize>),
    /// The most bytes; `None` without limit.
    Bytes(Option<usize>),
    Uuid,
    Date,
    Time(u8),
    Timestamp(u8),
    TimestampTz(u8),
}

impl Place {
    /// The place of a column of that type, with its facts as the catalog has them: `max_length` counts bytes and is -1 without
    /// limit. `None` for types that change what they are given.
    pub(crate) fn of(
        type_name: &str,
        max_length: i16,
        precision: u8,
        scale: u8,
        is_nullable: bool,
        limits: Limits,
    ) -> Option<Self> {
        // Where the server keeps less than its types can say, its catalog and its wire differ in what a type says.
        let is_exact = limits.fraction_digits() == MAX_FRACTION_DIGITS;
        let limit = usize::try_from(max_length).ok();
        let form = match type_name {
            "bit" => Form::Bit,
            "tinyint" => Form::TinyInteger,
            "smallint" => Form::SmallInteger,
            "int" => Form::Integer,
            "bigint" => Form::BigInteger,
            "real" => Form::Real,
            "float" => Form::Float,
            "decimal" | "numeric" if limits.loads_short_decimals() => {
                Form::Decimal { precision, scale }
            }
            "nvarchar" => Form::Text(limit.map(|bytes| bytes / 2)),
            "varbinary" => Form::Bytes(limit),
            "uniqueidentifier" => Form::Uuid,
            "date" => Form::Date,
            "time" if is_exact => Form::Time(scale),
            "datetime2" if is_exact => Form::Timestamp(scale),
            "datetimeoffset" if is_exact => Form::TimestampTz(scale),
            _ => return None,
        };
        Some(Self { form, is_nullable })
    }

    /// The value as this place holds it; `None` where it does not hold just this value.
    pub(crate) fn fit(self, value: &Datum) -> Option<BorrowedDatum<'_>> {
        Some(match (self.form, value) {
            (Form::Bit, ColumnData::Bit(Some(bit))) => ColumnData::Bit(Some(*bit)),
            (Form::TinyInteger, value) => ColumnData::U8(Some(narrow(value)?)),
            (Form::SmallInteger, value) => ColumnData::I16(Some(narrow(value)?)),
            (Form::Integer, value) => ColumnData::I32(Some(narrow(value)?)),
            (Form::BigInteger, value) => ColumnData::I64(Some(narrow(value)?)),
            (Form::Real, ColumnData::F32(Some(number))) => ColumnData::F32(Some(*number)),
            (Form::Float, ColumnData::F64(Some(number))) => ColumnData::F64(Some(*number)),
            (Form::Float, ColumnData::F32(Some(number))) => ColumnData::F64(Some((*number).into())),
            (Form::Decimal { precision, scale }, ColumnData::Numeric(Some(number))) => {
                ColumnData::Numeric(Some(decimal(*number, precision, scale)?))
            }
            (Form::Text(limit), ColumnData::String(Some(text))) if is_within(text, limit) => {
                ColumnData::String(Some(Cow::Borrowed(text)))
            }
            (Form::Bytes(limit), ColumnData::Binary(Some(bytes)))
                if limit.is_none_or(|most| bytes.len() <= most) =>
            {
                ColumnData::Binary(Some(Cow::Borrowed(bytes)))
            }
            (Form::Uuid, ColumnData::Guid(Some(uuid))) => ColumnData::Guid(Some(*uuid)),
            (Form::Date, ColumnData::Date(Some(date))) => ColumnData::Date(Some(*date)),
            (Form::Time(scale), ColumnData::Time(Some(time))) => {
                ColumnData::Time(Some(rescaled(*time, scale)?))
            }
            (Form::Timestamp(scale), ColumnData::DateTime2(Some(timestamp))) => {
                ColumnData::DateTime2(Some(coarser(*timestamp, scale)?))
            }
            (Form::TimestampTz(scale), ColumnData::DateTimeOffset(Some(instant))) => {
                let utc = coarser(instant.datetime2(), scale)?;
                let instant = time::DateTimeOffset::new(utc, instant.offset());
                ColumnData::DateTimeOffset(Some(instant))
            }
            _ => return None,
        })
    }

    /// Whether it holds just this value.
    pub(crate) fn holds(self, value: &Datum) -> bool {
        match (self.form, value) {
            // What is most of what comes, without making it.
            (Form::Bit, ColumnData::Bit(Some(_)))
            | (Form::TinyInteger, ColumnData::U8(Some(_)))
            | (Form::SmallInteger, ColumnData::I16(Some(_)))
            | (Form::Integer, ColumnData::I32(Some(_)))
            | (Form::BigInteger, ColumnData::I64(Some(_)))
            | (Form::Real, ColumnData::F32(Some(_)))
            | (Form::Float, ColumnData::F64(Some(_))) => true,
            (Form::Text(limit), ColumnData::String(Some(text))) => is_within(text, limit),
            _ => self.fit(value).is_some(),
        }
    }

    /// The NULL of this place, where it takes one.
    pub(crate) fn null(self) -> Option<Datum> {
        let null = match self.form {
            Form::Bit => ColumnData::Bit(None),
            Form::TinyInteger => ColumnData::U8(None),
            Form::SmallInteger => ColumnData::I16(None),
            Form::Integer => ColumnData::I32(None),
            Form::BigInteger => ColumnData::I64(None),
            Form::Real => ColumnData::F32(None),
            Form::Float => ColumnData::F64(None),
            Form::Decimal { .. } => ColumnData::Numeric(None),
            Form::Text(_) => ColumnData::String(None),
            Form::Bytes(_) => ColumnData::Binary(None),
            Form::Uuid => ColumnData::Guid(None),
            Form::Date => ColumnData::Date(None),
            Form::Time(_) => ColumnData::Time(None),
            Form::Timestamp(_) => ColumnData::DateTime2(None),
            Form::TimestampTz(_) => ColumnData::DateTimeOffset(None),
        };
        self.is_nullable.then_some(null)
    }
}

/// An integer of another width, where it holds it.
fn narrow<N: TryFrom<i64>>(value: &Datum) -> Option<N> {
    let number = match *value {
        ColumnData::U8(number) => number?.into(),
        ColumnData::I16(number) => number?.into(),
        ColumnData::I32(number) => number?.into(),
        ColumnData::I64(number) => number?,
        _ => return None,
    };
    N::try_from(number).ok()
}

/// A number with all digits of another scale, where it has no more.
fn decimal(number: Numeric, precision: u8, scale: u8) -> Option<Numeric> {
    let factor = 10_i128.checked_pow(scale.checked_sub(number.scale())?.into())?;
    let value = number.value().checked_mul(factor)?;
    let limit = 10_u128.checked_pow(precision.into())?;
    (value.unsigned_abs() < limit).then(|| Numeric::new_with_scale(value, scale))
}

fn is_within(text: &str, limit: Option<usize>) -> bool {
    // Never more units than bytes.
    limit.is_none_or(|most| text.len() <= most || text.encode_utf16().count() <= most)
}

/// A time of day in units of another scale, where it is of whole ones.
fn rescaled(time: time::Time, scale: u8) -> Option<time::Time> {
    let unit = 10_u64.checked_pow(time.scale().checked_sub(scale)?.into())?;
    let increments = time.increments();
    increments
        .is_multiple_of(unit)
        .then(|| time::Time::new(increments / unit, scale))
}

fn coarser(timestamp: time::DateTime2, scale: u8) -> Option<time::DateTime2> {
    let time = rescaled(timestamp.time(), scale)?;
    Some(time::DateTime2::new(timestamp.date(), time))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use backend_core::wrapper::ServerInfo;
    use tiberius::numeric::Numeric;
    use tiberius::{ColumnData, time};

    use super::{Limits, Place};
    use crate::driver::Datum;
    use crate::features::{SQL_2022, features};

    fn place(type_name: &str, max_length: i16, precision: u8, scale: u8) -> Place {
        Place::of(type_name, max_length, precision, scale, true, limits()).unwrap()
    }

    fn limits() -> Limits {
        let server = ServerInfo::new("", SQL_2022);
        Limits::of(&features(&server), &server)
    }

    fn text(text: &str) -> Datum {
        ColumnData::String(Some(Cow::Owned(text.to_owned())))
    }

    fn numeric(value: i128, scale: u8) -> Datum {
        ColumnData::Numeric(Some(Numeric::new_with_scale(value, scale)))
    }

    #[test]
    fn a_value_is_of_its_columns_very_type() {
        let noon = |scale| {
            let increments = 43_200 * 10_u64.pow(u32::from(scale));
            ColumnData::Time(Some(time::Time::new(increments, scale)))
        };
        for (place, value, expected) in [
            (
                place("int", 4, 10, 0),
                ColumnData::I64(Some(7)),
                ColumnData::I32(Some(7)),
            ),
            (
                place("bigint", 8, 19, 0),
                ColumnData::I16(Some(7)),
                ColumnData::I64(Some(7)),
            ),
            (
                place("tinyint", 1, 3, 0),
                ColumnData::I16(Some(255)),
                ColumnData::U8(Some(255)),
            ),
            (
                place("float", 8, 53, 0),
                ColumnData::F32(Some(0.5)),
                ColumnData::F64(Some(0.5)),
            ),
            (place("decimal", 9, 10, 2), numeric(15, 1), numeric(150, 2)),
            (place("nvarchar", 4, 0, 0), text("ab"), text("ab")),
            (place("nvarchar", 4, 0, 0), text("né"), text("né")),
            (place("nvarchar", -1, 0, 0), text("abc"), text("abc")),
            (place("time", 3, 8, 0), noon(7), noon(0)),
        ] {
            assert_eq!(place.fit(&value), Some(expected));
            assert!(place.holds(&value));
        }
        assert_eq!(place("date", 3, 10, 0).null(), Some(ColumnData::Date(None)));
    }

    #[test]
    fn what_the_server_would_convert_or_refuse_does_not_fit() {
        let fine = ColumnData::Time(Some(time::Time::new(1, 7)));
        for (place, value) in [
            (place("int", 4, 10, 0), ColumnData::I64(Some(i64::MAX))),
            (place("int", 4, 10, 0), text("7")),
            (place("real", 4, 24, 0), ColumnData::F64(Some(0.1))),
            (place("decimal", 5, 4, 2), numeric(12_345, 2)),
            (place("decimal", 5, 4, 1), numeric(125, 2)),
            (place("decimal", 5, 4, 0), ColumnData::I32(Some(1))),
            (place("nvarchar", 4, 0, 0), text("abc")),
            (
                place("varbinary", 1, 0, 0),
                ColumnData::Binary(Some(Cow::Borrowed(b"ab"))),
            ),
            (place("time", 4, 12, 3), fine),
            (place("bit", 1, 1, 0), ColumnData::I32(Some(1))),
        ] {
            assert_eq!(place.fit(&value), None);
            assert!(!place.holds(&value));
        }
        let required = Place::of("int", 4, 10, 0, false, limits()).unwrap();
        assert_eq!(required.null(), None);
        for type_name in [
            "varchar",
            "nchar",
            "binary",
            "money",
            "datetime",
            "xml",
            "sql_variant",
        ] {
            assert_eq!(
                Place::of(type_name, 8, 0, 0, true, limits()),
                None,
                "{type_name}"
            );
        }
    }
}
