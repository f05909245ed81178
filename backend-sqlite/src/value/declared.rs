//! Declared types: the one table from the text after a column's name to the type that it means.
//!
//! SQLite takes any text for a type. What the table does not list is [`ColumnType::Native`], with the text as it was
//! declared, so that nothing is lost.

use backend_core::model::ColumnType;
use backend_core::sql::Declaration;
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
        .and_then(|declaration| listed(&declaration))
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

/// The type of a declaration, where the table lists it.
fn listed(declaration: &Declaration) -> Option<ColumnType> {
    // What stands in parentheses after these means nothing to SQLite: `INT(11)` is a width that some other databases print.
    if let Some(plain) = plain(&declaration.name) {
        return Some(plain);
    }
    Some(match declaration.name.as_str() {
        "decimal" | "numeric" | "dec" | "decimal_text" => declaration.decimal()?,
        "char" | "character" | "nchar" | "native character" => ColumnType::Char {
            length: declaration.one_argument()?,
        },
        "varchar" | "nvarchar" | "character varying" | "varying character" | "varchar2" => {
            ColumnType::VarChar {
                length: declaration.one_argument()?,
            }
        }
        "binary" => ColumnType::Binary {
            length: declaration.one_argument()?,
        },
        "varbinary" => ColumnType::VarBinary {
            length: declaration.one_argument()?,
        },
        "time" => ColumnType::Time {
            precision: declaration.one_argument()?,
        },
        "datetime" | "datetime2" | "timestamp" | "timestamp without time zone" => {
            ColumnType::Timestamp {
                precision: declaration.one_argument()?,
            }
        }
        "timestamptz" | "timestamp with time zone" | "datetimeoffset" => ColumnType::TimestampTz {
            precision: declaration.one_argument()?,
        },
        _ => return None,
    })
}

/// The types that need no arguments.
fn plain(name: &str) -> Option<ColumnType> {
    Some(match name {
        "any" => ColumnType::Any,
        "boolean" | "bool" => ColumnType::Boolean,
        "tinyint" => ColumnType::TinyInteger,
        "smallint" | "int2" => ColumnType::SmallInteger,
        "int" | "int4" | "mediumint" => ColumnType::Integer,
        "integer" | "bigint" | "int8" | "unsigned big int" => ColumnType::BigInteger,
        "real" | "double" | "double precision" | "float" | "float8" => ColumnType::Double,
        "float4" => ColumnType::Real,
        "text" | "clob" | "ntext" => ColumnType::Text,
        "blob" | "bytea" => ColumnType::Bytes,
        "date" => ColumnType::Date,
        "interval" => ColumnType::Interval,
        "uuid" | "guid" | "uniqueidentifier" => ColumnType::Uuid,
        "json" | "jsonb" | "json_text" => ColumnType::Json,
        _ => return None,
    })
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
