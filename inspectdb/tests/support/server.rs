//! Databases of a server, one a test.

use std::future::Future;
use std::io::{self, Write as _};
use std::process;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use backend_core::error::Result;
use backend_postgres::BACKEND;
use conformance_tests::provision::{Missing, Running};

use crate::server::provision;

static SERVER: LazyLock<std::result::Result<Running, Missing>> =
    LazyLock::new(|| provision().start(&BACKEND));

/// A database of its own, which goes at the end.
pub(crate) struct ServerDatabase {
    name: String,
    pub(crate) url: String,
}

impl ServerDatabase {
    /// Makes a database; `None` where there is no server and none must be, which is said.
    pub(crate) fn new(sql: &str) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("inspectdb_{}_{count}", process::id());
        let url = url_of(server.url(), &name);
        block_on(async {
            run(server.url(), &format!("DROP DATABASE IF EXISTS {name}")).await?;
            run(
                server.url(),
                &format!("CREATE DATABASE {name} TEMPLATE template0"),
            )
            .await?;
            run(&url, sql).await
        })
        .unwrap();
        Some(Self { name, url })
    }
}

impl Drop for ServerDatabase {
    fn drop(&mut self) {
        if let Some(server) = server() {
            let sql = format!("DROP DATABASE IF EXISTS {}", self.name);
            // A database that stays is no failure of what the test asks.
            let _ = block_on(run(server.url(), &sql));
        }
    }
}

/// The server, or the reason on the terminal why there is none.
pub(crate) fn server() -> Option<&'static Running> {
    match &*SERVER {
        Ok(running) => Some(running),
        Err(missing) if missing.is_failure(BACKEND.vendor) => {
            panic!("{} is missing: {missing}", BACKEND.vendor)
        }
        Err(missing) => {
            say_not_run(&missing.to_string());
            None
        }
    }
}

/// The URL of another database of the same server.
pub(crate) fn url_of(url: &str, database: &str) -> String {
    let (before, options) = match url.split_once('?') {
        Some((before, options)) => (before, format!("?{options}")),
        None => (url, String::new()),
    };
    let host = before.find("://").map_or(0, |at| at + 3);
    let end = before[host..]
        .find('/')
        .map_or(before.len(), |at| host + at);
    format!("{}/{database}{options}", &before[..end])
}

/// The server's major version.
pub(crate) fn version(url: &str) -> u32 {
    let version = block_on(async {
        let connection = BACKEND.connect(&BACKEND.settings(url)?).await?;
        let version = connection.server().version.major;
        connection.close().await.map(|()| version)
    });
    version.unwrap()
}

/// Says on the terminal that a test, or a part of one, was not run. Not by a macro: what these print of a test that passes is not
/// shown.
pub(crate) fn say_not_run(reason: &str) {
    let test = std::thread::current();
    let test = test.name().unwrap_or_default();
    let _ = writeln!(io::stderr(), "{test} was not run: {reason}");
}

/// Runs statements.
pub(crate) async fn run(url: &str, sql: &str) -> Result<()> {
    let mut connection = BACKEND.connect(&BACKEND.settings(url)?).await?;
    connection.batch(sql).await?;
    connection.close().await
}

/// Waits in a runtime of this test's own.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future)
}
