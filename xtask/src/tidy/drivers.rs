//! Rule `driver-types`: within a vendor, only the files at the driver's edge name the driver.

use super::Finding;
use super::data::{DRIVER_FOLDERS, DRIVER_STEMS, DRIVERS};
use super::sources::{Sources, top_stem};

const RULE: &str = "driver-types";

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for vendor in sources.vendor_folders() {
        let Some((_, drivers)) = DRIVERS.iter().find(|(folder, _)| *folder == vendor) else {
            let message = "this vendor's driver is unknown: name its crates in xtask's data";
            findings.push(Finding::new(
                &format!("{vendor}/Cargo.toml"),
                1,
                RULE,
                message,
            ));
            continue;
        };
        for (path, _, tokens) in sources.rust() {
            let Some(stem) = top_stem(path, vendor) else {
                continue;
            };
            let at_the_edge = DRIVER_STEMS.iter().any(|(allowed, _)| *allowed == stem)
                || DRIVER_FOLDERS
                    .iter()
                    .any(|(folder, _)| path.starts_with(&format!("{vendor}/src/{folder}")));
            if at_the_edge || sources.module(path).is_some_and(|module| module.test) {
                continue;
            }
            let named = tokens
                .iter()
                .filter(|token| !token.test && drivers.contains(&token.text));
            findings.extend(named.map(|token| {
                let message = format!(
                    "names the driver `{}`: ask one of {} for it",
                    token.text,
                    edge()
                );
                Finding::new(path, token.line, RULE, message)
            }));
        }
    }
    findings
}

fn edge() -> String {
    let stems: Vec<&str> = DRIVER_STEMS.iter().map(|(stem, _)| *stem).collect();
    stems.join(", ")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::{Sources, Tree};

    fn found(folder: &str, file: &str, text: &str) -> Vec<(String, usize)> {
        let door = "mod features; mod cursor;";
        let tree = Tree::from_iter([
            (format!("{folder}/Cargo.toml"), String::new()),
            (format!("{folder}/src/lib.rs"), door.to_owned()),
            (format!("{folder}/src/{file}"), text.to_owned()),
        ]);
        check(&Sources::new(&tree))
            .into_iter()
            .map(|finding| (finding.path, finding.line))
            .collect()
    }

    #[test]
    fn the_edge_and_the_tests_may_name_the_driver() {
        assert!(found("backend-sqlite", "cursor.rs", "use rusqlite::Row;").is_empty());
        assert!(found("backend-sqlite", "cursor/rows.rs", "use rusqlite::Row;").is_empty());
        let text = "//! Not [`rusqlite::Row`].\n#[cfg(test)] mod tests { use rusqlite::Row; }";
        assert!(found("backend-sqlite", "features.rs", text).is_empty());
    }

    #[test]
    fn another_file_may_not() {
        let found = found(
            "backend-sqlite",
            "features.rs",
            "//! F.\nfn f() -> rusqlite::Row {}",
        );
        assert_eq!(found, [("backend-sqlite/src/features.rs".to_owned(), 2)]);
    }

    #[test]
    fn a_vendor_without_data_is_told() {
        assert_eq!(
            found("backend-new", "cursor.rs", ""),
            [("backend-new/Cargo.toml".to_owned(), 1)]
        );
    }
}
