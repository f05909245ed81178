//! Makes, copies and removes test databases.

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::creation::{Creation, Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;

use crate::engine::{copy, create, exists, remove};
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
        check_name(name.as_str())?;
        // The engine's own session keeps the database until the keeper is open, which comes from the connector: a child
        // vendor may have another one.
        let _session = match (create(name.as_str(), existing == Existing::Replace), existing) {
            (None, Existing::Refuse) => return Err(taken(name.as_str())),
            (session, _) => session,
        };
        kept(connector, settings, name).await
    }

    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        check_name(name.as_str())?;
        let copied = copy(source.path().unwrap_or_default(), name.as_str());
        let _session = copied.map_err(classify)?.ok_or_else(|| taken(name.as_str()))?;
        kept(connector, source, name).await
    }

    async fn destroy(&self, _connector: &dyn Connector, database: TestDatabase) -> Result<()> {
        let name = database.settings.path().unwrap_or_default();
        if !exists(name) {
            return Err(missing(name));
        }
        if let Some(keeper) = database.keeper {
            keeper.close().await?;
        }
        // Sessions of the test that are still open keep what they have, but nobody finds it any more.
        remove(name);
        Ok(())
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

/// Nothing could find a database without a name again.
fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::new(ErrorKind::Data, "a test database needs a name"));
    }
    Ok(())
}

fn taken(name: &str) -> Error {
    Error::new(ErrorKind::AlreadyExists, format!("the database {name} exists already"))
}

fn missing(name: &str) -> Error {
    Error::new(ErrorKind::DoesNotExist, format!("there is no database {name}"))
}
