//! Makes, copies and removes test databases.

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::creation::{Creation, Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;

use crate::engine::{copy, create, remove};
use crate::error::classify;

/// Makes, copies and removes test databases of the toy.
#[derive(Debug)]
pub(crate) struct ToyCreation;

#[async_trait]
impl Creation for ToyCreation {
    async fn create(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase> {
        check_name(name)?;
        // The engine's own session holds the database until the keeper is open, which comes from the connector: a child
        // vendor may have another one.
        let held = create(name.as_str(), existing == Existing::Replace);
        let _held = match (held, existing) {
            (Err(_), Existing::Keep) => None,
            (held, _) => Some(held.map_err(classify)?),
        };
        kept(connector, settings, name).await
    }

    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        check_name(name)?;
        let _held = copy(source.path().unwrap_or_default(), name.as_str()).map_err(classify)?;
        kept(connector, source, name).await
    }

    async fn destroy(&self, _connector: &dyn Connector, database: TestDatabase) -> Result<()> {
        // Sessions that are still open keep what they have, but nobody finds it any more.
        let name = database.settings.path().unwrap_or_default();
        remove(name).map_err(classify)?;
        match database.keeper {
            Some(keeper) => keeper.close().await,
            None => Ok(()),
        }
    }
}

/// A database lives as long as a session on it: the test database brings one along.
async fn kept(
    connector: &dyn Connector,
    settings: &Settings,
    name: &Identifier,
) -> Result<TestDatabase> {
    let settings = settings.clone().with_path(name.as_str())?;
    let keeper = connector.connect(&settings).await?;
    Ok(TestDatabase::kept_by(settings, keeper))
}

/// Nobody could find a database without a name again.
fn check_name(name: &Identifier) -> Result<()> {
    if name.as_str().is_empty() {
        return Err(Error::new(ErrorKind::Data, "a test database needs a name"));
    }
    Ok(())
}
