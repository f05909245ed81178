//! Column types: their names, and which values they hold.

use backend_core::model::ColumnType;
use backend_core::sql::tokenizer::TokenKind;
use backend_core::value::{
    Array, Date, Decimal, FromValue, Interval, IntoValue, Json, Time, Timestamp, TimestampTz, Uuid,
    Value,
};

use super::Fault;
use super::reader::Reader;

/// The types that take no number.
static PLAIN: [(&str, ColumnType); 19] = [
    ("boolean", ColumnType::Boolean),
    ("tinyint", ColumnType::TinyInteger),
    ("smallint", ColumnType::SmallInteger),
    ("integer", ColumnType::Integer),
    ("bigint", ColumnType::BigInteger),
    ("real", ColumnType::Real),
    ("double", ColumnType::Double),
    (
        "decimal",
        ColumnType::Decimal {
            precision: None,
            scale: None,
        },
    ),
    ("varchar", ColumnType::VarChar { length: None }),
    ("text", ColumnType::Text),
    ("varbinary", ColumnType::VarBinary { length: None }),
    ("bytes", ColumnType::Bytes),
    ("date", ColumnType::Date),
    ("time", ColumnType::Time { precision: None }),
    ("timestamp", ColumnType::Timestamp { precision: None }),
    ("timestamptz", ColumnType::TimestampTz { precision: None }),
    ("interval", ColumnType::Interval),
    ("uuid", ColumnType::Uuid),
    ("json", ColumnType::Json),
];

/// The name of a type; `None` where the engine does not have it.
pub(crate) fn spell_type(column_type: &ColumnType) -> Option<String> {
    if let Some((name, _)) = PLAIN.iter().find(|(_, plain)| plain == column_type) {
        return Some((*name).to_owned());
    }
    match column_type {
        ColumnType::Decimal {
            precision: Some(precision),
            scale,
        } => {
            let scale = scale.unwrap_or(0);
            (scale >= 0).then(|| format!("decimal({precision}, {scale})"))
        }
        ColumnType::VarChar {
            length: Some(length),
        } => Some(format!("varchar({length})")),
        ColumnType::VarBinary {
            length: Some(length),
        } => Some(format!("varbinary({length})")),
        ColumnType::Array(element) if !matches!(**element, ColumnType::Array(_)) => {
            spell_type(element).map(|element| format!("{element}[]"))
        }
        _ => None,
    }
}

/// Reads the name of a type back, as the catalog keeps it.
pub(crate) fn read_type(name: &str) -> Result<ColumnType, Fault> {
    let mut reader = Reader::new(name);
    let column_type = column_type(&mut reader)?;
    reader.end()?;
    Ok(column_type)
}

/// Reads a type.
pub(super) fn column_type(reader: &mut Reader<'_>) -> Result<ColumnType, Fault> {
    let start = reader.position();
    let unknown = Fault::Syntax {
        message: format!("there is no such type at byte {start}"),
        position: start,
    };
    let name = reader.name()?.to_ascii_lowercase();
    let mut numbers = Vec::new();
    if reader.eat(&["("]) {
        numbers = reader.list(|reader| {
            let number = reader
                .token(TokenKind::Number)
                .and_then(|token| token.text.parse().ok());
            number.ok_or_else(|| reader.unexpected("a whole number"))
        })?;
        reader.expect(")")?;
    }
    let scalar = named(&name, &numbers).ok_or(unknown)?;
    Ok(if reader.eat(&["[", "]"]) {
        ColumnType::Array(Box::new(scalar))
    } else {
        scalar
    })
}

fn named(name: &str, numbers: &[u32]) -> Option<ColumnType> {
    match (name, numbers) {
        (name, []) => {
            let plain = PLAIN.iter().find(|(plain, _)| *plain == name);
            plain.map(|(_, column_type)| column_type.clone())
        }
        ("decimal", [precision, scale]) => Some(ColumnType::Decimal {
            precision: Some(*precision),
            scale: Some(i32::try_from(*scale).ok()?),
        }),
        ("varchar", [length]) => Some(ColumnType::VarChar {
            length: Some(*length),
        }),
        ("varbinary", [length]) => Some(ColumnType::VarBinary {
            length: Some(*length),
        }),
        _ => None,
    }
}

/// The value as a column of that type holds it: converted where nothing is lost; `None` where it does not fit. NULL always does.
pub(super) fn fit(value: Value, column_type: &ColumnType) -> Option<Value> {
    match (column_type, value) {
        (_, Value::Null) => Some(Value::Null),
        (ColumnType::Any, value) => Some(value),
        (ColumnType::Boolean, value) => convert::<bool>(&value),
        (ColumnType::TinyInteger, value) => convert::<i8>(&value),
        (ColumnType::SmallInteger, value) => convert::<i16>(&value),
        (ColumnType::Integer, value) => convert::<i32>(&value),
        (ColumnType::BigInteger, value) => convert::<i64>(&value),
        // 0.1 in 53 bits is not 0.1 in 24: by its text it is the number that was meant.
        (ColumnType::Real, Value::F64(number)) => convert::<f32>(&Value::Decimal(number.into())),
        (ColumnType::Real, value) => convert::<f32>(&value),
        (ColumnType::Double, value) => convert::<f64>(&value),
        (ColumnType::Decimal { .. }, Value::Text(_)) => None,
        (ColumnType::Decimal { precision, scale }, value) => {
            let number = Decimal::from_value(value.as_ref()).ok()?;
            let fits = has_digits(&number, *precision, scale.unwrap_or(0));
            fits.then_some(Value::Decimal(number))
        }
        (ColumnType::VarChar { length }, Value::Text(text)) => {
            is_within(text.chars().count(), *length).then_some(Value::Text(text))
        }
        (ColumnType::Text, Value::Text(text)) => Some(Value::Text(text)),
        (ColumnType::VarBinary { length }, Value::Bytes(bytes)) => {
            is_within(bytes.len(), *length).then_some(Value::Bytes(bytes))
        }
        (ColumnType::Bytes, Value::Bytes(bytes)) => Some(Value::Bytes(bytes)),
        (ColumnType::Date, value) => convert::<Date>(&value),
        (ColumnType::Time { .. }, value) => convert::<Time>(&value),
        (ColumnType::Timestamp { .. }, value) => convert::<Timestamp>(&value),
        (ColumnType::TimestampTz { .. }, value) => convert::<TimestampTz>(&value),
        (ColumnType::Interval, value) => convert::<Interval>(&value),
        (ColumnType::Uuid, value) => convert::<Uuid>(&value),
        (ColumnType::Json, value) => convert::<Json>(&value),
        (ColumnType::Array(element), Value::Array(array)) => {
            let elements = array.values().iter();
            let elements = elements
                .map(|value| fit(value.clone(), element))
                .collect::<Option<_>>()?;
            let dimensions = array.dimensions().to_vec();
            let array = Array::with_dimensions(element.standard_kind(), dimensions, elements);
            array.ok().map(|array| Value::Array(Box::new(array)))
        }
        _ => None,
    }
}

/// Whether a column of that type holds a value, as it is or converted.
pub(crate) fn holds(value: &Value, column_type: &ColumnType) -> bool {
    fit(value.clone(), column_type).is_some()
}

/// A text as a value of the kind of `other`, for the kinds that SQL writes as texts; `None` where it is none, or needs not.
pub(super) fn as_kind_of(value: &Value, other: &Value) -> Option<Value> {
    let Value::Text(_) = value else { return None };
    match other {
        Value::Date(_) => convert::<Date>(value),
        Value::Time(_) => convert::<Time>(value),
        Value::Timestamp(_) => convert::<Timestamp>(value),
        Value::TimestampTz(_) => convert::<TimestampTz>(value),
        Value::Interval(_) => convert::<Interval>(value),
        Value::Uuid(_) => convert::<Uuid>(value),
        _ => None,
    }
}

/// The refusal of a value that does not fit.
pub(super) fn no_fit(table: &str, column: &str, column_type: &ColumnType) -> Fault {
    Fault::Value {
        table: table.to_owned(),
        column: column.to_owned(),
        type_name: spell_type(column_type).unwrap_or_default(),
    }
}

/// By way of the Rust type that stands for the column's: the contract's conversions lose nothing.
fn convert<T>(value: &Value) -> Option<Value>
where
    T: for<'v> FromValue<'v> + IntoValue,
{
    T::from_value(value.as_ref())
        .ok()
        .map(|converted| converted.into_value().value)
}

fn has_digits(number: &Decimal, precision: Option<u32>, scale: i32) -> bool {
    let number = number.as_ref().trimmed();
    let limits = (precision.map(usize::try_from), usize::try_from(scale));
    let (Some(Ok(precision)), Ok(scale)) = limits else {
        return true;
    };
    let before_point = number.precision().saturating_sub(number.scale());
    !number.is_infinite() && number.scale() <= scale && before_point + scale <= precision
}

fn is_within(length: usize, limit: Option<u32>) -> bool {
    limit.is_none_or(|limit| u32::try_from(length).is_ok_and(|length| length <= limit))
}
