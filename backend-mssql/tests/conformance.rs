//! Microsoft SQL Server passes the conformance suite.

mod server;

use backend_core::backend::Backend;
use conformance_tests::{EndingSample, FunctionSample, Harness, Provision, Samples, TriggerSample};

struct Mssql;
impl Harness for Mssql {
    fn vendor(&self) -> &str {
        "mssql"
    }

    fn backend(&self) -> &'static Backend {
        &backend_mssql::BACKEND
    }

    fn provision(&self) -> Provision {
        server::provision()
    }

    fn samples(&self) -> Samples {
        Samples {
            trigger: Some(TriggerSample {
                function: None,
                definition: "CREATE TRIGGER {name} ON {table} AFTER INSERT AS \
                             BEGIN SET NOCOUNT ON; INSERT INTO {log} (id) SELECT id FROM inserted END",
            }),
            delete_trigger: Some(TriggerSample {
                function: None,
                definition: "CREATE TRIGGER {name} ON {table} AFTER DELETE AS \
                             BEGIN SET NOCOUNT ON; INSERT INTO {log} (id) SELECT id FROM deleted END",
            }),
            function: Some(FunctionSample {
                arguments: "",
                returns: "int",
                definition: "CREATE OR ALTER FUNCTION {name}(@n int) RETURNS int AS BEGIN RETURN @n + {more} END",
            }),
            extension: None,
            ending: Some(EndingSample {
                number: "SELECT @@SPID",
                statement: "KILL {number}",
                others: Some(
                    "SELECT session_id FROM sys.dm_exec_sessions \
                     WHERE database_id = DB_ID() AND is_user_process = 1 AND session_id <> @@SPID",
                ),
            }),
        }
    }
}

conformance_tests::main!(Mssql);
