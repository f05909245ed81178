//! Policy of blocks, tried on the toy with other answers to what it can do.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::error::Error as _;
use std::sync::Arc;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::sql::Statement;
use backend_core::transaction::{AtomicOptions, SessionState};
use backend_core::wrapper::{IsolationLevel, TransactionOptions};
use futures_executor::block_on;

const MERGED: AtomicOptions = AtomicOptions::new().merged();

/// A session with a table of artists, and with other features than the toy's.
fn connect(change: fn(&mut Features)) -> Connection {
    let backend = &toy_backend::BACKEND;
    let settings = backend.settings("toy:").unwrap();
    let wrapper = block_on(backend.connector.connect(&settings)).unwrap();
    let mut dialect = backend.dialect(wrapper.server());
    change(Arc::make_mut(&mut dialect.features));
    let mut connection = Connection::new(wrapper, dialect);
    let table = "CREATE TABLE artist (id bigint, PRIMARY KEY (id))";
    block_on(connection.batch(table)).unwrap();
    connection
}

fn toy() -> Connection {
    connect(|_| {})
}

/// The toy, as if its transactions ended with the first error.
fn fragile() -> Connection {
    connect(|features| features.transactions_survive_errors = false)
}

async fn insert(connection: &mut Connection, id: i64) -> Result<()> {
    let statement = Statement::new("INSERT INTO artist (id) VALUES (?)").bind(id);
    connection.execute(&statement).await.map(|_| ())
}

fn count(connection: &mut Connection) -> i64 {
    let statement = Statement::new("SELECT COUNT(*) FROM artist");
    let rows: Vec<(i64,)> = block_on(connection.fetch_as(&statement)).unwrap();
    rows.into_iter().map(|(count,)| count).sum()
}

#[test]
fn a_block_dies_of_its_first_error_where_transactions_do() {
    let mut connection = fragile();
    block_on(async {
        let mut block = connection.begin_atomic(MERGED).await.unwrap();
        insert(&mut block, 1).await.unwrap();
        let first = insert(&mut block, 1).await.unwrap_err();
        assert_eq!(first.kind(), ErrorKind::Integrity(Integrity::Unique));
        for _ in 0..2 {
            let refused = insert(&mut block, 2).await.unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::TransactionBroken);
            assert_eq!(refused.source().unwrap().to_string(), first.to_string());
        }
        let mended = block.set_rollback(false).unwrap_err();
        let flag = Flag::transactions_survive_errors;
        assert_eq!(mended.kind(), ErrorKind::NotSupported(Some(flag)));
        let refused = block.commit().await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::TransactionBroken);
    });
    assert_eq!(count(&mut connection), 0);
}

#[test]
fn what_is_refused_before_it_is_sent_breaks_no_block() {
    let mut connection = fragile();
    block_on(async {
        let mut block = connection.begin_atomic(MERGED).await.unwrap();
        let many = vec!["?"; 101].join(", ");
        let mut statement = Statement::new(format!("SELECT id FROM artist WHERE id IN ({many})"));
        for n in 0..101 {
            statement = statement.bind(n);
        }
        let refused = block.execute(&statement).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Interface);
        assert!(!block.needs_rollback());
        insert(&mut block, 1).await.unwrap();
        block.commit().await.unwrap();
    });
    assert_eq!(count(&mut connection), 1);
}

#[test]
fn a_transaction_by_hand_is_guarded_by_its_server_alone() {
    let mut connection = fragile();
    block_on(async {
        let options = TransactionOptions::default();
        connection.begin(&options).await.unwrap();
        insert(&mut connection, 1).await.unwrap();
        insert(&mut connection, 1).await.unwrap_err();
        insert(&mut connection, 2).await.unwrap();
        connection.commit().await.unwrap();
    });
    assert_eq!(count(&mut connection), 2);
}

#[test]
fn the_first_cause_of_a_broken_block_is_kept() {
    let mut connection = toy();
    block_on(async {
        let mut block = connection.begin_atomic(MERGED).await.unwrap();
        for message in ["first", "second"] {
            let failing: Result<()> = block
                .atomic_with(MERGED, async |_| {
                    Err(Error::new(ErrorKind::Deadlock, message))
                })
                .await;
            failing.unwrap_err();
        }
        let refused = block.commit().await.unwrap_err();
        assert_eq!(refused.source().unwrap().to_string(), "first");
        assert!(refused.is_retryable(), "as its cause is");
    });
    assert_eq!(connection.state(), SessionState::Clean);
}

#[test]
fn options_are_refused_by_their_flags_and_nothing_is_begun() {
    let mut connection = connect(|features| {
        features.supports_read_only_transactions = false;
        features.supports_serializable = false;
    });
    let serializable = AtomicOptions::new().isolation(IsolationLevel::Serializable);
    for (options, flag) in [
        (
            AtomicOptions::new().read_only(),
            Flag::supports_read_only_transactions,
        ),
        (serializable, Flag::supports_serializable),
        (
            AtomicOptions::new().defer_constraints(),
            Flag::can_defer_constraint_checks,
        ),
    ] {
        let refused = block_on(connection.begin_atomic(options)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotSupported(Some(flag)));
        assert_eq!(connection.state(), SessionState::Clean);
    }
    let by_hand = block_on(connection.begin(&TransactionOptions::read_only())).unwrap_err();
    let flag = Flag::supports_read_only_transactions;
    assert_eq!(by_hand.kind(), ErrorKind::NotSupported(Some(flag)));
}

#[test]
fn a_panic_of_a_hook_is_an_error_of_a_commit_that_stands() {
    let mut connection = toy();
    let error = block_on(async {
        let mut block = connection.begin_atomic(MERGED).await.unwrap();
        insert(&mut block, 1).await.unwrap();
        block.on_commit(|| panic!("not again")).unwrap();
        block.commit().await.unwrap_err()
    });
    assert_eq!(error.kind(), ErrorKind::CommitHook);
    assert_eq!(
        error.source().unwrap().to_string(),
        "a hook panicked: not again"
    );
    assert_eq!(count(&mut connection), 1);
    let hook = block_on(connection.on_commit_async(|_| Box::pin(async { panic!("nor now") })));
    assert_eq!(hook.unwrap_err().kind(), ErrorKind::Internal);
}

#[test]
fn the_end_of_an_outer_block_undoes_what_was_forgotten_inside() {
    let mut connection = toy();
    block_on(async {
        let mut outer = connection.begin_atomic(MERGED).await.unwrap();
        let mut inner = outer.begin_atomic(MERGED).await.unwrap();
        insert(&mut inner, 1).await.unwrap();
        std::mem::forget(inner);
        assert_eq!(outer.state(), SessionState::InTransaction(2));
        let refused = outer.commit().await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::TransactionBroken);
    });
    assert_eq!(count(&mut connection), 0);
    assert_eq!(connection.state(), SessionState::Clean);
}

#[test]
fn the_future_of_a_block_can_be_sent() {
    fn sendable<T: Send>(future: T) -> T {
        future
    }
    let mut connection = toy();
    block_on(sendable(async {
        let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
        insert(&mut block, 1).await?;
        block.commit().await
    }))
    .unwrap();
    assert_eq!(count(&mut connection), 1);
}
