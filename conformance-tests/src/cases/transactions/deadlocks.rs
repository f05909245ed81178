//! Deadlocks: two blocks that lock two rows in opposite orders. Where one session writes at a time there is none, and the second is
//! refused instead.

use std::sync::Arc;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, SessionState};

use super::two::{Two, Who, until_kept};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_eq, expect_error};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.deadlock.one_is_kept",
        one_is_kept,
        "Of two blocks that lock two rows in opposite orders one is kept; the other ends with an error to retry, and is undone."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.deadlock.retried",
        retried,
        "Two transactions that lock two rows in opposite orders are both kept, one after the other, where they are tried again."
    )
    .requires(&[Flag::supports_transactions]),
];

/// The order in which one of the two sets the rows, and to what.
const fn way(who: Who) -> (i64, [i64; 2]) {
    match who {
        Who::One => (10, [1, 2]),
        Who::Other => (20, [2, 1]),
    }
}

const fn number(who: Who) -> i64 {
    way(who).0
}

async fn one_is_kept(context: &mut Context) -> Outcome {
    let (two, mut one, mut other) = Two::make(context, 0).await?;
    let (first, second) = tokio::join!(
        cross(&two, &mut one, Who::One),
        cross(&two, &mut other, Who::Other)
    );
    let (kept, victim, mut session, error) = match (first?, second?) {
        (Ok(()), Err(error)) => (Who::One, Who::Other, other, error),
        (Err(error), Ok(())) => (Who::Other, Who::One, one, error),
        (Ok(()), Ok(())) => return Err(Failure::new("each changed what the other had changed")),
        (Err(first), Err(second)) => {
            let (first, second) = (describe(&first), describe(&second));
            return Err(Failure::new(format!("neither is kept: {first}\n{second}")));
        }
    };
    let expected: &[ErrorKind] = if two.locks_rows {
        &[ErrorKind::Deadlock]
    } else {
        &[ErrorKind::Locked, ErrorKind::SerializationConflict]
    };
    expect(expected.contains(&error.kind()), || {
        format!(
            "one of {expected:?} is expected, found {}",
            describe(&error)
        )
    })?;
    expect(error.is_retryable(), || {
        format!("it is not to be retried: {}", describe(&error))
    })?;
    two.expect_kept(context, [number(kept); 2]).await?;
    let (number, keys) = way(victim);
    let again = session.atomic(async |block| set_both(&two, block, number, keys).await);
    again.await?;
    two.expect_kept(context, [number; 2]).await
}

async fn set_both(two: &Two, session: &mut Connection, number: i64, keys: [i64; 2]) -> Result<()> {
    for id in keys {
        session.execute(&two.set(id, number)).await?;
    }
    Ok(())
}

/// Sets the rows in a block, the second one after the other has set that, and looks at what a failure leaves behind.
async fn cross(
    two: &Two,
    session: &mut Connection,
    who: Who,
) -> Result<Result<(), Error>, Failure> {
    let (number, [first, second]) = way(who);
    let mut block = match session.begin_atomic(AtomicOptions::new()).await {
        Ok(block) => block,
        Err(error) => {
            two.pass_by(who);
            return Ok(Err(error));
        }
    };
    let mut done = block.execute(&two.set(first, number)).await;
    if done.is_ok() {
        two.meet(who).await;
        done = block.execute(&two.set(second, number)).await;
    }
    let Err(error) = done else {
        return Ok(block.commit().await);
    };
    if error.kind() == ErrorKind::Deadlock {
        // The server has undone it, and what came now would stand alone.
        let next = two.numbers(&mut block).await;
        let next = expect_error(
            "a statement of the victim",
            next,
            ErrorKind::TransactionBroken,
        )?;
        expect_eq("it is to be retried", next.is_retryable(), true)?;
    }
    block.rollback().await?;
    two.pass_by(who);
    expect_eq("state", session.state(), SessionState::Clean)?;
    Ok(Err(error))
}

async fn retried(context: &mut Context) -> Outcome {
    let (two, mut one, mut other) = Two::make(context, 0).await?;
    let (first, second) = tokio::join!(
        crossed(&two, &mut one, Who::One),
        crossed(&two, &mut other, Who::Other)
    );
    let (first, second) = (first?, second?);
    expect(first + second > 0, || {
        "neither failed, and each changed what the other had changed".to_owned()
    })?;
    let last = if second > 0 { Who::Other } else { Who::One };
    if two.locks_rows {
        expect_eq("attempts that failed", first + second, 1)?;
        two.expect_kept(context, [number(last); 2]).await
    } else {
        // Which of the two came last is chance, but it was alone.
        let [one, other] = two.numbers(context.connection()).await?;
        let alone = one == other && [number(Who::One), number(Who::Other)].contains(&one);
        expect(alone, || {
            format!("of two transactions {one} and {other} are left")
        })
    }
}

/// Sets the rows, in transactions that are tried again.
async fn crossed(two: &Arc<Two>, session: &mut Connection, who: Who) -> Result<u32, Failure> {
    until_kept(session, who, AtomicOptions::new(), |block| {
        let two = Arc::clone(two);
        Box::pin(async move {
            let (number, [first, second]) = way(who);
            block.execute(&two.set(first, number)).await?;
            two.meet(who).await;
            block.execute(&two.set(second, number)).await.map(|_| ())
        })
    })
    .await
}
