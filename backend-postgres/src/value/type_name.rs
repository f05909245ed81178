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
        Type::RECORD_ARRAY => "record[]",
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

#[cfg(test)]
mod tests {
    use tokio_postgres::types::{Kind, Type};

    use super::{type_name, type_name_with};

    fn user_type(schema: &str, name: &str) -> Type {
        Type::new(name.to_owned(), 100_000, Kind::Simple, schema.to_owned())
    }

    #[test]
    fn names_are_those_of_the_standard() {
        for (type_, name) in [
            (Type::INT4, "integer"),
            (Type::BPCHAR, "character"),
            (Type::CHAR, "\"char\""),
            (Type::TIMESTAMPTZ, "timestamp with time zone"),
            (Type::FLOAT8_ARRAY, "double precision[]"),
            (Type::OID_VECTOR, "oidvector"),
            (Type::RECORD_ARRAY, "record[]"),
            (Type::JSONB, "jsonb"),
        ] {
            assert_eq!(type_name(&type_), name);
        }
    }

    #[test]
    fn a_schema_is_named_where_it_is_not_the_usual_one() {
        assert_eq!(type_name(&user_type("public", "mood")), "mood");
        assert_eq!(type_name(&user_type("shop", "mood")), "shop.mood");
        assert_eq!(type_name(&user_type("My S", "a\"B")), "\"My S\".\"a\"\"B\"");
        let mood = user_type("shop", "mood");
        let moods = Type::new(
            "_mood".to_owned(),
            100_001,
            Kind::Array(mood),
            "shop".to_owned(),
        );
        assert_eq!(type_name(&moods), "shop.mood[]");
    }

    #[test]
    fn modifiers_stand_in_parentheses() {
        for (type_, modifier, name) in [
            (Type::VARCHAR, 124, "character varying(120)"),
            (Type::VARCHAR, -1, "character varying"),
            (Type::BPCHAR, 5, "character(1)"),
            (Type::BPCHAR, -1, "bpchar"),
            (Type::BIT, 3, "bit(3)"),
            (Type::BIT, -1, "\"bit\""),
            (Type::VARBIT, 7, "bit varying(7)"),
            (Type::NUMERIC, (10 << 16 | 2) + 4, "numeric(10,2)"),
            (Type::NUMERIC, (5 << 16 | 0x7FE) + 4, "numeric(5,-2)"),
            (Type::NUMERIC_ARRAY, (1_000 << 16) + 4, "numeric(1000,0)[]"),
            (Type::TIME, 0, "time(0) without time zone"),
            (Type::TIMESTAMPTZ, 3, "timestamp(3) with time zone"),
            (Type::INTERVAL, 0x7FFF_0003, "interval(3)"),
            (Type::INTERVAL, 0x1C08_FFFF, "interval day to second"),
            (Type::INTERVAL, 0x1000_0002, "interval second(2)"),
            (Type::INT4, -1, "integer"),
        ] {
            assert_eq!(type_name_with(&type_, modifier), name);
        }
    }
}
