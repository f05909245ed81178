//! PostgreSQL passes the conformance suite, with statements prepared and sent whole.

mod server;

use backend_core::backend::Backend;
use conformance_tests::{FunctionSample, Harness, Provision, Samples, TriggerSample};

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

    fn samples(&self) -> Samples {
        Samples {
            trigger: Some(TriggerSample {
                function: Some(
                    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN INSERT INTO {log} (id) VALUES (NEW.id); RETURN NULL; END $$",
                ),
                definition: "CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            }),
            delete_trigger: Some(TriggerSample {
                function: Some(
                    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN INSERT INTO {log} (id) VALUES (OLD.id); RETURN NULL; END $$",
                ),
                definition: "CREATE TRIGGER {name} AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            }),
            function: Some(FunctionSample {
                arguments: "n integer",
                returns: "integer",
                definition: "CREATE OR REPLACE FUNCTION {name}(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS \
                             $$ SELECT n + {more} $$",
            }),
            extension: Some("fuzzystrmatch"),
            ending: Some(server::ENDING),
        }
    }
}

conformance_tests::main!(Postgres);
