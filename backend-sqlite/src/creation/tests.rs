//! Test databases in files and in memory: made, kept, replaced, copied while in use, and removed with all that is theirs.

use std::fs;
use std::path::PathBuf;

use backend_core::connection::Connection;
use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::{ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use futures_executor::block_on;
use tempfile::TempDir;

use crate::BACKEND;

fn name(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

fn open(settings: &Settings) -> Connection {
    block_on(BACKEND.connect(settings)).unwrap()
}

fn run(settings: &Settings, script: &str) {
    block_on(open(settings).batch(script)).unwrap();
}

/// The numbers in the table `t`.
fn numbers(settings: &Settings) -> Result<Vec<(i64,)>> {
    block_on(open(settings).fetch_as(&Statement::new("SELECT n FROM t ORDER BY n")))
}

fn create(settings: &Settings, text: &str, existing: Existing) -> Result<TestDatabase> {
    block_on(BACKEND.create_test_database(settings, &name(text), existing))
}

fn copy(settings: &Settings, text: &str) -> Result<TestDatabase> {
    block_on(BACKEND.clone_test_database(settings, &name(text)))
}

fn destroy(database: TestDatabase) -> Result<()> {
    block_on(BACKEND.destroy_test_database(database))
}

/// A folder, and the settings of a database in it that need not exist.
fn folder() -> (TempDir, Settings) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("music.db");
    let settings = BACKEND.settings_for_path(path.to_str().unwrap()).unwrap();
    (folder, settings.with_option("execution", "inline").unwrap())
}

fn in_memory(text: &str) -> Settings {
    BACKEND
        .settings(&format!(
            "sqlite:{text}?mode=memory&cache=shared&execution=inline"
        ))
        .unwrap()
}

#[test]
fn a_file_is_made_beside_the_given_one_and_removed_with_what_belongs_to_it() {
    let (folder, settings) = folder();
    let database = create(&settings, "50% te?st#", Existing::Refuse).unwrap();
    let path = folder.path().join("50% te?st#.sqlite3");
    assert_eq!(
        database.settings.path().map(PathBuf::from),
        Some(path.clone())
    );
    let wal = database
        .settings
        .clone()
        .with_option("journal_mode", "wal")
        .unwrap();
    let mut user = open(&wal);
    block_on(user.batch("CREATE TABLE t (n); INSERT INTO t VALUES (1)")).unwrap();
    assert!(folder.path().join("50% te?st#.sqlite3-wal").exists());
    destroy(database).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let gone = TestDatabase::new(settings.with_path(path.to_str().unwrap()).unwrap());
    assert_eq!(destroy(gone).unwrap_err().kind(), ErrorKind::DoesNotExist);
}

#[test]
fn an_existing_file_is_refused_kept_or_replaced() {
    let (folder, settings) = folder();
    let first = create(&settings, "test", Existing::Refuse).unwrap();
    run(
        &first.settings,
        "CREATE TABLE t (n); INSERT INTO t VALUES (1)",
    );
    let error = create(&settings, "test", Existing::Refuse).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    let kept = create(&settings, "test", Existing::Keep).unwrap();
    assert_eq!(numbers(&kept.settings).unwrap(), [(1,)]);
    fs::write(
        folder.path().join("test.sqlite3-journal"),
        "left behind by a crash",
    )
    .unwrap();
    let replaced = create(&settings, "test", Existing::Replace).unwrap();
    assert_eq!(
        numbers(&replaced.settings).unwrap_err().kind(),
        ErrorKind::DoesNotExist
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(create(&settings, "other", Existing::Keep).is_ok());
}

#[test]
fn the_database_itself_is_never_its_own_test_database() {
    let (_folder, settings) = folder();
    let own = create(&settings, "music", Existing::Refuse)
        .unwrap()
        .settings;
    run(&own, "CREATE TABLE t (n); INSERT INTO t VALUES (1)");
    for existing in [Existing::Refuse, Existing::Keep, Existing::Replace] {
        let error = create(&own, "music", existing).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    }
    assert_eq!(
        copy(&own, "music").unwrap_err().kind(),
        ErrorKind::AlreadyExists
    );
    assert_eq!(numbers(&own).unwrap(), [(1,)]);
}

#[test]
fn a_name_is_the_plain_name_of_a_file() {
    let (folder, settings) = folder();
    for text in [
        "", ".", "..", "a/b", "../a", "a\\b", "c:a", ":memory:", "a\nb",
    ] {
        for settings in [&settings, &in_memory("plain_names")] {
            let error = create(settings, text, Existing::Replace).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Data, "{text:?}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let nowhere = settings
        .with_path(folder.path().join("no/music.db").to_str().unwrap())
        .unwrap();
    let error = create(&nowhere, "test", Existing::Refuse).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DoesNotExist);
}

#[test]
fn a_file_is_copied_as_it_was_last_committed() {
    for journal_mode in ["wal", "delete"] {
        let (folder, settings) = folder();
        let settings = settings.with_option("mode", "rwc").unwrap();
        let settings = settings.with_option("journal_mode", journal_mode).unwrap();
        run(
            &settings,
            "CREATE TABLE t (n INTEGER PRIMARY KEY AUTOINCREMENT) STRICT; INSERT INTO t VALUES (1), (2); \
             CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END; PRAGMA user_version = 7",
        );
        let mut user = open(&settings);
        block_on(user.batch("BEGIN; INSERT INTO t VALUES (3)")).unwrap();
        let clone = copy(&settings, "copy").unwrap();
        assert_eq!(numbers(&clone.settings).unwrap(), [(1,), (2,)]);
        block_on(user.rollback()).unwrap();
        run(&clone.settings, "INSERT INTO t VALUES (9)");
        assert_eq!(numbers(&settings).unwrap(), [(1,), (2,)]);
        assert_eq!(
            copy(&settings, "copy").unwrap_err().kind(),
            ErrorKind::AlreadyExists
        );
        destroy(clone).unwrap();
        assert!(!folder.path().join("copy.sqlite3").exists());
    }
}

#[test]
fn copying_makes_nothing_where_it_fails() {
    let (folder, settings) = folder();
    let missing = settings.with_option("mode", "rwc").unwrap();
    // Asking the source for its features opens it, so the vendor's part is asked alone.
    let outcome = block_on(BACKEND.creation.clone_database(
        BACKEND.connector,
        &missing,
        &name("copy"),
    ));
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::DoesNotExist);
    fs::write(folder.path().join("music.db"), "no database, but a text").unwrap();
    assert_eq!(
        copy(&missing, "copy").unwrap_err().kind(),
        ErrorKind::Corrupt
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_database_in_memory_stays_while_it_is_kept() {
    for given in [
        "sqlite::memory:?execution=inline",
        "sqlite:m?mode=memory&cache=shared&execution=inline",
    ] {
        let given = BACKEND.settings(given).unwrap();
        let first = create(&given, "kept", Existing::Refuse).unwrap();
        let error = create(&given, "kept", Existing::Refuse).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        run(
            &first.settings,
            "CREATE TABLE t (n); INSERT INTO t VALUES (1); PRAGMA user_version = 7",
        );
        let second = create(&given, "kept", Existing::Keep).unwrap();
        assert_eq!(numbers(&second.settings).unwrap(), [(1,)]);
        let third = create(&given, "kept", Existing::Replace).unwrap();
        assert_eq!(
            numbers(&third.settings).unwrap_err().kind(),
            ErrorKind::DoesNotExist
        );
        let version = Statement::new("PRAGMA user_version");
        let version: Vec<(i64,)> = block_on(open(&first.settings).fetch_as(&version)).unwrap();
        assert_eq!(version, [(0,)]);
        let settings = third.settings.clone();
        let unkept = TestDatabase::new(settings.clone());
        assert_eq!(destroy(unkept).unwrap_err().kind(), ErrorKind::Interface);
        for database in [first, second, third] {
            destroy(database).unwrap();
        }
        let gone = destroy(TestDatabase::new(settings)).unwrap_err();
        assert_eq!(gone.kind(), ErrorKind::DoesNotExist);
    }
}

#[test]
fn a_database_in_memory_is_copied() {
    let source = create(&in_memory("given"), "source?&#%", Existing::Refuse).unwrap();
    run(
        &source.settings,
        "CREATE TABLE t (n INTEGER PRIMARY KEY); INSERT INTO t VALUES (1); \
         CREATE VIRTUAL TABLE f USING fts5 (x); INSERT INTO f VALUES ('hello world')",
    );
    let clone = copy(&source.settings, "the copy?").unwrap();
    run(&clone.settings, "INSERT INTO t VALUES (2)");
    assert_eq!(numbers(&clone.settings).unwrap(), [(1,), (2,)]);
    assert_eq!(numbers(&source.settings).unwrap(), [(1,)]);
    let found = Statement::new("SELECT count(*) FROM f WHERE f MATCH 'hello'");
    let found: Vec<(i64,)> = block_on(open(&clone.settings).fetch_as(&found)).unwrap();
    assert_eq!(found, [(1,)]);
    assert_eq!(
        copy(&source.settings, "the copy?").unwrap_err().kind(),
        ErrorKind::AlreadyExists
    );
    destroy(clone).unwrap();
    let empty = create(&in_memory("given"), "empty", Existing::Refuse).unwrap();
    let copy_of_empty = copy(&empty.settings, "copy of empty").unwrap();
    let error = create(&in_memory("given"), "copy of empty", Existing::Refuse).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    destroy(copy_of_empty).unwrap();
}

#[test]
fn what_cannot_be_copied_from_memory_is_refused() {
    let private = BACKEND
        .settings("sqlite::memory:?execution=inline")
        .unwrap();
    assert_eq!(
        copy(&private, "copy").unwrap_err().kind(),
        ErrorKind::Configuration
    );
    assert_eq!(
        copy(&in_memory("nobody"), "copy").unwrap_err().kind(),
        ErrorKind::DoesNotExist
    );
}

#[test]
fn the_thread_of_a_session_serves_as_well() {
    let (_folder, settings) = folder();
    let threaded = settings.with_option("execution", "thread").unwrap();
    let database = create(&threaded, "test", Existing::Refuse).unwrap();
    run(
        &database.settings,
        "CREATE TABLE t (n); INSERT INTO t VALUES (1)",
    );
    let clone = copy(&database.settings, "copy").unwrap();
    assert_eq!(numbers(&clone.settings).unwrap(), [(1,)]);
}
