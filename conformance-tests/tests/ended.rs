//! A run that is ended from outside takes its folder with it, over the toy.

#![cfg(test)]
#![cfg(unix)]

mod interrupted;

use backend_core::backend::Backend;
use conformance_tests::{Harness, Provision};

use self::interrupted::{SIGNALS, ended_by, eventually, is_child, next_run};

struct Toy;

impl Harness for Toy {
    fn vendor(&self) -> &str {
        "toy"
    }

    fn backend(&self) -> &'static Backend {
        &toy_backend::BACKEND
    }

    fn provision(&self) -> Provision {
        Provision::embedded("toy:ended")
    }
}

#[test]
fn a_run_that_is_ended_leaves_nothing() {
    if is_child(&Toy) {
        return;
    }
    let folder = std::env::temp_dir().join(format!("ended_{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let variables = [("TMPDIR", folder.to_str().unwrap())];
    for signal in SIGNALS {
        let database = ended_by(signal, &variables);
        assert!(database.starts_with("toy:cf"), "{database}");
        let is_empty = || std::fs::read_dir(&folder).unwrap().next().is_none();
        eventually(signal, is_empty);
        next_run(&Toy, &[]);
    }
    std::fs::remove_dir(folder).unwrap();
}
