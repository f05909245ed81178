//! What is generated compiles, with the standard library alone and with warnings refused, and is laid out as rustfmt would.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Database, compile, golden_folder, inspectdb, tool};

/// The generated files, and names for them.
fn generated() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for case in fs::read_dir(golden_folder()).unwrap() {
        for vendor in fs::read_dir(case.unwrap().path()).unwrap() {
            for file in fs::read_dir(vendor.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_some_and(|extension| extension == "rs") {
                    found.push((name_of(&path), path));
                }
            }
        }
    }
    found.sort();
    assert!(found.len() >= 5, "{found:?}");
    found
}

/// `shop_sqlite_expected_plain`, of a file's folders and name.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap();
    let folders = path.iter().rev().skip(1).take(2);
    let mut parts: Vec<_> = std::iter::once(stem).chain(folders).collect();
    parts.reverse();
    let parts: Vec<_> = parts.iter().map(|part| part.to_str().unwrap()).collect();
    parts.join("_").replace('.', "_")
}

/// Whether the file needs other crates; those are compiled into the test `generated`.
fn needs_crates(path: &Path) -> bool {
    fs::read_to_string(path).unwrap().contains("backend_core::")
}

/// One crate of all that needs no other one.
fn write_crate(folder: &Path) -> PathBuf {
    let mut source = String::new();
    for (name, path) in generated().iter().filter(|(_, path)| !needs_crates(path)) {
        source += &format!(
            "pub mod {name} {{ include!({:?}); }}\n",
            path.to_str().unwrap()
        );
    }
    let path = folder.join("lib.rs");
    fs::write(&path, source).unwrap();
    path
}

#[test]
fn everything_compiles_without_warnings() {
    let folder = tempfile::tempdir().unwrap();
    compile(&write_crate(folder.path()), folder.path());
}

#[test]
fn models_of_the_hardest_catalog_compile_and_what_they_cannot_say_is_a_warning() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sql = manifest.join("../backend-sqlite/tests/introspection/hard.sql");
    let database = Database::new(&fs::read_to_string(sql).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("lib.rs");
    let run = inspectdb([database.name(), "--output", source.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    let models = fs::read_to_string(&source).unwrap();
    assert_eq!(models.matches("\npub struct ").count(), 44);
    for warning in ["broken: ", "broken column: ", "nobodys: ", "orphan: "] {
        let found = run
            .stderr
            .lines()
            .any(|line| line.starts_with("warning ") && line.contains(warning));
        assert!(found, "{warning}{}", run.stderr);
    }
    compile(&source, folder.path());
}

#[test]
fn documentation_builds_without_warnings_and_holds_no_example() {
    let folder = tempfile::tempdir().unwrap();
    let source = write_crate(folder.path());
    let rustdoc = |arguments: &[&str]| {
        let output = Command::new(tool("RUSTDOC", "rustdoc"))
            .args([
                "--edition",
                "2024",
                "--crate-type",
                "lib",
                "--crate-name",
                "generated",
            ])
            .args(arguments)
            .arg(&source)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text
    };
    rustdoc(&["--deny", "warnings", "--out-dir", "doc"]);
    let tests = rustdoc(&["--test"]);
    assert!(tests.contains("running 0 tests"), "{tests}");
}

#[test]
fn rustfmt_leaves_everything_as_it_is() {
    let found = Command::new("rustfmt").arg("--version").output().is_ok();
    assert!(found, "rustfmt is missing: rustup component add rustfmt");
    let folder = tempfile::tempdir().unwrap();
    for (name, path) in generated() {
        // Away from this project's own configuration.
        let copy = folder.path().join(format!("{name}.rs"));
        fs::copy(path, &copy).unwrap();
        let output = Command::new("rustfmt")
            .args(["--edition", "2024", "--check"])
            .arg(&copy)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn every_struct_has_fields_of_its_columns() {
    for (name, path) in generated() {
        let file = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
        assert_fields(&name, &file.items);
    }
}

fn assert_fields(name: &str, items: &[syn::Item]) {
    let (mut fields, mut columns_of) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            syn::Item::Struct(item) => fields.push((item.ident.to_string(), item.fields.len())),
            syn::Item::Impl(item) => columns_of.push(columns(item)),
            syn::Item::Mod(item) if item.ident != "model" => {
                assert_fields(name, &item.content.as_ref().unwrap().1);
            }
            _ => {}
        }
    }
    assert_eq!(fields, columns_of, "{name}");
}

/// The struct that an `impl model::Model` is for, and the length of its `COLUMNS`.
fn columns(item: &syn::ItemImpl) -> (String, usize) {
    let syn::Type::Path(of) = &*item.self_ty else {
        panic!("not a struct")
    };
    let count = item.items.iter().find_map(|item| match item {
        syn::ImplItem::Const(constant) if constant.ident == "COLUMNS" => match &constant.expr {
            syn::Expr::Reference(reference) => match &*reference.expr {
                syn::Expr::Array(array) => Some(array.elems.len()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    (of.path.segments[0].ident.to_string(), count.unwrap())
}
