//! The child of a vendor, as somebody outside this workspace has it: its files in an empty folder, with paths to the crates that it
//! depends on, built and tested there.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::guide::{Folder, copy, write};

/// Whose files are copied.
pub const EXAMPLE: &str = "examples/derived-backend";

/// What it runs there: it has to be built for this alone, and the cases show that it is whole.
const TEST: [&str; 5] = ["test", "--test", "conformance", "--", "--smoke"];

/// Builds the example in an empty folder and runs a few cases; `false` says that they fail. Where there is no server they do not run,
/// unless `CONFORMANCE_EXPECT` says that they must.
///
/// # Errors
/// When a file cannot be read or written, when its manifest holds what no outsider's does, or when a program cannot be started.
pub fn run(root: &Path, out: &mut dyn Write) -> io::Result<bool> {
    let folder = Folder::new("outsider")?;
    let example = root.join(EXAMPLE);
    for part in ["src", "tests"] {
        copy(&example.join(part), &folder.path().join(part))?;
    }
    let own = fs::read_to_string(example.join("Cargo.toml"))?;
    let workspace = fs::read_to_string(root.join("Cargo.toml"))?;
    let manifest = standalone(&own, &workspace, root).map_err(io::Error::other)?;
    write(&folder.path().join("Cargo.toml"), &manifest)?;
    fs::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    writeln!(out, "==> {EXAMPLE}, elsewhere: cargo {}", TEST.join(" "))?;
    out.flush()?;
    let output = Command::new("cargo")
        .args(TEST)
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_TERM_COLOR", "never")
        .output()?;
    let passed = output.status.success();
    if !passed {
        out.write_all(&output.stderr)?;
        out.write_all(&output.stdout)?;
    } else if let Some(last) = String::from_utf8_lossy(&output.stdout).lines().last() {
        writeln!(out, "{last}")?;
    }
    Ok(passed)
}

/// The manifest with what it takes from the workspace written out.
fn standalone(manifest: &str, workspace: &str, root: &Path) -> Result<String, String> {
    let root = root.to_string_lossy().replace('\\', "/");
    let mut out = String::new();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        if section == "[lints]" {
            continue;
        }
        let from = match section {
            "[package]" => "[workspace.package]",
            _ => "[workspace.dependencies]",
        };
        let line = match line.strip_suffix(".workspace = true") {
            Some(name) => inherited(workspace, from, name)
                .ok_or_else(|| format!("{from} has no {name}"))?
                .replace("path = \"", &format!("path = \"{root}/")),
            None if line.contains("workspace = true") => {
                return Err(format!(
                    "`{line}` is taken from the workspace in a way that is not known"
                ));
            }
            None => line.to_owned(),
        };
        out.push_str(&line);
        out.push('\n');
    }
    Ok(out)
}

/// The line of that name in a section.
fn inherited<'w>(workspace: &'w str, section: &str, name: &str) -> Option<&'w str> {
    let lines = workspace.lines().skip_while(|line| *line != section);
    let mut lines = lines.skip(1).take_while(|line| !line.starts_with('['));
    lines.find(|line| {
        let value = line.strip_prefix(name);
        value.is_some_and(|value| value.trim_start().starts_with('='))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::standalone;

    const WORKSPACE: &str = "[workspace.package]\nversion = \"1.2.3\"\n\n[workspace.dependencies]\na = { path = \"a\", version = \"1\" }\nab = \"2\"\n";

    #[test]
    fn what_is_the_workspaces_is_written_out() {
        let own = "[package]\nname = \"x\"\nversion.workspace = true\n\n[dependencies]\nab.workspace = true\na.workspace = true\n\n[lints]\nworkspace = true\n";
        let found = standalone(own, WORKSPACE, Path::new("/p")).unwrap();
        assert_eq!(
            found,
            "[package]\nname = \"x\"\nversion = \"1.2.3\"\n\n[dependencies]\nab = \"2\"\na = { path = \"/p/a\", version = \"1\" }\n\n"
        );
    }

    #[test]
    fn what_is_not_there_or_not_known_is_refused() {
        for line in [
            "c.workspace = true",
            "a = { workspace = true, features = [] }",
        ] {
            let own = format!("[dependencies]\n{line}\n");
            assert!(
                standalone(&own, WORKSPACE, Path::new("/p")).is_err(),
                "{line}"
            );
        }
    }
}
