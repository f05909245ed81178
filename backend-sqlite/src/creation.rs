//! SQLite's test databases.
use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::creation::{Creation, Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;

/// SQLite's creation.
pub(crate) struct SqliteCreation;

#[async_trait]
impl Creation for SqliteCreation {
    async fn create(&self, _: &dyn Connector, _: &Settings, _: &Identifier, _: Existing) -> Result<TestDatabase> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
    async fn clone_database(&self, _: &dyn Connector, _: &Settings, _: &Identifier) -> Result<TestDatabase> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
    async fn destroy(&self, _: &dyn Connector, _: TestDatabase) -> Result<()> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
