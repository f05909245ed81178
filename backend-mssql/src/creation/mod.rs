//! Makes and removes test databases.

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::creation::{Creation, Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;

/// Makes and removes test databases.
#[derive(Debug)]
pub(crate) struct MssqlCreation;

#[async_trait]
impl Creation for MssqlCreation {
    async fn create(
        &self,
        _connector: &dyn Connector,
        _settings: &Settings,
        _name: &Identifier,
        _existing: Existing,
    ) -> Result<TestDatabase> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }

    async fn clone_database(
        &self,
        _connector: &dyn Connector,
        _source: &Settings,
        _name: &Identifier,
    ) -> Result<TestDatabase> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }

    async fn destroy(&self, _connector: &dyn Connector, _database: TestDatabase) -> Result<()> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }
}
