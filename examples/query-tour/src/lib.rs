//! A tour of queries: one program, written once, that prints the same on every vendor.
//!
//! It makes three tables by the schema editor, loads them in bulk, asks, changes, explains and empties them, and drops them again,
//! also where something fails. Where a vendor lacks what is asked for, a line says so, by its flag. What it is given must not have
//! tables of their names.

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
    or_say(asking::joins_and_groups(connection, page).await, page)?;
    or_say(asking::conditions(connection, page).await, page)?;
    or_say(asking::windows(connection, page).await, page)?;
    or_say(functions::aggregates(connection, page).await, page)?;
    or_say(functions::ranks(connection, page).await, page)?;
    or_say(functions::clocks(connection, page).await, page)?;
    or_say(functions::texts(connection, page).await, page)?;
    or_say(functions::documents(connection, page).await, page)?;
    or_say(asking::sets(connection, page).await, page)?;
    or_say(asking::named_queries(connection, page).await, page)?;
    or_say(asking::many_keys(connection, page).await, page)?;
    or_say(changing::upserts(connection, page).await, page)?;
    or_say(changing::updates_and_deletes(connection, page).await, page)?;
    or_say(changing::blocks(connection, page).await, page)?;
    or_say(changing::plans(connection, page).await, page)?;
    or_say(changing::emptying(connection, schema, page).await, page)
}

/// Where the vendor lacks what a stop asks for, says so in a line, and the tour goes on.
fn or_say(walked: Result<()>, page: &mut Page) -> Result<()> {
    match walked {
        Err(error) => match error.kind() {
            ErrorKind::NotSupported(Some(flag)) => {
                page.line(format!("Left out: this database lacks {flag}."));
                Ok(())
            }
            _ => Err(error),
        },
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use backend_core::error::{Error, ErrorKind};
    use backend_core::flag::Flag;

    use super::{Page, or_say};

    #[test]
    fn what_is_lacking_is_said_and_what_fails_ends_the_tour() {
        let mut page = Page::default();
        let lacking = Error::not_supported(Flag::supports_regular_expressions);
        or_say(Err(lacking), &mut page).unwrap();
        let failed = or_say(Err(Error::new(ErrorKind::Data, "no")), &mut page);
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::Data);
        assert_eq!(
            page.text(),
            "Left out: this database lacks supports_regular_expressions.\n"
        );
    }
}
