//! PostgreSQL's side: where the server is, what is measured on, and our sessions with it.

mod catalog;
mod server;

use backend_core::connection::Connection;
use backend_core::settings::Settings;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

pub use self::catalog::Catalog;
pub use self::server::{url, with_server};

/// The tables and the rows of one, as SQL, in a schema of their own: ten columns of mixed types, a third of some of them NULL.
const SCHEMA: &str = "
DROP SCHEMA IF EXISTS backend_benches CASCADE;
CREATE SCHEMA backend_benches;
SET search_path = backend_benches;
CREATE TABLE item (
    id bigint PRIMARY KEY, price bigint NOT NULL, ratio double precision NOT NULL, name text NOT NULL, note text,
    code varchar(20) NOT NULL, quantity bigint, active boolean NOT NULL, data bytea NOT NULL, place text NOT NULL
);
CREATE TABLE copy (
    id bigint PRIMARY KEY, price bigint NOT NULL, ratio double precision NOT NULL, name text NOT NULL, note text
);
INSERT INTO item SELECT i, i * 17, i / 3.0, 'item number ' || i, CASE WHEN i % 3 > 0 THEN 'a note on item ' || i END,
    'C-' || i, CASE WHEN i % 3 > 0 THEN i % 100 END, i % 2 = 1, convert_to('bytes ' || i, 'UTF8'), 'shelf ' || (i % 40)
    FROM generate_series(1, 10000) AS n (i);
ANALYZE item;
";

/// Reads one row.
pub const ONE: &str = "SELECT id, price, ratio, name, note, code, quantity, active, data, place \
    FROM backend_benches.item WHERE id = $1";

/// Reads all rows.
pub const ALL: &str = "SELECT id, price, ratio, name, note, code, quantity, active, data, place \
    FROM backend_benches.item";

/// Writes one row.
pub const INSERT: &str =
    "INSERT INTO backend_benches.copy (id, price, ratio, name, note) VALUES ($1, $2, $3, $4, $5)";

/// A runtime of one thread, as all asynchronous contenders use it.
///
/// # Panics
/// Where the operating system has none.
#[must_use]
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// A session of the driver, which a task of `runtime` drives.
///
/// # Panics
/// Where the server does not open one.
#[must_use]
pub fn raw(runtime: &Runtime, url: &str) -> Client {
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls)
            .await
            .expect("the server answers");
        tokio::spawn(async move { connection.await.expect("the session lasts") });
        client
    })
}

/// A session of ours.
///
/// # Panics
/// Where the server does not open one.
#[must_use]
pub fn session(runtime: &Runtime, url: &str) -> Connection {
    runtime
        .block_on(backend_postgres::BACKEND.connect(&settings(url)))
        .expect("the server answers")
}

/// Settings of ours.
///
/// # Panics
/// Where the URL is none.
#[must_use]
pub fn settings(url: &str) -> Settings {
    backend_postgres::BACKEND.settings(url).expect("a URL")
}

/// Makes the tables and their rows anew.
///
/// # Panics
/// Where the server refuses.
pub fn make_items(url: &str) {
    let runtime = runtime();
    let client = raw(&runtime, url);
    runtime
        .block_on(client.batch_execute(SCHEMA))
        .expect("the rows are written");
}
