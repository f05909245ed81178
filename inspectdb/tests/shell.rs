//! `inspectdb shell`: what the vendor's shell is started with, and what becomes of its streams and its exit code.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use support::{Database, command, inspectdb};

const SCHEMA: &str = "CREATE TABLE shell (id INTEGER PRIMARY KEY); INSERT INTO shell VALUES (7);";

/// Runs the command where the only programs are fakes, which print what they were started with and end with code 42.
fn run_with_fake(program: &str, folder: &Path, arguments: &[&str]) -> Output {
    let path = folder.join(program);
    let script = "#!/bin/sh\nfor each; do printf '[%s]\\n' \"$each\"; done\n\
                  printf 'PGPASSWORD=%s PGHOSTADDR=%s PGSERVICE=%s\\n' \"$PGPASSWORD\" \"$PGHOSTADDR\" \"$PGSERVICE\"\n\
                  read -r line; printf 'read %s\\n' \"$line\"; exit 42\n";
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let input = folder.join("input");
    fs::write(&input, "typed\n").unwrap();
    command()
        .env("PATH", folder)
        .env("PGSERVICE", "elsewhere")
        .env("PGHOSTADDR", "10.0.0.9")
        .stdin(fs::File::open(input).unwrap())
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn a_servers_shell_has_the_password_in_its_environment_and_nothing_else_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let url = "postgres://ann:se%20cret@db.example:5433/music";
    let output = run_with_fake("psql", folder.path(), &["shell", url, "--", "-c", "a  'b'"]);
    assert_eq!(output.status.code(), Some(42), "{output:?}");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "[--host=db.example]\n[--port=5433]\n[--username=ann]\n[--dbname=music]\n[-c]\n[a  'b']\n\
         PGPASSWORD=se cret PGHOSTADDR= PGSERVICE=\nread typed\n"
    );
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_files_shell_has_its_path_and_is_told_what_it_cannot_be() {
    let database = Database::new(SCHEMA);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}?mode=ro&statement_timeout=1s", database.name());
    let output = run_with_fake("sqlite3", folder.path(), &["shell", &url]);
    assert_eq!(output.status.code(), Some(42), "{output:?}");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let path = format!("[{}]", database.name());
    assert_eq!(printed.lines().next(), Some("[-readonly]"));
    assert!(printed.lines().any(|line| line == path), "{printed}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "the option statement_timeout is not heeded: this shell has no such thing\n"
    );
}

#[test]
fn what_cannot_be_started_is_one_line_and_a_code_of_ours() {
    let database = Database::new(SCHEMA);
    let empty = tempfile::tempdir().unwrap();
    let output = command()
        .env("PATH", empty.path())
        .args(["shell", database.name()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(9));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: the program `sqlite3` is not installed; "),
        "{said}"
    );
    let missing = database.folder.path().join("missing.sqlite3");
    let run = inspectdb(["shell", missing.to_str().unwrap()]);
    assert_eq!((run.code, run.stderr.lines().count()), (4, 1), "{run:?}");
    assert_eq!(database.files(), ["test.sqlite3"]);
    let run = inspectdb(["shell", "sqlite::memory:"]);
    assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{run:?}");
}

#[test]
fn the_command_is_printed_without_secrets() {
    let run = inspectdb(["shell", "--print", "postgres://ann:secret@db/music"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.contains("PGPASSWORD=*** ") && !run.stdout.contains("secret"),
        "{run:?}"
    );
}

#[test]
fn a_table_and_a_file_may_be_called_shell() {
    let database = Database::new(SCHEMA);
    let run = inspectdb([database.name(), "shell"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("pub struct Shell {"), "{}", run.stdout);
    fs::copy(&database.path, database.folder.path().join("shell")).unwrap();
    let output = command()
        .current_dir(database.folder.path())
        .arg("./shell")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// Against the real shell, where there is one; where there is none, that is what is said.
#[test]
fn the_real_shell_opens_the_database_as_our_sessions_do() {
    let database = Database::new(SCHEMA);
    let url = format!("sqlite:{}?busy_timeout=1234ms&mode=ro", database.name());
    let statements = "SELECT id FROM shell; PRAGMA foreign_keys; PRAGMA busy_timeout;";
    let run = inspectdb(["shell", &url, "--", statements]);
    if run.code == 9 {
        assert!(run.stderr.contains("is not installed"), "{run:?}");
        return;
    }
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "7\n1\n1234\n"),
        "{run:?}"
    );
    let refused = inspectdb(["shell", &url, "--", "DELETE FROM shell"]);
    assert_ne!(refused.code, 0, "{refused:?}");
}
