//! The tour prints the same on every vendor, leaves nothing behind, and touches nobody's tables.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../../../backend-postgres/tests/server/mod.rs"]
mod server;

use std::fs;

/// What it prints where no server is needed.
fn in_memory() -> String {
    query_tour::run("sqlite::memory:").unwrap()
}

/// `BLESS=1` writes what is printed now.
#[test]
fn what_it_prints_is_what_is_stored() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/tour.txt");
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::write(path, in_memory()).unwrap();
    }
    let stored = fs::read_to_string(path).unwrap();
    assert!(stored.matches("\n===").count() >= 16, "{stored}");
    assert_eq!(in_memory(), stored);
    assert_eq!(in_memory(), stored, "again");
}

#[test]
fn twice_on_a_server() {
    let running = match server::provision().start(&backend_postgres::BACKEND) {
        Ok(running) => running,
        Err(missing) => {
            assert!(!missing.is_failure("postgres"), "{missing}");
            return;
        }
    };
    // What is left of the first would stop the second.
    for _ in 0..2 {
        let printed = query_tour::run(running.url()).unwrap();
        assert_eq!(printed, in_memory());
    }
}

#[test]
fn tables_of_others_are_left_alone() {
    let folder = std::env::temp_dir().join(format!("query_tour_{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite:{}?mode=rwc", folder.join("tour.db").display());
    let settings = backend_sqlite::BACKEND.settings(&url).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut connection = backend_sqlite::BACKEND.connect(&settings).await.unwrap();
        let script = "CREATE TABLE tour_album (mine); INSERT INTO tour_album VALUES (7)";
        connection.batch(script).await.unwrap();
    });
    let refused = query_tour::run(&url).unwrap_err();
    assert!(refused.to_string().contains("tour_album"), "{refused}");
    let left: Vec<(i64,)> = runtime.block_on(async {
        let mut connection = backend_sqlite::BACKEND.connect(&settings).await.unwrap();
        let select = backend_core::sql::Statement::new("SELECT mine FROM tour_album");
        connection.fetch_as(&select).await.unwrap()
    });
    assert_eq!(left, [(7,)]);
    fs::remove_dir_all(&folder).unwrap();
}
