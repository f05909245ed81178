//! The values that `sea_query` has no variant for, as text inside its enum variant.
//!
//! The type's name says the form and the kind, behind a prefix that no type of a database has; the text is the value's own
//! wherever it has one, so that `sea_query`'s `to_string` shows what is meant.

use std::fmt::Write as _;
use std::str::FromStr;

use sea_query::{Enum, OptionEnum, Value as Ast};

use crate::error::{Error, ErrorKind, Result};
use crate::value::{Array, ColumnKind, Native, NativeContent, TypedValue, Value};

/// What the names of types begin with that [`encode`] makes up.
const PREFIX: &str = "backend_core::";
/// The kind of a parameter that leaves it to the server.
const NO_KIND: &str = "none";
const ARRAY: &str = "[]";

/// The kinds but arrays, by name.
const KINDS: [(&str, ColumnKind); 23] = [
    ("unknown", ColumnKind::Unknown),
    ("bool", ColumnKind::Bool),
    ("i8", ColumnKind::I8),
    ("i16", ColumnKind::I16),
    ("i32", ColumnKind::I32),
    ("i64", ColumnKind::I64),
    ("u8", ColumnKind::U8),
    ("u16", ColumnKind::U16),
    ("u32", ColumnKind::U32),
    ("u64", ColumnKind::U64),
    ("f32", ColumnKind::F32),
    ("f64", ColumnKind::F64),
    ("decimal", ColumnKind::Decimal),
    ("text", ColumnKind::Text),
    ("bytes", ColumnKind::Bytes),
    ("date", ColumnKind::Date),
    ("time", ColumnKind::Time),
    ("timestamp", ColumnKind::Timestamp),
    ("timestamp_tz", ColumnKind::TimestampTz),
    ("interval", ColumnKind::Interval),
    ("uuid", ColumnKind::Uuid),
    ("json", ColumnKind::Json),
    ("native", ColumnKind::Native),
];

/// Makes a value of `sea_query` that [`decode`] reads.
pub(super) fn encode(parameter: &TypedValue) -> Ast {
    let (form, text) = value_text(&parameter.value);
    let mut type_name = format!("{PREFIX}{form}/");
    match parameter.kind {
        Some(kind) => push_kind(kind, &mut type_name),
        None => type_name.push_str(NO_KIND),
    }
    Ast::Enum(match parameter.value {
        Value::Null => OptionEnum::None(type_name.into()),
        _ => OptionEnum::Some(Box::new(Enum {
            type_name: type_name.into(),
            value: text.into(),
        })),
    })
}

/// Reads what [`encode`] made; an enum that it did not make is a value of the database's own type.
pub(super) fn decode(value: OptionEnum) -> Result<TypedValue> {
    let (name, text) = match value {
        OptionEnum::Some(value) => (value.type_name, Some(value.value)),
        OptionEnum::None(name) => (name, None),
    };
    let Some(described) = name.strip_prefix(PREFIX) else {
        return Ok(match text {
            None => TypedValue::null(ColumnKind::Native),
            Some(text) => Value::Native(Box::new(Native {
                type_name: name.to_string().into(),
                content: NativeContent::Text(text),
            }))
            .into(),
        });
    };
    let parsed = described.split_once('/').and_then(|(form, kind)| {
        let kind = if kind == NO_KIND {
            None
        } else {
            Some(parse_kind(kind)?)
        };
        let value = match &text {
            None if form == "null" => Value::Null,
            None => return None,
            Some(text) => parse_value(form, text)?,
        };
        Some(TypedValue { value, kind })
    });
    parsed.ok_or_else(|| {
        Error::new(
            ErrorKind::Data,
            format!("the type name `{PREFIX}…` is reserved for parameters that `bind` made"),
        )
    })
}

/// The form of a value and its text.
fn value_text(value: &Value) -> (&'static str, String) {
    match value {
        Value::Null => ("null", String::new()),
        Value::Bool(value) => ("bool", value.to_string()),
        Value::I64(value) => ("i64", value.to_string()),
        Value::U64(value) => ("u64", value.to_string()),
        // By their bits: NaNs are many.
        Value::F32(value) => ("f32", format!("{:x}", value.to_bits())),
        Value::F64(value) => ("f64", format!("{:x}", value.to_bits())),
        Value::Decimal(value) => ("decimal", value.as_str().to_owned()),
        Value::Text(value) => ("text", value.clone()),
        Value::Bytes(value) => ("bytes", hex(value)),
        Value::Date(value) => ("date", value.to_string()),
        Value::Time(value) => ("time", value.to_string()),
        Value::Timestamp(value) => ("timestamp", value.to_string()),
        Value::TimestampTz(value) => ("timestamp_tz", value.to_string()),
        Value::Interval(value) => ("interval", value.to_string()),
        Value::Uuid(value) => ("uuid", value.to_string()),
        Value::Json(value) => ("json", value.clone()),
        Value::Array(value) => ("array", array_text(value)),
        Value::Native(value) => native_text(value),
    }
}

fn parse_value(form: &str, text: &str) -> Option<Value> {
    Some(match form {
        "null" => Value::Null,
        "bool" => Value::Bool(parse(text)?),
        "i64" => Value::I64(parse(text)?),
        "u64" => Value::U64(parse(text)?),
        "f32" => Value::F32(f32::from_bits(u32::from_str_radix(text, 16).ok()?)),
        "f64" => Value::F64(f64::from_bits(u64::from_str_radix(text, 16).ok()?)),
        "decimal" => Value::Decimal(parse(text)?),
        "text" => Value::Text(text.to_owned()),
        "bytes" => Value::Bytes(unhex(text)?),
        "date" => Value::Date(parse(text)?),
        "time" => Value::Time(parse(text)?),
        "timestamp" => Value::Timestamp(parse(text)?),
        "timestamp_tz" => Value::TimestampTz(parse(text)?),
        "interval" => Value::Interval(parse(text)?),
        "uuid" => Value::Uuid(parse(text)?),
        "json" => Value::Json(text.to_owned()),
        "array" => Value::Array(Box::new(parse_array(text)?)),
        "native_text" | "native_bytes" => Value::Native(Box::new(parse_native(form, text)?)),
        _ => return None,
    })
}

fn parse<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn push_kind(kind: ColumnKind, out: &mut String) {
    let (element, suffix) = match kind {
        ColumnKind::Array(element) => (*element, ARRAY),
        other => (other, ""),
    };
    let name = KINDS
        .iter()
        .find(|(_, kind)| *kind == element)
        .map(|(name, _)| *name);
    out.push_str(name.unwrap_or("unknown"));
    out.push_str(suffix);
}

fn parse_kind(text: &str) -> Option<ColumnKind> {
    if let Some(element) = text.strip_suffix(ARRAY) {
        return parse_kind(element).map(ColumnKind::array);
    }
    KINDS
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, kind)| *kind)
}

/// The kind of the elements, the dimensions, and each element with its form and length: `i64;2,1;i64:1:7null:0:`.
fn array_text(array: &Array) -> String {
    let mut out = String::new();
    push_kind(array.element(), &mut out);
    out.push(';');
    let dimensions: Vec<String> = array.dimensions().iter().map(ToString::to_string).collect();
    out.push_str(&dimensions.join(","));
    out.push(';');
    for value in array.values() {
        let (form, text) = value_text(value);
        // Writing to a String cannot fail.
        let _ = write!(out, "{form}:{}:{text}", text.len());
    }
    out
}

fn parse_array(text: &str) -> Option<Array> {
    let (element, rest) = text.split_once(';')?;
    let (dimensions, mut rest) = rest.split_once(';')?;
    let dimensions: Option<Vec<usize>> = dimensions
        .split(',')
        .filter(|length| !length.is_empty())
        .map(parse)
        .collect();
    let mut values = Vec::new();
    while !rest.is_empty() {
        let (form, sized) = rest.split_once(':')?;
        let (value, after) = take_sized(sized)?;
        values.push(parse_value(form, value)?);
        rest = after;
    }
    Array::with_dimensions(parse_kind(element)?, dimensions?, values).ok()
}

/// The type's name with its length, then the content.
fn native_text(native: &Native<'_>) -> (&'static str, String) {
    let name = &native.type_name;
    let sized = format!("{}:{name}", name.len());
    match &native.content {
        NativeContent::Text(text) => ("native_text", sized + text),
        NativeContent::Bytes(bytes) => ("native_bytes", sized + &hex(bytes)),
    }
}

fn parse_native(form: &str, text: &str) -> Option<Native<'static>> {
    let (name, content) = take_sized(text)?;
    let content = if form == "native_text" {
        NativeContent::Text(content.to_owned().into())
    } else {
        NativeContent::Bytes(unhex(content)?.into())
    };
    Some(Native {
        type_name: name.to_owned().into(),
        content,
    })
}

/// Splits `3:abcdef` into `abc` and `def`.
fn take_sized(text: &str) -> Option<(&str, &str)> {
    let (length, rest) = text.split_once(':')?;
    rest.split_at_checked(parse(length)?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut digits = text.chars().map(|digit| digit.to_digit(16));
    while let Some(high) = digits.next() {
        let byte = (high? << 4) | digits.next()??;
        bytes.push(u8::try_from(byte).ok()?);
    }
    Some(bytes)
}
