//! Rule `vendor-name`: the contract and its suite name no vendor, not even in a comment.

use super::Finding;
use super::data::{NEUTRAL_FOLDERS, VENDOR_WORDS};
use super::sources::Sources;

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let neutral = |path: &str| {
        NEUTRAL_FOLDERS
            .iter()
            .any(|folder| path.starts_with(folder))
    };
    let mut findings = Vec::new();
    for (path, text) in sources.tree.files().filter(|(path, _)| neutral(path)) {
        for (at, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            let words = VENDOR_WORDS.iter().filter(|word| line.contains(**word));
            findings.extend(words.map(|word| {
                let message =
                    format!("names `{word}`: say what is true of every vendor, or ask a flag");
                Finding::new(path, at + 1, "vendor-name", message)
            }));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::{Sources, Tree};

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let tree = Tree::from_iter([(path, text)]);
        check(&Sources::new(&tree))
            .into_iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn the_core_and_the_suite_name_no_vendor_in_any_case() {
        assert_eq!(
            lines("backend-core/src/a.rs", "//! A.\n// As PostgreSQL does.\n"),
            [2]
        );
        assert_eq!(lines("conformance-tests/src/a.md", "for SQL Server"), [1]);
    }

    #[test]
    fn others_may() {
        assert!(lines("backend-core/src/a.rs", "//! Of every vendor.").is_empty());
        assert!(lines("inspectdb/src/backends.rs", "backend_sqlite::BACKEND").is_empty());
        assert!(lines("backend-core/Cargo.toml", "# sqlite").is_empty());
    }
}
