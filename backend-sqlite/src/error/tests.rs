//! Tests of classification: codes and messages in, kinds and names out.

use backend_core::error::{ErrorKind, Integrity};
use rusqlite::ffi;

use super::{classify, of_code};

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);
const NOT_NULL: ErrorKind = ErrorKind::Integrity(Integrity::NotNull);
const CHECK: ErrorKind = ErrorKind::Integrity(Integrity::Check);
const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);
const OTHER: ErrorKind = ErrorKind::Integrity(Integrity::Other);

/// Code, message, kind; then table, column and constraint, `-` for none, with `; ` between.
type Case = (i32, &'static str, ErrorKind, &'static str);

const REFUSED_ROWS: &[Case] = &[
    (
        2067,
        "UNIQUE constraint failed: t.a, t.b",
        UNIQUE,
        "t; a, b; -",
    ),
    (2067, "UNIQUE constraint failed: a.b.c", UNIQUE, "-; -; -"),
    (
        2067,
        "UNIQUE constraint failed: t.a, b.c",
        UNIQUE,
        "-; -; -",
    ),
    (
        2067,
        "UNIQUE constraint failed: index 'i j'",
        UNIQUE,
        "-; -; i j",
    ),
    (1555, "UNIQUE constraint failed: t.id", UNIQUE, "t; id; -"),
    (1299, "NOT NULL constraint failed: t.a", NOT_NULL, "t; a; -"),
    (
        275,
        "CHECK constraint failed: positive",
        CHECK,
        "-; -; positive",
    ),
    (787, "FOREIGN KEY constraint failed", FOREIGN_KEY, "-; -; -"),
    (
        1811,
        "FOREIGN KEY constraint failed",
        FOREIGN_KEY,
        "-; -; -",
    ),
    (1811, "not on Mondays", OTHER, "-; -; -"),
    (
        3091,
        "cannot store TEXT value in INTEGER column t.a",
        ErrorKind::Data,
        "t; a; -",
    ),
];

const WRONG_STATEMENTS: &[Case] = &[
    (
        1,
        "no such table: main.t",
        ErrorKind::DoesNotExist,
        "t; -; -",
    ),
    (1, "no such column: t.a", ErrorKind::DoesNotExist, "t; a; -"),
    (
        1,
        "no such column: \"a\" - should this be a string literal in single-quotes?",
        ErrorKind::DoesNotExist,
        "-; a; -",
    ),
    (
        1,
        "table t has no column named a",
        ErrorKind::DoesNotExist,
        "t; a; -",
    ),
    (1, "no such index: i", ErrorKind::DoesNotExist, "-; -; -"),
    (
        1,
        "no such collation sequence: c",
        ErrorKind::DoesNotExist,
        "-; -; -",
    ),
    (1, "no such function: f", ErrorKind::Programming, "-; -; -"),
    (
        1,
        "near \"FORM\": syntax error",
        ErrorKind::Programming,
        "-; -; -",
    ),
    (
        1,
        "table \"t\" already exists",
        ErrorKind::AlreadyExists,
        "t; -; -",
    ),
    (
        1,
        "index i already exists",
        ErrorKind::AlreadyExists,
        "-; -; -",
    ),
    (
        1,
        "there is already a table named t",
        ErrorKind::AlreadyExists,
        "-; -; -",
    ),
    (
        1,
        "duplicate column name: a",
        ErrorKind::AlreadyExists,
        "-; a; -",
    ),
    (
        1,
        "cannot commit - no transaction is active",
        ErrorKind::Interface,
        "-; -; -",
    ),
    (
        1,
        "cannot start a transaction within a transaction",
        ErrorKind::Interface,
        "-; -; -",
    ),
];

#[test]
fn a_message_gives_the_kind_and_the_names() {
    for (code, text, kind, names) in REFUSED_ROWS.iter().chain(WRONG_STATEMENTS) {
        let error = of_code(*code, text);
        let detail = error.detail();
        let found = [&detail.table, &detail.column, &detail.constraint]
            .map(|name| name.as_deref().unwrap_or("-"))
            .join("; ");
        assert_eq!((error.kind(), found.as_str()), (*kind, *names), "{text}");
    }
}

#[test]
fn codes_without_words_have_their_kind_and_name() {
    let cases = [
        (ffi::SQLITE_BUSY, ErrorKind::Locked),
        (ffi::SQLITE_BUSY_SNAPSHOT, ErrorKind::SerializationConflict),
        (ffi::SQLITE_LOCKED_SHAREDCACHE, ErrorKind::Locked),
        (ffi::SQLITE_READONLY_DBMOVED, ErrorKind::ReadOnly),
        (ffi::SQLITE_NOTADB, ErrorKind::Corrupt),
        (ffi::SQLITE_CORRUPT_INDEX, ErrorKind::Corrupt),
        (ffi::SQLITE_CANTOPEN_ISDIR, ErrorKind::Connect),
        (ffi::SQLITE_INTERRUPT, ErrorKind::Cancelled),
        (ffi::SQLITE_AUTH, ErrorKind::PermissionDenied),
        (ffi::SQLITE_FULL, ErrorKind::Operational),
        (ffi::SQLITE_IOERR_READ, ErrorKind::Operational),
        (ffi::SQLITE_TOOBIG, ErrorKind::Data),
        (ffi::SQLITE_MISMATCH, ErrorKind::Data),
        (ffi::SQLITE_MISUSE, ErrorKind::Internal),
    ];
    for (code, kind) in cases {
        assert_eq!(of_code(code, "words").kind(), kind, "{code}");
    }
    let error = of_code(ffi::SQLITE_LOCKED_SHAREDCACHE, "words");
    assert_eq!(
        error.detail().code.as_deref(),
        Some("SQLITE_LOCKED_SHAREDCACHE")
    );
}

#[test]
fn a_place_counts_from_the_start_of_the_text_that_was_given() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let sql = "  \n SELECT 1 FORM t  ";
    let error = connection.prepare_cached(sql).err().unwrap();
    let error = classify(error, sql);
    assert_eq!(error.kind(), ErrorKind::Programming);
    let position = error.detail().position.unwrap();
    assert!(sql.split_at(position).1.starts_with('t'), "{position}");
}
