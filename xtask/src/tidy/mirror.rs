//! Rule `mirror`: a vendor's `src` holds the core's file names and no others, so that knowing one vendor is knowing all.

use std::collections::BTreeSet;

use super::Finding;
use super::data::{CORE, VENDOR_STEMS};
use super::sources::{Sources, top_stem};

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let files = || sources.tree.files().map(|(path, _)| path);
    let core: BTreeSet<&str> = files().filter_map(|path| top_stem(path, CORE)).collect();
    let mut findings = Vec::new();
    for vendor in sources.vendor_folders() {
        let mut seen = BTreeSet::new();
        for path in files() {
            let Some(stem) = top_stem(path, vendor) else {
                continue;
            };
            let known = core.contains(stem) || allowed(vendor, stem);
            if !known && seen.insert(stem) {
                let message = format!(
                    "`{stem}` is no part of {CORE}: use the core's name for it, or give it a reason in the allow-list"
                );
                findings.push(Finding::new(path, 1, "mirror", message));
            }
        }
    }
    findings
}

fn allowed(vendor: &str, stem: &str) -> bool {
    VENDOR_STEMS
        .iter()
        .any(|(of, allowed, _)| (*of == vendor || *of == "*") && *allowed == stem)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::{Sources, Tree};

    fn found(vendor_files: &[&str]) -> Vec<String> {
        let core = [
            "backend-core/src/lib.rs",
            "backend-core/src/value.rs",
            "backend-core/src/operations/mod.rs",
        ];
        let files = core
            .iter()
            .chain(&["backend-x/Cargo.toml"])
            .chain(vendor_files);
        let tree: Tree = files.map(|path| (*path, "")).collect();
        check(&Sources::new(&tree))
            .into_iter()
            .map(|finding| finding.path)
            .collect()
    }

    #[test]
    fn the_core_s_names_are_fine_as_file_or_as_folder() {
        assert!(
            found(&[
                "backend-x/src/lib.rs",
                "backend-x/src/operations.rs",
                "backend-x/src/value/mod.rs"
            ])
            .is_empty()
        );
        assert!(
            found(&[
                "backend-x/src/docs.md",
                "backend-x/src/value/worker.rs",
                "backend-x/tests/quirks.rs"
            ])
            .is_empty()
        );
    }

    #[test]
    fn another_name_is_found_once() {
        let files = [
            "backend-x/src/values/mod.rs",
            "backend-x/src/values/other.rs",
        ];
        assert_eq!(found(&files), ["backend-x/src/values/mod.rs"]);
    }

    #[test]
    fn what_one_vendor_may_have_is_not_for_the_others() {
        assert_eq!(
            found(&["backend-x/src/engine.rs"]),
            ["backend-x/src/engine.rs"]
        );
        assert!(
            found(&[
                "examples/toy-backend/Cargo.toml",
                "examples/toy-backend/src/engine.rs"
            ])
            .is_empty()
        );
    }
}
