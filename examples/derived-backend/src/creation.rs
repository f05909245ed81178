//! Test databases as the parent makes them; a run is marked by a transaction, which no pooler ends.

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::connector::Connector;
use backend_core::creation::{
    Creation, Existing, Position, Refill, RunId, RunMark, TestDatabase, TestNames,
};
use backend_core::cursor::Discard;
use backend_core::error::{Error, Result};
use backend_core::flag::Flag;
use backend_core::model::{ForeignKey, Identifier, Schema, Table};
use backend_core::operations::Dialect;
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use backend_core::wrapper::TransactionOptions;
use backend_postgres::BACKEND as PARENT;

/// The creation of databases behind a pooler.
#[derive(Debug)]
pub(crate) struct PooledCreation;

#[async_trait]
impl Creation for PooledCreation {
    async fn create(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase> {
        let parent = PARENT.creation;
        parent.create(connector, settings, name, existing).await
    }

    async fn create_databases(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        names: &[Identifier],
        existing: Existing,
    ) -> Vec<Result<TestDatabase>> {
        let parent = PARENT.creation;
        parent
            .create_databases(connector, settings, names, existing)
            .await
    }

    async fn clone_database(
        &self,
        _connector: &dyn Connector,
        _source: &Settings,
        _name: &Identifier,
    ) -> Result<TestDatabase> {
        // The pooler's own sessions keep the source in use.
        Err(Error::not_supported(Flag::can_clone_databases))
    }

    fn max_name_bytes(&self) -> u32 {
        PARENT.creation.max_name_bytes()
    }

    /// The parent's lock is its session's; this one is a transaction's, so it is held as long as that stays open.
    async fn mark_run(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        run: RunId,
    ) -> Result<RunMark> {
        let mut session = connector.connect(settings).await?;
        session.begin(&TransactionOptions::default()).await?;
        let lock = format!(
            "SELECT pg_advisory_xact_lock({})",
            run.number().cast_signed()
        );
        session.cursor().query(&lock, &[], &mut Discard).await?;
        Ok(RunMark::of_session(session))
    }

    async fn stale(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        names: &TestNames,
    ) -> Result<Vec<TestDatabase>> {
        PARENT.creation.stale(connector, settings, names).await
    }

    async fn destroy(&self, connector: &dyn Connector, database: TestDatabase) -> Result<()> {
        PARENT.creation.destroy(connector, database).await
    }

    async fn destroy_databases(
        &self,
        connector: &dyn Connector,
        databases: Vec<TestDatabase>,
    ) -> Vec<Result<()>> {
        PARENT
            .creation
            .destroy_databases(connector, databases)
            .await
    }

    fn read_rows(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        PARENT.creation.read_rows(dialect, table, columns)
    }

    fn write_row(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        PARENT.creation.write_row(dialect, table, columns)
    }

    fn empty(&self, dialect: &Dialect, tables: &[&Table]) -> Vec<Statement> {
        PARENT.creation.empty(dialect, tables)
    }

    fn refill(
        &self,
        dialect: &Dialect,
        schema: &Schema,
        tables: &[&Table],
        late: &[(&Table, &ForeignKey)],
    ) -> Result<Refill> {
        PARENT.creation.refill(dialect, schema, tables, late)
    }

    async fn positions(
        &self,
        connection: &mut Connection,
        schema: &Schema,
    ) -> Result<Vec<Position>> {
        PARENT.creation.positions(connection, schema).await
    }

    async fn set_positions(
        &self,
        connection: &mut Connection,
        positions: &[Position],
    ) -> Result<()> {
        PARENT.creation.set_positions(connection, positions).await
    }
}
