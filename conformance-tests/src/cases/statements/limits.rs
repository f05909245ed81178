//! Limits of time: how long a statement may run, and how long it waits for a lock.

use std::time::{Duration, Instant};

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::QualifiedName;
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{artist, artists, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "statements.limit.statement_timeout",
        statement_timeout,
        "A statement over its limit of time ends soon as a timeout, and the session works on within it."
    )
    .requires(&[Flag::supports_statement_timeout]),
    case!(
        "statements.limit.statement_timeout_lifted",
        statement_timeout_lifted,
        "A limit can be lifted, and a longer one put in its place."
    )
    .requires(&[Flag::supports_statement_timeout]),
    case!(
        "statements.limit.statement_timeout_outlives_the_block",
        statement_timeout_outlives_the_block,
        "A limit is the session's: one that is set in a block stays when the block is undone."
    )
    .requires(&[Flag::supports_statement_timeout, Flag::supports_transactions]),
    case!(
        "statements.limit.no_time",
        no_time,
        "A limit of no time is refused, and changes nothing."
    )
    .requires(&[Flag::supports_statement_timeout]),
    case!(
        "statements.limit.statement_timeout_is_refused",
        statement_timeout_is_refused,
        "Where statements cannot be limited, a limit is refused with the flag."
    )
    .refuses(Flag::supports_statement_timeout),
    case!(
        "statements.limit.lock_timeout",
        lock_timeout,
        "A statement waits for a lock as long as the session's limit says and not much longer, and is told of the lock."
    )
    .requires(&[Flag::supports_lock_timeout, Flag::supports_transactions]),
    case!(
        "statements.limit.lock_timeout_is_refused",
        lock_timeout_is_refused,
        "Where the time for locks cannot be limited, a limit is refused with the flag."
    )
    .refuses(Flag::supports_lock_timeout),
];

/// Counts pairs of pairs of pairs: it takes minutes unless it is stopped.
pub(super) fn endless(context: &Context, name: &QualifiedName) -> Statement {
    context.statement(|out| {
        out.push("SELECT COUNT(*) FROM ").name(name).push(" a, ");
        out.name(name).push(" b, ").name(name).push(" c, ");
        out.name(name).push(" d");
    })
}

async fn statement_timeout(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let limit = Duration::from_millis(200);
    context
        .connection()
        .set_statement_timeout(Some(limit))
        .await?;
    for _ in 0..2 {
        let started = Instant::now();
        let result = context.execute(&endless(context, &items.name)).await;
        let taken = started.elapsed();
        expect_error("the statement", result, ErrorKind::Timeout)?;
        expect(taken >= limit && taken < Duration::from_secs(20), || {
            format!("it took {taken:?}")
        })?;
        expect_eq("rows afterwards", context.count(&items.name).await?, 1_000)?;
    }
    // The time between two statements is nobody's.
    std::thread::sleep(limit * 2);
    expect_eq("rows later", context.count(&items.name).await?, 1_000)
}

async fn statement_timeout_lifted(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let mut limit = Duration::from_millis(1);
    let slow = context.statement(|out| {
        out.push("SELECT COUNT(*) FROM ")
            .name(&items.name)
            .push(" a, ");
        out.name(&items.name).push(" b");
    });
    context
        .connection()
        .set_statement_timeout(Some(limit))
        .await?;
    let result = context.execute(&endless(context, &items.name)).await;
    expect_error("the statement", result, ErrorKind::Timeout)?;
    limit = Duration::from_secs(600);
    for limit in [Some(limit), None] {
        context.connection().set_statement_timeout(limit).await?;
        let rows: Vec<(i64,)> = context.fetch(&slow).await?;
        expect_eq("pairs", rows, [(1_000_000,)])?;
    }
    Ok(())
}

async fn statement_timeout_outlives_the_block(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let limit = Some(Duration::from_millis(200));
    let options = AtomicOptions::new();
    let mut block = context.connection().begin_atomic(options).await?;
    block.set_statement_timeout(limit).await?;
    block.rollback().await?;
    let result = context.execute(&endless(context, &items.name)).await;
    expect_error("after a rollback", result, ErrorKind::Timeout)?;
    context.connection().set_statement_timeout(None).await?;
    if context.features().uses_savepoints {
        let mut block = context.connection().begin_atomic(options).await?;
        let mut inner = block.begin_atomic(options).await?;
        inner.set_statement_timeout(limit).await?;
        inner.rollback().await?;
        block.commit().await?;
        let result = context.execute(&endless(context, &items.name)).await;
        expect_error("after an inner rollback", result, ErrorKind::Timeout)?;
    }
    Ok(())
}

async fn no_time(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let connection = context.connection();
    let result = connection.set_statement_timeout(Some(Duration::ZERO)).await;
    expect_error("the limit", result, ErrorKind::Interface)?;
    expect_eq("rows", context.count(&items.name).await?, 10)
}

async fn statement_timeout_is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_statement_timeout, async |context| {
            let limit = Some(Duration::from_secs(1));
            context.connection().set_statement_timeout(limit).await
        })
        .await
}

async fn lock_timeout(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    context.insert(&artists, &[artist(1, "Bach", None)]).await?;
    let rename = context.update_statement(&artists, ("name", "x"), ("id", 1_i64))?;
    let mut other = context.connect().await?;
    context
        .connection()
        .begin(&TransactionOptions::default())
        .await?;
    context.execute(&rename).await?;
    let mut waited = Vec::new();
    for limit in [Duration::ZERO, Duration::from_millis(300)] {
        other.set_lock_timeout(limit).await?;
        let started = Instant::now();
        let result = other.execute(&rename).await;
        let taken = started.elapsed();
        expect_error("the other one", result, ErrorKind::Locked)?;
        waited.push((limit, taken));
    }
    context.connection().rollback().await?;
    for (limit, taken) in waited {
        // Half of it: who waits may look at another clock.
        expect(
            taken >= limit / 2 && taken < limit + Duration::from_secs(4),
            || format!("with a limit of {limit:?} it waited {taken:?}"),
        )?;
    }
    other.execute(&rename).await?;
    other.close().await?;
    Ok(())
}

async fn lock_timeout_is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_lock_timeout, async |context| {
            context
                .connection()
                .set_lock_timeout(Duration::from_secs(1))
                .await
        })
        .await
}
