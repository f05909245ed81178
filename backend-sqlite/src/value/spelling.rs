//! The spelling of the types that every database has, chosen so that SQLite never changes a value; [`column_type`](super::column_type)
//! reads it.

use backend_core::error::Result;
use backend_core::model::ColumnType;
use backend_core::sql::{sized, sized_decimal};

/// A type as it is written; `None` for types of a user's own, of another vendor's, arrays, and no type.
pub(crate) fn spelling(column_type: &ColumnType) -> Result<Option<String>> {
    Ok(Some(match column_type {
        ColumnType::Boolean => "boolean".to_owned(),
        ColumnType::TinyInteger => "tinyint".to_owned(),
        ColumnType::SmallInteger => "smallint".to_owned(),
        ColumnType::Integer => "int".to_owned(),
        ColumnType::BigInteger => "bigint".to_owned(),
        ColumnType::Real => "float4".to_owned(),
        ColumnType::Double => "double precision".to_owned(),
        ColumnType::Decimal { precision, scale } => {
            sized_decimal("decimal_text", *precision, *scale)?
        }
        ColumnType::Char { length } => sized("char", *length),
        ColumnType::VarChar { length } => sized("varchar", *length),
        ColumnType::Text => "text".to_owned(),
        ColumnType::Binary { length } => sized("binary", *length),
        ColumnType::VarBinary { length } => sized("varbinary", *length),
        ColumnType::Bytes => "blob".to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Time { precision } => sized("time", *precision),
        ColumnType::Timestamp { precision } => sized("timestamp", *precision),
        ColumnType::TimestampTz { precision } => sized("timestamptz", *precision),
        ColumnType::Interval => "interval".to_owned(),
        ColumnType::Uuid => "uuid".to_owned(),
        ColumnType::Json => "json_text".to_owned(),
        _ => return Ok(None),
    }))
}

#[cfg(test)]
mod tests {
    use backend_core::model::ColumnType;

    use super::spelling;
    use crate::value::column_type;

    #[test]
    fn what_is_spelled_is_read() {
        for expected in [
            ColumnType::Real,
            ColumnType::Double,
            ColumnType::BigInteger,
            ColumnType::Decimal {
                precision: Some(9),
                scale: Some(2),
            },
            ColumnType::VarChar { length: Some(3) },
            ColumnType::TimestampTz { precision: Some(3) },
            ColumnType::Json,
        ] {
            let spelled = spelling(&expected).unwrap().unwrap();
            assert_eq!(column_type(&spelled), expected, "{spelled}");
        }
        assert_eq!(spelling(&ColumnType::Any).unwrap(), None);
    }
}
