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
    derive(serde::Serialize),
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
}
