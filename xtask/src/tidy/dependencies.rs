//! Rule `dependency`: every dependency of the workspace is used by a member, and its reason is written down.

use super::Finding;
use super::sources::Sources;

const RULE: &str = "dependency";
const MANIFEST: &str = "Cargo.toml";
const RECORD: &str = "docs/decisions/0001-dependencies.md";

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let tree = sources.tree;
    let manifest = tree.text(MANIFEST).unwrap_or_default();
    let reasons = tree.text(RECORD).unwrap_or_default();
    let members = || {
        tree.files()
            .filter(|(path, _)| path.ends_with("/Cargo.toml"))
    };
    let mut findings = Vec::new();
    for (line, name) in declared(manifest) {
        if !members().any(|(_, text)| uses(text, name)) {
            let message = format!("no member uses `{name}`: take it out");
            findings.push(Finding::new(MANIFEST, line, RULE, message));
        } else if !words(reasons).any(|word| word == name) {
            let message = format!("`{name}` has no reason in {RECORD}");
            findings.push(Finding::new(MANIFEST, line, RULE, message));
        }
    }
    findings
}

/// The crates of others that the workspace declares, each with its line.
fn declared(manifest: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = manifest.lines().enumerate();
    let section = numbered
        .skip_while(|(_, line)| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['));
    section.filter_map(|(at, line)| {
        let (name, value) = line.split_once(" = ")?;
        (!name.starts_with('#') && !value.contains("path = ")).then_some((at + 1, name))
    })
}

fn uses(manifest: &str, name: &str) -> bool {
    manifest.lines().any(|line| {
        let rest = line.strip_prefix(name).unwrap_or_default();
        rest.starts_with(".workspace") || (rest.starts_with(" = {") && rest.contains("workspace"))
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_ascii_alphanumeric() && !"-_".contains(character))
}

#[cfg(test)]
mod tests {
    use super::{MANIFEST, RECORD, check};
    use crate::tidy::{Sources, Tree};

    const WORKSPACE: &str = "[workspace.dependencies]\nown = { path = \"own\" }\nserde = \"1\"\n\n[profile.dev]\nx = 1\n";

    fn messages(member: &str, record: &str) -> Vec<String> {
        let tree = Tree::from_iter([
            (MANIFEST, WORKSPACE),
            ("a/Cargo.toml", member),
            (RECORD, record),
        ]);
        check(&Sources::new(&tree))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_dependency_that_is_used_and_explained_is_fine() {
        assert!(messages("serde.workspace = true", "| serde | data |").is_empty());
        assert!(messages("serde = { workspace = true, optional = true }", "serde, x").is_empty());
    }

    #[test]
    fn one_that_nobody_uses_is_found() {
        let found = messages("serde_json.workspace = true", "| serde | data |");
        assert_eq!(
            found,
            ["Cargo.toml:3: dependency: no member uses `serde`: take it out"]
        );
    }

    #[test]
    fn one_without_a_reason_is_found() {
        let found = messages("serde.workspace = true", "| serde_json | data |");
        assert_eq!(
            found,
            [format!(
                "Cargo.toml:3: dependency: `serde` has no reason in {RECORD}"
            )]
        );
    }
}
