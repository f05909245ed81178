//! The servers in containers that the suites are run against: where the files stand that say which, what of them `tidy` compares with
//! other files, and the program that makes a plan of them (`conformance-report plan`).
//!
//! The suite tells the form of the files, reads them strictly and compares them with the vendors; here only their images are read.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// The folder of these files in a vendor's crate.
pub const FOLDER: &str = "tests/services";

/// How the program is started.
const PROGRAM: [&str; 10] = [
    "cargo",
    "run",
    "--quiet",
    "--locked",
    "--package",
    "conformance-tests",
    "--bin",
    "conformance-report",
    "--",
    "plan",
];

/// The images of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Images {
    /// The image without its tag.
    pub image: String,
    /// The tags of the versions that are run, oldest first.
    pub tags: Vec<String>,
}

impl Images {
    /// What a file of a service says, line by line.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut images = Self::default();
        let mut is_in_a_version = false;
        let mut is_left_out = false;
        for line in text.lines() {
            let value = |key: &str| {
                let value = line.strip_prefix(key)?.strip_prefix(" = \"")?;
                value.strip_suffix('"').map(str::to_owned)
            };
            is_in_a_version |= line == "[[version]]";
            if let Some(image) = value("image") {
                images.image = image;
            } else if let Some(tag) = value("tag") {
                images.tags.push(tag);
            } else if line == "enabled = false" && is_in_a_version {
                images.tags.pop();
            } else if line == "enabled = false" {
                is_left_out = true;
            }
        }
        if is_left_out {
            images.tags.clear();
        }
        images
    }
}

/// The command that makes the plan of every vendor of this project, with these arguments.
///
/// # Errors
/// When a folder cannot be read.
pub fn command(root: &Path, arguments: &[String]) -> io::Result<Vec<String>> {
    let mut command: Vec<String> = PROGRAM.map(str::to_owned).to_vec();
    for folder in folders(root)? {
        command.extend(["--services".to_owned(), folder]);
    }
    command.extend_from_slice(arguments);
    Ok(command)
}

/// The folders of services, in this project and its examples.
fn folders(root: &Path) -> io::Result<Vec<String>> {
    let mut folders = Vec::new();
    for prefix in ["", "examples/"] {
        for entry in fs::read_dir(root.join(prefix))? {
            let name = entry?.file_name();
            let folder = format!("{prefix}{}/{FOLDER}", name.to_string_lossy());
            if root.join(&folder).is_dir() {
                folders.push(folder);
            }
        }
    }
    folders.sort();
    Ok(folders)
}

/// Makes the plan, which the program prints or carries out; `false` says that something of it failed.
///
/// # Errors
/// When a folder cannot be read, or the program cannot be started.
pub fn run(root: &Path, arguments: &[String]) -> io::Result<bool> {
    let command = command(root, arguments)?;
    let Some((program, arguments)) = command.split_first() else {
        return Ok(false);
    };
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .status()?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Images, command};

    const FILE: &str = "image = \"a/b\"\n\n[[version]]\nname = \"1\"\ntag = \"1-x\"\n\n[[version]]\ntag = \"2-x\"\n";

    #[test]
    fn the_images_of_a_file_are_those_that_are_run() {
        let images = Images::read(FILE);
        assert_eq!(images.image, "a/b");
        assert_eq!(images.tags, ["1-x", "2-x"]);
        let without_the_newest = format!("{FILE}enabled = false\nreason = \"it is young\"\n");
        assert_eq!(Images::read(&without_the_newest).tags, ["1-x"]);
        let without_any = format!("enabled = false\n{FILE}");
        assert!(Images::read(&without_any).tags.is_empty());
    }

    #[test]
    fn the_plan_is_of_every_vendor_that_has_a_folder() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["b/tests/services", "a/tests", "examples/c/tests/services"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let command = command(root.path(), &["--night".to_owned()]).unwrap();
        assert_eq!(
            command[9..],
            [
                "plan",
                "--services",
                "b/tests/services",
                "--services",
                "examples/c/tests/services",
                "--night"
            ]
        );
    }
}
