//! Declared types: the one table from the spelling of `format_type` to the type that it means.
//!
//! What the table does not list is [`ColumnType::Native`], with its text, so that nothing is lost. A type that the database's
//! user has made comes from the catalog as schema and name, not from here.

use backend_core::model::ColumnType;
use backend_core::sql::Declaration;
use backend_core::sql::tokenizer::{Token, Tokenizer};
use backend_core::value::ColumnKind;

use crate::sql::LEXICON;

/// The type that a spelling means, in any case and with any spaces.
pub(crate) fn column_type(spelling: &str) -> ColumnType {
    let spelling = spelling.trim();
    if let Some(element) = spelling.strip_suffix("[]") {
        return ColumnType::Array(Box::new(column_type(element)));
    }
    let tokens: Vec<Token<'_>> = Tokenizer::new(spelling, LEXICON)
        .filter(|token| !token.is_trivia())
        .collect();
    Declaration::read(&tokens)
        .and_then(|declaration| listed(&declaration))
        .unwrap_or_else(|| ColumnType::Native(spelling.to_owned()))
}

/// The kind of the values that a column of that type gives.
pub(crate) fn kind(column_type: &ColumnType) -> ColumnKind {
    match column_type {
        // The smallest integer of the server.
        ColumnType::TinyInteger => ColumnKind::I16,
        ColumnType::Native(spelling) => native_kind(spelling),
        ColumnType::Array(element) => match element.as_ref() {
            // An array that only the server can print is a value of its own.
            ColumnType::Native(spelling) if !is_printed(spelling) => ColumnKind::Native,
            element => kind(element).array(),
        },
        other => other.standard_kind(),
    }
}

/// The kind of a type that only PostgreSQL has.
fn native_kind(spelling: &str) -> ColumnKind {
    match name(spelling).as_str() {
        "oid" | "xid" | "cid" => ColumnKind::U32,
        "xid8" => ColumnKind::U64,
        "\"char\"" | "name" | "citext" => ColumnKind::Text,
        "oidvector" => ColumnKind::U32.array(),
        "int2vector" => ColumnKind::I16.array(),
        name if name.starts_with("interval") => ColumnKind::Interval,
        _ => ColumnKind::Native,
    }
}

/// Whether the values of a type that only PostgreSQL has are printed here, and not by the server.
fn is_printed(spelling: &str) -> bool {
    native_kind(spelling) != ColumnKind::Native
        || matches!(
            name(spelling).as_str(),
            "xml"
                | "refcursor"
                | "jsonpath"
                | "inet"
                | "cidr"
                | "macaddr"
                | "macaddr8"
                | "bit"
                | "\"bit\""
                | "bit varying"
                | "varbit"
                | "pg_lsn"
                | "tid"
                | "time with time zone"
                | "timetz"
        )
}

/// The spelling in lower case and without what stands in parentheses.
fn name(spelling: &str) -> String {
    let mut name = spelling.trim().to_ascii_lowercase();
    if let (Some(start), Some(end)) = (name.find('('), name.find(')'))
        && start < end
    {
        name.replace_range(start..=end, "");
    }
    name
}

/// The type of a declaration, where the table lists it.
fn listed(declaration: &Declaration) -> Option<ColumnType> {
    if declaration.arguments.is_empty()
        && let Some(plain) = plain(&declaration.name)
    {
        return Some(plain);
    }
    Some(match declaration.name.as_str() {
        "numeric" | "decimal" | "dec" => declaration.decimal()?,
        // Without a length, these are of length 1; `bpchar` is the name of the one that has none.
        "character" | "char" | "national character" | "nchar" => ColumnType::Char {
            length: Some(declaration.one_argument()?.unwrap_or(1)),
        },
        "bpchar" => ColumnType::Char {
            length: declaration.one_argument()?,
        },
        "character varying" | "varchar" | "char varying" | "national character varying" => {
            ColumnType::VarChar {
                length: declaration.one_argument()?,
            }
        }
        "time" | "time without time zone" => ColumnType::Time {
            precision: declaration.one_argument()?,
        },
        "timestamp" | "timestamp without time zone" => ColumnType::Timestamp {
            precision: declaration.one_argument()?,
        },
        "timestamptz" | "timestamp with time zone" => ColumnType::TimestampTz {
            precision: declaration.one_argument()?,
        },
        _ => return None,
    })
}

/// The types without arguments.
fn plain(name: &str) -> Option<ColumnType> {
    Some(match name {
        "boolean" | "bool" => ColumnType::Boolean,
        "smallint" | "int2" => ColumnType::SmallInteger,
        "integer" | "int" | "int4" => ColumnType::Integer,
        "bigint" | "int8" => ColumnType::BigInteger,
        "real" | "float4" => ColumnType::Real,
        "double precision" | "float8" | "float" => ColumnType::Double,
        "text" => ColumnType::Text,
        "bytea" => ColumnType::Bytes,
        "date" => ColumnType::Date,
        "interval" => ColumnType::Interval,
        "uuid" => ColumnType::Uuid,
        "json" | "jsonb" => ColumnType::Json,
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
        let decimal = |precision, scale| ColumnType::Decimal { precision, scale };
        for (spelling, expected) in [
            ("boolean", ColumnType::Boolean),
            ("smallint", ColumnType::SmallInteger),
            ("integer", ColumnType::Integer),
            ("bigint", ColumnType::BigInteger),
            ("real", ColumnType::Real),
            ("double precision", ColumnType::Double),
            ("numeric", decimal(None, None)),
            ("numeric(10,2)", decimal(Some(10), Some(2))),
            ("numeric(5,-2)", decimal(Some(5), Some(-2))),
            ("character(3)", ColumnType::Char { length: Some(3) }),
            ("bpchar", ColumnType::Char { length: None }),
            (
                "character varying(120)",
                ColumnType::VarChar { length: Some(120) },
            ),
            ("character varying", ColumnType::VarChar { length: None }),
            ("text", ColumnType::Text),
            ("bytea", ColumnType::Bytes),
            ("date", ColumnType::Date),
            (
                "time without time zone",
                ColumnType::Time { precision: None },
            ),
            (
                "time(0) without time zone",
                ColumnType::Time { precision: Some(0) },
            ),
            (
                "timestamp without time zone",
                ColumnType::Timestamp { precision: None },
            ),
            (
                "timestamp(3) without time zone",
                ColumnType::Timestamp { precision: Some(3) },
            ),
            (
                "timestamp(6) with time zone",
                ColumnType::TimestampTz { precision: Some(6) },
            ),
            ("interval", ColumnType::Interval),
            ("uuid", ColumnType::Uuid),
            ("json", ColumnType::Json),
            ("jsonb", ColumnType::Json),
            (
                "integer[]",
                ColumnType::Array(Box::new(ColumnType::Integer)),
            ),
            (
                "numeric(4,1)[]",
                ColumnType::Array(Box::new(decimal(Some(4), Some(1)))),
            ),
        ] {
            assert_eq!(column_type(spelling), expected, "{spelling}");
        }
    }

    #[test]
    fn what_people_write_means_the_same() {
        for (written, spelled) in [
            ("INT4", "integer"),
            ("Varchar (10)", "character varying(10)"),
            ("timestamptz", "timestamp with time zone"),
            ("TIMESTAMP WITH TIME ZONE", "timestamp with time zone"),
            ("decimal(3)", "numeric(3)"),
            ("char", "character(1)"),
        ] {
            assert_eq!(column_type(written), column_type(spelled));
        }
    }

    #[test]
    fn everything_else_keeps_its_text() {
        for spelling in [
            "interval day to second(3)",
            "interval(2)",
            "bit(3)",
            "bit varying(7)",
            "time with time zone",
            "money",
            "\"char\"",
            "name",
            "public.mood",
            "\"My Type\"",
            "character varying(",
            "numeric(1,2,3)",
            "integer(3)",
        ] {
            assert_eq!(column_type(spelling), ColumnType::Native(spelling.into()));
        }
    }

    #[test]
    fn kinds_are_those_of_the_cells() {
        for (spelling, expected) in [
            ("integer", ColumnKind::I32),
            ("smallint[]", ColumnKind::I16.array()),
            ("oid", ColumnKind::U32),
            ("name", ColumnKind::Text),
            ("\"char\"[]", ColumnKind::Text.array()),
            ("interval(2)", ColumnKind::Interval),
            ("int2vector", ColumnKind::I16.array()),
            ("money", ColumnKind::Native),
            ("inet[]", ColumnKind::Native.array()),
            ("bit(3)[]", ColumnKind::Native.array()),
            ("time(3) with time zone[]", ColumnKind::Native.array()),
            ("box[]", ColumnKind::Native),
        ] {
            assert_eq!(kind(&column_type(spelling)), expected, "{spelling}");
        }
        assert_eq!(kind(&ColumnType::TinyInteger), ColumnKind::I16);
    }
}
