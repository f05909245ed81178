//! Loans: who gets which session.

use std::sync::Arc;

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::pool::PoolStatus;
use backend_core::wrapper::TransactionOptions;

use super::{expect_keys, insert, keys_of, pool};
use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{artists, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "pool.loan.reused",
        reused,
        "No session is opened before it is asked for, and one that came back is lent out again."
    )
    .smoke(),
    case!(
        "pool.loan.one_holder",
        one_holder,
        "Sessions that are lent out at the same time are different ones."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "pool.loan.many_tasks",
        many_tasks,
        "Twenty tasks over three sessions do all their work, with three sessions at most."
    ),
    case!(
        "pool.loan.status",
        status,
        "A pool says how many of its sessions are open, idle and lent out."
    )
    .unit(Unit::Session),
    case!(
        "pool.loan.detached",
        detached,
        "A session that is detached is its holder's for good, and the pool opens another."
    ),
    case!(
        "pool.loan.closed",
        closed,
        "A closed pool lends nothing: idle sessions are gone, and one that is lent out ends when it comes back."
    )
    .unit(Unit::Session),
    case!(
        "pool.loan.outside_a_runtime",
        outside_a_runtime,
        "Where no runtime keeps its limits of time, a pool refuses to lend and does not panic."
    )
    .unit(Unit::Session),
];

async fn reused(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 3);
    let pool = builder.build()?;
    expect_eq("opened at first", door.opened(), 0)?;
    for _ in 0..5 {
        expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    }
    expect_eq("opened", door.opened(), 1)
}

async fn one_holder(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 2);
    let pool = builder.build()?;
    let (mut first, mut second) = (pool.get().await?, pool.get().await?);
    expect_eq("opened", door.opened(), 2)?;
    first.begin(&TransactionOptions::default()).await?;
    expect(!second.in_transaction(), || {
        "the second is in the transaction of the first".to_owned()
    })?;
    // Doing nothing of its own, it leaves the transaction of the first.
    second.rollback().await?;
    expect(first.in_transaction(), || {
        "the second rolled the first back".to_owned()
    })?;
    Ok(first.rollback().await?)
}

async fn many_tasks(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let (builder, door) = pool(context, 3);
    let pool = builder.build()?;
    let writing = Arc::new(tokio::sync::Mutex::new(()));
    let mut tasks = Vec::new();
    for id in 0..20 {
        let (pool, writing, insert) = (
            pool.clone(),
            Arc::clone(&writing),
            insert(context, &artists, id),
        );
        tasks.push(tokio::spawn(async move {
            let mut session = pool.get().await?;
            // One writer at a time: who waits for whose lock is not the pool's affair.
            let _turn = writing.lock().await;
            session.execute(&insert).await
        }));
    }
    for task in tasks {
        task.await
            .map_err(|error| Failure::new(format!("a task ended: {error}")))??;
    }
    let keys: Vec<i64> = (0..20).collect();
    expect_keys(&pool, context, &artists, &keys).await?;
    expect(door.opened() <= 3, || {
        format!("{} sessions were opened", door.opened())
    })
}

async fn status(context: &mut Context) -> Outcome {
    let (builder, _) = pool(context, 3);
    let pool = builder.build()?;
    let told = |status: PoolStatus| (status.max_size, status.open, status.idle, status.lent);
    expect_eq("at first", told(pool.status()), (3, 0, 0, 0))?;
    let (first, second) = (pool.get().await?, pool.get().await?);
    expect_eq("with two lent", told(pool.status()), (3, 2, 0, 2))?;
    drop(first);
    expect_eq("with one lent", told(pool.status()), (3, 2, 1, 1))?;
    drop(second);
    expect_eq("with none lent", told(pool.status()), (3, 2, 2, 0))
}

async fn detached(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (builder, door) = pool(context, 1);
    let pool = builder.build()?;
    let mut mine = pool.get().await?.detach();
    expect_keys(&pool, context, &artists, &[1, 2, 3, 4]).await?;
    expect_eq("opened", door.opened(), 2)?;
    pool.close().await?;
    let found = keys_of(&mut mine, context, &artists).await?;
    expect_eq("keys after the pool is closed", found, [1, 2, 3, 4])?;
    mine.close().await?;
    expect_eq("open at the end", door.open(), 0)
}

async fn closed(context: &mut Context) -> Outcome {
    let (builder, door) = pool(context, 2);
    let pool = builder.build()?;
    let (lent, idle) = (pool.get().await?, pool.get().await?);
    drop(idle);
    pool.close().await?;
    expect_eq("open while one is lent", door.open(), 1)?;
    expect_error("a loan", pool.get().await, ErrorKind::Interface)?;
    expect(pool.is_closed(), || "it does not say so".to_owned())?;
    drop(lent);
    expect_eq("open at the end", door.open(), 0)
}

async fn outside_a_runtime(context: &mut Context) -> Outcome {
    let (builder, _) = pool(context, 1);
    let pool = builder.build()?;
    let asked = std::thread::spawn(move || {
        let mut loan = std::pin::pin!(pool.get());
        let mut task = std::task::Context::from_waker(std::task::Waker::noop());
        match loan.as_mut().poll(&mut task) {
            std::task::Poll::Ready(result) => result.map(drop),
            std::task::Poll::Pending => Ok(()),
        }
    });
    let result = asked
        .join()
        .map_err(|_| Failure::new("asking for a loan panics"))?;
    expect_error("a loan", result, ErrorKind::Interface)?;
    Ok(())
}
