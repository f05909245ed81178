//! [`ColumnType`]: what a column is declared to hold.

use super::QualifiedName;
use crate::value::ColumnKind;

/// The type of a column.
///
/// These are the standard's types by their meaning; a vendor's `schema_editor/columns.rs` spells them and its
/// `introspection/columns.rs` reads the spelling. What only one vendor has is [`Native`](Self::Native).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ColumnType {
    /// True or false.
    Boolean,
    /// An integer of 8 bits with sign.
    TinyInteger,
    /// An integer of 16 bits with sign.
    SmallInteger,
    /// An integer of 32 bits with sign.
    Integer,
    /// An integer of 64 bits with sign.
    BigInteger,
    /// A floating-point number of 32 bits.
    Real,
    /// A floating-point number of 64 bits.
    Double,
    /// An exact decimal number.
    Decimal {
        /// Significant digits; `None` for as many as the database keeps.
        precision: Option<u32>,
        /// Digits after the point.
        scale: Option<i32>,
    },
    /// Text padded with blanks to a fixed number of characters.
    Char {
        /// Characters.
        length: Option<u32>,
    },
    /// Text of at most a number of characters.
    VarChar {
        /// Characters; `None` for no limit.
        length: Option<u32>,
    },
    /// Text without limit.
    Text,
    /// Bytes of a fixed number.
    Binary {
        /// Bytes.
        length: Option<u32>,
    },
    /// Bytes of at most a number.
    VarBinary {
        /// Bytes; `None` for no limit.
        length: Option<u32>,
    },
    /// Bytes without limit.
    Bytes,
    /// A day.
    Date,
    /// A time of day.
    Time {
        /// Digits of a second's fraction; `None` for the database's default.
        precision: Option<u8>,
    },
    /// A day and time of day without time zone.
    Timestamp {
        /// Digits of a second's fraction; `None` for the database's default.
        precision: Option<u8>,
    },
    /// An instant.
    TimestampTz {
        /// Digits of a second's fraction; `None` for the database's default.
        precision: Option<u8>,
    },
    /// A span of time.
    Interval,
    /// A UUID.
    Uuid,
    /// A JSON document.
    Json,
    /// An array of any number of dimensions.
    Array(Box<Self>),
    /// A type that the database's user has made: an enumeration, a domain, a composite.
    Named(QualifiedName),
    /// A type that only this vendor has, as the vendor spells it.
    Native(String),
    /// No type: values of any kind.
    Any,
}

impl ColumnType {
    /// The kind of this type's values where a database has the type as the standard means it.
    #[must_use]
    pub fn standard_kind(&self) -> ColumnKind {
        match self {
            Self::Boolean => ColumnKind::Bool,
            Self::TinyInteger => ColumnKind::I8,
            Self::SmallInteger => ColumnKind::I16,
            Self::Integer => ColumnKind::I32,
            Self::BigInteger => ColumnKind::I64,
            Self::Real => ColumnKind::F32,
            Self::Double => ColumnKind::F64,
            Self::Decimal { .. } => ColumnKind::Decimal,
            Self::Char { .. } | Self::VarChar { .. } | Self::Text => ColumnKind::Text,
            Self::Binary { .. } | Self::VarBinary { .. } | Self::Bytes => ColumnKind::Bytes,
            Self::Date => ColumnKind::Date,
            Self::Time { .. } => ColumnKind::Time,
            Self::Timestamp { .. } => ColumnKind::Timestamp,
            Self::TimestampTz { .. } => ColumnKind::TimestampTz,
            Self::Interval => ColumnKind::Interval,
            Self::Uuid => ColumnKind::Uuid,
            Self::Json => ColumnKind::Json,
            Self::Array(element) => element.standard_kind().array(),
            Self::Named(_) | Self::Native(_) => ColumnKind::Native,
            Self::Any => ColumnKind::Unknown,
        }
    }

    /// Whether this type keeps every value of another as it is: a column can be given it without anything being lost.
    ///
    /// Blanks that pad a text of fixed length, and the form of what becomes a text, do not count as values.
    ///
    /// # Example
    /// ```
    /// use backend_core::model::ColumnType;
    ///
    /// assert!(ColumnType::BigInteger.holds(&ColumnType::Integer));
    /// assert!(!ColumnType::Date.holds(&ColumnType::Timestamp { precision: None }));
    /// ```
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        if self == other || *self == Self::Any {
            return true;
        }
        match (self, other) {
            (Self::Array(element), Self::Array(of)) => element.holds(of),
            (Self::Double, Self::Real) => true,
            (Self::Double, _) => other.integer_digits().is_some_and(|digits| digits <= 10),
            (Self::Real, _) => other.integer_digits().is_some_and(|digits| digits <= 5),
            (Self::Decimal { precision, scale }, _) => {
                let room = precision.map(|precision| (precision, scale.unwrap_or(0)));
                other.fits_decimal(room)
            }
            (Self::Text | Self::VarChar { length: None }, _) => other.has_text_form(),
            (Self::VarChar { length: most }, Self::VarChar { length } | Self::Char { length })
            | (Self::Char { length: most }, Self::Char { length })
            | (
                Self::VarBinary { length: most },
                Self::VarBinary { length } | Self::Binary { length },
            ) => most.is_none() || (length.is_some() && length <= most),
            (Self::Bytes, Self::Binary { .. } | Self::VarBinary { .. })
            | (Self::VarBinary { length: None }, Self::Bytes)
            | (Self::Timestamp { .. }, Self::Date) => true,
            (Self::Time { precision: most }, Self::Time { precision })
            | (Self::Timestamp { precision: most }, Self::Timestamp { precision })
            | (Self::TimestampTz { precision: most }, Self::TimestampTz { precision }) => {
                most.is_none() || (precision.is_some() && precision <= most)
            }
            _ => match (self.integer_digits(), other.integer_digits()) {
                (Some(most), Some(digits)) => digits <= most,
                (Some(_), None) => *other == Self::Boolean,
                _ => false,
            },
        }
    }

    /// The most digits of an integer of this type; `None` where it is no type of integers.
    const fn integer_digits(&self) -> Option<u32> {
        match self {
            Self::TinyInteger => Some(3),
            Self::SmallInteger => Some(5),
            Self::Integer => Some(10),
            Self::BigInteger => Some(19),
            _ => None,
        }
    }

    /// Whether all values of this type are decimals of so many digits, of which so many follow the point.
    fn fits_decimal(&self, room: Option<(u32, i32)>) -> bool {
        let needed = match self {
            Self::Decimal { precision, scale } => {
                precision.map(|precision| (precision, scale.unwrap_or(0)))
            }
            _ => self.integer_digits().map(|digits| (digits, 0)),
        };
        let is_exact = matches!(self, Self::Decimal { .. }) || needed.is_some();
        match (room, needed) {
            (None, _) => is_exact,
            (Some(_), None) => false,
            (Some((most, most_scale)), Some((digits, scale))) => {
                let before_point = |digits: u32, scale: i32| i64::from(digits) - i64::from(scale);
                scale <= most_scale && before_point(digits, scale) <= before_point(most, most_scale)
            }
        }
    }

    /// Whether a text says all that a value of this type does.
    const fn has_text_form(&self) -> bool {
        !matches!(
            self,
            Self::Binary { .. } | Self::VarBinary { .. } | Self::Bytes | Self::Any | Self::Array(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnType;

    #[test]
    fn a_type_holds_what_it_keeps_as_it_is() {
        use ColumnType::{
            Array, BigInteger, Boolean, Bytes, Char, Date, Decimal, Double, Integer, Real,
            SmallInteger, Text, Timestamp, TimestampTz, Uuid, VarBinary, VarChar,
        };
        let decimal = |precision, scale| Decimal { precision, scale };
        let of = |length| VarChar { length };
        let at = |precision| Timestamp { precision };
        let texts = |of: ColumnType| Array(Box::new(of));
        for (to, from, expected) in [
            (BigInteger, Integer, true),
            (Integer, BigInteger, false),
            (Integer, Boolean, true),
            (Boolean, Integer, false),
            (Integer, Real, false),
            (Double, Integer, true),
            (Double, BigInteger, false),
            (Real, SmallInteger, true),
            (Real, Double, false),
            (decimal(None, None), decimal(Some(9), Some(2)), true),
            (decimal(None, None), BigInteger, true),
            (decimal(None, None), Double, false),
            (decimal(Some(9), Some(2)), decimal(None, None), false),
            (decimal(Some(10), Some(3)), decimal(Some(9), Some(2)), true),
            (decimal(Some(9), Some(3)), decimal(Some(9), Some(2)), false),
            (decimal(Some(9), Some(1)), decimal(Some(9), Some(2)), false),
            (decimal(Some(10), None), Integer, true),
            (decimal(Some(10), Some(1)), Integer, false),
            (Text, of(Some(3)), true),
            (Text, Uuid, true),
            (Text, Bytes, false),
            (of(Some(3)), Text, false),
            (of(Some(4)), of(Some(3)), true),
            (of(Some(2)), of(Some(3)), false),
            (of(Some(3)), Char { length: Some(3) }, true),
            (Char { length: Some(3) }, of(Some(3)), false),
            (Uuid, Text, false),
            (Bytes, VarBinary { length: Some(3) }, true),
            (at(None), at(Some(3)), true),
            (at(Some(3)), at(None), false),
            (at(Some(6)), at(Some(3)), true),
            (at(None), Date, true),
            (Date, at(None), false),
            (TimestampTz { precision: None }, at(None), false),
            (texts(Text), texts(of(Some(3))), true),
            (texts(of(Some(3))), texts(Text), false),
            (ColumnType::Any, Text, true),
            (Text, ColumnType::Any, false),
        ] {
            assert_eq!(to.holds(&from), expected, "{from:?} to {to:?}");
        }
    }
}
