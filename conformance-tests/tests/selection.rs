//! Which cases run and what is told of them: shares, what failed before, explanations, cases that came later.

#![cfg(test)]

mod toy;

use std::path::Path;

use backend_core::flag::Flag;
use conformance_tests::Provision;
use conformance_tests::case::CaseDef;
use conformance_tests::runner::Exit;
use conformance_tests::support::ReadReport;

use self::toy::{DOC, FAILS, PASSES, Toy, counts, failing, run_with};

const ARRAYS: CaseDef = passing("suite.case.arrays").requires(&[Flag::supports_arrays]);

const fn passing(id: &'static str) -> CaseDef {
    CaseDef::new(id, "passes", DOC, |_| Box::pin(async { Ok(()) }))
}

/// A toy whose last report is kept in a folder of that name.
fn keeping(name: &str) -> Toy {
    let folder = std::env::temp_dir().join(format!("cf_kept_{name}_{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    Toy {
        temporary: Some(folder.to_string_lossy().into_owned().leak()),
        ..Toy::new()
    }
}

fn report(toy: &Toy) -> ReadReport {
    let file = Path::new(toy.temporary.unwrap()).join("conformance/toy/report.json");
    ReadReport::read(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn forget(toy: &Toy) {
    let _ = std::fs::remove_dir_all(toy.temporary.unwrap());
}

#[test]
fn what_failed_runs_again_and_nothing_else() {
    let toy = keeping("again");
    let (exit, text) = run_with(&toy, &[PASSES], &["--rerun-failed"]);
    assert_eq!(exit, Exit::Usage, "{text}");
    let (exit, text) = run_with(&toy, &[PASSES, FAILS], &[]);
    assert_eq!(exit, Exit::Failed);
    assert!(text.contains("\nFAILED: 1 passed, 1 failed, in "), "{text}");
    assert!(text.contains("\n  suite.case.fails: "), "{text}");
    assert!(
        text.contains("-p backend-toy --test conformance -- --rerun-failed\n"),
        "{text}"
    );
    assert!(report(&toy).whole);
    let (exit, text) = run_with(&toy, &[PASSES, FAILS], &["--rerun-failed"]);
    assert_eq!(exit, Exit::Failed);
    assert_eq!(counts(&text), [1, 1, 0, 1, 0, 0], "{text}");
    assert!(!report(&toy).whole);
    let mended = passing(FAILS.id);
    let (exit, text) = run_with(&toy, &[PASSES, mended], &["--rerun-failed"]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        text.contains("PASSED, of what was chosen: 1 passed, in"),
        "{text}"
    );
    let (exit, text) = run_with(&toy, &[PASSES, mended], &["--rerun-failed"]);
    assert_eq!(
        (exit, text.as_str()),
        (
            Exit::Ok,
            "toy: nothing failed before, so nothing runs again\n"
        )
    );
    forget(&toy);
}

#[test]
fn a_flag_that_says_too_little_is_asked_again() {
    let toy = keeping("flag");
    assert_eq!(run_with(&toy, &[PASSES, ARRAYS], &[]).0, Exit::Failed);
    let (exit, text) = run_with(
        &toy,
        &[PASSES, ARRAYS],
        &["--rerun-failed", "--min-passed", "0"],
    );
    assert_eq!(exit, Exit::Failed, "{text}");
    assert!(text.contains("under_declared: supports_arrays"), "{text}");
    forget(&toy);
}

#[test]
fn shares_are_the_whole_without_overlap() {
    let ids = [
        "a.b.c", "a.b.d", "a.b.e", "a.b.f", "a.b.g", "a.b.h", "a.b.i",
    ];
    let cases = ids.map(passing);
    let toy = keeping("shares");
    let mut ran = 0;
    for share in ["1/3", "2/3", "3/3"] {
        let (exit, text) = run_with(&toy, &cases, &["--shard", share]);
        assert_eq!(exit, Exit::Ok, "{text}");
        ran += counts(&text)[0];
    }
    assert_eq!(ran, ids.len());
    assert_eq!(run_with(&toy, &cases, &["--shard", "4/3"]).0, Exit::Usage);
    forget(&toy);
}

#[test]
fn an_explanation_tells_what_is_demanded_and_what_would_be() {
    let marks = "marks = 1\n[[xfail]]\ncase = \"suite.case.fails\"\nerror = \"kind:Programming\"\nreason = \"it is a toy\"\nuntracked = true\n";
    let toy = Toy {
        marks: marks.to_owned(),
        ..Toy::new()
    };
    let cases = [PASSES.django("backends/tests.py"), FAILS, ARRAYS];
    let explain = |arguments: &[&str]| {
        let (exit, text) = run_with(&toy, &cases, arguments);
        (exit, text)
    };
    let (exit, text) = explain(&["--explain", "suite.case.passes"]);
    assert_eq!(exit, Exit::Ok);
    let expected = "suite.case.passes
  demands   Something holds.
  flags     none: every vendor has to pass it
  kind      positive
  since     0.1
  works in  an empty database of its own
  Django    tests/backends/tests.py
  to run it cargo test -p backend-toy --test conformance -- --exact suite.case.passes
  here      Toy 1.0.0
            - it runs, and has to pass

";
    assert_eq!(text, expected);
    let (_, text) = explain(&["--explain", "**.arrays"]);
    assert!(text.contains("- supports_arrays is off\n"), "{text}");
    assert!(
        text.contains("unsupported, since flag supports_arrays is off: it does not run"),
        "{text}"
    );
    let (_, text) = explain(&["--explain", "**.fails", "--cases", "other.**"]);
    assert!(
        text.contains("not chosen, since --cases names others"),
        "{text}"
    );
    assert!(
        text.contains("has to fail with an error of kind Programming: it is a toy (untracked)"),
        "{text}"
    );
    let (exit, text) = explain(&["--explain", "suite.case.pass"]);
    assert_eq!(exit, Exit::Usage);
    assert!(
        text.contains("is the id of no case; near it are: suite.case.passes"),
        "{text}"
    );
}

#[test]
fn an_explanation_needs_no_database() {
    let toy = Toy {
        provision: Provision::env("TOY_URL"),
        ..Toy::new()
    };
    let (exit, text) = run_with(&toy, &[PASSES], &["--explain", PASSES.id]);
    assert_eq!(exit, Exit::Ok);
    assert!(
        text.contains("here      not_run, because TOY_URL is not set"),
        "{text}"
    );
}

#[test]
fn a_case_that_came_later_fails_nothing_until_the_baseline_is_raised() {
    let newer = FAILS.since("0.2");
    let with = |marks: &str, cases: &[CaseDef]| {
        let toy = Toy {
            marks: marks.to_owned(),
            ..Toy::new()
        };
        run_with(&toy, cases, &[])
    };
    let (exit, text) = with("suite = \"0.1\"\n", &[PASSES, newer]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        text.contains("CONFORMANT: 1 passed, 1 new and failing, in"),
        "{text}"
    );
    assert!(text.contains("suite.case.fails\n"), "{text}");
    assert_eq!(with("", &[PASSES, newer]).0, Exit::Failed);
    assert_eq!(with("suite = \"0.1\"\n", &[PASSES, FAILS]).0, Exit::Failed);
    let (exit, text) = with("suite = \"99\"\n", &[PASSES]);
    assert_eq!(exit, Exit::Usage);
    assert!(text.contains("is newer than this suite"), "{text}");
    assert_eq!(with("suite = \"x\"\n", &[PASSES]).0, Exit::Usage);
}

#[test]
fn a_bar_hides_the_lines_and_leaves_nothing_behind() {
    let (exit, text) = run_with(&Toy::new(), &[PASSES], &["--progress", "bar"]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        text.ends_with(" s\n") && text.contains("\nCONFORMANT: 1 passed, in "),
        "{text}"
    );
    assert_eq!(
        run_with(&Toy::new(), &[PASSES], &["--progress", "loud"]).0,
        Exit::Usage
    );
}

#[test]
fn themes_and_kinds_choose_cases() {
    let refusal = failing("values.array.refused").refuses(Flag::supports_arrays);
    let cases = [
        passing("values.text.kept"),
        passing("query.text.kept"),
        refusal,
    ];
    let run = |arguments: &[&str]| {
        let (exit, text) = run_with(&Toy::new(), &cases, arguments);
        (exit, counts(&text)[1])
    };
    assert_eq!(run(&["--theme", "query"]), (Exit::Ok, 1));
    assert_eq!(run(&["--theme", "query,values"]), (Exit::Failed, 3));
    assert_eq!(run(&["--kind", "negative"]), (Exit::Failed, 1));
    assert_eq!(
        run(&["--kind", "positive", "--theme", "values"]),
        (Exit::Ok, 1)
    );
    assert_eq!(run(&["--kind", "property"]), (Exit::TooFew, 0));
    assert_eq!(run(&["--tag", "smoke"]), (Exit::TooFew, 0));
    let (exit, text) = run_with(&Toy::new(), &cases, &["--theme", "suite"]);
    assert_eq!(exit, Exit::Usage, "{text}");
}

#[test]
fn cases_are_chosen_by_tag_and_say_which_they_have() {
    let cases = [PASSES.smoke(), passing("a.b.c").slow(3), passing("a.b.d")];
    let run = |arguments: &[&str]| {
        let (exit, text) = run_with(&Toy::new(), &cases, arguments);
        assert_eq!(exit, Exit::Ok, "{text}");
        counts(&text)[0]
    };
    assert_eq!(run(&["--smoke"]), 1);
    assert_eq!(run(&["--tag", "slow"]), 1);
    assert_eq!(run(&["--tag", "smoke,slow"]), 2);
    let (exit, text) = run_with(&Toy::new(), &cases, &["--tag", "quick"]);
    assert_eq!(exit, Exit::Usage, "{text}");
    let (_, text) = run_with(&Toy::new(), &cases, &["--explain", "a.b.c"]);
    assert!(text.contains("\n  tags      slow\n"), "{text}");
    assert!(text.contains("3 times as long as other cases"), "{text}");
    let listed = run_with(&Toy::new(), &cases, &["--list", "--json"]).1;
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["tags"], serde_json::json!(["smoke"]));
    assert_eq!(listed[1]["patience"], 3);
}

/// Whoever reads the list, a program mostly, reads nothing else.
#[test]
fn a_list_without_a_database_is_empty() {
    let toy = Toy {
        provision: Provision::env("TOY_URL"),
        ..Toy::new()
    };
    let listed = run_with(&toy, &[PASSES], &["--list"]);
    assert_eq!(listed, (Exit::Ok, String::new()));
    let (exit, text) = run_with(&toy, &[PASSES], &["--list", "--expect", "toy"]);
    assert_eq!((exit, text.as_str()), (Exit::Environment, ""));
}

#[test]
fn cases_are_listed_as_json_without_a_database() {
    let toy = Toy {
        provision: Provision::env("TOY_URL"),
        ..Toy::new()
    };
    let cases = [PASSES.django("backends/tests.py"), ARRAYS, passing("a.b.c")];
    let (exit, text) = run_with(&toy, &cases, &["--list", "--json", "--cases", "suite.**"]);
    assert_eq!(exit, Exit::Ok, "{text}");
    let listed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let first = serde_json::json!({
        "id": "suite.case.passes", "doc": DOC, "theme": "suite", "kind": "positive", "requires": [], "refuses": null,
        "unit": "database", "since": "0.1", "django_ref": "backends/tests.py", "generated": false,
        "over_network": false, "smoke": false, "tags": [], "patience": 1,
    });
    assert_eq!(listed[0], first);
    assert_eq!(
        listed[1]["requires"],
        serde_json::json!(["supports_arrays"])
    );
    assert_eq!(run_with(&toy, &cases, &["--json"]).0, Exit::Usage);
}

#[test]
fn a_run_of_what_is_ignored_is_not_the_whole() {
    let toy = keeping("ignored");
    let (exit, text) = run_with(&toy, &[PASSES, ARRAYS], &["--ignored"]);
    assert_eq!(exit, Exit::TooFew, "{text}");
    assert!(text.contains("\nNOTHING PASSED: 0 passed"), "{text}");
    assert!(!report(&toy).whole);
    forget(&toy);
}

#[test]
fn cases_begin_in_another_order_and_are_the_same() {
    let ids = ["a.b.c", "a.b.d", "a.b.e", "a.b.f", "a.b.g", "a.b.h"];
    let toy = keeping("order");
    let (exit, text) = run_with(&toy, &ids.map(passing), &["--shuffle", "7"]);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        text.starts_with("conformance of toy, seed 1, order 7\n"),
        "{text}"
    );
    assert_eq!(counts(&text)[0], ids.len());
    assert!(report(&toy).whole);
    forget(&toy);
}
