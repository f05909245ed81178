//! The toy passes the same suite as every vendor; this file is all that it takes.

use backend_core::backend::Backend;
use backend_core::error::ErrorKind::Programming;
use conformance_tests::{Harness, KnownFailure, Provision};

/// What takes more SQL than a miniature has.
const NO_SQL_FOR: &[&str] = &[
    "query.{aggregate,expression,join,subquery,union}.**",
    "query.select.distinct",
    "query.insert.from_a_select",
];

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
        const {
            &[KnownFailure::new(
                NO_SQL_FOR,
                Programming,
                "the toy's SQL reads one table",
            )]
        }
    }
}

conformance_tests::main!(Toy);
