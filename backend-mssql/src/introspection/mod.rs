//! Reads the catalog into the model.

pub(crate) mod words;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::QualifiedName;

/// Reads the catalog.
#[derive(Debug)]
pub(crate) struct MssqlIntrospection;

#[async_trait]
impl Introspection for MssqlIntrospection {
    async fn introspect(&self, _connection: &mut Connection, _scope: &Scope) -> Result<Snapshot> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }

    async fn relation_names(
        &self,
        _connection: &mut Connection,
        _scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }
}
