//! SQLite passes the conformance suite in files and in memory, on a thread and inline.

use backend_core::backend::Backend;
use conformance_tests::{Harness, Provision, Samples, TriggerSample};

struct Sqlite;
impl Harness for Sqlite {
    fn vendor(&self) -> &str {
        "sqlite"
    }

    fn backend(&self) -> &'static Backend {
        &backend_sqlite::BACKEND
    }

    fn provision(&self) -> Provision {
        Provision::embedded("sqlite:{scratch}/cf.db?mode=rwc")
            .lane("file thread", "{url}&execution=thread")
            .lane("file inline", "{url}&execution=inline")
            .lane(
                "memory thread",
                "sqlite:cf?mode=memory&cache=shared&execution=thread",
            )
            .lane(
                "memory inline",
                "sqlite:cf?mode=memory&cache=shared&execution=inline",
            )
    }

    fn samples(&self) -> Samples {
        Samples {
            trigger: Some(TriggerSample {
                function: None,
                definition: "CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN INSERT INTO {log} (id) VALUES (NEW.id); END",
            }),
            delete_trigger: Some(TriggerSample {
                function: None,
                definition: "CREATE TRIGGER {name} AFTER DELETE ON {table} BEGIN INSERT INTO {log} (id) VALUES (OLD.id); END",
            }),
            ..Samples::default()
        }
    }
}

conformance_tests::main!(Sqlite);
