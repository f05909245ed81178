//! [`ColumnKind`]: which variant of a value to expect, resolved once when a statement is prepared.

/// The kind of a column's or parameter's values.
///
/// This is what a program sees of a type; the type itself, with its lengths and names, is
/// [`ColumnType`](crate::model::ColumnType).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Not known before the value is: an expression, an untyped column or an untyped NULL.
    Unknown,
    /// [`Bool`](super::ValueRef::Bool).
    Bool,
    /// [`I64`](super::ValueRef::I64) within 8 bits.
    I8,
    /// [`I64`](super::ValueRef::I64) within 16 bits.
    I16,
    /// [`I64`](super::ValueRef::I64) within 32 bits.
    I32,
    /// [`I64`](super::ValueRef::I64).
    I64,
    /// [`I64`](super::ValueRef::I64) within 8 bits without sign.
    U8,
    /// [`I64`](super::ValueRef::I64) within 16 bits without sign.
    U16,
    /// [`I64`](super::ValueRef::I64) within 32 bits without sign.
    U32,
    /// [`I64`](super::ValueRef::I64), or [`U64`](super::ValueRef::U64) above [`i64::MAX`].
    U64,
    /// [`F32`](super::ValueRef::F32).
    F32,
    /// [`F64`](super::ValueRef::F64).
    F64,
    /// [`Decimal`](super::ValueRef::Decimal).
    Decimal,
    /// [`Text`](super::ValueRef::Text).
    Text,
    /// [`Bytes`](super::ValueRef::Bytes).
    Bytes,
    /// [`Date`](super::ValueRef::Date).
    Date,
    /// [`Time`](super::ValueRef::Time).
    Time,
    /// [`Timestamp`](super::ValueRef::Timestamp).
    Timestamp,
    /// [`TimestampTz`](super::ValueRef::TimestampTz).
    TimestampTz,
    /// [`Interval`](super::ValueRef::Interval).
    Interval,
    /// [`Uuid`](super::ValueRef::Uuid).
    Uuid,
    /// [`Json`](super::ValueRef::Json).
    Json,
    /// [`Array`](super::ValueRef::Array) of elements of this kind.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "read_element"))]
    Array(&'static Self),
    /// [`Native`](super::ValueRef::Native).
    Native,
}

impl ColumnKind {
    /// The kind of arrays of this kind; an array of arrays has the kind of its elements, as its depth is in the value.
    #[must_use]
    pub const fn array(self) -> Self {
        Self::Array(match self {
            Self::Unknown => &Self::Unknown,
            Self::Bool => &Self::Bool,
            Self::I8 => &Self::I8,
            Self::I16 => &Self::I16,
            Self::I32 => &Self::I32,
            Self::I64 => &Self::I64,
            Self::U8 => &Self::U8,
            Self::U16 => &Self::U16,
            Self::U32 => &Self::U32,
            Self::U64 => &Self::U64,
            Self::F32 => &Self::F32,
            Self::F64 => &Self::F64,
            Self::Decimal => &Self::Decimal,
            Self::Text => &Self::Text,
            Self::Bytes => &Self::Bytes,
            Self::Date => &Self::Date,
            Self::Time => &Self::Time,
            Self::Timestamp => &Self::Timestamp,
            Self::TimestampTz => &Self::TimestampTz,
            Self::Interval => &Self::Interval,
            Self::Uuid => &Self::Uuid,
            Self::Json => &Self::Json,
            Self::Array(element) => element,
            Self::Native => &Self::Native,
        })
    }
}

#[cfg(feature = "serde")]
fn read_element<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<&'static ColumnKind, D::Error> {
    match <ColumnKind as serde::Deserialize>::deserialize(deserializer)?.array() {
        ColumnKind::Array(element) => Ok(element),
        _ => Err(serde::de::Error::custom("an array has elements")),
    }
}
