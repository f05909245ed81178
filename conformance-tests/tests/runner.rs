//! The runner itself: verdicts and exit codes of cases that pass, fail, leak, panic or hang, over the toy.

#![cfg(test)]

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use backend_core::backend::Backend;
use backend_core::error::{Error, ErrorKind};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, QualifiedName, Table};
use backend_core::wrapper::TransactionOptions;
use conformance_tests::case::{CaseDef, Unit};
use conformance_tests::runner::{Exit, Suite, run};
use conformance_tests::{Harness, Origin, Provision};

/// A toy that lacks arrays.
static WITHOUT_ARRAYS: Backend = Backend {
    features: |server| Features {
        supports_arrays: false,
        ..(toy_backend::BACKEND.features)(server)
    },
    ..toy_backend::BACKEND
};

struct Toy {
    provision: Provision,
    marks: String,
    backend: &'static Backend,
}

impl Toy {
    fn new() -> Self {
        Self {
            provision: Provision::embedded("toy:"),
            marks: String::new(),
            backend: &WITHOUT_ARRAYS,
        }
    }
}

impl Harness for Toy {
    fn vendor(&self) -> &str {
        "toy"
    }

    fn backend(&self) -> &'static Backend {
        self.backend
    }

    fn provision(&self) -> Provision {
        self.provision.clone()
    }
}

const DOC: &str = "Something holds.";
const PASSES: CaseDef = CaseDef::new("suite.case.passes", "passes", DOC, |_| {
    Box::pin(async { Ok(()) })
});
const FAILS: CaseDef = CaseDef::new("suite.case.fails", "fails", DOC, |context| {
    Box::pin(async {
        context.note("something was sent");
        Err(Error::new(ErrorKind::Programming, "it is wrong"))?;
        Ok(())
    })
});

const REFUSED: CaseDef = CaseDef::new("suite.case.refused", "f", DOC, |context| {
    Box::pin(async {
        context
            .refused(Flag::supports_arrays, async |context| {
                context.features().require(Flag::supports_arrays)
            })
            .await
    })
});

fn table() -> Table {
    Table::new(QualifiedName::new("left").unwrap())
        .with_column(Column::new("id", ColumnType::Integer).unwrap())
}

/// Runs the cases: how it ended, and what was written.
fn run_with(toy: &Toy, cases: &[CaseDef], arguments: &[&str]) -> (Exit, String) {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    // libtest's own lines go elsewhere: whoever counts the lines of this test must not count them.
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let log = std::env::temp_dir().join(format!("cf_log_{}_{number}", std::process::id()));
    let mut out = Vec::new();
    let arguments = arguments.iter().map(|argument| (*argument).to_owned());
    let arguments = arguments.chain(["--logfile".to_owned(), log.to_str().unwrap().to_owned()]);
    let suite = Suite {
        harness: toy,
        origin: Origin::new("backend-toy", "1.2.3", "."),
        cases,
        marks: &toy.marks,
    };
    let exit = run(&suite, arguments, |_| None, &mut out);
    let _ = std::fs::remove_file(log);
    (exit, String::from_utf8(out).unwrap())
}

fn run_cases(cases: &[CaseDef]) -> (Exit, String) {
    run_with(&Toy::new(), cases, &[])
}

/// The numbers in the summary's last line: ids, executed, passed, failed, known, unsupported.
fn counts(text: &str) -> Vec<usize> {
    let line = text.lines().find_map(|line| line.strip_prefix("  all "));
    line.unwrap()
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect()
}

fn failed(case: CaseDef) -> bool {
    let (exit, text) = run_cases(&[PASSES, case]);
    assert_eq!(counts(&text), [2, 2, 1, 1, 0, 0], "{text}");
    exit == Exit::Failed
}

#[test]
fn a_run_of_passing_cases_is_ok_and_counted() {
    let (exit, text) = run_cases(&[PASSES]);
    assert_eq!(exit, Exit::Ok);
    assert!(
        text.starts_with("conformance of toy\n  Toy 1.0.0\n"),
        "{text}"
    );
    assert_eq!(counts(&text), [1, 1, 1, 0, 0, 0], "{text}");
}

#[test]
fn a_failure_a_panic_and_an_overrun_fail_the_run() {
    assert!(failed(FAILS));
    assert!(failed(CaseDef::new("suite.case.panics", "f", DOC, |_| {
        Box::pin(async { panic!("not again") })
    })));
    let hangs = CaseDef::new("suite.case.hangs", "f", DOC, |_| {
        Box::pin(std::future::pending())
    });
    let (exit, _) = run_with(&Toy::new(), &[PASSES, hangs], &["--timeout", "1"]);
    assert_eq!(exit, Exit::Failed);
}

#[test]
fn an_open_transaction_fails_its_case() {
    assert!(failed(CaseDef::new(
        "suite.case.leaves_a_transaction",
        "f",
        DOC,
        |context| {
            Box::pin(async {
                context
                    .connection()
                    .begin(&TransactionOptions::default())
                    .await?;
                Ok(())
            })
        }
    )));
}

#[test]
fn a_table_left_in_a_shared_database_fails_its_case() {
    let leaves = CaseDef::new("suite.case.leaves_a_table", "f", DOC, |context| {
        Box::pin(async {
            context.create(&table()).await?;
            Ok(())
        })
    });
    assert!(failed(leaves.unit(Unit::Session)));
    assert_eq!(run_cases(&[leaves]).0, Exit::Ok);
}

#[test]
fn a_case_whose_flag_is_off_never_passes() {
    let (exit, text) = run_cases(&[PASSES, FAILS.requires(&[Flag::supports_arrays])]);
    assert_eq!(exit, Exit::Ok);
    assert_eq!(counts(&text), [1, 1, 1, 0, 0, 1], "{text}");
    assert!(
        text.contains("flag supports_arrays is off: suite.case.fails"),
        "{text}"
    );
    let (exit, text) = run_cases(&[FAILS.requires(&[Flag::supports_arrays])]);
    assert_eq!(exit, Exit::TooFew, "{text}");
}

#[test]
fn a_negative_case_must_get_its_refusal() {
    let silent = CaseDef::new("suite.case.silent", "f", DOC, |_| {
        Box::pin(async { Ok(()) })
    });
    assert!(failed(silent.refuses(Flag::supports_arrays)));
    assert_eq!(
        run_cases(&[REFUSED.refuses(Flag::supports_arrays)]).0,
        Exit::Ok
    );
    assert_eq!(
        run_cases(&[REFUSED.refuses(Flag::supports_batches), PASSES]).0,
        Exit::Ok
    );
}

#[test]
fn too_few_passes_and_filters_that_match_nothing_are_no_success() {
    let run = |arguments: &[&str]| run_with(&Toy::new(), &[PASSES], arguments).0;
    assert_eq!(run(&["--min-passed", "2"]), Exit::TooFew);
    assert_eq!(run(&["nothing_of_that_name"]), Exit::TooFew);
    assert_eq!(run(&["--cases", "other.**"]), Exit::TooFew);
    assert_eq!(
        run(&["--cases", "suite.**", "--exact", "suite.case.passes"]),
        Exit::Ok
    );
    assert_eq!(run(&["--list"]), Exit::Ok);
}

#[test]
fn bad_options_are_told_apart_from_a_missing_database() {
    let run = |arguments: &[&str]| run_with(&Toy::new(), &[PASSES], arguments).0;
    assert_eq!(run(&["--min-passed", "x"]), Exit::Usage);
    assert_eq!(run(&["--lane", "none"]), Exit::Usage);
    assert_eq!(run(&["--flag", "no_such_flag"]), Exit::Usage);
}

#[test]
fn a_vendor_without_a_database_is_not_run_unless_it_is_expected() {
    let toy = Toy {
        provision: Provision::env("TOY_URL"),
        ..Toy::new()
    };
    let (exit, text) = run_with(&toy, &[PASSES], &[]);
    assert_eq!(
        (exit, text.as_str()),
        (
            Exit::Ok,
            "toy: not_run, because TOY_URL is not set; nothing was tested\n"
        )
    );
    let (exit, text) = run_with(&toy, &[PASSES], &["--expect", "other,toy"]);
    assert_eq!(
        (exit, text.as_str()),
        (Exit::Environment, "toy: expected, but TOY_URL is not set\n")
    );
    let wrong = Toy {
        provision: Provision::embedded("nothing:here"),
        ..Toy::new()
    };
    assert_eq!(run_with(&wrong, &[PASSES], &[]).0, Exit::Environment);
}

#[test]
fn lanes_run_every_case_each() {
    let provision = Provision::embedded("toy:")
        .lane("one", "{url}")
        .lane("two", "{url}");
    let toy = Toy {
        provision,
        ..Toy::new()
    };
    let (_, text) = run_with(&toy, &[PASSES], &[]);
    assert!(text.contains("Toy 1.0.0, lanes: one, two"), "{text}");
    assert_eq!(counts(&text), [1, 2, 2, 0, 0, 0], "{text}");
    let (_, text) = run_with(&toy, &[PASSES], &["--exact", "suite.case.passes [two]"]);
    assert_eq!(counts(&text), [1, 1, 1, 0, 0, 0], "{text}");
    let started = std::time::Instant::now();
    assert_eq!(run_with(&toy, &[PASSES], &["--lane", "two"]).0, Exit::Ok);
    assert!(started.elapsed() < Duration::from_secs(5));
}
