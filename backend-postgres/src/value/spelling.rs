//! The spelling of types, and a check that a type in PostgreSQL's own words is the name of one and nothing beside it.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{ColumnType, QualifiedName};
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};
use backend_core::sql::{Writer, sized, sized_decimal};

use crate::sql::{LEXICON, SYNTAX};

/// The types whose names are several words; arguments are left out.
const NAMES_OF_WORDS: [&str; 12] = [
    "bit varying",
    "char varying",
    "character varying",
    "double precision",
    "national char",
    "national char varying",
    "national character",
    "national character varying",
    "time with time zone",
    "time without time zone",
    "timestamp with time zone",
    "timestamp without time zone",
];
/// What can follow `interval`.
const PARTS_OF_INTERVALS: [&str; 7] = ["day", "hour", "minute", "month", "second", "to", "year"];

/// A type as it is written.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for types that PostgreSQL does not have, and for a native type that is more than the
/// name of one.
pub(crate) fn spelling(column_type: &ColumnType) -> Result<String> {
    Ok(match column_type {
        ColumnType::Boolean => "boolean".to_owned(),
        // The smallest integer that there is.
        ColumnType::TinyInteger | ColumnType::SmallInteger => "smallint".to_owned(),
        ColumnType::Integer => "integer".to_owned(),
        ColumnType::BigInteger => "bigint".to_owned(),
        ColumnType::Real => "real".to_owned(),
        ColumnType::Double => "double precision".to_owned(),
        ColumnType::Decimal { precision, scale } => sized_decimal("numeric", *precision, *scale)?,
        // `character` alone is of one character.
        ColumnType::Char { length: None } => "bpchar".to_owned(),
        ColumnType::Char { length } => sized("character", *length),
        ColumnType::VarChar { length } => sized("character varying", *length),
        ColumnType::Text => "text".to_owned(),
        // A length cannot be said, so none is enforced.
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => {
            "bytea".to_owned()
        }
        ColumnType::Date => "date".to_owned(),
        ColumnType::Time { precision } => sized("time", *precision),
        ColumnType::Timestamp { precision } => sized("timestamp", *precision),
        ColumnType::TimestampTz { precision } => sized("timestamptz", *precision),
        ColumnType::Interval => "interval".to_owned(),
        ColumnType::Uuid => "uuid".to_owned(),
        // It is compared and indexed, which `json` is not. Who needs the text as it was written says so by a native type.
        ColumnType::Json => "jsonb".to_owned(),
        ColumnType::Array(element) => format!("{}[]", spelling(element)?),
        ColumnType::Named(name) => quoted(name),
        ColumnType::Native(text) if is_type(text) => text.clone(),
        ColumnType::Native(text) => {
            let text: String = text.chars().take(40).collect();
            return Err(not_supported(format!(
                "{text:?} is not the name of a type to PostgreSQL"
            )));
        }
        _ => return Err(not_supported("PostgreSQL has no columns without a type")),
    })
}

fn quoted(name: &QualifiedName) -> String {
    let mut out = Writer::new(&SYNTAX);
    out.name(name);
    out.as_str().to_owned()
}

/// Whether a text is a type and nothing beside it: a name, arguments in parentheses, brackets of an array.
pub(crate) fn is_type(text: &str) -> bool {
    let tokens: Vec<Token<'_>> = Tokenizer::new(text, LEXICON)
        .filter(|token| token.kind != TokenKind::Whitespace)
        .collect();
    read_type(&tokens).is_some_and(<[_]>::is_empty)
}

/// Reads a type, and answers with what follows it.
fn read_type<'t, 's>(tokens: &'t [Token<'s>]) -> Option<&'t [Token<'s>]> {
    let (first, mut rest) = tokens.split_first()?;
    let mut words = name_part(first)?;
    let mut is_qualified = false;
    while let [dot, part, after @ ..] = rest
        && dot.is_symbol(".")
    {
        name_part(part)?;
        is_qualified = true;
        rest = after;
    }
    let mut has_arguments = false;
    loop {
        match rest {
            [word, after @ ..] if word.kind == TokenKind::Word => {
                words.push(' ');
                words.push_str(&word.text.to_ascii_lowercase());
                rest = after;
            }
            [open, after @ ..] if open.is_symbol("(") && !has_arguments => {
                has_arguments = true;
                rest = arguments(after)?;
            }
            _ => break,
        }
    }
    let is_name = match words.split_once(' ') {
        None => true,
        Some(_) if is_qualified => false,
        Some(("interval", parts)) => parts
            .split(' ')
            .all(|part| PARTS_OF_INTERVALS.contains(&part)),
        Some(_) => NAMES_OF_WORDS.contains(&words.as_str()),
    };
    if !is_name {
        return None;
    }
    while let [open, after @ ..] = rest
        && open.is_symbol("[")
    {
        rest = match after {
            [close, after @ ..] if close.is_symbol("]") => after,
            [length, close, after @ ..]
                if length.kind == TokenKind::Number && close.is_symbol("]") =>
            {
                after
            }
            _ => return None,
        };
    }
    Some(rest)
}

/// A part of a name; what is quoted can be no word of the language, so its text does not matter.
fn name_part(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word => Some(token.text.to_ascii_lowercase()),
        TokenKind::QuotedIdentifier => Some("\"\"".to_owned()),
        _ => None,
    }
}

/// Reads arguments to their closing parenthesis: numbers and words, some with a sign.
fn arguments<'t, 's>(tokens: &'t [Token<'s>]) -> Option<&'t [Token<'s>]> {
    let close = tokens.iter().position(|token| token.is_symbol(")"))?;
    let (inside, rest) = tokens.split_at_checked(close)?;
    let are_plain = inside.iter().all(|token| {
        matches!(token.kind, TokenKind::Word | TokenKind::Number)
            || [",", "-", "+"].contains(&token.text)
    });
    let (_, rest) = rest.split_first()?;
    (are_plain && !inside.is_empty()).then_some(rest)
}

fn not_supported(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSupported(None), message)
}

#[cfg(test)]
mod tests {
    use super::is_type;

    #[test]
    fn a_type_is_a_name_and_nothing_beside_it() {
        for text in [
            "int4range",
            "public.\"Mood\"",
            "numeric(10, -2)",
            "timestamp (3) with time zone",
            "interval day to second(3)",
            "bit varying(8)[][3]",
            "geometry(Point,4326)",
            "\"char\"",
        ] {
            assert!(is_type(text), "{text}");
        }
        for text in [
            "",
            "int PRIMARY KEY",
            "int, b int",
            "int) ; DROP TABLE t; --",
            "int -- x",
            "int /* x */",
            "int DEFAULT (1)",
            "text COLLATE \"C\"",
            "numeric(now())",
            "numeric(1)(2)",
            "int[",
            "int['x']",
            "'x'",
            "a.int unique",
            "numeric()",
            "\"open",
        ] {
            assert!(!is_type(text), "{text}");
        }
    }
}
