//! Reads what a PostgreSQL database holds.
//!
//! From `pg_catalog`, by numbers and never by names, in one transaction that sees one moment. Expressions are the server's own
//! spelling of what it keeps; the parentheses that it puts around the whole of one are taken away.

mod catalog;
mod columns;
mod constraints;
mod defaults;
mod expression;
mod indexes;
mod key;
mod names;
mod needs;
mod numbers;
mod query;
mod routines;
mod sequences;
mod tables;
mod triggers;
mod types;
mod views;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::{Identifier, QualifiedName};
use backend_core::row::cell;
use backend_core::transaction::AtomicOptions;
use backend_core::value::ValueRef;
use backend_core::wrapper::IsolationLevel;

pub(crate) use self::columns::made_up_name;
use self::query::{Query, Way};

/// PostgreSQL's introspection.
#[derive(Debug)]
pub(crate) struct PostgresIntrospection;

#[async_trait]
impl Introspection for PostgresIntrospection {
    async fn introspect(&self, connection: &mut Connection, scope: &Scope) -> Result<Snapshot> {
        match read(connection, scope, Way::AtOnce).await {
            Err(error) if is_of_an_object(&error) => read(connection, scope, Way::OneByOne).await,
            result => result,
        }
    }

    async fn relation_names(
        &self,
        connection: &mut Connection,
        scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        let query = Query::new(connection, scope);
        let mut names = connection
            .fetch(&query.relation_names(), |cells| {
                let kind: &str = cell(cells, 4, "relkind")?;
                Ok((relation_name(cells)?, relation_kind(kind)))
            })
            .await?;
        names.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(names)
    }
}

/// Has tables joined in the order in which the queries name them, which is a good one: the server would look for a better one longer
/// than it reads a small catalog, and finds none for a large one. It holds until the block is rolled back.
///
/// Source: <https://www.postgresql.org/docs/current/explicit-joins.html>.
const AS_WRITTEN: &str = "SET LOCAL join_collapse_limit = 1";

/// Reads the catalog as it is at one moment.
async fn read(connection: &mut Connection, scope: &Scope, way: Way) -> Result<Snapshot> {
    let options = if connection.in_transaction() {
        AtomicOptions::new()
    } else {
        AtomicOptions::new()
            .isolation(IsolationLevel::RepeatableRead)
            .read_only()
    };
    let mut block = connection.begin_atomic(options).await?;
    let result = match block.batch(AS_WRITTEN).await {
        Ok(()) => catalog::read(&mut block, scope, way).await,
        Err(error) => Err(error),
    };
    block.rollback().await?;
    result
}

/// Whether an error can come from one object that the server cannot spell, so that the others can be read without it.
fn is_of_an_object(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Internal | ErrorKind::DoesNotExist | ErrorKind::Data | ErrorKind::Programming
    )
}

/// The name of a row of `relation_names.sql`.
fn relation_name(cells: &[ValueRef<'_>]) -> Result<QualifiedName> {
    let is_default: bool = cell(cells, 1, "is_default")?;
    let schema: &str = cell(cells, 2, "nspname")?;
    let schema = if is_default {
        None
    } else {
        Some(Identifier::new(schema)?)
    };
    let name = Identifier::new(cell::<&str>(cells, 3, "relname")?)?;
    Ok(QualifiedName { schema, name })
}

fn relation_kind(kind: &str) -> RelationKind {
    match kind {
        "v" => RelationKind::View,
        "m" => RelationKind::MaterializedView,
        "f" => RelationKind::ForeignTable,
        _ => RelationKind::Table,
    }
}
