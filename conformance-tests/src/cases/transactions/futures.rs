//! Futures of beginnings and ends that are dropped midway: at every point where they wait.

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::Change;
use backend_core::transaction::{AtomicOptions, SessionState};
use backend_core::wrapper::TransactionOptions;

use super::artists::Artists;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{Faults, identifier};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.futures.begin",
        begin,
        "Where the future of a beginning is dropped at any point, the session is clean once it is settled."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.futures.commit",
        commit,
        "Where the future of a commit is dropped at any point, the block is kept or undone as a whole."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.futures.rollback",
        rollback,
        "Where the future of a rollback is dropped at any point, the block is undone."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.futures.savepoint",
        savepoint,
        "Where the beginning or the end of an inner block is dropped midway, the outer one takes nothing more and is undone."
    )
    .requires(&[Flag::uses_savepoints]),
    case!(
        "transactions.futures.settle",
        settle,
        "Where settling itself is dropped midway, the next call settles."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.futures.by_hand",
        by_hand,
        "Where the future of a beginning by hand is dropped, the next call undoes what it may have begun."
    )
    .requires(&[Flag::supports_transactions]),
];

const OPTIONS: AtomicOptions = AtomicOptions::new();

/// More points than any of these futures has.
const MANY: usize = 20;

/// Drops what `work` does at each of its points in turn, until it comes to its end, and looks at the session each time.
async fn at_each_point(
    context: &mut Context,
    mut work: impl AsyncFnMut(&mut Connection, &Artists, &Faults, usize) -> Result<bool>,
    kept: impl Fn(&[i64]) -> bool,
) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut connection, faults) = Faults::connect(context).await?;
    for points in 0..MANY {
        let ended = work(&mut connection, &artists, &faults, points).await?;
        let found = artists.keys(&mut connection).await?;
        expect_eq("state", connection.state(), SessionState::Clean)?;
        expect(kept(&found), || format!("after {points} points: {found:?}"))?;
        let mut other = context.connect().await?;
        other.execute(&artists.delete_all()).await?;
        if ended {
            expect(points > 0, || "it never waits".to_owned())?;
            return Ok(connection.close().await?);
        }
    }
    Err(Failure::new("it never comes to its end"))
}

async fn begin(context: &mut Context) -> Outcome {
    let work = async |connection: &mut Connection, _: &Artists, faults: &Faults, points| {
        let begun = faults
            .stall_after(points, connection.begin_atomic(OPTIONS))
            .await;
        begun.transpose().map(|block| block.is_some())
    };
    at_each_point(context, work, <[i64]>::is_empty).await
}

async fn commit(context: &mut Context) -> Outcome {
    let work = async |connection: &mut Connection, artists: &Artists, faults: &Faults, points| {
        let mut block = connection.begin_atomic(OPTIONS).await?;
        artists.add(&mut block, &[1, 2]).await?;
        let ended = faults.stall_after(points, block.commit()).await;
        ended.transpose().map(|done| done.is_some())
    };
    at_each_point(context, work, |keys| matches!(keys, [] | [1, 2])).await
}

async fn rollback(context: &mut Context) -> Outcome {
    let work = async |connection: &mut Connection, artists: &Artists, faults: &Faults, points| {
        let mut block = connection.begin_atomic(OPTIONS).await?;
        artists.add(&mut block, &[1, 2]).await?;
        let ended = faults.stall_after(points, block.rollback()).await;
        ended.transpose().map(|done| done.is_some())
    };
    at_each_point(context, work, <[i64]>::is_empty).await
}

async fn savepoint(context: &mut Context) -> Outcome {
    for keep in [true, false] {
        let work =
            async |connection: &mut Connection, artists: &Artists, faults: &Faults, points| {
                let mut outer = connection.begin_atomic(OPTIONS).await?;
                artists.add(&mut outer, &[1]).await?;
                let inner = async {
                    let mut inner = outer.begin_atomic(OPTIONS).await?;
                    artists.add(&mut inner, &[2]).await?;
                    if keep {
                        inner.commit().await
                    } else {
                        inner.rollback().await
                    }
                };
                let ended = faults
                    .stall_after(points, inner)
                    .await
                    .transpose()?
                    .is_some();
                // An inner block that was merely dropped leaves the outer one well; an unknown one does not.
                let well = artists.add(&mut outer, &[3]).await.is_ok();
                let committed = outer.commit().await.is_ok();
                if well != committed || (ended && !committed) {
                    let text = format!("{points}: {ended} {well} {committed}");
                    return Err(Error::new(ErrorKind::Internal, text));
                }
                Ok(ended)
            };
        let kept = |keys: &[i64]| matches!(keys, [] | [1, 3]) || (keep && keys == [1, 2, 3]);
        let result = at_each_point(context, work, kept).await;
        result?;
        let artists = identifier("artist")?.into();
        context.change(&Change::DropTable(artists)).await?;
    }
    Ok(())
}

async fn settle(context: &mut Context) -> Outcome {
    let work = async |connection: &mut Connection, artists: &Artists, faults: &Faults, points| {
        let mut block = connection.begin_atomic(OPTIONS).await?;
        artists.add(&mut block, &[1]).await?;
        drop(block);
        let settled = faults.stall_after(points, connection.settle()).await;
        settled.transpose().map(|done| done.is_some())
    };
    at_each_point(context, work, <[i64]>::is_empty).await
}

async fn by_hand(context: &mut Context) -> Outcome {
    let work = async |connection: &mut Connection, artists: &Artists, faults: &Faults, points| {
        let options = TransactionOptions::default();
        let begun = faults.stall_after(points, connection.begin(&options)).await;
        if begun.transpose()?.is_none() {
            return Ok(false);
        }
        artists.add(connection, &[1]).await?;
        let ended = faults.stall_after(points, connection.commit()).await;
        ended.transpose().map(|done| done.is_some())
    };
    at_each_point(context, work, |keys| matches!(keys, [] | [1])).await
}
