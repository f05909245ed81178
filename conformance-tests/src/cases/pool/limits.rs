//! Limits: how many sessions there are, and how long anybody waits for one.

use std::time::Duration;

use backend_core::error::ErrorKind;
use backend_core::pool::{Pool, PoolTimeout};

use super::pool;
use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{Trouble, polled};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "pool.limit.waits_for_its_turn",
        waits_for_its_turn,
        "Where all sessions are lent out, a caller waits, and gets the first one that comes back."
    )
    .unit(Unit::Session),
    case!(
        "pool.limit.wait_runs_out",
        wait_runs_out,
        "A caller who waits too long is told so by a timeout that says what it waited for."
    )
    .unit(Unit::Session),
    case!(
        "pool.limit.does_not_wait",
        does_not_wait,
        "A pool whose callers do not wait refuses at once where all sessions are lent out."
    )
    .unit(Unit::Session),
    case!(
        "pool.limit.dropped_waiter",
        dropped_waiter,
        "A caller who stops waiting, wherever that is, takes no session with it."
    )
    .unit(Unit::Session),
    case!(
        "pool.limit.opening_fails",
        opening_fails,
        "A session that cannot be opened is reported as it is, and its place is free for the next try."
    )
    .unit(Unit::Session),
    case!(
        "pool.limit.opening_runs_out",
        opening_runs_out,
        "A session that takes too long to open is a timeout of its own, and its place is free for the next try."
    )
    .unit(Unit::Session),
    case!(
        "pool.limit.size_of_none",
        size_of_none,
        "A pool of no sessions is refused when it is built."
    )
    .unit(Unit::Session),
    case!(
        "pool.limit.close_ends_waiting",
        close_ends_waiting,
        "Closing a pool refuses those who wait for a session."
    )
    .unit(Unit::Session),
];

const SHORT: Duration = Duration::from_millis(20);

async fn waits_for_its_turn(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let lent = pool.get().await?;
    let waiting = pool.get();
    let release = async {
        tokio::time::sleep(SHORT).await;
        let waiting = pool.status().waiting;
        drop(lent);
        waiting
    };
    let (result, seen) = tokio::join!(waiting, release);
    expect_eq("waiting meanwhile", seen, 1)?;
    expect(result?.is_usable().await, || "it does not work".to_owned())?;
    expect_eq("opened", door.opened(), 1)
}

/// Demands that the pool, of one session, has it free.
async fn expect_free(pool: &Pool) -> Outcome {
    let mut session = pool.get().await?;
    expect(session.is_usable().await, || "it does not work".to_owned())
}

async fn wait_runs_out(context: &mut Context) -> Outcome {
    let (builder, _) = pool(context, 1);
    let pool = builder.wait_timeout(SHORT).build()?;
    let lent = pool.get().await?;
    let error = expect_error("the second loan", pool.get().await, ErrorKind::Timeout)?;
    expect_eq(
        "the limit",
        PoolTimeout::of(&error),
        Some(PoolTimeout::Wait),
    )?;
    expect(!error.is_retryable(), || "it says to try again".to_owned())?;
    drop(lent);
    expect_free(&pool).await
}

async fn does_not_wait(context: &mut Context) -> Outcome {
    let (builder, _) = pool(context, 1);
    let pool = builder.wait_timeout(Duration::ZERO).build()?;
    let lent = pool.get().await?;
    let error = expect_error("the second loan", pool.get().await, ErrorKind::Timeout)?;
    expect_eq(
        "the limit",
        PoolTimeout::of(&error),
        Some(PoolTimeout::Wait),
    )?;
    drop(lent);
    expect_free(&pool).await
}

async fn dropped_waiter(context: &mut Context) -> Outcome {
    let (builder, _) = pool(context, 1);
    let pool = builder.build()?;
    let lent = pool.get().await?;
    for times in 1..4 {
        expect(polled(pool.get(), times).await.is_none(), || {
            "the only session was lent twice".to_owned()
        })?;
    }
    drop(lent);
    expect_free(&pool).await?;
    expect_eq("waiting", pool.status().waiting, 0)
}

async fn opening_fails(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    door.set(Some(Trouble::Refused));
    for _ in 0..3 {
        expect_error("a loan", pool.get().await, ErrorKind::Connect)?;
    }
    door.set(None);
    expect_free(&pool).await
}

async fn opening_runs_out(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 1);
    // Long enough for the session that is opened at the end, on a server that is slow at it.
    let pool = builder.create_timeout(Duration::from_secs(2)).build()?;
    door.set(Some(Trouble::Unanswered));
    let error = expect_error("a loan", pool.get().await, ErrorKind::Timeout)?;
    expect_eq(
        "the limit",
        PoolTimeout::of(&error),
        Some(PoolTimeout::Create),
    )?;
    door.set(None);
    expect_free(&pool).await
}

async fn size_of_none(context: &mut Context) -> Outcome {
    let (builder, _) = pool(context, 0);
    expect_error("the pool", builder.build(), ErrorKind::Configuration)?;
    Ok(())
}

async fn close_ends_waiting(context: &mut Context) -> Outcome {
    let (builder, _) = pool(context, 1);
    let pool = builder.build()?;
    let lent = pool.get().await?;
    let close = async {
        tokio::time::sleep(SHORT).await;
        pool.close().await
    };
    let (result, closed) = tokio::join!(pool.get(), close);
    closed?;
    expect_error("the loan", result, ErrorKind::Interface)?;
    drop(lent);
    Ok(())
}
