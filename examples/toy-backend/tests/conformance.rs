//! The toy passes the same suite as every vendor; this file is all that it takes.

use backend_core::backend::Backend;
use backend_core::error::ErrorKind::Programming;
use conformance_tests::{Harness, KnownFailure, Provision};

/// What takes more SQL than a miniature has.
const KNOWN: &[KnownFailure] = &[KnownFailure::new(
    &[
        "query.{aggregate,expression,join,subquery,union}.**",
        "query.select.distinct",
        "query.insert.from_a_select",
    ],
    Programming,
    "the toy's SQL reads one table",
)];

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

    fn known_failures(&self) -> &[KnownFailure] {
        KNOWN
    }
}

conformance_tests::main!(Toy);
