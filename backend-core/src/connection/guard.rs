//! The guard before each statement, and what core's other half of a session, transactions, needs of this one.

use super::Connection;
use super::hook::Phase;
use super::send::Call;
use crate::cursor::Done;
use crate::error::Result;
use crate::transaction::TransactionState;

impl Connection {
    /// Sends a caller's statement: after settling, unless the block is marked for rollback, and with an eye on what its
    /// failure means for the transaction.
    pub(super) async fn guarded(&mut self, call: Call<'_>) -> Result<Done> {
        self.attend().await?;
        let result = self.send(call).await;
        if let Err(error) = &result {
            Box::pin(self.note_failure(error)).await;
        }
        result
    }

    /// Sends a statement of a block's beginning or end, which no guard and no hook may refuse.
    pub(crate) async fn send_unguarded(&mut self, phase: Phase, sql: &str) -> Result<()> {
        self.send(Call::Control { phase, sql }).await.map(|_| ())
    }

    /// Whether the server ended the transaction by itself, as far as the driver knows.
    pub(crate) async fn server_lost_transaction(&mut self) -> bool {
        self.wrapper.has_open_transaction().await == Some(false)
    }

    pub(crate) const fn transaction(&self) -> &TransactionState {
        &self.transaction
    }

    pub(crate) const fn transaction_mut(&mut self) -> &mut TransactionState {
        &mut self.transaction
    }
}
