//! A case that was renamed is found by its old id: in choices, explanations, marks and reports that were written before.

#![cfg(test)]

mod toy;

use std::path::Path;

use conformance_tests::case::CaseDef;
use conformance_tests::runner::Exit;
use conformance_tests::support::{ReadReport, compare};

use self::toy::{FAILS, PASSES, Toy, counts, failing, run_with};

const OLD: &str = "query.union.no_two_meanings";
const NEW: &str = "query.chain.no_two_meanings";
const RENAMED: CaseDef = failing(NEW);

/// What is said of the old id, first of all.
fn told(place: &str) -> String {
    format!("{place} names `{OLD}`, which is `{NEW}` now\n")
}

#[test]
fn a_choice_by_the_old_id_chooses_the_case() {
    let (exit, text) = run_with(&Toy::new(), &[FAILS, RENAMED], &["--cases", OLD]);
    assert_eq!(exit, Exit::Failed);
    assert!(text.starts_with(&told("an option")), "{text}");
    assert_eq!(counts(&text), [1, 1, 0, 1, 0, 0], "{text}");
    let (_, text) = run_with(&Toy::new(), &[PASSES, RENAMED], &["--cases", NEW]);
    assert!(!text.contains(OLD), "{text}");
}

#[test]
fn an_explanation_of_the_old_id_is_of_the_case() {
    let (exit, text) = run_with(&Toy::new(), &[PASSES, RENAMED], &["--explain", OLD]);
    assert_eq!(exit, Exit::Ok);
    let expected = told("an option") + NEW + "\n";
    assert!(text.starts_with(&expected), "{text}");
}

#[test]
fn a_mark_with_the_old_id_is_one_of_the_case() {
    let marks = format!(
        "marks = 1\n[[xfail]]\ncase = \"{OLD}\"\nerror = \"it is wrong\"\nreason = \"a toy\"\nuntracked = true\n\
         [[regression]]\ncase = \"{OLD}\"\nseed = 7\nreason = \"lost\"\n"
    );
    let toy = Toy {
        marks,
        ..Toy::new()
    };
    let (exit, text) = run_with(&toy, &[PASSES, RENAMED], &[]);
    assert_eq!(exit, Exit::Ok, "{text}");
    let told = told("tests/conformance.toml");
    assert!(text.starts_with(&told.repeat(2)), "{text}");
    assert!(text.contains("1 known to fail"), "{text}");
}

#[test]
fn a_report_of_before_is_read_with_the_id_of_now() {
    let folder = std::env::temp_dir().join(format!("cf_renamed_{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let toy = Toy {
        temporary: Some(folder.to_string_lossy().into_owned().leak()),
        ..Toy::new()
    };
    run_with(&toy, &[PASSES, RENAMED], &[]);
    let file = folder.join("conformance/toy/report.json");
    let now = std::fs::read_to_string(&file).unwrap();
    let before = now.replace(NEW, OLD);
    assert_ne!(now, before);
    let read = |text: &str| ReadReport::read(text).unwrap();
    assert_eq!(compare(&read(&before), &read(&now)), "");
    std::fs::write(Path::new(&file), before).unwrap();
    let (exit, text) = run_with(&toy, &[PASSES, RENAMED], &["--rerun-failed"]);
    assert_eq!(exit, Exit::Failed, "{text}");
    assert_eq!(counts(&text), [1, 1, 0, 1, 0, 0], "{text}");
    let _ = std::fs::remove_dir_all(&folder);
}
