//! Rules of paths: `machine-path`, none that is true on one machine only; `dead-path`, none that a document of this
//! project names in backticks and that is not there.

use super::Finding;
use super::data::MACHINE_FOLDERS;
use super::sources::Sources;

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in sources.tree.files() {
        for (at, line) in text.lines().enumerate() {
            let line_number = at + 1;
            if let Some(folder) = MACHINE_FOLDERS
                .iter()
                .find(|folder| names_folder(line, folder))
            {
                let message =
                    format!("an absolute path below `{folder}` is true on one machine only");
                findings.push(Finding::new(path, line_number, "machine-path", message));
            }
            if is_document(path) {
                let dead = backticked(line)
                    .filter(|name| is_path(sources, name) && !sources.tree.contains(name));
                findings.extend(dead.map(|name| {
                    let message = format!("`{name}` is not there");
                    Finding::new(path, line_number, "dead-path", message)
                }));
            }
        }
    }
    findings
}

/// Whether the line holds `/folder/` with nothing of a longer path before it, or the same with backslashes.
fn names_folder(line: &str, folder: &str) -> bool {
    let inside = |before: Option<char>| {
        before.is_some_and(|character| {
            character.is_alphanumeric() || "._-/\\})>*$".contains(character)
        })
    };
    let unix = format!("/{folder}/");
    let windows = format!(":\\{folder}\\");
    line.match_indices(&unix)
        .any(|(at, _)| !inside(line.get(..at).and_then(|head| head.chars().next_back())))
        || line.contains(&windows)
}

/// The documents at the top and below `docs`: what they name must be there.
fn is_document(path: &str) -> bool {
    path.ends_with(".md")
        && (!path.contains('/') || path.starts_with("docs/"))
        && path != "CHANGELOG.md"
}

fn backticked(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Whether a word in backticks means a file of this tree: it has a `/`, and begins with a folder that is there.
fn is_path(sources: &Sources<'_>, name: &str) -> bool {
    let plain = name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "._-/".contains(character));
    let first = name.split_once('/').map(|(first, _)| first);
    plain && first.is_some_and(|first| !first.is_empty() && sources.tree.contains(first))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::{Sources, Tree};

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        let tree = Tree::from_iter([(path, text), ("a/src/lib.rs", "")]);
        check(&Sources::new(&tree))
            .into_iter()
            .map(|finding| finding.rule)
            .collect()
    }

    #[test]
    fn a_path_of_one_machine_is_found_in_any_file() {
        let unix = ["", "home", "someone", "x"].join("/");
        let windows = ["C:", "Users", "someone"].join("\\");
        for path in [unix, windows] {
            for text in [path.clone(), format!("see \"{path}\""), format!("a={path}")] {
                assert_eq!(rules("b/c.toml", &text), ["machine-path"], "{text}");
            }
        }
    }

    #[test]
    fn part_of_a_longer_path_is_none() {
        assert!(rules("b/c.toml", "docs/home/page.md ${x}/builds/y /tmp/home/x").is_empty());
    }

    #[test]
    fn documents_name_what_is_there() {
        assert!(
            rules(
                "GUIDE.md",
                "`a/src/lib.rs`, `a/src/`, `a/`, `and/or`, `a/<name>.rs`"
            )
            .is_empty()
        );
        assert_eq!(rules("GUIDE.md", "see `a/src/gone.rs`"), ["dead-path"]);
        assert_eq!(rules("docs/guide.md", "see `a/tests/`"), ["dead-path"]);
        assert!(rules("CHANGELOG.md", "moved `a/src/gone.rs`").is_empty());
    }
}
