//! The toy's SQL: what it does, and how it refuses what it does not.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Integrity};
use backend_core::sql::Statement;
use backend_core::value::{Array, ColumnKind, IntoValue, Native, NativeContent, Value};
use futures_executor::block_on;
use toy_backend::BACKEND;

fn with(script: &str) -> Connection {
    block_on(async {
        let settings = BACKEND.settings("toy:").unwrap();
        let mut connection = BACKEND.connect(&settings).await.unwrap();
        connection.batch(script).await.unwrap();
        connection
    })
}

fn artists() -> Connection {
    with(
        "CREATE TABLE artist (id bigint NOT NULL, name text, born integer DEFAULT 1685, PRIMARY KEY (id)); \
         INSERT INTO artist (id, name) VALUES (1, 'Bach'), (2, 'Händel'); \
         INSERT INTO artist (id, name, born) VALUES (3, NULL, NULL), (4, 'Vivaldi', 1678);",
    )
}

fn ids(connection: &mut Connection, rest: &str) -> Vec<i64> {
    let statement = Statement::new(format!("SELECT id FROM artist {rest}"));
    let rows: Vec<(i64,)> = block_on(connection.fetch_as(&statement)).unwrap();
    rows.into_iter().map(|(id,)| id).collect()
}

fn refusal(connection: &mut Connection, sql: &str) -> (ErrorKind, String) {
    let error = block_on(connection.execute(&Statement::new(sql))).unwrap_err();
    assert_eq!(error.sql(), Some(sql));
    (error.kind(), error.to_string())
}

#[test]
fn conditions_have_three_values() {
    let mut connection = artists();
    for (rest, expected) in [
        ("WHERE name = 'Bach'", &[1][..]),
        ("WHERE NOT name = 'Bach'", &[2, 4]),
        ("WHERE name IS NULL OR born < 1680", &[3, 4]),
        ("WHERE name IS NOT NULL AND NOT (born <> 1685)", &[1, 2]),
        ("WHERE id IN (1, NULL)", &[1]),
        ("WHERE id NOT IN (1, NULL)", &[]),
        ("WHERE id NOT IN (1, 2.0)", &[3, 4]),
        ("WHERE NULL = NULL", &[]),
        ("WHERE TRUE", &[1, 2, 3, 4]),
        ("AS a WHERE a.id >= 2 AND \"a\".\"id\" <= 3.5E0", &[2, 3]),
    ] {
        assert_eq!(ids(&mut connection, rest), expected, "{rest}");
    }
}

#[test]
fn rows_are_sorted_and_cut() {
    let mut connection = artists();
    for (rest, expected) in [
        ("ORDER BY name", &[3, 1, 2, 4][..]),
        ("ORDER BY born DESC, id DESC", &[2, 1, 4, 3]),
        ("ORDER BY id LIMIT 2", &[1, 2]),
        ("ORDER BY id ASC LIMIT 2 OFFSET 3", &[4]),
        ("ORDER BY id DESC OFFSET 2", &[2, 1]),
        ("LIMIT 0", &[]),
    ] {
        assert_eq!(ids(&mut connection, rest), expected, "{rest}");
    }
    let count = Statement::new("SELECT COUNT(*) FROM artist WHERE born = ?").bind(1685);
    let rows: Vec<(i64,)> = block_on(connection.fetch_as(&count)).unwrap();
    assert_eq!(rows, [(2,)]);
}

#[test]
fn rows_are_changed_and_removed() {
    let mut connection = artists();
    let update = Statement::new("UPDATE artist SET id = born, name = ? WHERE id = ?");
    let update = update.bind("Antonio").bind(4);
    assert_eq!(
        block_on(connection.execute(&update)).unwrap().affected,
        Some(1)
    );
    assert_eq!(ids(&mut connection, "WHERE name = 'Antonio'"), [1678]);
    let delete = Statement::new("DELETE FROM artist WHERE id < 3");
    assert_eq!(
        block_on(connection.execute(&delete)).unwrap().affected,
        Some(2)
    );
    assert_eq!(ids(&mut connection, "ORDER BY id"), [3, 1678]);
}

#[test]
fn the_first_rows_of_an_order_are_changed_and_removed() {
    let mut connection = artists();
    for (sql, affected) in [
        ("UPDATE artist SET name = 'x' ORDER BY id DESC LIMIT 2", 2),
        (
            "UPDATE artist SET name = 'y' WHERE id < 3 ORDER BY id LIMIT 1",
            1,
        ),
        ("DELETE FROM artist WHERE name = 'x' ORDER BY id LIMIT 1", 1),
        ("DELETE FROM artist LIMIT 0", 0),
    ] {
        let done = block_on(connection.execute(&Statement::new(sql))).unwrap();
        assert_eq!(done.affected, Some(affected), "{sql}");
    }
    assert_eq!(ids(&mut connection, "ORDER BY id"), [1, 2, 4]);
    assert_eq!(ids(&mut connection, "WHERE name = 'x'"), [4]);
    assert_eq!(ids(&mut connection, "WHERE name = 'y'"), [1]);
}

#[test]
fn a_refused_statement_changes_nothing() {
    let mut connection = artists();
    let unique = ErrorKind::Integrity(Integrity::Unique);
    for (sql, kind) in [
        ("INSERT INTO artist (id) VALUES (5), (1)", unique),
        ("INSERT INTO artist (id) VALUES (5), (5)", unique),
        (
            "INSERT INTO artist (id) VALUES (5), (NULL)",
            ErrorKind::Integrity(Integrity::NotNull),
        ),
        (
            "INSERT INTO artist (name) VALUES ('x')",
            ErrorKind::Integrity(Integrity::NotNull),
        ),
        ("UPDATE artist SET id = 7", unique),
        ("UPDATE artist SET born = 'early'", ErrorKind::Data),
        (
            "INSERT INTO artist (id, born) VALUES (5, 5000000000)",
            ErrorKind::Data,
        ),
        ("CREATE UNIQUE INDEX by_born ON artist (born)", unique),
    ] {
        assert_eq!(refusal(&mut connection, sql).0, kind, "{sql}");
    }
    assert_eq!(ids(&mut connection, "ORDER BY id"), [1, 2, 3, 4]);
    // An update may shift keys over each other: only what it leaves behind counts.
    block_on(connection.batch("UPDATE artist SET id = 9 WHERE id = 4")).unwrap();
}

#[test]
fn a_unique_violation_names_table_columns_and_constraint() {
    let mut connection = with(
        "CREATE TABLE t (a text, b text, CONSTRAINT once UNIQUE (a, b)); \
         INSERT INTO t (a, b) VALUES ('x', 'y'), ('x', NULL), ('x', NULL)",
    );
    let insert = Statement::new("INSERT INTO t (a, b) VALUES ('x', 'y')");
    let error = block_on(connection.execute(&insert)).unwrap_err();
    assert_eq!(error.detail().table.as_deref(), Some("t"));
    assert_eq!(error.detail().column.as_deref(), Some("a, b"));
    assert_eq!(error.detail().constraint.as_deref(), Some("once"));
}

#[test]
fn what_is_missing_or_taken_is_named() {
    let mut connection = artists();
    for (sql, kind, message) in [
        (
            "SELECT id FROM nobody",
            ErrorKind::DoesNotExist,
            "no such table: nobody",
        ),
        (
            "SELECT nothing FROM artist",
            ErrorKind::DoesNotExist,
            "no such column: nothing",
        ),
        (
            "SELECT id FROM artist WHERE album.id = 1",
            ErrorKind::DoesNotExist,
            "no such column: id",
        ),
        (
            "INSERT INTO artist (nothing) VALUES (1)",
            ErrorKind::DoesNotExist,
            "no such column: nothing",
        ),
        (
            "DROP INDEX nothing",
            ErrorKind::DoesNotExist,
            "no such index: nothing",
        ),
        (
            "CREATE TABLE artist (id)",
            ErrorKind::AlreadyExists,
            "artist exists already",
        ),
        (
            "CREATE TABLE toy_keys (id)",
            ErrorKind::AlreadyExists,
            "toy_keys exists already",
        ),
        (
            "DROP TABLE toy_keys",
            ErrorKind::DoesNotExist,
            "no such table: toy_keys",
        ),
    ] {
        assert_eq!(
            refusal(&mut connection, sql),
            (kind, message.to_owned()),
            "{sql}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let mut connection = artists();
    for (sql, position, message) in [
        ("", 0, "expected a statement, found the end at byte 0"),
        (
            "VACUUM",
            0,
            "expected a statement, found `VACUUM` at byte 0",
        ),
        (
            "SELECT id FROM artist JOIN album",
            22,
            "expected the end of the statement, found `JOIN` at byte 22",
        ),
        (
            "SELECT id, FROM artist",
            11,
            "expected a value, found `FROM` at byte 11",
        ),
        (
            "SELECT 'it",
            7,
            "expected a value, found a quote without end at byte 7",
        ),
        (
            "SELECT 1; SELECT 2",
            10,
            "expected the end of the statement, found `SELECT` at byte 10",
        ),
        (
            "SELECT id FROM artist LIMIT 1 'secret'",
            30,
            "expected the end of the statement, found a string at byte 30",
        ),
        (
            "CREATE TABLE t (a intger)",
            18,
            "there is no such type at byte 18",
        ),
        (
            "SELECT X'0'",
            7,
            "the literal at byte 7 does not say a value",
        ),
    ] {
        let error = block_on(connection.execute(&Statement::new(sql))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Programming, "{sql}");
        assert_eq!(error.detail().position, Some(position), "{sql}");
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn nesting_ends_before_the_stack_does() {
    let mut connection = artists();
    let deep = |depth: usize| format!("SELECT {}1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(block_on(connection.execute(&Statement::new(deep(60)))).is_ok());
    assert_eq!(
        refusal(&mut connection, &deep(100_000)).0,
        ErrorKind::Programming
    );
    let not = format!("SELECT {}TRUE", "NOT ".repeat(100_000));
    assert_eq!(refusal(&mut connection, &not).0, ErrorKind::Programming);
    let wide = format!("WHERE {}", vec!["id = 1"; 10_000].join(" OR "));
    assert_eq!(ids(&mut connection, &wide), [1]);
}

#[test]
fn parameters_are_counted() {
    let mut connection = artists();
    let insert = Statement::new("INSERT INTO artist (id, name) VALUES (?, ?)").bind(5);
    let error = block_on(connection.execute(&insert)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interface);
    assert_eq!(
        error.to_string(),
        "the statement has 2 parameters, 1 were given"
    );
}

#[test]
fn values_come_back_as_they_were_put_in() {
    let mut connection = with("CREATE TABLE t (v)");
    let values = [
        Value::Null,
        Value::Bool(true),
        Value::I64(i64::MIN),
        Value::U64(u64::MAX),
        Value::F32(0.1),
        Value::F64(f64::NEG_INFINITY),
        Value::Decimal("12345678901234567890.1250".parse().unwrap()),
        Value::Decimal("NaN".parse().unwrap()),
        Value::Text("nul \0 and 🦀".to_owned()),
        Value::Bytes(vec![0, 255]),
        Value::Date("2024-02-29".parse().unwrap()),
        Value::TimestampTz("2024-02-29T12:00:00.123456789+05:30".parse().unwrap()),
        Value::Interval("P1M-2DT3.5S".parse().unwrap()),
        Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()),
        Value::Json("{\"a\": 1}".to_owned()),
        Value::Array(Box::new(
            Array::with_dimensions(
                ColumnKind::I64,
                vec![2, 1],
                vec![Value::I64(1), Value::Null],
            )
            .unwrap(),
        )),
        Value::Native(Box::new(Native {
            type_name: "money".into(),
            content: NativeContent::Text("$1".into()),
        })),
    ];
    for value in values {
        block_on(async {
            connection.batch("DELETE FROM t").await.unwrap();
            let insert = Statement::new("INSERT INTO t (v) VALUES (?)").bind(value.clone());
            connection.execute(&insert).await.unwrap();
            let rows: Vec<(Value,)> = connection
                .fetch_as(&Statement::new("SELECT v FROM t"))
                .await
                .unwrap();
            assert_eq!(rows, [(value,)]);
        });
    }
}

fn stored(column_type: &str, value: impl IntoValue) -> Result<Value, ErrorKind> {
    let mut connection = with(&format!("CREATE TABLE t (v {column_type})"));
    block_on(async {
        let insert = Statement::new("INSERT INTO t (v) VALUES (?)").bind(value);
        connection
            .execute(&insert)
            .await
            .map_err(|error| error.kind())?;
        let rows: Vec<(Value,)> = connection
            .fetch_as(&Statement::new("SELECT v FROM t"))
            .await
            .unwrap();
        Ok(rows.into_iter().next().unwrap().0)
    })
}

#[test]
fn a_typed_column_converts_or_refuses() {
    let decimal = |text: &str| Value::Decimal(text.parse().unwrap());
    assert_eq!(stored("real", 0.1_f64), Ok(Value::F32(0.1)));
    assert_eq!(stored("double", 3), Ok(Value::F64(3.0)));
    assert_eq!(
        stored("uuid", "67e55044-10b1-426f-9247-bb680e5fe0c8").map(|v| v.as_ref().kind()),
        Ok(ColumnKind::Uuid)
    );
    assert_eq!(
        stored("decimal(5, 2)", decimal("-123.450")),
        Ok(decimal("-123.450"))
    );
    assert_eq!(
        stored("decimal(2, 2)", decimal("0.05")),
        Ok(decimal("0.05"))
    );
    assert_eq!(
        stored("varchar(3)", "äöü"),
        Ok(Value::Text("äöü".to_owned()))
    );
    assert_eq!(
        stored("integer[]", vec![1_i64, 2]),
        Ok(vec![1_i32, 2].into_value().value)
    );
    for refused in [
        stored("decimal(5, 2)", decimal("1000")),
        stored("decimal(5, 2)", decimal("0.001")),
        stored("decimal(5, 2)", decimal("Infinity")),
        stored("decimal", "1.5"),
        stored("varchar(3)", "äöüß"),
        stored("varbinary(1)", vec![1_u8, 2]),
        stored("tinyint", 128),
        stored("bigint", "1"),
        stored("text", 1),
        stored("integer[]", vec![5_000_000_000_i64]),
        stored("date", "1685-02-30"),
    ] {
        assert_eq!(refused, Err(ErrorKind::Data));
    }
}

#[test]
fn a_default_fits_its_column_or_there_is_no_table() {
    let mut connection = with(
        "CREATE TABLE t (a integer, b json DEFAULT '{}', c bytes DEFAULT X'00fF', d real DEFAULT -1E-1)",
    );
    let error = refusal(&mut connection, "CREATE TABLE u (a integer DEFAULT 'one')");
    assert_eq!(
        error,
        (
            ErrorKind::Data,
            "the value does not fit a of u, which is integer".to_owned()
        )
    );
    assert_eq!(
        refusal(&mut connection, "SELECT * FROM u").0,
        ErrorKind::DoesNotExist
    );
    block_on(async {
        connection
            .batch("INSERT INTO t (a) VALUES (1)")
            .await
            .unwrap();
        let rows: Vec<(i64, Value, Value, Value)> = connection
            .fetch_as(&Statement::new("SELECT * FROM t"))
            .await
            .unwrap();
        let expected = (
            1,
            Value::Json("{}".to_owned()),
            Value::Bytes(vec![0, 255]),
            Value::F32(-0.1),
        );
        assert_eq!(rows, [expected]);
    });
}
