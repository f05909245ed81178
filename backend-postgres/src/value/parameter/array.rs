//! Arrays as parameters: in binary where every element is, otherwise as text.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::{Array, Value};
use tokio_postgres::types::{Kind, Type};

use super::{Encoding, encode_value, spell};

/// The type of arrays of that type.
pub(super) fn of(element: &Type) -> Option<Type> {
    Some(match *element {
        Type::BOOL => Type::BOOL_ARRAY,
        Type::INT2 => Type::INT2_ARRAY,
        Type::INT4 => Type::INT4_ARRAY,
        Type::INT8 => Type::INT8_ARRAY,
        Type::NUMERIC => Type::NUMERIC_ARRAY,
        Type::FLOAT4 => Type::FLOAT4_ARRAY,
        Type::FLOAT8 => Type::FLOAT8_ARRAY,
        Type::TEXT => Type::TEXT_ARRAY,
        Type::BYTEA => Type::BYTEA_ARRAY,
        Type::DATE => Type::DATE_ARRAY,
        Type::TIME => Type::TIME_ARRAY,
        Type::TIMESTAMP => Type::TIMESTAMP_ARRAY,
        Type::TIMESTAMPTZ => Type::TIMESTAMPTZ_ARRAY,
        Type::INTERVAL => Type::INTERVAL_ARRAY,
        Type::UUID => Type::UUID_ARRAY,
        Type::JSON => Type::JSON_ARRAY,
        _ => return None,
    })
}

/// Encodes an array for a place of that type.
pub(super) fn encode(array: &Array, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    if matches!(*type_, Type::INT2_VECTOR | Type::OID_VECTOR) {
        return Ok(vector(array, out));
    }
    let element = match type_.kind() {
        Kind::Array(element) => element,
        // The server will see what it is an array of, which only text can wait for.
        _ if *type_ == Type::UNKNOWN => type_,
        _ => return Ok(Encoding::Unfit),
    };
    if array.values().is_empty() {
        // Of any type, also of one without a binary form.
        out.extend_from_slice(b"{}");
        return Ok(Encoding::Text);
    }
    let start = out.len();
    match binary(array, element, out)? {
        Some(encoding) => Ok(encoding),
        None => {
            out.truncate(start);
            text(array, element, out)?;
            Ok(Encoding::Text)
        }
    }
}

/// Appends the text of the two types that are lists of integers and no arrays.
fn vector(array: &Array, out: &mut Vec<u8>) -> Encoding {
    let is_list = array.dimensions().len() <= 1;
    if !is_list
        || !array
            .values()
            .iter()
            .all(|value| matches!(value, Value::I64(_)))
    {
        return Encoding::Unfit;
    }
    for value in array.values() {
        if let Value::I64(number) = value {
            spell::display(format_args!("{number} "), out);
        }
    }
    Encoding::Text
}

/// Appends the binary format; `None` where an element is one that only its text can say.
fn binary(array: &Array, element: &Type, out: &mut Vec<u8>) -> Result<Option<Encoding>> {
    out.extend_from_slice(&length(array.dimensions().len())?);
    let has_nulls = array.values().contains(&Value::Null);
    out.extend_from_slice(&i32::from(has_nulls).to_be_bytes());
    out.extend_from_slice(&element.oid().to_be_bytes());
    for dimension in array.dimensions() {
        out.extend_from_slice(&length(*dimension)?);
        // Counted from 1.
        out.extend_from_slice(&1_i32.to_be_bytes());
    }
    for value in array.values() {
        let start = out.len();
        out.extend_from_slice(&(-1_i32).to_be_bytes());
        match encode_value(value.as_ref(), element, out)? {
            Encoding::Null => {}
            Encoding::Binary => {
                let written = length(out.len() - start - 4)?;
                if let Some(place) = out.get_mut(start..start + 4) {
                    place.copy_from_slice(&written);
                }
            }
            Encoding::Text => return Ok(None),
            Encoding::Unfit => return Ok(Some(Encoding::Unfit)),
        }
    }
    Ok(Some(Encoding::Binary))
}

fn length(length: usize) -> Result<[u8; 4]> {
    i32::try_from(length).map(i32::to_be_bytes).map_err(|_| {
        Error::new(
            ErrorKind::Data,
            "an array is larger than the two gigabytes of PostgreSQL",
        )
    })
}

/// Appends the text: `{{1,2},{3,4}}`.
fn text(array: &Array, element: &Type, out: &mut Vec<u8>) -> Result<()> {
    let delimiter = if *element == Type::BOX { b';' } else { b',' };
    let mut written = Vec::new();
    for (index, value) in array.values().iter().enumerate() {
        if index != 0 {
            out.push(delimiter);
        }
        braces(array, index, b'{', out);
        let mut checked = Vec::new();
        match encode_value(value.as_ref(), element, &mut checked)? {
            Encoding::Null => out.extend_from_slice(b"NULL"),
            _ => {
                written.clear();
                spell::value(value.as_ref(), &mut written)?;
                quote(&written, out);
            }
        }
        braces(array, index + 1, b'}', out);
    }
    Ok(())
}

/// Appends a brace for every dimension that begins before, or ends at, that element.
fn braces(array: &Array, index: usize, brace: u8, out: &mut Vec<u8>) {
    let mut elements = 1;
    for dimension in array.dimensions().iter().rev() {
        elements *= *dimension;
        if elements != 0 && index.is_multiple_of(elements) {
            out.push(brace);
        }
    }
}

fn quote(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out.push(b'"');
}
