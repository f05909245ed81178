//! Copies.

use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Schema, View};
use backend_core::value::Value;

use super::databases::{create, destroy, expect_empty, expect_filled, fill};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{create_index, index, name, row, selection, table, unique};

const CLONES: &[Flag] = &[Flag::can_clone_databases];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "creation.clone.holds_everything",
        holds_everything,
        "A copy holds the tables, indexes, views and rows of its source."
    )
    .requires(CLONES)
    .django("backends/base/test_creation.py"),
    case!(
        "creation.clone.independent",
        independent,
        "What is changed in a copy is not changed in its source, and the other way round."
    )
    .requires(CLONES),
    case!(
        "creation.clone.several",
        several,
        "A source can be copied several times, one copy after another, and a copy can be copied."
    )
    .requires(CLONES)
    .django("test_runner/test_parallel.py"),
    case!(
        "creation.clone.at_once",
        at_once,
        "Several copies of a source are made by one call, each whole and for itself."
    )
    .requires(CLONES)
    .django("test_runner/test_parallel.py"),
    case!(
        "creation.clone.all_or_none",
        all_or_none,
        "Where one of several copies cannot be made, none is left."
    )
    .requires(CLONES),
    case!(
        "creation.clone.name_taken",
        name_taken,
        "A copy to a name that is taken is refused, and what has the name stays as it is."
    )
    .requires(CLONES),
    case!(
        "creation.clone.in_use",
        in_use,
        "A source that somebody uses is copied as it is, or the copy is refused as locked and leaves nothing."
    )
    .requires(CLONES),
    case!(
        "creation.clone.refused",
        refused,
        "A copy is refused by its flag where the server makes none."
    )
    .refuses(Flag::can_clone_databases),
];

/// Makes a database that nobody is in, fills it, lets `work` copy it, and removes it.
async fn with_source<T>(
    context: &mut Context,
    fill: impl AsyncFnOnce(&mut Context) -> Result<(), Failure>,
    work: impl AsyncFnOnce(&mut Context, &TestDatabase) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let source = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    let result = match context.inside(&source, fill).await {
        Ok(()) => work(context, &source).await,
        Err(failure) => Err(failure),
    };
    destroy(context, source).await?;
    result
}

/// Makes a copy of a database, lets `work` use it, and removes it.
async fn with_copy<T>(
    context: &mut Context,
    source: &TestDatabase,
    work: impl AsyncFnOnce(&mut Context, &TestDatabase) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let name = context.fresh_name()?;
    context.note(format!("-- copy to {name}"));
    let backend = context.backend();
    let copy = backend.clone_test_database(&source.settings, &name).await?;
    let result = work(context, &copy).await;
    destroy(context, copy).await?;
    result
}

/// What the database of the session holds.
async fn contents(context: &mut Context) -> Result<(Schema, Vec<Vec<Vec<Value>>>), Failure> {
    Ok(context.contents().await?)
}

/// One table with one row.
async fn one_row(context: &mut Context) -> Result<(), Failure> {
    fill(context).await?;
    Ok(())
}

/// Two tables with an index and a constraint, and a view where there can be one.
async fn everything(context: &mut Context) -> Result<(), Failure> {
    fill(context).await?;
    let more = table("more", &[("n", ColumnType::Integer)])?.with_unique(unique(&["n"])?);
    context.create(&more).await?;
    let by_n = create_index(&more, index("more_n", &["n"])?);
    context.change(&by_n).await?;
    context
        .insert(&more, [&row![1_i64, 1], &row![2_i64, 2]])
        .await?;
    if context.features().supports_views {
        let definition = selection(context, &more.name, &["n"])?;
        let view = View::new(name("seen")?, definition);
        context.change(&Change::CreateView(view)).await?;
    }
    Ok(())
}

async fn holds_everything(context: &mut Context) -> Outcome {
    with_source(context, everything, async |context, source| {
        let made = context.inside(source, contents).await?;
        let copied = with_copy(context, source, async |context, copy| {
            context.inside(copy, contents).await
        });
        let copied = copied.await?;
        expect_eq("the copy's schema", copied.0, made.0)?;
        expect_eq("the copy's rows", copied.1, made.1)
    })
    .await
}

/// Adds a second row to the table, and counts the rows.
async fn fill_again(context: &mut Context) -> Result<i64, Failure> {
    let thing = table("thing", &[("n", ColumnType::Integer)])?;
    context.insert(&thing, [&row![2_i64, 8]]).await?;
    Ok(context.count(&thing.name).await?)
}

/// Removes the table, which another session made.
async fn drop_thing(context: &mut Context) -> Result<(), Failure> {
    let mut drop = context.dialect().writer();
    drop.push("DROP TABLE ").name(&name("thing")?);
    context.execute(&drop.finish()).await?;
    expect_empty(context).await
}

async fn independent(context: &mut Context) -> Outcome {
    with_source(context, one_row, async |context, source| {
        with_copy(context, source, async |context, copy| {
            let rows = context.inside(copy, fill_again).await?;
            expect_eq("rows of the copy", rows, 2)?;
            context.inside(source, expect_filled).await?;
            context.inside(source, drop_thing).await?;
            let count = async |other: &mut Context| Ok(other.count(&name("thing")?).await?);
            let left = context.inside(copy, count).await?;
            expect_eq("rows of the copy afterwards", left, 2)
        })
        .await
    })
    .await
}

async fn several(context: &mut Context) -> Outcome {
    with_source(context, one_row, async |context, source| {
        with_copy(context, source, async |context, first| {
            with_copy(context, source, async |context, second| {
                with_copy(context, first, async |context, third| {
                    for copy in [first, second, third] {
                        context.inside(copy, expect_filled).await?;
                    }
                    Ok(())
                })
                .await
            })
            .await?;
            // The copies of a copy are gone; it is not.
            context.inside(first, expect_filled).await
        })
        .await
    })
    .await
}

async fn at_once(context: &mut Context) -> Outcome {
    with_source(context, everything, async |context, source| {
        let made = context.inside(source, contents).await?;
        let names: Vec<_> = (0..9)
            .map(|_| context.fresh_name())
            .collect::<Result<_, _>>()?;
        context.note(format!("-- {} copies", names.len()));
        let backend = context.backend();
        let copies = backend.clone_test_databases(&source.settings, &names);
        let copies = copies.await?;
        expect_eq("copies", copies.len(), names.len())?;
        for copy in copies {
            let copied = context.inside(&copy, contents).await?;
            context.inside(&copy, fill_again).await?;
            destroy(context, copy).await?;
            expect_eq("the copy's schema", copied.0, made.0.clone())?;
            expect_eq("the copy's rows", copied.1, made.1.clone())?;
        }
        context.inside(source, expect_filled).await
    })
    .await
}

async fn all_or_none(context: &mut Context) -> Outcome {
    with_source(context, one_row, async |context, source| {
        let names: Vec<_> = (0..4)
            .map(|_| context.fresh_name())
            .collect::<Result<_, _>>()?;
        let Some(taken) = names.get(2) else {
            return Err(Failure::new("a fault of the suite: no third name"));
        };
        let other = create(context, taken, Existing::Refuse).await?;
        let backend = context.backend();
        let refused = backend.clone_test_databases(&source.settings, &names).await;
        destroy(context, other).await?;
        expect_error(
            "copies to names of which one is taken",
            refused,
            ErrorKind::AlreadyExists,
        )?;
        for name in &names {
            let free = create(context, name, Existing::Refuse).await?;
            context.inside(&free, expect_empty).await?;
            destroy(context, free).await?;
        }
        Ok(())
    })
    .await
}

async fn name_taken(context: &mut Context) -> Outcome {
    with_source(context, one_row, async |context, source| {
        let name = context.fresh_name()?;
        let other = create(context, &name, Existing::Refuse).await?;
        let backend = context.backend();
        let refused = backend.clone_test_database(&source.settings, &name).await;
        let untouched = context.inside(&other, expect_empty).await;
        destroy(context, other).await?;
        untouched?;
        expect_error("a copy to it", refused, ErrorKind::AlreadyExists)?;
        context.inside(source, expect_filled).await
    })
    .await
}

async fn in_use(context: &mut Context) -> Outcome {
    fill(context).await?;
    let name = context.fresh_name()?;
    let backend = context.backend();
    match backend.clone_test_database(context.settings(), &name).await {
        Ok(copy) => {
            let filled = context.inside(&copy, expect_filled).await;
            destroy(context, copy).await?;
            filled?;
        }
        Err(error) => {
            expect_eq("the refusal", error.kind(), ErrorKind::Locked)?;
            // Nothing is left of the attempt.
            let free = create(context, &name, Existing::Refuse).await?;
            destroy(context, free).await?;
        }
    }
    expect_filled(context).await
}

async fn refused(context: &mut Context) -> Outcome {
    fill(context).await?;
    let copy = context.fresh_name()?;
    context
        .refused(Flag::can_clone_databases, async |context| {
            let backend = context.backend();
            backend.clone_test_database(context.settings(), &copy).await
        })
        .await
}
