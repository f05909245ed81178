//! Literals: each stores exactly what the same value stores as a parameter.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::operations::standard_literal;
use backend_core::sql::Writer;
use backend_core::value::{NativeContent, TimestampTz, ValueRef};

/// Writes a value: booleans as 1 and 0, decimals as text, instants in UTC.
pub(super) fn write(value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
    match value {
        ValueRef::Bool(value) => {
            out.number(i64::from(value));
        }
        ValueRef::U64(number) => {
            // The text of a greater one would be read as a float.
            let number = i64::try_from(number).map_err(|_| {
                Error::new(
                    ErrorKind::Data,
                    format!(
                        "the integer {number} is above {}, the largest of SQLite",
                        i64::MAX
                    ),
                )
            })?;
            out.number(number);
        }
        ValueRef::F32(number) => return float(number.into(), out),
        ValueRef::F64(number) => return float(number, out),
        ValueRef::Decimal(number) => {
            out.string(number.as_str());
        }
        ValueRef::TimestampTz(instant) => {
            out.string(&TimestampTz::from_utc(instant.utc()).to_string());
        }
        ValueRef::Array(_) => return Err(Error::not_supported(Flag::supports_arrays)),
        ValueRef::Native(native) => match &native.content {
            NativeContent::Bytes(bytes) => return standard_literal(ValueRef::Bytes(bytes), out),
            _ => return standard_literal(value, out),
        },
        _ => return standard_literal(value, out),
    }
    Ok(())
}

fn float(number: f64, out: &mut Writer<'_>) -> Result<()> {
    if number.is_nan() {
        return Err(Error::not_supported(Flag::supports_float_nan));
    }
    if number.is_infinite() {
        // There is no word for it, but a number beyond the range is read as it.
        out.push(if number < 0.0 { "-9e999" } else { "9e999" });
        return Ok(());
    }
    standard_literal(ValueRef::F64(number), out)
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::flag::Flag;
    use backend_core::sql::{Syntax, Writer};
    use backend_core::value::{Array, ColumnKind, Native, NativeContent, Value, ValueRef};

    use super::write;

    fn literal(value: ValueRef<'_>) -> Result<String, ErrorKind> {
        let mut out = Writer::new(&Syntax::STANDARD);
        write(value, &mut out).map_err(|error| error.kind())?;
        Ok(out.as_str().to_owned())
    }

    #[test]
    fn literals_store_what_parameters_store() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let values = [
            Value::Null,
            Value::Bool(true),
            Value::I64(i64::MIN),
            Value::U64(7),
            Value::F32(0.1),
            Value::F64(0.1),
            Value::F64(f64::MAX),
            Value::F64(f64::MIN_POSITIVE),
            Value::F64(f64::INFINITY),
            Value::F64(f64::NEG_INFINITY),
            Value::Decimal("1.50".parse().unwrap()),
            Value::Text("it's \\ né".into()),
            Value::Bytes(vec![0, 255]),
            Value::Date("2024-02-29".parse().unwrap()),
            Value::Time("12:30:00.5".parse().unwrap()),
            Value::Timestamp("2024-02-29 12:30:00".parse().unwrap()),
            Value::TimestampTz("2024-02-29 12:30:00+02:00".parse().unwrap()),
            Value::Interval("P1D".parse().unwrap()),
            Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()),
            Value::Json("[1]".into()),
            Value::Native(Box::new(Native {
                type_name: "x".into(),
                content: NativeContent::Bytes(vec![1].into()),
            })),
        ];
        for value in values {
            let sql = literal(value.as_ref()).unwrap();
            let mut text = String::new();
            let stored = crate::value::store(value.as_ref(), &mut text).unwrap();
            let stored = rusqlite::types::ToSqlOutput::Borrowed(stored);
            let same: (bool, bool) = connection
                .query_row(
                    &format!("SELECT {sql} IS ?1, typeof({sql}) = typeof(?1)"),
                    [stored],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .unwrap();
            assert_eq!(same, (true, true), "{sql}");
            connection
                .execute_batch(&format!(
                    "DROP TABLE IF EXISTS d; CREATE TABLE d (c DEFAULT {sql})"
                ))
                .unwrap();
        }
    }

    #[test]
    fn values_without_a_literal_are_refused() {
        assert_eq!(
            literal(ValueRef::F64(f64::NAN)),
            Err(ErrorKind::NotSupported(Some(Flag::supports_float_nan)))
        );
        let array = Array::new(ColumnKind::I64, vec![]);
        assert_eq!(
            literal(ValueRef::Array(&array)),
            Err(ErrorKind::NotSupported(Some(Flag::supports_arrays)))
        );
        assert_eq!(literal(ValueRef::Text("a\0b")), Err(ErrorKind::Data));
        assert_eq!(literal(ValueRef::U64(u64::MAX)), Err(ErrorKind::Data));
        assert_eq!(
            literal(ValueRef::TimestampTz(
                "2024-02-29 12:30:00+02:00".parse().unwrap()
            ))
            .unwrap(),
            "'2024-02-29 10:30:00+00:00'"
        );
    }
}
