//! A run that is interrupted, asked to end or killed leaves no file behind: not in its own folder, nor beside a database of somebody
//! else's, once the next run has begun.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

#[path = "../../conformance-tests/tests/interrupted/mod.rs"]
mod interrupted;

use std::path::{Path, PathBuf};

use backend_core::backend::Backend;
use conformance_tests::{Harness, Provision};

use self::interrupted::{SIGNALS, ended_by, eventually, is_child, next_run};

/// Where the database of the second test is.
const URL: &str = "INTERRUPTED_SQLITE_URL";

struct Sqlite;

impl Harness for Sqlite {
    fn vendor(&self) -> &str {
        "sqlite"
    }

    fn backend(&self) -> &'static Backend {
        &backend_sqlite::BACKEND
    }

    fn provision(&self) -> Provision {
        Provision::env(URL).or_embedded("sqlite:{scratch}/cf.db?mode=rwc")
    }
}

/// The path in a URL of the suite's.
fn path_of(url: &str) -> PathBuf {
    let settings = backend_sqlite::BACKEND.settings(url).unwrap();
    PathBuf::from(settings.path().unwrap())
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_folder_of_a_run_goes_with_it() {
    if is_child(&Sqlite) {
        return;
    }
    for signal in SIGNALS {
        let database = path_of(&ended_by(signal, &[]));
        let folder = database.parent().unwrap();
        eventually(signal, || !folder.exists());
    }
}

#[test]
fn what_stands_beside_a_given_database_goes_with_the_next_run() {
    if is_child(&Sqlite) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "sqlite:{}?mode=rwc",
        folder.path().join("given.db").display()
    );
    let variables = [(URL, url.as_str())];
    for signal in SIGNALS {
        let database = path_of(&ended_by(signal, &variables));
        assert_eq!(database.parent().unwrap(), folder.path());
        next_run(&Sqlite, &variables);
        assert_eq!(files(folder.path()), ["given.db"], "{signal}");
    }
}
