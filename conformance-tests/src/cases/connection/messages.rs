//! What a server tells a session beside its answers: notices, and notifications of other sessions.

use std::time::Duration;

use backend_core::flag::Flag;
use backend_core::model::Identifier;
use backend_core::sql::Statement;
use backend_core::wrapper::Notification;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "connection.notices.taken_once",
        notices_taken_once,
        "What the server remarks on a statement can be taken afterwards, with its severity, and only once."
    )
    .requires(&[Flag::supports_notices]),
    case!(
        "connection.notices.refused",
        notices_refused,
        "Where the server has no notices, asking for them is refused by the flag."
    )
    .refuses(Flag::supports_notices),
    case!(
        "connection.notifications.between_sessions",
        between_sessions,
        "What one session sends to a channel reaches another that listens to it, in order, whatever names and texts hold."
    )
    .requires(&[Flag::supports_notifications]),
    case!(
        "connection.notifications.with_the_commit",
        with_the_commit,
        "What is sent inside a block is sent with its commit, and not at all where it is rolled back."
    )
    .requires(&[Flag::supports_notifications]),
    case!(
        "connection.notifications.dropped_wait",
        dropped_wait,
        "Waiting for a notification can be given up: nothing is lost, and the session works on."
    )
    .requires(&[Flag::supports_notifications]),
    case!(
        "connection.notifications.refused",
        notifications_refused,
        "Where the server has no channels, listening and sending are refused by the flag."
    )
    .refuses(Flag::supports_notifications),
];

async fn notices_taken_once(context: &mut Context) -> Outcome {
    context.connection().take_notices()?;
    let statement = Statement::new("DROP TABLE IF EXISTS no_such_table");
    context.execute(&statement).await?;
    let notices = context.connection().take_notices()?;
    let [notice] = notices.as_slice() else {
        return Err(Failure::new(format!(
            "dropping a table that is not there is remarked on once; found {notices:?}"
        )));
    };
    expect(notice.message.contains("no_such_table"), || {
        format!("the notice names the table; found {notice}")
    })?;
    expect(!notice.severity.is_empty(), || {
        "a notice has a severity".to_owned()
    })?;
    expect_eq(
        "taken again",
        context.connection().take_notices()?,
        Vec::new(),
    )
}

async fn notices_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_notices, async |context| {
            context.connection().take_notices()
        })
        .await
}

fn channels() -> Result<[Identifier; 2], backend_core::error::Error> {
    Ok([
        Identifier::new("orders")?,
        Identifier::new("Person's \"own\" 🦀")?,
    ])
}

async fn between_sessions(context: &mut Context) -> Outcome {
    let mut other = context.connect().await?;
    let channels = channels()?;
    for channel in &channels {
        context.connection().listen(channel).await?;
    }
    let sent = ["", "it's $1 and \\ and né", "last"];
    for payload in sent {
        for channel in &channels {
            other.notify(channel, payload).await?;
        }
    }
    for payload in sent {
        for channel in &channels {
            let received = receive(context).await?;
            let expected = Notification::new(channel.as_str(), payload);
            expect_eq("received", received, expected)?;
        }
    }
    other.close().await?;
    Ok(())
}

async fn with_the_commit(context: &mut Context) -> Outcome {
    let mut other = context.connect().await?;
    let [channel, _] = channels()?;
    context.connection().listen(&channel).await?;
    for (payload, keep) in [("undone", false), ("kept", true)] {
        let mut block = other.begin_atomic(Default::default()).await?;
        block.notify(&channel, payload).await?;
        if keep {
            block.commit().await?;
        } else {
            block.rollback().await?;
        }
    }
    let expected = Notification::new(channel.as_str(), "kept");
    expect_eq("received", receive(context).await?, expected)?;
    other.close().await?;
    Ok(())
}

async fn dropped_wait(context: &mut Context) -> Outcome {
    let mut other = context.connect().await?;
    let [channel, _] = channels()?;
    context.connection().listen(&channel).await?;
    let short = Duration::from_millis(20);
    let waited = tokio::time::timeout(short, context.connection().notification()).await;
    expect(waited.is_err(), || {
        "a notification came that nobody sent".to_owned()
    })?;
    other.notify(&channel, "later").await?;
    let expected = Notification::new(channel.as_str(), "later");
    expect_eq("received", receive(context).await?, expected)?;
    other.close().await?;
    Ok(())
}

async fn notifications_refused(context: &mut Context) -> Outcome {
    let [channel, _] = channels()?;
    context
        .refused(Flag::supports_notifications, async |context| {
            context.connection().listen(&channel).await
        })
        .await?;
    context
        .refused(Flag::supports_notifications, async |context| {
            context.connection().notify(&channel, "x").await
        })
        .await?;
    context
        .refused(Flag::supports_notifications, async |context| {
            context.connection().notification().await
        })
        .await
}

async fn receive(context: &mut Context) -> Result<Notification, Failure> {
    let limit = Duration::from_secs(10);
    match tokio::time::timeout(limit, context.connection().notification()).await {
        Ok(notification) => Ok(notification?),
        Err(_) => Err(Failure::new(format!(
            "no notification came within {limit:?}"
        ))),
    }
}
