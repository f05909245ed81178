//! Tests of classification: codes and messages in, kinds and names out.

use backend_core::error::{ErrorKind, Integrity};
use rusqlite::ffi;

use super::{classify, of_code};

/// The kind, table, column and constraint of an error, with `-` for what it does not say.
fn summary(code: i32, text: &str) -> (ErrorKind, [String; 3]) {
    let error = of_code(code, text);
    let detail = error.detail();
    let [table, column, constraint] = [&detail.table, &detail.column, &detail.constraint]
        .map(|name| name.clone().unwrap_or_else(|| "-".to_owned()));
    (error.kind(), [table, column, constraint])
}

#[test]
fn refused_rows_name_table_columns_and_constraint() {
    let unique = ErrorKind::Integrity(Integrity::Unique);
    let cases = [
        (
            2067,
            "UNIQUE constraint failed: t.a, t.b",
            unique,
            ["t", "a, b", "-"],
        ),
        (
            2067,
            "UNIQUE constraint failed: a.b.c",
            unique,
            ["a.b", "c", "-"],
        ),
        (
            2067,
            "UNIQUE constraint failed: index 'lower name'",
            unique,
            ["-", "-", "lower name"],
        ),
        (
            1555,
            "UNIQUE constraint failed: t.id",
            unique,
            ["t", "id", "-"],
        ),
        (
            1299,
            "NOT NULL constraint failed: t.a",
            ErrorKind::Integrity(Integrity::NotNull),
            ["t", "a", "-"],
        ),
        (
            275,
            "CHECK constraint failed: positive",
            ErrorKind::Integrity(Integrity::Check),
            ["-", "-", "positive"],
        ),
        (
            787,
            "FOREIGN KEY constraint failed",
            ErrorKind::Integrity(Integrity::ForeignKey),
            ["-", "-", "-"],
        ),
        (
            1811,
            "FOREIGN KEY constraint failed",
            ErrorKind::Integrity(Integrity::ForeignKey),
            ["-", "-", "-"],
        ),
        (
            1811,
            "not on Mondays",
            ErrorKind::Integrity(Integrity::Other),
            ["-", "-", "-"],
        ),
        (
            3091,
            "cannot store TEXT value in INTEGER column t.a",
            ErrorKind::Data,
            ["t", "a", "-"],
        ),
    ];
    for (code, text, kind, names) in cases {
        assert_eq!(
            summary(code, text),
            (kind, names.map(str::to_owned)),
            "{text}"
        );
    }
}

#[test]
fn statements_that_are_wrong_say_how() {
    let cases = [
        (
            "no such table: main.t",
            ErrorKind::DoesNotExist,
            ["t", "-", "-"],
        ),
        (
            "no such column: t.a",
            ErrorKind::DoesNotExist,
            ["t", "a", "-"],
        ),
        (
            "no such column: \"a\" - should this be a string literal in single-quotes?",
            ErrorKind::DoesNotExist,
            ["-", "a", "-"],
        ),
        (
            "table t has no column named a",
            ErrorKind::DoesNotExist,
            ["t", "a", "-"],
        ),
        ("no such index: i", ErrorKind::DoesNotExist, ["-", "-", "-"]),
        (
            "no such function: f",
            ErrorKind::Programming,
            ["-", "-", "-"],
        ),
        (
            "near \"FORM\": syntax error",
            ErrorKind::Programming,
            ["-", "-", "-"],
        ),
        (
            "table \"t\" already exists",
            ErrorKind::AlreadyExists,
            ["t", "-", "-"],
        ),
        (
            "index i already exists",
            ErrorKind::AlreadyExists,
            ["-", "-", "-"],
        ),
        (
            "there is already a table named t",
            ErrorKind::AlreadyExists,
            ["-", "-", "-"],
        ),
        (
            "duplicate column name: a",
            ErrorKind::AlreadyExists,
            ["-", "a", "-"],
        ),
        (
            "cannot commit - no transaction is active",
            ErrorKind::Interface,
            ["-", "-", "-"],
        ),
        (
            "cannot start a transaction within a transaction",
            ErrorKind::Interface,
            ["-", "-", "-"],
        ),
    ];
    for (text, kind, names) in cases {
        assert_eq!(summary(1, text), (kind, names.map(str::to_owned)), "{text}");
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
