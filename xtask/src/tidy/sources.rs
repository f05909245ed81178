//! A [`Tree`] with its Rust files read: their tokens, and which file is which module of which crate.

use std::collections::BTreeMap;

use super::lexer::{self, Token, begins, is_word};
use super::tree::Tree;

/// The tree, its tokens and its modules.
#[derive(Debug)]
pub struct Sources<'t> {
    /// The files as they are.
    pub tree: &'t Tree,
    tokens: BTreeMap<&'t str, Vec<Token<'t>>>,
    modules: BTreeMap<String, Module>,
}

/// A file that a crate's door reaches by `mod` declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Module {
    /// The names from the crate to the module; empty for the crate's door.
    pub(super) path: Vec<String>,
    /// Whether it is declared under `#[cfg(test)]`, or by a module that is.
    pub(super) test: bool,
}

impl<'t> Sources<'t> {
    /// Reads the Rust files of `tree`.
    #[must_use]
    pub fn new(tree: &'t Tree) -> Self {
        let rust = tree.files().filter(|(path, _)| is_rust(path));
        let tokens = rust
            .map(|(path, text)| (path, lexer::tokens(text)))
            .collect();
        let mut sources = Self {
            tree,
            tokens,
            modules: BTreeMap::new(),
        };
        let doors: Vec<&str> = sources
            .tokens
            .keys()
            .copied()
            .filter(|path| is_door(path))
            .collect();
        for door in doors {
            sources.reach(
                door.to_owned(),
                Module {
                    path: Vec::new(),
                    test: false,
                },
            );
        }
        sources
    }

    fn reach(&mut self, path: String, module: Module) {
        let Some(tokens) = self.tokens.get(path.as_str()) else {
            return;
        };
        let folder = children_folder(&path, &module);
        for declaration in declarations(tokens) {
            let below = declaration.names.join("/");
            let child = Module {
                path: [module.path.clone(), declaration.names].concat(),
                test: module.test || declaration.test,
            };
            let files = [
                format!("{folder}/{below}.rs"),
                format!("{folder}/{below}/mod.rs"),
            ];
            let found = files
                .into_iter()
                .find(|file| self.tokens.contains_key(file.as_str()));
            if let Some(file) = found
                && !self.modules.contains_key(&file)
            {
                self.reach(file, child);
            }
        }
        self.modules.insert(path, module);
    }

    /// The Rust files written by hand: path, text and tokens.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&'t str, &'t str, &[Token<'t>])> {
        let text = |path| self.tree.text(path).unwrap_or_default();
        self.tokens
            .iter()
            .map(move |(path, tokens)| (*path, text(path), tokens.as_slice()))
    }

    /// The module that a file is; `None` for an orphan and for a file outside `src`.
    pub(super) fn module(&self, path: &str) -> Option<&Module> {
        self.modules.get(path)
    }

    /// The folders of vendors: `backend-*` but for the core, and the backends among the examples.
    pub(super) fn vendor_folders(&self) -> Vec<&'t str> {
        let manifests = self
            .tree
            .files()
            .filter_map(|(path, _)| path.strip_suffix("/Cargo.toml"));
        manifests
            .filter(|folder| {
                let named = folder
                    .strip_prefix("backend-")
                    .is_some_and(|rest| !rest.contains('/'));
                let example = folder
                    .strip_prefix("examples/")
                    .is_some_and(|rest| rest.ends_with("-backend"));
                (named && *folder != super::data::CORE) || example
            })
            .collect()
    }
}

/// Whether a path is a Rust source; what the golden tests expect is output, not source.
pub(super) fn is_rust(path: &str) -> bool {
    path.ends_with(".rs") && !path.contains("/golden/")
}

/// Whether the file is only ever built for tests, benchmarks or examples of how to use a crate.
pub(super) fn is_outside_src(path: &str) -> bool {
    !path.contains("/src/")
}

/// The name of the file or folder that `path` is, or lies in, at the top of `folder`'s `src`.
pub(super) fn top_stem<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let inside = path.strip_prefix(folder)?.strip_prefix("/src/")?;
    match inside.split_once('/') {
        Some((stem, _)) => Some(stem),
        None => inside.split('.').next(),
    }
}

fn is_door(path: &str) -> bool {
    let Some((_, inside)) = path.rsplit_once("/src/") else {
        return false;
    };
    matches!(inside, "lib.rs" | "main.rs")
        || inside
            .strip_prefix("bin/")
            .is_some_and(|name| !name.contains('/'))
}

/// The folder in which the modules that a file declares are looked for.
fn children_folder(path: &str, module: &Module) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match module.path.last() {
        Some(name) if path.ends_with(&format!("/{name}.rs")) => format!("{folder}/{name}"),
        _ => folder.to_owned(),
    }
}

struct Declaration {
    names: Vec<String>,
    test: bool,
}

/// The `mod name;` of a file, each with the modules of the same file it stands in.
fn declarations(tokens: &[Token<'_>]) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut around: Vec<String> = Vec::new();
    let mut rest = tokens;
    while let [token, tail @ ..] = rest {
        around.truncate(token.inline_depth);
        if let [name, after, ..] = tail
            && token.text == "mod"
            && is_word(name.text)
        {
            if after.text == ";" {
                let names = [around.clone(), vec![name.text.to_owned()]].concat();
                found.push(Declaration {
                    names,
                    test: token.test,
                });
            } else if begins(tail, &[name.text, "{"]) {
                around.push(name.text.to_owned());
                // The braces that follow are already counted in the depth of what they hold.
                rest = tail.get(2..).unwrap_or_default();
                continue;
            }
        }
        rest = tail;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Sources, top_stem};
    use crate::tidy::Tree;

    #[test]
    fn modules_are_followed_through_folders_files_and_blocks() {
        let tree = Tree::from_iter([
            (
                "a/src/lib.rs",
                "mod b; mod c; mod d { mod e; } #[cfg(test)] mod tests;",
            ),
            ("a/src/b/mod.rs", "mod f;"),
            ("a/src/b/f.rs", ""),
            ("a/src/c.rs", ""),
            ("a/src/d/e.rs", ""),
            ("a/src/tests.rs", ""),
            ("a/src/orphan.rs", ""),
        ]);
        let sources = Sources::new(&tree);
        let path = |file| {
            sources
                .module(file)
                .map(|module| (module.path.join("::"), module.test))
        };
        assert_eq!(path("a/src/b/f.rs"), Some(("b::f".to_owned(), false)));
        assert_eq!(path("a/src/c.rs"), Some(("c".to_owned(), false)));
        assert_eq!(path("a/src/d/e.rs"), Some(("d::e".to_owned(), false)));
        assert_eq!(path("a/src/tests.rs"), Some(("tests".to_owned(), true)));
        assert_eq!(path("a/src/orphan.rs"), None);
    }

    #[test]
    fn vendors_are_found_by_their_folders() {
        let manifests = [
            "backend-core",
            "backend-x",
            "examples/toy-backend",
            "examples/tour",
            "inspectdb",
        ];
        let tree: Tree = manifests
            .iter()
            .map(|folder| (format!("{folder}/Cargo.toml"), ""))
            .collect();
        assert_eq!(
            Sources::new(&tree).vendor_folders(),
            ["backend-x", "examples/toy-backend"]
        );
    }

    #[test]
    fn the_stem_is_the_file_or_the_folder() {
        assert_eq!(
            top_stem("backend-x/src/value.rs", "backend-x"),
            Some("value")
        );
        assert_eq!(
            top_stem("backend-x/src/model/table.rs", "backend-x"),
            Some("model")
        );
        assert_eq!(top_stem("backend-x/tests/quirks.rs", "backend-x"), None);
        assert_eq!(top_stem("backend-xy/src/value.rs", "backend-x"), None);
    }
}
