//! [`Artists`]: a table whose keys say which blocks were kept.

use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::model::Table;
use backend_core::operations::Dialect;
use backend_core::sql::Statement;

use crate::case::Outcome;
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::artists;

/// What a key that is there already is refused with.
pub(super) const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

/// Opens another session, which does not wait for locks where it can be told not to.
pub(super) async fn impatient(context: &Context) -> Result<Connection> {
    let mut other = context.connect().await?;
    if other.features().supports_lock_timeout {
        other.set_lock_timeout(Duration::ZERO).await?;
    }
    Ok(other)
}

/// The table of artists. It borrows no session, so that it can be used inside blocks.
pub(super) struct Artists {
    pub(super) table: Table,
    dialect: Dialect,
}

impl Artists {
    /// Makes the table, without rows.
    pub(super) async fn make(context: &mut Context) -> Result<Self> {
        let table = artists()?;
        context.create(&table).await?;
        Ok(Self {
            table,
            dialect: context.dialect(),
        })
    }

    /// The statement that inserts an artist of that key.
    pub(super) fn insert(&self, id: i64) -> Statement {
        let mut out = self.dialect.writer();
        out.push("INSERT INTO ").name(&self.table.name).push(" (");
        out.identifiers(self.table.columns.iter().take(1).map(|column| &column.name));
        out.push(") VALUES (").bind(id).push(")");
        out.finish()
    }

    /// The statement that removes all artists.
    pub(super) fn delete_all(&self) -> Statement {
        let mut out = self.dialect.writer();
        out.push("DELETE FROM ").name(&self.table.name);
        out.finish()
    }

    /// Inserts artists of these keys.
    pub(super) async fn add(&self, connection: &mut Connection, ids: &[i64]) -> Result<()> {
        for id in ids {
            connection.execute(&self.insert(*id)).await?;
        }
        Ok(())
    }

    /// The keys that are there, in order.
    pub(super) async fn keys(&self, connection: &mut Connection) -> Result<Vec<i64>> {
        let mut out = self.dialect.writer();
        let columns = || self.table.columns.iter().take(1).map(|column| &column.name);
        out.push("SELECT ").identifiers(columns());
        out.push(" FROM ").name(&self.table.name);
        out.push(" ORDER BY ").identifiers(columns());
        let rows: Vec<(i64,)> = connection.fetch_as(&out.finish()).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Demands that these keys are there, for the session and, as they are committed, for another.
    pub(super) async fn expect_kept(&self, context: &mut Context, ids: &[i64]) -> Outcome {
        let found = self.keys(context.connection()).await?;
        expect_eq("keys", found.as_slice(), ids)?;
        let mut other = context.connect().await?;
        let found = self.keys(&mut other).await?;
        expect_eq("keys that another session finds", found.as_slice(), ids)
    }
}
