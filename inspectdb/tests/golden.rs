//! Golden cases: a schema goes in, and every output is compared whole.
//!
//! `golden/<case>/<vendor>/schema.sql` makes the database; `expected.rs`, `expected.json` and `expected.warnings` are what comes
//! out of it, and `expected.<variant>.rs` what comes out with other options. `cargo xtask bless` rewrites them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod schema;
mod support;

use std::fs;
use std::path::Path;

use inspectdb::Exit;
use similar::TextDiff;

use support::{Database, golden_folder};

/// Outputs with options of their own: case, variant, options.
const VARIANTS: &[(&str, &str, &str)] = &[
    (
        "shop",
        "plain",
        "--case keep --singular --no-comments --no-relations --derive Eq,Hash --views no",
    ),
    ("names", "keep", "--case keep"),
    ("types", "backend", "--types backend"),
    (
        "types",
        "chrono",
        "--types backend,chrono,uuid,rust_decimal,serde_json",
    ),
    ("types", "time", "--types backend,time,bigdecimal"),
    ("types", "jiff", "--types backend,jiff"),
    (
        "relations",
        "part",
        "--include employee* --include thing --exclude *_car",
    ),
];

#[test]
fn shop() {
    check("shop");
}

#[test]
fn names() {
    check("names");
}

#[test]
fn relations() {
    check("relations");
}

#[test]
fn views() {
    check("views");
}

#[test]
fn types() {
    check("types");
}

fn check(case: &str) {
    let folder = golden_folder().join(case).join("sqlite");
    let example = format!("examples/{case}.sql");
    let schema = fs::read_to_string(folder.join("schema.sql"))
        .or_else(|_| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(example)))
        .unwrap();
    let database = Database::new(&schema);

    let (rust, warnings) = run(&database, "");
    let (again, _) = run(&database, "");
    assert_eq!(rust, again, "two runs differ");
    let (json, _) = run(&database, "--format json");
    let document = serde_json::from_str(&json).unwrap();
    schema::check(&document);

    let version = document["server"]["version"].as_str().unwrap();
    let json = json.replacen(&format!("\"{version}\""), "\"…\"", 1);
    let mut differences = Vec::new();
    differences.extend(compare(&folder.join("expected.rs"), &rust));
    differences.extend(compare(&folder.join("expected.json"), &json));
    differences.extend(compare(&folder.join("expected.warnings"), &warnings));
    for (_, variant, options) in VARIANTS.iter().filter(|(of, _, _)| *of == case) {
        let (rust, _) = run(&database, options);
        differences.extend(compare(
            &folder.join(format!("expected.{variant}.rs")),
            &rust,
        ));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The output and the messages, without the time that it took.
fn run(database: &Database, options: &str) -> (String, String) {
    let registry = inspectdb::registry().unwrap();
    let arguments = ["inspectdb", database.name()]
        .into_iter()
        .chain(options.split_whitespace());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let exit = inspectdb::run(
        &registry,
        arguments.map(Into::into),
        &mut stdout,
        &mut stderr,
    );
    let messages = String::from_utf8(stderr).unwrap();
    assert_eq!(exit, Exit::Success, "{messages}");
    let (messages, time) = messages.trim_end().rsplit_once(", ").unwrap();
    assert!(time.ends_with(" ms"), "{time}");
    (String::from_utf8(stdout).unwrap(), format!("{messages}\n"))
}

/// How a file differs from what it should hold; where goldens are being rewritten it is made to hold it.
fn compare(path: &Path, found: &str) -> Option<String> {
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::write(path, found).unwrap();
        return None;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return None;
    }
    let diff = TextDiff::from_lines(&expected, found)
        .unified_diff()
        .context_radius(3)
        .to_string();
    Some(format!(
        "{} is another now (cargo xtask bless accepts it):\n{diff}",
        path.display()
    ))
}
