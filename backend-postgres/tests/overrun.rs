//! A case that does not end leaves neither a session nor a database on the server, be it that it waits or that it blocks its thread.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail as tests do, and one that finds no server says so"
)]

#[allow(dead_code, reason = "one way to a server is enough here")]
#[path = "server/mod.rs"]
mod provided;

use backend_core::backend::Backend;
use backend_core::error::Result;
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use backend_core::wrapper::TransactionOptions;
use backend_postgres::BACKEND;
use conformance_tests::case::CaseDef;
use conformance_tests::runner::{Exit, Suite, run};
use conformance_tests::support::{Outcome, ReadReport};
use conformance_tests::{Harness, Origin, Provision, Samples};

/// The server of the test.
const URL: &str = "OVERRUN_POSTGRES_URL";

const DOC: &str = "It never ends.";

const SLEEP: &str = "SELECT pg_sleep(600)";

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

    fn samples(&self) -> Samples {
        Samples {
            ending: Some(provided::ENDING),
            ..Samples::default()
        }
    }
}

/// Waits for the server with a transaction open, while another session of it does the same.
const WAITS: CaseDef = CaseDef::new("suite.case.waits", "waits", DOC, |context| {
    Box::pin(async {
        let mut other = context.connect().await?;
        let (one, sleep) = (context.connection(), Statement::new(SLEEP));
        one.begin(&TransactionOptions::default()).await?;
        let (own, other) = tokio::join!(one.execute(&sleep), other.execute(&sleep));
        own?;
        other?;
        Ok(())
    })
});

/// Blocks its thread until a session that another thread has opened comes back.
const BLOCKS: CaseDef = CaseDef::new("suite.case.blocks", "blocks", DOC, |context| {
    Box::pin(async {
        let (backend, settings) = (context.backend(), context.settings().clone());
        let blocked = std::thread::spawn(move || asleep(backend, &settings));
        blocked.join().unwrap()?;
        Ok(())
    })
});

fn asleep(backend: &Backend, settings: &Settings) -> Result<()> {
    alone(async {
        let mut session = backend.connect(settings).await?;
        session.execute(&Statement::new(SLEEP)).await?;
        session.close().await
    })
}

fn alone<T>(work: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(work)
}

/// Names of the server, one a row.
fn names(url: &str, sql: &str) -> Vec<String> {
    alone(async {
        let settings = BACKEND.settings(url).unwrap();
        let mut session = BACKEND.connect(&settings).await.unwrap();
        let rows: Vec<(String,)> = session.fetch_as(&Statement::new(sql)).await.unwrap();
        session.close().await.unwrap();
        rows.into_iter().map(|(name,)| name).collect()
    })
}

#[test]
fn nothing_is_left_of_cases_that_do_not_end() {
    let running = match provided::local().start(&BACKEND) {
        Ok(running) => running,
        Err(missing) if missing.is_failure("postgres") => panic!("{missing}"),
        Err(missing) => {
            eprintln!("not run, for there is no server: {missing}");
            return;
        }
    };
    let url = running.url();
    let databases = "SELECT datname::text FROM pg_database WHERE NOT datistemplate ORDER BY 1";
    let before = names(url, databases);
    let folder = std::env::temp_dir().join(format!("cf_overrun_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let text = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let options = [
        "--timeout".to_owned(),
        "1".to_owned(),
        "--report".to_owned(),
        text(""),
        "--logfile".to_owned(),
        text("log"),
    ];
    let suite = Suite {
        harness: &Postgres,
        // Not the folder of the vendor: the servers that are described there are those of its own suite.
        origin: Origin::new("overrun", "1.0.0", "tests/overrun"),
        cases: &[WAITS, BLOCKS],
        marks: "",
    };
    let variable = |name: &str| (name == URL).then(|| url.to_owned());
    let mut out = Vec::new();
    let exit = run(&suite, options, variable, &mut out);
    let report = std::fs::read_to_string(folder.join("postgres/report.json")).unwrap();
    let _ = std::fs::remove_dir_all(folder);
    let report = ReadReport::read(&report).unwrap();
    assert_eq!(exit, Exit::Failed, "{}", String::from_utf8_lossy(&out));
    let told = [
        "it did not end within 1s",
        "it blocks its thread for longer than 1s",
    ];
    for (case, told) in report.lanes[0].cases.iter().zip(told) {
        assert_eq!(case.outcome, Outcome::Timeout, "{case:?}");
        assert_eq!(case.reason.as_deref(), Some(told));
    }
    assert_eq!(report.left_behind, Vec::<String>::new());
    let sleeping = "SELECT datname::text FROM pg_stat_activity WHERE datname LIKE 'cf%'";
    assert_eq!(names(url, sleeping), Vec::<String>::new());
    assert_eq!(names(url, databases), before);
}
