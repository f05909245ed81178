//! Which services a change asks for.

use std::path::Path;
use std::process::Command;

use super::Service;
use crate::options::matches;

/// Files that every crate of a workspace is built with.
const COMMON: [&str; 5] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/**",
    "rust-toolchain*",
    ".github/workflows/**",
];

/// The services of which one of the changed paths, from the top of the checkout, is one. What people read and no compiler does is of
/// none.
pub fn touched<'s>(services: &'s [Service], changed: &[String]) -> Vec<&'s Service> {
    let changed: Vec<String> = changed
        .iter()
        .map(|path| path.replace('\\', "/"))
        .map(|path| path.strip_prefix("./").unwrap_or(&path).to_owned())
        .filter(|path| !is_document(path))
        .collect();
    let is_of = |service: &&Service| {
        let globs = service.paths.iter().map(String::as_str).chain(COMMON);
        let own = [service.file.as_str()];
        let mut globs = globs.chain(own);
        globs.any(|glob| changed.iter().any(|path| matches(glob, path, '/')))
    };
    services.iter().filter(is_of).collect()
}

fn is_document(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".md") || name.starts_with("LICENSE")
}

/// The paths that changed in the checkout around `folder` since the commit in which it left `revision`, also what is not committed yet.
///
/// # Errors
/// What git says where there is no such commit, or no checkout; or that there is no git.
pub fn changed_since(folder: &Path, revision: &str) -> Result<Vec<String>, String> {
    if revision.is_empty() || revision.starts_with('-') {
        return Err(format!("`{revision}` is no revision"));
    }
    let output = Command::new("git")
        .current_dir(folder)
        .args(["diff", "--name-only", "--no-renames", "--no-relative", "-z"])
        .args(["--merge-base", revision, "--"])
        .output()
        .map_err(|error| format!("git cannot be asked what changed: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or_default();
        return Err(format!(
            "git does not say what changed since {revision}: {said}"
        ));
    }
    let paths = String::from_utf8_lossy(&output.stdout);
    let paths = paths.split('\0').filter(|path| !path.is_empty());
    Ok(paths.map(str::to_owned).collect())
}
