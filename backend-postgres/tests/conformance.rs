//! PostgreSQL passes the conformance suite, with statements prepared and sent whole.

mod server;

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
        server::provision()
            .lane("named", "{url}")
            .lane("unnamed", "{url}?statements=unnamed")
    }
}

conformance_tests::main!(Postgres);
