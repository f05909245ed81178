//! The types of columns as they are written: as introspection found them, or as [`value::spelling`](crate::value::spelling) spells
//! them.

use backend_core::error::Result;
use backend_core::model::Column;

use crate::value;
use crate::value::{is_type, spelling as spell};

/// The type of a column as it is written.
///
/// # Errors
/// [`NotSupported`](backend_core::error::ErrorKind::NotSupported) for types that PostgreSQL does not have, and for a native type that is more than
/// the name of one.
pub(super) fn spelling(column: &Column) -> Result<String> {
    match kept(column) {
        Some(declared) => Ok(declared.to_owned()),
        None => spell(&column.column_type),
    }
}

/// The spelling that introspection found, while it still means the column's type and nothing beside it.
fn kept(column: &Column) -> Option<&str> {
    let declared = column.declared_type.as_deref()?;
    (value::column_type(declared) == column.column_type && is_type(declared)).then_some(declared)
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::model::{Column, ColumnType, QualifiedName};

    use super::spelling;

    fn spelled(column_type: ColumnType, declared: Option<&str>) -> Result<String, ErrorKind> {
        let mut column = Column::new("c", column_type).unwrap();
        column.declared_type = declared.map(str::to_owned);
        spelling(&column).map_err(|error| error.kind())
    }

    #[test]
    fn each_type_has_a_spelling() {
        let decimal = |precision, scale| ColumnType::Decimal { precision, scale };
        let named = QualifiedName::with_schema("a b", "mood\"").unwrap();
        for (column_type, expected) in [
            (ColumnType::TinyInteger, "smallint"),
            (ColumnType::Double, "double precision"),
            (decimal(None, None), "numeric"),
            (decimal(Some(9), None), "numeric(9)"),
            (decimal(Some(9), Some(-2)), "numeric(9,-2)"),
            (ColumnType::Char { length: None }, "bpchar"),
            (ColumnType::Char { length: Some(3) }, "character(3)"),
            (
                ColumnType::VarChar { length: Some(3) },
                "character varying(3)",
            ),
            (ColumnType::VarBinary { length: Some(3) }, "bytea"),
            (
                ColumnType::TimestampTz { precision: Some(0) },
                "timestamptz(0)",
            ),
            (ColumnType::Json, "jsonb"),
            (ColumnType::Array(Box::new(ColumnType::Text)), "text[]"),
            (ColumnType::Named(named), "\"a b\".\"mood\"\"\""),
            (ColumnType::Native("tsvector".into()), "tsvector"),
        ] {
            assert_eq!(spelled(column_type, None).unwrap(), expected);
        }
        let refused = Err(ErrorKind::NotSupported(None));
        assert_eq!(spelled(ColumnType::Any, None), refused);
        assert_eq!(
            spelled(decimal(None, Some(2)), None),
            Err(ErrorKind::Interface)
        );
    }

    #[test]
    fn a_spelling_is_kept_while_it_means_the_type() {
        assert_eq!(spelled(ColumnType::Json, Some("json")).unwrap(), "json");
        assert_eq!(spelled(ColumnType::Json, Some("text")).unwrap(), "jsonb");
        let native = ColumnType::Native("int4range".into());
        assert_eq!(spelled(native, Some("int4range")).unwrap(), "int4range");
    }
}
