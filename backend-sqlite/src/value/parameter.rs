//! Parameters: what a value is stored as.

use std::fmt::{Display, Write as _};

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::value::{NativeContent, TimestampTz, ValueRef};
use rusqlite::types::ValueRef as Stored;

/// The storage form of a value. `text` holds what has to be spelled out.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for arrays and for NaN, which SQLite would turn into NULL;
/// [`Data`](ErrorKind::Data) for integers above [`i64::MAX`].
pub(crate) fn store<'a>(value: ValueRef<'a>, text: &'a mut String) -> Result<Stored<'a>> {
    Ok(match value {
        ValueRef::Null => Stored::Null,
        ValueRef::Bool(value) => Stored::Integer(value.into()),
        ValueRef::I64(value) => Stored::Integer(value),
        ValueRef::U64(value) => Stored::Integer(i64::try_from(value).map_err(|_| {
            Error::new(
                ErrorKind::Data,
                format!(
                    "the integer {value} is above {}, the largest of SQLite",
                    i64::MAX
                ),
            )
        })?),
        ValueRef::F32(value) => real(value.into())?,
        ValueRef::F64(value) => real(value)?,
        ValueRef::Decimal(value) => Stored::Text(value.as_str().as_bytes()),
        ValueRef::Text(value) | ValueRef::Json(value) => Stored::Text(value.as_bytes()),
        ValueRef::Bytes(value) => Stored::Blob(value),
        ValueRef::Date(value) => spell(text, value),
        ValueRef::Time(value) => spell(text, value),
        ValueRef::Timestamp(value) => spell(text, value),
        // In UTC, so that instants sort and compare as text.
        ValueRef::TimestampTz(value) => spell(text, TimestampTz::from_utc(value.utc())),
        ValueRef::Interval(value) => spell(text, value),
        ValueRef::Uuid(value) => spell(text, value),
        ValueRef::Array(_) => return Err(Error::not_supported(Flag::supports_arrays)),
        ValueRef::Native(native) => match &native.content {
            NativeContent::Text(value) => Stored::Text(value.as_bytes()),
            NativeContent::Bytes(value) => Stored::Blob(value),
            _ => return Err(unknown()),
        },
        _ => return Err(unknown()),
    })
}

/// SQLite takes NaN for NULL; a parameter never changes silently.
fn real<'a>(value: f64) -> Result<Stored<'a>> {
    if value.is_nan() {
        return Err(Error::not_supported(Flag::supports_float_nan));
    }
    Ok(Stored::Real(value))
}

fn spell(text: &mut String, value: impl Display) -> Stored<'_> {
    text.clear();
    // Writing to a string cannot fail.
    let _ = write!(text, "{value}");
    Stored::Text(text.as_bytes())
}

fn unknown() -> Error {
    Error::new(
        ErrorKind::NotSupported(None),
        "SQLite has no storage for a value of this kind",
    )
}
