//! A copy of the tree to make mistakes in.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes `to` hold what the project's folder does, and nothing else. A file that is the same stays as it is, so that nothing is
/// built again for it.
///
/// # Errors
/// Where a file cannot be read or written, or the files cannot be listed.
pub(super) fn copy(root: &Path, to: &Path) -> io::Result<()> {
    let files = files(root)?;
    for file in &files {
        let (from, to) = (root.join(file), to.join(file));
        // A file that is deleted and not committed yet is listed all the same.
        let Ok(content) = fs::read(&from) else {
            continue;
        };
        if fs::read(&to).is_ok_and(|there| there == content) {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, content)?;
    }
    remove_others(to, Path::new(""), &files.into_iter().collect())
}

/// The project's files: what is known to git, and what is new and not ignored.
fn files(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    git.args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let output = git.current_dir(root).output()?;
    if !output.status.success() {
        return Err(io::Error::other("git does not list the files"));
    }
    let text = String::from_utf8(output.stdout).map_err(io::Error::other)?;
    let names = text.split('\0').filter(|name| !name.is_empty());
    Ok(names.map(PathBuf::from).collect())
}

fn remove_others(root: &Path, below: &Path, keep: &BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            remove_others(root, &name, keep)?;
        } else if !keep.contains(&name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use super::copy;

    #[test]
    fn the_copy_holds_what_the_folder_does_and_nothing_else() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (from, to) = (from.path(), to.path());
        let write = |folder: &Path, name: &str, text: &str| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let mut git = Command::new("git");
        assert!(
            git.args(["init", "--quiet"])
                .current_dir(from)
                .status()
                .unwrap()
                .success()
        );
        write(from, ".gitignore", "target\n");
        write(from, "src/lib.rs", "new");
        write(from, "target/built", "x");
        write(to, "src/lib.rs", "old");
        write(to, "src/gone.rs", "old");
        copy(from, to).unwrap();
        assert_eq!(fs::read_to_string(to.join("src/lib.rs")).unwrap(), "new");
        assert!(!to.join("src/gone.rs").exists() && !to.join("target").exists());
        let changed = || {
            fs::metadata(to.join("src/lib.rs"))
                .unwrap()
                .modified()
                .unwrap()
        };
        let before = changed();
        copy(from, to).unwrap();
        assert_eq!(changed(), before, "the same file is not written again");
    }
}
