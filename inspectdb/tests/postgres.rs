//! PostgreSQL: golden cases, the hardest catalog, rows in generated models, messages. Without a server each test says why it was
//! not run; where `CONFORMANCE_EXPECT` names the vendor it fails.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/server.rs"]
mod databases;
#[path = "../../backend-postgres/tests/server/mod.rs"]
mod server;
mod support;

use std::fs;
use std::path::Path;

use databases::{ServerDatabase, block_on, server as running, url_of};
use support::{Run, command, compile, golden, inspectdb};

#[test]
fn shop() {
    let options = "--case keep --singular --no-comments --no-relations --derive Eq,Hash --views no";
    check("shop", &[("plain", options)]);
}

#[test]
fn names() {
    check(
        "names",
        &[("backend", "--types backend"), ("keep", "--case keep")],
    );
}

#[test]
fn relations() {
    let options = "--include employee* --include thing --exclude *_car";
    check("relations", &[("part", options)]);
}

#[test]
fn types() {
    let variants = [
        ("backend", "--types backend"),
        (
            "chrono",
            "--types backend,chrono,uuid,rust_decimal,serde_json",
        ),
        ("time", "--types backend,time,bigdecimal"),
        ("jiff", "--types backend,jiff"),
    ];
    check("types", &variants);
}

#[test]
fn views() {
    check("views", &[]);
}

#[test]
fn schemas() {
    let variants = [
        ("backend", "--types backend"),
        ("one", "--schema audit"),
        ("part", "--exclude public.* --exclude time.*"),
    ];
    check("schemas", &variants);
}

#[test]
fn native() {
    check("native", &[("partitions", "--partitions --include sale*")]);
}

fn check(case: &str, variants: &[(&str, &str)]) {
    let sql = golden::schema_of(case, "postgres");
    if let Some(database) = ServerDatabase::new(&sql) {
        golden::check(case, "postgres", &database.url, variants);
    }
}

#[test]
fn models_of_the_hardest_catalog_compile_and_what_they_cannot_say_is_a_warning() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = manifest.join("../backend-postgres/tests/introspection");
    let sql = fs::read_to_string(folder.join("hard.sql")).unwrap();
    let Some(database) = ServerDatabase::new(&sql) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("lib.rs");
    let run = inspectdb([database.url.as_str(), "--output", source.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    for warning in [
        "booking: its column `room`",
        "unfilled: it was never filled",
    ] {
        assert!(run.stderr.contains(warning), "{warning}: {}", run.stderr);
    }
    compile(&source, folder.path());
}

/// That the run failed with this code, one line, without the password, and nothing on the standard output.
#[track_caller]
fn assert_refused(run: &Run, code: i32, part: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    assert!(run.stderr.contains(part), "{}", run.stderr);
    assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
}

#[test]
fn who_cannot_be_reached_is_said_without_the_password() {
    let urls = [
        "postgres://ann:hunter2@nohost.invalid/db",
        "postgres://ann:hunter2@127.0.0.1:1/db",
        "postgres://ann@127.0.0.1:1/db?password=hunter2",
    ];
    for url in urls {
        let host = if url.contains("nohost") {
            "nohost.invalid"
        } else {
            "127.0.0.1:1"
        };
        assert_refused(&inspectdb([url]), 4, host);
    }
    let output = command()
        .env("DATABASE_URL", urls[1])
        .env("PGPASSWORD", "hunter2")
        .arg("-v")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{stderr}");
    assert!(!stderr.contains("hunter2"), "{stderr}");
}

#[test]
fn no_such_database_user_or_schema_is_said_in_a_line() {
    let Some(server) = running() else { return };
    let url = url_of(server.url(), "no_such_database");
    assert_refused(&inspectdb([url]), 4, "`no_such_database`");
    let database = ServerDatabase::new("CREATE TABLE artist (id INTEGER)").unwrap();
    let run = inspectdb([database.url.as_str(), "--schema", "public,nowhere"]);
    assert_refused(&run, 8, "--schema \"nowhere\"");
    let run = inspectdb([database.url.as_str(), "artists"]);
    assert_refused(&run, 8, "did you mean \"artist\"?");
}

#[test]
fn details_tell_the_server_and_the_session_only_reads() {
    let Some(database) = ServerDatabase::new("CREATE TABLE artist (id INTEGER)") else {
        return;
    };
    let run = inspectdb(["-v", database.url.as_str()]);
    assert_eq!(run.code, 0, "{run:?}");
    let first = run.stderr.lines().next().unwrap();
    assert!(
        first.starts_with("PostgreSQL ") && first.contains(" (postgres), connected in "),
        "{first}"
    );
    assert!(
        run.stderr
            .contains("1 table, 0 views, 0 foreign keys, 0 warnings, ")
    );
}

#[test]
fn a_library_may_be_called_within_a_runtime() {
    let Some(database) = ServerDatabase::new("CREATE TABLE artist (id INTEGER)") else {
        return;
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let exit = block_on(async {
        inspectdb::run(
            &inspectdb::registry().unwrap(),
            ["inspectdb", database.url.as_str()].map(Into::into),
            &mut stdout,
            &mut stderr,
        )
    });
    assert_eq!(exit, inspectdb::Exit::Success);
    assert!(
        String::from_utf8(stdout)
            .unwrap()
            .contains("pub struct Artist {")
    );
}
