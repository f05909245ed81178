//! Test databases in memory: shared by name within the process, and there for as long as a session keeps them.

use backend_core::connector::Connector;
use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use backend_core::wrapper::Wrapper;

use super::{copy_into, exists_already, number, run};
use crate::connector::shared_memory_uri;

/// Marks a database that was made here while it is empty still: opening a name makes a database too, and tells nobody.
const MARK: &str = "PRAGMA application_id = 1952805748";

/// The settings of the test database of that name.
pub(super) fn settings(given: &Settings, name: &Identifier) -> Result<Settings> {
    given
        .clone()
        .with_path(name.as_str())?
        .with_option("immutable", "false")?
        .with_option("mode", "memory")?
        .with_option("cache", "shared")
}

/// A database in memory and a session that keeps it.
pub(super) struct Memory {
    settings: Settings,
    keeper: Box<dyn Wrapper>,
}

impl Memory {
    pub(super) async fn open(connector: &dyn Connector, settings: Settings) -> Result<Self> {
        let keeper = connector.connect(&settings).await?;
        Ok(Self { settings, keeper })
    }

    pub(super) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes it an empty test database.
    pub(super) async fn create(mut self, existing: Existing) -> Result<TestDatabase> {
        match (self.was_there().await?, existing) {
            (true, Existing::Keep) => return Ok(self.into_database()),
            (true, Existing::Replace) => self.empty().await?,
            (true, _) => return Err(self.exists_already()),
            (false, _) => {}
        }
        run(self.keeper.as_mut(), MARK, &[]).await?;
        Ok(self.into_database())
    }

    /// Says why a database that nobody handed in a keeper for cannot be removed.
    pub(super) async fn refuse_without_keeper(mut self) -> Result<()> {
        let name = self.name().to_owned();
        Err(if self.was_there().await? {
            Error::new(
                ErrorKind::Interface,
                format!(
                    "the database `{name}` is in memory and goes when the sessions that keep it are closed"
                ),
            )
        } else {
            does_not_exist(&name)
        })
    }

    /// Whether somebody made it before, be it empty.
    async fn was_there(&mut self) -> Result<bool> {
        let keeper = self.keeper.as_mut();
        Ok(number(keeper, "PRAGMA schema_version").await? != 0
            || number(keeper, "PRAGMA application_id").await? != 0)
    }

    /// Takes everything out of it, as SQLite's manual has it: without the schema, `VACUUM` keeps nothing.
    async fn empty(&mut self) -> Result<()> {
        let keeper = self.keeper.as_mut();
        run(keeper, "PRAGMA writable_schema = 1", &[]).await?;
        let emptied = run(keeper, "DELETE FROM sqlite_schema", &[]).await;
        run(keeper, "PRAGMA writable_schema = 0", &[]).await?;
        emptied?;
        run(keeper, "PRAGMA user_version = 0", &[]).await?;
        run(keeper, "VACUUM", &[]).await
    }

    fn name(&self) -> &str {
        self.settings.path().unwrap_or_default()
    }

    fn exists_already(&self) -> Error {
        exists_already(self.name())
    }

    fn into_database(self) -> TestDatabase {
        TestDatabase::kept_by(self.settings, self.keeper)
    }
}

fn does_not_exist(name: &str) -> Error {
    Error::new(
        ErrorKind::DoesNotExist,
        format!("there is no database `{name}` in memory"),
    )
}

/// Makes `target` hold what `source` does.
pub(super) async fn copy(mut source: Memory, mut target: Memory) -> Result<TestDatabase> {
    if target.was_there().await? {
        return Err(target.exists_already());
    }
    if !source.was_there().await? {
        return Err(does_not_exist(source.name()));
    }
    let uri = shared_memory_uri(target.name());
    copy_into(source.keeper.as_mut(), &uri).await?;
    if !target.was_there().await? {
        run(target.keeper.as_mut(), MARK, &[]).await?;
    }
    source.keeper.close().await?;
    Ok(target.into_database())
}
