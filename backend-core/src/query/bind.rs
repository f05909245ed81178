//! Parameters on their way through `sea_query`'s statements: [`bind`] puts them in, [`parameter`] takes them out.

use sea_query::Value as Ast;

use super::{codec, foreign};
use crate::error::Result;
use crate::value::{ColumnKind, IntoValue, TypedValue, Value};

/// Makes a parameter for [`sea_query`] of every value that this crate knows, without loss: decimals, dates, intervals,
/// arrays, values of vendors' own types, and NULLs with their kind.
///
/// # Example
/// ```
/// use backend_core::query::{bind, parameter};
/// use backend_core::value::{ColumnKind, Date, TypedValue, Value};
///
/// let leap: Date = "2024-02-29".parse()?;
/// assert_eq!(parameter(bind(leap))?.value, Value::Date(leap));
/// assert_eq!(parameter(bind(None::<Date>))?, TypedValue::null(ColumnKind::Date));
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub fn bind(value: impl IntoValue) -> Ast {
    let parameter = value.into_value();
    match plain(&parameter) {
        Some(ast) => ast,
        None => codec::encode(&parameter),
    }
}

/// The parameter that a value in a statement stands for: one that [`bind`] made, or one of [`sea_query`]'s own.
///
/// # Errors
/// [`Data`](crate::error::ErrorKind::Data) for what this crate has no value for: a type of another crate whose feature is
/// off here, or a number beyond its range.
pub fn parameter(value: Ast) -> Result<TypedValue> {
    Ok(match value {
        Ast::Bool(value) => value.into_value(),
        Ast::TinyInt(value) => value.into_value(),
        Ast::SmallInt(value) => value.into_value(),
        Ast::Int(value) => value.into_value(),
        Ast::BigInt(value) => value.into_value(),
        Ast::TinyUnsigned(value) => value.into_value(),
        Ast::SmallUnsigned(value) => value.into_value(),
        Ast::Unsigned(value) => value.into_value(),
        Ast::BigUnsigned(value) => value.into_value(),
        Ast::Float(value) => value.into_value(),
        Ast::Double(value) => value.into_value(),
        Ast::String(value) => value.into_value(),
        Ast::Char(value) => value.map(String::from).into_value(),
        Ast::Bytes(value) => value.into_value(),
        Ast::Enum(value) => return codec::decode(value),
        #[allow(
            unreachable_patterns,
            reason = "another crate may turn on features of sea_query"
        )]
        other => return foreign::parameter(other),
    })
}

/// The value as one of [`sea_query`]'s own, where that gives the same parameter back.
fn plain(parameter: &TypedValue) -> Option<Ast> {
    let kind = parameter.kind?;
    Some(match (&parameter.value, kind) {
        (Value::Null, kind) => return null(kind),
        (Value::Bool(value), ColumnKind::Bool) => Ast::Bool(Some(*value)),
        (Value::I64(value), ColumnKind::I8) => Ast::TinyInt(Some(i8::try_from(*value).ok()?)),
        (Value::I64(value), ColumnKind::I16) => Ast::SmallInt(Some(i16::try_from(*value).ok()?)),
        (Value::I64(value), ColumnKind::I32) => Ast::Int(Some(i32::try_from(*value).ok()?)),
        (Value::I64(value), ColumnKind::I64) => Ast::BigInt(Some(*value)),
        (Value::I64(value), ColumnKind::U8) => Ast::TinyUnsigned(Some(u8::try_from(*value).ok()?)),
        (Value::I64(value), ColumnKind::U16) => {
            Ast::SmallUnsigned(Some(u16::try_from(*value).ok()?))
        }
        (Value::I64(value), ColumnKind::U32) => Ast::Unsigned(Some(u32::try_from(*value).ok()?)),
        (Value::I64(value), ColumnKind::U64) => Ast::BigUnsigned(Some(u64::try_from(*value).ok()?)),
        (Value::U64(value), ColumnKind::U64) if i64::try_from(*value).is_err() => {
            Ast::BigUnsigned(Some(*value))
        }
        (Value::F32(value), ColumnKind::F32) => Ast::Float(Some(*value)),
        (Value::F64(value), ColumnKind::F64) => Ast::Double(Some(*value)),
        (Value::Text(value), ColumnKind::Text) => Ast::String(Some(value.clone())),
        (Value::Bytes(value), ColumnKind::Bytes) => Ast::Bytes(Some(value.clone())),
        _ => return None,
    })
}

const fn null(kind: ColumnKind) -> Option<Ast> {
    Some(match kind {
        ColumnKind::Bool => Ast::Bool(None),
        ColumnKind::I8 => Ast::TinyInt(None),
        ColumnKind::I16 => Ast::SmallInt(None),
        ColumnKind::I32 => Ast::Int(None),
        ColumnKind::I64 => Ast::BigInt(None),
        ColumnKind::U8 => Ast::TinyUnsigned(None),
        ColumnKind::U16 => Ast::SmallUnsigned(None),
        ColumnKind::U32 => Ast::Unsigned(None),
        ColumnKind::U64 => Ast::BigUnsigned(None),
        ColumnKind::F32 => Ast::Float(None),
        ColumnKind::F64 => Ast::Double(None),
        ColumnKind::Text => Ast::String(None),
        ColumnKind::Bytes => Ast::Bytes(None),
        _ => return None,
    })
}
