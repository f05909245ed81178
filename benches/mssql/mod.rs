//! SQL Server's side: where the server is, what is measured on, and our sessions with it.

use backend_core::connection::Connection;
use backend_core::settings::Settings;
use tiberius::{AuthMethod, Client, Config};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_util::compat::{Compat, TokioAsyncWriteCompatExt as _};

/// The variable that names the server.
const VARIABLE: &str = "MSSQL_URL";

/// The tables and the rows of one, as batches: ten columns of mixed types, a third of some of them NULL.
const SCHEMA: [&str; 3] = [
    "DROP TABLE IF EXISTS backend_benches_item; DROP TABLE IF EXISTS backend_benches_copy;",
    "CREATE TABLE backend_benches_item (
        id bigint NOT NULL PRIMARY KEY, price bigint NOT NULL, ratio float NOT NULL, name nvarchar(100) NOT NULL, note nvarchar(100) NULL,
        code nvarchar(20) NOT NULL, quantity bigint NULL, active bit NOT NULL, data varbinary(100) NOT NULL, place nvarchar(100) NOT NULL
    );
    CREATE TABLE backend_benches_copy (
        id bigint NOT NULL PRIMARY KEY, price bigint NOT NULL, ratio float NOT NULL, name nvarchar(100) NOT NULL, note nvarchar(100) NULL
    );",
    "WITH ten (n) AS (SELECT n FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (n)),
        numbers (i) AS (SELECT 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n
            FROM ten AS a CROSS JOIN ten AS b CROSS JOIN ten AS c CROSS JOIN ten AS d)
    INSERT INTO backend_benches_item (id, price, ratio, name, note, code, quantity, active, data, place)
    SELECT i, i * 17, i / 3.0, CONCAT('item number ', i), CASE WHEN i % 3 > 0 THEN CONCAT('a note on item ', i) END,
        CONCAT('C-', i), CASE WHEN i % 3 > 0 THEN i % 100 END, i % 2, CAST(CONCAT('bytes ', i) AS varbinary(100)),
        CONCAT('shelf ', i % 40)
    FROM numbers;",
];

/// Reads one row.
pub const ONE: &str = "SELECT id, price, ratio, name, note, code, quantity, active, data, place \
    FROM backend_benches_item WHERE id = @P1";

/// Reads all rows.
pub const ALL: &str = "SELECT id, price, ratio, name, note, code, quantity, active, data, place \
    FROM backend_benches_item";

/// The table that rows are written to, and its columns.
pub const COPY: (&str, [&str; 5]) = (
    "backend_benches_copy",
    ["id", "price", "ratio", "name", "note"],
);

/// Writes one row.
pub const INSERT: &str = "INSERT INTO backend_benches_copy (id, price, ratio, name, note) VALUES (@P1, @P2, @P3, @P4, @P5)";

/// The driver's session.
pub type Raw = Client<Compat<TcpStream>>;

/// The server's URL, from the environment.
#[must_use]
pub fn url() -> Option<String> {
    std::env::var(VARIABLE).ok().filter(|url| !url.is_empty())
}

/// Measures on the server that the environment names; where it names none, says so and measures nothing.
pub fn with_server(measure: impl FnOnce(&str)) {
    match url() {
        Some(url) => measure(&url),
        None => println!("nothing is measured on SQL Server: set {VARIABLE}"),
    }
}

/// A runtime of one thread, as all contenders use it.
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

/// A session of the driver, with the server that our settings name.
///
/// # Panics
/// Where the server does not open one.
#[must_use]
pub fn raw(runtime: &Runtime, url: &str) -> Raw {
    let settings = settings(url);
    let host = settings.hosts().first().expect("a host");
    let password = settings.password().map_or("", |password| password.expose());
    let mut config = Config::new();
    config.host(&host.name);
    config.port(host.port.unwrap_or(1433));
    config.database(settings.database().unwrap_or("master"));
    config.authentication(AuthMethod::sql_server(
        settings.user().unwrap_or_default(),
        password,
    ));
    config.trust_cert();
    runtime.block_on(async {
        let stream = TcpStream::connect(config.get_addr())
            .await
            .expect("the server answers");
        stream.set_nodelay(true).expect("an option of sockets");
        Client::connect(config, stream.compat_write())
            .await
            .expect("the server answers")
    })
}

/// A session of ours.
///
/// # Panics
/// Where the server does not open one.
#[must_use]
pub fn session(runtime: &Runtime, url: &str) -> Connection {
    runtime
        .block_on(backend_mssql::BACKEND.connect(&settings(url)))
        .expect("the server answers")
}

fn settings(url: &str) -> Settings {
    backend_mssql::BACKEND.settings(url).expect("a URL")
}

/// Makes the tables and their rows anew.
///
/// # Panics
/// Where the server refuses.
pub fn make_items(url: &str) {
    let runtime = runtime();
    let mut client = raw(&runtime, url);
    runtime.block_on(async {
        for batch in SCHEMA {
            let made = client.simple_query(batch).await.expect("it is sent");
            made.into_results().await.expect("the rows are written");
        }
    });
}
