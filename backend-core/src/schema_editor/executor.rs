//! [`run`]: carries a plan out, and says exactly what was applied where it could not.

use std::fmt;

use super::{Expected, Plan, Step};
use crate::connection::Connection;
use crate::cursor::Flow;
use crate::error::{Error, ErrorKind, Result};
use crate::transaction::AtomicOptions;

/// Learns how far a run has come.
pub trait Progress: Send {
    /// A step begins: the `done`-th of `total`, from 0.
    fn step(&mut self, done: usize, total: usize, step: &Step);
}

/// Learns nothing.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::exhaustive_structs, reason = "it holds nothing")]
pub struct NoProgress;

impl Progress for NoProgress {
    fn step(&mut self, _done: usize, _total: usize, _step: &Step) {}
}

/// A plan that could not be carried out to its end.
#[derive(Debug)]
#[non_exhaustive]
pub struct Interrupted {
    /// What stopped it.
    pub error: Error,
    /// How many steps are in effect now: 0 where the server rolled them back.
    pub applied: usize,
    /// The step that failed, from 0; the number of steps where the commit failed.
    pub failed: usize,
    /// How many steps the plan has.
    pub steps: usize,
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.failed {
            failed if failed == self.steps => f.write_str("the commit failed")?,
            failed => write!(f, "step {} of {} failed", failed + 1, self.steps)?,
        }
        match self.applied {
            0 => f.write_str(", nothing was changed"),
            1 => f.write_str(", the first step stays applied"),
            n => write!(f, ", the first {n} steps stay applied"),
        }
    }
}

impl std::error::Error for Interrupted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl From<Interrupted> for Error {
    fn from(interrupted: Interrupted) -> Self {
        let doing = interrupted.to_string();
        interrupted.error.context(doing)
    }
}

/// Carries a plan out: in one atomic block where the server rolls schema changes back and every step can run inside one, step
/// by step otherwise.
///
/// Inside a transaction that is open already, the block is a savepoint, so that a plan that fails leaves nothing there either.
/// Where there are no savepoints, it is merged into the atomic block around it, which must then be rolled back; in a
/// transaction begun by hand there is none, and whoever began that decides what becomes of the steps that were applied.
///
/// # Errors
/// [`Interrupted`] with what stopped it and what stays applied; [`Interface`](ErrorKind::Interface) before the first step,
/// where a transaction is open and a step can only run outside one.
pub async fn run(
    connection: &mut Connection,
    plan: &Plan,
    progress: &mut dyn Progress,
) -> Result<(), Interrupted> {
    let steps = plan.steps.len();
    let interrupted = |error, applied, failed| Interrupted {
        error,
        applied,
        failed,
        steps,
    };
    let outside = plan.steps.iter().position(Step::runs_outside);
    if let (Some(failed), true) = (outside, connection.in_transaction()) {
        let error = Error::new(
            ErrorKind::Interface,
            "a transaction is open, and the step can only run outside one",
        );
        return Err(interrupted(error, 0, failed));
    }
    let Some(options) = block_around(connection, outside.is_none()) else {
        let stepped = carry_out_all(connection, plan, progress).await;
        return stepped.map_err(|(error, done)| interrupted(error, done, done));
    };
    let begun = connection.begin_atomic(options).await;
    let mut block = begun.map_err(|error| interrupted(error, 0, 0))?;
    match carry_out_all(&mut block, plan, progress).await {
        Ok(()) => block.commit().await.map_err(|error| {
            let stays = error.kind() == ErrorKind::CommitHook;
            interrupted(error, if stays { steps } else { 0 }, steps)
        }),
        Err((error, done)) => {
            // The first error says more than one of the rollback would.
            let undone = block.rollback_after(&error).await.is_ok() && options.savepoint;
            Err(interrupted(error, if undone { 0 } else { done }, done))
        }
    }
}

/// The block in which a plan is carried out; `None` where it is done step by step.
fn block_around(connection: &Connection, inside: bool) -> Option<AtomicOptions> {
    let features = connection.features();
    if !inside || !features.can_rollback_ddl {
        return None;
    }
    if !connection.in_transaction() || features.uses_savepoints {
        return Some(AtomicOptions::new());
    }
    connection
        .in_atomic()
        .then(|| AtomicOptions::new().merged())
}

/// Carries the steps out in order; where one fails, with how many were before it.
async fn carry_out_all(
    connection: &mut Connection,
    plan: &Plan,
    progress: &mut dyn Progress,
) -> Result<(), (Error, usize)> {
    for (done, step) in plan.steps.iter().enumerate() {
        progress.step(done, plan.steps.len(), step);
        let carried = carry_out(connection, step).await;
        carried.map_err(|error| (error, done))?;
    }
    Ok(())
}

async fn carry_out(connection: &mut Connection, step: &Step) -> Result<()> {
    match step {
        Step::Execute { statement, .. } => connection.execute(statement).await.map(|_| ()),
        Step::Expect {
            statement,
            rows,
            why,
        } => {
            let mut count = 0_u64;
            let mut sink = crate::cursor::rows(|_| {
                count += 1;
                Ok(Flow::Continue)
            });
            connection
                .query(&statement.sql, &statement.as_params(), &mut sink)
                .await?;
            drop(sink);
            let expected = match rows {
                Expected::None => 0,
                Expected::Count(expected) => *expected,
            };
            if count == expected {
                return Ok(());
            }
            Err(Error::new(
                ErrorKind::Data,
                format!("{why} ({count} rows where {expected} were expected)"),
            )
            .with_sql(&statement.sql))
        }
    }
}
