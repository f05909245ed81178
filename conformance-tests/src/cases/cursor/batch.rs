//! Batches: several statements in one text.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{artist, artists, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!("cursor.batch.runs_each", runs_each, "Each statement of a batch runs, in order.")
        .requires(&[Flag::supports_batches]),
    case!(
        "cursor.batch.ends_at_the_first_failure",
        ends_at_the_first_failure,
        "A failing statement ends the batch; those before it stay in effect, those after it do not run."
    )
    .requires(&[Flag::supports_batches]),
    case!(
        "cursor.batch.is_refused",
        is_refused,
        "Where batches are not supported, one is refused with the flag, and none of it runs."
    )
    .refuses(Flag::supports_batches),
    case!(
        "cursor.batch.not_by_a_query",
        not_by_a_query,
        "A query with two statements is refused: a second one cannot be smuggled in."
    ),
];

/// Statements that insert these keys, with `;` between two.
fn inserts(context: &Context, keys: &[i64]) -> Result<String, backend_core::error::Error> {
    let artists = artists()?;
    let statement = |key: &i64| {
        let mut out = context.dialect().writer();
        out.push("INSERT INTO ").name(&artists.name).push(" (");
        out.identifiers(artists.columns.iter().take(1).map(|column| &column.name));
        out.push(") VALUES (").number(*key).push(")");
        out.finish().sql
    };
    Ok(keys.iter().map(statement).collect::<Vec<_>>().join("; "))
}

async fn keys(context: &mut Context) -> Result<Vec<(i64,)>, backend_core::error::Error> {
    let statement = context.select_columns(&artists()?, &["id"]);
    context.fetch(&statement).await
}

async fn runs_each(context: &mut Context) -> Outcome {
    context.create(&artists()?).await?;
    let script = inserts(context, &[3, 1, 2])?;
    context.batch(&script).await?;
    expect_eq("keys", keys(context).await?, [(1,), (2,), (3,)])
}

async fn ends_at_the_first_failure(context: &mut Context) -> Outcome {
    context.create(&artists()?).await?;
    let script = inserts(context, &[1, 1, 2])?;
    match context.batch(&script).await {
        Err(error) if matches!(error.kind(), ErrorKind::Integrity(_)) => {}
        other => {
            return Err(Failure::new(format!(
                "a batch that inserts a key twice: {other:?}"
            )));
        }
    }
    expect_eq("keys", keys(context).await?, [(1,)])
}

async fn is_refused(context: &mut Context) -> Outcome {
    context.create(&artists()?).await?;
    context
        .insert(&artists()?, &[artist(9, "Bach", None)])
        .await?;
    let script = inserts(context, &[1, 2])?;
    context
        .refused(Flag::supports_batches, async |context| {
            context.batch(&script).await
        })
        .await
}

async fn not_by_a_query(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut out = context.dialect().writer();
    out.push("SELECT COUNT(*) FROM ").name(&artists.name);
    out.push("; DELETE FROM ").name(&artists.name);
    if let Ok(done) = context.execute(&out.finish()).await {
        return Err(Failure::new(format!(
            "the query with a second statement succeeded: {done:?}"
        )));
    }
    expect_eq("rows", context.count(&artists.name).await?, 4)
}
