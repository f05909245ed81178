//! The runner itself: verdicts and exit codes of cases that pass, fail, leak, panic or hang, over the toy.

#![cfg(test)]

mod toy;

use std::time::Duration;

use backend_core::backend::Backend;
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, QualifiedName, Table};
use backend_core::unwritten::UNWRITTEN;
use backend_core::wrapper::TransactionOptions;
use conformance_tests::Provision;
use conformance_tests::case::{CaseDef, Unit};
use conformance_tests::runner::Exit;

use self::toy::{ARRAYS, DOC, FAILS, PASSES, Toy, WITHOUT_ARRAYS, counts, failing, run_with};

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
    let (exit, _) = run_with(&Toy::new(), &[PASSES, HANGS], &["--timeout", "1"]);
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

fn marking(entry: &str) -> Toy {
    let text = format!("[[xfail]]\n{entry}\nreason = \"it is a toy\"\nuntracked = true\n");
    Toy {
        marks: format!("marks = 1\n{text}"),
        ..Toy::new()
    }
}

fn marked(entry: &str, cases: &[CaseDef]) -> (Exit, String) {
    run_with(&marking(entry), cases, &[])
}

#[test]
fn a_mark_takes_its_case_and_its_error_and_nothing_else() {
    let entry = |case: &str, error: &str| format!("case = \"{case}\"\nerror = \"{error}\"");
    let fails = "suite.case.fails";
    for error in ["kind:Programming", "it is wrong", "/is w.ong/"] {
        let (exit, text) = marked(&entry(fails, error), &[PASSES, FAILS]);
        assert_eq!(exit, Exit::Ok, "{text}");
        assert_eq!(counts(&text), [2, 2, 1, 0, 1, 0], "{text}");
        assert!(
            text.contains("it is a toy (untracked): suite.case.fails"),
            "{text}"
        );
    }
    let other = marked(&entry(fails, "kind:Data"), &[PASSES, FAILS]);
    assert_eq!(other.0, Exit::Failed, "another kind of error");
    let over = marked(&entry("suite.case.passes", "kind:Data"), &[PASSES]);
    assert_eq!(over.0, Exit::Failed, "it passes");
    assert!(over.1.contains("known to fail, and passes"), "{}", over.1);
}

const HANGS: CaseDef = CaseDef::new("suite.case.hangs", "f", DOC, |_| {
    Box::pin(std::future::pending())
});

#[test]
fn a_case_that_is_marked_to_be_skipped_does_not_run() {
    let marks = "marks = 1\n[[skip]]\ncase = \"suite.case.hangs\"\nclass = \"hang\"\nreason = \"It waits\"\nlink = \"https://example.org\"\n";
    let toy = Toy {
        marks: marks.to_owned(),
        ..Toy::new()
    };
    let (exit, text) = run_with(&toy, &[PASSES, HANGS], &[]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        text.contains("skipped (hang): It waits: suite.case.hangs"),
        "{text}"
    );
}

/// A toy that makes no test databases.
static WITHOUT_DATABASES: Backend = Backend {
    creation: UNWRITTEN.creation,
    ..WITHOUT_ARRAYS
};

/// What only the set-up, the limit of time, or what comes after the case does is no failure of the case.
#[test]
fn a_mark_that_only_the_surroundings_meet_is_a_wrong_configuration() {
    let leaves = CaseDef::new("suite.case.leaves", "f", DOC, |context| {
        Box::pin(async {
            let connection = context.connection();
            connection.begin(&TransactionOptions::default()).await?;
            Ok(())
        })
    });
    let panics = CaseDef::new("suite.case.panics", "f", DOC, |_| {
        Box::pin(async { panic!("not again") })
    });
    let run = |case: CaseDef, error: &str, backend: &'static Backend| {
        let entry = format!("case = \"{}\"\nerror = \"{error}\"", case.id);
        let toy = Toy {
            backend,
            ..marking(&entry)
        };
        run_with(
            &toy,
            &[PASSES, case],
            &["--timeout", "1", "--cases", case.id],
        )
    };
    for (case, error, backend, by) in [
        (
            HANGS,
            "did not end",
            &WITHOUT_ARRAYS,
            "the limit of its time",
        ),
        (leaves, "left behind", &WITHOUT_ARRAYS, "what came around"),
        (panics, "not again", &WITHOUT_ARRAYS, "what came around"),
        (FAILS, "no creation yet", &WITHOUT_DATABASES, "its set-up"),
        (FAILS, "kind:NotSupported", &WITHOUT_DATABASES, "its set-up"),
    ] {
        let (exit, text) = run(case, error, backend);
        assert_eq!(exit, Exit::Usage, "{text}");
        let told = format!(
            "tests/conformance.toml: the mark of {} is met by {by}",
            case.id
        );
        assert!(text.contains(&told), "{text}");
        let what = if by == "its set-up" {
            "without what they need"
        } else {
            "failed"
        };
        let told = format!("\nWRONG CONFIGURATION: 0 passed, 1 {what}, in ");
        assert!(text.contains(&told), "{text}");
    }
    let (exit, text) = run(leaves, "another", &WITHOUT_ARRAYS);
    assert_eq!(exit, Exit::Failed, "{text}");
}

#[test]
fn another_number_of_marks_than_the_accepted_one_is_a_wrong_configuration() {
    let entry = "case = \"suite.case.fails\"\nerror = \"kind:Programming\"";
    let run = |number: &str, arguments: &[&str]| {
        let mut toy = marking(entry);
        toy.marks = toy.marks.replace("marks = 1\n", number);
        run_with(&toy, &[PASSES, FAILS], arguments)
    };
    for (number, said) in [("", 0), ("marks = 0\n", 0), ("marks = 2\n", 2)] {
        let (exit, text) = run(number, &[]);
        assert_eq!(exit, Exit::Usage, "{text}");
        let told = format!("it marks 1 cases, and says `marks = {said}`: write `marks = 1`");
        assert!(text.contains(&told), "{text}");
        let (exit, text) = run(number, &["--accept-marks"]);
        assert_eq!(exit, Exit::Ok, "{text}");
        assert!(text.contains(&told), "{text}");
    }
    let (exit, text) = run("marks = 1\n", &[]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(!text.contains("write `marks"), "{text}");
}

/// Marks are looked at before a database is looked for: they are wrong on every machine.
#[test]
fn marks_are_wrong_without_a_database_as_well() {
    let toy = Toy {
        provision: Provision::env("TOY_URL"),
        ..marking("case = \"suite.case.fails\"\nwhen = \"lane = none\"\nerror = \"x\"")
    };
    let (exit, text) = run_with(&toy, &[PASSES, FAILS], &[]);
    assert_eq!(exit, Exit::Usage);
    assert!(text.contains("there is no lane `none`"), "{text}");
}

#[test]
fn a_run_of_known_failures_says_that_it_is_one() {
    let toy = marking("case = \"suite.case.fails\"\nerror = \"kind:Programming\"");
    let (exit, text) = run_with(&toy, &[PASSES, FAILS], &["--exact", FAILS.id]);
    assert_eq!(exit, Exit::TooFew);
    let told = "\nNOTHING BUT KNOWN FAILURES: 0 passed, 1 known to fail, in ";
    assert!(text.contains(told), "{text}");
    let (_, text) = run_with(&toy, &[PASSES, FAILS], &["--min-passed", "2"]);
    assert!(
        text.contains("\nTOO FEW PASSED: 1 passed, 1 known"),
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

/// Of a theme that the toy has nothing of.
const ELSEWHERE: CaseDef = failing("elsewhere.case.fails").requires(&[Flag::supports_arrays]);

fn leaving_out(theme: &str) -> Toy {
    let entry = format!("theme = \"{theme}\"\nreason = \"it is a toy\"\nuntracked = true\n");
    Toy {
        marks: format!("[[theme_optout]]\n{entry}"),
        ..Toy::new()
    }
}

#[test]
fn a_whole_run_has_something_of_every_theme_that_is_not_left_out() {
    let cases = [PASSES, ELSEWHERE];
    let (exit, text) = run_cases(&cases);
    assert_eq!(exit, Exit::TooFew, "{text}");
    let told = "themes: no case of the theme `elsewhere` ran: ";
    assert!(text.contains(told), "{text}");
    assert!(
        text.contains("\nINCOMPLETE: 1 passed, 1 not applicable, in "),
        "{text}"
    );
    for partly in [["--cases", "**"], ["--skip", "none"]] {
        let (exit, text) = run_with(&Toy::new(), &cases, &partly);
        assert_eq!(exit, Exit::Ok, "{partly:?}: {text}");
    }
    let (exit, text) = run_with(&leaving_out("elsewhere"), &cases, &[]);
    assert_eq!(exit, Exit::Ok, "{text}");
    let told = "  themes left out:\n    elsewhere: it is a toy (untracked)\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn a_theme_that_is_left_out_and_runs_fails_the_run() {
    let (exit, text) = run_with(&leaving_out("suite"), &[PASSES], &[]);
    assert_eq!(exit, Exit::Failed, "{text}");
    let told = "themes: cases of the theme `suite` ran, though ";
    assert!(text.contains(told), "{text}");
    let (exit, text) = run_with(&leaving_out("siute"), &[PASSES], &[]);
    assert_eq!(exit, Exit::Usage, "{text}");
}

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

/// The toy without arrays, whose server is asked of them.
fn asking(lines: &str) -> (Exit, String) {
    asking_with(lines, &[])
}

fn asking_with(lines: &str, arguments: &[&str]) -> (Exit, String) {
    let toy = Toy {
        marks: format!("[[server]]\nflag = \"supports_arrays\"\n{lines}\n"),
        ..Toy::new()
    };
    run_with(
        &toy,
        &[PASSES, FAILS.requires(&[Flag::supports_arrays])],
        arguments,
    )
}

#[test]
fn a_gap_passes_and_is_told() {
    let (exit, text) = asking("statements = [\"CREATE TABLE {a} (b integer[])\"]");
    assert_eq!(exit, Exit::Ok, "{text}");
    let told = "    gap, which the server can and the backend does not yet: supports_arrays\n";
    assert!(text.contains(told), "{text}");
    let (exit, text) = asking("statements = [\"CREATE TABLE {a} (b set)\"]");
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        !text.contains("gap") && !text.contains("no answer"),
        "{text}"
    );
    let explained = asking_with("statements = [\"SELECT 1\"]", &["--explain", FAILS.id]).1;
    let told = "- features.server.supports_arrays asks the server itself\n";
    assert!(explained.contains(told), "{explained}");
}

#[test]
fn a_question_that_could_not_be_put_is_told_and_means_nothing() {
    let (exit, text) = asking("given = [\"CREATE TABLE {a} (b set)\"]\nquery = \"SELECT 1\"");
    assert_eq!(exit, Exit::Ok, "{text}");
    let told = "    no answer of the server: supports_arrays: what it needs is not there: ";
    assert!(text.contains(told), "{text}");
    assert!(!text.contains("gap"), "{text}");
}

#[test]
fn a_question_that_is_none_is_a_wrong_configuration() {
    let asked = "statements = [\"SELECT 1\"]";
    let twice = format!("{asked}\n[[server]]\nflag = \"supports_arrays\"\n{asked}");
    for (lines, told) in [
        ("", "the [[server]] of `supports_arrays` asks nothing"),
        (
            twice.as_str(),
            "the server is asked of supports_arrays twice",
        ),
    ] {
        let (exit, text) = asking(lines);
        assert_eq!(exit, Exit::Usage, "{text}");
        assert!(text.contains(told), "{text}");
    }
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
    let sent = &lane["cases"][1]["transcript"];
    assert_eq!(sent, &serde_json::json!(["  1  something was sent"]));
    assert_eq!(lane["cases"][0].get("transcript"), None);
    let xml = read("junit.xml");
    assert!(xml.contains("something was sent"), "{xml}");
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

/// Whoever reads nothing but the XML sees why a run fails.
#[test]
fn a_flag_that_says_too_little_fails_in_the_xml() {
    let folder = std::env::temp_dir().join(format!("cf_forced_{}", std::process::id()));
    let arguments = ["--report", folder.to_str().unwrap()];
    let (exit, _) = run_with(&Toy::new(), &[PASSES, ARRAYS], &arguments);
    assert_eq!(exit, Exit::Failed);
    let xml = std::fs::read_to_string(folder.join("toy/junit.xml")).unwrap();
    let _ = std::fs::remove_dir_all(folder);
    assert!(xml.contains("failures=\"1\""), "{xml}");
    let (_, forced) = xml.split_once("features.forced.supports_arrays").unwrap();
    let (forced, _) = forced.split_once("</testcase>").unwrap();
    assert!(forced.contains("<failure "), "{forced}");
}
