//! Whole transactions that are done again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, Retry};

use super::artists::Artists;
use super::hooks::Ran;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::Faults;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.retry.until_it_succeeds",
        until_it_succeeds,
        "A transaction that fails retryably is done again, and only its last attempt is kept, with its hooks."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.retry.not_other_errors",
        not_other_errors,
        "A transaction that fails in another way is not done again."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.retry.gives_up",
        gives_up,
        "After its last attempt the error comes out, and nothing is kept."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.retry.not_inside",
        not_inside,
        "Inside a block nothing is done again."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.retry.begin_and_commit",
        begin_and_commit,
        "A beginning or a commit that fails retryably is a failed attempt like any other."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.retry.sleeps",
        sleeps,
        "Between two attempts the caller's sleep is awaited, longer each time."
    )
    .requires(&[Flag::supports_transactions]),
];

/// Tries to insert as many rows as there were attempts, and fails the first so many times.
async fn attempt(
    connection: &mut Connection,
    artists: &Arc<Artists>,
    policy: &Retry,
    failing: (u32, ErrorKind),
) -> (Result<u32>, u32) {
    let count = AtomicU32::new(0);
    let result = connection
        .atomic_retry(policy, |block| {
            let number = count.fetch_add(1, Ordering::Relaxed) + 1;
            let artists = Arc::clone(artists);
            Box::pin(async move {
                artists.add(block, &[i64::from(number)]).await?;
                if number <= failing.0 {
                    return Err(Error::new(failing.1, "somebody was faster"));
                }
                Ok(number)
            })
        })
        .await;
    (result, count.into_inner())
}

async fn until_it_succeeds(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    let connection = context.connection();
    let ran = Ran::default();
    let count = AtomicU32::new(0);
    let kept = connection
        .atomic_retry(&Retry::new(5), |block| {
            let number = count.fetch_add(1, Ordering::Relaxed) + 1;
            let (artists, ran) = (Arc::clone(&artists), ran.clone());
            Box::pin(async move {
                artists.add(block, &[i64::from(number)]).await?;
                ran.on_commit(block, number)?;
                match number {
                    1 => Err(Error::new(
                        ErrorKind::SerializationConflict,
                        "somebody was faster",
                    )),
                    2 => Err(Error::new(ErrorKind::Deadlock, "somebody was in the way")),
                    3 => Err(Error::new(ErrorKind::Locked, "somebody is at work")),
                    number => Ok(number),
                }
            })
        })
        .await?;
    expect_eq("attempts", kept, 4)?;
    ran.expect("hooks", &[4])?;
    artists.expect_kept(context, &[4]).await
}

async fn not_other_errors(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    let policy = Retry::new(5);
    for kind in [ErrorKind::Data, ErrorKind::Cancelled, ErrorKind::CommitHook] {
        let connection = context.connection();
        let (result, attempts) = attempt(connection, &artists, &policy, (9, kind)).await;
        expect_error("the error", result, kind)?;
        expect_eq("attempts", attempts, 1)?;
    }
    artists.expect_kept(context, &[]).await
}

async fn gives_up(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    for (allowed, expected) in [(0, 1), (1, 1), (3, 3)] {
        let (policy, kind) = (Retry::new(allowed), ErrorKind::Deadlock);
        let connection = context.connection();
        let (result, attempts) = attempt(connection, &artists, &policy, (9, kind)).await;
        expect_error("the error", result, kind)?;
        expect_eq("attempts", attempts, expected)?;
    }
    artists.expect_kept(context, &[]).await
}

async fn not_inside(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    let options = AtomicOptions::new();
    let mut block = context.connection().begin_atomic(options).await?;
    let failing = (0, ErrorKind::Deadlock);
    let (result, attempts) = attempt(&mut block, &artists, &Retry::new(2), failing).await;
    expect_error("inside", result, ErrorKind::Interface)?;
    expect_eq("attempts", attempts, 0)?;
    artists.add(&mut block, &[7]).await?;
    block.commit().await?;
    artists.expect_kept(context, &[7]).await
}

async fn begin_and_commit(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    let (mut connection, faults) = Faults::connect(context).await?;
    let never = (0, ErrorKind::Deadlock);
    faults.fail("BEGIN", ErrorKind::Locked, 2);
    let (result, attempts) = attempt(&mut connection, &artists, &Retry::new(3), never).await;
    expect_eq("the row that is kept", result?, 1)?;
    expect_eq("attempts that came to work", attempts, 1)?;
    connection.execute(&artists.delete_all()).await?;
    faults.fail("COMMIT", ErrorKind::SerializationConflict, 2);
    let (result, attempts) = attempt(&mut connection, &artists, &Retry::new(3), never).await;
    expect_eq("the row that is kept", result?, 3)?;
    expect_eq("attempts that came to work", attempts, 3)?;
    connection.close().await?;
    artists.expect_kept(context, &[3]).await
}

async fn sleeps(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    let slept = Ran::default();
    let noting = slept.clone();
    let (first, most) = (Duration::from_millis(3), Duration::from_millis(10));
    let policy = Retry::new(4).backoff(first, most, move |pause| {
        noting.note(u32::try_from(pause.as_millis()).unwrap_or(u32::MAX));
        Box::pin(std::future::ready(()))
    });
    let failing = (9, ErrorKind::Deadlock);
    let (result, _) = attempt(context.connection(), &artists, &policy, failing).await;
    expect_error("the error", result, ErrorKind::Deadlock)?;
    slept.expect("milliseconds slept", &[3, 6, 10])
}
