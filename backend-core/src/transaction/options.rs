//! [`AtomicOptions`]: how a block is begun.

use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::wrapper::{IsolationLevel, TransactionOptions};

/// How an atomic block is begun; what is not said is as the server has it.
///
/// # Example
/// ```
/// use backend_core::transaction::AtomicOptions;
/// use backend_core::wrapper::IsolationLevel;
///
/// let report = AtomicOptions::new().durable().read_only().isolation(IsolationLevel::Snapshot);
/// assert_eq!(report.isolation, Some(IsolationLevel::Snapshot));
/// let part = AtomicOptions::new().merged();
/// assert!(!part.savepoint);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AtomicOptions {
    /// Whether the block, inside another, can be undone alone. Without a savepoint it is merged into the block around it: it
    /// costs nothing, and where it fails, the block around it must be rolled back. The outermost block has none either way.
    ///
    /// # Requires
    /// `uses_savepoints`, where the block is inside another.
    pub savepoint: bool,
    /// Whether the block must be the outermost, so that what it did is on disk when it ends well.
    pub durable: bool,
    /// What the transaction sees of others. Only for the outermost block.
    ///
    /// # Requires
    /// The level's own flag ([`IsolationLevel::flag`]).
    pub isolation: Option<IsolationLevel>,
    /// Whether the transaction may only read. Only for the outermost block.
    ///
    /// # Requires
    /// `supports_read_only_transactions`.
    pub read_only: bool,
    /// Whether the transaction may wait at its beginning until it can run without conflicts. Only for the outermost block, and
    /// it means something only where it is serializable and may only read.
    ///
    /// # Requires
    /// `supports_deferrable_transactions`.
    pub deferrable: bool,
    /// Whether constraints that can wait are checked at the commit. Only for the outermost block. A commit that a
    /// constraint refuses is rolled back, and returns the refusal.
    ///
    /// # Requires
    /// `can_defer_constraint_checks`.
    pub defer_constraints: bool,
}

impl Default for AtomicOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl AtomicOptions {
    /// A transaction as the server begins it, or a savepoint inside another block.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            savepoint: true,
            durable: false,
            isolation: None,
            read_only: false,
            deferrable: false,
            defer_constraints: false,
        }
    }

    /// Without a savepoint: a part of the block around it.
    #[must_use]
    pub const fn merged(mut self) -> Self {
        self.savepoint = false;
        self
    }

    /// The outermost block or none.
    #[must_use]
    pub const fn durable(mut self) -> Self {
        self.durable = true;
        self
    }

    /// Sets what the transaction sees of others.
    #[must_use]
    pub const fn isolation(mut self, level: IsolationLevel) -> Self {
        self.isolation = Some(level);
        self
    }

    /// A transaction that may only read.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// A transaction that may wait at its beginning until it can run without conflicts.
    #[must_use]
    pub const fn deferrable(mut self) -> Self {
        self.deferrable = true;
        self
    }

    /// Checks constraints that can wait at the commit.
    #[must_use]
    pub const fn defer_constraints(mut self) -> Self {
        self.defer_constraints = true;
        self
    }

    /// Refuses what the server cannot do, or what a block inside another cannot ask for.
    pub(super) fn check(&self, features: &Features, nested: bool) -> Result<()> {
        features.require(Flag::supports_transactions)?;
        if self.defer_constraints {
            features.require(Flag::can_defer_constraint_checks)?;
        }
        self.transaction().check(features)?;
        if !nested {
            return Ok(());
        }
        if self.durable {
            return Err(refusal("a durable block cannot stand inside another"));
        }
        let of_transaction = self.isolation.is_some() || self.read_only || self.deferrable;
        if of_transaction || self.defer_constraints {
            return Err(refusal(
                "isolation, reading alone, deferring and deferred constraints are for the outermost block",
            ));
        }
        if self.savepoint {
            features.require(Flag::uses_savepoints)?;
        }
        Ok(())
    }

    /// What the vendor is told of it.
    pub(super) fn transaction(&self) -> TransactionOptions {
        TransactionOptions {
            read_only: self.read_only,
            isolation: self.isolation,
            deferrable: self.deferrable,
        }
    }
}

fn refusal(message: &str) -> Error {
    Error::new(ErrorKind::Interface, message)
}
