//! Defaults: plain literals as values of their column's kind, everything else as the expression that it is.

use backend_core::model::{ColumnType, Default};
use backend_core::sql::tokenizer::{Token, TokenKind};
use backend_core::value::{ColumnKind, Value};

use super::expression::{bare, tokens};
use crate::value;

/// Reads a default as the server keeps it.
pub(super) fn read(text: &str, column_type: &ColumnType) -> Default {
    let bare = bare(text);
    let tokens: Vec<_> = tokens(bare).collect();
    literal(&tokens)
        .and_then(|written| typed(&written, column_type))
        .map_or_else(|| Default::Expression(bare.to_owned()), Default::Literal)
}

/// What a literal can be written as.
#[derive(Debug, Clone, PartialEq)]
enum Written {
    Null,
    Number(String),
    Text(String),
    Bytes(Vec<u8>),
    /// A literal that was made a value of a type.
    Value(Value),
}

/// The literal that tokens are, alone, with a sign, in parentheses or in a conversion.
fn literal(tokens: &[Token<'_>]) -> Option<Written> {
    match tokens {
        [open, inner @ .., close] if open.is_symbol("(") && close.is_symbol(")") => literal(inner),
        [sign, number @ ..] if sign.is_symbol("-") || sign.is_symbol("+") => {
            match literal(number)? {
                Written::Number(number) if number.starts_with('-') => None,
                Written::Number(number) if sign.is_symbol("-") => {
                    Some(Written::Number(format!("-{number}")))
                }
                Written::Number(number) => Some(Written::Number(number)),
                _ => None,
            }
        }
        [convert, open, inner @ .., close]
            if convert.is_keyword("CONVERT") && open.is_symbol("(") && close.is_symbol(")") =>
        {
            converted(inner)
        }
        [cast, open, inner @ .., close]
            if cast.is_keyword("CAST") && open.is_symbol("(") && close.is_symbol(")") =>
        {
            let at = inner.iter().rposition(|token| token.is_keyword("AS"))?;
            let (value, type_name) = inner.split_at_checked(at)?;
            match (literal(value)?, type_name.get(1..)?) {
                // SQL Server says `CONVERT`; it is PostgreSQL's word for any number.
                (Written::Text(number), [any]) if any.is_keyword("NUMERIC") => {
                    Some(Written::Number(number))
                }
                (_, type_name) => to_type(value, type_name),
            }
        }
        [zero, digits] if zero.text == "0" && digits.offset == zero.end() => {
            let digits = digits.text.strip_prefix(['x', 'X'])?;
            bytes(digits).map(Written::Bytes)
        }
        [zero] if zero.text == "0x" || zero.text == "0X" => Some(Written::Bytes(Vec::new())),
        [token] => match token.kind {
            TokenKind::Number => match token.text.strip_prefix("0x") {
                Some(digits) => bytes(digits).map(Written::Bytes),
                None => Some(Written::Number(number(token.text))),
            },
            TokenKind::String => Some(Written::Text(token.string_value()?.into_owned())),
            _ => token.is_keyword("NULL").then_some(Written::Null),
        },
        _ => None,
    }
}

/// A number without the point behind it that the server gives to those which no `int` holds.
fn number(text: &str) -> String {
    text.strip_suffix('.').unwrap_or(text).to_owned()
}

/// What stands in the parentheses of `CONVERT([type],value,style)`.
fn converted(inner: &[Token<'_>]) -> Option<Written> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (n, token) in inner.iter().enumerate() {
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
        if depth == 0 && token.is_symbol(",") {
            parts.push(inner.get(start..n)?);
            start = n + 1;
        }
    }
    parts.push(inner.get(start..)?);
    match parts.as_slice() {
        [type_name, value] => to_type(value, type_name),
        [type_name, value, style] => {
            let Written::Number(style) = literal(style)? else {
                return None;
            };
            // Styles by which a text says the same as without one; 0 is what there is without one.
            let is_plain = ["0", "20", "21", "23", "120", "121", "126", "127"];
            is_plain
                .contains(&style.as_str())
                .then(|| to_type(value, type_name))?
        }
        _ => None,
    }
}

/// A literal as the value of a type that it is converted to, where that changes nothing of it.
fn to_type(value: &[Token<'_>], type_name: &[Token<'_>]) -> Option<Written> {
    let written = literal(value)?;
    let spelling = spelling(type_name)?;
    let column_type = value::column_type(&spelling);
    if written == Written::Null {
        return Some(Written::Null);
    }
    let value = typed(&written, &column_type)?;
    fits(&value, &column_type, &spelling).then_some(Written::Value(value))
}

/// A type's name without brackets.
fn spelling(type_name: &[Token<'_>]) -> Option<String> {
    let mut spelling = String::new();
    for token in type_name {
        let name = token.identifier();
        let text = name.as_deref().unwrap_or(token.text);
        if name.is_some() && spelling.ends_with(|it: char| it.is_alphanumeric()) {
            spelling.push(' ');
        }
        spelling.push_str(text);
    }
    (!spelling.is_empty()).then_some(spelling)
}

/// Whether a type keeps a value as it is, neither cut nor padded.
fn fits(value: &Value, column_type: &ColumnType, spelling: &str) -> bool {
    let length = |most: usize| u32::try_from(most).unwrap_or(u32::MAX);
    // Without a length, a conversion is to one of 30.
    let most = |length: &Option<u32>| {
        if spelling.contains('(') {
            length.unwrap_or(u32::MAX)
        } else {
            30
        }
    };
    match (value, column_type) {
        (Value::Text(text), ColumnType::VarChar { length: limit }) => {
            length(text.encode_utf16().count()) <= most(limit)
        }
        (Value::Text(text), ColumnType::Char { length: limit }) => {
            length(text.encode_utf16().count()) == most(limit)
        }
        (Value::Text(text), ColumnType::Native(_)) => {
            // The characters of one code page: how many bytes they take is not known beyond ASCII.
            let limit = spelling
                .split_once('(')
                .and_then(|(_, rest)| rest.split_once(')'));
            let limit = limit.map_or(Some(30), |(digits, _)| digits.trim().parse().ok());
            let is_padded = spelling.starts_with("char");
            let fits =
                limit.is_none_or(|limit| text.len() == limit || text.len() < limit && !is_padded);
            text.is_ascii() && fits
        }
        (Value::Bytes(bytes), ColumnType::VarBinary { length: limit }) => {
            length(bytes.len()) <= most(limit)
        }
        (Value::Bytes(bytes), ColumnType::Binary { length: limit }) => {
            length(bytes.len()) == most(limit)
        }
        (Value::Decimal(decimal), ColumnType::Decimal { scale, .. }) => {
            let digits = decimal.to_string();
            let behind = digits.split_once('.').map_or(0, |(_, behind)| behind.len());
            i64::try_from(behind).is_ok_and(|behind| behind <= i64::from(scale.unwrap_or(0)))
        }
        _ => true,
    }
}

/// The value of the column's kind that a literal means.
fn typed(written: &Written, column_type: &ColumnType) -> Option<Value> {
    match written {
        Written::Null => Some(Value::Null),
        Written::Number(number) => numeric(number, column_type),
        Written::Text(text) => textual(text, column_type),
        Written::Bytes(bytes) => match value::kind(column_type) {
            ColumnKind::Bytes | ColumnKind::Native | ColumnKind::Unknown => {
                Some(Value::Bytes(bytes.clone()))
            }
            _ => None,
        },
        Written::Value(value) => converted_value(value, column_type),
    }
}

/// A value of one type as one of the column's.
fn converted_value(value: &Value, column_type: &ColumnType) -> Option<Value> {
    match value {
        Value::I64(number) => numeric(&number.to_string(), column_type),
        Value::Decimal(number) => numeric(&number.to_string(), column_type),
        Value::Bool(truth) => numeric(if *truth { "1" } else { "0" }, column_type),
        Value::Text(text) => textual(text, column_type),
        other => {
            let kind = value::kind(column_type);
            (other.as_ref().kind() == kind).then(|| other.clone())
        }
    }
}

/// A number without quotes.
fn numeric(number: &str, column_type: &ColumnType) -> Option<Value> {
    match value::kind(column_type) {
        // What a native type makes of it, only the server knows: the number says it.
        ColumnKind::Native | ColumnKind::Unknown => number
            .parse()
            .map(Value::I64)
            .or_else(|_| number.parse().map(Value::Decimal))
            .ok(),
        ColumnKind::Bool => match number {
            "0" => Some(Value::Bool(false)),
            "1" => Some(Value::Bool(true)),
            _ => None,
        },
        ColumnKind::F32 => number.parse().ok().map(Value::F32),
        ColumnKind::F64 => number.parse().ok().map(Value::F64),
        ColumnKind::Decimal => number.parse().ok().map(Value::Decimal),
        ColumnKind::I8
        | ColumnKind::I16
        | ColumnKind::I32
        | ColumnKind::I64
        | ColumnKind::U8
        | ColumnKind::U16
        | ColumnKind::U32
        | ColumnKind::U64 => number.parse().ok().map(Value::I64),
        // A number is no text, day or time before the server has made it one.
        _ => None,
    }
}

/// A text in quotes, as the value of the column's kind that it spells.
fn textual(text: &str, column_type: &ColumnType) -> Option<Value> {
    match value::kind(column_type) {
        ColumnKind::Bool => match text.to_ascii_lowercase().as_str() {
            "0" | "false" => Some(Value::Bool(false)),
            "1" | "true" => Some(Value::Bool(true)),
            _ => None,
        },
        ColumnKind::Text | ColumnKind::Native | ColumnKind::Unknown => {
            Some(Value::Text(text.to_owned()))
        }
        ColumnKind::Bytes => text.strip_prefix("0x").and_then(bytes).map(Value::Bytes),
        ColumnKind::Date => day(text).parse().ok().map(Value::Date),
        ColumnKind::Time => text.parse().ok().map(Value::Time),
        ColumnKind::Timestamp => timestamp(text, column_type),
        ColumnKind::TimestampTz => text.parse().ok().map(Value::TimestampTz),
        ColumnKind::Uuid => text.parse().ok().map(Value::Uuid),
        ColumnKind::Json => Some(Value::Json(text.to_owned())),
        _ => numeric(text, column_type),
    }
}

/// A day with hyphens, of one that has them or none.
fn day(text: &str) -> String {
    match (text.get(..4), text.get(4..6), text.get(6..)) {
        (Some(year), Some(month), Some(day))
            if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{year}-{month}-{day}")
        }
        _ => text.to_owned(),
    }
}

fn timestamp(text: &str, column_type: &ColumnType) -> Option<Value> {
    // The old types read a day with hyphens and a space behind it as the session's language does.
    let is_old = matches!(column_type, ColumnType::Native(_));
    if is_old && !text.contains('T') {
        return None;
    }
    text.parse().ok().map(Value::Timestamp)
}

/// Bytes of hexadecimal digits.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ColumnType, Default, Value, read};

    fn literal(text: &str, column_type: &ColumnType) -> Option<Value> {
        match read(text, column_type) {
            Default::Literal(value) => Some(value),
            _ => None,
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    #[allow(clippy::too_many_lines, reason = "a table")]
    fn literals_are_values_of_their_columns_kind() {
        let decimal = || ColumnType::Decimal {
            precision: Some(9),
            scale: Some(2),
        };
        let varchar = || ColumnType::VarChar { length: Some(20) };
        let native = |name: &str| ColumnType::Native(name.to_owned());
        let timestamp = || ColumnType::Timestamp { precision: None };
        for (written, column_type, expected) in [
            ("((0))", ColumnType::Integer, Value::I64(0)),
            ("((-1))", ColumnType::SmallInteger, Value::I64(-1)),
            ("(-(7))", ColumnType::Integer, Value::I64(-7)),
            ("((1))", ColumnType::Boolean, Value::Bool(true)),
            ("('false')", ColumnType::Boolean, Value::Bool(false)),
            (
                "(CONVERT([bit],(1)))",
                ColumnType::Boolean,
                Value::Bool(true),
            ),
            (
                "((9223372036854775807.))",
                ColumnType::BigInteger,
                Value::I64(i64::MAX),
            ),
            (
                "((-9223372036854775808.))",
                ColumnType::BigInteger,
                Value::I64(i64::MIN),
            ),
            (
                "('-9223372036854775808')",
                ColumnType::BigInteger,
                Value::I64(i64::MIN),
            ),
            (
                "(CONVERT([bigint],(5)))",
                ColumnType::BigInteger,
                Value::I64(5),
            ),
            (
                "((1.50))",
                decimal(),
                Value::Decimal("1.50".parse().unwrap()),
            ),
            (
                "CAST('-1.50' AS numeric(9, 2))",
                decimal(),
                Value::Decimal("-1.50".parse().unwrap()),
            ),
            (
                "((1.0000000000000000e+005))",
                ColumnType::Double,
                Value::F64(100_000.0),
            ),
            (
                "((3))",
                native("money"),
                Value::Decimal("3".parse().unwrap()),
            ),
            ("(N'it''s')", varchar(), text("it's")),
            ("('a\\b')", ColumnType::Text, text("a\\b")),
            ("('x')", native("varchar(10)"), text("x")),
            ("(CONVERT([nvarchar](4),N'it''s'))", varchar(), text("it's")),
            ("CAST(('') AS nvarchar(2))", varchar(), text("")),
            ("(NULL)", varchar(), Value::Null),
            ("CAST(NULL AS varchar)", varchar(), Value::Null),
            ("(0x00FF)", ColumnType::Bytes, Value::Bytes(vec![0, 255])),
            ("('0x00ff')", ColumnType::Bytes, Value::Bytes(vec![0, 255])),
            ("(0x)", ColumnType::Bytes, Value::Bytes(Vec::new())),
            (
                "('2024-02-29')",
                ColumnType::Date,
                Value::Date("2024-02-29".parse().unwrap()),
            ),
            (
                "('20240229')",
                ColumnType::Date,
                Value::Date("2024-02-29".parse().unwrap()),
            ),
            (
                "(CONVERT([date],N'2024-02-29',(23)))",
                ColumnType::Date,
                Value::Date("2024-02-29".parse().unwrap()),
            ),
            (
                "CAST((CAST(('2024-02-29') AS nvarchar(10))) AS date)",
                ColumnType::Date,
                Value::Date("2024-02-29".parse().unwrap()),
            ),
            (
                "('2024-02-29 01:02:03')",
                timestamp(),
                Value::Timestamp("2024-02-29T01:02:03".parse().unwrap()),
            ),
            (
                "('2024-02-29T01:02:03')",
                native("datetime"),
                Value::Timestamp("2024-02-29T01:02:03".parse().unwrap()),
            ),
            (
                "('6f9619ff-8b86-d011-b42d-00c04fc964ff')",
                ColumnType::Uuid,
                Value::Uuid("6f9619ff-8b86-d011-b42d-00c04fc964ff".parse().unwrap()),
            ),
        ] {
            assert_eq!(literal(written, &column_type), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_is_computed_or_changed_stays_an_expression() {
        let text = || ColumnType::VarChar { length: Some(20) };
        for (written, column_type) in [
            ("(getdate())", ColumnType::Timestamp { precision: None }),
            ("((1)+(2))", ColumnType::Integer),
            ("((5))", text()),
            ("(CONVERT([int],'5'))", text()),
            ("(CONVERT([nvarchar](3),N'abcd'))", text()),
            ("(CONVERT([nchar](3),N'a'))", text()),
            ("(CONVERT([int],(1.9)))", ColumnType::Integer),
            ("(N'a'+N'b')", text()),
            ("(NEXT VALUE FOR [s])", ColumnType::BigInteger),
            ("((2))", ColumnType::Boolean),
            ("(N'a' COLLATE [Latin1_General_BIN2])", text()),
            ("(CONVERT([date],'29/02/2024',(103)))", ColumnType::Date),
            (
                "('2024-02-29 01:02:03')",
                ColumnType::Native("datetime".into()),
            ),
        ] {
            assert_eq!(literal(written, &column_type), None, "{written}");
        }
        let sum = Default::Expression("(1)+(2)".to_owned());
        assert_eq!(read("((1)+(2))", &ColumnType::Integer), sum);
    }
}
