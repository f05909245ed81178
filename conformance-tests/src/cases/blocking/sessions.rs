//! Sessions: rows, changes, errors and schemas.

use backend_core::blocking::Connection;
use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::introspection::Scope;
use backend_core::model::{Change, Schema};
use backend_core::schema_editor::{NoProgress, plan};
use backend_core::sql::Statement;

use super::without_runtime;
use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{Rows, artist, artists, count_rows, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "blocking.session.same_rows",
        same_rows,
        "A blocking session fetches the rows that an asynchronous one does, in each form."
    )
    .smoke(),
    case!(
        "blocking.session.same_server",
        same_server,
        "A blocking session knows its server, and what it can do, as an asynchronous one of these settings does."
    )
    .unit(Unit::Session),
    case!(
        "blocking.session.changes",
        changes,
        "What a blocking session inserts, one row or many, an asynchronous one sees."
    ),
    case!(
        "blocking.session.script",
        script,
        "A blocking session runs several statements in one text."
    )
    .requires(&[Flag::supports_batches]),
    case!(
        "blocking.session.same_errors",
        same_errors,
        "A blocking session fails as an asynchronous one does, with the same kind and statement, and works on."
    ),
    case!(
        "blocking.session.schema",
        schema,
        "A blocking session carries a plan out, and reads the same schema as an asynchronous one."
    ),
    case!(
        "blocking.session.anything",
        anything,
        "What a blocking session has no method for, it runs, and gives what comes of it."
    )
    .unit(Unit::Session),
    case!(
        "blocking.runtime.refused",
        refused,
        "A blocking call inside a runtime is refused before anything is sent, and does not panic."
    ),
];

async fn same_rows(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let select = context.select_columns(&artists, &["id", "name"]);
    let expected: Vec<(i64, String)> = context.fetch(&select).await?;
    let count = context.statement(|out| {
        out.push("SELECT COUNT(*) FROM ").name(&artists.name);
    });
    without_runtime(context, move |session| {
        let tuples = session.fetch_as::<(i64, String)>(&select)?;
        expect_eq("as tuples", tuples, expected)?;
        let widths = session.fetch(&select, |cells| Ok(cells.len()))?;
        expect_eq("by a closure", widths, [2, 2, 2, 2])?;
        expect_eq("one row", session.fetch_one::<(i64,)>(&count)?, (4,))?;
        let optional = session.fetch_optional::<(i64,)>(&count)?;
        expect_eq("a row or none", optional, Some((4,)))?;
        let mut rows = 0;
        let mut sink = count_rows(&mut rows);
        session.query(&select.sql, &select.as_params(), &mut sink)?;
        drop(sink);
        expect_eq("by a sink", rows, 4)
    })
}

async fn same_server(context: &mut Context) -> Outcome {
    let backend = context.backend();
    // A vendor may run such sessions otherwise, so that the one to compare with is opened the same way.
    let settings = backend.connector.blocking(context.settings().clone())?;
    let same = backend.connect(&settings).await?;
    let (server, features) = (same.server().clone(), same.features().clone());
    same.close().await?;
    without_runtime(context, move |session| {
        expect_eq("the server", session.server(), &server)?;
        expect_eq("the features", session.features(), &features)
    })
}

async fn changes(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    without_runtime(context, move |session| {
        session.execute(&insert)?;
        let rows = [artist(2, "Clara", None), artist(3, "Robert", None)];
        let done = session.execute_many(&insert.sql, &mut Rows::new(&rows))?;
        expect_eq("changed", done.affected.unwrap_or(2), 2)
    })?;
    expect_eq("rows", context.count(&artists.name).await?, 3)
}

async fn script(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let delete = context.expression(|out| {
        out.push("DELETE FROM ").name(&artists.name);
    });
    without_runtime(context, move |session| {
        Ok(session.batch(&format!("{delete}; {delete}"))?)
    })?;
    expect_eq("rows", context.count(&artists.name).await?, 0)
}

async fn same_errors(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let again = context.insert_statement(&artists, &artist(1, "again", None));
    let fifth = context.insert_statement(&artists, &artist(5, "Fanny", None));
    without_runtime(context, move |session| {
        let unique = ErrorKind::Integrity(Integrity::Unique);
        let error = expect_error("a key twice", session.execute(&again), unique)?;
        expect_eq("the statement", error.sql(), Some(again.sql.as_str()))?;
        let nonsense = session.execute(&Statement::new("SELEC 1"));
        expect_error("nonsense", nonsense, ErrorKind::Programming)?;
        session.execute(&fifth)?;
        Ok(())
    })?;
    expect_eq("rows", context.count(&artists.name).await?, 5)
}

async fn schema(context: &mut Context) -> Outcome {
    let backend = context.backend();
    let change = Change::CreateTable(artists()?);
    let steps = plan(
        backend.schema_editor,
        &context.dialect(),
        &Schema::new(),
        &change,
    )?;
    let found = without_runtime(context, move |session| {
        session.run_plan(&steps, &mut NoProgress)?;
        Ok(session.introspect(backend, &Scope::all())?.schema)
    })?;
    expect_eq("tables", found.tables.len(), 1)?;
    expect_eq("the schema", found, context.introspect().await?.schema)
}

async fn anything(context: &mut Context) -> Outcome {
    without_runtime(context, |session| {
        let usable = session.run(async |session| Ok(session.is_usable().await))?;
        expect_eq("usable", usable, true)
    })
}

async fn refused(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let opened = Connection::open(context.backend(), context.settings());
    expect_error("opening", opened.map(drop), ErrorKind::Interface)?;
    let (backend, settings) = (context.backend(), context.settings().clone());
    let elsewhere = std::thread::spawn(move || Connection::open(backend, &settings));
    let opened = elsewhere
        .join()
        .map_err(|_| Failure::new("opening panics"))?;
    let mut session = opened?;
    let insert = context.insert_statement(&artists, &artist(5, "Fanny", None));
    let result = session.execute(&insert);
    expect_error("a statement", result, ErrorKind::Interface)?;
    expect_error("closing", session.close(), ErrorKind::Interface)?;
    expect_eq("rows", context.count(&artists.name).await?, 4)
}
