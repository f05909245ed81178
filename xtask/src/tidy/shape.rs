//! Rules of a file's shape: `length`, `first-line`, `unfinished`, `ignored-test` and `glob`.

use super::Finding;
use super::lexer::{Token, begins};
use super::sources::{Sources, is_outside_src, is_rust};
use super::tree::Tree;

/// The lines a file should have at most; a note, not a finding.
pub(super) const AIM: usize = 400;
/// The lines a file may have at most.
const LIMIT: usize = 600;
const UNFINISHED: [&str; 3] = ["dbg", "todo", "unimplemented"];

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text, tokens) in sources.rust() {
        let lines = text.lines().count();
        if lines > LIMIT {
            let message = format!("{lines} lines, {LIMIT} at most: split it by idea");
            findings.push(Finding::new(path, LIMIT + 1, "length", message));
        }
        if !text.starts_with("//!") {
            let message = "the first line must be a `//!` that says what the file is";
            findings.push(Finding::new(path, 1, "first-line", message));
        }
        let test_file =
            is_outside_src(path) || sources.module(path).is_some_and(|module| module.test);
        findings.extend(unfinished(path, tokens));
        findings.extend(ignored(path, tokens));
        if !test_file {
            findings.extend(globs(path, tokens));
        }
    }
    findings
}

/// The Rust files past the aim, with their lines.
pub(super) fn past_the_aim(tree: &Tree) -> Vec<(&str, usize)> {
    let counted = tree
        .files()
        .filter(|(path, _)| is_rust(path))
        .map(|(path, text)| (path, text.lines().count()));
    counted.filter(|(_, lines)| *lines > AIM).collect()
}

fn unfinished(path: &str, tokens: &[Token<'_>]) -> Vec<Finding> {
    let calls = tokens.windows(2).filter_map(|window| match window {
        [name, mark] if mark.text == "!" && UNFINISHED.contains(&name.text) => Some(name),
        _ => None,
    });
    calls
        .map(|name| {
            let message = format!("`{}!` must not be committed", name.text);
            Finding::new(path, name.line, "unfinished", message)
        })
        .collect()
}

fn ignored(path: &str, tokens: &[Token<'_>]) -> Vec<Finding> {
    let attributes = tokens
        .windows(3)
        .filter(|window| begins(window, &["#", "[", "ignore"]));
    let lines = attributes
        .filter_map(|window| window.first())
        .map(|token| token.line);
    lines
        .map(|line| {
            let message = "an ignored test checks nothing: run it, or take it out";
            Finding::new(path, line, "ignored-test", message)
        })
        .collect()
}

fn globs(path: &str, tokens: &[Token<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_use = false;
    let mut before = ["", ""];
    for token in tokens {
        match token.text {
            "use" => in_use = true,
            ";" => in_use = false,
            "*" if in_use && !token.test && before != ["prelude", "::"] => {
                let message =
                    "names must be imported one by one, so that a reader sees what the file needs";
                findings.push(Finding::new(path, token.line, "glob", message));
            }
            _ => {}
        }
        let [_, last] = before;
        before = [last, token.text];
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{AIM, LIMIT, check, past_the_aim};
    use crate::tidy::{Sources, Tree};

    fn rules(path: &str, text: &str) -> Vec<(usize, &'static str)> {
        let tree = Tree::from_iter([(path, text)]);
        check(&Sources::new(&tree))
            .iter()
            .map(|finding| (finding.line, finding.rule))
            .collect()
    }

    #[test]
    fn a_file_may_have_the_limit_and_no_line_more() {
        let lines = |count: usize| format!("//! A.\n{}", "\n".repeat(count - 1));
        assert_eq!(rules("a/src/lib.rs", &lines(LIMIT)), []);
        assert_eq!(
            rules("a/src/lib.rs", &lines(LIMIT + 1)),
            [(LIMIT + 1, "length")]
        );
    }

    #[test]
    fn past_the_aim_is_only_noted() {
        let text = format!("//! A.\n{}", "\n".repeat(AIM));
        let tree = Tree::from_iter([
            ("a/src/lib.rs", text.as_str()),
            ("a/README.md", text.as_str()),
        ]);
        assert_eq!(past_the_aim(&tree), [("a/src/lib.rs", AIM + 1)]);
    }

    #[test]
    fn a_file_begins_with_what_it_is() {
        assert_eq!(rules("a/src/lib.rs", "//! A.\n"), []);
        assert_eq!(rules("a/src/lib.rs", "\n//! A.\n"), [(1, "first-line")]);
        assert_eq!(rules("a/tests/golden/b/expected.rs", "struct B;"), []);
    }

    #[test]
    fn unfinished_code_is_found_but_not_talk_of_it() {
        assert_eq!(
            rules(
                "a/src/lib.rs",
                "//! No `todo!`.\nfn f() { \"todo!\"; g(todo) }"
            ),
            []
        );
        assert_eq!(
            rules(
                "a/src/lib.rs",
                "//! A.\nfn f() {\n todo!();\n dbg!(1);\n unimplemented!() }"
            ),
            [(3, "unfinished"), (4, "unfinished"), (5, "unfinished")]
        );
    }

    #[test]
    fn ignored_tests_are_found() {
        assert_eq!(
            rules(
                "a/tests/b.rs",
                "//! B.\n#[test]\n#[ignore = \"slow\"]\nfn f() {}"
            ),
            [(3, "ignored-test")]
        );
        assert_eq!(rules("a/tests/b.rs", "//! B.\n#[test]\nfn ignore() {}"), []);
    }

    #[test]
    fn globs_are_for_tests_and_preludes() {
        assert_eq!(rules("a/src/lib.rs", "//! A.\nuse b::*;"), [(2, "glob")]);
        assert_eq!(
            rules("a/src/lib.rs", "//! A.\nuse b::{c, d::*};"),
            [(2, "glob")]
        );
        assert_eq!(
            rules(
                "a/src/lib.rs",
                "//! A.\nuse b::prelude::*;\nfn f() { 2 * 3; }"
            ),
            []
        );
        assert_eq!(
            rules(
                "a/src/lib.rs",
                "//! A.\n#[cfg(test)] mod tests { use super::*; }"
            ),
            []
        );
        assert_eq!(rules("a/tests/b.rs", "//! B.\nuse a::*;"), []);
    }
}
