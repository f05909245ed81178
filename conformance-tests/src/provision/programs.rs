//! Where a server's programs are: the folder that a variable names, `PATH`, or folders whose names hold a `*`.

use std::env::consts::EXE_SUFFIX;
use std::path::{Component, Path, PathBuf};

use super::server::LocalServer;

/// The folder in which all of the server's programs are, or why there is none.
pub(super) fn find(
    server: &LocalServer,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<PathBuf, String> {
    let programs = server.programs();
    let named = server
        .variable
        .and_then(|name| Some((name, variable(name).filter(|value| !value.is_empty())?)));
    if let Some((name, folder)) = named {
        let folder = PathBuf::from(folder);
        return match missing(&folder, &programs) {
            None => Ok(folder),
            Some(program) => Err(format!(
                "{name} is {}, where there is no program {program}",
                folder.display()
            )),
        };
    }
    let path = variable("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    on_path
        .chain(server.folders.iter().flat_map(|pattern| matching(pattern)))
        .find(|folder| missing(folder, &programs).is_none())
        .ok_or_else(|| {
            let folders = server.folders.join(", ");
            let programs = programs.join(" and ");
            format!("{programs} are neither on PATH nor in {folders}")
        })
}

/// The first program that is not in the folder.
fn missing<'p>(folder: &Path, programs: &[&'p str]) -> Option<&'p str> {
    let there = |program: &&str| folder.join(format!("{program}{EXE_SUFFIX}")).is_file();
    programs.iter().copied().find(|program| !there(program))
}

/// The folders that a pattern stands for, the highest version first.
fn matching(pattern: &str) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for component in Path::new(pattern).components() {
        let name = component.as_os_str().to_string_lossy();
        match (component, name.split_once('*')) {
            (Component::Normal(_), Some((before, after))) => {
                found = found
                    .iter()
                    .flat_map(|folder| entries(folder, before, after))
                    .collect();
            }
            _ => found.iter_mut().for_each(|folder| folder.push(component)),
        }
    }
    found.retain(|folder| folder.is_dir());
    found.sort_by_cached_key(|folder| std::cmp::Reverse(numbers(folder)));
    found
}

/// What is in the folder, with a name that begins and ends so.
fn entries(folder: &Path, before: &str, after: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let matches = |path: &PathBuf| {
        path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            let rest = name.strip_prefix(before);
            rest.is_some_and(|rest| rest.ends_with(after))
        })
    };
    entries.map(|entry| entry.path()).filter(matches).collect()
}

/// The numbers in a path, by which versions are compared.
fn numbers(path: &Path) -> Vec<u64> {
    let text = path.to_string_lossy();
    let words = text.split(|character: char| !character.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{find, matching};
    use crate::provision::LocalServer;
    use crate::provision::folder::RunFolder;

    /// A folder with programs below `lib/<version>/bin` and in `path`.
    fn installed(versions: &[&str], on_path: &[&str]) -> RunFolder {
        let folder = RunFolder::new("test").unwrap();
        for version in versions {
            let bin = folder.path().join("lib").join(version).join("bin");
            std::fs::create_dir_all(&bin).unwrap();
            put(&bin, &["serve", "prepare"]);
        }
        let bin = folder.path().join("path");
        std::fs::create_dir_all(&bin).unwrap();
        put(&bin, on_path);
        folder
    }

    fn put(folder: &Path, programs: &[&str]) {
        for program in programs {
            let file = format!("{program}{}", super::EXE_SUFFIX);
            std::fs::write(folder.join(file), "").unwrap();
        }
    }

    fn found(folder: &RunFolder, named: Option<&str>) -> Result<PathBuf, String> {
        let pattern = format!("{}/lib/*/bin", folder.path().display());
        let folders: &'static [&'static str] = vec![&*pattern.leak()].leak();
        let server = LocalServer::new(&["serve"], "")
            .set_up(&["prepare"])
            .folders("BIN", folders);
        let path = folder.path().join("path").display().to_string();
        find(&server, &|name| match name {
            "PATH" => Some(path.clone()),
            "BIN" => named.map(|at| folder.path().join(at).display().to_string()),
            _ => None,
        })
    }

    #[test]
    fn the_highest_version_is_found_by_its_numbers() {
        let folder = installed(&["9.6", "18", "12"], &[]);
        let bin = found(&folder, None).unwrap();
        assert_eq!(bin, folder.path().join("lib/18/bin"));
        let pattern = format!("{}/lib/*", folder.path().display());
        assert_eq!(matching(&pattern).len(), 3);
    }

    #[test]
    fn a_folder_on_the_path_wins_where_it_holds_every_program() {
        let folder = installed(&["18"], &["serve", "prepare"]);
        assert_eq!(found(&folder, None).unwrap(), folder.path().join("path"));
        let folder = installed(&["18"], &["serve"]);
        assert_eq!(
            found(&folder, None).unwrap(),
            folder.path().join("lib/18/bin")
        );
    }

    #[test]
    fn a_folder_that_is_asked_for_is_the_only_one_that_counts() {
        let folder = installed(&["18", "12"], &["serve", "prepare"]);
        let bin = found(&folder, Some("lib/12/bin")).unwrap();
        assert_eq!(bin, folder.path().join("lib/12/bin"));
        let why = found(&folder, Some("nowhere")).unwrap_err();
        assert!(why.starts_with("BIN is "), "{why}");
        assert!(why.ends_with("there is no program prepare"), "{why}");
    }

    #[test]
    fn what_is_nowhere_is_told_with_the_places() {
        let folder = installed(&[], &[]);
        let why = found(&folder, None).unwrap_err();
        assert!(
            why.starts_with("prepare and serve are neither on PATH nor in "),
            "{why}"
        );
    }
}
