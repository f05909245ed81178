//! The names of types as `format_type` spells them.

use tokio_postgres::types::{Kind, Type};

/// The type's name, without what stands in parentheses; with its schema where that is neither `pg_catalog` nor `public`.
pub(super) fn type_name(type_: &Type) -> String {
    if let Kind::Array(element) = type_.kind()
        && !is_vector(type_)
    {
        return format!("{}[]", type_name(element));
    }
    if let Some(name) = standard_name(type_) {
        return name.to_owned();
    }
    match type_.schema() {
        "pg_catalog" | "public" => quoted(type_.name()),
        schema => format!("{}.{}", quoted(schema), quoted(type_.name())),
    }
}

/// The type's name with what a column's modifier says: `numeric(10,2)`.
pub(super) fn type_name_with(type_: &Type, modifier: i32) -> String {
    if let Kind::Array(element) = type_.kind()
        && !is_vector(type_)
    {
        return format!("{}[]", type_name_with(element, modifier));
    }
    if modifier < 0 {
        // The server calls these by another name where they have no length, as `character` would mean one of 1.
        return match *type_ {
            Type::BPCHAR => "bpchar".to_owned(),
            Type::BIT => "\"bit\"".to_owned(),
            _ => type_name(type_),
        };
    }
    let length = modifier.saturating_sub(4);
    match *type_ {
        Type::BPCHAR => format!("character({length})"),
        Type::VARCHAR => format!("character varying({length})"),
        Type::BIT => format!("bit({modifier})"),
        Type::VARBIT => format!("bit varying({modifier})"),
        Type::NUMERIC => {
            // Eleven bits with sign.
            let scale = ((length & 0x7FF) ^ 0x400) - 0x400;
            format!("numeric({},{scale})", length >> 16 & 0xFFFF)
        }
        Type::TIME => format!("time({modifier}) without time zone"),
        Type::TIMETZ => format!("time({modifier}) with time zone"),
        Type::TIMESTAMP => format!("timestamp({modifier}) without time zone"),
        Type::TIMESTAMPTZ => format!("timestamp({modifier}) with time zone"),
        Type::INTERVAL => interval_name(modifier),
        _ => type_name(type_),
    }
}

/// The types whose catalog calls them arrays, and which have names of their own.
fn is_vector(type_: &Type) -> bool {
    matches!(*type_, Type::INT2_VECTOR | Type::OID_VECTOR)
}

/// The names of the SQL standard, which the catalog spells otherwise.
fn standard_name(type_: &Type) -> Option<&'static str> {
    Some(match *type_ {
        Type::BOOL => "boolean",
        Type::CHAR => "\"char\"",
        Type::INT2 => "smallint",
        Type::INT4 => "integer",
        Type::INT8 => "bigint",
        Type::FLOAT4 => "real",
        Type::FLOAT8 => "double precision",
        Type::BPCHAR => "character",
        Type::VARCHAR => "character varying",
        Type::VARBIT => "bit varying",
        Type::TIME => "time without time zone",
        Type::TIMETZ => "time with time zone",
        Type::TIMESTAMP => "timestamp without time zone",
        Type::TIMESTAMPTZ => "timestamp with time zone",
        _ => return None,
    })
}

/// The fields of an interval and its digits: `interval day to second(3)`.
fn interval_name(modifier: i32) -> String {
    let fields = match modifier >> 16 & 0x7FFF {
        0x0004 => " year",
        0x0002 => " month",
        0x0008 => " day",
        0x0400 => " hour",
        0x0800 => " minute",
        0x1000 => " second",
        0x0006 => " year to month",
        0x0408 => " day to hour",
        0x0C08 => " day to minute",
        0x1C08 => " day to second",
        0x0C00 => " hour to minute",
        0x1C00 => " hour to second",
        0x1800 => " minute to second",
        _ => "",
    };
    match modifier & 0xFFFF {
        0xFFFF => format!("interval{fields}"),
        digits => format!("interval{fields}({digits})"),
    }
}

/// The name, in quotes where it would be read as another without.
fn quoted(name: &str) -> String {
    let plain = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name
            .chars()
            .all(|character| matches!(character, 'a'..='z' | '0'..='9' | '_' | '$'));
    if plain {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}
