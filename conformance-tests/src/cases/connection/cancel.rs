//! Cancelling: a statement that another thread stops.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::sql::Statement;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::many_items;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "connection.cancel.running_statement",
        running_statement,
        "A running statement that another thread cancels ends soon, as cancelled, and the session works on."
    )
    .requires(&[Flag::can_cancel_statements]),
    case!(
        "connection.cancel.while_idle",
        while_idle,
        "A cancel while nothing runs does nothing, also to the next statement."
    )
    .requires(&[Flag::can_cancel_statements]),
    case!(
        "connection.cancel.absent",
        absent,
        "Where statements cannot be cancelled, a session offers no way to try."
    )
    .refuses(Flag::can_cancel_statements),
];

/// Counts pairs of pairs of pairs: it takes minutes unless it is stopped.
fn endless(context: &Context, name: &backend_core::model::QualifiedName) -> Statement {
    let mut out = context.dialect().writer();
    out.push("SELECT COUNT(*) FROM ")
        .name(name)
        .push(" a, ")
        .name(name)
        .push(" b, ");
    out.name(name).push(" c, ").name(name).push(" d");
    out.finish()
}

async fn running_statement(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let Some(canceller) = context.connection().canceller() else {
        return Err(Failure::new(
            "the flag is on, but the session offers no canceller",
        ));
    };
    let done = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&done);
    let thread = std::thread::spawn(move || {
        // More than once: the first may come before the statement has begun.
        while !seen.load(Ordering::Acquire) {
            std::thread::sleep(Duration::from_millis(50));
            canceller.cancel()?;
        }
        Ok::<(), backend_core::error::Error>(())
    });
    let started = Instant::now();
    let result = context.execute(&endless(context, &items.name)).await;
    let taken = started.elapsed();
    done.store(true, Ordering::Release);
    let cancelled = thread
        .join()
        .map_err(|_| Failure::new("the cancelling thread panicked"))?;
    expect_error("the statement", result, ErrorKind::Cancelled)?;
    cancelled?;
    expect(taken < Duration::from_secs(10), || {
        format!("it took {taken:?} to stop")
    })?;
    expect_eq("rows afterwards", context.count(&items.name).await?, 1_000)
}

async fn while_idle(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let Some(canceller) = context.connection().canceller() else {
        return Err(Failure::new(
            "the flag is on, but the session offers no canceller",
        ));
    };
    for _ in 0..3 {
        canceller.cancel()?;
    }
    expect_eq("rows", context.count(&items.name).await?, 10)
}

async fn absent(context: &mut Context) -> Outcome {
    let absent = context.connection().canceller().is_none();
    expect(absent, || {
        "the flag is off, but the session offers a canceller".to_owned()
    })?;
    context.absent(Flag::can_cancel_statements);
    Ok(())
}
