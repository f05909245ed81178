//! The toy passes the same suite as every vendor; this file, and the marks beside it, are all that it takes.

use backend_core::backend::Backend;
use conformance_tests::{Harness, Provision};

struct Toy;

impl Harness for Toy {
    fn vendor(&self) -> &str {
        "toy"
    }

    fn backend(&self) -> &'static Backend {
        &toy_backend::BACKEND
    }

    fn provision(&self) -> Provision {
        Provision::embedded("toy:conformance")
    }
}

conformance_tests::main!(Toy);
