//! Test databases in files.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use backend_core::connector::Connector;
use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;

use super::{copy_into, exists_already};
use crate::connector::plain_path;

/// What SQLite puts beside a database's file, and what would become part of a new one of the same name.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The settings of the test database: beside the given file, writable.
pub(super) fn settings(given: &Settings, file: &Path, name: &Identifier) -> Result<Settings> {
    let target = file.with_file_name(format!("{name}.sqlite3"));
    let Some(target) = target.to_str() else {
        return Err(Error::new(
            ErrorKind::Configuration,
            "the path of the database is not Unicode",
        ));
    };
    given
        .clone()
        .with_path(target)?
        .with_option("immutable", "false")?
        .with_option("mode", "rw")
}

/// Makes an empty database.
pub(super) async fn create(
    connector: &dyn Connector,
    given: &Path,
    target: Settings,
    existing: Existing,
) -> Result<TestDatabase> {
    let path = path_of(&target)?;
    if is_same_file(given, &path) {
        // Whatever was asked for: nobody wants tests to run in it, or to lose it to them.
        return Err(exists_already(&path.to_string_lossy()).context("it is the database itself"));
    }
    match (path.exists(), existing) {
        (true, Existing::Keep) => return finish(connector, target).await,
        (true, Existing::Replace) => remove(&path)?,
        (true, _) => return Err(exists_already(&path.to_string_lossy())),
        (false, _) => {}
    }
    remove_companions(&path)?;
    // An empty file is an empty database, and only one of several that make it at once succeeds.
    File::create_new(&path).map_err(|error| of_io(&path, "made", error))?;
    finish(connector, target).await
}

/// Makes a database that holds what another one does.
pub(super) async fn copy(
    connector: &dyn Connector,
    source: &Settings,
    target: Settings,
) -> Result<TestDatabase> {
    let path = path_of(&target)?;
    if path.exists() {
        return Err(exists_already(&path.to_string_lossy()));
    }
    remove_companions(&path)?;
    // Opening must not make what is to be copied.
    let source = if source.choice("mode") == Some("rwc") {
        source.clone().with_option("mode", "rw")?
    } else {
        source.clone()
    };
    let mut wrapper = connector.connect(&source).await?;
    let copied = copy_into(wrapper.as_mut(), &plain_path(&path.to_string_lossy())).await;
    let closed = wrapper.close().await;
    if let Err(error) = copied {
        // What was written so far is of no use to anyone; the first error says more than one of removing it.
        let _ = remove(&path);
        return Err(error);
    }
    closed?;
    finish(connector, target).await
}

/// Removes a database and what belongs to it.
pub(super) fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).map_err(|error| of_io(path, "removed", error))?;
    remove_companions(path)
}

/// Opens the database once: it is one, and the settings fit it.
async fn finish(connector: &dyn Connector, settings: Settings) -> Result<TestDatabase> {
    connector.connect(&settings).await?.close().await?;
    Ok(TestDatabase::new(settings))
}

fn path_of(settings: &Settings) -> Result<PathBuf> {
    settings
        .path()
        .map(PathBuf::from)
        .ok_or_else(|| Error::new(ErrorKind::Configuration, "the settings have no path"))
}

fn remove_companions(path: &Path) -> Result<()> {
    for companion in COMPANIONS {
        let mut name = path.as_os_str().to_owned();
        name.push(companion);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(of_io(Path::new(&name), "removed", error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

pub(super) fn of_io(path: &Path, done: &str, error: io::Error) -> Error {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => ErrorKind::DoesNotExist,
        io::ErrorKind::AlreadyExists => ErrorKind::AlreadyExists,
        io::ErrorKind::PermissionDenied => ErrorKind::PermissionDenied,
        io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
        _ => ErrorKind::Operational,
    };
    Error::new(kind, format!("`{}` cannot be {done}", path.display())).with_source(error)
}
