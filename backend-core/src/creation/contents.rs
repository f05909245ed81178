//! [`Contents`]: all rows of a database as a value. Behind the feature `serde` it can be written in any format, and read again.

use crate::model::{Identifier, QualifiedName};
use crate::value::Value;

/// All rows of a database, and where its sequences are: what [`Backend::serialize`](crate::backend::Backend::serialize) reads
/// and [`Backend::restore`](crate::backend::Backend::restore) puts back.
///
/// Each value is kept as the database gives it, so that nothing is lost: NaN, digits of decimals, bytes, arrays, values of the
/// vendor's own types. What the database computes itself is left out: columns that are generated, rows of views, rows that
/// another server keeps. Behind the feature `serde` it is written and read with the names of its fields.
///
/// # Example
/// ```
/// use backend_core::error::Error;
///
/// # futures_executor::block_on(async {
/// # let settings = toy_backend::BACKEND.settings("toy:")?;
/// let mut connection = toy_backend::BACKEND.connect(&settings).await?;
/// connection.batch("CREATE TABLE artist (id bigint, name text)").await?;
/// connection.batch("INSERT INTO artist (id, name) VALUES (1, 'Bach')").await?;
///
/// let contents = toy_backend::BACKEND.serialize(&mut connection).await?;
/// assert_eq!(contents.tables[0].rows.len(), 1);
/// connection.batch("DELETE FROM artist").await?;
/// toy_backend::BACKEND.restore(&mut connection, &contents).await?;
/// assert_eq!(toy_backend::BACKEND.serialize(&mut connection).await?, contents);
/// # Ok::<(), Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Contents {
    /// The tables, each after those that it refers to as far as that can be.
    pub tables: Vec<TableContents>,
    /// Where sequences are.
    pub positions: Vec<Position>,
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct TableContents {
    /// The table.
    pub name: QualifiedName,
    /// The columns that a row has values for, in order.
    pub columns: Vec<Identifier>,
    /// The rows, by primary key where there is one.
    pub rows: Vec<Vec<Value>>,
}

/// Where a sequence is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Position {
    /// The sequence; the table, where the vendor numbers tables and has no sequences.
    pub name: QualifiedName,
    /// The number that it gave last, or will give first.
    pub value: i64,
    /// Whether that number was given.
    pub is_given: bool,
}

impl Position {
    /// A sequence that gave `value` last, or will give it first.
    #[must_use]
    pub const fn new(name: QualifiedName, value: i64, is_given: bool) -> Self {
        Self {
            name,
            value,
            is_given,
        }
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use std::borrow::Cow;

    use super::{Contents, Position, TableContents};
    use crate::model::{Identifier, QualifiedName};
    use crate::value::{Array, ColumnKind, Decimal, Native, NativeContent, Value};

    #[test]
    fn what_is_written_as_json_is_read_again_without_loss() {
        let decimal = |text: &str| Value::Decimal(Decimal::parse(text).unwrap());
        let native = |content| {
            Value::Native(Box::new(Native {
                type_name: Cow::Borrowed("point"),
                content,
            }))
        };
        let array = Array::new(ColumnKind::F64, vec![Value::F64(f64::NAN), Value::Null]);
        let row = vec![
            Value::Null,
            Value::Bool(true),
            Value::I64(i64::MIN),
            Value::U64(u64::MAX),
            Value::F32(0.1),
            Value::F64(-0.0),
            Value::F64(f64::NAN),
            Value::F64(f64::NEG_INFINITY),
            Value::F64(f64::MIN_POSITIVE),
            decimal("-123456789012345678901234567890.000100"),
            decimal("NaN"),
            Value::Text("\"né\" \u{1}\n🦀".into()),
            Value::Bytes(vec![0, 255]),
            Value::Date("2024-02-29".parse().unwrap()),
            Value::Time("10:20:30.000001".parse().unwrap()),
            Value::TimestampTz("2024-02-29 10:20:30+02:00".parse().unwrap()),
            Value::Interval("P1Y-3DT0.5S".parse().unwrap()),
            Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()),
            Value::Json("{\"a\":  1}".into()),
            Value::Array(Box::new(array)),
            native(NativeContent::Text("(1,2)".into())),
            native(NativeContent::Bytes(vec![7, 0].into())),
        ];
        let name = QualifiedName::with_schema("shop", "a.b").unwrap();
        let contents = Contents {
            tables: vec![TableContents {
                name: name.clone(),
                columns: vec![Identifier::new("every \"thing\"").unwrap()],
                rows: vec![row, Vec::new()],
            }],
            positions: vec![Position::new(name, -3, false)],
        };
        let json = serde_json::to_string(&contents).unwrap();
        let read: Contents = serde_json::from_str(&json).unwrap();
        // As text, because NaN is not equal to itself.
        assert_eq!(format!("{read:?}"), format!("{contents:?}"));
    }
}
