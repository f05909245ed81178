//! Sessions: opening, asking, closing, and what two of them see of each other.

use backend_core::wrapper::Version;

use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{artist, artists, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "connection.server.product_and_version",
        product_and_version,
        "A session knows its server's product and version."
    )
    .smoke()
    .unit(Unit::Session)
    .django("backends/base/test_base.py"),
    case!(
        "connection.server.same_in_every_session",
        same_in_every_session,
        "Two sessions with one database know the same of its server."
    )
    .unit(Unit::Session),
    case!(
        "connection.session.usable",
        usable,
        "A session is usable when it was opened, after work, and after a statement that failed."
    )
    .smoke()
    .unit(Unit::Session)
    .django("backends/tests.py"),
    case!(
        "connection.session.closes_alone",
        closes_alone,
        "Closing a session ends that session, and leaves the others and the rows as they are."
    )
    .django("backends/base/test_base.py"),
    case!(
        "connection.session.dropped_without_closing",
        dropped_without_closing,
        "A session that is dropped without being closed leaves the others as they are."
    ),
    case!(
        "connection.session.sees_the_rows_of_others",
        sees_the_rows_of_others,
        "A session sees the tables and rows that another one made, and the other way round."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "connection.session.ten_at_once",
        ten_at_once,
        "Ten sessions with one database are open at once, and each works."
    ),
];

async fn product_and_version(context: &mut Context) -> Outcome {
    let server = context.connection().server().clone();
    expect(!server.product.trim().is_empty(), || {
        "the product has no name".to_owned()
    })?;
    expect(server.version > Version::default(), || {
        format!("the version is {}", server.version)
    })?;
    expect_eq(
        "in words",
        server.to_string(),
        format!("{} {}", server.product, server.version),
    )
}

async fn same_in_every_session(context: &mut Context) -> Outcome {
    let other = context.connect().await?;
    expect_eq("the server", other.server(), context.connection().server())?;
    expect_eq("the features", other.features(), context.features())?;
    other.close().await?;
    Ok(())
}

async fn usable(context: &mut Context) -> Outcome {
    expect(context.connection().is_usable().await, || {
        "not when it was opened".to_owned()
    })?;
    let result = context.execute_with("THIS IS NO SQL", &[]).await;
    expect(result.is_err(), || {
        format!("nonsense succeeded: {result:?}")
    })?;
    expect(context.connection().is_usable().await, || {
        "not after a failure".to_owned()
    })
}

async fn closes_alone(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut other = context.connect().await?;
    other
        .execute(&context.insert_statement(&artists, &artist(5, "Fanny", None)))
        .await?;
    other.close().await?;
    expect(context.connection().is_usable().await, || {
        "the first is gone as well".to_owned()
    })?;
    expect_eq("rows", context.count(&artists.name).await?, 5)
}

async fn dropped_without_closing(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut other = context.connect().await?;
    other
        .execute(&context.insert_statement(&artists, &artist(5, "Fanny", None)))
        .await?;
    drop(other);
    expect(context.connection().is_usable().await, || {
        "the first is gone as well".to_owned()
    })?;
    expect_eq("rows", context.count(&artists.name).await?, 5)
}

async fn sees_the_rows_of_others(context: &mut Context) -> Outcome {
    let mut other = context.connect().await?;
    let artists = artists()?;
    context.create(&artists).await?;
    let (insert, select) = (
        context.insert_statement(&artists, &artist(1, "Bach", None)),
        context.select_columns(&artists, &["id"]),
    );
    other.execute(&insert).await?;
    expect_eq(
        "rows of the other",
        context.fetch::<(i64,)>(&select).await?,
        [(1,)],
    )?;
    context
        .insert(&artists, &[artist(2, "Clara", None)])
        .await?;
    expect_eq(
        "rows of both",
        other.fetch_as::<(i64,)>(&select).await?,
        [(1,), (2,)],
    )?;
    other.close().await?;
    Ok(())
}

async fn ten_at_once(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let mut sessions = Vec::new();
    for id in 1..=10 {
        let mut session = context.connect().await?;
        session
            .execute(&context.insert_statement(&artists, &artist(id, "x", None)))
            .await?;
        sessions.push(session);
    }
    let select = context.select_columns(&artists, &["id"]);
    for session in &mut sessions {
        expect_eq("rows", session.fetch_as::<(i64,)>(&select).await?.len(), 10)?;
    }
    for session in sessions {
        session.close().await?;
    }
    Ok(())
}
