//! [`TypeFamily`]: types that functions treat alike.

use crate::model::ColumnType;

/// Types that functions treat alike, however large or precise: what a [cast](super::cast()) tells apart.
///
/// # Example
/// ```
/// use backend_core::function::TypeFamily;
/// use backend_core::model::ColumnType;
///
/// assert_eq!(TypeFamily::of(&ColumnType::SmallInteger), TypeFamily::Integer);
/// assert_eq!(TypeFamily::of(&ColumnType::Native("citext".into())), TypeFamily::Other);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TypeFamily {
    /// True and false.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Binary fractions.
    Float,
    /// Decimal fractions.
    Decimal,
    /// Characters, of limited length or not.
    Text,
    /// Bytes, of limited length or not.
    Bytes,
    /// Days.
    Date,
    /// Times of a day.
    Time,
    /// Days with a time, of no zone.
    Timestamp,
    /// Instants.
    Instant,
    /// Spans of time.
    Interval,
    /// UUIDs.
    Uuid,
    /// JSON documents.
    Json,
    /// What the server alone knows.
    Other,
}

impl TypeFamily {
    /// The family of a type.
    #[must_use]
    pub const fn of(column_type: &ColumnType) -> Self {
        match column_type {
            ColumnType::Boolean => Self::Boolean,
            ColumnType::TinyInteger
            | ColumnType::SmallInteger
            | ColumnType::Integer
            | ColumnType::BigInteger => Self::Integer,
            ColumnType::Real | ColumnType::Double => Self::Float,
            ColumnType::Decimal { .. } => Self::Decimal,
            ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => Self::Text,
            ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => {
                Self::Bytes
            }
            ColumnType::Date => Self::Date,
            ColumnType::Time { .. } => Self::Time,
            ColumnType::Timestamp { .. } => Self::Timestamp,
            ColumnType::TimestampTz { .. } => Self::Instant,
            ColumnType::Interval => Self::Interval,
            ColumnType::Uuid => Self::Uuid,
            ColumnType::Json => Self::Json,
            _ => Self::Other,
        }
    }

    /// Whether it is of numbers.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Float | Self::Decimal)
    }
}
