//! What is generated compiles, with the standard library alone and with warnings refused, and is laid out as rustfmt would.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod support;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Database, golden_folder, inspectdb};

/// The generated files, and names for them.
fn generated() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for case in fs::read_dir(golden_folder()).unwrap() {
        let case = case.unwrap();
        for file in fs::read_dir(case.path().join("sqlite")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let stem = path
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('.', "_");
                found.push((
                    format!("{}_{stem}", case.file_name().to_str().unwrap()),
                    path,
                ));
            }
        }
    }
    found.sort();
    assert!(found.len() >= 5, "{found:?}");
    found
}

/// Whether the file needs other crates; those are compiled into the test `generated`.
fn needs_crates(path: &Path) -> bool {
    fs::read_to_string(path).unwrap().contains("backend_core::")
}

fn tool(variable: &str, name: &str) -> OsString {
    env::var_os(variable).unwrap_or_else(|| name.into())
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

/// Compiles a crate, with warnings refused.
fn compile(source: &Path, folder: &Path) {
    for edition in ["2021", "2024"] {
        let output = Command::new(tool("RUSTC", "rustc"))
            .args([
                "--crate-type",
                "lib",
                "--emit",
                "metadata",
                "--deny",
                "warnings",
                "--edition",
            ])
            .args([edition, "--out-dir"])
            .args([folder, source])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
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
        let structs = file.items.iter().filter_map(|item| match item {
            syn::Item::Struct(item) => Some(item),
            _ => None,
        });
        let models = file.items.iter().filter_map(|item| match item {
            syn::Item::Impl(item) => Some(item),
            _ => None,
        });
        let fields: Vec<_> = structs
            .map(|it| (it.ident.to_string(), it.fields.len()))
            .collect();
        let columns: Vec<_> = models.map(columns).collect();
        assert_eq!(fields, columns, "{name}");
    }
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
