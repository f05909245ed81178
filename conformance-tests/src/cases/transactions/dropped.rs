//! Blocks that are dropped before they end: they are undone before anything else is done.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, SessionState};

use super::artists::Artists;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.dropped.outer",
        outer,
        "A dropped block is undone by whatever is called next on the session."
    )
    .smoke()
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.dropped.settled",
        settled,
        "A session says that a block was dropped, and is clean once it is settled; others are no longer locked out."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.dropped.inner",
        inner,
        "A dropped inner block is undone alone, and the outer one goes on."
    )
    .requires(&[Flag::uses_savepoints]),
    case!(
        "transactions.dropped.merged",
        merged,
        "A dropped merged block marks the outer one for rollback."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.dropped.both",
        both,
        "An inner and an outer block that are dropped together leave nothing."
    )
    .requires(&[Flag::uses_savepoints]),
    case!(
        "transactions.dropped.forgotten",
        forgotten,
        "A block that is forgotten stays open, and the session says so until it closes."
    )
    .requires(&[Flag::supports_transactions]),
];

async fn outer(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    for next in 0..3 {
        let options = AtomicOptions::new();
        let mut block = context.connection().begin_atomic(options).await?;
        artists.add(&mut block, &[1]).await?;
        drop(block);
        match next {
            0 => expect_eq(
                "keys",
                artists.keys(context.connection()).await?,
                Vec::<i64>::new(),
            )?,
            1 => {
                let usable = context.connection().is_usable().await;
                expect(usable, || "the session is not usable".to_owned())?;
            }
            _ => {
                let block = context.connection().begin_atomic(options).await?;
                expect_eq("state", block.state(), SessionState::InTransaction(1))?;
                block.commit().await?;
            }
        }
        let state = context.connection().state();
        expect_eq("state", state, SessionState::Clean)?;
    }
    artists.expect_kept(context, &[]).await
}

async fn settled(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut block = context
        .connection()
        .begin_atomic(AtomicOptions::new())
        .await?;
    artists.add(&mut block, &[1]).await?;
    drop(block);
    let connection = context.connection();
    expect_eq("state", connection.state(), SessionState::Abandoned)?;
    connection.settle().await?;
    expect_eq("state", connection.state(), SessionState::Clean)?;
    let mut other = context.connect().await?;
    artists.add(&mut other, &[2]).await?;
    artists.expect_kept(context, &[2]).await
}

async fn inner(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new();
    let mut outer = context.connection().begin_atomic(options).await?;
    artists.add(&mut outer, &[1]).await?;
    let mut inner = outer.begin_atomic(options).await?;
    artists.add(&mut inner, &[2]).await?;
    drop(inner);
    expect_eq("state", outer.state(), SessionState::Abandoned)?;
    artists.add(&mut outer, &[3]).await?;
    let mut inner = outer.begin_atomic(options).await?;
    artists.add(&mut inner, &[4]).await?;
    drop(inner);
    outer.commit().await?;
    artists.expect_kept(context, &[1, 3]).await
}

async fn merged(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new().merged();
    let mut outer = context.connection().begin_atomic(options).await?;
    artists.add(&mut outer, &[1]).await?;
    drop(outer.begin_atomic(options).await?);
    let refused = artists.add(&mut outer, &[2]).await;
    expect_error("a statement", refused, ErrorKind::TransactionBroken)?;
    expect_error(
        "the commit",
        outer.commit().await,
        ErrorKind::TransactionBroken,
    )?;
    artists.expect_kept(context, &[]).await
}

async fn both(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new();
    {
        let mut outer = context.connection().begin_atomic(options).await?;
        artists.add(&mut outer, &[1]).await?;
        let mut inner = outer.begin_atomic(options).await?;
        artists.add(&mut inner, &[2]).await?;
    }
    artists.add(context.connection(), &[3]).await?;
    artists.expect_kept(context, &[3]).await
}

async fn forgotten(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut other = context.connect().await?;
    let mut block = other.begin_atomic(AtomicOptions::new()).await?;
    artists.add(&mut block, &[1]).await?;
    std::mem::forget(block);
    expect_eq("state", other.state(), SessionState::InTransaction(1))?;
    expect_eq("keys", artists.keys(&mut other).await?, [1])?;
    other.close().await?;
    artists.expect_kept(context, &[]).await
}
