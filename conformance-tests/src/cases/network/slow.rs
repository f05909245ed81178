//! Networks that are slow, and connections that fall silent.

use std::time::Duration;

use backend_core::error::ErrorKind;

use super::{ROWS, fetched, in_time, rows};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::Proxied;
use crate::proxy::Fault;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "network.slow.one_byte_at_a_time",
        one_byte_at_a_time,
        "A session opens and works where what the server says comes one byte at a time."
    )
    .over_network(),
    case!(
        "network.slow.late",
        late,
        "A session opens and works where what the server says comes late."
    )
    .over_network(),
    case!(
        "network.slow.silent_while_connecting",
        silent_while_connecting,
        "A session that is given up while it opens leaves nothing that hinders the next one."
    )
    .over_network(),
    case!(
        "network.slow.silent_past_the_limit",
        silent_past_the_limit,
        "The option `connect_timeout` ends the opening of a session whose server is silent, and the error says so."
    )
    .over_network(),
    case!(
        "network.slow.silent_amid_rows",
        silent_amid_rows,
        "A fetch that is given up while its server is silent leaves its session unusable, or usable, and never hangs it."
    )
    .over_network(),
];

async fn works(context: &mut Context, fault: Fault) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    proxied.proxy.set(fault);
    let mut session = in_time("connecting", proxied.connect()).await??;
    let count = in_time("the fetch", fetched(&mut session, &select)).await??;
    expect_eq("rows", i64::try_from(count).ok(), Some(ROWS))?;
    expect(session.is_usable().await, || "it does not work".to_owned())?;
    session.close().await?;
    Ok(())
}

async fn one_byte_at_a_time(context: &mut Context) -> Outcome {
    works(context, Fault::OneByOne).await
}

async fn late(context: &mut Context) -> Outcome {
    works(context, Fault::Delay(Duration::from_millis(20))).await
}

async fn silent_while_connecting(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    proxied.proxy.set(Fault::StallAfter(0));
    let opened = tokio::time::timeout(Duration::from_millis(200), proxied.connect()).await;
    expect(opened.is_err(), || {
        "a session opens with a server that says nothing".to_owned()
    })?;
    proxied.proxy.set(Fault::None);
    let mut session = in_time("connecting", proxied.connect()).await??;
    fetched(&mut session, &select).await?;
    Ok(())
}

async fn silent_past_the_limit(context: &mut Context) -> Outcome {
    let mut proxied = Proxied::new(context)?;
    let patient = proxied.settings.clone();
    proxied.settings = patient.clone().with_option("connect_timeout", "200ms")?;
    proxied.proxy.set(Fault::StallAfter(0));
    let opened = in_time("connecting", proxied.connect()).await?;
    let error = expect_error("a silent server", opened, ErrorKind::Timeout)?;
    expect(error.to_string().contains("200ms"), || {
        format!("the limit is not in the message: {error}")
    })?;
    // What is silent amid the opening is as silent as what never said a word.
    proxied.proxy.set(Fault::StallAfter(20));
    let opened = in_time("connecting", proxied.connect()).await?;
    expect_error("a server that falls silent", opened, ErrorKind::Timeout)?;
    proxied.proxy.set(Fault::None);
    proxied.settings = patient;
    in_time("connecting", proxied.connect()).await??;
    Ok(())
}

async fn silent_amid_rows(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    let mut session = proxied.connect().await?;
    fetched(&mut session, &select).await?;
    proxied.proxy.set(Fault::StallAfter(100));
    let fetch = tokio::time::timeout(Duration::from_millis(200), fetched(&mut session, &select));
    expect(fetch.await.is_err(), || {
        "rows come from a server that is silent".to_owned()
    })?;
    // Nobody answers any more: whoever asks has to be told in time, or the network has to end it.
    proxied.proxy.cut();
    let usable = in_time("the question whether it works", session.is_usable()).await?;
    expect_eq("it works", usable, false)?;
    drop(session);
    // The context's own session is another one.
    fetched(context.connection(), &select).await?;
    Ok(())
}
