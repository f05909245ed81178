//! Blocks in blocks: which of them are kept.

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, SessionState};

use super::artists::Artists;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::record;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.savepoint.kept_in_kept",
        kept_in_kept,
        "An inner block that is committed in an outer one that is, is kept."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.savepoint.undone_in_kept",
        undone_in_kept,
        "An inner block that is rolled back is undone alone; the outer one goes on and is kept."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.savepoint.kept_in_undone",
        kept_in_undone,
        "An inner block that is committed is undone with the outer one."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.savepoint.undone_in_undone",
        undone_in_undone,
        "Of an inner and an outer block that are both rolled back nothing is left."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.savepoint.three_deep",
        three_deep,
        "The middle one of three blocks takes the innermost with it, and leaves the outermost alone."
    )
    .requires(&[Flag::uses_savepoints]),
    case!(
        "transactions.savepoint.one_after_the_other",
        one_after_the_other,
        "Inner blocks follow one another, and each is kept or undone alone."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.savepoint.released",
        released,
        "An inner block that is committed gives its savepoint up."
    )
    .requires(&[Flag::can_release_savepoints]),
    case!(
        "transactions.savepoint.not_released",
        not_released,
        "Where savepoints cannot be given up, none is, and inner blocks are kept and undone all the same."
    )
    .requires(&[Flag::uses_savepoints])
    .refuses(Flag::can_release_savepoints),
    case!(
        "transactions.savepoint.own_names",
        own_names,
        "No two savepoints of a transaction share a name, and the next transaction begins to count anew."
    )
    .requires(&[Flag::uses_savepoints]),
    case!(
        "transactions.savepoint.refused",
        refused,
        "Where there are no savepoints, an inner block that wants one is refused with the flag, and the outer one goes on."
    )
    .requires(&[Flag::supports_transactions])
    .refuses(Flag::uses_savepoints),
    case!(
        "transactions.merged.kept_in_kept",
        merged_kept_in_kept,
        "A merged block that is committed is kept with the outer one."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.merged.undone_in_kept",
        merged_undone_in_kept,
        "A merged block that fails marks the outer one, whose commit then undoes it and says why."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.merged.kept_in_undone",
        merged_kept_in_undone,
        "A merged block that is committed is undone with the outer one."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.merged.undone_in_undone",
        merged_undone_in_undone,
        "Of a merged block that fails and an outer one that is rolled back nothing is left."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.merged.undone_by_the_savepoint_around",
        undone_by_the_savepoint_around,
        "A merged block that fails inside a savepoint takes that with it, and the transaction goes on."
    )
    .requires(&[Flag::uses_savepoints]),
    case!(
        "transactions.block.used_again",
        used_again,
        "One session has block after block, and the same options begin several."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.block.of_a_closure",
        of_a_closure,
        "A closure's block is kept where it returns a value, and undone where it returns an error, which comes out."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.block.state",
        state,
        "The session says how deep it is in blocks, and is clean after them."
    )
    .smoke()
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.block.refused",
        block_refused,
        "Where there are no transactions, a block is refused with the flag."
    )
    .refuses(Flag::supports_transactions),
];

const MERGED: AtomicOptions = AtomicOptions::new().merged();

/// The error that a failing block returns.
fn failure() -> Error {
    Error::new(ErrorKind::Data, "on second thoughts")
}

/// What a block is to end with.
fn ending(keep: bool) -> Result<()> {
    if keep { Ok(()) } else { Err(failure()) }
}

/// Inserts 1 in an outer block, 2 in one inside it and 3 in the outer one again, if it takes that.
async fn nested(
    connection: &mut Connection,
    artists: &Artists,
    inner: AtomicOptions,
    keep: (bool, bool),
) -> Result<()> {
    connection
        .atomic(async |block| {
            artists.add(block, &[1]).await?;
            let result = block
                .atomic_with(inner, async |block| {
                    artists.add(block, &[2]).await?;
                    ending(keep.0)
                })
                .await;
            if result.as_ref().err().map(Error::kind) != failure_of(keep.0) {
                return result;
            }
            if keep.0 || inner.savepoint {
                artists.add(block, &[3]).await?;
            }
            ending(keep.1)
        })
        .await
}

fn failure_of(keep: bool) -> Option<ErrorKind> {
    (!keep).then(|| failure().kind())
}

async fn kept_in_kept(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let inner = AtomicOptions::new();
    nested(context.connection(), &artists, inner, (true, true)).await?;
    artists.expect_kept(context, &[1, 2, 3]).await
}

async fn undone_in_kept(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let inner = AtomicOptions::new();
    nested(context.connection(), &artists, inner, (false, true)).await?;
    artists.expect_kept(context, &[1, 3]).await
}

async fn kept_in_undone(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let inner = AtomicOptions::new();
    let result = nested(context.connection(), &artists, inner, (true, false)).await;
    expect_error("the block", result, ErrorKind::Data)?;
    artists.expect_kept(context, &[]).await
}

async fn undone_in_undone(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let inner = AtomicOptions::new();
    let result = nested(context.connection(), &artists, inner, (false, false)).await;
    expect_error("the block", result, ErrorKind::Data)?;
    artists.expect_kept(context, &[]).await
}

async fn three_deep(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new();
    let mut outer = context.connection().begin_atomic(options).await?;
    artists.add(&mut outer, &[1]).await?;
    let mut middle = outer.begin_atomic(options).await?;
    artists.add(&mut middle, &[2]).await?;
    let mut inner = middle.begin_atomic(options).await?;
    artists.add(&mut inner, &[3]).await?;
    inner.commit().await?;
    middle.rollback().await?;
    expect_eq("keys", artists.keys(&mut outer).await?, [1])?;
    outer.commit().await?;
    artists.expect_kept(context, &[1]).await
}

async fn one_after_the_other(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new();
    let mut outer = context.connection().begin_atomic(options).await?;
    for id in 1..=6 {
        let mut inner = outer.begin_atomic(options).await?;
        artists.add(&mut inner, &[id]).await?;
        if id % 2 == 0 {
            inner.commit().await?;
        } else {
            inner.rollback().await?;
        }
    }
    outer.commit().await?;
    artists.expect_kept(context, &[2, 4, 6]).await
}

/// Sends two inner blocks, of which the second is rolled back, and gives what was sent.
async fn savepoint_statements(context: &mut Context, artists: &Artists) -> Result<Vec<String>> {
    let (mut connection, sent) = record(context).await?;
    for id in [1, 4] {
        let mut outer = connection.begin_atomic(AtomicOptions::new()).await?;
        artists.add(&mut outer, &[id]).await?;
        for (id, keep) in [(id + 1, true), (id + 2, false)] {
            let mut inner = outer.begin_atomic(AtomicOptions::new()).await?;
            artists.add(&mut inner, &[id]).await?;
            if keep {
                inner.commit().await?;
            } else {
                inner.rollback().await?;
            }
        }
        outer.commit().await?;
    }
    connection.close().await?;
    let mut statements = sent.statements();
    statements.retain(|sql| !sql.starts_with("INSERT"));
    Ok(statements)
}

async fn released(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let statements = savepoint_statements(context, &artists).await?;
    expect_eq("statements of four inner blocks", statements.len(), 10)?;
    artists.expect_kept(context, &[1, 2, 4, 5]).await
}

async fn not_released(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let statements = savepoint_statements(context, &artists).await?;
    expect_eq("statements of four inner blocks", statements.len(), 6)?;
    context.absent(Flag::can_release_savepoints);
    artists.expect_kept(context, &[1, 2, 4, 5]).await
}

async fn own_names(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let statements = savepoint_statements(context, &artists).await?;
    let (first, second) = statements.split_at(statements.len() / 2);
    expect_eq("the second transaction's statements", second, first)?;
    let mut distinct = first.to_vec();
    distinct.sort();
    distinct.dedup();
    expect_eq("statements that differ", distinct.len(), first.len())
}

async fn refused(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    context
        .refused(Flag::uses_savepoints, async |context| {
            let options = AtomicOptions::new();
            let mut outer = context.connection().begin_atomic(options).await?;
            let result = outer.begin_atomic(options).await.map(|_| ());
            outer.rollback().await?;
            result
        })
        .await?;
    let mut outer = context.connection().begin_atomic(MERGED).await?;
    let _ = outer.begin_atomic(AtomicOptions::new()).await.is_err();
    artists.add(&mut outer, &[1]).await?;
    outer.commit().await?;
    artists.expect_kept(context, &[1]).await
}

async fn merged_kept_in_kept(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    nested(context.connection(), &artists, MERGED, (true, true)).await?;
    artists.expect_kept(context, &[1, 2, 3]).await
}

async fn merged_undone_in_kept(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let result = nested(context.connection(), &artists, MERGED, (false, true)).await;
    let error = expect_error("the commit", result, ErrorKind::TransactionBroken)?;
    let source = std::error::Error::source(&error).map(ToString::to_string);
    expect_eq("why", source, Some(failure().to_string()))?;
    artists.expect_kept(context, &[]).await
}

async fn merged_kept_in_undone(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let result = nested(context.connection(), &artists, MERGED, (true, false)).await;
    expect_error("the block", result, ErrorKind::Data)?;
    artists.expect_kept(context, &[]).await
}

async fn merged_undone_in_undone(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let result = nested(context.connection(), &artists, MERGED, (false, false)).await;
    expect_error("the block", result, ErrorKind::Data)?;
    artists.expect_kept(context, &[]).await
}

async fn undone_by_the_savepoint_around(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new();
    let mut outer = context.connection().begin_atomic(options).await?;
    artists.add(&mut outer, &[1]).await?;
    let mut middle = outer.begin_atomic(options).await?;
    artists.add(&mut middle, &[2]).await?;
    let mut merged = middle.begin_atomic(MERGED).await?;
    artists.add(&mut merged, &[3]).await?;
    merged.rollback().await?;
    let refused = artists.add(&mut middle, &[4]).await;
    expect_error("a statement", refused, ErrorKind::TransactionBroken)?;
    middle.rollback().await?;
    artists.add(&mut outer, &[5]).await?;
    outer.commit().await?;
    artists.expect_kept(context, &[1, 5]).await
}

async fn used_again(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new().durable();
    for id in 1..=4 {
        let mut block = context.connection().begin_atomic(options).await?;
        artists.add(&mut block, &[id]).await?;
        if id == 3 {
            block.rollback().await?;
        } else {
            block.commit().await?;
        }
    }
    artists.expect_kept(context, &[1, 2, 4]).await
}

async fn of_a_closure(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let connection = context.connection();
    let kept = connection
        .atomic(async |block| artists.add(block, &[1]).await.map(|()| 7))
        .await?;
    expect_eq("the closure's value", kept, 7)?;
    let undone: Result<()> = connection
        .atomic(async |block| {
            artists.add(block, &[2]).await?;
            Err(failure())
        })
        .await;
    let error = expect_error("the closure", undone, ErrorKind::Data)?;
    expect_eq("its error", error.message(), failure().message())?;
    artists.expect_kept(context, &[1]).await
}

async fn state(context: &mut Context) -> Outcome {
    let connection = context.connection();
    expect_eq("before", connection.state(), SessionState::Clean)?;
    let mut outer = connection.begin_atomic(AtomicOptions::new()).await?;
    expect_eq("in one", outer.state(), SessionState::InTransaction(1))?;
    let inner = outer.begin_atomic(MERGED).await?;
    expect_eq("in two", inner.state(), SessionState::InTransaction(2))?;
    inner.commit().await?;
    expect_eq(
        "in one again",
        outer.state(),
        SessionState::InTransaction(1),
    )?;
    outer.commit().await?;
    let connection = context.connection();
    expect_eq("afterwards", connection.state(), SessionState::Clean)
}

async fn block_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_transactions, async |context| {
            let begun = context.connection().begin_atomic(AtomicOptions::new());
            begun.await.map(|_| ())
        })
        .await
}
