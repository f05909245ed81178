//! Reading: from a URL to what the database holds.

use std::time::{Duration, Instant};

use backend_core::backend::Backend;
use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;
use backend_core::introspection::{Scope, Snapshot};
use backend_core::model::Identifier;
use backend_core::operations::Dialect;
use backend_core::registry::Registry;
use backend_core::settings::Settings;
use backend_core::wrapper::ServerInfo;

use crate::exit::{Exit, Failure};
use crate::wait::block_on;

/// What was read, and from what.
#[derive(Debug)]
pub(crate) struct Inspection {
    pub(crate) backend: &'static Backend,
    pub(crate) server: ServerInfo,
    /// How the vendor writes SQL: defaults are shown in it.
    pub(crate) dialect: Dialect,
    pub(crate) snapshot: Snapshot,
    /// How long connecting took.
    pub(crate) connecting: Duration,
    /// How long reading took.
    pub(crate) reading: Duration,
}

/// Opens the database to read only, and reads what it holds.
///
/// Nothing is created, whatever the URL says. The statements run on this very thread, which has nothing else to do.
pub(crate) fn inspect(
    registry: &Registry,
    database: &str,
    schemas: &[String],
) -> Result<Inspection, Failure> {
    let (backend, settings) = registry.resolve(database)?;
    let settings = backend.connector.read_only(settings)?;
    let settings = backend.connector.blocking(settings)?;
    let scope = scope(schemas)?;
    block_on(|| read(backend, &settings, &scope)).map_err(|error| {
        let message = format!("the system gives no means to wait: {error}");
        Failure::new(Exit::Other, message)
    })?
}

async fn read(
    backend: &'static Backend,
    settings: &Settings,
    scope: &Scope,
) -> Result<Inspection, Failure> {
    let start = Instant::now();
    let mut connection = backend.connect(settings).await.map_err(unopened)?;
    let connected = Instant::now();
    let snapshot = backend.introspect(&mut connection, scope).await;
    let inspection = Inspection {
        backend,
        server: connection.server().clone(),
        dialect: connection.dialect().clone(),
        snapshot: snapshot.map_err(explain)?,
        connecting: connected - start,
        reading: connected.elapsed(),
    };
    connection.close().await?;
    Ok(inspection)
}

fn scope(schemas: &[String]) -> Result<Scope, Failure> {
    let mut scope = Scope::all();
    if !schemas.is_empty() {
        let names: Result<Vec<_>, _> = schemas.iter().map(Identifier::new).collect();
        scope.schemas = Some(names.map_err(|error| Failure::from(error).context("--schema"))?);
    }
    Ok(scope)
}

/// A server that cannot be used, because it is too old or lacks something, is no mistake of the command line's.
fn unopened(error: Error) -> Failure {
    let is_unusable = matches!(error.kind(), ErrorKind::NotSupported(_));
    let failure = Failure::from(error);
    if is_unusable {
        return Failure::new(Exit::Other, failure.message);
    }
    failure
}

/// The refusal of an option is said in the words of the option.
fn explain(error: Error) -> Failure {
    if error.kind() == ErrorKind::NotSupported(Some(Flag::supports_schemas)) {
        return Failure::usage("--schema: this database has no schemas");
    }
    error.into()
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind, Exit, unopened};

    #[test]
    fn a_server_that_is_too_old_is_no_mistake_of_the_command_line() {
        let error = |kind| unopened(Error::new(kind, "x")).exit;
        assert_eq!(error(ErrorKind::NotSupported(None)), Exit::Other);
        assert_eq!(error(ErrorKind::Configuration), Exit::Usage);
        assert_eq!(error(ErrorKind::Connect), Exit::NoDatabase);
    }
}
