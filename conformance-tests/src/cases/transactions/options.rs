//! Options of blocks: isolation, reading alone, deferred constraints, durability.

use std::time::Duration;

use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Deferrability, Table};
use backend_core::transaction::AtomicOptions;
use backend_core::wrapper::{IsolationLevel, TransactionOptions};

use super::artists::{Artists, impatient};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{foreign_key, row, table};

/// How long a block is watched that should wait.
const SHORT: Duration = Duration::from_millis(200);
/// How long one may take that has nothing to wait for; sessions of other cases can hold it up for a while.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.isolation.read_uncommitted",
        read_uncommitted,
        "A block of the level READ UNCOMMITTED works."
    )
    .requires(&[Flag::supports_read_uncommitted]),
    case!(
        "transactions.isolation.read_uncommitted_refused",
        read_uncommitted_refused,
        "The level READ UNCOMMITTED is refused by its flag where the server lacks it."
    )
    .refuses(Flag::supports_read_uncommitted),
    case!(
        "transactions.isolation.read_committed",
        read_committed,
        "A block of the level READ COMMITTED works."
    )
    .requires(&[Flag::supports_read_committed]),
    case!(
        "transactions.isolation.read_committed_refused",
        read_committed_refused,
        "The level READ COMMITTED is refused by its flag where the server lacks it."
    )
    .refuses(Flag::supports_read_committed),
    case!(
        "transactions.isolation.repeatable_read",
        repeatable_read,
        "A block of the level REPEATABLE READ works, and reads the same rows twice."
    )
    .requires(&[Flag::supports_repeatable_read]),
    case!(
        "transactions.isolation.repeatable_read_refused",
        repeatable_read_refused,
        "The level REPEATABLE READ is refused by its flag where the server lacks it."
    )
    .refuses(Flag::supports_repeatable_read),
    case!(
        "transactions.isolation.snapshot",
        snapshot,
        "A block of the level SNAPSHOT works, and reads the same rows twice."
    )
    .requires(&[Flag::supports_snapshot_isolation]),
    case!(
        "transactions.isolation.snapshot_refused",
        snapshot_refused,
        "The level SNAPSHOT is refused by its flag where the server lacks it."
    )
    .refuses(Flag::supports_snapshot_isolation),
    case!(
        "transactions.isolation.serializable",
        serializable,
        "A block of the level SERIALIZABLE works, and reads the same rows twice."
    )
    .requires(&[Flag::supports_serializable]),
    case!(
        "transactions.isolation.serializable_refused",
        serializable_refused,
        "The level SERIALIZABLE is refused by its flag where the server lacks it."
    )
    .refuses(Flag::supports_serializable),
    case!(
        "transactions.options.read_only",
        read_only,
        "A block that may only read reads, refuses a write, and the next block writes."
    )
    .requires(&[Flag::supports_read_only_transactions]),
    case!(
        "transactions.options.read_only_refused",
        read_only_refused,
        "Reading alone is refused by its flag where the server cannot promise it."
    )
    .refuses(Flag::supports_read_only_transactions),
    case!(
        "transactions.options.deferrable",
        deferrable,
        "A serializable block that only reads and may wait at its beginning waits for one that it could conflict with, and reads."
    )
    .requires(&[Flag::supports_deferrable_transactions]),
    case!(
        "transactions.options.deferrable_refused",
        deferrable_refused,
        "Waiting at the beginning is refused by its flag where the server cannot."
    )
    .refuses(Flag::supports_deferrable_transactions),
    case!(
        "transactions.options.only_outermost",
        only_outermost,
        "What is decided when a transaction begins is refused for an inner block."
    )
    .requires(&[Flag::supports_read_only_transactions]),
    case!(
        "transactions.options.durable_inside",
        durable_inside,
        "A durable block is refused inside another, which goes on."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.options.deferred_and_mended",
        deferred_and_mended,
        "Constraints that a block defers may be broken until its end."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "transactions.options.deferred_and_refused",
        deferred_and_refused,
        "A commit that a deferred constraint refuses says so, is rolled back, and the session goes on."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "transactions.options.deferring_refused",
        deferring_refused,
        "Deferring constraints is refused by its flag where checks cannot wait."
    )
    .refuses(Flag::can_defer_constraint_checks),
];

/// Reads in a block of that level, has another session insert meanwhile, reads again, and writes in a second block.
async fn works(context: &mut Context, level: IsolationLevel, repeatable: bool) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut other = impatient(context).await?;
    artists.add(&mut other, &[1]).await?;
    let options = AtomicOptions::new().isolation(level);
    let mut block = context.connection().begin_atomic(options).await?;
    expect_eq("keys", artists.keys(&mut block).await?, [1])?;
    let inserted = artists.add(&mut other, &[2]).await;
    match &inserted {
        Ok(()) => {}
        // A server may lock the writer out instead.
        Err(error) if matches!(error.kind(), ErrorKind::Locked | ErrorKind::Timeout) => {}
        Err(error) => return Err(Failure::from(error.clone())),
    }
    if repeatable {
        expect_eq("keys, read again", artists.keys(&mut block).await?, [1])?;
    }
    block.commit().await?;
    if inserted.is_err() {
        artists.add(&mut other, &[2]).await?;
    }
    let mut block = context.connection().begin_atomic(options).await?;
    artists.add(&mut block, &[3]).await?;
    block.commit().await?;
    artists.expect_kept(context, &[1, 2, 3]).await
}

async fn level_refused(context: &mut Context, level: IsolationLevel) -> Outcome {
    let options = AtomicOptions::new().isolation(level);
    begin_refused(context, level.flag(), options).await?;
    let mut by_hand = TransactionOptions::default();
    by_hand.isolation = Some(level);
    context
        .refused(level.flag(), async |context| {
            context.connection().begin(&by_hand).await
        })
        .await
}

async fn begin_refused(context: &mut Context, flag: Flag, options: AtomicOptions) -> Outcome {
    context
        .refused(flag, async |context| {
            let begun = context.connection().begin_atomic(options).await;
            begun.map(|_| ())
        })
        .await
}

async fn read_uncommitted(context: &mut Context) -> Outcome {
    works(context, IsolationLevel::ReadUncommitted, false).await
}

async fn read_uncommitted_refused(context: &mut Context) -> Outcome {
    level_refused(context, IsolationLevel::ReadUncommitted).await
}

async fn read_committed(context: &mut Context) -> Outcome {
    works(context, IsolationLevel::ReadCommitted, false).await
}

async fn read_committed_refused(context: &mut Context) -> Outcome {
    level_refused(context, IsolationLevel::ReadCommitted).await
}

async fn repeatable_read(context: &mut Context) -> Outcome {
    works(context, IsolationLevel::RepeatableRead, true).await
}

async fn repeatable_read_refused(context: &mut Context) -> Outcome {
    level_refused(context, IsolationLevel::RepeatableRead).await
}

async fn snapshot(context: &mut Context) -> Outcome {
    works(context, IsolationLevel::Snapshot, true).await
}

async fn snapshot_refused(context: &mut Context) -> Outcome {
    level_refused(context, IsolationLevel::Snapshot).await
}

async fn serializable(context: &mut Context) -> Outcome {
    works(context, IsolationLevel::Serializable, true).await
}

async fn serializable_refused(context: &mut Context) -> Outcome {
    level_refused(context, IsolationLevel::Serializable).await
}

async fn read_only(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    artists.add(context.connection(), &[1]).await?;
    let options = AtomicOptions::new().read_only();
    let mut block = context.connection().begin_atomic(options).await?;
    expect_eq("keys", artists.keys(&mut block).await?, [1])?;
    let write = artists.add(&mut block, &[2]).await;
    expect_error("a write", write, ErrorKind::ReadOnly)?;
    block.rollback().await?;
    let connection = context.connection();
    connection
        .atomic(async |block| artists.add(block, &[3]).await)
        .await?;
    artists.expect_kept(context, &[1, 3]).await
}

async fn read_only_refused(context: &mut Context) -> Outcome {
    let flag = Flag::supports_read_only_transactions;
    begin_refused(context, flag, AtomicOptions::new().read_only()).await
}

async fn deferrable(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    artists.add(context.connection(), &[1]).await?;
    let serializable = AtomicOptions::new().isolation(IsolationLevel::Serializable);
    let mut other = context.connect().await?;
    let mut writer = other.begin_atomic(serializable).await?;
    artists.add(&mut writer, &[2]).await?;
    let connection = context.connection();
    let mut reading = Box::pin(async {
        let options = serializable.read_only().deferrable();
        let mut block = connection.begin_atomic(options).await?;
        let keys = artists.keys(&mut block).await?;
        block.commit().await?;
        Ok::<_, Error>(keys)
    });
    let early = tokio::time::timeout(SHORT, reading.as_mut()).await;
    expect(early.is_err(), || {
        format!("it did not wait for a transaction that it could conflict with: {early:?}")
    })?;
    writer.commit().await?;
    let Ok(read) = tokio::time::timeout(PATIENCE, reading).await else {
        return Err(Failure::new("it waits though no other transaction is open"));
    };
    // Whether what was written meanwhile is seen is the server's to decide.
    expect_eq("the first key", read?.first(), Some(&1))
}

async fn deferrable_refused(context: &mut Context) -> Outcome {
    let flag = Flag::supports_deferrable_transactions;
    begin_refused(context, flag, AtomicOptions::new().deferrable()).await
}

async fn only_outermost(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let merged = AtomicOptions::new().merged();
    let mut block = context.connection().begin_atomic(merged).await?;
    let inner = block.begin_atomic(merged.read_only()).await.map(|_| ());
    expect_error("reading alone", inner, ErrorKind::Interface)?;
    artists.add(&mut block, &[1]).await?;
    block.commit().await?;
    artists.expect_kept(context, &[1]).await
}

async fn durable_inside(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    for outer in [AtomicOptions::new(), AtomicOptions::new().durable()] {
        for inner in [AtomicOptions::new(), AtomicOptions::new().merged()] {
            let mut block = context.connection().begin_atomic(outer).await?;
            let begun = block.begin_atomic(inner.durable()).await.map(|_| ());
            expect_error("inside", begun, ErrorKind::Interface)?;
            let next = artists.keys(&mut block).await?.len() + 1;
            artists
                .add(&mut block, &[i64::try_from(next).unwrap_or(0)])
                .await?;
            block.commit().await?;
        }
    }
    artists.expect_kept(context, &[1, 2, 3, 4]).await
}

/// A parent and its child, whose foreign key can wait but does not unless it is asked to.
async fn family(context: &mut Context) -> Result<(Table, Table)> {
    let parent = table("parent", &[])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?;
    let key = foreign_key(&["parent_id"], &parent, &["id"])?;
    let child = child.with_foreign_key(key.deferrability(Deferrability::InitiallyImmediate));
    context.create(&parent).await?;
    context.create(&child).await?;
    Ok((parent, child))
}

async fn deferred_and_mended(context: &mut Context) -> Outcome {
    let (parent, child) = family(context).await?;
    let orphan = context.insert_statement(&child, &row![1_i64, 7_i64]);
    let mother = context.insert_statement(&parent, &row![7_i64]);
    let options = AtomicOptions::new().defer_constraints();
    let mut block = context.connection().begin_atomic(options).await?;
    block.execute(&orphan).await?;
    block.execute(&mother).await?;
    block.commit().await?;
    expect_eq("children", context.count(&child.name).await?, 1)?;
    // The next block checks at the statement again.
    let orphan = context.insert_statement(&child, &row![2_i64, 8_i64]);
    let connection = context.connection();
    let refused = connection
        .atomic(async |block| block.execute(&orphan).await)
        .await;
    let kind = ErrorKind::Integrity(Integrity::ForeignKey);
    expect_error("the statement", refused, kind).map(|_| ())
}

async fn deferred_and_refused(context: &mut Context) -> Outcome {
    let (_, child) = family(context).await?;
    let orphan = context.insert_statement(&child, &row![1_i64, 7_i64]);
    let options = AtomicOptions::new().defer_constraints();
    let mut block = context.connection().begin_atomic(options).await?;
    block.execute(&orphan).await?;
    let kind = ErrorKind::Integrity(Integrity::ForeignKey);
    expect_error("the commit", block.commit().await, kind)?;
    let open = context.connection().in_transaction();
    expect_eq("a transaction is open", open, false)?;
    expect_eq("children", context.count(&child.name).await?, 0)
}

async fn deferring_refused(context: &mut Context) -> Outcome {
    let flag = Flag::can_defer_constraint_checks;
    begin_refused(context, flag, AtomicOptions::new().defer_constraints()).await
}
