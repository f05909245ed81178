//! Literals as the SQL standard spells them: where a vendor agrees, it needs no code of its own.

use crate::error::{Error, ErrorKind, Result};
use crate::sql::Writer;
use crate::value::{NativeContent, ValueRef};

/// Writes `value` as the SQL standard spells it: `TRUE`, `'text'`, `X'00ff'`, `1.5E0`; times, UUIDs and JSON as text.
///
/// # Errors
/// [`Data`](ErrorKind::Data) for NaN, infinities, U+0000, arrays and native bytes: the standard has no literal for them.
pub fn standard_literal(value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
    match value {
        ValueRef::Null => out.push("NULL"),
        ValueRef::Bool(true) => out.push("TRUE"),
        ValueRef::Bool(false) => out.push("FALSE"),
        ValueRef::I64(number) => out.number(number),
        ValueRef::U64(number) => out.number(number),
        ValueRef::F32(number) if number.is_finite() => out.fragment(&format!("{number:E}")),
        ValueRef::F64(number) if number.is_finite() => out.fragment(&format!("{number:E}")),
        ValueRef::Decimal(number) if number.is_finite() => out.fragment(number.as_str()),
        ValueRef::Text(text) | ValueRef::Json(text) => return string(text, out),
        ValueRef::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            out.push("X'").fragment(&hex).push("'")
        }
        ValueRef::Date(date) => return string(&date.to_string(), out),
        ValueRef::Time(time) => return string(&time.to_string(), out),
        ValueRef::Timestamp(timestamp) => return string(&timestamp.to_string(), out),
        ValueRef::TimestampTz(timestamp) => return string(&timestamp.to_string(), out),
        ValueRef::Interval(interval) => return string(&interval.to_string(), out),
        ValueRef::Uuid(uuid) => return string(&uuid.to_string(), out),
        ValueRef::Native(native) => match &native.content {
            NativeContent::Text(text) => return string(text, out),
            NativeContent::Bytes(_) => return Err(unspeakable("bytes of a native type")),
        },
        ValueRef::F32(_) | ValueRef::F64(_) | ValueRef::Decimal(_) => {
            return Err(unspeakable("NaN and infinity"));
        }
        ValueRef::Array(_) => return Err(unspeakable("an array")),
    };
    Ok(())
}

fn string(text: &str, out: &mut Writer<'_>) -> Result<()> {
    if text.contains('\0') {
        return Err(unspeakable("the character U+0000"));
    }
    out.string(text);
    Ok(())
}

fn unspeakable(what: &str) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("{what} cannot be written as a literal; use a parameter"),
    )
}

#[cfg(test)]
mod tests {
    use super::standard_literal;
    use crate::error::ErrorKind;
    use crate::sql::{Syntax, Writer};
    use crate::value::{Value, ValueRef};

    fn literal(value: ValueRef<'_>) -> Result<String, ErrorKind> {
        let mut out = Writer::new(&Syntax::STANDARD);
        standard_literal(value, &mut out).map_err(|error| error.kind())?;
        Ok(out.as_str().to_owned())
    }

    #[test]
    fn each_value_is_spelled_or_refused() {
        assert_eq!(literal(ValueRef::Null).unwrap(), "NULL");
        assert_eq!(
            literal(ValueRef::I64(i64::MIN)).unwrap(),
            "-9223372036854775808"
        );
        assert_eq!(literal(ValueRef::F64(0.1)).unwrap(), "1E-1");
        assert_eq!(literal(ValueRef::Text("it's")).unwrap(), "'it''s'");
        assert_eq!(literal(ValueRef::Bytes(&[0, 255])).unwrap(), "X'00ff'");
        assert_eq!(literal(ValueRef::F64(f64::NAN)), Err(ErrorKind::Data));
        assert_eq!(literal(ValueRef::Text("a\0b")), Err(ErrorKind::Data));
        let decimal: Value = Value::Decimal("-1.50".parse().unwrap());
        assert_eq!(literal(decimal.as_ref()).unwrap(), "-1.50");
    }
}
