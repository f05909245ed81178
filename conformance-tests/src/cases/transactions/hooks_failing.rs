//! Hooks that fail: the transaction stands, and the caller is told.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::AtomicOptions;

use super::artists::Artists;
use super::hooks::Ran;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::Faults;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.hooks.failing",
        failing,
        "Where a hook fails, those after it do not run, and the commit says so, which stands."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.robust",
        robust,
        "Where a robust hook fails, those after it run, the commit is well, and the error can be fetched once."
    )
    .requires(&[Flag::supports_transactions])
    .django("transaction_hooks/tests.py"),
    case!(
        "transactions.hooks.not_after_a_refused_commit",
        not_after_a_refused_commit,
        "Where the commit is refused, no hook runs."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "transactions.hooks.given_up",
        given_up,
        "Where the future of a commit is dropped while a hook works, the hooks that are left never run."
    )
    .requires(&[Flag::supports_transactions]),
];

const MERGED: AtomicOptions = AtomicOptions::new().merged();

/// The error of a hook; retryable, to see that nobody retries a transaction that is committed.
fn fails() -> Result<()> {
    Err(Error::new(ErrorKind::Locked, "no mail today"))
}

async fn failing(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let ran = Ran::default();
    let mut block = context.connection().begin_atomic(MERGED).await?;
    artists.add(&mut block, &[1]).await?;
    ran.on_commit(&mut block, 1)?;
    block.on_commit(fails)?;
    ran.on_commit(&mut block, 2)?;
    let error = expect_error("the commit", block.commit().await, ErrorKind::CommitHook)?;
    expect(error.message().contains("is committed"), || {
        error.to_string()
    })?;
    expect(!error.is_retryable(), || "it is retryable".to_owned())?;
    let source = std::error::Error::source(&error).map(ToString::to_string);
    expect_eq("its source", source.as_deref(), Some("no mail today"))?;
    context
        .connection()
        .begin_atomic(MERGED)
        .await?
        .commit()
        .await?;
    ran.expect("hooks", &[1])?;
    artists.expect_kept(context, &[1]).await
}

async fn robust(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let mut block = context.connection().begin_atomic(MERGED).await?;
    block.on_commit_robust(fails)?;
    ran.on_commit(&mut block, 1)?;
    block.on_commit_robust(fails)?;
    block.commit().await?;
    ran.expect("hooks", &[1])?;
    let mut failures = || context.connection().take_hook_failures();
    let messages: Vec<_> = failures().iter().map(ToString::to_string).collect();
    expect_eq("failures", messages, ["no mail today", "no mail today"])?;
    expect_eq("failures, fetched again", failures().len(), 0)
}

async fn not_after_a_refused_commit(context: &mut Context) -> Outcome {
    let ran = Ran::default();
    let (mut connection, faults) = Faults::connect(context).await?;
    let mut block = connection.begin_atomic(MERGED).await?;
    ran.on_commit(&mut block, 1)?;
    faults.fail("COMMIT", ErrorKind::Operational, 1);
    expect_error("the commit", block.commit().await, ErrorKind::Operational)?;
    connection.begin_atomic(MERGED).await?.commit().await?;
    connection.close().await?;
    ran.expect("hooks", &[])
}

async fn given_up(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let ran = Ran::default();
    let (mut connection, faults) = Faults::connect(context).await?;
    let mut block = connection.begin_atomic(MERGED).await?;
    artists.add(&mut block, &[1]).await?;
    ran.on_commit(&mut block, 1)?;
    let insert = artists.insert(2);
    block
        .on_commit_async(move |connection| {
            Box::pin(async move { connection.execute(&insert).await.map(|_| ()) })
        })
        .await?;
    ran.on_commit(&mut block, 2)?;
    // Two points of the commit itself, then the first of the hook's statement.
    let output = faults.stall_after(2, block.commit()).await;
    expect(output.is_none(), || "it came to its end".to_owned())?;
    connection.begin_atomic(MERGED).await?.commit().await?;
    connection.close().await?;
    ran.expect("hooks", &[1])?;
    artists.expect_kept(context, &[1]).await
}
