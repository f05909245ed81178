//! Where a server is found: `POOLED_URL`, or a throw-away cluster of the PostgreSQL that is on this machine; and what is said in its
//! language.

use conformance_tests::provision::{LocalServer, StopSignal};
use conformance_tests::{EndingSample, FunctionSample, Provision, Samples, TriggerSample};

pub(crate) fn provision() -> Provision {
    Provision::env("POOLED_URL").or_server(SERVER)
}

const SERVER: LocalServer = LocalServer::new(
    &[
        "postgres",
        "-D{data}",
        "-p{port}",
        "-clisten_addresses=127.0.0.1",
        "-cunix_socket_directories={socket}",
        "-cfsync=off",
        "-cmax_connections=200",
    ],
    "pooled://postgres@127.0.0.1:{port}/postgres",
)
.set_up(&[
    "initdb",
    "--pgdata={data}",
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
])
.folders(
    "POSTGRES_BIN",
    &[
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
    ],
)
.accounts(&["postgres", "nobody"])
.environment(&[("LC_ALL", "C")])
.stopped_by(StopSignal::Interrupt);

pub(crate) const SAMPLES: Samples = Samples {
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
    ending: Some(EndingSample {
        number: "SELECT pg_backend_pid()",
        statement: "SELECT pg_terminate_backend({number})",
        others: Some(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() \
             AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
        ),
    }),
};
