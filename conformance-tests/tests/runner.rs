//! The runner itself: verdicts and exit codes of cases that pass, fail, leak, panic or hang, over the toy.

#![cfg(test)]

mod toy;

use std::time::Duration;

use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, QualifiedName, Table};
use backend_core::wrapper::TransactionOptions;
use conformance_tests::Provision;
use conformance_tests::case::{CaseDef, Unit};
use conformance_tests::runner::Exit;

use self::toy::{DOC, FAILS, PASSES, Toy, counts, run_with};

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

fn run_cases(cases: &[CaseDef]) -> (Exit, String) {
    run_with(&Toy::new(), cases, &[])
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
        text.starts_with("conformance of toy, seed 1\n  Toy 1.0.0\n"),
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

fn marked(entry: &str, cases: &[CaseDef]) -> (Exit, String) {
    let toy = Toy {
        marks: format!("[[xfail]]\n{entry}\nreason = \"it is a toy\"\nuntracked = true\n"),
        ..Toy::new()
    };
    run_with(&toy, cases, &[])
}

#[test]
fn a_mark_takes_its_case_and_its_error_and_nothing_else() {
    let entry = |case: &str, error: &str| format!("case = \"{case}\"\nerror = \"{error}\"");
    let fails = "suite.case.fails";
    for error in ["kind:Programming", "it is wrong"] {
        let (exit, text) = marked(&entry(fails, error), &[PASSES, FAILS]);
        assert_eq!(exit, Exit::Ok, "{text}");
        assert_eq!(counts(&text), [2, 2, 1, 0, 1, 0], "{text}");
        assert!(text.contains("it is a toy: suite.case.fails"), "{text}");
    }
    let other = marked(&entry(fails, "kind:Data"), &[PASSES, FAILS]);
    assert_eq!(other.0, Exit::Failed, "another kind of error");
    let over = marked(&entry("suite.case.passes", "kind:Data"), &[PASSES]);
    assert_eq!(over.0, Exit::Failed, "it passes");
    assert!(over.1.contains("known to fail, and passes"), "{}", over.1);
}

#[test]
fn a_mark_is_not_met_by_a_time_limit() {
    let hangs = CaseDef::new("suite.case.hangs", "f", DOC, |_| {
        Box::pin(std::future::pending())
    });
    let marks = "[[xfail]]\ncase = \"suite.case.hangs\"\nerror = \"did not end\"\nreason = \"x\"\nuntracked = true\n";
    let toy = Toy {
        marks: marks.to_owned(),
        ..Toy::new()
    };
    let (exit, _) = run_with(&toy, &[PASSES, hangs], &["--timeout", "1"]);
    assert_eq!(exit, Exit::Failed);
    let skipping = Toy {
        marks: marks
            .replace("xfail", "skip")
            .replace("error = \"did not end\"", "class = \"hang\""),
        ..Toy::new()
    };
    let (exit, text) = run_with(&skipping, &[PASSES, hangs], &[]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        text.contains("skipped (hang): x: suite.case.hangs"),
        "{text}"
    );
}

#[test]
fn a_mark_that_says_nothing_true_is_a_wrong_configuration() {
    let entry = |case: &str| format!("case = \"{case}\"\nerror = \"kind:Programming\"");
    let (exit, text) = marked(&entry("no.case"), &[PASSES]);
    assert_eq!(exit, Exit::Usage);
    assert!(text.contains("`no.case` is the id of no case"), "{text}");
    let hidden = [PASSES, FAILS.requires(&[Flag::supports_arrays])];
    let (exit, text) = marked(&entry("suite.case.fails"), &hidden);
    assert_eq!(exit, Exit::Usage);
    assert!(text.contains("flag supports_arrays is off"), "{text}");
    assert_eq!(marked("case = \"suite\"", &[PASSES]).0, Exit::Usage);
}

/// Holds where an array comes back as it was sent.
const ARRAYS: CaseDef = CaseDef::new("suite.arrays.kept", "f", DOC, |context| {
    Box::pin(async {
        let column = ColumnType::Array(Box::new(ColumnType::Text));
        let table =
            Table::new(QualifiedName::new("listed")?).with_column(Column::new("c", column)?);
        context.create(&table).await?;
        Ok(())
    })
})
.requires(&[Flag::supports_arrays]);

#[test]
fn a_flag_that_says_too_little_fails_the_run() {
    let (exit, text) = run_cases(&[PASSES, ARRAYS]);
    assert_eq!(exit, Exit::Failed);
    assert!(text.contains("under_declared: supports_arrays"), "{text}");
    let true_toy = Toy {
        backend: &toy_backend::BACKEND,
        ..Toy::new()
    };
    let (exit, text) = run_with(&true_toy, &[PASSES, ARRAYS], &[]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(!text.contains("declared: supports_arrays"), "{text}");
}

#[test]
fn the_flip_tells_which_lies_go_unnoticed() {
    let true_toy = Toy {
        backend: &toy_backend::BACKEND,
        ..Toy::new()
    };
    let (exit, text) = run_with(&true_toy, &[PASSES, ARRAYS], &["flip"]);
    assert_eq!(exit, Exit::Failed, "nearly no flag has a case here");
    assert!(!text.contains("unnoticed: supports_arrays"), "{text}");
    assert!(
        text.contains("unnoticed: supports_batches, since no case of it applies"),
        "{text}"
    );
}

#[test]
fn a_report_is_written_where_it_is_asked_for() {
    let folder = std::env::temp_dir().join(format!("cf_report_{}", std::process::id()));
    let cases = [PASSES, FAILS, ARRAYS];
    let (exit, text) = run_with(
        &Toy::new(),
        &cases,
        &[
            "--report",
            folder.to_str().unwrap(),
            "--cases",
            "**.passes,**.fails",
        ],
    );
    assert_eq!(exit, Exit::Failed, "{text}");
    let read = |name: &str| std::fs::read_to_string(folder.join("toy").join(name)).unwrap();
    let report: serde_json::Value = serde_json::from_str(&read("report.json")).unwrap();
    assert_eq!(report["format"], 1);
    assert_eq!(report["conformant"], false);
    assert_eq!(report["backend"]["version"], "1.2.3");
    let lane = &report["lanes"][0];
    assert_eq!(lane["server"]["product"], "Toy");
    assert_eq!(lane["flags"].as_array().unwrap().len(), Flag::ALL.len());
    let outcomes: Vec<_> = lane["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| &case["outcome"])
        .collect();
    assert_eq!(outcomes, ["pass", "fail", "not_run"]);
    let xml = read("junit.xml");
    assert!(
        xml.contains("tests=\"3\"") && xml.contains("failures=\"1\""),
        "{xml}"
    );
    assert!(
        xml.contains("<skipped message=\"not chosen\" type=\"not_run\""),
        "{xml}"
    );
    let (exit, _) = run_with(
        &Toy::new(),
        &cases[..1],
        &["--report", folder.to_str().unwrap()],
    );
    assert_eq!(exit, Exit::Ok);
    let _ = std::fs::remove_dir_all(folder);
}
