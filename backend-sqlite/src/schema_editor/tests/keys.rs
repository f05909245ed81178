//! Primary keys: which are the row id, and which must not become it.

use backend_core::error::ErrorKind;
use backend_core::model::{Column, ColumnType, Identity, IndexPart, PrimaryKey, Table};

use super::{assert_stays, body, column, id, made, name, refusal, table_of};

fn key(columns: &[&str]) -> PrimaryKey {
    PrimaryKey::new(columns.iter().map(|column| id(column)).collect())
}

fn numbered(identity: Identity) -> Table {
    table_of(column("id", ColumnType::BigInteger).with_identity(identity))
        .with_primary_key(key(&["id"]))
}

fn big(name: &str) -> Column {
    column(name, ColumnType::BigInteger)
}

#[test]
fn an_identity_is_the_row_id() {
    assert_eq!(
        body(&numbered(Identity::new())),
        "\"id\" integer PRIMARY KEY AUTOINCREMENT"
    );
    assert_eq!(
        body(&numbered(Identity::new().reusing_numbers())),
        "\"id\" integer PRIMARY KEY"
    );
    let mut named = numbered(Identity::new());
    let mut pk = key(&["id"]).with_name(id("pk"));
    pk.options.set("ON CONFLICT", Some("REPLACE".into()));
    named.primary_key = Some(pk);
    assert_eq!(
        body(&named),
        "\"id\" integer CONSTRAINT \"pk\" PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT"
    );
    let found = made(&named);
    assert_eq!(found.primary_key, named.primary_key);
    assert_eq!(found.columns[0].identity.as_deref(), Some(&Identity::new()));
    let small = table_of(column("id", ColumnType::SmallInteger).with_identity(Identity::new()))
        .with_primary_key(key(&["id"]));
    assert_eq!(body(&small), "\"id\" integer PRIMARY KEY AUTOINCREMENT");
}

#[test]
fn a_key_without_identity_never_becomes_the_row_id() {
    let mut declared = big("id");
    declared.declared_type = Some("INTEGER".into());
    let alone = table_of(declared.clone()).with_primary_key(key(&["id"]));
    assert_eq!(body(&alone), "\"id\" bigint, PRIMARY KEY (\"id\")");
    assert_eq!(made(&alone).columns[0].identity, None);
    assert_eq!(
        body(&table_of(big("id")).with_primary_key(key(&["id"]))),
        "\"id\" bigint, PRIMARY KEY (\"id\")"
    );

    let mut strict = table_of(big("id")).with_primary_key(key(&["id"]));
    strict.options.set("STRICT", None);
    assert_eq!(body(&strict), "\"id\" int, PRIMARY KEY (\"id\")");
    assert_eq!(made(&strict).columns[0].identity, None);

    let two = table_of(declared.clone())
        .with_column(big("b"))
        .with_primary_key(key(&["id", "b"]));
    assert_eq!(
        body(&two),
        "\"id\" INTEGER, \"b\" bigint, PRIMARY KEY (\"id\", \"b\")"
    );

    let mut without = table_of(declared.not_null()).with_primary_key(key(&["id"]));
    without.options.set("WITHOUT ROWID", None);
    assert_eq!(
        body(&without),
        "\"id\" INTEGER NOT NULL, PRIMARY KEY (\"id\")"
    );
    assert_eq!(made(&without).columns[0].identity, None);

    let native = ColumnType::Native("\"Integer\"".into());
    let quoted = table_of(column("id", native)).with_primary_key(key(&["id"]));
    assert_eq!(refusal(quoted).kind(), ErrorKind::NotSupported(None));
}

#[test]
fn an_identity_that_cannot_be_the_row_id_is_refused() {
    let mut without = numbered(Identity::new());
    without.options.set("WITHOUT ROWID", None);
    let mut descending = numbered(Identity::new());
    let mut pk = key(&["id"]);
    pk.parts = vec![IndexPart::column(id("id")).descending()];
    descending.primary_key = Some(pk);
    let mut keyless = numbered(Identity::new());
    keyless.primary_key = None;
    let mut of_two = numbered(Identity::new()).with_column(big("b"));
    of_two.primary_key = Some(key(&["id", "b"]));
    let text = table_of(column("id", ColumnType::Text).with_identity(Identity::new()))
        .with_primary_key(key(&["id"]));
    for table in [without, descending, keyless, of_two, text] {
        assert_eq!(refusal(table).kind(), ErrorKind::NotSupported(None));
    }
    let missing = Table::new(name("t"))
        .with_column(big("a"))
        .with_primary_key(key(&["id"]));
    assert_eq!(refusal(missing).kind(), ErrorKind::DoesNotExist);
}

#[test]
fn keys_of_every_sort_stay() {
    assert_stays(
        "CREATE TABLE a (id INTEGER PRIMARY KEY); \
         CREATE TABLE b (id integer CONSTRAINT pk PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT, x); \
         CREATE TABLE c (id INTEGER PRIMARY KEY DESC, x); \
         CREATE TABLE d (id INTEGER CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT IGNORE, x); \
         CREATE TABLE e (id INT PRIMARY KEY, x); \
         CREATE TABLE f (x TEXT COLLATE nocase, y, PRIMARY KEY (y DESC, x COLLATE rtrim) ON CONFLICT ROLLBACK); \
         CREATE TABLE g (id INTEGER PRIMARY KEY, x) WITHOUT ROWID; \
         CREATE TABLE h (id INTEGER PRIMARY KEY DESC, x ANY) WITHOUT ROWID, STRICT; \
         CREATE TABLE i (x INTEGER, y, PRIMARY KEY (x DESC))",
    );
}
