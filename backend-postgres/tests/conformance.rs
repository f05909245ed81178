//! PostgreSQL passes the conformance suite.

use backend_core::backend::Backend;
use conformance_tests::{Harness, Provision};

struct Postgres;
impl Harness for Postgres {
    fn vendor(&self) -> &str {
        "postgres"
    }

    fn backend(&self) -> &'static Backend {
        &backend_postgres::BACKEND
    }

    fn provision(&self) -> Provision {
        Provision::env("POSTGRES_URL")
    }
}

conformance_tests::main!(Postgres);
