//! The spelling of types.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::ColumnType;
use backend_core::value::{ColumnKind, Decimal, Value};

use super::{assert_stays, body, column, made, name, refusal, table_of};
use crate::value;

/// Every type and its spelling.
fn types() -> Vec<(ColumnType, &'static str)> {
    vec![
        (ColumnType::Boolean, " boolean"),
        (ColumnType::TinyInteger, " tinyint"),
        (ColumnType::SmallInteger, " smallint"),
        (ColumnType::Integer, " int"),
        (ColumnType::BigInteger, " bigint"),
        (ColumnType::Real, " float4"),
        (ColumnType::Double, " double precision"),
        (
            ColumnType::Decimal {
                precision: None,
                scale: None,
            },
            " decimal_text",
        ),
        (
            ColumnType::Decimal {
                precision: Some(10),
                scale: None,
            },
            " decimal_text(10)",
        ),
        (
            ColumnType::Decimal {
                precision: Some(38),
                scale: Some(-2),
            },
            " decimal_text(38,-2)",
        ),
        (ColumnType::Char { length: Some(3) }, " char(3)"),
        (ColumnType::Char { length: None }, " char"),
        (ColumnType::VarChar { length: Some(120) }, " varchar(120)"),
        (ColumnType::VarChar { length: None }, " varchar"),
        (ColumnType::Text, " text"),
        (ColumnType::Binary { length: Some(16) }, " binary(16)"),
        (ColumnType::VarBinary { length: Some(16) }, " varbinary(16)"),
        (ColumnType::Bytes, " blob"),
        (ColumnType::Date, " date"),
        (ColumnType::Time { precision: None }, " time"),
        (ColumnType::Time { precision: Some(3) }, " time(3)"),
        (
            ColumnType::Timestamp { precision: Some(6) },
            " timestamp(6)",
        ),
        (
            ColumnType::TimestampTz { precision: Some(0) },
            " timestamptz(0)",
        ),
        (ColumnType::Interval, " interval"),
        (ColumnType::Uuid, " uuid"),
        (ColumnType::Json, " json_text"),
        (ColumnType::Native("BIG POINT(2)".into()), " BIG POINT(2)"),
        (ColumnType::Any, ""),
    ]
}

#[test]
fn each_type_has_a_spelling_that_is_read_as_the_same_type() {
    for (column_type, spelling) in types() {
        let table = table_of(column("a", column_type.clone()));
        assert_eq!(body(&table), format!("\"a\"{spelling}"));
        assert_eq!(value::column_type(spelling), column_type);
        assert_eq!(made(&table).columns[0].column_type, column_type);
    }
}

#[test]
fn no_spelling_changes_the_values_of_its_type() {
    let text = |text: &str| Value::Text(text.into());
    let many_digits: Decimal = "12345678901234567890123456789.0000000000".parse().unwrap();
    let samples = |column_type: &ColumnType| match value::kind(column_type) {
        ColumnKind::Bool => vec![Value::Bool(true)],
        ColumnKind::I64 => vec![Value::I64(i64::MAX), Value::I64(i64::MIN)],
        ColumnKind::F32 | ColumnKind::F64 => {
            vec![Value::F64(1.0), Value::F64(f64::INFINITY)]
        }
        ColumnKind::Decimal => {
            vec![
                Value::Decimal(many_digits.clone()),
                Value::Decimal("1".parse().unwrap()),
            ]
        }
        ColumnKind::Text => vec![text("1"), text("1e3"), text(" 007 ")],
        ColumnKind::Bytes => vec![Value::Bytes(b"12".to_vec())],
        ColumnKind::Date => vec![Value::Date("infinity".parse().unwrap())],
        ColumnKind::Json => vec![Value::Json("1".into())],
        ColumnKind::Unknown if *column_type == ColumnType::Any => {
            vec![
                text("1"),
                Value::I64(1),
                Value::F64(1.0),
                Value::Bytes(vec![1]),
            ]
        }
        _ => vec![],
    };
    for (column_type, spelling) in types() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection
            .execute_batch(&format!("CREATE TABLE t (a{spelling})"))
            .unwrap();
        for sample in samples(&column_type) {
            let mut spelled = String::new();
            let stored = value::store(sample.as_ref(), &mut spelled).unwrap();
            let stored = rusqlite::types::ToSqlOutput::Borrowed(stored);
            let same: bool = connection
                .query_row(
                    "INSERT INTO t VALUES (?1) RETURNING a IS ?1 AND typeof(a) = typeof(?1)",
                    [stored],
                    |row| row.get(0),
                )
                .unwrap();
            assert!(same, "{sample:?} in{spelling}");
        }
    }
}

#[test]
fn a_declaration_is_kept_while_it_means_the_type() {
    let declared = |text: &str, column_type| {
        let mut column = column("a", column_type);
        column.declared_type = Some(text.into());
        body(&table_of(column))
    };
    assert_eq!(
        declared("NVARCHAR (9)", ColumnType::VarChar { length: Some(9) }),
        "\"a\" NVARCHAR (9)"
    );
    assert_eq!(
        declared("NVARCHAR(9)", ColumnType::VarChar { length: Some(8) }),
        "\"a\" varchar(8)"
    );
    assert_eq!(declared("INTEGER", ColumnType::BigInteger), "\"a\" INTEGER");
    assert_eq!(declared("ANY", ColumnType::Any), "\"a\" ANY");
    let quoted = ColumnType::Native("my type".into());
    assert_eq!(declared("\"my type\"", quoted.clone()), "\"a\" \"my type\"");
    assert_eq!(body(&table_of(column("a", quoted))), "\"a\" my type");
    let trick = "text DEFAULT (load_extension('x'))";
    assert_eq!(declared(trick, ColumnType::Text), "\"a\" text");
}

#[test]
fn what_is_more_than_a_type_is_refused() {
    for text in [
        "",
        "INT PRIMARY KEY",
        "text DEFAULT 1",
        "text, b",
        "text) STRICT --",
        "text -- comment",
        "text /* c */",
        "text; DROP TABLE t",
        "text(1) COLLATE nocase",
        "int AS (1)",
        "int GENERATED ALWAYS AS (1)",
        "int NOT NULL",
        "text(",
        "POINT(2) big",
        "'text'",
        "\"a\" \"b\"",
        "\"a\" int",
        "\"a",
        "(1)",
        "1",
        "x\0y",
    ] {
        let error = refusal(table_of(column("a", ColumnType::Native(text.into()))));
        assert_eq!(error.kind(), ErrorKind::NotSupported(None), "{text}");
        assert_eq!(error.detail().column.as_deref(), Some("a"));
    }
}

#[test]
fn what_sqlite_has_no_type_for_is_refused() {
    let array = ColumnType::Array(Box::new(ColumnType::Text));
    let error = refusal(table_of(column("a", array)));
    assert_eq!(
        error.kind(),
        ErrorKind::NotSupported(Some(Flag::supports_arrays))
    );
    let error = refusal(table_of(column("a", ColumnType::Named(name("mood")))));
    assert_eq!(error.kind(), ErrorKind::NotSupported(None));
    let scale = ColumnType::Decimal {
        precision: None,
        scale: Some(2),
    };
    assert_eq!(
        refusal(table_of(column("a", scale))).kind(),
        ErrorKind::Interface
    );
}

#[test]
fn a_strict_table_has_six_types() {
    let strict = |column_type| {
        let mut table = table_of(column("a", column_type));
        table.options.set("STRICT", None);
        table
    };
    for (column_type, spelling) in [
        (ColumnType::Integer, "int"),
        (ColumnType::BigInteger, "integer"),
        (ColumnType::Double, "real"),
        (ColumnType::Text, "text"),
        (ColumnType::Bytes, "blob"),
        (ColumnType::Any, "any"),
    ] {
        assert_eq!(
            body(&strict(column_type.clone())),
            format!("\"a\" {spelling}")
        );
        assert_eq!(
            made(&strict(column_type.clone())).columns[0].column_type,
            column_type
        );
    }
    let error = refusal(strict(ColumnType::Boolean));
    assert_eq!(error.kind(), ErrorKind::NotSupported(None));
    assert!(
        error
            .to_string()
            .contains("INT, INTEGER, REAL, TEXT, BLOB, ANY"),
        "{error}"
    );
    let mut bool_as_text = strict(ColumnType::Boolean);
    bool_as_text.columns[0].declared_type = Some("BOOL".into());
    assert_eq!(refusal(bool_as_text).kind(), ErrorKind::NotSupported(None));
}

#[test]
fn declarations_of_every_sort_stay() {
    assert_stays(
        "CREATE TABLE t (a, b INT(11), c \"my type\", d [odd], e DOUBLE  PRECISION, f VARCHAR ( 9 ), g ANY); \
         CREATE TABLE s (a INTEGER PRIMARY KEY, b TEXT, c ANY, d REAL, e INT, f BLOB) STRICT",
    );
}
