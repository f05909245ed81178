//! What only SQLite's catalog can hold, read from one schema that holds all of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod facts;
mod isolation;
mod recreated;

use backend_core::connection::Connection;
use backend_core::introspection::{Scope, Snapshot};
use backend_core::model::{QualifiedName, Table, View};
use backend_sqlite::BACKEND;
use futures_executor::block_on;

/// The schema: every reason for which readers of catalogs are known to end.
const HARD: &str = include_str!("hard.sql");

fn session() -> Connection {
    let settings = BACKEND
        .settings("sqlite::memory:?execution=inline")
        .unwrap();
    block_on(BACKEND.connect(&settings)).unwrap()
}

fn snapshot(script: &str) -> Snapshot {
    let mut connection = session();
    block_on(connection.batch(script)).unwrap();
    block_on(BACKEND.introspect(&mut connection, &Scope::all())).unwrap()
}

fn table<'s>(snapshot: &'s Snapshot, name: &str) -> &'s Table {
    let name = QualifiedName::new(name).unwrap();
    snapshot
        .schema
        .table(&name)
        .unwrap_or_else(|| panic!("no table {name}"))
}

fn view<'s>(snapshot: &'s Snapshot, name: &str) -> &'s View {
    let name = QualifiedName::new(name).unwrap();
    snapshot
        .schema
        .view(&name)
        .unwrap_or_else(|| panic!("no view {name}"))
}
