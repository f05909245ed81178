//! Rule `night`: what is tried by chance is tried every night, each fuzz target and each property, with another seed.

use std::collections::BTreeSet;

use super::Finding;
use super::sources::Sources;

const RULE: &str = "night";
const WORKFLOW: &str = ".github/workflows/ci.yml";
const MANIFEST: &str = "fuzz/Cargo.toml";
const TARGETS: &str = "fuzz/fuzz_targets/";
const CASES: &str = "conformance-tests/src/cases/";
/// What the ids of cases that are made by chance hold.
const PROPERTY: &str = ".property.";

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let tree = sources.tree;
    let Some(workflow) = tree.text(WORKFLOW) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let targets: BTreeSet<&str> = tree
        .files()
        .filter_map(|(path, _)| path.strip_prefix(TARGETS)?.strip_suffix(".rs"))
        .collect();
    let (line, run) = list(workflow, "target: [");
    let run: BTreeSet<&str> = run.trim_end_matches(']').split(", ").collect();
    if !targets.is_empty() && run != targets {
        let targets: Vec<_> = targets.iter().copied().collect();
        let message = format!(
            "the fuzz targets of the night are not those of {TARGETS}, which are {}",
            targets.join(", ")
        );
        findings.push(Finding::new(WORKFLOW, line, RULE, message));
    }
    let manifest = tree.text(MANIFEST).unwrap_or_default();
    for target in targets {
        if !manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")) {
            let message = format!("there is no [[bin]] of {TARGETS}{target}.rs");
            findings.push(Finding::new(MANIFEST, 1, RULE, message));
        }
    }
    let (line, filter) = list(workflow, "CONFORMANCE_FILTER: ");
    let filter: BTreeSet<&str> = filter.split(',').collect();
    for family in families(sources) {
        if !filter.contains(family.as_str()) {
            let message = format!("CONFORMANCE_FILTER leaves out {family}");
            findings.push(Finding::new(WORKFLOW, line, RULE, message));
        }
    }
    findings
}

/// What stands behind these words on the first line that has them, and the line's number; nothing, of the first line, where none has.
fn list<'t>(text: &'t str, words: &str) -> (usize, &'t str) {
    text.lines()
        .enumerate()
        .find_map(|(at, line)| Some((at + 1, line.split_once(words)?.1.trim_end())))
        .unwrap_or((1, ""))
}

/// The patterns of the cases that are properties: `query.property.*` for `query.property.computed`.
fn families(sources: &Sources<'_>) -> BTreeSet<String> {
    let files = sources.tree.files();
    let files = files.filter(|(path, _)| path.starts_with(CASES));
    let strings = files.flat_map(|(_, text)| text.split('"'));
    let is_id = |text: &str| {
        let mut characters = text.chars();
        characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'))
    };
    strings
        .filter(|text| is_id(text))
        .filter_map(|id| Some(format!("{}{PROPERTY}*", id.split_once(PROPERTY)?.0)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{MANIFEST, WORKFLOW, check};
    use crate::tidy::{Sources, Tree};

    const RUN: &str = "CONFORMANCE_FILTER: a.property.*,b.c.property.*\ntarget: [names, urls]\n";

    fn messages(workflow: &str, manifest: &str) -> Vec<String> {
        let tree = Tree::from_iter([
            (WORKFLOW, workflow),
            (MANIFEST, manifest),
            ("fuzz/fuzz_targets/names.rs", ""),
            ("fuzz/fuzz_targets/urls.rs", ""),
            (
                "conformance-tests/src/cases/a.rs",
                "case!(\"a.property.one\", one, \"One.\"), \"b.c.property.two\", \"all of a.property.*\"",
            ),
        ]);
        check(&Sources::new(&tree))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_night_that_tries_all_is_fine() {
        let manifest = "path = \"fuzz_targets/names.rs\"\npath = \"fuzz_targets/urls.rs\"\n";
        let found = messages(RUN, manifest);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn what_the_night_leaves_out_is_found() {
        let workflow = RUN.replace(",b.c.property.*", "").replace(", urls", "");
        let found = messages(&workflow, "path = \"fuzz_targets/names.rs\"\n");
        assert_eq!(
            found,
            [
                ".github/workflows/ci.yml:2: night: the fuzz targets of the night are not those of fuzz/fuzz_targets/, which are names, urls",
                "fuzz/Cargo.toml:1: night: there is no [[bin]] of fuzz/fuzz_targets/urls.rs",
                ".github/workflows/ci.yml:1: night: CONFORMANCE_FILTER leaves out b.c.property.*",
            ]
        );
    }
}
