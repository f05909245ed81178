//! Answers that never come: the server did what it was told, the session is lost, and nobody may claim that it did not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, Retry, SessionState};
use backend_core::wrapper::TransactionOptions;

use super::artists::Artists;
use super::hooks::Ran;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{Faults, Rows, row};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.unanswered.statement",
        statement,
        "A statement whose answer never comes is lost with its session, is not to be retried, and has taken effect all the same."
    ),
    case!(
        "transactions.unanswered.many",
        many,
        "Many rows whose answer never comes are lost with their session, and are there all the same."
    ),
    case!(
        "transactions.unanswered.beginning",
        beginning,
        "A block whose beginning is never answered does not begin, its session takes nothing more, and nothing is left open."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.unanswered.in_a_block",
        in_a_block,
        "A statement of a block whose answer never comes ends it, and nothing of the block is kept."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.unanswered.commit",
        commit,
        "A commit whose answer never comes is an unknown outcome: no hook runs, nobody does it again, and here it was kept."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.unanswered.commit_by_hand",
        commit_by_hand,
        "A commit by hand whose answer never comes is lost with its session, is not to be retried, and here it was kept."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.unanswered.rollback",
        rollback,
        "A rollback whose answer never comes loses the session, and nothing is kept."
    )
    .requires(&[Flag::supports_transactions]),
];

/// Demands that a session was lost in that, says nothing else, and takes nothing more; closes it.
async fn expect_lost<T: std::fmt::Debug>(
    what: &str,
    result: Result<T, Error>,
    mut session: Connection,
    artists: &Artists,
) -> Outcome {
    let error = expect_error(what, result, ErrorKind::ConnectionLost)?;
    expect_eq("it is to be retried", error.is_retryable(), false)?;
    expect_eq("state", session.state(), SessionState::Dirty)?;
    let next = artists.add(&mut session, &[99]).await;
    expect_error("the next statement", next, ErrorKind::ConnectionLost)?;
    expect(!session.is_usable().await, || "it is usable".to_owned())?;
    // The server may not be told any more; the session is gone all the same.
    let _ = session.close().await;
    Ok(())
}

async fn statement(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut session, faults) = Faults::connect(context).await?;
    faults.lose_answer("INSERT");
    let result = artists.add(&mut session, &[1]).await;
    expect_lost("the statement", result, session, &artists).await?;
    artists.expect_kept(context, &[1]).await
}

async fn many(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut session, faults) = Faults::connect(context).await?;
    faults.lose_answer("INSERT");
    let rows = [row![1_i64], row![2_i64], row![3_i64]];
    let sql = artists.insert(0).sql;
    let result = session.execute_many(&sql, &mut Rows::new(&rows)).await;
    expect_lost("the rows", result, session, &artists).await?;
    artists.expect_kept(context, &[1, 2, 3]).await
}

async fn beginning(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut session, faults) = Faults::connect(context).await?;
    faults.lose_answer("BEGIN");
    let begun = session.begin_atomic(AtomicOptions::new()).await.map(drop);
    expect_lost("the beginning", begun, session, &artists).await?;
    // Where one session writes at a time, what was left open would be in the way.
    artists.add(context.connection(), &[1]).await?;
    artists.expect_kept(context, &[1]).await
}

async fn in_a_block(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut session, faults) = Faults::connect(context).await?;
    let ran = Ran::default();
    let mut block = session.begin_atomic(AtomicOptions::new()).await?;
    ran.on_commit(&mut block, 1)?;
    faults.lose_answer("INSERT");
    let result = artists.add(&mut block, &[1]).await;
    expect_error("the statement", result, ErrorKind::ConnectionLost)?;
    let committed = block.commit().await;
    expect_lost("the commit", committed, session, &artists).await?;
    ran.expect("hooks", &[])?;
    artists.expect_kept(context, &[]).await
}

async fn commit(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    let (mut session, faults) = Faults::connect(context).await?;
    let (ran, attempts) = (Ran::default(), AtomicU32::new(0));
    faults.lose_answer("COMMIT");
    let result = session
        .atomic_retry(&Retry::new(5), |block| {
            attempts.fetch_add(1, Ordering::Relaxed);
            let (artists, ran) = (Arc::clone(&artists), ran.clone());
            Box::pin(async move {
                ran.on_commit(block, 1)?;
                artists.add(block, &[1]).await
            })
        })
        .await;
    expect_lost("the commit", result, session, &artists).await?;
    expect_eq("attempts", attempts.into_inner(), 1)?;
    ran.expect("hooks", &[])?;
    artists.expect_kept(context, &[1]).await
}

async fn commit_by_hand(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut session, faults) = Faults::connect(context).await?;
    session.begin(&TransactionOptions::default()).await?;
    artists.add(&mut session, &[1]).await?;
    faults.lose_answer("COMMIT");
    let result = session.commit().await;
    expect_lost("the commit", result, session, &artists).await?;
    artists.expect_kept(context, &[1]).await
}

async fn rollback(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    for dropped in [false, true] {
        let (mut session, faults) = Faults::connect(context).await?;
        let mut block = session.begin_atomic(AtomicOptions::new()).await?;
        artists.add(&mut block, &[1]).await?;
        faults.lose_answer("ROLLBACK");
        let result = if dropped {
            drop(block);
            session.settle().await
        } else {
            block.rollback().await
        };
        expect_lost("the rollback", result, session, &artists).await?;
    }
    artists.expect_kept(context, &[]).await
}
