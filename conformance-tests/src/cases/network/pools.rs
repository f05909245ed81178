//! What a pool does about a network that fails.

use std::time::Duration;

use backend_core::error::ErrorKind;
use backend_core::pool::Pool;

use super::{expect_lost, fetched, in_time, rows};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::Proxied;
use crate::proxy::Fault;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "network.pool.recovers",
        recovers,
        "A pool whose sessions were all cut while they were idle lends out new ones."
    )
    .over_network(),
    case!(
        "network.pool.lost_on_loan",
        lost_on_loan,
        "A session that is lost while it is lent out is not lent out again."
    )
    .over_network(),
    case!(
        "network.pool.silent_on_loan",
        silent_on_loan,
        "A session that was given up amid a silent answer is not lent out again."
    )
    .over_network(),
    case!(
        "network.pool.nobody_there",
        nobody_there,
        "A pool whose server is gone says so, and lends out again once the server is back."
    )
    .over_network(),
];

fn pool(context: &Context, proxied: &Proxied, size: usize) -> backend_core::error::Result<Pool> {
    Pool::builder(context.backend(), proxied.settings.clone())
        .max_size(size)
        .wait_timeout(Duration::from_secs(10))
        .care_timeout(Duration::from_secs(1))
        .check_after_idle(Duration::ZERO)
        .build()
}

async fn recovers(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    let pool = pool(context, &proxied, 2)?;
    let (first, second) = (pool.get().await?, pool.get().await?);
    drop((first, second));
    expect_eq("connections", proxied.proxy.came(), 2)?;
    proxied.proxy.cut();
    let mut first = in_time("a loan", pool.get()).await??;
    let mut second = in_time("another loan", pool.get()).await??;
    fetched(&mut first, &select).await?;
    fetched(&mut second, &select).await?;
    expect_eq("connections", proxied.proxy.came(), 4)
}

async fn lost_on_loan(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    let pool = pool(context, &proxied, 1)?;
    let mut session = pool.get().await?;
    proxied.proxy.set(Fault::CutAfter(50));
    let result = in_time("the fetch", fetched(&mut session, &select)).await?;
    expect_lost("the fetch", result, &mut session, &select).await?;
    proxied.proxy.set(Fault::None);
    drop(session);
    let mut session = in_time("a loan", pool.get()).await??;
    fetched(&mut session, &select).await?;
    Ok(())
}

async fn silent_on_loan(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    let pool = pool(context, &proxied, 1)?;
    let mut session = pool.get().await?;
    fetched(&mut session, &select).await?;
    proxied.proxy.set(Fault::StallAfter(100));
    let fetch = tokio::time::timeout(Duration::from_millis(200), fetched(&mut session, &select));
    expect(fetch.await.is_err(), || {
        "rows come from a server that is silent".to_owned()
    })?;
    drop(session);
    proxied.proxy.set(Fault::None);
    let mut session = in_time("a loan", pool.get()).await??;
    fetched(&mut session, &select).await?;
    Ok(())
}

async fn nobody_there(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    let pool = pool(context, &proxied, 1)?;
    drop(pool.get().await?);
    proxied.proxy.cut();
    proxied.proxy.set(Fault::CutAfter(0));
    let loan = in_time("a loan", pool.get()).await?;
    let kind = loan.as_ref().err().map(backend_core::error::Error::kind);
    let told = matches!(kind, Some(ErrorKind::Connect | ErrorKind::ConnectionLost));
    expect(told, || format!("a loan while nobody is there: {loan:?}"))?;
    proxied.proxy.set(Fault::None);
    let mut session = in_time("a loan", pool.get()).await??;
    fetched(&mut session, &select).await?;
    let again = session.execute(&select).await;
    expect(again.is_ok(), || format!("afterwards: {again:?}"))
}
