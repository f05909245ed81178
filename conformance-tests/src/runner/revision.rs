//! [`revision`]: which commit of git's a folder is at.

use std::path::Path;
use std::process::{Command, Stdio};

/// The commit that the folder is at; `None` where it is in no checkout, or where there is no git to ask.
pub(super) fn revision(folder: &Path) -> Option<String> {
    let mut git = Command::new("git");
    git.args(["rev-parse", "--verify", "HEAD"]);
    git.current_dir(folder);
    git.stdin(Stdio::null()).stderr(Stdio::null());
    let output = git.output().ok().filter(|it| it.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let commit = text.trim();
    let is_hash = commit.len() >= 40 && commit.chars().all(|it| it.is_ascii_hexdigit());
    is_hash.then(|| commit.to_owned())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::revision;

    #[test]
    fn a_checkout_has_a_commit_and_another_folder_has_none() {
        let folder = std::env::temp_dir().join(format!("cf_revision_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let git = |arguments: &[&str]| {
            let mut git = Command::new("git");
            git.args(["-c", "user.name=x", "-c", "user.email=x@example.org"]);
            let output = git.args(arguments).current_dir(&folder).output().unwrap();
            assert!(output.status.success(), "{arguments:?}");
        };
        assert_eq!(revision(&folder), None);
        git(&["init", "--quiet"]);
        assert_eq!(revision(&folder), None, "nothing is committed");
        git(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
        let commit = revision(&folder).unwrap();
        assert!(commit.len() >= 40, "{commit}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
