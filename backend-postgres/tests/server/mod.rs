//! How a PostgreSQL server is found and started for tests and benchmarks: data, which other crates include by its path.

use conformance_tests::provision::{Container, LocalServer, StopSignal};
use conformance_tests::{EndingSample, Provision};

/// `POSTGRES_URL`, a container, or a throw-away cluster of the newest PostgreSQL on this machine.
pub(crate) fn provision() -> Provision {
    Provision::env("POSTGRES_URL")
        .or_container(CONTAINER)
        .or_server(SERVER)
}

/// A throw-away cluster and nothing else, for tests that set up a server as they need it, or kill it.
#[allow(dead_code, reason = "not every test that includes this file does so")]
pub(crate) fn local() -> Provision {
    Provision::default().or_server(SERVER)
}

/// `POSTGRES_IMAGE` chooses another version, or another image.
const CONTAINER: Container = Container::new(
    "postgres",
    &["18", "12"],
    5432,
    "postgres://postgres@{host}:{port}/postgres",
)
.chosen_by("POSTGRES_IMAGE")
.environment(&[
    ("POSTGRES_HOST_AUTH_METHOD", "trust"),
    (
        "POSTGRES_INITDB_ARGS",
        "--no-sync --encoding=UTF8 --locale=C",
    ),
])
.command(&[
    "postgres",
    "-cautovacuum=off",
    "-cfsync=off",
    "-cfull_page_writes=off",
    "-cmax_connections=200",
    "-csynchronous_commit=off",
]);

/// Both order text by its bytes; the first knows letters beyond ASCII as well.
const LOCALE: &str = if cfg!(target_os = "linux") {
    "--locale=C.UTF-8"
} else {
    "--locale=C"
};

/// `POSTGRES_BIN` names the folder of another installation.
const SERVER: LocalServer = LocalServer::new(
    &[
        "postgres",
        "-D{data}",
        "-p{port}",
        "-clisten_addresses=127.0.0.1",
        "-cunix_socket_directories={socket}",
        "-cautovacuum=off",
        "-cfsync=off",
        "-cfull_page_writes=off",
        "-cmax_connections=200",
        "-cshared_buffers=32MB",
        "-csynchronous_commit=off",
    ],
    "postgres://postgres@127.0.0.1:{port}/postgres",
)
.set_up(&[
    "initdb",
    "--pgdata={data}",
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    LOCALE,
    "--no-sync",
])
.folders(
    "POSTGRES_BIN",
    &[
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        "C:/Program Files/PostgreSQL/*/bin",
    ],
)
.accounts(&["postgres", "nobody"])
.environment(&[("LC_ALL", "C")])
.stopped_by(StopSignal::Interrupt);

/// How a session is told from others, and ended.
#[allow(dead_code, reason = "not every test that includes this file does so")]
pub(crate) const ENDING: EndingSample = EndingSample {
    number: "SELECT pg_backend_pid()",
    statement: "SELECT pg_terminate_backend({number})",
    others: Some(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() \
         AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
    ),
};
