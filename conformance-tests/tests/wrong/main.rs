//! Backends that are deliberately wrong: the suite says of each exactly what is wrong with it, and of the right one nothing.

#![cfg(test)]

mod gap;
mod liar;
mod lies;
mod sample;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use backend_core::backend::Backend;
use conformance_tests::catalogue::catalogue;
use conformance_tests::runner::{Exit, Suite, run};
use conformance_tests::{EndingSample, Harness, Origin, Provision, Samples};

/// What a run said: how it ended, what became of each case that does not simply hold, and which flags
/// are wrong or leave a gap.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) exit: Option<Exit>,
    pub(crate) cases: BTreeMap<String, String>,
    pub(crate) flags: BTreeMap<String, String>,
    pub(crate) passed: usize,
    pub(crate) unsupported: Vec<String>,
}

/// What becomes of a case that is not worth a word.
const QUIET: [&str; 3] = ["pass", "unsupported", "not_run"];

struct Wrong(&'static Backend, Samples);

impl Harness for Wrong {
    fn vendor(&self) -> &str {
        "wrong"
    }

    fn backend(&self) -> &'static Backend {
        self.0
    }

    fn provision(&self) -> Provision {
        Provision::embedded("toy:")
    }

    fn samples(&self) -> Samples {
        self.1
    }
}

/// Runs the sample on a backend.
pub(crate) fn said(backend: Backend) -> Said {
    said_with(backend, &[])
}

/// Runs the sample on a backend, with more options.
pub(crate) fn said_with(backend: Backend, options: &[&str]) -> Said {
    said_of(backend, None, options, "")
}

/// Runs the sample on a backend, with more options, and with a text of `tests/conformance.toml`.
pub(crate) fn said_asking(backend: Backend, options: &[&str], marks: &str) -> Said {
    said_of(backend, None, options, marks)
}

/// Runs the sample on a backend whose server is asked for its sessions, with all of that.
pub(crate) fn said_of(
    backend: Backend,
    ending: Option<EndingSample>,
    options: &[&str],
    marks: &str,
) -> Said {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("cf_wrong_{}_{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let cases: Vec<_> = catalogue()
        .into_iter()
        .filter(|case| sample::SAMPLE.contains(&case.id))
        .collect();
    assert_eq!(cases.len(), sample::SAMPLE.len(), "an id is no case's");
    let samples = Samples {
        ending,
        ..Samples::default()
    };
    let harness = Wrong(Box::leak(Box::new(backend)), samples);
    let suite = Suite {
        harness: &harness,
        origin: Origin::new("backend-wrong", "1.0.0", "."),
        cases: &cases,
        marks,
    };
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let own = [
        "--report".to_owned(),
        text(&folder),
        "--logfile".to_owned(),
        text(&folder.join("log")),
    ];
    let arguments = options.iter().map(|option| (*option).to_owned()).chain(own);
    let mut out = Vec::new();
    let exit = run(&suite, arguments, |_| None, &mut out);
    let path = folder.join("wrong/report.json");
    let Ok(report) = std::fs::read_to_string(path) else {
        panic!("{exit:?}: {}", String::from_utf8_lossy(&out));
    };
    let _ = std::fs::remove_dir_all(folder);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    Said::of(exit, &report["lanes"][0])
}

impl Said {
    fn of(exit: Exit, lane: &serde_json::Value) -> Self {
        let outcomes = named(&lane["cases"], "outcome", "id");
        let of = |wanted: &str| -> Vec<String> {
            let of = outcomes.iter().filter(|(_, outcome)| outcome == wanted);
            let mut ids: Vec<_> = of.map(|(id, _)| id.clone()).collect();
            ids.sort();
            ids
        };
        let worth_a_word = ["over_declared", "under_declared", "gap"];
        Self {
            exit: Some(exit),
            passed: of("pass").len(),
            unsupported: of("unsupported"),
            cases: outcomes
                .iter()
                .filter(|(_, outcome)| !QUIET.contains(&outcome.as_str()))
                .cloned()
                .collect(),
            flags: named(&lane["flags"], "verdict", "name")
                .into_iter()
                .filter(|(_, verdict)| worth_a_word.contains(&verdict.as_str()))
                .collect(),
        }
    }
}

/// What a list of a report says of each of its items.
fn named(list: &serde_json::Value, what: &str, name: &str) -> Vec<(String, String)> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap().to_owned();
            (text(name), text(what))
        })
        .collect()
}
