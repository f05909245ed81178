//! Making and removing.

use std::path::Path;

use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{ColumnType, Identifier, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_eq, expect_error};
use crate::fixtures::{row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "creation.create.empty",
        empty,
        "A test database is empty, works, and keeps what is written while no session is open."
    )
    .smoke()
    .django("backends/base/test_creation.py"),
    case!(
        "creation.create.several",
        several,
        "Several test databases are made by one call, each empty and for itself."
    ),
    case!(
        "creation.destroy.several",
        destroyed_together,
        "Several test databases are removed by one call, and their names are free."
    ),
    case!(
        "creation.create.all_or_none",
        all_or_none,
        "Where one of several test databases cannot be made, none is left, and what has its name stays as it is."
    ),
    case!(
        "creation.create.existing_refused",
        existing_refused,
        "A test database that is there already is refused where that is asked for, and stays as it is."
    )
    .django("backends/base/test_creation.py"),
    case!(
        "creation.create.existing_replaced",
        existing_replaced,
        "A test database that is there already is made anew where that is asked for, and is empty then."
    )
    .django("backends/base/test_creation.py"),
    case!(
        "creation.create.existing_kept",
        existing_kept,
        "A test database that is there already is kept with all its rows where that is asked for."
    )
    .django("backends/base/test_creation.py"),
    case!(
        "creation.create.none_there",
        none_there,
        "A test database that is not there is made, whatever is to be done with one that is."
    ),
    case!(
        "creation.create.apart",
        apart,
        "Test databases do not see one another's tables, nor does the one beside which they are made."
    ),
    case!(
        "creation.create.any_name",
        any_name,
        "A name that could lead elsewhere is refused, or is a name like any other; nothing else is touched."
    ),
    case!(
        "creation.destroy.gone",
        gone,
        "A test database that is removed is gone: its name is free, and what takes it is empty."
    )
    .django("backends/base/test_creation.py"),
    case!(
        "creation.destroy.missing",
        missing,
        "Removing a test database that is not there says so."
    ),
];

/// A table with one row, in the database of the session.
pub(super) async fn fill(context: &mut Context) -> Result<Table> {
    let table = table("thing", &[("n", ColumnType::Integer)])?;
    context.create(&table).await?;
    context.insert(&table, [&row![1_i64, 7]]).await?;
    Ok(table)
}

/// Demands that the session's database is as [`fill`] left it.
pub(super) async fn expect_filled(context: &mut Context) -> Outcome {
    let table = table("thing", &[("n", ColumnType::Integer)])?;
    let rows: Vec<(i64, i32)> = context.fetch(&context.select_statement(&table)).await?;
    expect_eq("rows", rows, [(1, 7)])
}

pub(super) async fn expect_empty(context: &mut Context) -> Outcome {
    let found = context.introspect().await?.schema;
    crate::failure::expect_empty("what is there", &found)
}

pub(super) async fn create(
    context: &Context,
    name: &Identifier,
    existing: Existing,
) -> Result<TestDatabase> {
    context.note(format!("-- create {name} ({existing:?})"));
    let backend = context.backend();
    backend
        .create_test_database(context.settings(), name, existing)
        .await
}

pub(super) async fn destroy(context: &Context, database: TestDatabase) -> Result<()> {
    context.note("-- destroy");
    context.backend().destroy_test_database(database).await
}

/// Lets go of a database without removing it: it stays where another holds it, too.
async fn release(database: TestDatabase) -> Result<()> {
    match database.keeper {
        Some(keeper) => keeper.close().await,
        None => Ok(()),
    }
}

async fn empty(context: &mut Context) -> Outcome {
    let database = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    context.inside(&database, expect_empty).await?;
    let filled = context
        .inside(&database, async |other| Ok(fill(other).await?))
        .await;
    filled?;
    context.inside(&database, expect_filled).await?;
    Ok(destroy(context, database).await?)
}

async fn several(context: &mut Context) -> Outcome {
    let names = fresh_names(context, 3)?;
    let (backend, settings) = (context.backend(), context.settings().clone());
    let made = backend
        .create_test_databases(&settings, &names, Existing::Refuse)
        .await?;
    expect_eq("databases", made.len(), names.len())?;
    let mut made = made.into_iter();
    if let Some(first) = made.next() {
        let filled = context
            .inside(&first, async |other| Ok(fill(other).await?))
            .await;
        for other in made {
            context.inside(&other, expect_empty).await?;
            destroy(context, other).await?;
        }
        filled?;
        context.inside(&first, expect_filled).await?;
        destroy(context, first).await?;
    }
    Ok(())
}

async fn destroyed_together(context: &mut Context) -> Outcome {
    let names = fresh_names(context, 3)?;
    let (backend, settings) = (context.backend(), context.settings().clone());
    let made = backend
        .create_test_databases(&settings, &names, Existing::Refuse)
        .await?;
    context.note("-- destroy them");
    let results = backend.destroy_test_databases(made).await;
    expect_eq("results", results.len(), names.len())?;
    for result in results {
        result?;
    }
    for name in &names {
        let free = create(context, name, Existing::Refuse).await?;
        context.inside(&free, expect_empty).await?;
        destroy(context, free).await?;
    }
    let none = backend.destroy_test_databases(Vec::new()).await;
    expect_eq("of none", none.len(), 0)
}

async fn all_or_none(context: &mut Context) -> Outcome {
    let names = fresh_names(context, 3)?;
    let Some(taken) = names.get(1) else {
        return Err(Failure::new("a fault of the suite: no second name"));
    };
    let other = create(context, taken, Existing::Refuse).await?;
    context
        .inside(&other, async |other| Ok(fill(other).await?))
        .await?;
    let (backend, settings) = (context.backend(), context.settings().clone());
    let refused = backend
        .create_test_databases(&settings, &names, Existing::Refuse)
        .await;
    expect_error("one is taken", refused, ErrorKind::AlreadyExists)?;
    context.inside(&other, expect_filled).await?;
    destroy(context, other).await?;
    for name in &names {
        let free = create(context, name, Existing::Refuse).await?;
        destroy(context, free).await?;
    }
    Ok(())
}

fn fresh_names(context: &Context, count: usize) -> Result<Vec<Identifier>> {
    (0..count).map(|_| context.fresh_name()).collect()
}

async fn existing_refused(context: &mut Context) -> Outcome {
    let name = context.fresh_name()?;
    let database = create(context, &name, Existing::Refuse).await?;
    context
        .inside(&database, async |other| Ok(fill(other).await?))
        .await?;
    let refused = create(context, &name, Existing::Refuse).await;
    expect_error("making it again", refused, ErrorKind::AlreadyExists)?;
    context.inside(&database, expect_filled).await?;
    Ok(destroy(context, database).await?)
}

async fn existing_replaced(context: &mut Context) -> Outcome {
    let name = context.fresh_name()?;
    let first = create(context, &name, Existing::Refuse).await?;
    context
        .inside(&first, async |other| Ok(fill(other).await?))
        .await?;
    let second = create(context, &name, Existing::Replace).await?;
    context.inside(&second, expect_empty).await?;
    context
        .inside(&second, async |other| Ok(fill(other).await?))
        .await?;
    context.inside(&second, expect_filled).await?;
    release(first).await?;
    Ok(destroy(context, second).await?)
}

async fn existing_kept(context: &mut Context) -> Outcome {
    let name = context.fresh_name()?;
    let first = create(context, &name, Existing::Refuse).await?;
    context
        .inside(&first, async |other| Ok(fill(other).await?))
        .await?;
    let second = create(context, &name, Existing::Keep).await?;
    release(first).await?;
    context.inside(&second, expect_filled).await?;
    Ok(destroy(context, second).await?)
}

async fn none_there(context: &mut Context) -> Outcome {
    for existing in [Existing::Refuse, Existing::Replace, Existing::Keep] {
        let database = create(context, &context.fresh_name()?, existing).await?;
        context.inside(&database, expect_empty).await?;
        destroy(context, database).await?;
    }
    Ok(())
}

async fn apart(context: &mut Context) -> Outcome {
    let first = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    let second = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    context
        .inside(&first, async |other| Ok(fill(other).await?))
        .await?;
    context.inside(&second, expect_empty).await?;
    expect_empty(context).await?;
    context
        .inside(&second, async |other| Ok(fill(other).await?))
        .await?;
    destroy(context, second).await?;
    context.inside(&first, expect_filled).await?;
    destroy(context, first).await?;
    expect_empty(context).await
}

/// Names that lead out of a folder or a statement, each with something of its own in it.
fn leading_elsewhere(fresh: &str) -> Vec<String> {
    vec![
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        format!("../{fresh}"),
        format!("..\\{fresh}"),
        format!("/{fresh}"),
        format!("{fresh}/x"),
        format!("{fresh}\\x"),
        format!("C:{fresh}"),
        format!("{fresh}\"; DROP TABLE thing; --"),
        format!("{fresh}'x"),
        format!("{fresh}]x"),
        format!("{fresh}?mode=memory"),
        format!("{fresh}#x"),
        format!("{fresh}%2Fx"),
        format!("{fresh}\nx"),
        format!("-{fresh}"),
        format!(":{fresh}:"),
        ":memory:".to_owned(),
        format!("file:{fresh}"),
        format!("{fresh} ž🦀"),
    ]
}

async fn any_name(context: &mut Context) -> Outcome {
    fill(context).await?;
    let fresh = context.fresh_name()?;
    for name in leading_elsewhere(fresh.as_str()) {
        let made = create(context, &Identifier::new(name.as_str())?, Existing::Refuse).await;
        match made {
            Err(error) => expect_refusal(&name, &error)?,
            Ok(database) => {
                let place = expect_beside(context, &name, &database);
                let used = context.inside(&database, expect_empty).await;
                destroy(context, database).await?;
                place?;
                used.map_err(|failure| Failure::new(format!("{name:?}: {failure}")))?;
            }
        }
        expect_filled(context).await?;
    }
    Ok(())
}

fn expect_refusal(name: &str, error: &Error) -> Outcome {
    let says = matches!(
        error.kind(),
        ErrorKind::Data
            | ErrorKind::Interface
            | ErrorKind::Configuration
            | ErrorKind::NotSupported(_)
    );
    expect(says, || {
        format!("{name:?} is refused by {}", describe(error))
    })
}

/// A database that is a file stands in the folder of the one beside which it was made.
fn expect_beside(context: &Context, name: &str, database: &TestDatabase) -> Outcome {
    let folder = |path: Option<&str>| {
        let path = Path::new(path?).canonicalize().ok()?;
        path.parent().map(Path::to_owned)
    };
    let (own, made) = (
        folder(context.settings().path()),
        folder(database.settings.path()),
    );
    match (own, made) {
        (Some(own), Some(made)) => expect_eq(&format!("the folder of {name:?}"), made, own),
        _ => Ok(()),
    }
}

async fn gone(context: &mut Context) -> Outcome {
    let name = context.fresh_name()?;
    let first = create(context, &name, Existing::Refuse).await?;
    context
        .inside(&first, async |other| Ok(fill(other).await?))
        .await?;
    destroy(context, first).await?;
    let second = create(context, &name, Existing::Refuse).await?;
    context.inside(&second, expect_empty).await?;
    Ok(destroy(context, second).await?)
}

async fn missing(context: &mut Context) -> Outcome {
    let database = create(context, &context.fresh_name()?, Existing::Refuse).await?;
    let settings = database.settings.clone();
    destroy(context, database).await?;
    let again = destroy(context, TestDatabase::new(settings)).await;
    expect_error("removing it again", again, ErrorKind::DoesNotExist)?;
    Ok(())
}
