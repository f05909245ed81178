//! What cases ask is written down, also where the backend that they run on refuses it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

use backend_core::model::Change;
use conformance_tests::Samples;
use conformance_tests::catalogue::catalogue;
use conformance_tests::inputs::{Input, inputs};
use toy_backend::BACKEND;

fn asked(id: &str) -> Vec<Input> {
    let settings = BACKEND.settings("toy:").unwrap();
    let cases: Vec<_> = catalogue()
        .into_iter()
        .filter(|case| case.id == id)
        .collect();
    assert_eq!(cases.len(), 1, "{id}");
    let asked = inputs(&BACKEND, &settings, Samples::default(), &cases).unwrap();
    asked.into_iter().flat_map(|asked| asked.inputs).collect()
}

#[test]
fn changes_come_with_what_they_change() {
    let inputs = asked("schema.add_column.nullable");
    let [
        Input::Changes { before: none, .. },
        Input::Changes {
            before, changes, ..
        },
    ] = inputs.as_slice()
    else {
        panic!("{inputs:?}");
    };
    assert!(none.tables.is_empty());
    assert_eq!(before.tables.len(), 1);
    assert!(matches!(changes.as_slice(), [Change::AddColumn { .. }]));
}

#[test]
fn what_is_refused_is_asked() {
    let inputs = asked("query.union.intersect_and_except");
    assert!(
        inputs.iter().any(|input| matches!(input, Input::Query(_))),
        "{inputs:?}"
    );
}
