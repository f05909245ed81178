//! Opening files: which are made, which are refused and with what words.

use std::fs;
use std::path::Path;

use backend_core::error::{Error, ErrorKind};
use backend_core::settings::Settings;
use backend_core::value::Value;
use backend_core::wrapper::TransactionOptions;
use backend_sqlite::BACKEND;
use futures_executor::block_on;
use tempfile::TempDir;

use crate::{batch, both, cells, number, open, open_url, refusal};

fn settings(path: &Path, options: &[(&str, &str)]) -> Settings {
    let settings = BACKEND.settings_for_path(path.to_str().unwrap()).unwrap();
    options.iter().fold(settings, |settings, (name, value)| {
        settings.with_option(name, value).unwrap()
    })
}

fn create(path: &Path) {
    let mut connection = open(&settings(path, &[("mode", "rwc")])).unwrap();
    batch(
        &mut connection,
        "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)",
    );
    block_on(connection.close()).unwrap();
}

fn failure(path: &Path, options: &[(&str, &str)]) -> Error {
    open(&settings(path, options)).unwrap_err()
}

#[test]
fn a_file_is_made_only_where_the_mode_says_so() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("new.db");
    for (mode, may_make) in [("rw", true), ("ro", false)] {
        let error = failure(&path, &[("mode", mode)]);
        assert_eq!(error.kind(), ErrorKind::DoesNotExist);
        assert_eq!(error.message().contains("mode=rwc"), may_make, "{error}");
    }
    assert_eq!(failure(&path, &[]).kind(), ErrorKind::DoesNotExist);
    for cache in ["private", "shared"] {
        let mut connection =
            open(&settings(&path, &[("mode", "memory"), ("cache", cache)])).unwrap();
        batch(&mut connection, "CREATE TABLE t (a)");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    create(&path);
    assert!(path.is_file());
    let error = failure(&folder.path().join("missing/new.db"), &[("mode", "rwc")]);
    assert_eq!(error.kind(), ErrorKind::DoesNotExist);
    assert!(error.message().contains("directory"), "{error}");
}

#[test]
fn every_character_of_a_path_is_itself() {
    let folder = TempDir::new().unwrap();
    for name in [
        "what?mode=memory",
        "50%41",
        "a#b",
        "it's \"here\"",
        "file:x",
        "né 🦀",
        "a&b=c+d",
    ] {
        let path = folder.path().join(name);
        create(&path);
        assert!(path.is_file(), "{name}");
        for options in [
            &[][..],
            &[("immutable", "true")],
            &[("mode", "ro"), ("immutable", "true")],
        ] {
            let mut connection = open(&settings(&path, options)).unwrap();
            assert_eq!(
                number(&mut connection, "SELECT count(*) FROM t"),
                2,
                "{name}"
            );
        }
        assert!(path.is_file());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 7);
}

#[test]
fn a_shared_database_in_memory_is_found_by_its_name() {
    let url = "sqlite:name%3Fwith%26marks?mode=memory&cache=shared";
    let mut one = open_url(url);
    batch(&mut one, "CREATE TABLE t (a); INSERT INTO t VALUES (7)");
    let mut two = open_url(url);
    assert_eq!(number(&mut two, "SELECT a FROM t"), 7);
    let mut other = open_url("sqlite:name?mode=memory&cache=shared");
    assert_eq!(number(&mut other, "SELECT count(*) FROM sqlite_schema"), 0);
    let mut private = open_url("sqlite::memory:");
    assert_eq!(
        number(&mut private, "SELECT count(*) FROM sqlite_schema"),
        0
    );
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    for url in [
        "sqlite:",
        "sqlite:?mode=memory&cache=shared",
        "sqlite::memory:?mode=ro",
        "sqlite:a.db?immutable=true&mode=rwc",
    ] {
        let error = open(&BACKEND.settings(url).unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
    }
}

#[test]
fn what_is_no_database_is_said_to_be_none() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "name,secret\nann,tomato\n".repeat(300)).unwrap();
    let error = failure(&path, &[]);
    assert_eq!(error.kind(), ErrorKind::Corrupt);
    assert!(error.message().contains("not a SQLite database"), "{error}");
    assert!(error.message().contains("text"), "{error}");
    assert!(!format!("{error:?}").contains("tomato"));

    let noise: Vec<u8> = (0..8192_u64)
        .map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) >> 32).to_le_bytes()[0])
        .collect();
    fs::write(&path, noise).unwrap();
    let error = failure(&path, &[]);
    assert_eq!(error.kind(), ErrorKind::Corrupt);
    assert!(error.message().contains("encrypted"), "{error}");

    fs::write(&path, b"hello").unwrap();
    assert_eq!(failure(&path, &[]).kind(), ErrorKind::Corrupt);

    let error = failure(folder.path(), &[]);
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.message().contains("directory"), "{error}");

    fs::write(&path, b"").unwrap();
    let mut connection = open(&settings(&path, &[])).unwrap();
    assert_eq!(
        number(&mut connection, "SELECT count(*) FROM sqlite_schema"),
        0
    );
}

#[test]
fn a_damaged_database_is_said_to_be_damaged() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file.db");
    create(&path);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, whole.split_at(whole.len() / 2).0).unwrap();
    let error = failure(&path, &[]);
    assert_eq!(error.kind(), ErrorKind::Corrupt);
    assert!(error.message().contains("damaged"), "{error}");

    let mut garbled = whole;
    garbled[16..24].fill(0xff);
    fs::write(&path, garbled).unwrap();
    let error = failure(&path, &[]);
    assert_eq!(error.kind(), ErrorKind::Corrupt);
    assert!(error.message().contains("damaged"), "{error}");
}

#[test]
fn a_name_in_double_quotes_is_a_text_only_where_asked() {
    let mut connection = open_url("sqlite::memory:");
    let error = refusal(&mut connection, "SELECT \"name\"", &[]);
    assert_eq!(error.kind(), ErrorKind::DoesNotExist);
    assert_eq!(error.detail().column.as_deref(), Some("name"));
    let mut connection = open_url("sqlite::memory:?double_quoted_strings=true");
    let found = cells(&mut connection, "SELECT \"name\"").unwrap();
    assert_eq!(found, [Value::Text("name".into())]);
}

#[test]
fn a_declaration_that_is_no_text_is_damage_and_no_panic() {
    for mut connection in both() {
        batch(
            &mut connection,
            "CREATE TABLE t (a); PRAGMA writable_schema = 1;
            UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a ' || x'ff' || ')';
            PRAGMA writable_schema = RESET; INSERT INTO t VALUES (1)",
        );
        let error = refusal(&mut connection, "SELECT a FROM t", &[]);
        assert_eq!(error.kind(), ErrorKind::Corrupt);
        assert_eq!(number(&mut connection, "SELECT count(*) FROM t"), 1);
    }
}

#[test]
fn a_lock_is_waited_for_as_long_as_asked() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file.db");
    create(&path);
    let mut holder = open(&settings(&path, &[])).unwrap();
    batch(&mut holder, "BEGIN EXCLUSIVE");
    let before = std::time::Instant::now();
    let error = failure(&path, &[("busy_timeout", "100ms")]);
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert!(error.is_retryable());
    assert!(before.elapsed().as_millis() >= 90);
    batch(&mut holder, "COMMIT; BEGIN IMMEDIATE");
    let mut other = open(&settings(&path, &[("busy_timeout", "1ms")])).unwrap();
    let error = refusal(&mut other, "INSERT INTO t VALUES (3)", &[]);
    assert_eq!(error.kind(), ErrorKind::Locked);
}

#[test]
fn reading_only_refuses_to_write() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file.db");
    create(&path);
    for options in [&[("mode", "ro")][..], &[("immutable", "true")]] {
        let mut connection = open(&settings(&path, options)).unwrap();
        let error = refusal(&mut connection, "INSERT INTO t VALUES (3)", &[]);
        assert_eq!(error.kind(), ErrorKind::ReadOnly);
    }

    let mut connection = open(&settings(&path, &[])).unwrap();
    let mut options = TransactionOptions::default();
    options.read_only = true;
    for end in ["COMMIT", "ROLLBACK", "-- by the session"] {
        block_on(connection.begin(&options)).unwrap();
        let error = refusal(&mut connection, "INSERT INTO t VALUES (3)", &[]);
        assert_eq!(error.kind(), ErrorKind::ReadOnly);
        if end.starts_with("--") {
            block_on(connection.commit()).unwrap();
        } else {
            batch(&mut connection, end);
            block_on(connection.rollback()).unwrap();
        }
        batch(&mut connection, "INSERT INTO t VALUES (3)");
    }
}

#[test]
fn pragmas_are_set_and_what_cannot_be_set_is_an_error() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file.db");
    create(&path);
    let options = [
        ("journal_mode", "wal"),
        ("synchronous", "extra"),
        ("foreign_keys", "false"),
    ];
    let mut connection = open(&settings(&path, &options)).unwrap();
    assert_eq!(
        cells(&mut connection, "PRAGMA journal_mode").unwrap(),
        [Value::Text("wal".into())]
    );
    assert_eq!(number(&mut connection, "PRAGMA synchronous"), 3);
    assert_eq!(number(&mut connection, "PRAGMA foreign_keys"), 0);
    block_on(connection.set_constraint_checks(true)).unwrap();
    assert_eq!(number(&mut connection, "PRAGMA foreign_keys"), 1);

    let mut memory = open_url("sqlite::memory:?busy_timeout=9999h");
    assert_eq!(
        number(&mut memory, "PRAGMA busy_timeout"),
        i64::from(i32::MAX)
    );
    assert_eq!(number(&mut memory, "PRAGMA foreign_keys"), 1);
    let error = open(
        &BACKEND
            .settings("sqlite::memory:?journal_mode=wal")
            .unwrap(),
    )
    .unwrap_err();
    assert!(error.message().contains("keeps `memory`"), "{error}");

    block_on(memory.begin(&TransactionOptions::default())).unwrap();
    let error = block_on(memory.set_constraint_checks(false)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interface);
    assert_eq!(number(&mut memory, "PRAGMA foreign_keys"), 1);
}
