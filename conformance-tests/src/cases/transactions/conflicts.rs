//! Conflicts of two transactions that read before they write: no update is lost, no rule of two rows is broken, and who loses does it
//! again.

use std::sync::Arc;

use backend_core::connection::Connection;
use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, SessionState};
use backend_core::wrapper::IsolationLevel;

use super::artists::impatient;
use super::two::{Two, Who, until_kept};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_eq, expect_error};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.conflict.write_skew",
        write_skew,
        "Of two serializable transactions that read two rows, and change one each by what they read, one is done again."
    )
    .requires(&[Flag::supports_serializable]),
    case!(
        "transactions.conflict.no_update_lost_in_repeatable_read",
        no_update_lost_in_repeatable_read,
        "Two transactions of the level REPEATABLE READ that each add to what they have read add up, as one is done again."
    )
    .requires(&[Flag::supports_repeatable_read]),
    case!(
        "transactions.conflict.no_update_lost_in_snapshots",
        no_update_lost_in_snapshots,
        "Two transactions of the level SNAPSHOT that each add to what they have read add up, as one is done again."
    )
    .requires(&[Flag::supports_snapshot_isolation]),
    case!(
        "transactions.conflict.no_update_lost_in_serializable",
        no_update_lost_in_serializable,
        "Two transactions of the level SERIALIZABLE that each add to what they have read add up, as one is done again."
    )
    .requires(&[Flag::supports_serializable]),
    case!(
        "transactions.conflict.changed_since_read_in_repeatable_read",
        changed_since_read_in_repeatable_read,
        "A block of the level REPEATABLE READ that writes what another changed since it was read is a conflict to retry."
    )
    .requires(&[Flag::supports_repeatable_read]),
    case!(
        "transactions.conflict.changed_since_read_in_a_snapshot",
        changed_since_read_in_a_snapshot,
        "A block of the level SNAPSHOT that writes what another changed since it was read is a conflict to retry."
    )
    .requires(&[Flag::supports_snapshot_isolation]),
    case!(
        "transactions.conflict.changed_since_read_in_serializable",
        changed_since_read_in_serializable,
        "A block of the level SERIALIZABLE that writes what another changed since it was read is a conflict to retry."
    )
    .requires(&[Flag::supports_serializable]),
];

async fn write_skew(context: &mut Context) -> Outcome {
    let (two, mut one, mut other) = Two::make(context, 1).await?;
    let (first, second) = tokio::join!(
        leave(&two, &mut one, Who::One),
        leave(&two, &mut other, Who::Other)
    );
    expect(first? + second? > 0, || {
        "neither failed, though each read what the other changed".to_owned()
    })?;
    let [one, other] = two.numbers(context.connection()).await?;
    expect_eq("how many are left of the two", one + other, 1)
}

/// Sets the row of one of the two to 0 where both are 1: at least one has to stay.
async fn leave(two: &Arc<Two>, session: &mut Connection, who: Who) -> Result<u32, Failure> {
    let options = AtomicOptions::new().isolation(IsolationLevel::Serializable);
    let id = match who {
        Who::One => 1,
        Who::Other => 2,
    };
    until_kept(session, who, options, |block| {
        let two = Arc::clone(two);
        Box::pin(async move {
            let found = two.numbers(block).await?;
            two.meet(who).await;
            if found == [1, 1] {
                block.execute(&two.set(id, 0)).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Two add to one number at once.
async fn no_update_lost(context: &mut Context, level: IsolationLevel) -> Outcome {
    let (two, mut one, mut other) = Two::make(context, 0).await?;
    let (first, second) = tokio::join!(
        add(&two, &mut one, (Who::One, 1), level),
        add(&two, &mut other, (Who::Other, 10), level)
    );
    expect(first? + second? > 0, || {
        "neither failed, though each changed what the other had read".to_owned()
    })?;
    two.expect_kept(context, [11, 0]).await
}

/// Reads the first row, and sets it to so much more.
async fn add(
    two: &Arc<Two>,
    session: &mut Connection,
    (who, more): (Who, i64),
    level: IsolationLevel,
) -> Result<u32, Failure> {
    let options = AtomicOptions::new().isolation(level);
    until_kept(session, who, options, |block| {
        let two = Arc::clone(two);
        Box::pin(async move {
            let [found, _] = two.numbers(block).await?;
            two.meet(who).await;
            block.execute(&two.set(1, found + more)).await.map(|_| ())
        })
    })
    .await
}

async fn no_update_lost_in_repeatable_read(context: &mut Context) -> Outcome {
    no_update_lost(context, IsolationLevel::RepeatableRead).await
}

async fn no_update_lost_in_snapshots(context: &mut Context) -> Outcome {
    no_update_lost(context, IsolationLevel::Snapshot).await
}

async fn no_update_lost_in_serializable(context: &mut Context) -> Outcome {
    no_update_lost(context, IsolationLevel::Serializable).await
}

/// Reads a row in a block, has another session change it, and changes it: the kinds are what the conflict may be.
async fn changed_since_read(
    context: &mut Context,
    level: IsolationLevel,
    kinds: &[ErrorKind],
) -> Outcome {
    let (two, mut session, _) = Two::make(context, 0).await?;
    let mut other = impatient(context).await?;
    let options = AtomicOptions::new().isolation(level);
    let mut block = session.begin_atomic(options).await?;
    expect_eq("read", two.numbers(&mut block).await?, [0, 0])?;
    let change = two.set(1, 20);
    let changed = other.atomic_with(options, async |block| block.execute(&change).await);
    match changed.await {
        Ok(_) => {
            let conflict = block.execute(&two.set(1, 10)).await;
            let error = match conflict {
                Err(error) if kinds.contains(&error.kind()) => error,
                found => {
                    return Err(Failure::new(format!(
                        "a conflict of one of the kinds {kinds:?} is expected, found {found:?}"
                    )));
                }
            };
            expect_eq("it is to be retried", error.is_retryable(), true)?;
            if !block.features().transactions_survive_errors {
                let next = two.numbers(&mut block).await;
                expect_error("the next", next, ErrorKind::TransactionBroken)?;
            }
            block.rollback().await?;
            expect_eq("state", session.state(), SessionState::Clean)?;
            two.expect_kept(context, [20, 0]).await?;
        }
        // A server may lock the writer out instead, who is then the one to do it again.
        Err(error) if error.kind() == ErrorKind::Locked => {
            expect_eq("it is to be retried", error.is_retryable(), true)?;
            block.execute(&two.set(2, 7)).await?;
            block.commit().await?;
            other
                .atomic_with(options, async |block| block.execute(&change).await)
                .await?;
            two.expect_kept(context, [20, 7]).await?;
        }
        Err(error) => {
            return Err(Failure::new(format!(
                "the other session: {}",
                describe(&error)
            )));
        }
    }
    let again = two.set(1, 10);
    let kept = session.atomic_with(options, async |block| block.execute(&again).await);
    kept.await?;
    let [first, _] = two.numbers(context.connection()).await?;
    expect_eq("done again", first, 10)
}

async fn changed_since_read_in_repeatable_read(context: &mut Context) -> Outcome {
    let kinds = [ErrorKind::SerializationConflict, ErrorKind::Deadlock];
    changed_since_read(context, IsolationLevel::RepeatableRead, &kinds).await
}

async fn changed_since_read_in_a_snapshot(context: &mut Context) -> Outcome {
    let kinds = [ErrorKind::SerializationConflict];
    changed_since_read(context, IsolationLevel::Snapshot, &kinds).await
}

async fn changed_since_read_in_serializable(context: &mut Context) -> Outcome {
    let kinds = [ErrorKind::SerializationConflict, ErrorKind::Deadlock];
    changed_since_read(context, IsolationLevel::Serializable, &kinds).await
}
