//! Column types: their names, and which values they hold.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::ColumnType;
use backend_core::sql::tokenizer::TokenKind;
use backend_core::value::{
    Array, Date, Decimal, FromValue, Interval, IntoValue, Json, Time, Timestamp, TimestampTz, Uuid,
    Value,
};

use super::Fault;
use super::reader::Reader;

/// The name of a type; `None` where the engine does not have it.
pub(crate) fn spell_type(column_type: &ColumnType) -> Option<String> {
    let name = match column_type {
        ColumnType::Boolean => "boolean",
        ColumnType::TinyInteger => "tinyint",
        ColumnType::SmallInteger => "smallint",
        ColumnType::Integer => "integer",
        ColumnType::BigInteger => "bigint",
        ColumnType::Real => "real",
        ColumnType::Double => "double",
        ColumnType::Decimal { precision: None, scale: None } => "decimal",
        ColumnType::Decimal { precision: Some(precision), scale } => {
            let scale = scale.unwrap_or(0);
            return (scale >= 0).then(|| format!("decimal({precision}, {scale})"));
        }
        ColumnType::VarChar { length: None } => "varchar",
        ColumnType::VarChar { length: Some(length) } => return Some(format!("varchar({length})")),
        ColumnType::Text => "text",
        ColumnType::VarBinary { length: None } => "varbinary",
        ColumnType::VarBinary { length: Some(length) } => {
            return Some(format!("varbinary({length})"));
        }
        ColumnType::Bytes => "bytes",
        ColumnType::Date => "date",
        ColumnType::Time { precision: None } => "time",
        ColumnType::Timestamp { precision: None } => "timestamp",
        ColumnType::TimestampTz { precision: None } => "timestamptz",
        ColumnType::Interval => "interval",
        ColumnType::Uuid => "uuid",
        ColumnType::Json => "json",
        ColumnType::Array(element) if !matches!(**element, ColumnType::Array(_)) => {
            return spell_type(element).map(|element| format!("{element}[]"));
        }
        _ => return None,
    };
    Some(name.to_owned())
}

/// Reads the name of a type back, as the catalog keeps it.
pub(crate) fn read_type(name: &str) -> std::result::Result<ColumnType, Fault> {
    let mut reader = Reader::new(name);
    let column_type = column_type(&mut reader)?;
    reader.end()?;
    Ok(column_type)
}

/// Reads a type.
pub(super) fn column_type(reader: &mut Reader<'_>) -> std::result::Result<ColumnType, Fault> {
    let start = reader.position();
    let unknown = Fault::Syntax {
        message: format!("there is no such type at byte {start}"),
        position: start,
    };
    let name = reader.name()?.to_ascii_lowercase();
    let mut numbers = Vec::new();
    if reader.eat(&["("]) {
        numbers = reader.list(|reader| {
            let number = reader.token(TokenKind::Number).and_then(|token| token.text.parse().ok());
            number.ok_or_else(|| reader.unexpected("a whole number"))
        })?;
        reader.expect(")")?;
    }
    let scalar = named(&name, &numbers).ok_or(unknown)?;
    Ok(if reader.eat(&["[", "]"]) { ColumnType::Array(Box::new(scalar)) } else { scalar })
}

fn named(name: &str, numbers: &[u32]) -> Option<ColumnType> {
    Some(match (name, numbers) {
        ("boolean", []) => ColumnType::Boolean,
        ("tinyint", []) => ColumnType::TinyInteger,
        ("smallint", []) => ColumnType::SmallInteger,
        ("integer", []) => ColumnType::Integer,
        ("bigint", []) => ColumnType::BigInteger,
        ("real", []) => ColumnType::Real,
        ("double", []) => ColumnType::Double,
        ("decimal", []) => ColumnType::Decimal { precision: None, scale: None },
        ("decimal", [precision, scale]) => ColumnType::Decimal {
            precision: Some(*precision),
            scale: Some(i32::try_from(*scale).ok()?),
        },
        ("varchar", []) => ColumnType::VarChar { length: None },
        ("varchar", [length]) => ColumnType::VarChar { length: Some(*length) },
        ("text", []) => ColumnType::Text,
        ("varbinary", []) => ColumnType::VarBinary { length: None },
        ("varbinary", [length]) => ColumnType::VarBinary { length: Some(*length) },
        ("bytes", []) => ColumnType::Bytes,
        ("date", []) => ColumnType::Date,
        ("time", []) => ColumnType::Time { precision: None },
        ("timestamp", []) => ColumnType::Timestamp { precision: None },
        ("timestamptz", []) => ColumnType::TimestampTz { precision: None },
        ("interval", []) => ColumnType::Interval,
        ("uuid", []) => ColumnType::Uuid,
        ("json", []) => ColumnType::Json,
        _ => return None,
    })
}

/// The value as a column of that type holds it: converted where nothing is lost, otherwise refused. NULL is no value.
pub(super) fn fit(value: Value, column_type: &ColumnType) -> Result<Value> {
    match (column_type, value) {
        (_, Value::Null) => Ok(Value::Null),
        (ColumnType::Any, value) => Ok(value),
        (ColumnType::Boolean, value) => convert::<bool>(&value),
        (ColumnType::TinyInteger, value) => convert::<i8>(&value),
        (ColumnType::SmallInteger, value) => convert::<i16>(&value),
        (ColumnType::Integer, value) => convert::<i32>(&value),
        (ColumnType::BigInteger, value) => convert::<i64>(&value),
        // 0.1 in 53 bits is not 0.1 in 24: by its text it is the number that was meant.
        (ColumnType::Real, Value::F64(number)) => {
            convert::<f32>(&Value::Decimal(Decimal::from(number)))
        }
        (ColumnType::Real, value) => convert::<f32>(&value),
        (ColumnType::Double, value) => convert::<f64>(&value),
        (ColumnType::Decimal { .. }, Value::Text(_)) => Err(refused("a text is no number")),
        (ColumnType::Decimal { precision, scale }, value) => {
            let number = Decimal::from_value(value.as_ref())?;
            check_digits(&number, *precision, *scale)?;
            Ok(Value::Decimal(number))
        }
        (ColumnType::VarChar { length }, Value::Text(text)) => {
            check_length(text.chars().count(), *length, "characters")?;
            Ok(Value::Text(text))
        }
        (ColumnType::Text, Value::Text(text)) => Ok(Value::Text(text)),
        (ColumnType::VarBinary { length }, Value::Bytes(bytes)) => {
            check_length(bytes.len(), *length, "bytes")?;
            Ok(Value::Bytes(bytes))
        }
        (ColumnType::Bytes, Value::Bytes(bytes)) => Ok(Value::Bytes(bytes)),
        (ColumnType::Date, value) => convert::<Date>(&value),
        (ColumnType::Time { .. }, value) => convert::<Time>(&value),
        (ColumnType::Timestamp { .. }, value) => convert::<Timestamp>(&value),
        (ColumnType::TimestampTz { .. }, value) => convert::<TimestampTz>(&value),
        (ColumnType::Interval, value) => convert::<Interval>(&value),
        (ColumnType::Uuid, value) => convert::<Uuid>(&value),
        (ColumnType::Json, value) => convert::<Json>(&value),
        (ColumnType::Array(element), Value::Array(array)) => {
            let values = array.values().iter().map(|value| fit(value.clone(), element));
            let kind = element.standard_kind();
            let dimensions = array.dimensions().to_vec();
            let array = Array::with_dimensions(kind, dimensions, values.collect::<Result<_>>()?)?;
            Ok(Value::Array(Box::new(array)))
        }
        (_, value) => Err(refused(&format!("a value of kind {:?} is refused", value.as_ref().kind()))),
    }
}

/// By way of the Rust type that stands for the column's: the contract's conversions lose nothing.
fn convert<T>(value: &Value) -> Result<Value>
where
    T: for<'v> FromValue<'v> + IntoValue,
{
    T::from_value(value.as_ref()).map(|converted| converted.into_value().value)
}

fn check_digits(number: &Decimal, precision: Option<u32>, scale: Option<i32>) -> Result<()> {
    let (Some(precision), scale) = (precision, scale.unwrap_or(0)) else {
        return Ok(());
    };
    let limits = (usize::try_from(precision), usize::try_from(scale));
    let number = number.as_ref();
    let digits = number.trimmed();
    match limits {
        (Ok(precision), Ok(scale))
            if digits.is_infinite()
                || digits.scale() > scale
                || digits.precision() + scale > precision + digits.scale() =>
        {
            Err(refused(&format!("the number exceeds {precision} digits, {scale} of them behind the point")))
        }
        _ => Ok(()),
    }
}

fn check_length(length: usize, limit: Option<u32>, unit: &str) -> Result<()> {
    match limit.map(usize::try_from) {
        Some(Ok(limit)) if length > limit => {
            Err(refused(&format!("{length} {unit} exceed the limit of {limit}")))
        }
        _ => Ok(()),
    }
}

fn refused(message: &str) -> Error {
    Error::new(ErrorKind::Data, message)
}
