//! A run that is interrupted, asked to end or killed leaves neither a database nor a session on a server of somebody else's, once the
//! next run has begun. What becomes of servers that a run has started is tested with the suite itself.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail as tests do, and one that finds no server says so"
)]

#[path = "../../conformance-tests/tests/interrupted/mod.rs"]
mod interrupted;
#[allow(dead_code, reason = "one way to a server is enough here")]
#[path = "server/mod.rs"]
mod provided;

use backend_core::backend::Backend;
use backend_core::sql::Statement;
use backend_postgres::BACKEND;
use conformance_tests::{Harness, Provision};

use self::interrupted::{SIGNALS, ended_by, eventually, is_child, next_run};

/// The server of the test.
const URL: &str = "INTERRUPTED_POSTGRES_URL";

struct Postgres;

impl Harness for Postgres {
    fn vendor(&self) -> &str {
        "postgres"
    }

    fn backend(&self) -> &'static Backend {
        &BACKEND
    }

    fn provision(&self) -> Provision {
        Provision::env(URL)
    }
}

/// Names of the server, one a row.
fn names(url: &str, sql: &str) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut session = BACKEND
            .connect(&BACKEND.settings(url).unwrap())
            .await
            .unwrap();
        let rows: Vec<(String,)> = session.fetch_as(&Statement::new(sql)).await.unwrap();
        session.close().await.unwrap();
        rows.into_iter().map(|(name,)| name).collect()
    })
}

#[test]
fn nothing_is_left_on_a_given_server() {
    if is_child(&Postgres) {
        return;
    }
    let running = match provided::local().start(&BACKEND) {
        Ok(running) => running,
        Err(missing) if missing.is_failure("postgres") => panic!("{missing}"),
        Err(missing) => {
            eprintln!("not run, for there is no server: {missing}");
            return;
        }
    };
    let url = running.url();
    let databases = || {
        names(
            url,
            "SELECT datname::text FROM pg_database WHERE NOT datistemplate ORDER BY 1",
        )
    };
    let before = databases();
    for signal in SIGNALS {
        let variables = [(URL, url)];
        let at_work = ended_by(signal, &variables);
        let database = BACKEND.settings(&at_work).unwrap();
        assert!(
            !before
                .iter()
                .any(|name| Some(name.as_str()) == database.database())
        );
        // The server notices in its own time that nobody is there any more.
        let sessions = "SELECT datname::text FROM pg_stat_activity WHERE datname LIKE 'cf%'";
        eventually("its sessions end", || names(url, sessions).is_empty());
        next_run(&Postgres, &variables);
        assert_eq!(databases(), before, "{signal}");
    }
}
