//! [`UncheckedConstraints`]: a scope in which foreign keys are not checked, and which always comes to an end.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::Connection;
use crate::error::Result;
use crate::flag::Flag;

/// Whether core has switched the checks of foreign keys off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ConstraintChecks {
    /// It has not.
    #[default]
    Untouched,
    /// A scope is open.
    Off,
    /// A scope was dropped, or the future of its beginning or end was: the next call switches them on.
    Abandoned {
        /// Whether a transaction was open around the scope: then the server can switch inside one.
        in_transaction: bool,
    },
}

/// A session whose foreign keys are not checked. It is used like the [`Connection`] that it borrows and ends with
/// [`end`](Self::end); dropped before, it ends before the session's next call, or where the server cannot switch inside a
/// transaction, after the one that is open then.
#[must_use = "the checks are on again when this is dropped"]
pub struct UncheckedConstraints<'c> {
    connection: &'c mut Connection,
    /// Whether it is the outermost.
    restores: bool,
    in_transaction: bool,
    ended: bool,
}

impl UncheckedConstraints<'_> {
    /// Switches the checks on again. What was written meanwhile is not checked by that:
    /// [`Backend::check_constraints`](crate::backend::Backend) does.
    ///
    /// # Errors
    /// The server's refusal; the session tries again before its next call.
    pub async fn end(mut self) -> Result<()> {
        self.ended = true;
        if self.restores {
            let connection = &mut *self.connection;
            connection.checks = ConstraintChecks::Abandoned {
                in_transaction: self.in_transaction,
            };
            // Tried also where a transaction was begun inside: the refusal says what is left open.
            connection.wrapper.set_constraint_checks(true).await?;
            connection.checks = ConstraintChecks::Untouched;
        }
        Ok(())
    }
}

impl Deref for UncheckedConstraints<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl DerefMut for UncheckedConstraints<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection
    }
}

impl Drop for UncheckedConstraints<'_> {
    fn drop(&mut self) {
        if self.restores && !self.ended {
            self.connection.checks = ConstraintChecks::Abandoned {
                in_transaction: self.in_transaction,
            };
        }
    }
}

impl fmt::Debug for UncheckedConstraints<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UncheckedConstraints")
            .field("connection", self.connection)
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// Switches the checks of foreign keys off until the scope ends. Scopes inside it change nothing, nor does one around
    /// which they are off already.
    ///
    /// # Errors
    /// As [`set_constraint_checks`](Self::set_constraint_checks).
    pub async fn begin_without_constraint_checks(&mut self) -> Result<UncheckedConstraints<'_>> {
        self.features()
            .require(Flag::can_disable_constraint_checks)?;
        self.begin_unchecked().await
    }

    /// The same for a plan of the vendor's own, which knows that they can be switched off.
    pub(crate) async fn begin_unchecked(&mut self) -> Result<UncheckedConstraints<'_>> {
        self.attend().await?;
        let in_transaction = self.in_transaction();
        // What a caller has switched off stays off.
        let restores = self.checks == ConstraintChecks::Untouched
            && self.wrapper.has_constraint_checks().await?;
        if restores {
            // Before the await: where this future is dropped, the next call switches on what it may have switched off.
            self.checks = ConstraintChecks::Abandoned { in_transaction };
            if let Err(error) = self.wrapper.set_constraint_checks(false).await {
                self.checks = ConstraintChecks::Untouched;
                return Err(error);
            }
            self.checks = ConstraintChecks::Off;
        }
        Ok(UncheckedConstraints {
            connection: self,
            restores,
            in_transaction,
            ended: false,
        })
    }

    /// Runs `work` without checks of foreign keys: for rows that are loaded before those they refer to. The checks are on
    /// as before afterwards, whatever `work` returns and also where it is dropped.
    ///
    /// # Errors
    /// What `work` returns; as [`begin_without_constraint_checks`](Self::begin_without_constraint_checks) and
    /// [`UncheckedConstraints::end`].
    ///
    /// # Example
    /// ```
    /// use backend_core::connection::Connection;
    /// use backend_core::error::{Error, ErrorKind};
    /// use backend_core::flag::Flag;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// let load = async |connection: &mut Connection| connection.batch("…").await;
    /// // The toy has no foreign keys whose checks could be off.
    /// let refusal = connection.without_constraint_checks(load).await.unwrap_err();
    /// let flag = Flag::can_disable_constraint_checks;
    /// assert_eq!(refusal.kind(), ErrorKind::NotSupported(Some(flag)));
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    #[doc(alias = "constraint_checks_disabled")]
    pub async fn without_constraint_checks<T, F>(&mut self, work: F) -> Result<T>
    where
        F: AsyncFnOnce(&mut Self) -> Result<T>,
    {
        let mut scope = self.begin_without_constraint_checks().await?;
        let result = work(&mut scope).await;
        let ended = scope.end().await;
        let value = result?;
        ended?;
        Ok(value)
    }

    /// Whether the next call has checks to switch on.
    pub(crate) fn has_abandoned_checks(&self) -> bool {
        matches!(self.checks, ConstraintChecks::Abandoned { .. })
    }

    /// Switches the checks on again that a scope has left off; while a transaction is open, only where the server can.
    pub(crate) async fn restore_constraint_checks(&mut self) -> Result<()> {
        match self.checks {
            ConstraintChecks::Abandoned { in_transaction }
                if in_transaction || !self.in_transaction() =>
            {
                self.wrapper.set_constraint_checks(true).await?;
                self.checks = ConstraintChecks::Untouched;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
