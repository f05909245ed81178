//! Golden cases: a schema goes in, and every output is compared whole.
//!
//! `golden/<case>/<vendor>/schema.sql` makes the database; `expected.rs`, `expected.json`, `expected.sql` and `expected.warnings` are what comes
//! out of it, and `expected.<variant>.rs` what comes out with other options. `cargo xtask bless` rewrites them.

use std::fs;
use std::path::{Path, PathBuf};

use inspectdb::Exit;
use similar::TextDiff;

use super::golden_folder;
use super::schema;

/// The folder of a vendor's golden case.
pub(crate) fn folder(case: &str, vendor: &str) -> PathBuf {
    golden_folder().join(case).join(vendor)
}

/// What makes the database of a vendor's golden case.
pub(crate) fn schema_of(case: &str, vendor: &str) -> String {
    let example = format!("../examples/{case}/{case}.sql");
    fs::read_to_string(folder(case, vendor).join("schema.sql"))
        .or_else(|_| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(example)))
        .unwrap()
}

/// Compares every output of the database `url` with the case's; `variants` are names and options of more outputs.
pub(crate) fn check(case: &str, vendor: &str, url: &str, variants: &[(&str, &str)]) {
    let folder = folder(case, vendor);
    let (rust, warnings) = run(url, "");
    let (again, _) = run(url, "");
    assert_eq!(rust, again, "two runs differ");
    let (json, _) = run(url, "--format json");
    let document = serde_json::from_str(&json).unwrap();
    schema::check(&document);

    let version = document["server"]["version"].as_str().unwrap();
    let json = json.replacen(&format!("\"{version}\""), "\"…\"", 1);
    let mut differences = Vec::new();
    differences.extend(compare(&folder.join("expected.rs"), &rust));
    differences.extend(compare(&folder.join("expected.json"), &json));
    differences.extend(compare(&folder.join("expected.warnings"), &warnings));
    for (variant, options) in variants {
        let (rust, _) = run(url, options);
        let path = folder.join(format!("expected.{variant}.rs"));
        differences.extend(compare(&path, &rust));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Compares the SQL of a case with what it should be.
pub(crate) fn check_sql(case: &str, vendor: &str, sql: &str) {
    let difference = compare(&folder(case, vendor).join("expected.sql"), sql);
    assert_eq!(
        difference,
        None,
        "{}",
        difference.as_deref().unwrap_or_default()
    );
}

/// Compares the SQL of a case for another vendor with what it should be.
pub(crate) fn check_crossing(case: &str, vendor: &str, target: &str, sql: &str) {
    let path = folder(case, vendor).join(format!("expected.for_{target}.sql"));
    let difference = compare(&path, sql);
    assert_eq!(
        difference,
        None,
        "{}",
        difference.as_deref().unwrap_or_default()
    );
}

/// The output alone.
pub(crate) fn output(url: &str, options: &str) -> String {
    run(url, options).0
}

/// The output and the messages, without the time that it took.
fn run(url: &str, options: &str) -> (String, String) {
    let registry = inspectdb::registry().unwrap();
    let arguments = ["inspectdb", url]
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
