//! Values that are defaults: as one of the column's type in the other database.

use backend_core::model::ColumnType;
use backend_core::value::Value;

/// The value as one of that type; `None` where it is none.
pub(super) fn fitted(value: &Value, column_type: &ColumnType) -> Option<Value> {
    let text = || match value {
        Value::Text(text) => Some(text.clone()),
        Value::I64(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(number.to_string()),
        _ => None,
    };
    match column_type {
        ColumnType::Boolean => match value {
            Value::Bool(_) => Some(value.clone()),
            Value::I64(0) => Some(Value::Bool(false)),
            Value::I64(1) => Some(Value::Bool(true)),
            _ => None,
        },
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger => match value {
            Value::I64(_) => Some(value.clone()),
            Value::Bool(on) => Some(Value::I64((*on).into())),
            _ => text()?.parse().ok().map(Value::I64),
        },
        ColumnType::Real | ColumnType::Double => match value {
            Value::F32(_) | Value::F64(_) | Value::I64(_) | Value::Decimal(_) => {
                Some(value.clone())
            }
            _ => None,
        },
        ColumnType::Decimal { .. } => match value {
            Value::I64(_) | Value::Decimal(_) => Some(value.clone()),
            Value::F64(number) => number.to_string().parse().ok().map(Value::Decimal),
            _ => text()?.parse().ok().map(Value::Decimal),
        },
        ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => {
            text().map(Value::Text)
        }
        ColumnType::Date
        | ColumnType::Time { .. }
        | ColumnType::Timestamp { .. }
        | ColumnType::TimestampTz { .. }
        | ColumnType::Interval
        | ColumnType::Uuid => of_text_form(value, text(), column_type),
        ColumnType::Json => match value {
            Value::Json(_) => Some(value.clone()),
            Value::Text(text) => Some(Value::Json(text.clone())),
            _ => None,
        },
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => {
            matches!(value, Value::Bytes(_)).then(|| value.clone())
        }
        ColumnType::Any => Some(value.clone()),
        _ => None,
    }
}

/// A value of a type whose values are written as texts.
fn of_text_form(value: &Value, text: Option<String>, column_type: &ColumnType) -> Option<Value> {
    match column_type {
        ColumnType::Date => parsed(value, text, Value::Date, |it| matches!(it, Value::Date(_))),
        ColumnType::Time { .. } => {
            parsed(value, text, Value::Time, |it| matches!(it, Value::Time(_)))
        }
        ColumnType::Timestamp { .. } => parsed(value, text, Value::Timestamp, |it| {
            matches!(it, Value::Timestamp(_))
        }),
        ColumnType::TimestampTz { .. } => parsed(value, text, Value::TimestampTz, |it| {
            matches!(it, Value::TimestampTz(_))
        }),
        ColumnType::Interval => parsed(value, text, Value::Interval, |it| {
            matches!(it, Value::Interval(_))
        }),
        ColumnType::Uuid => parsed(value, text, Value::Uuid, |it| matches!(it, Value::Uuid(_))),
        _ => None,
    }
}

/// The value itself where it is of the kind, otherwise what its text means.
fn parsed<T: std::str::FromStr>(
    value: &Value,
    text: Option<String>,
    make: impl FnOnce(T) -> Value,
    is_kind: impl FnOnce(&Value) -> bool,
) -> Option<Value> {
    if is_kind(value) {
        return Some(value.clone());
    }
    text?.parse().ok().map(make)
}

#[cfg(test)]
mod tests {
    use backend_core::model::ColumnType;
    use backend_core::value::Value;

    use super::fitted;

    #[test]
    fn values_become_those_of_their_column_or_nothing() {
        let text = |text: &str| Value::Text(text.to_owned());
        let decimal = ColumnType::Decimal {
            precision: None,
            scale: None,
        };
        let decimal_of = |digits: &str| Value::Decimal(digits.parse().unwrap());
        for (value, column_type, expected) in [
            (Value::I64(1), ColumnType::Boolean, Some(Value::Bool(true))),
            (Value::I64(2), ColumnType::Boolean, None),
            (text("5"), ColumnType::Integer, Some(Value::I64(5))),
            (text("x"), ColumnType::Integer, None),
            (text("9.90"), decimal.clone(), Some(decimal_of("9.90"))),
            (Value::F64(1.5), decimal, Some(decimal_of("1.5"))),
            (Value::I64(5), ColumnType::Text, Some(text("5"))),
            (
                text("2024-02-29"),
                ColumnType::Date,
                Some(Value::Date("2024-02-29".parse().unwrap())),
            ),
            (text("now"), ColumnType::Date, None),
            (text("x"), ColumnType::Bytes, None),
        ] {
            assert_eq!(
                fitted(&value, &column_type),
                expected,
                "{value:?} {column_type:?}"
            );
        }
    }
}
