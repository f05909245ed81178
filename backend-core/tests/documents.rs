//! Names of ours in documents are names in the code.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The words of the code below a folder, without comments.
fn words(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
                found.extend(words.map(str::to_owned));
            }
        }
    }
}

#[test]
fn the_document_of_operations_names_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("../docs/operations.md")).unwrap();
    let mut code = BTreeSet::new();
    words(&root.join("src"), &mut code);
    let (mut theirs, mut missing) = (0, Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = line.split('|').collect();
        let names = |cell: &str| -> Vec<String> {
            let quoted = cell.split('`').skip(1).step_by(2);
            quoted.map(str::to_owned).collect()
        };
        theirs += names(cells[1]).len();
        let ours = names(cells[2]);
        assert_eq!(
            ours.is_empty(),
            matches!(cells[2].trim(), "—" | "to come"),
            "names, or a dash: {line}"
        );
        for name in ours.iter().filter(|name| !name.starts_with("sea_query::")) {
            if !name.split("::").all(|word| code.contains(word)) {
                missing.push(name.clone());
            }
        }
    }
    assert!(missing.is_empty(), "nothing is called {missing:?}");
    assert!(theirs >= 92 + 90, "{theirs} names of Django's");
}
