//! The whole of `tidy` on a folder of files.

use std::fs;

use super::{Finding, run};

fn tidied(files: &[(&str, &str)]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut out = Vec::new();
    let clean = run(folder.path(), true, &mut out).unwrap();
    (clean, String::from_utf8(out).unwrap())
}

#[test]
fn a_clean_tree_is_clean() {
    let (clean, text) = tidied(&[
        ("ARCHITECTURE.md", "```layers\nerror\n```\n"),
        ("backend-core/Cargo.toml", ""),
        ("backend-core/src/lib.rs", "//! Core.\npub mod error;\n"),
        ("backend-core/src/error.rs", "//! Errors.\n"),
    ]);
    assert!(clean, "{text}");
    assert_eq!(
        text,
        "tidy: 0 findings, 0 files past the aim of 400 lines\n"
    );
}

#[test]
fn findings_are_printed_by_file_and_line() {
    let (clean, text) = tidied(&[
        (
            "b/src/lib.rs",
            "//! B.\n#[cfg(test)] mod c;\nfn f() { todo!() }\nuse c::*;\n",
        ),
        ("b/src/c.rs", "use super::*;\n"),
    ]);
    assert!(!clean);
    let heads: Vec<String> = text
        .lines()
        .map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        heads[..3],
        [
            "b/src/c.rs:1 first-line",
            "b/src/lib.rs:3 unfinished",
            "b/src/lib.rs:4 glob"
        ]
    );
    assert!(
        text.ends_with("tidy: 3 findings, 0 files past the aim of 400 lines\n"),
        "{text}"
    );
}

#[test]
fn a_long_file_is_noted_where_asked() {
    let text = format!("//! A.\n{}", "\n".repeat(450));
    let (clean, printed) = tidied(&[("a/src/lib.rs", &text)]);
    assert!(clean);
    assert!(printed.contains("a/src/lib.rs: 451 lines"), "{printed}");
}

#[test]
fn a_finding_reads_as_place_rule_and_message() {
    let finding = Finding::new("a/src/lib.rs", 3, "glob", "names one by one");
    assert_eq!(
        finding.to_string(),
        "a/src/lib.rs:3: glob: names one by one"
    );
}
