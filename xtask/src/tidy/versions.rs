//! Rule `version`: within a vendor, only a few files ask which version a server has; the others ask a flag, or those files.
//!
//! The queries of a catalog say themselves which columns came with which version (`for_version` of the core), and have the number from
//! the vendor's features.

use super::Finding;
use super::data::VERSION_STEMS;
use super::lexer::{Token, begins};
use super::sources::{Sources, top_stem};

const RULE: &str = "version";

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for vendor in sources.vendor_folders() {
        for (path, _, tokens) in sources.rust() {
            let Some(stem) = top_stem(path, vendor) else {
                continue;
            };
            let may_ask = VERSION_STEMS.iter().any(|(allowed, _)| *allowed == stem);
            if may_ask || sources.module(path).is_some_and(|module| module.test) {
                continue;
            }
            let asking = (0..tokens.len()).filter_map(|at| asked_at(tokens, at));
            findings.extend(asking.filter(|token| !token.test).map(|token| {
                let message = "asks for the server's version: ask a flag, or a function of this vendor's features";
                Finding::new(path, token.line, RULE, message)
            }));
        }
    }
    findings
}

/// The token with which the version of a server, or a number of it, is asked for.
fn asked_at<'t>(tokens: &'t [Token<'t>], at: usize) -> Option<&'t Token<'t>> {
    let (before, rest) = tokens.split_at_checked(at)?;
    let [dot, name, after @ ..] = rest else {
        return None;
    };
    if dot.text != "." {
        return None;
    }
    match name.text {
        "major" | "minor" | "patch" => Some(name),
        "version" if is_of_a_server(before) || is_compared(after) => Some(name),
        _ => None,
    }
}

/// Whether it ends with `server` or `server()`.
fn is_of_a_server(before: &[Token<'_>]) -> bool {
    let ends = |texts: &[&str]| {
        let start = before.len().checked_sub(texts.len());
        let end = start.and_then(|start| before.get(start..));
        end.is_some_and(|end| begins(end, texts))
    };
    ends(&["server"]) || ends(&["server", "(", ")"])
}

fn is_compared(after: &[Token<'_>]) -> bool {
    [&["<"][..], &[">"], &["=", "="], &["!", "="]]
        .iter()
        .any(|sign| begins(after, sign))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::{Sources, Tree};

    fn lines(file: &str, text: &str) -> Vec<usize> {
        let tree = Tree::from_iter([
            ("backend-x/Cargo.toml", ""),
            ("backend-x/src/lib.rs", "mod creation; mod features;"),
            (file, text),
        ]);
        let findings = check(&Sources::new(&tree));
        findings.into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn whoever_asks_for_the_version_elsewhere_is_found() {
        for text in [
            "fn f() { connection.server().version; }",
            "fn f(server: &ServerInfo) { g(server.version) }",
            "fn f() { info.version >= NEW }",
            "fn f() { info.version != NEW }",
            "fn f() { info.version.major }",
        ] {
            assert_eq!(lines("backend-x/src/creation.rs", text), [1], "{text}");
        }
    }

    #[test]
    fn the_features_and_the_connector_may_ask_and_tests_too() {
        let text = "fn f(server: &ServerInfo) -> bool { server.version >= NEW }";
        for file in ["features.rs", "connector/server.rs"] {
            let path = format!("backend-x/src/{file}");
            assert!(lines(&path, text).is_empty(), "{file}");
        }
        assert!(lines("backend-core/src/creation.rs", text).is_empty());
        let tested = format!("#[cfg(test)] mod tests {{ {text} }}");
        assert!(lines("backend-x/src/creation.rs", &tested).is_empty());
    }

    #[test]
    fn versions_of_other_things_are_their_own() {
        let text = "fn f() { extension.version = cell(1); package.version() }";
        assert!(lines("backend-x/src/creation.rs", text).is_empty());
    }
}
