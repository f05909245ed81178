//! Literals: each stores exactly what the same value stores as a parameter.
//!
//! A text takes the type of its place, as a parameter does; so do JSON, values of a native type, and arrays of these. Every
//! other value says its type, since `'1.5'` in an expression would be a text.

use std::fmt::Write as _;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::operations::standard_literal;
use backend_core::sql::Writer;
use backend_core::value::{Array, ColumnKind, Date, NativeContent, Timestamp, Value, ValueRef};

/// Writes a value.
pub(super) fn write(value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
    match value {
        ValueRef::Null | ValueRef::Bool(_) | ValueRef::U64(_) => {
            return standard_literal(value, out);
        }
        // The minus is an operator: what follows would be too great by one.
        ValueRef::I64(number) if number > i64::MIN => {
            out.number(number);
            return Ok(());
        }
        // Without a point it would be an integer, which divides otherwise.
        ValueRef::Decimal(number) if number.as_str().contains('.') => {
            out.fragment(number.as_str());
            return Ok(());
        }
        _ => {}
    }
    out.string(&text(value)?);
    let (element, suffix) = match value.kind() {
        ColumnKind::Array(element) => (*element, "[]"),
        kind => (kind, ""),
    };
    if let Some(type_name) = type_name(element) {
        out.push("::").push(type_name).push(suffix);
    }
    Ok(())
}

/// The value as PostgreSQL reads it from a text.
fn text(value: ValueRef<'_>) -> Result<String> {
    Ok(match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Bool(value) => value.to_string(),
        ValueRef::I64(number) => number.to_string(),
        ValueRef::U64(number) => number.to_string(),
        ValueRef::F32(number) => float(number.into(), format!("{number:?}")),
        ValueRef::F64(number) => float(number, format!("{number:?}")),
        ValueRef::Decimal(number) => number.as_str().to_owned(),
        ValueRef::Text(text) | ValueRef::Json(text) => without_nul(text)?.to_owned(),
        ValueRef::Bytes(bytes) => bytes.iter().fold(r"\x".to_owned(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }),
        ValueRef::Date(day) => day_text(day, ""),
        ValueRef::Time(time) => time.to_string(),
        ValueRef::Timestamp(timestamp) => timestamp_text(timestamp, ""),
        ValueRef::TimestampTz(instant) => timestamp_text(instant.utc(), "+00"),
        ValueRef::Interval(interval) => interval.to_string(),
        ValueRef::Uuid(uuid) => uuid.to_string(),
        ValueRef::Array(array) => array_text(array)?,
        ValueRef::Native(native) => match &native.content {
            NativeContent::Text(text) => without_nul(text)?.to_owned(),
            _ => return Err(unspeakable()),
        },
        _ => return Err(unspeakable()),
    })
}

fn float(number: f64, digits: String) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        let sign = if number < 0.0 { "-" } else { "" };
        format!("{sign}Infinity")
    } else {
        digits
    }
}

fn without_nul(text: &str) -> Result<&str> {
    if text.contains('\0') {
        return Err(Error::not_supported(Flag::supports_nul_in_text));
    }
    Ok(text)
}

/// A day and what follows it; years before the first are counted back from it.
fn day_text(day: Date, rest: &str) -> String {
    if !day.is_finite() {
        return day.to_string();
    }
    let (year, month, day) = day.to_ymd();
    if year > 0 {
        return format!("{year:04}-{month:02}-{day:02}{rest}");
    }
    let year = 1 - i64::from(year);
    format!("{year:04}-{month:02}-{day:02}{rest} BC")
}

fn timestamp_text(timestamp: Timestamp, offset: &str) -> String {
    day_text(timestamp.date(), &format!(" {}{offset}", timestamp.time()))
}

fn array_text(array: &Array) -> Result<String> {
    let mut out = String::new();
    braces(array.dimensions(), array.values(), &mut out)?;
    Ok(out)
}

fn braces(dimensions: &[usize], values: &[Value], out: &mut String) -> Result<()> {
    out.push('{');
    let inner = dimensions.get(1..).unwrap_or_default();
    let length = inner.iter().product::<usize>().max(1);
    for (n, part) in values.chunks(length).enumerate() {
        if n > 0 {
            out.push(',');
        }
        match part {
            [value] if inner.is_empty() => element(value.as_ref(), out)?,
            part => braces(inner, part, out)?,
        }
    }
    out.push('}');
    Ok(())
}

fn element(value: ValueRef<'_>, out: &mut String) -> Result<()> {
    if let ValueRef::Array(_) = value {
        return Err(unspeakable());
    }
    let text = text(value)?;
    let is_bare = matches!(
        value,
        ValueRef::Null
            | ValueRef::Bool(_)
            | ValueRef::I64(_)
            | ValueRef::U64(_)
            | ValueRef::F32(_)
            | ValueRef::F64(_)
            | ValueRef::Decimal(_)
    );
    if is_bare {
        out.push_str(&text);
        return Ok(());
    }
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    Ok(())
}

/// The type that says what a text is; `None` where its place does.
pub(super) const fn type_name(kind: ColumnKind) -> Option<&'static str> {
    Some(match kind {
        ColumnKind::Bool => "boolean",
        ColumnKind::I8 | ColumnKind::I16 | ColumnKind::U8 => "smallint",
        ColumnKind::I32 | ColumnKind::U16 => "integer",
        ColumnKind::I64 | ColumnKind::U32 => "bigint",
        ColumnKind::U64 | ColumnKind::Decimal => "numeric",
        ColumnKind::F32 => "real",
        ColumnKind::F64 => "double precision",
        ColumnKind::Bytes => "bytea",
        ColumnKind::Date => "date",
        ColumnKind::Time => "time",
        ColumnKind::Timestamp => "timestamp",
        ColumnKind::TimestampTz => "timestamptz",
        ColumnKind::Interval => "interval",
        ColumnKind::Uuid => "uuid",
        _ => return None,
    })
}

fn unspeakable() -> Error {
    Error::new(
        ErrorKind::Data,
        "bytes of a native type, and arrays in arrays, cannot be written as a literal; use a parameter",
    )
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::flag::Flag;
    use backend_core::value::{Array, ColumnKind, Native, NativeContent, Value, ValueRef};

    use super::write;
    use crate::sql::SYNTAX;

    fn literal(value: ValueRef<'_>) -> Result<String, ErrorKind> {
        let mut out = backend_core::sql::Writer::new(&SYNTAX);
        write(value, &mut out).map_err(|error| error.kind())?;
        Ok(out.as_str().to_owned())
    }

    fn native(content: NativeContent<'static>) -> Value {
        Value::Native(Box::new(Native {
            type_name: "mood".into(),
            content,
        }))
    }

    #[test]
    fn every_value_has_its_literal() {
        let floats = [
            (f64::NAN, "'NaN'::double precision"),
            (f64::NEG_INFINITY, "'-Infinity'::double precision"),
            (-0.0, "'-0.0'::double precision"),
            (f64::MAX, "'1.7976931348623157e308'::double precision"),
            (5e-324, "'5e-324'::double precision"),
        ];
        for (number, expected) in floats {
            assert_eq!(literal(ValueRef::F64(number)).unwrap(), expected);
        }
        for (value, expected) in [
            (Value::Null, "NULL"),
            (Value::Bool(true), "TRUE"),
            (Value::I64(-7), "-7"),
            (Value::I64(i64::MIN), "'-9223372036854775808'::bigint"),
            (Value::U64(u64::MAX), "18446744073709551615"),
            (Value::F32(0.1), "'0.1'::real"),
            (Value::Decimal("-1.50".parse().unwrap()), "-1.50"),
            (Value::Decimal("15".parse().unwrap()), "'15'::numeric"),
            (Value::Decimal("NaN".parse().unwrap()), "'NaN'::numeric"),
            (Value::Text("it's né".into()), "'it''s né'"),
            (Value::Text(r"it's \ ".into()), r"E'it''s \\ '"),
            (Value::Bytes(vec![0, 255]), r"E'\\x00ff'::bytea"),
            (
                Value::Time("12:30:00.5".parse().unwrap()),
                "'12:30:00.5'::time",
            ),
            (
                Value::Interval("P1DT-1S".parse().unwrap()),
                "'P1DT-1S'::interval",
            ),
            (
                Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()),
                "'67e55044-10b1-426f-9247-bb680e5fe0c8'::uuid",
            ),
            (Value::Json("[1]".into()), "'[1]'"),
            (native(NativeContent::Text("it's".into())), "'it''s'"),
        ] {
            assert_eq!(literal(value.as_ref()).unwrap(), expected);
        }
    }

    #[test]
    fn days_are_written_as_they_are_read() {
        for (day, expected) in [
            ("2024-02-29", "'2024-02-29'::date"),
            ("+12024-01-01", "'12024-01-01'::date"),
            ("0000-03-15", "'0001-03-15 BC'::date"),
            ("-0043-03-15", "'0044-03-15 BC'::date"),
            ("-infinity", "'-infinity'::date"),
        ] {
            let day = ValueRef::Date(day.parse().unwrap());
            assert_eq!(literal(day).unwrap(), expected);
        }
        let timestamp = ValueRef::Timestamp("-0043-03-15 12:00:00".parse().unwrap());
        assert_eq!(
            literal(timestamp).unwrap(),
            "'0044-03-15 12:00:00 BC'::timestamp"
        );
        let instant = ValueRef::TimestampTz("2024-02-29 12:30:00+02:00".parse().unwrap());
        assert_eq!(
            literal(instant).unwrap(),
            "'2024-02-29 10:30:00+00'::timestamptz"
        );
    }

    #[test]
    fn arrays_of_any_depth() {
        let six = (0..6).map(Value::I64).collect();
        let deep = Array::with_dimensions(ColumnKind::I64, vec![1, 2, 3], six).unwrap();
        let texts = ["NULL", r#"a"\,{}"#].map(|text| Value::Text(text.into()));
        let mut texts = texts.to_vec();
        texts.push(Value::Null);
        let bytes = vec![Value::Bytes(vec![1])];
        for (array, expected) in [
            (Array::new(ColumnKind::I32, vec![]), "'{}'::integer[]"),
            (deep, "'{{{0,1,2},{3,4,5}}}'::bigint[]"),
            (
                Array::new(ColumnKind::Text, texts),
                r#"E'{"NULL","a\\"\\\\,{}",NULL}'"#,
            ),
            (
                Array::new(ColumnKind::Bytes, bytes),
                r#"E'{"\\\\x01"}'::bytea[]"#,
            ),
        ] {
            assert_eq!(literal(ValueRef::Array(&array)).unwrap(), expected);
        }
    }

    #[test]
    fn values_without_a_literal_are_refused() {
        assert_eq!(
            literal(ValueRef::Text("a\0b")),
            Err(ErrorKind::NotSupported(Some(Flag::supports_nul_in_text)))
        );
        let bytes = native(NativeContent::Bytes(vec![1].into()));
        assert_eq!(literal(bytes.as_ref()), Err(ErrorKind::Data));
    }
}
