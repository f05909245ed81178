//! What the tests share: databases made of SQL, and runs of the command.

// Each test program uses its own part of this.
#![allow(dead_code, reason = "shared by several test programs")]

pub(crate) mod crossing;
pub(crate) mod golden;
pub(crate) mod schema;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use backend_core::connection::Connection;
use backend_core::error::Result;
use tempfile::TempDir;

/// A database in a folder of its own, which goes with it.
pub(crate) struct Database {
    pub(crate) folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Database {
    /// Makes a database.
    pub(crate) fn new(sql: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.sqlite3");
        futures_executor::block_on(async {
            let mut connection = open(&path).await?;
            connection.batch(sql).await?;
            connection.close().await
        })
        .unwrap();
        Self { folder, path }
    }

    /// The database's path as text.
    pub(crate) fn name(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// The files in its folder, by name.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// Opens a database to write, and makes it where it is missing.
pub(crate) async fn open(path: &Path) -> Result<Connection> {
    let settings = backend_sqlite::BACKEND
        .settings_for_path(path.to_str().unwrap())?
        .with_option("mode", "rwc")?
        .with_option("execution", "inline")?;
    backend_sqlite::BACKEND.connect(&settings).await
}

/// How a run of the command ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The command, with nothing of this process's environment that it reads.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inspectdb"));
    for (name, _) in env::vars_os() {
        let is_libpq = name.to_string_lossy().starts_with("PG");
        if is_libpq || name == *"DATABASE_URL" {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the command.
pub(crate) fn inspectdb<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    let output = command().args(arguments).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The folder of the golden cases.
pub(crate) fn golden_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join("golden")
}

/// A tool of the compiler's, as the environment names it.
pub(crate) fn tool(variable: &str, name: &str) -> OsString {
    env::var_os(variable).unwrap_or_else(|| name.into())
}

/// Compiles a crate, with warnings refused.
pub(crate) fn compile(source: &Path, folder: &Path) {
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
