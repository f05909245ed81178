//! Models that use other crates: they compile, and real rows are read into them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

#[allow(
    dead_code,
    unreachable_pub,
    reason = "a module of a test, and only some fields are looked at"
)]
mod backend {
    include!("golden/types/sqlite/expected.backend.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    reason = "a module of a test, and only some fields are looked at"
)]
mod chrono_and_others {
    include!("golden/types/sqlite/expected.chrono.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    reason = "a module of a test, and only some fields are looked at"
)]
mod time_and_bigdecimal {
    include!("golden/types/sqlite/expected.time.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    reason = "a module of a test, and only some fields are looked at"
)]
mod jiff_alone {
    include!("golden/types/sqlite/expected.jiff.rs");
}
mod support;

use backend_core::connection::Connection;
use backend_core::model::Identifier;
use backend_core::row::FromRow;
use backend_core::sql::Statement;
use backend_core::value::Value;

use support::{Database, open};

const ROW: &str = "
    INSERT INTO kind (flag, plain, exact, varying, words, day, moment, stamp, instant, identifier, document, untyped)
    VALUES (1, 21, '12.50', 'Hello', NULL, '2024-02-29', '12:30:00', '2024-02-29 12:30:00',
        '2024-02-29 12:30:00+02:00', '67e55044-10b1-426f-9247-bb680e5fe0c8', '{\"a\": 1}', x'0102')
";

/// Reads the columns that the model lists.
async fn fetch<T: FromRow>(connection: &mut Connection, table: &str, columns: &[&str]) -> Vec<T> {
    let mut sql = connection.dialect().writer();
    sql.push("SELECT ");
    sql.list(columns, |sql, column| {
        sql.identifier(&Identifier::new(*column).unwrap());
    });
    sql.push(" FROM ")
        .identifier(&Identifier::new(table).unwrap());
    let statement: Statement = sql.finish();
    connection.fetch_as(&statement).await.unwrap()
}

macro_rules! read_kind {
    ($module:ident) => {{
        use $module::model::Model as _;

        let schema = include_str!("golden/types/sqlite/schema.sql");
        let database = Database::new(&format!("{schema};{ROW};"));
        let rows: Vec<$module::Kind> = futures_executor::block_on(async {
            let mut connection = open(&database.path).await.unwrap();
            let (table, columns) = ($module::Kind::TABLE, $module::Kind::COLUMNS);
            fetch(&mut connection, table, columns).await
        });
        let [row] = <[_; 1]>::try_from(rows).unwrap();
        assert_eq!(
            (row.id, row.flag, row.plain, row.computed),
            (1, true, Some(21), Some(42))
        );
        assert_eq!((row.words.as_deref(), row.kept.as_str()), (None, "Hello!"));
        assert_eq!(row.double_number, Some(f64::INFINITY));
        assert_eq!(row.untyped, Some(Value::Bytes(vec![1, 2])));
        row
    }};
}

#[test]
fn rows_are_read_into_the_projects_own_types() {
    let row = read_kind!(backend);
    assert_eq!(row.exact.to_string(), "12.5");
    assert_eq!(row.day.unwrap().to_string(), "2024-02-29");
    assert_eq!(
        row.instant.unwrap().to_string(),
        "2024-02-29 12:30:00+02:00"
    );
}

#[test]
fn rows_are_read_into_types_of_chrono_uuid_rust_decimal_and_serde_json() {
    let row = read_kind!(chrono_and_others);
    assert_eq!(row.exact, rust_decimal::Decimal::new(125, 1));
    assert_eq!(row.day, chrono::NaiveDate::from_ymd_opt(2024, 2, 29));
    assert_eq!(row.instant.unwrap().to_string(), "2024-02-29 10:30:00 UTC");
    assert_eq!(row.identifier.unwrap().get_version_num(), 4);
    assert_eq!(row.document.unwrap()["a"], 1);
}

#[test]
fn rows_are_read_into_types_of_time_and_bigdecimal() {
    let row = read_kind!(time_and_bigdecimal);
    assert_eq!(row.exact.to_string(), "12.5");
    assert_eq!(row.moment.unwrap().hour(), 12);
    assert_eq!(row.instant.unwrap().offset().whole_hours(), 2);
}

#[test]
fn rows_are_read_into_types_of_jiff() {
    let row = read_kind!(jiff_alone);
    assert_eq!(row.stamp.to_string(), "2024-02-29T12:30:00");
    assert_eq!(row.moment.unwrap().minute(), 30);
}
