//! [`Plan`]: the steps of a change, with reasons, before any is carried out.

use std::fmt;

use crate::error::ErrorKind;
use crate::sql::Statement;

/// The steps of a change.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What the session is told before the first step, and not any more after the last.
    pub settings: Vec<Setting>,
    /// Whether foreign keys are checked meanwhile.
    pub constraint_checks: ConstraintChecks,
}

impl Plan {
    /// A plan of these steps.
    #[must_use]
    pub const fn of(steps: Vec<Step>) -> Self {
        Self {
            steps,
            settings: Vec::new(),
            constraint_checks: ConstraintChecks::Kept,
        }
    }

    /// The statements that a run sends, in order: what a dry run shows. What begins and ends a transaction and switches the
    /// checks of foreign keys is the session's own. A copy is shown by its first piece; a setting that the session has
    /// already is neither made nor taken back.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        let before = self.settings.iter();
        let after = self.settings.iter().rev();
        before
            .flat_map(|setting| [&setting.is_set, &setting.set])
            .chain(self.steps.iter().flat_map(Step::statements))
            .chain(after.map(|setting| &setting.unset))
    }

    /// Adds another plan's steps after these.
    pub(super) fn append(&mut self, other: Self) {
        self.steps.extend(other.steps);
        for setting in other.settings {
            if !self.settings.contains(&setting) {
                self.settings.push(setting);
            }
        }
        self.constraint_checks = self.constraint_checks.max(other.constraint_checks);
    }

    /// Whether any step writes every row of a table anew.
    #[must_use]
    pub fn rewrites_table(&self) -> bool {
        self.effects().any(|effect| effect.rewrites_table)
    }

    /// The locks that its steps take, where the vendor says which.
    pub fn locks(&self) -> impl Iterator<Item = Lock> {
        self.effects().filter_map(|effect| effect.lock)
    }

    fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.steps.iter().filter_map(|step| match step {
            Step::Execute { effect, .. } | Step::Copy { effect, .. } => Some(effect),
            Step::Expect { .. } => None,
        })
    }

    /// Says of the statements that do not say it which lock they take.
    pub(super) fn locked(mut self, lock: Option<Lock>) -> Self {
        for step in &mut self.steps {
            if let Step::Execute { effect, .. } | Step::Copy { effect, .. } = step {
                effect.lock = effect.lock.or(lock);
            }
        }
        self
    }

    /// Whether any step loses data.
    #[must_use]
    pub fn loses_data(&self) -> bool {
        self.effects().any(|effect| effect.loses_data)
    }
}

impl fmt::Display for Plan {
    /// Writes the statements, one a line, with `;` between two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, statement) in self.statements().enumerate() {
            if n > 0 {
                f.write_str(";\n")?;
            }
            write!(f, "{statement}")?;
        }
        Ok(())
    }
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Sends a statement.
    Execute {
        /// The statement.
        statement: Statement,
        /// Whether it can run inside a transaction.
        scope: Scope,
        /// What it does beside what it says.
        effect: Effect,
        /// Why it is there, for people.
        why: String,
    },
    /// Asks and compares; another answer ends the plan.
    Expect {
        /// The question.
        statement: Statement,
        /// The answer.
        rows: Expected,
        /// What another answer means, for people.
        why: String,
        /// What another answer is an error of.
        kind: ErrorKind,
    },
    /// Copies rows in pieces, in the order of a number that each row has, until a piece is not full.
    Copy {
        /// The first piece. Its parameters are the smallest number and the most rows of a piece; the pieces after it begin
        /// behind the last row that was copied.
        statement: Statement,
        /// Asks for the number of the last row that was copied.
        last: Statement,
        /// The most rows of a piece.
        rows: u32,
        /// What it does beside what it says.
        effect: Effect,
        /// Why it is there, for people.
        why: String,
    },
}

impl Step {
    /// A statement that runs inside a transaction, and rewrites and loses nothing.
    pub fn execute(statement: Statement, why: impl Into<String>) -> Self {
        Self::Execute {
            statement,
            scope: Scope::InTransaction,
            effect: Effect::default(),
            why: why.into(),
        }
    }

    /// The same with another effect; a question has none.
    #[must_use]
    pub fn with_effect(mut self, with: Effect) -> Self {
        if let Self::Execute { effect, .. } | Self::Copy { effect, .. } = &mut self {
            *effect = with;
        }
        self
    }

    /// The same outside any transaction; a question is asked anywhere.
    #[must_use]
    pub const fn outside(mut self) -> Self {
        if let Self::Execute { scope, .. } = &mut self {
            *scope = Scope::Outside;
        }
        self
    }

    /// A question. Another answer is an error of the data.
    pub fn expect(statement: Statement, rows: Expected, why: impl Into<String>) -> Self {
        Self::Expect {
            statement,
            rows,
            why: why.into(),
            kind: ErrorKind::Data,
        }
    }

    /// The same question, another answer to which is another error.
    #[must_use]
    pub const fn or_else(mut self, of: ErrorKind) -> Self {
        if let Self::Expect { kind, .. } = &mut self {
            *kind = of;
        }
        self
    }

    /// The step's statement.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        match self {
            Self::Execute { statement, .. }
            | Self::Expect { statement, .. }
            | Self::Copy { statement, .. } => statement,
        }
    }

    /// All statements of the step, in order.
    fn statements(&self) -> impl Iterator<Item = &Statement> {
        let last = match self {
            Self::Copy { last, .. } => Some(last),
            Self::Execute { .. } | Self::Expect { .. } => None,
        };
        std::iter::once(self.statement()).chain(last)
    }

    /// Whether the step can only run outside any transaction.
    #[must_use]
    pub const fn runs_outside(&self) -> bool {
        matches!(
            self,
            Self::Execute {
                scope: Scope::Outside,
                ..
            }
        )
    }

    /// What stays behind where the step fails outside a transaction.
    pub(super) const fn leaves(&self) -> Option<&'static str> {
        match self {
            Self::Execute { effect, .. } | Self::Copy { effect, .. } => effect.leaves,
            Self::Expect { .. } => None,
        }
    }

    /// Why the step is there.
    #[must_use]
    pub fn why(&self) -> &str {
        match self {
            Self::Execute { why, .. } | Self::Expect { why, .. } | Self::Copy { why, .. } => why,
        }
    }
}

/// What a plan tells the session for as long as it runs. The session is as before however the run ends.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "a question and its two answers")]
pub struct Setting {
    /// Asks whether the session has it already: a row says so.
    pub is_set: Statement,
    /// Makes it.
    pub set: Statement,
    /// Takes it back.
    pub unset: Statement,
}

/// Whether foreign keys are checked while a plan is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(
    clippy::exhaustive_enums,
    reason = "between yes and no there is one answer"
)]
pub enum ConstraintChecks {
    /// As the session has it.
    #[default]
    Kept,
    /// They are switched off where no transaction is open: the plan asks for itself, and is done sooner.
    Unneeded,
    /// They MUST be off: what they do when a table goes would be done to rows that stay.
    Off,
}

/// Where a step can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "inside or outside")]
pub enum Scope {
    /// Inside a transaction, where the server rolls such statements back.
    InTransaction,
    /// Only outside any transaction: the server demands it, or what is gained by the step is that it keeps no lock.
    Outside,
}

/// What a statement does beside what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Effect {
    /// It writes every row of a table anew.
    pub rewrites_table: bool,
    /// Rows or values are gone afterwards, or may be: a type that does not hold all values of the one before.
    pub loses_data: bool,
    /// The lock that it takes, where the vendor says which.
    pub lock: Option<Lock>,
    /// What stays behind where it fails, for people.
    pub leaves: Option<&'static str>,
}

impl Effect {
    /// A statement after which rows or values are gone.
    #[must_use]
    pub const fn losing_data() -> Self {
        Self {
            rewrites_table: false,
            loses_data: true,
            lock: None,
            leaves: None,
        }
    }
}

/// A lock that a statement takes on the table, or on the whole database where the vendor has no smaller ones. It is kept to the
/// end of the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Lock {
    /// The vendor's name for it.
    pub name: &'static str,
    /// Who waits for it.
    pub blocks: Blocks,
}

impl Lock {
    /// The lock of that name.
    #[must_use]
    pub const fn new(name: &'static str, blocks: Blocks) -> Self {
        Self { name, blocks }
    }
}

/// Who waits for a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Blocks {
    /// Other changes of the schema; rows are read and written.
    Changes,
    /// Whoever writes rows; they are read.
    Writes,
    /// Everybody.
    Everything,
}

/// The answer that a question must have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// No row.
    None,
    /// Exactly this many rows.
    Count(u64),
}
