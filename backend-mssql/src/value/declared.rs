//! Declared types: the one table from T-SQL's spelling of a type to the type that it means.
//!
//! What the table does not list is [`ColumnType::Native`], with its text, so that nothing is lost: `tinyint` has no sign, `varchar`
//! has the characters of one code page, `money` and `datetime` are coarser than the types that are like them. A type that the
//! database's user has made comes from the catalog as schema and name, not from here.

use backend_core::model::ColumnType;
use backend_core::sql::Declaration;
use backend_core::sql::tokenizer::{Token, Tokenizer};
use backend_core::value::ColumnKind;

use crate::sql::LEXICON;

/// Digits of a second's fraction that a type keeps which says none.
const DEFAULT_FRACTION: u8 = 7;
/// Digits and scale of a decimal that says none.
const DEFAULT_DECIMAL: (u32, i32) = (18, 0);
/// The most binary digits of a `float` that is a `real`.
const REAL_DIGITS: u8 = 24;

/// The type that a spelling means, in any case and with any spaces.
pub(crate) fn column_type(spelling: &str) -> ColumnType {
    let spelling = spelling.trim();
    let tokens: Vec<Token<'_>> = Tokenizer::new(spelling, LEXICON)
        .filter(|token| !token.is_trivia())
        .collect();
    read(&tokens).unwrap_or_else(|| ColumnType::Native(spelling.to_owned()))
}

fn read(tokens: &[Token<'_>]) -> Option<ColumnType> {
    if let [name, open, max, close] = tokens
        && open.is_symbol("(")
        && max.is_keyword("max")
        && close.is_symbol(")")
    {
        return unlimited(name);
    }
    listed(&Declaration::read(tokens)?)
}

/// The types of the length `max`.
fn unlimited(name: &Token<'_>) -> Option<ColumnType> {
    if name.is_keyword("nvarchar") {
        Some(ColumnType::Text)
    } else if name.is_keyword("varbinary") {
        Some(ColumnType::Bytes)
    } else {
        None
    }
}

/// The kind of the values that a column of that type gives.
pub(crate) fn kind(column_type: &ColumnType) -> ColumnKind {
    match column_type {
        // The smallest integer with a sign.
        ColumnType::TinyInteger => ColumnKind::I16,
        // Text to the server.
        ColumnType::Interval | ColumnType::Json => ColumnKind::Text,
        ColumnType::Native(spelling) => native_kind(spelling),
        other => other.standard_kind(),
    }
}

/// The kind of a type that only SQL Server has.
fn native_kind(spelling: &str) -> ColumnKind {
    let end = spelling.find('(').unwrap_or(spelling.len());
    let (name, _) = spelling.split_at_checked(end).unwrap_or((spelling, ""));
    match name.trim().to_ascii_lowercase().as_str() {
        "tinyint" => ColumnKind::U8,
        "money" | "smallmoney" => ColumnKind::Decimal,
        "datetime" | "smalldatetime" => ColumnKind::Timestamp,
        "char" | "character" | "varchar" | "char varying" | "character varying" | "text"
        | "ntext" | "national text" | "sysname" => ColumnKind::Text,
        "image" | "rowversion" | "timestamp" => ColumnKind::Bytes,
        "sql_variant" => ColumnKind::Unknown,
        _ => ColumnKind::Native,
    }
}

/// The type of a declaration, where the table lists it.
fn listed(declaration: &Declaration) -> Option<ColumnType> {
    if declaration.arguments.is_empty()
        && let Some(plain) = plain(&declaration.name)
    {
        return Some(plain);
    }
    // Without a length, these are of length 1.
    let length = || Some(Some(declaration.one_argument()?.unwrap_or(1)));
    let fraction = || {
        let digits = declaration.one_argument::<u8>()?;
        Some(digits.filter(|digits| *digits != DEFAULT_FRACTION))
    };
    Some(match declaration.name.as_str() {
        "float" => match declaration.one_argument::<u8>()? {
            Some(digits) if digits <= REAL_DIGITS => ColumnType::Real,
            _ => ColumnType::Double,
        },
        "decimal" | "numeric" | "dec" => decimal(declaration)?,
        "nchar" | "national char" | "national character" => ColumnType::Char { length: length()? },
        "nvarchar" | "national char varying" | "national character varying" => {
            ColumnType::VarChar { length: length()? }
        }
        "binary" => ColumnType::Binary { length: length()? },
        "varbinary" | "binary varying" => ColumnType::VarBinary { length: length()? },
        "time" => ColumnType::Time {
            precision: fraction()?,
        },
        "datetime2" => ColumnType::Timestamp {
            precision: fraction()?,
        },
        "datetimeoffset" => ColumnType::TimestampTz {
            precision: fraction()?,
        },
        _ => return None,
    })
}

fn decimal(declaration: &Declaration) -> Option<ColumnType> {
    let ColumnType::Decimal { precision, scale } = declaration.decimal()? else {
        return None;
    };
    Some(ColumnType::Decimal {
        precision: Some(precision.unwrap_or(DEFAULT_DECIMAL.0)),
        scale: Some(scale.unwrap_or(DEFAULT_DECIMAL.1)),
    })
}

/// The types without arguments.
fn plain(name: &str) -> Option<ColumnType> {
    Some(match name {
        "bit" => ColumnType::Boolean,
        "smallint" => ColumnType::SmallInteger,
        "int" | "integer" => ColumnType::Integer,
        "bigint" => ColumnType::BigInteger,
        "real" => ColumnType::Real,
        "double precision" => ColumnType::Double,
        "date" => ColumnType::Date,
        "uniqueidentifier" => ColumnType::Uuid,
        "json" => ColumnType::Json,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use backend_core::model::ColumnType;
    use backend_core::value::ColumnKind;

    use super::{column_type, kind};

    #[test]
    fn every_spelling_of_the_server_means_its_type() {
        let decimal = |precision, scale| ColumnType::Decimal {
            precision: Some(precision),
            scale: Some(scale),
        };
        for (spelling, expected) in [
            ("bit", ColumnType::Boolean),
            ("smallint", ColumnType::SmallInteger),
            ("INT", ColumnType::Integer),
            ("bigint", ColumnType::BigInteger),
            ("real", ColumnType::Real),
            ("float(24)", ColumnType::Real),
            ("float", ColumnType::Double),
            ("float(53)", ColumnType::Double),
            ("double  precision", ColumnType::Double),
            ("decimal(10,2)", decimal(10, 2)),
            ("numeric(10)", decimal(10, 0)),
            ("dec", decimal(18, 0)),
            ("nchar(3)", ColumnType::Char { length: Some(3) }),
            ("nchar", ColumnType::Char { length: Some(1) }),
            (
                "NVARCHAR ( 120 )",
                ColumnType::VarChar { length: Some(120) },
            ),
            ("nvarchar(max)", ColumnType::Text),
            ("binary(16)", ColumnType::Binary { length: Some(16) }),
            ("varbinary(16)", ColumnType::VarBinary { length: Some(16) }),
            ("varbinary(MAX)", ColumnType::Bytes),
            ("date", ColumnType::Date),
            ("time(7)", ColumnType::Time { precision: None }),
            ("time(0)", ColumnType::Time { precision: Some(0) }),
            ("datetime2", ColumnType::Timestamp { precision: None }),
            ("datetime2(3)", ColumnType::Timestamp { precision: Some(3) }),
            (
                "datetimeoffset(7)",
                ColumnType::TimestampTz { precision: None },
            ),
            ("uniqueidentifier", ColumnType::Uuid),
            ("json", ColumnType::Json),
        ] {
            assert_eq!(column_type(spelling), expected, "{spelling}");
        }
    }

    #[test]
    fn everything_else_keeps_its_text_and_has_the_kind_of_its_cells() {
        for (spelling, expected) in [
            ("tinyint", ColumnKind::U8),
            ("money", ColumnKind::Decimal),
            ("smallmoney", ColumnKind::Decimal),
            ("datetime", ColumnKind::Timestamp),
            ("smalldatetime", ColumnKind::Timestamp),
            ("char(3)", ColumnKind::Text),
            ("varchar(max)", ColumnKind::Text),
            ("text", ColumnKind::Text),
            ("sysname", ColumnKind::Text),
            ("rowversion", ColumnKind::Bytes),
            ("timestamp", ColumnKind::Bytes),
            ("image", ColumnKind::Bytes),
            ("sql_variant", ColumnKind::Unknown),
            ("xml", ColumnKind::Native),
            ("hierarchyid", ColumnKind::Native),
            ("geometry", ColumnKind::Native),
            ("decimal(1,2,3)", ColumnKind::Native),
        ] {
            let read = column_type(spelling);
            assert_eq!(read, ColumnType::Native(spelling.into()));
            assert_eq!(kind(&read), expected, "{spelling}");
        }
        assert_eq!(kind(&ColumnType::TinyInteger), ColumnKind::I16);
        assert_eq!(kind(&ColumnType::Interval), ColumnKind::Text);
    }
}
