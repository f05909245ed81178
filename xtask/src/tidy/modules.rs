//! Rule `orphan`: every Rust file of a `src` is reached by `mod` declarations from its crate's door.

use super::Finding;
use super::sources::{Sources, is_outside_src};

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let files = sources
        .rust()
        .map(|(path, _, _)| path)
        .filter(|path| !is_outside_src(path));
    let orphans = files.filter(|path| sources.module(path).is_none());
    orphans
        .map(|path| {
            Finding::new(
                path,
                1,
                "orphan",
                "no `mod` reaches this file: declare it or delete it",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::{Sources, Tree};

    #[test]
    fn only_the_file_without_a_declaration_is_found() {
        let tree = Tree::from_iter([
            ("a/src/main.rs", "mod b;"),
            ("a/src/b.rs", ""),
            ("a/src/bin/c.rs", ""),
            ("a/src/lost.rs", ""),
            ("a/tests/d.rs", ""),
        ]);
        let found: Vec<String> = check(&Sources::new(&tree))
            .into_iter()
            .map(|finding| finding.path)
            .collect();
        assert_eq!(found, ["a/src/lost.rs"]);
    }
}
