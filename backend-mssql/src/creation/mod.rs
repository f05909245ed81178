//! SQL Server's test databases: made, copied and removed by statements of a session with another database.

mod copy;
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
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{ForeignKey, Identifier, Schema, Table};
use backend_core::operations::Dialect;
use backend_core::settings::Settings;
use backend_core::sql::Statement;

use self::maintenance::MssqlMaintenance;

/// The longest name of a database, in UTF-16 units: those of test databases are ASCII.
const MAX_NAME_LENGTH: usize = 128;

/// SQL Server's creation.
#[derive(Debug)]
pub(crate) struct MssqlCreation;

#[async_trait]
impl Creation for MssqlCreation {
    /// Makes the database in the server's collation, with both kinds of row versions: readers never wait for writers, as in the
    /// other vendors' test databases.
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
        create_with::<MssqlMaintenance>(connector, settings, names, existing).await
    }

    /// Copies by a backup that is restored under the other name; where a server has none for its users, by the plan of the
    /// source's schema and its rows.
    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        let template = database_of(source)?;
        let target = MssqlMaintenance::database_settings(source, name)?;
        let mut session = MssqlMaintenance::open(connector, source, &[name, &template]).await?;
        let has_backups = session.has_backups();
        let result = if has_backups {
            copy::by_backup(&mut session, &template, name).await
        } else {
            session.create_database(name).await
        };
        session.close().await;
        result.map_err(|error| taken(error, name))?;
        let database = TestDatabase::new(target);
        if !has_backups && let Err(error) = copy::by_plan(source, &database.settings).await {
            // The refusal says more than an error of clearing up would.
            let _ = self.destroy(connector, database).await;
            return Err(error);
        }
        Ok(database)
    }

    fn max_name_bytes(&self) -> u32 {
        u32::try_from(MAX_NAME_LENGTH).unwrap_or(u32::MAX)
    }

    /// A session holds an application lock, which the server takes back when the session ends, however it does.
    async fn mark_run(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        run: RunId,
    ) -> Result<RunMark> {
        let mut session = MssqlMaintenance::open(connector, settings, &[]).await?;
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
        let mut session = MssqlMaintenance::open(connector, settings, &[]).await?;
        let result = stale(&mut session, names).await;
        session.close().await;
        result?
            .into_iter()
            .map(|name| settings.clone().with_database(name).map(TestDatabase::new))
            .collect()
    }

    fn write_row(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        refill::write_row(dialect, table, columns)
    }

    fn refill(
        &self,
        dialect: &Dialect,
        _schema: &Schema,
        tables: &[&Table],
        late: &[(&Table, &ForeignKey)],
    ) -> Result<Refill> {
        Ok(refill::around(dialect, tables, late))
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
        destroy_with::<MssqlMaintenance>(connector, databases).await
    }
}

async fn stale(session: &mut MssqlMaintenance, names: &TestNames) -> Result<Vec<String>> {
    let mut stale = Vec::new();
    for name in session.idle_databases().await? {
        let Some(run) = names.run_of(&name) else {
            continue;
        };
        if !session.is_locked(run).await? {
            stale.push(name);
        }
    }
    Ok(stale)
}

fn taken(error: Error, name: &Identifier) -> Error {
    if error.kind() != ErrorKind::AlreadyExists {
        return error;
    }
    let message = format!("the test database {name} exists already");
    Error::new(ErrorKind::AlreadyExists, message).with_source(error)
}

/// Refuses a name that no database can have.
fn check_name(name: &Identifier) -> Result<()> {
    let length = name.as_str().encode_utf16().count();
    if (1..=MAX_NAME_LENGTH).contains(&length) {
        return Ok(());
    }
    let message = format!(
        "{} cannot name a test database: a name has 1 to {MAX_NAME_LENGTH} characters",
        name.shortened()
    );
    Err(Error::new(ErrorKind::Data, message))
}

/// The database that the settings name: one that they leave to the login's default is nobody's test database.
fn database_of(settings: &Settings) -> Result<Identifier> {
    let name = settings.database().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| {
        let message =
            "the settings name no database; write it behind the host, as in mssql://host/database";
        Error::new(ErrorKind::Configuration, message)
    })?;
    Identifier::new(name)
}
