//! Types in words, for messages: the standard's names, whatever the vendor spells.

use crate::model::ColumnType;

/// A type in words.
pub(super) fn described(column_type: &ColumnType) -> String {
    let sized = |name: &str, size: Option<String>| match size {
        Some(size) => format!("{name}({size})"),
        None => name.to_owned(),
    };
    let length = |name: &str, length: &Option<u32>| sized(name, length.map(|n| n.to_string()));
    let digits = |name: &str, digits: &Option<u8>| sized(name, digits.map(|n| n.to_string()));
    let name = match column_type {
        ColumnType::Boolean => "boolean",
        ColumnType::TinyInteger => "tinyint",
        ColumnType::SmallInteger => "smallint",
        ColumnType::Integer => "integer",
        ColumnType::BigInteger => "bigint",
        ColumnType::Real => "real",
        ColumnType::Double => "double precision",
        ColumnType::Decimal { precision, scale } => {
            let size = precision.map(|precision| match scale {
                Some(scale) => format!("{precision}, {scale}"),
                None => precision.to_string(),
            });
            return sized("decimal", size);
        }
        ColumnType::Char { length: of } => return length("char", of),
        ColumnType::VarChar { length: of } => return length("varchar", of),
        ColumnType::Text => "text",
        ColumnType::Binary { length: of } => return length("binary", of),
        ColumnType::VarBinary { length: of } => return length("varbinary", of),
        ColumnType::Bytes => "bytes",
        ColumnType::Date => "date",
        ColumnType::Time { precision } => return digits("time", precision),
        ColumnType::Timestamp { precision } => return digits("timestamp", precision),
        ColumnType::TimestampTz { precision } => {
            return digits("timestamp with time zone", precision);
        }
        ColumnType::Interval => "interval",
        ColumnType::Uuid => "uuid",
        ColumnType::Json => "json",
        ColumnType::Array(element) => return format!("array of {}", described(element)),
        ColumnType::Named(name) => return name.to_string(),
        ColumnType::Native(name) => name,
        ColumnType::Any => "of any type",
    };
    name.to_owned()
}
