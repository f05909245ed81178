//! [`run`]: carries a plan out, and says exactly what was applied where it could not.

use std::fmt;

use super::{ConstraintChecks, Expected, Plan, Step};
use crate::connection::Connection;
use crate::cursor::Flow;
use crate::error::{Error, ErrorKind, Result};
use crate::sql::Statement;
use crate::transaction::AtomicOptions;
use crate::value::IntoValue as _;

/// Learns how far a run has come.
pub trait Progress: Send {
    /// A step begins: the `done`-th of `total`, from 0.
    fn step(&mut self, done: usize, total: usize, step: &Step);

    /// The step that runs has copied so many rows until now.
    fn rows(&mut self, _copied: u64) {}
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
    /// What the step that failed left behind, for people.
    pub left: Option<&'static str>,
}

impl Interrupted {
    /// What failed before the first step or after the last one that was applied, and is no step itself.
    const fn around(plan: &Plan, error: Error, applied: usize) -> Self {
        Self {
            error,
            applied,
            failed: applied,
            steps: plan.steps.len(),
            left: None,
        }
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.failed {
            failed if failed == self.steps => f.write_str("the commit failed")?,
            failed => write!(f, "step {} of {} failed", failed + 1, self.steps)?,
        }
        match self.applied {
            0 if self.left.is_none() => f.write_str(", nothing was changed")?,
            0 => {}
            1 => f.write_str(", the first step stays applied")?,
            n => write!(f, ", the first {n} steps stay applied")?,
        }
        match self.left {
            Some(left) => write!(f, ", {left}"),
            None => Ok(()),
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
/// What the plan tells the session, and checks of foreign keys that it does without, are as before afterwards; where this
/// future is dropped, before the session's next call.
///
/// # Errors
/// [`Interrupted`] with what stopped it and what stays applied; [`Interface`](ErrorKind::Interface) before the first step,
/// where a transaction is open and a step can only run outside one, or the checks of foreign keys can only be switched off
/// outside one.
pub async fn run(
    connection: &mut Connection,
    plan: &Plan,
    progress: &mut dyn Progress,
) -> Result<(), Interrupted> {
    let around = |error, applied| Interrupted::around(plan, error, applied);
    let is_open = connection.in_transaction();
    match plan.constraint_checks {
        ConstraintChecks::Kept => return run_with_settings(connection, plan, progress).await,
        ConstraintChecks::Unneeded if is_open => {
            return run_with_settings(connection, plan, progress).await;
        }
        ConstraintChecks::Unneeded | ConstraintChecks::Off => {}
    }
    let mut scope = connection.begin_unchecked().await.map_err(|error| {
        around(
            error.context("foreign keys refer to a table that is made anew"),
            0,
        )
    })?;
    let ran = run_with_settings(&mut scope, plan, progress).await;
    let ended = scope.end().await;
    ran?;
    ended.map_err(|error| around(error, plan.steps.len()))
}

/// Tells the session what the plan needs it to be told, and takes it back.
async fn run_with_settings(
    connection: &mut Connection,
    plan: &Plan,
    progress: &mut dyn Progress,
) -> Result<(), Interrupted> {
    if plan.settings.is_empty() {
        return run_steps(connection, plan, progress).await;
    }
    let around = |error, applied| Interrupted::around(plan, error, applied);
    let mut scope = connection.begin_settings();
    for setting in &plan.settings {
        let is_set = count(&mut scope, &setting.is_set, 1).await;
        let is_set = is_set.map_err(|error| around(error, 0))?;
        if is_set == 0 {
            let set = scope.set(&setting.set, &setting.unset).await;
            set.map_err(|error| around(error, 0))?;
        }
    }
    let ran = run_steps(&mut scope, plan, progress).await;
    let ended = scope.end().await;
    ran?;
    ended.map_err(|error| around(error, plan.steps.len()))
}

async fn run_steps(
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
        left: None,
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
        return stepped.map_err(|(error, done)| Interrupted {
            left: plan.steps.get(done).and_then(Step::leaves),
            ..interrupted(error, done, done)
        });
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
        let carried = carry_out(connection, step, progress).await;
        carried.map_err(|error| (error, done))?;
    }
    Ok(())
}

async fn carry_out(
    connection: &mut Connection,
    step: &Step,
    progress: &mut dyn Progress,
) -> Result<()> {
    match step {
        Step::Execute { statement, .. } => connection.execute(statement).await.map(|_| ()),
        Step::Copy {
            statement,
            last,
            rows,
            ..
        } => copy(connection, (statement, last), *rows, progress).await,
        Step::Expect {
            statement,
            rows,
            why,
            kind,
        } => {
            let expected = match rows {
                Expected::None => 0,
                Expected::Count(expected) => *expected,
            };
            // One row more says enough.
            let found = count(connection, statement, expected.saturating_add(1)).await?;
            if found == expected {
                return Ok(());
            }
            let message = match expected {
                0 => why.clone(),
                _ if found < expected => format!("{why} ({found} of {expected} rows)"),
                _ => format!("{why} (more than {expected} rows)"),
            };
            Err(Error::new(*kind, message).with_sql(&statement.sql))
        }
    }
}

/// Copies piece after piece.
async fn copy(
    connection: &mut Connection,
    (statement, last): (&Statement, &Statement),
    rows: u32,
    progress: &mut dyn Progress,
) -> Result<()> {
    let mut piece = statement.clone();
    let mut copied = 0_u64;
    loop {
        let done = connection.execute(&piece).await?;
        let affected = done.affected.unwrap_or(0);
        copied = copied.saturating_add(affected);
        progress.rows(copied);
        if affected < u64::from(rows) {
            return Ok(());
        }
        let numbers: Vec<(Option<i64>,)> = connection.fetch_as(last).await?;
        let number = numbers.first().and_then(|(number,)| *number);
        let Some(next) = number.and_then(|number| number.checked_add(1)) else {
            return Ok(());
        };
        if let Some(first) = piece.params.first_mut() {
            *first = next.into_value();
        }
    }
}

/// How many rows a question gives, as far as so many.
async fn count(connection: &mut Connection, question: &Statement, most: u64) -> Result<u64> {
    let mut count = 0_u64;
    let mut sink = crate::cursor::rows(|_| {
        count += 1;
        Ok(if count < most {
            Flow::Continue
        } else {
            Flow::Stop
        })
    });
    connection
        .query(&question.sql, &question.as_params(), &mut sink)
        .await?;
    drop(sink);
    Ok(count)
}
