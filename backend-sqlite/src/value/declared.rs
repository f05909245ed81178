//! Declared types: the one table from the text after a column's name to the type that it means.
//!
//! SQLite takes any text for a type. What the table does not list is [`ColumnType::Native`], with the text as it was
//! declared, so that nothing is lost.

use backend_core::model::ColumnType;
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};
use backend_core::value::ColumnKind;

use crate::sql::LEXICON;

/// The type that a declaration means, in any case and with any spaces.
pub(crate) fn column_type(declared: &str) -> ColumnType {
    let tokens: Vec<Token<'_>> = Tokenizer::new(declared, LEXICON)
        .filter(|token| !token.is_trivia())
        .collect();
    match tokens.as_slice() {
        [] => return ColumnType::Any,
        // To SQLite, a type in quotes is the text in them.
        [token] if token.kind != TokenKind::Word => {
            if let Some(unquoted) = token.identifier_or_string() {
                return column_type(&unquoted);
            }
        }
        _ => {}
    }
    Declaration::read(&tokens)
        .and_then(|declaration| declaration.column_type())
        .unwrap_or_else(|| ColumnType::Native(declared.trim().to_owned()))
}

/// The kind of the values that a column of that type gives.
///
/// An integer column holds 64 bits here, whatever its declaration says.
pub(crate) fn kind(column_type: &ColumnType) -> ColumnKind {
    match column_type {
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger => ColumnKind::I64,
        ColumnType::Array(_) | ColumnType::Named(_) | ColumnType::Native(_) => ColumnKind::Unknown,
        other => other.standard_kind(),
    }
}

/// A declaration in its parts: `TIMESTAMP(3) WITH TIME ZONE` has three words after its arguments.
struct Declaration {
    /// The words, upper case, with one space between.
    name: String,
    arguments: Vec<i64>,
}

impl Declaration {
    /// Reads words and at most one list of numbers; `None` for anything else.
    fn read(tokens: &[Token<'_>]) -> Option<Self> {
        let mut name = String::new();
        let mut arguments = None;
        let mut tokens = tokens.iter();
        while let Some(token) = tokens.next() {
            if token.kind == TokenKind::Word {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.extend(
                    token
                        .text
                        .chars()
                        .map(|character| character.to_ascii_uppercase()),
                );
            } else if token.is_symbol("(") && arguments.is_none() && !name.is_empty() {
                arguments = Some(read_arguments(&mut tokens)?);
            } else {
                return None;
            }
        }
        Some(Self {
            name,
            arguments: arguments.unwrap_or_default(),
        })
    }

    fn column_type(&self) -> Option<ColumnType> {
        // What stands in parentheses after these means nothing to SQLite: `INT(11)` is a width that some other databases print.
        if let Some(plain) = self.plain() {
            return Some(plain);
        }
        Some(match self.name.as_str() {
            "DECIMAL" | "NUMERIC" | "DEC" | "DECIMAL_TEXT" => {
                let (precision, scale) = match *self.arguments.as_slice() {
                    [] => (None, None),
                    [precision] => (Some(u32::try_from(precision).ok()?), None),
                    [precision, scale] => (
                        Some(u32::try_from(precision).ok()?),
                        Some(i32::try_from(scale).ok()?),
                    ),
                    _ => return None,
                };
                ColumnType::Decimal { precision, scale }
            }
            "CHAR" | "CHARACTER" | "NCHAR" | "NATIVE CHARACTER" => ColumnType::Char {
                length: self.one_argument()?,
            },
            "VARCHAR" | "NVARCHAR" | "CHARACTER VARYING" | "VARYING CHARACTER" | "VARCHAR2" => {
                ColumnType::VarChar {
                    length: self.one_argument()?,
                }
            }
            "BINARY" => ColumnType::Binary {
                length: self.one_argument()?,
            },
            "VARBINARY" => ColumnType::VarBinary {
                length: self.one_argument()?,
            },
            "TIME" => ColumnType::Time {
                precision: self.one_argument()?,
            },
            "DATETIME" | "DATETIME2" | "TIMESTAMP" | "TIMESTAMP WITHOUT TIME ZONE" => {
                ColumnType::Timestamp {
                    precision: self.one_argument()?,
                }
            }
            "TIMESTAMPTZ" | "TIMESTAMP WITH TIME ZONE" | "DATETIMEOFFSET" => {
                ColumnType::TimestampTz {
                    precision: self.one_argument()?,
                }
            }
            _ => return None,
        })
    }

    /// The types that need no arguments.
    fn plain(&self) -> Option<ColumnType> {
        Some(match self.name.as_str() {
            "ANY" => ColumnType::Any,
            "BOOLEAN" | "BOOL" => ColumnType::Boolean,
            "TINYINT" => ColumnType::TinyInteger,
            "SMALLINT" | "INT2" => ColumnType::SmallInteger,
            "INT" | "INT4" | "MEDIUMINT" => ColumnType::Integer,
            "INTEGER" | "BIGINT" | "INT8" | "UNSIGNED BIG INT" => ColumnType::BigInteger,
            "REAL" | "DOUBLE" | "DOUBLE PRECISION" | "FLOAT" | "FLOAT8" => ColumnType::Double,
            "FLOAT4" => ColumnType::Real,
            "TEXT" | "CLOB" | "NTEXT" => ColumnType::Text,
            "BLOB" | "BYTEA" => ColumnType::Bytes,
            "DATE" => ColumnType::Date,
            "INTERVAL" => ColumnType::Interval,
            "UUID" | "GUID" | "UNIQUEIDENTIFIER" => ColumnType::Uuid,
            "JSON" | "JSONB" | "JSON_TEXT" => ColumnType::Json,
            _ => return None,
        })
    }

    /// The only argument, or `Some(None)` where there is none; `None` where it does not fit or there are more.
    #[allow(
        clippy::option_option,
        reason = "no length and a length that does not fit differ"
    )]
    fn one_argument<N: TryFrom<i64>>(&self) -> Option<Option<N>> {
        match *self.arguments.as_slice() {
            [] => Some(None),
            [number] => N::try_from(number).ok().map(Some),
            _ => None,
        }
    }
}

/// Reads `10, 2)` after its parenthesis.
fn read_arguments<'t>(tokens: &mut impl Iterator<Item = &'t Token<'t>>) -> Option<Vec<i64>> {
    let mut arguments = Vec::new();
    loop {
        let mut token = tokens.next()?;
        let negative = token.is_symbol("-");
        if negative || token.is_symbol("+") {
            token = tokens.next()?;
        }
        if token.kind != TokenKind::Number {
            return None;
        }
        let number: i64 = token.text.parse().ok()?;
        arguments.push(if negative { -number } else { number });
        let end = tokens.next()?;
        if end.is_symbol(")") {
            return Some(arguments);
        }
        if !end.is_symbol(",") {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::ColumnType;
    use backend_core::value::ColumnKind;

    use super::{column_type, kind};

    #[test]
    fn every_listed_spelling_means_its_type() {
        let cases = [
            ("ANY", ColumnType::Any),
            ("BOOLEAN BOOL", ColumnType::Boolean),
            ("TINYINT", ColumnType::TinyInteger),
            ("SMALLINT INT2", ColumnType::SmallInteger),
            ("INT INT4 MEDIUMINT", ColumnType::Integer),
            ("INTEGER BIGINT INT8", ColumnType::BigInteger),
            ("REAL DOUBLE FLOAT FLOAT8", ColumnType::Double),
            ("FLOAT4", ColumnType::Real),
            (
                "DECIMAL NUMERIC DEC DECIMAL_TEXT",
                ColumnType::Decimal {
                    precision: None,
                    scale: None,
                },
            ),
            ("CHAR CHARACTER NCHAR", ColumnType::Char { length: None }),
            (
                "VARCHAR NVARCHAR VARCHAR2",
                ColumnType::VarChar { length: None },
            ),
            ("TEXT CLOB NTEXT", ColumnType::Text),
            ("BLOB BYTEA", ColumnType::Bytes),
            ("BINARY", ColumnType::Binary { length: None }),
            ("VARBINARY", ColumnType::VarBinary { length: None }),
            ("DATE", ColumnType::Date),
            ("TIME", ColumnType::Time { precision: None }),
            (
                "DATETIME DATETIME2 TIMESTAMP",
                ColumnType::Timestamp { precision: None },
            ),
            (
                "TIMESTAMPTZ DATETIMEOFFSET",
                ColumnType::TimestampTz { precision: None },
            ),
            ("INTERVAL", ColumnType::Interval),
            ("UUID GUID UNIQUEIDENTIFIER", ColumnType::Uuid),
            ("JSON JSONB JSON_TEXT", ColumnType::Json),
        ];
        for (spellings, expected) in cases {
            for spelling in spellings.split(' ') {
                assert_eq!(column_type(spelling), expected, "{spelling}");
                assert_eq!(
                    column_type(&spelling.to_lowercase()),
                    expected,
                    "{spelling}"
                );
            }
        }
        assert_eq!(column_type(" \n"), ColumnType::Any);
    }

    #[test]
    fn words_and_arguments_stand_with_any_spaces() {
        let cases = [
            ("unsigned  BIG\tint", ColumnType::BigInteger),
            ("double precision", ColumnType::Double),
            (
                "decimal(10, 2)",
                ColumnType::Decimal {
                    precision: Some(10),
                    scale: Some(2),
                },
            ),
            (
                "NUMERIC ( 10 )",
                ColumnType::Decimal {
                    precision: Some(10),
                    scale: None,
                },
            ),
            (
                "numeric(3,-2)",
                ColumnType::Decimal {
                    precision: Some(3),
                    scale: Some(-2),
                },
            ),
            (
                "NATIVE CHARACTER(70)",
                ColumnType::Char { length: Some(70) },
            ),
            (
                "character varying (255)",
                ColumnType::VarChar { length: Some(255) },
            ),
            ("varbinary(16)", ColumnType::VarBinary { length: Some(16) }),
            ("time(0)", ColumnType::Time { precision: Some(0) }),
            (
                "timestamp(3) without time zone",
                ColumnType::Timestamp { precision: Some(3) },
            ),
            (
                "TIMESTAMP WITH TIME ZONE",
                ColumnType::TimestampTz { precision: None },
            ),
            ("INT(11)", ColumnType::Integer),
            ("TEXT(9)", ColumnType::Text),
            ("\"unsigned big int\"", ColumnType::BigInteger),
            ("'TEXT'", ColumnType::Text),
            ("\"my type\"", ColumnType::Native("my type".into())),
        ];
        for (declared, expected) in cases {
            assert_eq!(column_type(declared), expected, "{declared}");
        }
    }

    #[test]
    fn everything_else_keeps_its_text() {
        for declared in [
            "geometry",
            "VARCHAR(MAX)",
            "DECIMAL(1,2,3)",
            "DECIMAL(-1)",
            "(10)",
            "VARCHAR(10",
            "VARCHAR(10)(10)",
            "TIME(300)",
            "VARCHAR()",
        ] {
            assert_eq!(
                column_type(declared),
                ColumnType::Native(declared.into()),
                "{declared}"
            );
            assert_eq!(kind(&column_type(declared)), ColumnKind::Unknown);
        }
    }

    #[test]
    fn integers_are_read_with_64_bits() {
        for declared in ["TINYINT", "SMALLINT", "INT", "INTEGER"] {
            assert_eq!(kind(&column_type(declared)), ColumnKind::I64);
        }
        assert_eq!(kind(&ColumnType::Real), ColumnKind::F32);
        assert_eq!(kind(&ColumnType::Double), ColumnKind::F64);
        assert_eq!(kind(&ColumnType::Any), ColumnKind::Unknown);
    }
}
