//! Runs of tests: whose databases are whose, and what a run leaves behind.

use backend_core::creation::{Existing, RunId, TestDatabase, TestNames};
use backend_core::error::Result;

use super::databases::{create, destroy, expect_empty, expect_filled, fill};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "creation.mirror.same",
        mirror,
        "A mirror is the same database: what one session writes, the other reads."
    )
    .django("backends/base/test_creation.py"),
    case!(
        "creation.runs.names",
        names,
        "Names of runs and workers are taken by the server as they are, also those of a long or strange base."
    )
    .django("test_runner/test_parallel.py"),
    case!(
        "creation.runs.alive",
        alive,
        "The databases of a run that goes on are nobody's to clear."
    ),
    case!(
        "creation.runs.left_behind",
        left_behind,
        "What a run has left is found and removed when the run is over, and once only."
    ),
    case!(
        "creation.runs.of_others",
        of_others,
        "Databases of other names are not touched, whoever made them."
    ),
];

/// Names that no other case has.
fn own_names(context: &Context) -> Result<TestNames> {
    let base = context.fresh_name()?;
    context.backend().test_names(base.as_str())
}

/// Clears what runs have left, and answers with how many databases that were.
async fn clear(context: &Context, names: &TestNames) -> Result<usize> {
    let backend = context.backend();
    let cleared = backend.clear_stale_test_databases(context.settings(), names);
    let cleared = cleared.await?.len();
    context.note(format!("-- cleared {cleared}"));
    Ok(cleared)
}

/// Makes a database with a row in it.
async fn filled(
    context: &mut Context,
    names: &TestNames,
    run: RunId,
    worker: u32,
) -> std::result::Result<TestDatabase, crate::failure::Failure> {
    let database = create(context, &names.name(run, worker)?, Existing::Refuse).await?;
    context
        .inside(&database, async |other| Ok(fill(other).await?))
        .await?;
    Ok(database)
}

async fn mirror(context: &mut Context) -> Outcome {
    let primary = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    let replica = TestDatabase::new(primary.mirror());
    context
        .inside(&primary, async |other| Ok(fill(other).await?))
        .await?;
    context.inside(&replica, expect_filled).await?;
    Ok(destroy(context, primary).await?)
}

async fn names(context: &mut Context) -> Outcome {
    let run = RunId::random();
    let long = "a_project_with_a_name_that_is_longer_than_any_name_of_a_database_can_be";
    let mut databases = Vec::new();
    for base in ["shop", "Schöner Laden / 2", long] {
        let base = format!("{}{base}", context.fresh_name()?);
        let names = context.backend().test_names(&base)?;
        for worker in [0, 1, u32::MAX] {
            let name = names.name(run, worker)?;
            expect_eq(
                "the run of the name",
                names.run_of(name.as_str()),
                Some(run),
            )?;
            databases.push(create(context, &name, Existing::Refuse).await?);
        }
    }
    for database in databases {
        context.inside(&database, expect_empty).await?;
        destroy(context, database).await?;
    }
    Ok(())
}

async fn alive(context: &mut Context) -> Outcome {
    let names = own_names(context)?;
    let run = context.backend().begin_test_run(context.settings()).await?;
    let database = filled(context, &names, run.id, 0).await?;
    expect_eq(
        "databases that were cleared",
        clear(context, &names).await?,
        0,
    )?;
    context.inside(&database, expect_filled).await?;
    destroy(context, database).await?;
    Ok(run.end().await?)
}

async fn left_behind(context: &mut Context) -> Outcome {
    let names = own_names(context)?;
    let backend = context.backend();
    let (over, on) = (
        backend.begin_test_run(context.settings()).await?,
        backend.begin_test_run(context.settings()).await?,
    );
    let mut left = Vec::new();
    for worker in 0..3 {
        left.push(filled(context, &names, over.id, worker).await?);
    }
    let kept = filled(context, &names, on.id, 0).await?;
    let go_with_process = left.iter().any(|database| database.keeper.is_some());
    let over_id = over.id;
    over.end().await?;
    let cleared = clear(context, &names).await?;
    if go_with_process {
        expect_eq("databases that were cleared", cleared, 0)?;
        for database in left {
            destroy(context, database).await?;
        }
    } else {
        expect_eq("databases that were cleared", cleared, 3)?;
        expect_eq(
            "databases that are left then",
            clear(context, &names).await?,
            0,
        )?;
        let name = names.name(over_id, 0)?;
        let again = create(context, &name, Existing::Refuse).await?;
        context.inside(&again, expect_empty).await?;
        destroy(context, again).await?;
    }
    context.inside(&kept, expect_filled).await?;
    destroy(context, kept).await?;
    Ok(on.end().await?)
}

async fn of_others(context: &mut Context) -> Outcome {
    let (names, others) = (own_names(context)?, own_names(context)?);
    let run = RunId::random();
    let of_others = filled(context, &others, run, 0).await?;
    let plain = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    expect_eq(
        "databases that were cleared",
        clear(context, &names).await?,
        0,
    )?;
    context.inside(&of_others, expect_filled).await?;
    context.inside(&plain, expect_empty).await?;
    destroy(context, plain).await?;
    destroy(context, of_others).await?;
    let name = names.name(run, 0)?;
    expect(others.run_of(name.as_str()).is_none(), || {
        format!("{name} is taken for a name of others")
    })
}
