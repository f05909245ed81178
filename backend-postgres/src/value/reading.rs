//! [`Reading`]: how the cells of a column are read, resolved once a statement.

use backend_core::error::Result;
use backend_core::value::{
    ColumnKind, Decimal, DecimalRef, Native, NativeContent, TimestampTz, Uuid, Value, ValueRef,
};
use tokio_postgres::types::{Kind, Type};

use super::array::{self, ArrayReading};
use super::numeric;
use super::printed::Printed;
use super::temporal::{self, Span};
use super::type_name::type_name;
use super::wire::{fixed, malformed, text};

/// How the cells of a column are read.
#[derive(Debug)]
pub(super) enum Reading {
    /// What borrows from the row.
    Direct(Direct),
    /// `numeric`, whose text is spelled out.
    Decimal,
    /// `interval`, which may be one that only the server's text can say.
    Interval,
    Array(Box<ArrayReading>),
    /// A type that only PostgreSQL has, by its name.
    Native(Printed, Box<str>),
    /// A type whose bytes nobody here can read, by its name.
    Opaque(Box<str>),
}

/// The readings of what borrows from the row, or is copied whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direct {
    Bool,
    I16,
    I32,
    I64,
    U32,
    U64,
    F32,
    F64,
    Text,
    Character,
    Bytes,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Uuid,
    Json,
    Jsonb,
}

impl Reading {
    /// The reading of that type; `None` where its binary form is not known here.
    pub(super) fn of(type_: &Type) -> Option<Self> {
        if let Some(direct) = Direct::of(type_) {
            return Some(Self::Direct(direct));
        }
        match *type_ {
            Type::NUMERIC => return Some(Self::Decimal),
            Type::INTERVAL => return Some(Self::Interval),
            _ => {}
        }
        if let Some(printed) = Printed::of(type_) {
            return Some(Self::Native(printed, type_name(type_).into()));
        }
        match type_.kind() {
            Kind::Array(element) => {
                let element = Self::of(element)?;
                Some(Self::Array(Box::new(ArrayReading::new(element))))
            }
            Kind::Domain(base) => Self::of(base),
            _ => None,
        }
    }

    /// The reading of a type that comes as the server's text.
    pub(super) fn server_text(type_: &Type) -> Self {
        Self::Native(Printed::Text, type_name(type_).into())
    }

    /// The reading of a type that comes as bytes which nobody here can read.
    pub(super) fn opaque(type_: &Type) -> Self {
        Self::Opaque(type_name(type_).into())
    }

    /// The kind of the values.
    pub(super) fn kind(&self) -> ColumnKind {
        match self {
            Self::Direct(direct) => direct.kind(),
            Self::Decimal => ColumnKind::Decimal,
            Self::Interval => ColumnKind::Interval,
            Self::Array(array) => array.kind().array(),
            Self::Native(..) | Self::Opaque(_) => ColumnKind::Native,
        }
    }

    /// Reads a value that borrows nothing: an array's element.
    pub(super) fn owned(&self, bytes: &[u8]) -> Result<Value> {
        match self {
            Self::Direct(direct) => direct.read(bytes).map(ValueRef::to_value),
            Self::Decimal => {
                let mut digits = String::new();
                decimal(bytes, &mut digits)?;
                canonical(&digits).map(|number| Value::Decimal(Decimal::from(number)))
            }
            Self::Interval => Ok(match temporal::interval(bytes)? {
                Span::Interval(interval) => Value::Interval(interval),
                Span::Text(text) => native("interval", text),
            }),
            Self::Array(array) => {
                array::read(array, bytes).map(|array| Value::Array(Box::new(array)))
            }
            Self::Native(printed, name) => {
                let mut text = String::new();
                match printed.print(bytes, &mut text) {
                    Some(()) => Ok(native(name, text)),
                    None => Err(malformed(name)),
                }
            }
            Self::Opaque(name) => Ok(Value::Native(Box::new(opaque(name, bytes)))),
        }
    }
}

fn native(name: &str, text: String) -> Value {
    Value::Native(Box::new(Native {
        type_name: name.to_owned().into(),
        content: NativeContent::Text(text.into()),
    }))
}

/// A value of a type that nobody here can read.
pub(super) fn opaque(name: &str, bytes: &[u8]) -> Native<'static> {
    Native {
        type_name: name.to_owned().into(),
        content: NativeContent::Bytes(bytes.to_owned().into()),
    }
}

/// Appends the text of a `numeric`.
pub(super) fn decimal(bytes: &[u8], out: &mut String) -> Result<()> {
    numeric::print(bytes, out).ok_or_else(|| malformed("numeric"))
}

/// The number of a text that [`decimal`] has appended.
pub(super) fn canonical(digits: &str) -> Result<DecimalRef<'_>> {
    DecimalRef::from_canonical(digits).ok_or_else(|| malformed("numeric"))
}

impl Direct {
    fn of(type_: &Type) -> Option<Self> {
        Some(match *type_ {
            Type::BOOL => Self::Bool,
            Type::INT2 => Self::I16,
            Type::INT4 => Self::I32,
            Type::INT8 => Self::I64,
            Type::OID | Type::XID | Type::CID => Self::U32,
            Type::XID8 => Self::U64,
            Type::FLOAT4 => Self::F32,
            Type::FLOAT8 => Self::F64,
            Type::TEXT
            | Type::VARCHAR
            | Type::BPCHAR
            | Type::NAME
            | Type::UNKNOWN
            | Type::CSTRING => Self::Text,
            Type::CHAR => Self::Character,
            Type::BYTEA => Self::Bytes,
            Type::DATE => Self::Date,
            Type::TIME => Self::Time,
            Type::TIMESTAMP => Self::Timestamp,
            Type::TIMESTAMPTZ => Self::TimestampTz,
            Type::UUID => Self::Uuid,
            Type::JSON => Self::Json,
            Type::JSONB => Self::Jsonb,
            // The one type of an extension that is text in everything but its comparisons.
            _ if is_citext(type_) => Self::Text,
            _ => return None,
        })
    }

    const fn kind(self) -> ColumnKind {
        match self {
            Self::Bool => ColumnKind::Bool,
            Self::I16 => ColumnKind::I16,
            Self::I32 => ColumnKind::I32,
            Self::I64 => ColumnKind::I64,
            Self::U32 => ColumnKind::U32,
            Self::U64 => ColumnKind::U64,
            Self::F32 => ColumnKind::F32,
            Self::F64 => ColumnKind::F64,
            Self::Text | Self::Character => ColumnKind::Text,
            Self::Bytes => ColumnKind::Bytes,
            Self::Date => ColumnKind::Date,
            Self::Time => ColumnKind::Time,
            Self::Timestamp => ColumnKind::Timestamp,
            Self::TimestampTz => ColumnKind::TimestampTz,
            Self::Uuid => ColumnKind::Uuid,
            Self::Json | Self::Jsonb => ColumnKind::Json,
        }
    }

    /// Reads a cell.
    #[inline]
    pub(super) fn read(self, bytes: &[u8]) -> Result<ValueRef<'_>> {
        Ok(match self {
            Self::Bool => match bytes {
                [0] => ValueRef::Bool(false),
                [_] => ValueRef::Bool(true),
                _ => return Err(malformed("boolean")),
            },
            Self::I16 => ValueRef::I64(i16::from_be_bytes(fixed(bytes, "smallint")?).into()),
            Self::I32 => ValueRef::I64(i32::from_be_bytes(fixed(bytes, "integer")?).into()),
            Self::I64 => ValueRef::I64(i64::from_be_bytes(fixed(bytes, "bigint")?)),
            Self::U32 => ValueRef::I64(u32::from_be_bytes(fixed(bytes, "oid")?).into()),
            Self::U64 => unsigned(u64::from_be_bytes(fixed(bytes, "xid8")?)),
            Self::F32 => ValueRef::F32(f32::from_be_bytes(fixed(bytes, "real")?)),
            Self::F64 => ValueRef::F64(f64::from_be_bytes(fixed(bytes, "double precision")?)),
            Self::Text => ValueRef::Text(text(bytes)?),
            Self::Character => ValueRef::Text(character(bytes)?),
            Self::Bytes => ValueRef::Bytes(bytes),
            Self::Date => ValueRef::Date(temporal::date(bytes)?),
            Self::Time => ValueRef::Time(temporal::time(bytes)?),
            Self::Timestamp => ValueRef::Timestamp(temporal::timestamp(bytes)?),
            Self::TimestampTz => {
                ValueRef::TimestampTz(TimestampTz::from_utc(temporal::timestamp(bytes)?))
            }
            Self::Uuid => ValueRef::Uuid(Uuid::from_bytes(fixed(bytes, "uuid")?)),
            Self::Json => ValueRef::Json(text(bytes)?),
            Self::Jsonb => match bytes {
                [1, json @ ..] => ValueRef::Json(text(json)?),
                _ => return Err(malformed("jsonb of a version that is known here")),
            },
        })
    }
}

fn unsigned(number: u64) -> ValueRef<'static> {
    i64::try_from(number).map_or(ValueRef::U64(number), ValueRef::I64)
}

/// Whether the type is the text that knows no case.
pub(super) fn is_citext(type_: &Type) -> bool {
    type_.name() == "citext" && *type_.kind() == Kind::Simple
}

/// A `"char"`: one byte. Zero is the empty text, and what is no character of its own its octal digits, as the server prints it.
fn character(bytes: &[u8]) -> Result<&str> {
    match bytes {
        [0] => Ok(""),
        [byte] if *byte >= 0x80 => {
            let start = usize::from(byte & 0x7F) * 4;
            text(OCTAL.get(start..start + 4).unwrap_or_default())
        }
        [_] => text(bytes),
        _ => Err(malformed("\"char\"")),
    }
}

/// `\200` to `\377`.
const OCTAL: [u8; 512] = {
    let mut table = [b'\\'; 512];
    let mut rest: &mut [u8] = &mut table;
    let mut byte = 0x80_u8;
    while let [_, a, b, c, tail @ ..] = rest {
        *a = b'0' + (byte >> 6);
        *b = b'0' + (byte >> 3 & 7);
        *c = b'0' + (byte & 7);
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    table
};

#[cfg(test)]
mod tests {
    use backend_core::value::{ColumnKind, ValueRef};
    use tokio_postgres::types::{Kind, Type};

    use super::{Direct, Reading};

    #[test]
    fn cells_that_borrow_are_read_from_their_bytes() {
        for (direct, bytes, expected) in [
            (Direct::Bool, [1].as_slice(), ValueRef::Bool(true)),
            (Direct::I16, &[0xFF, 0xFE], ValueRef::I64(-2)),
            (Direct::U32, &[0xFF; 4], ValueRef::I64(4_294_967_295)),
            (Direct::U64, &[0xFF; 8], ValueRef::U64(u64::MAX)),
            (Direct::U64, &[0, 0, 0, 0, 0, 0, 0, 7], ValueRef::I64(7)),
            (Direct::F32, &[0x3F, 0x80, 0, 0], ValueRef::F32(1.0)),
            (Direct::Text, "né".as_bytes(), ValueRef::Text("né")),
            (Direct::Character, b"r", ValueRef::Text("r")),
            (Direct::Character, &[0], ValueRef::Text("")),
            (Direct::Character, &[0x80], ValueRef::Text("\\200")),
            (Direct::Character, &[0xFF], ValueRef::Text("\\377")),
            (Direct::Jsonb, b"\x01{}", ValueRef::Json("{}")),
        ] {
            assert_eq!(direct.read(bytes).unwrap(), expected, "{direct:?}");
        }
    }

    #[test]
    fn bytes_of_another_length_are_an_error() {
        for direct in [
            Direct::Bool,
            Direct::I16,
            Direct::I32,
            Direct::I64,
            Direct::U32,
            Direct::F32,
            Direct::F64,
            Direct::Date,
            Direct::Time,
            Direct::Timestamp,
            Direct::Uuid,
            Direct::Character,
            Direct::Jsonb,
        ] {
            assert!(direct.read(&[0; 3]).is_err(), "{direct:?}");
        }
        assert!(Direct::Text.read(&[0xFF]).is_err());
    }

    fn type_of(name: &str, kind: Kind) -> Type {
        Type::new(name.to_owned(), 100_000, kind, "public".to_owned())
    }

    #[test]
    fn a_domain_is_read_as_its_base_and_an_enumeration_as_its_label() {
        let domain = type_of("positive", Kind::Domain(Type::INT4));
        assert_eq!(Reading::of(&domain).unwrap().kind(), ColumnKind::I32);
        let mood = type_of("mood", Kind::Enum(vec!["sad".to_owned()]));
        let moods = type_of("_mood", Kind::Array(mood));
        let kind = Reading::of(&moods).unwrap().kind();
        assert_eq!(kind, ColumnKind::Native.array());
    }

    #[test]
    fn what_has_no_decoder_is_left_to_the_server() {
        let pair = type_of("pair", Kind::Composite(Vec::new()));
        let pairs = type_of("_pair", Kind::Array(pair.clone()));
        let geometry = type_of("geometry", Kind::Simple);
        let domain = type_of("place", Kind::Domain(geometry.clone()));
        let types = [pair, pairs, geometry, domain];
        let own = [
            Type::TS_VECTOR,
            Type::MONEY,
            Type::INT4_RANGE,
            Type::POINT,
            Type::ACLITEM_ARRAY,
        ];
        for type_ in types.into_iter().chain(own) {
            assert!(Reading::of(&type_).is_none(), "{type_}");
            assert_eq!(Reading::server_text(&type_).kind(), ColumnKind::Native);
        }
    }
}
