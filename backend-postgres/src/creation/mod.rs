//! PostgreSQL's test databases: made, copied and removed by statements of a session with another database.

mod maintenance;
mod refill;

use std::slice;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::connector::Connector;
use backend_core::creation::{
    Creation, Existing, Maintenance as _, Position, Refill, RunId, RunMark, TestDatabase,
    TestNames, create_with, destroy_with, only,
};
use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::model::{ForeignKey, Identifier, Schema, Table};
use backend_core::operations::Dialect;
use backend_core::settings::Settings;
use backend_core::sql::Statement;

use self::maintenance::PostgresMaintenance;
use crate::features::MAX_IDENTIFIER_BYTES;

/// How many copies are made at once.
const AT_ONCE: usize = 8;

/// PostgreSQL's creation.
#[derive(Debug)]
pub(crate) struct PostgresCreation;

#[async_trait]
impl Creation for PostgresCreation {
    /// Makes the database from `template0`, which holds nothing of the site's own, in UTF-8.
    async fn create(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase> {
        let names = slice::from_ref(name);
        only(
            self.create_databases(connector, settings, names, existing)
                .await,
        )
    }

    async fn create_databases(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        names: &[Identifier],
        existing: Existing,
    ) -> Vec<Result<TestDatabase>> {
        create_with::<PostgresMaintenance>(connector, settings, names, existing).await
    }

    /// Copies with the source as the template. The server waits five seconds for those who still use the source.
    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        let template = database_of(source)?;
        let target = PostgresMaintenance::database_settings(source, name)?;
        let mut session = PostgresMaintenance::open(connector, source, &[name, &template]).await?;
        let result = session.copy(name, &template, "").await;
        session.close().await;
        result.map(|()| TestDatabase::new(target))
    }

    /// The server takes a template several times at once.
    fn copies_at_once(&self, _source: &Settings) -> usize {
        AT_ONCE
    }

    fn max_name_bytes(&self) -> u32 {
        MAX_IDENTIFIER_BYTES
    }

    /// A session holds an advisory lock, which the server takes back when the session ends, however it does.
    async fn mark_run(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        run: RunId,
    ) -> Result<RunMark> {
        let mut session = PostgresMaintenance::open(connector, settings, &[]).await?;
        session.lock(run).await?;
        Ok(RunMark::of_session(session.into_wrapper()))
    }

    /// Databases whose run's lock is not held and in which there is no session.
    async fn stale(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        names: &TestNames,
    ) -> Result<Vec<TestDatabase>> {
        let mut session = PostgresMaintenance::open(connector, settings, &[]).await?;
        let idle = session.idle_databases().await;
        let runs = session.locked_runs().await;
        session.close().await;
        let (idle, runs) = (idle?, runs?);
        let of_none = |name: &String| names.run_of(name).is_some_and(|run| !runs.contains(&run));
        idle.into_iter()
            .filter(of_none)
            .map(|name| with_database(settings, &Identifier::new(name)?).map(TestDatabase::new))
            .collect()
    }

    fn read_rows(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        refill::read_rows(dialect, table, columns)
    }

    fn write_row(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        refill::write_row(dialect, table, columns)
    }

    fn empty(&self, dialect: &Dialect, tables: &[&Table]) -> Vec<Statement> {
        refill::empty(dialect, tables)
    }

    fn refill(
        &self,
        dialect: &Dialect,
        schema: &Schema,
        tables: &[&Table],
        late: &[(&Table, &ForeignKey)],
    ) -> Result<Refill> {
        Ok(refill::around(dialect, schema, tables, late))
    }

    async fn positions(
        &self,
        connection: &mut Connection,
        _schema: &Schema,
    ) -> Result<Vec<Position>> {
        refill::positions(connection).await
    }

    async fn set_positions(
        &self,
        connection: &mut Connection,
        positions: &[Position],
    ) -> Result<()> {
        refill::set_positions(connection, positions).await
    }

    /// Removes the database, whoever still uses it.
    async fn destroy(&self, connector: &dyn Connector, database: TestDatabase) -> Result<()> {
        only(self.destroy_databases(connector, vec![database]).await)
    }

    async fn destroy_databases(
        &self,
        connector: &dyn Connector,
        databases: Vec<TestDatabase>,
    ) -> Vec<Result<()>> {
        destroy_with::<PostgresMaintenance>(connector, databases).await
    }
}

/// Two who make the same database at once meet in the catalog's index, not at the check before.
fn taken(error: Error, name: &Identifier) -> Error {
    let is_taken = match error.kind() {
        ErrorKind::AlreadyExists => true,
        ErrorKind::Integrity(Integrity::Unique) => {
            error.detail().constraint.as_deref() == Some("pg_database_datname_index")
        }
        _ => false,
    };
    if !is_taken {
        return error;
    }
    let message = format!("the test database {name} exists already");
    Error::new(ErrorKind::AlreadyExists, message).with_source(error)
}

/// Refuses a name that the server would cut, and then take for another database's.
fn check_name(name: &Identifier) -> Result<()> {
    let length = u32::try_from(name.as_str().len());
    if length.is_ok_and(|length| (1..=MAX_IDENTIFIER_BYTES).contains(&length)) {
        return Ok(());
    }
    let message = format!(
        "{} cannot name a test database: a name has 1 to {MAX_IDENTIFIER_BYTES} bytes",
        name.shortened()
    );
    Err(Error::new(ErrorKind::Data, message))
}

/// The same settings for another database. An option must not say otherwise.
fn with_database(settings: &Settings, name: &Identifier) -> Result<Settings> {
    let settings = settings.clone().with_database(name.as_str())?;
    if settings.is_set("dbname") {
        return settings.with_option("dbname", name.as_str());
    }
    Ok(settings)
}

/// The database that the settings name: one that they leave to the user's name is nobody's test database.
fn database_of(settings: &Settings) -> Result<Identifier> {
    let name = settings.database().or_else(|| settings.text("dbname"));
    let name = name.filter(|name| !name.is_empty()).ok_or_else(|| {
        let message = "the settings name no database; write it behind the host, as in postgres://host/database";
        Error::new(ErrorKind::Configuration, message)
    })?;
    Identifier::new(name)
}
