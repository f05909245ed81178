//! Savepoints: their names and their statements.

use crate::connection::{Connection, Phase};
use crate::error::Result;
use crate::model::Identifier;
use crate::operations::Operations;
use crate::sql::Writer;

/// Writes one of a vendor's statements about a savepoint.
type Write = fn(&dyn Operations, &Identifier, &mut Writer<'_>);

impl Connection {
    pub(super) async fn set_savepoint(&mut self, number: u64) -> Result<()> {
        self.savepoint(Phase::Savepoint, number, |operations, name, out| {
            operations.savepoint(name, out);
        })
        .await
    }

    /// Gives a savepoint up and keeps what came after it; does nothing where the server cannot, whose savepoints end with
    /// the transaction.
    pub(super) async fn release_savepoint(&mut self, number: u64) -> Result<()> {
        if !self.features().can_release_savepoints {
            return Ok(());
        }
        self.savepoint(Phase::ReleaseSavepoint, number, |operations, name, out| {
            operations.release_savepoint(name, out);
        })
        .await
    }

    /// Undoes what came after a savepoint, and gives it up.
    pub(super) async fn undo_savepoint(&mut self, number: u64) -> Result<()> {
        self.savepoint(
            Phase::RollbackToSavepoint,
            number,
            |operations, name, out| {
                operations.rollback_to_savepoint(name, out);
            },
        )
        .await?;
        self.release_savepoint(number).await
    }

    async fn savepoint(&mut self, phase: Phase, number: u64, write: Write) -> Result<()> {
        // The number alone decides the name, so that a server's cache of statements knows it again.
        let name = Identifier::new(format!("atomic_{number}"))?;
        let mut out = self.dialect().writer();
        write(self.dialect().operations, &name, &mut out);
        let sql = out.finish().sql;
        self.send_unguarded(phase, &sql).await
    }
}
