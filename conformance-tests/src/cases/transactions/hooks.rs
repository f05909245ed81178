//! Hooks that run on commit: when, in which order, and when never.

use std::sync::{Arc, Mutex, PoisonError};

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::AtomicOptions;
use backend_core::wrapper::TransactionOptions;

use super::artists::Artists;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.hooks.run_in_order",
        run_in_order,
        "Hooks run after the commit, in the order of their registration."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.not_on_rollback",
        not_on_rollback,
        "Hooks of a block that is rolled back never run, not even after the next commit."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.outside_at_once",
        outside_at_once,
        "Outside a block a hook runs at once."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.of_an_inner_block",
        of_an_inner_block,
        "Hooks of an inner block that is kept wait for the outermost commit, in their place."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.dropped_with_the_savepoint",
        dropped_with_the_savepoint,
        "Hooks of an inner block that is rolled back never run; those before and after it do."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.dropped_with_a_savepoint_around",
        dropped_with_a_savepoint_around,
        "Hooks of a block that is kept inside one that is rolled back never run."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.dropped_with_the_transaction",
        dropped_with_the_transaction,
        "Hooks of an inner block that is kept never run where the outer one is rolled back."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.of_a_dropped_block",
        of_a_dropped_block,
        "Hooks of a block that was dropped never run."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.hooks.of_a_durable_block",
        of_a_durable_block,
        "Hooks of a durable block run when it is committed."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.after_the_commit",
        after_the_commit,
        "When a hook runs, other sessions see what the transaction did."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.use_the_session",
        use_the_session,
        "An asynchronous hook can use the session, with blocks of its own."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.registered_by_a_hook",
        registered_by_a_hook,
        "A hook that is registered by a hook runs after all that wait already, outside a block and in one of the hook's own."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.once",
        once,
        "A hook runs once, whatever is committed later."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.by_hand",
        by_hand,
        "Hooks are refused in a transaction begun by hand; those of a block inside it run when it is committed."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.gone_with_the_session",
        gone_with_the_session,
        "Hooks of a session that closes before the commit never run."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
];

/// What hooks did, in order.
#[derive(Clone, Default)]
pub(super) struct Ran(Arc<Mutex<Vec<u32>>>);

impl Ran {
    pub(super) fn note(&self, number: u32) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(number);
    }

    /// Demands that these hooks ran so far.
    pub(super) fn expect(&self, what: &str, numbers: &[u32]) -> Outcome {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        expect_eq(what, found.as_slice(), numbers)
    }

    /// Registers a hook that notes a number.
    pub(super) fn on_commit(&self, connection: &mut Connection, number: u32) -> Result<()> {
        let ran = self.clone();
        connection.on_commit(move || {
            ran.note(number);
            Ok(())
        })
    }
}

const MERGED: AtomicOptions = AtomicOptions::new().merged();

async fn run_in_order(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut block = context.connection().begin_atomic(MERGED).await?;
    for number in 1..=3 {
        ran.on_commit(&mut block, number)?;
    }
    ran.expect("before the commit", &[])?;
    block.commit().await?;
    ran.expect("after it", &[1, 2, 3])
}

async fn not_on_rollback(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut block = context.connection().begin_atomic(MERGED).await?;
    ran.on_commit(&mut block, 1)?;
    block.rollback().await?;
    let failing: Result<()> = context
        .connection()
        .atomic(async |block| {
            ran.on_commit(block, 2)?;
            Err(Error::new(ErrorKind::Data, "on second thoughts"))
        })
        .await;
    expect_error("the block", failing, ErrorKind::Data)?;
    let block = context.connection().begin_atomic(MERGED).await?;
    block.commit().await?;
    ran.expect("hooks", &[])
}

async fn outside_at_once(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    ran.on_commit(context.connection(), 1)?;
    ran.expect("hooks", &[1])?;
    let noting = ran.clone();
    let robust = move || {
        noting.note(2);
        Ok(())
    };
    context.connection().on_commit_robust(robust)?;
    ran.expect("hooks", &[1, 2])?;
    let noting = ran.clone();
    let connection = context.connection();
    connection
        .on_commit_async(move |_| {
            Box::pin(async move {
                noting.note(3);
                Ok(())
            })
        })
        .await?;
    ran.expect("hooks", &[1, 2, 3])
}

async fn of_an_inner_block(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut outer = context.connection().begin_atomic(MERGED).await?;
    ran.on_commit(&mut outer, 1)?;
    for (number, options) in [(2, AtomicOptions::new()), (3, MERGED)] {
        let mut inner = outer.begin_atomic(options).await?;
        ran.on_commit(&mut inner, number)?;
        inner.commit().await?;
        ran.expect("before the commit", &[])?;
    }
    ran.on_commit(&mut outer, 4)?;
    outer.commit().await?;
    ran.expect("hooks", &[1, 2, 3, 4])
}

async fn dropped_with_the_savepoint(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let options = AtomicOptions::new();
    let mut outer = context.connection().begin_atomic(options).await?;
    ran.on_commit(&mut outer, 1)?;
    let mut inner = outer.begin_atomic(options).await?;
    ran.on_commit(&mut inner, 2)?;
    inner.rollback().await?;
    ran.on_commit(&mut outer, 3)?;
    let mut inner = outer.begin_atomic(options).await?;
    ran.on_commit(&mut inner, 4)?;
    drop(inner);
    // Registered while the dropped block is not settled yet, and not its own.
    ran.on_commit(&mut outer, 5)?;
    outer.commit().await?;
    ran.expect("hooks", &[1, 3, 5])
}

async fn dropped_with_a_savepoint_around(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let options = AtomicOptions::new();
    let mut outer = context.connection().begin_atomic(options).await?;
    let mut middle = outer.begin_atomic(options).await?;
    let mut inner = middle.begin_atomic(options).await?;
    ran.on_commit(&mut inner, 1)?;
    inner.commit().await?;
    ran.on_commit(&mut middle, 2)?;
    middle.rollback().await?;
    ran.on_commit(&mut outer, 3)?;
    outer.commit().await?;
    ran.expect("hooks", &[3])
}

async fn dropped_with_the_transaction(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut outer = context.connection().begin_atomic(MERGED).await?;
    let mut inner = outer.begin_atomic(MERGED).await?;
    ran.on_commit(&mut inner, 1)?;
    inner.commit().await?;
    outer.rollback().await?;
    context
        .connection()
        .begin_atomic(MERGED)
        .await?
        .commit()
        .await?;
    ran.expect("hooks", &[])
}

async fn of_a_dropped_block(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut block = context.connection().begin_atomic(MERGED).await?;
    ran.on_commit(&mut block, 1)?;
    drop(block);
    let mut block = context.connection().begin_atomic(MERGED).await?;
    ran.on_commit(&mut block, 2)?;
    block.commit().await?;
    ran.expect("hooks", &[2])
}

async fn of_a_durable_block(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let options = AtomicOptions::new().durable();
    let mut block = context.connection().begin_atomic(options).await?;
    ran.on_commit(&mut block, 1)?;
    block.commit().await?;
    ran.expect("hooks", &[1])
}

async fn after_the_commit(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let mut other = context.connect().await?;
    let (found, keys) = (Arc::new(Mutex::new(Vec::new())), Arc::new(artists));
    let mut block = context.connection().begin_atomic(MERGED).await?;
    keys.add(&mut block, &[1]).await?;
    let (sees, finds) = (Arc::clone(&found), Arc::clone(&keys));
    block
        .on_commit_async(move |_| {
            Box::pin(async move {
                let keys = finds.keys(&mut other).await?;
                *sees.lock().unwrap_or_else(PoisonError::into_inner) = keys;
                Ok(())
            })
        })
        .await?;
    block.commit().await?;
    let found = found.lock().unwrap_or_else(PoisonError::into_inner).clone();
    expect_eq("keys that another session finds in the hook", found, [1])
}

async fn use_the_session(context: &mut Context) -> Outcome {
    let artists = Arc::new(Artists::make(context).await?);
    let mut block = context.connection().begin_atomic(MERGED).await?;
    artists.add(&mut block, &[1]).await?;
    let theirs = Arc::clone(&artists);
    block
        .on_commit_async(move |connection| {
            Box::pin(async move {
                theirs.add(connection, &[2]).await?;
                let mut block = connection.begin_atomic(MERGED).await?;
                theirs.add(&mut block, &[3]).await?;
                block.rollback().await?;
                let mut block = connection.begin_atomic(MERGED.durable()).await?;
                theirs.add(&mut block, &[4]).await?;
                block.commit().await
            })
        })
        .await?;
    block.commit().await?;
    artists.expect_kept(context, &[1, 2, 4]).await
}

async fn registered_by_a_hook(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut block = context.connection().begin_atomic(MERGED).await?;
    let theirs = ran.clone();
    block
        .on_commit_async(move |connection| {
            Box::pin(async move {
                theirs.note(1);
                theirs.on_commit(connection, 3)?;
                let mut block = connection.begin_atomic(MERGED).await?;
                theirs.on_commit(&mut block, 4)?;
                block.commit().await
            })
        })
        .await?;
    ran.on_commit(&mut block, 2)?;
    block.commit().await?;
    ran.expect("hooks", &[1, 2, 3, 4])
}

async fn once(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    for number in [1, 2] {
        let mut block = context.connection().begin_atomic(MERGED).await?;
        ran.on_commit(&mut block, number)?;
        block.commit().await?;
    }
    ran.expect("hooks", &[1, 2])
}

async fn by_hand(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let connection = context.connection();
    connection.begin(&TransactionOptions::default()).await?;
    let refused = ran.on_commit(connection, 1);
    expect_error("by hand", refused, ErrorKind::Interface)?;
    let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
    ran.on_commit(&mut block, 2)?;
    block.commit().await?;
    ran.expect("before the commit", &[])?;
    connection.commit().await?;
    ran.expect("hooks", &[2])
}

async fn gone_with_the_session(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut other = context.connect().await?;
    let mut block = other.begin_atomic(MERGED).await?;
    ran.on_commit(&mut block, 1)?;
    drop(block);
    other.close().await?;
    ran.expect("hooks", &[])
}
