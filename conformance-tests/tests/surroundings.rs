//! What is around a case: what it needs and does not get, what it leaves behind, what it hangs on, and that it may have nothing to show.

#![cfg(test)]

mod toy;

use std::sync::Mutex;
use std::time::Duration;

use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::Error;
use backend_core::flag::Flag;
use backend_core::sql::Statement;
use backend_core::unwritten::UNWRITTEN;
use backend_core::wrapper::TransactionOptions;
use conformance_tests::Provision;
use conformance_tests::case::{CaseDef, Unit};
use conformance_tests::failure::Failure;
use conformance_tests::runner::Exit;

use self::toy::{DOC, PASSES, Toy, WITHOUT_ARRAYS, counts, failing, run_logged, run_with};

/// A toy that makes no test databases.
static WITHOUT_DATABASES: Backend = Backend {
    creation: UNWRITTEN.creation,
    ..WITHOUT_ARRAYS
};

/// How many cases libtest calls failed.
fn failures(log: &str) -> usize {
    let lines = log.lines().filter(|line| line.starts_with("test "));
    lines.filter(|line| line.ends_with("FAILED")).count()
}

#[test]
fn what_all_cases_lack_is_told_once() {
    let folder = std::env::temp_dir().join(format!("cf_lack_{}", std::process::id()));
    let ids = [
        "a.b.c", "a.b.d", "a.b.e", "a.b.f", "a.b.g", "a.b.h", "a.b.i",
    ];
    let toy = Toy {
        backend: &WITHOUT_DATABASES,
        ..Toy::new()
    };
    let arguments = [
        "--report",
        folder.to_str().unwrap(),
        "--test-threads",
        "1",
        "--progress",
        "lines",
    ];
    let (exit, text, log) = run_logged(&toy, &ids.map(failing), &arguments);
    assert_eq!(exit, Exit::Failed, "{text}");
    assert_eq!(failures(&log), 1, "{log}");
    let group = "    set-up: no test database: this backend has no creation yet: a.b.c, a.b.d, a.b.e and 4 more\n";
    assert!(text.contains(group), "{text}");
    assert_eq!(text.matches("no test database").count(), 1, "{text}");
    let told = "\nFAILED: 0 passed, 7 without what they need, in ";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("-- --explain a.b.c\n"), "{text}");
    let read = |name: &str| std::fs::read_to_string(folder.join("toy").join(name)).unwrap();
    let report: serde_json::Value = serde_json::from_str(&read("report.json")).unwrap();
    let xml = read("junit.xml");
    let _ = std::fs::remove_dir_all(folder);
    let cases = report["lanes"][0]["cases"].as_array().unwrap();
    assert!(cases.iter().all(|case| case["outcome"] == "setup_error"));
    let problem = "set-up: no test database: this backend has no creation yet: 7 cases, the first of them a.b.c";
    let problems = report["problems"].as_array().unwrap().iter();
    let told: Vec<_> = problems.filter(|it| **it == problem).collect();
    assert_eq!(told.len(), 1, "{report}");
    let (_, run) = xml.split_once("run.set_ups").unwrap();
    assert!(run.contains("7 cases"), "{xml}");
    assert_eq!(xml.matches("type=\"setup_error\"").count(), 7, "{xml}");
    assert_eq!(xml.matches("<skipped").count(), 7, "{xml}");
}

#[test]
fn a_lane_that_cannot_be_opened_ends_the_run_with_a_line() {
    let provision = Provision::embedded("toy:")
        .lane("one", "{url}")
        .lane("two", "nothing:here");
    let toy = Toy {
        provision,
        ..Toy::new()
    };
    let (exit, text, log) = run_logged(&toy, &[PASSES, failing("a.b.c")], &[]);
    assert_eq!(exit, Exit::Environment, "{text}");
    assert!(text.starts_with("toy: lane `two`: "), "{text}");
    assert_eq!((text.lines().count(), failures(&log)), (1, 0), "{text}");
}

/// Fails, and is said to leave that behind.
fn leaves(case: CaseDef, what: &str) {
    let (exit, text, log) = run_logged(&Toy::new(), &[PASSES, case], &["--progress", "lines"]);
    assert_eq!(exit, Exit::Failed, "{text}");
    assert_eq!(counts(&text), [2, 2, 1, 1, 0, 0], "{text}");
    assert!(log.contains(&format!("left behind: {what}")), "{log}");
}

/// Where cases of these tests put what they leave, so that it stays open.
static KEPT: Mutex<(Vec<Connection>, Vec<TestDatabase>)> = Mutex::new((Vec::new(), Vec::new()));

#[test]
fn a_session_that_somebody_holds_fails_its_case() {
    for unit in [Unit::Session, Unit::Database] {
        let case = CaseDef::new("suite.case.holds_a_session", "f", DOC, |context| {
            Box::pin(async {
                let session = context.connect().await?;
                KEPT.lock().unwrap().0.push(session);
                Ok(())
            })
        });
        leaves(case.unit(unit), "sessions that are open, 1 of them");
    }
}

#[test]
fn a_database_that_stays_fails_its_case_and_is_removed() {
    let case = CaseDef::new("suite.case.leaves_a_database", "f", DOC, |context| {
        Box::pin(async {
            let (backend, settings) = (context.backend(), context.settings().clone());
            let name = context.fresh_name()?;
            let made = backend.create_test_database(&settings, &name, Existing::Refuse);
            let made = made.await?;
            // Its keeper would keep the suite waiting as well.
            KEPT.lock().unwrap().1.push(made);
            Ok(())
        })
    });
    leaves(case, "the database cf_");
    let kept = std::mem::take(&mut KEPT.lock().unwrap().1);
    let there = toy_backend::BACKEND;
    for database in kept {
        let settings = database.settings.clone();
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.build().unwrap();
        let removed = there.destroy_test_database(TestDatabase::new(settings));
        let removed = runtime.block_on(removed);
        assert!(removed.is_err(), "it is still there");
    }
}

const HANGS: CaseDef = CaseDef::new("suite.case.hangs", "f", DOC, |context| {
    Box::pin(async {
        let connection = context.connection();
        connection.begin(&TransactionOptions::default()).await?;
        std::future::pending().await
    })
});

#[test]
fn a_case_that_hangs_is_ended_and_leaves_nothing() {
    let arguments = ["--timeout", "1", "--progress", "lines"];
    for unit in [Unit::Session, Unit::Database] {
        let cases = [PASSES.unit(unit), HANGS.unit(unit)];
        let (exit, text, log) = run_logged(&Toy::new(), &cases, &arguments);
        assert_eq!(exit, Exit::Failed, "{text}");
        assert_eq!(failures(&log), 1, "{log}");
        assert!(log.contains("it did not end within 1s"), "{log}");
        assert!(!format!("{text}{log}").contains("left behind"), "{log}");
    }
}

#[test]
fn a_slow_case_may_take_longer_than_others() {
    let sleeps = CaseDef::new("suite.case.sleeps", "f", DOC, |_| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            Ok(())
        })
    });
    let run = |case| run_with(&Toy::new(), &[case], &["--timeout", "1"]).0;
    assert_eq!(run(sleeps), Exit::Failed);
    assert_eq!(run(sleeps.slow(5)), Exit::Ok);
}

const SHOWS_NOTHING: CaseDef = CaseDef::new("suite.case.shows_nothing", "f", DOC, |_| {
    Box::pin(async { Err(Failure::not_shown("there is no limit")) })
});

#[test]
fn a_case_that_shows_nothing_has_not_passed() {
    let (exit, text) = run_with(&Toy::new(), &[PASSES, SHOWS_NOTHING], &[]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert_eq!(counts(&text), [1, 1, 1, 0, 0, 0], "{text}");
    let told = "  not run:\n    nothing to show: there is no limit: suite.case.shows_nothing\n";
    assert!(text.contains(told), "{text}");
    let (exit, text) = run_with(&Toy::new(), &[SHOWS_NOTHING], &[]);
    assert_eq!(exit, Exit::TooFew, "{text}");
    let marks = "marks = 1\n[[xfail]]\ncase = \"suite.case.shows_nothing\"\nerror = \"limit\"\nreason = \"it is a toy\"\nuntracked = true\n";
    let toy = Toy {
        marks: marks.to_owned(),
        ..Toy::new()
    };
    let (exit, text, log) = run_logged(&toy, &[PASSES, SHOWS_NOTHING], &["--progress", "lines"]);
    assert_eq!(exit, Exit::Failed, "{text}");
    let told = "it has nothing to show (there is no limit), though it is marked as failing";
    assert!(log.contains(told), "{log}");
}

/// A refusal of arrays behind whatever comes before it.
macro_rules! refusal {
    ($id:literal, $context:ident, $before:expr, $error:expr) => {
        CaseDef::new($id, "f", DOC, |context| {
            Box::pin(async {
                let attempt = async |$context: &mut conformance_tests::context::Context| {
                    $before;
                    Err::<(), Error>($error)
                };
                context.refused(Flag::supports_arrays, attempt).await
            })
        })
        .refuses(Flag::supports_arrays)
    };
}

#[test]
fn a_refusal_comes_before_anything_is_done() {
    let run = |case: CaseDef| run_logged(&Toy::new(), &[case], &["--progress", "lines"]);
    let honest = refusal!(
        "suite.refused.in_a_transaction",
        context,
        {
            let connection = context.connection();
            connection.begin(&TransactionOptions::default()).await?;
            connection.rollback().await?;
            let failing = connection.execute(&Statement::new("of arrays")).await;
            assert!(failing.is_err());
        },
        Error::not_supported(Flag::supports_arrays)
    );
    assert_eq!(run(honest).0, Exit::Ok);
    let late = refusal!(
        "suite.refused.late",
        context,
        {
            let made = Statement::new("CREATE TABLE gone (a)");
            context.connection().execute(&made).await?;
            let dropped = Statement::new("DROP TABLE gone");
            context.connection().execute(&dropped).await?;
        },
        Error::not_supported(Flag::supports_arrays)
    );
    let (exit, _, log) = run(late);
    let told = "refused only after a statement for it was carried out: CREATE TABLE gone (a)";
    assert!(exit == Exit::Failed && log.contains(told), "{log}");
    let by_the_server = refusal!(
        "suite.refused.by_the_server",
        _context,
        {},
        Error::not_supported(Flag::supports_arrays).with_code("0A000")
    );
    let (exit, _, log) = run(by_the_server);
    let told = "only the server refused what needs it, with the code 0A000";
    assert!(exit == Exit::Failed && log.contains(told), "{log}");
}
