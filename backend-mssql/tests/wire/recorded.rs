//! Rows of each type as servers send them, and what is read of them: the files of `recorded/`.
//!
//! A file is a list of answers. Each begins with `== ` and what it is of; then come its bytes, each line with what they are behind `|`,
//! then the columns and rows that have to be read of them. A file says at its head whether it was written after the specification
//! or which server was recorded; neither is written by a program of this project, so that nothing blesses them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use backend_core::connection::ResultSet;
use backend_core::error::ErrorKind;
use backend_core::sql::Statement;
use backend_core::value::{NativeContent, Value};

use crate::connect;
use crate::fake::{Answer, Cell, Fake, Kind, Tokens};

/// An answer, and what has to be read of it.
#[derive(Debug, Clone, Default)]
struct Recorded {
    title: String,
    bytes: Vec<u8>,
    /// The columns and the rows, as they are spelled in the files.
    meant: Vec<String>,
}

/// The files, in the order of their names.
fn files() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/recorded");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn read(file: &Path) -> Vec<Recorded> {
    let mut found: Vec<Recorded> = Vec::new();
    for line in fs::read_to_string(file).unwrap().lines() {
        if let Some(title) = line.strip_prefix("== ") {
            found.push(Recorded {
                title: title.to_owned(),
                ..Recorded::default()
            });
        } else if line.starts_with("columns: ") || line.starts_with("row: ") {
            found.last_mut().unwrap().meant.push(line.to_owned());
        } else if !line.is_empty() && !line.starts_with('#') {
            let digits = line.split('|').next().unwrap_or_default();
            let bytes = digits
                .split_whitespace()
                .map(|byte| u8::from_str_radix(byte, 16).unwrap());
            found.last_mut().unwrap().bytes.extend(bytes);
        }
    }
    found
}

/// A server that gives the answers, one a call, in packets of so many bytes.
async fn server(answers: Vec<Recorded>, size: usize) -> Fake {
    let next = AtomicUsize::new(0);
    Fake::new(move |message| {
        assert_eq!(message.kind, Kind::Call);
        let answer = &answers[next.fetch_add(1, Ordering::SeqCst)];
        Answer::Pieces(Tokens::new().raw(&answer.bytes), size)
    })
    .await
}

/// A text with a parameter, so that it is a call.
fn question() -> Statement {
    Statement::new("SELECT @P1").bind(1_i64)
}

/// A result as it is spelled in the files.
fn spelled(set: &ResultSet) -> Vec<String> {
    let columns = set.columns.iter().map(|column| {
        let type_name = column.type_name.as_deref().unwrap_or_default();
        format!("{:?} {type_name}", column.kind)
            .trim_end()
            .to_owned()
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let rows = set.rows.iter().map(|row| {
        let values: Vec<_> = row.iter().map(value).collect();
        format!("row: {}", values.join(", "))
    });
    std::iter::once(format!("columns: {columns}"))
        .chain(rows)
        .collect()
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(value) => format!("Bool {value}"),
        Value::I64(value) => format!("I64 {value}"),
        Value::F32(value) => format!("F32 {value:?}"),
        Value::F64(value) => format!("F64 {value:?}"),
        Value::Decimal(value) => format!("Decimal {value}"),
        Value::Text(value) => format!("Text {value:?}"),
        Value::Bytes(value) => with_bytes("Bytes", value),
        Value::Date(value) => format!("Date {value}"),
        Value::Time(value) => format!("Time {value}"),
        Value::Timestamp(value) => format!("Timestamp {value}"),
        Value::TimestampTz(value) => format!("TimestampTz {value}"),
        Value::Uuid(value) => format!("Uuid {value}"),
        Value::Native(value) => match &value.content {
            NativeContent::Text(text) => format!("Native {} {text:?}", value.type_name),
            NativeContent::Bytes(bytes) => {
                with_bytes(&format!("Native {}", value.type_name), bytes)
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn with_bytes(before: &str, bytes: &[u8]) -> String {
    let mut out = before.to_owned();
    for byte in bytes {
        write!(out, " {byte:02x}").unwrap();
    }
    out
}

/// Demands that each answer of each file is read as it is meant, in one session a file, and the session goes on.
async fn check(size: usize) {
    for file in files() {
        let answers = read(&file);
        let server = server(answers.clone(), size).await;
        let mut connection = connect(&server).await.unwrap();
        for answer in &answers {
            let place = format!("{}: {}", file.display(), answer.title);
            let sets = connection.fetch_result_sets(&question()).await;
            let sets = sets.unwrap_or_else(|error| panic!("{place}: {error}"));
            let [set] = sets.as_slice() else {
                panic!("{place}: {} results", sets.len());
            };
            assert_eq!(spelled(set), answer.meant, "{place}");
        }
        assert_eq!(server.sessions(), 1);
    }
}

#[tokio::test]
async fn each_answer_is_read_as_it_is_meant() {
    check(4_088).await;
}

#[tokio::test]
async fn each_answer_is_read_wherever_its_packets_end() {
    for size in [1, 3] {
        check(size).await;
    }
}

/// The types of [MS-TDS] 2.2.5.4 that versions since 7.2 send in results: all but the ones that were followed by others, and NULL
/// without a type, which no result has.
const TYPES: [u8; 35] = [
    0x22, 0x23, 0x24, 0x26, 0x28, 0x29, 0x2A, 0x2B, 0x30, 0x32, 0x34, 0x38, 0x3A, 0x3B, 0x3C, 0x3D,
    0x3E, 0x62, 0x63, 0x68, 0x6A, 0x6C, 0x6D, 0x6E, 0x6F, 0x7A, 0x7F, 0xA5, 0xA7, 0xAD, 0xAF, 0xE7,
    0xEF, 0xF0, 0xF1,
];

#[test]
fn every_type_is_there_with_values_and_where_it_can_be_with_null() {
    /// Those that are of a fixed length: what can be NULL is of another type.
    const NEVER_NULL: [u8; 11] = [
        0x30, 0x32, 0x34, 0x38, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x7A, 0x7F,
    ];
    let mut found = BTreeSet::new();
    let mut nulls = BTreeSet::new();
    for answer in files().iter().flat_map(|file| read(file)) {
        // Behind the token, the number of columns, and the first one's user type and flags.
        let of = answer.bytes[9];
        found.insert(of);
        if answer
            .meant
            .iter()
            .any(|line| line.starts_with("row: NULL,"))
        {
            nulls.insert(of);
        }
        assert!(answer.meant.len() > 1, "{}", answer.title);
    }
    assert_eq!(found, BTreeSet::from(TYPES));
    let can_be_null = TYPES.iter().filter(|of| !NEVER_NULL.contains(of));
    assert_eq!(nulls, can_be_null.copied().collect());
}

#[tokio::test]
async fn a_value_that_cannot_be_read_is_an_error_and_what_follows_it_is_not_read_wrong() {
    // A column of text in a code page that there is none of, and one of decimals with an impossible scale.
    let no_language: &[u8] = &[
        0x81, 1, 0, 0, 0, 0, 0, 9, 0, 0xA7, 20, 0, 0xFF, 0xFF, 0, 0, 0, 1, b'a', 0, 0xD1, 1, 0,
        b'x',
    ];
    let no_scale: &[u8] = &[
        0x81, 1, 0, 0, 0, 0, 0, 9, 0, 0x6A, 5, 5, 9, 1, b'a', 0, 0xD1, 5, 1, 1, 0, 0, 0,
    ];
    for bytes in [no_language, no_scale] {
        let asked = AtomicUsize::new(0);
        let server = Fake::new(move |_| {
            let tokens = Tokens::new();
            Answer::Whole(match asked.fetch_add(1, Ordering::SeqCst) {
                0 => tokens.raw(bytes).done(Some(1)),
                _ => tokens.one_row(&[Cell::Int(7)]),
            })
        })
        .await;
        let mut connection = connect(&server).await.unwrap();
        assert!(connection.fetch_result_sets(&question()).await.is_err());
        // The next answer is the one to the next question, or the session is over.
        match connection.fetch_as::<(i32,)>(&question()).await {
            Ok(rows) => assert_eq!(rows, [(7,)]),
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionLost, "{error}"),
        }
    }
}
