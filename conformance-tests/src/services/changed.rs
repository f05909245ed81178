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
    let unknown = |said| format!("git does not say what changed since {revision}: {said}");
    // `git diff` takes files for what it compares where there is no checkout, and then complains of something else.
    let left = git(folder, &["merge-base", "HEAD", revision]).map_err(unknown)?;
    let options = ["diff", "--name-only", "--no-renames", "--no-relative", "-z"];
    let paths = git(folder, &[&options[..], &[left.trim(), "--"]].concat()).map_err(unknown)?;
    let paths = paths.split('\0').filter(|path| !path.is_empty());
    Ok(paths.map(str::to_owned).collect())
}

/// What git answers, or the first line of why it does not.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .output()
        .map_err(|error| format!("it does not start: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said
        .lines()
        .next()
        .unwrap_or("no common ancestor")
        .to_owned())
}
