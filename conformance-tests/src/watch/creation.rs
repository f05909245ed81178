//! A vendor's creation, which is asked what it makes and removes.

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::connector::Connector;
use backend_core::creation::{
    Creation, Existing, Position, Refill, RunId, RunMark, TestDatabase, TestNames,
};
use backend_core::error::Result;
use backend_core::model::{ForeignKey, Identifier, Schema, Table};
use backend_core::operations::Dialect;
use backend_core::settings::Settings;
use backend_core::sql::Statement;

use super::Watch;

/// Makes and removes a vendor's test databases.
pub(super) struct WatchedCreation {
    inner: &'static dyn Creation,
    watch: Watch,
}

impl WatchedCreation {
    pub(super) fn new(inner: &'static dyn Creation, watch: Watch) -> Self {
        Self { inner, watch }
    }

    fn made<'r>(&self, results: impl IntoIterator<Item = &'r Result<TestDatabase>>) {
        for database in results.into_iter().flatten() {
            self.watch.makes(&database.settings);
        }
    }
}

#[async_trait]
#[warn(clippy::missing_trait_methods)]
impl Creation for WatchedCreation {
    async fn create(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase> {
        let creation = self.inner;
        let result = creation.create(connector, settings, name, existing).await;
        self.made([&result]);
        result
    }

    async fn create_databases(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        names: &[Identifier],
        existing: Existing,
    ) -> Vec<Result<TestDatabase>> {
        let creation = self.inner;
        let results = creation
            .create_databases(connector, settings, names, existing)
            .await;
        self.made(&results);
        results
    }

    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        let result = self.inner.clone_database(connector, source, name).await;
        self.made([&result]);
        result
    }

    fn copies_at_once(&self, source: &Settings) -> usize {
        self.inner.copies_at_once(source)
    }

    async fn clone_databases(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        names: &[Identifier],
    ) -> Vec<Result<TestDatabase>> {
        let results = self.inner.clone_databases(connector, source, names).await;
        self.made(&results);
        results
    }

    fn max_name_bytes(&self) -> u32 {
        self.inner.max_name_bytes()
    }

    async fn mark_run(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        run: RunId,
    ) -> Result<RunMark> {
        self.inner.mark_run(connector, settings, run).await
    }

    async fn stale(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        names: &TestNames,
    ) -> Result<Vec<TestDatabase>> {
        self.inner.stale(connector, settings, names).await
    }

    async fn destroy(&self, connector: &dyn Connector, database: TestDatabase) -> Result<()> {
        let settings = database.settings.clone();
        self.inner.destroy(connector, database).await?;
        self.watch.removes(&settings);
        Ok(())
    }

    async fn destroy_databases(
        &self,
        connector: &dyn Connector,
        databases: Vec<TestDatabase>,
    ) -> Vec<Result<()>> {
        let settings: Vec<_> = databases.iter().map(|it| it.settings.clone()).collect();
        let results = self.inner.destroy_databases(connector, databases).await;
        for (settings, result) in settings.iter().zip(&results) {
            if result.is_ok() {
                self.watch.removes(settings);
            }
        }
        results
    }

    fn read_rows(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        self.inner.read_rows(dialect, table, columns)
    }

    fn write_row(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        self.inner.write_row(dialect, table, columns)
    }

    fn empty(&self, dialect: &Dialect, tables: &[&Table]) -> Vec<Statement> {
        self.inner.empty(dialect, tables)
    }

    fn refill(
        &self,
        dialect: &Dialect,
        schema: &Schema,
        tables: &[&Table],
        late: &[(&Table, &ForeignKey)],
    ) -> Result<Refill> {
        self.inner.refill(dialect, schema, tables, late)
    }

    async fn positions(
        &self,
        connection: &mut Connection,
        schema: &Schema,
    ) -> Result<Vec<Position>> {
        self.inner.positions(connection, schema).await
    }

    async fn set_positions(
        &self,
        connection: &mut Connection,
        positions: &[Position],
    ) -> Result<()> {
        self.inner.set_positions(connection, positions).await
    }
}
