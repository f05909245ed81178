//! Returns: whatever a holder left open is undone before somebody else gets the session, or the session is not kept.

use std::mem;

use backend_core::flag::Flag;
use backend_core::pool::PooledConnection;
use backend_core::transaction::AtomicOptions;
use backend_core::wrapper::TransactionOptions;

use super::{expect_keys, insert, pool};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{Trouble, four_artists, polled};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "pool.back.dropped_block",
        dropped_block,
        "A block that is open when its session comes back is undone, and the session is lent out again."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "pool.back.transaction_by_hand",
        transaction_by_hand,
        "A transaction that is open when its session comes back is rolled back, and the session is lent out again."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "pool.back.forgotten_block",
        forgotten_block,
        "A session with a block that was forgotten is closed, and nothing of the block is left."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "pool.back.undone_at_once",
        undone_at_once,
        "What was left open is undone although nobody asks for the session again."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "pool.back.dropped_future",
        dropped_future,
        "A holder whose future is dropped, at whichever point, leaves a session that works and nothing half done."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "pool.back.cannot_be_undone",
        cannot_be_undone,
        "A session that does not roll back is not lent out again."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "pool.back.panicked_holder",
        panicked_holder,
        "A session whose holder panics is not lent out again, and nothing of its block is left."
    )
    .requires(&[Flag::supports_transactions]),
];

async fn dropped_block(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let insert = insert(context, &artists, 5);
    for _ in 0..3 {
        let mut session = pool.get().await?;
        let mut block = session.begin_atomic(AtomicOptions::new()).await?;
        block.execute(&insert).await?;
        drop(block);
        drop(session);
        expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    }
    expect_eq("opened", door.opened(), 1)
}

async fn transaction_by_hand(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let mut session = pool.get().await?;
    session.begin(&TransactionOptions::default()).await?;
    session.execute(&insert(context, &artists, 5)).await?;
    drop(session);
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 1)
}

async fn forgotten_block(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let mut session = pool.get().await?;
    let mut block = session.begin_atomic(AtomicOptions::new()).await?;
    block.execute(&insert(context, &artists, 5)).await?;
    mem::forget(block);
    drop(session);
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 2)?;
    expect_eq("open", door.open(), 1)
}

async fn undone_at_once(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, _) = pool(context, 1);
    let pool = builder.build()?;
    let mut session = pool.get().await?;
    let mut block = session.begin_atomic(AtomicOptions::new()).await?;
    block.execute(&insert(context, &artists, 5)).await?;
    drop(block);
    drop(session);
    while pool.status().lent > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    // The lock is gone, or this would wait for it.
    let again = insert(context, &artists, 5);
    context.execute(&again).await?;
    expect_eq("rows", context.count(&artists.name).await?, 5)
}

async fn dropped_future(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, _) = pool(context, 1);
    let pool = builder.build()?;
    let (fifth, sixth) = (insert(context, &artists, 5), insert(context, &artists, 6));
    let work = async || {
        let mut session = pool.get().await?;
        let mut block = session.begin_atomic(AtomicOptions::new()).await?;
        block.execute(&fifth).await?;
        let mut inner = block.begin_atomic(AtomicOptions::new().merged()).await?;
        inner.execute(&sixth).await?;
        inner.commit().await?;
        block.rollback().await
    };
    for times in 1..60 {
        let done = polled(work(), times).await;
        expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
        if let Some(result) = done {
            return Ok(result?);
        }
    }
    // Where a call takes many polls, as many points were tried.
    Ok(())
}

async fn cannot_be_undone(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let mut session = pool.get().await?;
    let mut block = session.begin_atomic(AtomicOptions::new()).await?;
    block.execute(&insert(context, &artists, 5)).await?;
    door.set(Some(Trouble::Stuck));
    drop(block);
    drop(session);
    // Closing it undoes the block: the server does.
    let another = pool.get().await?;
    door.set(None);
    expect_eq("opened", door.opened(), 2)?;
    drop(another);
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await
}

/// Begins a block and panics inside it, if the block can be begun.
#[allow(clippy::panic, reason = "the case is about a panic")]
async fn panic_inside(mut session: PooledConnection) -> Outcome {
    let _block = session.begin_atomic(AtomicOptions::new()).await?;
    panic!("as the case has it");
}

async fn panicked_holder(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let session = pool.get().await?;
    let task = tokio::spawn(panic_inside(session));
    match task.await {
        Err(error) if error.is_panic() => {}
        Err(error) => return Err(Failure::new(format!("the task ended: {error}"))),
        Ok(outcome) => outcome?,
    }
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect(door.opened() == 2, || {
        "the session of a panic was lent out again".to_owned()
    })
}
