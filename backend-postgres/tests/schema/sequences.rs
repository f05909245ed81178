//! Columns with a sequence of their own become identities and come back, and no number is given twice.

use backend_core::model::{Change, Column, ColumnType, Default, Identity};

use super::{Database, name};

/// A table whose numbers went to 5, of which the last are gone, and one without numbers.
const TABLES: &str = "
CREATE TABLE t (n serial PRIMARY KEY, x text);
INSERT INTO t (x) VALUES ('a'), ('b'), ('c'), ('d'), ('e');
DELETE FROM t WHERE n > 3;
CREATE TABLE plain (n integer PRIMARY KEY, x text);
INSERT INTO plain VALUES (7, 'g');
";

async fn column(database: &mut Database, table: &str) -> Column {
    let schema = database.schema().await;
    let table = schema.table(&name(table)).unwrap();
    table.column("n").unwrap().clone()
}

fn alter(table: &str, column: &Column) -> Change {
    Change::AlterColumn {
        table: name(table),
        column: column.clone(),
        using: None,
    }
}

fn from_sequence(sequence: &str) -> Option<Default> {
    let expression = format!("nextval('{sequence}'::regclass)");
    Some(Default::Expression(expression))
}

#[tokio::test]
async fn an_identity_goes_on_with_the_numbers_of_a_sequence_and_back() {
    let Some(mut database) = Database::with(TABLES).await else {
        return;
    };
    let serial = column(&mut database, "t").await;
    let mut numbered = serial.clone().with_identity(Identity::new());
    (numbered.sequence, numbered.default) = (None, None);
    database.change(&alter("t", &numbered)).await;
    let insert = "INSERT INTO t (x) VALUES ('f') RETURNING n::bigint";
    assert_eq!(database.numbers(insert).await, [6]);
    database.change(&alter("t", &serial)).await;
    assert_eq!(database.numbers(insert).await, [7]);
    // With another type at once, as far as which it counts.
    numbered.column_type = ColumnType::BigInteger;
    database.change(&alter("t", &numbered)).await;
    let largest = "SELECT seqmax FROM pg_sequence";
    assert_eq!(database.numbers(largest).await, [i64::MAX]);
    assert_eq!(database.numbers(insert).await, [8]);
    database.remove().await;
}

#[tokio::test]
async fn a_column_gets_a_sequence_after_its_rows() {
    let Some(mut database) = Database::with(TABLES).await else {
        return;
    };
    let plain = column(&mut database, "plain").await;
    let mut serial = plain.clone();
    serial.sequence = Some(Box::new(name("plain_numbers")));
    serial.default = from_sequence("plain_numbers");
    database.change(&alter("plain", &serial)).await;
    let insert = "INSERT INTO plain (x) VALUES ('h') RETURNING n::bigint";
    assert_eq!(database.numbers(insert).await, [8]);
    let mut wide = serial.clone();
    wide.column_type = ColumnType::BigInteger;
    database.change(&alter("plain", &wide)).await;
    assert_eq!(database.numbers(insert).await, [9]);
    // Without the default the sequence stays the column's, as the server has it.
    wide.default = None;
    wide.sequence = None;
    database.change(&alter("plain", &wide)).await;
    database
        .change(&Change::DropSequence(name("plain_numbers")))
        .await;
    database.remove().await;
}

#[tokio::test]
async fn the_difference_of_a_sequence_and_an_identity_is_one_change() {
    let Some(mut database) = Database::with(TABLES).await else {
        return;
    };
    let mut wanted = database.schema().await;
    wanted.sequences.clear();
    for table in &mut wanted.tables {
        for column in &mut table.columns {
            if column.sequence.take().is_some() {
                column.default = None;
                column.identity = Some(Box::new(Identity::new()));
            }
        }
    }
    let found = database.schema().await;
    let changes = backend_core::model::diff(&found, &wanted, &[]).unwrap();
    assert_eq!(changes.len(), 1, "{changes:#?}");
    database.change(&changes[0]).await;
    let found = database.schema().await;
    assert_eq!(backend_core::model::diff(&found, &wanted, &[]).unwrap(), []);
    let insert = "INSERT INTO t (x) VALUES ('f') RETURNING n::bigint";
    assert_eq!(database.numbers(insert).await, [6]);
    database.remove().await;
}
