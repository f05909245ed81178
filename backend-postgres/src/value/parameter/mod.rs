//! Parameters: what a value is sent as, given the type that the server expects.
//!
//! A value of the very type, or one that is exact in it, goes in binary. Text goes as text into any type, and so does what the
//! server itself should read: a decimal into an integer, digits into a `regclass`. What would be read as something else than it is
//! (an integer into a day, a moment into a day) never goes as text.

mod array;
mod exact;
mod spell;
#[cfg(test)]
mod tests;

use std::fmt;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::value::{ColumnKind, NativeContent, Param, ValueRef};
use bytes::BytesMut;
use tokio_postgres::types::{Format, IsNull, Kind, ToSql, Type};

use super::reading::is_citext;
use super::{numeric, temporal};

/// What a parameter was encoded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// NULL.
    Null,
    /// The type's binary format.
    Binary,
    /// Text that the server reads as the type.
    Text,
    /// Nothing: the value is not of the expected type, and may not become one unseen. The statement is to be prepared again
    /// with the value's own type ([`declared_type`] of its kind), so that the server converts it by its rules or refuses it.
    Unfit,
}

/// A parameter as it goes over the wire.
pub(crate) struct Encoded<'a> {
    pub(crate) encoding: Encoding,
    pub(crate) bytes: &'a [u8],
}

/// Says nothing of the value: the driver logs parameters.
impl fmt::Debug for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.encoding, f)
    }
}

impl ToSql for Encoded<'_> {
    fn to_sql(
        &self,
        _type: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.encoding {
            Encoding::Null => Ok(IsNull::Yes),
            Encoding::Binary | Encoding::Text => {
                out.extend_from_slice(self.bytes);
                Ok(IsNull::No)
            }
            Encoding::Unfit => Err("a parameter was not encoded".into()),
        }
    }

    fn accepts(_type: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        type_: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        self.to_sql(type_, out)
    }

    fn encode_format(&self, _type: &Type) -> Format {
        match self.encoding {
            Encoding::Text => Format::Text,
            _ => Format::Binary,
        }
    }
}

/// The type to declare for a parameter whose type the server cannot tell, or must not choose; `None` of what the server reads
/// from text.
pub(crate) fn declared_type(kind: ColumnKind) -> Option<Type> {
    Some(match kind {
        ColumnKind::Bool => Type::BOOL,
        ColumnKind::I8 | ColumnKind::U8 | ColumnKind::I16 => Type::INT2,
        ColumnKind::U16 | ColumnKind::I32 => Type::INT4,
        ColumnKind::U32 | ColumnKind::I64 => Type::INT8,
        ColumnKind::U64 | ColumnKind::Decimal => Type::NUMERIC,
        ColumnKind::F32 => Type::FLOAT4,
        ColumnKind::F64 => Type::FLOAT8,
        ColumnKind::Bytes => Type::BYTEA,
        ColumnKind::Date => Type::DATE,
        ColumnKind::Time => Type::TIME,
        ColumnKind::Timestamp => Type::TIMESTAMP,
        ColumnKind::TimestampTz => Type::TIMESTAMPTZ,
        ColumnKind::Interval => Type::INTERVAL,
        ColumnKind::Uuid => Type::UUID,
        ColumnKind::Json => Type::JSON,
        ColumnKind::Array(ColumnKind::Text) => Type::TEXT_ARRAY,
        ColumnKind::Array(element) => array::of(&declared_type(*element)?)?,
        _ => return None,
    })
}

/// Appends the encoding of a parameter for a place of that type.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for text with U+0000; [`Data`](ErrorKind::Data) for what has no place in the type
/// and would be changed to get one.
pub(crate) fn encode(param: Param<'_>, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    encode_value(param.value, type_, out)
}

fn encode_value(value: ValueRef<'_>, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    let mut type_ = type_;
    while let Kind::Domain(base) = type_.kind() {
        type_ = base;
    }
    match value {
        ValueRef::Null => Ok(Encoding::Null),
        ValueRef::Bool(value) => Ok(bool(value, type_, out)),
        ValueRef::I64(number) => exact::integer(number, type_, out),
        ValueRef::U64(number) => exact::wide(number, type_, out),
        ValueRef::F32(number) => Ok(exact::single(number, type_, out)),
        ValueRef::F64(number) => exact::double(number, type_, out),
        ValueRef::Decimal(number) => Ok(decimal(number.as_str(), type_, out)),
        ValueRef::Text(text) => self::text(text, type_, out),
        ValueRef::Json(text) => json(text, type_, out),
        ValueRef::Bytes(bytes) => self::bytes(bytes, type_, out),
        ValueRef::Uuid(uuid) => Ok(match *type_ {
            Type::UUID => binary(uuid.as_bytes(), out),
            _ => display_or_unfit(uuid, type_, out),
        }),
        ValueRef::Date(_)
        | ValueRef::Time(_)
        | ValueRef::Timestamp(_)
        | ValueRef::TimestampTz(_)
        | ValueRef::Interval(_) => moment(value, type_, out),
        ValueRef::Array(array) => array::encode(array, type_, out),
        ValueRef::Native(native) => match &native.content {
            NativeContent::Text(text) => self::text(text, type_, out),
            NativeContent::Bytes(bytes) => Ok(binary(bytes, out)),
            _ => Err(unknown()),
        },
        _ => Err(unknown()),
    }
}

fn unknown() -> Error {
    Error::new(
        ErrorKind::NotSupported(None),
        "PostgreSQL has no type for a value of this kind",
    )
}

/// Whether the type is text, in the same bytes in binary and in text. `unknown` is not: the server makes another type of it.
fn is_text(type_: &Type) -> bool {
    matches!(
        *type_,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::CSTRING
    ) || is_citext(type_)
}

fn binary(bytes: &[u8], out: &mut Vec<u8>) -> Encoding {
    out.extend_from_slice(bytes);
    Encoding::Binary
}

/// The value's own text where the place holds text.
fn display_or_unfit(value: impl fmt::Display, type_: &Type, out: &mut Vec<u8>) -> Encoding {
    if is_text(type_) {
        spell::display(value, out);
        Encoding::Binary
    } else {
        Encoding::Unfit
    }
}

fn bool(value: bool, type_: &Type, out: &mut Vec<u8>) -> Encoding {
    match *type_ {
        Type::BOOL => binary(&[value.into()], out),
        _ => display_or_unfit(value, type_, out),
    }
}

fn decimal(digits: &str, type_: &Type, out: &mut Vec<u8>) -> Encoding {
    match *type_ {
        Type::NUMERIC => {
            let start = out.len();
            if numeric::encode(digits, out).is_some() {
                return Encoding::Binary;
            }
            // More digits than there can be: the server says so.
            out.truncate(start);
            out.extend_from_slice(digits.as_bytes());
            Encoding::Text
        }
        Type::INT2 | Type::INT4 | Type::INT8 | Type::FLOAT4 | Type::FLOAT8 | Type::MONEY => {
            out.extend_from_slice(digits.as_bytes());
            Encoding::Text
        }
        _ => display_or_unfit(digits, type_, out),
    }
}

fn check_text(text: &str) -> Result<()> {
    if text.contains('\0') {
        return Err(Error::not_supported(Flag::supports_nul_in_text));
    }
    Ok(())
}

fn text(text: &str, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    check_text(text)?;
    if *type_ == Type::CHAR && text.len() > 1 && !(text.len() == 4 && text.starts_with('\\')) {
        return Err(Error::new(
            ErrorKind::Data,
            "a \"char\" holds one byte, and the text has more",
        ));
    }
    out.extend_from_slice(text.as_bytes());
    // In binary, a name that is too long is refused; in text, it would be cut.
    Ok(if is_text(type_) {
        Encoding::Binary
    } else {
        Encoding::Text
    })
}

fn json(json: &str, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    check_text(json)?;
    match *type_ {
        Type::JSONB => out.push(1),
        Type::JSON => {}
        _ if is_text(type_) => {}
        _ => return Ok(Encoding::Unfit),
    }
    Ok(binary(json.as_bytes(), out))
}

fn bytes(bytes: &[u8], type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    match *type_ {
        Type::BYTEA => Ok(binary(bytes, out)),
        // The server would convert them to a text of hexadecimal digits.
        _ if is_text(type_) => Err(no_place("bytes", type_)),
        _ => Ok(Encoding::Unfit),
    }
}

/// The error for a value that the server would change to find a place for it.
fn no_place(what: &str, type_: &Type) -> Error {
    Error::new(
        ErrorKind::Data,
        format!(
            "{what} would be changed in a place of the type {}: convert before",
            super::type_name::type_name(type_)
        ),
    )
}

/// Days, times and spans: in binary into their own types, as text where more is there and nothing less.
fn moment(value: ValueRef<'_>, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    match (value, type_) {
        (ValueRef::Date(date), &Type::DATE) => {
            Ok(binary(&temporal::days(date)?.to_be_bytes(), out))
        }
        (ValueRef::Date(date), &Type::TIMESTAMP) => Ok(binary(
            &temporal::timestamp_micros(date.into())?.to_be_bytes(),
            out,
        )),
        (ValueRef::Time(time), &Type::TIME) => {
            Ok(binary(&temporal::time_micros(time)?.to_be_bytes(), out))
        }
        (ValueRef::Timestamp(timestamp), &Type::TIMESTAMP) => Ok(binary(
            &temporal::timestamp_micros(timestamp)?.to_be_bytes(),
            out,
        )),
        (ValueRef::TimestampTz(instant), &Type::TIMESTAMPTZ) => Ok(binary(
            &temporal::timestamp_micros(instant.utc())?.to_be_bytes(),
            out,
        )),
        (ValueRef::Interval(interval), &Type::INTERVAL) => {
            let (micros, days, months) = temporal::interval_parts(interval)?;
            out.extend_from_slice(&micros.to_be_bytes());
            out.extend_from_slice(&days.to_be_bytes());
            Ok(binary(&months.to_be_bytes(), out))
        }
        // In the session's time zone, which the server knows.
        (ValueRef::Date(date), &Type::TIMESTAMPTZ) => {
            temporal::timestamp_micros(date.into())?;
            spell::value(value, out)?;
            Ok(Encoding::Text)
        }
        (ValueRef::Timestamp(timestamp), &Type::TIMESTAMPTZ) => {
            temporal::timestamp_micros(timestamp)?;
            spell::value(value, out)?;
            Ok(Encoding::Text)
        }
        (ValueRef::Time(time), &(Type::TIMETZ | Type::INTERVAL)) => {
            temporal::time_micros(time)?;
            spell::value(value, out)?;
            Ok(Encoding::Text)
        }
        // The server would drop the time, the day or the zone.
        (ValueRef::Timestamp(_), &(Type::DATE | Type::TIME | Type::TIMETZ)) => {
            Err(no_place("a timestamp", type_))
        }
        (ValueRef::TimestampTz(_), &(Type::DATE | Type::TIME | Type::TIMETZ | Type::TIMESTAMP)) => {
            Err(no_place("an instant", type_))
        }
        (ValueRef::Interval(_), &(Type::TIME | Type::TIMETZ)) => {
            Err(no_place("an interval", type_))
        }
        (ValueRef::Date(value), _) => Ok(display_or_unfit(value, type_, out)),
        (ValueRef::Time(value), _) => Ok(display_or_unfit(value, type_, out)),
        (ValueRef::Timestamp(value), _) => Ok(display_or_unfit(value, type_, out)),
        (ValueRef::TimestampTz(value), _) => Ok(display_or_unfit(value, type_, out)),
        (ValueRef::Interval(value), _) => Ok(display_or_unfit(value, type_, out)),
        _ => Ok(Encoding::Unfit),
    }
}
