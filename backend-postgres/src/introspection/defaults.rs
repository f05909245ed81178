//! Defaults: plain literals as values of their column's kind, everything else as the expression that it is.

use std::borrow::Cow;

use backend_core::model::{ColumnType, Default};
use backend_core::sql::tokenizer::{Token, TokenKind};
use backend_core::value::{ColumnKind, Interval, Value};

use super::expression::{bare, tokens};
use crate::value;

/// What the names of the server's own types have behind their first word.
const MORE_WORDS: [&str; 13] = [
    "varying",
    "precision",
    "without",
    "with",
    "time",
    "zone",
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "to",
];

/// Reads a default as the server spells it.
pub(super) fn read(text: &str, column_type: &ColumnType) -> Default {
    let bare = bare(text);
    literal(bare, column_type)
        .map_or_else(|| Default::Expression(bare.to_owned()), Default::Literal)
}

/// What a literal can be written as.
enum Written<'t> {
    Null,
    Boolean(bool),
    Number(String),
    Text(Cow<'t, str>),
}

/// The value of a literal, with or without a cast to a type; `None` for any other expression.
fn literal(text: &str, column_type: &ColumnType) -> Option<Value> {
    let tokens: Vec<_> = tokens(text).collect();
    let (written, rest) = written(&tokens)?;
    if !is_cast(rest) {
        return None;
    }
    match written {
        Written::Null => Some(Value::Null),
        Written::Boolean(value) => {
            (*column_type == ColumnType::Boolean).then_some(Value::Bool(value))
        }
        Written::Number(number) => numeric(&number, column_type),
        Written::Text(text) => typed(&text, column_type),
    }
}

fn written<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(Written<'a>, &'t [Token<'a>])> {
    match tokens {
        [open, minus, number, close, rest @ ..]
            if open.is_symbol("(") && minus.is_symbol("-") && close.is_symbol(")") =>
        {
            let number = (number.kind == TokenKind::Number).then_some(number.text)?;
            Some((Written::Number(format!("-{number}")), rest))
        }
        [minus, number, rest @ ..] if minus.is_symbol("-") && number.kind == TokenKind::Number => {
            Some((Written::Number(format!("-{}", number.text)), rest))
        }
        [first, rest @ ..] => {
            let written = match first.kind {
                TokenKind::Number => Written::Number(first.text.to_owned()),
                TokenKind::String | TokenKind::EscapeString => Written::Text(first.string_value()?),
                _ if first.is_keyword("NULL") => Written::Null,
                _ if first.is_keyword("true") => Written::Boolean(true),
                _ if first.is_keyword("false") => Written::Boolean(false),
                _ => return None,
            };
            Some((written, rest))
        }
        [] => None,
    }
}

/// Whether what follows a literal is nothing or one cast.
fn is_cast(rest: &[Token<'_>]) -> bool {
    let [operator, type_name @ ..] = rest else {
        return true;
    };
    let is_of_type = |(n, token): (usize, &Token<'_>)| match token.kind {
        TokenKind::Word => n == 0 || is_name(type_name, n) || MORE_WORDS.contains(&token.text),
        TokenKind::QuotedIdentifier => n == 0 || is_name(type_name, n),
        TokenKind::Number => true,
        // An array's literal is not its elements': it stays an expression.
        _ => ["(", ")", ",", "."].contains(&token.text),
    };
    operator.is_symbol("::") && type_name.iter().enumerate().all(is_of_type)
}

/// Whether the token follows the point behind a schema.
fn is_name(type_name: &[Token<'_>], n: usize) -> bool {
    n.checked_sub(1)
        .and_then(|before| type_name.get(before))
        .is_some_and(|before| before.is_symbol("."))
}

/// A number without quotes.
fn numeric(number: &str, column_type: &ColumnType) -> Option<Value> {
    match value::kind(column_type) {
        // What a user's type or a native one makes of it, only the server knows: the number says it.
        ColumnKind::Native | ColumnKind::Unknown => number
            .parse()
            .map(Value::I64)
            .or_else(|_| number.parse().map(Value::Decimal))
            .ok(),
        ColumnKind::Bool | ColumnKind::Text | ColumnKind::Bytes => None,
        _ => typed(number, column_type),
    }
}

/// A text in quotes, as the value of the column's kind that it spells.
fn typed(text: &str, column_type: &ColumnType) -> Option<Value> {
    match value::kind(column_type) {
        ColumnKind::Bool => match text {
            "t" | "true" => Some(Value::Bool(true)),
            "f" | "false" => Some(Value::Bool(false)),
            _ => None,
        },
        ColumnKind::I8
        | ColumnKind::I16
        | ColumnKind::I32
        | ColumnKind::I64
        | ColumnKind::U8
        | ColumnKind::U16
        | ColumnKind::U32
        | ColumnKind::U64 => text.parse().ok().map(Value::I64),
        ColumnKind::F32 => text.parse().ok().map(Value::F32),
        ColumnKind::F64 => text.parse().ok().map(Value::F64),
        ColumnKind::Decimal => text.parse().ok().map(Value::Decimal),
        ColumnKind::Text | ColumnKind::Native => Some(Value::Text(text.to_owned())),
        ColumnKind::Bytes => bytes(text).map(Value::Bytes),
        ColumnKind::Date => text.parse().ok().map(Value::Date),
        ColumnKind::Time => text.parse().ok().map(Value::Time),
        ColumnKind::Timestamp => text.parse().ok().map(Value::Timestamp),
        ColumnKind::TimestampTz => text.parse().ok().map(Value::TimestampTz),
        ColumnKind::Interval => interval(text).map(Value::Interval),
        ColumnKind::Uuid => text.parse().ok().map(Value::Uuid),
        ColumnKind::Json => Some(Value::Json(text.to_owned())),
        _ => None,
    }
}

/// Bytes as the server spells them: `\x00ff`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?;
    if digits.len() % 2 != 0 {
        return None;
    }
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

/// An interval in the server's usual style, `1 year 2 mons -3 days 04:05:06.7`, or in that of ISO 8601.
fn interval(text: &str) -> Option<Interval> {
    if text.starts_with('P') {
        return text.parse().ok();
    }
    let mut interval = Interval::default();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if word.contains(':') {
            interval.nanoseconds = clock(word)?;
            continue;
        }
        let amount: i32 = word.parse().ok()?;
        match words.next()?.trim_end_matches('s') {
            "year" => interval.months = interval.months.checked_add(amount.checked_mul(12)?)?,
            "mon" => interval.months = interval.months.checked_add(amount)?,
            "day" => interval.days = amount,
            _ => return None,
        }
    }
    Some(interval)
}

/// Nanoseconds of `-04:05:06.7`.
fn clock(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.trim_start_matches('+')),
    };
    let mut parts = digits.splitn(3, ':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let seconds = parts.next().unwrap_or("0");
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let whole: i64 = whole.parse().ok()?;
    let fraction: i64 = format!("{fraction:0<9}").parse().ok()?;
    let seconds = hours
        .checked_mul(3_600)?
        .checked_add(minutes.checked_mul(60)?)?
        .checked_add(whole)?;
    seconds
        .checked_mul(1_000_000_000)?
        .checked_add(fraction)?
        .checked_mul(sign)
}

#[cfg(test)]
mod tests {
    use super::{ColumnType, Default, Interval, Value, read};

    fn literal(text: &str, column_type: &ColumnType) -> Option<Value> {
        match read(text, column_type) {
            Default::Literal(value) => Some(value),
            _ => None,
        }
    }

    #[test]
    fn literals_are_values_of_their_columns_kind() {
        let decimal = ColumnType::Decimal {
            precision: Some(9),
            scale: Some(2),
        };
        let varchar = ColumnType::VarChar { length: Some(9) };
        for (text, column_type, expected) in [
            ("1", ColumnType::Integer, Value::I64(1)),
            ("'-1'::integer", ColumnType::Integer, Value::I64(-1)),
            ("(-1)", ColumnType::SmallInteger, Value::I64(-1)),
            (
                "'-9223372036854775808'::bigint",
                ColumnType::BigInteger,
                Value::I64(i64::MIN),
            ),
            ("1", ColumnType::Double, Value::F64(1.0)),
            (
                "'-1.5'::numeric",
                decimal.clone(),
                Value::Decimal("-1.5".parse().unwrap()),
            ),
            ("1.50", decimal, Value::Decimal("1.50".parse().unwrap())),
            ("true", ColumnType::Boolean, Value::Bool(true)),
            (
                "'it''s'::text",
                ColumnType::Text,
                Value::Text("it's".into()),
            ),
            (
                "'a\\b'::character varying(9)",
                varchar,
                Value::Text("a\\b".into()),
            ),
            (
                "'\\x00ff'::bytea",
                ColumnType::Bytes,
                Value::Bytes(vec![0, 255]),
            ),
            (
                "'2024-02-29'::date",
                ColumnType::Date,
                Value::Date("2024-02-29".parse().unwrap()),
            ),
            ("NULL::character varying", ColumnType::Text, Value::Null),
            (
                "'happy'::\"Mood\".mood",
                ColumnType::Native("mood".into()),
                Value::Text("happy".into()),
            ),
        ] {
            assert_eq!(literal(text, &column_type), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_computed_stays_an_expression() {
        for text in [
            "now()",
            "(1 + 2)",
            "('5'::text)::integer",
            "'a'::text || 'b'::text",
            "nextval('t_id_seq'::regclass)",
            "CURRENT_TIMESTAMP",
            "'{}'::integer[]",
            "'x'::text COLLATE \"C\"",
            "('x'::text IS NULL)",
        ] {
            let column_type = ColumnType::Text;
            assert_eq!(literal(text, &column_type), None, "{text}");
        }
        let sum = Default::Expression("1 + 2".to_owned());
        assert_eq!(read("(1 + 2)", &ColumnType::Integer), sum);
    }

    #[test]
    fn intervals_are_read_in_the_servers_style() {
        let of = |months, days, nanoseconds| {
            let mut interval = Interval::default();
            (interval.months, interval.days, interval.nanoseconds) = (months, days, nanoseconds);
            Some(Value::Interval(interval))
        };
        for (text, expected) in [
            ("'1 mon 2 days 00:00:03'::interval", of(1, 2, 3_000_000_000)),
            ("'1 year -2 mons'::interval", of(10, 0, 0)),
            ("'-00:00:00.5'::interval", of(0, 0, -500_000_000)),
            ("'00:00:00'::interval", of(0, 0, 0)),
            ("'P1M2DT3S'::interval", of(1, 2, 3_000_000_000)),
        ] {
            assert_eq!(literal(text, &ColumnType::Interval), expected, "{text}");
        }
    }
}
