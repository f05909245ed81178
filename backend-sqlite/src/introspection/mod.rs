//! Reads what a SQLite database holds.
pub(crate) mod ddl;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::QualifiedName;

/// SQLite's introspection.
pub(crate) struct SqliteIntrospection;

#[async_trait]
impl Introspection for SqliteIntrospection {
    async fn introspect(&self, _: &mut Connection, _: &Scope) -> Result<Snapshot> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
    async fn relation_names(&self, _: &mut Connection, _: &Scope) -> Result<Vec<(QualifiedName, RelationKind)>> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
