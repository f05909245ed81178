//! The flip: what turning flags around comes to, and where its score goes.

#![cfg(test)]

mod toy;

use backend_core::flag::Flag;
use conformance_tests::runner::Exit;
use conformance_tests::support::Flip;

use self::toy::{ARRAYS, PASSES, Toy, run_with};

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

/// The score of some flags is not the vendor's.
#[test]
fn a_flip_of_chosen_flags_turns_these_and_writes_no_file() {
    let true_toy = Toy {
        backend: &toy_backend::BACKEND,
        ..Toy::new()
    };
    let folder = std::env::temp_dir().join(format!("cf_flipped_{}", std::process::id()));
    let report = ["--report", folder.to_str().unwrap()];
    let arguments = ["flip", "--flag", "supports_arrays", report[0], report[1]];
    let (exit, text) = run_with(&true_toy, &[PASSES, ARRAYS], &arguments);
    assert_eq!(exit, Exit::Ok, "{text}");
    assert!(
        text.starts_with("flip of toy, Toy 1.0.0, 1 flag\n"),
        "{text}"
    );
    assert!(text.contains("withdrawn    1 of 1 noticed"), "{text}");
    assert!(!text.contains("over-claimed"), "{text}");
    assert!(!folder.exists());
}

#[test]
fn the_score_of_a_flip_is_written_where_a_report_is_asked_for() {
    let folder = std::env::temp_dir().join(format!("cf_flip_{}", std::process::id()));
    let arguments = ["flip", "--report", folder.to_str().unwrap()];
    let (exit, text) = run_with(&Toy::new(), &[PASSES, ARRAYS], &arguments);
    assert_eq!(exit, Exit::Failed, "nearly no flag has a case here");
    let score = std::fs::read_to_string(folder.join("toy/flip.json")).unwrap();
    let _ = std::fs::remove_dir_all(folder);
    let [flip] = &*Flip::read(&score).unwrap() else {
        panic!("{score}");
    };
    assert_eq!(
        (flip.vendor.as_str(), flip.server.as_str()),
        ("toy", "Toy 1.0.0")
    );
    assert_eq!(
        flip.withdrawn.of + flip.claimed.of + flip.untestable.len(),
        Flag::ALL.len()
    );
    let told = format!("{} of {} noticed", flip.claimed.noticed, flip.claimed.of);
    assert!(text.contains(&told), "{text}");
}
