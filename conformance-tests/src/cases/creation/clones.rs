//! Copies.

use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Identifier, QualifiedName, View};

use super::databases::{create, destroy, expect_empty, expect_filled, fill};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
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
        "creation.clone.name_taken",
        name_taken,
        "A copy to a name that is taken is refused, and what has the name stays as it is."
    )
    .requires(CLONES),
    case!(
        "creation.clone.refused",
        refused,
        "A copy is refused by its flag where the server makes none."
    )
    .refuses(Flag::can_clone_databases),
];

async fn clone(
    context: &Context,
    source: &TestDatabase,
    name: &Identifier,
) -> Result<TestDatabase> {
    context.note(format!("-- clone to {name}"));
    let backend = context.backend();
    backend.clone_test_database(&source.settings, name).await
}

/// A test database with one table and one row.
async fn filled(context: &mut Context) -> Result<TestDatabase, crate::failure::Failure> {
    let database = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    context
        .inside(&database, async |other| Ok(fill(other).await?))
        .await?;
    Ok(database)
}

async fn holds_everything(context: &mut Context) -> Outcome {
    let source = filled(context).await?;
    let made = context
        .inside(&source, async |other| {
            let more = table("more", &[("n", ColumnType::Integer)])?;
            let more = more.with_unique(unique(&["n"])?);
            other.create(&more).await?;
            let by_n = create_index(&more, index("more_n", &["n"])?);
            other.change(&by_n).await?;
            other
                .insert(&more, [&row![1_i64, 1], &row![2_i64, 2]])
                .await?;
            if other.features().supports_views {
                let definition = selection(other, &more.name, &["n"])?;
                let view = View::new(name("seen")?, definition);
                other.change(&Change::CreateView(view)).await?;
            }
            Ok(other.contents().await?)
        })
        .await?;
    let copy = clone(context, &source, &context.fresh_name()?).await?;
    let copied = context
        .inside(&copy, async |other| Ok(other.contents().await?))
        .await?;
    destroy(context, copy).await?;
    destroy(context, source).await?;
    expect_eq("the copy's schema", copied.0, made.0)?;
    expect_eq("the copy's rows", copied.1, made.1)
}

async fn independent(context: &mut Context) -> Outcome {
    let source = filled(context).await?;
    let copy = clone(context, &source, &context.fresh_name()?).await?;
    let add = async |other: &mut Context| {
        let thing = fill_again(other).await?;
        Ok(other.count(&thing).await?)
    };
    let rows = context.inside(&copy, add).await?;
    expect_eq("rows of the copy", rows, 2)?;
    context.inside(&source, expect_filled).await?;
    let drop = async |other: &mut Context| {
        let thing = name("thing")?;
        let sql = other.statement(|out| {
            out.push("DROP TABLE ").name(&thing);
        });
        other.execute(&sql).await?;
        expect_empty(other).await
    };
    context.inside(&source, drop).await?;
    destroy(context, source).await?;
    let left = context
        .inside(&copy, async |other| {
            Ok(other.count(&name("thing")?).await?)
        })
        .await?;
    expect_eq("rows of the copy afterwards", left, 2)?;
    Ok(destroy(context, copy).await?)
}

/// Adds a second row to the table.
async fn fill_again(context: &mut Context) -> Result<QualifiedName> {
    let integer = ColumnType::Integer;
    let thing = table("thing", &[("n", integer)])?;
    context.insert(&thing, [&row![2_i64, 8]]).await?;
    Ok(thing.name)
}

async fn several(context: &mut Context) -> Outcome {
    let source = filled(context).await?;
    let first = clone(context, &source, &context.fresh_name()?).await?;
    let second = clone(context, &source, &context.fresh_name()?).await?;
    let third = clone(context, &first, &context.fresh_name()?).await?;
    for database in [first, source, second, third] {
        context.inside(&database, expect_filled).await?;
        destroy(context, database).await?;
    }
    Ok(())
}

async fn name_taken(context: &mut Context) -> Outcome {
    let source = filled(context).await?;
    let name = context.fresh_name()?;
    let other = create(context, &name, Existing::Refuse).await?;
    let refused = clone(context, &source, &name).await;
    expect_error("a copy to it", refused, ErrorKind::AlreadyExists)?;
    context.inside(&other, expect_empty).await?;
    context.inside(&source, expect_filled).await?;
    destroy(context, other).await?;
    Ok(destroy(context, source).await?)
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
