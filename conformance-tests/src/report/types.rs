//! How a vendor spells the types of the model.

use backend_core::backend::Backend;
use backend_core::error::Result;
use backend_core::model::{Column, ColumnType, QualifiedName, Table};
use backend_core::wrapper::ServerInfo;

/// A type of the model and the vendor's words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeSpelling {
    pub(crate) name: &'static str,
    /// None where the vendor has no such type.
    pub(crate) spelled: Option<String>,
}

/// The types that are asked for, each with what it is called in reports.
fn types() -> Vec<(&'static str, ColumnType)> {
    vec![
        ("Boolean", ColumnType::Boolean),
        ("TinyInteger", ColumnType::TinyInteger),
        ("SmallInteger", ColumnType::SmallInteger),
        ("Integer", ColumnType::Integer),
        ("BigInteger", ColumnType::BigInteger),
        ("Real", ColumnType::Real),
        ("Double", ColumnType::Double),
        (
            "Decimal(20, 4)",
            ColumnType::Decimal {
                precision: Some(20),
                scale: Some(4),
            },
        ),
        ("Char(10)", ColumnType::Char { length: Some(10) }),
        ("VarChar(100)", ColumnType::VarChar { length: Some(100) }),
        ("Text", ColumnType::Text),
        ("Binary(16)", ColumnType::Binary { length: Some(16) }),
        (
            "VarBinary(100)",
            ColumnType::VarBinary { length: Some(100) },
        ),
        ("Bytes", ColumnType::Bytes),
        ("Date", ColumnType::Date),
        ("Time", ColumnType::Time { precision: None }),
        ("Timestamp", ColumnType::Timestamp { precision: None }),
        ("TimestampTz", ColumnType::TimestampTz { precision: None }),
        ("Interval", ColumnType::Interval),
        ("Uuid", ColumnType::Uuid),
        ("Json", ColumnType::Json),
        (
            "Array(Integer)",
            ColumnType::Array(Box::new(ColumnType::Integer)),
        ),
    ]
}

/// How the vendor spells each type for that server.
pub(crate) fn spelled(backend: &Backend, server: &ServerInfo) -> Vec<TypeSpelling> {
    let spell = |(name, column_type)| TypeSpelling {
        name,
        spelled: one(backend, server, column_type)
            .ok()
            .filter(|words| !words.is_empty()),
    };
    types().into_iter().map(spell).collect()
}

fn one(backend: &Backend, server: &ServerInfo, column_type: ColumnType) -> Result<String> {
    let dialect = backend.dialect(server);
    let column = Column::new("c", column_type)?;
    let table = Table::new(QualifiedName::new("t")?).with_column(column.clone());
    let mut out = dialect.writer();
    backend
        .schema_editor
        .column_type(&dialect, &table, &column, &mut out)?;
    Ok(out.as_str().trim().to_owned())
}
