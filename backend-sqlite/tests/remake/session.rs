//! The session around: transactions, and what it was told before.

use backend_core::error::ErrorKind;
use backend_core::schema_editor::{NoProgress, run};
use backend_core::wrapper::TransactionOptions;
use futures_executor::block_on;

use crate::{batch, change, filled, numbers, planned, remaking, schema};

const REFERRED_TO: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE d (t INT REFERENCES t ON DELETE CASCADE); \
                           INSERT INTO t VALUES (1); INSERT INTO d VALUES (1)";

#[test]
fn inside_a_transaction_a_table_is_made_anew_that_nothing_refers_to() {
    let mut connection = filled(
        "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (a INT REFERENCES u); \
         INSERT INTO u VALUES (1); INSERT INTO t VALUES (1)",
    );
    let before = schema(&mut connection);
    let plan = planned(&connection, &before, &remaking(&before));
    block_on(connection.begin(&TransactionOptions::default())).unwrap();
    block_on(run(&mut connection, &plan, &mut NoProgress)).unwrap();
    assert_ne!(schema(&mut connection), before);
    block_on(connection.rollback()).unwrap();
    assert_eq!(schema(&mut connection), before);
}

#[test]
fn inside_a_transaction_a_table_that_others_refer_to_is_refused_unless_nothing_is_checked() {
    let mut connection = filled(REFERRED_TO);
    let before = schema(&mut connection);
    let plan = planned(&connection, &before, &remaking(&before));
    block_on(connection.begin(&TransactionOptions::default())).unwrap();
    let refusal = block_on(run(&mut connection, &plan, &mut NoProgress)).unwrap_err();
    assert_eq!(refusal.error.kind(), ErrorKind::Interface);
    assert!(
        refusal.error.message().contains("foreign keys refer"),
        "{}",
        refusal.error
    );
    block_on(connection.rollback()).unwrap();
    assert_eq!(schema(&mut connection), before);

    let done = block_on(connection.without_constraint_checks(async |connection| {
        connection.begin(&TransactionOptions::default()).await?;
        run(connection, &plan, &mut NoProgress).await?;
        connection.commit().await
    }));
    done.unwrap();
    assert_ne!(schema(&mut connection), before);
    assert_eq!(numbers(&mut connection, "SELECT t FROM d"), [1]);
    assert_eq!(numbers(&mut connection, "PRAGMA foreign_keys"), [1]);
}

#[test]
fn the_session_is_as_it_was() {
    for (checks, legacy) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let mut connection = filled(REFERRED_TO);
        batch(
            &mut connection,
            &format!("PRAGMA foreign_keys = {checks}; PRAGMA legacy_alter_table = {legacy}"),
        );
        for _ in 0..2 {
            let done = change(&mut connection, remaking_again);
            done.unwrap();
            assert_eq!(numbers(&mut connection, "PRAGMA foreign_keys"), [checks]);
            assert_eq!(
                numbers(&mut connection, "PRAGMA legacy_alter_table"),
                [legacy]
            );
            assert_eq!(numbers(&mut connection, "SELECT t FROM d"), [1]);
        }
    }
}

/// Another comment than there is.
fn remaking_again(schema: &backend_core::model::Schema) -> backend_core::model::Change {
    crate::altering(schema, "id", |column| {
        let before = column.comment.take().unwrap_or_default();
        column.comment = Some(format!("{before}x"));
    })
}

#[test]
fn a_future_that_is_dropped_leaves_nothing() {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("dropped.db");
    let url = format!("sqlite:{}?mode=rwc&execution=thread", path.display());
    let settings = backend_sqlite::BACKEND.settings(&url).unwrap();
    for polls in 1..60 {
        let mut connection = block_on(backend_sqlite::BACKEND.connect(&settings)).unwrap();
        batch(
            &mut connection,
            "DROP TABLE IF EXISTS d; DROP TABLE IF EXISTS t",
        );
        batch(&mut connection, REFERRED_TO);
        let before = schema(&mut connection);
        let plan = planned(&connection, &before, &remaking(&before));
        let is_done = {
            let mut progress = NoProgress;
            let mut run = pin!(run(&mut connection, &plan, &mut progress));
            let mut context = Context::from_waker(Waker::noop());
            let mut is_done = false;
            for _ in 0..polls {
                if let Poll::Ready(result) = run.as_mut().poll(&mut context) {
                    result.unwrap();
                    is_done = true;
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            is_done
        };
        assert_eq!(
            numbers(&mut connection, "PRAGMA foreign_keys"),
            [1],
            "{polls}"
        );
        assert_eq!(
            numbers(&mut connection, "PRAGMA legacy_alter_table"),
            [0],
            "{polls}"
        );
        // Dropped after the commit, it is made as well.
        let is_made = schema(&mut connection) != before;
        assert!(is_made || !is_done, "{polls}");
        assert_eq!(numbers(&mut connection, "SELECT t FROM d"), [1], "{polls}");
        if is_done {
            return;
        }
    }
    panic!("it was never done");
}
