//! The child passes the suite that its parent passes, on a server whose sessions forget everything between transactions.

mod server;

use backend_core::backend::Backend;
use conformance_tests::{Harness, Provision, Samples};

struct Pooled;

impl Harness for Pooled {
    fn vendor(&self) -> &str {
        "pooled"
    }

    fn backend(&self) -> &'static Backend {
        &derived_backend::BACKEND
    }

    fn provision(&self) -> Provision {
        server::provision().lane("strict", "{url}?discard_between_transactions=true")
    }

    fn samples(&self) -> Samples {
        server::SAMPLES
    }
}

conformance_tests::main!(Pooled);
