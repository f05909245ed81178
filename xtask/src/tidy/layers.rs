//! Rule `layers`: a module of the core imports only modules before it in the list of `ARCHITECTURE.md`.
//!
//! The list is the block fenced as `layers`: a group a line, modules from left to right. Modules joined by `+` are one
//! circle and may import each other.

use std::collections::BTreeMap;

use super::Finding;
use super::data::CORE;
use super::lexer::{Token, begins, is_word};
use super::sources::{Module, Sources, top_stem};

const RULE: &str = "layers";
const DOCUMENT: &str = "ARCHITECTURE.md";

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let door = format!("{CORE}/src/lib.rs");
    let Some(door_text) = sources.tree.text(&door) else {
        return Vec::new();
    };
    let Some(order) = order(sources.tree.text(DOCUMENT).unwrap_or_default()) else {
        let message = format!("has no block fenced as `layers` that orders the modules of {CORE}");
        return vec![Finding::new(DOCUMENT, 1, RULE, message)];
    };
    let exported = exported(sources, &door);
    let mut findings = Vec::new();
    let mut present: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, _, tokens) in sources.rust() {
        let (Some(module), Some(stem)) = (sources.module(path), top_stem(path, CORE)) else {
            continue;
        };
        if module.test || path == door {
            continue;
        }
        present.entry(stem).or_insert(path);
        findings.extend(breaches(path, module, tokens, &order, &exported));
    }
    for (stem, path) in &present {
        if !order.contains_key(*stem) {
            let message = format!("`{stem}` stands in no layer: add it to the list in {DOCUMENT}");
            findings.push(Finding::new(path, 1, RULE, message));
        }
    }
    let absent = order
        .keys()
        .filter(|name| !present.contains_key(name.as_str()));
    findings.extend(absent.filter(|_| !door_text.is_empty()).map(|name| {
        let message = format!("the list of layers names `{name}`, which is no module of {CORE}");
        Finding::new(DOCUMENT, 1, RULE, message)
    }));
    findings
}

/// Every module's place: modules of one circle share it.
fn order(document: &str) -> Option<BTreeMap<String, usize>> {
    let lines = document
        .lines()
        .skip_while(|line| line.trim() != "```layers")
        .skip(1);
    let list = lines.take_while(|line| !line.starts_with("```"));
    let circles = list.flat_map(str::split_whitespace).enumerate();
    let order: BTreeMap<String, usize> = circles
        .flat_map(|(place, circle)| circle.split('+').map(move |name| (name.to_owned(), place)))
        .collect();
    (!order.is_empty()).then_some(order)
}

/// What a file names that does not come before its own module.
fn breaches(
    path: &str,
    module: &Module,
    tokens: &[Token<'_>],
    order: &BTreeMap<String, usize>,
    exported: &BTreeMap<String, String>,
) -> Vec<Finding> {
    let Some(own) = module.path.first() else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for name in names_at_the_top(tokens, module.path.len()) {
        let target = if order.contains_key(name.text) {
            Some(name.text)
        } else {
            exported.get(name.text).map(String::as_str)
        };
        let Some(target) = target else {
            let message = format!(
                "`crate::{}` is no module of the list: name the module it comes from",
                name.text
            );
            findings.push(Finding::new(path, name.line, RULE, message));
            continue;
        };
        let (Some(here), Some(there)) = (order.get(own), order.get(target)) else {
            continue;
        };
        if there > here {
            let message = format!("`{own}` imports `{target}`, which comes after it");
            findings.push(Finding::new(path, name.line, RULE, message));
        }
    }
    findings
}

/// The words that follow `crate::`, or the chain of `super::` that reaches as far, in a module at `depth`.
fn names_at_the_top<'s, 't>(tokens: &'s [Token<'t>], depth: usize) -> Vec<&'s Token<'t>> {
    let mut names = Vec::new();
    let mut rest = tokens;
    while let [token, tail @ ..] = rest {
        rest = tail;
        if token.test {
            continue;
        }
        let mut after = match token.text {
            "crate" => begins(tail, &["::"]).then(|| tail.get(1..)).flatten(),
            "super" => after_supers(token, tail, depth + token.inline_depth),
            _ => None,
        };
        if let Some([first, ..]) = after
            && first.text == "{"
        {
            names.extend(heads(after.take().unwrap_or_default()));
        }
        names.extend(after.and_then(<[Token<'_>]>::first));
    }
    names
}

/// What follows a chain of as many `super::` as lead from a module at `depth` to the crate.
fn after_supers<'s, 't>(
    first: &Token<'t>,
    tail: &'s [Token<'t>],
    depth: usize,
) -> Option<&'s [Token<'t>]> {
    let mut chain = 1;
    let mut rest = tail;
    while begins(rest, &["::", first.text]) {
        chain += 1;
        rest = rest.get(2..)?;
    }
    (chain == depth && begins(rest, &["::"]))
        .then(|| rest.get(1..))
        .flatten()
}

/// The first word of each branch of the braces at the head.
fn heads<'s, 't>(tokens: &'s [Token<'t>]) -> Vec<&'s Token<'t>> {
    let mut depth = 0_usize;
    let mut names = Vec::new();
    let mut before = "";
    for token in tokens {
        match token.text {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            word if depth == 1 && matches!(before, "{" | ",") && is_word(word) => names.push(token),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        before = token.text;
    }
    names
}

/// The names that the crate's door and its macros give to `crate::`, each with the module it comes from.
fn exported(sources: &Sources<'_>, door: &str) -> BTreeMap<String, String> {
    let mut exported = BTreeMap::new();
    for (path, _, tokens) in sources.rust() {
        let Some(stem) = top_stem(path, CORE) else {
            continue;
        };
        if path == door {
            exported.extend(reexported(tokens));
        }
        let macros = tokens
            .windows(3)
            .filter(|window| begins(window, &["macro_rules", "!"]));
        exported.extend(
            macros.filter_map(|window| Some((window.get(2)?.text.to_owned(), stem.to_owned()))),
        );
    }
    exported
}

/// The leaves of every `use` of the door, each with its first segment.
fn reexported(tokens: &[Token<'_>]) -> Vec<(String, String)> {
    let mut leaves = Vec::new();
    let mut rest = tokens;
    while let [token, tail @ ..] = rest {
        rest = tail;
        if token.text != "use" {
            continue;
        }
        let path = tail
            .iter()
            .map(|token| token.text)
            .take_while(|text| *text != ";");
        let mut words = path.skip_while(|text| matches!(*text, "crate" | "self" | "::"));
        let Some(module) = words.next() else { continue };
        let mut last = module;
        for word in words.chain(["}"]) {
            match word {
                "," | "}" if is_word(last) => leaves.push((last.to_owned(), module.to_owned())),
                _ => {}
            }
            last = word;
        }
    }
    leaves
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::{Sources, Tree};

    const DOCUMENT: &str = "# Layers\n```layers\nerror value\nmodel\nconnection+transaction\n```\n";
    const DOOR: &str = "pub mod error; pub mod value; pub mod model; mod connection; mod transaction;\n\
                        pub use error::{Error, Result as Answer};";

    fn messages(changed: &[(&str, &str)]) -> Vec<String> {
        let mut files = vec![
            ("ARCHITECTURE.md", DOCUMENT),
            ("backend-core/src/lib.rs", DOOR),
            ("backend-core/src/error.rs", ""),
            ("backend-core/src/value.rs", ""),
            (
                "backend-core/src/model/mod.rs",
                "mod table; #[cfg(test)] mod tests;",
            ),
            ("backend-core/src/connection.rs", ""),
            ("backend-core/src/transaction.rs", ""),
        ];
        files.extend(changed);
        let tree = Tree::from_iter(files);
        check(&Sources::new(&tree))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn imports_to_the_left_and_within_a_circle_are_fine() {
        let found = messages(&[
            ("backend-core/src/value.rs", "use crate::error::Error;"),
            (
                "backend-core/src/model/table.rs",
                "use super::Other; use crate::{Answer, value::{Value, error}};",
            ),
            (
                "backend-core/src/connection.rs",
                "use crate::transaction::Atomic;",
            ),
            (
                "backend-core/src/transaction.rs",
                "use crate::connection::Connection;",
            ),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn an_import_to_the_right_is_found_in_every_spelling() {
        for text in [
            "use crate::model::Table;",
            "use crate::{error::Error, model::{self, Table}};",
            "fn f() -> crate::model::Table {}",
            "use super::model::Table;",
            "mod inner { use super::super::model::Table; }",
        ] {
            let found = messages(&[("backend-core/src/value.rs", text)]);
            let expected = "backend-core/src/value.rs:1: layers: `value` imports `model`, which comes after it";
            assert_eq!(found, [expected], "{text}");
        }
    }

    #[test]
    fn a_reexport_counts_as_the_module_it_comes_from() {
        let door = format!("{DOOR} pub use model::Table;");
        let found = messages(&[
            ("backend-core/src/lib.rs", &door),
            ("backend-core/src/error.rs", "use crate::Table;"),
        ]);
        assert_eq!(
            found,
            ["backend-core/src/error.rs:1: layers: `error` imports `model`, which comes after it"]
        );
    }

    #[test]
    fn tests_and_comments_may_name_anything() {
        let found = messages(&[
            (
                "backend-core/src/error.rs",
                "//! See [`crate::model`].\n#[cfg(test)] mod tests { use crate::model::Table; }",
            ),
            (
                "backend-core/src/model/tests.rs",
                "use crate::connection::Connection;",
            ),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn the_list_and_the_modules_must_be_the_same() {
        let door = format!("{DOOR} mod pool;");
        let found = messages(&[
            ("backend-core/src/lib.rs", &door),
            ("backend-core/src/pool.rs", ""),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        let document = DOCUMENT.replace("model", "model vanished");
        let found = messages(&[("ARCHITECTURE.md", &document)]);
        assert!(
            found.iter().any(|finding| finding.contains("`vanished`")),
            "{found:?}"
        );
        assert_eq!(messages(&[("ARCHITECTURE.md", "# No list")]).len(), 1);
    }

    #[test]
    fn a_name_from_nowhere_is_told() {
        let found = messages(&[("backend-core/src/error.rs", "use crate::Nowhere;")]);
        assert!(
            found
                .iter()
                .any(|finding| finding.contains("`crate::Nowhere`")),
            "{found:?}"
        );
    }
}
