//! SQLite's test databases: files beside the given one, or databases in memory that a session keeps.

mod files;
mod memory;
mod refill;
mod runs;
#[cfg(test)]
mod tests;

use std::path::Path;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::connector::Connector;
use backend_core::creation::{
    Creation, Existing, Position, Refill, RunId, RunMark, TestDatabase, TestNames,
};
use backend_core::cursor::{Discard, Flow, rows};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{ForeignKey, Identifier, Schema, Table};
use backend_core::operations::Dialect;
use backend_core::settings::Settings;
use backend_core::value::{FromValue as _, Param, ValueRef};
use backend_core::wrapper::Wrapper;

use self::memory::Memory;
use crate::settings::Place;

/// How many copies are made at once.
const AT_ONCE: usize = 8;

/// SQLite's creation.
pub(crate) struct SqliteCreation;

#[async_trait]
impl Creation for SqliteCreation {
    /// Makes `name.sqlite3` in the folder of the file that the settings mean, or a shared database in memory of that name.
    async fn create(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase> {
        check_name(name)?;
        match Place::of(settings)? {
            Place::File { path, .. } => {
                let target = files::settings(settings, Path::new(&path), name)?;
                files::create(connector, Path::new(&path), target, existing).await
            }
            Place::Memory | Place::SharedMemory(_) => {
                Memory::open(connector, memory::settings(settings, name)?)
                    .await?
                    .create(existing)
                    .await
            }
        }
    }

    /// Copies with `VACUUM INTO`: what is committed at that moment, be it in the file, its log or in memory, while others use
    /// it too.
    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        check_name(name)?;
        match Place::of(source)? {
            Place::File { path, .. } => {
                let target = files::settings(source, Path::new(&path), name)?;
                files::copy(connector, source, target).await
            }
            Place::SharedMemory(_) => {
                let source = Memory::open(connector, source.clone()).await?;
                let target =
                    Memory::open(connector, memory::settings(source.settings(), name)?).await?;
                memory::copy(source, target).await
            }
            Place::Memory => Err(Error::new(
                ErrorKind::Configuration,
                "only the connection that made it sees a private database in memory; give it a name and cache=shared",
            )),
        }
    }

    /// Sessions that share a database in memory would wait for each other.
    fn copies_at_once(&self, source: &Settings) -> usize {
        match Place::of(source) {
            Ok(Place::File { .. }) => AT_ONCE,
            _ => 1,
        }
    }

    /// What file systems take, less an ending.
    fn max_name_bytes(&self) -> u32 {
        200
    }

    async fn mark_run(
        &self,
        _connector: &dyn Connector,
        settings: &Settings,
        run: RunId,
    ) -> Result<RunMark> {
        match Place::of(settings)? {
            Place::File { path, .. } => runs::mark(Path::new(&path), run),
            Place::Memory | Place::SharedMemory(_) => Ok(RunMark::none()),
        }
    }

    async fn stale(
        &self,
        _connector: &dyn Connector,
        settings: &Settings,
        names: &TestNames,
    ) -> Result<Vec<TestDatabase>> {
        match Place::of(settings)? {
            Place::File { path, .. } => runs::stale(settings, Path::new(&path), names),
            Place::Memory | Place::SharedMemory(_) => Ok(Vec::new()),
        }
    }

    fn refill(
        &self,
        dialect: &Dialect,
        _schema: &Schema,
        tables: &[&Table],
        late: &[(&Table, &ForeignKey)],
    ) -> Result<Refill> {
        Ok(refill::around(dialect, tables, !late.is_empty()))
    }

    async fn positions(
        &self,
        connection: &mut Connection,
        schema: &Schema,
    ) -> Result<Vec<Position>> {
        refill::positions(connection, schema).await
    }

    async fn set_positions(
        &self,
        connection: &mut Connection,
        positions: &[Position],
    ) -> Result<()> {
        refill::set_positions(connection, positions).await
    }

    async fn destroy(&self, connector: &dyn Connector, database: TestDatabase) -> Result<()> {
        let TestDatabase {
            settings, keeper, ..
        } = database;
        let has_keeper = keeper.is_some();
        if let Some(keeper) = keeper {
            keeper.close().await?;
        }
        match Place::of(&settings)? {
            Place::File { path, .. } => files::remove(Path::new(&path)),
            Place::Memory | Place::SharedMemory(_) if has_keeper => Ok(()),
            Place::Memory | Place::SharedMemory(_) => {
                Memory::open(connector, settings)
                    .await?
                    .refuse_without_keeper()
                    .await
            }
        }
    }
}

/// Refuses a name that is more than the name of one file.
fn check_name(name: &Identifier) -> Result<()> {
    let is_plain = !matches!(name.as_str(), "" | "." | "..")
        && !name.as_str().contains(['/', '\\', ':'])
        && !name.as_str().contains(|c: char| c.is_control());
    if is_plain {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Data,
        format!(
            "{} cannot name a test database: it has to be the plain name of a file, without a path",
            name.shortened()
        ),
    ))
}

fn exists_already(what: &str) -> Error {
    Error::new(
        ErrorKind::AlreadyExists,
        format!("the test database `{what}` exists already"),
    )
}

/// Runs a statement.
async fn run(wrapper: &mut dyn Wrapper, sql: &str, params: &[Param<'_>]) -> Result<()> {
    let ran = wrapper.cursor().query(sql, params, &mut Discard).await;
    ran.map(|_| ()).map_err(|error| error.with_sql(sql))
}

/// The number that a statement answers.
async fn number(wrapper: &mut dyn Wrapper, sql: &str) -> Result<i64> {
    let mut answer = None;
    let mut sink = rows(|cells| {
        answer = cells
            .first()
            .map(|cell| i64::from_value(*cell))
            .transpose()?;
        Ok(Flow::Stop)
    });
    let ran = wrapper.cursor().query(sql, &[], &mut sink).await;
    drop(sink);
    ran.map_err(|error| error.with_sql(sql))?;
    answer.ok_or_else(|| Error::new(ErrorKind::Internal, "SQLite gave no answer").with_sql(sql))
}

/// Copies everything that a session sees to a place that holds nothing yet.
async fn copy_into(wrapper: &mut dyn Wrapper, target: &str) -> Result<()> {
    run(
        wrapper,
        "VACUUM INTO ?",
        &[Param::new(ValueRef::Text(target))],
    )
    .await
}
