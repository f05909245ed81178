//! Blocks that are marked for rollback: what marks them, and what they refuse.

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::{Atomic, AtomicOptions};
use backend_core::wrapper::TransactionOptions;

use super::artists::{Artists, UNIQUE};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.broken.refuses_statements",
        refuses_statements,
        "A marked block refuses each statement, with the first error as the source, and nothing of it is kept."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.broken.refuses_blocks",
        refuses_blocks,
        "A marked block refuses blocks inside it."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.broken.survives_errors",
        survives_errors,
        "A block in which a statement failed goes on and is kept."
    )
    .requires(&[Flag::transactions_survive_errors])
    .django("transactions/tests.py"),
    case!(
        "transactions.broken.dies_of_errors",
        dies_of_errors,
        "Where a failed statement ends the transaction, the block refuses what follows with that error as the source."
    )
    .requires(&[Flag::supports_transactions])
    .refuses(Flag::transactions_survive_errors)
    .django("transactions/tests.py"),
    case!(
        "transactions.broken.error_in_a_savepoint",
        error_in_a_savepoint,
        "A statement that failed in an inner block leaves the outer one as it was, whatever the server does to transactions."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.broken.marked_by_its_caller",
        marked_by_its_caller,
        "A block that its caller marks takes no statement, and its commit undoes it quietly."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.broken.mended",
        mended,
        "A mark can be taken away by a caller who knows better, and the block is kept."
    )
    .requires(&[Flag::transactions_survive_errors])
    .django("transactions/tests.py"),
    case!(
        "transactions.broken.marked_outside",
        marked_outside,
        "Outside an atomic block nothing can be marked."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
];

const MERGED: AtomicOptions = AtomicOptions::new().merged();

fn source(error: &Error) -> Option<String> {
    std::error::Error::source(error).map(ToString::to_string)
}

/// Inserts 2, and 1 again, in a merged block, which fails.
async fn break_it(block: &mut Atomic<'_>, artists: &Artists) -> Result<()> {
    block
        .atomic_with(MERGED, async |block| artists.add(block, &[2, 1]).await)
        .await
}

async fn refuses_statements(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut block = context.connection().begin_atomic(MERGED).await?;
    artists.add(&mut block, &[1]).await?;
    let first = expect_error("the inner", break_it(&mut block, &artists).await, UNIQUE)?;
    for _ in 0..2 {
        let refused = artists.add(&mut block, &[3]).await;
        let error = expect_error("a statement", refused, ErrorKind::TransactionBroken)?;
        expect_eq("its source", source(&error), Some(first.to_string()))?;
    }
    expect(block.needs_rollback(), || "it is not marked".to_owned())?;
    let error = expect_error(
        "the commit",
        block.commit().await,
        ErrorKind::TransactionBroken,
    )?;
    expect_eq("its source", source(&error), Some(first.to_string()))?;
    artists.expect_kept(context, &[]).await
}

async fn refuses_blocks(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut block = context.connection().begin_atomic(MERGED).await?;
    artists.add(&mut block, &[1]).await?;
    expect_error("the inner", break_it(&mut block, &artists).await, UNIQUE)?;
    let inner = block.begin_atomic(MERGED).await.map(|_| ());
    expect_error("another", inner, ErrorKind::TransactionBroken)?;
    block.rollback().await?;
    artists.expect_kept(context, &[]).await
}

async fn survives_errors(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut block = context.connection().begin_atomic(MERGED).await?;
    let again = artists.add(&mut block, &[1, 1]).await;
    expect_error("a key twice", again, UNIQUE)?;
    expect(!block.needs_rollback(), || "it is marked".to_owned())?;
    artists.add(&mut block, &[2]).await?;
    block.commit().await?;
    artists.expect_kept(context, &[1, 2]).await
}

async fn dies_of_errors(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut block = context.connection().begin_atomic(MERGED).await?;
    let again = artists.add(&mut block, &[1, 1]).await;
    let first = expect_error("a key twice", again, UNIQUE)?;
    let refused = artists.add(&mut block, &[2]).await;
    let error = expect_error("a statement", refused, ErrorKind::TransactionBroken)?;
    expect_eq("its source", source(&error), Some(first.to_string()))?;
    let mended = block.set_rollback(false).err().map(|error| error.kind());
    let flag = Flag::transactions_survive_errors;
    expect_eq("mended", mended, Some(ErrorKind::NotSupported(Some(flag))))?;
    expect_error(
        "the commit",
        block.commit().await,
        ErrorKind::TransactionBroken,
    )?;
    // The server is asked as well: around core, it refuses what follows.
    let connection = context.connection();
    connection.begin(&TransactionOptions::default()).await?;
    let again = artists.add(connection, &[1, 1]).await;
    expect_error("a key twice", again, UNIQUE)?;
    let refused = artists.add(connection, &[2]).await;
    connection.rollback().await?;
    expect(refused.is_err(), || {
        "the server goes on: turn the flag on".to_owned()
    })?;
    context.absent(flag);
    artists.expect_kept(context, &[]).await
}

async fn error_in_a_savepoint(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut outer = context.connection().begin_atomic(MERGED).await?;
    artists.add(&mut outer, &[1]).await?;
    let inner = outer.atomic(async |block| artists.add(block, &[2, 1]).await);
    expect_error("the inner", inner.await, UNIQUE)?;
    artists.add(&mut outer, &[3]).await?;
    outer.commit().await?;
    artists.expect_kept(context, &[1, 3]).await
}

async fn marked_by_its_caller(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut block = context.connection().begin_atomic(MERGED).await?;
    artists.add(&mut block, &[1]).await?;
    block.set_rollback(true)?;
    let refused = artists.add(&mut block, &[2]).await;
    let error = expect_error("a statement", refused, ErrorKind::TransactionBroken)?;
    expect_eq("its source", source(&error), None)?;
    block.commit().await?;
    artists.expect_kept(context, &[]).await?;
    // A mark of an inner block surprises whoever commits the outer one.
    let mut block = context.connection().begin_atomic(MERGED).await?;
    let mut inner = block.begin_atomic(MERGED).await?;
    artists.add(&mut inner, &[3]).await?;
    inner.set_rollback(true)?;
    inner.commit().await?;
    expect_error(
        "the outer",
        block.commit().await,
        ErrorKind::TransactionBroken,
    )?;
    artists.expect_kept(context, &[]).await
}

async fn mended(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut block = context.connection().begin_atomic(MERGED).await?;
    artists.add(&mut block, &[1]).await?;
    expect_error("the inner", break_it(&mut block, &artists).await, UNIQUE)?;
    block.set_rollback(false)?;
    artists.add(&mut block, &[3]).await?;
    block.commit().await?;
    // Nothing was undone, so that what the failed block did before its error is there, too.
    artists.expect_kept(context, &[1, 2, 3]).await
}

async fn marked_outside(context: &mut Context) -> Outcome {
    let mark = |connection: &mut Connection, on| connection.set_rollback(on);
    for on in [true, false] {
        let result = mark(context.connection(), on);
        expect_error("outside", result, ErrorKind::Interface)?;
    }
    let begun = TransactionOptions::default();
    context.connection().begin(&begun).await?;
    let result = mark(context.connection(), true);
    context.connection().rollback().await?;
    expect_error("by hand", result, ErrorKind::Interface).map(|_| ())
}
