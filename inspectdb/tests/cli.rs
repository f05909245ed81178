//! The command as a person or a script meets it: exit codes, messages, files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod support;

use std::fs;
use std::io::pipe;
use std::path::Path;

use inspectdb::Exit;

use support::{Database, Run, command, inspectdb, open};

const SCHEMA: &str = "
    CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE album (id INTEGER PRIMARY KEY, artist_id INTEGER REFERENCES artist (id));
";

/// That the run failed with this code, one line, and nothing on the standard output.
#[track_caller]
fn assert_refused(run: &Run, code: i32, part: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    assert!(run.stderr.contains(part), "{}", run.stderr);
}

#[test]
fn the_output_is_all_that_stands_on_the_standard_output() {
    let database = Database::new(SCHEMA);
    let run = inspectdb([database.name()]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout.matches("\npub struct ").count(), 2);
    assert!(
        run.stderr
            .starts_with("2 tables, 0 views, 1 foreign key, 0 warnings, ")
    );
    assert_eq!(run.stderr.lines().count(), 1);
    assert_eq!(database.files(), ["test.sqlite3"]);

    let quiet = inspectdb(["-q", database.name()]);
    assert_eq!((quiet.stdout, quiet.stderr.as_str()), (run.stdout, ""));
    let url = format!("sqlite:{}?mode=rwc", database.name());
    assert_eq!(inspectdb([url.as_str()]).code, 0);
}

#[test]
fn an_unknown_option_is_answered_with_all_that_there_are() {
    for (url, backend) in [
        ("sqlite::memory:?bogus=1", &backend_sqlite::BACKEND),
        ("postgres://host/name?bogus=1", &backend_postgres::BACKEND),
    ] {
        let known = backend.connector.options();
        let names: Vec<_> = known.iter().map(|option| option.name).collect();
        let list = format!("known options are {}\n", names.join(", "));
        assert_refused(&inspectdb([url]), 2, &list);
    }
}

#[test]
fn a_target_is_a_vendor_and_a_version_that_it_drives() {
    let database = Database::new(SCHEMA);
    for (target, part) in [
        (
            "oracle",
            "no vendor is called \"oracle\"; known are sqlite, postgres",
        ),
        ("postgres:9", "--for: postgres 12"),
        ("postgres:x", "--for takes VENDOR or VENDOR:VERSION"),
    ] {
        let arguments = ["--format", "sql", "--for", target, database.name()];
        assert_refused(&inspectdb(arguments), 2, part);
    }
    let arguments = ["--format", "sql", "--for", "postgres", database.name()];
    let run = inspectdb(arguments);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout.contains("REFERENCES \"artist\" (\"id\")"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_url_may_stand_in_the_environment() {
    let database = Database::new(SCHEMA);
    let output = command()
        .env("DATABASE_URL", database.name())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let output = command()
        .env("DATABASE_URL", "db://ann:secret@host")
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(
        help.contains("DATABASE_URL") && !help.contains("secret"),
        "{help}"
    );
    assert_refused(&inspectdb::<&str>([]), 2, "<URL>");
}

#[test]
fn a_missing_file_stays_missing() {
    let database = Database::new(SCHEMA);
    let missing = database.folder.path().join("missing.sqlite3");
    let path = missing.to_str().unwrap();
    assert_refused(&inspectdb([path]), 4, "missing.sqlite3`\n");
    assert_refused(
        &inspectdb([&format!("sqlite:{path}?mode=rwc")]),
        4,
        "missing.sqlite3",
    );
    assert_refused(
        &inspectdb([&format!("{path}/deeper")]),
        4,
        "missing.sqlite3",
    );
    assert_eq!(database.files(), ["test.sqlite3"]);
}

#[test]
fn what_is_not_a_database_is_said_to_be_none() {
    let database = Database::new(SCHEMA);
    let folder = database.folder.path();
    let bytes = fs::read(&database.path).unwrap();
    let noise: Vec<u8> = (0..8192_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3])
        .collect();
    for (name, content) in [
        (
            "text",
            b"Dear diary, this is no database at all.\n".repeat(40),
        ),
        ("noise", noise),
        ("half", bytes[..bytes.len() / 2 - 100].to_vec()),
    ] {
        let path = folder.join(name);
        fs::write(&path, &content).unwrap();
        assert_refused(&inspectdb([&path]), 5, name);
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    let run = inspectdb([folder]);
    assert!(matches!(run.code, 4 | 5), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 1);
}

#[test]
fn an_empty_file_is_an_empty_database() {
    let database = Database::new("");
    let run = inspectdb([database.name()]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.starts_with("0 tables, 0 views, "),
        "{}",
        run.stderr
    );
    assert!(!run.stdout.contains("struct"));
}

#[test]
fn a_lock_is_told_apart() {
    let database = Database::new(SCHEMA);
    futures_executor::block_on(async {
        let mut holder = open(&database.path).await.unwrap();
        holder.batch("BEGIN EXCLUSIVE").await.unwrap();
        let url = format!("sqlite:{}?busy_timeout=50ms", database.name());
        assert_refused(&inspectdb([url]), 6, "locked");
        holder.batch("ROLLBACK").await.unwrap();
    });
    assert_eq!(inspectdb([database.name()]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told_apart() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    const NOBODY: u32 = 65_534;
    let database = Database::new(SCHEMA);
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(&database.path, 0o000);
    if fs::File::open(&database.path).is_err() {
        assert_refused(&inspectdb([database.name()]), 7, "test.sqlite3");
        return;
    }
    // Nothing is forbidden to this user: the command runs as another, from where that one may run it.
    let program = database.folder.path().join("inspectdb");
    fs::copy(env!("CARGO_BIN_EXE_inspectdb"), &program).unwrap();
    allow(database.folder.path(), 0o755);
    allow(&program, 0o755);
    let output = Command::new(&program)
        .arg(&database.path)
        .uid(NOBODY)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(7), "{output:?}");
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("test.sqlite3")
    );
}

#[test]
fn wrong_urls_and_options_are_refused() {
    let database = Database::new(SCHEMA);
    let name = database.name();
    assert_refused(&inspectdb(["oracle://host/db"]), 2, "sqlite");
    assert_refused(
        &inspectdb([format!("sqlite:{name}?colour=red")]),
        2,
        "colour",
    );
    assert_refused(&inspectdb([format!("sqlite:{name}?mode=raw")]), 2, "mode");
    assert_refused(&inspectdb([name, "--frmat", "json"]), 2, "--format");
    assert_refused(&inspectdb([name, "--schema", "main"]), 2, "has no schemas");
    assert_refused(&inspectdb([""]), 2, "empty");
}

#[test]
fn no_password_is_ever_shown() {
    for url in [
        "postgres://ann:hunter2@host/db",
        "sqlite://ann:hunter2@host/db?mode=ro",
        "oracle://ann:hunter2@host/db?password=hunter2",
        "ann:hunter2@host",
        "sqlite:missing.db?password=hunter2",
    ] {
        let run = inspectdb(["-v", url]);
        assert_ne!(run.code, 0, "{url}");
        assert!(!run.stderr.contains("hunter2"), "{url}: {}", run.stderr);
    }
    for arguments in [
        ["--format", "db://ann:hunter2@host"],
        ["db", "--ouput=db://ann:hunter2@host"],
    ] {
        let run = inspectdb(arguments);
        assert_eq!(run.code, 2);
        assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    }
}

#[test]
fn what_matches_nothing_is_refused_with_the_nearest_name() {
    let database = Database::new(SCHEMA);
    let name = database.name();
    assert_refused(&inspectdb([name, "artists"]), 8, "did you mean \"artist\"?");
    assert_refused(
        &inspectdb([name, "--exclude", "zzz*"]),
        8,
        "\"zzz*\" matches no table",
    );
    let run = inspectdb([name, "album"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout
            .contains("the table `artist`, which is left out here"),
        "{}",
        run.stdout
    );
}

/// SQLite takes names of any length.
#[test]
fn names_of_ten_thousand_characters_are_read_and_asked_for() {
    let table = format!("t{}", "é".repeat(9_999));
    let field = format!("f{}", "_x".repeat(4_999) + "y");
    assert_eq!(
        (table.chars().count(), field.chars().count()),
        (10_000, 10_000)
    );
    let database = Database::new(&format!(
        "CREATE TABLE \"{table}\" (id INTEGER PRIMARY KEY, \"{field}\" TEXT UNIQUE);
         CREATE TABLE other (id INTEGER PRIMARY KEY, \"{field}\" INTEGER REFERENCES \"{table}\" (id));
         CREATE INDEX \"{field}\" ON other (\"{field}\");"
    ));
    let name = database.name();
    let run = inspectdb(["-q", name, &table, "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let tables = json["schema"]["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0]["name"]["name"], table.as_str());
    assert_eq!(tables[0]["columns"][1]["name"], field.as_str());

    let run = inspectdb([name]);
    assert_eq!(run.code, 0);
    let rust = syn::parse_file(&run.stdout).unwrap();
    let is_struct = |item: &&syn::Item| matches!(item, syn::Item::Struct(_));
    assert_eq!(rust.items.iter().filter(is_struct).count(), 2);
    assert!(run.stdout.contains(&field));

    // What a person reads of one that is not there is short.
    let unknown = format!("t{}", "e".repeat(9_999));
    for arguments in [vec![name, &unknown], vec![name, "--exclude", &unknown]] {
        let run = inspectdb(arguments);
        assert_refused(&run, 8, "\"teee");
        assert!(run.stderr.len() < 400, "{}", run.stderr);
    }
}

#[test]
fn a_file_is_written_checked_and_found_out_of_date() {
    let database = Database::new(SCHEMA);
    let models = database.folder.path().join("models.rs");
    let output = ["--output", models.to_str().unwrap()];
    let check = || inspectdb([database.name(), "--check", output[0], output[1]]);

    assert_refused(&check(), 3, "is missing");
    assert_eq!(database.files(), ["test.sqlite3"]);

    let run = inspectdb([database.name(), output[0], output[1]]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(database.files(), ["models.rs", "test.sqlite3"]);
    let written = fs::read_to_string(&models).unwrap();
    assert_eq!(written, inspectdb([database.name()]).stdout);
    assert_eq!(check().code, 0);

    // What a person wrote around it stays, and is no difference.
    let around = |text: &str| format!("//! Ours.\n\n{text}\npub fn ours() {{}}\n");
    fs::write(&models, around(&written)).unwrap();
    assert_eq!(check().code, 0);
    fs::write(
        &models,
        around(&written.replace("Option<String>", "String")),
    )
    .unwrap();
    assert_eq!(check().code, 3);
    let run = inspectdb([database.name(), output[0], output[1]]);
    assert_eq!(run.code, 0);
    assert_eq!(fs::read_to_string(&models).unwrap(), around(&written));

    fs::write(
        &models,
        written.replace("pub name: Option<String>", "pub name: String"),
    )
    .unwrap();
    let before = fs::read(&models).unwrap();
    let run = check();
    assert_eq!(run.code, 3);
    assert!(
        run.stderr
            .contains("\n-    pub name: String,\n+    pub name: Option<String>,\n")
    );
    assert!(
        run.stderr.contains("models.rs is out of date"),
        "{}",
        run.stderr
    );
    assert_eq!(fs::read(&models).unwrap(), before);

    let run = inspectdb([database.name(), "no_such_table", output[0], output[1]]);
    assert_eq!(run.code, 8);
    assert_eq!(fs::read(&models).unwrap(), before);

    // A file that a person wrote is nobody else's to replace.
    fs::write(&models, "pub fn ours() {}\n").unwrap();
    assert_refused(
        &inspectdb([database.name(), output[0], output[1]]),
        9,
        "models.rs was not written by inspectdb",
    );
    assert_refused(&check(), 9, "models.rs was not written by inspectdb");
    assert_eq!(fs::read_to_string(&models).unwrap(), "pub fn ours() {}\n");
}

#[test]
fn warnings_end_a_strict_run_and_nothing_else() {
    let database = Database::new(
        "
        CREATE TABLE t (a INTEGER);
        CREATE VIEW v AS SELECT a FROM t;
        CREATE VIEW w AS SELECT b FROM v;
    ",
    );
    let run = inspectdb([database.name()]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("warning 1: w: "), "{}", run.stderr);
    assert!(run.stdout.contains("pub struct T ") && run.stdout.contains("pub struct W "));
    let strict = inspectdb([database.name(), "--strict", "--format", "json"]);
    assert_eq!(strict.code, 1);
    let document: serde_json::Value = serde_json::from_str(&strict.stdout).unwrap();
    assert_eq!(document["warnings"][0]["object"]["name"], "w");
    assert_eq!(
        inspectdb([database.name(), "--strict", "--exclude", "w"]).code,
        0
    );
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let database = Database::new(SCHEMA);
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let output = command()
        .arg(database.name())
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("error"));
}

#[test]
fn help_is_short_and_tells_the_exit_codes() {
    let help = inspectdb(["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    assert!(
        help.stdout
            .contains("Exit codes:\n  0  done, maybe with warnings\n")
    );
    assert!(help.stdout.lines().all(|line| line.chars().count() <= 100));
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/inspectdb.md");
    let guide = fs::read_to_string(guide).unwrap();
    for exit in Exit::ALL {
        let line = format!("| {} | {} |", exit.code(), exit.meaning());
        assert!(guide.contains(&line), "the guide lacks: {line}");
    }
    assert!(inspectdb(["--version"]).stdout.starts_with("inspectdb "));
}
