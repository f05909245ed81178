//! What is written for a vendor is what the documents show, which are compiled.

use std::path::{Path, PathBuf};

use super::{Database, Scaffold, ScaffoldError};
use crate::services::read;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cf_new_{name}_{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn text(scaffold: &Scaffold, path: &str) -> String {
    let mut files = scaffold.files().into_iter();
    files.find(|file| file.path == path).unwrap().text
}

/// The block of a document in which a harness is written, without what only its compiler needs.
fn shown(document: &str, begin: &str, end: &str, comment: &str) -> String {
    let block = document.split_once(begin).unwrap().1;
    let block = block.split_once(end).unwrap().0;
    let lines = block.lines().map(|line| {
        let line = line.strip_prefix(comment).unwrap_or(line);
        line.strip_prefix(' ')
            .filter(|_| !comment.is_empty())
            .unwrap_or(line)
    });
    let lines = lines.filter(|line| !line.starts_with("# ") && !line.starts_with("// "));
    lines
        .map(|line| format!("{line}\n"))
        .collect::<String>()
        .trim_start()
        .to_owned()
}

#[test]
fn the_test_file_is_the_one_of_the_documents() {
    let nowhere = Path::new("no/such/folder");
    let server = Scaffold::new("mine", nowhere, Database::Server).unwrap();
    let documented = shown(
        include_str!("../lib.rs"),
        "//! ```no_run\n",
        "//! ```\n",
        "//!",
    );
    assert_eq!(text(&server, "tests/conformance.rs"), documented);
    let url = Database::Embedded("toy:conformance".to_owned());
    let embedded = Scaffold::new("mine", nowhere, url).unwrap();
    let guide = include_str!("../../guide.md");
    let documented = shown(guide, "```rust,no_run\n", "```\n", "");
    assert_eq!(text(&embedded, "tests/conformance.rs"), documented);
    assert!(documented.lines().count() <= 25);
}

#[test]
fn nothing_is_left_to_be_filled_in() {
    for database in [Database::Server, Database::Embedded("my:x".to_owned())] {
        let scaffold = Scaffold::new("my_store_2", Path::new("no/such"), database).unwrap();
        let mut texts: Vec<_> = scaffold.files().into_iter().map(|file| file.text).collect();
        texts.push(scaffold.next_steps());
        for text in texts {
            let is_open = |word: &str| word.starts_with('<') && word.contains('>');
            assert!(!text.split([' ', '"', '/', ':']).any(is_open), "{text}");
        }
        let test = text(&scaffold, "tests/conformance.rs");
        assert!(test.contains("struct MyStore2;"), "{test}");
        assert!(test.contains("&backend_my_store_2::BACKEND"), "{test}");
    }
}

#[test]
fn the_service_and_the_marks_are_read() {
    let scaffold = Scaffold::new("mine", Path::new("no/such"), Database::Server).unwrap();
    let service = read("mine.toml", &text(&scaffold, "tests/services/mine.toml")).unwrap();
    assert_eq!(service.package, "backend-mine");
    assert!(service.left_out.is_some());
    assert!(crate::marks::Marks::read(&text(&scaffold, "tests/conformance.toml")).is_ok());
}

#[test]
fn the_crate_is_called_as_its_manifest_says() {
    let folder = folder("named");
    let manifest = folder.join("Cargo.toml");
    let named = || {
        let scaffold = Scaffold::new("mine", &folder, Database::Server)?;
        Ok(text(&scaffold, "tests/conformance.rs"))
    };
    std::fs::write(&manifest, "[package]\nname = \"own-name\"\n").unwrap();
    let test: Result<_, ScaffoldError> = named();
    assert!(test.unwrap().contains("&own_name::BACKEND"));
    std::fs::write(
        &manifest,
        "[package]\nname = \"own-name\"\n[lib]\nname = \"other\"\n",
    )
    .unwrap();
    assert!(named().unwrap().contains("&other::BACKEND"));
    std::fs::write(&manifest, "[workspace]\n").unwrap();
    assert!(matches!(named().unwrap_err(), ScaffoldError::Manifest(_)));
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn what_is_there_stays_as_it_is() {
    let folder = folder("taken");
    std::fs::create_dir_all(folder.join("tests")).unwrap();
    std::fs::write(folder.join("tests/conformance.toml"), "marks = 7\n").unwrap();
    let scaffold = Scaffold::new("mine", &folder, Database::Server).unwrap();
    let refused = scaffold.write(&folder).unwrap_err().to_string();
    assert_eq!(
        refused,
        "tests/conformance.toml is there already, and nothing was written"
    );
    assert!(!folder.join("tests/conformance.rs").exists());
    std::fs::remove_file(folder.join("tests/conformance.toml")).unwrap();
    // A file where a folder has to be: what was written before is taken back.
    std::fs::write(folder.join(".github"), "").unwrap();
    assert!(matches!(
        scaffold.write(&folder),
        Err(ScaffoldError::File(..))
    ));
    assert!(!folder.join("tests/conformance.rs").exists());
    std::fs::remove_file(folder.join(".github")).unwrap();
    scaffold.write(&folder).unwrap();
    for file in scaffold.files() {
        let text = std::fs::read_to_string(folder.join(&file.path)).unwrap();
        assert_eq!(text, file.text);
    }
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn names_and_urls_that_are_none_are_refused() {
    for name in ["", "Mine", "my-store", "2", "a__b", "a_", "../a"] {
        let refused = Scaffold::new(name, Path::new("."), Database::Server);
        assert!(matches!(refused, Err(ScaffoldError::Name(_))), "{name}");
    }
    for url in ["", "mine", "mine: x"] {
        let refused = Scaffold::new("mine", Path::new("."), Database::Embedded(url.to_owned()));
        assert!(matches!(refused, Err(ScaffoldError::Url(_))), "{url}");
    }
}
