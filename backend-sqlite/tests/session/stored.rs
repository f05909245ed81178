//! What only SQL of SQLite's own stores or says: texts that are none, decimals that are numbers, names in other quotes.

use backend_core::value::Value;

use crate::{batch, both, cells};

#[test]
fn a_text_that_is_no_utf8_is_bytes() {
    for mut connection in both() {
        batch(
            &mut connection,
            "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (CAST(x'ff61' AS TEXT))",
        );
        let found = cells(&mut connection, "SELECT a FROM t").unwrap();
        assert_eq!(found, [Value::Bytes(vec![0xff, 0x61])]);
    }
}

#[test]
fn a_number_in_a_decimal_column_keeps_its_digits() {
    for mut connection in both() {
        batch(
            &mut connection,
            "CREATE TABLE t (a DECIMAL(12, 8)); INSERT INTO t VALUES (0.12345678)",
        );
        let found = cells(&mut connection, "SELECT a FROM t").unwrap();
        assert_eq!(found, [Value::Decimal("0.12345678".parse().unwrap())]);
    }
}

#[test]
fn names_in_backticks_and_brackets_hold_anything() {
    for mut connection in both() {
        batch(
            &mut connection,
            "CREATE TABLE `a;b` ([c;d?] INT); INSERT INTO `a;b` VALUES (7)",
        );
        let found = cells(&mut connection, "SELECT [c;d?] FROM `a;b`").unwrap();
        assert_eq!(found, [Value::I64(7)]);
        let script = "SELECT 1 AS `a;b`; SELECT 2 AS [c;d]";
        let statements = connection.dialect().operations.split_script(script);
        assert_eq!(statements.len(), 2);
    }
}
