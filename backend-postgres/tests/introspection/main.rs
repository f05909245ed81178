//! What only PostgreSQL's catalog can hold, read from one schema that holds all of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::too_many_lines,
    reason = "a test fails by panicking, its helpers too, says where it had no server, and tells all facts of one sort"
)]

mod facts;
mod isolation;
mod keys;
#[path = "../server/mod.rs"]
mod server;
mod types;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use backend_core::connection::Connection;
use backend_core::introspection::{Scope, Snapshot};
use backend_core::model::{Column, QualifiedName, Table, View};
use backend_core::sql::Statement;
use backend_postgres::BACKEND;
use conformance_tests::provision::{Missing, Running};
use tokio::sync::OnceCell;

/// The schema: every reason for which readers of catalogs are known to end.
const HARD: &str = include_str!("hard.sql");
/// What newer servers have, with the version that has it.
const NEWER: [(u32, &str); 2] = [
    (15, include_str!("hard_since_15.sql")),
    (18, include_str!("hard_since_18.sql")),
];

static SERVER: LazyLock<Result<Running, Missing>> =
    LazyLock::new(|| server::provision().start(&BACKEND));
static DATABASES: AtomicU32 = AtomicU32::new(0);
static SNAPSHOT: OnceCell<Option<(u32, Snapshot)>> = OnceCell::const_new();

/// A session of the server; `None` where there is no server and none is expected.
async fn session(database: Option<&str>) -> Option<Connection> {
    let running = match &*SERVER {
        Ok(running) => running,
        Err(missing) => {
            assert!(!missing.is_failure("postgres"), "no server: {missing}");
            eprintln!("no server: {missing}");
            return None;
        }
    };
    let mut settings = BACKEND.settings(running.url()).unwrap();
    if let Some(database) = database {
        settings = settings.with_database(database).unwrap();
    }
    Some(BACKEND.connect(&settings).await.unwrap())
}

/// A database of one's own.
struct Database {
    name: String,
    connection: Connection,
}

impl Database {
    async fn new() -> Option<Self> {
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("introspection_{}_{number}", std::process::id());
        let mut keeper = session(None).await?;
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        keeper.execute(&Statement::new(create)).await.unwrap();
        let connection = session(Some(&name)).await?;
        Some(Self { name, connection })
    }

    async fn run(&mut self, script: &str) {
        if let Err(error) = self.connection.batch(script).await {
            panic!("{error:?}");
        }
    }

    /// Runs the schema, as far as the server has it; answers the server's version.
    async fn load(&mut self) -> u32 {
        let version = self.connection.server().version.major;
        self.run(HARD).await;
        for (_, script) in NEWER.into_iter().filter(|(since, _)| version >= *since) {
            self.run(script).await;
        }
        version
    }

    async fn snapshot(&mut self) -> Snapshot {
        self.snapshot_of(&Scope::all()).await
    }

    async fn snapshot_of(&mut self, scope: &Scope) -> Snapshot {
        BACKEND
            .introspect(&mut self.connection, scope)
            .await
            .unwrap()
    }

    async fn remove(self) {
        self.connection.close().await.unwrap();
        let mut keeper = session(None).await.unwrap();
        let drop = Statement::new(format!("DROP DATABASE {}", self.name));
        keeper.execute(&drop).await.unwrap();
    }
}

/// The version of the server, and what it holds once the schema is loaded: read once for all tests.
async fn hard() -> Option<&'static (u32, Snapshot)> {
    let read = async || {
        let mut database = Database::new().await?;
        let version = database.load().await;
        let snapshot = database.snapshot().await;
        database.remove().await;
        Some((version, snapshot))
    };
    SNAPSHOT.get_or_init(read).await.as_ref()
}

fn qualified(name: &str) -> QualifiedName {
    match name.split_once('/') {
        Some((schema, name)) => QualifiedName::with_schema(schema, name).unwrap(),
        None => QualifiedName::new(name).unwrap(),
    }
}

/// The table of that name; `schema/name` in another schema.
fn table<'s>(snapshot: &'s Snapshot, name: &str) -> &'s Table {
    let found = snapshot.schema.table(&qualified(name));
    found.unwrap_or_else(|| panic!("no table {name}"))
}

fn view<'s>(snapshot: &'s Snapshot, name: &str) -> &'s View {
    let found = snapshot.schema.view(&qualified(name));
    found.unwrap_or_else(|| panic!("no view {name}"))
}

fn column<'s>(table: &'s Table, name: &str) -> &'s Column {
    let found = table.column(name);
    found.unwrap_or_else(|| panic!("no column {name} of {}", table.name))
}

fn names<'n>(names: impl IntoIterator<Item = &'n backend_core::model::Identifier>) -> Vec<&'n str> {
    names
        .into_iter()
        .map(backend_core::model::Identifier::as_str)
        .collect()
}
