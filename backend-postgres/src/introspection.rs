//! Reads what a PostgreSQL database holds.

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::QualifiedName;

/// PostgreSQL's introspection.
#[derive(Debug)]
pub(crate) struct PostgresIntrospection;

#[async_trait]
impl Introspection for PostgresIntrospection {
    async fn introspect(&self, _connection: &mut Connection, _scope: &Scope) -> Result<Snapshot> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }

    async fn relation_names(
        &self,
        _connection: &mut Connection,
        _scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
