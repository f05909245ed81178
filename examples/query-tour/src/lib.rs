//! A tour of queries: one program, written once, that prints the same on every vendor.
//!
//! It makes three tables by the schema editor, loads them in bulk, asks, changes, explains and empties them, and drops them again,
//! also where something fails. What it is given must not have tables of their names.

mod asking;
mod changing;
mod functions;
mod page;
mod tables;

use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::registry::Registry;

pub use self::page::Page;

/// Takes the tour in the database of that URL, and gives what it prints.
///
/// # Errors
/// A URL of no vendor, a database that cannot be opened, tables that are there already, or a vendor that fails.
pub fn run(url: &str) -> Result<String> {
    let mut registry = Registry::new();
    registry.register(&backend_sqlite::BACKEND)?;
    registry.register(&backend_mssql::BACKEND)?;
    registry.register(&backend_postgres::BACKEND)?;
    let (backend, settings) = registry.resolve(url)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(ErrorKind::Internal, "no runtime").with_source(error))?;
    runtime.block_on(async {
        let mut connection = backend.connect(&settings).await?;
        let page = tour(backend, &mut connection).await?;
        connection.close().await?;
        Ok(page)
    })
}

/// The whole tour, in tables of its own that are gone afterwards.
async fn tour(backend: &Backend, connection: &mut Connection) -> Result<String> {
    let schema = tables::create(backend, connection).await?;
    let mut page = Page::default();
    let walked = stops(connection, &schema, &mut page).await;
    let dropped = tables::drop_all(backend, connection, &schema).await;
    // What failed first says more.
    walked.and(dropped)?;
    Ok(page.text())
}

async fn stops(
    connection: &mut Connection,
    schema: &backend_core::model::Schema,
    page: &mut Page,
) -> Result<()> {
    tables::load(connection, page).await?;
    asking::joins_and_groups(connection, page).await?;
    asking::conditions(connection, page).await?;
    asking::windows(connection, page).await?;
    functions::aggregates(connection, page).await?;
    functions::ranks(connection, page).await?;
    functions::clocks(connection, page).await?;
    functions::texts(connection, page).await?;
    functions::documents(connection, page).await?;
    asking::sets(connection, page).await?;
    asking::named_queries(connection, page).await?;
    asking::many_keys(connection, page).await?;
    changing::upserts(connection, page).await?;
    changing::updates_and_deletes(connection, page).await?;
    changing::blocks(connection, page).await?;
    changing::plans(connection, page).await?;
    changing::emptying(connection, schema, page).await
}
