//! Foreign keys that are not checked for a while.

use backend_core::error::{Error, ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::introspection::Violation;
use backend_core::model::{ColumnType, Table};
use backend_core::value::TypedValue;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{artist, artists, foreign_key, polled, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "care.checks.scope",
        scope,
        "Without checks, a row can come before the one that it refers to; afterwards they are on again."
    )
    .requires(&[Flag::can_disable_constraint_checks])
    .django("backends/tests.py"),
    case!(
        "care.checks.on_after_an_error",
        on_after_an_error,
        "The checks are on again after work that failed, whose error comes back."
    )
    .requires(&[Flag::can_disable_constraint_checks])
    .django("backends/tests.py"),
    case!(
        "care.checks.on_after_a_drop",
        on_after_a_drop,
        "The checks are on again after a scope, or the future of one, that was dropped."
    )
    .requires(&[Flag::can_disable_constraint_checks]),
    case!(
        "care.checks.nested",
        nested,
        "A scope inside a scope does not switch the checks on early."
    )
    .requires(&[Flag::can_disable_constraint_checks]),
    case!(
        "care.checks.is_refused",
        is_refused,
        "Where the checks cannot be off, a scope without them is refused with the flag, and its work is not done."
    )
    .refuses(Flag::can_disable_constraint_checks),
];

/// A table `album` whose column `by` refers to an artist.
fn albums(artists: &Table) -> Result<Table, Error> {
    let mut albums = table("album", &[("by", ColumnType::BigInteger)])?;
    albums
        .foreign_keys
        .push(foreign_key(&["by"], artists, &["id"])?);
    Ok(albums)
}

fn album(id: i64, by: impl Into<Option<i64>>) -> Vec<TypedValue> {
    row![id, by.into()]
}

/// Makes the tables of artists, with one row, and of albums.
async fn both(context: &mut Context) -> Result<(Table, Table), Failure> {
    let artists = artists()?;
    let albums = albums(&artists)?;
    context.create(&artists).await?;
    context.create(&albums).await?;
    context.insert(&artists, &[artist(1, "Bach", None)]).await?;
    Ok((artists, albums))
}

/// Demands that an album without its artist is refused.
async fn expect_checked(context: &mut Context, albums: &Table) -> Outcome {
    let orphan = context.insert_statement(albums, &album(99, 77));
    let result = context.execute(&orphan).await;
    expect_error(
        "an orphan",
        result,
        ErrorKind::Integrity(Integrity::ForeignKey),
    )?;
    Ok(())
}

async fn violations(context: &mut Context) -> Result<Vec<Violation>, Error> {
    let backend = context.backend();
    backend.check_constraints(context.connection(), None).await
}

async fn scope(context: &mut Context) -> Outcome {
    let (artists, albums) = both(context).await?;
    let insert = context.insert_statement(&albums, &album(1, 2));
    context
        .connection()
        .without_constraint_checks(async |connection| connection.execute(&insert).await)
        .await?;
    expect_checked(context, &albums).await?;
    context
        .insert(&artists, &[artist(2, "Clara", None)])
        .await?;
    expect_eq("violations", violations(context).await?, [])
}

async fn on_after_an_error(context: &mut Context) -> Outcome {
    let (_, albums) = both(context).await?;
    let insert = context.insert_statement(&albums, &album(1, 2));
    let result = context
        .connection()
        .without_constraint_checks(async |connection| {
            connection.execute(&insert).await?;
            Err::<(), _>(Error::new(ErrorKind::Operational, "the work failed"))
        })
        .await;
    let error = expect_error("the work", result, ErrorKind::Operational)?;
    expect_eq("the message", error.message(), "the work failed")?;
    expect_checked(context, &albums).await
}

async fn on_after_a_drop(context: &mut Context) -> Outcome {
    let (_, albums) = both(context).await?;
    drop(
        context
            .connection()
            .begin_without_constraint_checks()
            .await?,
    );
    expect_checked(context, &albums).await?;
    let insert = context.insert_statement(&albums, &album(1, 2));
    for polls in [1, 2, 3, 10, 1_000] {
        let work = context
            .connection()
            .without_constraint_checks(async |connection| {
                connection.execute(&insert).await?;
                std::future::pending::<Result<(), Error>>().await
            });
        expect(polled(work, polls).await.is_none(), || {
            "what never ends has ended".to_owned()
        })?;
        expect_checked(context, &albums).await?;
        let delete = context.delete_statement(&albums, "id", 1_i64)?;
        context.execute(&delete).await?;
    }
    Ok(())
}

async fn nested(context: &mut Context) -> Outcome {
    let (_, albums) = both(context).await?;
    let rows = [1, 2].map(|id| context.insert_statement(&albums, &album(id, 70 + id)));
    let mut outer = context
        .connection()
        .begin_without_constraint_checks()
        .await?;
    let mut inner = outer.begin_without_constraint_checks().await?;
    inner.execute(&rows[0]).await?;
    inner.end().await?;
    outer.execute(&rows[1]).await?;
    outer.end().await?;
    expect_checked(context, &albums).await
}

async fn is_refused(context: &mut Context) -> Outcome {
    let mut is_done = false;
    context
        .refused(Flag::can_disable_constraint_checks, async |context| {
            context
                .connection()
                .without_constraint_checks(async |_| {
                    is_done = true;
                    Ok(())
                })
                .await
        })
        .await?;
    expect(!is_done, || "the work was done".to_owned())
}
