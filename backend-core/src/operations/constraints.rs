//! [`Constraints`] and [`ConstraintTime`]: which constraints are to wait, and until when.

use super::Dialect;
use crate::error::Result;
use crate::flag::Flag;
use crate::model::QualifiedName;
use crate::sql::Statement;

/// Some constraints of those that can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraints<'n> {
    /// All that can.
    All,
    /// Those of these names.
    ///
    /// # Requires
    /// `can_defer_named_constraints`.
    Named(&'n [QualifiedName]),
}

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no third time")]
pub enum ConstraintTime {
    /// At the end of the transaction, or when it is told otherwise.
    Deferred,
    /// Now, and then at each statement; those that are declared to wait may go on waiting after this check.
    Immediate,
}

impl Dialect {
    /// The statements that say when constraints are checked from now on, until the transaction ends.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where `can_defer_constraint_checks`, or for those of some names
    /// `can_defer_named_constraints`, is off.
    pub fn set_constraints(
        &self,
        constraints: &Constraints<'_>,
        time: ConstraintTime,
    ) -> Result<Vec<Statement>> {
        self.features.require(Flag::can_defer_constraint_checks)?;
        if let Constraints::Named(names) = constraints {
            self.features.require(Flag::can_defer_named_constraints)?;
            if names.is_empty() {
                return Ok(Vec::new());
            }
        }
        self.operations.set_constraints(self, constraints, time)
    }
}

/// `SET CONSTRAINTS`, as the standard has it.
pub(super) fn standard(
    dialect: &Dialect,
    constraints: &Constraints<'_>,
    time: ConstraintTime,
) -> Statement {
    let mut out = dialect.writer();
    out.push("SET CONSTRAINTS ");
    match constraints {
        Constraints::All => out.push("ALL"),
        Constraints::Named(names) => out.list(*names, |out, name| {
            out.name(name);
        }),
    };
    out.push(match time {
        ConstraintTime::Deferred => " DEFERRED",
        ConstraintTime::Immediate => " IMMEDIATE",
    });
    out.finish()
}
