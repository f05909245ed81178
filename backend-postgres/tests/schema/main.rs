//! Changes of schemas as only PostgreSQL has them: the locks that they take, sequences that go with columns.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, its helpers too, and says where it had no server"
)]

mod locks;
mod sequences;
#[path = "../server/mod.rs"]
mod server;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use backend_core::connection::Connection;
use backend_core::introspection::Scope;
use backend_core::model::{Change, Identifier, QualifiedName, Schema};
use backend_core::schema_editor::{NoProgress, Plan, plan, run};
use backend_core::sql::Statement;
use backend_postgres::BACKEND;
use conformance_tests::provision::{Missing, Running};

static SERVER: LazyLock<Result<Running, Missing>> =
    LazyLock::new(|| server::provision().start(&BACKEND));
static DATABASES: AtomicU32 = AtomicU32::new(0);

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
    /// A database in which a script was run.
    async fn with(script: &str) -> Option<Self> {
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("schema_{}_{number}", std::process::id());
        let mut keeper = session(None).await?;
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        keeper.execute(&Statement::new(create)).await.unwrap();
        let mut connection = session(Some(&name)).await?;
        connection.batch(script).await.unwrap();
        Some(Self { name, connection })
    }

    async fn schema(&mut self) -> Schema {
        let scope = Scope::all();
        let snapshot = BACKEND.introspect(&mut self.connection, &scope).await;
        snapshot.unwrap().schema
    }

    fn planned(&self, before: &Schema, change: &Change) -> Plan {
        let dialect = BACKEND.dialect(self.connection.server());
        plan(BACKEND.schema_editor, &dialect, before, change).unwrap()
    }

    /// Carries a change out, and demands that what is read then is what the model makes of it.
    async fn change(&mut self, change: &Change) {
        let mut schema = self.schema().await;
        let plan = self.planned(&schema, change);
        let ran = run(&mut self.connection, &plan, &mut NoProgress).await;
        ran.unwrap_or_else(|error| panic!("{error:?}\n{plan}"));
        schema.apply(change).unwrap();
        let mut found = self.schema().await;
        for schema in [&mut schema, &mut found] {
            let columns = schema.tables.iter_mut().flat_map(|it| &mut it.columns);
            for column in columns {
                column.declared_type = None;
            }
        }
        assert_eq!(found, schema, "after\n{plan}");
    }

    /// The numbers that a statement gives.
    async fn numbers(&mut self, sql: &str) -> Vec<i64> {
        let rows: Vec<(i64,)> = self
            .connection
            .fetch_as(&Statement::new(sql))
            .await
            .unwrap();
        rows.into_iter().map(|(number,)| number).collect()
    }

    async fn remove(self) {
        self.connection.close().await.unwrap();
        let mut keeper = session(None).await.unwrap();
        let drop = Statement::new(format!("DROP DATABASE {}", self.name));
        keeper.execute(&drop).await.unwrap();
    }
}

fn id(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}
