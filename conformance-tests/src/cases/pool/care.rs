//! Care: sessions that are too old or do not work are replaced, and each is made ready once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use backend_core::connection::{ConnectHook, Connection};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;

use super::{expect_keys, insert, keys_of, pool};
use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{Seen, Trouble, Watcher, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "pool.care.too_old",
        too_old,
        "A session that is too old is not lent out again: another one is opened in its place."
    ),
    case!(
        "pool.care.unusable",
        unusable,
        "A session that says it does not work is replaced, and the caller does not notice."
    ),
    case!(
        "pool.care.silent",
        silent,
        "A session that does not say whether it works is replaced after the time that it has for it."
    ),
    case!(
        "pool.care.not_asked_while_busy",
        not_asked_while_busy,
        "A session that was idle for a short time only is lent out without being asked."
    ),
    case!(
        "pool.care.lost",
        lost,
        "A session whose connection was lost while it was lent out is not lent out again."
    ),
    case!(
        "pool.care.made_ready_once",
        made_ready_once,
        "What is done on connecting is done once a session, before its first holder gets it."
    )
    .unit(Unit::Session),
    case!(
        "pool.care.not_made_ready",
        not_made_ready,
        "Where a session cannot be made ready, its caller is told why, and its place is free for the next try."
    )
    .unit(Unit::Session),
    case!(
        "pool.care.hooks_of_a_holder",
        hooks_of_a_holder,
        "Hooks and the log that a holder added go with it, and those of the pool stay."
    ),
    case!(
        "pool.care.set_otherwise",
        set_otherwise,
        "A session in which a holder switched the checks of foreign keys off is not lent out again."
    )
    .requires(&[Flag::can_disable_constraint_checks])
    .unit(Unit::Session),
];

const ASKS_ALWAYS: Duration = Duration::ZERO;

async fn too_old(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.max_age(Duration::from_millis(300)).build()?;
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    tokio::time::sleep(Duration::from_millis(320)).await;
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 2)?;
    expect_eq("open", door.open(), 1)
}

async fn unusable(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.check_after_idle(ASKS_ALWAYS).build()?;
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    door.set(Some(Trouble::Unusable));
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 2)?;
    expect_eq("open", door.open(), 1)
}

async fn silent(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let builder = builder.care_timeout(Duration::from_millis(50));
    let pool = builder.check_after_idle(ASKS_ALWAYS).build()?;
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    door.set(Some(Trouble::Silent));
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 2)
}

async fn not_asked_while_busy(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder
        .check_after_idle(Duration::from_secs(3_600))
        .build()?;
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    door.set(Some(Trouble::Unusable));
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 1)
}

async fn lost(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.without_checks().build()?;
    let mut session = pool.get().await?;
    door.set(Some(Trouble::Lost));
    let result = session.execute(&insert(context, &artists, 5)).await;
    expect_error("a statement", result, ErrorKind::ConnectionLost)?;
    door.set(None);
    drop(session);
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 2)
}

/// Counts sessions, and fails the first ones.
struct Counter {
    seen: AtomicUsize,
    fails: usize,
}

impl Counter {
    fn failing(fails: usize) -> Arc<Self> {
        Arc::new(Self {
            seen: AtomicUsize::new(0),
            fails,
        })
    }
}

#[async_trait]
impl ConnectHook for Counter {
    async fn connected(&self, connection: &mut Connection) -> Result<()> {
        let seen = self.seen.fetch_add(1, Ordering::Relaxed);
        if seen < self.fails || !connection.is_usable().await {
            return Err(Error::new(ErrorKind::PermissionDenied, "not today"));
        }
        Ok(())
    }
}

async fn made_ready_once(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 2);
    let counter = Counter::failing(0);
    let pool = builder
        .on_connect(Arc::<Counter>::clone(&counter))
        .build()?;
    for _ in 0..3 {
        let (first, second) = (pool.get().await?, pool.get().await?);
        drop((first, second));
    }
    expect_eq("opened", door.opened(), 2)?;
    expect_eq("made ready", counter.seen.load(Ordering::Relaxed), 2)
}

async fn not_made_ready(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 1);
    let pool = builder.on_connect(Counter::failing(2)).build()?;
    for _ in 0..2 {
        expect_error("a loan", pool.get().await, ErrorKind::PermissionDenied)?;
    }
    let mut session = pool.get().await?;
    expect(session.is_usable().await, || "it does not work".to_owned())?;
    expect_eq("open", door.open(), 1)
}

async fn hooks_of_a_holder(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let seen = Seen::default();
    let pool = builder
        .statement_hook(Watcher::new("pool", &seen).shared())
        .build()?;
    let mut session = pool.get().await?;
    session.add_statement_hook(Watcher::new("holder", &seen).refusing().shared());
    session.enable_query_log(10);
    let result = session.execute(&insert(context, &artists, 5)).await;
    expect_error("a statement", result, ErrorKind::PermissionDenied)?;
    drop(session);
    seen.take();
    let mut session = pool.get().await?;
    let found = keys_of(&mut session, context, &artists).await?;
    expect_eq("keys", found, [1, 2, 3, 4])?;
    expect(session.query_log().is_none(), || {
        "the log is still there".to_owned()
    })?;
    let lines = seen.take();
    expect(
        lines.len() == 2 && lines.iter().all(|line| line.starts_with("pool")),
        || format!("these hooks saw it: {lines:?}"),
    )?;
    expect_eq("opened", door.opened(), 1)
}

async fn set_otherwise(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let mut session = pool.get().await?;
    session.set_constraint_checks(false).await?;
    drop(session);
    drop(pool.get().await?);
    expect_eq("opened", door.opened(), 2)
}
