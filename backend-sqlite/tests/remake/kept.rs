//! What survives: everything but what was changed.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::model::{Change, ColumnType, Constraint, PrimaryKey, Schema};
use backend_core::value::Value;
use futures_executor::block_on;

use crate::{altering, batch, cells, change, filled, id, name, numbers, remaking, schema, texts};

/// The text of every other table, view and trigger.
const OTHER_TEXTS: &str =
    "SELECT sql FROM sqlite_schema WHERE type <> 'index' AND name <> 't' ORDER BY name";

/// Without the comment that the change puts in.
fn without_comment(mut schema: Schema) -> Schema {
    for table in &mut schema.tables {
        for column in &mut table.columns {
            column.comment = None;
        }
    }
    schema
}

/// Makes the table anew, and demands that nothing else is another.
fn is_kept(script: &str) {
    let mut connection = filled(script);
    let before = schema(&mut connection);
    let others = texts(&mut connection, OTHER_TEXTS);
    let rows = cells(&mut connection, "SELECT * FROM t");
    change(&mut connection, remaking).unwrap();
    let after = schema(&mut connection);
    assert_ne!(after, before);
    assert_eq!(without_comment(after), without_comment(before));
    assert_eq!(texts(&mut connection, OTHER_TEXTS), others);
    assert_eq!(cells(&mut connection, "SELECT * FROM t"), rows);
    assert_eq!(texts(&mut connection, "PRAGMA integrity_check"), ["ok"]);
    assert!(cells(&mut connection, "PRAGMA foreign_key_check").is_empty());
}

#[test]
fn options_of_tables() {
    is_kept(
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b ANY) STRICT; INSERT INTO t VALUES (1, '1'), (2, 2), (3, x'00')",
    );
    is_kept(
        "CREATE TABLE t (a TEXT, b INT, PRIMARY KEY (b DESC, a COLLATE NOCASE)) WITHOUT ROWID, STRICT; \
         INSERT INTO t VALUES ('x', 1), ('y', 2)",
    );
    is_kept("CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b); INSERT INTO t VALUES (3, 4), (5, 6)");
}

#[test]
fn constraints_with_their_names_and_answers() {
    is_kept(
        "CREATE TABLE t (a TEXT CONSTRAINT there NOT NULL ON CONFLICT REPLACE DEFAULT 'x', b INT UNIQUE ON CONFLICT IGNORE, \
         c TEXT COLLATE RTRIM CONSTRAINT long CHECK (length(c) > 1), CONSTRAINT both UNIQUE (a, b), CHECK (b <> 0)); \
         INSERT INTO t VALUES ('y', 1, 'cc'), ('z', NULL, 'dd')",
    );
}

#[test]
fn columns_that_are_computed() {
    is_kept(
        "CREATE TABLE t (a INT, b INT AS (a + 1), c TEXT GENERATED ALWAYS AS (a || '!') STORED NOT NULL, \
         d INT DEFAULT (1 + 1)); CREATE INDEX i ON t (b, c); INSERT INTO t (a) VALUES (1), (2)",
    );
}

#[test]
fn indexes_of_every_sort() {
    is_kept(
        "CREATE TABLE t (a TEXT, b INT); CREATE UNIQUE INDEX one ON t (a COLLATE NOCASE DESC) WHERE t.b > 0; \
         CREATE INDEX \"two \"\"it\"\"\" ON t (lower(a), b + 1); INSERT INTO t VALUES ('x', 1), ('y', 2)",
    );
}

#[test]
fn views_and_triggers_whosever_they_are() {
    is_kept(
        "CREATE TABLE t (a INT, b INT); CREATE TABLE log (a, what); INSERT INTO t VALUES (1, 2); \
         create  view [v] -- as it was written
           as select T.a from T; CREATE VIEW w (x) AS SELECT a FROM v; CREATE VIEW broken AS SELECT * FROM nowhere; \
         CREATE TRIGGER own AFTER UPDATE OF b ON t WHEN new.b > 0 BEGIN INSERT INTO log VALUES (new.a, 'b'); END; \
         CREATE TRIGGER other BEFORE INSERT ON log BEGIN UPDATE t SET b = b + 1 WHERE a = new.a; END; \
         CREATE TRIGGER on_view INSTEAD OF DELETE ON w BEGIN DELETE FROM t WHERE a = old.x; END",
    );
}

#[test]
fn what_triggers_do() {
    let mut connection = filled(
        "CREATE TABLE t (a INT, b INT); CREATE TABLE log (a); INSERT INTO t VALUES (1, 2); \
         CREATE TRIGGER own AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.b); END; \
         CREATE TRIGGER other AFTER DELETE ON log BEGIN DELETE FROM t WHERE b = old.a; END",
    );
    change(&mut connection, remaking).unwrap();
    assert!(cells(&mut connection, "SELECT * FROM log").is_empty());
    batch(&mut connection, "UPDATE t SET b = 3");
    assert_eq!(numbers(&mut connection, "SELECT a FROM log"), [3]);
    batch(&mut connection, "DELETE FROM log");
    assert!(cells(&mut connection, "SELECT * FROM t").is_empty());
}

#[test]
fn keys_in_every_direction() {
    is_kept(
        "CREATE TABLE up (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES up, \
         boss INT REFERENCES t ON DELETE CASCADE, code TEXT UNIQUE); \
         CREATE TABLE down (t INT REFERENCES t ON DELETE CASCADE ON UPDATE SET NULL, \
         code TEXT REFERENCES t (code) DEFERRABLE INITIALLY DEFERRED); \
         INSERT INTO up VALUES (1); INSERT INTO t VALUES (1, 1, NULL, 'a'), (2, 1, 1, 'b'); INSERT INTO down VALUES (2, 'a')",
    );
}

#[test]
fn rows_that_refer_to_it_although_deleting_would_take_them_along() {
    let mut connection = filled(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, boss INT REFERENCES t ON DELETE CASCADE); \
         CREATE TABLE down (t INT REFERENCES t ON DELETE CASCADE); \
         INSERT INTO t VALUES (1, NULL), (2, 1); INSERT INTO down VALUES (1), (2)",
    );
    change(&mut connection, remaking).unwrap();
    assert_eq!(numbers(&mut connection, "SELECT t FROM down"), [1, 2]);
    assert_eq!(numbers(&mut connection, "SELECT id FROM t"), [1, 2]);
    batch(&mut connection, "DELETE FROM t WHERE id = 1");
    assert!(cells(&mut connection, "SELECT * FROM down").is_empty());
}

#[test]
fn row_ids_by_whichever_name_is_left() {
    for (columns, row_id) in [
        ("a", "rowid"),
        ("rowid", "_rowid_"),
        ("a, \"RowID\", _rowid_", "oid"),
    ] {
        let mut connection = filled(&format!(
            "CREATE TABLE t ({columns}); INSERT INTO t ({row_id}) VALUES (3), (7), (-5), (9223372036854775807)"
        ));
        change(&mut connection, remaking).unwrap();
        let found = numbers(
            &mut connection,
            &format!("SELECT {row_id} FROM t ORDER BY 1"),
        );
        assert_eq!(found, [-5, 3, 7, i64::MAX], "{columns}");
    }
    is_kept("CREATE TABLE t (rowid, _rowid_, oid); INSERT INTO t VALUES (1, 2, 3), (1, 2, 3)");
}

#[test]
fn numbers_that_were_given_out_are_not_given_out_again() {
    let mut connection = filled(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t (a) VALUES (1), (2), (3); \
         DELETE FROM t WHERE id = 3",
    );
    change(&mut connection, remaking).unwrap();
    batch(
        &mut connection,
        "INSERT INTO t (a) VALUES (4); DELETE FROM t",
    );
    change(&mut connection, |schema| {
        let change = altering(schema, "a", |column| column.column_type = ColumnType::Text);
        assert!(schema.table(&name("t")).is_some());
        change
    })
    .unwrap();
    batch(&mut connection, "INSERT INTO t (a) VALUES (5)");
    assert_eq!(numbers(&mut connection, "SELECT id FROM t"), [5]);
    let sequence = cells(&mut connection, "SELECT name, seq FROM sqlite_sequence");
    assert_eq!(sequence, [Value::Text("t".into()), Value::I64(5)]);
}

#[test]
fn a_table_that_never_had_a_row_numbers_from_one() {
    let mut connection = filled("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)");
    change(&mut connection, remaking).unwrap();
    batch(&mut connection, "INSERT INTO t (a) VALUES (1)");
    assert_eq!(numbers(&mut connection, "SELECT id FROM t"), [1]);
}

#[test]
fn a_check_that_calls_the_table_by_its_name_checks_on() {
    let mut connection =
        filled("CREATE TABLE t (a INT, CHECK (T.a > 0 AND 't.a' <> a)); INSERT INTO t VALUES (1)");
    change(&mut connection, remaking).unwrap();
    let check = &schema(&mut connection).tables[0].checks[0];
    assert_eq!(check.expression, "a > 0 AND 't.a' <> a");
}

#[test]
fn a_name_that_is_taken_is_left_alone() {
    is_kept(
        "CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE NEW__T (b); INSERT INTO new__t VALUES (2); \
         CREATE VIEW new__1 AS SELECT 1 AS one; CREATE INDEX new__2 ON new__t (b)",
    );
}

#[test]
fn pieces_of_a_large_table() {
    let mut connection = filled(
        "CREATE TABLE t (a INT, b TEXT); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000) \
         INSERT INTO t (rowid, a, b) SELECT i * 3, i, 'row ' || i FROM n",
    );
    change(&mut connection, |schema| {
        altering(schema, "a", |column| column.column_type = ColumnType::Text)
    })
    .unwrap();
    let sums =
        "SELECT count(*), sum(a), sum(rowid), sum(b = 'row ' || a) FROM t WHERE typeof(a) = 'text'";
    assert_eq!(
        numbers(
            &mut connection,
            &sums.replace("sum(a)", "CAST(sum(a) AS INT)")
        ),
        [120_000, 7_200_060_000, 21_600_180_000, 120_000]
    );
}

#[test]
fn whether_numbers_are_given_out_again_is_altered() {
    let mut connection =
        filled("CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t (a) VALUES (1), (2)");
    let altered = |reuses: bool| {
        move |schema: &Schema| {
            altering(schema, "id", |column| {
                if let Some(identity) = &mut column.identity {
                    identity.reuses_numbers = reuses;
                }
            })
        }
    };
    change(&mut connection, altered(false)).unwrap();
    batch(
        &mut connection,
        "DELETE FROM t WHERE id = 2; INSERT INTO t (a) VALUES (3)",
    );
    assert_eq!(numbers(&mut connection, "SELECT id FROM t"), [1, 3]);
    change(&mut connection, altered(true)).unwrap();
    batch(
        &mut connection,
        "DELETE FROM t WHERE id = 3; INSERT INTO t (a) VALUES (4)",
    );
    assert_eq!(numbers(&mut connection, "SELECT id FROM t"), [1, 2]);
}

#[test]
fn a_key_of_its_own_goes_and_takes_no_rows_along() {
    let mut connection = filled(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, boss INT CONSTRAINT own REFERENCES t ON DELETE RESTRICT); \
         INSERT INTO t VALUES (1, NULL), (2, 1)",
    );
    change(&mut connection, |_| Change::DropConstraint {
        table: name("t"),
        name: id("own"),
    })
    .unwrap();
    assert_eq!(numbers(&mut connection, "SELECT id FROM t"), [1, 2]);
    assert!(schema(&mut connection).tables[0].foreign_keys.is_empty());
}

#[test]
fn a_column_of_integers_that_becomes_the_key_does_not_number_itself() {
    let mut connection = filled("CREATE TABLE t (a INTEGER NOT NULL, b INT)");
    change(&mut connection, |_| Change::AddConstraint {
        table: name("t"),
        constraint: Constraint::PrimaryKey(PrimaryKey::new(vec![id("a")])),
    })
    .unwrap();
    let without = block_on(connection.batch("INSERT INTO t (b) VALUES (1)")).unwrap_err();
    assert_eq!(without.kind(), ErrorKind::Integrity(Integrity::NotNull));
}

#[test]
fn a_text_that_is_one_too_long_keeps_its_column_from_being_shorter() {
    let script = "CREATE TABLE t (a varchar(20)); INSERT INTO t VALUES ('123456789')";
    for (length, fits) in [(8, false), (9, true)] {
        let mut connection = filled(script);
        let changed = change(&mut connection, |schema| {
            altering(schema, "a", |column| {
                column.column_type = ColumnType::VarChar {
                    length: Some(length),
                };
            })
        });
        assert_eq!(changed.is_ok(), fits, "{length}: {changed:?}");
        assert_eq!(texts(&mut connection, "SELECT a FROM t"), ["123456789"]);
    }
}
