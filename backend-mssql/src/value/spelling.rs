//! The spelling of types, and a check that a type in SQL Server's own words is the name of one and nothing beside it.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, QualifiedName};
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};
use backend_core::sql::{Writer, sized};

use crate::sql::{LEXICON, SYNTAX};

/// The types whose names are several words; arguments are left out.
const NAMES_OF_WORDS: [&str; 9] = [
    "binary varying",
    "char varying",
    "character varying",
    "double precision",
    "national char",
    "national char varying",
    "national character",
    "national character varying",
    "national text",
];

/// The longest text with a length, in UTF-16 units.
const MAX_TEXT_LENGTH: u32 = 4_000;
/// The most bytes with a length.
const MAX_BYTES_LENGTH: u32 = 8_000;
/// A decimal of no said precision: as many digits as there are, of which these stand behind the point.
const WIDEST_DECIMAL: (u32, i32) = (38, 10);
/// Room for the longest interval that there is.
const INTERVAL_LENGTH: u32 = 64;

/// A type as it is written.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for types that SQL Server does not have, and for a native type that is more than the
/// name of one; [`Data`](ErrorKind::Data) for a length that a type does not have.
pub(crate) fn spelling(column_type: &ColumnType) -> Result<String> {
    Ok(match column_type {
        ColumnType::Boolean => "bit".to_owned(),
        // `tinyint` has no sign.
        ColumnType::TinyInteger | ColumnType::SmallInteger => "smallint".to_owned(),
        ColumnType::Integer => "int".to_owned(),
        ColumnType::BigInteger => "bigint".to_owned(),
        ColumnType::Real => "real".to_owned(),
        ColumnType::Double => "float".to_owned(),
        ColumnType::Decimal { precision, scale } => decimal(*precision, *scale)?,
        ColumnType::Char { length } => match length {
            Some(length) => within("nchar", *length, MAX_TEXT_LENGTH)?,
            None => return Err(without_length("a text of fixed length")),
        },
        ColumnType::VarChar { length } => match length {
            Some(length) => within("nvarchar", *length, MAX_TEXT_LENGTH)?,
            None => "nvarchar(max)".to_owned(),
        },
        ColumnType::Text | ColumnType::Json => "nvarchar(max)".to_owned(),
        ColumnType::Binary { length } => match length {
            Some(length) => within("binary", *length, MAX_BYTES_LENGTH)?,
            None => return Err(without_length("a binary column of fixed length")),
        },
        ColumnType::VarBinary { length } => match length {
            Some(length) => within("varbinary", *length, MAX_BYTES_LENGTH)?,
            None => "varbinary(max)".to_owned(),
        },
        ColumnType::Bytes => "varbinary(max)".to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Time { precision } => sized("time", *precision),
        ColumnType::Timestamp { precision } => sized("datetime2", *precision),
        ColumnType::TimestampTz { precision } => sized("datetimeoffset", *precision),
        ColumnType::Interval => sized("nvarchar", Some(INTERVAL_LENGTH)),
        ColumnType::Uuid => "uniqueidentifier".to_owned(),
        ColumnType::Named(name) => quoted(name),
        ColumnType::Native(text) if is_type(text) => text.clone(),
        ColumnType::Native(text) => {
            let text: String = text.chars().take(40).collect();
            return Err(not_supported(format!(
                "{text:?} is not the name of a type to SQL Server"
            )));
        }
        ColumnType::Array(_) => return Err(Error::not_supported(Flag::supports_arrays)),
        _ => return Err(not_supported("SQL Server has no columns without a type")),
    })
}

fn decimal(precision: Option<u32>, scale: Option<i32>) -> Result<String> {
    let (precision, scale) = match (precision, scale) {
        (Some(precision), scale) => (precision, scale.unwrap_or(0)),
        (None, None) => WIDEST_DECIMAL,
        (None, Some(_)) => {
            return Err(Error::new(
                ErrorKind::Interface,
                "a decimal type with a scale needs a precision",
            ));
        }
    };
    Ok(format!("decimal({precision},{scale})"))
}

fn within(name: &str, length: u32, most: u32) -> Result<String> {
    if length > most {
        return Err(Error::new(
            ErrorKind::Data,
            format!(
                "a length of {length} is above {most}, the most of {name} in SQL Server: use a type without a length"
            ),
        ));
    }
    Ok(sized(name, Some(length)))
}

fn without_length(what: &str) -> Error {
    Error::new(ErrorKind::Data, format!("{what} needs a length"))
}

fn quoted(name: &QualifiedName) -> String {
    let mut out = Writer::new(&SYNTAX);
    out.name(name);
    out.as_str().to_owned()
}

/// Whether a text is a type and nothing beside it: a name, perhaps with its schema, and arguments in parentheses.
pub(crate) fn is_type(text: &str) -> bool {
    let tokens: Vec<Token<'_>> = Tokenizer::new(text, LEXICON)
        .filter(|token| token.kind != TokenKind::Whitespace)
        .collect();
    read_type(&tokens).is_some()
}

fn read_type(tokens: &[Token<'_>]) -> Option<()> {
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
    while let [word, after @ ..] = rest
        && word.kind == TokenKind::Word
    {
        words.push(' ');
        words.push_str(&word.text.to_ascii_lowercase());
        rest = after;
    }
    if words.contains(' ') && (is_qualified || !NAMES_OF_WORDS.contains(&words.as_str())) {
        return None;
    }
    match rest {
        [] => Some(()),
        [open, inside @ .., close] if open.is_symbol("(") && close.is_symbol(")") => {
            are_arguments(inside).then_some(())
        }
        _ => None,
    }
}

/// A part of a name; what is quoted can be no word of the language, so its text does not matter.
fn name_part(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word => Some(token.text.to_ascii_lowercase()),
        TokenKind::QuotedIdentifier => Some("[]".to_owned()),
        _ => None,
    }
}

/// Whether these are numbers and names with commas between, as `10, 2`, `max` and `CONTENT dbo.[Collection]`.
fn are_arguments(tokens: &[Token<'_>]) -> bool {
    let are_plain = tokens.iter().all(|token| {
        matches!(
            token.kind,
            TokenKind::Word | TokenKind::Number | TokenKind::QuotedIdentifier
        ) || [",", "."].contains(&token.text)
    });
    are_plain && !tokens.is_empty()
}

fn not_supported(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSupported(None), message)
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::flag::Flag;
    use backend_core::model::{ColumnType, QualifiedName};

    use super::{is_type, spelling};
    use crate::value::column_type;

    #[test]
    fn what_is_spelled_is_read() {
        for expected in [
            ColumnType::Boolean,
            ColumnType::SmallInteger,
            ColumnType::Integer,
            ColumnType::BigInteger,
            ColumnType::Real,
            ColumnType::Double,
            ColumnType::Decimal {
                precision: Some(9),
                scale: Some(2),
            },
            ColumnType::Char { length: Some(3) },
            ColumnType::VarChar {
                length: Some(4_000),
            },
            ColumnType::Text,
            ColumnType::Binary { length: Some(3) },
            ColumnType::VarBinary {
                length: Some(8_000),
            },
            ColumnType::Bytes,
            ColumnType::Date,
            ColumnType::Time { precision: None },
            ColumnType::Timestamp { precision: Some(3) },
            ColumnType::TimestampTz { precision: None },
            ColumnType::Uuid,
            ColumnType::Native("tinyint".into()),
        ] {
            let spelled = spelling(&expected).unwrap();
            assert_eq!(column_type(&spelled), expected, "{spelled}");
        }
    }

    #[test]
    fn what_has_no_type_of_its_own_is_stored_as_another() {
        for (column_type, expected) in [
            (ColumnType::TinyInteger, "smallint"),
            (
                ColumnType::Decimal {
                    precision: None,
                    scale: None,
                },
                "decimal(38,10)",
            ),
            (ColumnType::VarChar { length: None }, "nvarchar(max)"),
            (ColumnType::Json, "nvarchar(max)"),
            (ColumnType::Interval, "nvarchar(64)"),
            (ColumnType::VarBinary { length: None }, "varbinary(max)"),
            (
                ColumnType::Named(QualifiedName::with_schema("dbo", "mo]od").unwrap()),
                "[dbo].[mo]]od]",
            ),
        ] {
            assert_eq!(spelling(&column_type).unwrap(), expected);
        }
    }

    #[test]
    fn what_there_is_not_is_refused() {
        for (column_type, kind) in [
            (
                ColumnType::VarChar {
                    length: Some(4_001),
                },
                ErrorKind::Data,
            ),
            (
                ColumnType::VarBinary {
                    length: Some(8_001),
                },
                ErrorKind::Data,
            ),
            (ColumnType::Char { length: None }, ErrorKind::Data),
            (ColumnType::Binary { length: None }, ErrorKind::Data),
            (
                ColumnType::Array(Box::new(ColumnType::Text)),
                ErrorKind::NotSupported(Some(Flag::supports_arrays)),
            ),
            (ColumnType::Any, ErrorKind::NotSupported(None)),
            (
                ColumnType::Native("int; DROP TABLE t".into()),
                ErrorKind::NotSupported(None),
            ),
        ] {
            assert_eq!(spelling(&column_type).unwrap_err().kind(), kind);
        }
    }

    #[test]
    fn a_type_is_a_name_and_nothing_beside_it() {
        for text in [
            "tinyint",
            "dbo.[My Type]",
            "decimal(10, 2)",
            "nvarchar(max)",
            "national character varying (3)",
            "xml(CONTENT dbo.[Collection])",
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
            "nvarchar(3) COLLATE Latin1_General_BIN2",
            "numeric(f())",
            "numeric(1)(2)",
            "numeric(1) (2",
            "int['x']",
            "'x'",
            "a.int unique",
            "numeric()",
            "[open",
        ] {
            assert!(!is_type(text), "{text}");
        }
    }
}
