//! Blocks of two sessions: what one sees of the other, and how they are in each other's way.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::transaction::AtomicOptions;

use super::artists::{Artists, impatient};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.sessions.unseen_before_the_commit",
        unseen_before_the_commit,
        "Another session sees nothing of a block, nor of one inside it, before the outermost commit."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.sessions.conflict",
        conflict,
        "Where two blocks write the same row, the second is kept after the first, or refused with an error to retry."
    )
    .requires(&[Flag::supports_transactions]),
];

async fn unseen_before_the_commit(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut other = context.connect().await?;
    let options = AtomicOptions::new().merged();
    let mut block = context.connection().begin_atomic(options).await?;
    let mut inner = block.begin_atomic(options).await?;
    artists.add(&mut inner, &[1]).await?;
    inner.commit().await?;
    match artists.keys(&mut other).await {
        Ok(keys) => expect_eq("keys before the commit", keys, Vec::<i64>::new())?,
        // A server may lock readers out instead.
        Err(error) if matches!(error.kind(), ErrorKind::Locked | ErrorKind::Timeout) => {}
        Err(error) => return Err(error.into()),
    }
    block.commit().await?;
    expect_eq("keys after it", artists.keys(&mut other).await?, [1])
}

/// How long the second block is waited for while the first is open.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(500);

async fn conflict(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    artists.add(context.connection(), &[1]).await?;
    let mut other = impatient(context).await?;
    let delete = artists.delete_all();
    let options = AtomicOptions::new();
    let mut first = context.connection().begin_atomic(options).await?;
    first.execute(&delete).await?;
    let second = async {
        let mut block = other.begin_atomic(options).await?;
        block.execute(&delete).await?;
        block.commit().await
    };
    // A server may let the second wait for the first: it is then given up, and undone with its session.
    match tokio::time::timeout(PATIENCE, second).await {
        Err(_) => {}
        Ok(Err(error)) => expect(error.is_retryable(), || {
            format!("it is not to be retried: {:?}", error.kind())
        })?,
        Ok(Ok(())) => return Err(Failure::new("both wrote the row at once")),
    }
    first.commit().await?;
    other.settle().await?;
    expect_eq("keys", artists.keys(&mut other).await?, Vec::<i64>::new())?;
    let second = other.atomic(async |block| artists.add(block, &[2]).await);
    second.await?;
    artists.expect_kept(context, &[2]).await
}
